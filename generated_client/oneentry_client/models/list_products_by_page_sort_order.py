from typing import Literal

ListProductsByPageSortOrder = Literal["ASC", "DESC"]

LIST_PRODUCTS_BY_PAGE_SORT_ORDER_VALUES: set[ListProductsByPageSortOrder] = {
    "ASC",
    "DESC",
}


def check_list_products_by_page_sort_order(value: str) -> ListProductsByPageSortOrder:
    if value in LIST_PRODUCTS_BY_PAGE_SORT_ORDER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRODUCTS_BY_PAGE_SORT_ORDER_VALUES!r}")
