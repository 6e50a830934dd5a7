"""Interactive tables: exact text in every cell, never HTML."""

from __future__ import annotations

import datetime as dt
import html
import json
import sys
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import tables, views
from oneentry_toolkit.frames import schema as frames
from oneentry_toolkit.money import from_decimals

from .analyst import orders_frame

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def cells(explorer: tables.Explorer) -> list[list[Any]]:
    rows: list[list[Any]] = json.loads(explorer.widget._dt_args["data_json"])
    return rows


def test_explore_shows_exact_text_of_every_type() -> None:
    frame = pd.DataFrame(
        {
            "money": pd.Series([Decimal("12345678901234567890.10"), None], dtype="object"),
            "time": pd.Series(["2025-04-30 22:15:29.254", None], dtype="datetime64[us]").dt.tz_localize(
                "Europe/Berlin"
            ),
            "category": pd.Categorical(["a", None]),
            "int": pd.array([2**53 + 1, None], dtype="Int64"),
            "bool": pd.array([True, None], dtype="boolean"),
            "text": pd.Series(["a\nb\x00c", None], dtype="str"),
            "list": pd.Series([["x", 1], {}], dtype="object"),
            "span": pd.to_timedelta(pd.Series([90, None]), unit="s"),
            "float": [0.1, None],
            "date": pd.Series([dt.date(2025, 1, 2), None], dtype="object"),
        }
    )
    first, second = cells(tables.explore(frame))
    assert first == [
        "12345678901234567890.10", "2025-04-30 20:15:29 UTC", "a", "9007199254740993", "True", "a bc", "x, 1", "90 s",
        "0.1", "2025-01-02",
    ]  # fmt: skip
    assert second == [""] * 10


AMOUNTS = [Decimal("100.00"), None, Decimal("9.50")]


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(AMOUNTS, dtype="object"),
        pd.Series(from_decimals(AMOUNTS)),
        pd.Series(AMOUNTS, dtype="float64"),
        pd.Series(AMOUNTS, dtype=pd.ArrowDtype(pa.decimal128(18, 2))),
        pd.Series([1, None, np.int64(3)], dtype="object"),
        pd.Series([1, None], dtype="Int64"),
        pd.Series([None, 1.5, float("inf")]),
    ],
)
def test_columns_of_numbers_are_sorted_as_numbers_with_missing_values(values: pd.Series[Any]) -> None:
    """The page is told so: it would guess from the texts."""
    explorer = tables.explore(pd.DataFrame({"text": "x", "amount": values, "flag": True}))
    assert explorer.widget._dt_args["columnDefs"] == [{"targets": [1], "type": "num"}]
    for row, value in zip(cells(explorer), values, strict=True):
        assert (row[1] == "") == bool(pd.isna(value))
        assert row[1] == "" or float(row[1]) == float(value)


@pytest.mark.parametrize(
    "values",
    [["1", "2"], [1, "x"], [True, None], [[1], None], [None, None], pd.Categorical([1, 2]), [pd.Timestamp(0), None]],
)
def test_columns_of_anything_else_are_not(values: Any) -> None:
    explorer = tables.explore(pd.DataFrame({"column": values}))
    assert explorer.widget._dt_args["columnDefs"] == [{"targets": [], "type": "num"}]


def test_explore_escapes_cells_and_column_names() -> None:
    explorer = tables.explore(pd.DataFrame({EVIL: [EVIL]}))
    sent = json.dumps(
        {name: value for name, value in explorer.widget.get_state().items() if name[:4] not in ("_esm", "_css")}
    )
    assert "<script" not in sent
    assert "<img" not in sent
    assert "<script" not in explorer._repr_html_()
    assert html.escape(EVIL) in explorer._repr_html_()


