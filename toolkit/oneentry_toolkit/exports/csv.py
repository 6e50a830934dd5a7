"""CSV files without formulas."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..frames.schema import DECIMALS
from .cells import Cells, read
from .files import FORMULA, Anyframe, as_text, target_of, written

_ROWS_AT_ONCE = 20_000
_QUOTED = '[",\r\n]'
# Arrow's expressions have no lookahead: finds a superset of FORMULA quickly.
_MAY_BE_FORMULA = (
    r"(^|[;|\t\r\n])[\s\pZ\"'\x00-\x20\x7f-\xa0\x{200b}-\x{200f}\x{2060}\x{feff}]*"
    r"[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
)
_PACKED = (".gz", ".bz2", ".zip", ".xz", ".zst", ".tar")


def to_csv(frame: Anyframe, path: str | os.PathLike[str], *, safe: bool = True) -> Path:
    """Writes a frame as CSV: UTF-8, commas, a header, empty where a value is missing.

    Args:
        frame: the DataFrame or Series.
        path: the file.
        safe: prefix text that a spreadsheet would run as a formula with an apostrophe, since customers may type such
            text (CSV injection). A phone number ``+1 999`` becomes ``'+1 999``. ``False`` writes text unchanged, for
            programs.

    Returns:
        The path. Money has all its digits, times are ISO 8601 (``2025-04-30T20:15:29.254Z``), durations are seconds
        with ``(s)`` in the header. CSV cannot distinguish empty text from a missing value; ``to_parquet`` can.

    Raises:
        InputError: the frame cannot be exported, or ``path`` has the suffix of another format.
        ExportError: the file could not be written.
    """
    target = target_of(path)
    if target.suffix.lower() in _PACKED:
        raise InputError(f"to_csv writes plain text, and {target.name} is no name for it: use .csv.", name="path")
    columns = read(frame)
    names = [f"{one.name} (s)" if one.kind == "duration" else one.name for one in columns]
    fields = [_fields(one, safe=safe) for one in columns]
    with written(target) as part, open(part, "xb") as file:
        file.write(_header([FORMULA.sub(r"\1'", name) if safe else name for name in names]))
        for start in range(0, len(fields[0]) if fields else 0, _ROWS_AT_ONCE):
            file.write(_rows([one[start : start + _ROWS_AT_ONCE] for one in fields]))
    return target


def _header(names: list[str]) -> bytes:
    # Line ends of RFC 4180; with others, Python would not quote a lone carriage return.
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(names)
    return text.getvalue().encode()


def _rows(fields: list[Any]) -> memoryview:
    """Returns lines of a file."""
    import pyarrow.compute as pc

    if len(fields) == 1:  # a line without anything would be skipped by readers
        [only] = fields
        joined = pc.if_else(pc.equal(only, _long("")), _long('""'), only)
    else:
        joined = pc.binary_join_element_wise(*fields, _long(","))
    lines = pc.binary_join_element_wise(joined, _long("\r\n"), _long(""))
    _, offsets, text = lines.buffers()
    first, last = (memoryview(offsets).cast("q")[lines.offset + place] for place in (0, len(lines)))
    return memoryview(text)[first:last]


def _fields(column: Cells, *, safe: bool) -> Any:
    """Returns the fields of a column, in quotes where they need them; as long text, of which all fit in one array."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.kind not in ("text", "category", "json"):
        return pc.fill_null(_in_one(_plain(column)), _long(""))
    found = column.array if column.array is not None else pa.array(column.values, pa.large_string())
    if pa.types.is_dictionary(found.type):
        known = _quoted(_guarded(_in_one(found.dictionary), safe))
        found = pc.take(known, found.indices)
    else:
        found = _quoted(_guarded(_in_one(found), safe))
    return pc.fill_null(found, _long(""))


def _in_one(texts: Any) -> Any:
    import pyarrow as pa

    texts = texts.cast(pa.large_string())
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _long(text: str) -> Any:
    import pyarrow as pa

    return pa.scalar(text, pa.large_string())


def _plain(column: Cells) -> Any:
    """Returns numbers, times and the like as text, which needs no quotes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = column.array
    if array is not None:
        match column.kind:
            case "bool":
                return pc.if_else(array, "True", "False")
            case "int":
                return array.cast(pa.string())
            case "float":  # as Python and pandas write them
                floats = array.to_numpy(zero_copy_only=False) if isinstance(array, pa.Array) else array.to_numpy()
                return pa.array([repr(one) if one == one else "" for one in floats.tolist()], pa.string())
            case "decimal":
                return _amounts(array)
            case "time":
                return _times(array, column.zoned)
    return pa.array([as_text(one) for one in column.values], pa.large_string())


def _amounts(array: Any) -> Any:
    """Returns amounts with two decimals, or as many more as each needs."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return array.cast(pa.decimal128(38, 2)).cast(pa.string())
    except pa.ArrowInvalid:
        return pc.replace_substring_regex(array.cast(pa.string()), f"0{{1,{DECIMALS - 2}}}$", "")


def _times(array: Any, zoned: bool) -> Any:
    """Returns times in ISO 8601 with milliseconds, and with microseconds where a time has them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    fine = array.cast(pa.timestamp("us"))
    text = pc.utf8_replace_slice(fine.cast(pa.string()), 10, 11, "T")
    text = pc.replace_substring_regex(text, r"(\.\d{3})000$", r"\1")
    return pc.binary_join_element_wise(text, "Z", "") if zoned else text


def _quoted(texts: Any) -> Any:
    import pyarrow.compute as pc

    wants = pc.match_substring_regex(texts, _QUOTED)
    if not pc.any(wants).as_py():
        return texts
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(wants, pc.binary_join_element_wise(_long('"'), doubled, _long('"'), _long("")), texts)


def _guarded(texts: Any, safe: bool) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not safe:
        return texts
    may_be = pc.fill_null(pc.match_substring_regex(texts, _MAY_BE_FORMULA), False)
    if not pc.any(may_be).as_py():
        return texts
    guarded = [FORMULA.sub(r"\1'", one) for one in texts.filter(may_be).to_pylist()]
    return pc.replace_with_mask(texts, may_be, pa.array(guarded, texts.type))
