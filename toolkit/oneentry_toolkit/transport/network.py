"""TCP connections for httpcore: every step ends at the deadline of the request, and a forked child has none of them."""

from __future__ import annotations

import contextlib
import ipaddress
import math
import os
import socket
import ssl
import time
import weakref
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import httpcore

from . import forks
from .addresses import look_up

_WRITE_BYTES = 4096  # the system takes so few at once, so that one timeout bounds the step

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextlib.contextmanager
def ends_at(deadline: float) -> Iterator[None]:
    """Bounds all connections that this thread uses in the block.

    Args:
        deadline: by ``time.monotonic``.
    """
    before = _deadline.set(deadline)
    try:
        yield
    finally:
        _deadline.reset(before)


def _left(timeout: float | None, error: type[httpcore.TimeoutException]) -> float | None:
    """The seconds that a step may take.

    Raises:
        error: the deadline has passed.
    """
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    left = deadline - time.monotonic()
    if left <= 0:
        raise error("the deadline has passed")
    return left if timeout is None else min(timeout, left)


def _addresses(host: str, port: int, timeout: float | None) -> list[str]:
    """The addresses of a host.

    Raises:
        httpcore.ConnectTimeout: the look-up takes longer; its thread ends when the system gives up.
        httpcore.ConnectError: the host has no address.
    """
    if _is_ip(host):
        return [host]
    try:
        infos = _look_up(host, port, timeout)
    except TimeoutError:
        raise httpcore.ConnectTimeout("the host's address was not found in time") from None
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return [str(address[0]) for *_, address in infos]


def _look_up(host: str, port: int, timeout: float | None) -> list[Any]:
    try:
        found = look_up(host, port, type=socket.SOCK_STREAM)
    except RuntimeError:  # the process has no thread left
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return found.result(timeout)


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Network(httpcore.NetworkBackend):
    """Opens the connections of one client."""

    def __init__(self) -> None:
        self._tcp = httpcore.SyncBackend()
        self._streams: weakref.WeakSet[_Stream] = weakref.WeakSet()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connects to the first address of a host that answers."""
        allowed = _left(timeout, httpcore.ConnectTimeout)
        end = math.inf if allowed is None else time.monotonic() + allowed
        failed: Exception = httpcore.ConnectError("the host has no address")
        for address in _addresses(host, port, allowed):
            left = end - time.monotonic()
            if left <= 0:
                raise httpcore.ConnectTimeout("the deadline has passed")
            try:
                stream = self._tcp.connect_tcp(
                    address, port, None if left == math.inf else left, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return self._tracked(stream)
        raise failed

    def forget(self) -> None:
        """Closes the connections in a forked child without a word to the server: they are the parent's."""
        for stream in tuple(self._streams):
            stream.forget()
        self._streams.clear()

    def _tracked(self, inner: httpcore.NetworkStream) -> _Stream:
        stream = _Stream(self, inner)
        self._streams.add(stream)
        return stream


class _Stream(httpcore.NetworkStream):
    """A connection whose steps end at the deadline of the request."""

    def __init__(self, network: Network, inner: httpcore.NetworkStream) -> None:
        self._network = network
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITE_BYTES):
            self._inner.write(buffer[start : start + _WRITE_BYTES], _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return self._network._tracked(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def forget(self) -> None:
        """Closes the child's copy of the connection: no TLS message is sent, and no lock is waited for."""
        found = self._inner.get_extra_info("socket")
        if isinstance(found, socket.socket) and found.fileno() >= 0:
            os.close(found.detach())
        forks.keep(self._inner)
