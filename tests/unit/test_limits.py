"""Limits on what a server may do: the time of an attempt and the size of an answer, through httpx and the page pool."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import httpcore
import pytest

from oneentry_toolkit import ConnectionFailedError, ResponseFormatError, ServerError, connect
from oneentry_toolkit.orders.decode import OrderDecoder
from oneentry_toolkit.transport import network
from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.read_pool import ReadPool
from oneentry_toolkit.transport.retry import RetryPolicy
from oneentry_toolkit.transport.tokens import Device, MemoryTokens
from oneentry_toolkit.transport.unpacking import CodingError, TooLargeError, unpack
from tests.no_threads import start_no_threads

from .conftest import PAIR
from .test_read_pool import BODY, Answer, Server, chunked, head, no_tls, plain

LATE_S = 20.0  # far above the limits, far below what a server that is not bounded would take
ONCE = RetryPolicy(attempts=1)


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def client(server: Server, **options: Any) -> ApiClient:
    tokens = MemoryTokens()
    tokens.save(PAIR)
    options = {"timeout_s": 0.5, "retry": ONCE} | options
    return ApiClient(url=server.url, app_token="a", tokens=tokens, device=Device(), **options)


def drips(start: bytes, piece: bytes, until: threading.Event) -> Answer:
    """Sends some bytes again and again, until the client leaves or the test ends."""

    def answer(one: socket.socket) -> bool:
        one.settimeout(LATE_S)
        one.sendall(start)
        while not until.wait(0.02):
            one.sendall(piece)
        return False

    return answer


@pytest.fixture
def over() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


DRIPS = {
    "silence": (b"", b""),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n"),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "a body of a length": (head("Content-Length: 1000000"), b" "),
    "a chunked body": (head("Transfer-Encoding: chunked"), b"1\r\n \r\n"),
    "a body to the end": (head("Connection: close"), b" "),
    "a packed body": (head("Content-Encoding: gzip", "Connection: close"), gzip.compress(b" ")),
    "a refusal": (head("Connection: close", status="500 Internal Server Error"), b" "),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", DRIPS)
def test_bytes_that_arrive_do_not_extend_the_time(server: Server, over: threading.Event, kind: str) -> None:
    """Through httpx, for a read and for what creates; the error says which limit, and what was sent."""
    server.last = drips(*DRIPS[kind], over)
    api = client(server)
    begun = time.monotonic()
    with pytest.raises(ConnectionFailedError) as caught:
        api.call("list_forms")
    host = server.url.removeprefix("http://")
    limit = "Raise the limit with connect(timeout_s=...) if the server needs longer."
    assert str(caught.value) == f"listForms got no complete answer from {host} within 0.5 s. Call again. {limit}"
    assert (caught.value.sent, caught.value.timeout_s) == (True, 0.5)
    with pytest.raises(ConnectionFailedError, match="It may have been carried out: look before you call again") as late:
        api.call("create_order", "orders", body={"formIdentifier": "order"})
    assert late.value.sent is True
    assert time.monotonic() - begun < LATE_S
    api.close()


@pytest.mark.parametrize("kind", DRIPS)
@pytest.mark.slow
def test_the_pool_gives_up_in_time(server: Server, over: threading.Event, kind: str) -> None:
    """And the page is read through httpx."""
    server.answers = [drips(*DRIPS[kind], over)]
    server.last = plain()
    api = client(server, timeout_s=LATE_S)
    pool = ReadPool(server.url, api.sender.headers, timeout_s=0.2, tls=no_tls)
    assert fetch(api, pool) == BODY
    assert len(server.requests) == 2
    api.close()


def fetch(api: ApiClient, pool: ReadPool | None = None) -> bytes:
    """A page through a pool."""
    pool = pool or api.page_pool(1)
    assert pool is not None

    def submit(task: Callable[[], bytes], page: Future[bytes]) -> None:
        def work() -> None:
            try:
                page.set_result(task())
            except Exception as error:  # noqa: BLE001  (raised by the future)
                page.set_exception(error)

        threading.Thread(target=work).start()

    page = api.fetch_page(
        "list_orders", "orders", pool=pool, pace=api.pace(1), submit=submit, stopped=lambda: False, limit=5
    )
    try:
        return page.result(LATE_S)
    finally:
        pool.close()


def test_all_tries_within_the_time_of_one_call(server: Server, over: threading.Event) -> None:
    """``within_s`` bounds them together."""
    server.last = drips(*DRIPS["headers"], over)
    api = client(server, timeout_s=LATE_S, retry=RetryPolicy(total_s=LATE_S))
    begun = time.monotonic()
    with pytest.raises(ConnectionFailedError, match=r"within 0.3 s. Call again.$"):
        api.call("list_forms", within_s=0.3)
    assert time.monotonic() - begun < LATE_S / 2
    assert len(server.requests) == 1
    api.close()


def test_looking_a_name_up_is_part_of_the_attempt(monkeypatch: pytest.MonkeyPatch, over: threading.Event) -> None:
    """The system may take much longer."""

    def look_up(*_args: Any, **_options: Any) -> Any:
        over.wait(LATE_S)
        raise OSError("no such host")

    monkeypatch.setattr(network.socket, "getaddrinfo", look_up)
    with network.ends_at(time.monotonic() + 0.05), pytest.raises(httpcore.ConnectTimeout):
        network.Network().connect_tcp("shop.example", 80, timeout=10.0)


def test_a_name_is_looked_up_without_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none can be started."""
    start_no_threads(monkeypatch)
    assert network._addresses("localhost", 80, 10.0)


