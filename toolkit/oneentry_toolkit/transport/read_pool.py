"""Plain connections for many pages at once: one thread that drives them all, with httptools to read the answers.

Only for answers that go well. Whatever else happens, from a refused sign-in to a broken connection, gives None, and the
caller asks again through the careful door (``ApiClient.raw``), where retries, renewals and errors live.
See ``docs/decisions/0008-pages-at-once.md``.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import httptools

Then = Callable[[bytes | None], None]
"""What is called with the body of an answer, or None."""

_PORTS = {"http": 80, "https": 443}
_OK = 200
_HEAD_MAX = 1 << 16  # bytes


class _Request(NamedTuple):
    text: bytes
    then: Then


class ReadPool:
    """Connections to one server.

    Args:
        url: the project's address.
        headers: sent with every request.
        timeout_s: seconds for connecting, and from a request to the end of its answer.
        tls: makes the TLS context; called once, and only for ``https``.
        count: at most so many at a time; a request that finds all of them busy waits.

    Attributes:
        closed: somebody has ended it.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        timeout_s: float,
        tls: Callable[[], ssl.SSLContext],
        count: int = 1,
    ) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        self._host = host if host.isascii() else host.encode("idna").decode("ascii")
        self._port = parts.port or _PORTS[parts.scheme]
        self._path = parts.path.rstrip("/")
        named = f"[{self._host}]" if ":" in self._host else self._host
        self._headers = {"Host": named if parts.port is None else f"{named}:{parts.port}", **headers}
        self._timeout_s = timeout_s
        self._tls = tls() if parts.scheme == "https" else None
        self._count = count
        self._last: tuple[Mapping[str, str] | None, bytes] = None, b""
        self._lock = threading.Lock()  # guards what follows up to the empty line
        self._waiting: deque[_Request] = deque()
        self._idle: list[_Connection] = []
        self._open = 0  # connections that are there or being made
        self._called = False  # the loop's thread has been told that requests wait, and has not looked yet
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closed = False

        self._over = asyncio.Event()
        self._filled = False  # all connections have been opened
        self._all: set[_Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._clock: asyncio.TimerHandle | None = None

    def get(self, path: str, params: Mapping[str, object], headers: Mapping[str, str]) -> bytes | None:
        """The body of a 200 answer; None for anything else."""
        body: Future[bytes | None] = Future()
        self.ask(path, params, headers, body.set_result)
        while True:
            with contextlib.suppress(TimeoutError):  # so that Ctrl-C is heard on every platform
                return body.result(timeout=0.5)

    def ask(self, path: str, params: Mapping[str, object], headers: Mapping[str, str], then: Then) -> None:
        """The same, without waiting: ``then`` is called by another thread, and should not take long."""
        try:
            target = f"{self._path}{path}?{urlencode(params)}"
            if " " in target:
                raise ValueError("not a target")
            text = _lines(f"GET {target} HTTP/1.1") + self._said(headers)
        except ValueError:
            then(None)
            return
        with self._lock:
            if not self.closed:
                self._waiting.append(_Request(text, then))
                if self._loop is None:
                    self._loop = asyncio.new_event_loop()
                    threading.Thread(target=self._run, args=(self._loop,), name="oneentry-fetch", daemon=True).start()
                if (self._idle or self._open < self._count) and not self._called:
                    self._called = True  # once for many: each time, the other thread wakes up and takes Python's lock
                    self._loop.call_soon_threadsafe(self._serve)
                return
        then(None)

    def _said(self, headers: Mapping[str, str]) -> bytes:
        """The lines of all headers, and the empty one after them."""
        last = self._last
        if headers != last[0]:  # nearly always they are those of the request before
            named = {**self._headers, **headers}
            self._last = last = dict(headers), _lines(*(f"{name}: {value}" for name, value in named.items()), "")
        return last[1]

    def close(self) -> None:
        """Ends all connections at once; who waits for an answer gets None."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
            waiting, self._waiting = self._waiting, deque()
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._over.set)
        for request in waiting:
            request.then(None)

    # What follows runs in the loop's thread.

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_until_complete(self._until_closed())
        finally:
            loop.close()

    async def _until_closed(self) -> None:
        await self._over.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for connection in tuple(self._all):
            connection.give_up()
        await asyncio.sleep(0)  # for the sockets to be closed

    def _serve(self) -> None:
        """Gives requests that wait to connections that do not, and opens more if there are not enough."""
        while True:
            with self._lock:
                self._called = False
                if not self._waiting or self.closed:
                    return
                if not self._idle:
                    break
                connection, request = self._idle.pop(), self._waiting.popleft()
            self._send(connection, request)
        self._fill(spare=0)

    def _fill(self, *, spare: int) -> None:
        """Opens a connection for each request that waits, and some to spare."""
        with self._lock:
            missing = 0 if self.closed else min(self._count - self._open, len(self._waiting) + spare)
            self._open += missing
        for _ in range(missing):
            task = asyncio.get_running_loop().create_task(self._connect())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(self._timeout_s):
                await asyncio.get_running_loop().create_connection(
                    lambda: _Connection(self), self._host, self._port, ssl=self._tls
                )
        except Exception:  # noqa: BLE001  (whatever it is: the careful door meets it too, and says it)
            self.gone(None)
            with self._lock:
                request = self._waiting.popleft() if self._waiting else None
            if request is not None:
                request.then(None)

    def came(self, connection: _Connection) -> None:
        """A connection is there."""
        self._all.add(connection)
        if self.closed:
            connection.give_up()
        else:
            self.free(connection)
            if not self._filled:  # once: who closes them does not want so many
                self._filled = True
                self._fill(spare=self._count)  # they are ready when the first page has said that there are more

    def free(self, connection: _Connection) -> None:
        """A connection can take the next request."""
        with self._lock:
            request = self._waiting.popleft() if self._waiting else None
            if request is None:
                self._idle.append(connection)
        if request is not None:
            self._send(connection, request)

    def gone(self, connection: _Connection | None) -> None:
        """A connection is no more, or could not be made."""
        with self._lock:
            self._open -= 1
            if connection in self._idle:
                self._idle.remove(connection)
        if connection is not None:
            self._all.discard(connection)
        self._serve()

    def _send(self, connection: _Connection, request: _Request) -> None:
        connection.send(request, time.monotonic() + self._timeout_s)
        if self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(self._timeout_s, self._look_at_the_clock)

    def _look_at_the_clock(self) -> None:
        """Gives up the connections whose answer is late."""
        now = time.monotonic()
        for connection in tuple(self._all):
            if connection.deadline is not None and connection.deadline <= now:
                connection.give_up()
        left = [one.deadline for one in self._all if one.deadline is not None]
        loop = asyncio.get_running_loop()
        self._clock = loop.call_later(max(0.0, min(left) - now), self._look_at_the_clock) if left else None


class _Connection(asyncio.Protocol):
    """One connection: one request, then its answer, then the next.

    Attributes:
        deadline: when its answer must be complete; None while nothing is asked.
    """

    def __init__(self, owner: ReadPool) -> None:
        self._owner = owner
        self._request: _Request | None = None
        self._gone = False
        self.deadline: float | None = None
        self._begin()

    def _begin(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._parts: list[bytes] = []
        self._head = 0  # bytes before the body
        self._headed = False
        self._coding = b"identity"
        self._framed = False
        self._stays = False
        self._complete = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._owner.came(self)

    def send(self, request: _Request, deadline: float) -> None:
        """Asks."""
        self._request, self.deadline = request, deadline
        self._transport.write(request.text)

    def give_up(self) -> None:
        """Ends the connection; who waits gets None."""
        self._answer(None)
        self._transport.abort()
        self._leave()

    def data_received(self, data: bytes) -> None:
        if self._request is None:  # nobody has asked
            self.give_up()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.give_up()
            return
        if self._complete:
            self._finish(stays=self._stays)

    def eof_received(self) -> None:
        if self._request is not None and self._headed and not self._framed:
            self._finish(stays=False)  # the end of the connection is the end of the body

    def connection_lost(self, exc: Exception | None) -> None:
        self._answer(None)
        self._leave()

    def _finish(self, *, stays: bool) -> None:
        body = self._decoded() if self._parser.get_status_code() == _OK else None
        self._begin()
        self._answer(body)
        if stays:
            self._owner.free(self)
        else:
            self._transport.abort()
            self._leave()

    def _decoded(self) -> bytes | None:
        body = b"".join(self._parts)
        if self._coding == b"gzip":
            with contextlib.suppress(zlib.error):
                return zlib.decompress(body, wbits=31)
            return None
        return body if body and self._coding == b"identity" else None

    def _answer(self, body: bytes | None) -> None:
        request, self._request, self.deadline = self._request, None, None
        if request is not None:
            request.then(body)

    def _leave(self) -> None:
        if not self._gone:
            self._gone = True
            self._owner.gone(self)

    # What the parser finds.

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head += len(name) + len(value)
        if self._head > _HEAD_MAX:
            raise ValueError("too much before the body")
        match name.lower():
            case b"content-encoding":
                self._coding = value.strip().lower() if self._coding == b"identity" else b"several"
            case b"content-length" | b"transfer-encoding":
                self._framed = True

    def on_headers_complete(self) -> None:
        self._headed = self._parser.get_status_code() >= _OK  # else it only says that an answer comes
        self._stays = self._parser.should_keep_alive()

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_begin(self) -> None:
        if self._complete:
            raise ValueError("an answer that nobody has asked for")

    def on_message_complete(self) -> None:
        self._complete = self._headed


def _lines(*lines: str) -> bytes:
    """Lines of a request, which is all head.

    Raises:
        ValueError: something in it would end a line early, or is no character of HTTP.
    """
    if not all(line.isascii() and line.isprintable() for line in lines):
        raise ValueError("not a line of a request")
    return "\r\n".join([*lines, ""]).encode("ascii")
