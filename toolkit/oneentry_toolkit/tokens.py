"""Where a sign-in is kept, for ``connect(tokens=...)``: in memory, in a file, or in a store of your own.

A store of your own is any object with the methods of ``TokenStore``; what it keeps is a ``TokenPair``.
"""

from .transport.kept_tokens import FileTokens
from .transport.tokens import MemoryTokens, TokenPair, TokenStore

__all__ = ["FileTokens", "MemoryTokens", "TokenPair", "TokenStore"]


def __dir__() -> list[str]:
    return __all__
