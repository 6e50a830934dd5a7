"""The seed's story, and what a shop does around it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_client.models import OrderInputProduct, OrderPreviewInput
from oneentry_client.types import UNSET
from oneentry_toolkit.errors import SignInRejectedError

from .conftest import PASSWORD, USER


def test_the_seed_as_a_user_types_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Order 89, payment session 46, at the times of docs/api/behaviour.md#behaviour-scenario; one line says where."""
    shop = oe.connect()
    assert capsys.readouterr().out == (
        "ONEENTRY_URL and ONEENTRY_APP_TOKEN are not set: using the embedded sandbox "
        "(in memory; sign in as your-user@email.com).\n"
    )
    assert shop.is_sandbox
    assert repr(shop) == "<Shop in the embedded sandbox: no user is signed in>"
    signed_in = shop.users.sign_in("your-user@email.com", "123456")
    order = shop.orders.create("orders", products={14: 1}, form={"name": "Christina Thomas"}, payment_account="cash")
    session = shop.payments.create_session(order)
    again = shop.payments.sessions_for(order)
    shop.close()

    assert repr(signed_in) == "<SignIn your-user@email.com: through email>"
    assert repr(shop) == "<Shop in the embedded sandbox: signed in as your-user@email.com>"
    assert (order.id, order.total, order.currency) == (89, Decimal(340), "USD")
    assert order.created == datetime(2025, 4, 30, 20, 15, 29, 254000, UTC)
    assert order.form == {"name": "Christina Thomas"}
    assert [(line.product_id, line.quantity) for line in order.lines] == [(14, 1)]
    assert (session.id, session.order_id, session.status) == (46, 89, "waiting")
    assert (session.account_id, session.payment_url, session.type) == (1, None, "session")
    assert session.created == session.updated == datetime(2025, 4, 30, 20, 15, 30, 506000, UTC)
    assert list(again) == [session]


def test_who_am_i(shop: oe.Shop) -> None:
    """The demo user, with the form's values and no password."""
    me = shop.users.me()
    assert (me.id, me.login, me.provider) == (16, USER, "email")
    assert me.form["name_reg"] == "Christina Thomas"
    assert not any("password" in marker for marker in me.form)


def test_signing_up_and_in(guest: oe.Shop) -> None:
    """Each value goes where its field's flags say; then the new user has no orders."""
    user = guest.users.sign_up("ada@example.com", "correct-horse", form={"name_reg": "Ada"})
    assert (user.login, user.is_active, user.form) == ("ada@example.com", True, {"name_reg": "Ada"})
    assert guest.users.signed_in is None
    with pytest.raises(SignInRejectedError):  # a login is compared character for character
        guest.users.sign_in("ADA@example.com", "correct-horse")
    guest.users.sign_in("ada@example.com", "correct-horse")
    assert guest.users.me().id == user.id
    assert guest.orders.list() == []
    assert guest.orders.frame().empty


@pytest.mark.parametrize("strict", [False, True])
def test_signing_up_with_a_phone(strict: bool) -> None:
    """Servers that take no phones as addresses for messages keep it in the profile (docs/api/traps.md#trap-21)."""
    with (
        oe.Sandbox(strict_phones=strict, check_answers=True) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as guest,
    ):
        user = guest.users.sign_up(
            "ada@example.com", "correct-horse", form={"name_reg": "Ada", "phone_reg": "+49151234"}
        )
        assert user.form == {"name_reg": "Ada", "phone_reg": "+49151234"}
        addresses = {"email": "ada@example.com", "phonePush": []}
        assert user.raw["notificationData"] == (addresses if strict else {**addresses, "phoneSMS": "+49151234"})
        # An empty one is left out, since no server takes it (docs/api/traps.md#trap-20).
        guest.users.sign_up("bob@example.com", "correct-horse", form={"name_reg": "Bob", "phone_reg": ""})
        requests = sandbox.stats()["requests"]["signUp"]
        with pytest.raises(oe.InvalidRequestError, match="User already exists"):
            guest.users.sign_up("bob@example.com", "correct-horse", form={"name_reg": "B", "phone_reg": "+49"})
        assert sandbox.stats()["requests"]["signUp"] == requests + (2 if strict else 1)


