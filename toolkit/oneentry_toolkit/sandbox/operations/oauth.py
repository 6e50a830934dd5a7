"""A pretend OAuth network: any address may sign in, if the code says so."""

from __future__ import annotations

import re

from ..data.store import Tx
from ..errors import RefusedError

REFUSED = "We couldn't pass the oauth authentication with provided data"
_CODE = re.compile(r"pretend:(?P<email>[^@\s:]{1,64}@[^@\s:]{1,190})(:[\w-]{1,64})?")


def redeem(tx: Tx, code: str) -> str:
    """The address that a code vouches for.

    A code is `pretend:<e-mail>` or, to make another one for the same address, `pretend:<e-mail>:<anything>`. It works
    once. Everything else is a code that the network did not give.

    Raises:
        RefusedError: 400, not a code of the network, or spent.
    """
    match = _CODE.fullmatch(code)
    if match is None:
        raise RefusedError(400, REFUSED)
    if tx.execute("INSERT OR IGNORE INTO oauth_codes VALUES (?)", (code,)).rowcount == 0:
        raise RefusedError(400, REFUSED)
    return match["email"]
