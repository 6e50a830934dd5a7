"""Cohorts, repeat purchases and baskets, held against counts in plain Python."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import views

from .analyst import lines_frame, orders_frame

ORDERS = orders_frame(
    {"order_id": 1, "created": "2025-01-05", "paid": True, "total": "10.00", "form.email": "a"},
    {"order_id": 2, "created": "2025-01-15", "paid": True, "total": "0.10", "form.email": "a"},
    {"order_id": 3, "created": "2025-03-31 23:30", "paid": True, "total": "0.20", "form.email": "a"},
    {"order_id": 4, "created": "2025-01-20", "paid": True, "total": "5.00", "form.email": "b"},
    {"order_id": 5, "created": "2025-03-01", "paid": True, "total": None, "form.email": "c"},
    {"order_id": 6, "created": "2025-02-01", "paid": False, "total": "1.00", "form.email": "b"},
    {"order_id": 7, "created": "2025-02-01", "paid": True, "total": "1.00", "form.email": None},
    {"order_id": 8, "created": None, "paid": True, "total": "1.00", "form.email": "a"},
).assign(user=[7, 7, 7, 8, 9, 8, 9, 7])


def cells(table: pd.DataFrame) -> dict[str, list[Any]]:
    return {str(cohort): [None if pd.isna(one) else one for one in row] for cohort, row in table.T.items()}


@pytest.mark.parametrize("dtype", ["object", "category", "str"])
def test_cohorts_count_customers_by_months_since_their_first_order(dtype: str) -> None:
    """Months that have not come are missing, months without an order 0."""
    orders = ORDERS.astype({"form.email": dtype})
    table = views.cohorts(orders, customer="form.email")
    assert cells(table) == {"2025-01": [2, 0, 1], "2025-03": [1, None, None]}
    assert (table.index.name, table.columns.name) == ("cohort", "months later")
    assert table.attrs == {"orders_left_out": 2, "tz": "UTC", "customer": "form.email", "every": "month"}
    assert set(table.dtypes.astype(str)) == {"Int64"}
    share = views.cohorts(orders, customer="form.email", share=True)
    assert cells(share) == {"2025-01": [1.0, 0.0, 0.5], "2025-03": [1.0, None, None]}


def test_cohorts_take_users_zones_and_unpaid_orders() -> None:
    assert cells(views.cohorts(ORDERS))["2025-02"] == [1, 1, None]
    assert cells(views.cohorts(ORDERS, only_paid=False))["2025-01"] == [2, 1, 1]
    berlin = cells(views.cohorts(ORDERS, customer="form.email", tz="Europe/Berlin"))
    assert berlin == {"2025-01": [2, 0, 0, 1], "2025-03": [1, 0, None, None]}
    assert cells(views.cohorts(ORDERS, every="year")) == {"2025": [3]}
    assert views.cohorts(ORDERS.head(0)).empty


def test_repeat_purchases_say_who_came_back_after_how_many_days() -> None:
    table = views.repeat_purchases(ORDERS, customer="form.email")
    assert table["form.email"].tolist() == ["a", "b", "c"]
    assert table["orders"].tolist() == [3, 1, 1]
    assert table["total"].tolist()[:2] == [Decimal("10.30"), Decimal("5.00")]
    assert table["total"].isna().tolist() == [False, False, True]
    assert table["days_between"][0] == pytest.approx((10 + 75.9792) / 2, abs=0.001)
    assert table["days_between"].isna().tolist() == [False, True, True]
    assert table.attrs["median_days"] == pytest.approx(42.9896, abs=0.001)
    assert {name: table.attrs[name] for name in ("customers", "returning", "currency", "orders_left_out")} == {
        "customers": 3, "returning": 1, "currency": "USD", "orders_left_out": 2,
    }  # fmt: skip
    empty = views.repeat_purchases(ORDERS.head(0))
    assert empty.attrs["median_days"] is None
    assert empty.drop(columns="user").dtypes.astype(str).to_dict() == {
        "orders": "int64", "first": "datetime64[us, UTC]", "last": "datetime64[us, UTC]", "days_between": "float64",
        "total": "object",
    }  # fmt: skip


def test_totals_of_customers_in_several_currencies_are_missing() -> None:
    orders = ORDERS.assign(currency=["USD", "EUR"] * 4)
    table = views.repeat_purchases(orders)
    assert table["total"].isna().all()
    assert table.attrs["currency"] == ""


@pytest.mark.parametrize("call", [views.cohorts, views.repeat_purchases])
def test_customers_that_cannot_be_told_apart_are_an_error(call: Any) -> None:
    with pytest.raises(oe.InputError, match=r"no column 'user' that tells customers apart.*frames_of.*form\.email"):
        call(orders_frame({}))
    for options in ({"customer": 5}, {"only_paid": "yes"}):
        with pytest.raises(oe.InputError, match=next(iter(options))):
            call(ORDERS, **options)
    with pytest.raises(oe.InputError, match="orders has no column 'created'"):
        call(ORDERS.drop(columns="created"))


LINES = lines_frame(
    {"order_id": 1, "product_id": 5, "title": "Pot", "paid": True}, {"order_id": 1, "product_id": 3, "title": "Cup"},
    {"order_id": 2, "product_id": 3, "title": "Cup"}, {"order_id": 2, "product_id": 5, "title": "Big pot"},
    {"order_id": 2, "product_id": 5, "title": "Big pot"}, {"order_id": 2, "product_id": None},
    {"order_id": 2, "product_id": 9, "title": "Gift", "is_gift": True},
    {"order_id": 3, "product_id": 7, "title": "Jar"},
    {"order_id": 4, "product_id": 7, "title": "Jar"}, {"order_id": 4, "product_id": 3, "title": "Cup"},
).assign(paid=True)  # fmt: skip


def test_baskets_count_pairs_of_products_with_support_and_lift() -> None:
    table = views.baskets(LINES)
    assert table[["product_id", "title", "other_id", "other_title", "orders"]].to_numpy().tolist() == [
        [3, "Cup", 5, "Big pot", 2],
        [3, "Cup", 7, "Jar", 1],
    ]
    assert table["support"].tolist() == [0.5, 0.25]
    assert table["lift"].tolist() == pytest.approx([2 / (3 * 2 / 4), 1 / (3 * 2 / 4)])
    assert table.attrs == {"orders": 4}
    assert len(views.baskets(LINES, n=1)) == len(views.baskets(LINES, min_orders=2)) == 1
    unpaid = LINES.assign(paid=False)
    assert views.baskets(unpaid).dtypes.astype(str).to_dict() == {
        "product_id": "int64", "title": "str", "other_id": "int64", "other_title": "str", "orders": "int64",
        "support": "float64", "lift": "float64",
    }  # fmt: skip
    assert len(views.baskets(unpaid, only_paid=False)) == 2


def test_baskets_of_many_orders_equal_a_count_one_by_one() -> None:
    chance = random.Random(3)
    bought = {number: sorted(chance.sample(range(30), chance.randint(1, 9))) for number in range(300)}
    rows = [{"order_id": number, "product_id": product} for number, some in bought.items() for product in some]
    chance.shuffle(rows)
    expected = Counter(pair for some in bought.values() for pair in itertools.combinations(some, 2))
    table = views.baskets(lines_frame(*rows).assign(paid=True), n=10_000)
    found = {(row.product_id, row.other_id): row.orders for row in table.itertuples()}
    assert found == dict(expected)
    assert table["orders"].is_monotonic_decreasing
    assert views.baskets(lines_frame(*rows), by="lift", only_paid=False)["lift"].is_monotonic_decreasing


@pytest.mark.parametrize("options", [{"n": 0}, {"n": True}, {"by": "price"}, {"min_orders": 0}, {"only_paid": 1}])
def test_baskets_name_an_argument_that_does_not_fit(options: dict[str, Any]) -> None:
    with pytest.raises(oe.InputError, match=next(iter(options))):
        views.baskets(LINES, **options)
