"""The page pool, against a server on a socket that answers in every way there is."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import gzip
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

import pytest
import trustme

from oneentry_toolkit.transport.read_pool import RateLimit, ReadPool
from tests.no_threads import start_no_threads

from .waiting import eventually

BODY = b'{"items": [], "total": 0}'
Answer = Callable[[socket.socket], bool]


class Server:
    """Answers each request in turn; an answer says whether the connection stays open."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.listener.getsockname()[1]}"
        self.answers: list[Answer] = []
        self.last: Answer = plain()
        self.requests: list[bytes] = []
        self.connections = 0
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Ends accepting; closing alone does not wake a thread that waits in ``accept``."""
        with contextlib.suppress(OSError):  # macOS refuses it for a socket that listens
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                one, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(one,), daemon=True).start()

    def _serve(self, one: socket.socket) -> None:
        if self.tls is not None:
            try:
                one = self.tls.wrap_socket(one, server_side=True)
            except OSError:
                return
        with one, one.makefile("rb") as lines:
            try:
                while (request := _head_of(lines)).endswith(b"\r\n"):
                    with self.lock:
                        self.requests.append(request)
                        answer = self.answers.pop(0) if self.answers else self.last
                    if not answer(one):
                        return
            except OSError:
                return


def _head_of(lines: BinaryIO) -> bytes:
    """Request line and headers; nothing when the client has gone away, be it midway."""
    found = []
    for one in iter(lines.readline, b"\r\n"):
        if not one.endswith(b"\n"):
            return b""
        found.append(one)
    return b"".join(found)


def sends(*pieces: bytes | float, stays: bool = False) -> Answer:
    """Sends bytes, waits where there is a number, and stays open or not."""

    def answer(one: socket.socket) -> bool:
        for piece in pieces:
            if isinstance(piece, bytes):
                one.sendall(piece)
            else:
                threading.Event().wait(piece)
        return stays

    return answer


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


def plain(body: bytes = BODY, *lines: str, status: str = "200 OK") -> Answer:
    return sends(head(f"Content-Length: {len(body)}", *lines, status=status) + body, stays=True)


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n", stays: bool = True) -> Answer:
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return sends(head("Transfer-Encoding: chunked") + pieces + end, stays=stays)


@pytest.fixture
def server() -> Iterator[Server]:
    """As told in ``answers``, and then as in ``last``."""
    one = Server()
    yield one
    one.close()


def no_tls() -> ssl.SSLContext:
    raise AssertionError("no TLS is needed")


@pytest.fixture
def connections(server: Server) -> Iterator[ReadPool]:
    """To that server, patient for a second."""
    one = ReadPool(server.url + "/base/", {"x-app-token": "app-secret"}, timeout_s=1.0, tls=no_tls)
    yield one
    one.close()


def get(connections: ReadPool) -> bytes | RateLimit | None:
    return ask(connections, "/list", {"offset": 0, "q": "ü&"}, {"Authorization": "Bearer bearer-secret"})


def ask(pool: ReadPool, path: str, params: dict[str, object], headers: dict[str, str]) -> bytes | RateLimit | None:
    body: Future[bytes | RateLimit | None] = Future()
    pool.ask(path, params, headers, body.set_result)
    return body.result()


def test_one_connection_serves_many_requests(server: Server, connections: ReadPool) -> None:
    """Kept alive; the path, the query and the headers are whole."""
    assert [get(connections) for _ in range(5)] == [BODY] * 5
    assert server.connections == 1
    assert server.requests[0].startswith(b"GET /base/list?offset=0&q=%C3%BC%26 HTTP/1.1\r\n")
    assert b"x-app-token: app-secret\r\n" in server.requests[0]
    assert b"Authorization: Bearer bearer-secret\r\n" in server.requests[0]


def test_as_many_as_are_needed_and_allowed(server: Server) -> None:
    """Answers are never mixed up, and there are never more connections than were asked for."""
    connections = ReadPool(server.url, {}, timeout_s=5.0, tls=no_tls, count=4)
    barrier = threading.Barrier(8)

    def work() -> list[bytes | RateLimit | None]:
        barrier.wait()
        return [get(connections) for _ in range(10)]

    with ThreadPoolExecutor(8) as pool:
        found = [one.result() for one in [pool.submit(work) for _ in range(8)]]
    assert found == [[BODY] * 10] * 8
    assert server.connections == 4
    connections.close()


def test_other_connections_open_during_the_first_request(server: Server) -> None:
    """While the first answer is on its way, so that no later request waits for them; a single request is sent once."""
    connections = ReadPool(server.url, {}, timeout_s=5.0, tls=no_tls, count=4)
    answers = threading.Event()
    server.last = lambda one: answers.wait(60) and plain()(one)
    came: list[bytes | RateLimit | None] = []
    for asked, waiting in ((1, 1), (5, 4)):
        for _ in range(waiting):
            connections.ask("/list", {}, {}, came.append)
        assert eventually(lambda asked=asked: (len(server.requests), server.connections) == (asked, 4))
        assert len(came) == asked - waiting
        answers.set()
        assert eventually(lambda asked=asked: len(came) == asked)
        answers.clear()
    assert came == [BODY] * 5
    assert (len(server.requests), server.connections) == (5, 4)
    connections.close()


class Far(ReadPool):
    """To a server that some connections reach sooner than others."""

    tried = 0

    async def _connect(self) -> None:
        self.tried += 1
        await asyncio.sleep(0.01 * (self.tried % 5))
        await super()._connect()


def test_connections_that_the_server_closes_unused_are_not_opened_again(server: Server) -> None:
    """A server that allows fewer at a time is not called again and again."""
    serve = server._serve
    server._serve = lambda one: serve(one) if server.connections == 1 else one.close()  # type: ignore[method-assign]
    connections = Far(server.url, {}, timeout_s=5.0, tls=no_tls, count=8)
    assert get(connections) == BODY
    assert eventually(lambda: server.connections == 8)
    threading.Event().wait(0.3)
    assert (connections.tried, server.connections) == (8, 8)
    connections.close()


@pytest.mark.parametrize(
    "answer",
    [
        plain(BODY),
        plain(BODY * 100_000),
        sends(head("Connection: close") + BODY),
        sends(head("Connection: close", f"Content-Length: {len(BODY)}") + BODY),
        sends(head(f"Content-Length: {len(BODY)}") + BODY[:5], 0.05, BODY[5:], stays=True),
        chunked(BODY[:3], BODY[3:]),
        chunked(BODY, end=b"0\r\nTrailer: x\r\n\r\n"),
        plain(gzip.compress(BODY), "Content-Encoding: gzip"),
        sends(b"HTTP/1.1 100 Continue\r\n\r\n" + head(f"Content-Length: {len(BODY)}") + BODY, stays=True),
        sends(b"HTTP/1.0 200 OK\r\n\r\n" + BODY),
        plain(BODY, f"X-Long: {'x' * 60_000}"),
    ],
)
def test_answers_that_go_well(server: Server, connections: ReadPool, answer: Answer) -> None:
    """However they are framed or coded, and the next request goes well too."""
    server.answers = [answer]
    found = get(connections)
    assert found is not None
    assert found.startswith(BODY)
    assert get(connections) == BODY


@pytest.mark.parametrize(
    "answer",
    [
        *(
            plain(BODY, status=status)
            for status in ("201 C", "204 N", "206 P", "302 F", "401 U", "403 F", "500 I", "503 S")
        ),
        plain(b"<html>", status="502 Bad Gateway"),
        sends(head(f"Content-Length: {len(BODY) + 1}") + BODY),
        sends(head(f"Content-Length: {len(BODY)}") + BODY[:-1]),
        sends(head("Transfer-Encoding: chunked") + b"5\r\nabcde\r\n"),
        sends(head("Transfer-Encoding: chunked") + b"5\r\nabc"),
        sends(head("Transfer-Encoding: chunked") + b"zz\r\nabc\r\n"),
        plain(BODY, "Content-Encoding: gzip"),
        plain(gzip.compress(BODY)[:-4], "Content-Encoding: gzip"),
        plain(BODY, "Content-Encoding: br"),
        plain(BODY, f"X-Long: {'x' * 70_000}"),
        plain(BODY, *(f"X-{index}: {'x' * 1000}" for index in range(70))),
        sends(b"nonsense\r\n\r\n"),
        sends(b""),
        sends(head(f"Content-Length: {len(BODY)}"), 1.5),
        sends(1.5),
        plain(b""),
        sends(b"HTTP/1.1 200"),
        sends(b"HTTP/1.1 200 OK\r\nContent-Le"),
    ],
)
def test_whatever_else_is_nothing(server: Server, connections: ReadPool, answer: Answer) -> None:
    """None, so that httpx asks again; no error, and the next request is sound."""
    server.answers = [answer]
    assert get(connections) is None
    assert get(connections) == BODY


@pytest.mark.parametrize(
    ("status", "lines", "wait_s"),
    [
        ("429 Too Many Requests", (), None),
        ("429 Too Many Requests", ("Retry-After: 7",), 7.0),
        ("429 Too Many Requests", ("retry-after: soon",), None),
        ("503 Service Unavailable", ("Retry-After: 2",), 2.0),
    ],
)
def test_a_rate_limit_says_how_long_to_wait(
    server: Server, connections: ReadPool, status: str, lines: tuple[str, ...], wait_s: float | None
) -> None:
    """And what an error shows."""
    server.answers = [plain(b'{"message": "slow"}', "X-Request-Id: r-1", *lines, status=status)]
    said = {"retry-after": lines[0].split(": ")[1] if lines else "", "x-request-id": "r-1"}
    assert get(connections) == RateLimit(wait_s, int(status[:3]), said, b'{"message": "slow"}')
    assert get(connections) == BODY


@pytest.mark.slow
@pytest.mark.parametrize("coding", ["Transfer-Encoding: chunked", "Content-Length: 1000", "Connection: close"])
def test_a_dripping_body_ends_at_the_time_limit(server: Server, connections: ReadPool, coding: str) -> None:
    """The limit is for the body as a whole, not for each of its bytes."""
    drop = b"1\r\nx\r\n" if "chunked" in coding else b"x"
    server.answers = [sends(head(coding), *(piece for _ in range(40) for piece in (drop, 0.1)))]
    began = time.monotonic()
    assert get(connections) is None
    assert time.monotonic() - began < 3.5


def test_a_server_that_closes_idle_connections(server: Server, connections: ReadPool) -> None:
    """The request on the dead connection gives nothing, the one after it a new connection."""
    server.answers = [sends(head(f"Content-Length: {len(BODY)}") + BODY, stays=False)]
    assert get(connections) == BODY
    assert BODY in (get(connections), get(connections))
    assert server.connections == 2


def test_requests_that_find_all_busy_wait(server: Server) -> None:
    """In the order in which they came; a connection that breaks is replaced for them."""
    one = ReadPool(server.url, {}, timeout_s=5.0, tls=no_tls, count=2)
    server.answers = [sends(b""), plain(), sends(b"nonsense\r\n\r\n"), sends(head("Connection: close") + BODY)]
    came: list[bytes | RateLimit | None] = []
    done = threading.Event()

    def then(body: bytes | RateLimit | None) -> None:
        came.append(body)
        if len(came) == 20:
            done.set()

    for _ in range(20):
        one.ask("/list", {}, {}, then)
    assert done.wait(10)
    assert came.count(None) == 2
    assert came.count(BODY) == 18
    assert 2 <= server.connections <= 5
    one.close()


def test_no_server() -> None:
    """Nothing, at once."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    one = ReadPool(url, {}, timeout_s=5.0, tls=no_tls)
    assert get(one) is None
    one.close()


