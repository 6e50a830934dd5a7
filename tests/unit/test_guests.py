"""Guest ids: when they are sent, which one is taken over from an answer, and what carts that cannot be read become."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest

from oneentry_toolkit import errors
from oneentry_toolkit.resources.carts import Cart, Wishlist
from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.tokens import Device, MemoryTokens

from .conftest import Handler, MakeClient

ONE, OTHER = "5f6f0d3e-8f0c-4c67-9d2e-0f4c1f2d7a11", "9b2f0d3e-8f0c-4c67-9d2e-0f4c1f2d7a12"
CART = {"items": [{"productId": 14, "qty": 2, "addedAt": "2026-05-30T10:00:00.000Z"}], "total": 1}


def guest_client(handler: Handler, tokens: MemoryTokens | None = None) -> ApiClient:
    return ApiClient(
        url="https://shop.example",
        app_token="app-token-1",
        tokens=tokens or MemoryTokens(),
        device=Device("UQ_1"),
        timeout_s=5.0,
        transport=httpx.MockTransport(handler),
        guest_id=ONE,
    )


class Server:
    """Answers with a cart, and keeps what it was asked."""

    def __init__(self, body: Any = None, **headers: str) -> None:
        self.seen: list[httpx.Request] = []
        self.body = CART if body is None else body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return httpx.Response(200, json=self.body, headers=self.headers)

    @property
    def named(self) -> list[str | None]:
        return [request.headers.get("x-guest-id") for request in self.seen]


def test_the_id_goes_where_the_contract_takes_it() -> None:
    server = Server()
    api = guest_client(server)
    api.call("get_cart")
    api.call("create_order", "orders", body={})
    api.call("preview_order", body={})
    api.call("sign_up", "email", body={})
    api.call("list_forms")
    api.call("get_user")
    assert server.named == [ONE, ONE, ONE, ONE, None, None]


def test_a_bearer_is_sent_alone(signed_in: MemoryTokens) -> None:
    """Servers ignore the id then (docs/api/requests.md#requests-guests)."""
    server = Server()
    guest_client(server, signed_in).call("get_cart")
    assert server.named == [None]
    assert "authorization" in server.seen[0].headers


def test_a_shop_without_a_guest_sends_no_id(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    server = Server(x_guest_id=OTHER)
    api = make_client(server, tokens=signed_in)
    api.call("get_cart")
    api.call("preview_order", body={})
    assert server.named == [None, None]
    assert api.guest_id is None


def test_nothing_that_would_be_lost_is_sent(make_client: MakeClient) -> None:
    server = Server()
    api = make_client(server)
    for name, path in (("create_order", ("orders",)), ("create_payment_session", ()), ("set_cart", ())):
        with pytest.raises(errors.SignInRequiredError, match=r"Or be a guest: shop\.as_guest\(\)\."):
            api.call(name, *path, body={})
    assert server.seen == []
    api.call("preview_order", body={})
    assert server.named == [None]


@pytest.mark.parametrize(("answered", "then"), [(OTHER, OTHER), (OTHER.upper(), OTHER), ("guest_1", ONE), ("", ONE)])
def test_the_id_of_an_answer_is_taken_over(answered: str, then: str) -> None:
    """A server that replaced ours keeps what was sent under its own (docs/api/traps.md#trap-35)."""
    server = Server(x_guest_id=answered)
    api = guest_client(server)
    api.call("get_cart")
    assert api.guest_id == then
    api.call("get_cart")
    assert server.named == [ONE, then]


def test_a_server_that_quotes_the_id_shows_nothing() -> None:
    api = guest_client(lambda request: httpx.Response(403, json={"statusCode": 403, "message": f"guest {ONE} may not"}))
    with pytest.raises(errors.AccessDeniedError) as caught:
        api.call("get_cart")
    assert caught.value.message == "guest *** may not"
    assert ONE not in str(caught.value) and ONE not in repr(api)


def test_a_new_guest_is_a_uuid_of_version_4() -> None:
    from oneentry_toolkit.transport.guests import check_guest_id, make_guest_id

    made = make_guest_id()
    assert uuid.UUID(made).version == 4 and make_guest_id() != made
    assert check_guest_id(made.upper()) == made
    for wrong in (None, 5, "", f"guest_{made}", str(uuid.uuid1()), f"{made}\n"):
        with pytest.raises(errors.InputError) as caught:
            check_guest_id(wrong)
        assert made not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ([], "$"),
        ({"total": 0}, "$.items"),
        ({"items": {}}, "$.items"),
        ({"items": [{"productId": 14, "qty": 1}, None]}, "$.items[1]"),
        ({"items": [{"qty": 1}]}, "$.items[0].productId"),
        ({"items": [{"productId": 14}]}, "$.items[0].qty"),
        ({"items": [{"productId": 14, "qty": 1.5}]}, "$.items[0].qty"),
    ],
)
def test_a_cart_that_cannot_be_read_raises(body: Any, path: str) -> None:
    """A line that is left out would be lost when the cart is written."""
    with pytest.raises(errors.ResponseFormatError) as caught:
        Cart(guest_client(Server(body)), "en_US").read()
    assert caught.value.json_path == path
    assert caught.value.operation == "getCart"


def test_members_that_may_be_missing() -> None:
    """``addedAt`` and ``total`` are optional."""
    server = Server({"items": [{"productId": 14, "qty": 1}]})
    (line,) = Cart(guest_client(server), "en_US").read()
    assert (line.product_id, line.quantity, line.added_at) == (14, 1, None)
    (wished,) = Wishlist(guest_client(server), "en_US").read()
    assert (wished.product_id, wished.added_at) == (14, None)


def test_a_cart_of_another_project_is_not_merged(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    server = Server()
    other = guest_client(server)
    other.url = "https://other.example"
    with pytest.raises(errors.InputError, match="of another project"):
        Cart(make_client(server, tokens=signed_in), "en_US").merge(Cart(other, "en_US"))
    assert server.seen == []