@pytest.mark.parametrize("threads", [True, False])
def test_the_pool_looks_up_a_name_as_httpx_does(
    server: Server, monkeypatch: pytest.MonkeyPatch, *, threads: bool
) -> None:
    """In a thread of its own; without one, httpx reads the page."""
    server.last = plain()
    api = client(server, timeout_s=LATE_S)
    port = server.url.rpartition(":")[2]
    pool = ReadPool(f"http://localhost:{port}", api.sender.headers, timeout_s=LATE_S, tls=no_tls)
    if not threads:
        start = threading.Thread.start

        def refuse(thread: threading.Thread) -> None:
            if thread.name == "oneentry-look-up":
                raise RuntimeError("can't start new thread")
            start(thread)

        monkeypatch.setattr(threading.Thread, "start", refuse)
    assert fetch(api, pool) == BODY
    assert [b"localhost" in request for request in server.requests] == [threads]
    api.close()


def test_all_addresses_of_a_host_are_one_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is tried in the time that is left; one that answers is enough."""
    tried: list[tuple[str, float]] = []

    def connect(_self: Any, host: str, port: int, timeout: float, *_more: Any) -> httpcore.NetworkStream:
        tried.append((host, timeout))
        if len(tried) < 3:
            raise httpcore.ConnectError("refused")
        return httpcore.NetworkStream()

    addresses = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"10.0.0.{number}", 80)) for number in (1, 2, 3)]
    monkeypatch.setattr(network.socket, "getaddrinfo", lambda *_args, **_options: addresses)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    network.Network().connect_tcp("shop.example", 80, timeout=10.0)
    assert [host for host, _ in tried] == ["10.0.0.1", "10.0.0.2", "10.0.0.3"]
    assert 10.0 >= tried[0][1] >= tried[1][1] >= tried[2][1] > 0
    tried.clear()
    with network.ends_at(time.monotonic() - 1), pytest.raises(httpcore.ConnectTimeout):
        network.Network().connect_tcp("shop.example", 80, timeout=10.0)
    assert tried == []


# --- The size of an answer ---

LARGE = b'{"items": [' + b" " * 50_000 + b"]}"
TOO_LARGE = {
    "of a length": plain(LARGE),
    "of a length that is only announced": lambda one: one.sendall(head("Content-Length: 90000000")) or True,
    "chunked": chunked(LARGE, end=b""),
    "packed": plain(gzip.compress(LARGE), "Content-Encoding: gzip"),
    "packed in members": plain(gzip.compress(b" " * 9_000) * 2, "Content-Encoding: gzip"),
    "packed twice": plain(gzip.compress(gzip.compress(LARGE)), "Content-Encoding: gzip, gzip"),
}
SAID = (
    "answered with more than 0.01 MB, the limit of one answer. Ask for fewer items at a time (page_size), or raise the "
    "limit with connect(max_answer_mb=...)."
)


@pytest.mark.parametrize("kind", TOO_LARGE)
def test_an_answer_above_the_limit(server: Server, kind: str) -> None:
    """Not tried again; what creates may have been carried out."""
    server.last = TOO_LARGE[kind]
    api = client(server, max_answer_mb=0.01, timeout_s=LATE_S, retry=None)
    with pytest.raises(ResponseFormatError) as caught:
        api.call("list_forms")
    assert (str(caught.value), caught.value.sent) == (f"listForms {SAID}", True)
    with pytest.raises(ResponseFormatError, match=r"It may have been carried out: look before you call again") as late:
        api.call("create_order", "orders", body={"formIdentifier": "order"})
    assert late.value.sent is True
    assert len(server.requests) == 2
    api.close()


@pytest.mark.parametrize("kind", [kind for kind in TOO_LARGE if "announced" not in kind])
def test_a_page_above_the_limit(server: Server, kind: str) -> None:
    """It is not downloaded a second time."""
    server.last = TOO_LARGE[kind]
    api = client(server, max_answer_mb=0.01, timeout_s=LATE_S, retry=None)
    with pytest.raises(ResponseFormatError) as caught:
        fetch(api)
    assert str(caught.value) == f"listOrders {SAID}"
    assert len(server.requests) == 1
    api.close()


def test_an_answer_at_the_limit(server: Server) -> None:
    """All of it is taken, through both."""
    body = b"[" + b" " * 9_998 + b"]"
    for server.last in (plain(body), plain(gzip.compress(body), "Content-Encoding: gzip")):
        api = client(server, max_answer_mb=0.01, timeout_s=LATE_S)
        assert api.call("list_forms") == []
        assert fetch(api) == body
        api.close()


def test_a_refusal_of_any_size_stays_a_refusal(server: Server) -> None:
    """Its status counts."""
    server.last = plain(LARGE, status="500 Internal Server Error")
    api = client(server, max_answer_mb=0.01, timeout_s=LATE_S)
    with pytest.raises(ServerError):
        api.call("list_forms")
    api.close()


def test_memory_that_runs_out(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a body is read, and while it is decoded: an error of ours."""

    def full(*_args: Any) -> Any:
        raise MemoryError

    api = client(server, timeout_s=LATE_S)
    for place in ("http.unpack", "messages.decode"):
        with monkeypatch.context() as patch:
            patch.setattr(f"oneentry_toolkit.transport.{place}", full)
            for name, *given in (("list_forms",), ("create_order", "orders")):
                with pytest.raises(ResponseFormatError, match="more than fits into the memory that is free") as caught:
                    api.call(name, *given, **({"body": {"formIdentifier": "order"}} if given else {}))
                assert ("It may have been carried out" in str(caught.value)) is bool(given)
    api.close()


