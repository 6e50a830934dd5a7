"""Exports of odd values, names and places: written as they are, or an error of the toolkit that says why."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import exports, money

from .analyst import orders_frame

D = Decimal
WRITERS: dict[str, Callable[..., Path]] = {
    ".csv": exports.to_csv,
    ".xlsx": exports.to_excel,
    ".parquet": exports.to_parquet,
    ".duckdb": lambda frame, path: exports.to_duckdb({"t": frame}, path),
}
READERS: dict[str, Callable[[Path], list[Any]]] = {
    ".csv": lambda path: [row[0] for row in csv.reader(io.StringIO(path.read_bytes().decode()))][1:],
    ".xlsx": lambda path: [
        row[0] for row in openpyxl.load_workbook(path)["data"].iter_rows(min_row=2, values_only=True)
    ],
    ".parquet": lambda path: pq.read_table(path).column(0).to_pylist(),
    ".duckdb": lambda path: [row[0] for row in duckdb.connect(str(path)).execute("FROM t").fetchall()],
}


@pytest.fixture(autouse=True)
def _long_fields() -> Iterator[None]:
    before = csv.field_size_limit(3_000_000)
    yield
    csv.field_size_limit(before)


def column(*values: Any, name: Any = "a") -> pd.DataFrame:
    return pd.DataFrame([[value] for value in values], columns=pd.Index([name], dtype=object), dtype=object)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize(
    "amount",
    [
        "0." + "1" * 35,
        "1234567890123456789012345678901234.5678",
        "0.0000000000000000000000000000000000001",
        "-99999999999999999999999999999999999.99",
        "1E+20",
        "1.500000000000000000000000000000000000000000",
    ],
)
def test_up_to_38_digits_of_a_decimal_are_kept(suffix: str, amount: str, tmp_path: Path) -> None:
    path = WRITERS[suffix](column(D(amount)), tmp_path / f"x{suffix}")
    (read,) = READERS[suffix](path)
    assert D(str(read)) == D(amount)


@pytest.mark.parametrize("suffix", WRITERS)
def test_computed_amounts_leave_by_every_exit(suffix: str, tmp_path: Path) -> None:
    """A third of Decimals has 28 digits; of dtype money it is a float; a mean may be either."""
    totals = pd.Series([D("179.70"), D("389.90"), D("1000000.00")], dtype="object")
    for computed in (totals / 3, totals / totals.sum(), totals * D("0.0000001"), pd.Series([D("0.5"), 7, np.int8(2)])):
        path = WRITERS[suffix](computed, tmp_path / f"x{suffix}")
        assert [D(str(one)) for one in READERS[suffix](path)] == [D(str(one)) for one in computed]
    exact = money.from_decimals(totals)
    for floats in (exact / 3, exact * 1.19, exact.pct_change().fillna(0.0)):
        path = WRITERS[suffix](floats, tmp_path / f"x{suffix}")
        assert [float(one) for one in READERS[suffix](path)] == floats.tolist()
    wide = pd.Series([D("1E+12") / 3, D("0.01") / 3], dtype="object")
    if suffix in (".parquet", ".duckdb"):
        with pytest.raises(oe.InputError, match=r"'value' has numbers of 42 digits.* which money\.from_floats rounds"):
            WRITERS[suffix](wide, tmp_path / f"x{suffix}")
    else:
        assert [D(str(one)) for one in READERS[suffix](WRITERS[suffix](wide, tmp_path / f"x{suffix}"))] == wide.tolist()


@pytest.mark.parametrize(
    "amount", [D("1" * 60), D("1E+400"), D("1E-400"), D("9E+999999"), 10**400, 10**5000], ids=range(6)
)
def test_numbers_of_any_size_are_written_as_text_or_named(amount: Any, tmp_path: Path) -> None:
    """Excel has no number of this size, and a decimal not so many digits."""
    assert D(READERS[".csv"](exports.to_csv(column(amount), tmp_path / "x.csv"))[0]) == D(amount)
    with pytest.raises(oe.InputError, match=r"Column 'a' has numbers of .* digits, and a decimal holds 38"):
        exports.to_arrow(column(amount))
    if amount == D("9E+999999"):
        with pytest.raises(oe.InputError, match="and a cell holds 32,767"):
            exports.to_excel(column(amount), tmp_path / "x.xlsx")
    else:
        assert D(READERS[".xlsx"](exports.to_excel(column(amount), tmp_path / "x.xlsx"))[0]) == D(amount)


@pytest.mark.slow
@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": np.array(["20000-01-01"], dtype="datetime64[s]")}),
        pd.DataFrame({"a": np.array(["-0100-01-01"], dtype="datetime64[s]")}),
        pd.DataFrame({"a": pd.Series(np.array(["20000-01-01"], dtype="datetime64[s]")).dt.tz_localize("UTC")}),
        pd.DataFrame({"a": np.array([10**15], dtype="timedelta64[s]")}),
        column(dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-5)))),
        column(dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=5)))),
    ],
    ids=range(6),
)
@pytest.mark.parametrize("suffix", WRITERS)
def test_times_that_python_does_not_have_are_named(suffix: str, frame: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(oe.InputError, match=r"Column 'a' has a time outside of the years 1 to 9999, or a duration"):
        WRITERS[suffix](frame, tmp_path / f"x{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", WRITERS)
def test_times_of_several_zones_are_in_utc(suffix: str, tmp_path: Path) -> None:
    moment = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
    there = moment.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30)))
    path = WRITERS[suffix](column(moment, there, None), tmp_path / f"x{suffix}")
    read = READERS[suffix](path)
    assert read[0] == read[1]
    assert str(read[0])[:13].replace("T", " ") == "2025-01-01 12"
    mixed = WRITERS[suffix](column(moment, dt.datetime(2025, 1, 1, 12)), tmp_path / f"y{suffix}")  # noqa: DTZ001
    assert READERS[suffix](mixed) == ['"2025-01-01T12:00:00.000Z"', '"2025-01-01T12:00:00.000"']


def test_nanoseconds_are_left_out_without_a_warning() -> None:
    frame = pd.DataFrame({"a": pd.to_datetime(["2020-01-01 00:00:00.123456789"]).astype("datetime64[ns]")})
    assert exports.to_arrow(frame).column("a").to_pylist() == [dt.datetime(2020, 1, 1, 0, 0, 0, 123456)]  # noqa: DTZ001


def test_times_of_numpy_are_times(tmp_path: Path) -> None:
    """Not counts of nanoseconds, in columns of objects too."""
    values = np.datetime64("2020-01-02T03:04:05.000000006"), np.datetime64("2020-01-02T03"), np.datetime64("NaT", "ns")
    moments = dt.datetime(2020, 1, 2, 3, 4, 5), dt.datetime(2020, 1, 2, 3), None  # noqa: DTZ001
    assert exports.to_arrow(column(*values)).column(0).to_pylist() == list(moments)
    assert exports.to_arrow(column(np.timedelta64(5_000, "ns"))).column(0).to_pylist() == [dt.timedelta(microseconds=5)]
    with pytest.raises(oe.InputError, match="Column 'a' has a time outside of the years"):
        exports.to_csv(column(np.datetime64("20000-01-01")), tmp_path / "x.csv")


def test_a_duration_that_arrow_does_not_hold_is_named() -> None:
    with pytest.raises(oe.InputError, match="Column 'a' has a value that its Arrow type does not hold"):
        exports.to_arrow(column(dt.timedelta.max))


@pytest.mark.parametrize("text", ["\x00=1", "\x07+1", "\ufeff=1", "\u200b@SUM(A1)", "a;\u200b=1"])
def test_to_csv_guards_formulas_behind_characters_that_are_not_shown(text: str, tmp_path: Path) -> None:
    """Programs drop them when they open the file."""
    path = exports.to_csv(column(text), tmp_path / "x.csv")
    assert "'" in path.read_text("utf-8") and READERS[".csv"](path)[0].replace("'", "") == text


@pytest.mark.slow
@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("name", ["", "a\ud800", "self", 'a"b\n;=1', "=1", None, 1])
def test_columns_of_any_name(suffix: str, name: Any, tmp_path: Path) -> None:
    """Of exact amounts and JSON too, whose description is made anew."""
    path = WRITERS[suffix](column([1], [2], name=name), tmp_path / f"x{suffix}")
    assert READERS[suffix](path) == ["[1]", "[2]"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame(index=range(3))], ids=["empty", "rows"])
def test_frames_without_columns(suffix: str, frame: pd.DataFrame, tmp_path: Path) -> None:
    assert WRITERS[suffix](frame, tmp_path / f"x{suffix}").exists()


def test_a_database_has_no_table_without_columns(tmp_path: Path) -> None:
    with pytest.raises(oe.InputError, match="Table 't' has no columns"):
        exports.to_duckdb({"t": pd.DataFrame()}, tmp_path / "x.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_excel_counts_a_text_in_utf_16(tmp_path: Path) -> None:
    """An emoji has two units: Excel repairs a file whose cell or sheet's name is longer than it allows."""
    assert READERS[".xlsx"](exports.to_excel(column("😀" * 16_383), tmp_path / "x.xlsx")) == ["😀" * 16_383]
    with pytest.raises(oe.InputError, match="a text of 32,768 characters, and a cell holds 32,767"):
        exports.to_excel(column("😀" * 16_384), tmp_path / "x.xlsx")
    escape = "_x0041_" + "x" * 32_760  # seven characters for Excel, whatever stands in the file
    assert exports.to_excel(column(escape), tmp_path / "x.xlsx").exists()
    with pytest.raises(oe.InputError, match="No sheet can be called '😀"):
        exports.to_excel({"😀" * 16: column(1)}, tmp_path / "x.xlsx")


