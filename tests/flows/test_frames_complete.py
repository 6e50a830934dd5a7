"""Frames of long lists have every order once, despite faults and parallel changes."""

from __future__ import annotations

import inspect
import json
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import stamina
from pandas.testing import assert_frame_equal

import oneentry_toolkit as oe
from oneentry_toolkit.frames.chunks import Chunk

from .conftest import PASSWORD, USER

MANY = 1500


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    """Between tries."""
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


@pytest.fixture(scope="module")
def _long() -> Iterator[oe.Sandbox]:
    with oe.Sandbox(orders=MANY) as server:
        yield server


@pytest.fixture
def sandbox(_long: oe.Sandbox) -> oe.Sandbox:
    """With many orders, as new for each test."""
    _long.reset()
    return _long


@contextmanager
def connected(sandbox: oe.Sandbox) -> Iterator[oe.Shop]:
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop:
        shop.users.sign_in(USER, PASSWORD)
        yield shop


@pytest.fixture
def shop(sandbox: oe.Sandbox) -> Iterator[oe.Shop]:
    """Signed in as the demo user, who has many orders."""
    with connected(sandbox) as one:
        yield one


def asked(sandbox: oe.Sandbox, operation: str = "listOrders") -> int:
    return int(sandbox.stats()["requests"].get(operation, 0))


def numbers(sandbox: oe.Sandbox) -> list[int]:
    """The orders of storage `orders` in the server's order, by another way than frames."""
    with connected(sandbox) as shop:
        return [order.id for order in shop.orders.list("orders")]


@pytest.mark.slow
@pytest.mark.parametrize(("page_size", "workers"), [(1000, 8), (7, 1), (7, 32), (100, 16), (2**31 - 1, 8)])
def test_frame_has_every_order_once_for_all_page_sizes_and_workers(
    shop: oe.Shop, sandbox: oe.Sandbox, page_size: int, workers: int
) -> None:
    frame = shop.orders.frame("orders", page_size=page_size, workers=workers)
    count = len(frame)
    pages = asked(sandbox)
    assert frame["order_id"].tolist() == numbers(sandbox)
    assert pages == frame.attrs["fetch"]["pages"] == -(-count // page_size)
    fetch = frame.attrs["fetch"]
    assert (fetch["total"], fetch["repeats_dropped"], fetch["cap_met"]) == (count, 0, False)


def test_frame_with_page_size_1_is_complete(shop: oe.Shop) -> None:
    assert len(shop.orders.frame("tickets", page_size=1, workers=4)) == len(shop.orders.list("tickets"))


def test_frame_of_several_storages_equals_the_list(shop: oe.Shop) -> None:
    """One after the other, as the list has them; lines and orders from one fetch say the same."""
    frames = shop.orders.frames(page_size=300)
    expected = shop.orders.list()
    assert frames.orders["order_id"].tolist() == [order.id for order in expected]
    assert frames.orders["storage"].tolist() == [order.storage for order in expected]
    assert frames.orders["total"].tolist() == [order.total for order in expected]
    assert frames.lines["amount"].tolist() == [line.amount for order in expected for line in order.lines]
    assert frames.lines.groupby("order_id").size().to_dict() == {
        order.id: order.line_count for order in expected if order.line_count
    }
    assert_frame_equal(frames.lines, shop.orders.lines_frame(page_size=300))


@pytest.mark.slow
@pytest.mark.parametrize("limit", [1, 7, 10, 100, 10**6])
def test_max_items_limits_the_frame_without_extra_requests(shop: oe.Shop, sandbox: oe.Sandbox, limit: int) -> None:
    plain = shop.orders.frame("orders", max_items=limit, page_size=10, workers=4)
    assert asked(sandbox) == -(-len(plain) // 10)
    assert plain["order_id"].tolist() == numbers(sandbox)[:limit]
    every = shop.orders.list(paid=True)
    found = shop.orders.frame(paid=True, max_items=limit, page_size=50)
    assert found["order_id"].tolist() == [order.id for order in every][:limit]
    lines = shop.orders.lines_frame(paid=True, max_items=limit, page_size=50)
    assert lines["order_id"].drop_duplicates().tolist() == [order.id for order in every if order.lines][:limit]


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        {"status": "completed"},
        {"status": []},
        {"paid": False, "created_after": "2024-06-01"},
        {"created_after": "2030-01-01"},
        {"created_before": "2025-01-01", "storage": "orders"},
    ],
)
def test_filtered_frame_equals_the_filtered_list(shop: oe.Shop, given: dict[str, Any]) -> None:
    found = shop.orders.frame(**given, page_size=200)
    assert found["order_id"].tolist() == [order.id for order in shop.orders.list(**given)]
    dtypes = {name: str(dtype) for name, dtype in shop.orders.frame(max_items=1).dtypes.items()}
    declared = [name for name in dtypes if not name.startswith("form.")]
    assert {name: str(found[name].dtype) for name in declared} == {name: dtypes[name] for name in declared}


