"""Guest ids: who a visitor without a sign-in is (docs/api/requests.md#requests-guests)."""

from __future__ import annotations

import re
import uuid
from typing import Any

from ..errors import InputError

_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)


def make_guest_id() -> str:
    """Returns a new guest id."""
    return str(uuid.uuid4())


def is_guest_id(value: Any) -> bool:
    """Whether servers keep something for a guest with this id: for anything but a UUID v4 they keep nothing."""
    return isinstance(value, str) and _UUID4.fullmatch(value) is not None


def check_guest_id(value: Any) -> str:
    """Returns a guest id in lower case. The error never quotes it: it opens the guest's cart.

    Raises:
        InputError: it is not a UUID v4.
    """
    if not is_guest_id(value):
        raise InputError(
            "guest_id must be that of an earlier guest, a UUID of version 4 as text. Leave it out for a new guest.",
            name="guest_id",
        )
    return str(value).lower()
