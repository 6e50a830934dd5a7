"""CSV files without formulas."""

from __future__ import annotations

import codecs
import csv
import io
import os
from pathlib import Path
from typing import Any

from ..errors import InputError
from .cells import Cells, read
from .files import FORMULA, Anyframe, target_of, written
from .texts import guarded, joined, long, rows_of, texts_of

_ROWS_AT_ONCE = 20_000
_QUOTED = '[",\r\n]'
_PACKED = (".gz", ".bz2", ".zip", ".xz", ".zst", ".tar")


def to_csv(frame: Anyframe, path: str | os.PathLike[str], *, safe: bool = True, encoding: str = "utf-8") -> Path:
    """Writes a frame as CSV: UTF-8, commas, a header, empty where a value is missing.

    Args:
        frame: the DataFrame or Series.
        path: the file.
        safe: prefix text that a spreadsheet would run as a formula with an apostrophe, since customers may type such
            text (CSV injection). A phone number ``+1 999`` becomes ``'+1 999``. ``False`` writes text unchanged, for
            programs.
        encoding: ``"utf-8"``, or ``"utf-8-sig"`` for a byte order mark at the start: Excel reads letters beyond ASCII
            wrongly without it, and programs may take it for a part of the first header.

    Returns:
        The path. Money has all its digits, times are ISO 8601 (``2025-04-30T20:15:29.254Z``), durations are seconds
        with ``(s)`` in the header. CSV cannot distinguish empty text from a missing value; ``to_parquet`` can.

    Raises:
        InputError: the frame cannot be exported, ``path`` has the suffix of another format, or there is no such
            ``encoding``.
        ExportError: the file could not be written.
    """
    target = target_of(path)
    if target.suffix.lower() in _PACKED:
        raise InputError(f"to_csv writes plain text, and {target.name} is no name for it: use .csv.", name="path")
    if encoding not in ("utf-8", "utf-8-sig"):
        raise InputError(
            f'encoding must be "utf-8", or "utf-8-sig" with a byte order mark, and not {encoding!r}.', name="encoding"
        )
    columns = read(frame)
    names = [f"{one.name} (s)" if one.kind == "duration" else one.name for one in columns]
    fields = [_fields(one, safe=safe) for one in columns]
    with written(target) as part, open(part, "xb") as file:
        file.write(codecs.BOM_UTF8 if encoding == "utf-8-sig" else b"")
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
        line = pc.if_else(pc.equal(only, long("")), long('""'), only)
    else:
        line = pc.binary_join_element_wise(*fields, long(","))
    return rows_of(joined(line, "\r\n"))


def _fields(column: Cells, *, safe: bool) -> Any:
    """Returns the fields of a column, in quotes where they need them."""
    import pyarrow.compute as pc

    found = pc.fill_null(texts_of(column), long(""))
    if column.kind not in ("text", "category", "json"):
        return found
    return _quoted(guarded(found) if safe else found)


def _quoted(texts: Any) -> Any:
    import pyarrow.compute as pc

    wants = pc.match_substring_regex(texts, _QUOTED)
    if not pc.any(wants).as_py():
        return texts
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(wants, joined('"', doubled, '"'), texts)
