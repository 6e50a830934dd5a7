"""Invalid input to every public function raises one clear error, compared word for word."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER
from .wrong_arguments import INPUT, Call, create


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
