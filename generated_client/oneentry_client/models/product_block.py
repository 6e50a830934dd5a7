from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.localize_infos import LocalizeInfos
    from ..models.product_block_attribute_values_type_0 import (
        ProductBlockAttributeValuesType0,
    )
    from ..models.product_block_custom_settings_type_0 import (
        ProductBlockCustomSettingsType0,
    )


T = TypeVar("T", bound="ProductBlock")


@_attrs_define
class ProductBlock:
    """
    Attributes:
        id (int):
        identifier (str):
        attribute_set_identifier (None | str | Unset):
        localize_infos (LocalizeInfos | Unset): Translations, keyed by language (`{"en_US": {"title": "Cash"}}`). Some
            routes send the inner object alone.
        version (int | Unset):
        position (int | None | Unset):
        type_ (str | Unset):
        custom_settings (None | ProductBlockCustomSettingsType0 | Unset):
        template_identifier (None | str | Unset):
        is_visible (bool | Unset):
        is_sync (bool | Unset):
        attribute_values (None | ProductBlockAttributeValuesType0 | Unset):
    """

    id: int
    identifier: str
    attribute_set_identifier: None | str | Unset = UNSET
    localize_infos: LocalizeInfos | Unset = UNSET
    version: int | Unset = UNSET
    position: int | None | Unset = UNSET
    type_: str | Unset = UNSET
    custom_settings: None | ProductBlockCustomSettingsType0 | Unset = UNSET
    template_identifier: None | str | Unset = UNSET
    is_visible: bool | Unset = UNSET
    is_sync: bool | Unset = UNSET
    attribute_values: None | ProductBlockAttributeValuesType0 | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.product_block_attribute_values_type_0 import (
            ProductBlockAttributeValuesType0,
        )
        from ..models.product_block_custom_settings_type_0 import (
            ProductBlockCustomSettingsType0,
        )

        id = self.id

        identifier = self.identifier

        attribute_set_identifier: None | str | Unset
        if isinstance(self.attribute_set_identifier, Unset):
            attribute_set_identifier = UNSET
        else:
            attribute_set_identifier = self.attribute_set_identifier

        localize_infos: dict[str, Any] | Unset = UNSET
        if not isinstance(self.localize_infos, Unset):
            localize_infos = self.localize_infos.to_dict()

        version = self.version

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        type_ = self.type_

        custom_settings: dict[str, Any] | None | Unset
        if isinstance(self.custom_settings, Unset):
            custom_settings = UNSET
        elif isinstance(self.custom_settings, ProductBlockCustomSettingsType0):
            custom_settings = self.custom_settings.to_dict()
        else:
            custom_settings = self.custom_settings

        template_identifier: None | str | Unset
        if isinstance(self.template_identifier, Unset):
            template_identifier = UNSET
        else:
            template_identifier = self.template_identifier

        is_visible = self.is_visible

        is_sync = self.is_sync

        attribute_values: dict[str, Any] | None | Unset
        if isinstance(self.attribute_values, Unset):
            attribute_values = UNSET
        elif isinstance(self.attribute_values, ProductBlockAttributeValuesType0):
            attribute_values = self.attribute_values.to_dict()
        else:
            attribute_values = self.attribute_values

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "identifier": identifier,
            }
        )
        if attribute_set_identifier is not UNSET:
            field_dict["attributeSetIdentifier"] = attribute_set_identifier
        if localize_infos is not UNSET:
            field_dict["localizeInfos"] = localize_infos
        if version is not UNSET:
            field_dict["version"] = version
        if position is not UNSET:
            field_dict["position"] = position
        if type_ is not UNSET:
            field_dict["type"] = type_
        if custom_settings is not UNSET:
            field_dict["customSettings"] = custom_settings
        if template_identifier is not UNSET:
            field_dict["templateIdentifier"] = template_identifier
        if is_visible is not UNSET:
            field_dict["isVisible"] = is_visible
        if is_sync is not UNSET:
            field_dict["isSync"] = is_sync
        if attribute_values is not UNSET:
            field_dict["attributeValues"] = attribute_values

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.localize_infos import LocalizeInfos
        from ..models.product_block_attribute_values_type_0 import (
            ProductBlockAttributeValuesType0,
        )
        from ..models.product_block_custom_settings_type_0 import (
            ProductBlockCustomSettingsType0,
        )

        d = dict(src_dict)
        id = d.pop("id")

        identifier = d.pop("identifier")

        def _parse_attribute_set_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        attribute_set_identifier = _parse_attribute_set_identifier(d.pop("attributeSetIdentifier", UNSET))

        _localize_infos = d.pop("localizeInfos", UNSET)
        localize_infos: LocalizeInfos | Unset
        if isinstance(_localize_infos, Unset):
            localize_infos = UNSET
        else:
            localize_infos = LocalizeInfos.from_dict(_localize_infos)

        version = d.pop("version", UNSET)

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

        type_ = d.pop("type", UNSET)

        def _parse_custom_settings(data: object) -> None | ProductBlockCustomSettingsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                custom_settings_type_0 = ProductBlockCustomSettingsType0.from_dict(data)

                return custom_settings_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProductBlockCustomSettingsType0 | Unset, data)

        custom_settings = _parse_custom_settings(d.pop("customSettings", UNSET))

        def _parse_template_identifier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        template_identifier = _parse_template_identifier(d.pop("templateIdentifier", UNSET))

        is_visible = d.pop("isVisible", UNSET)

        is_sync = d.pop("isSync", UNSET)

        def _parse_attribute_values(data: object) -> None | ProductBlockAttributeValuesType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                attribute_values_type_0 = ProductBlockAttributeValuesType0.from_dict(data)

                return attribute_values_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProductBlockAttributeValuesType0 | Unset, data)

        attribute_values = _parse_attribute_values(d.pop("attributeValues", UNSET))

        product_block = cls(
            id=id,
            identifier=identifier,
            attribute_set_identifier=attribute_set_identifier,
            localize_infos=localize_infos,
            version=version,
            position=position,
            type_=type_,
            custom_settings=custom_settings,
            template_identifier=template_identifier,
            is_visible=is_visible,
            is_sync=is_sync,
            attribute_values=attribute_values,
        )

        product_block.additional_properties = d
        return product_block

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
