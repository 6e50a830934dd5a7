"""Arrow tables with exact amounts."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InputError
from ..frames.schema import DECIMALS
from .cells import Cells, flat, odd_attrs, read
from .files import (
    Anyframe,
    decimal_places,
    first_line,
    without_zeros,
)
from .typed import Kind

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    # pyarrow has no types: without this alias, strict type checkers report each call as unknown.
    Table: TypeAlias = Any

ZONES = b"oneentry.zones"
"""Key of the metadata that has the time zones of columns."""
_DECIMAL_DIGITS = 38
_PANDAS_TYPES: dict[Kind, str] = {
    "text": "unicode", "category": "categorical", "bool": "bool", "int": "int64", "bigint": "decimal",
    "float": "float64", "decimal": "decimal", "time": "datetime", "date": "date", "duration": "timedelta",
    "json": "unicode",
}  # fmt: skip


def to_arrow(frame: Anyframe) -> Table:
    """Converts a frame to a ``pyarrow.Table``: exact money, times in UTC, and types that do not depend on the rows.

    Returns:
        A ``pyarrow.Table``. Money is ``decimal128(38, 6)``, whatever the values; only a value with more decimals, or
        more than 32 digits before them, gives its column another scale. Whole numbers beyond 64 bits are
        ``decimal128(38, 0)``; times are ``timestamp[us, UTC]``, categories ``dictionary<int32, string>``, JSON columns
        ``string``. The schema's metadata has pandas' own description, so that ``to_pandas`` restores the dtypes, the
        frame's ``attrs`` under ``PANDAS_ATTRS`` where pandas looks for them, and under ``oneentry.json_columns`` which
        columns hold JSON, ``oneentry.zones`` the time zones of times that were not in UTC.
    """
    import pyarrow as pa

    columns = read(frame)
    arrays = [_arrow_array(one) for one in columns]
    schema = pa.schema([pa.field(one.name, array.type) for one, array in zip(columns, arrays, strict=True)])
    table = flat(frame)
    jsons = [one.name for one in columns if one.kind == "json"]
    metadata = {
        **_described(table, columns),
        b"PANDAS_ATTRS": attrs_json(table.attrs).encode(),
        b"oneentry.json_columns": json.dumps(jsons).encode(),
        ZONES: json.dumps(_zones(table)).encode(),
    }
    return pa.Table.from_arrays(arrays, schema=schema.with_metadata(metadata))


def _zones(table: pd.DataFrame) -> dict[str, str]:
    """Returns the time zones of columns other than UTC, where their name alone says which one it is."""
    import pandas as pd

    found = {}
    for name, dtype in table.dtypes.items():
        if isinstance(dtype, pd.DatetimeTZDtype) and str(dtype.tz) != "UTC":
            with suppress(Exception):  # of what knows zones: pytz, dateutil, zoneinfo
                if pd.DatetimeTZDtype(dtype.unit, str(dtype.tz)) == dtype:
                    found[str(name)] = str(dtype.tz)
    return found


def _described(table: pd.DataFrame, columns: list[Cells]) -> dict[bytes, bytes]:
    """Returns pandas' description of the columns, without looking at their values."""
    import pandas as pd
    import pyarrow as pa

    example = pd.DataFrame(table).head(0)  # without attrs: pandas would write them here, too, and warn of some
    for one in columns:
        dtype = example[one.name].dtype
        # Types that are no longer in the table: periods, lists, categories of numbers, integers beyond 64 bits.
        if one.kind in ("json", "bigint") or (
            isinstance(dtype, pd.PeriodDtype | pd.IntervalDtype | pd.CategoricalDtype) and one.kind != "category"
        ):
            example[one.name] = pd.Series([], dtype="str" if one.kind in ("json", "text") else "object")
    found: dict[bytes, bytes] = pa.Schema.from_pandas(example, preserve_index=False).metadata or {}
    if b"pandas" not in found:
        return found
    about = json.loads(found[b"pandas"])
    kinds = {one.name: one.kind for one in columns}
    for entry in about["columns"]:
        if entry["pandas_type"] == "empty":  # objects, of which there are none here
            entry["pandas_type"] = _PANDAS_TYPES[kinds[entry["field_name"]]]
        elif entry["pandas_type"] == "datetimetz":
            # With another zone than the type's, pandas would read nanoseconds, which have no year 2263.
            entry["metadata"] = {"timezone": "UTC"}
    return {**found, b"pandas": json.dumps(about).encode()}


def _arrow_array(column: Cells) -> pa.Array:
    import pyarrow as pa

    if column.array is not None:
        return column.array
    if column.kind == "category":
        places = {category: place for place, category in enumerate(column.categories)}
        codes = [None if value is None else places[value] for value in column.values]
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(column.categories, pa.string()))
    values = column.values
    if column.kind == "decimal":  # Arrow counts zeros at the end as digits
        values = [None if value is None else without_zeros(value) for value in values]
    try:
        return pa.array(values, type=_arrow_type(column))
    except (pa.ArrowException, OverflowError) as error:
        raise InputError(
            f"Column '{column.name}' has a value that its Arrow type does not hold: {first_line(error)}. Convert or "
            "drop the column.",
            name="frame",
        ) from error


def _arrow_type(column: Cells) -> pa.DataType:
    import pyarrow as pa

    match column.kind:
        case "bool":
            return pa.bool_()
        case "int":
            return pa.int64()
        case "float":
            return pa.float64()
        case "decimal" | "bigint":
            return pa.decimal128(_DECIMAL_DIGITS, _decimal_places(column))
        case "time":
            return pa.timestamp("us", tz="UTC" if column.zoned else None)
        case "date":
            return pa.date32()
        case "duration":
            return pa.duration("us")
    return pa.string()


def _decimal_places(column: Cells) -> int:
    """Returns the decimals of a column's type: six, whatever the values, unless one has more or is too long for that.

    Raises:
        InputError: no type has as many digits.
    """
    values = [Decimal(value) for value in column.values if value is not None]
    places = max([0, *(decimal_places(value) for value in values)])
    whole = max([1, *(value.adjusted() + 1 for value in values if value)])
    if places + whole > _DECIMAL_DIGITS:
        raise InputError(
            f"Column '{column.name}' has numbers of {places + whole} digits, and a decimal holds "
            f"{_DECIMAL_DIGITS}: make floats of them (frame['{column.name}'].astype('float')), which "
            "money.from_floats rounds to amounts.",
            name="frame",
        )
    if column.kind == "bigint":
        return 0
    return max(places, min(DECIMALS, _DECIMAL_DIGITS - whole))


def attrs_json(attrs: Any) -> str:
    """Returns the ``attrs`` of a frame as JSON.

    Raises:
        InputError: they cannot be written.
    """
    try:
        return json.dumps(_with_text_keys(attrs), default=str)
    except Exception:  # noqa: BLE001  (of a value's own code, such as its __str__)
        raise odd_attrs() from None


def _with_text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _with_text_keys(one) for key, one in value.items()}
    return [_with_text_keys(one) for one in value] if isinstance(value, list | tuple) else value
