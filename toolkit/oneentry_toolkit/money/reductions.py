"""Sums, means and the like of money columns, of a whole column and by group."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..errors import MoneyTypeError
from ..values.money import at_least_cents
from .amounts import EXACT, MOST, ONE, SCALE, as_floats, too_large

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .amounts import Mask, Units

EXACT_REDUCTIONS = frozenset({"sum", "min", "max"})
_FLOAT_REDUCTIONS = frozenset({"mean", "median", "std", "var", "sem", "skew", "kurt"})
_EXACT_BY_GROUP = frozenset({"sum", "min", "max", "first", "last", "nth", "cumsum", "cummin", "cummax"})
_AS_NUMBERS_BY_GROUP = frozenset({"any", "all", "rank", "idxmin", "idxmax"})


def masked(units: Units, missing: Mask) -> Any:
    """Returns pandas' own nullable array of the units, whose hooks do the counting."""
    return pd.arrays.IntegerArray(units, missing)


def parts(found: Any) -> tuple[Units, Mask]:
    """Returns the units of pandas' nullable array, and what is missing in it."""
    return found.to_numpy("int64", na_value=0), np.asarray(found.isna(), dtype=bool)


def total(units: Units, missing: Mask) -> int:
    """Returns the exact sum in units, however large."""
    present = units[~missing] if missing.any() else units
    # Halves of 32 bits, whose sums do not wrap round in any column that fits in memory.
    return (int((present >> 32).sum()) << 32) + int((present & 0xFFFFFFFF).sum())


def reduce(units: Units, missing: Mask, name: str, *, skipna: bool, min_count: int, options: dict[str, Any]) -> Any:
    """Returns one number: a Decimal from a sum, minimum or maximum, else a float or a bool."""
    gone = int(missing.sum())
    valid = len(units) - gone
    none = (not skipna and bool(gone)) or valid < min_count
    match name:
        case "sum":
            return np.nan if none else _decimal(total(units, missing))
        case "min" | "max":
            return np.nan if none or not valid else _decimal(int(getattr(units[~missing], name)()))
        case "mean":
            # Python divides whole numbers to the nearest float.
            return np.nan if none or not valid else total(units, missing) / (valid * ONE)
        case "any" | "all":
            return getattr(masked(units, missing), name)(skipna=skipna)
        case "count":
            return valid
    if name not in _FLOAT_REDUCTIONS:
        raise unsupported(name)
    return getattr(pd.Series(as_floats(units, missing)), name)(skipna=skipna, **options)


def _decimal(units: int) -> Decimal:
    return at_least_cents(EXACT.scaleb(Decimal(units), -SCALE))


def unsupported(name: str) -> MoneyTypeError:
    """Returns the error for what amounts do not have, such as a product of all."""
    return MoneyTypeError(f"A money column does not support '{name}'. Use .astype(float) first.")


def accumulate(units: Units, missing: Mask, name: str, *, skipna: bool, options: dict[str, Any]) -> tuple[Units, Mask]:
    """Returns running sums, minima or maxima.

    Raises:
        MoneyError: a sum does not fit.
        MoneyTypeError: there is no running product of amounts.
    """
    if name not in ("cumsum", "cummin", "cummax"):
        raise unsupported(name)
    clean = np.where(missing, 0, units)
    if name == "cumsum" and _may_wrap(clean) and len(clean):
        sums = np.cumsum(clean.astype(object))
        if max(abs(sums.max()), abs(sums.min())) > MOST:
            raise too_large("A running sum")
    return parts(masked(clean, missing)._accumulate(name, skipna=skipna, **options))


def _may_wrap(units: Units) -> bool:
    return bool(len(units)) and len(units) * max(abs(int(units.min())), abs(int(units.max()))) > MOST


def by_group(units: Units, missing: Mask, how: str, options: dict[str, Any]) -> tuple[Units, Mask] | NDArray[Any]:
    """Returns an operation's results by group, through the hook that pandas calls for its own arrays.

    Returns:
        Units and what is missing where the results are amounts, else an array of floats or bools.
    """
    clean = np.where(missing, 0, units)
    if how in _EXACT_BY_GROUP:
        if how in ("sum", "cumsum") and _may_wrap(clean):
            return _wide_by_group(clean, missing, how, options)
        return parts(masked(clean, missing)._groupby_op(how=how, **options))
    if how in _AS_NUMBERS_BY_GROUP:
        found = masked(clean, missing)._groupby_op(how=how, **options)
        return found if how != "rank" else found.to_numpy("float64", na_value=np.nan)  # type: ignore[no-any-return]
    if how in ("prod", "cumprod"):
        raise unsupported(how)
    floats = pd.arrays.FloatingArray(np.where(missing, 0.0, as_floats(units, missing)), missing.copy())
    found = floats._groupby_op(how=how, **options)  # type: ignore[attr-defined]
    return found.to_numpy("float64", na_value=np.nan)  # type: ignore[no-any-return]


def _wide_by_group(units: Units, missing: Mask, how: str, options: dict[str, Any]) -> tuple[Units, Mask]:
    """Sums halves, which do not wrap round, and joins them as Python's whole numbers."""
    high, gone = parts(masked(units >> 32, missing)._groupby_op(how=how, **options))
    low, _ = parts(masked(units & 0xFFFFFFFF, missing)._groupby_op(how=how, **options))
    sums = high.astype(object) * 2**32 + low
    if len(sums) and max(abs(sums.max()), abs(sums.min())) > MOST:
        raise too_large("The sum of a group")
    return sums.astype("int64"), gone
