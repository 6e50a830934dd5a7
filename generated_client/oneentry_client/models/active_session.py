from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.active_session_device_info import ActiveSessionDeviceInfo


T = TypeVar("T", bound="ActiveSession")


@_attrs_define
class ActiveSession:
    """
    Attributes:
        device_info (ActiveSessionDeviceInfo | Unset):
    """

    device_info: ActiveSessionDeviceInfo | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        device_info: dict[str, Any] | Unset = UNSET
        if not isinstance(self.device_info, Unset):
            device_info = self.device_info.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if device_info is not UNSET:
            field_dict["deviceInfo"] = device_info

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.active_session_device_info import ActiveSessionDeviceInfo

        d = dict(src_dict)
        _device_info = d.pop("deviceInfo", UNSET)
        device_info: ActiveSessionDeviceInfo | Unset
        if isinstance(_device_info, Unset):
            device_info = UNSET
        else:
            device_info = ActiveSessionDeviceInfo.from_dict(_device_info)

        active_session = cls(
            device_info=device_info,
        )

        active_session.additional_properties = d
        return active_session

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
