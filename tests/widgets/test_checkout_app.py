"""A whole shop in one widget."""

from __future__ import annotations

from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import BackgroundRunner, CheckoutApp, InlineRunner, SignInForm

from .conftest import PASSWORD, USER


def shown(widget: Any) -> bool:
    return widget.layout.display != "none"


def sign_in(app: CheckoutApp) -> None:
    app._sign_in._controls["email_reg"].inputs[0].value = USER
    app._sign_in._secret.secret.type(PASSWORD)  # type: ignore[union-attr]
    app._sign_in._submit.click()


def order(app: CheckoutApp) -> None:
    picker, form, _panel = app._parts  # type: ignore[misc]
    picker._result_rows[0][1].click()
    form._controls["name"].inputs[0].value = "Ada"
    form._account.value = "stripe"
    form._submit.click()


def test_from_signing_in_to_paid(guest: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """Each step shows what belongs to it."""
    app = CheckoutApp(guest, storage="orders", runner=runner)
    assert repr(app) == "<CheckoutApp: no user is signed in>"
    assert app.flow is None and not shown(app._look)
    sign_in(app)
    picker, form, panel = app._parts  # type: ignore[misc]
    assert [shown(one) for one in (picker, form, panel)] == [True, True, False]
    order(app)
    assert [shown(one) for one in (picker, form, panel)] == [False, True, True]
    panel._pay.click()
    sandbox.settle_session(46, "completed")
    runner.tick()
    runner.tick()
    assert repr(app) == "<CheckoutApp: paid>"
    assert "Paid. Thank you." in app.text()
    app._anew.click()
    assert app.flow is not None and app.flow.state == "editing"
    assert picker.comm is None
    assert not shown(app._anew)


def test_my_orders(shop: oe.Shop, runner: InlineRunner) -> None:
    """Opened, hidden, and read again when opened again."""
    app = CheckoutApp(shop, storage="orders", runner=runner)
    app._look.click()
    assert "OrdersExplorer: 36 of 36 orders" in app.text()
    app._look.click()
    assert not shown(app._orders) and "OrdersExplorer" not in app.text()
    order(app)
    app._look.click()
    assert "OrdersExplorer: 37 of 37 orders" in app.text()


def test_signing_out_puts_everything_away(shop: oe.Shop, runner: InlineRunner) -> None:
    """The next user does not see the basket and orders of the one before."""
    app = CheckoutApp(shop, runner=runner)
    app._look.click()
    parts, explorer = app._parts, app._explorer
    app._sign_in._leave.click()
    assert app.flow is None and app._work.children == () and app._orders.children == ()
    assert all(one.comm is None for one in (*(parts or ()), explorer))  # type: ignore[union-attr]
    sign_in(app)
    assert app.flow is not None


def test_with_a_checkout_that_is_there(shop: oe.Shop, runner: InlineRunner) -> None:
    flow = shop.checkout("orders")
    flow.add(14)
    app = CheckoutApp(flow, runner=runner)
    assert app.flow is flow


def test_closing_closes_all(shop: oe.Shop, runner: InlineRunner) -> None:
    app = CheckoutApp(shop, runner=runner)
    parts = app._parts or ()
    app.close()
    assert all(one.comm is None for one in (app._sign_in, *parts))


def test_in_the_background(guest: oe.Shop) -> None:
    """As in a notebook: clicks come back at once, and two of them do one thing."""
    runner = BackgroundRunner()
    app = CheckoutApp(guest, storage="orders", runner=runner)
    sign_in(app)
    app._sign_in._submit.click()
    assert app.wait(60)
    picker, form, _panel = app._parts  # type: ignore[misc]
    picker._result_rows[0][1].click()
    picker._result_rows[0][1].click()
    assert app.wait(60)
    assert picker.products == {1: 1}
    form._controls["name"].inputs[0].value = "Ada"
    form._account.value = "cash"
    assert app.wait(60)
    form._submit.click()
    form._submit.click()
    assert app.wait(60)
    assert repr(app) == "<CheckoutApp: placed>"
    assert guest.orders.list("orders", max_items=1)[0].id == 89
    assert app.error is None and form.error is None
    app.close()


def test_an_order_in_doubt_outlives_signing_out(guest: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """The same user can reconcile it after signing in again; another user has a checkout of their own."""
    app = CheckoutApp(guest, storage="orders", runner=runner)
    sign_in(app)
    sandbox.add_fault(operation="createOrder", drop_answer=True)
    order(app)
    flow = app.flow
    assert flow is not None and flow.state == "uncertain"
    app._sign_in._leave.click()
    assert app.flow is None
    assert f"An order of {USER} is not finished." in app.text()
    sign_in(app)
    assert app.flow is flow
    assert flow.reconcile() == "placed"
    assert sandbox.stats()["requests"]["createOrder"] == 1


def test_a_sign_in_that_ends_by_itself(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """The app asks to sign in again, and goes on with the same checkout."""
    app = CheckoutApp(shop, storage="orders", runner=runner)
    flow = app.flow
    assert flow is not None
    flow.add(14)
    sandbox.expire_tokens(all=True)
    picker = (app._parts or ())[0]
    picker._search.click()  # type: ignore[union-attr]
    flow.use_coupon("WELCOME")
    assert shop.users.signed_in is None
    assert app.flow is None and "You are signed in" not in app.text()
    assert f"The sign-in of {USER} has ended. Sign in again to go on." in app.text()
    sign_in(app)
    assert app.flow is flow and flow.snapshot().lines[0].product_id == 14
    assert f"You are signed in as {USER}." in app.text()


def test_signing_out_of_what_has_ended(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """It is signed out then."""
    form = SignInForm(shop, runner=runner)
    sandbox.expire_tokens(all=True)
    with pytest.raises(oe.SignInExpiredError):
        shop.users.me()
    form._leave.click()
    assert form.message == "Signed out."
