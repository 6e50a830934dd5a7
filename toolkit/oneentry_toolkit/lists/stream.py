"""Fetches pages of a long list in parallel and decodes them in groups, in list order and with bounded memory.

Plain threads: they work inside a notebook's running event loop, and Ctrl-C ends them. While pages are on their way, the
groups that are complete are decoded by two threads; the decoder works without Python's lock. A page that may end the
list, because it is empty or looks like the one before, is decoded at once; until then no further page is requested.
"""

from __future__ import annotations

import contextlib
import functools
import os
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..errors import ConnectionFailedError, OneEntryError
from ..transport.forks import ForkSafeLock
from .plan import PagePlan

if TYPE_CHECKING:
    from ..transport.client import Submit

_GROUP_BYTES = 3_000_000  # flat from 2.5 to 10 MB, slower below 1 MB
_LAST_BYTES = 300_000
_GROUPS_AHEAD = 3
_EMPTY_BYTES = 2_000  # a page below may be empty: its items are counted as soon as it comes
_START_BYTES = 1_000  # pages that start alike may be the same
_GIVES_WAY = 5  # niceness: requests go out at once even when all processors decode; more would delay decoding
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
    fetchers, decoders = _Threads(workers, "oneentry-fetch"), _Threads(2, "oneentry-decode", gives_way=True)

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
                yield _account(course, _result(future, process), pages, counted)
            elif coming:
                came = _result(coming.popleft(), process)
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


def _result(future: Future[T], process: int) -> T:
    """Waits with a timeout, so that Ctrl-C interrupts on every platform.

    Raises:
        ConnectionFailedError: this is a forked child of ``process``, without its threads.
    """
    while True:
        if os.getpid() != process:
            raise ConnectionFailedError(
                "This list was being read when the process was forked, and the parent goes on with it. Begin to read "
                "it again in this process.",
                operation="fetch",
                sent=False,
            )
        try:
            return future.result(timeout=0.5)
        except TimeoutError:
            if future.done():
                raise


class _Threads:
    """A pool of daemon threads: unlike ``ThreadPoolExecutor``, it does not delay the interpreter's exit.

    Where no thread can be started, the thread that made the pool runs its tasks itself.

    Args:
        count: maximum number of threads.
        name: name of each thread.
        gives_way: run at a lower priority.
    """

    def __init__(self, count: int, name: str, *, gives_way: bool = False) -> None:
        self._tasks: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._count = count
        self._name = name
        self._gives_way = gives_way
        self._maker = threading.get_ident()
        self._lock = ForkSafeLock()
        self._started = 0
        self._ended = False

    def submit(self, task: Callable[[], T], future: Future[T] | None = None) -> Future[T]:
        """Begins a task as soon as a thread is free; any thread may submit.

        Raises:
            RuntimeError: no thread can be started, and this is not the thread that made the pool.
        """
        future = Future() if future is None else future
        if self._has_threads():
            self._tasks.put((future, task))
        elif threading.get_ident() == self._maker:
            _run(task, future)
        else:  # such as the page pool's thread, which must not block
            raise RuntimeError("no thread can be started")
        return future

    def _has_threads(self) -> bool:
        """Whether there is a thread for a task, after starting one more if that is allowed and possible."""
        with self._lock:
            if self._started < self._count and not self._ended:
                try:
                    threading.Thread(target=self._work, name=self._name, daemon=True).start()
                except RuntimeError:
                    return self._started > 0
                self._started += 1
            return True

    def end(self) -> None:
        """Starts no further tasks; running ones finish."""
        with self._lock:
            self._ended = True
        for _ in range(self._started):
            self._tasks.put(None)

    def _work(self) -> None:
        if self._gives_way and sys.platform == "linux":  # elsewhere it would apply to the whole process
            with contextlib.suppress(OSError):
                os.nice(_GIVES_WAY)
        while (given := self._tasks.get()) is not None and not self._ended:
            future, task = given
            _run(task, future)
            del given, task, future  # release the page while the thread waits for the next task


def _run(task: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(task())
    except BaseException as error:  # noqa: BLE001  (raised by future.result())
        future.set_exception(error)
