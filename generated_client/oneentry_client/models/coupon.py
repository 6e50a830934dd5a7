from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Coupon")


@_attrs_define
class Coupon:
    """
    Attributes:
        id (int | Unset):
        discount_id (int | Unset):
        code (str | Unset):
        is_reusable (bool | Unset):
        is_used (bool | Unset):
        order_id (int | None | Unset):
        used_at (None | str | Unset):
    """

    id: int | Unset = UNSET
    discount_id: int | Unset = UNSET
    code: str | Unset = UNSET
    is_reusable: bool | Unset = UNSET
    is_used: bool | Unset = UNSET
    order_id: int | None | Unset = UNSET
    used_at: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        discount_id = self.discount_id

        code = self.code

        is_reusable = self.is_reusable

        is_used = self.is_used

        order_id: int | None | Unset
        if isinstance(self.order_id, Unset):
            order_id = UNSET
        else:
            order_id = self.order_id

        used_at: None | str | Unset
        if isinstance(self.used_at, Unset):
            used_at = UNSET
        else:
            used_at = self.used_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if discount_id is not UNSET:
            field_dict["discountId"] = discount_id
        if code is not UNSET:
            field_dict["code"] = code
        if is_reusable is not UNSET:
            field_dict["isReusable"] = is_reusable
        if is_used is not UNSET:
            field_dict["isUsed"] = is_used
        if order_id is not UNSET:
            field_dict["orderId"] = order_id
        if used_at is not UNSET:
            field_dict["usedAt"] = used_at

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = d.pop("id", UNSET)

        discount_id = d.pop("discountId", UNSET)

        code = d.pop("code", UNSET)

        is_reusable = d.pop("isReusable", UNSET)

        is_used = d.pop("isUsed", UNSET)

        def _parse_order_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        order_id = _parse_order_id(d.pop("orderId", UNSET))

        def _parse_used_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        used_at = _parse_used_at(d.pop("usedAt", UNSET))

        coupon = cls(
            id=id,
            discount_id=discount_id,
            code=code,
            is_reusable=is_reusable,
            is_used=is_used,
            order_id=order_id,
            used_at=used_at,
        )

        coupon.additional_properties = d
        return coupon

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
