"""Typed column values of a frame, for export to files, databases and tables. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import InputError
from ..frames import schema as frames
from ..frames.attrs import current
from ..values.money import at_least_cents
from .typed import Kind, Typed, typed

if TYPE_CHECKING:
    import pandas as pd

_JSON = msgspec.json.Encoder(decimal_format="number")
_INT64_MAX = 2**63 - 1
# An empty object column is recognized as money by its name only.
_MONEY = frozenset(
    column.name
    for table in (frames.ORDERS, frames.LINES, frames.PRODUCTS, frames.SESSIONS)
    for column in table
    if column.dtype == frames.MONEY
)

_IDS = frozenset({"order_id", "session_id", "product_id", "submission_id"})


@dataclass(frozen=True)
class Cells:
    """One column.

    Attributes:
        name: name of the column.
        kind: type of its values. ``category`` is text from a short list, ``decimal`` is exact (money), ``bigint`` is
            whole numbers of which one is beyond 64 bits, ``json`` is text in JSON for what has no type of its own,
            such as lists.
        source: the values, or the column that they are read from when they are asked for.
        array: the values as an Arrow array, if that is had without them.
        zoned: whether the times have a time zone; they are converted to UTC.
        categories: all categories in order, unused ones included.
    """

    name: str
    kind: Kind
    source: Sequence[Any] | Callable[[], Sequence[Any]]
    array: Any = None
    zoned: bool = False
    categories: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many values there are."""
        return len(self.values if self.array is None else self.array)

    @cached_property
    def values(self) -> Sequence[Any]:
        """One value for each row, None if missing.

        ``str``, ``bool``, ``int``, ``float``, ``Decimal``, ``datetime``, ``date`` or ``timedelta``.
        """
        return self.source() if callable(self.source) else self.source


