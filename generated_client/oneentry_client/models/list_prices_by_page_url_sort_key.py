from typing import Literal

ListPricesByPageUrlSortKey = Literal["date", "id", "position", "price", "title"]

LIST_PRICES_BY_PAGE_URL_SORT_KEY_VALUES: set[ListPricesByPageUrlSortKey] = {
    "date",
    "id",
    "position",
    "price",
    "title",
}


def check_list_prices_by_page_url_sort_key(value: str) -> ListPricesByPageUrlSortKey:
    if value in LIST_PRICES_BY_PAGE_URL_SORT_KEY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRICES_BY_PAGE_URL_SORT_KEY_VALUES!r}")