def test_a_sheet_has_no_name_that_its_format_forbids(tmp_path: Path) -> None:
    for name in ("a\ud800", "a\uffff"):
        with pytest.raises(oe.InputError, match="No sheet can be called"):
            exports.to_excel({name: column(1)}, tmp_path / "x.xlsx")


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".duckdb"])
def test_long_texts_are_kept(suffix: str, tmp_path: Path) -> None:
    text = "x" * 2_000_000
    path = WRITERS[suffix](column(text), tmp_path / f"x{suffix}")
    assert READERS[suffix](path) == [text]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("attrs", [{("a", 1): {2: {(3, 4): [5]}}}, {"a": "\ud800"}, {"a": float("nan")}])
def test_attrs_of_any_kind_are_written(suffix: str, attrs: Any, tmp_path: Path) -> None:
    frame = column(1)
    frame.attrs = attrs
    assert WRITERS[suffix](frame, tmp_path / f"x{suffix}").exists()


class Unshowable:
    def __str__(self) -> str:
        raise RuntimeError("no")


def test_attrs_that_cannot_be_copied_or_shown(tmp_path: Path) -> None:
    """pandas copies attrs in most steps."""
    for suffix, write in WRITERS.items():
        frame = column(1)
        frame.attrs = {"lock": threading.Lock()}
        assert write(frame, tmp_path / f"x{suffix}").exists()
        frame.attrs = {"odd": Unshowable()}
        if suffix == ".csv":  # has no place for attrs
            assert write(frame, tmp_path / f"x{suffix}").exists()
            continue
        with pytest.raises(oe.InputError, match=r"frame\.attrs has a value .* cannot be copied or shown"):
            write(frame, tmp_path / f"x{suffix}")


