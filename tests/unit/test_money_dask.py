"""The dtype ``money`` in Dask frames, whatever was imported first."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from oneentry_toolkit import exports, money

pytestmark = pytest.mark.filterwarnings("default")  # of Dask's own

AMOUNTS = ["9000000000000.000001", "2.345", None, "0.10"]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "status": ["new", "paid", "paid", "new"] * 5,
            "quantity": range(20),
            "total": money.from_decimals(AMOUNTS * 5),
        }
    )


@pytest.fixture(scope="module")
def parts(frame: pd.DataFrame) -> Any:
    import dask.dataframe as dd

    return dd.from_pandas(frame, npartitions=3)


EXACT = {
    "sum": lambda it: it["total"].sum(),
    "max": lambda it: it["total"].max(),
    "times a whole number": lambda it: (it["total"] * 1).sum(),
    "times a Decimal": lambda it: (it["total"] * Decimal("0.5")).max(),
    "times a column": lambda it: (it["total"] - it["total"] + it["quantity"]).sum(),
    "filter": lambda it: it[it["total"] > Decimal(1)]["total"].sum(),
    "fillna": lambda it: it["total"].fillna(Decimal(5)).sum(),
}


@pytest.mark.parametrize("what", EXACT)
def test_dask_results_are_the_exact_ones_of_pandas(frame: pd.DataFrame, parts: Any, what: str) -> None:
    if what == "times a Decimal":  # six decimals are all that fit
        frame, parts = frame.assign(total=frame["total"].round(2)), parts.assign(total=parts["total"].round(2))
    found = EXACT[what](parts).compute(scheduler="synchronous")
    assert isinstance(found, Decimal)
    assert found == EXACT[what](frame)


def test_dask_columns_keep_the_dtype(frame: pd.DataFrame, parts: Any) -> None:
    frame, parts = (it.assign(total=it["total"].where(it["total"] < 5)) for it in (frame, parts))
    for made in (
        lambda it: it["total"] * 2,
        lambda it: it["total"].cumsum(),
        lambda it: it.groupby("status")["total"].sum(),
        lambda it: it.groupby("status")["total"].max(),
    ):
        planned = made(parts)
        found = planned.compute(scheduler="synchronous")
        assert planned.dtype == found.dtype == "money"
        pd.testing.assert_series_equal(found.sort_index(), made(frame), check_index_type=False)
    assert (parts["total"] * 1.5).dtype == (parts["total"] * 1.5).compute(scheduler="synchronous").dtype == "float64"
    means = parts.groupby("status")["total"].mean().compute(scheduler="synchronous")
    pd.testing.assert_series_equal(means.sort_index(), frame.groupby("status")["total"].mean(), check_index_type=False)


def test_dask_tells_equal_floats_of_different_amounts_apart() -> None:
    from dask.base import tokenize

    one, other = (money.from_decimals([text]) for text in ("9000000000000.000001", "9000000000000.000002"))
    assert float(one[0]) == float(other[0])
    assert tokenize(one) != tokenize(other)
    assert tokenize(one) == tokenize(one.copy())


def test_dask_reads_files_as_money(frame: pd.DataFrame, tmp_path: Path) -> None:
    import dask.dataframe as dd

    exports.to_parquet(frame, tmp_path / "orders.parquet")
    read = dd.read_parquet(tmp_path / "orders.parquet", arrow_to_pandas={"types_mapper": money.types_mapper})
    assert read["total"].dtype == "money"
    assert read["total"].sum().compute(scheduler="synchronous") == frame["total"].sum()
    plain = dd.read_parquet(tmp_path / "orders.parquet")
    again = plain.assign(total=plain["total"].astype("money"))
    assert again["total"].sum().compute(scheduler="synchronous") == frame["total"].sum()


def test_dask_writes_files_with_exact_amounts(frame: pd.DataFrame, parts: Any, tmp_path: Path) -> None:
    parts.to_parquet(tmp_path / "folder")
    back = pd.read_parquet(tmp_path / "folder")["total"].astype("money")
    assert back.sum() == frame["total"].sum()


def test_what_dask_does_with_floats_works_on_floats(parts: Any) -> None:
    """Dask computes quantiles, and the borders of sorted parts, as numbers of NumPy."""
    floats = parts.assign(total=parts["total"].astype(float))
    assert floats["total"].quantile(0.5).compute(scheduler="synchronous") == pytest.approx(2.345)
    assert len(floats.sort_values("total").compute(scheduler="synchronous")) == 20
    largest = parts.nlargest(1, "total").compute(scheduler="synchronous")
    assert largest["total"].tolist() == [Decimal(AMOUNTS[0] or 0)]


@pytest.mark.slow
@pytest.mark.parametrize("first", ["dask.dataframe", "oneentry_toolkit.money"])
def test_dask_knows_money_whatever_was_imported_first(first: str) -> None:
    other = {"dask.dataframe": "oneentry_toolkit.money", "oneentry_toolkit.money": "dask.dataframe"}[first]
    program = f"""
import {first}
import {other}
import dask.dataframe as dd, pandas as pd
from oneentry_toolkit import money
frame = pd.DataFrame({{"total": money.from_decimals(["0.10", "0.20"])}})
parts = dd.from_pandas(frame, npartitions=2)
print((parts["total"] * 3).sum().compute(scheduler="processes"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == "0.90\n"
