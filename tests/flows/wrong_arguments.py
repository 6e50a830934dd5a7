"""Calls with wrong arguments, and what the error of each says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

import oneentry_toolkit as oe

Call = Callable[[oe.Shop], Any]


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


BRACKETS = "Put a single one into brackets: [...]."
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
    (create(personal_discounts="vip"), f"personal_discounts must be a list, not str. {BRACKETS}"),
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
    (
        lambda s: s.orders.frame(money="cents"),
        'money must be "exact" (dtype money), "decimal" (objects of Decimal) or "float".',
    ),  # type: ignore[arg-type]
    (lambda s: s.orders.statuses(""), "storage must be a text that is not empty: a marker of the project."),
    (lambda s: s.orders.update(first(s), status="done"), f"Storage 'orders' has no status 'done'. {STATUSES}"),
    (
        lambda s: s.orders.update(first(s), products={14: 0}),
        "quantity of product 14 must be a whole number from 1 to 2147483647.",
    ),
    (lambda s: s.orders.cancel(first(s), status="gone"), f"Storage 'orders' has no status 'gone'. {STATUSES}"),
    (lambda s: s.orders.preview({14: 0}), "quantity of product 14 must be a whole number from 1 to 2147483647."),
    (lambda s: s.orders.list(status=5), f"status must be a list, not int. {BRACKETS}"),  # type: ignore[arg-type]
    (
        lambda s: s.orders.list(created_after=""),
        "created_after must be a datetime, a date, or ISO text such as 2026-01-31.",
    ),
    (
        lambda s: s.orders.list(created_after=pd.NaT),
        "created_after must be a datetime, a date, or ISO text such as 2026-01-31.",
    ),
    (create(personal_discounts=5), f"personal_discounts must be a list, not int. {BRACKETS}"),
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
    (lambda s: s.products.by_ids(14), f"product_ids must be a list, not int. {BRACKETS}"),  # type: ignore[arg-type]
    (
        lambda s: s.products.list(filters={"a": 1}),  # type: ignore[arg-type]
        f"filters must be a list, not dict. {BRACKETS}",
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
    (
        lambda s: s.products.prices_frame("coffee", money="int"),
        'money must be "exact" (dtype money), "decimal" (objects of Decimal) or "float".',
    ),  # type: ignore[arg-type]
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
