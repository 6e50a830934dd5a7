from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.form_data import FormData
    from ..models.form_data_entry import FormDataEntry
    from ..models.user_rating import UserRating
    from ..models.user_state import UserState


T = TypeVar("T", bound="User")


@_attrs_define
class User:
    """
    Attributes:
        id (int):
        identifier (str): The login.
        auth_provider_identifier (str | Unset):
        form_identifier (str | Unset):
        form_data (FormData | list[FormDataEntry] | Unset):
        groups (list[int | str] | Unset):
        state (UserState | Unset): Free JSON that belongs to the application.
        total (int | str | Unset):
        module_form_configs (list[Any] | Unset):
        rating (UserRating | Unset):
    """

    id: int
    identifier: str
    auth_provider_identifier: str | Unset = UNSET
    form_identifier: str | Unset = UNSET
    form_data: FormData | list[FormDataEntry] | Unset = UNSET
    groups: list[int | str] | Unset = UNSET
    state: UserState | Unset = UNSET
    total: int | str | Unset = UNSET
    module_form_configs: list[Any] | Unset = UNSET
    rating: UserRating | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.form_data import FormData

        id = self.id

        identifier = self.identifier

        auth_provider_identifier = self.auth_provider_identifier

        form_identifier = self.form_identifier

        form_data: dict[str, Any] | list[dict[str, Any]] | Unset
        if isinstance(self.form_data, Unset):
            form_data = UNSET
        elif isinstance(self.form_data, FormData):
            form_data = self.form_data.to_dict()
        else:
            form_data = []
            for form_data_type_1_item_data in self.form_data:
                form_data_type_1_item = form_data_type_1_item_data.to_dict()
                form_data.append(form_data_type_1_item)

        groups: list[int | str] | Unset = UNSET
        if not isinstance(self.groups, Unset):
            groups = []
            for groups_item_data in self.groups:
                groups_item: int | str
                groups_item = groups_item_data
                groups.append(groups_item)

        state: dict[str, Any] | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.to_dict()

        total: int | str | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        else:
            total = self.total

        module_form_configs: list[Any] | Unset = UNSET
        if not isinstance(self.module_form_configs, Unset):
            module_form_configs = self.module_form_configs

        rating: dict[str, Any] | Unset = UNSET
        if not isinstance(self.rating, Unset):
            rating = self.rating.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "identifier": identifier,
            }
        )
        if auth_provider_identifier is not UNSET:
            field_dict["authProviderIdentifier"] = auth_provider_identifier
        if form_identifier is not UNSET:
            field_dict["formIdentifier"] = form_identifier
        if form_data is not UNSET:
            field_dict["formData"] = form_data
        if groups is not UNSET:
            field_dict["groups"] = groups
        if state is not UNSET:
            field_dict["state"] = state
        if total is not UNSET:
            field_dict["total"] = total
        if module_form_configs is not UNSET:
            field_dict["moduleFormConfigs"] = module_form_configs
        if rating is not UNSET:
            field_dict["rating"] = rating

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.form_data import FormData
        from ..models.form_data_entry import FormDataEntry
        from ..models.user_rating import UserRating
        from ..models.user_state import UserState

        d = dict(src_dict)
        id = d.pop("id")

        identifier = d.pop("identifier")

        auth_provider_identifier = d.pop("authProviderIdentifier", UNSET)

        form_identifier = d.pop("formIdentifier", UNSET)

        def _parse_form_data(data: object) -> FormData | list[FormDataEntry] | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                form_data_type_0 = FormData.from_dict(data)

                return form_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, list):
                raise TypeError()
            form_data_type_1 = []
            _form_data_type_1 = data
            for form_data_type_1_item_data in _form_data_type_1:
                form_data_type_1_item = FormDataEntry.from_dict(form_data_type_1_item_data)

                form_data_type_1.append(form_data_type_1_item)

            return form_data_type_1

        form_data = _parse_form_data(d.pop("formData", UNSET))

        _groups = d.pop("groups", UNSET)
        groups: list[int | str] | Unset = UNSET
        if _groups is not UNSET:
            groups = []
            for groups_item_data in _groups:

                def _parse_groups_item(data: object) -> int | str:
                    return cast(int | str, data)

                groups_item = _parse_groups_item(groups_item_data)

                groups.append(groups_item)

        _state = d.pop("state", UNSET)
        state: UserState | Unset
        if isinstance(_state, Unset):
            state = UNSET
        else:
            state = UserState.from_dict(_state)

        def _parse_total(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        total = _parse_total(d.pop("total", UNSET))

        module_form_configs = cast(list[Any], d.pop("moduleFormConfigs", UNSET))

        _rating = d.pop("rating", UNSET)
        rating: UserRating | Unset
        if isinstance(_rating, Unset):
            rating = UNSET
        else:
            rating = UserRating.from_dict(_rating)

        user = cls(
            id=id,
            identifier=identifier,
            auth_provider_identifier=auth_provider_identifier,
            form_identifier=form_identifier,
            form_data=form_data,
            groups=groups,
            state=state,
            total=total,
            module_form_configs=module_form_configs,
            rating=rating,
        )

        user.additional_properties = d
        return user

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
