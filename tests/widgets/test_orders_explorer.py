"""Orders, one of them opened, and refunds."""

from __future__ import annotations

import warnings
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.sandbox.operations.payments import change_order
from oneentry_toolkit.widgets import InlineRunner, OrdersExplorer, ProductPicker, RefundForm

from .conftest import PASSWORD, USER


def shown(widget: Any) -> bool:
    return widget.layout.display != "none"


@pytest.mark.parametrize("view", [OrdersExplorer, ProductPicker])
def test_a_list_that_is_cut_short_is_shown_and_not_warned_of(
    runner: InlineRunner, view: type[OrdersExplorer] | type[ProductPicker]
) -> None:
    """No line of the user's reads the list, so that a warning would point into the toolkit."""
    with oe.Sandbox(page_cap=10) as sandbox, oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop:
        shop.users.sign_in(USER, PASSWORD)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            explorer = view(shop, runner=runner)
        noun = "23 orders of storage 'orders'" if view is OrdersExplorer else "24 products"
        assert explorer.message.startswith(f"The server gave 10 of {noun}. A group with restricted read rights")


def test_filters(shop: oe.Shop, runner: InlineRunner) -> None:
    """Each by itself and all together; nothing that fits has a look of its own."""
    explorer = OrdersExplorer(shop, runner=runner)
    assert repr(explorer) == "<OrdersExplorer: 36 of 36 orders>"
    explorer._storage.value = "orders"
    assert {one.storage for one in explorer.orders} == {"orders"}
    explorer._paid.value = True
    assert explorer.orders and all(one.paid for one in explorer.orders)
    explorer._paid.value = False
    assert explorer.orders and not any(one.paid for one in explorer.orders)
    explorer._paid.value = ""
    explorer._status.value = "completed"
    assert {one.status for one in explorer.orders} == {"completed"}
    explorer._status.value = ""
    explorer._from.value, explorer._to.value = date(2025, 1, 1), date(2025, 3, 20)
    days = [one.created.date() for one in explorer.orders if one.created]
    assert min(days) >= date(2025, 1, 1) and max(days) == date(2025, 3, 20)
    explorer._from.value = date(2030, 1, 1)
    assert explorer.orders == ()
    assert explorer.message == "No order fits these filters."


@pytest.mark.parametrize(
    ("sort", "key", "down"),
    [
        (0, lambda one: one.created, True),
        (1, lambda one: one.created, False),
        (2, lambda one: one.total, True),
        (3, lambda one: one.total, False),
        (4, lambda one: one.status_title.lower(), False),
    ],
)
@pytest.mark.slow
def test_sorting(shop: oe.Shop, runner: InlineRunner, sort: int, key: Any, down: bool) -> None:
    explorer = OrdersExplorer(shop, runner=runner)
    explorer._sort.value = sort
    values = [key(one) for one in explorer.orders]
    assert values == sorted(values, reverse=down)


def test_pages(shop: oe.Shop, runner: InlineRunner) -> None:
    explorer = OrdersExplorer(shop, runner=runner)
    assert "1 to 6 of 36 orders" in explorer._count.value
    explorer._next.click()
    assert "7 to 12 of 36 orders" in explorer._count.value
    explorer._storage.value = "tickets"
    assert "1 to " in explorer._count.value
    assert explorer._back.disabled


def test_opening_an_order(shop: oe.Shop, runner: InlineRunner) -> None:
    """Its lines, its payment sessions, and what may be done with it."""
    explorer = OrdersExplorer(shop, runner=runner)
    assert not shown(explorer._card)
    explorer._openers[0].click()
    assert explorer.order is not None and explorer.order.id == 88
    assert "Payment sessions" in explorer._detail.value
    assert shown(explorer._card) and shown(explorer._cancelling.button) and not shown(explorer._ask_refund)
    explorer.show_order(83)
    assert not shown(explorer._cancelling.button) and shown(explorer._ask_refund)
    explorer._shut.click()
    assert explorer.order is None and not shown(explorer._card)


def test_an_order_has_three_statuses_and_a_payment_strategy(
    shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner
) -> None:
    """In its details, and in the list what neither its status nor whether it is paid says."""
    packed = {"en_US": {"title": "Packed"}, "de_DE": {"title": "Verpackt"}}
    with sandbox.instance.store.write() as tx:
        change_order(tx, 83, fulfillmentStatusIdentifier="packed", fulfillmentStatusLocalizeInfos=packed)
        change_order(tx, 79, paymentStrategy="in_kind")
    explorer = OrdersExplorer(shop, runner=runner)
    explorer.show_order(83)
    for name, value in (
        ("Status", "Completed"),
        ("Payment status", "Paid"),
        ("Fulfillment status", "Packed"),
        ("Payment strategy", "at once"),
    ):
        assert f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' in explorer._detail.value
    assert any("Completed, Packed, " in one.children[0].value for one in explorer._list.children)
    explorer.show_order(79)
    assert '<th scope="row">Payment strategy</th><td>in_kind</td>' in explorer._detail.value
    assert "Fulfillment status" not in explorer._detail.value and "Payment stages" not in explorer._detail.value