def test_no_descriptor_for_the_loop(
    server: Server, connections: ReadPool, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    """Nothing, also when the loop is finalized; the pool works once there are descriptors again."""
    ignored: list[object] = []

    def full(*_args: object) -> object:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(sys, "unraisablehook", ignored.append)
        patch.setattr(socket, "socketpair", full)
        assert get(connections) is None
        gc.collect()
    assert (ignored, list(recwarn)) == ([], [])
    assert get(connections) == BODY


def test_no_thread_for_the_loop(server: Server, connections: ReadPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing; the pool works once there are threads again."""
    with monkeypatch.context() as patch:
        start_no_threads(patch)
        assert get(connections) is None
    assert get(connections) == BODY


def test_closing_ends_requests_without_an_answer(server: Server) -> None:
    """From another thread, while answers are outstanding and requests wait for a connection: all end at once."""
    one = ReadPool(server.url, {}, timeout_s=30.0, tls=no_tls, count=4)
    server.last = sends(20.0)
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(get, one) for _ in range(6)]
        while len(server.requests) < 4:
            pass
        began = time.monotonic()
        one.close()
        assert [future.result() for future in waiting] == [None] * 6
    assert time.monotonic() - began < 10


def test_nothing_is_sent_after_closing(server: Server) -> None:
    """Not by a thread that has no connection yet, and not by one that held one."""
    one = ReadPool(server.url, {}, timeout_s=5.0, tls=no_tls)
    assert get(one) == BODY
    one.close()
    assert one.closed
    assert get(one) is None
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(get, one).result() is None
    assert len(server.requests) == 1
    assert server.connections == 1


@pytest.mark.slow
def test_closing_at_any_moment(server: Server) -> None:
    """In the middle of connecting, sending or reading: nothing or a whole body, never an error of the library's."""
    for _ in range(30):
        one = ReadPool(server.url, {}, timeout_s=5.0, tls=no_tls, count=3)

        def work(one: ReadPool = one) -> list[bytes | RateLimit | None]:
            return [get(one) for _ in range(20)]

        with ThreadPoolExecutor(4) as pool:
            found = [pool.submit(work) for _ in range(4)]
            while not server.requests:
                pass
            one.close()
            bodies = {body for future in found for body in future.result()}
        assert bodies <= {BODY, None}
        server.requests.clear()


def test_tls() -> None:
    """Answers come whole; for a certificate of another host, or of an untrusted authority, nothing is sent."""
    authority = trustme.CA()
    known, of_another = (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for _ in range(2))
    authority.issue_cert("127.0.0.1").configure_cert(known)
    authority.issue_cert("shop.example").configure_cert(of_another)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    for offered, trusted, expected in (
        (known, trusting, [BODY * 100_000, BODY]),
        (known, ssl.create_default_context(), [None, None]),
        (of_another, trusting, [None, None]),
    ):
        server = Server(offered)
        server.answers = [plain(BODY * 100_000)]
        one = ReadPool(server.url, {}, timeout_s=10.0, tls=[trusted].pop)
        assert [get(one), get(one)] == expected
        assert len(server.requests) == sum(body is not None for body in expected)
        one.close()
        server.close()


def test_odd_values_are_nothing(connections: ReadPool) -> None:
    """A token that fits in no header, a path with a space: nothing was sent; httpx says what is wrong."""
    assert ask(connections, "/list", {}, {"Authorization": "Bearer a\r\nX: y"}) is None
    assert ask(connections, "/list", {}, {"Authorization": "Bearer \U0001f600"}) is None
    assert ask(connections, "/a b", {}, {}) is None


def test_no_secret_is_shown(connections: ReadPool) -> None:
    """Not in a repr."""
    assert get(connections) == BODY
    assert "secret" not in repr(connections)
