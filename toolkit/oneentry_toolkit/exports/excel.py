"""Excel workbooks with exact amounts."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from ..errors import InputError
from ..values.money import decimals_of
from .cells import Cells, clean, flat, odd_attrs, read
from .files import Anyframe, Frames, decimal_places, digits, frames_by_name, is_stream, target_of, written
from .texts import changed, formulas, texts_of
from .workbook import SheetColumn, write_workbook

_EXCEL_ROWS = 1_048_576
_EXCEL_COLUMNS = 16_384
_EXCEL_CHARS = 32_767
_EXCEL_DIGITS = 15
_EXCEL_SIZES = Decimal("1E-307"), Decimal("1E+308")
_EXCEL_SHEET_CHARS = 31
# Excel counts a 29 February 1900, which did not exist; dates from 1 March 1900 on are correct.
_EXCEL_FROM = dt.date(1900, 3, 1)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EXCEL_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NO_SHEET = re.compile(r"[\[\]:*?/\\]|^'|'$|[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
# The same two for Arrow, which has no lookahead.
_FORBIDDEN = r"[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]"
_LIKE_AN_ESCAPE = "_x[0-9A-Fa-f]{4}_"
_EXCEL_DAY_0 = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (Excel has no time zones)
_DAY = 86_400_000_000  # microseconds
_TO_1970 = 25_569 * _DAY
_ROWS_OF_WIDTH = 200
_ABOUT = "about"


def to_excel(sheets: Anyframe | Frames, path: str | os.PathLike[str]) -> Path:
    """Writes a frame, or several as sheets, as an Excel workbook (``.xlsx``).

    No cell is a formula, whatever its text. Values that Excel cannot hold are written as follows; a sheet ``about``
    at the end lists these changes and the frames' ``attrs``:

    - Excel keeps 15 digits of a number. A column with a longer one is written as text, so that no digit is lost and no
      sum is silently wrong.
    - Excel has no time zones. Times are in UTC and their header ends in ``(UTC)``. A column with a day before March
      1900 is text.
    - Durations use Excel's format, also above 24 hours.
    - Control characters, which its format forbids, become ``\N{REPLACEMENT CHARACTER}``.

    Args:
        sheets: the DataFrame or Series; or sheet name to frame; or the result of ``shop.orders.frames()``.
        path: the file; its name ends in ``.xlsx``.

    Returns:
        The path.

    Raises:
        InputError: too many rows or columns for a sheet, a text too long for a cell, or an invalid sheet name.
        ExportError: the file could not be written.
    """
    target = target_of(path)
    if target.suffix.lower() != ".xlsx" and not is_stream(target):
        raise InputError(f"Excel opens {target.name} only if its name ends in .xlsx.", name="path")
    single = not isinstance(sheets, Mapping | tuple)
    named: dict[str, Any] = {"data": sheets} if single else frames_by_name(sheets, "sheets")
    _check_sheet_names(named)
    sheets_of: list[tuple[str, list[SheetColumn]]] = []
    about: list[tuple[str, str | None, str]] = []
    for name, frame in named.items():
        cells = read(frame, "frame" if single else f"sheet '{name}'")
        least = _least_decimals(cells, flat(frame).attrs.get("currency"))
        _check_size(cells, name)
        columns = [_excel_column(one, name, least) for one in cells]
        about += [(name, None, clean(text)) for text in _facts(flat(frame).attrs)]
        about += [(name, one.name, note) for one, (_, notes) in zip(cells, columns, strict=True) for note in notes]
        sheets_of.append((name, [column for column, _ in columns]))
    said = zip(("sheet", "column", "note"), zip(*about, strict=True), strict=True) if about else ()
    sheets_of.append((_ABOUT, [_excel_column(Cells(head, "text", texts), _ABOUT)[0] for head, texts in said]))
    with written(target) as part, open(part, "xb") as file:
        write_workbook(file, sheets_of)
    return target


def _check_size(columns: list[Cells], name: str) -> None:
    length = columns[0].rows if columns else 0
    if length >= _EXCEL_ROWS or len(columns) > _EXCEL_COLUMNS:
        raise InputError(
            f"Sheet '{name}' would have {length + 1:,} rows and {len(columns):,} columns, and Excel has "
            f"{_EXCEL_ROWS:,} and {_EXCEL_COLUMNS:,}: use to_parquet or to_duckdb, or export less.",
            name="sheets",
        )


def _least_decimals(columns: list[Cells], currency: str | None) -> int:
    """Returns the decimals of the amounts in a sheet: as many as one of its currencies has."""
    found = {one for column in columns if column.name == "currency" for one in column.values if isinstance(one, str)}
    return max(map(decimals_of, found), default=decimals_of(currency))


def _excel_column(column: Cells, sheet: str, least: int = 2) -> tuple[SheetColumn, list[str]]:
    """Converts a column for Excel, amounts with at least ``least`` decimals; the notes say what was changed."""
    found = _converted(column, least)
    header = _without_forbidden(found.header)
    texts, is_text = found.texts, found.kind == "text"
    longest = max(_units(header), _longest(texts) if is_text else 0)
    if longest > _EXCEL_CHARS:
        raise InputError(
            f"Column '{column.name}' of sheet '{sheet}' has a text of {longest:,} characters, and a cell holds "
            f"{_EXCEL_CHARS:,}: shorten it, such as by frame['{column.name}'].str.slice(0, 32000), or use to_parquet.",
            name="sheets",
        )
    quoted = None
    if is_text:
        allowed = changed(texts, _FORBIDDEN, _without_forbidden)
        if not texts.equals(allowed):
            found.notes.append("Some characters were changed, because Excel's format forbids them.")
        quoted = _begin_as_formulas(allowed)
        texts = changed(allowed, _LIKE_AN_ESCAPE, _escaped)
    shown = SheetColumn(
        _escaped(header), found.kind, texts, found.number_format, found.words, quoted, found.width or _shown(texts)
    )
    return shown, found.notes


@dataclass
class _Converted:
    """A column before its texts are made fit for cells."""

    header: str
    kind: Literal["n", "b", "text"]
    texts: Any
    number_format: str = ""
    words: Any = None
    width: int = 0
    notes: list[str] = field(default_factory=list)


def _converted(column: Cells, least: int) -> _Converted:
    import pyarrow.compute as pc

    match column.kind:
        case "decimal" | "int" | "bigint":
            if (places := _places(column)) is None:
                note = f"Text, because Excel would keep only {_EXCEL_DIGITS} digits of these numbers."
                return _Converted(column.name, "text", texts_of(column), notes=[note])
            places = min(max(least, places), _EXCEL_DIGITS)
            number_format = "#,##0" + ("." + "0" * places if places else "") if column.kind == "decimal" else ""
            return _Converted(column.name, "n", texts_of(column), number_format)
        case "float":
            texts = texts_of(column)
            infinite = pc.fill_null(pc.match_substring(texts, "inf"), False)
            if not pc.any(infinite).as_py():
                return _Converted(column.name, "n", texts)
            note = "Infinity is text, because Excel has no such number."
            return _Converted(column.name, "n", texts, words=infinite, notes=[note])
        case "bool":
            return _Converted(column.name, "b", _numbers(column, int))
        case "time" | "date":
            header = f"{column.name} (UTC)" if column.zoned else column.name
            notes = ["Times are in UTC, because Excel has no time zones."] if column.zoned else []
            if (days := _days(column)) is None:
                notes.append("Text, because Excel has no days before March 1900.")
                return _Converted(header, "text", texts_of(column), notes=notes)
            number_format = "yyyy-mm-dd" if column.kind == "date" else "yyyy-mm-dd hh:mm:ss"
            return _Converted(header, "n", days, number_format, width=len(number_format), notes=notes)
        case "duration":
            if any(value < dt.timedelta() for value in column.values if value is not None):
                note = "In seconds, because Excel does not show negative times."
                return _Converted(f"{column.name} (s)", "n", texts_of(column), notes=[note])
            days = _numbers(column, lambda value: value / dt.timedelta(days=1))
            return _Converted(column.name, "n", days, "[h]:mm:ss", width=len("[h]:mm:ss"))
        case "json":
            note = "JSON text, because the values have no type that a cell could have."
            return _Converted(column.name, "text", texts_of(column), notes=[note])
    return _Converted(column.name, "text", texts_of(column))


def _places(column: Cells) -> int | None:
    """Returns the decimals of the numbers of a column; None if one has more digits than Excel keeps."""
    import pyarrow.compute as pc

    if column.array is not None:
        places = 0
        while column.kind == "decimal" and not _has_places(column.array, places):
            places += 1
        extremes = pc.min_max(column.array).as_py().values()
        if max((abs(one) for one in extremes if one is not None), default=0) < 10 ** (_EXCEL_DIGITS - places):
            return places
    present = [Decimal(value) for value in column.values if value is not None]
    if any(digits(value) > _EXCEL_DIGITS or not _is_in_range(value) for value in present):
        return None
    return max([0, *map(decimal_places, present)])


def _has_places(amounts: Any, places: int) -> bool:
    import pyarrow as pa

    try:
        amounts.cast(pa.decimal128(38, places))
    except pa.ArrowInvalid:
        return False
    return True


def _days(column: Cells) -> Any:
    """Returns times as Excel's days, which it counts from 1900; None if one is before March of that year."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.array is not None:
        counts = column.array.cast(pa.timestamp("us")).cast(pa.int64())
        least = pc.min(counts).as_py()
        if least is not None and least < (_EXCEL_FROM - dt.date(1970, 1, 1)) // dt.timedelta(microseconds=1):
            return None
        days = [None if one is None else repr((one + _TO_1970) / _DAY) for one in counts.to_pylist()]
        return pa.array(days, pa.large_string())
    if any(dt.date(value.year, value.month, value.day) < _EXCEL_FROM for value in column.values if value is not None):
        return None
    if column.kind == "date":
        return _numbers(column, lambda value: (value - _EXCEL_DAY_0.date()).days)
    return _numbers(column, lambda value: (value.replace(tzinfo=None) - _EXCEL_DAY_0) / dt.timedelta(days=1))


