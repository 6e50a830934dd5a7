from typing import Literal

ListProductsWithoutPageSortKey = Literal["date", "id", "position", "price", "title"]

LIST_PRODUCTS_WITHOUT_PAGE_SORT_KEY_VALUES: set[ListProductsWithoutPageSortKey] = {
    "date",
    "id",
    "position",
    "price",
    "title",
}


def check_list_products_without_page_sort_key(value: str) -> ListProductsWithoutPageSortKey:
    if value in LIST_PRODUCTS_WITHOUT_PAGE_SORT_KEY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_PRODUCTS_WITHOUT_PAGE_SORT_KEY_VALUES!r}")
