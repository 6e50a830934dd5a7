"""Reads all pages of a list as objects, and reports missing items and what could not be read."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from ..errors import (
    ApiError,
    IncompleteListError,
    IncompleteListWarning,
    OneEntryWarning,
    ResponseFormatError,
    UnreadableRecordWarning,
)
from ..transport.client import ApiClient
from ..transport.operations import ENDPOINTS
from ..values.arguments import check_max_items
from ..values.display import plural
from ..values.numbers import parse_whole
from ..values.reader import Reader, identity_of, read_record
from ..values.unreadable import Findings, unnamed_keys
from .plan import CAP, PagePlan, Report, read_page

T = TypeVar("T")

_LISTENER: ContextVar[Callable[[str, type[OneEntryWarning]], None] | None] = ContextVar("listener", default=None)
_SAID: ContextVar[set[str] | None] = ContextVar("said", default=None)
_PACKAGE = os.path.dirname(os.path.dirname(__file__)) + os.sep


def read_all(
    api: ApiClient,
    name: str,
    *args: Any,
    read: Callable[[Reader], T],
    lang: str,
    noun: str,
    scope: str = "",
    max_items: int | None = None,
    strict: bool | None = None,
    says: bool = True,
    by_marker: bool = False,
    **kwargs: Any,
) -> tuple[list[T], Report]:
    """Returns the items of a list operation as result objects, and the report.

    Args:
        api, name, args, kwargs: the operation.
        read: returns the object of an item.
        lang: language of the titles.
        noun: of an item, for messages.
        scope: what the list belongs to, for messages, such as ``of storage 'orders'``.
        max_items: maximum number of items; None for all.
        strict: the option of the caller; None if it has none.
        says: warn of what could not be read; otherwise the caller does, see ``say_unreadable``.
        by_marker: the items are identified by their markers: two may have one number.

    Raises:
        ResponseFormatError: the answer is not a list; with ``strict``, an item or a member of it could not be read.
        IncompleteListError: with ``strict``, the server returned fewer items than its total.

    Warns:
        UnreadableRecordWarning: without ``strict``, an item or a member of it could not be read.
        IncompleteListWarning: without ``strict``, the server returned fewer items than its total.
    """
    operation = ENDPOINTS[name].operation
    pace = api.pace(1)

    def fetch(offset: int, limit: int) -> Any:
        return api.call(name, *args, pace=pace, offset=offset, limit=limit, **kwargs)

    found: list[T] = []
    report = Report(findings=Findings(scope="" if says else scope))
    limit = check_max_items(max_items)
    for place, item in walk(fetch, report, operation=operation, max_items=limit, by_marker=by_marker):
        found += _read_item(item, place, read, report.findings, operation=operation, lang=lang)
        if strict:
            check_findings(report.findings, noun=noun, operation=operation)
    if says:
        say_unreadable(report.findings, len(found), noun=noun, scope=scope, strict=strict)
    say_missing(report, len(found) + report.findings.set_aside, noun=noun, scope=scope, strict=strict is True)
    return found, report


def read_items(
    answer: Any, read: Callable[[Reader], T], *, operation: str, lang: str, noun: str, scope: str = ""
) -> list[T]:
    """Returns the objects of a list that has no pages; null and ``{}`` count as an empty one.

    Raises:
        ResponseFormatError: the answer is not a list.

    Warns:
        UnreadableRecordWarning: an item or a member of it could not be read.
        IncompleteListWarning: the answer has fewer items than its total.
    """
    items, total = read_page(answer, operation)
    findings = Findings()
    found: list[T] = []
    for place, item in enumerate(items):
        found += _read_item(item, place, read, findings, operation=operation, lang=lang)
    say_unreadable(findings, len(found), noun=noun, scope=scope)
    say_left_out(len(items), total, noun=noun, scope=scope)
    return found


def read_one(
    answer: Any,
    read: Callable[[Reader], T],
    *,
    operation: str,
    lang: str,
    noun: str,
    number: int | None = None,
    marker: str | None = None,
) -> T:
    """Returns the object of an answer.

    Args:
        number, marker: of the object that was asked for; None if it was asked for by the other, or by neither.

    Raises:
        ResponseFormatError: the answer is no object, does not say which one it is, or is another one than was asked
            for.

    Warns:
        UnreadableRecordWarning: a member could not be read.
    """
    record, oddities = read_record(answer, read, operation=operation, lang=lang)
    if record is None:
        return read(Reader(answer, operation=operation, lang=lang))
    _check_asked(record, number, marker, operation=operation, noun=noun)
    findings = Findings()
    findings.record(identity_of(record), 0, oddities)
    if findings:
        say(findings.message_of_one(noun), UnreadableRecordWarning)
    return record


def _check_asked(record: Any, number: int | None, marker: str | None, *, operation: str, noun: str) -> None:
    """Checks that a record is the one that was asked for. A server may ignore the case of markers.

    Raises:
        ResponseFormatError: it is another one.
    """
    found = getattr(record, "marker", None)
    if number is not None and identity_of(record) != number:
        asked, answered, member = str(number), str(identity_of(record)), "id"
    elif marker is not None and isinstance(found, str) and found and found.casefold() != marker.casefold():
        asked, answered, member = f"'{marker}'", f"'{found}'", "identifier"
    else:
        return
    raise ResponseFormatError(
        f"{operation} was asked for {noun} {asked} and answered with {noun} {answered}. Call again; if it stays so, "
        "something between you and the server (a cache, a proxy) confuses answers.",
        operation=operation,
        json_path=f"$.{member}",
    )


def _read_item(
    item: Any, place: int, read: Callable[[Reader], T], findings: Findings, *, operation: str, lang: str
) -> list[T]:
    record, oddities = read_record(item, read, operation=operation, lang=lang)
    findings.record(identity_of(record), place, oddities, set_aside=record is None)
    return [] if record is None else [record]


def check_findings(findings: Findings, *, noun: str, operation: str) -> None:
    """Raises what ``strict=True`` asks for.

    Raises:
        ResponseFormatError: a record or a member of one could not be read.
    """
    if findings:
        raise findings.error(noun, operation)


def say_unreadable(findings: Findings, given: int, *, noun: str, scope: str = "", strict: bool | None = None) -> None:
    """Warns once of what could not be read.

    Args:
        findings: of the whole fetch.
        given: number of records that are returned.
        noun: of a record.
        scope: as for ``read_all``.
        strict: the option of the caller; None if it has none.

    Warns:
        UnreadableRecordWarning: if there are findings.
    """
    if findings:
        say(findings.message(noun, given, scope=scope, strict=strict is not None), UnreadableRecordWarning)


def say_missing(report: Report, given: int, *, noun: str, strict: bool, scope: str = "") -> None:
    """Raises or warns if a list is not complete.

    Args:
        report: of the list.
        given: number of items that the server gave.
        noun, scope: as for ``read_all``.
        strict: raise.

    Raises:
        IncompleteListError: with ``strict``, if items are missing.

    Warns:
        IncompleteListWarning: without ``strict``, if items are missing.
    """
    if report.complete:
        return
    message = shortfall(report, given, noun, scope)
    if strict:
        raise IncompleteListError(message, given=given, total=report.total or 0)
    say(message, IncompleteListWarning)


def say_left_out(given: int, total: int | None, *, noun: str, scope: str = "") -> None:
    """Warns if a list that has no pages has fewer items than its total.

    Warns:
        IncompleteListWarning: items are missing.
    """
    complete = total is None or given >= total
    report = Report(total=total, capped=given == CAP, unpaged=True, complete=complete)
    say_missing(report, given, noun=noun, scope=scope, strict=False)


def say(message: str, kind: type[OneEntryWarning]) -> None:
    """Warns at the user's line, or tells the listener of ``hear_warnings``."""
    said = _SAID.get()
    if said is not None:
        if message in said:
            return
        said.add(message)
    listener = _LISTENER.get()
    if listener is not None:
        listener(message, kind)
    else:
        warnings.warn(message, kind, stacklevel=_level_of_caller())


