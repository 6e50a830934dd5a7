from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.localize_infos import LocalizeInfos


T = TypeVar("T", bound="OrderStatus")


@_attrs_define
class OrderStatus:
    """
    Attributes:
        id (int):
        identifier (str):
        localize_infos (LocalizeInfos | Unset): Translations, keyed by language (`{"en_US": {"title": "Cash"}}`). Some
            routes send the inner object alone.
        position (int | None | Unset):
        is_default (bool | Unset):
        is_used (bool | Unset):
    """

    id: int
    identifier: str
    localize_infos: LocalizeInfos | Unset = UNSET
    position: int | None | Unset = UNSET
    is_default: bool | Unset = UNSET
    is_used: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        identifier = self.identifier

        localize_infos: dict[str, Any] | Unset = UNSET
        if not isinstance(self.localize_infos, Unset):
            localize_infos = self.localize_infos.to_dict()

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        is_default = self.is_default

        is_used = self.is_used

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "identifier": identifier,
            }
        )
        if localize_infos is not UNSET:
            field_dict["localizeInfos"] = localize_infos
        if position is not UNSET:
            field_dict["position"] = position
        if is_default is not UNSET:
            field_dict["isDefault"] = is_default
        if is_used is not UNSET:
            field_dict["isUsed"] = is_used

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.localize_infos import LocalizeInfos

        d = dict(src_dict)
        id = d.pop("id")

        identifier = d.pop("identifier")

        _localize_infos = d.pop("localizeInfos", UNSET)
        localize_infos: LocalizeInfos | Unset
        if isinstance(_localize_infos, Unset):
            localize_infos = UNSET
        else:
            localize_infos = LocalizeInfos.from_dict(_localize_infos)

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

        is_default = d.pop("isDefault", UNSET)

        is_used = d.pop("isUsed", UNSET)

        order_status = cls(
            id=id,
            identifier=identifier,
            localize_infos=localize_infos,
            position=position,
            is_default=is_default,
            is_used=is_used,
        )

        order_status.additional_properties = d
        return order_status

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