FAULTS: list[list[dict[str, Any]]] = [
    [{"status": 429, "retry_after_s": 0, "times": 4}],
    [{"status": 503, "times": 4}],
    [{"status": 500, "times": 1}, {"status": 502, "body": "html", "times": 2}],
    [{"drop_answer": True, "times": 4}],
    [{"drop_request": True, "times": 4}],
    [{"truncate_body": True, "times": 4}],
    [{"truncate_body": 10, "times": 4}],
    [{"slow_body": 5, "times": 3}],
    [{"latency_ms": 100, "times": 10}],
]


@pytest.mark.slow
@pytest.mark.parametrize("faults", FAULTS, ids=str)
@pytest.mark.parametrize("workers", [1, 8])
def test_frame_is_complete_after_passing_faults(
    shop: oe.Shop, sandbox: oe.Sandbox, faults: list[dict[str, Any]], workers: int
) -> None:
    expected = shop.orders.frame("orders")
    for fault in faults:
        sandbox.add_fault(operation="listOrders", **fault)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = shop.orders.frame("orders", page_size=100, workers=workers, strict=True)
    assert sandbox.faults() == []
    assert_frame_equal(found, expected)
    assert found.attrs["fetch"]["repeats_dropped"] == 0


def test_persistent_failure_raises_the_error_of_the_list(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    """On the first page or a later one; the next call works again."""
    sandbox.add_fault(operation="listOrders", times=10**6, status=503)
    with pytest.raises(oe.ServerError, match=r"listOrders failed on the server \(503\)"):
        shop.orders.frame("orders", page_size=50)
    sandbox.clear_faults()
    assert len(shop.orders.frame("orders", page_size=50)) == shop.orders.frame("orders").attrs["fetch"]["total"]


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 16])
def test_refresh_is_sent_once_for_parallel_pages(sandbox: oe.Sandbox, workers: int) -> None:
    with connected(sandbox) as shop:
        sandbox.add_fault(operation="listOrders", times=10**6, latency_ms=40)
        ended = threading.Thread(target=lambda: (until(lambda: asked(sandbox) > 4), sandbox.expire_tokens()))
        ended.start()
        frame = shop.orders.frame("orders", page_size=20, workers=workers, strict=True)
        ended.join()
        assert len(frame) == frame.attrs["fetch"]["total"] >= MANY
        assert asked(sandbox, "refresh") == 1


