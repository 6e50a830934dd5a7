from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AuthProviderConfig")


@_attrs_define
class AuthProviderConfig:
    """Durations and lengths as numbers, or as numeric text on some servers. `refreshTokenTtlMc` holds seconds in
    practice. Older servers leak `tokenSecretKey` here; never log it.

        Attributes:
            access_token_ttl_sec (bool | float | None | str | Unset):
            refresh_token_ttl_mc (bool | float | None | str | Unset):
            delete_none_active_users_after_days (bool | float | None | str | Unset):
            system_code_tls_sec (bool | float | None | str | Unset):
            system_code_length (bool | float | None | str | Unset):
            system_code_only_numbers (bool | float | None | str | Unset):
            oauth_auth_url (bool | float | None | str | Unset):
    """

    access_token_ttl_sec: bool | float | None | str | Unset = UNSET
    refresh_token_ttl_mc: bool | float | None | str | Unset = UNSET
    delete_none_active_users_after_days: bool | float | None | str | Unset = UNSET
    system_code_tls_sec: bool | float | None | str | Unset = UNSET
    system_code_length: bool | float | None | str | Unset = UNSET
    system_code_only_numbers: bool | float | None | str | Unset = UNSET
    oauth_auth_url: bool | float | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        access_token_ttl_sec: bool | float | None | str | Unset
        if isinstance(self.access_token_ttl_sec, Unset):
            access_token_ttl_sec = UNSET
        else:
            access_token_ttl_sec = self.access_token_ttl_sec

        refresh_token_ttl_mc: bool | float | None | str | Unset
        if isinstance(self.refresh_token_ttl_mc, Unset):
            refresh_token_ttl_mc = UNSET
        else:
            refresh_token_ttl_mc = self.refresh_token_ttl_mc

        delete_none_active_users_after_days: bool | float | None | str | Unset
        if isinstance(self.delete_none_active_users_after_days, Unset):
            delete_none_active_users_after_days = UNSET
        else:
            delete_none_active_users_after_days = self.delete_none_active_users_after_days

        system_code_tls_sec: bool | float | None | str | Unset
        if isinstance(self.system_code_tls_sec, Unset):
            system_code_tls_sec = UNSET
        else:
            system_code_tls_sec = self.system_code_tls_sec

        system_code_length: bool | float | None | str | Unset
        if isinstance(self.system_code_length, Unset):
            system_code_length = UNSET
        else:
            system_code_length = self.system_code_length

        system_code_only_numbers: bool | float | None | str | Unset
        if isinstance(self.system_code_only_numbers, Unset):
            system_code_only_numbers = UNSET
        else:
            system_code_only_numbers = self.system_code_only_numbers

        oauth_auth_url: bool | float | None | str | Unset
        if isinstance(self.oauth_auth_url, Unset):
            oauth_auth_url = UNSET
        else:
            oauth_auth_url = self.oauth_auth_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if access_token_ttl_sec is not UNSET:
            field_dict["accessTokenTtlSec"] = access_token_ttl_sec
        if refresh_token_ttl_mc is not UNSET:
            field_dict["refreshTokenTtlMc"] = refresh_token_ttl_mc
        if delete_none_active_users_after_days is not UNSET:
            field_dict["deleteNoneActiveUsersAfterDays"] = delete_none_active_users_after_days
        if system_code_tls_sec is not UNSET:
            field_dict["systemCodeTlsSec"] = system_code_tls_sec
        if system_code_length is not UNSET:
            field_dict["systemCodeLength"] = system_code_length
        if system_code_only_numbers is not UNSET:
            field_dict["systemCodeOnlyNumbers"] = system_code_only_numbers
        if oauth_auth_url is not UNSET:
            field_dict["oauthAuthUrl"] = oauth_auth_url

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_access_token_ttl_sec(data: object) -> bool | float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | float | None | str | Unset, data)

        access_token_ttl_sec = _parse_access_token_ttl_sec(d.pop("accessTokenTtlSec", UNSET))

        def _parse_refresh_token_ttl_mc(data: object) -> bool | float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | float | None | str | Unset, data)

        refresh_token_ttl_mc = _parse_refresh_token_ttl_mc(d.pop("refreshTokenTtlMc", UNSET))

        def _parse_delete_none_active_users_after_days(data: object) -> bool | float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | float | None | str | Unset, data)

        delete_none_active_users_after_days = _parse_delete_none_active_users_after_days(
            d.pop("deleteNoneActiveUsersAfterDays", UNSET)
        )

        def _parse_system_code_tls_sec(data: object) -> bool | float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | float | None | str | Unset, data)

        system_code_tls_sec = _parse_system_code_tls_sec(d.pop("systemCodeTlsSec", UNSET))

        def _parse_system_code_length(data: object) -> bool | float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | float | None | str | Unset, data)

        system_code_length = _parse_system_code_length(d.pop("systemCodeLength", UNSET))

        def _parse_system_code_only_numbers(data: object) -> bool | float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | float | None | str | Unset, data)

        system_code_only_numbers = _parse_system_code_only_numbers(d.pop("systemCodeOnlyNumbers", UNSET))

        def _parse_oauth_auth_url(data: object) -> bool | float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | float | None | str | Unset, data)

        oauth_auth_url = _parse_oauth_auth_url(d.pop("oauthAuthUrl", UNSET))

        auth_provider_config = cls(
            access_token_ttl_sec=access_token_ttl_sec,
            refresh_token_ttl_mc=refresh_token_ttl_mc,
            delete_none_active_users_after_days=delete_none_active_users_after_days,
            system_code_tls_sec=system_code_tls_sec,
            system_code_length=system_code_length,
            system_code_only_numbers=system_code_only_numbers,
            oauth_auth_url=oauth_auth_url,
        )

        auth_provider_config.additional_properties = d
        return auth_provider_config

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
