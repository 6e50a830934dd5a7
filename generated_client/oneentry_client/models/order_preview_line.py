from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="OrderPreviewLine")


@_attrs_define
class OrderPreviewLine:
    """
    Attributes:
        id (int):
        price (float | None | Unset):
        quantity (int | Unset):
        discount_price (float | None | Unset):
        is_gift (bool | Unset):
    """

    id: int
    price: float | None | Unset = UNSET
    quantity: int | Unset = UNSET
    discount_price: float | None | Unset = UNSET
    is_gift: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        price: float | None | Unset
        if isinstance(self.price, Unset):
            price = UNSET
        else:
            price = self.price

        quantity = self.quantity

        discount_price: float | None | Unset
        if isinstance(self.discount_price, Unset):
            discount_price = UNSET
        else:
            discount_price = self.discount_price

        is_gift = self.is_gift

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if price is not UNSET:
            field_dict["price"] = price
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if discount_price is not UNSET:
            field_dict["discountPrice"] = discount_price
        if is_gift is not UNSET:
            field_dict["isGift"] = is_gift

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = d.pop("id")

        def _parse_price(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        price = _parse_price(d.pop("price", UNSET))

        quantity = d.pop("quantity", UNSET)

        def _parse_discount_price(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        discount_price = _parse_discount_price(d.pop("discountPrice", UNSET))

        is_gift = d.pop("isGift", UNSET)

        order_preview_line = cls(
            id=id,
            price=price,
            quantity=quantity,
            discount_price=discount_price,
            is_gift=is_gift,
        )

        order_preview_line.additional_properties = d
        return order_preview_line

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
