"""Walking a list by pages: which to ask for next, by what came and not by what was promised. Pure decisions.

``PagePlan`` decides, ``walk`` follows it one page at a time; ``stream`` follows it with several at once.
"""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass
from typing import Any

from ..errors import ResponseFormatError

Page = tuple[list[Any], int | None]
"""The items of a page, and how many there are in all if the server says so."""

CAP = 10
"""A group with "restricted read" gets at most so many, without a word (docs/api/requests.md#requests-pages)."""

_WHOLE_PASSES = 3
_STALE_ROWS = 20  # so many repeats in a row, and two pages of them, are a server that ignores `offset`


def read_page(answer: Any, operation: str) -> Page:
    """The items and the total of a list answer: ``{"items": [...], "total": n}`` or a bare array.

    Raises:
        ResponseFormatError: it is neither.
    """
    if isinstance(answer, list):
        return answer, None
    if isinstance(answer, dict) and isinstance(answer.get("items"), list):
        return answer["items"], read_total(answer.get("total"))
    raise ResponseFormatError(
        f"{operation} answered with something that is not a list. Check that ONEENTRY_URL is a OneEntry project.",
        operation=operation,
    )


def read_total(total: Any) -> int | None:
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

    def add(self, other: Report) -> None:
        """Makes it the report of both lists."""
        self.total = None if self.total is None or other.total is None else self.total + other.total
        self.pages += other.pages
        self.repeats += other.repeats
        self.capped = self.capped or other.capped
        self.complete = self.complete and other.complete


