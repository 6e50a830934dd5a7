from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.payment_session_input_type import (
    PaymentSessionInputType,
    check_payment_session_input_type,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="PaymentSessionInput")


@_attrs_define
class PaymentSessionInput:
    """
    Attributes:
        order_id (int):
        type_ (PaymentSessionInputType):
        automatic_tax_enabled (bool | Unset):
    """

    order_id: int
    type_: PaymentSessionInputType
    automatic_tax_enabled: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        order_id = self.order_id

        type_: str = self.type_

        automatic_tax_enabled = self.automatic_tax_enabled

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "orderId": order_id,
                "type": type_,
            }
        )
        if automatic_tax_enabled is not UNSET:
            field_dict["automaticTaxEnabled"] = automatic_tax_enabled

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        order_id = d.pop("orderId")

        type_ = check_payment_session_input_type(d.pop("type"))

        automatic_tax_enabled = d.pop("automaticTaxEnabled", UNSET)

        payment_session_input = cls(
            order_id=order_id,
            type_=type_,
            automatic_tax_enabled=automatic_tax_enabled,
        )

        payment_session_input.additional_properties = d
        return payment_session_input

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
