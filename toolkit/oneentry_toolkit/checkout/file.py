"""A saved checkout as JSON text, to continue it in another kernel. Pure, except for reading and writing the file.

No secret is in it: neither tokens, nor passwords, nor payment links; they are looked up again.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..errors import CheckoutError, InputError, SignInRequiredError

VERSION = 1
_TAG = "$"
_KINDS: Mapping[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "decimal": Decimal,
    "object": dict,  # an object of the user that has a "$" member, too
}


def save(record: Mapping[str, Any], path: str | os.PathLike[str] | None = None) -> str:
    """Returns the record as JSON text, and writes it to a file if ``path`` is given. Values keep their type.

    Raises:
        InputError: the file cannot be written.
    """
    text = json.dumps({"oneentry_checkout": VERSION, **{key: _plain(one) for key, one in record.items()}}, indent=1)
    if path is not None:
        _write(path, text)
    return text


def load(saved: str | os.PathLike[str], *, url: str, login: str | None) -> dict[str, Any]:
    """Returns the record of a text that ``save`` returned, or of the file that it wrote.

    Args:
        saved: the text, or the path of the file.
        url: of the project.
        login: of the signed-in user; None if there is none.

    Raises:
        InputError: it is something else, or is damaged.
        CheckoutError: it belongs to another project or user.
        SignInRequiredError: it belongs to a user, and no user is signed in.
    """
    try:
        record = json.loads(_read(saved), object_hook=_value)
    except InputError:
        raise
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        record = None
    if not isinstance(record, dict) or record.get("oneentry_checkout") != VERSION:
        raise InputError(
            "This is not a saved checkout. Give the text that flow.save() gave, or the path of the file it wrote.",
            name="saved",
        )
    _check_owner(record, url=url, login=login)
    _check_members(record)
    return record


def _read(saved: str | os.PathLike[str]) -> str:
    """Returns the text itself, or the content of the file."""
    if isinstance(saved, str) and saved.lstrip().startswith("{"):
        return saved
    if not isinstance(saved, str | os.PathLike):
        raise InputError("saved must be the text that flow.save() gave, or the path of the file.", name="saved")
    try:
        return Path(saved).expanduser().read_text(encoding="utf-8")
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "not a text"
        raise InputError(f"The saved checkout could not be read ({why}). Check its path.", name="saved") from None


def _write(path: str | os.PathLike[str], text: str) -> None:
    """Writes a file atomically; only its owner can read it (mode 0600)."""
    try:
        target = Path(path).expanduser()
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise InputError(f"The checkout could not be saved ({why}). Choose another path.", name="path") from None


def _check_owner(record: Mapping[str, Any], *, url: str, login: str | None) -> None:
    """Checks that a saved checkout belongs to this project and user."""
    if record.get("url") != url:
        raise CheckoutError(
            f"This checkout belongs to another project, {urlsplit(str(record.get('url'))).netloc}. Connect to that one."
        )
    user = record.get("user")
    if user is not None and login is None:
        raise SignInRequiredError(
            f"This checkout belongs to {user}. Sign in first: shop.users.sign_in(login, password)."
        )
    if user is not None and user != login:
        raise CheckoutError(f"This checkout belongs to {user}, but {login} is signed in. Sign in as {user}.")


def _check_members(record: Mapping[str, Any]) -> None:
    """Checks the members of a record: a file may be truncated or edited."""
    state, sent = record.get("state"), record.get("sent")
    # Which state needs what: a placed order, an open session, something in doubt.
    fits = all(name in record and check(record[name]) for name, check in _MEMBERS.items()) and (
        (state in ("editing", "ready"))
        or (state == "uncertain" and sent is not None and (sent["pending"] == "place" or record["order"] is not None))
        or (state in ("placed", "paid", "declined", "expired", "cancelled") and record["order"] is not None)
        or (state == "paying" and record["order"] is not None and record["session"] is not None)
    )
    if not fits or (state not in ("editing", "ready") and record["storage"] is None):
        raise InputError(
            "This saved checkout is damaged: something in it is missing or does not fit. See in shop.orders.list() "
            "whether its order was placed before you start another checkout.",
            name="saved",
        )


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _is_sent(value: Any) -> bool:
    if value is None:
        return True
    return (
        isinstance(value, Mapping)
        and set(value) == {"pending", "at", "user", "last_id", "last_created", "sessions"}
        and value["pending"] in ("place", "pay", "cancel")
        and isinstance(value["at"], int | float)
        and _is_text(value["user"])
        and _is_number(value["last_id"])
        and isinstance(value["last_created"], datetime | None)
        and _is_list(value["sessions"], _is_number)
    )


def _is_list(value: Any, check: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(one is not None and check(one) for one in value)


def _is_line(value: Any) -> bool:
    return _is_list(value, lambda one: _is_number(one) and one > 0) and len(value) == 2


_MEMBERS: Mapping[str, Callable[[Any], bool]] = {
    "state": lambda value: isinstance(value, str),
    "storage": _is_text,
    "payment_account": _is_text,
    "products": lambda value: _is_list(value, _is_line),
    "form": lambda value: isinstance(value, dict),
    "coupon": _is_text,
    "bonus": lambda value: isinstance(value, Decimal | None),
    "discounts": lambda value: _is_list(value, _is_text),
    "bookings": lambda value: isinstance(value, bool),
    "order": _is_number,
    "session": _is_number,
    "refund": _is_number,
    "sent": _is_sent,
    "doubt": _is_sent,
}


def can_be_kept(value: Any) -> bool:
    """Whether a form value can be saved as JSON."""
    try:
        json.dumps(_plain(value))
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return {_TAG: "datetime", "v": value.isoformat()}
        case date():
            return {_TAG: "date", "v": value.isoformat()}
        case time():
            return {_TAG: "time", "v": value.isoformat()}
        case Decimal():
            return {_TAG: "decimal", "v": str(value)}
        case Mapping() if _TAG in value:
            return {_TAG: "object", "v": [[str(key), _plain(one)] for key, one in value.items()]}
        case Mapping():
            return {str(key): _plain(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(one) for one in value]
    return value


def _value(members: dict[str, Any]) -> Any:
    kind = members.get(_TAG)
    return _KINDS[kind](members["v"]) if isinstance(kind, str) and kind in _KINDS and "v" in members else members
