"""Walking a list by pages: stops on what came, not on what was promised, and drops repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .errors import ResponseFormatError

Page = tuple[list[Any], int | None]
"""The items of a page, and how many there are in all if the server says so."""

CAP = 10
"""A group with the "restricted read" rule gets at most so many, without a word (reference, section 5)."""


def read_page(answer: Any, operation: str) -> Page:
    """The items and the total of a list answer: ``{"items": [...], "total": n}`` or a bare array.

    Raises:
        ResponseFormatError: it is neither.
    """
    if isinstance(answer, list):
        return answer, None
    if isinstance(answer, dict) and isinstance(answer.get("items"), list):
        return answer["items"], _count(answer.get("total"))
    raise ResponseFormatError(
        f"{operation} answered with something that is not a list. Check that ONEENTRY_URL is a OneEntry project.",
        operation=operation,
    )


def _count(total: Any) -> int | None:
    """A number, or digits as text: the API has both."""
    if isinstance(total, str) and total.isascii() and total.isdecimal() and len(total) < 19:
        return int(total)
    return total if isinstance(total, int) and not isinstance(total, bool) else None


@dataclass
class Report:
    """What a walk saw.

    Attributes:
        total: how many there are by the server's last word; None if it does not say.
        pages: requests that were answered.
        repeats: items that came a second time, because the list moved or was read again, and were dropped.
        capped: the server stopped giving before its own total.
        complete: nothing that the server says it has is missing.
    """

    total: int | None = None
    pages: int = 0
    repeats: int = 0
    capped: bool = False
    complete: bool = True


def walk(
    fetch: Callable[[int, int], Any],
    report: Report,
    *,
    operation: str,
    page_size: int = 100,
    max_items: int | None = None,
) -> Iterator[Any]:
    """Every item of a list once.

    A list that shrinks while it is read may slip an item past the reader; then it is read once more.

    Args:
        fetch: gives the answer for an offset and a limit.
        report: is filled in on the way.
        operation: for error messages.
        page_size: items to ask for at a time; the step is what really came.
        max_items: stop after so many.
    """
    seen: set[Any] = set()
    offset = 0
    for _ in range(2):
        shrunk = False
        offset = 0
        passed: set[Any] = set()  # of this pass
        stale = 0
        while max_items is None or len(seen) < max_items:
            wanted = page_size if max_items is None else min(page_size, max_items - len(seen))
            items, total = read_page(fetch(offset, wanted), operation)
            report.pages += 1
            shrunk = shrunk or (total is not None and report.total is not None and total < report.total)
            report.total = report.total if total is None else total
            already = len(passed)
            for index, item in enumerate(items):
                key = item.get("id", item.get("identifier")) if isinstance(item, dict) else None
                key = key if isinstance(key, int | str) else (offset + index, "unnamed")
                passed.add(key)
                if key in seen:
                    report.repeats += 1
                    continue
                seen.add(key)
                yield item
                if max_items is not None and len(seen) >= max_items:
                    return
            offset += len(items)
            if not items or (report.total is not None and offset >= report.total):
                break
            # A server that ignores `offset` repeats itself; where no total is given, that or an empty page is the end.
            stale = 0 if len(passed) > already else stale + 1
            if stale == (1 if report.total is None else 2) or (report.total is None and len(items) < min(wanted, CAP)):
                break
        if not shrunk:
            break
    report.complete = report.total is None or len(seen) >= report.total
    report.capped = not report.complete and offset < (report.total or 0)


def shortfall(report: Report, given: int, noun: str) -> str:
    """What to say of a list that is not complete."""
    why = (
        f"A group with restricted read rights gets {CAP} at most; the project's owner can allow all in the admin panel."
        if report.capped
        else "The list changed while it was read; read it again."
    )
    return f"The server gave {given} of {report.total} {noun}s. {why}"
