"""A checkout that is saved and resumed, in this shop, elsewhere, or broken."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.checkout import CheckoutFlow

from .checkout_shop import (
    FIELDS,
    MAKE,
    FakeShop,
    field_of,
    flow_over,
    placed,
    ready,
    session_of,
)


@pytest.mark.parametrize("state", MAKE)
def test_saved_and_resumed_in_every_state(state: str, tmp_path: Path) -> None:
    """As text, and as a file that only its owner can read."""
    shop = FakeShop()
    flow = MAKE[state](shop)
    path = tmp_path / "checkout.json"
    text = flow.save(path)
    assert path.read_text() == text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for saved in (text, path, str(path)):
        other = CheckoutFlow.resume(shop, saved)  # type: ignore[arg-type]
        mine, theirs = flow.snapshot(), other.snapshot()
        assert replace(theirs, message="", preview=None) == replace(mine, message="", preview=None)
        assert other.save() == text
        if state == "uncertain":
            assert other.reconcile() == "placed"


@pytest.mark.parametrize(
    ("operation", "go"), [("createPaymentSession", "pay"), ("updateOrder", "cancel"), ("createOrder", "place")]
)
def test_what_was_on_its_way_when_saved_comes_back_as_a_doubt(operation: str, go: str) -> None:
    """And reconcile() finds it."""
    shop = FakeShop()
    flow = ready(shop) if go == "place" else placed(shop)
    texts: list[str] = []
    shop.on[operation] = lambda: texts.append(flow.save())
    getattr(flow, go)()
    other = CheckoutFlow.resume(shop, texts[0])  # type: ignore[arg-type]
    assert other.state == "uncertain"
    assert other.reconcile() == flow.state


def test_nothing_secret_is_saved() -> None:
    """Neither what password-like fields hold, nor payment links, nor client secrets."""
    shop = FakeShop(fields=(*FIELDS, field_of("captcha", "spam"), field_of("door", isPassword=True)))
    flow = ready(shop)
    flow.fill(card_pin="s3cr3t-1", captcha="s3cr3t-2", door="s3cr3t-3", when=date(2026, 12, 31))
    flow.place()
    shop.sessions[46] = replace(session_of(46, 89, url="https://pay.example/s3cr3t-4"), client_secret="s3cr3t-5")
    flow._progress.session = shop.sessions[46]
    text = flow.save()
    assert "s3cr3t" not in text
    assert json.loads(text)["form"] == {"name": "Ada", "when": {"$": "date", "v": "2026-12-31"}}


def test_values_keep_their_kind() -> None:
    """Dates, times and exact numbers come back as they were; what cannot be kept is left out."""
    shop = FakeShop(fields=(field_of("a", "json"), field_of("b", "json"), field_of("c", "json")))
    flow = ready_for(shop)
    value = {
        "at": [date(2026, 1, 2), time(18, 30)],
        "sum": Decimal("1.10"),
        "$": "me",
        "own": [{"$": "date", "v": "x"}, {"$": ["x"]}],
    }
    flow.fill(a=value, b=object(), c=("x",))
    assert dict(CheckoutFlow.resume(shop, flow.save()).snapshot().form) == {"a": value, "c": ["x"]}  # type: ignore[arg-type]


def ready_for(shop: FakeShop) -> CheckoutFlow:
    flow = flow_over(shop)
    flow.choose_storage("orders")
    return flow


def test_a_product_that_is_gone_when_resumed() -> None:
    """Is a problem, not an error."""
    shop = FakeShop()
    flow = ready(shop)
    flow.add(404)
    other = CheckoutFlow.resume(shop, flow.save())  # type: ignore[arg-type]
    assert [(one.field, one.message) for one in other.problems()] == [
        ("quantity.404", "Product 404 has no price in the catalogue.")
    ]


def test_resuming_elsewhere_or_as_somebody_else() -> None:
    """Each is an error that says what to do."""
    text = placed(FakeShop()).save()
    with pytest.raises(oe.CheckoutError, match=r"belongs to another project, shop\.example\. Connect to that one"):
        CheckoutFlow.resume(FakeShop(url="https://other.example"), text)  # type: ignore[arg-type]
    with pytest.raises(oe.CheckoutError, match=r"belongs to ada@example\.com, but eve@example\.com is signed in"):
        CheckoutFlow.resume(FakeShop(login="eve@example.com"), text)  # type: ignore[arg-type]
    with pytest.raises(oe.SignInRequiredError, match=r"belongs to ada@example\.com\. Sign in first"):
        CheckoutFlow.resume(FakeShop(login=None), text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("saved", "message"),
    [
        ("{", "This is not a saved checkout"),
        ('{"oneentry_checkout": 2}', "This is not a saved checkout"),
        ("[" * 100_000, "could not be read"),
        ("/nowhere/at/all.json", "could not be read"),
        (5, "saved must be the text"),
        (None, "saved must be the text"),
        ('{"oneentry_checkout": 1, "url": "https://shop.example", "user": null}', "is damaged"),
    ],
)
def test_what_is_no_saved_checkout(saved: Any, message: str) -> None:
    """An InputError, never a traceback out of the depths."""
    with pytest.raises(oe.InputError, match=message):
        CheckoutFlow.resume(FakeShop(), saved)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "dreaming"}, {"products": [[1]]}, {"products": [["x", 1]]}, {"form": []}, {"sent": {"at": 1}},
        {"discounts": None}, {"bonus": "ten"}, {"coupon": 5}, {"state": "paid"}, {"state": "uncertain"},
        {"payment_account": 7}, {"products": [[14, 0]]},
    ],
)  # fmt: skip
def test_a_saved_checkout_that_was_tampered_with(broken: dict[str, Any]) -> None:
    """Is refused as damaged."""
    shop = FakeShop()
    record = {**json.loads(ready(shop).save()), **broken}
    with pytest.raises(oe.InputError, match="is damaged"):
        CheckoutFlow.resume(shop, json.dumps(record))  # type: ignore[arg-type]


def test_saving_where_one_cannot(tmp_path: Path) -> None:
    """Says so; the checkout goes on."""
    flow = ready(FakeShop())
    with pytest.raises(
        oe.InputError, match=r"could not be saved \(No such file or directory\)\. Choose another path\."
    ):
        flow.save(tmp_path / "no" / "such" / "folder.json")
    assert flow.state == "ready"
    assert list(tmp_path.iterdir()) == []
