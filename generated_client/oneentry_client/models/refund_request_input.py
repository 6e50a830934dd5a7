from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.refund_request_input_products import RefundRequestInputProducts


T = TypeVar("T", bound="RefundRequestInput")


@_attrs_define
class RefundRequestInput:
    """
    Attributes:
        products (RefundRequestInputProducts): Product id as text to `{quantity}`.
        note (str | Unset):
    """

    products: RefundRequestInputProducts
    note: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        products = self.products.to_dict()

        note = self.note

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "products": products,
            }
        )
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.refund_request_input_products import RefundRequestInputProducts

        d = dict(src_dict)
        products = RefundRequestInputProducts.from_dict(d.pop("products"))

        note = d.pop("note", UNSET)

        refund_request_input = cls(
            products=products,
            note=note,
        )

        refund_request_input.additional_properties = d
        return refund_request_input

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
