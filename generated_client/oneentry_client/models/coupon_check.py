from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.coupon import Coupon


T = TypeVar("T", bound="CouponCheck")


@_attrs_define
class CouponCheck:
    """
    Attributes:
        valid (bool):
        coupon (Coupon | Unset):
        error (str | Unset):
    """

    valid: bool
    coupon: Coupon | Unset = UNSET
    error: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        valid = self.valid

        coupon: dict[str, Any] | Unset = UNSET
        if not isinstance(self.coupon, Unset):
            coupon = self.coupon.to_dict()

        error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "valid": valid,
            }
        )
        if coupon is not UNSET:
            field_dict["coupon"] = coupon
        if error is not UNSET:
            field_dict["error"] = error

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.coupon import Coupon

        d = dict(src_dict)
        valid = d.pop("valid")

        _coupon = d.pop("coupon", UNSET)
        coupon: Coupon | Unset
        if isinstance(_coupon, Unset):
            coupon = UNSET
        else:
            coupon = Coupon.from_dict(_coupon)

        error = d.pop("error", UNSET)

        coupon_check = cls(
            valid=valid,
            coupon=coupon,
            error=error,
        )

        coupon_check.additional_properties = d
        return coupon_check

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
