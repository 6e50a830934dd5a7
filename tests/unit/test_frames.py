"""DataFrames: columns and dtypes that do not depend on the rows, and exact money."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from oneentry_toolkit import InputError, Order
from oneentry_toolkit.exports import to_arrow
from oneentry_toolkit.frames.assemble import build
from oneentry_toolkit.frames.attrs import current
from oneentry_toolkit.frames.schema import ACCOUNTS, LINES, ORDERS, PRODUCTS, SESSIONS, STATUSES, Column
from oneentry_toolkit.lists.plan import Report
from oneentry_toolkit.orders.orders import Orders
from oneentry_toolkit.payments.sessions import Payments
from oneentry_toolkit.resources.products import Products
from oneentry_toolkit.values.reader import Reader

OF_OBJECTS = [column for column in ORDERS if column.name != "storage_title"]  # which an order does not know


def order(number: int, **members: Any) -> Order:
    body = {"id": number, "storageId": 1, **members}
    return Order.read(Reader(body, operation="listOrders", lang="en_US"), "orders")


ROWS = [
    order(
        1,
        createdDate="2025-04-30T20:15:29.254Z",
        totalSum="0.10",
        currency="USD",
        isCompleted=True,
        statusIdentifier="new",
        formData=[{"marker": "name", "value": "Ada"}, {"marker": "count", "value": 3}],
        products=[{"id": 14, "quantity": 2, "price": Decimal("0.05")}],
    ),
    order(2, totalSum="0.20", currency="USD", formData=[{"marker": "name", "value": "Bob"}]),
    order(3, totalSum=None, currency=""),
]


@pytest.mark.parametrize("columns", [ORDERS, LINES, SESSIONS, STATUSES, ACCOUNTS, PRODUCTS])
def test_frame_without_rows_has_the_same_columns_and_dtypes(columns: tuple[Column, ...]) -> None:
    frame = build(columns, [])
    assert list(frame.columns) == [column.name for column in columns]
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        column.name: column.dtype for column in columns
    }
    assert len(frame) == 0


def test_frame_has_the_declared_dtypes_with_missing_values() -> None:
    """``form.<marker>`` columns follow, text as ``str``, mixed values as ``object``."""
    frame = build(OF_OBJECTS, ROWS, extra=[row.form for row in ROWS])
    declared = {column.name: column.dtype for column in OF_OBJECTS}
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == declared | {
        "form.name": "str",
        "form.count": "object",
    }
    assert frame["form.name"].tolist()[:2] == ["Ada", "Bob"]
    assert frame["form.name"].isna().tolist() == [False, False, True]
    assert frame["created"].iloc[0] == pd.Timestamp("2025-04-30T20:15:29.254Z")
    assert frame["currency"].isna().tolist() == [False, False, True]


def test_frame_money_is_exact_in_sums_groups_and_sorting() -> None:
    frame = build(OF_OBJECTS, ROWS[:2])
    assert frame["total"].sum() == Decimal("0.30")
    assert frame.groupby("currency", observed=True)["total"].sum()["USD"] == Decimal("0.30")
    assert frame["total"].cumsum().iloc[-1] == Decimal("0.30")
    assert frame.sort_values("total", ascending=False)["order_id"].tolist() == [2, 1]
    assert frame[frame["total"] > Decimal("0.10")]["order_id"].tolist() == [2]


def test_money_of_a_frame_is_exact_numeric_and_loud_where_it_is_not() -> None:
    """``describe``, ``quantile``, ``nlargest`` and ``* 1.2`` work without ``astype``."""
    frame = build(OF_OBJECTS, ROWS)
    totals = frame["total"]
    assert totals.dtype == "money"
    assert (totals * 3).tolist()[:2] == [Decimal("0.30"), Decimal("0.60")]
    assert (totals * Decimal("0.5")).sum() == Decimal("0.15")
    assert (totals * 1.2).dtype == "float64"
    assert totals.mean() == pytest.approx(0.15)
    assert "total" in frame.describe()
    assert totals.nlargest(1).tolist() == [Decimal("0.20")]
    assert list(frame.select_dtypes("number")) == ["order_id", "total", "line_count", "pieces"]


def test_money_decimal_gives_objects() -> None:
    frame = build(OF_OBJECTS, ROWS, money="decimal")
    assert frame["total"].dtype == "object"
    assert [type(one) for one in frame["total"]] == [Decimal, Decimal, type(None)]
    assert build(OF_OBJECTS, [], money="decimal")["total"].dtype == "object"


def test_frame_money_float_gives_float64() -> None:
    frame = build(OF_OBJECTS, ROWS, money="float")
    assert frame["total"].dtype == "float64"
    assert frame["total"].quantile(0.5) == pytest.approx(0.15)
    with pytest.raises(
        InputError, match=r'money must be "exact" \(dtype money\), "decimal" \(objects of Decimal\) or "float"'
    ):
        build(OF_OBJECTS, ROWS, money="cents")  # type: ignore[arg-type]


def test_old_keys_of_attrs_warn_on_a_new_frame() -> None:
    """A frame that is made of it has a plain dict, as pandas copies it."""
    frame = build(OF_OBJECTS, ROWS, report=Report(total=7))
    assert frame.attrs["fetch"]["total"] == 7
    with pytest.warns(DeprecationWarning, match=r'use frame\.attrs\["fetch"\]\["total"\]') as caught:
        assert frame.attrs["total"] == 7
    assert caught[0].filename == __file__
    with pytest.warns(DeprecationWarning, match="cap_met"):
        assert frame.attrs.get("cap_met") is False
    part = frame[frame["paid"]]
    assert (part.attrs, type(part.attrs)) == (frame.attrs, dict)
    assert pickle.loads(pickle.dumps(frame)).attrs == frame.attrs
    assert set(json.loads(to_arrow(frame).schema.metadata[b"PANDAS_ATTRS"])) == {"fetch"} == set(current(frame.attrs))


@pytest.mark.parametrize(
    ("method", "columns"),
    [
        (Orders.frame, ORDERS),
        (Orders.lines_frame, LINES),
        (Orders.statuses_frame, STATUSES),
        (Payments.frame, SESSIONS),
        (Payments.accounts_frame, ACCOUNTS),
        (Products.frame, PRODUCTS),
    ],
)
def test_frame_docstring_lists_every_column(method: Any, columns: tuple[Column, ...]) -> None:
    assert method.__doc__ is not None
    assert "{columns}" not in method.__doc__
    for column in columns:
        assert f"{column.name} ({column.dtype}): {column.meaning}." in method.__doc__
