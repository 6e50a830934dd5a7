"""Shared by all exports: cells as text, frames by name, atomic files."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import ExportError, InputError
from .cells import time_text

if TYPE_CHECKING:
    import pandas as pd

Anyframe: TypeAlias = "pd.DataFrame | pd.Series[Any]"
Frames: TypeAlias = "Mapping[str, Anyframe] | tuple[Anyframe, ...]"

# Characters that may start a formula: at the start of a cell, or after a separator of another locale (Excel in most of
# Europe splits at semicolons).
FORMULA = re.compile(
    "(^|[;|\t\r\n])(?=[\\s\"'\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20])"
)
_OPEN_FILE = re.compile(r"/dev/(?:std(out|err)|fd/(\d+))|/proc/self/fd/(\d+)").fullmatch
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def decimal_places(value: Decimal) -> int:
    """Returns the number of decimals."""
    exponent = without_zeros(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def without_zeros(value: Decimal) -> Decimal:
    """Returns the value without zeros at its end, such as 1.5 for 1.500; exact, of any size."""
    return value.normalize(_EXACT)


def digits(value: Decimal | int) -> int:
    """Returns the number of digits, without zeros at either end."""
    return len(without_zeros(Decimal(value)).as_tuple().digits)


def as_text(value: Any) -> str:
    """Formats a cell as text: all digits, times in ISO 8601, empty if missing."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case Decimal():
            return decimal_text(value)
        case int():
            return str(Decimal(value))  # str of a number has at most 4300 digits
        case dt.datetime():
            return time_text(value)
        case dt.timedelta():
            return str(value.total_seconds())
    return str(value)


def decimal_text(value: Decimal) -> str:
    """Formats an amount with two decimals, or as many more as it needs."""
    whole, _, places = f"{value:f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}"


def frames_by_name(frames: Any, name: str) -> dict[str, Any]:
    """Returns frames by name, from a mapping or a named tuple."""
    if isinstance(frames, tuple) and hasattr(frames, "_asdict"):
        frames = frames._asdict()
    if not isinstance(frames, Mapping) or not frames or not all(isinstance(one, str) and one for one in frames):
        raise InputError(f'{name} must be frames by name, such as {{"orders": shop.orders.frame()}}.', name=name)
    return dict(frames)


def first_line(error: Exception) -> str:
    """Returns the first line of an error message, without a full stop."""
    return str(error).partition("\n")[0].rstrip(".")


def target_of(path: str | os.PathLike[str]) -> Path:
    """Resolves the file of a path."""
    try:
        given = Path(path).expanduser().absolute()
        # Follow symbolic links: replace the file, not the link. An open file or a pipe has no other name.
        return given if is_stream(given) else given.resolve()
    except (OSError, TypeError, ValueError, RuntimeError) as error:  # OSError: the working folder is gone
        raise InputError(f"path must name a file: {first_line(error)}.", name="path") from error


def is_stream(path: Path) -> bool:
    """Whether bytes are written into a path and no file takes its place.

    So it is with a named pipe, a character device such as a terminal, and an open file such as ``/dev/stdout``.
    """
    if _OPEN_FILE(path.as_posix()):
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """Yields a temporary path; on success, what is there is moved to ``target``, or written into a pipe or device."""
    if is_stream(target):
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder, "part")
            yield part
            _pour(part, target)
        return
    # At most 40 characters of the name: it may be as long as the file system allows, and a character has up to 4 bytes.
    part = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.part")
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


def _pour(part: Path, stream: Path) -> None:
    """Writes a file into a pipe or device, or into an open file after what it has."""
    try:
        if name := _OPEN_FILE(stream.as_posix()):
            standard, *numbers = name.groups()
            for one in filter(None, (sys.stdout, sys.stderr)):
                one.flush()
            # A second opening would write from the beginning of the file.
            descriptor = os.dup({"out": 1, "err": 2}.get(standard) or int(numbers[0] or numbers[1]))
        else:
            # A pipe that nothing reads from is an error, where opening it would wait.
            descriptor = os.open(stream, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
            if hasattr(os, "set_blocking"):
                os.set_blocking(descriptor, True)
        with open(part, "rb") as source, open(descriptor, "wb") as target:
            shutil.copyfileobj(source, target)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else first_line(error)
        if error.errno == errno.ENXIO:
            why = "no program reads from this pipe. Start the reader first"
        raise ExportError(f"{stream} was not written, or not all of it: {why}.", path=str(stream)) from error


def _remains(part: Path) -> Iterable[Path]:
    # DuckDB keeps a write-ahead log next to its file.
    return part, part.with_name(f"{part.name}.wal")


@contextmanager
def explained(target: Path) -> Iterator[None]:
    """Converts an ``OSError`` to an ``ExportError`` that names the file and the reason."""
    try:
        if target.is_dir():
            raise IsADirectoryError("it is a folder")
        if target.exists():
            if not target.is_file():
                raise OSError("it is neither a file nor a pipe")
            if not os.access(target, os.W_OK):
                raise PermissionError
        yield
    except OSError as error:
        if not os.path.isdir(target.parent):
            why = f"there is no folder {target.parent}"
        elif isinstance(error, PermissionError):
            why = "you may not write there, or another program has it open"
        else:
            why = first_line(error) if error.strerror is None else error.strerror
        raise ExportError(f"{target} was not written, and is as it was before: {why}.", path=str(target)) from error
