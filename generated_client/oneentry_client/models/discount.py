from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bonus_event import BonusEvent
    from ..models.discount_attribute_values_type_0 import DiscountAttributeValuesType0
    from ..models.discount_condition import DiscountCondition
    from ..models.discount_coupon_type_0 import DiscountCouponType0
    from ..models.discount_exclusions_type_1 import DiscountExclusionsType1
    from ..models.discount_user_exclusions_type_1 import DiscountUserExclusionsType1
    from ..models.discount_value import DiscountValue
    from ..models.entity_reference import EntityReference
    from ..models.localize_infos import LocalizeInfos


T = TypeVar("T", bound="Discount")


@_attrs_define
class Discount:
    """
    Attributes:
        id (int):
        identifier (str):
        type_ (str | Unset):
        localize_infos (LocalizeInfos | Unset): Translations, keyed by language (`{"en_US": {"title": "Cash"}}`). Some
            routes send the inner object alone.
        attribute_set_id (int | None | Unset):
        attribute_set_identifier (None | str | Unset):
        version (int | Unset):
        position (int | None | Unset):
        total (int | None | str | Unset):
        start_date (None | str | Unset):
        end_date (None | str | Unset):
        discount_value (DiscountValue | None | Unset): Null for coupons that only give a gift, on some servers.
        condition_logic (str | Unset):
        conditions (list[DiscountCondition] | Unset):
        exclusions (DiscountExclusionsType1 | list[EntityReference] | None | Unset): What the discount is not for. An
            object in the SDK's type.
        user_exclusions (DiscountUserExclusionsType1 | list[Any] | None | Unset): Users whom the discount is not for. An
            object in the SDK's type.
        gifts (Any | Unset):
        gifts_replace_cart_items (bool | Unset):
        user_groups (Any | Unset):
        attribute_values (DiscountAttributeValuesType0 | None | Unset):
        bonus_event (BonusEvent | None | Unset): When a bonus programme gives bonuses; null for other discounts.
        coupon (DiscountCouponType0 | None | Unset):
    """

    id: int
    identifier: str
    type_: str | Unset = UNSET
    localize_infos: LocalizeInfos | Unset = UNSET
    attribute_set_id: int | None | Unset = UNSET
    attribute_set_identifier: None | str | Unset = UNSET
    version: int | Unset = UNSET
    position: int | None | Unset = UNSET
    total: int | None | str | Unset = UNSET
    start_date: None | str | Unset = UNSET
    end_date: None | str | Unset = UNSET
    discount_value: DiscountValue | None | Unset = UNSET
    condition_logic: str | Unset = UNSET
    conditions: list[DiscountCondition] | Unset = UNSET
    exclusions: DiscountExclusionsType1 | list[EntityReference] | None | Unset = UNSET
    user_exclusions: DiscountUserExclusionsType1 | list[Any] | None | Unset = UNSET
    gifts: Any | Unset = UNSET
    gifts_replace_cart_items: bool | Unset = UNSET
    user_groups: Any | Unset = UNSET
    attribute_values: DiscountAttributeValuesType0 | None | Unset = UNSET
    bonus_event: BonusEvent | None | Unset = UNSET
    coupon: DiscountCouponType0 | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.bonus_event import BonusEvent
        from ..models.discount_attribute_values_type_0 import (
            DiscountAttributeValuesType0,
        )
        from ..models.discount_coupon_type_0 import DiscountCouponType0
        from ..models.discount_exclusions_type_1 import DiscountExclusionsType1
        from ..models.discount_user_exclusions_type_1 import DiscountUserExclusionsType1
        from ..models.discount_value import DiscountValue

        id = self.id

        identifier = self.identifier

        type_ = self.type_

        localize_infos: dict[str, Any] | Unset = UNSET
        if not isinstance(self.localize_infos, Unset):
            localize_infos = self.localize_infos.to_dict()

        attribute_set_id: int | None | Unset
        if isinstance(self.attribute_set_id, Unset):
            attribute_set_id = UNSET
        else:
            attribute_set_id = self.attribute_set_id

        attribute_set_identifier: None | str | Unset
        if isinstance(self.attribute_set_identifier, Unset):
            attribute_set_identifier = UNSET
        else:
            attribute_set_identifier = self.attribute_set_identifier

        version = self.version

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        total: int | None | str | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        else:
            total = self.total

        start_date: None | str | Unset
        if isinstance(self.start_date, Unset):
            start_date = UNSET
        else:
            start_date = self.start_date

        end_date: None | str | Unset
        if isinstance(self.end_date, Unset):
            end_date = UNSET
        else:
            end_date = self.end_date

        discount_value: dict[str, Any] | None | Unset
        if isinstance(self.discount_value, Unset):
            discount_value = UNSET
        elif isinstance(self.discount_value, DiscountValue):
            discount_value = self.discount_value.to_dict()
        else:
            discount_value = self.discount_value

        condition_logic = self.condition_logic

        conditions: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = []
            for conditions_item_data in self.conditions:
                conditions_item = conditions_item_data.to_dict()
                conditions.append(conditions_item)

        exclusions: dict[str, Any] | list[dict[str, Any]] | None | Unset
        if isinstance(self.exclusions, Unset):
            exclusions = UNSET
        elif isinstance(self.exclusions, list):
            exclusions = []
            for exclusions_type_0_item_data in self.exclusions:
                exclusions_type_0_item = exclusions_type_0_item_data.to_dict()
                exclusions.append(exclusions_type_0_item)

        elif isinstance(self.exclusions, DiscountExclusionsType1):
            exclusions = self.exclusions.to_dict()
        else:
            exclusions = self.exclusions

        user_exclusions: dict[str, Any] | list[Any] | None | Unset
        if isinstance(self.user_exclusions, Unset):
            user_exclusions = UNSET
        elif isinstance(self.user_exclusions, list):
            user_exclusions = self.user_exclusions

        elif isinstance(self.user_exclusions, DiscountUserExclusionsType1):
            user_exclusions = self.user_exclusions.to_dict()
        else:
            user_exclusions = self.user_exclusions

        gifts = self.gifts

        gifts_replace_cart_items = self.gifts_replace_cart_items

        user_groups = self.user_groups

        attribute_values: dict[str, Any] | None | Unset
        if isinstance(self.attribute_values, Unset):
            attribute_values = UNSET
        elif isinstance(self.attribute_values, DiscountAttributeValuesType0):
            attribute_values = self.attribute_values.to_dict()
        else:
            attribute_values = self.attribute_values

        bonus_event: dict[str, Any] | None | Unset
        if isinstance(self.bonus_event, Unset):
            bonus_event = UNSET
        elif isinstance(self.bonus_event, BonusEvent):
            bonus_event = self.bonus_event.to_dict()
        else:
            bonus_event = self.bonus_event

        coupon: dict[str, Any] | None | Unset
        if isinstance(self.coupon, Unset):
            coupon = UNSET
        elif isinstance(self.coupon, DiscountCouponType0):
            coupon = self.coupon.to_dict()
        else:
            coupon = self.coupon

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "identifier": identifier,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if localize_infos is not UNSET:
            field_dict["localizeInfos"] = localize_infos
        if attribute_set_id is not UNSET:
            field_dict["attributeSetId"] = attribute_set_id
        if attribute_set_identifier is not UNSET:
            field_dict["attributeSetIdentifier"] = attribute_set_identifier
        if version is not UNSET:
            field_dict["version"] = version
        if position is not UNSET:
            field_dict["position"] = position
        if total is not UNSET:
            field_dict["total"] = total
        if start_date is not UNSET:
            field_dict["startDate"] = start_date
        if end_date is not UNSET:
            field_dict["endDate"] = end_date
        if discount_value is not UNSET:
            field_dict["discountValue"] = discount_value
        if condition_logic is not UNSET:
            field_dict["conditionLogic"] = condition_logic
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if exclusions is not UNSET:
            field_dict["exclusions"] = exclusions
        if user_exclusions is not UNSET:
            field_dict["userExclusions"] = user_exclusions
        if gifts is not UNSET:
            field_dict["gifts"] = gifts
        if gifts_replace_cart_items is not UNSET:
            field_dict["giftsReplaceCartItems"] = gifts_replace_cart_items
        if user_groups is not UNSET:
            field_dict["userGroups"] = user_groups
        if attribute_values is not UNSET:
            field_dict["attributeValues"] = attribute_values
        if bonus_event is not UNSET:
            field_dict["bonusEvent"] = bonus_event
        if coupon is not UNSET:
            field_dict["coupon"] = coupon

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.bonus_event import BonusEvent
        from ..models.discount_attribute_values_type_0 import (
            DiscountAttributeValuesType0,
        )
        from ..models.discount_condition import DiscountCondition
        from ..models.discount_coupon_type_0 import DiscountCouponType0
        from ..models.discount_exclusions_type_1 import DiscountExclusionsType1
        from ..models.discount_user_exclusions_type_1 import DiscountUserExclusionsType1
        from ..models.discount_value import DiscountValue
        from ..models.entity_reference import EntityReference
        from ..models.localize_infos import LocalizeInfos

        d = dict(src_dict)
        id = d.pop("id")

        identifier = d.pop("identifier")

        type_ = d.pop("type", UNSET)

        _localize_infos = d.pop("localizeInfos", UNSET)
        localize_infos: LocalizeInfos | Unset
        if isinstance(_localize_infos, Unset):
            localize_infos = UNSET
        else:
            localize_infos = LocalizeInfos.from_dict(_localize_infos)

        def _parse_attribute_set_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        attribute_set_id = _parse_attribute_set_id(d.pop("attributeSetId", UNSET))

        def _parse_attribute_set_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        attribute_set_identifier = _parse_attribute_set_identifier(d.pop("attributeSetIdentifier", UNSET))

        version = d.pop("version", UNSET)

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

        def _parse_total(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        total = _parse_total(d.pop("total", UNSET))

        def _parse_start_date(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        start_date = _parse_start_date(d.pop("startDate", UNSET))

        def _parse_end_date(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        end_date = _parse_end_date(d.pop("endDate", UNSET))

        def _parse_discount_value(data: object) -> DiscountValue | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                discount_value_type_0 = DiscountValue.from_dict(data)

                return discount_value_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountValue | None | Unset, data)

        discount_value = _parse_discount_value(d.pop("discountValue", UNSET))

        condition_logic = d.pop("conditionLogic", UNSET)

        _conditions = d.pop("conditions", UNSET)
        conditions: list[DiscountCondition] | Unset = UNSET
        if _conditions is not UNSET:
            conditions = []
            for conditions_item_data in _conditions:
                conditions_item = DiscountCondition.from_dict(conditions_item_data)

                conditions.append(conditions_item)

        def _parse_exclusions(data: object) -> DiscountExclusionsType1 | list[EntityReference] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                exclusions_type_0 = []
                _exclusions_type_0 = data
                for exclusions_type_0_item_data in _exclusions_type_0:
                    exclusions_type_0_item = EntityReference.from_dict(exclusions_type_0_item_data)

                    exclusions_type_0.append(exclusions_type_0_item)

                return exclusions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                exclusions_type_1 = DiscountExclusionsType1.from_dict(data)

                return exclusions_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountExclusionsType1 | list[EntityReference] | None | Unset, data)

        exclusions = _parse_exclusions(d.pop("exclusions", UNSET))

        def _parse_user_exclusions(data: object) -> DiscountUserExclusionsType1 | list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                user_exclusions_type_0 = cast(list[Any], data)

                return user_exclusions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                user_exclusions_type_1 = DiscountUserExclusionsType1.from_dict(data)

                return user_exclusions_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountUserExclusionsType1 | list[Any] | None | Unset, data)

        user_exclusions = _parse_user_exclusions(d.pop("userExclusions", UNSET))

        gifts = d.pop("gifts", UNSET)

        gifts_replace_cart_items = d.pop("giftsReplaceCartItems", UNSET)

        user_groups = d.pop("userGroups", UNSET)

        def _parse_attribute_values(data: object) -> DiscountAttributeValuesType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                attribute_values_type_0 = DiscountAttributeValuesType0.from_dict(data)

                return attribute_values_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountAttributeValuesType0 | None | Unset, data)

        attribute_values = _parse_attribute_values(d.pop("attributeValues", UNSET))

        def _parse_bonus_event(data: object) -> BonusEvent | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                bonus_event_type_0 = BonusEvent.from_dict(data)

                return bonus_event_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BonusEvent | None | Unset, data)

        bonus_event = _parse_bonus_event(d.pop("bonusEvent", UNSET))

        def _parse_coupon(data: object) -> DiscountCouponType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                coupon_type_0 = DiscountCouponType0.from_dict(data)

                return coupon_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DiscountCouponType0 | None | Unset, data)

        coupon = _parse_coupon(d.pop("coupon", UNSET))

        discount = cls(
            id=id,
            identifier=identifier,
            type_=type_,
            localize_infos=localize_infos,
            attribute_set_id=attribute_set_id,
            attribute_set_identifier=attribute_set_identifier,
            version=version,
            position=position,
            total=total,
            start_date=start_date,
            end_date=end_date,
            discount_value=discount_value,
            condition_logic=condition_logic,
            conditions=conditions,
            exclusions=exclusions,
            user_exclusions=user_exclusions,
            gifts=gifts,
            gifts_replace_cart_items=gifts_replace_cart_items,
            user_groups=user_groups,
            attribute_values=attribute_values,
            bonus_event=bonus_event,
            coupon=coupon,
        )

        discount.additional_properties = d
        return discount

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
