"""Rows that repeat a record count in views, and a warning says so."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from oneentry_toolkit import errors, money, views

TIMES = pd.to_datetime(["2025-04-01", "2025-04-02"], utc=True)
ORDERS = pd.DataFrame(
    {"order_id": [7, 8], "storage": "orders", "status": "new", "status_title": "New", "created": TIMES, "paid": True,
     "total": money.from_decimals([Decimal("12.50"), Decimal("1.25")]), "currency": "USD", "user": 1}
)  # fmt: skip
LINES = pd.DataFrame(
    {"order_id": [7, 7], "line": [0, 1], "created": TIMES[[0, 0]], "paid": True, "product_id": [1, 1], "title": "Tea",
     "price": money.from_decimals([5, 5]), "quantity": [1, 1], "amount": money.from_decimals([5, 5]), "currency": "USD"}
)  # fmt: skip
SESSIONS = pd.DataFrame(
    {"session_id": [1, 2, 3], "order_id": [7, 7, 8], "updated": TIMES[[0, 0, 1]], "status": "completed",
     "payment_account": "cash"}
)  # fmt: skip
REFUNDS = pd.DataFrame(
    {"refund_id": [1, 1], "order_id": [7, 7], "status": "refunded", "amount": money.from_decimals([2, 2]),
     "currency": "USD", "products": '{"1": 1}'}
)  # fmt: skip


@pytest.mark.parametrize(
    "view",
    [
        views.revenue,
        views.orders_by_status,
        views.cohorts,
        views.repeat_purchases,
        lambda orders: views.funnel(orders, SESSIONS),
        lambda orders: views.time_to_payment(orders, SESSIONS),
    ],
)
def test_orders_that_a_merge_repeats_are_named(view: Callable[[Any], Any]) -> None:
    merged = ORDERS.merge(SESSIONS[["order_id", "session_id"]], on="order_id").rename(columns={"session_id": "session"})
    with pytest.warns(errors.OneEntryWarning, match="1 row of orders repeats an order, the first one with order_id 7"):
        view(merged)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        view(merged.drop_duplicates("order_id"))


def test_repeated_lines_and_refund_requests_are_named() -> None:
    with pytest.warns(errors.OneEntryWarning, match=r"2 rows of lines .*drop_duplicates\(\['order_id', 'line'\]\)"):
        assert views.top_products(pd.concat([LINES, LINES]))["amount"].tolist() == [20]
    with pytest.warns(errors.OneEntryWarning, match=r"refund request, .* pass refunds.drop_duplicates\('refund_id'\)"):
        net = views.revenue(ORDERS, net=True, refunds=REFUNDS)
    assert net.tolist() == [Decimal("9.75")]


def test_orders_of_two_projects_with_one_number_are_two_orders() -> None:
    both = pd.concat([ORDERS, ORDERS.assign(created=ORDERS["created"] + pd.Timedelta(days=1))])
    assert views.revenue(both).tolist() == [Decimal("27.50")]


def test_columns_that_no_view_reads_may_be_odd() -> None:
    lists = ORDERS.assign(order_id=pd.Series([[7], [7]]))
    assert views.revenue(lists).tolist() == [Decimal("13.75")]
    assert views.revenue(ORDERS.drop(columns="order_id")).tolist() == [Decimal("13.75")]
