from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.form_data import FormData
    from ..models.form_data_entry import FormDataEntry


T = TypeVar("T", bound="SubmissionUpdate")


@_attrs_define
class SubmissionUpdate:
    """
    Attributes:
        form_data (FormData | list[FormDataEntry]):
        form_identifier (str | Unset):
        form_module_config_id (int | Unset):
        module_entity_identifier (str | Unset):
        replay_to (int | None | str | Unset):
        status (None | str | Unset): Has an operation of its own.
    """

    form_data: FormData | list[FormDataEntry]
    form_identifier: str | Unset = UNSET
    form_module_config_id: int | Unset = UNSET
    module_entity_identifier: str | Unset = UNSET
    replay_to: int | None | str | Unset = UNSET
    status: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        form_data: dict[str, Any] | list[dict[str, Any]]
        if isinstance(self.form_data, list):
            form_data = []
            for form_data_type_0_item_data in self.form_data:
                form_data_type_0_item = form_data_type_0_item_data.to_dict()
                form_data.append(form_data_type_0_item)

        else:
            form_data = self.form_data.to_dict()

        form_identifier = self.form_identifier

        form_module_config_id = self.form_module_config_id

        module_entity_identifier = self.module_entity_identifier

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
                "formData": form_data,
            }
        )
        if form_identifier is not UNSET:
            field_dict["formIdentifier"] = form_identifier
        if form_module_config_id is not UNSET:
            field_dict["formModuleConfigId"] = form_module_config_id
        if module_entity_identifier is not UNSET:
            field_dict["moduleEntityIdentifier"] = module_entity_identifier
        if replay_to is not UNSET:
            field_dict["replayTo"] = replay_to
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.form_data import FormData
        from ..models.form_data_entry import FormDataEntry

        d = dict(src_dict)

        def _parse_form_data(data: object) -> FormData | list[FormDataEntry]:
            try:
                if not isinstance(data, list):
                    raise TypeError()
                form_data_type_0 = []
                _form_data_type_0 = data
                for form_data_type_0_item_data in _form_data_type_0:
                    form_data_type_0_item = FormDataEntry.from_dict(form_data_type_0_item_data)

                    form_data_type_0.append(form_data_type_0_item)

                return form_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            form_data_type_1 = FormData.from_dict(data)

            return form_data_type_1

        form_data = _parse_form_data(d.pop("formData"))

        form_identifier = d.pop("formIdentifier", UNSET)

        form_module_config_id = d.pop("formModuleConfigId", UNSET)

        module_entity_identifier = d.pop("moduleEntityIdentifier", UNSET)

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

        submission_update = cls(
            form_data=form_data,
            form_identifier=form_identifier,
            form_module_config_id=form_module_config_id,
            module_entity_identifier=module_entity_identifier,
            replay_to=replay_to,
            status=status,
        )

        submission_update.additional_properties = d
        return submission_update

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
