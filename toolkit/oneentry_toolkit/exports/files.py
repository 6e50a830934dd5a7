"""What all exits share: cells as text, frames by name, and a file that is complete or not there."""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import ExportError, InputError
from .cells import time_text

if TYPE_CHECKING:
    import pandas as pd

Anyframe: TypeAlias = "pd.DataFrame | pd.Series[Any]"
Frames: TypeAlias = "Mapping[str, Anyframe] | tuple[Anyframe, ...]"

# What a spreadsheet may take as the beginning of a formula: at the start, or where one that expects other separators
# (Excel in most of Europe: semicolons) begins a cell or a row.
FORMULA = re.compile("(^|[;|\t\r\n])(?=[\\s\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def decimal_places(value: Decimal) -> int:
    """How many digits a number has behind the point."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def as_text(value: Any) -> str:
    """A cell as text: all digits, times in ISO 8601, nothing where the value is missing."""
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


def frames_by_name(frames: Any, name: str) -> dict[str, Any]:
    """Frames by their names, from a mapping or a named tuple."""
    if isinstance(frames, tuple) and hasattr(frames, "_asdict"):
        frames = frames._asdict()
    if not isinstance(frames, Mapping) or not frames or not all(isinstance(one, str) and one for one in frames):
        raise InputError(f'{name} must be frames by name, such as {{"orders": shop.orders.frame()}}.', name=name)
    return dict(frames)


def first_line(error: Exception) -> str:
    """What an error says, without the rest."""
    return str(error).partition("\n")[0]


def target_of(path: str | os.PathLike[str]) -> Path:
    """The file that a path names."""
    try:
        # A link is followed: its file is replaced, not the link.
        return Path(path).expanduser().resolve()
    except (TypeError, ValueError, RuntimeError) as error:
        raise InputError(f"path must name a file: {first_line(error)}.", name="path") from error


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """A name beside ``target`` to write to; moved to ``target`` if all went well, removed if not."""
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    with explained(target):
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
def explained(target: Path) -> Iterator[None]:
    """Turns what the system says of a file into an ``ExportError`` that says what and where."""
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
            why = first_line(error) if error.strerror is None else error.strerror
        raise ExportError(f"{target} was not written, and is as it was before: {why}.", path=str(target)) from error
