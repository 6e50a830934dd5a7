from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auth_data_entry import AuthDataEntry
    from ..models.form_data import FormData
    from ..models.notification_data import NotificationData


T = TypeVar("T", bound="SignUpInput")


@_attrs_define
class SignUpInput:
    """
    Attributes:
        lang_code (str):
        auth_data (list[AuthDataEntry]):
        form_identifier (str | Unset): Default is the provider's form.
        form_data (FormData | Unset): Filled-in fields, keyed by language.
        notification_data (NotificationData | Unset): Addresses for messages. `phoneSMS` must not be empty; leave it out
            instead.
    """

    lang_code: str
    auth_data: list[AuthDataEntry]
    form_identifier: str | Unset = UNSET
    form_data: FormData | Unset = UNSET
    notification_data: NotificationData | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        lang_code = self.lang_code

        auth_data = []
        for auth_data_item_data in self.auth_data:
            auth_data_item = auth_data_item_data.to_dict()
            auth_data.append(auth_data_item)

        form_identifier = self.form_identifier

        form_data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.form_data, Unset):
            form_data = self.form_data.to_dict()

        notification_data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.notification_data, Unset):
            notification_data = self.notification_data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "langCode": lang_code,
                "authData": auth_data,
            }
        )
        if form_identifier is not UNSET:
            field_dict["formIdentifier"] = form_identifier
        if form_data is not UNSET:
            field_dict["formData"] = form_data
        if notification_data is not UNSET:
            field_dict["notificationData"] = notification_data

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.auth_data_entry import AuthDataEntry
        from ..models.form_data import FormData
        from ..models.notification_data import NotificationData

        d = dict(src_dict)
        lang_code = d.pop("langCode")

        auth_data = []
        _auth_data = d.pop("authData")
        for auth_data_item_data in _auth_data:
            auth_data_item = AuthDataEntry.from_dict(auth_data_item_data)

            auth_data.append(auth_data_item)

        form_identifier = d.pop("formIdentifier", UNSET)

        _form_data = d.pop("formData", UNSET)
        form_data: FormData | Unset
        if isinstance(_form_data, Unset):
            form_data = UNSET
        else:
            form_data = FormData.from_dict(_form_data)

        _notification_data = d.pop("notificationData", UNSET)
        notification_data: NotificationData | Unset
        if isinstance(_notification_data, Unset):
            notification_data = UNSET
        else:
            notification_data = NotificationData.from_dict(_notification_data)

        sign_up_input = cls(
            lang_code=lang_code,
            auth_data=auth_data,
            form_identifier=form_identifier,
            form_data=form_data,
            notification_data=notification_data,
        )

        sign_up_input.additional_properties = d
        return sign_up_input

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
