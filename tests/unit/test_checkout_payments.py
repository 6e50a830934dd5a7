"""Paying what a checkout has placed: sessions, waiting, stages, cancelling, refunds."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.checkout import CheckoutFlow

from .checkout_shop import (
    Clock,
    FakeShop,
    ended,
    lost,
    order_of,
    paying,
    placed,
    ready,
    refused,
    session_of,
)


@pytest.mark.parametrize(
    ("status", "state"), [("canceled", "declined"), ("expired", "expired"), ("failed", "declined")]
)
def test_a_payment_that_came_to_nothing_can_be_tried_again(status: str, state: str) -> None:
    """With another session."""
    shop = FakeShop()
    flow = ended(shop, status)
    assert flow.state == state
    assert "pay() opens another" in flow.snapshot().message
    assert flow.pay().id == 47
    shop.settle(47, "completed")
    assert flow.wait() == "paid"


def test_a_session_that_is_refused_leaves_the_order_placed() -> None:
    """And says why."""
    shop = FakeShop()
    flow = placed(shop)
    shop.fails("createPaymentSession", refused("createPaymentSession"))
    with pytest.raises(oe.InvalidRequestError):
        flow.pay()
    assert flow.state == "placed"
    assert flow.snapshot().message.startswith("No payment session was opened.")
    with pytest.raises(oe.InputError, match='type must be "session" or "intent"'):
        flow.pay("card")  # type: ignore[arg-type]


def test_a_lost_answer_to_a_session_that_was_opened() -> None:
    """The one that was not there before is followed."""
    shop = FakeShop()
    flow = ended(shop, "canceled")
    shop.fails("createPaymentSession", lost("createPaymentSession"), when="after")
    with pytest.raises(oe.CheckoutUncertainError, match="a payment session of order 89"):
        flow.pay()
    assert flow.reconcile() == "paying"
    session = flow.snapshot().session
    assert session is not None and session.id == 47
    assert shop.calls["createPaymentSession"] == 2


def test_a_session_that_was_never_opened() -> None:
    """After a while, it can be opened."""
    shop, clock = FakeShop(), Clock()
    flow = ready(shop, clock)
    flow.place()
    shop.fails("createPaymentSession", lost("createPaymentSession"))
    with pytest.raises(oe.CheckoutUncertainError):
        flow.pay()
    assert flow.reconcile() == "uncertain"
    clock.sleep(60)
    assert flow.reconcile() == "placed"
    assert flow.pay().id == 46


def test_a_lost_answer_to_cancelling() -> None:
    """The order itself tells; cancelling twice would do no harm."""
    for when, state in (("after", "cancelled"), ("before", "placed")):
        shop = FakeShop()
        flow = placed(shop)
        shop.fails("updateOrder", lost("updateOrder"), when=when)
        with pytest.raises(oe.CheckoutUncertainError, match="the cancelling of order 89"):
            flow.cancel()
        assert flow.reconcile() == state
    shop = FakeShop()
    flow = paying(shop)
    shop.fails("updateOrder", lost("updateOrder"))
    with pytest.raises(oe.CheckoutUncertainError):
        flow.cancel()
    assert flow.reconcile() == "paying"
    shop.fails("updateOrder", lost("updateOrder"))
    with pytest.raises(oe.CheckoutUncertainError):
        flow.cancel()
    shop.settle(46, "completed")
    assert flow.reconcile() == "paid"


def test_a_cancelling_that_is_refused_changes_nothing() -> None:
    """It may have been paid: look."""
    shop = FakeShop()
    flow = paying(shop)
    shop.fails("updateOrder", refused("updateOrder", "the order may have been paid"))
    with pytest.raises(oe.InvalidRequestError):
        flow.cancel()
    assert flow.state == "paying"
    shop.settle(46, "completed")
    assert flow.look() == "paid"


def test_waiting_goes_on_over_failures_to_look() -> None:
    """While there is time; the last failure is told."""
    shop, clock = FakeShop(), Clock()
    flow = paying(shop, clock)
    for _ in range(3):
        shop.fails("getPaymentSessionByOrder", lost("getPaymentSessionByOrder"))
    clock_at = clock.now
    shop.on["getPaymentSessionByOrder"] = lambda: shop.settle(46, "completed") if clock.now - clock_at >= 4 else None
    assert flow.wait(timeout_s=10, poll_s=1.5) == "paid"
    other = paying(FakeShop(), clock)
    shop = other._shop  # type: ignore[assignment]
    shop.fails("getPaymentSessionByOrder", lost("getPaymentSessionByOrder"))
    with pytest.raises(oe.ConnectionFailedError):
        other.wait(timeout_s=0)
    assert other.state == "paying"


def test_waiting_outlives_what_passes_and_ends_at_a_refusal() -> None:
    """The rule of ``shop.payments.wait``: 404 and 500 pass, 403 does not."""
    shop, clock = FakeShop(), Clock()
    flow = paying(shop, clock)
    for status, kind in ((404, oe.NotFoundError), (500, oe.ServerError), (429, oe.RateLimitedError)):
        shop.fails("getOrder", kind("no", status=status, operation="getOrder"))
    shop.settle(46, "completed")
    assert flow.wait(timeout_s=10, poll_s=1.5) == "paid"
    other = paying(shop, clock)
    shop.fails("getPaymentSessionByOrder", oe.AccessDeniedError("no", status=403, operation="getPaymentSessionByOrder"))
    start = clock.now
    with pytest.raises(oe.AccessDeniedError):
        other.wait(timeout_s=10)
    assert clock.now == start


def test_waiting_ends_with_its_time_and_never_oversleeps() -> None:
    """Still paying is an answer, not an error."""
    clock = Clock()
    flow = paying(FakeShop(), clock)
    start = clock.now
    assert flow.wait(timeout_s=4, poll_s=1.5) == "paying"
    assert clock.now - start == 4


def test_waiting_can_be_stopped_and_interrupted() -> None:
    """From another thread, and by Ctrl-C; the payment goes on."""
    shop, clock = FakeShop(), Clock()
    flow = paying(shop, clock)
    shop.on["getPaymentSessionByOrder"] = flow.stop_waiting
    assert flow.wait(timeout_s=9999) == "paying"
    shop.on["getPaymentSessionByOrder"] = lambda: None
    shop.fails("getPaymentSessionByOrder", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        flow.wait()
    assert flow.state == "paying"


def test_stopping_ends_a_real_pause_at_once() -> None:
    """Without arguments, waiting sleeps on what stop_waiting() sets."""
    shop = FakeShop()
    flow = CheckoutFlow(shop)  # type: ignore[arg-type]
    flow.choose_storage("orders")
    flow.add(14)
    flow.fill(name="Ada")
    flow.pay_with("cash")
    flow.place()
    flow.pay()
    looked = threading.Event()
    shop.on["getPaymentSessionByOrder"] = looked.set
    worker = threading.Thread(target=flow.wait, kwargs={"timeout_s": 600, "poll_s": 600})
    worker.start()
    assert looked.wait(10)
    flow.stop_waiting()
    worker.join(10)
    assert not worker.is_alive()


@pytest.mark.parametrize("arguments", [{"timeout_s": -1}, {"poll_s": 0}, {"timeout_s": "5"}, {"until": "paid"}])
def test_waiting_for_what_cannot_be_meant(arguments: dict[str, Any]) -> None:
    """An InputError that names it."""
    flow = paying(FakeShop())
    with pytest.raises(oe.InputError, match=next(iter(arguments))):
        flow.wait(**arguments)


def test_a_link_that_comes_late() -> None:
    """PayPal's: `until="link"` ends when it is there."""
    shop, clock = FakeShop(), Clock()
    flow = paying(shop, clock)
    start = clock.now
    shop.on["getPaymentSessionByOrder"] = lambda: shop.sessions.update(
        {46: session_of(46, 89, url="https://pay.example/46" if clock.now - start >= 3 else None)}
    )
    assert flow.wait(until="link", timeout_s=30) == "paying"
    session = flow.snapshot().session
    assert session is not None and session.payment_url == "https://pay.example/46"
    assert clock.now - start == 3
    assert "pay at its payment_url" in flow.snapshot().message


