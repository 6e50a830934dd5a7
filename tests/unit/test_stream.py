"""Parallel fetching of pages: order, memory, errors and end of threads."""

from __future__ import annotations

import gc
import itertools
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.lists.plan import PagePlan, Report
from oneentry_toolkit.lists.stream import stream
from oneentry_toolkit.transport.client import Submit
from tests.no_threads import start_no_threads

from .waiting import eventually


@dataclass
class Numbers:
    """A chunk of whole numbers."""

    counts: list[int]
    totals: list[int | None]
    items: list[int]
    seen: set[int]

    def drop_repeats(self) -> list[int]:
        given, self.items, left = iter(self.items), [], []
        for count in self.counts:
            fresh = [one for one in itertools.islice(given, count) if one not in self.seen]
            self.seen.update(fresh)
            self.items += fresh
            left.append(len(fresh))
        return left


class Body(bytes):
    """Bytes that say when they are no longer held."""

    server: Server

    def __del__(self) -> None:
        with self.server.lock:
            self.server.alive -= 1


@dataclass
class Server:
    """A list of so many numbers, in pages of bytes; ``hook`` is told of each request.

    ``pooled`` says which offsets come through the page pool; None means that there is no pool.
    """

    count: int
    hook: Callable[[int, int], object] = lambda _offset, _limit: None
    padding: int = 0
    pooled: Callable[[int], bool] | None = None
    seen: set[int] = field(default_factory=set)
    requests: list[tuple[int, int]] = field(default_factory=list)
    alive: int = 0
    most_alive: int = 0
    most_at_once: int = 0
    at_once: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def fetch(self, offset: int, limit: int) -> bytes:
        with self.lock:
            self.requests.append((offset, limit))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.hook(offset, limit)
        finally:
            with self.lock:
                self.at_once -= 1
        numbers = range(offset, min(offset + limit, self.count))
        body = Body(" ".join(map(str, numbers)).encode() + b" " * self.padding)
        body.server = self
        with self.lock:
            self.alive += 1
            self.most_alive = max(self.most_alive, self.alive)
        return body

    def fetch_page(self, offset: int, limit: int, submit: Submit, _is_past: Callable[[], bool]) -> Future[bytes]:
        page: Future[bytes] = Future()

        def came(body: bytes | None) -> None:
            if body is not None:
                page.set_result(body)
            else:
                submit(lambda: self.fetch(offset, limit), page)

        if self.pooled is None:
            came(None)
        else:
            self.ask(offset, limit, came)
        return page

    def ask(self, offset: int, limit: int, then: Callable[[bytes | None], None]) -> None:
        assert self.pooled is not None
        known = self.pooled(offset)
        threading.Thread(target=lambda: then(self.fetch(offset, limit) if known else None)).start()

    def head(self, body: bytes) -> tuple[int, int | None]:
        return len(body.split()), self.count

    def decode(self, bodies: list[bytes]) -> Numbers:
        pages = [[int(one) for one in body.split()] for body in bodies]
        items = [one for page in pages for one in page]
        return Numbers([len(page) for page in pages], [self.count] * len(pages), items, self.seen)

    def stream(self, workers: int = 4, page_size: int = 10, **options: int) -> Iterator[Numbers]:
        course = PagePlan(Report(), page_size=page_size)
        return stream(course, fetch=self.fetch_page, head=self.head, decode=self.decode, workers=workers, **options)


def ours() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name.startswith("oneentry-")]


