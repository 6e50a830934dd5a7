from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.discount import Discount
    from ..models.discount_config_bonus_type_0 import DiscountConfigBonusType0
    from ..models.discount_config_coupon_type_0 import DiscountConfigCouponType0
    from ..models.discount_config_settings_type_0 import DiscountConfigSettingsType0


T = TypeVar("T", bound="DiscountConfig")


@_attrs_define
class DiscountConfig:
    """
    Attributes:
        bonus (DiscountConfigBonusType0 | None | Unset):
        coupon (DiscountConfigCouponType0 | None | Unset): `{code, valid, applied, discountId, discountIdentifier}`
        order_discounts (list[Discount] | Unset):
        product_discounts (list[Discount] | Unset):
        settings (DiscountConfigSettingsType0 | None | Unset):
        additional_discounts_markers (list[str] | Unset):
        bonus_applied (float | None | str | Unset):
        excluded_gift_product_ids (list[str] | Unset):
        total_due (float | None | str | Unset):
        total_raw (float | None | str | Unset):
        total_sum_with_discount (float | None | str | Unset):
    """

    bonus: DiscountConfigBonusType0 | None | Unset = UNSET
    coupon: DiscountConfigCouponType0 | None | Unset = UNSET
    order_discounts: list[Discount] | Unset = UNSET
    product_discounts: list[Discount] | Unset = UNSET
    settings: DiscountConfigSettingsType0 | None | Unset = UNSET
    additional_discounts_markers: list[str] | Unset = UNSET
    bonus_applied: float | None | str | Unset = UNSET
    excluded_gift_product_ids: list[str] | Unset = UNSET
    total_due: float | None | str | Unset = UNSET
    total_raw: float | None | str | Unset = UNSET
    total_sum_with_discount: float | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.discount_config_bonus_type_0 import DiscountConfigBonusType0
        from ..models.discount_config_coupon_type_0 import DiscountConfigCouponType0
        from ..models.discount_config_settings_type_0 import DiscountConfigSettingsType0

        bonus: dict[str, Any] | None | Unset
        if isinstance(self.bonus, Unset):
            bonus = UNSET
        elif isinstance(self.bonus, DiscountConfigBonusType0):
            bonus = self.bonus.to_dict()
        else:
            bonus = self.bonus

        coupon: dict[str, Any] | None | Unset
        if isinstance(self.coupon, Unset):
            coupon = UNSET
        elif isinstance(self.coupon, DiscountConfigCouponType0):
            coupon = self.coupon.to_dict()
        else:
            coupon = self.coupon

        order_discounts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.order_discounts, Unset):
            order_discounts = []
            for order_discounts_item_data in self.order_discounts:
                order_discounts_item = order_discounts_item_data.to_dict()
                order_discounts.append(order_discounts_item)

        product_discounts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.product_discounts, Unset):
            product_discounts = []
            for product_discounts_item_data in self.product_discounts:
                product_discounts_item = product_discounts_item_data.to_dict()
                product_discounts.append(product_discounts_item)

        settings: dict[str, Any] | None | Unset
        if isinstance(self.settings, Unset):
            settings = UNSET
        elif isinstance(self.settings, DiscountConfigSettingsType0):
            settings = self.settings.to_dict()
        else:
            settings = self.settings

        additional_discounts_markers: list[str] | Unset = UNSET
        if not isinstance(self.additional_discounts_markers, Unset):
            additional_discounts_markers = self.additional_discounts_markers

        bonus_applied: float | None | str | Unset
        if isinstance(self.bonus_applied, Unset):
            bonus_applied = UNSET
        else:
            bonus_applied = self.bonus_applied

        excluded_gift_product_ids: list[str] | Unset = UNSET
        if not isinstance(self.excluded_gift_product_ids, Unset):
            excluded_gift_product_ids = self.excluded_gift_product_ids

        total_due: float | None | str | Unset
        if isinstance(self.total_due, Unset):
            total_due = UNSET
        else:
            total_due = self.total_due

        total_raw: float | None | str | Unset
        if isinstance(self.total_raw, Unset):
            total_raw = UNSET
        else:
            total_raw = self.total_raw

        total_sum_with_discount: float | None | str | Unset
        if isinstance(self.total_sum_with_discount, Unset):
            total_sum_with_discount = UNSET
        else:
            total_sum_with_discount = self.total_sum_with_discount

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if bonus is not UNSET:
            field_dict["bonus"] = bonus
        if coupon is not UNSET:
            field_dict["coupon"] = coupon
        if order_discounts is not UNSET:
            field_dict["orderDiscounts"] = order_discounts
        if product_discounts is not UNSET:
            field_dict["productDiscounts"] = product_discounts
        if settings is not UNSET:
            field_dict["settings"] = settings
        if additional_discounts_markers is not UNSET:
            field_dict["additionalDiscountsMarkers"] = additional_discounts_markers
        if bonus_applied is not UNSET:
            field_dict["bonusApplied"] = bonus_applied
        if excluded_gift_product_ids is not UNSET:
            field_dict["excludedGiftProductIds"] = excluded_gift_product_ids
        if total_due is not UNSET:
            field_dict["totalDue"] = total_due
        if total_raw is not UNSET:
            field_dict["totalRaw"] = total_raw
        if total_sum_with_discount is not UNSET:
            field_dict["totalSumWithDiscount"] = total_sum_with_discount

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.discount import Discount
        from ..models.discount_config_bonus_type_0 import DiscountConfigBonusType0
        from ..models.discount_config_coupon_type_0 import DiscountConfigCouponType0
        from ..models.discount_config_settings_type_0 import DiscountConfigSettingsType0

        d = dict(src_dict)

        def _parse_bonus(data: object) -> DiscountConfigBonusType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                bonus_type_0 = DiscountConfigBonusType0.from_dict(data)

                return bonus_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountConfigBonusType0 | None | Unset, data)

        bonus = _parse_bonus(d.pop("bonus", UNSET))

        def _parse_coupon(data: object) -> DiscountConfigCouponType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                coupon_type_0 = DiscountConfigCouponType0.from_dict(data)

                return coupon_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountConfigCouponType0 | None | Unset, data)

        coupon = _parse_coupon(d.pop("coupon", UNSET))

        _order_discounts = d.pop("orderDiscounts", UNSET)
        order_discounts: list[Discount] | Unset = UNSET
        if _order_discounts is not UNSET:
            order_discounts = []
            for order_discounts_item_data in _order_discounts:
                order_discounts_item = Discount.from_dict(order_discounts_item_data)

                order_discounts.append(order_discounts_item)

        _product_discounts = d.pop("productDiscounts", UNSET)
        product_discounts: list[Discount] | Unset = UNSET
        if _product_discounts is not UNSET:
            product_discounts = []
            for product_discounts_item_data in _product_discounts:
                product_discounts_item = Discount.from_dict(product_discounts_item_data)

                product_discounts.append(product_discounts_item)

        def _parse_settings(data: object) -> DiscountConfigSettingsType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                settings_type_0 = DiscountConfigSettingsType0.from_dict(data)

                return settings_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountConfigSettingsType0 | None | Unset, data)

        settings = _parse_settings(d.pop("settings", UNSET))

        additional_discounts_markers = cast(list[str], d.pop("additionalDiscountsMarkers", UNSET))

        def _parse_bonus_applied(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        bonus_applied = _parse_bonus_applied(d.pop("bonusApplied", UNSET))

        excluded_gift_product_ids = cast(list[str], d.pop("excludedGiftProductIds", UNSET))

        def _parse_total_due(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        total_due = _parse_total_due(d.pop("totalDue", UNSET))

        def _parse_total_raw(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        total_raw = _parse_total_raw(d.pop("totalRaw", UNSET))

        def _parse_total_sum_with_discount(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        total_sum_with_discount = _parse_total_sum_with_discount(d.pop("totalSumWithDiscount", UNSET))

        discount_config = cls(
            bonus=bonus,
            coupon=coupon,
            order_discounts=order_discounts,
            product_discounts=product_discounts,
            settings=settings,
            additional_discounts_markers=additional_discounts_markers,
            bonus_applied=bonus_applied,
            excluded_gift_product_ids=excluded_gift_product_ids,
            total_due=total_due,
            total_raw=total_raw,
            total_sum_with_discount=total_sum_with_discount,
        )

        discount_config.additional_properties = d
        return discount_config

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