def test_attrs_that_are_no_text_are_named(tmp_path: Path) -> None:
    deep: list[Any] = []
    for _ in range(3000):
        deep = [deep]
    for value in (deep, 10**5000):
        frame = column(1)
        frame.attrs = {"a": value}
        with pytest.raises(oe.InputError, match=r"frame\.attrs has a value that is nested too deeply"):
            exports.to_parquet(frame, tmp_path / "x.parquet")
        with pytest.raises(oe.InputError, match=r"frame\.attrs has a value that is nested too deeply"):
            exports.to_duckdb({"t": frame}, tmp_path / "x.duckdb")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_object_that_cannot_be_shown_is_named(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(oe.InputError, match=r"Column 'a' has a value that cannot be read \(RuntimeError\)"):
        WRITERS[suffix](column(Unshowable()), tmp_path / f"x{suffix}")


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_name_as_long_as_the_file_system_allows(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / ("日" * 80 + suffix)
    assert WRITERS[suffix](column(1), path) == path
    with pytest.raises(oe.ExportError, match="File name too long"):
        WRITERS[suffix](column(1), tmp_path / ("日" * 100 + suffix))
    with pytest.raises(oe.ExportError, match="there is no folder"):
        WRITERS[suffix](column(1), tmp_path / ("日" * 100) / f"x{suffix}")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="names are bytes there")
def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    for suffix in (".csv", ".xlsx", ".parquet"):
        assert WRITERS[suffix](column(1), tmp_path / f"a\udcff{suffix}").exists()
    with pytest.raises(oe.InputError, match="DuckDB opens files only whose path is Unicode"):
        exports.to_duckdb({"t": column(1)}, tmp_path / "a\udcff.duckdb")
    with pytest.raises(oe.InputError, match="The name of a table must be Unicode"):
        exports.to_duckdb({"t\ud800": column(1)}, tmp_path / "x.duckdb")


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_file_that_may_not_be_written_is_kept(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although its folder would allow to put another one in its place."""
    path = WRITERS[suffix](orders_frame({}), tmp_path / f"x{suffix}")
    before = path.read_bytes()
    path.chmod(0o444)
    access = os.access
    monkeypatch.setattr(os, "access", lambda where, mode: Path(where) != path and access(where, mode))
    with pytest.raises(oe.ExportError, match="you may not write there"):
        WRITERS[suffix](column(1), path)
    assert path.read_bytes() == before