def test_memory_that_runs_out_while_columns_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a decoding thread: an error of ours."""

    def full(*_args: Any) -> Any:
        raise MemoryError

    with connect() as shop:
        assert shop.sandbox is not None
        shop.users.sign_in(shop.sandbox.user, shop.sandbox.password)
        monkeypatch.setattr(OrderDecoder, "decode", full)
        with pytest.raises(ResponseFormatError, match=r"do not fit into the memory that is free\. Pass max_items"):
            shop.orders.frame()


@pytest.mark.parametrize(
    "answer",
    [
        plain(gzip.compress(BODY[:9]) + gzip.compress(BODY[9:]), "Content-Encoding: gzip"),
        plain(b"\xef\xbb\xbf" + BODY),
        plain(gzip.compress(b"\xef\xbb\xbf" + BODY), "Content-Encoding: gzip"),
    ],
)
def test_bodies_in_members_and_with_a_mark(server: Server, answer: Answer) -> None:
    """As any browser reads them, through both."""
    server.last = answer
    api = client(server, timeout_s=LATE_S)
    assert api.call("list_forms") == {"items": [], "total": 0}
    assert fetch(api) == BODY
    assert len(server.requests) == 2
    api.close()


def test_more_codings_than_are_unpacked(server: Server) -> None:
    """An error of ours through both; a refusal stays one."""
    codings = "Content-Encoding: gzip, gzip, gzip, gzip, gzip"
    server.last = plain(gzipped(BODY, times=5), codings)
    api = client(server, timeout_s=LATE_S)
    for call in (lambda: api.call("list_forms"), lambda: fetch(api)):
        with pytest.raises(ResponseFormatError, match="5 codings over one another"):
            call()
    server.last = plain(gzipped(BODY, times=5), codings, status="500 Internal Server Error")
    with pytest.raises(ServerError):
        api.call("list_forms")
    api.close()


# --- Unpacking ---

TEXT = b'{"items": [1, 2, 3]}' * 100_000
PACKED = gzip.compress(TEXT)


def gzipped(body: bytes, *, times: int) -> bytes:
    """A body packed so often."""
    for _ in range(times):
        body = gzip.compress(body)
    return body


@pytest.mark.parametrize(
    ("chunks", "coding", "body"),
    [
        ([TEXT], "", TEXT),
        ([TEXT[:7], TEXT[7:]], "identity", TEXT),
        ([PACKED], "gzip", TEXT),
        ([PACKED[:100], PACKED[100:]], " X-GZIP", TEXT),
        ([PACKED + PACKED], "gzip", TEXT * 2),
        ([PACKED, PACKED[:1], PACKED[1:]], "gzip", TEXT * 2),
        ([PACKED[:-1], PACKED[-1:] + PACKED[:1], PACKED[1:5], PACKED[5:]], "gzip", TEXT * 2),
        ([gzip.compress(b"") * 3 + PACKED], "gzip", TEXT),
        ([PACKED + b"\0" * 9, b"\0" + PACKED], "gzip", TEXT * 2),
        ([PACKED + b"and more"], "gzip", TEXT),
        ([PACKED + b"\x1f"], "gzip", TEXT),
        ([gzip.compress(PACKED)], "gzip, gzip", TEXT),
        ([gzipped(TEXT, times=4)], "gzip, gzip, gzip, gzip", TEXT),
        ([PACKED], ",gzip,identity", TEXT),
        ([PACKED], "identity, identity, identity, identity, gzip", TEXT),
        ([b"\xef\xbb\xbf{}"], "", b"{}"),
        ([gzip.compress(b"\xef\xbb\xbf{}")], "gzip", b"{}"),
        ([], "gzip", b""),
        ([b""], "gzip", b""),
    ],
)
def test_unpack(chunks: list[bytes], coding: str, body: bytes) -> None:
    """Several members are one body, as in RFC 1952; a byte order mark is no part of it."""
    assert unpack(chunks, coding, len(TEXT) * 2) == body


@pytest.mark.parametrize(
    ("chunks", "coding"),
    [
        ([PACKED[:-1]], "gzip"),
        ([PACKED[:-5]], "gzip"),
        ([TEXT], "gzip"),
        ([PACKED + PACKED[:20]], "gzip"),
        ([PACKED[:50] + b"x" * 50 + PACKED[100:]], "gzip"),
        ([TEXT], "br"),
        ([PACKED], "gzip, br"),
        ([gzipped(TEXT, times=5)], "gzip, gzip, gzip, gzip, x-gzip"),
    ],
)
def test_a_body_that_cannot_be_unpacked(chunks: list[bytes], coding: str) -> None:
    """Cut, damaged or in a coding that was not asked for."""
    with pytest.raises(CodingError):
        unpack(chunks, coding, len(TEXT) * 2)


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip", ""])
def test_no_more_is_unpacked_than_the_limit(coding: str) -> None:
    """The rest of the body is not even read."""
    read = 0

    def chunks() -> Iterator[bytes]:
        nonlocal read
        packed = gzip.compress(b" " * 3_000_000)
        for _ in range(50):
            read += 1
            yield {"gzip": packed, "": b" " * 3_000_000}.get(coding) or gzip.compress(packed)

    with pytest.raises(TooLargeError):
        unpack(chunks(), coding, 4_000_000)
    assert read == 2
