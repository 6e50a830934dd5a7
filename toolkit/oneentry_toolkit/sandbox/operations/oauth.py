"""A simulated OAuth network: a code may sign in any address."""

from __future__ import annotations

import re

from ..data.store import Tx
from ..errors import RefusedError

REFUSED = "We couldn't pass the oauth authentication with provided data"
_CODE = re.compile(r"pretend:(?P<email>[^@\s:]{1,64}@[^@\s:]{1,190})(:[\w-]{1,64})?")


def redeem(tx: Tx, code: str) -> str:
    """Returns the address of a code and marks the code as used.

    A code is `pretend:<e-mail>` or, for another code of one address, `pretend:<e-mail>:<anything>`. It works once.
    Other texts are not codes of the network.

    Raises:
        RefusedError: 400, not a code of the network, or already used.
    """
    match = _CODE.fullmatch(code)
    if match is None:
        raise RefusedError(400, REFUSED)
    if tx.execute("INSERT OR IGNORE INTO oauth_codes VALUES (?)", (code,)).rowcount == 0:
        raise RefusedError(400, REFUSED)
    return match["email"]
