"""Frames that are given to views and plots: of another kind, and with columns of other types."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import plots, views

from .analyst import lines_frame, orders_frame, sessions_frame


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: views.funnel(orders_frame({}), lines_frame({})),
            "sessions has no column 'session_id': it is a frame of order lines (shop.orders.lines_frame()); "
            "pass shop.payments.frame().",
        ),
        (
            lambda: views.revenue(orders_frame({}).drop(columns="total")),
            "orders has no column 'total': pass shop.orders.frame().",
        ),
        (
            lambda: views.orders_by_status(orders_frame({}).set_index("status")),
            "orders has 'status' as its index: pass orders.reset_index().",
        ),
        (
            lambda: views.top_products(pd.DataFrame({"product_id": [1], "price": [2]})),
            "lines has no column 'order_id': it is a frame of prices (shop.products.prices_frame(...)); "
            "pass shop.orders.lines_frame().",
        ),
        (
            lambda: views.top_products(None),  # type: ignore[arg-type]
            "lines is a NoneType and not a DataFrame: pass shop.orders.lines_frame().",
        ),
    ],
)
def test_wrong_frame_raises_and_names_the_frame_to_pass(call: Any, message: str) -> None:
    with pytest.raises(oe.InputError) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize("call", [views.time_to_payment, views.time_to_payment_counts, plots.time_to_payment])
@pytest.mark.parametrize("column", ["created", "updated"])
def test_times_without_a_zone_are_named_in_both_frames(call: Any, column: str) -> None:
    orders, sessions = orders_frame({"paid": True}), sessions_frame({})
    frame, name = (orders, "orders") if column == "created" else (sessions, "sessions")
    frame[column] = frame[column].dt.tz_localize(None)
    with pytest.raises(oe.InputError, match=re.escape(f"{name}['{column}'] has times without a zone")) as caught:
        call(orders, sessions)
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"created": ["2025-04-30"]},
            "orders['created'] has the type str and not times with a zone: pass shop.orders.frame(), "
            "or pd.to_datetime(orders['created'], utc=True).",
        ),
        (
            {"created": [1]},
            "orders['created'] has the type int64 and not times with a zone: pass shop.orders.frame(), "
            "or pd.to_datetime(orders['created'], utc=True).",
        ),
        (
            {"paid": ["yes"]},
            "orders['paid'] has the type str or missing values, and must be True or False: pass shop.orders.frame().",
        ),
        (
            {"paid": pd.array([None], dtype="boolean")},
            "orders['paid'] has the type boolean or missing values, and must be True or False: "
            "pass shop.orders.frame().",
        ),
        ({"total": ["340,00"]}, "orders['total'] has str where numbers belong: pass shop.orders.frame()."),
    ],
)
def test_columns_of_another_type_are_named(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(oe.InputError, match=f"^{re.escape(message)}$"):
        views.revenue(orders_frame({"paid": True}).assign(**changed))


@pytest.mark.parametrize("dtype", ["float64", "object", "str", "category"])
def test_flags_of_no_rows_are_flags_whatever_their_type(dtype: str) -> None:
    orders = orders_frame()
    orders["paid"] = orders["paid"].astype(dtype)
    assert views.revenue(orders).empty
    assert views.cohorts(orders.assign(user=1)).empty


def test_typed_columns_may_be_categories() -> None:
    orders = orders_frame({"paid": True, "total": "1.50"}).astype(
        dict.fromkeys(["paid", "total", "created"], "category")
    )
    assert list(views.revenue(orders)) == [Decimal("1.50")]


def test_columns_of_several_levels_are_named() -> None:
    orders = orders_frame({})
    orders.columns = pd.MultiIndex.from_product([orders.columns, ["first"]])
    with pytest.raises(oe.InputError, match="orders has columns of 2 levels, such as after a pivot"):
        views.revenue(orders)


def test_a_column_that_comes_twice_is_named() -> None:
    orders = orders_frame({"paid": True})
    with pytest.raises(oe.InputError, match="orders has several columns 'total': rename all but one of them"):
        views.revenue(pd.concat([orders, orders[["total"]]], axis=1))


def test_flags_that_a_join_made_objects_are_flags() -> None:
    orders = orders_frame({"paid": True, "total": "1.50"})
    orders["paid"] = orders["paid"].astype("object")
    assert list(views.revenue(orders)) == [Decimal("1.50")]


@pytest.mark.parametrize("other", [lines_frame({}), sessions_frame({}), orders_frame({}).merge(lines_frame({}))])
def test_orders_of_another_kind_are_named(other: pd.DataFrame) -> None:
    with pytest.raises(oe.InputError, match=r"^orders is a frame of (order lines|payment sessions)"):
        views.with_latest_session(other, sessions_frame({}))


def test_a_frame_of_some_columns_of_orders_is_enough() -> None:
    some = orders_frame({})[["order_id", "total"]]
    assert list(views.with_latest_session(some, sessions_frame({}))["session.id"]) == [1]


NUMPY = {
    "int": np.int64,
    "short": np.int16,
    "unsigned": np.uint8,
    "float": np.float64,
    "single": np.float32,
    "decimal": Decimal,
}


@pytest.mark.parametrize("convert", NUMPY.values(), ids=NUMPY.keys())
def test_objects_that_are_numbers_of_numpy_are_numbers(convert: Any) -> None:
    """As loops over rows and merges leave them, with any mark for a missing one."""
    orders = orders_frame({"order_id": 1, "paid": True}, {"order_id": 2, "paid": False}, {"order_id": 3, "paid": True})
    sessions = sessions_frame({"session_id": 1, "order_id": 1}, {"session_id": 2, "order_id": 2})
    expected = views.with_latest_session(orders, sessions)
    loose = orders.assign(
        order_id=objects(*map(convert, (1, 2, 3))),
        paid=objects(np.True_, np.False_, np.True_),
        total=objects(convert(5), pd.NA, convert(7)),
        created=objects(*orders["created"]),
    )
    sessions_loose = sessions.assign(
        session_id=objects(convert(1), convert(2)),
        order_id=objects(convert(1), convert(2)),
        payment_account_id=objects(convert(1), None),
        updated=objects(sessions["updated"][0], pd.NaT),
    )
    joined = views.with_latest_session(loose, sessions_loose)
    assert joined["sessions"].tolist() == expected["sessions"].tolist()
    assert joined["session.id"].tolist()[:2] == [1, 2]
    assert joined["session.payment_account_id"].isna().tolist() == [False, True, True]
    assert views.funnel(loose, sessions_loose)["orders"].tolist() == [3, 3, 2]
    assert [float(one) for one in views.revenue(loose)] == [12.0]
    assert len(views.time_to_payment(loose, sessions_loose)) == len(views.time_to_payment(orders, sessions.head(1)))


@pytest.mark.parametrize("convert", [np.int64, np.float32, Decimal])
def test_lines_of_numpy_numbers_are_counted(convert: Any) -> None:
    lines = lines_frame({"product_id": 14, "quantity": 2}, {"product_id": None, "quantity": None})
    loose = lines.assign(
        product_id=objects(convert(14), pd.NA),
        quantity=objects(convert(2), float("nan")),
        amount=objects(convert(40), Decimal("NaN")),
    )
    for by in ("amount", "quantity"):
        table = views.top_products(loose, by=by)
        assert (table["product_id"].tolist(), table["quantity"].tolist()) == ([14], [2])
        assert float(table["amount"][0]) == 40.0


def test_exact_amounts_of_several_types_stay_exact() -> None:
    orders = orders_frame({"paid": True}, {"paid": True}).assign(total=objects(Decimal("0.10"), np.int64(2)))
    (total,) = views.revenue(orders)
    assert (type(total), total) == (Decimal, Decimal("2.10"))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"order_id": ["1.0"]},
            "orders['order_id'] has str where whole numbers belong: pass shop.orders.frame(), or con",
        ),
        ({"order_id": [1.5]}, "orders['order_id'] has float where whole numbers belong"),
        ({"order_id": [float("inf")]}, "orders['order_id'] has float where whole numbers belong"),
        ({"order_id": [2**63]}, "orders['order_id'] has int where whole numbers belong"),
        ({"order_id": [True]}, "orders['order_id'] has bool where whole numbers belong"),
        ({"order_id": [np.datetime64("2025-04-30")]}, "orders['order_id'] has datetime64 where whole numbers belong"),
        ({"status": [["new"]]}, "orders['status'] has list where text belongs"),
    ],
)
def test_numbers_and_texts_of_another_type_are_named(changed: dict[str, Any], message: str) -> None:
    loose = orders_frame({}).assign(**{name: objects(*values) for name, values in changed.items()})
    call: Any = views.orders_by_status if "status" in changed else views.funnel
    frames = [loose] if "status" in changed else [loose.assign(paid=True), sessions_frame({})]
    with pytest.raises(oe.InputError, match=f"^{re.escape(message)}"):
        call(*frames)


def test_exact_and_inexact_amounts_have_no_sum() -> None:
    orders = orders_frame({"paid": True}, {"paid": True}).assign(total=objects(Decimal("0.10"), np.float32(2)))
    with pytest.raises(oe.InputError, match=r"^orders\['total'\] has Decimal and float32 mixed"):
        views.revenue(orders)


def objects(*values: Any) -> pd.Series[Any]:
    """Values as Python objects, which pandas leaves as they are."""
    return pd.Series(list(values), dtype="object")
