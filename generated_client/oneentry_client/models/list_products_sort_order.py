from typing import Literal

ListProductsSortOrder = Literal["ASC", "DESC"]

LIST_PRODUCTS_SORT_ORDER_VALUES: set[ListProductsSortOrder] = {
    "ASC",
    "DESC",
}


def check_list_products_sort_order(value: str) -> ListProductsSortOrder:
    if value in LIST_PRODUCTS_SORT_ORDER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRODUCTS_SORT_ORDER_VALUES!r}")
