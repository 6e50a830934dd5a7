"""A client's connection that the application can close or misuse, which ASGI does not allow."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

_STATE = "connection"


class Connection(H11Protocol):
    """uvicorn's HTTP connection; passes itself to the application in the request's `state`."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, {**app_state, _STATE: self}, _loop)

    def cut(self) -> None:
        """Closes the connection now; unsent data is discarded."""
        self.transport.abort()

    def end(self, last: bytes = b"") -> None:
        """Closes the connection after all written data and `last` have been sent."""
        if last:
            self.transport.write(last)
        self.transport.close()


def of(scope: Scope) -> Connection:
    """Returns the connection of a request."""
    connection = scope["state"][_STATE]
    assert isinstance(connection, Connection)
    return connection
