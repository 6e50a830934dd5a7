from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ChangePasswordInput")


@_attrs_define
class ChangePasswordInput:
    """
    Attributes:
        user_identifier (str):
        event_identifier (str):
        code (str):
        type_ (int): 1 change, 2 recovery.
        password1 (str):
        password2 (str):
    """

    user_identifier: str
    event_identifier: str
    code: str
    type_: int
    password1: str
    password2: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        user_identifier = self.user_identifier

        event_identifier = self.event_identifier

        code = self.code

        type_ = self.type_

        password1 = self.password1

        password2 = self.password2

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "userIdentifier": user_identifier,
                "eventIdentifier": event_identifier,
                "code": code,
                "type": type_,
                "password1": password1,
                "password2": password2,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        user_identifier = d.pop("userIdentifier")

        event_identifier = d.pop("eventIdentifier")

        code = d.pop("code")

        type_ = d.pop("type")

        password1 = d.pop("password1")

        password2 = d.pop("password2")

        change_password_input = cls(
            user_identifier=user_identifier,
            event_identifier=event_identifier,
            code=code,
            type_=type_,
            password1=password1,
            password2=password2,
        )

        change_password_input.additional_properties = d
        return change_password_input

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
