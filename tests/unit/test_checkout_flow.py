"""A checkout over a shop in memory: placing once, paying, doubts, threads, and being saved."""

from __future__ import annotations

import json
import logging
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.checkout import CheckoutFlow
from oneentry_toolkit.checkout.state import CALLS, CheckoutState

from .checkout_shop import FIELDS, Clock, FakeShop, field_of, flow_over, lost, order_of, ready, refused, session_of


def paying(shop: FakeShop, clock: Clock | None = None) -> CheckoutFlow:
    flow = ready(shop, clock)
    flow.place()
    flow.pay()
    return flow


def ended(shop: FakeShop, status: str) -> CheckoutFlow:
    flow = paying(shop)
    shop.settle(46, status)
    flow.look()
    return flow


def cancelled(shop: FakeShop) -> CheckoutFlow:
    flow = ready(shop)
    flow.place()
    flow.cancel()
    return flow


def placed(shop: FakeShop) -> CheckoutFlow:
    flow = ready(shop)
    flow.place()
    return flow


def uncertain(shop: FakeShop, *, when: str = "after", clock: Clock | None = None) -> CheckoutFlow:
    flow = ready(shop, clock)
    shop.fails("createOrder", lost("createOrder"), when=when)
    with pytest.raises(oe.CheckoutUncertainError):
        flow.place()
    return flow


MAKE: dict[str, Callable[[FakeShop], CheckoutFlow]] = {
    "editing": flow_over,
    "ready": ready,
    "placed": placed,
    "paying": paying,
    "paid": lambda shop: ended(shop, "completed"),
    "declined": lambda shop: ended(shop, "canceled"),
    "expired": lambda shop: ended(shop, "expired"),
    "cancelled": cancelled,
    "uncertain": uncertain,
}
CALLED: dict[str, Callable[[CheckoutFlow], object]] = {
    "add": lambda flow: flow.add(14),
    "choose_storage": lambda flow: flow.choose_storage("orders"),
    "clear": lambda flow: flow.clear(),
    "fill": lambda flow: flow.fill(name="x"),
    "pay_with": lambda flow: flow.pay_with("cash"),
    "remove": lambda flow: flow.remove(14),
    "set_quantity": lambda flow: flow.set_quantity(14, 1),
    "unfill": lambda flow: flow.unfill("name"),
    "use_bonus": lambda flow: flow.use_bonus(1),
    "use_coupon": lambda flow: flow.use_coupon("X"),
    "use_discounts": lambda flow: flow.use_discounts(["vip"]),
    "place": lambda flow: flow.place(),
    "pay": lambda flow: flow.pay(),
    "look": lambda flow: flow.look(),
    "wait": lambda flow: flow.wait(timeout_s=0),
    "cancel": lambda flow: flow.cancel(),
    "refund": lambda flow: flow.refund(),
    "reconcile": lambda flow: flow.reconcile(),
}


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("call", CALLED)
def test_every_call_in_every_state(state: str, call: str) -> None:
    """It does what the table says: possible, or refused with nothing sent and nothing changed."""
    assert set(CALLED) == set().union(*CALLS.values())
    shop = FakeShop()
    flow = MAKE[state](shop)
    assert flow.state == state
    assert flow.snapshot().can == CALLS[CheckoutState(state)]
    if call in CALLS[flow.state]:
        if state != "editing" or call not in ("fill", "unfill", "pay_with", "remove", "set_quantity"):
            CALLED[call](flow)
        return
    before, sent = flow.snapshot(), dict(shop.calls)
    with pytest.raises(oe.CheckoutStateError, match=rf"^{call}\(\) is not possible while the checkout is {state}\."):
        CALLED[call](flow)
    assert (flow.snapshot(), shop.calls) == (before, sent)