def stages(*statuses: str) -> dict[str, Any]:
    parts = [
        {"marker": f"part_{number}", "title": f"Part {number}", "sessionId": 45 + number, "status": status}
        for number, status in enumerate(statuses, 1)
    ]
    return {"split": {"completed": set(statuses) == {"completed"}, "partial": True, "stages": parts}}


def test_an_order_paid_in_stages_that_the_server_opens() -> None:
    """After one stage, the next session is followed, until all is paid."""
    shop = FakeShop()
    flow = paying(shop)
    shop.settle(46, "completed", paid=False)
    shop.sessions[47] = session_of(47, 89)
    shop.placed[89] = order_of(89, {14: 2}, **stages("completed", "planned"))
    assert flow.wait(timeout_s=0) == "paying"
    session = flow.snapshot().session
    assert session is not None and session.id == 47
    assert flow.snapshot().message.startswith("A stage is paid, 1 left. Payment session 47 is open")
    shop.settle(47, "completed", paid=False)
    shop.placed[89] = order_of(89, {14: 2}, **stages("completed", "completed"))
    assert flow.wait() == "paid"


def test_an_order_paid_in_stages_that_the_user_opens() -> None:
    """After one stage the order is placed and not paid; pay() takes the stage's session, or opens one."""
    shop = FakeShop()
    flow = paying(shop)
    shop.settle(46, "completed", paid=False)
    shop.placed[89] = order_of(89, {14: 2}, **stages("completed", "planned"))
    assert flow.wait() == "placed"
    assert flow.snapshot().message == "A stage is paid, 1 left: pay() opens a session for Part 2."
    shop.sessions[47] = session_of(47, 89)
    assert flow.pay().id == 47
    assert shop.calls["createPaymentSession"] == 1
    shop.settle(47, "canceled")
    assert flow.wait() == "declined"
    assert flow.pay().id == 48
    shop.settle(48, "completed")
    assert flow.wait() == "paid"


