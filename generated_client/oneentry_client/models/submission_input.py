from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.form_data import FormData


T = TypeVar("T", bound="SubmissionInput")


@_attrs_define
class SubmissionInput:
    """
    Attributes:
        form_identifier (str):
        form_module_config_id (int): `id` of one of the form's `moduleFormConfigs`.
        module_entity_identifier (str): What it is about: a page's marker, a product's number.
        form_data (FormData): Filled-in fields, keyed by language.
        replay_to (int | None | str | Unset): An e-mail address, or the record that this one answers.
        status (None | str | Unset):
    """

    form_identifier: str
    form_module_config_id: int
    module_entity_identifier: str
    form_data: FormData
    replay_to: int | None | str | Unset = UNSET
    status: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        form_identifier = self.form_identifier

        form_module_config_id = self.form_module_config_id

        module_entity_identifier = self.module_entity_identifier

        form_data = self.form_data.to_dict()

        replay_to: int | None | str | Unset
        if isinstance(self.replay_to, Unset):
            replay_to = UNSET
        else:
            replay_to = self.replay_to

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "formIdentifier": form_identifier,
                "formModuleConfigId": form_module_config_id,
                "moduleEntityIdentifier": module_entity_identifier,
                "formData": form_data,
            }
        )
        if replay_to is not UNSET:
            field_dict["replayTo"] = replay_to
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.form_data import FormData

        d = dict(src_dict)
        form_identifier = d.pop("formIdentifier")

        form_module_config_id = d.pop("formModuleConfigId")

        module_entity_identifier = d.pop("moduleEntityIdentifier")

        form_data = FormData.from_dict(d.pop("formData"))

        def _parse_replay_to(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        replay_to = _parse_replay_to(d.pop("replayTo", UNSET))

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        submission_input = cls(
            form_identifier=form_identifier,
            form_module_config_id=form_module_config_id,
            module_entity_identifier=module_entity_identifier,
            form_data=form_data,
            replay_to=replay_to,
            status=status,
        )

        submission_input.additional_properties = d
        return submission_input

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
