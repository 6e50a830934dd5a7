"""Signed prices: which are taken, and for how long."""

from __future__ import annotations

import pytest

from oneentry_toolkit.sandbox.data.catalogue import Definition
from oneentry_toolkit.sandbox.operations import lines

from .till import ORDERS


def signed(shop, product, storage="orders"):
    found = shop.post(f"/products/all?signPrice={storage}&ids={product}", [])["items"][0]
    return {"productId": product, "quantity": 1, "signedPrice": found["signedPrice"]}


def test_a_signed_price_counts_until_it_expires(connect, order_body):
    """Create and update take the signed price while the storage holds it; preview does not."""
    shop = connect()
    shop.sign_in()
    line = signed(shop, 14)
    bodies = shop.sandbox.instance.catalogue.products.by_id
    bodies[14].body["price"] = 500
    assert shop.post(ORDERS, order_body())["totalSum"] == 500
    assert shop.post(ORDERS, order_body(products=[line]))["totalSum"] == 340
    assert shop.get(f"{ORDERS}/90")["products"][0]["price"] == 340
    assert shop.put(f"{ORDERS}/89", order_body(products=[line]))["totalSum"] == 340
    preview = shop.post("/orders-storage/orders/preview", {"products": [line]})
    assert preview["totalSum"] == 500
    shop.sandbox.set_clock(advance_s=590)
    assert shop.post(ORDERS, order_body(products=[line]))["totalSum"] == 340
    shop.sandbox.set_clock(advance_s=10)
    expired = (400, "products.0.signedPrice has expired")
    assert shop.refused("POST", ORDERS, order_body(products=[line])) == expired
    assert shop.refused("PUT", f"{ORDERS}/89", order_body(products=[line])) == expired


@pytest.mark.parametrize(
    ("setting", "seconds"),
    [("10m", 600), ("90s", 90), ("2h", 7_200), ("1d", 86_400), ("10", 0), ("soon", 0), ("", 0), (None, 0)],
)
def test_a_storage_says_how_long_it_holds_a_price(setting, seconds):
    """`priceExpiration`; a price that is held for no time is never taken."""
    assert lines.hold_s(Definition(1, "orders", {}, {"priceExpiration": setting})) == seconds


def test_a_storage_holds_a_price_for_its_own_time(connect, order_body):
    shop = connect()
    shop.sign_in()
    shop.sandbox.instance.catalogue.storages.by_id[1].notes["priceExpiration"] = "90s"
    line = signed(shop, 14)
    shop.sandbox.set_clock(advance_s=80)
    assert shop.post(ORDERS, order_body(products=[line]))["totalSum"] == 340
    shop.sandbox.set_clock(advance_s=10)
    expired = (400, "products.0.signedPrice has expired")
    assert shop.refused("POST", ORDERS, order_body(products=[line])) == expired


def test_a_signed_price_of_something_else_is_refused(shared, order_body):
    line = signed(shared, 14)
    others = ["nonsense", signed(shared, 1)["signedPrice"], signed(shared, 14, "tickets")["signedPrice"]]
    others.append(line["signedPrice"][:-8] + "A" * 8)
    for token in others:
        body = order_body(products=[{"productId": 1, "quantity": 1}, line | {"signedPrice": token}])
        refused = shared.refused("POST", ORDERS, body)
        assert refused == (400, "products.1.signedPrice is not valid"), token
