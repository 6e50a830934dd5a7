"""Guests: visitors with an id of their own in place of a sign-in."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from ..data.store import Tx
from ..errors import RefusedError
from .call import Call, Guest

COOKIE_DAYS = 90
_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who orders: a user or a guest.

    Attributes:
        id: The owner of its rows: a user, or the negative number of a guest; 0 for a guest that has no rows.
        groups: The groups whose discounts apply.
    """

    id: int
    groups: tuple[int, ...]


def read(header: str | None) -> Guest:
    """Returns the guest of an `x-guest-id` header; one with a new id if it is missing or not a UUID v4."""
    if header is not None and _UUID4.fullmatch(header):
        return Guest(header.lower(), was_sent=True, is_minted=False)
    return Guest(str(uuid.uuid4()), was_sent=header is not None, is_minted=True)


def headers(guest: Guest) -> dict[str, str]:
    """Returns the response headers that give a guest its new id."""
    age_s = COOKIE_DAYS * 86_400
    cookie = f"oe_guest_id={guest.id}; Max-Age={age_s}; Path=/; SameSite=Lax; Secure"
    return {"x-guest-id": guest.id, "set-cookie": cookie}


def find_owner(tx: Tx, guest: Guest) -> int | None:
    """Returns a guest as the owner of rows; `None` if it has none."""
    row = tx.execute("SELECT id FROM guests WHERE guest_id = ?", (guest.id,)).fetchone()
    return None if row is None else -row[0]


def make_owner(tx: Tx, guest: Guest) -> int:
    """Returns a guest as the owner of rows that are about to be written."""
    tx.execute("INSERT OR IGNORE INTO guests (guest_id) VALUES (?)", (guest.id,))
    owner = find_owner(tx, guest)
    assert owner is not None
    return owner


def buyer(call: Call, tx: Tx, *, writes: bool) -> Buyer:
    """Returns who orders.

    Args:
        call: The request.
        tx: A transaction.
        writes: Whether rows of the buyer are about to be written.
    """
    if call.user is not None:
        return Buyer(call.user.id, call.user.groups)
    if call.guest is None:
        raise RefusedError(401, "Unauthorized")
    owner = make_owner(tx, call.guest) if writes else find_owner(tx, call.guest)
    return Buyer(owner or 0, tuple(call.catalogue.guest_groups))