def test_the_whole_way() -> None:
    """From an empty basket to paid and refunded; the server's totals are shown."""
    shop, seen = FakeShop(), []
    flow = flow_over(shop)
    flow.subscribe(lambda snapshot: seen.append(str(snapshot.state)))
    flow.choose_storage("orders")
    flow.add(14, 2)
    flow.fill(name="Ada")
    flow.pay_with("cash")
    preview = flow.preview()
    assert preview is not None and preview.due == Decimal(20)
    assert flow.preview() is preview and shop.calls["previewOrder"] == 1
    order = flow.place()
    session = flow.pay()
    assert flow.wait(timeout_s=0) == "paying"
    shop.settle(session.id, "completed")
    assert flow.wait() == "paid"
    refund = flow.refund(products={14: 1}, note="one is broken")
    snapshot = flow.snapshot()
    assert (snapshot.order and snapshot.order.id, snapshot.session and snapshot.session.id) == (order.id, session.id)
    assert (snapshot.refund, snapshot.preview) == (refund, preview)
    assert snapshot.order is not None and snapshot.order.paid
    assert list(dict.fromkeys(seen)) == ["editing", "ready", "placing", "placed", "paying", "paid"]


def test_a_preview_is_asked_again_when_the_basket_changes() -> None:
    """Or its discounts; a stale one is never shown."""
    shop = FakeShop()
    flow = ready(shop)
    flow.preview()
    changes: list[Callable[[], None]] = [
        lambda: flow.add(14),
        lambda: flow.use_coupon("X"),
        lambda: flow.use_bonus("2.50"),
        lambda: flow.use_discounts(["vip"]),
    ]
    for change in changes:
        change()
        assert flow.snapshot().preview is None
        flow.preview()
    flow.fill(name="Eve")
    assert flow.snapshot().preview is not None
    assert shop.calls["previewOrder"] == 5


def test_a_coupon_that_the_server_refuses_is_a_problem_until_it_changes() -> None:
    """In the server's words, at its field."""
    shop = FakeShop()
    flow = ready(shop)
    flow.use_coupon("OLD")
    shop.fails("previewOrder", refused("previewOrder", "Coupon has expired"))
    with pytest.raises(oe.InvalidRequestError):
        flow.preview()
    assert flow.problems() == (oe.Problem("coupon", "Coupon has expired"),)
    assert flow.state == "editing"
    flow.use_coupon(None)
    assert flow.state == "ready"


def test_what_the_server_refuses_is_not_placed() -> None:
    """The field it names is a problem until it changes; then the order can be placed."""
    shop = FakeShop()
    flow = ready(shop)
    shop.fails("createOrder", refused("createOrder", "required values are missing or incorrect: name"))
    with pytest.raises(oe.InvalidRequestError):
        flow.place()
    assert flow.snapshot().message.startswith("Nothing was placed. createOrder was refused")
    assert [one.field for one in flow.problems()] == ["form.name"]
    flow.fill(name="Ada Lovelace")
    flow.place()
    assert len(shop.placed) == 1


@pytest.mark.parametrize(
    "error", [oe.SignInExpiredError("x"), oe.ConnectionFailedError("x", operation="createOrder", sent=False)]
)
def test_what_was_certainly_not_sent_can_be_placed_again(error: oe.OneEntryError) -> None:
    """Without a doubt to clear."""
    shop = FakeShop()
    flow = ready(shop)
    shop.fails("createOrder", error)
    with pytest.raises(type(error)):
        flow.place()
    assert flow.state == "ready"
    shop.fails("listOrders", lost("listOrders"))
    with pytest.raises(oe.ConnectionFailedError):
        flow.place()
    assert (flow.state, shop.calls["createOrder"]) == ("ready", 1)
    assert flow.place().id == 89


def test_a_lost_answer_to_an_order_that_was_placed() -> None:
    """It is found by what is younger and the same, and never sent again."""
    shop = FakeShop(placed={88: order_of(88, {14: 2}, formData=[{"marker": "name", "value": "Ada"}])})
    flow = ready(shop)
    shop.fails("createOrder", lost("createOrder"), when="after")
    with pytest.raises(oe.CheckoutUncertainError) as caught:
        flow.place()
    assert caught.value.reference == "an order in storage 'orders' after order 88"
    assert str(caught.value) == (
        "It is not known what became of an order in storage 'orders' after order 88: no usable answer came. "
        "Call reconcile(), which looks and sends nothing."
    )
    assert isinstance(caught.value.__cause__, oe.ConnectionFailedError)
    assert flow.reconcile() == "placed"
    order = flow.snapshot().order
    assert order is not None and order.id == 89
    assert shop.calls["createOrder"] == 1


