from enum import StrEnum


class ListDiscountsType(StrEnum):
    BONUS = "BONUS"
    DISCOUNT = "DISCOUNT"
    PERSONAL_DISCOUNT = "PERSONAL_DISCOUNT"

    def __str__(self) -> str:
        return str(self.value)
