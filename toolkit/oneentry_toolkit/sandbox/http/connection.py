"""A client's connection, which the application can cut or misuse: that is beyond ASGI."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

_STATE = "connection"


class Connection(H11Protocol):
    """uvicorn's HTTP connection; hands itself to the application as part of the request's `state`."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, {**app_state, _STATE: self}, _loop)

    def cut(self) -> None:
        """End the connection now; what was not sent yet never is."""
        self.transport.abort()

    def end(self, last: bytes = b"") -> None:
        """End the connection when what was written, and these bytes, have been sent."""
        if last:
            self.transport.write(last)
        self.transport.close()


def of(scope: Scope) -> Connection:
    """The connection that a request came over."""
    connection = scope["state"][_STATE]
    assert isinstance(connection, Connection)
    return connection
