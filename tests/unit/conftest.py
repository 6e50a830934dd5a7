"""Fixtures of the unit tests: an ``ApiClient`` whose server is a function, and no pauses between tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import stamina

from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.retry import RetryPolicy
from oneentry_toolkit.transport.tokens import Device, MemoryTokens, TokenPair, TokenStore

Handler = Callable[[httpx.Request], httpx.Response]
MakeClient = Callable[..., ApiClient]

PAIR = TokenPair(
    url="https://shop.example",
    provider="email",
    user="ada@example.com",
    access_token="access-token-1",
    refresh_token="refresh-token-1",
    fingerprint="UQ_1",
)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    """Makes an ``ApiClient`` that gets its responses from a function."""
    made: list[ApiClient] = []

    def make(handler: Handler, *, tokens: TokenStore | None = None, **options: Any) -> ApiClient:
        api = ApiClient(
            url="https://shop.example",
            app_token="app-token-1",
            tokens=tokens or MemoryTokens(),
            device=Device("UQ_1"),
            timeout_s=options.pop("timeout_s", 5.0),
            retry=options.pop("retry", RetryPolicy()),
            transport=httpx.MockTransport(handler),
        )
        made.append(api)
        return api

    yield make
    for api in made:
        api.close()


@pytest.fixture
def signed_in() -> MemoryTokens:
    """Tokens of a signed-in user."""
    tokens = MemoryTokens()
    tokens.save(PAIR)
    return tokens
