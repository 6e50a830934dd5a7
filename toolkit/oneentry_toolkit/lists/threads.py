"""Threads that fetch and decode: they end with the interpreter, and Ctrl-C gets through while they are waited for."""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from ..errors import ConnectionFailedError
from ..transport.forks import ForkSafeLock

_GIVES_WAY = 5  # niceness: requests go out at once even when all processors decode; more would delay decoding

T = TypeVar("T")


def wait_for(future: Future[T], process: int) -> T:
    """Returns the result of a future. It waits with a timeout, so that Ctrl-C interrupts on every platform.

    Args:
        future: from ``Threads.submit``.
        process: number of the process that submitted it.

    Raises:
        ConnectionFailedError: this is a forked child of ``process``, without its threads.
    """
    while True:
        if os.getpid() != process:
            raise ConnectionFailedError(
                "This list was being read when the process was forked, and the parent goes on with it. Begin to read "
                "it again in this process.",
                operation="fetch",
                sent=False,
            )
        try:
            return future.result(timeout=0.5)
        except TimeoutError:
            if future.done():
                raise


class Threads:
    """A pool of daemon threads: unlike ``ThreadPoolExecutor``, it does not delay the interpreter's exit.

    Where no thread can be started, the thread that made the pool runs its tasks itself.

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
        self._maker = threading.get_ident()
        self._lock = ForkSafeLock()
        self._started = 0
        self._ended = False

    def submit(self, task: Callable[[], T], future: Future[T] | None = None) -> Future[T]:
        """Begins a task as soon as a thread is free; any thread may submit.

        Raises:
            RuntimeError: no thread can be started, and this is not the thread that made the pool.
        """
        future = Future() if future is None else future
        if self._has_threads():
            self._tasks.put((future, task))
        elif threading.get_ident() == self._maker:
            _run(task, future)
        else:  # such as the page pool's thread, which must not block
            raise RuntimeError("no thread can be started")
        return future

    def _has_threads(self) -> bool:
        """Whether there is a thread for a task, after starting one more if that is allowed and possible."""
        with self._lock:
            if self._started < self._count and not self._ended:
                try:
                    threading.Thread(target=self._work, name=self._name, daemon=True).start()
                except RuntimeError:
                    return self._started > 0
                self._started += 1
            return True

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
            _run(task, future)
            del given, task, future  # release the page while the thread waits for the next task


def _run(task: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(task())
    except BaseException as error:  # noqa: BLE001  (raised by future.result())
        future.set_exception(error)
