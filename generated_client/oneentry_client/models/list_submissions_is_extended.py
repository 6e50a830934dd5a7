from typing import Literal

ListSubmissionsIsExtended = Literal[0, 1]

LIST_SUBMISSIONS_IS_EXTENDED_VALUES: set[ListSubmissionsIsExtended] = {
    0,
    1,
}


def check_list_submissions_is_extended(value: int) -> ListSubmissionsIsExtended:
    if value in LIST_SUBMISSIONS_IS_EXTENDED_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_SUBMISSIONS_IS_EXTENDED_VALUES!r}")
