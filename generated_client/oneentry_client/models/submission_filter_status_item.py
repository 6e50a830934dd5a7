from typing import Literal

SubmissionFilterStatusItem = Literal["approved", "banned", "deleted", "moderation", "sent"]

SUBMISSION_FILTER_STATUS_ITEM_VALUES: set[SubmissionFilterStatusItem] = {
    "approved",
    "banned",
    "deleted",
    "moderation",
    "sent",
}


def check_submission_filter_status_item(value: str) -> SubmissionFilterStatusItem:
    if value in SUBMISSION_FILTER_STATUS_ITEM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SUBMISSION_FILTER_STATUS_ITEM_VALUES!r}")
