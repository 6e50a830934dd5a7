"""Each exit, read back by other programs: values, dtypes, time zones and digits."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from oneentry_toolkit import exports, money

D = Decimal
MOMENT = dt.datetime(2025, 4, 30, 22, 30, 0, 254_000, dt.UTC)
ROWS: dict[str, list[Any]] = {
    "order_id": [1, 2, 2**53 + 1],
    "total": [D("179.70"), None, D("9223372036854.775807")],
    "fee": [D("0.000001"), D("-5.00"), D("0.00")],
    "pieces": [1, None, 3],
    "paid": [True, None, False],
    "share": [0.1 + 0.2, None, -2.5],
    "status": ["paid", None, "new"],
    "note": ["=1+1", None, 'Zoë "日本",\n☕'],
    "created": [MOMENT, None, dt.datetime(1969, 12, 31, 23, 59, 59, 999_999, dt.UTC)],
}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    found = pd.DataFrame(
        {
            "order_id": ROWS["order_id"],
            "total": money.from_decimals(ROWS["total"]),
            "fee": money.from_decimals(ROWS["fee"]),
            "pieces": pd.array(ROWS["pieces"], dtype="Int64"),
            "paid": pd.array(ROWS["paid"], dtype="boolean"),
            "share": ROWS["share"],
            "status": pd.Categorical(ROWS["status"], categories=pd.Index(["new", "paid"], dtype="str")),
            "note": pd.Series(ROWS["note"], dtype="str"),
            "created": pd.Series(ROWS["created"], dtype="datetime64[us, UTC]").dt.tz_convert("Europe/Berlin"),
        }
    )
    found.attrs = {"fetch": {"total": 3, "currencies": ["EUR"]}}
    return found


@pytest.fixture(scope="module")
def folder(frame: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of each kind."""
    found = tmp_path_factory.mktemp("exits")
    exports.to_parquet(frame, found / "x.parquet")
    exports.to_csv(frame, found / "x.csv", safe=False)
    exports.to_excel(frame, found / "x.xlsx")
    exports.to_duckdb({"orders": frame}, found / "x.duckdb")
    return found


