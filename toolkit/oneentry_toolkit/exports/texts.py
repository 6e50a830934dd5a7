"""Columns as Arrow text: what CSV fields and Excel cells are made of. Pure."""

from __future__ import annotations

from typing import Any

from ..frames.schema import DECIMALS
from .cells import Cells
from .files import FORMULA, as_text

# Arrow's expressions have no lookahead: finds a superset of FORMULA quickly.
_MAY_BE_FORMULA = (
    r"(^|[;|\t\r\n])[\s\pZ\"'\x00-\x20\x7f-\xa0\x{200b}-\x{200f}\x{2060}\x{feff}]*"
    r"[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
)


def texts_of(column: Cells) -> Any:
    """Returns a column as text, null where a value is missing; of long text, of which all fit in one array.

    Amounts have two decimals, or as many more as each needs; times are ISO 8601.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    array = column.array
    if array is not None:
        match column.kind:
            case "text":
                return in_one(array)
            case "category":
                return pc.take(in_one(array.dictionary), array.indices)
            case "bool":
                return in_one(pc.if_else(array, "True", "False"))
            case "int":
                return in_one(array)
            case "float":  # as Python and pandas write them
                return pa.array([None if one != one else repr(one) for one in floats_of(array)], pa.large_string())
            case "decimal":
                return _amounts(array)
            case "time":
                return _times(array, column.zoned)
    return pa.array([None if one is None else as_text(one) for one in column.values], pa.large_string())


def floats_of(array: Any) -> list[float]:
    """Returns the values of an array of floats, NaN if missing."""
    import pyarrow as pa

    found = array.to_numpy(zero_copy_only=False) if isinstance(array, pa.Array) else array.to_numpy()
    floats: list[float] = found.tolist()
    return floats


def in_one(array: Any) -> Any:
    """Returns values as one array of long text."""
    import pyarrow as pa

    array = array.cast(pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def long(text: str) -> Any:
    """Returns a text to join with long texts."""
    import pyarrow as pa

    return pa.scalar(text, pa.large_string())


def joined(*parts: Any) -> Any:
    """Returns texts put together, row by row; a part is an array or one text for all rows."""
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*(long(one) if isinstance(one, str) else one for one in parts), long(""))


def changed(texts: Any, pattern: str, change: Any) -> Any:
    """Returns texts of which those that match a pattern are replaced by what a function makes of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    hits = pc.fill_null(pc.match_substring_regex(texts, pattern), False)
    if not pc.any(hits).as_py():
        return texts
    made = [change(one) for one in texts.filter(hits).to_pylist()]
    return pc.replace_with_mask(texts, hits, pa.array(made, texts.type))


def guarded(texts: Any) -> Any:
    """Returns texts with an apostrophe where a spreadsheet would see a formula begin."""
    return changed(texts, _MAY_BE_FORMULA, lambda text: FORMULA.sub(r"\1'", text))


def formulas(texts: Any) -> Any:
    """Returns which texts a spreadsheet would take for a formula."""
    import pyarrow as pa
    import pyarrow.compute as pc

    hits = pc.fill_null(pc.match_substring_regex(texts, _MAY_BE_FORMULA), False)
    if not pc.any(hits).as_py():
        return hits
    found = [bool(FORMULA.match(one)) for one in texts.filter(hits).to_pylist()]
    return pc.replace_with_mask(hits, hits, pa.array(found))


def rows_of(lines: Any) -> memoryview:
    """Returns the bytes of an array of texts, one after another."""
    _, offsets, text = lines.buffers()
    first, last = (memoryview(offsets).cast("q")[lines.offset + place] for place in (0, len(lines)))
    return memoryview(text if text is not None else b"")[first:last]


def _amounts(array: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return in_one(array.cast(pa.decimal128(38, 2)))
    except pa.ArrowInvalid:
        return pc.replace_substring_regex(in_one(array), f"0{{1,{DECIMALS - 2}}}$", "")


def _times(array: Any, zoned: bool) -> Any:
    """Returns times in ISO 8601 with milliseconds, and with microseconds where a time has them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    fine = array.cast(pa.timestamp("us"))
    text = pc.utf8_replace_slice(in_one(fine), 10, 11, "T")
    text = pc.replace_substring_regex(text, r"(\.\d{3})000$", r"\1")
    return joined(text, "Z") if zoned else text
