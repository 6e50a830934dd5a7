"""Filters, completeness and ``attrs`` of frames."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER


@pytest.fixture(scope="module")
def sandbox() -> Iterator[oe.Sandbox]:
    """Shared, since nothing here changes anything."""
    with oe.Sandbox() as server:
        yield server


@pytest.fixture(scope="module")
def shop(sandbox: oe.Sandbox) -> Iterator[oe.Shop]:
    """Signed in as the demo user."""
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token) as connected:
        connected.users.sign_in(USER, PASSWORD)
        yield connected


YEAR = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ({"status": "completed"}, lambda order: order.status == "completed"),
        ({"status": ["created", "canceled"]}, lambda order: order.status in ("created", "canceled")),
        ({"paid": True}, lambda order: order.paid),
        ({"paid": False}, lambda order: not order.paid),
        ({"created_after": YEAR[0]}, lambda order: order.created >= YEAR[0]),
        ({"created_before": date(2025, 1, 1)}, lambda order: order.created < YEAR[1]),
        (
            {"created_after": "2024-01-01", "created_before": "2025-01-01T00:00:00Z", "paid": True},
            lambda order: YEAR[0] <= order.created < YEAR[1] and order.paid,
        ),
        ({"storage": "tickets", "paid": True}, lambda order: order.storage == "tickets" and order.paid),
    ],
)
def test_filters_return_the_same_orders_in_lists_and_frames(shop: oe.Shop, given: dict[str, Any], fits: Any) -> None:
    every = shop.orders.list()
    expected = [order.id for order in every if fits(order)]
    assert 0 < len(expected) < len(every)
    found = shop.orders.list(**given)
    assert [order.id for order in found] == expected
    assert found.total is None
    assert shop.orders.frame(**given)["order_id"].tolist() == expected
    assert shop.orders.lines_frame(**given)["order_id"].drop_duplicates().tolist() == expected
    assert [order.id for order in shop.orders.list(**given, max_items=2)] == expected[:2]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"status": "done", "storage": "orders"}, "The project has no status 'done'. There are: "),
        ({"status": ""}, "status must be a text that is not empty"),
        ({"paid": 1}, "paid must be True, False or None."),
        ({"created_after": "soon"}, "created_after must be a datetime, a date, or ISO text such as 2026-01-31."),
        ({"created_before": 2024}, "created_before must be a datetime, a date, or ISO text such as 2026-01-31."),
    ],
)
def test_invalid_filters_raise_before_the_fetch(shop: oe.Shop, given: dict[str, Any], message: str) -> None:
    with pytest.raises(oe.InputError) as caught:
        shop.orders.frame(**given)
    assert str(caught.value).startswith(message)


def test_frame_attrs_have_statistics_and_currencies(shop: oe.Shop) -> None:
    frame = shop.orders.frame()
    fetched = datetime.fromisoformat(frame.attrs["fetch"]["fetched_at"])
    assert (datetime.now(UTC) - fetched).total_seconds() < 60
    assert {key: value for key, value in frame.attrs["fetch"].items() if key != "fetched_at"} == {
        "total": len(frame),
        "pages": 3,
        "repeats_dropped": 0,
        "cap_met": False,
        "currencies": ["USD"],
        "unreadable": 0,
        "set_aside": 0,
        "details": [],
    }
    assert shop.payments.frame().attrs["fetch"]["total"] == len(shop.payments.frame())


def test_frames_name_the_user_whose_records_they_have(shop: oe.Shop, sandbox: oe.Sandbox) -> None:
    """By number and not by login, without a request of its own; products belong to no user."""
    user = shop.users.me().id
    orders, lines = shop.orders.frames()
    frames = [orders, lines, shop.orders.frame(paid=True), shop.payments.frame(), orders[orders["paid"]]]
    assert [frame.attrs["user"] for frame in frames] == [user] * len(frames)
    assert all(USER not in str(frame.attrs) for frame in frames)
    assert "user" not in shop.products.frame().attrs
    assert sandbox.stats()["requests"]["getUser"] == 1


def test_strict_raises_for_a_capped_list() -> None:
    """Without it a warning; ``attrs`` have the numbers."""
    with (
        oe.Sandbox(page_cap=10) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
    ):
        shop.users.sign_in(USER, PASSWORD)
        with pytest.raises(
            oe.IncompleteListError, match=r"The server gave 10 of \d+ orders of storage 'orders'\."
        ) as caught:
            shop.orders.frame("orders", strict=True)
        assert caught.value.given == 10 < caught.value.total
        with pytest.raises(oe.IncompleteListError):
            shop.payments.list(strict=True)
        with pytest.warns(oe.IncompleteListWarning):
            frame = shop.orders.frame("orders")
        assert frame.attrs["fetch"]["cap_met"] is True


def test_frames_of_statuses_accounts_and_products(shop: oe.Shop) -> None:
    statuses = shop.orders.statuses_frame()
    assert statuses["status"].is_unique
    assert statuses.groupby("storage", observed=True)["is_default"].sum().tolist() == [1, 1, 1]
    assert shop.orders.statuses_frame("tickets")["storage_title"].unique().tolist() == ["Tickets"]
    accounts = shop.payments.accounts_frame()
    assert accounts["payment_account"].tolist() == ["cash", "stripe", "paypal"]
    products = shop.products.frame()
    assert len(products) == products.attrs["fetch"]["total"]
    assert products.loc[products["product_id"] == 14, "price"].item() == 340
    assert "attribute.weight" in products