def test_signing_out_here_and_everywhere(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """Here: this device only. Everywhere: the other one learns it at its next call."""
    other = oe.connect(url=sandbox.url, app_token=sandbox.app_token)
    other.users.sign_in(USER, PASSWORD)
    other.users.sign_out()
    assert other.users.signed_in is None
    assert shop.users.me().id == 16
    other.users.sign_in(USER, PASSWORD)
    other.users.sign_out(everywhere=True)
    with pytest.raises(oe.SignInExpiredError):
        shop.users.me()
    assert shop.users.signed_in is None
    with pytest.raises(oe.SignInRequiredError, match=r"No user is signed in, so there is nothing to sign out\."):
        shop.users.sign_out()
    other.close()


def test_a_sign_in_outlives_the_kernel(sandbox: oe.Sandbox, tmp_path: Any) -> None:
    """With `FileTokens`, and its device with it: the refresh token is bound to it."""
    tokens = tmp_path / "sign-in.json"
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, tokens=oe.FileTokens(tokens)) as first:
        first.users.sign_in(USER, PASSWORD)
    kept = oe.FileTokens(tokens).load()
    assert kept is not None
    # An access token that the server does not know, as after its end: the refresh must work.
    oe.FileTokens(tokens).save(dataclasses.replace(kept, access_token="dead"))
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, tokens=oe.FileTokens(tokens)) as second:
        assert repr(second).endswith(": signed in as your-user@email.com>")
        assert second.users.me().id == 16
    with pytest.raises(oe.SettingsError, match=r"is for 127\.0\.0\.1:\d+, not for other\.example\. Keep the sign-in"):
        oe.connect(url="https://other.example", app_token="x", tokens=oe.FileTokens(tokens))
    rotated = oe.FileTokens(tokens).load()
    assert rotated is not None
    assert rotated.refresh_token != kept.refresh_token


def test_storages_and_statuses(shop: oe.Shop) -> None:
    """Every storage has a form, accounts and one default status."""
    storages = shop.orders.storages()
    assert [one.marker for one in storages] == ["orders", "subscriptions", "tickets"]
    assert storages[0].form == "order"
    assert storages[0].payment_accounts == ("cash", "stripe", "paypal")
    for storage in storages:
        assert sum(status.is_default for status in shop.orders.statuses(storage.marker)) == 1


def test_all_storages_at_once(shop: oe.Shop) -> None:
    """`list()` without a storage is the sum of all; `get` without one finds the right one."""
    every = shop.orders.list()
    parts = [shop.orders.list(one.marker) for one in shop.orders.storages()]
    assert list(every) == [order for part in parts for order in part]
    assert every.total == len(every) == sum(part.total or 0 for part in parts)
    assert shop.orders.list(max_items=3) == list(every)[:3]
    for part in parts:
        assert shop.orders.get(part[0].id) == part[0]
    with pytest.raises(oe.NotFoundError, match="Order not found"):
        shop.orders.get(100_000)


def test_an_order_is_changed_as_a_whole_and_keeps_the_rest(shop: oe.Shop) -> None:
    """Only what is given changes: form, products, status and account survive (docs/api/traps.md#trap-4)."""
    form = {
        "name": "Ada",
        "delivery": "courier",
        "delivery_date": date(2026, 12, 31),
        "comment": "Ring twice",
    }
    placed = shop.orders.create("orders", products={14: 1, 8: 2}, form=form, payment_account="stripe")
    before = shop.orders.get(placed.id, "orders")
    assert [line.title for line in before.lines] == ["Espresso machine Bora", "Stoneware mug"]
    changed = shop.orders.update(placed, form={"name": "Ada Lovelace"})
    after = shop.orders.get(changed.id)
    assert after.form == {**before.form, "name": "Ada Lovelace"}
    assert (after.lines, after.status, after.payment_account) == (before.lines, before.status, "stripe")
    more = shop.orders.get(shop.orders.update(placed.id, products={8: 1}, status="inProgress").id)
    assert [(line.product_id, line.quantity) for line in more.lines] == [(8, 1)]
    assert (more.status, more.form) == ("inProgress", after.form)


def test_a_change_keeps_coupon_personal_discount_and_bonus(shop: oe.Shop) -> None:
    """A replacement without them would put the price up."""
    order = shop.orders.create(
        "orders",
        products={14: 1},
        form={"name": "Ada"},
        payment_account="cash",
        coupon="WELCOME10",
        personal_discounts=["personal_discount"],
        bonus=5,
    )
    balance = shop.api.get_bonus_balance().balance
    assert order.total == Decimal("292.5")
    changed = shop.orders.update(order, form={"name": "Ada Lovelace"})
    assert (changed.total, changed.raw["totalDue"]) == (order.total, order.raw["totalDue"])
    assert shop.orders.get(order.id).total == order.total
    assert shop.orders.cancel(order).total == order.total
    assert shop.api.get_bonus_balance().balance >= balance


