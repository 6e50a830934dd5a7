"""Runs blocking operations in threads, and waits until all received requests are done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar

_ROUNDS = 10  # of the event loop; a request on a new connection needs 4 before its handler starts

_T = TypeVar("_T")


class Work:
    """The running requests of a sandbox. Use it on the event loop only.

    Args:
        executor: Runs blocking operations, such as a password hash or disk access.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._under_way: set[asyncio.Future[Any]] = set()

    async def run(self, task: Callable[..., _T], *given: Any) -> _T:
        """Runs a task in a thread."""
        future = asyncio.get_running_loop().run_in_executor(self._executor, task, *given)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return await future

    async def caught_up(self) -> None:
        """Waits until all received requests are counted and done; their responses may still be pending.

        Otherwise, requests of disconnected clients could still be unread, and would be counted, take faults and write
        after a later reset.
        """
        for _ in range(_ROUNDS):
            await asyncio.sleep(0)
        if self._under_way:
            await asyncio.wait(tuple(self._under_way))
