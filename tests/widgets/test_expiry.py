"""How long there is to pay."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from oneentry_toolkit.payments.accounts import PaymentAccount
from oneentry_toolkit.payments.models import PaymentSession
from oneentry_toolkit.values.reader import Reader
from oneentry_toolkit.widgets.parts.expiry import show_left, time_left_s

NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


def session(created: str | None, **more: Any) -> PaymentSession:
    body = {"id": 1, "orderId": 2, "status": "waiting", "paymentAccountId": 3, "createdDate": created, **more}
    return PaymentSession.read(Reader(body, operation="x", lang="en_US"))


def account(timeout: object, *, test: bool = True) -> PaymentAccount:
    key = "testSettings" if test else "settings"
    body = {"id": 3, "identifier": "stripe", "testMode": test, key: {"sessionTimeout": timeout}}
    return PaymentAccount.read(Reader(body, operation="x", lang="en_US"))


@pytest.mark.parametrize(
    ("created", "timeout", "seen_s", "expected"),
    [
        ("2026-01-01T11:50:00.000Z", 30, 0, 20 * 60),
        ("2026-01-01T11:50:00.000Z", "30", 5, 20 * 60),
        ("2025-04-30T20:15:30.506Z", 30, 65, 30 * 60 - 65),  # the sandbox's clock
        ("2026-01-01T12:05:00.000Z", 30, 10, 30 * 60 - 10),  # a server that is ahead
        (None, 30, 10, 30 * 60 - 10),
        ("2026-01-01T11:50:00.000Z", None, 0, None),
        ("2026-01-01T11:50:00.000Z", 0, 0, None),
        ("2026-01-01T11:50:00.000Z", True, 0, None),
        ("2026-01-01T11:50:00.000Z", "soon", 0, None),
    ],
)
def test_what_the_account_says(created: str | None, timeout: object, seen_s: float, expected: float | None) -> None:
    for test in (True, False):
        found = time_left_s(session(created), account(timeout, test=test), now=NOW, seen_s=seen_s)
        assert found == expected


def test_without_an_account() -> None:
    assert time_left_s(session("2026-01-01T11:50:00.000Z"), None, now=NOW, seen_s=0) is None


def test_a_session_that_says_it_itself() -> None:
    """Better than any sum; nonsense is passed over."""
    assert time_left_s(session(None, expiresAt="2026-01-01T12:01:00.000Z"), None, now=NOW, seen_s=0) == 60
    assert time_left_s(session(None, expiresAt="soon"), None, now=NOW, seen_s=0) is None


@pytest.mark.parametrize(("seconds", "text"), [(86_399, "23 h 59 min"), (245, "4 min 05 s"), (-3, "0 min 00 s")])
def test_for_people(seconds: float, text: str) -> None:
    assert show_left(seconds) == text
