"""What is wrong with a basket and its form, field by field, before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.checkout.draft import Draft, blamed
from oneentry_toolkit.payments.accounts import PaymentAccount
from oneentry_toolkit.resources.formdata import FormField
from oneentry_toolkit.resources.validators import field_problem, form_problems, is_secret

from .checkout_shop import REQUIRED, FakeShop, field_of, flow_over, form_of, product_of, read, ready, storage_of

OWN = {"strict": True, "customErrorText": "Tell us who you are."}
ZERO = "a number other than 0: the server takes 0 in a required field for missing"
EXACT = {"stringInspectionValidator": {"stringLength": "3"}}
PIXELS = {"sizeInPixelsValidator": {"maxX": "500", "maxY": "0"}}
LENGTH = {"stringMin": 2, "stringMax": "5", "stringLength": 0}
FILES = {"maxUnits": "kb", "maxValue": "2", "extensions": [".png", "JPG"]}


def picture(name: str = "a.png", size: int = 1000, **more: int) -> list[dict[str, Any]]:
    return [{"filename": name, "downloadLink": "https://files.example/a", "size": size, **more}]


@pytest.mark.parametrize(
    ("kind", "validators", "value", "expected"),
    [
        ("string", REQUIRED, None, "F is needed."),
        ("string", REQUIRED, "  ", "F is needed."),
        ("string", {"requiredValidator": {}}, "", "F is needed."),
        ("string", {"requiredValidator": OWN}, None, "Tell us who you are."),
        ("string", {"requiredValidator": {"errorMessage": "Name!"}}, None, "Name!"),
        ("string", {"requiredValidator": {"strict": False}}, None, None),
        ("string", REQUIRED, "x", None),
        ("list", REQUIRED, [], "F is needed."),
        ("string", {}, 5, "Field 'f' (string) needs text."),
        ("string", {"stringInspectionValidator": LENGTH}, "a", "F must have at least 2 characters; it has 1."),
        ("string", {"stringInspectionValidator": LENGTH}, "abcdef", "F must have at most 5 characters; it has 6."),
        ("string", {"stringInspectionValidator": LENGTH}, " abcde", "F must have at most 5 characters; it has 6."),
        ("string", {"stringInspectionValidator": LENGTH, "trimValidator": True}, " abcde ", None),
        ("string", EXACT, "ab", "F must have exactly 3 characters; it has 2."),
        ("string", {"stringInspectionValidator": {"stringMin": 0, "stringMax": "", "stringLength": 0}}, "x" * 99, None),
        ("string", {"stringInspectionValidator": {**LENGTH, "customErrorText": "2 to 5."}}, "a", "2 to 5."),
        ("string", {"stringInspectionValidator": LENGTH}, "", None),
        ("string", {"emailInspectionValidator": True}, "ada", "F must be an e-mail address, such as ada@example.com."),
        ("string", {"emailInspectionValidator": {"errorMessage": "No e-mail."}}, "ada@x", "No e-mail."),
        ("string", {"emailInspectionValidator": True}, "ada@example.com", None),
        ("string", {"emailInspectionValidator": False}, "ada", None),
        ("integer", REQUIRED, 0, f"Field 'f' (integer) needs {ZERO}."),
        ("integer", {}, 1.5, "Field 'f' (integer) needs a whole number."),
        ("integer", {}, 0, None),
        ("date", {}, "soon", "Field 'f' (date) needs a date such as datetime.date(2026, 12, 31), or its ISO text."),
        ("date", {}, "2026-12-31", None),
        ("radioButton", {}, "c", "Field 'f' (radioButton) needs one of its options: a, b."),
        ("radioButton", {}, "a", None),
        ("file", {"checkingFilesValidator": FILES}, picture("a.gif"), "F takes files that end in png, jpg."),
        ("file", {"checkingFilesValidator": FILES}, picture(size=2001), "F takes files up to 2 kb."),
        ("file", {"checkingFilesValidator": FILES}, picture("A.JPG", 2000), None),
        ("image", PIXELS, picture(width=501), "F takes pictures up to 500 x any pixels."),
        ("image", PIXELS, picture(width=500, height=9999), None),
        ("spam", {}, None, "F is needed: the captcha's token."),
        ("spam", {}, "token", None),
        ("button", {}, None, None),
        ("button", {}, "x", "A button has no value."),
        ("string", {"someFutureValidator": {"strict": True}}, "x", None),
    ],
)  # fmt: skip
def test_one_field(kind: str, validators: dict[str, Any], value: Any, expected: str | None) -> None:
    """By the validators of docs/api/forms.md#forms-validators, in the form's own words where it has some."""
    options = [{"value": one, "title": one.upper()} for one in "ab"]
    item = read(FormField, field_of("f", kind, validators=validators, listTitles=options))
    assert field_problem(item, value) == expected


