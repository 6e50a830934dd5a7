"""The event loop of the page pool."""

from __future__ import annotations

import asyncio
from typing import Any

from .addresses import look_up


class EventLoop(asyncio.SelectorEventLoop):
    """An event loop whose name look-ups do not delay the end of the process.

    asyncio's own run in an executor, whose threads Python waits for when the process ends. Nothing is finalized if the
    loop could not be made.

    Not ``asyncio.new_event_loop()``, which asks the policy of the process: uvloop's knows other classes.
    """

    _is_made = False

    def __init__(self) -> None:
        super().__init__()
        self._is_made = True

    def __del__(self) -> None:
        if self._is_made:
            super().__del__()

    async def getaddrinfo(
        self, host: Any, port: Any, *, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
    ) -> list[Any]:
        """Looks up a name in a daemon thread.

        Raises:
            RuntimeError: the process has no thread left.
        """
        found = look_up(host, port, family=family, type=type, proto=proto, flags=flags)
        return await asyncio.wrap_future(found, loop=self)
