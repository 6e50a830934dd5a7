"""Carts and wishlists: what they keep, whose they are, and what becomes of a guest's."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from oneentry_toolkit.sandbox.operations.carts import MOST_LINES

CART, WISHLIST = "/users/me/cart", "/users/me/wishlist"
SIGN_UP = "/users-auth-providers/marker/email/users/sign-up"
DAY_S = 86_400
NOW = "2025-04-30T20:15:29.254Z"


def named() -> dict[str, str]:
    return {"x-guest-id": str(uuid.uuid4())}


def line(product: int, qty: int) -> dict[str, Any]:
    return {"productId": product, "qty": qty}


def kept(cart: Any) -> list[tuple[int, int]]:
    """Products and quantities, after a look at the rest."""
    assert cart["total"] == len(cart["items"])
    assert all(set(one) == {"productId", "qty", "addedAt"} for one in cart["items"])
    return [(one["productId"], one["qty"]) for one in cart["items"]]


@pytest.fixture(scope="module")
def shop(shared: Any) -> Any:
    """The module's sandbox with the demo user signed in, whose lists start empty in each test."""
    return shared


@pytest.fixture(autouse=True)
def _empty(shop: Any) -> None:
    for path in (CART, WISHLIST):
        shop.put(path, {"items": []})


@pytest.fixture
def visitor(shop: Any, connect: Callable[..., Any]) -> Any:
    """A client of the module's sandbox without a sign-in."""
    return connect(shop.sandbox)


def test_a_cart_is_filled_changed_and_emptied(shop: Any) -> None:
    assert shop.get(CART) == {"items": [], "total": 0}
    assert shop.post(f"{CART}/items", line(14, 2)) == {"items": [line(14, 2) | {"addedAt": NOW}], "total": 1}
    assert kept(shop.post(f"{CART}/items", line(8, 1))) == [(14, 2), (8, 1)]
    # The quantity is the new one, not one to add.
    assert kept(shop.post(f"{CART}/items", line(14, 5))) == [(14, 5), (8, 1)]
    assert shop("DELETE", f"{CART}/items/14").json() == shop.get(CART)
    assert kept(shop.get(CART)) == [(8, 1)]
    assert kept(shop("DELETE", f"{CART}/items/12345").json()) == [(8, 1)]
    assert kept(shop.put(CART, {"items": [line(21, 3), line(14, 1)]})) == [(21, 3), (14, 1)]
    assert shop.put(CART, {"items": []}) == {"items": [], "total": 0}


def test_a_wishlist_is_filled_and_emptied(shop: Any) -> None:
    on_it = {"items": [{"productId": 14, "addedAt": NOW}], "total": 1}
    assert shop.post(f"{WISHLIST}/items", {"productId": 14}) == on_it
    assert shop.post(f"{WISHLIST}/items", {"productId": 14}) == on_it
    assert kept(shop.get(CART)) == []
    assert shop.put(WISHLIST, {"items": [{"productId": 8}, {"productId": 14}]})["total"] == 2
    assert [one["productId"] for one in shop("DELETE", f"{WISHLIST}/items/8").json()["items"]] == [14]


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("POST", f"{CART}/items", line(14, 0), ["qty must not be less than 1"]),
        ("POST", f"{CART}/items", line(14, -1), ["qty must not be less than 1"]),
        ("POST", f"{CART}/items", {"productId": 14}, ["qty must be a number conforming to the specified constraints"]),
        ("POST", f"{CART}/items", line(9999, 1), "Product 9999 not found"),
        ("PUT", CART, {}, ["items must be an array"]),
        ("PUT", CART, {"items": [line(14, 1), line(14, 2)]}, "Product 14 is in the cart twice"),
        ("PUT", WISHLIST, {"items": [{"productId": 14}, {"productId": 14}]}, "Product 14 is in the wishlist twice"),
        ("PUT", CART, {"items": [line(1, 1)] * (MOST_LINES + 1)}, ["items must contain no more than 500 elements"]),
    ],
)
def test_what_cannot_be_kept_is_refused(shop: Any, method: str, path: str, body: Any, message: Any) -> None:
    shop.post(f"{CART}/items", line(8, 1))
    assert shop.refused(method, path, body) == (400, message)
    assert kept(shop.get(CART)) == [(8, 1)]


def test_a_full_cart_takes_no_further_line(shop: Any) -> None:
    columns = "(owner, list, product_id, qty, added_at, changed_at)"
    for number in range(1000, 1000 + MOST_LINES):
        shop.sql(f"INSERT INTO kept_products {columns} VALUES (16, 'cart', ?, 1, ?, ?)", number, NOW, NOW)
    assert shop.refused("POST", f"{CART}/items", line(14, 1)) == (400, ["items must contain no more than 500 elements"])
    assert shop.get(CART)["total"] == MOST_LINES
    shop("DELETE", f"{CART}/items/1000")
    assert shop.post(f"{CART}/items", line(14, 1))["total"] == MOST_LINES


def test_guests_have_carts_of_their_own(shop: Any, visitor: Any) -> None:
    one, other = named(), named()
    assert visitor("POST", f"{CART}/items", line(14, 2), headers=one).status_code == 201
    assert kept(visitor("GET", CART, headers=one).json()) == [(14, 2)]
    # A UUID is the same one in capitals.
    assert kept(visitor("GET", CART, headers={"x-guest-id": one["x-guest-id"].upper()}).json()) == [(14, 2)]
    assert kept(visitor("GET", CART, headers=other).json()) == []
    assert kept(shop.get(CART)) == []
    # Together with a bearer, the guest id is ignored.
    assert kept(shop("GET", CART, headers=one).json()) == []


