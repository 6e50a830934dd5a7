"""Reads all pages of a list as objects, and reports missing items."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from ..errors import IncompleteListError, IncompleteListWarning, InvalidRequestError
from ..transport.client import ApiClient
from ..transport.operations import ENDPOINTS
from ..values.arguments import check_max_items
from ..values.reader import Reader
from .plan import CAP, PagePlan, Report, is_past_end, read_page

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
    """Returns the items of a list operation as result objects, and the report.

    Raises:
        ResponseFormatError: an item does not fit the contract; the message names its place.
        IncompleteListError: with ``strict``, the server returned fewer items than its total.

    Warns:
        IncompleteListWarning: without ``strict``, the server returned fewer items than its total.
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
    """Raises or warns if a list is not complete.

    Raises:
        IncompleteListError: with ``strict``, if items are missing.

    Warns:
        IncompleteListWarning: without ``strict``, if items are missing.
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
    """Calls ``listener`` with the message about missing items instead of a warning.

    For calls without a line of user code, such as those of a widget: a warning would point into the toolkit.
    """
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


def _level_of_caller() -> int:
    """Returns the `stacklevel` of the user's own line: Python warns once for each line."""
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
    """Yields each item of a list once, page by page.

    Args:
        fetch: returns the response for an offset and a limit.
        report: updated while reading.
        operation: for error messages.
        page_size: items per request.
        max_items: stop after this many items; None for all.
    """
    course = PagePlan(report, page_size=page_size, max_items=max_items)
    seen: set[Any] = set()
    while (page := course.ask()) is not None:
        offset, limit = page
        try:
            items, total = read_page(fetch(offset, limit), operation)
        except InvalidRequestError as error:
            if not report.pages or not is_past_end(error, offset):
                raise
            course.refused(offset, limit, at=report.pages)
            continue
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
    """Returns the message about a list that is not complete."""
    if report.total is None:
        said = f"The server gave {given} {noun}s and does not say how many there are."
    else:
        said = f"The server gave {given} of {report.total} {noun}s."
    if report.repeated:
        why = "It answers with the same page again, so that no others can be read; ask its host."
    elif report.capped and given <= CAP:
        why = (
            f"A group with restricted read rights gets {CAP} at most; "
            "the project's owner can allow all in the admin panel."
        )
    elif report.capped:
        why = "The pages after them are empty: ask the project's owner about limits of the server and of your group."
    else:
        why = "The list changed while it was read; read it again."
    return f"{said} {why}"
