from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.product import Product


T = TypeVar("T", bound="ProductGroup")


@_attrs_define
class ProductGroup:
    """
    Attributes:
        attr_value (Any | Unset):
        items (list[Product] | Unset):
        product_ids (list[int | str] | Unset):
        total (int | Unset):
    """

    attr_value: Any | Unset = UNSET
    items: list[Product] | Unset = UNSET
    product_ids: list[int | str] | Unset = UNSET
    total: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        attr_value = self.attr_value

        items: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.items, Unset):
            items = []
            for items_item_data in self.items:
                items_item = items_item_data.to_dict()
                items.append(items_item)

        product_ids: list[int | str] | Unset = UNSET
        if not isinstance(self.product_ids, Unset):
            product_ids = []
            for product_ids_item_data in self.product_ids:
                product_ids_item: int | str
                product_ids_item = product_ids_item_data
                product_ids.append(product_ids_item)

        total = self.total

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if attr_value is not UNSET:
            field_dict["attrValue"] = attr_value
        if items is not UNSET:
            field_dict["items"] = items
        if product_ids is not UNSET:
            field_dict["productIds"] = product_ids
        if total is not UNSET:
            field_dict["total"] = total

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.product import Product

        d = dict(src_dict)
        attr_value = d.pop("attrValue", UNSET)

        _items = d.pop("items", UNSET)
        items: list[Product] | Unset = UNSET
        if _items is not UNSET:
            items = []
            for items_item_data in _items:
                items_item = Product.from_dict(items_item_data)

                items.append(items_item)

        _product_ids = d.pop("productIds", UNSET)
        product_ids: list[int | str] | Unset = UNSET
        if _product_ids is not UNSET:
            product_ids = []
            for product_ids_item_data in _product_ids:

                def _parse_product_ids_item(data: object) -> int | str:
                    return cast(int | str, data)

                product_ids_item = _parse_product_ids_item(product_ids_item_data)

                product_ids.append(product_ids_item)

        total = d.pop("total", UNSET)

        product_group = cls(
            attr_value=attr_value,
            items=items,
            product_ids=product_ids,
            total=total,
        )

        product_group.additional_properties = d
        return product_group

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
