"""Ways out of pandas, each by its name: ``to_csv``, ``to_excel``, ``to_parquet``, ``to_arrow``, ``to_duckdb``.

| exit | takes | money | times | needs |
|---|---|---|---|---|
| ``to_csv`` | a frame | all digits | ISO 8601, UTC | |
| ``to_excel`` | a frame or several | numbers; text beyond Excel's 15 digits | UTC, said in the header | ``[excel]`` |
| ``to_parquet`` | a frame | decimal128 | timestamps in UTC | |
| ``to_arrow`` | a frame | decimal128 | timestamps in UTC | |
| ``to_duckdb`` | several frames by name | DECIMAL | TIMESTAMPTZ | ``[duckdb]`` |

pandas' own methods of these names turn money into floats or fail on it, on times with a zone, or on lists, and write
text that strangers typed as formulas. Here

- missing stays missing, money keeps every digit, times are in UTC;
- a column whose values have no common type (lists of a form, say) holds JSON, every value of it;
- an index that says something becomes columns, a mere count of rows does not;
- a file is complete or not there: it is written beside its place and moved there at the end. What was there before is
  replaced, and stays if anything fails.

All of them raise ``InputError`` for what cannot be exported, ``ExportError`` (also ``OSError``) if the file cannot be
written, and ``MissingExtraError`` if a library is not installed.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .cells import Cells, flat, read, time_text
from .errors import ExportError, InputError
from .extras import need

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Anyframe: TypeAlias = "pd.DataFrame | pd.Series[Any]"
Frames: TypeAlias = "Mapping[str, Anyframe] | tuple[Anyframe, ...]"

# What a spreadsheet may take as the beginning of a formula: at the start, or where one that expects other separators
# (Excel in most of Europe: semicolons) begins a cell or a row.
_FORMULA = re.compile("(^|[;|\t\r\n])(?=[\\s\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_PACKED = (".gz", ".bz2", ".zip", ".xz", ".zst", ".tar")

_EXCEL_ROWS = 1_048_576
_EXCEL_COLUMNS = 16_384
_EXCEL_CHARS = 32_767
_EXCEL_DIGITS = 15
_EXCEL_SHEET_CHARS = 31
# Excel believes in a 29 February 1900; from the day after on it counts like everybody else.
_EXCEL_FROM = dt.date(1900, 3, 1)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EXCEL_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ABOUT = "about"

_DECIMAL_DIGITS = 38
_DECIMAL_PLACES = 2


def to_csv(frame: Anyframe, path: str | os.PathLike[str], *, safe: bool = True) -> Path:
    """Writes a frame as CSV: UTF-8, comma, a header, nothing where a value is missing.

    Args:
        frame: the DataFrame or Series.
        path: the file.
        safe: text that a spreadsheet would run as a formula gets an apostrophe where the formula would begin. Customers
            type such text, and the one who opens the file is not the one who exported it. The price: a phone number
            ``+1 999`` becomes ``'+1 999``. ``False`` writes text as it is, for programs.

    Returns:
        The path. Money has all its digits, times are ISO 8601 (``2025-04-30T20:15:29.254Z``), durations are seconds
        with ``(s)`` in the header. CSV cannot tell empty text from a missing value; ``to_parquet`` can.
    """
    target = _target(path)
    if target.suffix.lower() in _PACKED:
        raise InputError(f"to_csv writes plain text, and {target.name} is no name for it: use .csv.", name="path")
    columns = read(frame)
    names = [f"{one.name} (s)" if one.kind == "duration" else one.name for one in columns]
    texts = [[_guarded(text, one, safe) for text in map(_text, one.values)] for one in columns]
    with _written(target) as part, open(part, "x", encoding="utf-8", newline="") as file:
        # As RFC 4180 has it; and with another end of line, Python would not quote a lone carriage return.
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([_guarded(name, None, safe) for name in names])
        writer.writerows(zip(*texts, strict=True))
    return target


def to_parquet(frame: Anyframe, path: str | os.PathLike[str]) -> Path:
    """Writes a frame as Parquet, typed as ``to_arrow``. ``pandas.read_parquet`` gives it back, ``attrs`` included.

    Args:
        frame: the DataFrame or Series.
        path: the file.

    Returns:
        The path.
    """
    import pyarrow.parquet

    target = _target(path)
    table = to_arrow(frame)
    with _written(target) as part:
        pyarrow.parquet.write_table(table, part)
    return target


def to_arrow(frame: Anyframe) -> pa.Table:
    """A frame as a ``pyarrow.Table``: exact money, times in UTC, and declared columns typed the same without rows.

    Returns:
        Money is ``decimal128(38, 2)``, with more places if a value has more; times are ``timestamp[us, UTC]``,
        categories ``dictionary<int32, string>``, JSON columns ``string``. The schema's metadata has pandas' own
        description, so that ``to_pandas`` gives the dtypes back, the frame's ``attrs`` under ``PANDAS_ATTRS`` where
        pandas looks for them, and under ``oneentry.json_columns`` which columns hold JSON.
    """
    import pandas as pd
    import pyarrow as pa

    columns = read(frame)
    arrays = [_arrow_array(one) for one in columns]
    schema = pa.schema([pa.field(one.name, array.type) for one, array in zip(columns, arrays, strict=True)])
    table = flat(frame)
    # pandas must not look for what is not in the table any more: periods, lists, categories of numbers.
    others = {
        one.name: pd.Series(one.values, dtype="str" if one.kind in ("json", "text") else None)
        for one in columns
        if one.kind == "json"
        or isinstance(table[one.name].dtype, pd.PeriodDtype | pd.IntervalDtype | pd.CategoricalDtype)
        if one.kind != "category"
    }
    described = pa.Schema.from_pandas(table.assign(**others), preserve_index=False).metadata or {}
    jsons = [one.name for one in columns if one.kind == "json"]
    metadata = {
        **described,
        b"PANDAS_ATTRS": json.dumps(table.attrs, default=str).encode(),
        b"oneentry.json_columns": json.dumps(jsons).encode(),
    }
    return pa.Table.from_arrays(arrays, schema=schema.with_metadata(metadata))


def to_duckdb(tables: Frames, path: str | os.PathLike[str]) -> Path:
    """Writes frames as tables of a DuckDB database. Other tables of an existing database stay as they are.

    All tables are written or none: in one transaction. Tables of the same names are replaced.

    Args:
        tables: frames by the names of their tables; or what ``shop.orders.frames()`` gives.
        path: the file of the database; made if it is not there.

    Returns:
        The path. Money is DECIMAL, times are TIMESTAMPTZ, categories and JSON are VARCHAR, durations INTERVAL. A
        table's comment has the frame's ``attrs`` as JSON.
    """
    duckdb = need("duckdb", "duckdb")
    target = _target(path)
    named = _by_name(tables, "tables")
    if len({name.casefold() for name in named}) < len(named):
        raise InputError("Two tables have the same name, which must differ by more than case.", name="tables")
    arrow = {name: to_arrow(frame) for name, frame in named.items()}
    comments = {name: json.dumps(flat(frame).attrs, default=str) for name, frame in named.items()}

    def write(file: Path) -> None:
        try:
            with duckdb.connect(str(file)) as connection:
                connection.begin()
                for name, table in arrow.items():
                    connection.register("exported", table)
                    connection.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS SELECT * FROM exported")
                    connection.unregister("exported")
                    comment = comments[name].replace("'", "''")
                    connection.execute(f"COMMENT ON TABLE {_quoted(name)} IS '{comment}'")
                connection.commit()
        except duckdb.Error as error:
            raise OSError(_first_line(error)) from error

    if target.exists():
        with _explained(target):
            write(target)
    else:
        with _written(target) as part:
            write(part)
    return target


def to_excel(sheets: Anyframe | Frames, path: str | os.PathLike[str]) -> Path:
    """Writes a frame, or several as sheets, as an Excel workbook (``.xlsx``).

    Nothing in it is a formula, whatever the text looks like. What Excel cannot hold is written as follows, and a sheet
    ``about`` at the end says so, with what the frames say of themselves (``attrs``):

    - Excel keeps 15 digits of a number. A column with a longer one is text as a whole, so that no digit is lost and no
      sum is silently wrong.
    - Excel has no time zones. Times are in UTC and their header says ``(UTC)``. A column with a day before March 1900
      is text.
    - Durations are in Excel's own form, more than 24 hours included.
    - Control characters, which its format forbids, become ``\N{REPLACEMENT CHARACTER}``.

    Args:
        sheets: the DataFrame or Series; or frames by the names of their sheets; or what ``shop.orders.frames()`` gives.
        path: the file; its name ends in ``.xlsx``.

    Returns:
        The path.

    Raises:
        InputError: more rows or columns than a sheet has, a text longer than a cell holds, a name no sheet can have.
    """
    openpyxl = need("openpyxl", "excel")
    target = _target(path)
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"Excel opens {target.name} only if its name ends in .xlsx.", name="path")
    single = not isinstance(sheets, Mapping | tuple)
    named: dict[str, Any] = {"data": sheets} if single else _by_name(sheets, "sheets")
    _check_sheet_names(named)
    sheets_of: list[tuple[str, list[_ExcelColumn]]] = []
    about: list[tuple[str, str, str]] = []
    for name, frame in named.items():
        columns = [_excel_column(one, name) for one in read(frame, "frame" if single else f"sheet '{name}'")]
        _check_size(columns, name)
        about += [(name, "", f"{key}: {value}") for key, value in flat(frame).attrs.items()]
        about += [(name, one.name, note) for one in columns for note in one.notes]
        sheets_of.append((name, columns))
    said = zip(("sheet", "column", "note"), zip(*about, strict=True), strict=True) if about else ()
    sheets_of.append((_ABOUT, [_excel_column(Cells(head, "text", texts), _ABOUT) for head, texts in said]))
    with _written(target) as part, open(part, "xb") as file:
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
    """A column as a sheet has it: strings are text, whatever they look like."""

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
        longest = max([len(column.header) + 2, *(len(_text(value)) for value in column.values[:200])])
        sheet.column_dimensions[letter(place)].width = min(60, longest + 2)

    head = make(sheet)
    head.font = font(bold=True)
    # A row is written when it is appended, so that one styled cell serves a whole column: styles are slow to make.
    quoted = make(sheet)
    quoted.quotePrefix = True
    styled = [make(sheet) if column.number_format else None for column in columns]
    for one, column in zip(styled, columns, strict=True):
        if one is not None:
            one.number_format = column.number_format

    def cell(value: Any, style: Any) -> Any:
        if isinstance(value, str):
            # openpyxl would make a formula of "=1+1" and an error of "#N/A"; the quote keeps Excel from it when edited.
            style = style or (quoted if _FORMULA.match(value) or value.startswith("#") else None)
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


def _excel_column(column: Cells, sheet: str) -> _ExcelColumn:
    """What Excel can hold of a column, and what has to be said about it."""
    values: list[Any] = list(column.values)
    present = [value for value in values if value is not None]
    header, number_format, said = column.name, "", []
    match column.kind:
        case "decimal" | "int":
            if any(len(Decimal(value).normalize().as_tuple().digits) > _EXCEL_DIGITS for value in present):
                values = [None if value is None else _text(value) for value in values]
                said.append(f"Text, because Excel would keep only {_EXCEL_DIGITS} digits of these numbers.")
            elif column.kind == "decimal":
                places = max([2, *(_places(value) for value in present)])
                number_format = "#,##0." + "0" * min(places, _EXCEL_DIGITS)
        case "float":
            if any(value - value != 0 for value in present):
                values = [str(value) if value is not None and value - value != 0 else value for value in values]
                said.append("Infinity is text, because Excel has no such number.")
        case "time" | "date":
            if column.zoned:
                header, said = f"{column.name} (UTC)", ["Times are in UTC, because Excel has no time zones."]
                values = [value and value.replace(tzinfo=None) for value in values]
            if any(dt.date(value.year, value.month, value.day) < _EXCEL_FROM for value in present):
                values = [None if value is None else _text(value) for value in column.values]
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
    if (longest := max(len(text or "") for text in texts)) > _EXCEL_CHARS:
        raise InputError(
            f"Column '{column.name}' of sheet '{sheet}' has a text of {longest:,} characters, and a cell holds "
            f"{_EXCEL_CHARS:,}: shorten it, such as by frame['{column.name}'].str.slice(0, 32000), or use to_parquet.",
            name="sheets",
        )
    if any(text is not None and text != value for text, value in zip(texts[1:], values, strict=True)):
        said.append("Some characters were changed, because Excel's format forbids them.")
    shown = [value if text is None else text for text, value in zip(texts[1:], values, strict=True)]
    return _ExcelColumn(column.name, texts[0] or "", shown, number_format, said)


def _excel_text(text: str) -> str:
    """Text as a cell can hold it. Excel reads ``_x0041_`` as "A", so that an underscore before such text is escaped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _EXCEL_ESCAPE.sub("_x005F_", _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", lines))


def _check_sheet_names(named: Mapping[str, Any]) -> None:
    seen = {_ABOUT: _ABOUT, "history": "History"}
    for name in named:
        if not name.strip() or len(name) > _EXCEL_SHEET_CHARS or re.search(r"[\[\]:*?/\\]|^'|'$|[\x00-\x1f]", name):
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


def _arrow_array(column: Cells) -> pa.Array:
    import pyarrow as pa

    if column.kind == "category":
        places = {category: place for place, category in enumerate(column.categories)}
        codes = [None if value is None else places[value] for value in column.values]
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(column.categories, pa.string()))
    return pa.array(column.values, type=_arrow_type(column))