def flat(frame: pd.DataFrame | pd.Series[Any], name: str = "frame") -> pd.DataFrame:
    """Returns a frame without an index: a meaningful index becomes columns, one that counts rows is dropped.

    Raises:
        InputError: ``frame`` is neither a DataFrame nor a Series, or the index has the name of a column.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame | pd.Series):
        raise InputError(f"{name} must be a DataFrame or a Series, such as shop.orders.frame().", name=name)
    attrs = frame.attrs
    # These have no attrs, which pandas would copy with every step.
    if isinstance(frame, pd.Series):
        frame = pd.DataFrame({"value" if frame.name is None else frame.name: frame})
    else:
        frame = pd.DataFrame(frame)
    try:
        table = frame.reset_index(drop=_counts_rows(frame))
    except ValueError as error:
        raise InputError(
            f"The index of {name} has the name of a column: rename one of them, or drop the index with reset_index.",
            name=name,
        ) from error
    if table.columns.nlevels > 1:
        names = [" ".join(str(part) for part in parts if str(part)) for parts in table.columns]
    else:
        names = [str(one) for one in table.columns]
    names = [clean(one) for one in names]
    table.columns = pd.Index(names, dtype="object")
    for place, dtype in enumerate(table.dtypes):
        if isinstance(dtype, pd.SparseDtype):
            table.isetitem(place, table.iloc[:, place].array.to_dense())
    table.attrs = current(attrs)
    return table


def _counts_rows(frame: pd.DataFrame) -> bool:
    """Whether the index is row numbers: those of pandas, also after rows were taken out, sorted or put together.

    Rows that were taken out leave any numbers, so only frames whose rows have an id of their own can tell. A
    ``RangeIndex`` cannot: pandas 3 makes one of the numbers of a dict.
    """
    import pandas as pd

    index = frame.index
    if index.nlevels > 1 or index.name is not None or not pd.api.types.is_integer_dtype(index):
        return False
    if not _IDS.isdisjoint(frame.columns):
        return True
    return bool(index.notna().all() and index.isin(range(len(index))).all())


def odd_attrs() -> InputError:
    """Returns the error for ``attrs`` that cannot be written."""
    return InputError(
        "frame.attrs has a value that is nested too deeply, contains itself, is too large, or cannot be copied or "
        "shown as text: remove it from attrs.",
        name="frame",
    )


def read(frame: pd.DataFrame | pd.Series[Any], name: str = "frame") -> list[Cells]:
    """Returns the columns of a frame.

    Raises:
        InputError: ``frame`` is neither a DataFrame nor a Series, the index has the name of a column, or two columns
            have the same name.
    """
    table = flat(frame, name)
    table.attrs = {}
    names: dict[str, str] = {}
    for column in table.columns:
        # Databases and spreadsheets ignore case: "form.Name" and "form.name" are the same.
        if other := names.get(column.casefold()):
            raise InputError(f"{name} has two columns '{other}' and '{column}': rename one of them.", name=name)
        names[column.casefold()] = column
    return [_readable(column, table[column]) for column in table.columns]


def _readable(name: str, series: pd.Series[Any]) -> Cells:
    try:
        return _column(name, series)
    except RecursionError:
        why = "a value that is nested too deeply to be written as text"
    except OverflowError:
        why = "a time outside of the years 1 to 9999, or a duration that is longer than Python has"
    except Exception as error:  # noqa: BLE001  (of a value's own code, such as its __str__)
        why = f"a value that cannot be read ({type(error).__name__})"
    raise InputError(
        f"Column '{name}' has {why}: drop the column, such as frame.drop(columns=['{name}']).", name="frame"
    )


def _column(name: str, series: pd.Series[Any]) -> Cells:
    import pandas as pd

    from ..money import MoneyDtype

    if isinstance(series.dtype, pd.CategoricalDtype) and series.cat.categories.dtype == "money":
        series = series.astype(MoneyDtype())  # iterating the categories gives floats
    dtype = series.dtype
    if found := typed(series):
        return Cells(name, found.kind, partial(_listed, found, series), found.array, found.zoned)
    if isinstance(dtype, pd.CategoricalDtype) and all(isinstance(one, str) for one in dtype.categories):
        known = tuple(dict.fromkeys(clean(one) for one in dtype.categories))
        return Cells(name, "category", _values(series, clean), categories=known)
    if isinstance(dtype, pd.DatetimeTZDtype):
        return Cells(name, "time", _values(series.dt.tz_convert("UTC"), _time), zoned=True)
    if isinstance(dtype, pd.PeriodDtype | pd.IntervalDtype):
        return Cells(name, "text", _values(series, str))
    if isinstance(dtype, pd.StringDtype):
        return Cells(name, "text", _values(series, clean))
    if not pd.api.types.is_object_dtype(dtype) and not isinstance(dtype, pd.CategoricalDtype | pd.ArrowDtype):
        match dtype.kind:
            case "i" | "u":
                return _objects(name, _values(series, int), "int")
            case "M":
                return Cells(name, "time", _values(series, _time))
            case "m":
                return Cells(name, "duration", _values(series, pd.Timedelta.to_pytimedelta))
    return _objects(name, _values(series, native))


def _listed(column: Typed, series: pd.Series[Any]) -> list[Any]:
    """Returns the Python values of a column that is had as an array."""
    if column.zoned:
        series = series.dt.tz_convert("UTC")
    match column.kind:
        case "decimal":
            return _values(series, at_least_cents)
        case "time" | "duration":
            return _values(series, native)
    return _values(series, {"bool": bool, "int": int, "float": float}.get(column.kind, str))


def _objects(name: str, values: list[Any], empty: Kind = "text") -> Cells:
    """Returns a column with the type of its values."""
    present = [value for value in values if value is not None]
    kinds = {type(value) for value in present}
    match kinds:
        case _ if not kinds:
            is_money = empty == "text" and name.removeprefix("session.") in _MONEY
            return Cells(name, "decimal" if is_money else empty, values)
        case _ if kinds == {str}:
            return Cells(name, "text", [None if value is None else clean(value) for value in values])
        case _ if kinds == {bool}:
            return Cells(name, "bool", values)
        case _ if kinds == {int} and all(-_INT64_MAX - 1 <= value <= _INT64_MAX for value in present):
            return Cells(name, "int", values)
        case _ if kinds == {float}:
            return Cells(name, "float", values)
        case _ if kinds == {int}:
            return Cells(name, "bigint", values)
        case _ if kinds <= {int, Decimal} and all(Decimal(value).is_finite() for value in present):
            return Cells(name, "decimal", [None if value is None else Decimal(value) for value in values])
        case _ if kinds == {dt.datetime}:
            zoned = {value.tzinfo is not None for value in present}
            if zoned == {True}:
                return Cells(name, "time", [value and value.astimezone(dt.UTC) for value in values], zoned=True)
            if zoned == {False}:
                return Cells(name, "time", values)
        case _ if kinds == {dt.date}:
            return Cells(name, "date", values)
        case _ if kinds == {dt.timedelta}:
            return Cells(name, "duration", values)
    return Cells(name, "json", [None if value is None else as_json(value) for value in values])


def as_json(value: Any) -> str:
    """Encodes a value as JSON: exact numbers, times as ISO text, unknown types as text."""
    return _JSON.encode(_jsonable(value)).decode()


def clean(text: str) -> str:
    """Returns text that can be encoded as UTF-8: lone surrogates become the replacement character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def time_text(value: dt.datetime) -> str:
    """Formats a time as ISO 8601: ``2025-04-30T20:15:29.254Z``, without ``Z`` if it has no zone."""
    text = value.isoformat(timespec="milliseconds" if value.microsecond % 1000 == 0 else "microseconds")
    return text.replace("+00:00", "Z")


