"""A notebook's cells run twice, in one process: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import copy
import gc
import pickle
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import exports, views
from oneentry_toolkit.sandbox import SandboxError

from .conftest import PASSWORD, USER

AGAIN = (
    "Using the embedded sandbox that is running already, with its orders: {}. For a new one, call shop.close() first.\n"
)


@pytest.fixture
def embedded() -> Iterator[oe.Shop]:
    """On the embedded sandbox of this process, signed in, with one order more than the scenario has."""
    with oe.connect() as shop:
        shop.users.sign_in(USER, PASSWORD)
        shop.orders.create("orders", products={14: 1}, form={"name": "Ann"}, payment_account="cash")
        yield shop


def newest(shop: oe.Shop) -> int:
    return shop.orders.list("orders", max_items=1)[0].id


def test_connect_again_keeps_orders_and_sign_in(embedded: oe.Shop, capsys: pytest.CaptureFixture[str]) -> None:
    placed = newest(embedded)
    capsys.readouterr()
    again = oe.connect()
    assert capsys.readouterr().out == AGAIN.format(f"signed in as {USER}")
    assert again.sandbox is embedded.sandbox
    assert newest(again) == placed
    assert repr(again) == repr(embedded)


@pytest.mark.slow
def test_connect_again_over_the_name_of_the_shop() -> None:
    """As a cell does: the first shop is gone, and its server is not."""
    shop = oe.connect()
    shop.users.sign_in(USER, PASSWORD)
    placed = shop.orders.create("orders", products={14: 1}, form={"name": "Ann"}, payment_account="cash").id
    shop = oe.connect()
    gc.collect()
    assert newest(shop) == placed
    shop.close()
    with oe.connect() as new:
        assert repr(new) == "<Shop in the embedded sandbox: no user is signed in>"
        new.users.sign_in(USER, PASSWORD)
        assert newest(new) < placed


def test_another_language_is_on_the_same_sandbox_with_the_same_sign_in(embedded: oe.Shop) -> None:
    other = oe.connect(lang="de_DE")
    assert (other.lang, other.url) == ("de_DE", embedded.url)
    assert newest(other) == newest(embedded)


def test_shops_with_tokens_or_other_limits_have_a_sign_in_of_their_own(
    embedded: oe.Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = embedded.sandbox
    assert box is not None
    store = oe.FileTokens(tmp_path / "tokens.json")
    for connect in (lambda: oe.connect(timeout_s=5), lambda: oe.connect(tokens=store)):
        other = connect()
        assert capsys.readouterr().out.endswith(AGAIN.format("no user is signed in"))
        assert other.sandbox is box
        other.users.sign_in(USER, PASSWORD)
        assert newest(other) == newest(embedded)
        other.close()
        assert newest(embedded)
    again = oe.connect(tokens=store)
    assert newest(again) == newest(embedded)


def test_the_end_of_an_inner_with_leaves_the_outer_shop_open(embedded: oe.Shop) -> None:
    with oe.connect() as inner:
        assert newest(inner) == newest(embedded)
    assert newest(embedded)
    oe.connect().close()
    with pytest.raises(oe.SettingsError, match="This shop is closed"):
        embedded.orders.list("orders")


def test_the_end_of_a_with_that_comes_twice_leaves_the_other_shop_open(embedded: oe.Shop) -> None:
    inner = oe.connect()
    for _ in range(3):
        with inner:
            assert newest(inner)
    assert newest(embedded)


def test_threads_that_connect_at_once_get_one_sandbox_and_one_sign_in() -> None:
    at_once = threading.Barrier(4)

    def connect(_: int) -> oe.Shop:
        at_once.wait(30)
        return oe.connect()

    with ThreadPoolExecutor(4) as pool:
        shops = list(pool.map(connect, range(4)))
    try:
        assert len({one.url for one in shops}) == 1
        shops[0].users.sign_in(USER, PASSWORD)
        assert [one.users.signed_in is not None for one in shops] == [True] * 4
    finally:
        for one in shops:
            one.close()


def test_a_shop_that_is_left_behind_stops_its_sandbox() -> None:
    shop = oe.connect()
    box = shop.sandbox
    del shop
    gc.collect()
    assert box is not None
    with pytest.raises(SandboxError):
        _ = box.url


def test_a_sandbox_that_was_stopped_is_replaced(embedded: oe.Shop) -> None:
    assert embedded.sandbox is not None
    embedded.sandbox.stop()
    with oe.connect() as shop:
        assert shop.sandbox is not embedded.sandbox
        assert shop.users.sign_in(USER, PASSWORD)


def test_shops_of_an_address_are_devices_of_their_own(embedded: oe.Shop) -> None:
    box = embedded.sandbox
    assert box is not None
    with oe.connect(box.url, box.app_token) as one, oe.connect(box.url, box.app_token) as other:
        one.users.sign_in(USER, PASSWORD)
        assert other.users.signed_in is None


@pytest.mark.slow
def test_cells_may_run_again(embedded: oe.Shop, tmp_path: Path) -> None:
    shop = embedded
    for _ in range(2):
        assert shop.users.sign_in(USER, PASSWORD).user == USER
    assert shop.orders.to_parquet(tmp_path / "orders").orders
    with pytest.raises(oe.InputError, match="Choose another folder, or remove this one to fetch all again"):
        shop.orders.to_parquet(tmp_path / "orders")
    orders, sessions = shop.orders.frame(), shop.payments.frame()
    once = views.with_latest_session(orders, sessions)
    pd.testing.assert_frame_equal(views.with_latest_session(once, sessions), once)
    for _ in range(2):
        for export, name in (("to_csv", "a.csv"), ("to_excel", "a.xlsx"), ("to_parquet", "a.parquet")):
            getattr(exports, export)(orders, tmp_path / name)
        exports.to_duckdb({"orders": orders}, tmp_path / "a.duckdb")


def test_lists_of_a_shop_can_be_pickled(embedded: oe.Shop) -> None:
    shop = embedded
    order = shop.orders.list("orders", max_items=1)[0]
    listings = [
        shop.orders.list("orders"),
        shop.orders.storages(),
        shop.orders.statuses("orders"),
        shop.payments.accounts(),
        shop.payments.sessions_for(order),
        shop.payments.list(),
        shop.forms.list(),
        shop.products.list(),
        shop.products.search("a"),
        shop.discounts.list(),
        shop.users.providers(),
    ]
    for listing in listings:
        again = pickle.loads(pickle.dumps(listing))
        assert again == listing
        assert repr(again) == repr(listing)


@pytest.mark.parametrize("travel", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_shop_says_why_it_cannot_be_pickled(embedded: oe.Shop, travel: object) -> None:
    assert callable(travel)
    for part in (embedded, embedded.orders, embedded.users, embedded.checkout("orders")):
        if travel is copy.copy and part is not embedded:
            continue  # a part that is copied shares the shop
        with pytest.raises(oe.InputError, match=r"cannot be pickled or copied.*Call connect\(\) in each process"):
            travel(part)
