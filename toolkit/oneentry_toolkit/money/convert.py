"""Money columns made of other values."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..errors import InputError, MoneyTypeError
from . import arrow
from .amounts import SCALE, is_missing
from .array import MoneyArray

if TYPE_CHECKING:
    pass


def from_decimals(values: Any) -> pd.Series[Any]:
    """Returns a money column of exact amounts.

    Args:
        values: Decimals, whole numbers, exact decimal text such as ``"340.00"``, or missing values, in a Series, a list
            or any other iterable; or an Arrow array of decimals. A Series keeps its index, name and ``attrs``.

    Raises:
        MoneyError: a value has more than six decimals, is too large, or is text but not a number.
        MoneyTypeError: a value is a float or no amount.
    """
    if isinstance(values, pd.Series):
        found = pd.Series(MoneyArray._from_sequence(values, copy=True), index=values.index, name=values.name)
        found.attrs = values.attrs
        return found
    if hasattr(values, "combine_chunks") or (hasattr(values, "buffers") and hasattr(values, "null_count")):
        return pd.Series(MoneyArray(*arrow.read(values)))
    return pd.Series(MoneyArray._from_sequence(values if hasattr(values, "dtype") else _listed(values), copy=True))


def from_floats(values: Any, *, decimals: int = 2) -> pd.Series[Any]:
    """Returns a money column of floats, rounded to so many decimals, half to even.

    Floats are not exact: 0.1 + 0.2 is 0.30000000000000004. Each counts as the decimal number that it prints as, and
    that number is rounded.

    Args:
        values: floats or missing values, in a Series, a list or another iterable. A Series keeps its index, name and
            ``attrs``.
        decimals: from 0 to 6.

    Raises:
        InputError: ``decimals`` is not from 0 to 6.
        MoneyError: a value is infinite or too large.
        MoneyTypeError: a value is not a number.
    """
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= SCALE:
        raise InputError(f"decimals must be a whole number from 0 to {SCALE}.", name="decimals")
    rounded = [_rounded(value, decimals) for value in _listed(values)]
    if isinstance(values, pd.Series):
        found = from_decimals(pd.Series(rounded, index=values.index, name=values.name, dtype=object))
        found.attrs = values.attrs
        return found
    return from_decimals(rounded)


def _listed(values: Any) -> list[Any]:
    if isinstance(values, str | bytes | dict):
        raise MoneyTypeError(f"A column is made of a list or Series of values, not of {type(values).__name__}.")
    try:
        return list(values)
    except TypeError:
        raise MoneyTypeError(
            f"A column is made of a list or Series of values, not of {type(values).__name__}."
        ) from None


def _rounded(value: Any, decimals: int) -> Any:
    if is_missing(value) or not isinstance(value, float | np.floating):
        return value
    number = Decimal(repr(float(value)))
    if not number.is_finite() or number.adjusted() > 20:
        return number  # refused with the others that do not fit
    return number.quantize(Decimal(1).scaleb(-decimals), context=Context(prec=60, rounding=ROUND_HALF_EVEN))
