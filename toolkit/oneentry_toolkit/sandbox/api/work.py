"""The sandbox's work: what runs in threads, and when all that was asked so far is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar

_ROUNDS = 10  # of the event loop; a request on a new connection needs 4, up to the first step of its answer

_T = TypeVar("_T")


class Work:
    """What requests have the sandbox do; belongs to the event loop.

    Args:
        executor: Runs what may wait, for a password hash or the disk.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._under_way: set[asyncio.Future[Any]] = set()

    async def run(self, task: Callable[..., _T], *given: Any) -> _T:
        """Run a task in a thread."""
        future = asyncio.get_running_loop().run_in_executor(self._executor, task, *given)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return await future

    async def caught_up(self) -> None:
        """Wait until everything that has arrived is counted and done; whether it is answered does not matter.

        Without this, requests whose sender has left would still be waiting to be read, and would count, meet faults
        and write after the reset that came after them.
        """
        for _ in range(_ROUNDS):
            await asyncio.sleep(0)
        if self._under_way:
            await asyncio.wait(tuple(self._under_way))
