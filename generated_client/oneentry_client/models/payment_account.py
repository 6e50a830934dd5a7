from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.localize_infos import LocalizeInfos
    from ..models.payment_account_settings import PaymentAccountSettings


T = TypeVar("T", bound="PaymentAccount")


@_attrs_define
class PaymentAccount:
    """
    Attributes:
        id (int):
        identifier (str):
        localize_infos (LocalizeInfos | Unset): Translations, keyed by language (`{"en_US": {"title": "Cash"}}`). Some
            routes send the inner object alone.
        type_ (str | Unset):
        is_visible (bool | Unset):
        is_used (bool | Unset):
        test_mode (bool | Unset):
        settings (PaymentAccountSettings | Unset): `signingSecretKey` is a secret: mask it before logging.
        test_settings (PaymentAccountSettings | Unset): `signingSecretKey` is a secret: mask it before logging.
        updated_date (str | Unset):
    """

    id: int
    identifier: str
    localize_infos: LocalizeInfos | Unset = UNSET
    type_: str | Unset = UNSET
    is_visible: bool | Unset = UNSET
    is_used: bool | Unset = UNSET
    test_mode: bool | Unset = UNSET
    settings: PaymentAccountSettings | Unset = UNSET
    test_settings: PaymentAccountSettings | Unset = UNSET
    updated_date: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        identifier = self.identifier

        localize_infos: dict[str, Any] | Unset = UNSET
        if not isinstance(self.localize_infos, Unset):
            localize_infos = self.localize_infos.to_dict()

        type_ = self.type_

        is_visible = self.is_visible

        is_used = self.is_used

        test_mode = self.test_mode

        settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.settings, Unset):
            settings = self.settings.to_dict()

        test_settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.test_settings, Unset):
            test_settings = self.test_settings.to_dict()

        updated_date = self.updated_date

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
        if type_ is not UNSET:
            field_dict["type"] = type_
        if is_visible is not UNSET:
            field_dict["isVisible"] = is_visible
        if is_used is not UNSET:
            field_dict["isUsed"] = is_used
        if test_mode is not UNSET:
            field_dict["testMode"] = test_mode
        if settings is not UNSET:
            field_dict["settings"] = settings
        if test_settings is not UNSET:
            field_dict["testSettings"] = test_settings
        if updated_date is not UNSET:
            field_dict["updatedDate"] = updated_date

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.localize_infos import LocalizeInfos
        from ..models.payment_account_settings import PaymentAccountSettings

        d = dict(src_dict)
        id = d.pop("id")

        identifier = d.pop("identifier")

        _localize_infos = d.pop("localizeInfos", UNSET)
        localize_infos: LocalizeInfos | Unset
        if isinstance(_localize_infos, Unset):
            localize_infos = UNSET
        else:
            localize_infos = LocalizeInfos.from_dict(_localize_infos)

        type_ = d.pop("type", UNSET)

        is_visible = d.pop("isVisible", UNSET)

        is_used = d.pop("isUsed", UNSET)

        test_mode = d.pop("testMode", UNSET)

        _settings = d.pop("settings", UNSET)
        settings: PaymentAccountSettings | Unset
        if isinstance(_settings, Unset):
            settings = UNSET
        else:
            settings = PaymentAccountSettings.from_dict(_settings)

        _test_settings = d.pop("testSettings", UNSET)
        test_settings: PaymentAccountSettings | Unset
        if isinstance(_test_settings, Unset):
            test_settings = UNSET
        else:
            test_settings = PaymentAccountSettings.from_dict(_test_settings)

        updated_date = d.pop("updatedDate", UNSET)

        payment_account = cls(
            id=id,
            identifier=identifier,
            localize_infos=localize_infos,
            type_=type_,
            is_visible=is_visible,
            is_used=is_used,
            test_mode=test_mode,
            settings=settings,
            test_settings=test_settings,
            updated_date=updated_date,
        )

        payment_account.additional_properties = d
        return payment_account

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