def _values(series: pd.Series[Any], convert: Any) -> list[Any]:
    return [None if is_missing(value) else convert(value) for value in series.tolist()]


def is_missing(value: Any) -> bool:
    """Whether a value is one of the marks for a missing one."""
    import pandas as pd

    if isinstance(value, Decimal):
        return value.is_nan()
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _time(value: pd.Timestamp) -> dt.datetime:
    """Converts a time, without the nanoseconds, which no format here has.

    Raises:
        OverflowError: the year is not from 1 to 9999.
    """
    if not dt.MINYEAR <= value.year <= dt.MAXYEAR:
        raise OverflowError("the year")
    return value.to_pydatetime(warn=False)


def native(value: Any) -> Any:
    """Converts pandas and NumPy values to Python types."""
    import numpy as np
    import pandas as pd

    if isinstance(value, pd.Timestamp):
        return _time(value)
    if isinstance(value, pd.Timedelta):
        return value.to_pytimedelta()
    if isinstance(value, np.datetime64 | np.timedelta64):
        # As pandas has them: of nanoseconds, NumPy gives bare numbers.
        kind: Any = pd.Timestamp if isinstance(value, np.datetime64) else pd.Timedelta
        return None if np.isnat(value) else native(kind(value))
    if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        return value.tolist()
    return str(value) if isinstance(value, str) else value


def _jsonable(value: Any) -> Any:
    match value:
        case _ if is_missing(value):
            return None
        case bool():
            return value
        case str():
            return clean(value)
        case int():
            return value if abs(value) <= _INT64_MAX else Decimal(value)
        case Decimal():
            # JSON has no infinity.
            return value if value.is_finite() else str(value)
        case float():
            return value if math.isfinite(value) else str(value)
        case dict():
            return {clean(str(key)): _jsonable(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_jsonable(item) for item in value]
        case dt.datetime():
            return time_text(value)
        case dt.date():
            return value.isoformat()
    plain = native(value)
    return _jsonable(plain) if plain is not value else clean(str(value))