def test_a_form_cannot_be_sent_empty() -> None:
    """Even if no field is required: the server refuses an empty section."""
    form = form_of(field_of("go", "button"), field_of("a"), field_of("b"))
    assert form_problems(form, {}) == {"a": "Fill in at least one field of the form."}
    assert form_problems(form, {"b": "x"}) == {}
    assert form_problems(form_of(field_of("go", "button")), {}) == {}
    assert form_problems(form_of(), {}) == {}


@pytest.mark.parametrize(
    ("item", "secret"),
    [
        (field_of("password_reg"), True),
        (field_of("x", isPassword=True), True),
        (field_of("captcha", "spam"), True),
        (field_of("card_pin"), True),
        (field_of("pin"), True),
        (field_of("api_token"), True),
        (field_of("cvv"), True),
        (field_of("name"), False),
        (field_of("shipping"), False),
    ],
)
def test_which_fields_are_secret(item: dict[str, Any], secret: bool) -> None:
    """They are never saved."""
    assert is_secret(read(FormField, item)) is secret


def problems(flow: oe.CheckoutFlow) -> dict[str, str]:
    return {one.field: one.message for one in flow.problems()}


def test_from_an_empty_basket_to_ready() -> None:
    """Each choice takes its problem away; nothing is chosen for the user when there are several."""
    flow = flow_over(FakeShop())
    flow.storages()
    assert problems(flow) == {
        "products": "The basket is empty.",
        "storage": "Choose an order storage: orders, tickets.",
    }
    flow.add(14)
    flow.choose_storage("orders")
    assert problems(flow) == {
        "payment_account": "Choose a payment account: cash, stripe.",
        "form.name": "Name is needed.",
    }
    assert [one.marker for one in flow.accounts()] == ["cash", "stripe"]
    flow.pay_with("stripe")
    flow.fill({"name": "Ada"})
    assert (flow.problems(), flow.state) == ((), "ready")
    flow.unfill("name")
    assert (problems(flow), flow.state) == ({"form.name": "Name is needed."}, "editing")


def test_a_choice_that_is_none_is_made_for_the_user() -> None:
    """One storage with one account."""
    flow = flow_over(FakeShop(storage_list=(storage_of(1, "orders", "cash"),)))
    assert flow.accounts() == () and flow.form() is None
    flow.storages()
    snapshot = flow.snapshot()
    assert (snapshot.storage, snapshot.storage_title, snapshot.payment_account) == ("orders", "Orders", "cash")
    assert flow.form() is not None


def test_another_storage_keeps_what_fits() -> None:
    """An account of the other storage does not stay chosen; fields of the same marker do."""
    shop = FakeShop()
    flow = ready(shop)
    flow.pay_with("stripe")
    shop.fields = (field_of("name"), field_of("seat"))
    flow.choose_storage("tickets")
    snapshot = flow.snapshot()
    assert (snapshot.payment_account, dict(snapshot.form)) == ("cash", {"name": "Ada"})
    flow.choose_storage("orders")
    assert flow.snapshot().payment_account is None


def test_storages_that_take_no_orders() -> None:
    """Those without a form."""
    without = oe.Storage(id=1, marker="odd", title="Odd", form=None, payment_accounts=(), raw={})
    flow = flow_over(FakeShop(storage_list=(without,)))
    flow.storages()
    flow.add(1)
    assert problems(flow) == {
        "storage": "Storage 'odd' has no form, so it takes no orders. Choose another.",
        "payment_account": "Storage 'odd' is linked to no payment account. Choose one of the project's: accounts() "
        "lists them.",
    }
    with pytest.raises(oe.InputError, match="has no form, so there is nothing to fill in"):
        flow.fill(name="Ada")


def test_a_product_without_a_price_is_not_free() -> None:
    """It is said where the quantity is."""
    flow = ready(FakeShop())
    flow.add(product_of(21, price=None))
    assert problems(flow) == {"quantity.21": "Product 21 has no price in the catalogue."}
    flow.remove(21)
    assert flow.state == "ready"


def test_bookings_need_no_products() -> None:
    """If it is said that they are meant."""
    flow = flow_over(FakeShop(), bookings=True)
    flow.choose_storage("tickets")
    flow.fill(name="Ada")
    assert flow.state == "ready"
    assert flow.preview() is None


