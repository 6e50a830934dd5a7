"""Views over frames that were read back from files of the toolkit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import exports, views

from .analyst import lines_frame, orders_frame, refunds_frame, sessions_frame

ORDERS = orders_frame(
    {"order_id": 1, "created": "2025-01-31 23:59", "paid": True, "total": "0.10"},
    {"order_id": 2, "created": "2025-03-01", "paid": True, "total": "1234.20", "status": "done"},
    {"order_id": 3, "created": None, "paid": False, "total": None, "status": None},
)
LINES = lines_frame(
    {"product_id": 1, "title": "Cup", "amount": "3.00", "quantity": 3},
    {"product_id": None, "title": "Pot", "amount": "20.50", "quantity": None},
    {"product_id": 2, "title": "Bag", "amount": "1.00", "is_gift": False},
    {"product_id": 3, "title": "Gift", "amount": "0.00", "is_gift": True},
).assign(paid=True)
SESSIONS = sessions_frame(
    {"session_id": 1, "order_id": 1, "status": "completed", "updated": "2025-02-01 00:04"},
    {"session_id": 2, "order_id": None, "status": "waiting", "updated": "2025-03-02 00:04"},
)
REFUNDS = refunds_frame({"amount": "0.05"}, {"refund_id": 2, "status": None, "order_id": 2})


def parquet(frame: pd.DataFrame, folder: Path, **options: Any) -> pd.DataFrame:
    return pd.read_parquet(exports.to_parquet(frame, folder / "frame.parquet"), **options)


def csv(frame: pd.DataFrame, folder: Path, **options: Any) -> pd.DataFrame:
    return pd.read_csv(exports.to_csv(frame, folder / "frame.csv"), **options)


def excel(frame: pd.DataFrame, folder: Path, **options: Any) -> pd.DataFrame:
    return pd.read_excel(exports.to_excel(frame, folder / "frame.xlsx"), **options)


READERS = {
    "parquet": parquet,
    "arrow": lambda frame, folder: parquet(frame, folder, dtype_backend="pyarrow"),
    "nullable": lambda frame, folder: parquet(frame, folder, dtype_backend="numpy_nullable"),
    "csv": csv,
    "text": lambda frame, folder: csv(frame, folder, dtype="str"),
    "excel": excel,
    "csv arrow": lambda frame, folder: csv(frame, folder, dtype_backend="pyarrow"),
}


@pytest.mark.parametrize("how", READERS)
def test_views_of_files_have_the_numbers_of_the_frames(how: str, tmp_path: Path) -> None:
    """Amounts are exact but in CSV and Excel files, which pandas reads as floats unless it is told to read text."""
    orders, lines, sessions = (READERS[how](frame, tmp_path) for frame in (ORDERS, LINES, SESSIONS))
    for by in ("month", "status"):
        found, expected = views.revenue(orders, by=by), views.revenue(ORDERS, by=by)
        assert found.astype("float64").tolist() == expected.astype("float64").tolist()
        assert [str(one) for one in found.index] == [str(one) for one in expected.index]
        if how not in ("csv", "csv arrow", "excel"):
            assert found.sum() == expected.sum()
    assert views.revenue(orders).attrs == {**views.revenue(ORDERS).attrs}
    assert views.orders_by_status(orders)["orders"].tolist() == views.orders_by_status(ORDERS)["orders"].tolist()
    assert views.funnel(orders, sessions)["orders"].tolist() == [3, 2, 2]
    assert views.time_to_payment(orders, sessions)["time_to_payment"].tolist() == [pd.Timedelta(minutes=5)]
    assert views.with_latest_session(orders, sessions)["sessions"].tolist() == [1, 0, 0]
    assert views.top_products(lines)["quantity"].tolist() == [3, 1, 1]
    assert views.revenue(lines, by="product").astype("float64").tolist() == [20.5, 3.0, 1.0, 0.0]
    assert views.baskets(lines)[["product_id", "other_id"]].to_numpy().tolist() == [[1, 2]]
    net = views.revenue(orders, net=True, refunds=READERS[how](REFUNDS, tmp_path))
    assert net.astype("float64").tolist() == [0.05, 0.0, 1234.2]


@pytest.mark.parametrize("how", READERS)
def test_views_of_files_without_rows_are_empty(how: str, tmp_path: Path) -> None:
    orders, lines, sessions = (READERS[how](frame.head(0), tmp_path) for frame in (ORDERS, LINES, SESSIONS))
    assert views.revenue(orders).empty
    assert views.revenue(lines, by="product").empty
    assert views.orders_by_status(orders).empty
    assert views.time_to_payment(orders, sessions).empty
    assert views.top_products(lines).empty


def test_labels_of_the_index_may_come_more_than_once() -> None:
    """As after ``pd.concat`` and ``compute()`` of a Dask frame."""
    for by in ("month", "status"):
        expected = views.revenue(ORDERS, by=by, net=True, refunds=REFUNDS)
        labelled = ORDERS.set_axis([0, 0, 0]), REFUNDS.set_axis([1, 1])
        pd.testing.assert_series_equal(views.revenue(labelled[0], by=by, net=True, refunds=labelled[1]), expected)
    lines = LINES.set_axis([0] * len(LINES))
    pd.testing.assert_frame_equal(views.baskets(lines), views.baskets(LINES))
    pd.testing.assert_frame_equal(
        views.refunds_by_product(REFUNDS.set_axis([1, 1]), lines), views.refunds_by_product(REFUNDS, LINES)
    )
    orders = ORDERS.assign(user=7)
    pd.testing.assert_frame_equal(views.repeat_purchases(orders.set_axis([0, 0, 0])), views.repeat_purchases(orders))
    pd.testing.assert_frame_equal(views.cohorts(orders.set_axis([0, 0, 0])), views.cohorts(orders))


@pytest.mark.slow
def test_frames_of_other_libraries_are_named() -> None:
    dask = pytest.importorskip("dask.dataframe")
    with pytest.raises(oe.InputError, match=r"orders is a DataFrame of dask and not of pandas: pass orders\.compute"):
        views.revenue(dask.from_pandas(ORDERS[["order_id", "paid"]], npartitions=1))
    with pytest.raises(oe.InputError, match=r"orders is a Table of pyarrow and not of pandas: pass orders\.to_pandas"):
        views.revenue(exports.to_arrow(ORDERS))


def test_amounts_wider_than_a_money_column_stay_exact(tmp_path: Path) -> None:
    orders = orders_frame({"paid": True, "total": "0.12345678"}, {"paid": True, "total": "1"})
    found = views.revenue(parquet(orders, tmp_path, dtype_backend="pyarrow"))
    assert [str(one) for one in found] == ["1.12345678"]
