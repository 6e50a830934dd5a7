from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.payment_stage import PaymentStage


T = TypeVar("T", bound="PaymentProgress")


@_attrs_define
class PaymentProgress:
    """How far an order is paid that may be paid in stages.

    Attributes:
        completed (bool | Unset): Nothing is left to pay.
        partial (bool | Unset): Paid in stages and not at once.
        stages (list[PaymentStage] | Unset):
    """

    completed: bool | Unset = UNSET
    partial: bool | Unset = UNSET
    stages: list[PaymentStage] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        completed = self.completed

        partial = self.partial

        stages: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.stages, Unset):
            stages = []
            for stages_item_data in self.stages:
                stages_item = stages_item_data.to_dict()
                stages.append(stages_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if completed is not UNSET:
            field_dict["completed"] = completed
        if partial is not UNSET:
            field_dict["partial"] = partial
        if stages is not UNSET:
            field_dict["stages"] = stages

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.payment_stage import PaymentStage

        d = dict(src_dict)
        completed = d.pop("completed", UNSET)

        partial = d.pop("partial", UNSET)

        _stages = d.pop("stages", UNSET)
        stages: list[PaymentStage] | Unset = UNSET
        if _stages is not UNSET:
            stages = []
            for stages_item_data in _stages:
                stages_item = PaymentStage.from_dict(stages_item_data)

                stages.append(stages_item)

        payment_progress = cls(
            completed=completed,
            partial=partial,
            stages=stages,
        )

        payment_progress.additional_properties = d
        return payment_progress

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
