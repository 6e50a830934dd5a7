"""Web pages of the sandbox: payment page, front page and contract.

Server-rendered HTML, forms that work without scripts, and no external resources.
"""

from __future__ import annotations

from .routes import Pages

__all__ = ["Pages"]
