"""Views over small handmade frames; ``tests/flows`` runs them over a shop."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import plots, views

from .analyst import lines_frame, orders_frame, sessions_frame


def counted(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame.itertuples(index=False)]


def test_orders_by_status_counts_each_storage_separately() -> None:
    """A status without a title keeps its marker."""
    orders = orders_frame(
        {"storage": "orders", "status": "done", "status_title": "Done"},
        {"storage": "tickets", "status": "done", "status_title": None},
        {"storage": "orders", "status": "new", "status_title": "New"},
        {"order_id": 2, "storage": "orders", "status": "done", "status_title": "Done"},
        {"storage": "orders", "status": None, "status_title": None},
    )
    table = views.orders_by_status(orders)
    assert table["storage"].tolist() == ["orders", "orders", "orders", "tickets"]
    assert table["orders"].tolist() == [2, 1, 1, 1]
    assert table["status"].tolist()[:2] == ["done", "new"]
    assert table["status"].isna().tolist() == [False, False, True, False]
    assert table["status_title"].isna().tolist() == [False, False, True, True]
    assert table["share"].tolist() == [0.4, 0.2, 0.2, 0.2]


@pytest.mark.parametrize("rows", [0, 3])
def test_views_of_no_rows_have_the_same_columns_and_dtypes(rows: int) -> None:
    orders, lines, sessions = (
        make(*({"order_id": one} for one in range(rows))) for make in (orders_frame, lines_frame, sessions_frame)
    )
    assert views.orders_by_status(orders).dtypes.astype(str).to_dict() == {
        "storage": "category", "status": "category", "status_title": "str", "orders": "int64", "share": "float64",
    }  # fmt: skip
    assert views.time_to_payment(orders, sessions).dtypes.astype(str).to_dict() == {
        "order_id": "int64", "storage": "category", "created": "datetime64[us, UTC]", "paid_at": "datetime64[us, UTC]",
        "time_to_payment": "timedelta64[us]", "payment_account": "category",
    }  # fmt: skip
    assert views.time_to_payment_counts(orders, sessions).dtypes.astype(str).to_dict() == {
        "time": "str", "orders": "int64", "share": "float64",
    }  # fmt: skip
    assert views.top_products(lines).dtypes.astype(str).to_dict() == {
        "product_id": "int64", "title": "str", "orders": "int64", "quantity": "Int64", "amount": "object",
    }  # fmt: skip


def test_time_to_payment_takes_the_earliest_completed_session() -> None:
    """``attrs`` counts paid orders without a session."""
    orders = orders_frame(
        {"order_id": 1, "created": "2025-01-01 10:00", "paid": True},
        {"order_id": 2, "created": "2025-01-01 10:00", "paid": True},
        {"order_id": 3, "created": "2025-01-01 10:00", "paid": False},
        {"order_id": 4, "created": None, "paid": True},
    )
    sessions = sessions_frame(
        {"session_id": 9, "order_id": 1, "status": "completed", "updated": "2025-01-01 12:00"},
        {"session_id": 8, "order_id": 1, "status": "completed", "updated": "2025-01-01 10:07", "payment_account": "b"},
        {"session_id": 7, "order_id": 1, "status": "expired", "updated": "2025-01-01 10:01"},
        {"session_id": 6, "order_id": 3, "status": "waiting", "updated": "2025-01-01 10:01"},
        {"session_id": 5, "order_id": 4, "status": "completed", "updated": "2025-01-01 10:01"},
        {"session_id": 4, "order_id": 99, "status": "completed", "updated": "2025-01-01 10:01"},
        {"session_id": 3, "order_id": 3, "status": "completed", "updated": None},
    )
    times = views.time_to_payment(orders, sessions)
    assert counted(times[["order_id", "payment_account"]]) == [(1, "b")]
    assert times["time_to_payment"].tolist() == [pd.Timedelta(minutes=7)]
    assert times.attrs == {"paid_without_time": 2}


def test_time_to_payment_knows_every_word_for_paid() -> None:
    """The words of ``shop.payments.wait``, in any spelling."""
    words = ["paid", "Completed", "succeeded", "PAID ", "cancelled", "waiting", "on_hold"]
    orders = orders_frame(*({"order_id": number, "created": "2025-01-01 10:00"} for number in range(len(words))))
    sessions = sessions_frame(
        *(
            {"session_id": number, "order_id": number, "status": word, "updated": "2025-01-01 10:05"}
            for number, word in enumerate(words)
        )
    )
    assert views.time_to_payment(orders, sessions)["order_id"].tolist() == [0, 1, 2, 3]


def test_time_to_payment_counts_include_lower_limits() -> None:
    """Payments older than their order have their own step."""
    at = ["10:00", "10:00:59", "10:01", "10:14:59", "10:15", "11:00", "16:00"]
    orders = orders_frame(*({"order_id": number, "created": "2025-01-01 10:00"} for number in range(len(at))))
    sessions = sessions_frame(
        *(
            {"session_id": number, "order_id": number, "status": "completed", "updated": f"2025-01-01 {time}"}
            for number, time in enumerate(at)
        )
    )
    table = views.time_to_payment_counts(orders, sessions)
    assert dict(zip(table["time"], table["orders"], strict=True)) == {
        "under 1 min": 2, "1 to 5 min": 1, "5 to 15 min": 1, "15 to 60 min": 1, "1 to 6 h": 1, "6 to 24 h": 1,
        "1 to 7 days": 0, "over 7 days": 0,
    }  # fmt: skip
    assert table["share"].sum() == pytest.approx(1)
    assert table.attrs["median_s"] == 14 * 60 + 59
    sessions["updated"] -= pd.Timedelta(days=1)
    assert counted(views.time_to_payment_counts(orders, sessions).head(1)[["time", "orders"]]) == [
        ("before the order", 7)
    ]


def test_top_products_sums_exactly_and_sorts_ties_by_product_id() -> None:
    """The title is the newest, and each order counts once."""
    lines = lines_frame(
        {"order_id": 2, "product_id": 5, "title": "New", "quantity": 1, "amount": "0.10"},
        {"order_id": 1, "product_id": 5, "title": "Old", "quantity": 1, "amount": "0.20"},
        {"order_id": 1, "product_id": 5, "title": "Old", "quantity": 1, "amount": None},
        {"order_id": 1, "product_id": 4, "title": "Gift", "quantity": 9, "amount": None},
        {"order_id": 1, "product_id": 3, "title": "Tie", "quantity": 1, "amount": "0.30"},
    )
    assert counted(views.top_products(lines).head(2)) == [
        (3, "Tie", 1, 1, Decimal("0.30")),
        (5, "New", 2, 3, Decimal("0.30")),
    ]
    assert views.top_products(lines)["amount"].isna().tolist() == [False, False, True]
    assert views.top_products(lines, by="quantity", n=1)["title"].tolist() == ["Gift"]
    assert views.top_products(lines).attrs == {"currency": "USD", "lines_without_product": 0}


def test_top_products_by_quantity_allows_several_currencies() -> None:
    """By amount they raise; by quantity the amounts are missing."""
    lines = lines_frame({"currency": "USD", "quantity": 2}, {"currency": "EUR", "quantity": 3})
    with pytest.raises(oe.CurrencyMismatchError, match="Take one currency at a time"):
        views.top_products(lines)
    best = views.top_products(lines, by="quantity")
    assert best["quantity"].tolist() == [5]
    assert best["amount"].isna().all()
    assert best.attrs == {"currency": "", "lines_without_product": 0}


def test_top_products_leaves_out_lines_without_product_and_counts_them() -> None:
    """A product whose quantities are all missing has no quantity."""
    lines = lines_frame(
        {"order_id": 1, "product_id": 5, "quantity": None},
        {"order_id": 1, "product_id": 4, "quantity": 2},
        {"order_id": 2, "product_id": 4, "quantity": None},
        {"order_id": 2, "product_id": None, "quantity": 1},
    )
    best = views.top_products(lines, by="quantity")
    assert best["product_id"].tolist() == [4, 5]
    assert (best["quantity"][0], best["quantity"].isna().tolist()) == (2, [False, True])
    assert best.attrs["lines_without_product"] == 1


def test_sessions_without_an_order_join_no_order() -> None:
    orders = orders_frame({"order_id": 1, "created": "2025-01-01 10:00"}, {"order_id": 2})
    sessions = sessions_frame(
        {"session_id": 8, "order_id": None, "status": "completed", "updated": "2025-01-01 12:00"},
        {"session_id": 7, "order_id": 1, "status": "completed", "updated": "2025-01-01 12:00"},
    )
    sessions["payment_account_id"] = sessions["payment_account_id"].where(sessions["session_id"] == 8)
    joined = views.with_latest_session(orders, sessions)
    assert joined["sessions"].tolist() == [1, 0]
    assert joined["session.payment_account_id"].isna().all()
    assert views.time_to_payment(orders, sessions)["order_id"].tolist() == [1]
    assert views.funnel(orders, sessions)["orders"].tolist() == [2, 1, 0]


def test_views_accept_float_money() -> None:
    orders = orders_frame(
        {"created": "2025-01-31", "paid": True, "total": "1.50"}, {"created": "2025-03-01", "paid": True, "total": "2"}
    )
    orders["total"] = orders["total"].astype("float64")
    sums = views.revenue(orders)
    assert (str(sums.dtype), sums.tolist()) == ("float64", [1.5, 0.0, 2.0])


def test_paid_orders_that_no_sum_has_are_counted() -> None:
    orders = orders_frame(
        {"created": "2025-01-31", "paid": True, "total": "1.50"},
        {"created": "2025-01-31", "paid": True, "total": None},
        {"created": None, "paid": True, "total": "2"}, {"created": None, "paid": False, "total": "2"},
    )  # fmt: skip
    sums = views.revenue(orders)
    assert (sums.tolist(), sums.attrs["paid_left_out"]) == ([Decimal("1.50")], 2)
    assert repr(plots.revenue(orders)).endswith("; 2 paid orders have no total or no time>")
    assert "No paid orders to add up; 1 paid order has no total or no time" in repr(plots.revenue(orders[1:2]))


MIDNIGHT = {"created": "2026-03-31T22:30", "paid": True, "total": "5"}


def test_revenue_counts_the_days_of_a_zone() -> None:
    orders = orders_frame(MIDNIGHT, {"created": "2026-03-31T12:00", "paid": True, "total": "1"})
    local = orders.assign(created=orders["created"].dt.tz_convert("Europe/Berlin"))
    naive = local.assign(created=local["created"].dt.tz_localize(None))
    as_objects = naive.assign(created=naive["created"].astype("object"))
    utc = {"2026-03": Decimal(6)}
    berlin = {"2026-03": Decimal(1), "2026-04": Decimal(5)}
    for frame, tz, sums, zone in (
        (orders, None, utc, "UTC"),
        (orders, "Europe/Berlin", berlin, "Europe/Berlin"),
        (orders, ZoneInfo("Europe/Berlin"), berlin, "Europe/Berlin"),
        (local, None, berlin, "Europe/Berlin"),
        (local, "UTC", utc, "UTC"),
        (naive, None, berlin, ""),
        (as_objects, None, berlin, ""),
    ):
        found = views.revenue(frame, tz=tz)
        assert {str(period): value for period, value in found.items()} == sums
        assert found.attrs["tz"] == zone
        label = plots.revenue(frame, tz=tz).axes[0].get_xlabel()
        assert label == f"month in which the order was placed{zone and f' ({zone})'}"


@pytest.mark.parametrize("tz", ["Mars/Olympus", "", 5, "2026-01-01"])
def test_revenue_refuses_what_is_no_zone(tz: Any) -> None:
    with pytest.raises(oe.InputError, match="tz must be a time zone"):
        views.revenue(orders_frame(MIDNIGHT), tz=tz)


def test_revenue_refuses_a_zone_for_times_without_one() -> None:
    orders = orders_frame(MIDNIGHT)
    naive = orders.assign(created=orders["created"].dt.tz_localize(None))
    with pytest.raises(oe.InputError, match=r"without a zone.*leave out tz.*tz_localize"):
        views.revenue(naive, tz="Europe/Berlin")
    assert views.revenue(naive[:0]).empty


def test_views_do_not_change_their_arguments() -> None:
    orders, lines, sessions = (
        orders_frame({}, {"order_id": 2}),
        lines_frame({}, {"order_id": 2}),
        sessions_frame({}, {}),
    )
    before = [frame.copy(deep=True) for frame in (orders, lines, sessions)]
    views.orders_by_status(orders)
    views.time_to_payment_counts(orders, sessions)
    views.top_products(lines)
    views.revenue(orders)
    views.funnel(orders, sessions)
    views.with_latest_session(orders, sessions)
    for frame, copy in zip((orders, lines, sessions), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


@pytest.mark.parametrize("n", [0, -1, True, 2.5, "3"])
def test_top_products_rejects_n_other_than_whole_numbers_from_1(n: Any) -> None:
    with pytest.raises(oe.InputError, match=r"^n must be a whole number from 1\.$"):
        views.top_products(lines_frame({}), n=n)


def test_top_products_rejects_unknown_by() -> None:
    with pytest.raises(oe.InputError, match=r'^by must be "amount" or "quantity"\.$'):
        views.top_products(lines_frame({}), by="price")  # type: ignore[arg-type]
    with pytest.raises(oe.InputError, match="lines has no column 'product_id'"):
        views.top_products(orders_frame({}))
    with pytest.raises(oe.InputError, match="sessions has no column 'session_id'"):
        views.time_to_payment(orders_frame({}), orders_frame({}))


def test_dir_of_views_lists_only_views() -> None:
    assert dir(views) == sorted(views.__all__)
    assert all(callable(getattr(views, name)) for name in views.__all__)


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_with_latest_session_may_run_again(rows: int) -> None:
    orders = orders_frame({"order_id": 1}, {"order_id": 2}).head(rows)
    sessions = sessions_frame({"session_id": 1, "order_id": 1}, {"session_id": 2, "order_id": 1})
    once = views.with_latest_session(orders, sessions)
    assert once.columns.is_unique
    pd.testing.assert_frame_equal(views.with_latest_session(once, sessions), once)
    # With sessions that came later, and without a column that came before.
    later = sessions_frame({"session_id": 3, "order_id": 2}).drop(columns=["amount", "payment_account_id"])
    pd.testing.assert_frame_equal(
        views.with_latest_session(once, later), views.with_latest_session(orders, later), check_dtype=False
    )


def test_orders_without_a_storage_are_counted() -> None:
    table = views.orders_by_status(orders_frame({"storage": None, "status": "new"}, {"storage": "a", "status": "new"}))
    assert table["orders"].tolist() == [1, 1]
    assert table["storage"].isna().tolist() == [True, False]
