"""Decides which page of a list to request next, from the items returned and not from the total. Pure.

``walk`` follows a ``PagePlan`` one page at a time, ``stream`` with several pages in parallel.
"""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from ..errors import ApiError, RateLimitedError, ResponseFormatError
from ..values.numbers import parse_whole
from ..values.unreadable import Findings

Page = tuple[list[Any], int | None]
"""The items of a page, and the server's total; None if it sends none."""

CAP = 10
"""A group with "restricted read" gets at most so many, without a word (docs/api/requests.md#requests-pages)."""

_PAGE_CAPS = frozenset({CAP, 20, 25, 30, 50, 100, 200, 250, 500, 1000})
"""A page of exactly so many items may have been cut by the server."""

_NO_SUCH_OFFSET = frozenset({400, 404, 416})
_WHOLE_PASSES = 3
_STALE_ROWS = 20  # at least this many repeats in a row, over two pages: the server ignores `offset`


def read_page(answer: Any, operation: str) -> Page:
    """Returns the items and the total of a list response: ``{"items": [...], "total": n}`` or a bare array.

    Raises:
        ResponseFormatError: the response is neither.
    """
    if answer is None or answer == {}:  # an empty list of some servers, with 204 too
        return [], None
    if isinstance(answer, list):
        return answer, None
    if isinstance(answer, dict) and "items" in answer:
        items = answer["items"]
        if items is None or items == {}:
            items = []
        if isinstance(items, list):
            return items, read_total(answer.get("total"))
    raise ResponseFormatError(
        f"{operation} answered with something that is not a list. Check that ONEENTRY_URL is a OneEntry project.",
        operation=operation,
    )


def is_past_end(error: ApiError, offset: int) -> bool:
    """Whether a page was rejected because the server does not take its offset, which ends the list.

    Only for a list of which a page has come: then nothing but the offset can be wrong
    (docs/api/requests.md#requests-pages).
    """
    return error.status in _NO_SUCH_OFFSET and offset > 0


def read_total(total: Any) -> int | None:
    """Returns a total sent as a number or as text; None for anything else."""
    if not isinstance(total, int) or isinstance(total, bool):
        try:
            total = parse_whole(total)
        except ValueError:
            return None
    return total if total >= 0 else None


@dataclass
class Report:
    """Statistics of reading a list.

    Attributes:
        total: the last total that the server sent; None if it sends none.
        pages: number of responses.
        repeats: duplicates that were dropped, because the list shifted or was read again.
        capped: the server stopped before its own total, or where its cap would be.
        repeated: the server answered with the items that it had sent before, whatever the offset.
        unpaged: the list has no pages: what the server leaves out cannot be requested.
        complete: no item is missing, as far as the answers tell.
        totals: of a list that is not complete, the lowest and the highest total, if they differ.
        doubled: of a list that is not complete, how often an item came again while it was read once.
        findings: what could not be read.
        user: number of the user whose list it is; None for lists that belong to no user, and if it is not known.
    """

    total: int | None = None
    pages: int = 0
    repeats: int = 0
    capped: bool = False
    repeated: bool = False
    unpaged: bool = False
    complete: bool = True
    totals: tuple[int, int] | None = None
    doubled: int = 0
    findings: Findings = field(default_factory=Findings)
    user: int | None = None

    def add(self, other: Report) -> None:
        """Adds the statistics of another list."""
        self.total = None if self.total is None or other.total is None else self.total + other.total
        self.pages += other.pages
        self.repeats += other.repeats
        self.capped = self.capped or other.capped
        self.repeated = self.repeated or other.repeated
        self.complete = self.complete and other.complete
        self.totals = self.totals or other.totals
        self.doubled += other.doubled
        self.findings.merge(other.findings)

    def facts(self) -> dict[str, Any]:
        """Returns what users see of it, as plain values."""
        return {
            "total": self.total,
            "pages": self.pages,
            "repeats_dropped": self.repeats,
            "cap_met": self.capped,
            "unreadable": self.findings.unreadable,
            "set_aside": self.findings.set_aside,
            "details": self.findings.as_dicts(),
        }


