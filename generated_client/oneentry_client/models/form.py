from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.form_attributes_type_1 import FormAttributesType1
    from ..models.form_field import FormField
    from ..models.localize_infos import LocalizeInfos


T = TypeVar("T", bound="Form")


@_attrs_define
class Form:
    """
    Attributes:
        id (int):
        identifier (str):
        attribute_set_id (int | None | Unset):
        type_ (None | str | Unset): `sing_in_up` is really spelled so on many servers.
        localize_infos (list[Any] | LocalizeInfos | Unset):
        version (int | Unset):
        position (int | None | Unset):
        processing_type (None | str | Unset):
        template_id (int | None | Unset):
        attributes (FormAttributesType1 | list[FormField] | Unset): The fields; `{}` when there are none.
        total (int | None | str | Unset):
        module_form_configs (list[Any] | Unset):
    """

    id: int
    identifier: str
    attribute_set_id: int | None | Unset = UNSET
    type_: None | str | Unset = UNSET
    localize_infos: list[Any] | LocalizeInfos | Unset = UNSET
    version: int | Unset = UNSET
    position: int | None | Unset = UNSET
    processing_type: None | str | Unset = UNSET
    template_id: int | None | Unset = UNSET
    attributes: FormAttributesType1 | list[FormField] | Unset = UNSET
    total: int | None | str | Unset = UNSET
    module_form_configs: list[Any] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.localize_infos import LocalizeInfos

        id = self.id

        identifier = self.identifier

        attribute_set_id: int | None | Unset
        if isinstance(self.attribute_set_id, Unset):
            attribute_set_id = UNSET
        else:
            attribute_set_id = self.attribute_set_id

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        else:
            type_ = self.type_

        localize_infos: dict[str, Any] | list[Any] | Unset
        if isinstance(self.localize_infos, Unset):
            localize_infos = UNSET
        elif isinstance(self.localize_infos, LocalizeInfos):
            localize_infos = self.localize_infos.to_dict()
        else:
            localize_infos = self.localize_infos

        version = self.version

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        processing_type: None | str | Unset
        if isinstance(self.processing_type, Unset):
            processing_type = UNSET
        else:
            processing_type = self.processing_type

        template_id: int | None | Unset
        if isinstance(self.template_id, Unset):
            template_id = UNSET
        else:
            template_id = self.template_id

        attributes: dict[str, Any] | list[dict[str, Any]] | Unset
        if isinstance(self.attributes, Unset):
            attributes = UNSET
        elif isinstance(self.attributes, list):
            attributes = []
            for attributes_type_0_item_data in self.attributes:
                attributes_type_0_item = attributes_type_0_item_data.to_dict()
                attributes.append(attributes_type_0_item)

        else:
            attributes = self.attributes.to_dict()

        total: int | None | str | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        else:
            total = self.total

        module_form_configs: list[Any] | Unset = UNSET
        if not isinstance(self.module_form_configs, Unset):
            module_form_configs = self.module_form_configs

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "identifier": identifier,
            }
        )
        if attribute_set_id is not UNSET:
            field_dict["attributeSetId"] = attribute_set_id
        if type_ is not UNSET:
            field_dict["type"] = type_
        if localize_infos is not UNSET:
            field_dict["localizeInfos"] = localize_infos
        if version is not UNSET:
            field_dict["version"] = version
        if position is not UNSET:
            field_dict["position"] = position
        if processing_type is not UNSET:
            field_dict["processingType"] = processing_type
        if template_id is not UNSET:
            field_dict["templateId"] = template_id
        if attributes is not UNSET:
            field_dict["attributes"] = attributes
        if total is not UNSET:
            field_dict["total"] = total
        if module_form_configs is not UNSET:
            field_dict["moduleFormConfigs"] = module_form_configs

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.form_attributes_type_1 import FormAttributesType1
        from ..models.form_field import FormField
        from ..models.localize_infos import LocalizeInfos

        d = dict(src_dict)
        id = d.pop("id")

        identifier = d.pop("identifier")

        def _parse_attribute_set_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        attribute_set_id = _parse_attribute_set_id(d.pop("attributeSetId", UNSET))

        def _parse_type_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        type_ = _parse_type_(d.pop("type", UNSET))

        def _parse_localize_infos(data: object) -> list[Any] | LocalizeInfos | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                localize_infos_type_0 = LocalizeInfos.from_dict(data)

                return localize_infos_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, list):
                raise TypeError()
            localize_infos_type_1 = cast(list[Any], data)

            return localize_infos_type_1

        localize_infos = _parse_localize_infos(d.pop("localizeInfos", UNSET))

        version = d.pop("version", UNSET)

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

        def _parse_processing_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        processing_type = _parse_processing_type(d.pop("processingType", UNSET))

        def _parse_template_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        template_id = _parse_template_id(d.pop("templateId", UNSET))

        def _parse_attributes(data: object) -> FormAttributesType1 | list[FormField] | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                attributes_type_0 = []
                _attributes_type_0 = data
                for attributes_type_0_item_data in _attributes_type_0:
                    attributes_type_0_item = FormField.from_dict(attributes_type_0_item_data)

                    attributes_type_0.append(attributes_type_0_item)

                return attributes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            attributes_type_1 = FormAttributesType1.from_dict(data)

            return attributes_type_1

        attributes = _parse_attributes(d.pop("attributes", UNSET))

        def _parse_total(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        total = _parse_total(d.pop("total", UNSET))

        module_form_configs = cast(list[Any], d.pop("moduleFormConfigs", UNSET))

        form = cls(
            id=id,
            identifier=identifier,
            attribute_set_id=attribute_set_id,
            type_=type_,
            localize_infos=localize_infos,
            version=version,
            position=position,
            processing_type=processing_type,
            template_id=template_id,
            attributes=attributes,
            total=total,
            module_form_configs=module_form_configs,
        )

        form.additional_properties = d
        return form

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
