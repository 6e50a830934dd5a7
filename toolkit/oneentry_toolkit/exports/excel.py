"""Excel workbooks with exact amounts."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..extras import need
from ..values.money import decimals_of
from .cells import Cells, clean, flat, odd_attrs, read
from .files import FORMULA, Anyframe, Frames, as_text, decimal_places, digits, frames_by_name, target_of, written

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
        MissingExtraError: openpyxl is not installed (the extra ``excel``).
        ExportError: the file could not be written.
    """
    openpyxl = need("openpyxl", "excel")
    target = target_of(path)
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"Excel opens {target.name} only if its name ends in .xlsx.", name="path")
    single = not isinstance(sheets, Mapping | tuple)
    named: dict[str, Any] = {"data": sheets} if single else frames_by_name(sheets, "sheets")
    _check_sheet_names(named)
    sheets_of: list[tuple[str, list[_ExcelColumn]]] = []
    about: list[tuple[str, str, str]] = []
    for name, frame in named.items():
        cells = read(frame, "frame" if single else f"sheet '{name}'")
        least = _least_decimals(cells, flat(frame).attrs.get("currency"))
        columns = [_excel_column(one, name, least) for one in cells]
        _check_size(columns, name)
        about += [(name, "", clean(text)) for text in _facts(flat(frame).attrs)]
        about += [(name, one.name, note) for one in columns for note in one.notes]
        sheets_of.append((name, columns))
    said = zip(("sheet", "column", "note"), zip(*about, strict=True), strict=True) if about else ()
    sheets_of.append((_ABOUT, [_excel_column(Cells(head, "text", texts), _ABOUT) for head, texts in said]))
    with written(target) as part, open(part, "xb") as file:
        book = openpyxl.Workbook(write_only=True)
        try:
            for name, columns in sheets_of:
                _fill(book.create_sheet(name), columns)
            book.save(file)
        finally:
            # Until it is closed, a sheet keeps a temporary file open.
            for sheet in book.worksheets:
                if not sheet.closed:
                    with suppress(OSError, ValueError):
                        sheet.close()
    return target


@dataclass(frozen=True)
class _ExcelColumn:
    """A column of a sheet: strings are written as text, never as formulas."""

    name: str
    header: str
    values: list[Any]
    number_format: str
    notes: list[str]


def _fill(sheet: Any, columns: list[_ExcelColumn]) -> None:
    """Writes the columns into a new sheet."""
    make, font = need("openpyxl.cell", "excel").WriteOnlyCell, need("openpyxl.styles", "excel").Font
    letter = need("openpyxl.utils", "excel").get_column_letter
    length = len(columns[0].values) if columns else 0
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        longest = max([len(column.header) + 2, *(len(as_text(value)) for value in column.values[:200])])
        sheet.column_dimensions[letter(place)].width = min(60, longest + 2)

    head = make(sheet)
    head.font = font(bold=True)
    # A row is written when it is appended, so one styled cell serves a whole column: creating styles is slow.
    quoted = make(sheet)
    quoted.quotePrefix = True
    styled = [make(sheet) if column.number_format else None for column in columns]
    for one, column in zip(styled, columns, strict=True):
        if one is not None:
            one.number_format = column.number_format

    def cell(value: Any, style: Any) -> Any:
        if isinstance(value, str):
            # openpyxl would turn "=1+1" into a formula and "#N/A" into an error; the quote prevents it when edited.
            style = style or (quoted if FORMULA.match(value) or value.startswith("#") else None)
        if style is None or value is None:
            return value
        made = copy(style)
        made.value = value
        if isinstance(value, str):
            made.data_type = "s"
        return made

    sheet.append([cell(column.header, head) for column in columns])
    for row in range(length):
        sheet.append([cell(column.values[row], one) for column, one in zip(columns, styled, strict=True)])
    if length:
        sheet.auto_filter.ref = f"A1:{letter(len(columns))}{length + 1}"


def _check_size(columns: list[_ExcelColumn], name: str) -> None:
    length = len(columns[0].values) if columns else 0
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


def _excel_column(column: Cells, sheet: str, least: int = 2) -> _ExcelColumn:
    """Converts a column for Excel, amounts with at least ``least`` decimals; the result has notes about the changes."""
    values: list[Any] = list(column.values)
    present = [value for value in values if value is not None]
    header, number_format, said = column.name, "", []
    match column.kind:
        case "decimal" | "int" | "bigint":
            if any(digits(value) > _EXCEL_DIGITS or not _is_in_range(value) for value in present):
                values = [None if value is None else as_text(value) for value in values]
                said.append(f"Text, because Excel would keep only {_EXCEL_DIGITS} digits of these numbers.")
            elif column.kind == "decimal":
                places = min(max([least, *(decimal_places(value) for value in present)]), _EXCEL_DIGITS)
                number_format = "#,##0" + ("." + "0" * places if places else "")
        case "float":
            if any(value - value != 0 for value in present):
                values = [str(value) if value is not None and value - value != 0 else value for value in values]
                said.append("Infinity is text, because Excel has no such number.")
        case "time" | "date":
            if column.zoned:
                header, said = f"{column.name} (UTC)", ["Times are in UTC, because Excel has no time zones."]
                values = [value and value.replace(tzinfo=None) for value in values]
            if any(dt.date(value.year, value.month, value.day) < _EXCEL_FROM for value in present):
                values = [None if value is None else as_text(value) for value in column.values]
                said.append("Text, because Excel has no days before March 1900.")
            else:
                number_format = "yyyy-mm-dd" if column.kind == "date" else "yyyy-mm-dd hh:mm:ss"
        case "duration":
            number_format = "[h]:mm:ss"
            if any(value < dt.timedelta() for value in present):
                header, number_format = f"{column.name} (s)", ""
                values = [None if value is None else value.total_seconds() for value in values]
                said.append("In seconds, because Excel does not show negative times.")
        case "json":
            said.append("JSON text, because the values have no type that a cell could have.")
    texts = [None if not isinstance(value, str) else _excel_text(value) for value in (header, *values)]
    if (longest := max(_units(text or "") for text in texts)) > _EXCEL_CHARS:
        raise InputError(
            f"Column '{column.name}' of sheet '{sheet}' has a text of {longest:,} characters, and a cell holds "
            f"{_EXCEL_CHARS:,}: shorten it, such as by frame['{column.name}'].str.slice(0, 32000), or use to_parquet.",
            name="sheets",
        )
    if any(text is not None and text != value for text, value in zip(texts[1:], values, strict=True)):
        said.append("Some characters were changed, because Excel's format forbids them.")
    shown = [value if text is None else text for text, value in zip(texts[1:], values, strict=True)]
    return _ExcelColumn(column.name, texts[0] or "", shown, number_format, said)


def _is_in_range(value: Decimal | int) -> bool:
    least, beyond = _EXCEL_SIZES
    return not value or least <= Decimal(value).copy_abs() < beyond


def _units(text: str) -> int:
    """Returns the length as Excel counts it, in UTF-16: an emoji has two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _excel_text(text: str) -> str:
    """Escapes text for a cell: Excel reads ``_x0041_`` as "A", so the underscore is escaped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _EXCEL_ESCAPE.sub("_x005F_", _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", lines))


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
    except (ValueError, RecursionError):
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
