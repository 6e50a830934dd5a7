"""A pool of connections that reads many pages at a time: one thread with an asyncio loop, and httptools as the parser.

It gives the bodies of answers with status 200, or says that one is too large, or what a rate limit asks for. Anything
else, from a 401 to a broken connection, is None; then ``ApiClient.fetch_page`` sends the request again through httpx,
which retries, renews the sign-in and raises errors.
See ``docs/decisions/0008-pages-at-once.md``.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import httptools

from .event_loop import EventLoop
from .forks import keep, register, release
from .retry import parse_retry_after
from .unpacking import MAX_ANSWER_MB, MB, CodingError, TooLargeError, unpack


class RateLimit(NamedTuple):
    """A rate limit refused a request: status 429, or 503 with ``Retry-After``.

    Attributes:
        retry_after_s: seconds that the server asks to wait; None if it does not say.
        status, headers, body: of the answer; the headers are those that an error shows, in lower case.
    """

    retry_after_s: float | None
    status: int
    headers: Mapping[str, str]
    body: bytes


Answer = bytes | TooLargeError | RateLimit | None
"""The body of an answer, or what stands for it; None for anything that httpx has to look at."""

Then = Callable[[Answer], None]

_PORTS = {"http": 80, "https": 443}
_OK = 200
_CONNECT_S = 10.0
_HEAD_MAX = 1 << 16  # bytes
_REFUSAL_MAX = 1 << 20  # bytes


class _Request(NamedTuple):
    text: bytes
    then: Then


class ReadPool:
    """Connections to one server, for GET requests. Threads may share one.

    Args:
        url: the project's address.
        headers: sent with every request.
        timeout_s: seconds from a request to the end of its answer, and from connecting to the end of the first answer.
        limit: the highest number of bytes of an answer, packed or not.
        tls: makes the TLS context; called once, and only for ``https``.
        count: the highest number of connections; a request that finds all of them busy waits.

    Attributes:
        limit: as given.
        closed: whether ``close`` was called.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        timeout_s: float,
        tls: Callable[[], ssl.SSLContext],
        count: int = 1,
        limit: int = int(MAX_ANSWER_MB * MB),
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
        self.limit = limit
        self._last: tuple[Mapping[str, str] | None, bytes] = None, b""
        self._lock = threading.Lock()  # guards what follows up to the empty line
        self._waiting: deque[_Request] = deque()
        self._idle: list[_Connection] = []
        self._open = 0  # connections that are open or being opened
        self._woken = False  # the loop's thread was told about waiting requests, and has not looked yet
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closed = False

        self._closing = asyncio.Event()
        self._filled = False  # all connections have been opened
        self._all: set[_Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        register(self)

    def ask(self, path: str, params: Mapping[str, object], headers: Mapping[str, str], then: Then) -> None:
        """Sends a GET request; ``then`` gets the body of a 200 answer, or what stands for it.

        It does not wait for the answer. ``then`` is called in the pool's thread, or at once if nothing can be sent, and
        must not block.
        """
        try:
            target = f"{self._path}{path}?{urlencode(params)}"
            if " " in target:
                raise ValueError("not a target")
            text = _lines(f"GET {target} HTTP/1.1") + self._header_lines(headers)
        except ValueError:
            then(None)
            return
        with self._lock:
            loop = None if self.closed else self._loop or self._start()
            if loop is not None:
                self._waiting.append(_Request(text, then))
                if (self._idle or self._open < self._count) and not self._woken:
                    self._woken = True  # once for many requests: waking the loop's thread takes Python's lock
                    loop.call_soon_threadsafe(self._serve)
                return
        then(None)

    def _start(self) -> asyncio.AbstractEventLoop | None:
        """Starts the loop in its thread; None if the process has no descriptor or no thread left."""
        try:
            loop = EventLoop()
        except OSError:
            return None
        try:
            threading.Thread(target=self._run, args=(loop,), name="oneentry-fetch", daemon=True).start()
        except RuntimeError:
            loop.close()
            return None
        self._loop = loop
        return loop

    def _header_lines(self, headers: Mapping[str, str]) -> bytes:
        """The header lines and the empty line after them."""
        last = self._last
        if headers != last[0]:  # they rarely change from one request to the next
            named = {**self._headers, **headers}
            self._last = last = dict(headers), _lines(*(f"{name}: {value}" for name, value in named.items()), "")
        return last[1]

    def close(self) -> None:
        """Closes all connections at once; requests without an answer get None."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
            waiting, self._waiting = self._waiting, deque()
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._closing.set)
        for request in waiting:
            request.then(None)

    def after_fork(self) -> None:
        """Closes the pool in a forked child, which has neither its thread nor the fetch that asked for the pages."""
        self._lock = threading.Lock()
        self.closed = True
        self._waiting = deque()
        for connection in self._all:
            connection.release()
        keep(self._loop, self._all, self._tasks)  # finalizing them would use the parent's loop
        self._loop = None

    # The methods below run in the loop's thread.

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_until_complete(self._until_closed())
        finally:
            loop.close()

    async def _until_closed(self) -> None:
        await self._closing.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for connection in tuple(self._all):
            connection.abort()
        await asyncio.sleep(0)  # for the sockets to be closed

    def _serve(self) -> None:
        """Sends waiting requests over idle connections, and opens more connections for the rest."""
        while True:
            with self._lock:
                self._woken = False
                if not self._waiting or self.closed:
                    return
                if not self._idle:
                    break
                connection, request = self._idle.pop(), self._waiting.popleft()
            self._send(connection, request)
        self._fill(spare=0)

    def _fill(self, *, spare: int) -> None:
        """Opens a connection for each waiting request, and ``spare`` more, up to the highest number."""
        with self._lock:
            missing = 0 if self.closed else min(self._count - self._open, len(self._waiting) + spare)
            self._open += missing
        for _ in range(missing):
            task = asyncio.get_running_loop().create_task(self._connect())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        begun = time.monotonic()
        try:
            async with asyncio.timeout(min(_CONNECT_S, self._timeout_s)):
                await asyncio.get_running_loop().create_connection(
                    lambda: _Connection(self, begun), self._host, self._port, ssl=self._tls
                )
        except Exception:  # noqa: BLE001  (httpx meets the same error and reports it)
            self.removed(None)
            with self._lock:
                request = self._waiting.popleft() if self._waiting else None
            if request is not None:
                request.then(None)

    def opened(self, connection: _Connection, begun: float) -> None:
        """Takes a connection that was opened since ``begun``."""
        self._all.add(connection)
        if self.closed:
            connection.abort()
        else:
            self.release(connection, begun)
            if not self._filled:  # once: a server that closes them allows fewer
                self._filled = True
                self._fill(spare=self._count)  # ready by the time the first page says that there are more

    def release(self, connection: _Connection, begun: float | None = None) -> None:
        """Sends the next waiting request over a connection, or keeps it as idle.

        Args:
            connection: the connection.
            begun: when the request's time began; now, unless it had to wait for the connection to be opened.
        """
        with self._lock:
            request = self._waiting.popleft() if self._waiting else None
            if request is None:
                self._idle.append(connection)
        if request is not None:
            self._send(connection, request, begun)

    def removed(self, connection: _Connection | None) -> None:
        """Removes a connection that was closed; None for one that could not be opened."""
        with self._lock:
            self._open -= 1
            if connection in self._idle:
                self._idle.remove(connection)
        if connection is not None:
            self._all.discard(connection)
        self._serve()

    def _send(self, connection: _Connection, request: _Request, begun: float | None = None) -> None:
        now = time.monotonic()
        deadline = (now if begun is None else begun) + self._timeout_s
        connection.send(request, deadline)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(max(0.0, deadline - now), self._abort_late)

    def _abort_late(self) -> None:
        """Closes the connections whose answer is late."""
        now = time.monotonic()
        for connection in tuple(self._all):
            if connection.deadline is not None and connection.deadline <= now:
                connection.abort()
        left = [one.deadline for one in self._all if one.deadline is not None]
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(max(0.0, min(left) - now), self._abort_late) if left else None


class _Connection(asyncio.Protocol):
    """One connection, with one request at a time.

    Attributes:
        deadline: when the answer must be complete, by ``time.monotonic``; None while idle.
    """

    def __init__(self, pool: ReadPool, begun: float) -> None:
        self._pool = pool
        self._began = begun
        self._request: _Request | None = None
        self._removed = False
        self.deadline: float | None = None
        self._begin()

    def _begin(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._parts: list[bytes] = []
        self._size = 0
        self._head = 0  # bytes before the body
        self._headed = False
        self._coding = b"identity"
        self._retry_after: str | None = None
        self._request_id = ""
        self._framed = False
        self._stays = False
        self._complete = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._pool.opened(self, self._began)

    def send(self, request: _Request, deadline: float) -> None:
        """Sends a request."""
        self._request, self.deadline = request, deadline
        self._transport.write(request.text)

    def abort(self) -> None:
        """Closes the connection; a request without an answer gets None."""
        self._answer(None)
        self._transport.abort()
        self._remove()

    def release(self) -> None:
        """Closes the copy of the connection in a forked child."""
        release(self._transport.get_extra_info("socket").fileno())

    def data_received(self, data: bytes) -> None:
        if self._request is None:  # an answer without a request
            self.abort()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            if self._size > self._pool.limit and self._is_ok():
                self._answer(TooLargeError())
            self.abort()
            return
        if self._complete:
            self._finish(stays=self._stays)

    def eof_received(self) -> None:
        if self._request is not None and self._headed and not self._framed:
            self._finish(stays=False)  # the end of the connection is the end of the body

    def connection_lost(self, exc: Exception | None) -> None:
        self._answer(None)
        self._remove()

    def _finish(self, *, stays: bool) -> None:
        status = self._parser.get_status_code()
        answer: Answer = self._decoded() if self._is_ok() else None
        if status == 429 or (status == 503 and self._retry_after):
            headers = {"retry-after": self._retry_after or "", "x-request-id": self._request_id}
            answer = RateLimit(parse_retry_after(self._retry_after), status, headers, self._refusal())
        self._begin()
        self._answer(answer)
        if stays:
            self._pool.release(self)
        else:
            self._transport.abort()
            self._remove()

    def _is_ok(self) -> bool:
        return bool(self._parser.get_status_code() == _OK)

    def _refusal(self) -> bytes:
        """The body of a refusal; empty where it is too large or damaged for the text of an error."""
        found = self._decoded()
        return found if isinstance(found, bytes) and len(found) <= _REFUSAL_MAX else b""

    def _decoded(self) -> bytes | TooLargeError | None:
        try:
            return unpack(self._parts, self._coding.decode("latin-1"), self._pool.limit) or None
        except TooLargeError as error:
            return error
        except (CodingError, MemoryError):
            return None

    def _answer(self, answer: Answer) -> None:
        request, self._request, self.deadline = self._request, None, None
        if request is not None:
            request.then(answer)

    def _remove(self) -> None:
        if not self._removed:
            self._removed = True
            self._pool.removed(self)

    # Callbacks of the parser.

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head += len(name) + len(value)
        if self._head > _HEAD_MAX:
            raise ValueError("the head is too long")
        match name.lower():
            case b"content-encoding":
                self._coding += b"," + value
            case b"retry-after":
                self._retry_after = value.decode("latin-1")
            case b"x-request-id":
                self._request_id = value.decode("latin-1")
            case b"content-length" | b"transfer-encoding":
                self._framed = True

    def on_headers_complete(self) -> None:
        self._headed = self._parser.get_status_code() >= _OK  # 1xx only announces an answer
        self._stays = self._parser.should_keep_alive()

    def on_body(self, body: bytes) -> None:
        self._size += len(body)
        if self._size > self._pool.limit:
            raise ValueError("the body is too long")
        self._parts.append(body)

    def on_message_begin(self) -> None:
        if self._complete:
            raise ValueError("an answer without a request")

    def on_message_complete(self) -> None:
        self._complete = self._headed


def _lines(*lines: str) -> bytes:
    """Lines of a request's head, as bytes.

    Raises:
        ValueError: a line has a character that HTTP does not allow, or that would end it early.
    """
    if not all(line.isascii() and line.isprintable() for line in lines):
        raise ValueError("not a line of a request")
    return "\r\n".join([*lines, ""]).encode("ascii")
