"""Fetches pages of a long list in parallel and decodes them in groups, in list order and with bounded memory.

It uses plain threads, which work inside a notebook's running event loop and which Ctrl-C ends. While pages are fetched,
two threads decode the complete groups; the decoder releases the GIL. A page that the fast path cannot fetch is fetched
by further threads, with retries.
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
from typing import Any, Protocol, TypeVar

from .plan import PagePlan

_GROUP_BYTES = 3_000_000  # flat from 2.5 to 10 MB, slower below 1 MB
_LAST_BYTES = 300_000
_GROUPS_AHEAD = 3
_GIVES_WAY = 5  # niceness: requests go out at once even when all processors decode; more would delay decoding
_BYTES_AHEAD = 12_000_000  # of pages that are pending or wait for their group

T = TypeVar("T")


class Chunk(Protocol):
    """The decoded columns of some pages.

    Attributes:
        counts: number of items of each page.
        totals: total sent with each page; None where there is none.
        start: offset of the first page; set by ``stream``.
    """

    start: int

    @property
    def counts(self) -> Sequence[int]: ...  # noqa: D102
    @property
    def totals(self) -> Sequence[int | None]: ...  # noqa: D102

    def drop_repeats(self) -> int:
        """Drops duplicates of earlier items and returns the number of items left."""


C = TypeVar("C", bound=Chunk)


@dataclass(frozen=True)
class _Page:
    offset: int
    limit: int
    body: bytes
    at: float


def stream(
    course: PagePlan,
    *,
    fetch: Callable[[int, int], bytes],
    head: Callable[[bytes], tuple[int, int | None]],
    decode: Callable[[list[bytes]], C],
    workers: int,
    begin: Callable[[int, int, Callable[[bytes | None], None]], None] | None = None,
    meanwhile: Callable[[], object] | None = None,
    group_bytes: int = _GROUP_BYTES,
) -> Generator[C]:
    """Yields the chunks of a list in order, without duplicates.

    Args:
        course: decides which pages to request.
        fetch: returns the bytes of a page for an offset and a limit; called by ``workers`` threads.
        head: returns the number of items of a page, and its total if it has one.
        decode: returns a chunk of some pages; called by two threads.
        workers: number of pages to fetch in parallel.
        begin: faster, non-blocking fetch: calls back with the bytes of the page, or with None if ``fetch`` has to
            be used. It limits its own parallel requests.
        meanwhile: called once, while the first page is pending.
        group_bytes: size of the pages that are decoded together.
    """
    fetchers, decoders = _Threads(workers, "oneentry-fetch"), _Threads(2, "oneentry-decode", gives_way=True)

    def get(offset: int, limit: int) -> Future[_Page]:
        page: Future[_Page] = Future()

        def came(body: bytes | None) -> None:
            if body is not None:
                page.set_result(_Page(offset, limit, body, time.monotonic()))
                return
            try:
                fetchers.submit(lambda: _Page(offset, limit, fetch(offset, limit), time.monotonic()), future=page)
            except RuntimeError as error:  # no thread can be started
                page.set_exception(error)

        if begin is None:
            came(None)
        else:
            begin(offset, limit, came)
        return page

    coming: deque[Future[_Page]] = deque()
    group: list[_Page] = []
    decoding: deque[tuple[Future[C], list[_Page]]] = deque()
    counted: set[int] = set()  # offsets of pages that the course has recorded
    largest = 1
    try:
        while True:
            held = sum(len(page.body) for page in group)
            ahead = min(4 * workers, (_BYTES_AHEAD - held) // largest)
            asks = True
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
            if group and (held >= enough or not coming):
                decoding.append((decoders.submit(functools.partial(decode, [one.body for one in group])), group))
                group = []
            elif decoding and (decoding[0][0].done() or len(decoding) > _GROUPS_AHEAD or not coming):
                future, pages = decoding.popleft()
                yield _account(course, _result(future), pages, counted)
            elif coming:
                came = _result(coming.popleft())
                largest = max(largest, len(came.body))
                if course.alone:
                    course.answered(came.offset, came.limit, *head(came.body), at=came.at)
                    counted.add(came.offset)
                group.append(came)
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
    course.learnt(sum(page.limit for page in pages), sum(chunk.counts), chunk.drop_repeats())
    return chunk


def _result(future: Future[T]) -> T:
    """Waits with a timeout, so that Ctrl-C interrupts on every platform."""
    while True:
        try:
            return future.result(timeout=0.5)
        except TimeoutError:
            if future.done():
                raise


class _Threads:
    """A pool of daemon threads: unlike ``ThreadPoolExecutor``, it does not delay the interpreter's exit.

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
        self._lock = threading.Lock()
        self._started = 0
        self._ended = False

    def submit(self, task: Callable[[], T], *, future: Future[T] | None = None) -> Future[T]:
        """Runs a task as soon as a thread is free. Thread-safe."""
        future = Future() if future is None else future
        self._tasks.put((future, task))
        with self._lock:
            if self._started < self._count and not self._ended:
                self._started += 1
                threading.Thread(target=self._work, name=self._name, daemon=True).start()
        return future

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
            try:
                future.set_result(task())
            except BaseException as error:  # noqa: BLE001  (raised by future.result())
                future.set_exception(error)
            del given, task, future  # release the page while the thread waits for the next task
