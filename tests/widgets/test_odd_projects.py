"""Forms over projects with odd definitions: nothing linked, hidden but required, equal titles, look-ups that fail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import CheckoutForm, InlineRunner, OrdersExplorer, ProductPicker, SignInForm

from .conftest import PASSWORD, USER

REQUIRED = {"requiredValidator": {"strict": True}}


def field(marker: str, title: str, **more: Any) -> dict[str, Any]:
    usual = {"type": "string", "marker": marker, "isVisible": True, "listTitles": [], "validators": {}}
    flags = dict.fromkeys(("isLogin", "isPassword", "isSignUp", "isSignUpRequired"))
    return usual | flags | {"localizeInfos": {"title": title}, "additionalFields": [], "settings": {}} | more


@pytest.fixture
def odd() -> Iterator[oe.Sandbox]:
    """A project that a test may change."""
    with oe.Sandbox() as server:
        yield server


@pytest.fixture
def odd_shop(odd: oe.Sandbox) -> Iterator[oe.Shop]:
    with oe.connect(url=odd.url, app_token=odd.app_token) as shop:
        shop.users.sign_in(USER, PASSWORD)
        yield shop


def options(dropdown: Any) -> list[str]:
    return [label for label, _value in dropdown.options]


def test_a_storage_without_linked_accounts(odd: oe.Sandbox, odd_shop: oe.Shop, runner: InlineRunner) -> None:
    """All visible accounts are offered, and the order is placed."""
    odd.instance.catalogue.storages.by_identifier["orders"].body["paymentAccountIdentifiers"] = []
    odd.instance.catalogue.accounts.by_identifier["stripe"].body["isVisible"] = False
    flow = odd_shop.checkout("orders")
    flow.add(14)
    flow.fill(name="Ada")
    form = CheckoutForm(flow, runner=runner)
    assert [value for _label, value in form._account.options] == ["", "cash", "paypal"]
    form._account.value = "paypal"
    form._submit.click()
    assert flow.state == "placed", form.message
    order = odd_shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
    assert order.payment_account == "cash"
    with pytest.raises(oe.InvalidRequestError, match="is not a payment account"):
        odd_shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="stripe")
    with pytest.raises(oe.InputError, match="is linked to no payment account"):
        odd_shop.orders.create("orders", products={14: 1}, form={"name": "Ada"})


def test_a_hidden_field_that_is_required(odd: oe.Sandbox, odd_shop: oe.Shop, runner: InlineRunner) -> None:
    """It has an input; other hidden fields have none."""
    form_body = odd.instance.catalogue.forms.by_identifier["order"].body
    form_body["attributes"] = [
        field("name", "Name"),
        field("source", "Source", isVisible=False, validators=REQUIRED),
        field("note", "Note", isVisible=False),
    ]
    flow = odd_shop.checkout("orders")
    flow.add(14)
    flow.pay_with("cash")
    form = CheckoutForm(flow, runner=runner)
    assert list(form._controls) == ["name", "source"]
    assert "Source *: (empty)" in form.text() and "To do: Source is needed." in form.text()
    form._controls["source"].inputs[0].value = "leaflet"
    form._submit.click()
    assert flow.state == "placed", form.message


def test_a_hidden_login_can_be_typed(odd: oe.Sandbox, runner: InlineRunner) -> None:
    attributes = odd.instance.catalogue.forms.by_identifier["reg"].body["attributes"]
    for one in attributes:
        one["isVisible"] = False
    with oe.connect(url=odd.url, app_token=odd.app_token) as shop:
        form = SignInForm(shop, runner=runner)
        form._controls["email_reg"].inputs[0].value = USER
        assert form._secret is not None
        form._secret.secret.type(PASSWORD)
        form._submit.click()
        assert form.signed_in is not None
        form._leave.click()
        form._mode.value = "sign_up"
        assert "name_reg" in form._controls and "phone_reg" not in form._controls


def test_equal_titles_in_the_order_form(odd: oe.Sandbox, odd_shop: oe.Shop, runner: InlineRunner) -> None:
    """Storages, accounts, fields, options and products carry their marker where titles are equal."""
    catalogue = odd.instance.catalogue
    for one in catalogue.storages.all:
        one.body["localizeInfos"] = {"en_US": {"title": "Order"}}
    for one in catalogue.accounts.all:
        one.body["localizeInfos"] = {"en_US": {"title": "Pay"}}
        one.body["testMode"] = False
        one.body["settings"] = {"status": "connected"}
    chosen = [{"title": "Home", "value": value, "position": 1, "extended": {}} for value in ("a", "b")]
    catalogue.forms.by_identifier["order"].body["attributes"] = [
        field("first", "Name", validators=REQUIRED),
        field("last", "Name"),
        field("place", "Place", type="radioButton", listTitles=chosen),
    ]
    for number in (14, 2):
        catalogue.products.by_id[number].body["localizeInfos"] = {"en_US": {"title": "Tea"}}
    flow = odd_shop.checkout("orders")
    form, picker = CheckoutForm(flow, runner=runner), ProductPicker(flow, runner=runner)
    assert options(form._storage) == [f"Order ({one.identifier})" for one in catalogue.storages.all]
    assert options(form._account)[1:] == ["Pay (cash)", "Pay (stripe)", "Pay (paypal)"]
    assert options(form._controls["place"].inputs[0])[1:] == ["Home (a)", "Home (b)"]
    flow.add(14)
    flow.add(2)
    text = form.text()
    for line in ("Name (first) *: (empty)", "Name (last): (empty)", "Name (first) is needed.", "1 x Tea (14)"):
        assert line in text
    assert "in the basket: 1 x Tea (2)" in picker.text()


def test_equal_titles_in_the_explorer(odd: oe.Sandbox, odd_shop: oe.Shop, runner: InlineRunner) -> None:
    catalogue = odd.instance.catalogue
    statuses = [status for storage in catalogue.storages.all for status in catalogue.statuses_of(storage.id)]
    for one in (*catalogue.storages.all, *statuses):
        one.body["localizeInfos"] = {"en_US": {"title": "Same"}}
    explorer = OrdersExplorer(odd_shop, runner=runner)
    for dropdown in (explorer._storage, explorer._status):
        assert len(dropdown.options) > 2
        assert [label for label, value in dropdown.options][1:] == [f"Same ({one})" for _, one in dropdown.options[1:]]


def test_side_look_ups_that_fail(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """The form works with the markers of the accounts, says so, and can look up again."""
    for operation in ("listPaymentAccounts", "listDiscounts", "getBonusBalance"):
        sandbox.add_fault(operation=operation, times=100, status=500)
    form = CheckoutForm(shop.checkout("orders"), runner=runner)
    assert options(form._account) == ["(choose)", "cash", "stripe", "paypal"]
    assert "could not be looked up" in form.message
    sandbox.clear_faults()
    form._again.click()
    assert "Cash" in " ".join(options(form._account)) and "could not" not in form.message


def broken(*_: Any) -> Any:
    raise oe.ServerError("getOrder failed on the server (500).", status=500, operation="getOrder")


def test_an_explorer_without_statuses_and_sessions(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """Orders are listed and opened; a cancelled order is shown as cancelled though it cannot be read again."""
    for operation in ("listOrderStatuses", "getPaymentSessionByOrder"):
        sandbox.add_fault(operation=operation, times=100, status=500)
    order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
    explorer = OrdersExplorer(shop, runner=runner)
    assert len(explorer.orders) == 37 and "could not be looked up" in explorer.message
    explorer.show_order(order.id)
    assert explorer.order is not None and explorer.order.id == order.id
    sandbox.clear_faults()
    explorer._cancelling.button.click()
    get = shop.orders.get
    shop.orders.get = broken  # type: ignore[method-assign]
    explorer._cancelling._yes.click()
    shop.orders.get = get  # type: ignore[method-assign]
    assert explorer.order.status == "canceled"