def test_expired_sign_in_raises_sign_in_expired(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    sandbox.expire_tokens(all=True)
    with pytest.raises(oe.SignInExpiredError):
        shop.orders.frame("orders", page_size=50, workers=16)


def until(holds: Callable[[], bool]) -> None:
    while not holds():
        threading.Event().wait(0.005)


@pytest.mark.slow
@pytest.mark.parametrize("order_list", ["newest_first", "oldest_first"])
def test_frame_has_no_gaps_when_orders_arrive_during_the_fetch(order_list: str) -> None:
    with oe.Sandbox(orders=600, order_list=order_list) as sandbox, connected(sandbox) as shop:
        before = set(numbers(sandbox))
        sandbox.add_fault(operation="listOrders", times=10**6, latency_ms=10)
        over = threading.Event()

        def buy() -> None:
            with connected(sandbox) as other:
                while not over.is_set():
                    other.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
                    over.wait(0.03)

        buyer = threading.Thread(target=buy)
        count = len(before)
        buyer.start()
        try:
            until(lambda: asked(sandbox, "createOrder") > 0)
            frame = shop.orders.frame("orders", page_size=20, workers=8, strict=True)
        finally:
            over.set()
            buyer.join()
        assert frame["order_id"].is_unique
        assert before <= set(frame["order_id"])
        assert len(frame) > count


@pytest.mark.slow
@pytest.mark.parametrize("page_size", [3, 10, 1000])
@pytest.mark.parametrize("workers", [1, 8])
def test_capped_list_warns_or_raises_with_strict(page_size: int, workers: int) -> None:
    """``max_items`` below the cap is complete."""
    with oe.Sandbox(orders=50, page_cap=10) as sandbox, connected(sandbox) as shop:
        with pytest.warns(
            oe.IncompleteListWarning, match=r"The server gave 10 of \d+ orders of storage 'orders'\."
        ) as caught:
            frame = shop.orders.frame("orders", page_size=page_size, workers=workers)
        assert caught[0].filename == __file__
        assert (len(frame), frame.attrs["fetch"]["cap_met"]) == (10, True)
        assert frame.attrs["fetch"]["total"] > 10
        for method in (shop.orders.frame, shop.orders.lines_frame, shop.orders.frames):
            with pytest.raises(
                oe.IncompleteListError, match=r"The server gave 10 of \d+ orders of storage 'orders'\."
            ) as refused:
                method("orders", page_size=page_size, workers=workers, strict=True)
            assert refused.value.given == 10
        with pytest.raises(oe.IncompleteListError):
            shop.payments.frame(page_size=page_size, workers=workers, strict=True)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert len(shop.orders.frame("orders", max_items=9, page_size=page_size)) == 9


def test_refused_page_size_falls_back_to_100_items(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    sandbox.add_fault(operation="listOrders", times=2, status=400)
    frame = shop.orders.frame("orders", page_size=1000, strict=True)
    assert frame.attrs["fetch"]["pages"] == -(-len(frame) // 100)
    sandbox.add_fault(operation="listOrders", times=2, status=400)
    with pytest.raises(oe.InvalidRequestError):
        shop.orders.frame("orders", page_size=100)


def test_sessions_frame_equals_the_list_despite_faults(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    expected = shop.payments.list()
    sandbox.add_fault(operation="listPaymentSessions", times=2, status=503)
    sandbox.add_fault(operation="listPaymentSessions", times=2, drop_answer=True)
    frame = shop.payments.frame(page_size=4, workers=8, strict=True)
    assert frame["session_id"].tolist() == [one.id for one in expected]
    amounts = frame["amount"].astype(object)
    assert amounts.where(amounts.notna(), None).tolist() == [one.amount for one in expected]
    assert frame["created"].tolist() == [one.created for one in expected]
    assert (frame.attrs["fetch"]["total"], frame.attrs["fetch"]["pages"]) == (len(expected), -(-len(expected) // 4))
    assert shop.payments.frame(max_items=5, page_size=2)["session_id"].tolist() == [one.id for one in expected][:5]


FRAMES = ["orders.frame", "orders.lines_frame", "orders.frames", "payments.frame"]


def method_of(shop: oe.Shop, name: str) -> Any:
    noun, method = name.split(".")
    return getattr(getattr(shop, noun), method)


@pytest.mark.slow
@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"statsu": "new"}, TypeError, "'statsu'"),
        ({"workers": 0}, oe.InputError, "workers must be a whole number from 1"),
        ({"workers": 33}, oe.InputError, "workers must be at most 32"),
        ({"workers": "8"}, oe.InputError, "workers must be a whole number"),
        ({"workers": True}, oe.InputError, "workers must be a whole number"),
        ({"workers": None}, oe.InputError, "workers must be a whole number"),
        ({"page_size": 0}, oe.InputError, "page_size must be a whole number from 1"),
        ({"page_size": 1.5}, oe.InputError, "page_size must be a whole number"),
        ({"progress": "yes"}, oe.InputError, "progress must be True, False or None"),
        ({"progress": 1}, oe.InputError, "progress must be True, False or None"),
        ({"max_items": 0}, oe.InputError, "max_items must be a whole number from 1"),
        ({"max_items": "all"}, oe.InputError, "max_items must be a whole number"),
        ({"money": "cents"}, oe.InputError, 'money must be "exact"'),
    ],
)
def test_invalid_fetch_options_raise_before_the_fetch(
    shop: oe.Shop, sandbox: oe.Sandbox, name: str, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        method_of(shop, name)(**options)
    assert asked(sandbox) == asked(sandbox, "listPaymentSessions") == 0


@pytest.mark.parametrize("name", FRAMES)
def test_options_are_in_signature_and_help(shop: oe.Shop, name: str) -> None:
    method = method_of(shop, name)
    seen = inspect.signature(method).parameters
    wanted = {"money": "exact", "max_items": None, "strict": False, "page_size": 1000, "workers": 8, "progress": None}
    assert {key: seen[key].default for key in wanted} == wanted
    assert all(seen[key].kind is inspect.Parameter.KEYWORD_ONLY for key in wanted)
    assert "options" not in seen
    text = inspect.getdoc(method) or ""
    assert all(f"{key}: " in text for key in ("max_items", "strict", "page_size", "workers", "progress"))
    assert "{" not in text


@pytest.mark.slow
def test_ctrl_c_between_two_pages_ends_threads_and_requests(
    shop: oe.Shop, sandbox: oe.Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Chunk, limit: int | None, before: int) -> None:
        del self, limit, before
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Chunk, "cut", interrupted)
        sandbox.add_fault(operation="listOrders", times=10**6, latency_ms=20)
        for frame in (shop.orders.frame, shop.payments.frame):
            with pytest.raises(KeyboardInterrupt) as kept:
                frame(page_size=5, workers=4)
            until(lambda: not any(one.name.startswith("oneentry-fetch") for one in threading.enumerate()))
            assert kept.value.__traceback__ is not None
    count = asked(sandbox)
    threading.Event().wait(0.1)
    assert asked(sandbox) == count
    sandbox.clear_faults()
    assert len(shop.orders.frame("orders", max_items=10)) == 10


@pytest.mark.slow
def test_frames_in_four_threads_are_complete(shop: oe.Shop) -> None:
    expected = shop.orders.frame("orders")
    found: list[Any] = []
    readers = [
        threading.Thread(target=lambda: found.append(shop.orders.frame("orders", page_size=100))) for _ in range(4)
    ]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert len(found) == 4
    for one in found:
        assert_frame_equal(one, expected)


def test_raw_column_has_the_json_of_each_order(shop: oe.Shop) -> None:
    frame = shop.orders.frame("orders", raw=True, paid=True, page_size=100)
    orders = {order.id: order for order in shop.orders.list("orders", paid=True)}
    assert len(frame) == len(orders)
    for number, text in zip(frame["order_id"], frame["raw"], strict=True):
        assert json.loads(text)["formIdentifier"] == orders[number].form_marker
        assert json.loads(text)["id"] == number
