from typing import Literal

ListProductsSortKey = Literal["date", "id", "position", "price", "title"]

LIST_PRODUCTS_SORT_KEY_VALUES: set[ListProductsSortKey] = {
    "date",
    "id",
    "position",
    "price",
    "title",
}


def check_list_products_sort_key(value: str) -> ListProductsSortKey:
    if value in LIST_PRODUCTS_SORT_KEY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRODUCTS_SORT_KEY_VALUES!r}")
