"""CSV files without formulas."""

from __future__ import annotations

import csv
import os
from pathlib import Path

from ..errors import InputError
from .cells import Cells, read
from .files import FORMULA, Anyframe, as_text, target_of, written

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
    texts = [[_guarded(text, one, safe) for text in map(as_text, one.values)] for one in columns]
    with written(target) as part, open(part, "x", encoding="utf-8", newline="") as file:
        # Line ends of RFC 4180; with others, Python would not quote a lone carriage return.
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([_guarded(name, None, safe) for name in names])
        writer.writerows(zip(*texts, strict=True))
    return target


def _guarded(text: str, column: Cells | None, safe: bool) -> str:
    if not safe or (column is not None and column.kind not in ("text", "category", "json")):
        return text
    return FORMULA.sub(r"\1'", text)