def _arrow_type(column: Cells) -> pa.DataType:
    import pyarrow as pa

    match column.kind:
        case "bool":
            return pa.bool_()
        case "int":
            return pa.int64()
        case "float":
            return pa.float64()
        case "decimal":
            values = [value for value in column.values if value is not None]
            places = max([_DECIMAL_PLACES, *(_places(value) for value in values)])
            whole = max([1, *(value.adjusted() + 1 for value in values if value)])
            if places + whole > _DECIMAL_DIGITS:
                raise InputError(
                    f"Column '{column.name}' has numbers of {places + whole} digits, and a decimal holds "
                    f"{_DECIMAL_DIGITS}.",
                    name="frame",
                )
            return pa.decimal128(_DECIMAL_DIGITS, places)
        case "time":
            return pa.timestamp("us", tz="UTC" if column.zoned else None)
        case "date":
            return pa.date32()
        case "duration":
            return pa.duration("us")
    return pa.string()


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}"
        case dt.datetime():
            return time_text(value)
        case dt.timedelta():
            return str(value.total_seconds())
    return str(value)


def _guarded(text: str, column: Cells | None, safe: bool) -> str:
    if not safe or (column is not None and column.kind not in ("text", "category", "json")):
        return text
    return _FORMULA.sub(r"\1'", text)


