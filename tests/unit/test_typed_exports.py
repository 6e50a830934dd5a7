"""Columns whose dtype says what they hold: written without a look at each value, and as if there had been one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import exports, money

from .export_values import EXPECTED, everything

D = Decimal


def typed_frame() -> pd.DataFrame:
    """Columns whose dtype says what they hold, with values at the limits of each."""
    rows: dict[str, Any] = {
        "money": money.from_decimals([D("340"), None, D("-0.000001")]),
        "objects": pd.Series([D("340.000000"), None, D("-0.000001")], dtype="object"),
        "texts": pd.Series(["=1", None, 'a "b",\nc'], dtype="object"),
        "python": pd.Series(["a", None, "+1"], dtype=pd.StringDtype("python")),
        "big": pd.array([2**63 - 1, None, -(2**63)], dtype="Int64"),
        "uint": pd.Series([2**63 - 1, 0, 1], dtype="uint64"),
        "single": pd.Series([0.1, float("inf"), None], dtype="float32"),
        "nullable": pd.array([0.1, None, -1e22], dtype="Float64"),
        "codes": pd.Categorical(["b", None, "=a"], categories=["=a", "b", "c"], ordered=True),
        "seconds": np.array(["0001-01-01", "NaT", "9999-12-31T23:59:59"], dtype="datetime64[s]"),
        "nanos": np.array(["1969-12-31T23:59:59.999999999", "NaT", "2025-01-01"], dtype="datetime64[ns]"),
        "span": np.array([-1000, "NaT", 10**13], dtype="timedelta64[ns]"),
    }
    for name in ("money", "texts", "big", "single", "seconds"):
        kind = {"money": pa.decimal128(38, 6), "seconds": pa.timestamp("us")}.get(name)
        dtype = pd.ArrowDtype(kind or pa.array(pd.Series(rows[name])).type)
        rows[f"arrow {name}"] = pd.Series(pd.Series(rows[name]), dtype=dtype)
    return pd.DataFrame(rows)


def test_typed_columns_are_written_as_their_single_values_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dtype that says what a column holds spares a look at each value, and changes nothing in the file."""
    frames = {"typed": typed_frame(), "all": everything().drop(columns="mixed_money")}
    for frame in frames.values():
        table, text = exports.to_arrow(frame), exports.to_csv(frame, tmp_path / "x.csv").read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr("oneentry_toolkit.exports.cells.typed", lambda _: None)
            one_by_one = exports.to_arrow(frame)
            assert table.to_pydict() == one_by_one.to_pydict()
            assert text == exports.to_csv(frame, tmp_path / "x.csv").read_bytes()
    assert table["utc"].to_pylist() == EXPECTED["utc"]


def test_categories_of_amounts_are_written_exactly(tmp_path: Path) -> None:
    amounts = money.from_decimals([D("1234567890123.123456"), None, D("1.10")])
    frame = pd.DataFrame({"amount": amounts.astype("category")})
    assert exports.to_arrow(frame)["amount"].to_pylist() == [D("1234567890123.123456"), None, D("1.10")]
    assert exports.to_csv(frame, tmp_path / "x.csv").read_text() == 'amount\n1234567890123.123456\n""\n1.10\n'


def test_read_parquet_gives_the_frame_as_it_was(tmp_path: Path) -> None:
    """Amounts, zones, categories and attrs; of what an Arrow type holds, the dtype too."""
    frame = everything()
    back = exports.read_parquet(exports.to_parquet(frame, tmp_path / "x.parquet"))
    kept = ["int", "nullable", "float", "bool", "boolean", "str", "category", "utc", "berlin", "naive", "date", "span"]
    pd.testing.assert_frame_equal(back[kept], frame[kept])
    assert back.attrs == frame.attrs
    for name in ("money", "mixed_money"):
        pd.testing.assert_series_equal(back[name], money.from_decimals(frame[name]))
    far = pd.DataFrame({"a": pd.Series(["3000-01-01", None], dtype="datetime64[us, Europe/Berlin]")})
    path = exports.to_parquet(far, tmp_path / "x.parquet")
    pd.testing.assert_frame_equal(exports.read_parquet(path), far)
    pd.testing.assert_frame_equal(pd.read_parquet(path), far.apply(lambda one: one.dt.tz_convert("UTC")))
    none = pd.DataFrame({"a": pd.Categorical([None], categories=pd.Index([], dtype="str"))})
    pd.testing.assert_frame_equal(exports.read_parquet(exports.to_parquet(none, path)), none)


def test_read_parquet_keeps_decimals_that_money_does_not_hold(tmp_path: Path) -> None:
    values = {"third": [D(340) / 3, None], "most": [D("1E+20"), D("0.01")], "counts": [2**63, 5]}
    frame = pd.DataFrame({name: pd.Series(column, dtype="object") for name, column in values.items()})
    back = exports.read_parquet(exports.to_parquet(frame, tmp_path / "x.parquet"))
    assert {name: back[name].tolist() for name in back} == values
    assert [type(one) for one in back["counts"]] == [int, int]


def test_read_parquet_says_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(oe.InputError, match="There is no file or folder"):
        exports.read_parquet(tmp_path / "none.parquet")
    (tmp_path / "x.parquet").write_text("text")
    with pytest.raises(oe.InputError, match=r"x\.parquet cannot be read as Parquet"):
        exports.read_parquet(tmp_path / "x.parquet")
    for name in ("orders", "lines"):
        (tmp_path / "out" / name).mkdir(parents=True)
        exports.to_parquet(everything(), tmp_path / "out" / name / "0.parquet")
    with pytest.raises(oe.InputError, match=r"out has no Parquet files: read out/lines or out/orders\."):
        exports.read_parquet(tmp_path / "out")
    assert exports.read_parquet(tmp_path / "out" / "orders")["money"].dtype == "money"


def test_times_beyond_the_types_of_python_are_named() -> None:
    for values in (["10000-01-01"], ["0000-12-31"]):
        with pytest.raises(oe.InputError, match="Column 'a' has a time outside of the years 1 to 9999"):
            exports.to_arrow(pd.DataFrame({"a": np.array(values, dtype="datetime64[s]")}))


def test_an_ordered_category_stays_ordered(tmp_path: Path) -> None:
    frame = pd.DataFrame({"size": pd.Categorical(["M", None], categories=["S", "M"], ordered=True)})
    pd.testing.assert_frame_equal(pd.read_parquet(exports.to_parquet(frame, tmp_path / "x.parquet")), frame)
