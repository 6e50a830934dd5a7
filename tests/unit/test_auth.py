"""One refresh at a time, and the new pair kept before it is used."""

from __future__ import annotations

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from oneentry_toolkit import ApiError, ConnectionFailedError, ServerError, SignInExpiredError
from oneentry_toolkit.transport.tokens import MemoryTokens, TokenPair

from .conftest import PAIR, MakeClient


class Server:
    """Knows one living pair, as OneEntry does: refresh tokens work once and kill the pair before."""

    def __init__(self, *, refresh_status: int = 201) -> None:
        self.number = 2  # PAIR's access token "…-1" is already dead, its refresh token is not
        self.refreshes: list[str] = []
        self.served = 0
        self.refresh_status = refresh_status
        self._lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self._lock:
            if request.url.path.endswith("/refresh"):
                return self._refresh(request)
            if request.headers.get("authorization") != f"Bearer access-token-{self.number}":
                return httpx.Response(401, json={"statusCode": 401, "message": "Unauthorized"})
            self.served += 1
            return httpx.Response(200, json={"id": 16, "identifier": "ada"})

    def _refresh(self, request: httpx.Request) -> httpx.Response:
        sent = request.content.decode()
        self.refreshes.append(sent)
        assert "authorization" not in request.headers
        assert '"fingerprint":"UQ_1"' in request.headers["x-device-metadata"]
        if self.refresh_status != 201:
            return httpx.Response(self.refresh_status, json={"statusCode": self.refresh_status, "message": "dead"})
        if sent != f'{{"refreshToken":"refresh-token-{self.number - 1}"}}':
            return httpx.Response(400, json={"statusCode": 400, "message": "dead"})
        self.number += 1
        pair = {"accessToken": f"access-token-{self.number}", "refreshToken": f"refresh-token-{self.number - 1}"}
        return httpx.Response(201, json=pair)


def test_many_threads_one_refresh(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """Sixteen threads meet a 401 together: one refresh, and every call succeeds."""
    server = Server()
    api = make_client(server, tokens=signed_in)
    barrier = threading.Barrier(16)

    def call(_: int) -> Any:
        barrier.wait()
        return api.call("get_user")

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(call, range(16)))
    assert answers == [{"id": 16, "identifier": "ada"}] * 16
    assert server.refreshes == ['{"refreshToken":"refresh-token-1"}']


def test_the_new_pair_is_kept_before_it_is_used(make_client: MakeClient) -> None:
    """A crash between the refresh and the next request loses nothing."""
    order: list[str] = []

    class Watched(MemoryTokens):
        def save(self, pair: TokenPair | None) -> None:
            order.append(f"save {pair.access_token if pair else None}")
            super().save(pair)

    tokens = Watched()
    tokens.save(PAIR)
    server = Server()

    def handler(request: httpx.Request) -> httpx.Response:
        order.append(f"{request.url.path.rsplit('/')[-1]} {request.headers.get('authorization', '')}".strip())
        return server(request)

    make_client(handler, tokens=tokens).call("get_user")
    assert order == [
        "save access-token-1",
        "me Bearer access-token-1",
        "refresh",
        "save access-token-3",
        "me Bearer access-token-3",
    ]


@pytest.mark.parametrize("status", [400, 401])
def test_a_dead_refresh_token_ends_the_sign_in(make_client: MakeClient, signed_in: MemoryTokens, status: int) -> None:
    """Raised once; afterwards no user is signed in, and no further refresh is sent."""
    server = Server(refresh_status=status)
    api = make_client(server, tokens=signed_in)
    with pytest.raises(SignInExpiredError) as caught:
        api.call("get_user")
    assert str(caught.value) == (
        "Your sign-in has ended (signed out, replaced, password changed or too long ago). Sign in again."
    )
    assert signed_in.load() is None
    assert len(server.refreshes) == 1


