"""The order form, state by state."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import BackgroundRunner, CheckoutForm, InlineRunner, PaymentPanel
from tests.no_threads import start_no_threads

from .conftest import PASSWORD, USER


def shown(widget: Any) -> bool:
    return widget.layout.display != "none"


def ready(shop: oe.Shop) -> Any:
    flow = shop.checkout("orders")
    flow.add(14)
    flow.fill(name="Ada")
    flow.pay_with("cash")
    return flow


def enabled(form: CheckoutForm) -> set[str]:
    parts = {
        "place": form._submit,
        "storage": form._storage,
        "account": form._account,
        "field": form._controls["name"].inputs[0],
        "coupon": form._reductions._coupon,
        "find out": form._reconciling._look,
    }
    return {name for name, widget in parts.items() if not widget.disabled}


EDITS = {"storage", "account", "field", "coupon"}


def test_state_by_state(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """What is enabled, what is said, in every state that a form sees."""
    flow = shop.checkout("orders")
    form = CheckoutForm(flow, runner=runner)
    assert enabled(form) == EDITS
    assert "The basket is empty. Choose a product." in form._todo.value
    flow.add(14)
    flow.pay_with("cash")
    assert "Name is needed." in form._todo.value
    form._controls["name"].inputs[0].value = "Ada"
    assert enabled(form) == EDITS | {"place"}
    assert form.message == "Everything is filled in. The order can be placed."
    sandbox.add_fault(operation="createOrder", times=1, drop_answer=True)
    form._submit.click()
    assert flow.state == "uncertain"
    assert enabled(form) == {"find out"}
    assert shown(form._reconciling.box) and 'role="alert"' in form._note.value
    form._reconciling._look.click()
    assert flow.state == "placed"
    assert enabled(form) == set()
    assert form.message.startswith("Order 89 is placed: 340.00 USD.")
    assert not shown(form._submit) and not shown(form._reconciling.box)


def test_two_clicks_place_once(shop: oe.Shop, runner: InlineRunner) -> None:
    form = CheckoutForm(ready(shop), runner=runner)
    form._submit.click()
    form._submit.click()
    assert shop.orders.get(89, "orders").form["name"] == "Ada"
    with pytest.raises(oe.NotFoundError):
        shop.orders.get(90, "orders")


def test_several_orders_may_be_the_lost_one(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """They are shown to choose from."""
    flow = ready(shop)
    form = CheckoutForm(flow, runner=runner)
    sandbox.add_fault(operation="createOrder", times=1, drop_answer=True)
    form._submit.click()
    shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
    form._reconciling._look.click()
    assert flow.state == "uncertain"
    assert shown(form._reconciling._found)
    assert form._reconciling._this.disabled
    assert [number for _, number in form._reconciling._which.options][1:] == [
        one.id for one in flow.snapshot().candidates
    ]
    form._reconciling._which.value = 89
    form._reconciling._this.click()
    assert flow.snapshot().order is not None and flow.snapshot().order.id == 89


def test_the_form_follows_the_storage(shop: oe.Shop, runner: InlineRunner) -> None:
    """Another storage, another form; what is chosen elsewhere is shown too."""
    flow = shop.checkout()
    form = CheckoutForm(flow, runner=runner)
    assert form._storage.options[0] == ("(choose)", "")
    assert repr(form) == "<CheckoutForm: 0 fields, 2 problems>"
    form._storage.value = "tickets"
    assert list(form._controls) == ["schedule", "tickets"]
    assert "Tickets" in form._title.value
    assert [value for _, value in form._account.options] == ["", "cash", "stripe", "paypal"]
    flow.choose_storage("subscriptions")
    assert list(form._controls) == ["expired_date", "subscription_time"]
    assert form._storage.value == "subscriptions"
    form._controls["expired_date"].inputs[0].value = date(2026, 1, 31)
    form._controls["subscription_time"].inputs[0].value = ("1_year",)
    assert flow.snapshot().form == {"expired_date": date(2026, 1, 31), "subscription_time": ["1_year"]}


def test_what_is_filled_elsewhere_is_shown(shop: oe.Shop, runner: InlineRunner) -> None:
    flow = shop.checkout("orders")
    form = CheckoutForm(flow, runner=runner)
    flow.fill(name="Ada", delivery="pickup", delivery_date=date(2025, 5, 3), comment="Ring twice")
    values = [one.inputs[0].value for one in form._controls.values()]
    assert values == ["Ada", "", "pickup", date(2025, 5, 3), "Ring twice"]
    flow.unfill("name")
    assert form._controls["name"].inputs[0].value == ""
    flow.pay_with("paypal")
    assert form._account.value == "paypal"


def test_problems_stand_beside_their_fields(shop: oe.Shop, runner: InlineRunner) -> None:
    """Once a hand was there; an empty form does not scold."""
    flow = shop.checkout("orders")
    form = CheckoutForm(flow, runner=runner)
    name, phone = form._controls["name"], form._controls["phone"]
    assert name.complaint == ""
    name.inputs[0].value = "A"
    name.inputs[0].value = ""
    assert name.complaint == "Name is needed."
    phone.inputs[0].value = "1" * 16
    assert phone.complaint == "Phone must have at most 15 characters; it has 16."
    phone.inputs[0].value = "1"
    assert phone.complaint == ""


def test_what_cannot_be_read_stops_the_order(shop: oe.Shop, runner: InlineRunner) -> None:
    """Letters in a number are no value, and are left as they were typed."""
    flow = shop.checkout("tickets")
    flow.add(22)
    flow.pay_with("cash")
    form = CheckoutForm(flow, runner=runner)
    tickets = form._controls["tickets"]
    tickets.inputs[0].value = "2"
    tickets.inputs[0].value = "two"
    assert flow.snapshot().form.get("tickets") is None
    assert tickets.inputs[0].value == "two"
    assert tickets.complaint == "How many: write a whole number, such as 2."
    assert form._submit.disabled and tickets.complaint in form.text()
    tickets.inputs[0].value = "0"
    assert "other than 0" in tickets.complaint


def test_the_total_follows_the_basket(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """As the server computes it: once for each basket, with coupon, bonus, personal discounts and gifts."""
    flow = ready(shop)
    form = CheckoutForm(flow, runner=runner)
    assert "To pay: 340.00 USD" in form.text()
    flow.fill(phone="1")
    assert sandbox.stats()["requests"]["previewOrder"] == 1
    form._reductions._coupon.value = "WELCOME10"
    assert "The coupon is used." in form._reductions._coupon_said.value
    assert "Discount" in form._summary.value
    form._reductions._coupon.value = "NOPE"
    assert "Coupon not found" in form._reductions._coupon_said.value
    assert 'role="alert"' in form._reductions._coupon_said.value
    assert form._submit.disabled
    form._reductions._coupon.value = ""
    assert not form._submit.disabled
    form._reductions._bonus.value = "ten"
    assert "Write an amount" in form._reductions._bonus_said.value
    assert "Bonus to use: Write an amount" in form._todo.value
    assert "place" not in enabled(form) and "can be placed" not in form.message
    form._reductions._bonus.value = "5"
    assert "Bonus" in form._summary.value
    form._reductions._discounts.value = tuple(value for _, value in form._reductions._discounts.options)
    assert flow.snapshot().discounts


def test_a_total_without_a_thread(shop: oe.Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form says why the total is not known, and asks again for the next basket."""
    flow = shop.checkout("orders")
    form = CheckoutForm(flow, runner=BackgroundRunner())
    assert form.wait(10)
    with monkeypatch.context() as patch:
        start_no_threads(patch)
        flow.add(14, 2)
    assert "The total is not known: Nothing was done: no more threads can be started" in form._summary.value
    flow.add(14, 1)
    assert form.wait(10)
    assert flow.snapshot().preview is not None


