from typing import Literal

ListProductsWithoutPageSortOrder = Literal["ASC", "DESC"]

LIST_PRODUCTS_WITHOUT_PAGE_SORT_ORDER_VALUES: set[ListProductsWithoutPageSortOrder] = {
    "ASC",
    "DESC",
}


def check_list_products_without_page_sort_order(value: str) -> ListProductsWithoutPageSortOrder:
    if value in LIST_PRODUCTS_WITHOUT_PAGE_SORT_ORDER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRODUCTS_WITHOUT_PAGE_SORT_ORDER_VALUES!r}")
