from enum import StrEnum


class ListBonusHistoryType(StrEnum):
    ACCRUAL = "ACCRUAL"
    EXPIRATION = "EXPIRATION"
    REDUCE = "REDUCE"
    REVERSAL_ACCRUAL = "REVERSAL_ACCRUAL"
    REVERSAL_USAGE = "REVERSAL_USAGE"
    USAGE = "USAGE"

    def __str__(self) -> str:
        return str(self.value)
