from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auth_provider_config import AuthProviderConfig
    from ..models.localize_infos import LocalizeInfos


T = TypeVar("T", bound="AuthProvider")


@_attrs_define
class AuthProvider:
    """
    Attributes:
        id (int):
        identifier (str): The marker that paths use.
        localize_infos (LocalizeInfos | Unset): Translations, keyed by language (`{"en_US": {"title": "Cash"}}`). Some
            routes send the inner object alone.
        config (AuthProviderConfig | Unset): Durations and lengths as numbers, or as numeric text on some servers.
            `refreshTokenTtlMc` holds seconds in
            practice. Older servers leak `tokenSecretKey` here; never log it.
        version (int | Unset):
        type_ (str | Unset):
        form_identifier (None | str | Unset): Marker of the registration form.
        user_group_identifier (str | Unset):
        is_active (bool | Unset):
        is_check_code (bool | Unset): New users are activated, and may sign in, by a one-time code.
    """

    id: int
    identifier: str
    localize_infos: LocalizeInfos | Unset = UNSET
    config: AuthProviderConfig | Unset = UNSET
    version: int | Unset = UNSET
    type_: str | Unset = UNSET
    form_identifier: None | str | Unset = UNSET
    user_group_identifier: str | Unset = UNSET
    is_active: bool | Unset = UNSET
    is_check_code: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        identifier = self.identifier

        localize_infos: dict[str, Any] | Unset = UNSET
        if not isinstance(self.localize_infos, Unset):
            localize_infos = self.localize_infos.to_dict()

        config: dict[str, Any] | Unset = UNSET
        if not isinstance(self.config, Unset):
            config = self.config.to_dict()

        version = self.version

        type_ = self.type_

        form_identifier: None | str | Unset
        if isinstance(self.form_identifier, Unset):
            form_identifier = UNSET
        else:
            form_identifier = self.form_identifier

        user_group_identifier = self.user_group_identifier

        is_active = self.is_active

        is_check_code = self.is_check_code

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "identifier": identifier,
            }
        )
        if localize_infos is not UNSET:
            field_dict["localizeInfos"] = localize_infos
        if config is not UNSET:
            field_dict["config"] = config
        if version is not UNSET:
            field_dict["version"] = version
        if type_ is not UNSET:
            field_dict["type"] = type_
        if form_identifier is not UNSET:
            field_dict["formIdentifier"] = form_identifier
        if user_group_identifier is not UNSET:
            field_dict["userGroupIdentifier"] = user_group_identifier
        if is_active is not UNSET:
            field_dict["isActive"] = is_active
        if is_check_code is not UNSET:
            field_dict["isCheckCode"] = is_check_code

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.auth_provider_config import AuthProviderConfig
        from ..models.localize_infos import LocalizeInfos

        d = dict(src_dict)
        id = d.pop("id")

        identifier = d.pop("identifier")

        _localize_infos = d.pop("localizeInfos", UNSET)
        localize_infos: LocalizeInfos | Unset
        if isinstance(_localize_infos, Unset):
            localize_infos = UNSET
        else:
            localize_infos = LocalizeInfos.from_dict(_localize_infos)

        _config = d.pop("config", UNSET)
        config: AuthProviderConfig | Unset
        if isinstance(_config, Unset):
            config = UNSET
        else:
            config = AuthProviderConfig.from_dict(_config)

        version = d.pop("version", UNSET)

        type_ = d.pop("type", UNSET)

        def _parse_form_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        form_identifier = _parse_form_identifier(d.pop("formIdentifier", UNSET))

        user_group_identifier = d.pop("userGroupIdentifier", UNSET)

        is_active = d.pop("isActive", UNSET)

        is_check_code = d.pop("isCheckCode", UNSET)

        auth_provider = cls(
            id=id,
            identifier=identifier,
            localize_infos=localize_infos,
            config=config,
            version=version,
            type_=type_,
            form_identifier=form_identifier,
            user_group_identifier=user_group_identifier,
            is_active=is_active,
            is_check_code=is_check_code,
        )

        auth_provider.additional_properties = d
        return auth_provider

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