def test_quantities() -> None:
    """More of the same is one line; 0 takes it out."""
    flow = ready(FakeShop())
    flow.add(14)
    flow.add(product_of(15), 3)
    assert [(one.product_id, one.quantity, one.price, one.stock) for one in flow.snapshot().lines] == [
        (14, 3, Decimal(10), "In stock"),
        (15, 3, Decimal(10), "In stock"),
    ]
    flow.set_quantity(14, 1)
    flow.set_quantity(15, 0)
    assert [(one.product_id, one.quantity) for one in flow.snapshot().lines] == [(14, 1)]
    flow.use_coupon("X")
    flow.clear()
    assert (flow.snapshot().lines, flow.snapshot().coupon) == ((), None)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda flow: flow.choose_storage("order"), "no order storage 'order'. Did you mean 'orders'"),
        (lambda flow: flow.pay_with("paypal"), "Storage 'orders' has no payment account 'paypal'"),
        (lambda flow: flow.fill(nmae="x"), "Did you mean 'name'"),
        (lambda flow: flow.fill(["name"]), "fill takes a dict"),
        (lambda flow: flow.unfill("zip"), "has no field 'zip'"),
        (lambda flow: flow.add("14"), "product must be a whole number"),
        (lambda flow: flow.add(14, 0), "quantity must be a whole number"),
        (lambda flow: flow.add(14, 2_147_483_647), "quantity of product 14 must be a whole number"),
        (lambda flow: flow.set_quantity(99, 1), "Product 99 is not in the basket. It has: 14."),
        (lambda flow: flow.set_quantity(14, -1), "quantity must be a whole number"),
        (lambda flow: flow.set_quantity(14, False), "quantity must be a whole number"),
        (lambda flow: flow.remove(99), "Product 99 is not in the basket"),
        (lambda flow: flow.use_coupon(" "), "coupon must be a text"),
        (lambda flow: flow.use_bonus(1.5), "bonus must be an amount"),
        (lambda flow: flow.use_bonus("-1"), "bonus must be an amount"),
        (lambda flow: flow.use_bonus("many"), "bonus must be an amount"),
        (lambda flow: flow.use_discounts("vip"), "markers must be a list"),
        (lambda flow: flow.use_discounts([""]), "each of markers must be a text"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(call: Any, message: str) -> None:
    """At once, with what there is."""
    flow = ready(FakeShop())
    before = flow.snapshot()
    with pytest.raises(oe.InputError, match=message):
        call(flow)
    assert flow.snapshot() == before


def test_without_a_storage_there_is_nothing_to_fill_in() -> None:
    """Nor an account to choose."""
    flow = flow_over(FakeShop())
    calls: list[Callable[[], None]] = [lambda: flow.fill(name="x"), lambda: flow.pay_with("cash")]
    for call in calls:
        with pytest.raises(oe.InputError, match="Choose an order storage first"):
            call()


def test_personal_discounts_that_are_not_shown() -> None:
    """An unknown marker is refused once they were looked up; before, the server decides."""
    shop = FakeShop()
    flow = ready(shop)
    flow.use_discounts(["vip", "vip"])
    assert flow.snapshot().discounts == ("vip",)
    assert flow.personal_discounts() == ()
    with pytest.raises(oe.InputError, match="no personal discount 'vip'"):
        flow.use_discounts(["vip"])

    def closed(**_: Any) -> Any:
        raise oe.AccessDeniedError("no", status=403, operation="listDiscounts")

    shop.discounts.list = shop.discounts.bonus_balance = closed
    other = ready(shop)
    assert (other.personal_discounts(), other.bonus_balance()) == ((), None)


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        ("required values are missing or incorrect: name", {"form.name"}),
        ("formData's marker 'name' value is missing or incorrect", {"form.name"}),
        ("name must be an array", {"form.name"}),
        ("Product 14 not found", {"quantity.14"}),
        ("Product 15, 14 not found", {"quantity.14", "quantity.15"}),
        ("Coupon has expired", {"coupon"}),
        ("Not enough bonuses", {"bonus"}),
        ("The name of the shop is closed until 14 May", set()),
        ("", set()),
    ],
)
def test_which_field_a_refusal_is_about(message: str, fields: set[str]) -> None:
    """By the server's known words; a message that only mentions a name or a number is about no field."""
    draft = Draft(coupon="X", bonus=Decimal(1))
    flow = ready(FakeShop())
    flow.add(15)
    draft.lines = {one.product_id: one for one in flow.snapshot().lines}
    assert set(blamed(message, draft, ("name", "when"))) == fields


