from typing import Literal

ListProductsByPageSortKey = Literal["date", "id", "position", "price", "title"]

LIST_PRODUCTS_BY_PAGE_SORT_KEY_VALUES: set[ListProductsByPageSortKey] = {
    "date",
    "id",
    "position",
    "price",
    "title",
}


def check_list_products_by_page_sort_key(value: str) -> ListProductsByPageSortKey:
    if value in LIST_PRODUCTS_BY_PAGE_SORT_KEY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRODUCTS_BY_PAGE_SORT_KEY_VALUES!r}")
