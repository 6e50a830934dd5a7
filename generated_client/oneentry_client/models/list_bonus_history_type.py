from typing import Literal

ListBonusHistoryType = Literal["ACCRUAL", "EXPIRATION", "REDUCE", "REVERSAL_ACCRUAL", "REVERSAL_USAGE", "USAGE"]

LIST_BONUS_HISTORY_TYPE_VALUES: set[ListBonusHistoryType] = {
    "ACCRUAL",
    "EXPIRATION",
    "REDUCE",
    "REVERSAL_ACCRUAL",
    "REVERSAL_USAGE",
    "USAGE",
}


def check_list_bonus_history_type(value: str) -> ListBonusHistoryType:
    if value in LIST_BONUS_HISTORY_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_BONUS_HISTORY_TYPE_VALUES!r}")
