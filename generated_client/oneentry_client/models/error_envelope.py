from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.error_envelope_page_data_type_0 import ErrorEnvelopePageDataType0


T = TypeVar("T", bound="ErrorEnvelope")


@_attrs_define
class ErrorEnvelope:
    """How every refusal looks.

    Attributes:
        status_code (int): Equals the HTTP status.
        message (list[str] | str): One text, or an array of texts when fields were checked.
        timestamp (str | Unset):
        page_data (ErrorEnvelopePageDataType0 | None | Unset): Content of the project's error page for this status, else
            null.
        error (str | Unset): Short reason; seldom sent.
    """

    status_code: int
    message: list[str] | str
    timestamp: str | Unset = UNSET
    page_data: ErrorEnvelopePageDataType0 | None | Unset = UNSET
    error: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.error_envelope_page_data_type_0 import ErrorEnvelopePageDataType0

        status_code = self.status_code

        message: list[str] | str
        if isinstance(self.message, list):
            message = self.message

        else:
            message = self.message

        timestamp = self.timestamp

        page_data: dict[str, Any] | None | Unset
        if isinstance(self.page_data, Unset):
            page_data = UNSET
        elif isinstance(self.page_data, ErrorEnvelopePageDataType0):
            page_data = self.page_data.to_dict()
        else:
            page_data = self.page_data

        error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "statusCode": status_code,
                "message": message,
            }
        )
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if page_data is not UNSET:
            field_dict["pageData"] = page_data
        if error is not UNSET:
            field_dict["error"] = error

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.error_envelope_page_data_type_0 import ErrorEnvelopePageDataType0

        d = dict(src_dict)
        status_code = d.pop("statusCode")

        def _parse_message(data: object) -> list[str] | str:
            try:
                if not isinstance(data, list):
                    raise TypeError()
                message_type_1 = cast(list[str], data)

                return message_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | str, data)

        message = _parse_message(d.pop("message"))

        timestamp = d.pop("timestamp", UNSET)

        def _parse_page_data(data: object) -> ErrorEnvelopePageDataType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                page_data_type_0 = ErrorEnvelopePageDataType0.from_dict(data)

                return page_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ErrorEnvelopePageDataType0 | None | Unset, data)

        page_data = _parse_page_data(d.pop("pageData", UNSET))

        error = d.pop("error", UNSET)

        error_envelope = cls(
            status_code=status_code,
            message=message,
            timestamp=timestamp,
            page_data=page_data,
            error=error,
        )

        error_envelope.additional_properties = d
        return error_envelope

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