def test_an_order_paid_in_stages(runner: InlineRunner) -> None:
    with oe.Sandbox(payment_stages="in_turn") as server, oe.connect(url=server.url, app_token=server.app_token) as shop:
        shop.users.sign_in(USER, PASSWORD)
        order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="stripe")
        server.settle_session(shop.payments.create_session(order).id, "completed")
        explorer = OrdersExplorer(shop, runner=runner)
        explorer.show_order(order.id)
    html = explorer._detail.value
    assert '<th scope="row">Payment strategy</th><td>in stages</td>' in html
    stages = html[html.index("<caption>Payment stages</caption>") : html.index("<caption>Payment sessions</caption>")]
    assert "<td>Deposit</td><td>completed</td><td class=oe-number>102.00</td>" in stages
    assert "<td>Balance</td><td>planned</td><td class=oe-number>238.00</td>" in stages


def test_cancelling(shop: oe.Shop, runner: InlineRunner) -> None:
    """Asked twice; where no status says that it means cancelled, all are offered."""
    explorer = OrdersExplorer(shop, runner=runner)
    explorer.show_order(79)
    explorer._cancelling.button.click()
    explorer._cancelling._yes.click()
    assert explorer.message == "Order 79 is cancelled."
    assert explorer.order is not None and explorer.order.status == "canceled"
    explorer.show_order(88)
    explorer._cancelling.button.click()
    explorer._cancelling._yes.click()
    assert explorer.message == "Choose the status that means cancelled."
    assert explorer._cancelling._yes.disabled
    explorer._cancelling._status.value = "stopped"
    explorer._cancelling._yes.click()
    assert shop.orders.get(88).status == "stopped"
    assert not shown(explorer._cancelling._status_box)


def test_other_peoples_words_are_escaped(shop: oe.Shop, runner: InlineRunner) -> None:
    order = shop.orders.create(
        "orders", products={14: 1}, form={"name": "<img src=x onerror=alert(1)>"}, payment_account="cash"
    )
    explorer = OrdersExplorer(shop, runner=runner)
    explorer.show_order(order.id)
    assert "<img" not in explorer._detail.value and "&lt;img" in explorer._detail.value


def test_without_orders_and_without_a_user(guest: oe.Shop, runner: InlineRunner) -> None:
    """Both have a look; after signing in one button reads them."""
    explorer = OrdersExplorer(guest, runner=runner)
    assert repr(explorer) == "<OrdersExplorer: not loaded>"
    assert 'role="alert"' in explorer._note.value and not shown(explorer._filters)
    guest.users.sign_up("ada@example.com", "correct-horse", form={"name_reg": "Ada"})
    guest.users.sign_in("ada@example.com", "correct-horse")
    explorer._reload.click()
    assert explorer.message == "You have no orders yet."
    guest.users.sign_out()
    guest.users.sign_in(USER, PASSWORD)
    explorer._reload.click()
    assert len(explorer.orders) == 36


def test_a_refund(shop: oe.Shop, runner: InlineRunner) -> None:
    """Asked for once, shown, and taken back."""
    explorer = OrdersExplorer(shop, runner=runner)
    explorer.show_order(83)
    explorer._ask_refund.click()
    form = explorer._refund
    assert form is not None and not shown(explorer._ask_refund)
    (number,) = form._lines
    box = form._lines[number]
    assert form._submit.disabled and (box.min, box.max) == (0, 3)
    box.value = 2
    assert form.products == {number: 2} and not form._submit.disabled
    form._note_text.value = "Two are broken."
    form._submit.click()
    form._submit.click()
    (request,) = shop.refunds.list(83)
    assert (request.products, request.note) == ({number: 2}, "Two are broken.")
    assert form._submit.disabled and box.max == 1 and form._note_text.value == ""
    assert "Requests so far" in form._history.value
    form._withdraw.click()
    assert form.message == "The request is withdrawn." and box.max == 3
    assert form._withdraw.disabled
    explorer._shut.click()
    assert form.comm is None


def test_a_refund_of_a_checkout(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """The checkout asks for it, so that it knows."""
    flow = shop.checkout("orders")
    flow.add(14)
    flow.fill(name="Ada")
    flow.pay_with("stripe")
    form = RefundForm(flow, runner=runner)
    assert form.message == "There is no order yet."
    flow.place()
    form._again.click()
    assert "not paid" in form.message and not shown(form._submit)
    session = flow.pay()
    sandbox.settle_session(session.id, "completed")
    flow.look()
    form._again.click()
    form._lines[14].value = 1
    form._submit.click()
    assert flow.snapshot().refund is not None
    assert flow.snapshot().refund.amount == Decimal(340)
    assert "All of this order" in form._standing()[1]


def test_a_refund_needs_an_order(shop: oe.Shop, runner: InlineRunner) -> None:
    with pytest.raises(oe.InputError, match="Pass the order"):
        RefundForm(shop, runner=runner)
    form = RefundForm(shop, 4711, runner=runner)
    assert repr(form) == "<RefundForm: no order>" and "404" in form.message
    assert repr(RefundForm(shop, 83, runner=runner)) == "<RefundForm: order 83, 0 requests>"
