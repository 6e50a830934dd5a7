"""Arrow arrays of pandas columns whose dtype says what they hold, without a look at each value. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..frames.schema import DECIMALS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

Kind = Literal["text", "category", "bool", "int", "bigint", "float", "decimal", "time", "date", "duration", "json"]

_INT64_MAX = 2**63 - 1
_MICROSECONDS = {"ms": 1000, "s": 1_000_000}
_TEXT_BYTES = 2**31 - 1
"""What one array of Arrow's usual text holds."""


class Typed(NamedTuple):
    """A column as an Arrow array.

    Attributes:
        kind: type of its values.
        array: the values; ``pa.Array`` or ``pa.ChunkedArray``.
        zoned: whether the times have a time zone; they are in UTC.
    """

    kind: Kind
    array: Any
    zoned: bool = False


def money_type() -> pa.DataType:
    """Returns the Arrow type of an amount, ``decimal128(38, 6)``."""
    import pyarrow as pa

    return pa.decimal128(38, DECIMALS)


def typed(series: pd.Series[Any]) -> Typed | None:
    """Returns a column as an Arrow array; None if its values must be looked at one by one."""
    import pyarrow as pa

    try:
        return _typed(series)
    except (pa.ArrowException, UnicodeError, OverflowError):  # a value that the array does not hold
        return None


def _typed(series: pd.Series[Any]) -> Typed | None:
    import pandas as pd
    import pyarrow as pa

    dtype = series.dtype
    if dtype == "money":
        return Typed("decimal", pa.array(series.array))
    if isinstance(dtype, pd.CategoricalDtype):
        return _category(series)
    if isinstance(dtype, pd.StringDtype):
        return Typed("text", short_text(pa.array(series.array)))
    if isinstance(dtype, pd.ArrowDtype):
        return _arrow(pa.chunked_array(series.array.__arrow_array__()))
    if isinstance(dtype, pd.DatetimeTZDtype):
        return _times(series.dt.tz_convert("UTC").dt.tz_localize(None), zoned=True)
    if isinstance(dtype, pd.PeriodDtype | pd.IntervalDtype):
        return None
    match dtype.kind:
        case "b":
            return Typed("bool", pa.array(series.array))
        case "i" | "u":
            return Typed("int", pa.array(series.array).cast(pa.int64()))
        case "f":
            floats = series.to_numpy("float64", na_value=float("nan"))
            return Typed("float", pa.array(floats, from_pandas=True))
        case "M":
            return _times(series)
        case "m":
            found = _in_microseconds(series)
            return None if found is None else Typed("duration", found.cast(pa.duration("us")))
        case "O":
            return _objects(series)
    return None


def _category(series: pd.Series[Any]) -> Typed | None:
    import pyarrow as pa

    categories = series.cat.categories
    if not all(isinstance(one, str) for one in categories):
        return None
    codes = series.cat.codes.to_numpy().astype("int32")
    indices = pa.array(codes, mask=codes == -1)
    known = pa.array(categories.tolist(), pa.string())
    return Typed("category", pa.DictionaryArray.from_arrays(indices, known, ordered=bool(series.cat.ordered)))


def _arrow(array: pa.ChunkedArray) -> Typed | None:
    """Returns a column that is Arrow's already, in the types of the exports."""
    import pyarrow as pa
    import pyarrow.compute as pc

    types, found = pa.types, array.type
    if types.is_boolean(found):
        return Typed("bool", array)
    if types.is_integer(found):
        return Typed("int", array.cast(pa.int64()))
    if types.is_floating(found):
        floats = array.cast(pa.float64())
        return Typed("float", pc.if_else(pc.is_nan(floats), None, floats))
    if types.is_string(found) or types.is_large_string(found) or types.is_string_view(found):
        return Typed("text", short_text(array))
    if types.is_decimal(found):
        return Typed("decimal", array.cast(money_type()))
    if types.is_timestamp(found) and found.unit == "us":
        counts = array.cast(pa.int64())
        return Typed("time", array.cast(_time_type(found.tz)), bool(found.tz)) if _has_years(counts) else None
    return None


def _times(series: pd.Series[Any], *, zoned: bool = False) -> Typed | None:
    counts = _in_microseconds(series)
    if counts is None or not _has_years(counts):
        return None
    return Typed("time", counts.cast(_time_type(zoned)), zoned)


def _time_type(zoned: Any) -> pa.DataType:
    import pyarrow as pa

    return pa.timestamp("us", tz="UTC" if zoned else None)


def _has_years(counts: Any) -> bool:
    """Whether all times are in the years 1 to 9999, which Python has."""
    import pyarrow.compute as pc

    found = pc.min_max(counts).as_py()
    least, most = found["min"], found["max"]
    # From 0001-01-01 to 9999-12-31T23:59:59.999999.
    return least is None or (least >= -62_135_596_800_000_000 and most <= 253_402_300_799_999_999)


def _in_microseconds(series: pd.Series[Any]) -> pa.Array | None:
    """Returns times or durations as counts, without the nanoseconds of times; None if one does not fit."""
    import numpy as np
    import pyarrow as pa

    values = series.to_numpy()
    missing = np.isnat(values)
    counts, (unit, step) = np.where(missing, 0, values.view("int64")), np.datetime_data(values.dtype)
    if step != 1 or unit not in ("ns", "us", "ms", "s"):
        return None
    if unit == "ns":
        if series.dtype.kind == "m" and (counts % 1000).any():
            return None  # rounded as Python does
        counts = counts // 1000
    elif len(counts) and unit != "us":
        factor = _MICROSECONDS[unit]
        if max(-int(counts.min()), int(counts.max())) > _INT64_MAX // factor:
            return None
        counts = counts * factor
    return pa.array(counts, mask=missing)


def _objects(series: pd.Series[Any]) -> Typed | None:
    """Returns a column of objects that all are text or Decimals."""
    import pandas as pd
    import pyarrow as pa

    match pd.api.types.infer_dtype(series, skipna=True):
        case "string":
            return Typed("text", short_text(pa.array(series.tolist(), pa.large_string(), from_pandas=True)))
        case "decimal":
            return Typed("decimal", _decimals(series.to_numpy()))
    return None


def _decimals(values: np.ndarray[Any, Any]) -> pa.Array:
    """Returns Decimals as amounts; frames share the objects of equal ones, and each is converted once."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    there = np.flatnonzero(~pd.isna(values))
    found = values[there]
    _, first, places = np.unique(
        np.fromiter(map(id, found), "int64", len(found)), return_index=True, return_inverse=True
    )
    known: list[Decimal] = found[first].tolist()
    indices, missing = np.zeros(len(values), "int64"), np.ones(len(values), bool)
    indices[there], missing[there] = places, False
    return pa.array(known, money_type()).take(pa.array(indices, mask=missing))


def short_text(array: Any) -> Any:
    """Returns text in Arrow's usual type, in several arrays if it is longer than two gigabytes."""
    import pyarrow as pa

    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    return pa.chunked_array([part for chunk in chunks for part in _halves(chunk)], pa.string())


def _halves(array: pa.Array) -> list[pa.Array]:
    import pyarrow as pa

    if array.nbytes <= _TEXT_BYTES or len(array) < 2:
        return [array.cast(pa.string())]
    middle = len(array) // 2
    return [*_halves(array[:middle]), *_halves(array[middle:])]
