from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.form_data import FormData
    from ..models.form_data_entry import FormDataEntry


T = TypeVar("T", bound="Submission")


@_attrs_define
class Submission:
    """A record of a form that was filled in.

    Attributes:
        id (int):
        form_identifier (str | Unset):
        time (str | Unset):
        form_data (FormData | list[FormDataEntry] | Unset): Filled-in fields, flat; keyed by language on some routes.
        entity_identifier (None | str | Unset):
        is_user_admin (bool | Unset):
        form_module_id (int | Unset): `formModuleConfigId` of a list.
        user_identifier (None | str | Unset):
        parent_id (int | None | Unset):
        fingerprint (None | str | Unset):
        form_module_config_id (int | Unset):
        attribute_set_identifier (None | str | Unset):
        module_identifier (str | Unset):
        entity_id (int | None | Unset):
        depth (int | Unset):
        status (None | str | Unset):
        ip (None | str | Unset):
    """

    id: int
    form_identifier: str | Unset = UNSET
    time: str | Unset = UNSET
    form_data: FormData | list[FormDataEntry] | Unset = UNSET
    entity_identifier: None | str | Unset = UNSET
    is_user_admin: bool | Unset = UNSET
    form_module_id: int | Unset = UNSET
    user_identifier: None | str | Unset = UNSET
    parent_id: int | None | Unset = UNSET
    fingerprint: None | str | Unset = UNSET
    form_module_config_id: int | Unset = UNSET
    attribute_set_identifier: None | str | Unset = UNSET
    module_identifier: str | Unset = UNSET
    entity_id: int | None | Unset = UNSET
    depth: int | Unset = UNSET
    status: None | str | Unset = UNSET
    ip: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        form_identifier = self.form_identifier

        time = self.time

        form_data: dict[str, Any] | list[dict[str, Any]] | Unset
        if isinstance(self.form_data, Unset):
            form_data = UNSET
        elif isinstance(self.form_data, list):
            form_data = []
            for form_data_type_0_item_data in self.form_data:
                form_data_type_0_item = form_data_type_0_item_data.to_dict()
                form_data.append(form_data_type_0_item)

        else:
            form_data = self.form_data.to_dict()

        entity_identifier: None | str | Unset
        if isinstance(self.entity_identifier, Unset):
            entity_identifier = UNSET
        else:
            entity_identifier = self.entity_identifier

        is_user_admin = self.is_user_admin

        form_module_id = self.form_module_id

        user_identifier: None | str | Unset
        if isinstance(self.user_identifier, Unset):
            user_identifier = UNSET
        else:
            user_identifier = self.user_identifier

        parent_id: int | None | Unset
        if isinstance(self.parent_id, Unset):
            parent_id = UNSET
        else:
            parent_id = self.parent_id

        fingerprint: None | str | Unset
        if isinstance(self.fingerprint, Unset):
            fingerprint = UNSET
        else:
            fingerprint = self.fingerprint

        form_module_config_id = self.form_module_config_id

        attribute_set_identifier: None | str | Unset
        if isinstance(self.attribute_set_identifier, Unset):
            attribute_set_identifier = UNSET
        else:
            attribute_set_identifier = self.attribute_set_identifier

        module_identifier = self.module_identifier

        entity_id: int | None | Unset
        if isinstance(self.entity_id, Unset):
            entity_id = UNSET
        else:
            entity_id = self.entity_id

        depth = self.depth

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        ip: None | str | Unset
        if isinstance(self.ip, Unset):
            ip = UNSET
        else:
            ip = self.ip

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if form_identifier is not UNSET:
            field_dict["formIdentifier"] = form_identifier
        if time is not UNSET:
            field_dict["time"] = time
        if form_data is not UNSET:
            field_dict["formData"] = form_data
        if entity_identifier is not UNSET:
            field_dict["entityIdentifier"] = entity_identifier
        if is_user_admin is not UNSET:
            field_dict["isUserAdmin"] = is_user_admin
        if form_module_id is not UNSET:
            field_dict["formModuleId"] = form_module_id
        if user_identifier is not UNSET:
            field_dict["userIdentifier"] = user_identifier
        if parent_id is not UNSET:
            field_dict["parentId"] = parent_id
        if fingerprint is not UNSET:
            field_dict["fingerprint"] = fingerprint
        if form_module_config_id is not UNSET:
            field_dict["formModuleConfigId"] = form_module_config_id
        if attribute_set_identifier is not UNSET:
            field_dict["attributeSetIdentifier"] = attribute_set_identifier
        if module_identifier is not UNSET:
            field_dict["moduleIdentifier"] = module_identifier
        if entity_id is not UNSET:
            field_dict["entityId"] = entity_id
        if depth is not UNSET:
            field_dict["depth"] = depth
        if status is not UNSET:
            field_dict["status"] = status
        if ip is not UNSET:
            field_dict["ip"] = ip

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.form_data import FormData
        from ..models.form_data_entry import FormDataEntry

        d = dict(src_dict)
        id = d.pop("id")

        form_identifier = d.pop("formIdentifier", UNSET)

        time = d.pop("time", UNSET)

        def _parse_form_data(data: object) -> FormData | list[FormDataEntry] | Unset:
            if isinstance(data, Unset):
                return data
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

        form_data = _parse_form_data(d.pop("formData", UNSET))

        def _parse_entity_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        entity_identifier = _parse_entity_identifier(d.pop("entityIdentifier", UNSET))

        is_user_admin = d.pop("isUserAdmin", UNSET)

        form_module_id = d.pop("formModuleId", UNSET)

        def _parse_user_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_identifier = _parse_user_identifier(d.pop("userIdentifier", UNSET))

        def _parse_parent_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        parent_id = _parse_parent_id(d.pop("parentId", UNSET))

        def _parse_fingerprint(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        fingerprint = _parse_fingerprint(d.pop("fingerprint", UNSET))

        form_module_config_id = d.pop("formModuleConfigId", UNSET)

        def _parse_attribute_set_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        attribute_set_identifier = _parse_attribute_set_identifier(d.pop("attributeSetIdentifier", UNSET))

        module_identifier = d.pop("moduleIdentifier", UNSET)

        def _parse_entity_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        entity_id = _parse_entity_id(d.pop("entityId", UNSET))

        depth = d.pop("depth", UNSET)

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_ip(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        ip = _parse_ip(d.pop("ip", UNSET))

        submission = cls(
            id=id,
            form_identifier=form_identifier,
            time=time,
            form_data=form_data,
            entity_identifier=entity_identifier,
            is_user_admin=is_user_admin,
            form_module_id=form_module_id,
            user_identifier=user_identifier,
            parent_id=parent_id,
            fingerprint=fingerprint,
            form_module_config_id=form_module_config_id,
            attribute_set_identifier=attribute_set_identifier,
            module_identifier=module_identifier,
            entity_id=entity_id,
            depth=depth,
            status=status,
            ip=ip,
        )

        submission.additional_properties = d
        return submission

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
