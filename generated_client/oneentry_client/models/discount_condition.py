from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.entity_reference import EntityReference


T = TypeVar("T", bound="DiscountCondition")


@_attrs_define
class DiscountCondition:
    """
    Attributes:
        id (int | Unset):
        discount_id (int | Unset):
        condition_type (str | Unset):
        type_ (str | Unset): `conditionType` by the SDK's type.
        value (Any | Unset): Such as `{"amount": 100}`; text by the SDK's type.
        entity_ids (list[EntityReference] | None | Unset): Products or categories, beside or in place of `value`.
    """

    id: int | Unset = UNSET
    discount_id: int | Unset = UNSET
    condition_type: str | Unset = UNSET
    type_: str | Unset = UNSET
    value: Any | Unset = UNSET
    entity_ids: list[EntityReference] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        discount_id = self.discount_id

        condition_type = self.condition_type

        type_ = self.type_

        value = self.value

        entity_ids: list[dict[str, Any]] | None | Unset
        if isinstance(self.entity_ids, Unset):
            entity_ids = UNSET
        elif isinstance(self.entity_ids, list):
            entity_ids = []
            for entity_ids_type_0_item_data in self.entity_ids:
                entity_ids_type_0_item = entity_ids_type_0_item_data.to_dict()
                entity_ids.append(entity_ids_type_0_item)

        else:
            entity_ids = self.entity_ids

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if discount_id is not UNSET:
            field_dict["discountId"] = discount_id
        if condition_type is not UNSET:
            field_dict["conditionType"] = condition_type
        if type_ is not UNSET:
            field_dict["type"] = type_
        if value is not UNSET:
            field_dict["value"] = value
        if entity_ids is not UNSET:
            field_dict["entityIds"] = entity_ids

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.entity_reference import EntityReference

        d = dict(src_dict)
        id = d.pop("id", UNSET)

        discount_id = d.pop("discountId", UNSET)

        condition_type = d.pop("conditionType", UNSET)

        type_ = d.pop("type", UNSET)

        value = d.pop("value", UNSET)

        def _parse_entity_ids(data: object) -> list[EntityReference] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                entity_ids_type_0 = []
                _entity_ids_type_0 = data
                for entity_ids_type_0_item_data in _entity_ids_type_0:
                    entity_ids_type_0_item = EntityReference.from_dict(entity_ids_type_0_item_data)

                    entity_ids_type_0.append(entity_ids_type_0_item)

                return entity_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[EntityReference] | None | Unset, data)

        entity_ids = _parse_entity_ids(d.pop("entityIds", UNSET))

        discount_condition = cls(
            id=id,
            discount_id=discount_id,
            condition_type=condition_type,
            type_=type_,
            value=value,
            entity_ids=entity_ids,
        )

        discount_condition.additional_properties = d
        return discount_condition

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
