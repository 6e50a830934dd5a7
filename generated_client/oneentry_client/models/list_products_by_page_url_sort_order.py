from typing import Literal

ListProductsByPageUrlSortOrder = Literal["ASC", "DESC"]

LIST_PRODUCTS_BY_PAGE_URL_SORT_ORDER_VALUES: set[ListProductsByPageUrlSortOrder] = {
    "ASC",
    "DESC",
}


def check_list_products_by_page_url_sort_order(value: str) -> ListProductsByPageUrlSortOrder:
    if value in LIST_PRODUCTS_BY_PAGE_URL_SORT_ORDER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRODUCTS_BY_PAGE_URL_SORT_ORDER_VALUES!r}")
