"""A checkout over a shop in memory: what is possible when, placing once, threads, and who listens."""

from __future__ import annotations

import linecache
import logging
import sys
import threading
from collections.abc import Callable
from decimal import Decimal
from types import FrameType
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.checkout import CheckoutFlow
from oneentry_toolkit.checkout.state import CALLS, CheckoutState

from .checkout_shop import (
    MAKE,
    FakeShop,
    ended,
    flow_over,
    lost,
    placed,
    ready,
    refused,
    uncertain,
)

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


def test_two_at_once_place_once() -> None:
    """The second is refused while the first is running; nothing can be edited either."""
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
            with pytest.raises(oe.CheckoutStateError, match=r"place\(\) is running"):
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


def test_another_user_cannot_go_on() -> None:
    """Their list of orders would say that nothing was placed."""
    shop = FakeShop()
    flow = uncertain(shop)
    shop.sign_in("eve@example.com")
    with pytest.raises(oe.CheckoutError, match=r"belongs to ada@example\.com, but eve@example\.com is signed in"):
        flow.reconcile()
    assert flow.state == "uncertain"


def _interrupted(call: Callable[[CheckoutFlow], object], flow: CheckoutFlow, at: int) -> bool:
    """Whether Ctrl-C came: on the line of that number of those that run in the checkout."""
    lines = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal lines
        if "oneentry_toolkit/checkout/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        source = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
        if event == "line" and not source.startswith(("if begun:", "self.busy = None")):
            # Python looks for Ctrl-C at calls and loops: never just before these two, which follow without one.
            lines += 1
            if lines == at:
                sys.settrace(None)
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call(flow)
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.parametrize(
    ("make", "call"),
    [(ready, "place"), (placed, "pay"), (lambda shop: ended(shop, "canceled"), "pay"), (placed, "cancel")],
)
@pytest.mark.slow
def test_ctrl_c_on_any_line(make: Callable[[FakeShop], CheckoutFlow], call: str) -> None:
    """Nothing that was done is lost, nothing is done twice, and the checkout goes on, also when it is saved."""
    at = interrupted = 0
    while True:
        at += 1
        shop = FakeShop()
        flow = make(shop)
        if not _interrupted(CALLED[call], flow, at):
            break
        interrupted += 1
        sent = {"place": "createOrder", "pay": "createPaymentSession", "cancel": "updateOrder"}[call]
        before = shop.calls[sent]
        assert flow.snapshot().can or flow.state == "cancelled", (at, flow)
        CheckoutFlow.resume(shop, flow.save())  # type: ignore[arg-type]
        if flow.state == "uncertain":
            flow.reconcile()
        if call == "place":
            assert (flow.state == "placed") == bool(shop.placed), (at, flow)
        elif call == "pay" and flow.state == "paying":
            session = flow.snapshot().session
            assert session is not None and session.id == max(shop.sessions), (at, flow)
        elif call == "cancel" and flow.state == "cancelled":
            assert shop.placed[89].status == "canceled"
        assert shop.calls[sent] == before
    assert interrupted > 20
