"""Fetches pages of a long list in parallel and decodes them in groups, in list order and with bounded memory.

Plain threads: they work inside a notebook's running event loop, and Ctrl-C ends them. While pages are on their way, the
groups that are complete are decoded by two threads; the decoder works without Python's lock. A page that may end the
list, because it is empty or looks like the one before, is decoded at once; until then no further page is requested.
"""

from __future__ import annotations

import functools
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from ..errors import OneEntryError
from .plan import PagePlan
from .threads import Threads, wait_for

if TYPE_CHECKING:
    from ..transport.client import Submit

_GROUP_BYTES = 3_000_000  # flat from 2.5 to 10 MB, slower below 1 MB
_LAST_BYTES = 300_000
_GROUPS_AHEAD = 3
_EMPTY_BYTES = 2_000  # a page below may be empty: its items are counted as soon as it comes
_START_BYTES = 1_000  # pages that start alike may be the same
_BYTES_AHEAD = 12_000_000  # of pages that are pending or wait for their group

T = TypeVar("T")


class Chunk(Protocol):
    """The decoded columns of some pages.

    Attributes:
        counts: number of items of each page.
        totals: total sent with each page; None where there is none.
        start: offset of the first page; set by ``stream``.
        offsets: offset of each page; set by ``stream``.
    """

    start: int
    offsets: Sequence[int]

    @property
    def counts(self) -> Sequence[int]: ...  # noqa: D102
    @property
    def totals(self) -> Sequence[int | None]: ...  # noqa: D102

    def drop_repeats(self) -> list[int]:
        """Drops duplicates of earlier items and returns the number of items left of each page."""


C = TypeVar("C", bound=Chunk)


@dataclass(frozen=True)
class _Page:
    offset: int
    limit: int
    body: bytes
    at: float
    error: BaseException | None = None


def stream(
    course: PagePlan,
    *,
    fetch: Callable[[int, int, Submit, Callable[[], bool]], Future[bytes]],
    head: Callable[[bytes], tuple[int, int | None]],
    decode: Callable[[list[bytes]], C],
    workers: int,
    meanwhile: Callable[[], object] | None = None,
    group_bytes: int = _GROUP_BYTES,
) -> Generator[C]:
    """Yields the chunks of a list in order, without duplicates.

    Args:
        course: which pages to ask for.
        fetch: starts fetching the page at an offset, up to a limit. What blocks is run by its third argument, which has
            ``workers`` threads. The fourth says whether the page is not needed any more.
        head: the number of items of a page, and the total if it says one.
        decode: makes a chunk of some pages; called by two threads.
        workers: pages to fetch at a time.
        meanwhile: called once, while the first page is on its way and before any is decoded.
        group_bytes: of the pages that are decoded together.
    """
    fetchers, decoders = Threads(workers, "oneentry-fetch"), Threads(2, "oneentry-decode", gives_way=True)

    def get(offset: int, limit: int) -> Future[_Page]:
        page: Future[_Page] = Future()

        def came(body: Future[bytes]) -> None:
            error = body.exception()
            page.set_result(_Page(offset, limit, b"" if error else body.result(), time.monotonic(), error))

        fetch(offset, limit, fetchers.submit, lambda: course.is_past(offset)).add_done_callback(came)
        return page

    coming: deque[Future[_Page]] = deque()
    group: list[_Page] = []
    bodies: list[bytes] = []  # of the group
    decoding: deque[tuple[Future[C], list[_Page]]] = deque()
    counted: set[int] = set()  # offsets of pages that the course has recorded
    largest = 1
    process = os.getpid()
    start = b""
    at_end = False  # a page that came may be the last
    try:
        while True:
            at_end = at_end and bool(group or decoding)
            held = sum(map(len, bodies))
            ahead = min(4 * workers, (_BYTES_AHEAD - held) // largest)
            asks = not at_end
            while asks and len(coming) < max(workers, ahead):
                page = course.ask()
                asks = page is not None
                if page is not None:
                    coming.append(get(*page))
            if meanwhile is not None:
                meanwhile()
                meanwhile = None
            # Groups get smaller towards the end, so that the last one decodes quickly.
            enough = group_bytes if asks else min(group_bytes, max(_LAST_BYTES, len(coming) * largest // 4))
            if group and (held >= enough or at_end or not coming):
                decoding.append((decoders.submit(functools.partial(decode, bodies)), group))
                group, bodies = [], []
            elif decoding and (decoding[0][0].done() or len(decoding) > _GROUPS_AHEAD or at_end or not coming):
                future, pages = decoding.popleft()
                yield _account(course, wait_for(future, process), pages, counted)
            elif coming:
                came = wait_for(coming.popleft(), process)
                if came.error is not None:
                    _account_failure(course, came, came.error)
                    continue
                body = came.body
                largest = max(largest, len(body))
                is_empty = len(body) < _EMPTY_BYTES and head(body)[0] == 0
                if course.alone or is_empty:
                    course.answered(came.offset, came.limit, *head(body), at=came.at)
                    counted.add(came.offset)
                group.append(came)
                bodies.append(body)
                at_end = is_empty or body[:_START_BYTES] == start
                start = body[:_START_BYTES]
            else:
                return
    finally:
        fetchers.end()
        decoders.end()


def _account(course: PagePlan, chunk: C, pages: list[_Page], counted: set[int]) -> C:
    """Records a group's results in the course."""
    for page, count, total in zip(pages, chunk.counts, chunk.totals, strict=True):
        if page.offset in counted:
            counted.remove(page.offset)
        else:
            course.answered(page.offset, page.limit, count, total, at=page.at)
    chunk.start = pages[0].offset
    chunk.offsets = [page.offset for page in pages]
    for page, count, fresh in zip(pages, chunk.counts, chunk.drop_repeats(), strict=True):
        course.learnt(page.limit, count, fresh)
    return chunk


def _account_failure(course: PagePlan, page: _Page, error: BaseException) -> None:
    """Records a page that failed past the end of the list, or raises its error."""
    if course.is_past(page.offset) and isinstance(error, OneEntryError):
        course.dropped(page.limit)
    elif isinstance(error, OneEntryError) and course.ends_with(error, page.offset):
        course.refused(page.offset, page.limit, page.at)
    else:
        raise error
