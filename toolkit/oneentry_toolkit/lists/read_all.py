"""All pages of a list as objects, and what is said when some are missing."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from ..errors import IncompleteListError, IncompleteListWarning
from ..transport.client import ApiClient
from ..transport.operations import ENDPOINTS
from ..values.arguments import check_max_items
from ..values.reader import Reader
from .plan import CAP, PagePlan, Report, read_page

T = TypeVar("T")

_LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)
_PACKAGE = os.path.dirname(os.path.dirname(__file__)) + os.sep


def read_all(
    api: ApiClient,
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
        return api.call(name, *args, offset=offset, limit=limit, **kwargs)

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
    listener = _LISTENER.get()
    if listener is not None:
        listener(message)
    else:
        warnings.warn(message, IncompleteListWarning, stacklevel=_level_of_caller())


@contextmanager
def hear_shortfalls(listener: Callable[[str], None]) -> Iterator[None]:
    """Inside of it, what is missing from a list is told to ``listener`` and no warning.

    For calls that no line of a user makes, such as those of a widget: a warning would point into the toolkit.
    """
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


def _level_of_caller() -> int:
    """The warning's `stacklevel` that points at the user's own line: Python warns once for each line."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    return level


def walk(
    fetch: Callable[[int, int], Any],
    report: Report,
    *,
    operation: str,
    page_size: int = 100,
    max_items: int | None = None,
) -> Iterator[Any]:
    """Every item of a list once, page after page.

    Args:
        fetch: gives the answer for an offset and a limit.
        report: is filled in on the way.
        operation: for error messages.
        page_size: items to ask for at a time.
        max_items: stop after so many.
    """
    course = PagePlan(report, page_size=page_size, max_items=max_items)
    seen: set[Any] = set()
    while (page := course.ask()) is not None:
        offset, limit = page
        items, total = read_page(fetch(offset, limit), operation)
        course.answered(offset, limit, len(items), total, at=report.pages)
        fresh = []
        for index, item in enumerate(items):
            key = item.get("id", item.get("identifier")) if isinstance(item, dict) else None
            key = key if isinstance(key, int | str) else (offset + index, "unnamed")
            if key not in seen:
                seen.add(key)
                fresh.append(item)
        course.learnt(limit, len(items), len(fresh))
        yield from fresh if max_items is None else fresh[: max(0, max_items - len(seen) + len(fresh))]


def shortfall(report: Report, given: int, noun: str) -> str:
    """What to say of a list that is not complete."""
    why = (
        f"A group with restricted read rights gets {CAP} at most; the project's owner can allow all in the admin panel."
        if report.capped
        else "The list changed while it was read; read it again."
    )
    return f"The server gave {given} of {report.total} {noun}s. {why}"
