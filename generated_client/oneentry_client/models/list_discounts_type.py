from typing import Literal

ListDiscountsType = Literal["BONUS", "DISCOUNT", "PERSONAL_DISCOUNT"]

LIST_DISCOUNTS_TYPE_VALUES: set[ListDiscountsType] = {
    "BONUS",
    "DISCOUNT",
    "PERSONAL_DISCOUNT",
}


def check_list_discounts_type(value: str) -> ListDiscountsType:
    if value in LIST_DISCOUNTS_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DISCOUNTS_TYPE_VALUES!r}")
