from typing import Literal

ProductFilterConditionMarker = Literal["eq", "exs", "in", "lth", "mth", "neq", "nexs", "nin"]

PRODUCT_FILTER_CONDITION_MARKER_VALUES: set[ProductFilterConditionMarker] = {
    "eq",
    "exs",
    "in",
    "lth",
    "mth",
    "neq",
    "nexs",
    "nin",
}


def check_product_filter_condition_marker(value: str) -> ProductFilterConditionMarker:
    if value in PRODUCT_FILTER_CONDITION_MARKER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PRODUCT_FILTER_CONDITION_MARKER_VALUES!r}")
