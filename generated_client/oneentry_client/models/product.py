from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.localize_infos import LocalizeInfos
    from ..models.product_additional_type_0 import ProductAdditionalType0
    from ..models.product_attribute_values_type_0 import ProductAttributeValuesType0
    from ..models.product_discount_config_type_0 import ProductDiscountConfigType0
    from ..models.product_product_pages_type_0_item import ProductProductPagesType0Item
    from ..models.product_product_pages_type_1 import ProductProductPagesType1
    from ..models.product_rating_type_0 import ProductRatingType0
    from ..models.product_status_localize_infos_type_0 import (
        ProductStatusLocalizeInfosType0,
    )


T = TypeVar("T", bound="Product")


@_attrs_define
class Product:
    """
    Attributes:
        id (int):
        position (int | None | Unset):
        localize_infos (LocalizeInfos | Unset): Translations, keyed by language (`{"en_US": {"title": "Cash"}}`). Some
            routes send the inner object alone.
        status_identifier (None | str | Unset):
        status_localize_infos (None | ProductStatusLocalizeInfosType0 | Unset):
        attribute_set_identifier (None | str | Unset):
        price (float | None | str | Unset): Null means not set, which is not free.
        additional (None | ProductAdditionalType0 | Unset): `{prices: {min, max}}`
        sku (None | str | Unset):
        is_sync (bool | Unset):
        is_visible (bool | Unset):
        attribute_values (None | ProductAttributeValuesType0 | Unset): Language to marker to value; flat on some routes.
        categories (list[str] | Unset):
        template_identifier (None | str | Unset):
        short_desc_template_identifier (None | str | Unset):
        product_pages (list[ProductProductPagesType0Item] | ProductProductPagesType1 | Unset): An array; an object on
            old servers.
        blocks (list[str] | Unset):
        related_ids (list[int] | Unset):
        signed_price (str | Unset):
        payment_stages (Any | Unset):
        discount_config (None | ProductDiscountConfigType0 | Unset):
        rating (None | ProductRatingType0 | Unset):
        module_form_configs (list[Any] | Unset):
        is_position_locked (bool | Unset):
    """

    id: int
    position: int | None | Unset = UNSET
    localize_infos: LocalizeInfos | Unset = UNSET
    status_identifier: None | str | Unset = UNSET
    status_localize_infos: None | ProductStatusLocalizeInfosType0 | Unset = UNSET
    attribute_set_identifier: None | str | Unset = UNSET
    price: float | None | str | Unset = UNSET
    additional: None | ProductAdditionalType0 | Unset = UNSET
    sku: None | str | Unset = UNSET
    is_sync: bool | Unset = UNSET
    is_visible: bool | Unset = UNSET
    attribute_values: None | ProductAttributeValuesType0 | Unset = UNSET
    categories: list[str] | Unset = UNSET
    template_identifier: None | str | Unset = UNSET
    short_desc_template_identifier: None | str | Unset = UNSET
    product_pages: list[ProductProductPagesType0Item] | ProductProductPagesType1 | Unset = UNSET
    blocks: list[str] | Unset = UNSET
    related_ids: list[int] | Unset = UNSET
    signed_price: str | Unset = UNSET
    payment_stages: Any | Unset = UNSET
    discount_config: None | ProductDiscountConfigType0 | Unset = UNSET
    rating: None | ProductRatingType0 | Unset = UNSET
    module_form_configs: list[Any] | Unset = UNSET
    is_position_locked: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.product_additional_type_0 import ProductAdditionalType0
        from ..models.product_attribute_values_type_0 import ProductAttributeValuesType0
        from ..models.product_discount_config_type_0 import ProductDiscountConfigType0
        from ..models.product_rating_type_0 import ProductRatingType0
        from ..models.product_status_localize_infos_type_0 import (
            ProductStatusLocalizeInfosType0,
        )

        id = self.id

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        localize_infos: dict[str, Any] | Unset = UNSET
        if not isinstance(self.localize_infos, Unset):
            localize_infos = self.localize_infos.to_dict()

        status_identifier: None | str | Unset
        if isinstance(self.status_identifier, Unset):
            status_identifier = UNSET
        else:
            status_identifier = self.status_identifier

        status_localize_infos: dict[str, Any] | None | Unset
        if isinstance(self.status_localize_infos, Unset):
            status_localize_infos = UNSET
        elif isinstance(self.status_localize_infos, ProductStatusLocalizeInfosType0):
            status_localize_infos = self.status_localize_infos.to_dict()
        else:
            status_localize_infos = self.status_localize_infos

        attribute_set_identifier: None | str | Unset
        if isinstance(self.attribute_set_identifier, Unset):
            attribute_set_identifier = UNSET
        else:
            attribute_set_identifier = self.attribute_set_identifier

        price: float | None | str | Unset
        if isinstance(self.price, Unset):
            price = UNSET
        else:
            price = self.price

        additional: dict[str, Any] | None | Unset
        if isinstance(self.additional, Unset):
            additional = UNSET
        elif isinstance(self.additional, ProductAdditionalType0):
            additional = self.additional.to_dict()
        else:
            additional = self.additional

        sku: None | str | Unset
        if isinstance(self.sku, Unset):
            sku = UNSET
        else:
            sku = self.sku

        is_sync = self.is_sync

        is_visible = self.is_visible

        attribute_values: dict[str, Any] | None | Unset
        if isinstance(self.attribute_values, Unset):
            attribute_values = UNSET
        elif isinstance(self.attribute_values, ProductAttributeValuesType0):
            attribute_values = self.attribute_values.to_dict()
        else:
            attribute_values = self.attribute_values

        categories: list[str] | Unset = UNSET
        if not isinstance(self.categories, Unset):
            categories = self.categories

        template_identifier: None | str | Unset
        if isinstance(self.template_identifier, Unset):
            template_identifier = UNSET
        else:
            template_identifier = self.template_identifier

        short_desc_template_identifier: None | str | Unset
        if isinstance(self.short_desc_template_identifier, Unset):
            short_desc_template_identifier = UNSET
        else:
            short_desc_template_identifier = self.short_desc_template_identifier

        product_pages: dict[str, Any] | list[dict[str, Any]] | Unset
        if isinstance(self.product_pages, Unset):
            product_pages = UNSET
        elif isinstance(self.product_pages, list):
            product_pages = []
            for product_pages_type_0_item_data in self.product_pages:
                product_pages_type_0_item = product_pages_type_0_item_data.to_dict()
                product_pages.append(product_pages_type_0_item)

        else:
            product_pages = self.product_pages.to_dict()

        blocks: list[str] | Unset = UNSET
        if not isinstance(self.blocks, Unset):
            blocks = self.blocks

        related_ids: list[int] | Unset = UNSET
        if not isinstance(self.related_ids, Unset):
            related_ids = self.related_ids

        signed_price = self.signed_price

        payment_stages = self.payment_stages

        discount_config: dict[str, Any] | None | Unset
        if isinstance(self.discount_config, Unset):
            discount_config = UNSET
        elif isinstance(self.discount_config, ProductDiscountConfigType0):
            discount_config = self.discount_config.to_dict()
        else:
            discount_config = self.discount_config

        rating: dict[str, Any] | None | Unset
        if isinstance(self.rating, Unset):
            rating = UNSET
        elif isinstance(self.rating, ProductRatingType0):
            rating = self.rating.to_dict()
        else:
            rating = self.rating

        module_form_configs: list[Any] | Unset = UNSET
        if not isinstance(self.module_form_configs, Unset):
            module_form_configs = self.module_form_configs

        is_position_locked = self.is_position_locked

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if position is not UNSET:
            field_dict["position"] = position
        if localize_infos is not UNSET:
            field_dict["localizeInfos"] = localize_infos
        if status_identifier is not UNSET:
            field_dict["statusIdentifier"] = status_identifier
        if status_localize_infos is not UNSET:
            field_dict["statusLocalizeInfos"] = status_localize_infos
        if attribute_set_identifier is not UNSET:
            field_dict["attributeSetIdentifier"] = attribute_set_identifier
        if price is not UNSET:
            field_dict["price"] = price
        if additional is not UNSET:
            field_dict["additional"] = additional
        if sku is not UNSET:
            field_dict["sku"] = sku
        if is_sync is not UNSET:
            field_dict["isSync"] = is_sync
        if is_visible is not UNSET:
            field_dict["isVisible"] = is_visible
        if attribute_values is not UNSET:
            field_dict["attributeValues"] = attribute_values
        if categories is not UNSET:
            field_dict["categories"] = categories
        if template_identifier is not UNSET:
            field_dict["templateIdentifier"] = template_identifier
        if short_desc_template_identifier is not UNSET:
            field_dict["shortDescTemplateIdentifier"] = short_desc_template_identifier
        if product_pages is not UNSET:
            field_dict["productPages"] = product_pages
        if blocks is not UNSET:
            field_dict["blocks"] = blocks
        if related_ids is not UNSET:
            field_dict["relatedIds"] = related_ids
        if signed_price is not UNSET:
            field_dict["signedPrice"] = signed_price
        if payment_stages is not UNSET:
            field_dict["paymentStages"] = payment_stages
        if discount_config is not UNSET:
            field_dict["discountConfig"] = discount_config
        if rating is not UNSET:
            field_dict["rating"] = rating
        if module_form_configs is not UNSET:
            field_dict["moduleFormConfigs"] = module_form_configs
        if is_position_locked is not UNSET:
            field_dict["isPositionLocked"] = is_position_locked

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.localize_infos import LocalizeInfos
        from ..models.product_additional_type_0 import ProductAdditionalType0
        from ..models.product_attribute_values_type_0 import ProductAttributeValuesType0
        from ..models.product_discount_config_type_0 import ProductDiscountConfigType0
        from ..models.product_product_pages_type_0_item import (
            ProductProductPagesType0Item,
        )
        from ..models.product_product_pages_type_1 import ProductProductPagesType1
        from ..models.product_rating_type_0 import ProductRatingType0
        from ..models.product_status_localize_infos_type_0 import (
            ProductStatusLocalizeInfosType0,
        )

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

        _localize_infos = d.pop("localizeInfos", UNSET)
        localize_infos: LocalizeInfos | Unset
        if isinstance(_localize_infos, Unset):
            localize_infos = UNSET
        else:
            localize_infos = LocalizeInfos.from_dict(_localize_infos)

        def _parse_status_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status_identifier = _parse_status_identifier(d.pop("statusIdentifier", UNSET))

        def _parse_status_localize_infos(data: object) -> None | ProductStatusLocalizeInfosType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                status_localize_infos_type_0 = ProductStatusLocalizeInfosType0.from_dict(data)

                return status_localize_infos_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProductStatusLocalizeInfosType0 | Unset, data)

        status_localize_infos = _parse_status_localize_infos(d.pop("statusLocalizeInfos", UNSET))

        def _parse_attribute_set_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        attribute_set_identifier = _parse_attribute_set_identifier(d.pop("attributeSetIdentifier", UNSET))

        def _parse_price(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        price = _parse_price(d.pop("price", UNSET))

        def _parse_additional(data: object) -> None | ProductAdditionalType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                additional_type_0 = ProductAdditionalType0.from_dict(data)

                return additional_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProductAdditionalType0 | Unset, data)

        additional = _parse_additional(d.pop("additional", UNSET))

        def _parse_sku(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sku = _parse_sku(d.pop("sku", UNSET))

        is_sync = d.pop("isSync", UNSET)

        is_visible = d.pop("isVisible", UNSET)

        def _parse_attribute_values(data: object) -> None | ProductAttributeValuesType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                attribute_values_type_0 = ProductAttributeValuesType0.from_dict(data)

                return attribute_values_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProductAttributeValuesType0 | Unset, data)

        attribute_values = _parse_attribute_values(d.pop("attributeValues", UNSET))

        categories = cast(list[str], d.pop("categories", UNSET))

        def _parse_template_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        template_identifier = _parse_template_identifier(d.pop("templateIdentifier", UNSET))

        def _parse_short_desc_template_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        short_desc_template_identifier = _parse_short_desc_template_identifier(
            d.pop("shortDescTemplateIdentifier", UNSET)
        )

        def _parse_product_pages(data: object) -> list[ProductProductPagesType0Item] | ProductProductPagesType1 | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                product_pages_type_0 = []
                _product_pages_type_0 = data
                for product_pages_type_0_item_data in _product_pages_type_0:
                    product_pages_type_0_item = ProductProductPagesType0Item.from_dict(product_pages_type_0_item_data)

                    product_pages_type_0.append(product_pages_type_0_item)

                return product_pages_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            product_pages_type_1 = ProductProductPagesType1.from_dict(data)

            return product_pages_type_1

        product_pages = _parse_product_pages(d.pop("productPages", UNSET))

        blocks = cast(list[str], d.pop("blocks", UNSET))

        related_ids = cast(list[int], d.pop("relatedIds", UNSET))

        signed_price = d.pop("signedPrice", UNSET)

        payment_stages = d.pop("paymentStages", UNSET)

        def _parse_discount_config(data: object) -> None | ProductDiscountConfigType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                discount_config_type_0 = ProductDiscountConfigType0.from_dict(data)

                return discount_config_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProductDiscountConfigType0 | Unset, data)

        discount_config = _parse_discount_config(d.pop("discountConfig", UNSET))

        def _parse_rating(data: object) -> None | ProductRatingType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                rating_type_0 = ProductRatingType0.from_dict(data)

                return rating_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProductRatingType0 | Unset, data)

        rating = _parse_rating(d.pop("rating", UNSET))

        module_form_configs = cast(list[Any], d.pop("moduleFormConfigs", UNSET))

        is_position_locked = d.pop("isPositionLocked", UNSET)

        product = cls(
            id=id,
            position=position,
            localize_infos=localize_infos,
            status_identifier=status_identifier,
            status_localize_infos=status_localize_infos,
            attribute_set_identifier=attribute_set_identifier,
            price=price,
            additional=additional,
            sku=sku,
            is_sync=is_sync,
            is_visible=is_visible,
            attribute_values=attribute_values,
            categories=categories,
            template_identifier=template_identifier,
            short_desc_template_identifier=short_desc_template_identifier,
            product_pages=product_pages,
            blocks=blocks,
            related_ids=related_ids,
            signed_price=signed_price,
            payment_stages=payment_stages,
            discount_config=discount_config,
            rating=rating,
            module_form_configs=module_form_configs,
            is_position_locked=is_position_locked,
        )

        product.additional_properties = d
        return product

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