class PagePlan:
    """Which page of a list to ask for next.

    Offsets shift while orders arrive or go, pages are capped without a word, totals change. So the step is what the
    first page really brought; the second page is asked for alone when the first was short, to see whether more
    comes at all; a page that came short is asked for again from where it ended; a list that shrank, which may slip an
    item past the reader, is read again; and one that grew is looked at again from its head, and if that is not enough
    as a whole, since of two pages at once the later one may have been read before an arrival and the earlier one after
    it, with an item between them. Three times at most: a list that still moves then is said not to be complete.

    ``ask`` gives the next page, ``answered`` and ``learnt`` take what came. Several pages may be under way at once;
    while ``alone`` is true, no other is asked for before ``answered`` was told.

    Args:
        report: is filled in on the way.
        page_size: items to ask for at a time.
        max_items: stop after so many.
        start, stop: only this part of the list, as it is now; it is not looked at again when the list moves.
        got: so many came before, in an earlier course that ended at ``start``.
    """

    def __init__(
        self,
        report: Report,
        *,
        page_size: int,
        max_items: int | None = None,
        start: int = 0,
        stop: int | None = None,
        got: int = 0,
    ) -> None:
        self._report = report
        self._page_size = page_size
        self._max_items = max_items
        self._stop = stop
        self._got = got
        self._resumed = got > 0
        self._first_total: int | None = None
        self._passes = 0
        self._wholes = 0
        self._moved = False  # some total differed from the first
        self._stuck = False  # the server gives the same page again and again
        self._beyond = False  # a page reached beyond every total so far
        self._untrue = False  # and was of other items: what the server says of totals is not true
        self._begin(head=False, cursor=start)

    def _begin(self, *, head: bool, cursor: int = 0) -> None:
        self._passes += 1
        self._wholes += not head
        self._head = head
        self._step: int | None = None
        self.alone = True  # one page at a time, until it is known how the server gives them
        self._cursor = cursor
        self._end: int | None = None  # nothing is given from here on, whatever the total says
        self._gaps: deque[tuple[int, int]] = deque()
        self._tail: tuple[int, int] | None = None  # where the list ended within a page, and where that page would have
        self._under_way = 0
        self._unlearnt = 0
        self._stale = [0, 0]
        self._over = False
        self._totals: list[tuple[float, int]] = []
        self._most: int | None = None
        self._latest = 0.0

    def ask(self) -> tuple[int, int] | None:
        """Offset and limit of the next page; None if there is none, or none before another one has come."""
        found = self._next()
        if found is None and not self._under_way and not self._unlearnt and self._goes_on():
            found = self._next()
        if found is not None:
            self._under_way += 1
            self._unlearnt += found[1]
        return found

    def _next(self) -> tuple[int, int] | None:
        if self._over or (self.alone and self._under_way):
            return None
        if self._unlearnt and (self._head or (self._step is None and self._cursor)):
            return None  # whether to go on depends on how much of the page was new
        room = None if self._max_items is None else self._max_items - self._got - self._unlearnt
        if room is not None and room <= 0:
            return None
        if self._gaps:
            return self._gaps.popleft()
        if self._tail is not None and self._end is None and (self._most or 0) > self._tail[0]:
            (offset, end), self._tail = self._tail, None
            return offset, min(end, self._most or end) - offset
        end = min(one for one in (self._most, self._end, self._stop, self._cursor + 1) if one is not None)
        if self._step is not None and self._cursor >= end:
            return None
        offset, limit = self._cursor, self._step or self._page_size
        if not self.alone:
            self._cursor += limit
        limit = limit if self._stop is None else min(limit, self._stop - offset)
        return offset, limit if room is None else min(limit, room)

    def answered(self, offset: int, limit: int, count: int, total: int | None, at: float) -> None:
        """A page came with ``count`` items; ``at`` orders the answers in time."""
        self._under_way -= 1
        self._report.pages += 1
        if self._untrue:
            total = None
        if total is not None:
            if not self._totals or at >= self._latest:
                self._latest, self._report.total = at, total
            self._totals.append((at, total))
            self._most = max(total, self._most or 0)
            self._first_total = total if self._first_total is None else self._first_total
        self._beyond = self._beyond or bool(total is not None and count and offset + count > (self._most or 0))
        wanted = limit if total is None or self._beyond else min(limit, max(0, total - offset))
        if not self.alone:
            if 0 < count < wanted:
                self._gaps.append((offset + count, wanted - count))
            elif 0 < count == wanted < limit:
                self._tail = offset + count, offset + limit
            elif count < wanted:
                self._end = offset if self._end is None else min(self._end, offset)
            return
        self._cursor = offset + count
        if self._step is None and total is not None:
            self._step = count if 0 < count < wanted else limit
            self.alone = self._head or count < wanted
        elif total is not None:
            self.alone = self._head
        else:
            # A bare array: short pages are the end, but for those that the silent cap makes.
            self._over = count < min(limit, CAP)
        if count == 0 and wanted:
            self._end, self._over = offset, True

    def learnt(self, limit: int, count: int, fresh: int) -> None:
        """Of the ``count`` items of a page, or of several in a row, asked for as ``limit``, so many were new."""
        self._unlearnt -= limit
        self._got += fresh
        self._report.repeats += count - fresh
        if self._beyond and not self._untrue and self._got > (self._most or 0):
            self._untrue, self._report.total = True, None
            self._most, self._first_total, self._totals = None, None, []  # only an empty page is the end
        if self._max_items is not None and self._got >= self._max_items:
            self._over = True
        if self._head and (not fresh or self._got >= (self._report.total or 0)):
            self._over = True
        if self._passes == 1 and count and not self._resumed:
            self._stale = [0, 0] if fresh else [self._stale[0] + 1, self._stale[1] + count]
            pages, rows = self._stale
            self._stuck = (pages > 1 and rows >= _STALE_ROWS) or (pages > 0 and self._report.total is None)
            self._over = self._over or self._stuck

    def _goes_on(self) -> bool:
        """Whether the list has to be looked at again; else the report is closed."""
        report = self._report
        missing = report.total is not None and self._got < report.total
        if self._stop is not None:
            missing = False  # whoever asked for a part judges it by what the whole list should have
        elif self._max_items is not None and self._got >= self._max_items:
            missing = False
        elif self._end is None and not self._stuck:
            self._moved = self._moved or len({total for _, total in self._totals} | {self._first_total}) > 1
            again = self._shrank() or missing
            if again and not self._head and not self._shrank() and (report.total or 0) > (self._first_total or 0):
                self._begin(head=True)  # newest first: what is missing came in front
                return True
            # Several pages at once are read in any order: one order that arrives between may hide another.
            if again and self._wholes < (_WHOLE_PASSES if self._moved else 2):
                self._begin(head=False)
                return True
            missing = missing or self._shrank()  # to the last: something may have slipped past each time
        report.complete = not missing
        report.capped = missing and self._end is not None
        return False

    def _shrank(self) -> bool:
        totals = [total for _, total in sorted(self._totals)]
        return any(later < earlier for earlier, later in itertools.pairwise(totals))
