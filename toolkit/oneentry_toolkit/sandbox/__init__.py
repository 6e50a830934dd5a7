"""A OneEntry server of our own: a real HTTP server over a real database, for notebooks and tests.

It is written from the contract and docs/api/README.md alone and shares no code with the client, so that it cannot share
its mistakes.
"""

from __future__ import annotations

from .data.options import Options
from .errors import SandboxError
from .http.server import Sandbox, serve

__all__ = ["Options", "Sandbox", "SandboxError", "serve"]


def __dir__() -> list[str]:
    return __all__
