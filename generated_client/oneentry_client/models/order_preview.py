from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.discount_config import DiscountConfig
    from ..models.order_preview_line import OrderPreviewLine


T = TypeVar("T", bound="OrderPreview")


@_attrs_define
class OrderPreview:
    """
    Attributes:
        total_sum (float | str | Unset): Before discounts.
        total_sum_with_discount (float | Unset):
        bonus_applied (float | Unset):
        total_due (float | Unset): After discounts and bonuses.
        currency (None | str | Unset):
        order_preview (list[OrderPreviewLine] | Unset):
        discount_config (DiscountConfig | None | Unset):
    """

    total_sum: float | str | Unset = UNSET
    total_sum_with_discount: float | Unset = UNSET
    bonus_applied: float | Unset = UNSET
    total_due: float | Unset = UNSET
    currency: None | str | Unset = UNSET
    order_preview: list[OrderPreviewLine] | Unset = UNSET
    discount_config: DiscountConfig | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.discount_config import DiscountConfig

        total_sum: float | str | Unset
        if isinstance(self.total_sum, Unset):
            total_sum = UNSET
        else:
            total_sum = self.total_sum

        total_sum_with_discount = self.total_sum_with_discount

        bonus_applied = self.bonus_applied

        total_due = self.total_due

        currency: None | str | Unset
        if isinstance(self.currency, Unset):
            currency = UNSET
        else:
            currency = self.currency

        order_preview: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.order_preview, Unset):
            order_preview = []
            for order_preview_item_data in self.order_preview:
                order_preview_item = order_preview_item_data.to_dict()
                order_preview.append(order_preview_item)

        discount_config: dict[str, Any] | None | Unset
        if isinstance(self.discount_config, Unset):
            discount_config = UNSET
        elif isinstance(self.discount_config, DiscountConfig):
            discount_config = self.discount_config.to_dict()
        else:
            discount_config = self.discount_config

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if total_sum is not UNSET:
            field_dict["totalSum"] = total_sum
        if total_sum_with_discount is not UNSET:
            field_dict["totalSumWithDiscount"] = total_sum_with_discount
        if bonus_applied is not UNSET:
            field_dict["bonusApplied"] = bonus_applied
        if total_due is not UNSET:
            field_dict["totalDue"] = total_due
        if currency is not UNSET:
            field_dict["currency"] = currency
        if order_preview is not UNSET:
            field_dict["orderPreview"] = order_preview
        if discount_config is not UNSET:
            field_dict["discountConfig"] = discount_config

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.discount_config import DiscountConfig
        from ..models.order_preview_line import OrderPreviewLine

        d = dict(src_dict)

        def _parse_total_sum(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        total_sum = _parse_total_sum(d.pop("totalSum", UNSET))

        total_sum_with_discount = d.pop("totalSumWithDiscount", UNSET)

        bonus_applied = d.pop("bonusApplied", UNSET)

        total_due = d.pop("totalDue", UNSET)

        def _parse_currency(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        currency = _parse_currency(d.pop("currency", UNSET))

        _order_preview = d.pop("orderPreview", UNSET)
        order_preview: list[OrderPreviewLine] | Unset = UNSET
        if _order_preview is not UNSET:
            order_preview = []
            for order_preview_item_data in _order_preview:
                order_preview_item = OrderPreviewLine.from_dict(order_preview_item_data)

                order_preview.append(order_preview_item)

        def _parse_discount_config(data: object) -> DiscountConfig | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                discount_config_type_0 = DiscountConfig.from_dict(data)

                return discount_config_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountConfig | None | Unset, data)

        discount_config = _parse_discount_config(d.pop("discountConfig", UNSET))

        order_preview = cls(
            total_sum=total_sum,
            total_sum_with_discount=total_sum_with_discount,
            bonus_applied=bonus_applied,
            total_due=total_due,
            currency=currency,
            order_preview=order_preview,
            discount_config=discount_config,
        )

        order_preview.additional_properties = d
        return order_preview

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
