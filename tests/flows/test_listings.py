"""``to_frame()`` of each kind of list."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER


@pytest.fixture(scope="module")
def shop() -> Iterator[oe.Shop]:
    """Signed in as the demo user, with a cart, a wishlist and a refund request; shared."""
    with oe.Sandbox() as sandbox, oe.connect(url=sandbox.url, app_token=sandbox.app_token) as connected:
        connected.users.sign_in(USER, PASSWORD)
        connected.cart.add(14, 2)
        connected.wishlist.add(3)
        connected.forms.submit("addresses", form={"city": "Bremen", "street": "Quay 2"})
        connected.refunds.request(paid_order(connected))
        yield connected


def paid_order(shop: oe.Shop) -> oe.Order:
    return shop.orders.list("orders", paid=True, max_items=1)[0]


WITH_A_FRAME: dict[str, tuple[Callable[[oe.Shop], Any], Callable[..., pd.DataFrame]]] = {
    "orders": (lambda shop: shop.orders.list(), lambda shop, **how: shop.orders.frame(**how)),
    "orders of a storage": (
        lambda shop: shop.orders.list("orders", paid=True),
        lambda shop, **how: shop.orders.frame("orders", paid=True, **how),
    ),
    "statuses": (lambda shop: shop.orders.statuses("orders"), lambda shop, **_: shop.orders.statuses_frame("orders")),
    "sessions": (lambda shop: shop.payments.list(), lambda shop, **how: shop.payments.frame(**how)),
    "accounts": (lambda shop: shop.payments.accounts(), lambda shop, **_: shop.payments.accounts_frame()),
    "products": (lambda shop: shop.products.list(), lambda shop, **how: shop.products.frame(**how)),
    "prices": (
        lambda shop: shop.products.prices("coffee"),
        lambda shop, **how: shop.products.prices_frame("coffee", **how),
    ),
    "refund requests": (
        lambda shop: shop.refunds.list(paid_order(shop)),
        lambda shop, **how: shop.refunds.frame([paid_order(shop)], **how),
    ),
    "submissions": (
        lambda shop: shop.forms.submissions("addresses"),
        lambda shop, **_: shop.forms.submissions_frame("addresses"),
    ),
}


@pytest.mark.parametrize("kind", WITH_A_FRAME)
def test_frame_of_a_list_is_that_of_the_frame_method(shop: oe.Shop, kind: str) -> None:
    read, frame = WITH_A_FRAME[kind]
    listing, expected = read(shop), frame(shop)
    found = listing.to_frame()
    assert_frame_equal(found, expected)
    assert found.attrs.get("user") == expected.attrs.get("user")
    assert_frame_equal(listing.to_frame(money="float"), frame(shop, money="float"))
    if listing.fetch and "fetch" in expected.attrs:
        assert set(found.attrs["fetch"]) == set(expected.attrs["fetch"])
        for name in set(found.attrs["fetch"]) - {"fetched_at", "pages"}:
            assert found.attrs["fetch"][name] == expected.attrs["fetch"][name], name
    assert len(listing) and len(listing[1:2].to_frame()) == len(listing[1:2])


WITHOUT: dict[str, tuple[Callable[[oe.Shop], Any], list[str]]] = {
    "storages": (lambda shop: shop.orders.storages(), ["storage_id", "storage", "title", "form", "payment_accounts"]),
    "providers": (
        lambda shop: shop.users.providers(),
        ["provider", "title", "type", "form", "is_active", "by_code"],
    ),
    "forms": (lambda shop: shop.forms.list(), ["form_id", "form", "title", "type", "fields"]),
    "hits": (lambda shop: shop.products.search("coffee"), ["product_id", "title"]),
    "blocks": (lambda shop: shop.products.blocks(1), ["block_id", "block", "title", "type"]),
    "groups": (lambda shop: shop.products.without_page(), ["total", "value", "products"]),
    "cart": (lambda shop: shop.cart.read(), ["product_id", "quantity", "added"]),
    "wishlist": (lambda shop: shop.wishlist.read(), ["product_id", "added"]),
    "discounts": (
        lambda shop: shop.discounts.list(),
        "discount_id discount title type value value_type applies_to max_amount starts ends bonus_event "
        "bonus_expires_days conditions excluded".split(),
    ),
    "bonus": (
        lambda shop: shop.discounts.bonus_history(),
        ["created", "type", "amount", "by_admin", "discount_id", "reference", "comment", "expires"],
    ),
}


@pytest.mark.parametrize("kind", WITHOUT)
def test_list_without_a_frame_method_has_typed_columns(shop: oe.Shop, kind: str) -> None:
    """With dtypes that do not depend on the rows, and the user if the records are theirs."""
    read, columns = WITHOUT[kind]
    listing = read(shop)
    found = listing.to_frame()
    declared = [name for name in found.columns if not name.startswith("attribute.")]
    assert declared == columns and len(found) == len(listing)
    assert list(found.index) == list(range(len(listing)))
    empty = listing[:0].to_frame()
    assert [str(empty[name].dtype) for name in columns] == [str(found[name].dtype) for name in columns]
    of_user = {"cart", "wishlist", "bonus"}
    assert found.attrs.get("user") == (shop.users.me().id if kind in of_user else None)
    assert_frame_equal(pickle.loads(pickle.dumps(listing)).to_frame(), found)


def test_values_of_lists_are_named(shop: oe.Shop) -> None:
    storages = shop.orders.storages().to_frame().set_index("storage")
    assert storages.loc["orders", "payment_accounts"] == list(shop.orders.storages()[0].payment_accounts)
    assert shop.forms.list().to_frame()["fields"].map(lambda one: all(isinstance(name, str) for name in one)).all()
    assert shop.cart.read().to_frame()[["product_id", "quantity"]].values.tolist() == [[14, 2]]


def test_sessions_that_were_pickled_lack_what_is_looked_up(shop: oe.Shop) -> None:
    listing = shop.payments.list()
    found = pickle.loads(pickle.dumps(listing)).to_frame()
    assert found["payment_account"].isna().all()
    assert_frame_equal(found.drop(columns="payment_account"), listing.to_frame().drop(columns="payment_account"))


def test_money_of_a_list_must_be_known(shop: oe.Shop) -> None:
    with pytest.raises(oe.InputError, match="money must be"):
        shop.orders.list(max_items=1).to_frame(money="cents")
