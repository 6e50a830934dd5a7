"""Exact amounts as a type of pandas column: ``money``.

    from oneentry_toolkit import money

    orders["total"] = money.from_decimals(orders["total"])  # or .astype("money"), once this module is imported
    orders["total"].sum()  # a Decimal, exact
    orders["total"].describe()  # floats
    orders["total"].astype(object)  # Decimals

Sums, differences and products with whole numbers and Decimals are exact, or an error that says what to do. Means,
quantiles, ratios and whatever meets a float are floats. See ``docs/money.md``.
"""

from .array import MoneyArray
from .arrow import types_mapper
from .convert import from_decimals, from_floats
from .dtype import MoneyDtype

__all__ = ["MoneyArray", "MoneyDtype", "from_decimals", "from_floats", "types_mapper"]


def __dir__() -> list[str]:
    return __all__
