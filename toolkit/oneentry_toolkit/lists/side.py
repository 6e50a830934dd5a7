"""Look-ups beside a list or a call, such as titles: one that fails leaves something out and ends nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..errors import ApiError, ConnectionFailedError, MissingDetailWarning, ResponseFormatError
from .read_all import say

T = TypeVar("T")

Failures = (ApiError, ConnectionFailedError, ResponseFormatError)
"""What a side look-up may end with. A sign-in that has ended, or a closed shop, ends the main call too."""


def look_up(look: Callable[[], T], what: str, missing: T) -> T:
    """Returns what a side look-up gives; ``missing`` and a warning if it fails.

    Args:
        look: asks the server.
        what: what is missing then, in the plural, for the warning.
        missing: value without it.

    Warns:
        MissingDetailWarning: the look-up failed.
    """
    try:
        return look()
    except Failures as error:
        say(f"{what} could not be looked up, so they are missing: {error}", MissingDetailWarning)
        return missing
