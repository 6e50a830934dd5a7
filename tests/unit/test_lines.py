"""Frames of lines: what they have of their order, and how they join orders."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pandas.testing import assert_frame_equal

from oneentry_toolkit.frames.schema import LINES, ORDERS

from .both_ways import Frames, assert_alike, decoder, frames, only_objects, page

SHARED = ["order_id", "storage", "created", "status", "paid", "payment_account", "currency"]

BODY = page(
    {
        "id": 3, "createdDate": "2026-01-28T16:02:08.865Z", "statusIdentifier": "done", "isCompleted": True,
        "currency": "USD", "paymentAccountIdentifier": "cash", "totalSum": "20.00",
        "products": [
            {"id": 1, "price": 12.5, "quantity": 2, "discountPrice": 10},
            {"id": 2, "price": 3, "quantity": 1},
        ],
    },
    {"id": 2, "products": [{"id": 1, "price": 3, "quantity": 4, "discountPrice": None}]},
    {"id": 1, "statusIdentifier": "new", "createdDate": "2026-01-28T16:02:08.865Z", "currency": "EUR", "products": []},
)  # fmt: skip


@pytest.fixture(params=[True, False], ids=["columns", "objects"])
def both(request: pytest.FixtureRequest) -> Frames:
    """Orders and lines, on each of the two ways from bytes to frames."""
    return frames(decoder(objects=False) if request.param else only_objects(), [BODY])


def test_columns_that_lines_share_with_orders_mean_the_same() -> None:
    orders, lines = ({one.name: one for one in columns} for columns in (ORDERS, LINES))
    assert [name for name in lines if name in orders] == SHARED
    assert all(lines[name].dtype == orders[name].dtype and lines[name].key == orders[name].key for name in SHARED)


def test_lines_have_what_their_order_has(both: Frames) -> None:
    orders, lines = both
    of_order = lines[["order_id"]].merge(orders[SHARED], on="order_id", how="left")
    assert_frame_equal(lines[SHARED], of_order, check_categorical=False)
    assert {name: lines[name].dtype.name for name in SHARED} == {name: orders[name].dtype.name for name in SHARED}


def test_a_merge_of_orders_and_lines_doubles_no_column_and_no_row(both: Frames) -> None:
    orders, lines = both
    for merged in (orders.merge(lines), lines.merge(orders)):
        assert sorted(merged) == sorted({*orders, *lines})
        assert list(zip(merged["order_id"], merged["line"], strict=True)) == [(3, 0), (3, 1), (2, 0)]
        assert merged["pieces"].tolist() == [3, 3, 4], "of the order"
        assert merged["quantity"].tolist() == [2, 1, 4], "of the line"


def test_orders_without_lines_stay_in_a_left_merge(both: Frames) -> None:
    orders, lines = both
    assert orders.merge(lines, how="left")["order_id"].tolist() == [3, 3, 2, 1]


def test_a_discount_on_a_line_is_shown(both: Frames) -> None:
    _, lines = both
    assert lines["discount_price"].isna().tolist() == [False, True, True]
    assert lines["discount_price"][0] == Decimal("10.00") and lines["amount"][0] == Decimal("25.00")


@pytest.mark.parametrize("value", ["1", '"9.99"', "null", "-1.5", "true", "{}", '"ten"', "1e-30"])
def test_any_discount_price_reads_alike_on_both_ways(value: str) -> None:
    line = f'{{"id": 1, "quantity": 2, "price": 1, "discountPrice": {value}}}'
    assert_alike([page(f'{{"id": 7, "products": [{line}]}}')])
