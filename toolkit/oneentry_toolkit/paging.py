"""Walking a list by pages: stops on what came, not on what was promised, and drops repeats."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

from .errors import IncompleteListWarning, ResponseFormatError

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
        total = answer.get("total")
        return answer["items"], total if isinstance(total, int) and not isinstance(total, bool) else None
    raise ResponseFormatError(
        f"{operation} answered with something that is not a list. Check that ONEENTRY_URL is a OneEntry project.",
        operation=operation,
    )


def walk(
    fetch: Callable[[int, int], Any], *, operation: str, noun: str, page_size: int = 100, max_items: int | None = None
) -> Iterator[tuple[Any, int | None]]:
    """Every item of a list once, each with the total that the server last gave.

    Args:
        fetch: gives the answer for an offset and a limit.
        operation: for error messages.
        noun: what the items are, for the warning.
        page_size: items to ask for at a time; the step is what really came.
        max_items: stop after so many.

    Warns:
        IncompleteListWarning: the server stopped before its own total.
    """
    seen: set[Any] = set()
    offset = 0
    total: int | None = None
    before: list[Any] = []
    while max_items is None or len(seen) < max_items:
        wanted = page_size if max_items is None else min(page_size, max_items - len(seen))
        items, total_now = read_page(fetch(offset, wanted), operation)
        total = total if total_now is None else total_now
        fresh = 0
        for index, item in enumerate(items):
            key = item.get("id", item.get("identifier")) if isinstance(item, dict) else None
            key = (offset + index, "unnamed") if key is None else key
            if key in seen:
                continue
            seen.add(key)
            fresh += 1
            yield item, total
            if max_items is not None and len(seen) >= max_items:
                return
        offset += len(items)
        if not items or (total is not None and offset >= total):
            break
        if items == before or (total is None and (fresh == 0 or len(items) != wanted)):
            # A server that ignores `offset` repeats itself; of a bare array, a short page is the last one.
            break
        before = items
    if total is not None and len(seen) < total and offset < total:
        warnings.warn(
            f"The server gave {len(seen)} of {total} {noun}s. A group with restricted read rights gets {CAP} at most; "
            "the project's owner can allow all in the admin panel.",
            IncompleteListWarning,
            stacklevel=3,
        )
