"""Conversion between amounts and whole numbers of millionths, which is what a money column stores."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..errors import MoneyError, MoneyTypeError
from ..values.money import at_least_cents, parse_money

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.int64]
    Mask = NDArray[np.bool_]

SCALE = 6
"""Decimals of every money column."""
ONE = 10**SCALE
"""Units of the amount 1."""
MOST = 2**63 - 1
"""Units of the largest amount, 9,223,372,036,854.775807."""
NO_UNITS = -(2**63)
"""Stands for a missing value where pandas wants one array of numbers; no amount has it."""

# Raises instead of rounding.
EXACT = Context(prec=80, traps=[Inexact, InvalidOperation, Overflow])
_STEP = Decimal(1).scaleb(-SCALE)
_CENT = Decimal("0.01")
_UNITS_OF_CENT = ONE // 100
_OTHER_WAYS = "Use .astype(object) for Decimals of any length, or .astype(float)."


def is_missing(value: object) -> bool:
    """Whether a value is one of pandas' marks for a missing one, or a Decimal that is not a number."""
    if isinstance(value, Decimal):
        return value.is_nan()
    return (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float | np.floating) and value != value)
    )


def exact(value: object) -> Decimal | None:
    """Returns a whole number or Decimal as Decimal; None for what is missing.

    Raises:
        MoneyTypeError: ``value`` is a float or no number.
    """
    if is_missing(value):
        return None
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float | np.floating):
        raise MoneyTypeError(
            f"{float(value)!r} is a float, which is not exact. Use a Decimal or a whole number, money.from_floats, "
            "which takes floats as they print, or .astype(float) on the amounts."
        )
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise MoneyTypeError(f"{value!r} is not an amount. Use a Decimal or a whole number.")
    return Decimal(int(value))


def units_of(value: Decimal) -> int:
    """Returns the units of an amount.

    Raises:
        MoneyError: it has more than six decimals or is too large.
    """
    try:
        units = int(EXACT.multiply(EXACT.quantize(value, _STEP), ONE))
    except Inexact:
        raise MoneyError(
            f"{shown(value)} has more than {SCALE} decimals, and a money column has {SCALE}. Round it first, or keep "
            "Decimals (dtype object)."
        ) from None
    except ArithmeticError:  # infinite, or hundreds of digits
        raise too_large(value) from None
    if abs(units) > MOST:
        raise too_large(value)
    return units


def too_large(value: object = None) -> MoneyError:
    """Returns the error for amounts that the type cannot store."""
    what = "An amount" if value is None else f"{shown(value)}"
    return MoneyError(f"{what} does not fit a money column, which holds less than 9.2 trillion (10**12). {_OTHER_WAYS}")


def shown(value: object) -> str:
    """Returns a value for an error text, cut to a line."""
    text = str(value)
    return text if len(text) <= 50 else f"{text[:47]}..."


def amount_of(units: int) -> Decimal:
    """Returns the amount of so many units, with two decimals or as many more as it needs."""
    cents, rest = divmod(units, _UNITS_OF_CENT)
    if not rest:
        return EXACT.multiply(_CENT, cents)
    return at_least_cents(EXACT.multiply(_STEP, units))


def amounts_of(units: Units) -> list[Decimal]:
    """Returns the amounts of an array of units."""
    cents, rest = np.divmod(units, _UNITS_OF_CENT)
    if rest.any():
        return [amount_of(one) for one in units.tolist()]
    return [EXACT.multiply(_CENT, one) for one in cents.tolist()]


def decimals_of(units: Units) -> int:
    """Returns how many decimals show all of these amounts: two or more."""
    for decimals in range(2, SCALE):
        if not (units % 10 ** (SCALE - decimals)).any():
            return decimals
    return SCALE if len(units) else 2


def read(values: Iterable[Any], *, text: bool = True) -> tuple[Units, Mask]:
    """Reads amounts one by one.

    Args:
        values: Decimals, whole numbers, exact decimal text, or missing values.
        text: whether text is read.

    Returns:
        The units, and which values are missing.
    """
    units: list[int] = []
    missing: list[bool] = []
    for place, value in enumerate(values):
        if type(value) is Decimal and (number := _quickly(value)) is not None:
            units.append(number)
            missing.append(False)
            continue
        try:
            amount = _read_text(value) if text and isinstance(value, str) else exact(value)
            units.append(0 if amount is None else units_of(amount))
        except (MoneyError, MoneyTypeError) as error:
            raise type(error)(f"Value {place}: {error}") from None
        missing.append(amount is None)
    return np.array(units, dtype="int64"), np.array(missing, dtype=bool)


def _quickly(value: Decimal) -> int | None:
    """Returns the units of an amount; None for what needs another look."""
    try:
        number = int(EXACT.multiply(EXACT.quantize(value, _STEP), ONE))
    except (ArithmeticError, ValueError):
        return None
    return number if -MOST <= number <= MOST else None


def _read_text(text: str) -> Decimal | None:
    try:
        return parse_money(text)
    except ValueError:
        raise MoneyError(
            f"{shown(text)!r} is not an exact decimal number, such as '1340.00', without thousands separators and "
            "currency."
        ) from None


def from_whole(values: Any) -> Units:
    """Returns the units of an array of whole numbers."""
    numbers = np.asarray(values)
    if len(numbers) and max(abs(int(numbers.min())), abs(int(numbers.max()))) > MOST // ONE:
        raise too_large()
    units: Units = numbers.astype("int64") * ONE
    return units


def as_floats(units: Units, missing: Mask) -> NDArray[np.float64]:
    """Returns the amounts as the nearest floats, NaN if missing."""
    floats: NDArray[np.float64] = units / float(ONE)
    for place in np.flatnonzero(np.abs(units) > 2**53):  # NumPy would round twice
        floats[place] = int(units[place]) / ONE
    floats[missing] = np.nan
    return floats