def test_cancelling(shop: oe.Shop) -> None:
    """The storage's own cancelled status is looked up; open payment sessions are cancelled with it."""
    order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
    session = shop.payments.create_session(order)
    assert shop.orders.cancel(order).status == "canceled"
    assert shop.payments.get(session.id).status == "canceled"


def test_preview(shop: oe.Shop) -> None:
    """Coupon, bonus and what is due; nothing is stored."""
    before = shop.orders.list("orders").total
    plain = shop.orders.preview({14: 1})
    assert (plain.total, plain.due, plain.coupon_applied) == (Decimal(340), Decimal(340), None)
    less = shop.orders.preview({14: 1}, coupon="WELCOME10", bonus="5.50")
    assert (less.total, less.total_with_discount, less.bonus_applied, less.due) == (
        Decimal(340),
        Decimal(306),
        Decimal("5.50"),
        Decimal("300.50"),
    )
    assert less.coupon_applied is True
    assert shop.orders.list("orders").total == before


def test_payment_sessions(shop: oe.Shop) -> None:
    """Every call opens another; by order they are a sequence whatever the server sends."""
    order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="stripe")
    assert shop.payments.sessions_for(order) == []
    first = shop.payments.create_session(order)
    second = shop.payments.create_session(order.id, type="intent")
    assert first.payment_url is not None
    assert second.client_secret is not None
    assert second.client_secret not in repr(second) + second._repr_html_() + repr(second.raw)
    assert second in shop.payments.sessions_for(order)
    assert shop.payments.get(first.id) == first
    assert {first.id, second.id} <= {one.id for one in shop.payments.list()}


def test_sessions_by_order_as_an_array() -> None:
    """The newer servers' shape: all of them."""
    with (
        oe.Sandbox(sessions_by_order="array", check_answers=True) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
    ):
        shop.users.sign_in(USER, PASSWORD)
        order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
        assert shop.payments.sessions_for(order) == []
        made = [shop.payments.create_session(order), shop.payments.create_session(order)]
        assert sorted(one.id for one in shop.payments.sessions_for(order)) == [one.id for one in made]


def test_flat_translations() -> None:
    """A shop with flat localisation is read alike."""
    seen = []
    for localization in ("keyed", "flat"):
        with (
            oe.Sandbox(localization=localization, check_answers=True) as sandbox,
            oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
        ):
            shop.users.sign_in(USER, PASSWORD)
            order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
            seen.append(
                [
                    repr(list(shop.orders.list())),
                    shop.orders.list()._repr_html_(),
                    repr(shop.products.list()),
                    repr(shop.orders.storages()),
                    repr(shop.payments.accounts()),
                    repr(shop.users.me().form),
                    repr(order.form),
                    shop.products.get(14)._repr_html_(),
                ]
            )
    assert seen[0] == seen[1]


def test_the_silent_cap_is_a_warning() -> None:
    """Ten of the demo user's orders, and the numbers in the warning."""
    with (
        oe.Sandbox(page_cap=10) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
    ):
        shop.users.sign_in(USER, PASSWORD)
        with pytest.warns(oe.IncompleteListWarning, match=r"The server gave 10 of \d+ orders of storage 'orders'\."):
            orders = shop.orders.list("orders")
        assert len(orders) == 10
        assert orders.total is not None
        assert orders.total > 10


def test_frames(shop: oe.Shop) -> None:
    """One row an order, a line, a session; the sums agree to the cent."""
    orders, lines, sessions = shop.orders.frame(), shop.orders.lines_frame(), shop.payments.frame()
    every = shop.orders.list()
    assert orders["order_id"].tolist() == [order.id for order in every]
    assert orders["order_id"].is_unique
    assert orders["total"].sum() == sum(order.total or 0 for order in every)
    assert len(lines) == orders["line_count"].sum()
    assert lines["quantity"].sum() == orders["pieces"].sum()
    assert (lines["price"] * lines["quantity"] == lines["amount"]).all()
    assert sessions["order_id"].isin(orders["order_id"]).all()
    assert set(sessions["payment_account"].dropna()) <= {"cash", "stripe", "paypal"}
    assert set(sessions["status"]) == {"waiting", "completed", "canceled", "expired"}
    assert isinstance(orders["created"].dtype, pd.DatetimeTZDtype)
    assert shop.orders.frame("tickets", max_items=1)["storage"].tolist() == ["tickets"]


