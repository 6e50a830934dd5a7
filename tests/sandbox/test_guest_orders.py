"""Orders of guests: previewed, placed and paid without a sign-in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

ORDERS = "/orders-storage/marker/orders/orders"
PREVIEW = "/orders-storage/orders/preview"
SESSIONS = "/payments/sessions"


def named() -> dict[str, str]:
    return {"x-guest-id": str(uuid.uuid4())}


@pytest.fixture
def guest(connect: Callable[..., Any]) -> Any:
    """A client without a sign-in, which sends a guest id."""
    client = connect()
    client.http.headers.update(named())
    return client


def test_a_guest_previews_orders_and_pays(guest: Any, order_body: Callable[..., Any]) -> None:
    preview = guest.post(PREVIEW, {"products": [{"productId": 14, "quantity": 2}]})
    assert (preview["totalSum"], preview["totalDue"], preview["discountConfig"]["bonus"]) == (680, 680, None)
    order = guest.post(ORDERS, order_body((14, 2), paymentAccountIdentifier="stripe"))
    assert (order["id"], order["totalSum"]) == (89, 680)
    session = guest.post(SESSIONS, {"orderId": 89, "type": "session"})
    assert (session["orderId"], session["amount"], session["status"]) == (89, 680, "waiting")
    guest.sandbox.settle_session(session["id"], "completed")
    assert guest.refused("POST", SESSIONS, {"orderId": 89, "type": "session"}) == (
        400,
        "Order has already been paid",
    )
    # No bonus is earned: a guest has no balance.
    assert guest.sql("SELECT count(*) FROM bonuses WHERE user_id < 0") == [(0,)]


def test_a_preview_stores_nothing(guest: Any) -> None:
    guest.post(PREVIEW, {"products": [{"productId": 14, "quantity": 2}], "bonusAmount": 5})
    assert guest.sql("SELECT count(*) FROM guests") == [(0,)]


def test_a_guest_cannot_read_its_order_back(guest: Any, order_body: Callable[..., Any]) -> None:
    """No route lists it: docs/api/requests.md#requests-guests. Paying ahead of a sign-in is all that is left."""
    order = guest.post(ORDERS, order_body())
    session = guest.post(SESSIONS, {"orderId": order["id"], "type": "session"})
    for path in (ORDERS, f"{ORDERS}/{order['id']}", SESSIONS, f"{SESSIONS}/{session['id']}"):
        assert guest.refused("GET", path) == (401, "Unauthorized")
    assert guest.refused("PUT", f"{ORDERS}/{order['id']}", order_body()) == (401, "Unauthorized")
    guest.sign_in()
    assert guest.refused("GET", f"{ORDERS}/{order['id']}") == (404, "Order not found")
    assert guest.refused("POST", SESSIONS, {"orderId": order["id"], "type": "session"}) == (404, "Order not found")


@pytest.mark.parametrize("headers", [named(), {"x-guest-id": "guest_1"}, {"x-guest-id": ""}])
def test_only_the_guest_who_ordered_can_pay(
    guest: Any, order_body: Callable[..., Any], headers: dict[str, str]
) -> None:
    order = guest.post(ORDERS, order_body())
    wanted = {"orderId": order["id"], "type": "session"}
    assert guest.refused("POST", SESSIONS, wanted, headers=headers) == (404, "Order not found")
    assert guest.refused("POST", SESSIONS, wanted | {"orderId": 1}) == (404, "Order not found")
    assert guest.post(SESSIONS, wanted)["orderId"] == order["id"]


def test_an_order_without_an_id_belongs_to_the_minted_one(connect: Callable[..., Any], order_body: Any) -> None:
    client = connect()
    answer = client("POST", ORDERS, order_body())
    wanted = {"orderId": answer.json()["id"], "type": "session"}
    assert client.refused("POST", SESSIONS, wanted) == (404, "Order not found")
    minted = {"x-guest-id": answer.headers["x-guest-id"]}
    assert client("POST", SESSIONS, wanted, headers=minted).status_code == 201


@pytest.mark.parametrize("path", [ORDERS, PREVIEW, SESSIONS])
def test_a_bearer_that_has_ended_orders_nothing(guest: Any, order_body: Callable[..., Any], path: str) -> None:
    guest.sign_in()
    guest.sandbox.expire_tokens()
    bodies = {ORDERS: order_body(), PREVIEW: {}, SESSIONS: {"orderId": 1, "type": "session"}}
    assert guest.refused("POST", path, bodies[path]) == (401, "Unauthorized")
    assert guest.sql("SELECT count(*) FROM orders WHERE id > 88") == [(0,)]


def test_a_guest_has_the_discounts_of_its_group(guest: Any, order_body: Callable[..., Any]) -> None:
    basket = {"products": [{"productId": 14, "quantity": 1}], "couponCode": "WELCOME10"}
    assert guest.post(PREVIEW, basket)["totalDue"] == 306
    order = guest.post(ORDERS, order_body(couponCode="WELCOME10", bonusAmount=5))
    assert (order["totalSum"], order["bonusApplied"]) == (306, 0)


def test_the_front_page_shows_the_orders_of_guests(guest: Any, order_body: Callable[..., Any]) -> None:
    guest.post(ORDERS, order_body())
    page = guest.http.get(guest.sandbox.url).text
    assert ">89<" in page
