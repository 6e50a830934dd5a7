from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="NotificationData")


@_attrs_define
class NotificationData:
    """Addresses for messages. `phoneSMS` must not be empty; leave it out instead.

    Attributes:
        email (str | Unset):
        phone_push (list[str] | str | Unset): An array; one text from older clients.
        phone_sms (str | Unset):
    """

    email: str | Unset = UNSET
    phone_push: list[str] | str | Unset = UNSET
    phone_sms: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        phone_push: list[str] | str | Unset
        if isinstance(self.phone_push, Unset):
            phone_push = UNSET
        elif isinstance(self.phone_push, list):
            phone_push = self.phone_push

        else:
            phone_push = self.phone_push

        phone_sms = self.phone_sms

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if email is not UNSET:
            field_dict["email"] = email
        if phone_push is not UNSET:
            field_dict["phonePush"] = phone_push
        if phone_sms is not UNSET:
            field_dict["phoneSMS"] = phone_sms

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email", UNSET)

        def _parse_phone_push(data: object) -> list[str] | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                phone_push_type_0 = cast(list[str], data)

                return phone_push_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | str | Unset, data)

        phone_push = _parse_phone_push(d.pop("phonePush", UNSET))

        phone_sms = d.pop("phoneSMS", UNSET)

        notification_data = cls(
            email=email,
            phone_push=phone_push,
            phone_sms=phone_sms,
        )

        notification_data.additional_properties = d
        return notification_data

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
