"""One-time codes: requests, checks, and the limit of five attempts."""

from __future__ import annotations

import secrets
import string
import time
from enum import Enum

from ..data import clock
from ..data.catalogue import Definition, Document
from ..data.documents import decode
from ..data.options import Options
from ..data.store import Tx
from ..errors import RefusedError
from .call import Call

MOST_WRONG = 5
TOO_MANY = "Too Many Requests"


class Verdict(Enum):
    """Result of checking a code."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"  # the fifth wrong attempt: the code is deleted


def generate_code(call: Call) -> None:
    """Sends a code; the response is empty."""
    provider, body = call.provider(), call.body
    event = body["eventIdentifier"]
    if event not in call.catalogue.events.by_identifier:
        raise RefusedError(404, f'Event "{_shown(event)}" with formType "send_code" not found')
    with call.store.write() as tx:
        user = find_user(tx, provider, body["userIdentifier"])
        if user is None:
            raise RefusedError(400, "User not found")
        row = tx.execute("SELECT issued_at FROM codes WHERE user_id = ?", (user["id"],)).fetchone()
        if row is not None and time.time() < row[0] + call.options.code_reissue_s:
            raise RefusedError(429, TOO_MANY)
        issue(tx, provider, call.options, user, event)


def check_code(call: Call) -> object:
    """Checks a code without using it up; wrong attempts count."""
    provider, body = call.provider(), call.body
    with call.store.write() as tx:
        user = find_user(tx, provider, body["userIdentifier"])
        if user is None:
            raise RefusedError(400, "User not found")
        verdict = check(tx, user["id"], body["code"])
    if verdict is Verdict.LOCKED:
        raise RefusedError(429, TOO_MANY)
    return verdict is Verdict.RIGHT


def activate_user(call: Call) -> object:
    """Activates an account with the code that its registration sent."""
    provider, body = call.provider(), call.body
    with call.store.write() as tx:
        user = find_user(tx, provider, body["userIdentifier"])
        if user is None:
            raise RefusedError(400, "User not found")
        verdict = check(tx, user["id"], body["code"])
        if verdict is Verdict.RIGHT:
            spend(tx, user["id"])
            tx.execute(
                "UPDATE users SET is_active = 1, updated_at = ?, version = version + 1 WHERE id = ?",
                (clock.now(tx), user["id"]),
            )
    refuse_unless_right(verdict)
    return True


def refuse_unless_right(verdict: Verdict, status: int = 400, message: str = "Code is incorrect") -> None:
    """Raises unless the code is right. Call it after the transaction, so that the attempt is counted."""
    if verdict is Verdict.LOCKED:
        raise RefusedError(429, TOO_MANY)
    if verdict is Verdict.WRONG:
        raise RefusedError(status, message)


def find_user(tx: Tx, provider: Definition, identifier: str) -> Document | None:
    """Returns the account of a login as a dict of columns; archived accounts are not found.

    The login is compared character for character: docs/api/auth.md#auth-sign-up.
    """
    row = tx.execute(
        "SELECT id, identifier, password, is_active, notification, groups FROM users"
        " WHERE provider = ? AND login_key = ? AND identifier = ? AND archived_at IS NULL",
        (provider.identifier, login_key(provider, identifier), identifier),
    ).fetchone()
    if row is None:
        return None
    names = ("id", "identifier", "password", "is_active", "notification", "groups")
    return dict(zip(names, row, strict=True))


def login_key(provider: Definition, identifier: str) -> str:
    """Returns what must be unique of a login: without upper case, except for the logins of a phone provider."""
    return identifier if provider.body["type"] == "phone" else identifier.casefold()


def is_taken(tx: Tx, provider: Definition, identifier: str, *, by_other_than: int = 0) -> bool:
    """Whether another account has the login, archived accounts included.

    Args:
        tx: A transaction.
        provider: The auth provider.
        identifier: The login.
        by_other_than: The user whose own login does not count.
    """
    row = tx.execute(
        "SELECT 1 FROM users WHERE provider = ? AND login_key = ? AND id <> ?",
        (provider.identifier, login_key(provider, identifier), by_other_than),
    ).fetchone()
    return row is not None


def issue(tx: Tx, provider: Definition, options: Options, user: Document, event: str) -> None:
    """Creates a code, replacing an earlier one, and puts it into the outbox."""
    config = provider.body["config"]
    alphabet = string.digits if config["systemCodeOnlyNumbers"] else string.ascii_uppercase + string.digits
    code = "".join(secrets.choice(alphabet) for _ in range(int(config["systemCodeLength"])))
    now = time.time()
    lifetime = int(config["systemCodeTlsSec"]) if options.code_ttl_s is None else options.code_ttl_s
    tx.execute("INSERT OR REPLACE INTO codes VALUES (?, ?, ?, ?, 0)", (user["id"], code, now, now + lifetime))
    notification = decode(user["notification"])
    by_phone = provider.body["type"] == "phone" and notification.get("phoneSMS")
    tx.execute(
        "INSERT INTO outbox (recipient, channel, event, code, created_at) VALUES (?, ?, ?, ?, ?)",
        (
            notification["phoneSMS"] if by_phone else notification.get("email") or user["identifier"],
            "sms" if by_phone else "email",
            event,
            code,
            clock.now(tx),
        ),
    )


def check(tx: Tx, user_id: int, code: str) -> Verdict:
    """Compares a code with the valid one; the fifth wrong attempt deletes it."""
    row = tx.execute("SELECT code, expires_at, wrong FROM codes WHERE user_id = ?", (user_id,)).fetchone()
    if row is None or row[0] is None or row[1] < time.time():
        return Verdict.WRONG
    if secrets.compare_digest(row[0].encode(), code.encode()):
        return Verdict.RIGHT
    wrong = row[2] + 1
    tx.execute(
        "UPDATE codes SET wrong = ?, code = CASE WHEN ? >= ? THEN NULL ELSE code END WHERE user_id = ?",
        (wrong, wrong, MOST_WRONG, user_id),
    )
    return Verdict.LOCKED if wrong >= MOST_WRONG else Verdict.WRONG


def spend(tx: Tx, user_id: int) -> None:
    """Marks a code as used."""
    tx.execute("UPDATE codes SET code = NULL WHERE user_id = ?", (user_id,))


def _shown(event: str) -> str:
    # The real server echoes the identifier; text that is not a valid identifier is left out.
    return event if len(event) <= 40 and event.replace("_", "").replace("-", "").isalnum() else "unknown"
