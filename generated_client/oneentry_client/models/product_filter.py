from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.product_filter_condition_marker import (
    ProductFilterConditionMarker,
    check_product_filter_condition_marker,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.product_filter_condition_value_type_2 import (
        ProductFilterConditionValueType2,
    )


T = TypeVar("T", bound="ProductFilter")


@_attrs_define
class ProductFilter:
    """A condition. `in nin eq neq mth lth exs nexs` - contains, not, equal, not, more, less, exists, not.

    Attributes:
        attribute_marker (str | Unset):
        condition_marker (ProductFilterConditionMarker | Unset):
        condition_value (float | None | ProductFilterConditionValueType2 | str | Unset): An object in one published
            sample.
        status_marker (str | Unset):
        title (str | Unset):
        page_urls (list[str] | Unset):
        is_nested (bool | Unset):
    """

    attribute_marker: str | Unset = UNSET
    condition_marker: ProductFilterConditionMarker | Unset = UNSET
    condition_value: float | None | ProductFilterConditionValueType2 | str | Unset = UNSET
    status_marker: str | Unset = UNSET
    title: str | Unset = UNSET
    page_urls: list[str] | Unset = UNSET
    is_nested: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.product_filter_condition_value_type_2 import (
            ProductFilterConditionValueType2,
        )

        attribute_marker = self.attribute_marker

        condition_marker: str | Unset = UNSET
        if not isinstance(self.condition_marker, Unset):
            condition_marker = self.condition_marker

        condition_value: dict[str, Any] | float | None | str | Unset
        if isinstance(self.condition_value, Unset):
            condition_value = UNSET
        elif isinstance(self.condition_value, ProductFilterConditionValueType2):
            condition_value = self.condition_value.to_dict()
        else:
            condition_value = self.condition_value

        status_marker = self.status_marker

        title = self.title

        page_urls: list[str] | Unset = UNSET
        if not isinstance(self.page_urls, Unset):
            page_urls = self.page_urls

        is_nested = self.is_nested

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if attribute_marker is not UNSET:
            field_dict["attributeMarker"] = attribute_marker
        if condition_marker is not UNSET:
            field_dict["conditionMarker"] = condition_marker
        if condition_value is not UNSET:
            field_dict["conditionValue"] = condition_value
        if status_marker is not UNSET:
            field_dict["statusMarker"] = status_marker
        if title is not UNSET:
            field_dict["title"] = title
        if page_urls is not UNSET:
            field_dict["pageUrls"] = page_urls
        if is_nested is not UNSET:
            field_dict["isNested"] = is_nested

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.product_filter_condition_value_type_2 import (
            ProductFilterConditionValueType2,
        )

        d = dict(src_dict)
        attribute_marker = d.pop("attributeMarker", UNSET)

        _condition_marker = d.pop("conditionMarker", UNSET)
        condition_marker: ProductFilterConditionMarker | Unset
        if isinstance(_condition_marker, Unset):
            condition_marker = UNSET
        else:
            condition_marker = check_product_filter_condition_marker(_condition_marker)

        def _parse_condition_value(data: object) -> float | None | ProductFilterConditionValueType2 | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                condition_value_type_2 = ProductFilterConditionValueType2.from_dict(data)

                return condition_value_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(float | None | ProductFilterConditionValueType2 | str | Unset, data)

        condition_value = _parse_condition_value(d.pop("conditionValue", UNSET))

        status_marker = d.pop("statusMarker", UNSET)

        title = d.pop("title", UNSET)

        page_urls = cast(list[str], d.pop("pageUrls", UNSET))

        is_nested = d.pop("isNested", UNSET)

        product_filter = cls(
            attribute_marker=attribute_marker,
            condition_marker=condition_marker,
            condition_value=condition_value,
            status_marker=status_marker,
            title=title,
            page_urls=page_urls,
            is_nested=is_nested,
        )

        product_filter.additional_properties = d
        return product_filter

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
