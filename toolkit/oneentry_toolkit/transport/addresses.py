"""Addresses of host names, each looked up in a thread of its own, because the system knows no time limit for it."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import Future
from typing import Any


def look_up(host: str, port: int, **hints: int) -> Future[list[Any]]:
    """Starts a look-up; the future gets what ``socket.getaddrinfo`` returns or raises, whatever it is.

    The thread is a daemon: a look-up that hangs neither holds its caller, which may stop waiting, nor the end of the
    process.

    Args:
        host, port, hints: as ``socket.getaddrinfo`` takes them.

    Raises:
        RuntimeError: the process has no thread left.
    """
    found: Future[list[Any]] = Future()
    found.set_running_or_notify_cancel()  # so that a caller who stops waiting does not cancel it

    def run() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, **hints))
        except Exception as error:  # noqa: BLE001  (it is the caller's)
            found.set_exception(error)

    threading.Thread(target=run, name="oneentry-look-up", daemon=True).start()
    return found
