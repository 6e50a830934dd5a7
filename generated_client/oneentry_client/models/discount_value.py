from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="DiscountValue")


@_attrs_define
class DiscountValue:
    """
    Attributes:
        applicability (str | Unset):
        discount_type (str | Unset): `PERCENT` is `PERCENTAGE` in the SDK's words; `NONE` only gives gifts;
            `FIXED_PRICE` replaces the price.
        value (float | None | str | Unset):
        max_amount (float | None | str | Unset):
    """

    applicability: str | Unset = UNSET
    discount_type: str | Unset = UNSET
    value: float | None | str | Unset = UNSET
    max_amount: float | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        applicability = self.applicability

        discount_type = self.discount_type

        value: float | None | str | Unset
        if isinstance(self.value, Unset):
            value = UNSET
        else:
            value = self.value

        max_amount: float | None | str | Unset
        if isinstance(self.max_amount, Unset):
            max_amount = UNSET
        else:
            max_amount = self.max_amount

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if applicability is not UNSET:
            field_dict["applicability"] = applicability
        if discount_type is not UNSET:
            field_dict["discountType"] = discount_type
        if value is not UNSET:
            field_dict["value"] = value
        if max_amount is not UNSET:
            field_dict["maxAmount"] = max_amount

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        applicability = d.pop("applicability", UNSET)

        discount_type = d.pop("discountType", UNSET)

        def _parse_value(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        value = _parse_value(d.pop("value", UNSET))

        def _parse_max_amount(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        max_amount = _parse_max_amount(d.pop("maxAmount", UNSET))

        discount_value = cls(
            applicability=applicability,
            discount_type=discount_type,
            value=value,
            max_amount=max_amount,
        )

        discount_value.additional_properties = d
        return discount_value

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
