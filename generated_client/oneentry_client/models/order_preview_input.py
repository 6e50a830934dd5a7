from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.order_input_product import OrderInputProduct


T = TypeVar("T", bound="OrderPreviewInput")


@_attrs_define
class OrderPreviewInput:
    """
    Attributes:
        products (list[OrderInputProduct] | Unset):
        coupon_code (str | Unset):
        additional_discounts_markers (list[str] | Unset): Personal discounts apply only when named here; ones that do
            not fit the user are ignored.
        bonus_amount (float | Unset): Capped by the server.
    """

    products: list[OrderInputProduct] | Unset = UNSET
    coupon_code: str | Unset = UNSET
    additional_discounts_markers: list[str] | Unset = UNSET
    bonus_amount: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        products: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.products, Unset):
            products = []
            for products_item_data in self.products:
                products_item = products_item_data.to_dict()
                products.append(products_item)

        coupon_code = self.coupon_code

        additional_discounts_markers: list[str] | Unset = UNSET
        if not isinstance(self.additional_discounts_markers, Unset):
            additional_discounts_markers = self.additional_discounts_markers

        bonus_amount = self.bonus_amount

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if products is not UNSET:
            field_dict["products"] = products
        if coupon_code is not UNSET:
            field_dict["couponCode"] = coupon_code
        if additional_discounts_markers is not UNSET:
            field_dict["additionalDiscountsMarkers"] = additional_discounts_markers
        if bonus_amount is not UNSET:
            field_dict["bonusAmount"] = bonus_amount

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.order_input_product import OrderInputProduct

        d = dict(src_dict)
        _products = d.pop("products", UNSET)
        products: list[OrderInputProduct] | Unset = UNSET
        if _products is not UNSET:
            products = []
            for products_item_data in _products:
                products_item = OrderInputProduct.from_dict(products_item_data)

                products.append(products_item)

        coupon_code = d.pop("couponCode", UNSET)

        additional_discounts_markers = cast(list[str], d.pop("additionalDiscountsMarkers", UNSET))

        bonus_amount = d.pop("bonusAmount", UNSET)

        order_preview_input = cls(
            products=products,
            coupon_code=coupon_code,
            additional_discounts_markers=additional_discounts_markers,
            bonus_amount=bonus_amount,
        )

        order_preview_input.additional_properties = d
        return order_preview_input

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
