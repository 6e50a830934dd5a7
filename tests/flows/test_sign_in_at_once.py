"""Many threads, one sign-in: against the sandbox, whose refresh tokens are one-time and bound to the device."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER

THREADS = 8


@pytest.fixture
def short_lived() -> Iterator[oe.Sandbox]:
    """A server whose access tokens end after a second."""
    with oe.Sandbox(access_token_ttl_s=1, check_answers=True) as server:
        yield server


def test_refresh_is_sent_once_for_eight_threads(sandbox: oe.Sandbox) -> None:
    """Every call succeeds."""
    tokens = Counting()
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, tokens=tokens) as shop:
        shop.users.sign_in(USER, PASSWORD)
        tokens.spoil()
        barrier = threading.Barrier(THREADS)

        def me(_: int) -> int:
            barrier.wait()
            return shop.users.me().id

        with ThreadPoolExecutor(THREADS) as pool:
            assert list(pool.map(me, range(THREADS))) == [16] * THREADS
    assert tokens.saved == 3  # signed in, spoilt, refreshed


@pytest.mark.slow
def test_threads_continue_over_several_token_expiries(short_lived: oe.Sandbox) -> None:
    with oe.connect(url=short_lived.url, app_token=short_lived.app_token) as shop:
        shop.users.sign_in(USER, PASSWORD)
        first = shop._api.tokens.load()
        end = threading.Event()
        threading.Timer(3.0, end.set).start()

        def work(_: int) -> int:
            count = 0
            while not end.is_set():
                assert shop.orders.list("orders", max_items=1)[0].id > 0
                count += 1
            return count

        with ThreadPoolExecutor(THREADS) as pool:
            assert all(count > 0 for count in pool.map(work, range(THREADS)))
        last = shop._api.tokens.load()
        assert first is not None
        assert last is not None
        assert first.refresh_token != last.refresh_token


def test_two_shops_of_one_user_do_not_sign_each_other_out(sandbox: oe.Sandbox) -> None:
    """Each shop object is a device of its own."""
    with (
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as one,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as two,
    ):
        one.users.sign_in(USER, PASSWORD)
        two.users.sign_in(USER, PASSWORD)
        assert one.users.me() == two.users.me()


class Counting(oe.MemoryTokens):
    """Counts what is kept, and can spoil the access token as if it had ended."""

    def __init__(self) -> None:
        super().__init__()
        self.saved = 0

    def save(self, pair: object) -> None:
        self.saved += 1
        super().save(pair)  # type: ignore[arg-type]

    def spoil(self) -> None:
        pair = self.load()
        assert pair is not None
        self.save(dataclasses.replace(pair, access_token=pair.access_token[:-4] + "AAAA"))
