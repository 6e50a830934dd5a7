"""Plain connections for many pages at once: ``http.client``, which costs a third of an httpx client's time a page.

Only for answers that go well. Whatever else happens, from a refused sign-in to a broken connection, gives None, and the
caller asks again through the careful door (``Wire.raw``), where retries, renewals and errors live.
See ``docs/decisions/0008-pages-at-once.md``.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urlsplit

_CHUNK = 1 << 18


class Connections:
    """One connection for each thread that asks, all to one server.

    Args:
        url: the project's address.
        headers: sent with every request.
        timeout_s: seconds for connecting, for the next byte, and for the body as a whole.
        tls: makes the TLS context; called once, and only for ``https``.

    Attributes:
        closed: somebody has ended it.
    """

    def __init__(
        self, url: str, headers: Mapping[str, str], *, timeout_s: float, tls: Callable[[], ssl.SSLContext]
    ) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port
        self._path = parts.path.rstrip("/")
        self._headers = dict(headers)
        self._timeout_s = timeout_s
        self._tls = tls() if parts.scheme == "https" else None
        self._mine = threading.local()
        self._all: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()
        self.closed = False

    def get(self, path: str, params: Mapping[str, object], headers: Mapping[str, str]) -> bytes | None:
        """The body of a 200 answer; None for anything else."""
        connection = getattr(self._mine, "connection", None)
        try:
            if connection is None:
                connection = self._open()
            deadline = time.monotonic() + self._timeout_s
            connection.request("GET", f"{self._path}{path}?{urlencode(params)}", headers={**self._headers, **headers})
            response = connection.getresponse()
            parts = []
            while part := response.read1(_CHUNK):
                parts.append(part)
                if time.monotonic() > deadline and response.length != 0:  # None: nobody knows how much is to come
                    raise TimeoutError
            if response.length:  # cut off
                raise http.client.IncompleteRead(b"")
            body = b"".join(parts)
            response.close()  # the connection is free for the next request
            if response.will_close:
                self._drop(connection)
            if response.status != http.client.OK or not body:
                return None  # an answer that is cut off in its head looks like an empty one
            match response.headers.get("content-encoding", "identity"):
                case "identity":
                    return body
                case "gzip":
                    return zlib.decompress(body, wbits=31)
            return None
        except (OSError, http.client.HTTPException, ValueError, zlib.error):
            self._drop(connection)
            return None
        except AttributeError:
            if not self.closed:
                raise
            return None  # http.client was at something that `close` took away

    def close(self) -> None:
        """Ends all connections at once, also those that wait for an answer."""
        with self._lock:
            self.closed = True
            held, self._all = self._all, []
        for connection in held:
            try:
                if connection.sock is not None:
                    connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it is over already
            connection.close()

    def _open(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection = (
            http.client.HTTPConnection(self._host, self._port, timeout=self._timeout_s)
            if self._tls is None
            else http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout_s, context=self._tls)
        )
        connection.auto_open = 0  # a closed one is not opened again behind our back
        with self._lock:
            if self.closed:
                raise OSError("closed")
        connection.connect()
        with self._lock:
            if not self.closed:
                self._all.append(connection)
                self._mine.connection = connection
                return connection
        connection.close()
        raise OSError("closed")

    def _drop(self, connection: http.client.HTTPConnection | None) -> None:
        self._mine.connection = None
        if connection is not None:
            with self._lock:
                if connection in self._all:
                    self._all.remove(connection)
            connection.close()
