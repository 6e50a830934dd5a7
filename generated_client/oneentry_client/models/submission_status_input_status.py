from typing import Literal

SubmissionStatusInputStatus = Literal["approved", "banned", "deleted", "moderation", "sent"]

SUBMISSION_STATUS_INPUT_STATUS_VALUES: set[SubmissionStatusInputStatus] = {
    "approved",
    "banned",
    "deleted",
    "moderation",
    "sent",
}


def check_submission_status_input_status(value: str) -> SubmissionStatusInputStatus:
    if value in SUBMISSION_STATUS_INPUT_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SUBMISSION_STATUS_INPUT_STATUS_VALUES!r}")