class PagePlan:
    """Decides which page of a list to request next.

    Offsets shift while orders are added or removed, pages are capped silently, totals change or are wrong. Therefore:

    - the step is the number of items on the first page;
    - if the first page was short, the second is requested alone, to find out whether there are more items;
    - a short page is requested again from where it ended, unless the total says that it is the last;
    - after a full page one more is requested, also where the total says that there is none: it may be the number of
      items on the page. If items come, the total is not believed any more;
    - without a total, only an empty page ends the list;
    - after the first empty page, and after two that repeat what came before, no further page is requested;
    - a list that shrank is read again, since an item may have been skipped;
    - a list that grew is read again from its head, and then as a whole if items are still missing: of two parallel
      pages the later one may be read before an arrival and the earlier one after it, which skips an item.

    A list is read at most three times. If it still changes, or if the answers do not tell where it ends, the report
    says that it is not complete.

    ``ask`` returns the next page; ``answered`` and ``learnt`` take the results. Several pages may be pending at once;
    while ``alone`` is true, call ``answered`` before the next ``ask``. A pending page that is past the end
    (``is_past``) need not be requested; then call ``dropped`` instead.

    Args:
        report: updated while reading.
        page_size: items per request.
        max_items: stop after this many items; None for all.
        start, stop: offsets of a part of the list; a part is not read again when the list changes.
        got: number of items that an earlier plan read, which ended at ``start``.
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
        self._moved = False  # a total differed from the first
        self._stuck = False  # the server returns the same page again and again
        self._beyond = False  # a page reached beyond all totals so far
        self._untrue = False  # and had new items: the server's totals are wrong
        self._refused = False  # the server rejects offsets beyond what it gives
        self._short = False  # the server sent fewer items than asked for, and not because of a cap on pages
        self._largest = 0  # items on a page
        self._range: tuple[int, int] | None = None  # of all totals
        self._doubled = 0  # items of the first pass that came again
        self._rows = got  # items of the first pass, with those that came again
        self._begin(head=False, cursor=start)

    def _begin(self, *, head: bool, cursor: int = 0) -> None:
        self._passes += 1
        self._wholes += not head
        self._head = head
        self._step: int | None = None
        self.alone = True  # one page at a time, until the server's page size is known
        self._cursor = cursor
        self._end: int | None = None  # no items from this offset on, whatever the total
        self._last: int | None = None  # no items from this offset on, as the total says
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
        """Returns offset and limit of the next page; None at the end, or if a pending page decides first."""
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
            return None  # whether to continue depends on the number of new items
        room = None if self._max_items is None else self._max_items - self._got - self._unlearnt
        if room is not None and room <= 0:
            return None
        if self._gaps:
            return self._gaps.popleft()
        if self._tail is not None and self._end is None and (self._most or 0) > self._tail[0]:
            (offset, end), self._tail = self._tail, None
            return offset, min(end, self._most or end) - offset
        most = None if self._most is None else self._most + 1  # one more look, if the last page is full
        end = min(one for one in (most, self._end, self._last, self._stop, self._cursor + 1) if one is not None)
        if self._step is not None and self._cursor >= end:
            return None
        offset, limit = self._cursor, self._step or self._page_size
        if not self.alone:
            self._cursor += limit
        limit = limit if self._stop is None else min(limit, self._stop - offset)
        return offset, limit if room is None else min(limit, room)

    def is_past(self, offset: int) -> bool:
        """Whether the list is known to have no items from this offset on. Any thread may ask."""
        return self._over or any(end is not None and end <= offset for end in (self._end, self._last))

    def dropped(self, limit: int) -> None:
        """Records that a page was not sent."""
        self._under_way -= 1
        self._unlearnt -= limit

    def ends_with(self, error: Exception, offset: int) -> bool:
        """Whether a page that failed ends the list: the server rejects its offset.

        So does any failure of a page that the total says is not there: some servers fail beyond the end.
        """
        if not self._report.pages or not isinstance(error, ApiError):
            return False
        is_beyond = self._most is not None and self._most <= offset and not isinstance(error, RateLimitedError)
        return is_past_end(error, offset) or (is_beyond and offset > 0)

    def refused(self, offset: int, limit: int, at: float) -> None:
        """Records a page that failed and ends the list."""
        self._refused = True
        self.answered(offset, limit, 0, None, at)
        self.learnt(limit, 0, 0)

    def answered(self, offset: int, limit: int, count: int, total: int | None, at: float) -> None:
        """Records a page of ``count`` items; ``at`` is the time of its response."""
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
            low, high = self._range or (total, total)
            self._range = min(low, total), max(high, total)
        self._beyond = self._beyond or bool(total is not None and count and offset + count > (self._most or 0))
        wanted = limit if total is None or self._beyond else min(limit, max(0, total - offset))
        own = total is not None and total <= count  # the total may be the number of items on the page
        cut = 0 < count < limit and count in _PAGE_CAPS and (own or total is None)
        self._largest = max(self._largest, count)
        self._short = self._short or (0 < count < limit and not cut)
        if count == 0 and wanted:
            self._end = offset if self._end is None else min(self._end, offset)
        elif count == 0:
            self._last = offset if self._last is None else min(self._last, offset)
        if not self.alone:
            if 0 < count < wanted:
                self._gaps.append((offset + count, wanted - count))
            elif 0 < count == wanted < limit:
                self._tail = offset + count, offset + limit
            return
        self._cursor = offset + count
        self._over = self._over or count == 0
        if total is not None:
            more = cut or count < wanted
            if self._step is None:
                self._step = count if count and more else limit
                self.alone = self._head or more
            else:
                self.alone = self._head
            if count < limit and not more and not self._beyond:
                self._last = offset + count  # as many as the total says, on a page that had room for more

    def learnt(self, limit: int, count: int, fresh: int) -> None:
        """Records that ``fresh`` of the ``count`` items of a page were new; ``limit`` were requested."""
        self._unlearnt -= limit
        self._got += fresh
        self._report.repeats += count - fresh
        if self._passes == 1:
            self._rows += count
            self._doubled += count - fresh
        if self._beyond and not self._untrue and self._got > (self._most or 0):
            self._untrue, self._report.total = True, None
            self._most, self._first_total, self._totals = None, None, []  # only an empty page ends the list
        if self._max_items is not None and self._got >= self._max_items:
            self._over = True
        if self._head and (not fresh or self._got >= (self._report.total or 0)):
            self._over = True
        if count:
            self._stale = [0, 0] if fresh else [self._stale[0] + 1, self._stale[1] + count]
            pages, rows = self._stale
            before = self._rows if self._passes > 1 else self._got
            if self._passes > 1 or self._resumed:  # what came before comes again
                self._stuck = self._stuck or (pages > 1 and rows >= before + _STALE_ROWS)
            else:
                self._stuck = (pages > 1 and rows >= _STALE_ROWS) or (pages > 0 and self._report.total is None)
            self._over = self._over or self._stuck

    def _goes_on(self) -> bool:
        """Starts another pass and returns True, or completes the report and returns False."""
        report = self._report
        missing = report.total is not None and self._got < report.total
        if self._stop is not None:
            missing = False  # the caller of a part compares the whole list with the total
        elif self._max_items is not None and self._got >= self._max_items:
            missing = False
        elif self._end is None and not self._stuck:
            self._moved = self._moved or len({total for _, total in self._totals} | {self._first_total}) > 1
            again = self._shrank() or missing
            if again and not self._head and not self._shrank() and (report.total or 0) > (self._first_total or 0):
                self._begin(head=True)  # newest first: the missing items are at the head
                return True
            # Parallel pages are read in any order: an order that arrives in between may hide another.
            if again and self._wholes < (_WHOLE_PASSES if self._moved else 2):
                self._begin(head=False)
                return True
            missing = missing or self._shrank()  # it shrank in the last pass too: an item may have been skipped
            if missing and self._range is not None:
                report.totals = self._range if self._range[0] < self._range[1] else None
                report.doubled = self._doubled
        if missing:
            report.capped, report.repeated = self._end is not None, self._stuck
        elif self._stop is None and (self._max_items is None or self._got < self._max_items):
            report.capped, report.repeated = self._may_be_capped(), self._may_repeat()
        report.complete = not (missing or report.capped or report.repeated)
        return False

    def _may_be_capped(self) -> bool:
        """Whether a list without a total ended where a cap or a refusal would end it too."""
        return self._report.total is None and (self._refused or self._got == CAP)

    def _may_repeat(self) -> bool:
        """Whether the list ended with a page that repeats what came before, and no page shows that it is the last."""
        total = self._report.total
        believed = total is not None and self._largest < total <= self._got
        return self._stale[0] > 0 and self._passes == 1 and not (self._resumed or self._short or believed)

    def _shrank(self) -> bool:
        totals = [total for _, total in sorted(self._totals)]
        return any(later < earlier for earlier, later in itertools.pairwise(totals))
