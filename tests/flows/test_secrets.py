"""A recognisable password and all tokens are searched for in everything a user can see."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pytest

import oneentry_toolkit as oe

PASSWORD = "tr0ub4dor-and-3"


def shown(value: Any) -> str:
    """All the ways in which a cell shows a value."""
    text = [repr(value), str(value)]
    for name in ("_repr_html_",):
        if hasattr(value, name):
            text.append(getattr(value, name)())
    return "\n".join(text)


def test_no_secret_is_in_results_errors_logs_or_output(sandbox: oe.Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """Results, their raw forms, errors with their tracebacks, everything logged and everything printed."""
    caplog.set_level(logging.DEBUG)
    printed = io.StringIO()
    seen: list[str] = []
    with (
        redirect_stdout(printed),
        redirect_stderr(printed),
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
    ):
        steps: list[Callable[[], Any]] = [
            lambda: shop.users.sign_up("eve@example.com", PASSWORD),
            lambda: shop.users.sign_up("eve@example.com", PASSWORD, form={"name_reg": "Eve"}),
            lambda: shop.users.sign_up("eve@example.com", PASSWORD, form={"name_reg": "Eve"}),
            lambda: shop.users.sign_in("nobody@example.com", PASSWORD),
            lambda: shop.users.sign_in("eve@example.com", PASSWORD),
            lambda: shop,
            lambda: shop.users.signed_in,
            lambda: shop.users.me(),
            lambda: shop.users.me().raw,
            lambda: shop.users.providers(),
            lambda: list(shop.users.providers()),
            lambda: shop.users.providers()[0].raw,
            lambda: shop.payments.accounts(),
            lambda: [one.raw for one in shop.payments.accounts()],
            lambda: shop.api.list_payment_accounts(),
            lambda: shop.api.list_auth_providers(),
            lambda: shop.api.change_password(
                "email",
                body={
                    "userIdentifier": "eve@example.com",
                    "eventIdentifier": "password_reset",
                    "code": "000000",
                    "type": 2,
                    "password1": PASSWORD,
                    "password2": PASSWORD + "x",
                },
            ),
            lambda: shop.api.sign_up("email", body={"langCode": "en_US", "authData": [{"marker": PASSWORD}]}),
            lambda: shop.api.update_user(
                body={"formIdentifier": "reg", "authData": [{"marker": "password_reg", "value": PASSWORD}]}
            ),
            lambda: shop.users.me(),
            lambda: shop._api,
            lambda: shop._api.tokens.load(),
            lambda: shop._api.device,
            lambda: shop.api,
        ]
        pairs = []
        for step in steps:
            try:
                seen.append(shown(step()))
            except oe.OneEntryError as error:
                seen += [shown(error), "".join(traceback.format_exception(error)), repr(vars(error))]
            pairs.append(shop._api.tokens.load())
        secrets = {PASSWORD, sandbox.app_token, *sandbox_secrets(shop)}
        secrets |= {token for pair in pairs if pair for token in (pair.access_token, pair.refresh_token)}
    everything = "\n".join([*seen, caplog.text, printed.getvalue()])
    assert len(secrets) > 4
    assert [secret for secret in secrets if secret in everything] == []


def sandbox_secrets(shop: oe.Shop) -> set[str]:
    """Values that the server returns and that must never be printed."""
    found = set()
    for account in shop.payments.accounts():
        for settings in (account.raw.get("settings") or {}, account.raw.get("testSettings") or {}):
            if settings.get("signingSecretKey"):
                found.add(settings["signingSecretKey"])
    return found