def _numbers(column: Cells, number: Callable[[Any], float]) -> Any:
    import pyarrow as pa

    return pa.array([None if value is None else repr(number(value)) for value in column.values], pa.large_string())


def _begin_as_formulas(texts: Any) -> Any:
    """Returns which texts Excel would take for a formula or an error when the cell is edited."""
    import pyarrow.compute as pc

    found = pc.or_(formulas(texts), pc.fill_null(pc.starts_with(texts, "#"), False))
    return found if pc.any(found).as_py() else None


def _longest(texts: Any) -> int:
    """Returns the length of the longest text as Excel counts it."""
    import pyarrow.compute as pc

    lengths = pc.fill_null(pc.utf8_length(texts), 0)
    if (most := pc.max(lengths).as_py() or 0) <= _EXCEL_CHARS // 2:
        return int(most)
    return max(map(_units, texts.filter(pc.greater(lengths, _EXCEL_CHARS // 2)).to_pylist()))


def _shown(texts: Any) -> int:
    """Returns the width of a column: of its first values."""
    import pyarrow.compute as pc

    return pc.max(pc.utf8_length(texts[:_ROWS_OF_WIDTH])).as_py() or 0


def _is_in_range(value: Decimal | int) -> bool:
    least, beyond = _EXCEL_SIZES
    return not value or least <= Decimal(value).copy_abs() < beyond


def _units(text: str) -> int:
    """Returns the length as Excel counts it, in UTF-16: an emoji has two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _without_forbidden(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", lines)


def _escaped(text: str) -> str:
    """Escapes text for a cell: Excel reads ``_x0041_`` as "A", so the underscore is escaped."""
    return _EXCEL_ESCAPE.sub("_x005F_", text)


def _facts(attrs: Mapping[Any, Any]) -> list[str]:
    """Returns the entries of ``attrs`` as text, those of an inner dict one by one, such as ``fetch.total: 3``."""
    entries: list[tuple[Any, Any]] = []
    try:
        for key, value in attrs.items():
            if isinstance(value, dict):
                entries += [(f"{key}.{inner}", one) for inner, one in value.items()]
            else:
                entries.append((key, value))
        return [f"{key}: {value}" for key, value in entries]
    except Exception:  # noqa: BLE001  (of a value's own code, such as its __str__)
        raise odd_attrs() from None


def _check_sheet_names(named: Mapping[str, Any]) -> None:
    seen = {_ABOUT: _ABOUT, "history": "History"}
    for name in named:
        if not name.strip() or _units(name) > _EXCEL_SHEET_CHARS or _NO_SHEET.search(name):
            raise InputError(
                f"No sheet can be called '{name}': 1 to {_EXCEL_SHEET_CHARS} characters, none of [ ] : * ? / \\, "
                "and no apostrophe at either end.",
                name="sheets",
            )
        if name.casefold() in seen:
            raise InputError(
                f"No sheet can be called '{name}': '{seen[name.casefold()]}' is taken already.", name="sheets"
            )
        seen[name.casefold()] = name
