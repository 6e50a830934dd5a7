"""The checkout of an order that is paid in stages, over the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
import stamina

import oneentry_toolkit as oe

from .checkouts import ready


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


@pytest.fixture(params=["in_turn", "ahead"])
def staged(request: pytest.FixtureRequest) -> Iterator[tuple[oe.Sandbox, oe.Shop]]:
    """A shop whose espresso machine is paid by a deposit and a balance, with the demo user signed in."""
    with (
        oe.Sandbox(payment_stages=request.param, paypal_delay_s=0.2, check_answers=True) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
    ):
        shop.users.sign_in(sandbox.user, sandbox.password)
        yield sandbox, shop


def test_an_order_paid_in_stages(staged: tuple[oe.Sandbox, oe.Shop]) -> None:
    """A session for each stage, whichever call opens it; the order is paid with the last one and not before."""
    sandbox, shop = staged
    flow = ready(shop)
    flow.place()
    first = flow.pay()
    assert (first.id, first.amount) == (46, Decimal(102))
    assert flow.wait(timeout_s=0) == "paying"
    sandbox.settle_session(46, "completed")
    if sandbox.options.payment_stages == "ahead":
        assert flow.wait(timeout_s=0) == "paying"
        assert flow.snapshot().message.startswith("A stage is paid, 1 left. Payment session 47 is open")
        second = flow.snapshot().session
    else:
        assert flow.wait() == "placed"
        assert flow.snapshot().message == "A stage is paid, 1 left: pay() opens a session for Balance."
        second = flow.pay()
    assert second is not None and (second.id, second.amount) == (47, Decimal(238))
    assert shop.orders.get(89).paid is False
    sandbox.settle_session(47, "completed")
    assert flow.wait() == "paid"
    assert shop.orders.get(89).paid
    assert sandbox.stats()["sessions"] == 47
    assert flow.refund().amount == Decimal(340)


def test_a_stage_that_fails_and_an_answer_that_is_lost(staged: tuple[oe.Sandbox, oe.Shop]) -> None:
    """The stage that is next is paid next: after a decline, a lost answer, and in another kernel."""
    sandbox, shop = staged
    flow = ready(shop)
    flow.place()
    sandbox.add_fault(operation="createPaymentSession", drop_answer=True)
    with pytest.raises(oe.CheckoutUncertainError):
        flow.pay()
    assert flow.reconcile() == "paying"
    assert _amount(flow) == Decimal(102)
    sandbox.settle_session(46, "canceled")
    assert flow.wait() == "declined"
    again = flow.pay()
    assert again.amount == Decimal(102)
    sandbox.settle_session(again.id, "completed")
    flow.wait(timeout_s=0)
    flow = shop.resume_checkout(flow.save())
    if flow.state == "placed":
        flow.pay()
    assert flow.state == "paying"
    assert _amount(flow) == Decimal(238)
    session = flow.snapshot().session
    assert session is not None
    sandbox.settle_session(session.id, "completed")
    assert flow.wait() == "paid"


@pytest.mark.slow
def test_each_stage_has_a_link_that_comes_late(staged: tuple[oe.Sandbox, oe.Shop]) -> None:
    """Through PayPal the order shows the link of the stage that is next."""
    sandbox, shop = staged
    flow = ready(shop, "paypal")
    flow.place()
    flow.pay()
    for number in (46, 47):
        assert flow.wait(until="link", timeout_s=10, poll_s=0.02) == "paying"
        session = flow.snapshot().session
        assert session is not None and session.id == number and session.payment_url
        assert shop.orders.get(89).payment_url == session.payment_url
        sandbox.settle_session(number, "completed")
        if flow.wait(timeout_s=0) == "placed":
            flow.pay()
    assert flow.state == "paid"


def _amount(flow: oe.CheckoutFlow) -> Decimal | None:
    session = flow.snapshot().session
    return session.amount if session else None
