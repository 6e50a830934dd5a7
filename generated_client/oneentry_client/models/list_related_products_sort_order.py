from typing import Literal

ListRelatedProductsSortOrder = Literal["ASC", "DESC"]

LIST_RELATED_PRODUCTS_SORT_ORDER_VALUES: set[ListRelatedProductsSortOrder] = {
    "ASC",
    "DESC",
}


def check_list_related_products_sort_order(value: str) -> ListRelatedProductsSortOrder:
    if value in LIST_RELATED_PRODUCTS_SORT_ORDER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_RELATED_PRODUCTS_SORT_ORDER_VALUES!r}")
