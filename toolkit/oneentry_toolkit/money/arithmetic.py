"""Arithmetic and comparison of money columns.

Sums, differences and products with whole numbers and Decimals are exact, or an error. Ratios, powers and whatever meets
a float are floats.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from ..errors import MoneyError, MoneyTypeError
from .amounts import MOST, ONE, SCALE, as_floats, exact, from_whole, is_missing, read, shown, too_large, units_of

if TYPE_CHECKING:
    from .amounts import Mask, Units

_WORDS = {
    "add": "added",
    "sub": "subtracted",
    "mul": "multiplied",
    "truediv": "divided",
    "floordiv": "divided",
    "mod": "divided",
    "divmod": "divided",
    "pow": "raised to a power",
}
_FAR = 30
"""Digits before the point that no amount has."""
_FLOAT: dict[str, Callable[[Any, Any], Any]] = {
    name: getattr(operator, name) for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
} | {"divmod": np.divmod}


@dataclass(frozen=True)
class Operand:
    """What stands on the other side of an operator.

    Attributes:
        kind: ``units`` (amounts, as units), ``whole`` (whole numbers), ``decimal`` (one Decimal), ``float``,
            ``missing`` (one missing value) or ``other``.
        values: an array as long as the column, or one number.
        missing: which of the values are missing.
    """

    kind: Literal["units", "whole", "decimal", "float", "missing", "other"]
    values: Any = None
    missing: Any = False

    def units(self) -> Any:
        """Returns the amounts as units."""
        match self.kind:
            case "whole" if isinstance(self.values, int):
                return units_of(Decimal(self.values))
            case "whole":
                return from_whole(self.values)
            case "decimal":
                return units_of(self.values)
        return self.values

    def floats(self) -> Any:
        """Returns the values as floats."""
        if self.kind == "units":
            return as_floats(self.values, self.missing)
        if self.kind == "whole" and not isinstance(self.values, int):
            return np.where(self.missing, np.nan, self.values.astype("float64"))
        if self.kind == "float":
            return self.values
        try:
            return float(self.values)
        except OverflowError:  # a whole number of hundreds of digits
            raise too_large(self.values) from None


def operand(other: Any, length: int) -> Operand:
    """Classifies the other side of an operator.

    Raises:
        ValueError: it is an array of another length.
    """
    from .array import MoneyArray

    if isinstance(other, np.ndarray) and other.ndim == 0:
        other = other.item()
    if isinstance(other, MoneyArray):
        _check(len(other), length)
        return Operand("units", other.units, other.isna())
    if is_missing(other):
        return Operand("missing")
    if isinstance(other, Decimal):
        return Operand("decimal", other) if other.is_finite() else Operand("float", float(other))
    if isinstance(other, int | np.integer | np.bool_):
        return Operand("whole", int(other))
    if isinstance(other, float | np.floating):
        return Operand("float", float(other))
    if isinstance(other, str | bytes | dict | set) or not pd.api.types.is_list_like(other):
        return Operand("other", other)
    values: Any = other if hasattr(other, "dtype") else np.array(list(other), dtype=object)
    _check(len(values), length)
    return _array_operand(values)


def _check(found: int, length: int) -> None:
    if found != length:
        raise ValueError(f"Lengths must match: a money column of {length} values, and {found} values.")


def _array_operand(values: Any) -> Operand:
    from .array import MoneyArray

    dtype = values.dtype
    missing = np.asarray(pd.isna(values), dtype=bool)
    if isinstance(dtype, pd.ArrowDtype) and dtype.type is Decimal:
        amounts = MoneyArray._from_sequence(values)
        return Operand("units", amounts.units, amounts.isna())
    if dtype.kind == "f":
        floats = (
            values.to_numpy("float64", na_value=np.nan)
            if isinstance(dtype, pd.api.extensions.ExtensionDtype)
            else values
        )
        return Operand("float", np.asarray(floats, dtype="float64"), missing)
    if dtype.kind in "iub":
        return Operand("whole", whole_numbers(values), missing)
    if dtype.kind != "O" or isinstance(dtype, pd.StringDtype):
        return Operand("other", values)
    return _objects_operand(np.asarray(values, dtype=object), missing)


def whole_numbers(values: Any) -> Units:
    """Returns an array of any type of whole numbers or bools as ``int64``, 0 where a value is missing."""
    if values.dtype.kind == "u":
        large = pd.Series(values).astype("UInt64").to_numpy("uint64", na_value=0)
        if len(large) and int(large.max()) > MOST:
            raise too_large(large.max())
        found: Any = large.astype("int64")
    else:
        found = pd.Series(values).astype("Int64").to_numpy("int64", na_value=0)
    return found  # type: ignore[no-any-return]


def _objects_operand(values: Any, missing: Mask) -> Operand:
    present = values[~missing]
    if all(isinstance(one, int | np.integer) and abs(int(one)) <= MOST for one in present) and len(present):
        return Operand("whole", np.where(missing, 0, values).astype("int64"), missing)
    if any(isinstance(one, float | np.floating) for one in present):
        try:
            return Operand("float", np.where(missing, np.nan, values).astype("float64"), missing)
        except (TypeError, ValueError):
            return Operand("other", values)
    try:
        units, missing = read([int(one) if isinstance(one, bool) else one for one in values], text=False)
    except MoneyTypeError:
        return Operand("other", values)
    return Operand("units", units, missing)


def arithmetic(units: Units, missing: Mask, other: Any, name: str, *, reverse: bool) -> Any:
    """Applies an operator.

    Returns:
        The units and what is missing, or an array of floats; two of them for ``divmod``.

    Raises:
        MoneyError: the exact result does not fit a money column.
        MoneyTypeError: there is no such operation with ``other``.
    """
    right = operand(other, len(units))
    if right.kind == "other":
        kind = other.dtype if hasattr(other, "dtype") else type(other).__name__
        raise MoneyTypeError(
            f"Money and {shown(kind)} cannot be {_WORDS[name]}. money.from_decimals reads Decimals and exact decimal "
            "text."
        )
    if right.kind == "missing":
        return (_nothing(units), _nothing(units)) if name == "divmod" else _nothing(units)
    if right.kind == "float" or name in ("truediv", "pow"):
        return _floats(as_floats(units, missing), right.floats(), name, reverse=reverse)
    gone = missing | right.missing
    if name == "mul":
        return _product(units, right, gone), gone
    values = np.broadcast_to(np.asarray(right.units(), dtype="int64"), units.shape)
    left, bottom = (values, units) if reverse else (units, values)
    if name in ("add", "sub"):
        return _sum(left, bottom if name == "add" else -bottom, gone), gone
    if not bottom[~gone].all():
        raise MoneyError("Money is divided by zero, which has no exact result. Drop these rows, or use .astype(float).")
    bottom = np.where(gone, 1, bottom)
    rest = np.where(gone, 0, np.fmod(left, bottom))  # the sign of the left side, as with Decimals
    whole = (left - rest) // bottom
    if name == "mod":
        return rest, gone
    quotient = from_whole(np.where(gone, 0, whole))
    return (quotient, gone) if name == "floordiv" else ((quotient, gone), (rest, gone.copy()))


def _nothing(units: Units) -> tuple[Units, Mask]:
    return np.zeros(len(units), dtype="int64"), np.ones(len(units), dtype=bool)


def _floats(left: Any, right: Any, name: str, *, reverse: bool) -> Any:
    with np.errstate(all="ignore"):
        return _FLOAT[name](right, left) if reverse else _FLOAT[name](left, right)


def _sum(left: Units, right: Units, gone: Mask) -> Units:
    total = left + right
    if ((((left ^ total) & (right ^ total)) < 0) & ~gone).any() or (total[~gone] < -MOST).any():
        raise too_large()
    return np.where(gone, 0, total)


def _product(units: Units, right: Operand, gone: Mask) -> Units:
    if right.kind == "decimal":
        top, bottom = _ratio(right.values)
        parts, rest = np.divmod(np.where(gone, 0, units), bottom) if bottom <= MOST else (units, units)
        if rest.any():
            raise MoneyError(
                f"A product with {shown(right.values)} has more than {SCALE} decimals, and a money column has {SCALE}. "
                "For rounded results, multiply with a float and round; for all digits, use .astype(object)."
            )
        return times(parts, top)
    clean = np.where(gone, 0, units)
    if right.kind == "whole":
        return times(clean, right.values if isinstance(right.values, int) else np.where(gone, 0, right.values))
    values = np.where(gone, 0, right.values)
    small = _most(clean) * _most(values) <= MOST
    products = clean * values if small else clean.astype(object) * values
    if (products % ONE).any():
        raise MoneyError(
            f"A product of amounts has more than {SCALE} decimals, and a money column has {SCALE}. Use .astype(float) "
            "on one side, or .astype(object) for all digits."
        )
    return _fitting(products // ONE)


def _ratio(value: Decimal) -> tuple[int, int]:
    """Returns a number as a fraction, or one as good as it if it is beyond what any product could hold."""
    if value and abs(value.adjusted()) > _FAR:
        return (10**_FAR, 1) if value.adjusted() > 0 else (1, 10**_FAR)
    return value.as_integer_ratio()


def times(units: Units, factor: Any) -> Units:
    """Multiplies with whole numbers; raises MoneyError if a product does not fit."""
    if _most(units) * _most(factor) <= MOST >= _most(factor):  # zeros times what no array holds
        product: Units = units * factor
        return product
    return _fitting(units.astype(object) * factor)


def _most(values: Any) -> int:
    if isinstance(values, int):
        return abs(values)
    return max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0


def _fitting(values: Any) -> Units:
    """Returns Python's whole numbers as units, if they fit."""
    if len(values) and max(abs(values.max()), abs(values.min())) > MOST:
        raise too_large()
    return values.astype("int64")  # type: ignore[no-any-return]


