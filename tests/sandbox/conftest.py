"""A sandbox that checks its own answers, and a client that speaks plain HTTP to it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from oneentry_toolkit.sandbox import Sandbox

from .control_room import Room

API = "/api/content"
PHONE = {"fingerprint": "UQ_phone", "deviceInfo": {"os": "iOS", "browser": "Safari", "location": "en-US"}}
LAPTOP = {"fingerprint": "UQ_laptop", "deviceInfo": {"os": "Linux", "browser": "Firefox", "location": "de-DE"}}


class Client:
    """One device that talks to a sandbox."""

    def __init__(self, sandbox: Sandbox, device: dict[str, Any] = LAPTOP) -> None:
        self.sandbox = sandbox
        headers = {"x-app-token": sandbox.app_token, "x-device-metadata": json.dumps(device)}
        self.http = httpx.Client(base_url=sandbox.url + API, headers=headers, timeout=30)
        self.refresh_token = ""

    def close(self) -> None:
        self.http.close()

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        return self.http.request(method, path, **({} if body is None else {"json": body}), **more)

    def get(self, path: str, **params: Any) -> Any:
        """The body of an answer that must be 200."""
        answer = self("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None) -> Any:
        """The body of an answer that must be 201."""
        answer = self("POST", path, body)
        assert answer.status_code == 201, answer.text
        return answer.json() if answer.content else None

    def put(self, path: str, body: Any) -> Any:
        """The body of an answer that must be 200."""
        answer = self("PUT", path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        """Status and message of an answer that must be the error envelope."""
        answer = self(method, path, body, **more)
        envelope = answer.json()
        assert set(envelope) == {"statusCode", "timestamp", "message", "pageData"}, envelope
        assert envelope["statusCode"] == answer.status_code >= 400
        assert envelope["pageData"] is None
        return answer.status_code, envelope["message"]

    def sign_in(self, login: str | None = None, password: str | None = None) -> Any:
        """Sign in (as the demo user, by default) and keep the tokens."""
        pair = self.post(
            "/users-auth-providers/marker/email/users/auth",
            auth_body(login or self.sandbox.user, password or self.sandbox.password),
        )
        self.use(pair)
        return pair

    def use(self, pair: Any) -> None:
        """Send these tokens from now on."""
        self.http.headers["Authorization"] = f"Bearer {pair['accessToken']}"
        self.refresh_token = pair["refreshToken"]

    def code_sent_to(self, recipient: str) -> str:
        """The newest code in the outbox."""
        with self.sandbox.instance.store.read() as tx:
            row = tx.execute("SELECT code FROM outbox WHERE recipient = ? ORDER BY id DESC", (recipient,)).fetchone()
        assert row is not None
        code: str = row[0]
        return code

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Run a statement in the sandbox's database: the way to make time pass."""
        with self.sandbox.instance.store.write() as tx:
            return tx.execute(statement, values).fetchall()


def auth_body(login: str, password: str) -> dict[str, Any]:
    return {"authData": [{"marker": "email_reg", "value": login}, {"marker": "password_reg", "value": password}]}


def order_body(*products: tuple[int, int], **more: Any) -> dict[str, Any]:
    """The seed scenario's order, or one with other products and members."""
    return {
        "formIdentifier": "order",
        "paymentAccountIdentifier": "cash",
        "formData": {"en_US": [{"type": "string", "marker": "name", "value": "Christina Thomas"}]},
        "products": [{"productId": product, "quantity": quantity} for product, quantity in products or [(14, 1)]],
    } | more


@pytest.fixture(name="order_body")
def _order_body() -> Callable[..., dict[str, Any]]:
    return order_body


@pytest.fixture(name="auth_body")
def _auth_body() -> Callable[[str, str], dict[str, Any]]:
    return auth_body


@pytest.fixture
def connect() -> Iterator[Callable[..., Client]]:
    """Makes a client of a sandbox with the given options (or of the given sandbox)."""
    clients: list[Client] = []
    started: list[Sandbox] = []

    def make(sandbox: Sandbox | None = None, *, device: dict[str, Any] = LAPTOP, **options: Any) -> Client:
        if sandbox is None:
            sandbox = Sandbox(check_answers=True, **options).start()
            started.append(sandbox)
        clients.append(Client(sandbox, device))
        return clients[-1]

    yield make
    for client in clients:
        client.close()
    for one in started:
        one.stop()


@pytest.fixture
def shop(connect: Callable[..., Client]) -> Client:
    """A fresh sandbox with the demo user signed in."""
    client = connect()
    client.sign_in()
    return client


@pytest.fixture(scope="module")
def shared() -> Iterator[Client]:
    """A sandbox that the whole module only reads, with the demo user signed in."""
    with Sandbox(check_answers=True) as sandbox:
        client = Client(sandbox)
        client.sign_in()
        yield client
        client.close()


@pytest.fixture
def phone() -> dict[str, Any]:
    """Another device."""
    return PHONE


@pytest.fixture
def enter() -> Iterator[Callable[[Sandbox], Room]]:
    """Makes the control room of a sandbox."""
    with contextlib.ExitStack() as stack:

        def make(sandbox: Sandbox) -> Room:
            room = Room(sandbox)
            stack.enter_context(room.http)
            return room

        yield make


@pytest.fixture
def room(shop: Client, enter: Callable[[Sandbox], Room]) -> Room:
    """The control room of the test's own sandbox."""
    return enter(shop.sandbox)


@pytest.fixture(scope="module")
def quiet(shared: Client) -> Iterator[Room]:
    """The control room of the module's sandbox, which no test changes."""
    room = Room(shared.sandbox)
    with room.http:
        yield room