def test_explore_limits_rows_and_cuts_long_text() -> None:
    frame = pd.DataFrame({"n": range(30), "text": ["x" * 5000] * 30})
    explorer = tables.explore(frame, max_rows=25)
    assert len(cells(explorer)) == 25
    assert cells(explorer)[0] == ["0", "x" * 299 + "…"]
    assert repr(explorer) == "<Explorer: the first 25 of 30 rows; max_rows=30 gives all, 2 columns>"
    assert "the first 25 of 30 rows" in explorer.widget._dt_args["language"]["info"]
    assert "the first 20 are shown here" in explorer._repr_html_()
    assert explorer._repr_html_().count("<tr>") == 21
    assert len(cells(tables.explore(pd.DataFrame({"n": range(6000)})))) == 5000


def test_explorer_output_has_no_random_ids() -> None:
    """Widgets where supported, a plain table elsewhere."""
    orders = orders_frame({}, {})
    shown = [tables.explore(orders)._repr_mimebundle_() for _ in range(2)]
    for data, _ in shown:
        assert "application/vnd.jupyter.widget-view+json" in data
        assert data.pop("application/vnd.jupyter.widget-view+json")["model_id"]
    assert shown[0] == shown[1]
    assert shown[0][0]["text/plain"] == f"<Explorer: 2 rows, {len(frames.ORDERS)} columns>"


@pytest.mark.parametrize(
    ("frame", "columns"),
    [
        (orders_frame(), len(frames.ORDERS)),
        (views.revenue(orders_frame({"paid": True})), 2),
        (views.revenue(orders_frame()), 2),
        (orders_frame({}, {}).iloc[[1]], len(frames.ORDERS)),
        (orders_frame({}).groupby(["storage", "status"], observed=True)["pieces"].sum(), 3),
        (pd.DataFrame([[1, 2]], columns=["same", "same"]), 2),
        (pd.DataFrame(), 0),
        (pd.DataFrame({7: [1]}), 1),
        (pd.DataFrame({"a": [np.array([1, 2]), np.float32(1.5), np.datetime64("NaT", "ns"), pd.NA, {1}]}), 1),
    ],
)
def test_explore_accepts_frames_of_any_shape(frame: Any, columns: int) -> None:
    """Empty frames, a Series, a group's index, repeated column names and numbers as names."""
    explorer = tables.explore(frame)
    assert f"{columns} column" in repr(explorer)
    assert len(cells(explorer)) == len(frame)


def test_explorer_loads_nothing_from_other_hosts() -> None:
    explorer = tables.explore(orders_frame({}))
    assert "http" not in json.dumps(explorer.widget._dt_args)


@pytest.mark.parametrize("max_rows", [0, -1, True, 1.5, None])
def test_explore_rejects_max_rows_other_than_whole_numbers_from_1(max_rows: Any) -> None:
    with pytest.raises(oe.InputError, match=r"^max_rows must be a whole number from 1\.$"):
        tables.explore(orders_frame({}), max_rows=max_rows)


def test_explore_rejects_other_types() -> None:
    with pytest.raises(oe.InputError, match="frame must be a DataFrame or a Series"):
        tables.explore([1, 2])  # type: ignore[arg-type]


def test_missing_itables_raises_with_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "itables", None)
    monkeypatch.delitem(sys.modules, "itables.widget", raising=False)
    with pytest.raises(oe.MissingExtraError, match=r'pip install "itables>=\S+"$'):
        tables.explore(orders_frame({}))


def test_explore_shows_money_with_the_decimals_of_the_rows_currency() -> None:
    rows = [("1340.00", "JPY"), ("1.5", "KWD"), ("1340.00", "$"), ("0.125", "JPY")]
    frame = orders_frame(*({"total": total, "currency": currency} for total, currency in rows))
    place = list(frame.columns).index("total")
    assert [row[place] for row in cells(tables.explore(frame))] == ["1340", "1.500", "1340.00", "0.125"]


@pytest.mark.slow
def test_the_plain_table_of_many_columns_is_bounded() -> None:
    shown = tables.explore(pd.DataFrame([[1] * 500] * 100))._repr_html_()
    assert shown.count("<th ") == 50
    assert "100 rows; the first 20 are shown here; … 450 more columns" in shown
