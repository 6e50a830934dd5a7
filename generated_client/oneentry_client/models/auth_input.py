from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auth_data_entry import AuthDataEntry


T = TypeVar("T", bound="AuthInput")


@_attrs_define
class AuthInput:
    """The one body that refuses unknown members.

    Attributes:
        auth_data (list[AuthDataEntry]):
        code (str | Unset): For sign-in by code.
    """

    auth_data: list[AuthDataEntry]
    code: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        auth_data = []
        for auth_data_item_data in self.auth_data:
            auth_data_item = auth_data_item_data.to_dict()
            auth_data.append(auth_data_item)

        code = self.code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "authData": auth_data,
            }
        )
        if code is not UNSET:
            field_dict["code"] = code

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.auth_data_entry import AuthDataEntry

        d = dict(src_dict)
        auth_data = []
        _auth_data = d.pop("authData")
        for auth_data_item_data in _auth_data:
            auth_data_item = AuthDataEntry.from_dict(auth_data_item_data)

            auth_data.append(auth_data_item)

        code = d.pop("code", UNSET)

        auth_input = cls(
            auth_data=auth_data,
            code=code,
        )

        return auth_input
