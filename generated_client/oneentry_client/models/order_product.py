from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.order_product_preview_image_type_0_item import (
        OrderProductPreviewImageType0Item,
    )
    from ..models.order_product_preview_image_type_1 import OrderProductPreviewImageType1


T = TypeVar("T", bound="OrderProduct")


@_attrs_define
class OrderProduct:
    """
    Attributes:
        id (int):
        title (None | str | Unset):
        sku (None | str | Unset):
        price (float | None | str | Unset): Frozen when it was ordered. Text on the oldest servers.
        quantity (int | Unset):
        preview_image (list[OrderProductPreviewImageType0Item] | None | OrderProductPreviewImageType1 | Unset): One
            image, an array of them, or null.
        is_gift (bool | Unset):
    """

    id: int
    title: None | str | Unset = UNSET
    sku: None | str | Unset = UNSET
    price: float | None | str | Unset = UNSET
    quantity: int | Unset = UNSET
    preview_image: list[OrderProductPreviewImageType0Item] | None | OrderProductPreviewImageType1 | Unset = UNSET
    is_gift: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.order_product_preview_image_type_1 import (
            OrderProductPreviewImageType1,
        )

        id = self.id

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        sku: None | str | Unset
        if isinstance(self.sku, Unset):
            sku = UNSET
        else:
            sku = self.sku

        price: float | None | str | Unset
        if isinstance(self.price, Unset):
            price = UNSET
        else:
            price = self.price

        quantity = self.quantity

        preview_image: dict[str, Any] | list[dict[str, Any]] | None | Unset
        if isinstance(self.preview_image, Unset):
            preview_image = UNSET
        elif isinstance(self.preview_image, list):
            preview_image = []
            for preview_image_type_0_item_data in self.preview_image:
                preview_image_type_0_item = preview_image_type_0_item_data.to_dict()
                preview_image.append(preview_image_type_0_item)

        elif isinstance(self.preview_image, OrderProductPreviewImageType1):
            preview_image = self.preview_image.to_dict()
        else:
            preview_image = self.preview_image

        is_gift = self.is_gift

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if title is not UNSET:
            field_dict["title"] = title
        if sku is not UNSET:
            field_dict["sku"] = sku
        if price is not UNSET:
            field_dict["price"] = price
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if preview_image is not UNSET:
            field_dict["previewImage"] = preview_image
        if is_gift is not UNSET:
            field_dict["isGift"] = is_gift

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.order_product_preview_image_type_0_item import (
            OrderProductPreviewImageType0Item,
        )
        from ..models.order_product_preview_image_type_1 import (
            OrderProductPreviewImageType1,
        )

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        def _parse_sku(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sku = _parse_sku(d.pop("sku", UNSET))

        def _parse_price(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        price = _parse_price(d.pop("price", UNSET))

        quantity = d.pop("quantity", UNSET)

        def _parse_preview_image(
            data: object,
        ) -> list[OrderProductPreviewImageType0Item] | None | OrderProductPreviewImageType1 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                preview_image_type_0 = []
                _preview_image_type_0 = data
                for preview_image_type_0_item_data in _preview_image_type_0:
                    preview_image_type_0_item = OrderProductPreviewImageType0Item.from_dict(
                        preview_image_type_0_item_data
                    )

                    preview_image_type_0.append(preview_image_type_0_item)

                return preview_image_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                preview_image_type_1 = OrderProductPreviewImageType1.from_dict(data)

                return preview_image_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[OrderProductPreviewImageType0Item] | None | OrderProductPreviewImageType1 | Unset, data)

        preview_image = _parse_preview_image(d.pop("previewImage", UNSET))

        is_gift = d.pop("isGift", UNSET)

        order_product = cls(
            id=id,
            title=title,
            sku=sku,
            price=price,
            quantity=quantity,
            preview_image=preview_image,
            is_gift=is_gift,
        )

        order_product.additional_properties = d
        return order_product

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
