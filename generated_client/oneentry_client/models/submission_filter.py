from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.submission_filter_status_item import (
    SubmissionFilterStatusItem,
    check_submission_filter_status_item,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="SubmissionFilter")


@_attrs_define
class SubmissionFilter:
    """Which records are wanted. Other members are refused.

    Attributes:
        entity_identifier (int | str | Unset):
        parent_id (int | Unset): 0: the ones that answer none; else the answers to a record.
        date_from (str | Unset): `YYYY-MM-DD`, or with a space and `HH:mm:ss`; empty text is open.
        date_to (str | Unset): As `dateFrom`; both ends are inclusive.
        status (list[SubmissionFilterStatusItem] | Unset):
        user_identifier (str | Unset): The login of who sent it.
        is_sent_by_admin (bool | Unset):
    """

    entity_identifier: int | str | Unset = UNSET
    parent_id: int | Unset = UNSET
    date_from: str | Unset = UNSET
    date_to: str | Unset = UNSET
    status: list[SubmissionFilterStatusItem] | Unset = UNSET
    user_identifier: str | Unset = UNSET
    is_sent_by_admin: bool | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        entity_identifier: int | str | Unset
        if isinstance(self.entity_identifier, Unset):
            entity_identifier = UNSET
        else:
            entity_identifier = self.entity_identifier

        parent_id = self.parent_id

        date_from = self.date_from

        date_to = self.date_to

        status: list[str] | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = []
            for status_item_data in self.status:
                status_item: str = status_item_data
                status.append(status_item)

        user_identifier = self.user_identifier

        is_sent_by_admin = self.is_sent_by_admin

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if entity_identifier is not UNSET:
            field_dict["entityIdentifier"] = entity_identifier
        if parent_id is not UNSET:
            field_dict["parentId"] = parent_id
        if date_from is not UNSET:
            field_dict["dateFrom"] = date_from
        if date_to is not UNSET:
            field_dict["dateTo"] = date_to
        if status is not UNSET:
            field_dict["status"] = status
        if user_identifier is not UNSET:
            field_dict["userIdentifier"] = user_identifier
        if is_sent_by_admin is not UNSET:
            field_dict["isSentByAdmin"] = is_sent_by_admin

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_entity_identifier(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        entity_identifier = _parse_entity_identifier(d.pop("entityIdentifier", UNSET))

        parent_id = d.pop("parentId", UNSET)

        date_from = d.pop("dateFrom", UNSET)

        date_to = d.pop("dateTo", UNSET)

        _status = d.pop("status", UNSET)
        status: list[SubmissionFilterStatusItem] | Unset = UNSET
        if _status is not UNSET:
            status = []
            for status_item_data in _status:
                status_item = check_submission_filter_status_item(status_item_data)

                status.append(status_item)

        user_identifier = d.pop("userIdentifier", UNSET)

        is_sent_by_admin = d.pop("isSentByAdmin", UNSET)

        submission_filter = cls(
            entity_identifier=entity_identifier,
            parent_id=parent_id,
            date_from=date_from,
            date_to=date_to,
            status=status,
            user_identifier=user_identifier,
            is_sent_by_admin=is_sent_by_admin,
        )

        return submission_filter