def test_form_without_a_sign_in_says_so_and_continues_after_it(guest: oe.Shop, runner: InlineRunner) -> None:
    """A button continues after signing in."""
    form = CheckoutForm(guest.checkout("orders"), runner=runner)
    assert "sign" in form.message.lower() and 'role="alert"' in form._note.value
    assert shown(form._again) and not shown(form._submit)
    guest.users.sign_in(USER, PASSWORD)
    form._again.click()
    assert shown(form._submit) and not shown(form._again)


def test_a_refused_order_can_be_mended(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """The server's words are shown, and the form can be filled in again."""
    form = CheckoutForm(ready(shop), runner=runner)
    sandbox.add_fault(operation="createOrder", times=1, status=403)
    form._submit.click()
    assert "403" in form.message
    assert enabled(form) == EDITS | {"place"}
    form._controls["name"].inputs[0].value = "Grace"
    assert form.message == "Everything is filled in. The order can be placed."
    form._submit.click()
    assert shop.orders.get(89, "orders").form["name"] == "Grace"


def test_closing_ends_the_subscription(shop: oe.Shop, runner: InlineRunner) -> None:
    flow = ready(shop)
    form = CheckoutForm(flow, runner=runner)
    form.close()
    flow.fill(name="Grace")
    assert form.comm is None


def test_what_is_said_of_an_order_follows_its_state(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """Placed, paid, cancelled."""
    flow = ready(shop)
    form = CheckoutForm(flow, runner=runner)
    form._submit.click()
    assert "Order 89 is placed" in form.message
    flow.cancel()
    assert form.message == "Order 89 is cancelled."
    paid = ready(shop)
    other = CheckoutForm(paid, runner=runner)
    paid.place()
    sandbox.settle_session(paid.pay().id, "completed")
    paid.look()
    assert "is paid" in other.message and "is placed" not in other.message


@pytest.mark.parametrize("widget", [CheckoutForm, PaymentPanel])
def test_a_shop_is_no_checkout(shop: oe.Shop, runner: InlineRunner, widget: Any) -> None:
    with pytest.raises(
        oe.InputError, match=rf"{widget.__name__} needs a checkout, not a Shop: {widget.__name__}\(shop"
    ):
        widget(shop, runner=runner)


def test_files_are_uploaded_to_the_shop(shop: oe.Shop, runner: InlineRunner) -> None:
    """Unless there is a function of one's own, or addresses are asked for."""
    form = CheckoutForm(ready(shop), runner=runner)
    assert form._upload is not None
    sent = form._upload("a.png", b"12345")
    assert re.fullmatch(r"files/project/form/order/\d+/a\.png", sent["filename"])
    assert sent["size"] == 5
    assert CheckoutForm(ready(shop), upload=False, runner=runner)._upload is None

    def own(name: str, content: bytes) -> dict[str, Any]:
        return {"filename": name, "downloadLink": "", "size": len(content)}

    assert CheckoutForm(ready(shop), upload=own, runner=runner)._upload is own