def test_a_lost_request_is_believed_lost_only_after_a_while() -> None:
    """The server may be at work though nobody hears it; then nothing was placed, and it can be placed once more."""
    shop, clock = FakeShop(), Clock()
    flow = uncertain(shop, when="before", clock=clock)
    assert flow.reconcile() == "uncertain"
    assert flow.snapshot().message == (
        "No such order is there yet, but the server may still be at work. Call reconcile() again in 60 s."
    )
    clock.sleep(59)
    assert flow.reconcile() == "uncertain"
    clock.sleep(1)
    assert flow.reconcile() == "ready"
    assert flow.snapshot().message == "Nothing was placed. The order can be placed again."
    assert flow.place().id == 89
    assert len(shop.placed) == 1


def test_an_order_that_turns_up_very_late_stops_the_next_placing() -> None:
    """Even after "nothing was placed": it is looked for once more right before sending."""
    shop, clock = FakeShop(), Clock()
    flow = uncertain(shop, when="before", clock=clock)
    clock.sleep(61)
    flow.reconcile()
    shop.placed[89] = order_of(89, {14: 2}, formData=[{"marker": "name", "value": "Ada"}])
    with pytest.raises(oe.CheckoutUncertainError, match="has turned up since, so nothing was sent"):
        flow.place()
    assert (flow.state, shop.calls["createOrder"]) == ("uncertain", 1)
    flow.reconcile(89)
    assert flow.state == "placed"


def test_several_orders_that_fit_are_for_the_user_to_choose() -> None:
    """None is taken silently; one that existed before cannot be chosen."""
    shop = FakeShop(placed={88: order_of(88, {14: 2})})
    flow = uncertain(shop)
    shop.placed[90] = replace(shop.placed[89], id=90)
    assert flow.reconcile() == "uncertain"
    snapshot = flow.snapshot()
    assert [one.id for one in snapshot.candidates] == [89, 90]
    assert snapshot.message.startswith("Orders 89, 90 fit.")
    with pytest.raises(oe.InputError, match="Order 88 existed before"):
        flow.reconcile(order_id=88)
    with pytest.raises(oe.NotFoundError):
        flow.reconcile(order_id=12345)
    assert flow.reconcile(order_id=90) == "placed"
    assert flow.snapshot().candidates == ()


def test_orders_that_only_look_alike_are_asked_about_and_can_be_disowned() -> None:
    """A server may rewrite what people typed; an order that the user disowns does not come back as a candidate."""
    shop, clock = FakeShop(), Clock()
    flow = uncertain(shop, when="before", clock=clock)
    shop.placed[89] = order_of(89, {14: 2}, formData=[{"marker": "name", "value": "Eve"}])
    assert flow.reconcile() == "uncertain"
    assert flow.snapshot().message.startswith("Order 89 may be it.")
    assert flow.reconcile(not_placed=True) == "uncertain"
    clock.sleep(61)
    assert flow.reconcile() == "uncertain"
    assert flow.reconcile(not_placed=True) == "ready"
    shop.next_id = 90
    assert flow.place().id == 90


def test_a_user_who_may_not_list_orders() -> None:
    """Can order all the same; after a lost answer only they can say what was placed."""
    shop, clock = FakeShop(), Clock()

    def closed() -> None:
        raise oe.AccessDeniedError("no", status=403, operation="listOrders")

    shop.on["listOrders"] = closed
    flow = uncertain(shop, clock=clock)
    clock.sleep(999)
    assert flow.reconcile() == "uncertain"
    assert "it does not show all" in flow.snapshot().message
    assert flow.reconcile(order_id=89) == "placed"


def test_a_list_that_is_cut_short_proves_nothing() -> None:
    """ "Not there" counts only when all was read."""
    shop, clock = FakeShop(), Clock()
    flow = uncertain(shop, when="before", clock=clock)
    clock.sleep(999)
    listed = shop.orders.list

    def capped(storage: str, *, strict: bool = False, **more: Any) -> Any:
        if strict:
            raise oe.IncompleteListError("only 10", given=10, total=20)
        return listed(storage, **more)

    shop.orders.list = capped
    assert flow.reconcile() == "uncertain"
    assert flow.reconcile(not_placed=True) == "ready"


