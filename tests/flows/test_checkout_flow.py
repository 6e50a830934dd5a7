"""The checkout over the sandbox: the whole way, lost answers, late links, doubts that are cleared."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import stamina

import oneentry_toolkit as oe

from .checkouts import ready
from .conftest import USER

LOST = [{"drop_answer": True}, {"truncate_body": True}]
NOT_DONE = [{"drop_request": True}, {"status": 503}, {"status": 504, "body": "html"}, {"status": 502, "body": "empty"}]


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


def test_the_whole_way(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """Order 89 and payment session 46, as in the seed; with a coupon, a bonus and a personal discount."""
    flow = shop.checkout()
    assert [one.marker for one in flow.storages()] == ["orders", "subscriptions", "tickets"]
    assert flow.snapshot().storage is None
    flow.choose_storage("orders")
    assert [one.marker for one in flow.accounts()] == ["cash", "stripe", "paypal"]
    assert [one.title for one in flow.form() or ()] == ["Name", "Phone", "Delivery", "Delivery date", "Comment"]
    flow.add(14)
    flow.add(shop.products.get(6), 2)
    flow.pay_with("stripe")
    flow.fill(name="Ada Lovelace")
    assert flow.snapshot().lines == (
        oe.CheckoutLine(product_id=14, title="Espresso machine Bora", price=Decimal(340), quantity=1, stock="In stock"),
        oe.CheckoutLine(product_id=6, title="Pour-over dripper", price=Decimal(18), quantity=2, stock="In stock"),
    )
    flow.use_coupon("WELCOME10")
    flow.use_discounts([one.marker for one in flow.personal_discounts()])
    flow.use_bonus(flow.bonus_balance())
    preview = flow.preview()
    assert preview is not None
    assert preview.coupon_applied
    assert (preview.total, preview.bonus_applied) == (Decimal(376), Decimal("49.25"))
    order = flow.place()
    assert (order.id, order.total) == (89, preview.total_with_discount)
    session = flow.pay()
    assert (session.id, session.amount) == (46, preview.due)
    assert session.payment_url
    assert flow.wait(timeout_s=0) == "paying"
    sandbox.settle_session(46, "completed")
    assert flow.wait() == "paid"
    refund = flow.refund(products={6: 1}, note="one is cracked")
    assert (refund.status, refund.products, refund.note) == ("waiting", {6: 1}, "one is cracked")
    assert sandbox.stats()["requests"]["createOrder"] == 1


@pytest.mark.parametrize("fault", LOST)
def test_an_answer_that_was_lost_after_the_work(sandbox: oe.Sandbox, shop: oe.Shop, fault: dict[str, Any]) -> None:
    """The order is found among others, and placed once."""
    flow = ready(shop)
    sandbox.add_fault(operation="createOrder", **fault)
    with pytest.raises(oe.CheckoutUncertainError, match="an order in storage 'orders' after order 83"):
        flow.place()
    assert flow.state == "uncertain"
    assert flow.reconcile() == "placed"
    order = flow.snapshot().order
    assert order is not None and (order.id, order.form["name"]) == (89, "Ada Lovelace")
    assert sandbox.stats()["requests"]["createOrder"] == 1
    assert flow.pay().order_id == 89


@pytest.mark.parametrize("fault", NOT_DONE)
@pytest.mark.slow
def test_a_request_that_came_to_nothing(sandbox: oe.Sandbox, shop: oe.Shop, fault: dict[str, Any]) -> None:
    """It looks the same from here: it is believed only after a while, when the list was read to its end."""
    flow = ready(shop)
    sandbox.add_fault(operation="createOrder", **fault)
    with pytest.raises(oe.CheckoutUncertainError):
        flow.place()
    assert flow.reconcile() == "uncertain"
    assert "the server may still create it" in flow.snapshot().message
    flow = ready(shop, quiet_s=0)
    sandbox.add_fault(operation="createOrder", **fault)
    with pytest.raises(oe.CheckoutUncertainError):
        flow.place()
    assert flow.reconcile() == "ready"
    assert flow.place().id == 89
    assert len(shop.orders.list("orders")) == len([one for one in shop.orders.list() if one.storage == "orders"])


@pytest.mark.parametrize(
    "options", [{"order_list": "oldest_first"}, {"localization": "flat"}, {"sessions_by_order": "array"}]
)
@pytest.mark.slow
def test_on_servers_that_list_and_answer_otherwise(options: dict[str, Any]) -> None:
    """A lost response is resolved, for the order and for its payment session."""
    with (
        oe.Sandbox(check_answers=True, **options) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
    ):
        shop.users.sign_in(sandbox.user, sandbox.password)
        flow = ready(shop)
        sandbox.add_fault(operation="createOrder", drop_answer=True)
        with pytest.raises(oe.CheckoutUncertainError, match="after order 83"):
            flow.place()
        assert flow.reconcile() == "placed"
        sandbox.add_fault(operation="createPaymentSession", drop_answer=True)
        with pytest.raises(oe.CheckoutUncertainError, match="a payment session of order 89"):
            flow.pay()
        assert flow.reconcile() == "paying"
        sandbox.settle_session(46, "completed")
        assert flow.wait() == "paid"
        assert sandbox.stats()["requests"]["createPaymentSession"] == 1


def test_a_list_that_stops_at_ten() -> None:
    """A group with restricted read: what is younger is found, but "not there" is not believed."""
    with oe.Sandbox(page_cap=10) as sandbox, oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop:
        shop.users.sign_in(sandbox.user, sandbox.password)
        flow = ready(shop, quiet_s=0)
        sandbox.add_fault(operation="createOrder", drop_request=True)
        with pytest.raises(oe.CheckoutUncertainError):
            flow.place()
        assert flow.reconcile() == "uncertain"
        assert "it does not show all" in flow.snapshot().message
        assert flow.reconcile(not_placed=True) == "ready"
        sandbox.add_fault(operation="createOrder", drop_answer=True)
        with pytest.raises(oe.CheckoutUncertainError):
            flow.place()
        assert flow.reconcile() == "placed"


def test_two_shops_order_the_same_at_once(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """Which of two equal orders is ours, only the user can say."""
    flow = ready(shop)
    sandbox.add_fault(operation="createOrder", drop_answer=True)
    with pytest.raises(oe.CheckoutUncertainError):
        flow.place()
    other = ready(shop)
    other.place()
    assert flow.reconcile() == "uncertain"
    assert [one.id for one in flow.snapshot().candidates] == [89, 90]
    assert flow.reconcile(order_id=89) == "placed"


def test_many_threads_place_once(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """One order, seven refusals."""
    flow, start = ready(shop), threading.Barrier(8)
    refusals: list[oe.CheckoutStateError] = []

    def place() -> None:
        start.wait()
        try:
            flow.place()
        except oe.CheckoutStateError as error:
            refusals.append(error)

    workers = [threading.Thread(target=place) for _ in range(8)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert (len(refusals), flow.state) == (7, "placed")
    assert sandbox.stats()["requests"]["createOrder"] == 1


@pytest.mark.parametrize(("outcome", "state"), [("canceled", "declined"), ("expired", "expired")])
def test_a_payment_that_fails_and_the_next_that_does_not(
    sandbox: oe.Sandbox, shop: oe.Shop, outcome: str, state: str
) -> None:
    """The order stays; another session pays it."""
    flow = ready(shop)
    flow.place()
    sandbox.settle_session(flow.pay().id, outcome)
    assert flow.wait() == state
    sandbox.settle_session(flow.pay().id, "completed")
    assert flow.wait() == "paid"


def test_an_account_that_is_not_connected() -> None:
    """docs/api/traps.md#trap-36: known before the order is placed, or else the order stays and is paid later."""
    with (
        oe.Sandbox(account_types="all", check_answers=True) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
    ):
        shop.users.sign_in(sandbox.user, sandbox.password)
        blind, flow = ready(shop, "midtrans"), ready(shop, "midtrans")
        assert blind.state == flow.state == "ready"
        assert [(one.type, one.is_connected) for one in flow.accounts()][-2:] == [
            ("yookassa", True),
            ("midtrans", False),
        ]
        assert flow.state == "editing"
        assert [(one.field, one.message) for one in flow.problems()] == [
            (
                "payment_account",
                "Payment account 'midtrans' is not connected, so it takes no payments. "
                "Choose another: cash, stripe, paypal, yookassa.",
            )
        ]
        flow.pay_with("yookassa")
        flow.place()
        sandbox.settle_session(flow.pay().id, "completed")
        assert flow.wait() == "paid"

        order = blind.place()
        with pytest.raises(oe.InvalidRequestError, match="Your payment account is not connected"):
            blind.pay()
        assert blind.state == "placed"
        assert "Your payment account is not connected" in blind.snapshot().message
        shop.orders.update(order, payment_account="yookassa")
        assert shop.payments.create_session(order.id).account_id == 4