def _by_name(frames: Any, name: str) -> dict[str, Any]:
    if isinstance(frames, tuple) and hasattr(frames, "_asdict"):
        frames = frames._asdict()
    if not isinstance(frames, Mapping) or not frames or not all(isinstance(one, str) and one for one in frames):
        raise InputError(f'{name} must be frames by name, such as {{"orders": shop.orders.frame()}}.', name=name)
    return dict(frames)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _target(path: str | os.PathLike[str]) -> Path:
    try:
        # A link is followed: its file is replaced, not the link.
        return Path(path).expanduser().resolve()
    except (TypeError, ValueError, RuntimeError) as error:
        raise InputError(f"path must name a file: {_first_line(error)}.", name="path") from error


@contextmanager
def _written(target: Path) -> Iterator[Path]:
    """A name beside ``target`` to write to; moved to ``target`` if all went well, removed if not."""
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    with _explained(target):
        try:
            yield part
            with open(part, "rb+") as file:
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, part)
            os.replace(part, target)
        finally:
            for left in _remains(part):
                with suppress(OSError):
                    left.unlink()


def _remains(part: Path) -> Iterable[Path]:
    # DuckDB keeps a log beside its file while it writes.
    return part, part.with_name(f"{part.name}.wal")


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        if target.is_dir():
            raise IsADirectoryError("it is a folder")
        yield
    except OSError as error:
        if not target.parent.is_dir():
            why = f"there is no folder {target.parent}"
        elif isinstance(error, PermissionError):
            why = "you may not write there, or another program has it open"
        else:
            why = _first_line(error) if error.strerror is None else error.strerror
        raise ExportError(f"{target} was not written, and is as it was before: {why}.", path=str(target)) from error
