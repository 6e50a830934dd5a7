from typing import Literal

ListPricesByPageUrlSortOrder = Literal["ASC", "DESC"]

LIST_PRICES_BY_PAGE_URL_SORT_ORDER_VALUES: set[ListPricesByPageUrlSortOrder] = {
    "ASC",
    "DESC",
}


def check_list_prices_by_page_url_sort_order(value: str) -> ListPricesByPageUrlSortOrder:
    if value in LIST_PRICES_BY_PAGE_URL_SORT_ORDER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRICES_BY_PAGE_URL_SORT_ORDER_VALUES!r}")