@contextmanager
def say_once() -> Iterator[None]:
    """Warns of what is read in the context once for each message, for reads that are repeated."""
    before = _SAID.set(set())
    try:
        yield
    finally:
        _SAID.reset(before)


@contextmanager
def hear_warnings(listener: Callable[[str, type[OneEntryWarning]], None]) -> Iterator[None]:
    """Calls ``listener`` with the message and class of a warning instead of warning.

    For calls without a line of user code, such as those of a thread: a warning would point into the toolkit.
    """
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


@contextmanager
def hear_shortfalls(listener: Callable[[str], object]) -> Iterator[None]:
    """Calls ``listener`` with the message about missing or unreadable items instead of a warning, for widgets."""

    def heard(message: str, _kind: type[OneEntryWarning]) -> None:
        listener(message)

    with hear_warnings(heard):
        yield


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
    by_marker: bool = False,
) -> Iterator[tuple[int, Any]]:
    """Yields each item of a list once, page by page, with its place in the list.

    Args:
        fetch: returns the response for an offset and a limit.
        report: updated while reading.
        operation: for error messages.
        page_size: items per request.
        max_items: stop after this many items; None for all.
        by_marker: as for ``read_all``.
    """
    course = PagePlan(report, page_size=page_size, max_items=max_items)
    seen: set[Any] = set()
    while (page := course.ask()) is not None:
        offset, limit = page
        try:
            items, total = read_page(fetch(offset, limit), operation)
        except ApiError as error:
            if not course.ends_with(error, offset):
                raise
            course.refused(offset, limit, at=report.pages)
            continue
        course.answered(offset, limit, len(items), total, at=report.pages)
        fresh = []
        keys = [_key(item, by_marker) for item in items]
        unnamed = unnamed_keys(keys, items) if None in keys else {}
        for index, item in enumerate(items):
            key = unnamed.get(index, keys[index])
            if key not in seen:
                seen.add(key)
                fresh.append((offset + index, item))
        course.learnt(limit, len(items), len(fresh))
        yield from fresh if max_items is None else fresh[: max(0, max_items - len(seen) + len(fresh))]