@pytest.mark.parametrize(
    "sent", [None, "guest_5f6f0d3e-8f0c-4c67-9d2e-0f4c1f2d7a11", "", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"]
)
def test_an_id_is_minted_for_a_guest_without_a_valid_one(visitor: Any, sent: str | None) -> None:
    headers = {} if sent is None else {"x-guest-id": sent}
    answer = visitor("POST", f"{CART}/items", line(14, 2), headers=headers)
    # The answer has the line, and only another read shows that it was kept under another id.
    assert kept(answer.json()) == [(14, 2)]
    assert kept(visitor("GET", CART, headers=headers).json()) == []
    minted = answer.headers["x-guest-id"]
    assert uuid.UUID(minted).version == 4
    cookie = f"oe_guest_id={minted}; Max-Age=7776000; Path=/; SameSite=Lax; Secure"
    assert answer.headers["set-cookie"] == cookie
    again = visitor("GET", CART, headers={"x-guest-id": minted})
    assert kept(again.json()) == [(14, 2)]
    assert "x-guest-id" not in again.headers


def test_a_missing_guest_id_is_refused_on_request(connect: Callable[..., Any]) -> None:
    visitor = connect(guest_id="required")
    for path in (CART, WISHLIST):
        assert visitor.refused("GET", path) == (400, "Missing x-guest-id header")
        assert visitor.refused("DELETE", f"{path}/items/14") == (400, "Missing x-guest-id header")
        assert visitor.refused("PUT", path, {"items": []}) == (400, "Missing x-guest-id header")
        assert visitor("GET", path, headers=named()).status_code == 200
    visitor.sign_in()
    assert visitor.get(CART)["total"] == 0


def test_a_bearer_that_has_ended_is_no_guest(connect: Callable[..., Any]) -> None:
    """A client that is to renew its sign-in gets a 401, and not the empty cart of a guest."""
    client = connect()
    client.sign_in()
    client.sandbox.expire_tokens()
    for headers in ({}, named()):
        assert client.refused("GET", CART, headers=headers) == (401, "Unauthorized")
    client.http.headers["Authorization"] = "Bearer nonsense"
    assert client.refused("POST", f"{CART}/items", line(14, 1)) == (401, "Unauthorized")


@pytest.mark.parametrize(("path", "body", "days"), [(CART, line(14, 1), 30), (WISHLIST, {"productId": 14}, 90)])
def test_a_guests_list_ends_some_time_after_its_last_change(
    connect: Callable[..., Any], path: str, body: dict[str, Any], days: int
) -> None:
    client, guest = connect(), named()
    client("POST", f"{path}/items", body, headers=guest)
    client.sandbox.set_clock(advance_s=days * DAY_S - 60)
    assert client("GET", path, headers=guest).json()["total"] == 1
    client("POST", f"{path}/items", body, headers=guest)
    client.sandbox.set_clock(advance_s=days * DAY_S - 60)
    assert client("GET", path, headers=guest).json()["total"] == 1
    client.sandbox.set_clock(advance_s=60)
    assert client("GET", path, headers=guest).json()["total"] == 0
    added = client("POST", f"{path}/items", body | {"productId": 8}, headers=guest).json()
    assert [one["productId"] for one in added["items"]] == [8]
    # A user's stays.
    client.sign_in()
    client.post(f"{path}/items", body)
    client.sandbox.set_clock(advance_s=1000 * DAY_S)
    client.sign_in()
    assert client.get(path)["total"] == 1


def test_a_sign_up_takes_over_the_guests_cart(visitor: Any, auth_body: Callable[..., Any]) -> None:
    guest = named()
    visitor("PUT", CART, {"items": [line(14, 2), line(8, 1)]}, headers=guest)
    visitor("POST", f"{WISHLIST}/items", {"productId": 21}, headers=guest)
    name = {"en_US": [{"marker": "name_reg", "type": "string", "value": "Ada"}]}
    body = auth_body("ada.cart@example.com", "secret-9") | {"langCode": "en_US", "formData": name}
    assert visitor("POST", SIGN_UP, body, headers=guest).status_code == 201
    assert kept(visitor("GET", CART, headers=guest).json()) == []
    assert visitor("GET", WISHLIST, headers=guest).json()["total"] == 1
    visitor.sign_in("ada.cart@example.com", "secret-9")
    assert kept(visitor.get(CART)) == [(14, 2), (8, 1)]
    assert visitor.get(WISHLIST)["total"] == 0


def test_a_sign_in_moves_nothing(shop: Any, visitor: Any) -> None:
    guest = named()
    visitor("POST", f"{CART}/items", line(14, 2), headers=guest)
    visitor.http.headers.update(guest)
    visitor.sign_in("anna.keller@example.com", "password-3")
    assert kept(visitor.get(CART)) == []


def test_an_order_does_not_empty_the_cart(shop: Any, order_body: Callable[..., Any]) -> None:
    shop.post(f"{CART}/items", line(14, 1))
    shop.post("/orders-storage/marker/orders/orders", order_body())
    assert kept(shop.get(CART)) == [(14, 1)]


def test_an_erased_account_takes_its_lists_with_it(connect: Callable[..., Any]) -> None:
    client = connect()
    client.sign_in()
    client.post(f"{CART}/items", line(14, 1))
    client.post(f"{WISHLIST}/items", {"productId": 14})
    assert client("DELETE", "/users/me/account").status_code == 200
    assert client.sql("SELECT count(*) FROM kept_products") == [(0,)]
