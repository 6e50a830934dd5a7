"""What people see of the sandbox: the payment page, the front page and the contract.

HTML that is written on the server, forms that work without scripts, and nothing loaded from elsewhere.
"""

from __future__ import annotations

from .routes import Pages

__all__ = ["Pages"]