def test_every_kind_of_field(shop: oe.Shop) -> None:
    """Subscriptions and tickets: dates, lists and time intervals from plain Python values."""
    day = datetime(2026, 12, 15, 14, tzinfo=UTC)
    options = list(shop.forms.get("subscription_form")["subscription_time"].options)
    subscription = shop.orders.create(
        "subscriptions",
        products={19: 1},
        form={"expired_date": date(2027, 1, 1), "subscription_time": options[0]},
        payment_account="cash",
    )
    assert shop.orders.get(subscription.id).form["expired_date"]["formattedValue"] == "01-01-2027"
    ticket = shop.orders.create(
        "tickets",
        products={22: 1},
        form={"schedule": (day, day + timedelta(hours=1)), "tickets": 2},
        payment_account="cash",
    )
    again = shop.orders.update(ticket, form={"tickets": 3})
    assert shop.orders.get(again.id).form["schedule"] == [["2026-12-15T14:00:00.000Z", "2026-12-15T15:00:00.000Z"]]
    assert shop.orders.get(again.id).form["tickets"] == 3
    renewed = shop.orders.update(subscription, form={"expired_date": date(2028, 1, 1)})
    assert (
        shop.orders.get(renewed.id).form["subscription_time"]
        == shop.orders.get(subscription.id).form["subscription_time"]
    )


def test_products_and_forms(shop: oe.Shop) -> None:
    """The catalogue by page, by number, by numbers, by text; titles in the shop's language, else as they are."""
    products = shop.products.list()
    assert len(products) == products.total
    machine = shop.products.get(14)
    assert (machine.price, machine.title) == (Decimal(340), "Espresso machine Bora")
    assert machine in products
    assert {one.id for one in shop.products.by_ids([14, 1, 99_999])} == {1, 14}
    assert shop.products.by_ids([]) == []
    assert [hit.id for hit in shop.products.search("Bora")] == [14]
    dear = shop.products.list(filters=[{"attributeMarker": "price", "conditionMarker": "mth", "conditionValue": 300}])
    assert 14 in [one.id for one in dear]
    assert all(one.price is not None and one.price > 300 for one in dear)
    assert "order" in [form.marker for form in shop.forms.list()]


def test_raw_access(shop: oe.Shop) -> None:
    """Every operation that has no shortcut, as generated models; plain dicts for bodies; secrets masked."""
    assert shop.api.get_bonus_balance().balance > 0
    assert shop.api.list_discounts(lang_code="en_US", limit=1).total > 1
    assert shop.api.validate_coupon(code="WELCOME10").valid is True
    preview = shop.api.preview_order(body={"products": [{"productId": 14, "quantity": 1}]})
    assert preview.total_due == 340
    products = shop.api.list_products(body={"filter": []}, limit=1, sort_key="price", sort_order="DESC")
    assert len(products.items) == 1
    model = OrderPreviewInput(products=[OrderInputProduct(product_id=14, quantity=1)])
    assert shop.api.preview_order(body=model, lang_code=UNSET).total_due == 340
    account = shop.api.get_payment_account(2)
    secret = account.test_settings.signing_secret_key
    assert secret
    assert secret not in repr(account)
    assert "list_discounts" in dir(shop.api)
    with pytest.raises(AttributeError, match=r"Use shop\.users\.sign_in"):
        shop.api.auth  # noqa: B018
    with pytest.raises(AttributeError, match=r"shop\.api has no 'nothing'"):
        shop.api.nothing  # noqa: B018
    with pytest.raises(oe.InputError, match=r"shop\.api\.get_product: missing a required argument: 'id'"):
        shop.api.get_product()
    with pytest.raises(oe.InputError, match=r"createOrder was not sent: a value does not fit the contract"):
        shop.api.create_order("orders", body={"products": 5})
    with pytest.raises(oe.NotFoundError):
        shop.api.get_product(99_999)


def test_another_language(sandbox: oe.Sandbox) -> None:
    """What is translated comes in it; forms are filled in it."""
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, lang="de_DE") as shop:
        shop.users.sign_in(USER, PASSWORD)
        titles = {product.id: product.title for product in shop.products.list()}
        with oe.connect(url=sandbox.url, app_token=sandbox.app_token) as english:
            others = {product.id: product.title for product in english.products.list()}
        assert any(title and title != others[number] for number, title in titles.items())
        order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
        assert shop.orders.get(order.id).form == {"name": "Ada"}