def test_a_storage_without_linked_accounts_takes_any_visible_one() -> None:
    """The server decides. Before they are looked up, none is known; a marker that is chosen is looked up."""
    shop = FakeShop(storage_list=(storage_of(3, "open"),))
    shop.payments.accounts = lambda: [
        read(PaymentAccount, {"id": number, "identifier": marker, "isVisible": marker != "hidden"})
        for number, marker in enumerate(("cash", "hidden", "stripe"), 1)
    ]
    flow = flow_over(shop)
    flow.storages()
    flow.add(14)
    flow.fill(name="Ada")
    assert problems(flow) == {
        "payment_account": "Storage 'open' is linked to no payment account. Choose one of the project's: accounts() "
        "lists them.",
    }
    assert [one.marker for one in flow.accounts()] == ["cash", "stripe"]
    assert problems(flow) == {"payment_account": "Choose a payment account: cash, stripe."}
    with pytest.raises(oe.InputError, match="The project has no payment account 'hidden'"):
        flow.pay_with("hidden")
    flow.pay_with("stripe")
    assert flow.place().payment_account == "stripe"


def test_a_storage_without_linked_accounts_when_none_can_be_looked_up() -> None:
    """Any marker can be chosen then. One visible account is chosen by itself."""

    def closed() -> Any:
        raise oe.AccessDeniedError("no", status=403, operation="listPaymentAccounts")

    shop = FakeShop(storage_list=(storage_of(3, "open"),))
    shop.payments.accounts = closed
    flow = flow_over(shop)
    flow.storages()
    flow.add(14)
    flow.fill(name="Ada")
    flow.pay_with("cash")
    assert flow.place().payment_account == "cash"
    shop = FakeShop(storage_list=(storage_of(3, "open"),))
    shop.payments.accounts = lambda: [read(PaymentAccount, {"id": 1, "identifier": "cash"})]
    flow = flow_over(shop)
    flow.storages()
    flow.accounts()
    assert flow.snapshot().payment_account == "cash"


def test_hidden_fields() -> None:
    """A required one can be filled in; a hidden captcha is not asked for."""
    fields = (
        field_of("name"),
        field_of("source", isVisible=False, validators=REQUIRED),
        field_of("robot", "spam", isVisible=False),
    )
    flow = ready(FakeShop(fields=fields))
    assert problems(flow) == {"form.source": "Source is needed."}
    flow.fill(source="leaflet")
    assert flow.state == "ready"
    empty = ready(FakeShop(fields=(field_of("source", isVisible=False), field_of("name"))))
    empty.unfill("name")
    assert problems(empty) == {"form.name": "Fill in at least one field of the form."}


def test_equal_titles_are_told_apart_in_problems() -> None:
    """Of fields by their marker, of products by their number."""
    title = {"title": "Name"}
    fields = (
        field_of("first", localizeInfos=title, validators=REQUIRED),
        field_of("last", localizeInfos=title, validators=REQUIRED),
        field_of("name"),
    )
    flow = ready(FakeShop(fields=fields))
    flow.unfill("name")
    assert problems(flow) == {"form.first": "Name (first) is needed.", "form.last": "Name (last) is needed."}
    flow.fill(first="Ada", last="L")
    for number in (21, 22):
        flow.add(replace(product_of(number, price=None), title="Tea"))
    assert problems(flow) == {
        "quantity.21": "Tea (21) has no price in the catalogue.",
        "quantity.22": "Tea (22) has no price in the catalogue.",
    }


@pytest.mark.parametrize(
    ("error", "goes_on"),
    [
        (oe.AccessDeniedError("no", status=403, operation="listOrders"), True),
        (oe.NotFoundError("no", status=404, operation="listOrders"), True),
        (oe.ServerError("no", status=500, operation="listOrders"), True),
        (oe.ResponseFormatError("no", operation="listOrders"), True),
        (oe.ServerError("no", status=503, operation="listOrders"), False),
        (oe.RateLimitedError("no", status=429, operation="listOrders"), False),
    ],
)
def test_a_list_of_orders_that_cannot_be_read_before_placing(error: oe.OneEntryError, goes_on: bool) -> None:
    """One that stays unreadable does not stop the order; a server that is away for a while is not sent one."""
    shop = FakeShop()
    flow = ready(shop)
    shop.fails("listOrders", error)
    if goes_on:
        assert flow.place().id == 89
    else:
        with pytest.raises(type(error)):
            flow.place()
        assert (flow.state, shop.calls["createOrder"]) == ("ready", 0)