def compare(units: Units, missing: Mask, other: Any, name: str) -> Any:
    """Compares amounts exactly, with floats as floats. What is missing equals nothing.

    Raises:
        MoneyTypeError: ``other`` has no order with amounts.
    """
    op: Callable[[Any, Any], Any] = getattr(operator, name)
    right = operand(other, len(units))
    if right.kind in ("missing", "other"):
        if right.kind == "other" and name not in ("eq", "ne"):
            raise MoneyTypeError(
                f"Money and {type(other).__name__} have no order. Compare it with amounts: a Decimal or a number."
            )
        return np.full(len(units), name == "ne")
    if right.kind == "float":
        found = op(as_floats(units, missing), right.values)
        return found
    if right.kind in ("whole", "decimal") and isinstance(right.values, int | Decimal):
        found = _compare_number(units, exact(right.values) or Decimal(0), name)
    else:
        values = right.values
        if right.kind == "whole":
            if _most(values) > MOST // ONE:  # as near to the range as does not change the answer
                values = np.clip(values, -(MOST // ONE) - 1, MOST // ONE + 1).astype(object)
            values = values * ONE
        found = np.asarray(op(units, values), dtype=bool)
    found[missing | right.missing] = name == "ne"
    return found


def _compare_number(units: Units, value: Decimal, name: str) -> Any:
    """Compares with a number of any length: of what lies between two units, the lower one decides."""
    if value and value.adjusted() > _FAR:
        value = Decimal(10**_FAR).copy_sign(value)
    limit = Decimal(MOST + 1)
    scaled = max(-limit, min(limit, Context(prec=len(value.as_tuple().digits) + SCALE + 1).multiply(value, ONE)))
    floor = int(scaled.to_integral_value(rounding=ROUND_FLOOR))
    if floor != scaled:
        match name:
            case "eq" | "ne":
                return np.full(len(units), name == "ne")
            case "lt" | "le":
                return _below(units, floor)
        return ~_below(units, floor)
    if abs(floor) > MOST:
        answer = name == "ne" or name in (("lt", "le") if floor > 0 else ("gt", "ge"))
        return np.full(len(units), answer)
    return np.asarray(getattr(operator, name)(units, floor), dtype=bool)


def _below(units: Units, floor: int) -> Any:
    return (
        np.asarray(units <= max(-MOST, min(MOST, floor)), dtype=bool) if floor >= -MOST else np.zeros(len(units), bool)
    )
