from typing import Literal

ListProductsByPageUrlSortKey = Literal["date", "id", "position", "price", "title"]

LIST_PRODUCTS_BY_PAGE_URL_SORT_KEY_VALUES: set[ListProductsByPageUrlSortKey] = {
    "date",
    "id",
    "position",
    "price",
    "title",
}


def check_list_products_by_page_url_sort_key(value: str) -> ListProductsByPageUrlSortKey:
    if value in LIST_PRODUCTS_BY_PAGE_URL_SORT_KEY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRODUCTS_BY_PAGE_URL_SORT_KEY_VALUES!r}")