def test_an_order_paid_elsewhere_or_cancelled_by_the_shop() -> None:
    """look() sees it in every state."""
    for make in (placed, paying, lambda shop: ended(shop, "expired")):
        shop = FakeShop()
        flow = make(shop)
        shop.placed[89] = replace(shop.placed[89], paid=True)
        if flow.state == "paying":
            shop.settle(46, "canceled")
            shop.placed[89] = replace(shop.placed[89], paid=True)
        assert flow.look() == "paid"
        shop = FakeShop()
        flow = make(shop)
        shop.placed[89] = replace(shop.placed[89], status="canceled")
        if flow.state == "paying":
            shop.settle(46, "canceled")
        assert flow.look() == "cancelled"


def test_a_refund_whose_answer_was_lost() -> None:
    """It is found in the list; if the list does not have it, ``CheckoutUncertainError`` is raised."""
    shop = FakeShop()
    flow = ended(shop, "completed")
    shop.fails("createRefundRequest", lost("createRefundRequest"), when="after")
    assert flow.refund().id == 1
    other = ended(FakeShop(), "completed")
    other._shop.fails("createRefundRequest", lost("createRefundRequest"))  # type: ignore[attr-defined]
    with pytest.raises(oe.CheckoutUncertainError) as caught:
        other.refund()
    assert caught.value.reference == "a refund request of order 89"
    assert other.state == "paid"
    assert other.refund().id == 1
    third = ended(FakeShop(), "completed")
    third._shop.fails("createRefundRequest", refused("createRefundRequest"))  # type: ignore[attr-defined]
    with pytest.raises(oe.InvalidRequestError):
        third.refund()
