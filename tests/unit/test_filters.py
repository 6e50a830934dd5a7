"""Filters decide equally for objects and for columns."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, strategies as st

from oneentry_toolkit import InputError
from oneentry_toolkit.frames.schema import ORDERS, from_rows
from oneentry_toolkit.lists.options import DEFAULTS, FetchOptions, takes
from oneentry_toolkit.orders.filters import OrderFilter
from oneentry_toolkit.orders.models import Order
from oneentry_toolkit.values.arguments import parse_moment
from oneentry_toolkit.values.reader import Reader

MOMENTS = st.sampled_from([datetime(2025, 1, 1, tzinfo=UTC) + timedelta(microseconds=one) for one in (-1, 0, 1)]) | (
    st.datetimes(timezones=st.just(UTC))
)
STATUSES = st.sampled_from(["new", "paid", "", "é"])
ROWS = st.lists(st.tuples(st.none() | MOMENTS, st.none() | STATUSES, st.none() | st.booleans()), max_size=12)
WANTED = st.builds(
    OrderFilter,
    status=st.none() | st.frozensets(STATUSES),
    paid=st.none() | st.booleans(),
    after=st.none() | MOMENTS,
    before=st.none() | MOMENTS,
)
COLUMNS = [column for column in ORDERS if column.name in ("order_id", "created", "status", "paid")]


def order(row: tuple[datetime | None, str | None, bool | None]) -> Order:
    created, status, paid = row
    body = {
        "id": 1,
        "createdDate": created and created.isoformat(),
        "statusIdentifier": status,
        "isCompleted": paid,
    }
    return Order.read(Reader(body, operation="x", lang="en_US"), "orders")


@pytest.mark.slow
@given(ROWS, WANTED.filter(bool))
def test_filters_match_objects_and_columns_equally(rows: list[Any], wanted: OrderFilter) -> None:
    """Missing dates and statuses, borders to the microsecond, no status at all."""
    orders = [order(row) for row in rows]
    mask = wanted.mask(from_rows(COLUMNS, orders))
    assert mask.dtype == bool
    assert mask.tolist() == [wanted.fits(one) for one in orders]


@given(ROWS.filter(bool), WANTED.filter(bool))
def test_filter_of_columns_accepts_unused_dictionary_values(rows: list[Any], wanted: OrderFilter) -> None:
    orders = [order(row) for row in rows]
    columns = {name: column.slice(1) for name, column in from_rows(COLUMNS, orders).items()}
    assert isinstance(columns["status"], pa.DictionaryArray)
    assert wanted.mask(columns).tolist() == [wanted.fits(one) for one in orders[1:]]


def test_empty_filter_is_false_and_impossible_filter_is_true() -> None:
    nothing = {"status": None, "paid": None, "after": None, "before": None}
    assert not OrderFilter(**nothing)  # type: ignore[arg-type]
    assert OrderFilter(**nothing | {"paid": False})  # type: ignore[arg-type]
    assert OrderFilter(**nothing | {"status": frozenset()})  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["", "soon", 5, True, float("nan"), "2025-13-01", [], "9999-12-31T23:59:59-05:00"])
def test_invalid_created_after_raises_and_names_the_argument(value: Any) -> None:
    with pytest.raises(InputError, match="created_after must be a datetime") as caught:
        parse_moment(value, "created_after")
    assert caught.value.name == "created_after"


def test_takes_sets_signature_and_docstring_and_rejects_unknown_options() -> None:
    class Orders:
        @takes(FetchOptions)
        def frame(self, storage: str | None = None, *, raw: bool = False, **options: Any) -> dict[str, Any]:
            """Orders.

            Args:
                storage: which.
                {options}
            """
            return {"storage": storage, "raw": raw, **options}

    signature = inspect.signature(Orders().frame)
    assert list(signature.parameters)[:3] == ["storage", "raw", "status"]
    assert {name: signature.parameters[name].default for name in DEFAULTS if name in signature.parameters} == {
        "strict": False,
        "page_size": 1000,
        "workers": 8,
    }
    text = inspect.getdoc(Orders.frame) or ""
    assert all(f"{name}: " in text for name in ("status", "paid", "max_items", "strict", "page_size", "workers"))
    assert "created_after, created_before: " in text
    assert "{options}" not in text
    assert Orders().frame("a", paid=True) == {"storage": "a", "raw": False, "paid": True}
    with pytest.raises(TypeError, match="'statuss'"):
        Orders().frame(statuss="new")
    with pytest.raises(TypeError):
        Orders().frame("a", "b")