def _key(item: Any, by_marker: bool) -> int | tuple[int | None, str] | None:
    """Returns what tells an item from others: its number, else its marker; with ``by_marker``, both."""
    if not isinstance(item, dict):
        return None
    marker = item["identifier"] if isinstance(item.get("identifier"), str) else None
    try:
        number = parse_whole(item.get("id"))
    except ValueError:
        number = None
    return (number, marker) if marker is not None and (by_marker or number is None) else number


def shortfall(report: Report, given: int, noun: str, scope: str = "") -> str:
    """Returns the message about a list that is not complete, with the arguments of ``say_missing``."""
    items = f"{plural(noun)}{scope and ' '}{scope}"
    if report.totals is not None:
        said = f"The server gave {given} {items}, and totals from {report.totals[0]} to {report.totals[1]}."
    elif report.total is None:
        said = f"The server gave {given} {items} and does not say how many there are."
    else:
        said = f"The server gave {given} of {report.total} {items}."
    if report.repeated:
        why = "It answers with the same page again, so that no others can be read; ask its host."
    elif report.capped and given <= CAP:
        why = (
            f"A group with restricted read rights gets {CAP} at most; "
            "the project's owner can allow all in the admin panel."
        )
    elif report.unpaged:
        why = "The list has no pages, so that the others cannot be read; ask the project's owner about limits."
    elif report.capped:
        why = "The pages after them are empty: ask the project's owner about limits of the server and of your group."
    elif report.doubled and report.totals is None:
        why = (
            f"Its total stayed the same, and {report.doubled} came more than once, so others may be missing; read it "
            "again, and if it stays so, ask its host."
        )
    else:
        why = "The list changed while it was read; read it again."
    return f"{said} {why}"
