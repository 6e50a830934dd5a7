from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.form_data import FormData
    from ..models.order_input_product import OrderInputProduct


T = TypeVar("T", bound="OrderInput")


@_attrs_define
class OrderInput:
    """
    Attributes:
        form_identifier (str):
        payment_account_identifier (str): One of the storage's accounts.
        form_data (FormData): Filled-in fields, keyed by language.
        products (list[OrderInputProduct]): May be empty, for bookings.
        status_identifier (str | Unset): Default is the storage's default status.
        currency (str | Unset):
        coupon_code (str | Unset):
        additional_discounts_markers (list[str] | Unset):
        bonus_amount (float | Unset):
    """

    form_identifier: str
    payment_account_identifier: str
    form_data: FormData
    products: list[OrderInputProduct]
    status_identifier: str | Unset = UNSET
    currency: str | Unset = UNSET
    coupon_code: str | Unset = UNSET
    additional_discounts_markers: list[str] | Unset = UNSET
    bonus_amount: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        form_identifier = self.form_identifier

        payment_account_identifier = self.payment_account_identifier

        form_data = self.form_data.to_dict()

        products = []
        for products_item_data in self.products:
            products_item = products_item_data.to_dict()
            products.append(products_item)

        status_identifier = self.status_identifier

        currency = self.currency

        coupon_code = self.coupon_code

        additional_discounts_markers: list[str] | Unset = UNSET
        if not isinstance(self.additional_discounts_markers, Unset):
            additional_discounts_markers = self.additional_discounts_markers

        bonus_amount = self.bonus_amount

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "formIdentifier": form_identifier,
                "paymentAccountIdentifier": payment_account_identifier,
                "formData": form_data,
                "products": products,
            }
        )
        if status_identifier is not UNSET:
            field_dict["statusIdentifier"] = status_identifier
        if currency is not UNSET:
            field_dict["currency"] = currency
        if coupon_code is not UNSET:
            field_dict["couponCode"] = coupon_code
        if additional_discounts_markers is not UNSET:
            field_dict["additionalDiscountsMarkers"] = additional_discounts_markers
        if bonus_amount is not UNSET:
            field_dict["bonusAmount"] = bonus_amount

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.form_data import FormData
        from ..models.order_input_product import OrderInputProduct

        d = dict(src_dict)
        form_identifier = d.pop("formIdentifier")

        payment_account_identifier = d.pop("paymentAccountIdentifier")

        form_data = FormData.from_dict(d.pop("formData"))

        products = []
        _products = d.pop("products")
        for products_item_data in _products:
            products_item = OrderInputProduct.from_dict(products_item_data)

            products.append(products_item)

        status_identifier = d.pop("statusIdentifier", UNSET)

        currency = d.pop("currency", UNSET)

        coupon_code = d.pop("couponCode", UNSET)

        additional_discounts_markers = cast(list[str], d.pop("additionalDiscountsMarkers", UNSET))

        bonus_amount = d.pop("bonusAmount", UNSET)

        order_input = cls(
            form_identifier=form_identifier,
            payment_account_identifier=payment_account_identifier,
            form_data=form_data,
            products=products,
            status_identifier=status_identifier,
            currency=currency,
            coupon_code=coupon_code,
            additional_discounts_markers=additional_discounts_markers,
            bonus_amount=bonus_amount,
        )

        order_input.additional_properties = d
        return order_input

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