@pytest.mark.parametrize("workers", [1, 2, 8, 32])
@pytest.mark.parametrize("group_bytes", [1, 200, 10**9])
def test_stream_yields_chunks_in_list_order(workers: int, group_bytes: int) -> None:
    """Later pages arrive first; the number of parallel requests is limited."""
    server = Server(500, hook=lambda offset, _: threading.Event().wait(0.004 if offset // 10 % 3 == 0 else 0))
    found = [one for chunk in server.stream(workers, group_bytes=group_bytes) for one in chunk.items]
    assert found == list(range(500))
    assert len(server.requests) == 51  # one after the last page, which is full
    assert server.most_at_once <= workers
    assert eventually(lambda: not ours())


@pytest.mark.parametrize("share", [1, 2, 3, 1000])
def test_what_does_not_come_through_the_pool_comes_through_httpx(share: int) -> None:
    """All of it, every second or third page, or only the first: complete and in order, each page once."""
    server = Server(500, pooled=lambda offset: offset // 10 % share == 0)
    assert [one for chunk in server.stream(group_bytes=200) for one in chunk.items] == list(range(500))
    assert sorted(offset for offset, _ in server.requests) == list(range(0, 501, 10))
    assert eventually(lambda: not ours())


def test_stream_calls_meanwhile_once_during_the_first_request() -> None:
    """Its error ends the stream."""
    asked, done = threading.Event(), threading.Event()
    server = Server(500, hook=lambda _o, _l: (asked.set(), done.wait(5)))
    times = []

    def meanwhile() -> None:
        assert asked.wait(5)
        times.append(len(server.requests))
        done.set()

    course = PagePlan(Report(), page_size=10)
    chunks = stream(
        course, fetch=server.fetch_page, head=server.head, decode=server.decode, workers=4, meanwhile=meanwhile
    )
    assert [one for chunk in chunks for one in chunk.items] == list(range(500))
    assert times == [1]
    course = PagePlan(Report(), page_size=10)
    with pytest.raises(ZeroDivisionError):
        list(
            stream(
                course,
                fetch=server.fetch_page,
                head=server.head,
                decode=server.decode,
                workers=4,
                meanwhile=lambda: 1 // 0,
            )
        )
    assert eventually(lambda: not ours())


def test_after_the_end_nothing_is_fetched_after_all() -> None:
    """The pool gives up when it is closed, which is after the reader has stopped: httpx does not take its place."""
    held: list[Callable[[bytes | None], None]] = []
    server = Server(500, pooled=lambda offset: True)
    ask = server.ask

    def hesitate(offset: int, limit: int, then: Callable[[bytes | None], None]) -> None:
        if offset < 50:
            ask(offset, limit, then)
        else:
            held.append(then)

    server.ask = hesitate  # type: ignore[method-assign]
    chunks = server.stream(group_bytes=1)
    next(chunks)
    chunks.close()  # type: ignore[attr-defined]
    count = len(server.requests)
    for then in held:
        then(None)
    assert held
    assert eventually(lambda: not ours())
    assert len(server.requests) == count


@pytest.mark.parametrize("pooled", [None, lambda offset: True])
@pytest.mark.slow
def test_no_more_pages_are_held_than_bytes_allow(pooled: Callable[[int], bool] | None) -> None:
    """Pages of 2 MB: some groups and the pages on their way, not the whole list, however slow the reader is."""
    server = Server(1000, padding=2_000_000, pooled=pooled)
    for _chunk in server.stream(workers=8):
        threading.Event().wait(0.002)
    assert len(server.requests) == 101  # one after the last page, which is full
    assert server.most_alive <= 24


def test_stream_limits_the_pages_fetched_ahead() -> None:
    server = Server(100_000)
    chunks = server.stream(workers=4, group_bytes=100)
    next(chunks)
    eventually(lambda: server.at_once == 0)
    assert len(server.requests) < 60
    chunks.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("bad", [0, 10, 250, 490])
@pytest.mark.parametrize("kind", [ValueError, oe.OneEntryError, KeyboardInterrupt, SystemExit])
def test_stream_raises_the_first_fetch_error_and_ends_its_threads(bad: int, kind: type[BaseException]) -> None:
    def hook(offset: int, _limit: int) -> None:
        if offset == bad:
            raise kind("this page")

    server = Server(500, hook)
    with pytest.raises(kind, match="this page"):
        list(server.stream())
    assert eventually(lambda: not ours())
    assert max(offset for offset, _ in server.requests) <= bad + 10 * 16


def test_stream_raises_a_decoder_error_and_ends_its_threads() -> None:
    server = Server(500)
    server.decode = lambda bodies: 1 // 0  # type: ignore[assignment,method-assign,return-value]
    with pytest.raises(ZeroDivisionError):
        list(server.stream())
    assert eventually(lambda: not ours())


def test_stream_yields_the_chunks_before_an_error_in_order() -> None:
    def hook(offset: int, _limit: int) -> None:
        if offset == 300:
            raise ValueError("this page")

    server, found = Server(500, hook), []
    with pytest.raises(ValueError, match="this page"):
        found.extend(one for chunk in server.stream(group_bytes=1) for one in chunk.items)
    assert found == list(range(len(found)))


@pytest.mark.slow
def test_closing_the_stream_ends_its_threads() -> None:
    for end in (lambda chunks: chunks.close(), lambda _chunks: None):
        server = Server(10**6)
        chunks = server.stream(group_bytes=1)
        next(chunks)
        end(chunks)
        del chunks
        gc.collect()
        assert eventually(lambda: not ours())
        count = len(server.requests)
        threading.Event().wait(0.02)
        assert len(server.requests) == count < 60


def test_closing_the_stream_does_not_wait_for_pending_pages() -> None:
    release = threading.Event()
    server = Server(1000, hook=lambda offset, _: release.wait(30) if offset > 50 else None)
    chunks = server.stream(group_bytes=1)
    next(chunks)
    began = time.monotonic()
    chunks.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 10
    release.set()
    assert eventually(lambda: not ours())


def test_stream_of_one_page_starts_only_the_threads_it_needs() -> None:
    started: set[str] = set()
    server = Server(5, hook=lambda _o, _l: started.add(threading.current_thread().name))
    assert [chunk.items for chunk in server.stream(workers=32)] == [[0, 1, 2, 3, 4]]
    assert started == {"oneentry-fetch"}
    assert server.requests == [(0, 10)]


def test_without_threads_the_reader_fetches_and_decodes_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread, such as that of the page pool, is told that there is none."""
    submits: list[Submit] = []
    used: set[str] = set()
    server = Server(500, hook=lambda _o, _l: used.add(threading.current_thread().name))
    fetch_page = server.fetch_page

    def fetch(offset: int, limit: int, submit: Submit, is_past: Callable[[], bool]) -> Future[bytes]:
        submits.append(submit)
        return fetch_page(offset, limit, submit, is_past)

    server.fetch_page = fetch  # type: ignore[method-assign]
    start_no_threads(monkeypatch)
    chunks = server.stream(group_bytes=200)
    first = next(chunks).items
    with ThreadPoolExecutor(1) as other, pytest.raises(RuntimeError, match="no thread"):
        other.submit(submits[0], lambda: b"", Future()).result(5)
    assert first + [one for chunk in chunks for one in chunk.items] == list(range(500))
    assert used == {threading.current_thread().name}


INTERRUPTED = """
    import os, signal, sys, threading, time, traceback
    import oneentry_toolkit as oe

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    sandbox = oe.Sandbox(orders=20_000)
    sandbox.start()
    shop = oe.connect(url=sandbox.url, app_token=sandbox.app_token)
    shop.users.sign_in(sandbox.user, sandbox.password)
    shop.orders.frame("orders", max_items=1)  # imports
    {fault}
    before = sandbox.stats()["requests"].get("listOrders", 0)

    def interrupt():
        while sandbox.stats()["requests"].get("listOrders", 0) < before + 4:
            time.sleep(0.01)
        time.sleep(0.3)
        interrupt.at = time.monotonic()
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    held = None
    try:
        shop.orders.frame("orders", page_size=50, workers=8, progress=False)
        sys.exit("it was not interrupted")
    except KeyboardInterrupt as error:
        held = error  # as a notebook keeps the last traceback
    took = time.monotonic() - interrupt.at
    time.sleep(0.5)
    count = sandbox.stats()["requests"]["listOrders"]
    time.sleep(2.5)
    after = sandbox.stats()["requests"]["listOrders"]
    sandbox.clear_faults()
    print(round(took, 2), after - count, len(shop.orders.frame("orders", max_items=10)))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault",
    [
        'sandbox.add_fault(operation="listOrders", times=100000, latency_ms=2000)',
        pytest.param(
            'sandbox.add_fault(operation="listOrders", times=100000, status=429, retry_after_s=1)',
            marks=pytest.mark.long,
        ),
        pytest.param('sandbox.add_fault(operation="listOrders", times=100000, status=503)', marks=pytest.mark.long),
    ],
)
def test_ctrl_c_returns_within_a_second_and_ends_requests(fault: str) -> None:
    """In a real process; the shop stays usable."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(INTERRUPTED).replace("{fault}", fault)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    took, sent_after, rows = done.stdout.split()
    assert float(took) < 1.5
    assert (int(sent_after), int(rows)) == (0, 10)