def test_reading_may_fail_while_in_doubt() -> None:
    """The doubt stays, and so does the way out."""
    shop = FakeShop()
    flow = uncertain(shop)
    shop.fails("listOrders", lost("listOrders"))
    with pytest.raises(oe.ConnectionFailedError):
        flow.reconcile()
    assert flow.state == "uncertain"
    assert flow.reconcile() == "placed"


def test_an_interruption_while_placing_is_a_doubt() -> None:
    """Ctrl-C goes on as it is."""
    shop = FakeShop()
    flow = ready(shop)
    shop.fails("createOrder", KeyboardInterrupt(), when="after")
    with pytest.raises(KeyboardInterrupt):
        flow.place()
    assert flow.state == "uncertain"
    assert flow.reconcile() == "placed"


def test_a_lost_order_that_is_paid_already() -> None:
    """Reconciling leads to where it stands."""
    shop = FakeShop()
    flow = uncertain(shop)
    shop.placed[89] = replace(shop.placed[89], paid=True)
    assert flow.reconcile() == "paid"


def test_two_at_once_place_once() -> None:
    """The second is refused while the first is under way; nothing can be edited either."""
    shop = FakeShop()
    flow = ready(shop)
    here, go = threading.Event(), threading.Event()

    def hold() -> None:
        here.set()
        assert go.wait(10)

    shop.on["createOrder"] = hold
    worker = threading.Thread(target=flow.place)
    worker.start()
    try:
        assert here.wait(10)
        assert (flow.state, flow.snapshot().can) == ("placing", frozenset())
        for call in ("place", "fill", "add", "pay", "reconcile"):
            with pytest.raises(oe.CheckoutStateError, match=r"place\(\) is under way"):
                CALLED[call](flow)
        assert CheckoutFlow.resume(shop, flow.save()).state == "uncertain"  # type: ignore[arg-type]
    finally:
        go.set()
        worker.join(10)
    assert (flow.state, shop.calls["createOrder"]) == ("placed", 1)


def test_many_at_once_place_once() -> None:
    """Whichever wins."""
    shop = FakeShop()
    flow = ready(shop)
    start = threading.Barrier(8)
    outcomes: list[int | None] = []

    def try_it() -> None:
        start.wait()
        try:
            outcomes.append(flow.place().id)
        except oe.CheckoutStateError:
            outcomes.append(None)

    workers = [threading.Thread(target=try_it) for _ in range(8)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(10)
    assert sorted(outcomes, key=str) == [89] + [None] * 7
    assert shop.calls["createOrder"] == 1


def test_a_subscriber_that_fails_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged; the others are told; an unsubscribed one is not told."""
    flow = flow_over(FakeShop())
    seen: list[oe.CheckoutSnapshot] = []

    def bad(_: object) -> None:
        raise RuntimeError("theirs")

    flow.subscribe(bad)
    end = flow.subscribe(seen.append)
    with caplog.at_level(logging.WARNING):
        flow.add(14)
    assert [len(one.lines) for one in seen] == [1]
    assert "A subscriber of the checkout failed" in caplog.text
    end()
    end()
    flow.add(14)
    assert len(seen) == 1


def test_a_subscriber_may_call_the_flow() -> None:
    """As a widget does."""
    flow = flow_over(FakeShop())
    flow.choose_storage("orders")
    flow.subscribe(lambda snapshot: flow.fill(name="Ada") if not snapshot.form else None)
    flow.add(14)
    assert dict(flow.snapshot().form) == {"name": "Ada"}


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
    """The list has it; where it has not, it is said that nobody knows."""
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


def test_another_user_cannot_go_on() -> None:
    """Their list of orders would say that nothing was placed."""
    shop = FakeShop()
    flow = uncertain(shop)
    shop.sign_in("eve@example.com")
    with pytest.raises(oe.CheckoutError, match=r"belongs to ada@example\.com, but eve@example\.com is signed in"):
        flow.reconcile()
    assert flow.state == "uncertain"


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
    CALLED[go](flow)
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
    flow._session = shop.sessions[46]
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
