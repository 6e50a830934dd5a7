"""The least that fetching all pages can cost: an asyncio protocol written by hand, without any HTTP library.

It is told how many orders there are, checks nothing but the status and the length, and repeats nothing: a floor to
measure against, not a client.
"""

from __future__ import annotations

import asyncio
import functools
from collections import deque
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import urlsplit

PATH = "/api/content/orders-storage/marker/{storage}/orders?langCode=en_US&offset={offset}&limit={limit}"


def fetch(
    url: str,
    headers: Mapping[str, str],
    *,
    storage: str,
    total: int,
    page_size: int,
    connections: int,
    on_page: Callable[[bytes], object] | None = None,
) -> list[bytes]:
    """The bodies of all pages, in the list's order.

    Args:
        url: of the server.
        headers: of every request.
        storage: whose orders.
        total: how many there are.
        page_size: how many to ask for at a time.
        connections: how many requests may be under way.
        on_page: called with each body as it arrives.
    """
    offsets = range(0, total, page_size)
    address = urlsplit(url)
    assert address.hostname is not None
    assert address.port is not None
    block = "".join(f"{name}: {value}\r\n" for name, value in {"host": address.netloc, **headers}.items())
    requests = [
        f"GET {PATH.format(storage=storage, offset=offset, limit=page_size)} HTTP/1.1\r\n{block}\r\n".encode()
        for offset in offsets
    ]
    bodies = [b""] * len(requests)
    asyncio.run(_fetch(address.hostname, address.port, requests, bodies, connections, on_page))
    return bodies


async def _fetch(
    host: str,
    port: int,
    requests: list[bytes],
    bodies: list[bytes],
    connections: int,
    on_page: Callable[[bytes], object] | None,
) -> None:
    loop = asyncio.get_running_loop()
    todo = deque(enumerate(requests))
    finished = [loop.create_future() for _ in range(min(connections, len(requests)))]
    for done in finished:
        await loop.create_connection(functools.partial(_Client, todo, bodies, done, on_page), host, port)
    await asyncio.gather(*finished)


class _Client(asyncio.Protocol):
    def __init__(
        self,
        todo: deque[tuple[int, bytes]],
        bodies: list[bytes],
        done: asyncio.Future[None],
        on_page: Callable[[bytes], object] | None,
    ) -> None:
        self._todo = todo
        self._bodies = bodies
        self._done = done
        self._on_page = on_page
        self._index = -1
        self._parts: list[bytes] = []
        self._missing = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(exc or ConnectionError("the server closed the connection"))

    def data_received(self, received: bytes) -> None:
        if self._missing < 0:
            # The whole head comes with the first bytes: the server sends it in one piece.
            head, _, received = received.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200 "):
                self._done.set_exception(ConnectionError(head.partition(b"\r\n")[0].decode()))
                self._transport.abort()
                return
            self._missing = int(head[head.index(b"content-length: ") + 16 :].partition(b"\r\n")[0])
        self._parts.append(received)
        self._missing -= len(received)
        if self._missing == 0:
            body = self._bodies[self._index] = b"".join(self._parts)
            if self._on_page is not None:
                self._on_page(body)
            self._parts.clear()
            self._missing = -1
            self._ask()

    def _ask(self) -> None:
        if self._todo:
            self._index, request = self._todo.popleft()
            self._transport.write(request)
        else:
            self._done.set_result(None)
            self._transport.close()
