from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.submission import Submission
    from ..models.submission_receipt_action_message_type_1 import (
        SubmissionReceiptActionMessageType1,
    )


T = TypeVar("T", bound="SubmissionReceipt")


@_attrs_define
class SubmissionReceipt:
    """
    Attributes:
        form_data (Submission): A record of a form that was filled in.
        action_message (None | str | SubmissionReceiptActionMessageType1): What the form says to whom it was sent by.
    """

    form_data: Submission
    action_message: None | str | SubmissionReceiptActionMessageType1
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.submission_receipt_action_message_type_1 import (
            SubmissionReceiptActionMessageType1,
        )

        form_data = self.form_data.to_dict()

        action_message: dict[str, Any] | None | str
        if isinstance(self.action_message, SubmissionReceiptActionMessageType1):
            action_message = self.action_message.to_dict()
        else:
            action_message = self.action_message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "formData": form_data,
                "actionMessage": action_message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.submission import Submission
        from ..models.submission_receipt_action_message_type_1 import (
            SubmissionReceiptActionMessageType1,
        )

        d = dict(src_dict)
        form_data = Submission.from_dict(d.pop("formData"))

        def _parse_action_message(data: object) -> None | str | SubmissionReceiptActionMessageType1:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                action_message_type_1 = SubmissionReceiptActionMessageType1.from_dict(data)

                return action_message_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | str | SubmissionReceiptActionMessageType1, data)

        action_message = _parse_action_message(d.pop("actionMessage"))

        submission_receipt = cls(
            form_data=form_data,
            action_message=action_message,
        )

        submission_receipt.additional_properties = d
        return submission_receipt

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
