from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="TokenPair")


@_attrs_define
class TokenPair:
    """
    Attributes:
        access_token (str): A JWT.
        refresh_token (str): `<epoch ms>-<uuid>`, one-time.
        user_identifier (str | Unset): The login. A legacy member.
        auth_provider_identifier (str | Unset): A legacy member; absent on some servers.
    """

    access_token: str
    refresh_token: str
    user_identifier: str | Unset = UNSET
    auth_provider_identifier: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        access_token = self.access_token

        refresh_token = self.refresh_token

        user_identifier = self.user_identifier

        auth_provider_identifier = self.auth_provider_identifier

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accessToken": access_token,
                "refreshToken": refresh_token,
            }
        )
        if user_identifier is not UNSET:
            field_dict["userIdentifier"] = user_identifier
        if auth_provider_identifier is not UNSET:
            field_dict["authProviderIdentifier"] = auth_provider_identifier

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        access_token = d.pop("accessToken")

        refresh_token = d.pop("refreshToken")

        user_identifier = d.pop("userIdentifier", UNSET)

        auth_provider_identifier = d.pop("authProviderIdentifier", UNSET)

        token_pair = cls(
            access_token=access_token,
            refresh_token=refresh_token,
            user_identifier=user_identifier,
            auth_provider_identifier=auth_provider_identifier,
        )

        token_pair.additional_properties = d
        return token_pair

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
