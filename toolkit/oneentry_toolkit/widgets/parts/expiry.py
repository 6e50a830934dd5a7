"""Remaining time of a payment session, if the API has it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from ...payments.accounts import PaymentAccount
from ...payments.models import PaymentSession
from ...values.times import parse_time

_NAMES = ("expiresAt", "expiredDate", "expirationDate")  # preferred, although no published server sends one


def time_left_s(
    session: PaymentSession, account: PaymentAccount | None, *, now: datetime, seen_s: float
) -> float | None:
    """Returns the seconds until the session ends; None if unknown.

    An account says for how many minutes a session lives (``sessionTimeout``; docs/api/payments.md#payments-accounts).
    They are counted from the session's own date. If the server's clock is so far from this one's that the session would
    not be open at all, or would live longer than it can, they are counted from when it was first seen here.

    Args:
        session: an open session.
        account: its payment account, if known.
        now: the current time of this machine.
        seen_s: seconds since the session was first seen here.
    """
    for name in _NAMES:
        try:
            end = parse_time(session.raw.get(name))
        except ValueError:
            continue
        if end is not None:
            return (end - now).total_seconds()
    life = _life(account)
    if life is None:
        return None
    if session.created is not None:
        age = now - session.created
        if timedelta(0) <= age < life:
            return (life - age).total_seconds()
    return life.total_seconds() - seen_s


def show_left(seconds: float) -> str:
    """Formats a duration: ``23 h 59 min``, ``4 min 05 s``."""
    whole = max(int(seconds), 0)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {whole % 60:02} s"


def _life(account: PaymentAccount | None) -> timedelta | None:
    if account is None:
        return None
    settings = account.raw.get("testSettings" if account.test_mode else "settings")
    minutes = settings.get("sessionTimeout") if isinstance(settings, Mapping) else None
    if isinstance(minutes, str) and minutes.isdecimal():
        minutes = int(minutes)
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes <= 0:
        return None
    return timedelta(minutes=minutes)
