"""Money columns as a user makes them: only type-checked, never run."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, assert_type

import pandas as pd

import oneentry_toolkit as oe
from oneentry_toolkit import money

orders = oe.connect().orders.frame()
totals: pd.Series[Any] = money.from_decimals(orders["total"])
few: pd.Series[Any] = money.from_decimals([Decimal("1.50"), 2, "3.25", None])
rounded: pd.Series[Any] = money.from_floats([0.1, None], decimals=3)
assert_type(money.MoneyDtype(), money.MoneyDtype)
assert_type(oe.money.types_mapper(None), money.MoneyDtype | None)
try:
    orders["total"] = totals * 2
except (oe.MoneyError, oe.MoneyTypeError) as error:
    assert_type(str(error), str)
