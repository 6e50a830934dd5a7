from typing import Literal

ListRelatedProductsSortKey = Literal["date", "id", "position", "price", "title"]

LIST_RELATED_PRODUCTS_SORT_KEY_VALUES: set[ListRelatedProductsSortKey] = {
    "date",
    "id",
    "position",
    "price",
    "title",
}


def check_list_related_products_sort_key(value: str) -> ListRelatedProductsSortKey:
    if value in LIST_RELATED_PRODUCTS_SORT_KEY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_RELATED_PRODUCTS_SORT_KEY_VALUES!r}")
