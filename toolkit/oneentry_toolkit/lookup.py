"""What all nouns need: reading a whole list, checking what was passed, remembering what was looked up."""

from __future__ import annotations

import operator
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from .endpoints import ENDPOINTS
from .errors import IncompleteListError, IncompleteListWarning, InputError
from .paging import Report, shortfall, walk
from .reading import Reader
from .wire import Wire

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_HERE = os.path.dirname(__file__)
KEEP_S = 60.0
ID_MAX = 2_147_483_647


def read_all(
    wire: Wire,
    name: str,
    *args: Any,
    read: Callable[[Reader], T],
    lang: str,
    noun: str,
    max_items: int | None = None,
    strict: bool = False,
    **kwargs: Any,
) -> tuple[list[T], Report]:
    """Every item of a list operation as a result object, and what was seen on the way.

    Raises:
        ResponseFormatError: an item does not fit, with its place in the list.
        IncompleteListError: with ``strict``, the server gave fewer than it says there are.

    Warns:
        IncompleteListWarning: the same without ``strict``.
    """
    operation = ENDPOINTS[name].operation

    def fetch(offset: int, limit: int) -> Any:
        return wire.call(name, *args, offset=offset, limit=limit, **kwargs)

    found: list[T] = []
    report = Report()
    for item in walk(fetch, report, operation=operation, max_items=check_max_items(max_items)):
        found.append(read(Reader(item, operation=operation, lang=lang, path=f"$.items[{len(found)}]")))
    say_missing(report, len(found), noun=noun, strict=strict)
    return found, report


def say_missing(report: Report, given: int, *, noun: str, strict: bool) -> None:
    """Says so when a list is not complete.

    Raises:
        IncompleteListError: with ``strict``.

    Warns:
        IncompleteListWarning: without.
    """
    if report.complete:
        return
    message = shortfall(report, given, noun)
    if strict:
        raise IncompleteListError(message, given=given, total=report.total or 0)
    warnings.warn(message, IncompleteListWarning, stacklevel=_level_of_caller())


def _level_of_caller() -> int:
    """The warning's `stacklevel` that points at the user's own line: Python warns once for each line."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and os.path.dirname(frame.f_code.co_filename) == _HERE:
        level, frame = level + 1, frame.f_back
    return level


class Remembered(Generic[K, V]):
    """Looked-up definitions, kept for a minute: long enough for a loop of orders, short enough for an edited form.

    What was looked up as one user, or as nobody, is not used for another: rights differ.
    """

    def __init__(
        self,
        fetch: Callable[[K], V],
        wire: Wire,
        *,
        keep_s: float = KEEP_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch = fetch
        self._wire = wire
        self._keep_s = keep_s
        self._clock = clock
        self._kept: dict[K, tuple[float, str | None, V]] = {}

    def __getitem__(self, key: K) -> V:
        now, pair = self._clock(), self._wire.sign_ins.held()
        user = None if pair is None else pair.user
        if key in self._kept:
            then, whose, value = self._kept[key]
            if now - then < self._keep_s and whose == user:
                return value
        value = self._fetch(key)
        self._kept[key] = (now, user, value)
        return value


def check_marker(value: Any, name: str) -> str:
    """A textual identifier as it goes into a path.

    Raises:
        InputError: it is not text, or is empty.
    """
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{name} must be a text that is not empty: a marker of the project.", name=name)
    if value in (".", ".."):
        raise InputError(f"{name} cannot be '{value}': it would change the address.", name=name)
    return value


def check_text(value: Any, name: str) -> str:
    """A text that is not empty; never quoted, it may be a secret.

    Raises:
        InputError: it is not one.
    """
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{name} must be a text that is not empty.", name=name)
    return value


def check_id(value: Any, name: str) -> int:
    """A positive whole number that the API can hold.

    Raises:
        InputError: it is not one.
    """
    try:
        # Lets in what DataFrames hold (numpy integers) and keeps out 1.0 and "1".
        number = 0 if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = 0
    if not 1 <= number <= ID_MAX:
        raise InputError(f"{name} must be a whole number from 1 to {ID_MAX}.", name=name)
    return number


def check_items(value: Any, name: str) -> list[Any]:
    """The items of a list, a tuple, a set or another iterable, but not of a text or a dict.

    Raises:
        InputError: it is something else.
    """
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise InputError(f"{name} must be a list.", name=name)
    return list(value)


def check_max_items(value: Any) -> int | None:
    """How many items at most; None for all.

    Raises:
        InputError: it is not a whole number above 0.
    """
    return None if value is None else check_id(value, "max_items")


def unknown_marker(
    noun: str, marker: str, known: Iterable[str], *, name: str, where: str = "The project"
) -> InputError:
    """The error for a marker that is not ``where`` it should be, with the ones that are."""
    markers = list(known)
    import difflib

    close = difflib.get_close_matches(marker, markers, n=1)
    hint = f" Did you mean '{close[0]}'?" if close else ""
    return InputError(
        f"{where} has no {noun} '{marker}'.{hint} There are: {', '.join(markers) or 'none that you may see'}.",
        name=name,
    )
