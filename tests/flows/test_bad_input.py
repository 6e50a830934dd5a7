"""Invalid input to every public function raises one clear error, compared word for word."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER

Call = Callable[[oe.Shop], Any]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[oe.Sandbox]:
    """One for all: nothing here changes it."""
    with oe.Sandbox(check_answers=True) as server:
        yield server


@pytest.fixture(scope="module")
def shop(sandbox: oe.Sandbox) -> Iterator[oe.Shop]:
    """Signed in as the demo user."""
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token) as connected:
        connected.users.sign_in(USER, PASSWORD)
        yield connected


def create(**changes: Any) -> Call:
    """Places an order that is right but for `changes`; None leaves an argument out."""
    given = {"products": {14: 1}, "form": {"name": "Ada"}, "payment_account": "cash"} | changes
    storage = given.pop("storage", "orders")
    return lambda shop: shop.orders.create(
        storage, **{name: value for name, value in given.items() if value is not None}
    )


def first(shop: oe.Shop) -> oe.Order:
    return shop.orders.list("orders", max_items=1)[0]


def session(shop: oe.Shop) -> oe.PaymentSession:
    return shop.payments.list(max_items=1)[0]


STORAGES = "There are: orders, subscriptions, tickets."
ACCOUNTS = "There are: cash, stripe, paypal."
STATUSES = "There are: created, inProgress, shipped, completed, canceled."
ONE_ORDER = "storage must be text, a marker of the project. For one order, call shop.orders.get(order_id)."
FIELDS = "Its fields: name, phone, delivery, delivery_date, comment."
PAGE_URLS = 'pageUrls of filters[0] must be a list of markers of pages, such as ["coffee"].'
PAGE_MARKER = "page must be the marker of a page (its pageUrl), such as 'coffee', and not a path or an address."
ADDRESS = {"street": "Quay 1", "city": "X"}
NO_CONFIG = "Form 'addresses' has no configuration 2. It has: 3 (content: account)."
STATUS = (
    "A submission has no status 'aproved'. Did you mean 'approved'? There are: sent, moderation, approved, "
    "banned, deleted."
)

NOT_A_SESSION = "must be a whole number from 1 to 2147483647, not PaymentSession"
SESSIONS_OF = "must be a payment session, not an Order. shop.payments.sessions_for(order) lists those of an order."

INPUT: list[tuple[Call, str]] = [
    # sign-in
    (lambda s: s.users.sign_in("", "x"), "login must be a text that is not empty."),
    (lambda s: s.users.sign_in(5, "x"), "login must be a text that is not empty."),  # type: ignore[arg-type]
    (lambda s: s.users.sign_in("a@b.c", ""), "password must be a text that is not empty."),
    (lambda s: s.users.sign_in("a@b.c"), "Give a password, or a one-time code, and not both."),
    (lambda s: s.users.sign_in("a@b.c", "x", code="1"), "Give a password, or a one-time code, and not both."),
    (
        lambda s: s.users.sign_in("a@b.c", "x", provider="emial"),
        "The project has no auth provider 'emial'. Did you mean 'email'? There are: email, email_code, google, phone.",
    ),
    (
        lambda s: s.users.sign_in("a@b.c", "x", provider="google"),
        "Provider 'google' has no registration form, so it has no login field. Choose another.",
    ),
    (
        lambda s: s.users.sign_in("a@b.c", "x", provider="email_code"),
        "Form 'reg_code' has no password field; sign in with code=...",
    ),
    (
        lambda s: s.users.sign_in("a@b.c", "x", login_field="phone"),
        "Form 'reg' has no login field 'phone'. There are: email_reg.",
    ),
    (
        lambda s: s.users.sign_in_by_oauth("", redirect_uri="x", provider="google"),
        "code must be a text that is not empty.",
    ),
    # sign-up
    (
        lambda s: s.users.sign_up("ada@b.c", "secret-1"),
        "Form 'reg' needs 'name_reg' (string: Name). Add form={\"name_reg\": ...}.",
    ),
    (
        lambda s: s.users.sign_up("ada@b.c", "secret-1", form={"name_reg": "Ada", "nmae_reg": 1}),
        "Form 'reg' has no field 'nmae_reg'. Did you mean 'name_reg'? Its fields: name_reg, phone_reg.",
    ),
    (
        lambda s: s.users.sign_up("ada@b.c", "secret-1", form={"name_reg": "Ada", "password_reg": "x"}),
        "Form 'reg' has no field 'password_reg'. Its fields: name_reg, phone_reg.",
    ),
    (lambda s: s.users.sign_up("ada@b.c", form={"name_reg": "Ada"}), "Provider 'email' needs a password."),
    # orders: which
    (create(storage="ordres"), f"The project has no order storage 'ordres'. Did you mean 'orders'? {STORAGES}"),
    (create(storage=""), "storage must be a text that is not empty: a marker of the project."),
    (create(storage=5), "storage must be text, a marker of the project, not int."),
    # orders: products
    (create(products={14: 0}), "quantity of product 14 must be a whole number from 1 to 2147483647."),
    (create(products={14: -1}), "quantity of product 14 must be a whole number from 1 to 2147483647."),
    (create(products={14: 1.5}), "quantity of product 14 must be a whole number from 1 to 2147483647, not float."),
    (create(products={14: True}), "quantity of product 14 must be a whole number from 1 to 2147483647, not bool."),
    (
        create(products={14: "1"}),
        "quantity of product 14 must be a whole number from 1 to 2147483647, not str: pass it without quotes.",
    ),
    (create(products={14: 10**12}), "quantity of product 14 must be a whole number from 1 to 2147483647."),
    (
        create(products={"14": 1}),
        "product number must be a whole number from 1 to 2147483647, not str: pass it without quotes.",
    ),
    (create(products={0: 1}), "product number must be a whole number from 1 to 2147483647."),
    (create(products=[14]), "products must be a dict of product number to quantity, such as {14: 1}."),
    # orders: form
    (create(form=None), "Form 'order' needs 'name' (string: Name). Add form={\"name\": ...}."),
    (create(form={"name": ""}), "Form 'order' needs 'name' (string: Name). Add form={\"name\": ...}."),
    (
        create(form={"name": "Ada", "nmae": "x"}),
        f"Form 'order' has no field 'nmae'. Did you mean 'name'? {FIELDS}",
    ),
    (create(form={"name": 5}), "Field 'name' (string) needs text."),
    (
        create(form={"name": "Ada", "delivery": "drone"}),
        "Field 'delivery' (radioButton) needs one of its options: courier, pickup.",
    ),
    (create(form="Ada"), 'form must be a dict of marker to value, such as {"name": "Ada"}.'),
    # orders: account, status, discounts
    (
        create(payment_account=None),
        "Storage 'orders' can be paid through cash, stripe, paypal. Say which: payment_account=...",
    ),
    (
        create(payment_account="csh"),
        f"Storage 'orders' has no payment account 'csh'. Did you mean 'cash'? {ACCOUNTS}",
    ),
    (
        create(status="finished"),
        f"Storage 'orders' has no status 'finished'. {STATUSES}",
    ),
    (create(coupon=""), "coupon must be a text that is not empty."),
    (create(personal_discounts="vip"), "personal_discounts must be a list."),
    (create(bonus=1.5), 'bonus must be an amount from 0 on, exact: 10, Decimal("9.50") or "9.50".'),
    (create(bonus="-1"), 'bonus must be an amount from 0 on, exact: 10, Decimal("9.50") or "9.50".'),
    (create(bonus="much"), 'bonus must be an amount from 0 on, exact: 10, Decimal("9.50") or "9.50".'),
    # orders: reading and changing
    (lambda s: s.orders.get(0), "order_id must be a whole number from 1 to 2147483647."),
    (
        lambda s: s.orders.get("89"),  # type: ignore[arg-type]
        "order_id must be a whole number from 1 to 2147483647, not str: pass it without quotes.",
    ),
    (
        lambda s: s.orders.get("orders", 5),  # type: ignore[arg-type]
        'The number of the order comes first: shop.orders.get(5, "orders").',
    ),
    (
        lambda s: s.orders.get("orders"),  # type: ignore[arg-type]
        "order_id must be a whole number from 1 to 2147483647, not str.",
    ),
    (
        lambda s: s.orders.get(first(s)),  # type: ignore[arg-type]
        "order_id must be a whole number from 1 to 2147483647, not Order: pass its id.",
    ),
    (lambda s: s.orders.get(1.0), "order_id must be a whole number from 1 to 2147483647, not float."),  # type: ignore[arg-type]
    (lambda s: s.orders.get(5, 6), ONE_ORDER),  # type: ignore[arg-type]
    (lambda s: s.orders.list(5), ONE_ORDER),  # type: ignore[arg-type]
    (lambda s: s.orders.list(first(s)), ONE_ORDER),  # type: ignore[arg-type]
    (lambda s: s.orders.frame(5), ONE_ORDER),  # type: ignore[arg-type]
    (lambda s: s.orders.lines_frame(first(s)), ONE_ORDER),  # type: ignore[arg-type]
    (lambda s: s.orders.statuses_frame(5), ONE_ORDER),  # type: ignore[arg-type]
    (
        lambda s: s.orders.list(s.orders.storages()[0]),  # type: ignore[arg-type]
        "storage must be text, a marker of the project, not Storage: pass its marker.",
    ),
    (
        lambda s: s.checkout("orders").pay_with(s.payments.accounts()[0]),  # type: ignore[arg-type]
        "payment_account must be text, a marker of the project, not PaymentAccount: pass its marker.",
    ),
    (
        lambda s: s.orders.get(1, "ordres"),
        f"The project has no order storage 'ordres'. Did you mean 'orders'? {STORAGES}",
    ),
    (lambda s: s.orders.list("x"), f"The project has no order storage 'x'. {STORAGES}"),
    (lambda s: s.orders.list(max_items=0), "max_items must be a whole number from 1 to 2147483647."),
    (lambda s: s.orders.frame(max_items=1.5), "max_items must be a whole number from 1 to 2147483647, not float."),  # type: ignore[arg-type]
    (lambda s: s.orders.frame(money="cents"), 'money must be "decimal" (exact) or "float".'),  # type: ignore[arg-type]
    (lambda s: s.orders.statuses(""), "storage must be a text that is not empty: a marker of the project."),
    (lambda s: s.orders.update(first(s), status="done"), f"Storage 'orders' has no status 'done'. {STATUSES}"),
    (
        lambda s: s.orders.update(first(s), products={14: 0}),
        "quantity of product 14 must be a whole number from 1 to 2147483647.",
    ),
    (lambda s: s.orders.cancel(first(s), status="gone"), f"Storage 'orders' has no status 'gone'. {STATUSES}"),
    (lambda s: s.orders.preview({14: 0}), "quantity of product 14 must be a whole number from 1 to 2147483647."),
    (lambda s: s.orders.list(status=5), "status must be a list."),  # type: ignore[arg-type]
    (
        lambda s: s.orders.list(created_after=""),
        "created_after must be a datetime, a date, or ISO text such as 2026-01-31.",
    ),
    (
        lambda s: s.orders.list(created_after=pd.NaT),
        "created_after must be a datetime, a date, or ISO text such as 2026-01-31.",
    ),
    (create(personal_discounts=5), "personal_discounts must be a list."),
    (create(form={"name": pd.NA}), "Field 'name' (string) needs text."),
    (create(form={"name": "Ada", "delivery_date": pd.NaT}), "Field 'delivery_date' (date) cannot hold a NaTType."),
    (lambda s: s.orders.get(np.array([1, 2])), "order_id must be a whole number from 1 to 2147483647, not ndarray."),
    # payments
    (
        lambda s: s.payments.create_session("89"),  # type: ignore[arg-type]
        "order must be a whole number from 1 to 2147483647, not str: pass it without quotes.",
    ),
    (lambda s: s.payments.get(session(s)), f"session_id {NOT_A_SESSION}: pass its id."),  # type: ignore[arg-type]
    (lambda s: s.payments.create_session(session(s)), f"order {NOT_A_SESSION}: pass its order_id."),  # type: ignore[arg-type]
    (lambda s: s.payments.sessions_for(session(s)), f"order {NOT_A_SESSION}: pass its order_id."),  # type: ignore[arg-type]
    (lambda s: s.payments.stages_for(session(s)), f"order {NOT_A_SESSION}: pass its order_id."),  # type: ignore[arg-type]
    (lambda s: s.refunds.list(session(s)), f"order {NOT_A_SESSION}: pass its order_id."),  # type: ignore[arg-type]
    (lambda s: s.payments.account(session(s)), f"account {NOT_A_SESSION}: pass its account_id."),  # type: ignore[arg-type]
    (
        lambda s: s.payments.account(s.payments.accounts()[0]),  # type: ignore[arg-type]
        "account must be a whole number from 1 to 2147483647, not PaymentAccount: pass its id.",
    ),
    (lambda s: s.payments.get(first(s)), f"session_id {SESSIONS_OF}"),  # type: ignore[arg-type]
    (lambda s: s.payments.wait(first(s)), f"session {SESSIONS_OF}"),  # type: ignore[arg-type]
    (lambda s: s.payments.create_session(1, type="card"), 'type must be "session" or "intent".'),  # type: ignore[arg-type]
    (lambda s: s.payments.get(-1), "session_id must be a whole number from 1 to 2147483647."),
    (lambda s: s.payments.account("csh"), f"The project has no payment account 'csh'. Did you mean 'cash'? {ACCOUNTS}"),
    (lambda s: s.payments.wait(1, until="paid"), 'until must be "settled" or "link".'),  # type: ignore[arg-type]
    (lambda s: s.payments.wait(1, timeout_s=-1), "timeout_s must be a number of seconds, up to a year."),
    (lambda s: s.payments.wait(1, poll_s=0), "poll_s must be a number of seconds above 0, up to a year."),
    # forms and products
    (lambda s: s.forms.get(".."), "marker cannot be '..': it would change the address."),
    (lambda s: s.api.get_form(".."), "shop.api.get_form: '..' would change the address."),
    (lambda s: s.products.by_ids(14), "product_ids must be a list."),  # type: ignore[arg-type]
    (
        lambda s: s.products.list(filters={"a": 1}),  # type: ignore[arg-type]
        "filters must be a list.",
    ),
    (
        lambda s: s.products.list(filters=[{"title": "Tea"}, {"pageUrl": "tea"}]),
        "filters[1] has 'pageUrl', which no condition has, and a server that leaves it out answers with other products "
        "than you asked for (docs/api/products.md#products-filter). Did you mean 'pageUrls'? A condition has: "
        "attributeMarker, conditionMarker, conditionValue, statusMarker, title, pageUrls, isNested. For a member of a "
        "newer server, use shop.api.",
    ),
    (lambda s: s.products.frame(filters=[{"pageUrls": "tea"}]), PAGE_URLS),
    (lambda s: s.products.count(filters=[{"pageUrls": [11]}]), PAGE_URLS),
    (
        lambda s: s.products.list(filters=[{"attributeMarker": "price", "conditionMarker": "gt"}]),
        "conditionMarker of filters[0] must be one of in, nin, eq, neq, mth, lth, exs, nexs.",
    ),
    (
        lambda s: s.products.list(filters=[{"conditionMarker": "eq", "conditionValue": float("nan")}]),
        "conditionValue of filters[0] must be text, a finite number or None.",
    ),
    (
        lambda s: s.products.without_page([{"title": "Tea"}]),  # type: ignore[arg-type]
        'condition must be a condition, such as {"statusMarker": "in_stock"}.',
    ),
    (lambda s: s.products.without_page({"title": 5}), "title of condition must be text."),
    (lambda s: s.products.without_page({"isNested": 1}), "isNested of condition must be True or False."),
    (lambda s: s.products.list(page="/shop/coffee"), PAGE_MARKER),
    (lambda s: s.products.prices("https://shop.example/coffee"), PAGE_MARKER),
    (lambda s: s.products.prices(11), "page must be text, a marker of the project, not int."),  # type: ignore[arg-type]
    (lambda s: s.products.count(page=""), "page must be a text that is not empty: a marker of the project."),
    (lambda s: s.products.count(page=0), "page must be a whole number from 1 to 2147483647."),
    (
        lambda s: s.products.related("14"),  # type: ignore[arg-type]
        "product_id must be a whole number from 1 to 2147483647, not str: pass it without quotes.",
    ),
    (lambda s: s.products.blocks(0), "product_id must be a whole number from 1 to 2147483647."),
    (lambda s: s.products.prices("coffee", max_items=0), "max_items must be a whole number from 1 to 2147483647."),
    (lambda s: s.products.prices_frame("coffee", money="int"), 'money must be "decimal" (exact) or "float".'),  # type: ignore[arg-type]
    (lambda s: s.forms.get(""), "marker must be a text that is not empty: a marker of the project."),
    # submissions
    (
        lambda s: s.forms.submit("order", form={"name": "Ada"}),
        "Form 'order' is of type order and takes no submissions: only forms of type data and rating do "
        "(docs/api/forms.md#forms-submissions).",
    ),
    (
        lambda s: s.forms.submit("addresses", form={"city": "X"}),
        "Form 'addresses' needs 'street' (string: Street and number). Add form={\"street\": ...}.",
    ),
    (
        lambda s: s.forms.submit("addresses", form=ADDRESS | {"town": "X"}),
        "Form 'addresses' has no field 'town'. Its fields: label, street, postcode, city, floor_plan.",
    ),
    (
        lambda s: s.forms.submit("reviews", form={}, entity=14),
        "Form 'reviews' cannot be empty: the server wants at least one of score, review, photo.",
    ),
    (
        lambda s: s.forms.submit("addresses", form=ADDRESS, entity="blog"),
        "Form 'addresses' is not for 'blog'. It has: 3 (content: account).",
    ),
    (
        lambda s: s.forms.submit("addresses", form=ADDRESS, config_id=3, entity="blog"),
        "Form 'addresses', configuration 3, is not for 'blog'. It has: 3 (content: account).",
    ),
    (lambda s: s.forms.submit("addresses", form=ADDRESS, config_id=2), NO_CONFIG),
    (lambda s: s.forms.submissions("addresses", config_id=2), NO_CONFIG),
    (lambda s: s.forms.submissions_frame("addresses", config_id=2), NO_CONFIG),
    (
        lambda s: s.forms.submit("contact_us", form={"message": "Hi"}),
        "Say what the submission is about: entity=..., the marker of a page or the number of a product. Form "
        "'contact_us' is for: content: contacts-page, blog.",
    ),
    (
        lambda s: s.forms.submit("newsletter", form={}),
        "The server does not say what form 'newsletter' is for, which a submission has to name. Ask the project's "
        "owner, and pass both: config_id=..., entity=... (docs/api/forms.md#forms-submissions).",
    ),
    (
        lambda s: s.forms.submit("reviews", form={"score": 5}, entity=0),
        "entity must be a whole number from 1 to 2147483647.",
    ),
    (lambda s: s.forms.submit("reviews", form={"score": 5}, entity=" "), "entity must be a text that is not empty."),
    (
        lambda s: s.forms.submit("addresses", form=ADDRESS, config_id="3"),  # type: ignore[arg-type]
        "config_id must be a whole number from 1 to 2147483647, not str: pass it without quotes.",
    ),
    (
        lambda s: s.forms.submit("addresses", form=ADDRESS, reply_to=1.5),  # type: ignore[arg-type]
        "reply_to must be a whole number from 1 to 2147483647, not float.",
    ),
    (lambda s: s.forms.submit("addresses", form=ADDRESS, status="aproved"), STATUS),  # type: ignore[arg-type]
    (lambda s: s.forms.submissions("addresses", status=["sent", "aproved"]), STATUS),
    (lambda s: s.forms.set_submission_status(1, "aproved"), STATUS),  # type: ignore[arg-type]
    (lambda s: s.forms.submissions("addresses", author=""), "author must be a text that is not empty."),
    (
        lambda s: s.forms.submissions("addresses", answers_to=-1),
        "answers_to must be a whole number from 1 to 2147483647.",
    ),
    (
        lambda s: s.forms.submissions("addresses", created_after="soon"),
        "created_after must be a datetime, a date, or ISO text such as 2026-01-31.",
    ),
    (lambda s: s.forms.submissions("addresses", max_items=0), "max_items must be a whole number from 1 to 2147483647."),
    (lambda s: s.forms.submissions(".."), "marker cannot be '..': it would change the address."),
    (
        lambda s: s.forms.update_submission(5, form={"street": "x"}),  # type: ignore[arg-type]
        "submission must be a Submission, with the answers to keep: from shop.forms.submissions or submit.",
    ),
    (
        lambda s: s.forms.delete_submission("5"),  # type: ignore[arg-type]
        "submission must be a whole number from 1 to 2147483647, not str: pass it without quotes.",
    ),
    (lambda s: s.products.get(0), "product_id must be a whole number from 1 to 2147483647."),
    (
        lambda s: s.products.by_ids([1, "x"]),  # type: ignore[list-item]
        "each of product_ids must be a whole number from 1 to 2147483647, not str.",
    ),
    (
        lambda s: s.products.get(s.products.list()[0]),  # type: ignore[arg-type]
        "product_id must be a whole number from 1 to 2147483647, not Product: pass its id.",
    ),
    (lambda s: s.products.search(" "), "text must be a text that is not empty."),
]


@pytest.mark.parametrize(("call", "message"), INPUT, ids=range(len(INPUT)))
def test_invalid_argument_raises_and_sends_nothing(shop: oe.Shop, call: Call, message: str) -> None:
    before = shop.orders.list("orders").total
    with pytest.raises(oe.InputError) as caught:
        call(shop)
    assert str(caught.value) == message
    assert isinstance(caught.value, ValueError)
    assert shop.orders.list("orders").total == before


SERVER: list[tuple[Call, type[oe.ApiError], str]] = [
    (
        create(products={99_999: 1}),
        oe.InvalidRequestError,
        "createOrder was refused (400): Product 99999 not found. Correct what is named and call again.",
    ),
    (
        lambda s: s.orders.preview({99_999: 1}),
        oe.InvalidRequestError,
        "previewOrder was refused (400): Product 99999 not found. Correct what is named and call again.",
    ),
    (
        lambda s: s.orders.get(100_000),
        oe.NotFoundError,
        "getOrder found nothing (404): Order not found. Check the id or marker; it may not be yours.",
    ),
    (
        lambda s: s.orders.update(100_000, status="canceled"),
        oe.NotFoundError,
        "getOrder found nothing (404): Order not found. Check the id or marker; it may not be yours.",
    ),
    (
        lambda s: s.payments.create_session(100_000),
        oe.NotFoundError,
        "createPaymentSession found nothing (404): Order not found. Check the id or marker; it may not be yours.",
    ),
    (
        lambda s: s.payments.sessions_for(100_000),
        oe.NotFoundError,
        "getPaymentSessionByOrder found nothing (404): Order not found. Check the id or marker; it may not be yours.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "message"), SERVER, ids=range(len(SERVER)))
def test_server_refusal_raises_with_the_servers_message(
    shop: oe.Shop, call: Call, kind: type[oe.ApiError], message: str
) -> None:
    with pytest.raises(oe.ApiError) as caught:
        call(shop)
    assert type(caught.value) is kind
    assert str(caught.value) == message


def test_order_of_another_user_is_not_found(shop: oe.Shop) -> None:
    """To read, change, cancel and pay."""
    mine = {order.id for order in shop.orders.list()}
    theirs = next(number for number in range(1, 89) if number not in mine)
    for call in (
        lambda: shop.orders.get(theirs),
        lambda: shop.orders.update(theirs, products={14: 1}),
        lambda: shop.orders.cancel(theirs),
        lambda: shop.payments.create_session(theirs),
    ):
        with pytest.raises(oe.NotFoundError):
            call()


@pytest.mark.parametrize(("login", "password"), [("your-user@email.com", "wrong-one"), ("nobody@email.com", "123456")])
def test_wrong_credentials_raise_without_the_password(guest: oe.Shop, login: str, password: str) -> None:
    """One message for both; no user is signed in."""
    with pytest.raises(oe.SignInRejectedError) as caught:
        guest.users.sign_in(login, password)
    assert str(caught.value) == (
        f"Sign-in as {login} through 'email' was refused (401). "
        "Check the login and the password; a new user may have to be activated first."
    )
    assert guest.users.signed_in is None


def test_sign_up_with_a_taken_login_raises_without_the_password(guest: oe.Shop) -> None:
    with pytest.raises(oe.InvalidRequestError) as caught:
        guest.users.sign_up("Your-User@email.com", "correct-horse", form={"name_reg": "Ada"})
    assert "correct-horse" not in str(caught.value)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("call", "operation"),
    [
        (lambda s: s.users.me(), "getUser"),
        (lambda s: s.orders.list(), "listOrders"),
        (lambda s: s.orders.frame(), "listOrders"),
        (lambda s: s.payments.accounts(), "listPaymentAccounts"),
        (lambda s: s.payments.frame(), "listPaymentAccounts"),
        (lambda s: s.api.get_bonus_balance(), "getBonusBalance"),
    ],
)
def test_call_without_sign_in_raises_sign_in_required(guest: oe.Shop, call: Call, operation: str) -> None:
    with pytest.raises(oe.SignInRequiredError) as caught:
        call(guest)
    assert str(caught.value) == (
        f"{operation} needs a signed-in user. Sign in first: shop.users.sign_in(login, password)."
    )


@pytest.mark.parametrize(
    ("call", "operation"),
    [
        (create(), "createOrder"),
        (lambda s: s.payments.create_session(1), "createPaymentSession"),
        (lambda s: s.cart.read(), "getCart"),
        (lambda s: s.cart.add(14), "getCart"),
        (lambda s: s.wishlist.add(14), "addWishlistItem"),
        (lambda s: s.api.set_cart(body={"items": []}), "setCart"),
    ],
)
def test_what_a_guest_may_do_is_not_done_by_accident(
    guest: oe.Shop, sandbox: oe.Sandbox, call: Call, operation: str
) -> None:
    """The server would take it from a visitor without a name, and the result could never be found again."""
    before = sandbox.stats()["requests"].get(operation, 0)
    with pytest.raises(oe.SignInRequiredError) as caught:
        call(guest)
    assert str(caught.value) == (
        f"{operation} needs a signed-in user. Sign in first: shop.users.sign_in(login, password). "
        "Or be a guest: shop.as_guest()."
    )
    assert sandbox.stats()["requests"].get(operation, 0) == before


def test_wrong_app_token_raises_access_denied_without_the_token(sandbox: oe.Sandbox) -> None:
    with (
        oe.connect(url=sandbox.url, app_token="wrong-token") as shop,
        pytest.raises(oe.AccessDeniedError) as caught,
    ):
        shop.users.sign_in("your-user@email.com", "123456")
    assert str(caught.value) == (
        "listAuthProviders was refused (403): Resource is closed. Check ONEENTRY_APP_TOKEN: "
        "a missing or wrong app token looks like a closed project."
    )


@pytest.fixture
def answer_with() -> Iterator[Callable[[bytes], str]]:
    """A server that answers every connection with the same bytes, then closes it."""
    open_sockets: list[socket.socket] = []

    def start(answer: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        open_sockets.append(listener)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in open_sockets:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<!DOCTYPE html><p>Welcome</p>"


def test_html_response_raises_response_format_error(answer_with: Callable[[bytes], str]) -> None:
    """The usual sign of a wrong URL."""
    with oe.connect(url=answer_with(PAGE), app_token="t") as shop, pytest.raises(oe.ResponseFormatError) as caught:
        shop.forms.list()
    assert str(caught.value) == (
        "listForms answered with something that is not JSON (a web page). "
        "Check that ONEENTRY_URL is the address of a OneEntry project."
    )


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", b"SSH-2.0-OpenSSH_9.2\r\n"]
)
def test_incomplete_response_raises_connection_failed(answer_with: Callable[[bytes], str], answer: bytes) -> None:
    url = answer_with(answer)
    with oe.connect(url=url, app_token="t") as shop, pytest.raises(oe.ConnectionFailedError) as caught:
        shop.api.sign_up("email", body={"langCode": "en_US", "authData": [{"marker": "a", "value": "b"}]})
    assert caught.value.sent
    assert str(caught.value) == (
        f"signUp was cut off by {url.removeprefix('http://')} before its answer was complete. "
        "It may have been carried out: look before you call again, so that nothing is done twice."
    )


@pytest.mark.slow
def test_unreachable_server_raises_connection_failed_with_sent_false() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with (
        oe.connect(url=f"http://127.0.0.1:{port}", app_token="t") as shop,
        pytest.raises(oe.ConnectionFailedError) as caught,
    ):
        shop.api.generate_code("email", body={"userIdentifier": "a", "eventIdentifier": "b"})
    assert caught.value.sent is False
    assert str(caught.value) == (
        f"generateCode was not sent: 127.0.0.1:{port} cannot be reached. "
        "Check the address (ONEENTRY_URL) and your network, then call again."
    )


def test_unknown_option_names_the_method_and_the_nearest_option(shop: oe.Shop) -> None:
    with pytest.raises(TypeError, match=r"\.frame\(\) has no option 'created_since'\. Did you mean 'created_after'\?"):
        shop.orders.frame(created_since="2024-01-01")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"\.list\(\) has no option 'max_item'\. Did you mean 'max_items'\?"):
        shop.orders.list("orders", max_item=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"\.frame\(\) has no option 'zzz'\. It takes: "):
        shop.payments.frame(zzz=1)  # type: ignore[call-arg]


@pytest.mark.parametrize("name", ["users", "orders", "payments", "refunds", "discounts", "forms", "products", "cart"])
def test_repr_of_a_resource_has_its_name_and_methods(shop: oe.Shop, name: str) -> None:
    shown = repr(getattr(shop, name))
    assert shown.startswith(f"<shop.{name}: ")
    assert "list" in shown or name in {"users", "cart"}
    assert "0x" not in shown and "_" not in shown.partition(": ")[2][0]