def test_a_server_that_fails_to_refresh_ends_nothing(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """A brief outage must not destroy a sign-in (the official SDK's defect 28); and a refresh is never repeated."""
    server = Server(refresh_status=503)
    with pytest.raises(ServerError):
        make_client(server, tokens=signed_in).call("update_user", body={"formIdentifier": "reg"})
    assert signed_in.load() == PAIR
    assert len(server.refreshes) == 1


def test_a_lost_answer_to_a_refresh_ends_nothing(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """The pair is kept: the request may not have arrived."""

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/refresh"):
            raise httpx.ReadTimeout("lost")
        return httpx.Response(401)

    with pytest.raises(ConnectionFailedError):
        make_client(handler, tokens=signed_in).call("update_user", body={"formIdentifier": "reg"})
    assert signed_in.load() == PAIR


def test_a_renewal_is_not_cut_short_by_the_limit_of_a_call(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """The new pair is kept, the error says where the time went, and the next call goes on with the pair."""
    sent: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.path.rpartition("/")[2])
        if sent[-1] == "refresh":
            threading.Event().wait(0.3)
            return httpx.Response(201, json={"accessToken": "access-token-2", "refreshToken": "refresh-token-2"})
        is_renewed = request.headers["Authorization"] == "Bearer access-token-2"
        return httpx.Response(200, json={}) if is_renewed else httpx.Response(401)

    api = make_client(handler, tokens=signed_in)
    with pytest.raises(ConnectionFailedError, match="getUser was not carried out: your sign-in was renew") as caught:
        api.call("get_user", within_s=0.2)
    assert not caught.value.sent
    assert sent == ["me", "refresh"]
    assert api.call("get_user") == {}
    assert sent == ["me", "refresh", "me"]


def test_a_second_401_is_the_end(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """One refresh and one more try, not a loop."""
    sent: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.path)
        if request.url.path.endswith("/refresh"):
            return httpx.Response(201, json={"accessToken": "access-token-2", "refreshToken": "refresh-token-2"})
        return httpx.Response(401)

    with pytest.raises(SignInExpiredError):
        make_client(handler, tokens=signed_in).call("get_user")
    assert len(sent) == 3


def test_refresh_uses_the_provider_that_issued_the_pair(make_client: MakeClient) -> None:
    """The official SDK uses the configured one instead (its defect 4)."""
    paths: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.path)
        return httpx.Response(401)

    tokens = MemoryTokens()
    tokens.save(
        TokenPair(
            url="https://shop.example",
            provider="phone",
            user="a",
            access_token="a1",
            refresh_token="r1",
            fingerprint="UQ_1",
        )
    )
    with pytest.raises(SignInExpiredError):
        make_client(handler, tokens=tokens).call("get_user")
    assert paths[1] == "/api/content/users-auth-providers/marker/phone/users/refresh"


def test_more_threads_than_connections(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """A refused answer gives its connection back before anybody waits for the renewal."""
    server = Server()
    api = make_client(server, tokens=signed_in)
    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda _: api.call("get_user"), range(64)))
    assert answers == [{"id": 16, "identifier": "ada"}] * 64
    assert len(server.refreshes) == 1


@pytest.mark.parametrize("failure", [httpx.ReadTimeout("lost"), httpx.ConnectError("down"), 503, 429])
def test_a_failed_renewal_is_not_repeated_by_a_read(
    make_client: MakeClient, signed_in: MemoryTokens, failure: Exception | int
) -> None:
    """The list may be tried again, the one-time token may not; the error says that nothing was carried out."""
    refreshes = 0

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal refreshes
        if not request.url.path.endswith("/refresh"):
            return httpx.Response(401)
        refreshes += 1
        if isinstance(failure, Exception):
            raise failure
        return httpx.Response(failure)

    with pytest.raises((ConnectionFailedError, ApiError)) as caught:
        make_client(handler, tokens=signed_in).call("list_orders", "orders")
    assert str(caught.value).startswith(
        "listOrders was not carried out, because your sign-in could not be renewed just now"
    )
    assert getattr(caught.value, "sent", False) is False
    assert refreshes == 1
    assert signed_in.load() == PAIR


def test_threads_that_waited_share_the_failure(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """Eight threads do not try a one-time token eight times."""
    refreshes = 0
    barrier = threading.Barrier(8)

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal refreshes
        if not request.url.path.endswith("/refresh"):
            barrier.wait()
            return httpx.Response(401)
        refreshes += 1
        threading.Event().wait(0.2)
        return httpx.Response(503)

    api = make_client(handler, tokens=signed_in)

    def call(_: int) -> bool:
        with pytest.raises(ServerError):
            api.call("get_user")
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(call, range(8)))
    assert refreshes == 1


@pytest.mark.parametrize("status", [403, 404])
def test_a_closed_project_does_not_end_the_sign_in(
    make_client: MakeClient, signed_in: MemoryTokens, status: int
) -> None:
    """A gateway's 403 or a 404 during a deploy says nothing about the token."""
    with pytest.raises(ApiError):
        make_client(Server(refresh_status=status), tokens=signed_in).call("get_user")
    assert signed_in.load() == PAIR


def test_a_request_is_not_sent_again_for_another_user(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """Another user signs in while a request is refused: it is not sent again with that sign-in."""
    bearers: list[str] = []
    other = dataclasses.replace(PAIR, user="eve@example.com", access_token="access-token-9")

    def handler(request: httpx.Request) -> httpx.Response:
        bearers.append(request.headers["authorization"])
        signed_in.save(other)
        return httpx.Response(401)

    with pytest.raises(SignInExpiredError, match="Another user signed in to this shop"):
        make_client(handler, tokens=signed_in).call("get_user")
    assert bearers == ["Bearer access-token-1"]
    assert signed_in.load() == other


def test_two_shops_on_one_store(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """Such as one a language: the renewal is one for both."""
    server = Server()
    clients = [make_client(server, tokens=signed_in), make_client(server, tokens=signed_in)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: clients[number % 2].call("get_user"), range(16)))
    assert answers == [{"id": 16, "identifier": "ada"}] * 16
    assert len(server.refreshes) == 1