def test_a_link_that_comes_late() -> None:
    """PayPal's is waited for; cash never has one."""
    with (
        oe.Sandbox(paypal_delay_s=0.2, check_answers=True) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
    ):
        shop.users.sign_in(sandbox.user, sandbox.password)
        flow = ready(shop, "paypal")
        flow.place()
        assert flow.pay().payment_url is None
        assert flow.wait(until="link", timeout_s=10, poll_s=0.02) == "paying"
        session = flow.snapshot().session
        assert session is not None and session.payment_url
        cash = ready(shop, "cash")
        cash.place()
        cash.pay()
        assert cash.wait(until="link", timeout_s=0) == "paying"
        assert "without a link" in cash.snapshot().message


def test_cancelling(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """With its open session; a paid order is refused, and look() says why."""
    flow = ready(shop)
    flow.place()
    flow.pay()
    assert flow.cancel().status == "canceled"
    assert shop.payments.get(46).status == "canceled"
    assert flow.state == "cancelled"
    flow = ready(shop)
    flow.place()
    sandbox.settle_session(flow.pay().id, "completed")
    with pytest.raises(
        oe.InvalidRequestError, match=r"may have been paid.* Order 90 is paid: .*shop\.refunds\.request"
    ):
        flow.cancel()
    assert flow.look() == "paid"


def test_an_order_that_is_paid_or_whose_session_expired_cannot_be_changed(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """The server has one text for both; the error says which, and what to do."""
    for outcome, advice in (
        ("completed", r"Order 89 is paid, so it cannot be changed: .*shop\.refunds\.request\(order\)\.$"),
        ("expired", r"Order 90 is not paid, .* only the shop can change the order: ask the shop, or place another"),
    ):
        flow = ready(shop)
        order = flow.place()
        sandbox.settle_session(flow.pay().id, outcome)
        with pytest.raises(oe.InvalidRequestError, match=advice) as raised:
            shop.orders.update(order, products={14: 2})
        assert (raised.value.status, raised.value.operation) == (400, "updateOrder")


def test_an_order_whose_session_expired_can_be_paid_and_not_cancelled(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """Only the shop can cancel it, and there is nothing to refund: the messages say so."""
    flow = ready(shop)
    order = flow.place()
    sandbox.settle_session(flow.pay().id, "expired")
    assert flow.wait(timeout_s=5) == "expired"
    assert "pay() opens another; only the shop can cancel the order now" in flow.snapshot().message
    advice = (
        f"Order {order.id} is not paid, .* only the shop can cancel the order: ask the shop, or open another session"
    )
    for cancel in (flow.cancel, lambda: shop.orders.cancel(order)):
        with pytest.raises(oe.InvalidRequestError, match=advice) as raised:
            cancel()
        assert (raised.value.status, raised.value.operation) == (400, "updateOrder")
    assert flow.state == "expired"
    assert "only the shop can cancel the order: ask the shop" in flow.snapshot().message
    with pytest.raises(oe.NotFoundError, match="You cannot refund uncompleted order"):
        shop.refunds.request(order)
    sandbox.settle_session(flow.pay().id, "completed")
    assert flow.wait(timeout_s=5) == "paid"


@pytest.mark.parametrize("fault", [{"drop_answer": True}, {"drop_request": True}])
def test_cancelling_with_a_lost_answer(sandbox: oe.Sandbox, shop: oe.Shop, fault: dict[str, Any]) -> None:
    """The order tells."""
    flow = ready(shop)
    flow.place()
    sandbox.add_fault(operation="updateOrder", **fault)
    with pytest.raises(oe.CheckoutUncertainError):
        flow.cancel()
    assert flow.reconcile() == ("cancelled" if "drop_answer" in fault else "placed")


def test_a_storage_without_a_cancelled_status(shop: oe.Shop) -> None:
    """It has to be said which one means it; then the order has it."""
    flow = shop.checkout("subscriptions")
    flow.add(19)
    flow.fill(expired_date="2026-12-31", subscription_time="1_month")
    flow.pay_with("cash")
    flow.place()
    with pytest.raises(oe.InputError, match="no statuses that look like cancelled"):
        flow.cancel()
    assert flow.cancel(status="stopped").status == "stopped"
    assert flow.state == "cancelled"


def test_problems_are_those_that_the_server_has(shop: oe.Shop) -> None:
    """What the form's validators refuse is known before anything is sent."""
    flow = shop.checkout("orders")
    flow.add(14)
    flow.add(21)
    flow.pay_with("cash")
    flow.fill(phone="+1234567890123456789", delivery="drone")
    assert {one.field: one.message for one in flow.problems()} == {
        "quantity.21": "Café machine Maestral has no price in the catalogue.",
        "form.name": "Name is needed.",
        "form.phone": "Phone must have at most 15 characters; it has 20.",
        "form.delivery": "Field 'delivery' (radioButton) needs one of its options: courier, pickup.",
    }
    with pytest.raises(oe.CheckoutStateError, match=r"form\.name: Name is needed\."):
        flow.place()


def test_coupons(shop: oe.Shop) -> None:
    """One that is unknown is a problem of the coupon; one whose conditions are not met is not."""
    flow = ready(shop)
    flow.use_coupon("NO-SUCH")
    with pytest.raises(oe.InvalidRequestError):
        flow.preview()
    assert [one.field for one in flow.problems()] == ["coupon"]
    flow.use_coupon("BIGBASKET")
    preview = flow.preview()
    assert preview is not None and preview.coupon_applied is False
    assert flow.state == "ready"


def test_place_without_a_sign_in_raises_and_leaves_no_doubt(guest: oe.Shop) -> None:
    """A basket can be filled; placing raises, and the order can be placed after signing in."""
    flow = ready(guest)
    with pytest.raises(oe.SignInRequiredError):
        flow.place()
    assert flow.state == "ready"
    guest.users.sign_in(USER, "123456")
    assert flow.place().id == 89


def test_resumed_by_another_kernel(sandbox: oe.Sandbox, shop: oe.Shop, tmp_path: Path) -> None:
    """After a doubt, from a file; nothing in it is a secret."""
    flow = ready(shop)
    sandbox.add_fault(operation="createOrder", drop_answer=True)
    with pytest.raises(oe.CheckoutUncertainError):
        flow.place()
    text = flow.save(tmp_path / "checkout.json")
    pair = shop._api.sign_ins.held()
    assert pair is not None
    for secret in (pair.access_token, pair.refresh_token, sandbox.app_token, "123456"):
        assert secret not in text
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token) as other:
        with pytest.raises(oe.SignInRequiredError):
            other.resume_checkout(text)
        other.users.sign_in(USER, "123456")
        again = other.resume_checkout(tmp_path / "checkout.json")
        assert again.state == "uncertain"
        assert again.reconcile() == "placed"
        session = again.pay()
        assert session.payment_url is not None and session.payment_url not in again.save()
        sandbox.settle_session(46, "completed")
        third = other.resume_checkout(again.save())
        assert third.wait() == "paid"
        refund = third.refund()
        fourth = other.resume_checkout(third.save())
        assert (fourth.state, fourth.snapshot().refund) == ("paid", refund)
    assert json.loads(text)["form"]["delivery_date"] == {"$": "date", "v": "2025-05-03"}
    with (
        oe.Sandbox() as elsewhere,
        oe.connect(url=elsewhere.url, app_token=elsewhere.app_token) as stranger,
        pytest.raises(oe.CheckoutError, match="belongs to another project"),
    ):
        stranger.resume_checkout(text)


def test_somebody_else_signs_in_meanwhile(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """Their list of orders would prove nothing."""
    flow = ready(shop)
    sandbox.add_fault(operation="createOrder", drop_answer=True)
    with pytest.raises(oe.CheckoutUncertainError):
        flow.place()
    shop.users.sign_in("anna.keller@example.com", "password-3")
    with pytest.raises(oe.CheckoutError, match="is signed in"):
        flow.reconcile()
    shop.users.sign_in(USER, "123456")
    assert flow.reconcile() == "placed"