def plain(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """The values as Python has them, times in UTC."""
    values = {name: [None if pd.isna(one) else one for one in column.tolist()] for name, column in frame.items()}
    values["created"] = [one and one.tz_convert("UTC").to_pydatetime() for one in values["created"]]
    return {str(name): column for name, column in values.items()}


def test_the_frame_is_the_rows(frame: pd.DataFrame) -> None:
    assert plain(frame) == ROWS


def test_arrow(frame: pd.DataFrame) -> None:
    table = exports.to_arrow(frame)
    assert table.to_pydict() == ROWS
    back = table.to_pandas(types_mapper=money.types_mapper)
    assert plain(back) == ROWS
    assert back.dtypes.astype(str).tolist()[:8] == frame.dtypes.astype(str).tolist()[:8]


def test_parquet_with_pandas(frame: pd.DataFrame, folder: Path) -> None:
    pd.testing.assert_frame_equal(exports.read_parquet(folder / "x.parquet"), frame)
    back = pd.read_parquet(folder / "x.parquet")
    assert plain(back) == ROWS
    assert back.attrs == frame.attrs
    assert {str(one.as_tuple().exponent) for one in back["fee"]} == {"-6"}
    arrow = pd.read_parquet(folder / "x.parquet", dtype_backend="pyarrow")
    assert str(arrow["total"].dtype) == "decimal128(38, 6)[pyarrow]"
    pd.testing.assert_frame_equal(arrow.astype({"total": "money"})[["total"]], frame[["total"]])
    # A frame that was read goes through every exit again.
    again = exports.to_arrow(arrow)
    assert again.to_pydict() == ROWS
    assert again.schema.field("total").type == exports.to_arrow(frame).schema.field("total").type


@pytest.mark.slow
def test_parquet_and_csv_with_a_pandas_that_does_not_know_money(folder: Path) -> None:
    program = (
        "import sys, pandas as pd\n"
        "read = pd.read_parquet('x.parquet'), pd.read_csv('x.csv', dtype={'total': 'str'}), pd.read_excel('x.xlsx')\n"
        "assert 'oneentry_toolkit' not in sys.modules\n"
        "print(read[0]['total'].dtype, *read[0]['total'], *read[1]['total'], *read[0].attrs['fetch'])\n"
        "print(read[0]['created'].dtype, read[2].columns[-1], *read[2]['order_id'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "object 179.700000 None 9223372036854.775807 179.70 nan 9223372036854.775807 total currencies",
        "datetime64[us, UTC] created (UTC) 1 2 9007199254740993",
    ]


def test_csv_with_pandas(frame: pd.DataFrame, folder: Path) -> None:
    text = (folder / "x.csv").read_text("utf-8")
    assert text.splitlines()[1] == "1,179.70,0.000001,1,True,0.30000000000000004,paid,=1+1,2025-04-30T22:30:00.254Z"
    dtypes = {name: str(dtype) for name, dtype in frame.dtypes.items() if name not in ("created", "status")}
    dtypes["share"] = "str"
    back = pd.read_csv(folder / "x.csv", dtype=dtypes, parse_dates=["created"])
    back["created"] = pd.to_datetime(back["created"], format="ISO8601").dt.as_unit("us")
    back["share"] = back["share"].astype("float64")  # pandas' own reading of floats depends on its version
    assert plain(back) == ROWS
    pd.testing.assert_frame_equal(back[["total", "fee", "pieces", "paid"]], frame[["total", "fee", "pieces", "paid"]])


def test_excel_with_pandas(folder: Path) -> None:
    back = pd.read_excel(folder / "x.xlsx", dtype={"order_id": "str", "total": "str"}, na_values=[""])
    assert back["order_id"].tolist() == ["1", "2", "9007199254740993"]  # 16 digits are text, exactly
    assert [None if pd.isna(one) else D(one) for one in back["total"]] == ROWS["total"]
    assert back["fee"].tolist() == [0.000001, -5, 0]
    assert back["note"].tolist()[0::2] == ROWS["note"][0::2]


def test_parquet_csv_and_tables_with_duckdb(folder: Path) -> None:
    with duckdb.connect(str(folder / "x.duckdb"), read_only=True) as connection:
        for source in ("orders", f"'{folder / 'x.parquet'}'"):
            table = connection.sql(f"FROM {source}")
            values = dict(zip(table.columns, map(list, zip(*table.fetchall(), strict=True)), strict=True))
            values["created"] = [one and one.astimezone(dt.UTC) for one in values["created"]]
            assert values == ROWS
            assert [str(one) for one in table.types][1:3] == ["DECIMAL(38,6)"] * 2
        types = "{'order_id': 'BIGINT', 'total': 'DECIMAL(38, 6)'}"
        csv = f"SELECT order_id, total, created FROM read_csv('{folder / 'x.csv'}', types={types})"
        rows = connection.execute(csv).fetchall()
        assert [row[:2] for row in rows] == list(zip(ROWS["order_id"], ROWS["total"], strict=True))
        assert rows[0][2].astimezone(dt.UTC) == MOMENT


@pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.reset_index")  # of Dask itself
@pytest.mark.slow
def test_parquet_with_dask(folder: Path) -> None:
    import dask.dataframe as dd

    read = dd.read_parquet(folder / "x.parquet", arrow_to_pandas={"types_mapper": money.types_mapper})
    assert str(read["total"].dtype) == "money"
    assert plain(read.compute(scheduler="synchronous")) == ROWS
    assert read["total"].sum().compute(scheduler="synchronous") == D("9223372037034.475807")


@pytest.mark.slow
def test_parquet_csv_and_arrow_with_polars(frame: pd.DataFrame, folder: Path) -> None:
    pl = pytest.importorskip("polars")
    for read in (pl.read_parquet(folder / "x.parquet"), pl.from_arrow(exports.to_arrow(frame))):
        assert read.schema["total"] == pl.Decimal(38, 6)
        assert read.to_dict(as_series=False) == ROWS
        assert read["fee"].sum() == D("-4.999999")
    read = pl.read_csv(folder / "x.csv", schema_overrides={"total": pl.Decimal(38, 6)}, try_parse_dates=True)
    assert read["total"].to_list() == ROWS["total"]
