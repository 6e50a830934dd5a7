from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="BonusHistoryEntry")


@_attrs_define
class BonusHistoryEntry:
    """
    Attributes:
        balance_id (int | Unset):
        amount (float | str | Unset):
        type_ (str | Unset):
        is_admin (bool | Unset):
        discount_id (int | None | Unset):
        module_id (int | None | Unset):
        entity_identifier (None | str | Unset):
        comment (None | str | Unset):
        remaining_amount (float | None | str | Unset):
        trigger_type (None | str | Unset):
        expires_at (None | str | Unset):
        created_at (None | str | Unset):
    """

    balance_id: int | Unset = UNSET
    amount: float | str | Unset = UNSET
    type_: str | Unset = UNSET
    is_admin: bool | Unset = UNSET
    discount_id: int | None | Unset = UNSET
    module_id: int | None | Unset = UNSET
    entity_identifier: None | str | Unset = UNSET
    comment: None | str | Unset = UNSET
    remaining_amount: float | None | str | Unset = UNSET
    trigger_type: None | str | Unset = UNSET
    expires_at: None | str | Unset = UNSET
    created_at: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        balance_id = self.balance_id

        amount: float | str | Unset
        if isinstance(self.amount, Unset):
            amount = UNSET
        else:
            amount = self.amount

        type_ = self.type_

        is_admin = self.is_admin

        discount_id: int | None | Unset
        if isinstance(self.discount_id, Unset):
            discount_id = UNSET
        else:
            discount_id = self.discount_id

        module_id: int | None | Unset
        if isinstance(self.module_id, Unset):
            module_id = UNSET
        else:
            module_id = self.module_id

        entity_identifier: None | str | Unset
        if isinstance(self.entity_identifier, Unset):
            entity_identifier = UNSET
        else:
            entity_identifier = self.entity_identifier

        comment: None | str | Unset
        if isinstance(self.comment, Unset):
            comment = UNSET
        else:
            comment = self.comment

        remaining_amount: float | None | str | Unset
        if isinstance(self.remaining_amount, Unset):
            remaining_amount = UNSET
        else:
            remaining_amount = self.remaining_amount

        trigger_type: None | str | Unset
        if isinstance(self.trigger_type, Unset):
            trigger_type = UNSET
        else:
            trigger_type = self.trigger_type

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        else:
            expires_at = self.expires_at

        created_at: None | str | Unset
        if isinstance(self.created_at, Unset):
            created_at = UNSET
        else:
            created_at = self.created_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if balance_id is not UNSET:
            field_dict["balanceId"] = balance_id
        if amount is not UNSET:
            field_dict["amount"] = amount
        if type_ is not UNSET:
            field_dict["type"] = type_
        if is_admin is not UNSET:
            field_dict["isAdmin"] = is_admin
        if discount_id is not UNSET:
            field_dict["discountId"] = discount_id
        if module_id is not UNSET:
            field_dict["moduleId"] = module_id
        if entity_identifier is not UNSET:
            field_dict["entityIdentifier"] = entity_identifier
        if comment is not UNSET:
            field_dict["comment"] = comment
        if remaining_amount is not UNSET:
            field_dict["remainingAmount"] = remaining_amount
        if trigger_type is not UNSET:
            field_dict["triggerType"] = trigger_type
        if expires_at is not UNSET:
            field_dict["expiresAt"] = expires_at
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        balance_id = d.pop("balanceId", UNSET)

        def _parse_amount(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        amount = _parse_amount(d.pop("amount", UNSET))

        type_ = d.pop("type", UNSET)

        is_admin = d.pop("isAdmin", UNSET)

        def _parse_discount_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        discount_id = _parse_discount_id(d.pop("discountId", UNSET))

        def _parse_module_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        module_id = _parse_module_id(d.pop("moduleId", UNSET))

        def _parse_entity_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        entity_identifier = _parse_entity_identifier(d.pop("entityIdentifier", UNSET))

        def _parse_comment(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        comment = _parse_comment(d.pop("comment", UNSET))

        def _parse_remaining_amount(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        remaining_amount = _parse_remaining_amount(d.pop("remainingAmount", UNSET))

        def _parse_trigger_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        trigger_type = _parse_trigger_type(d.pop("triggerType", UNSET))

        def _parse_expires_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        expires_at = _parse_expires_at(d.pop("expiresAt", UNSET))

        def _parse_created_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        created_at = _parse_created_at(d.pop("createdAt", UNSET))

        bonus_history_entry = cls(
            balance_id=balance_id,
            amount=amount,
            type_=type_,
            is_admin=is_admin,
            discount_id=discount_id,
            module_id=module_id,
            entity_identifier=entity_identifier,
            comment=comment,
            remaining_amount=remaining_amount,
            trigger_type=trigger_type,
            expires_at=expires_at,
            created_at=created_at,
        )

        bonus_history_entry.additional_properties = d
        return bonus_history_entry

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
