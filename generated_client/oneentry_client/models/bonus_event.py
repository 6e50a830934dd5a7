from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="BonusEvent")


@_attrs_define
class BonusEvent:
    """
    Attributes:
        id (int | Unset):
        trigger_event (str | Unset):
        bonus_expiration_days (int | None | Unset):
    """

    id: int | Unset = UNSET
    trigger_event: str | Unset = UNSET
    bonus_expiration_days: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        trigger_event = self.trigger_event

        bonus_expiration_days: int | None | Unset
        if isinstance(self.bonus_expiration_days, Unset):
            bonus_expiration_days = UNSET
        else:
            bonus_expiration_days = self.bonus_expiration_days

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if trigger_event is not UNSET:
            field_dict["triggerEvent"] = trigger_event
        if bonus_expiration_days is not UNSET:
            field_dict["bonusExpirationDays"] = bonus_expiration_days

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = d.pop("id", UNSET)

        trigger_event = d.pop("triggerEvent", UNSET)

        def _parse_bonus_expiration_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        bonus_expiration_days = _parse_bonus_expiration_days(d.pop("bonusExpirationDays", UNSET))

        bonus_event = cls(
            id=id,
            trigger_event=trigger_event,
            bonus_expiration_days=bonus_expiration_days,
        )

        bonus_event.additional_properties = d
        return bonus_event

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
