from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ProductCounts")


@_attrs_define
class ProductCounts:
    """
    Attributes:
        total_all (int):
        total_in_category (int | Unset): The page alone.
        total_in_category_with_nested (int | Unset): The page with its children.
    """

    total_all: int
    total_in_category: int | Unset = UNSET
    total_in_category_with_nested: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        total_all = self.total_all

        total_in_category = self.total_in_category

        total_in_category_with_nested = self.total_in_category_with_nested

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "totalAll": total_all,
            }
        )
        if total_in_category is not UNSET:
            field_dict["totalInCategory"] = total_in_category
        if total_in_category_with_nested is not UNSET:
            field_dict["totalInCategoryWithNested"] = total_in_category_with_nested

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        total_all = d.pop("totalAll")

        total_in_category = d.pop("totalInCategory", UNSET)

        total_in_category_with_nested = d.pop("totalInCategoryWithNested", UNSET)

        product_counts = cls(
            total_all=total_all,
            total_in_category=total_in_category,
            total_in_category_with_nested=total_in_category_with_nested,
        )

        product_counts.additional_properties = d
        return product_counts

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
