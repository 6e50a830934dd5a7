"""Exports: each file is read back by an independent reader and compared value by value."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
import sys
from collections import namedtuple
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import exports, views

from .analyst import lines_frame, orders_frame, sessions_frame
from .export_values import EXPECTED, FORMULAS, ODD, everything

D = Decimal


def test_to_arrow_keeps_values_with_exact_types() -> None:
    """Decimals, times in UTC, nullable numbers, categories with their list; JSON only where there is no type."""
    table = exports.to_arrow(everything())
    assert table.to_pydict() == EXPECTED
    assert {field.name: str(field.type) for field in table.schema} == {
        "int": "int64", "nullable": "int64", "uint": "int64", "float": "double", "bool": "bool", "boolean": "bool",
        "str": "string", "category": "dictionary<values=string, indices=int32, ordered=0>", "numbers": "int64",
        "money": "decimal128(38, 6)", "mixed_money": "decimal128(38, 6)", "utc": "timestamp[us, tz=UTC]",
        "berlin": "timestamp[us, tz=UTC]", "naive": "timestamp[us]", "date": "date32[day]", "span": "duration[us]",
        "period": "string", "list": "string", "any": "string", "nothing": "string",
    }  # fmt: skip
    assert table["category"].chunk(0).dictionary.to_pylist() == ["c", "b", "a"]
    assert json.loads(table.schema.metadata[b"oneentry.json_columns"]) == ["list", "any"]
    assert json.loads(table.schema.metadata[b"PANDAS_ATTRS"]) == everything().attrs


@pytest.mark.parametrize("make", [orders_frame, lines_frame, sessions_frame])
def test_to_arrow_without_rows_has_the_same_schema(make: Callable[..., pd.DataFrame]) -> None:
    full, empty = exports.to_arrow(make({}, {})), exports.to_arrow(make())
    assert full.schema.equals(empty.schema)
    joined = views.with_latest_session(orders_frame({}), sessions_frame({}))
    assert exports.to_arrow(joined).schema.equals(exports.to_arrow(joined.head(0)).schema)


def test_to_parquet_round_trips_values_dtypes_and_attrs(tmp_path: Path) -> None:
    words = {"payment_status": "pending", "fulfillment_status": "created", "payment_strategy": "once"}
    frame = orders_frame(
        {"order_id": 1, **words}, {"order_id": 2, "currency": None, "total": None, "payment_url": "https://x"}
    )
    frame.attrs = {"total": 2, "currencies": ["USD"]}
    path = exports.to_parquet(frame, tmp_path / "orders.parquet")
    back = pd.read_parquet(path)
    pd.testing.assert_frame_equal(back, frame)
    assert back.attrs == frame.attrs
    full = everything()
    exports.to_parquet(full, path)
    assert pq.read_table(path).to_pydict() == EXPECTED
    back = pd.read_parquet(path)
    kept = ["nullable", "float", "bool", "boolean", "str", "category", "utc", "naive", "span"]
    pd.testing.assert_frame_equal(back[kept], full[kept])


def test_to_csv_writes_all_digits_of_money_and_times(tmp_path: Path) -> None:
    path = exports.to_csv(everything(), tmp_path / "all.csv")
    with open(path, encoding="utf-8", newline="") as file:
        head, first, second, third = csv.reader(file)
    assert head == [f"{name} (s)" if name == "span" else name for name in everything().columns]
    assert dict(zip(head, first, strict=True)) == {
        "int": "1", "nullable": "1", "uint": "1", "float": "0.1", "bool": "True", "boolean": "True", "str": "a",
        "category": "b", "numbers": "2", "money": "340.00", "mixed_money": "1.50", "utc": "2025-04-30T20:15:29.254Z",
        "berlin": "2025-04-30T20:15:29.254Z", "naive": "2025-01-01T00:00:00.000", "date": "2025-01-02",
        "span (s)": "108000.0", "period": "2025-01", "list": '["x",1,0.10]', "any": '"text"', "nothing": "",
    }  # fmt: skip
    assert second == ["-9007199254740993", "", "2", "", "False", *[""] * 3, "1", "", "2.00", *[""] * 5, "2025-02",
                      '{"k":"2025-04-30T20:15:29.254Z","n":null}', "2", ""]  # fmt: skip
    assert third[9] == "-0.005"


@pytest.mark.parametrize("text", FORMULAS)
def test_to_csv_prefixes_formulas_with_an_apostrophe(text: str, tmp_path: Path) -> None:
    """Not numbers; ``safe=False`` keeps text unchanged."""
    frame = pd.DataFrame({"text": [text], "list": [[text]], "money": [D("-1.50")], "float": [-1.5], text: [1]})
    path = exports.to_csv(frame, tmp_path / "x.csv")
    with open(path, encoding="utf-8", newline="") as file:
        head, row = csv.reader(file)
    for cell in (row[0], head[4]):
        assert cell.replace("'", "") == text.replace("'", "")
        for start in re.split(r"[;\t\r\n]", cell):
            assert not re.match(r"\s*[=+\-@＝]", start)
    assert row[1].startswith("[")
    assert row[2:4] == ["-1.50", "-1.5"]
    exports.to_csv(frame, path, safe=False)
    with open(path, encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1][0] == text


@pytest.mark.slow
@pytest.mark.parametrize("text", ODD)
def test_exports_keep_unusual_text(text: str, tmp_path: Path) -> None:
    """Lone surrogates become the replacement character."""
    frame = pd.DataFrame({"text": pd.Series([text, "z"], dtype="object"), "list": [[text], ["\ud800"]]})
    with open(exports.to_csv(frame, tmp_path / "x.csv"), encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1][0] == text
    exports.to_parquet(frame, tmp_path / "x.parquet")
    table = pq.read_table(tmp_path / "x.parquet").to_pydict()
    assert table["text"][0] == text
    assert [json.loads(one) for one in table["list"]] == [[text], ["\N{REPLACEMENT CHARACTER}"]]
    exports.to_duckdb({"x": frame}, tmp_path / "x.duckdb")
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        assert connection.execute("SELECT text FROM x").fetchall() == [(text,), ("z",)]


def test_to_duckdb_keeps_values_types_and_attrs(tmp_path: Path) -> None:
    path = exports.to_duckdb({"all": everything(), 'a "b"': orders_frame()}, tmp_path / "x.duckdb")
    with duckdb.connect(str(path), read_only=True) as connection:
        table = connection.sql('SELECT * EXCLUDE (span) FROM "all"').to_arrow_table()
        values = {name: column for name, column in EXPECTED.items() if name != "span"}
        assert {name: table[name].to_pylist() for name in values} == {
            **values, "utc": [value and value.astimezone(dt.UTC) for value in values["utc"]]
        }  # fmt: skip
        assert connection.execute('SELECT span FROM "all"').fetchall() == [(one,) for one in EXPECTED["span"]]
        types = dict(connection.execute('SELECT column_name, column_type FROM (DESCRIBE "all")').fetchall())
        assert types["money"] == "DECIMAL(38,6)"
        assert types["utc"] == "TIMESTAMP WITH TIME ZONE"
        assert types["category"] == types["list"] == "VARCHAR"
        (comment,) = connection.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'all'").fetchall()
        assert json.loads(comment[0]) == everything().attrs
        assert connection.execute('SELECT count(*), sum(total) FROM "a ""b"""').fetchall() == [(0, None)]


def test_to_duckdb_replaces_equal_names_and_keeps_other_tables(tmp_path: Path) -> None:
    """All tables are written or none."""
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 42 AS n")
    exports.to_duckdb({"orders": orders_frame({}, {})}, path)
    exports.to_duckdb({"orders": orders_frame({})}, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE VIEW v AS SELECT 1")
    with pytest.raises(oe.ExportError, match="is as it was before"):
        exports.to_duckdb({"orders": orders_frame(), "v": orders_frame()}, path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT (FROM mine), (SELECT count(*) FROM orders)").fetchall() == [(42, 1)]


def test_to_duckdb_rejects_foreign_files_and_names_that_differ_by_case(tmp_path: Path) -> None:
    other = tmp_path / "x.duckdb"
    other.write_text("no database")
    with pytest.raises(oe.ExportError):
        exports.to_duckdb({"x": orders_frame({})}, other)
    assert other.read_text() == "no database"
    with pytest.raises(oe.InputError, match="must differ by more than case"):
        exports.to_duckdb({"x": orders_frame({}), "X": orders_frame({})}, tmp_path / "y.duckdb")
    for wrong in ({}, orders_frame({}), {1: orders_frame({})}, (orders_frame({}),), {"": orders_frame({})}):
        with pytest.raises(oe.InputError, match="tables must be frames by name"):
            exports.to_duckdb(wrong, tmp_path / "y.duckdb")  # type: ignore[arg-type]
    assert [one.name for one in tmp_path.iterdir()] == ["x.duckdb"]


def test_exports_accept_a_named_tuple_of_frames(tmp_path: Path) -> None:
    both = namedtuple("Frames", "orders lines")(orders_frame({}), lines_frame({}))
    assert openpyxl.load_workbook(exports.to_excel(both, tmp_path / "x.xlsx")).sheetnames == [
        "orders",
        "lines",
        "about",
    ]
    with duckdb.connect(str(exports.to_duckdb(both, tmp_path / "x.duckdb"))) as connection:
        assert connection.execute("SELECT count(*) FROM orders JOIN lines USING (order_id)").fetchall() == [(1,)]


WRITERS: dict[str, Callable[[Any, Any], Path]] = {
    "x.csv": exports.to_csv,
    "x.xlsx": exports.to_excel,
    "x.parquet": exports.to_parquet,
    "x.duckdb": lambda frame, path: exports.to_duckdb({"t": frame}, path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_meaningful_index_becomes_columns(name: str, tmp_path: Path) -> None:
    sums = views.revenue(orders_frame({"paid": True}))
    read = {
        "x.csv": pd.read_csv,
        "x.xlsx": pd.read_excel,
        "x.parquet": pd.read_parquet,
        "x.duckdb": lambda path: duckdb.connect(str(path)).execute("FROM t").df(),
    }[name]
    assert list(read(WRITERS[name](sums, tmp_path / name)).columns) == ["month", "gross revenue USD"]
    filtered = orders_frame({}, {}).iloc[[1]]
    other = tmp_path / f"2{name}"
    columns = [one.removesuffix(" (UTC)") for one in exports.to_arrow(filtered).column_names]
    assert columns[0] == "order_id"
    assert WRITERS[name](filtered, other).exists()


PAID = pd.Series({89: Decimal("55.00"), 83: Decimal("179.70")}, name="paid")


@pytest.mark.parametrize(
    ("frame", "columns"),
    [
        (PAID, ["index", "paid"]),
        (pd.DataFrame.from_dict({89: {"paid": 1}, 83: {"paid": 2}}, orient="index"), ["index", "paid"]),
        (pd.DataFrame({"a": [1, 2]}, index=[89, 83]).T.T, ["index", "a"]),
        (PAID.astype("float").reset_index(drop=True)[::-1], ["paid"]),
        (pd.concat([PAID.reset_index(drop=True)] * 2), ["paid"]),
        (pd.DataFrame({"a": [1, 2, 3]}, index=[0, 2, 4]), ["index", "a"]),
        (pd.DataFrame({"order_id": [1, 2], "a": 1}, index=[7, 9]), ["order_id", "a"]),
        (pd.DataFrame({"a": [1]}, index=pd.RangeIndex(5, 6)), ["index", "a"]),
        (pd.DataFrame({"product_id": [1]}, index=pd.RangeIndex(5, 6)), ["product_id"]),
        (pd.DataFrame({"a": [1]}, index=pd.RangeIndex(1)), ["a"]),
        (pd.DataFrame({"a": [1]}, index=pd.RangeIndex(1, name="row")), ["row", "a"]),
    ],
)
def test_numbers_of_an_index_are_kept_unless_they_count_rows(frame: Any, columns: list[str]) -> None:
    found = exports.to_arrow(frame)
    assert found.column_names == columns
    if "index" in columns:
        assert found["index"].to_pylist() == frame.index.tolist()


@pytest.mark.parametrize("name", WRITERS)
def test_failed_export_keeps_the_old_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = WRITERS[name](orders_frame({}), tmp_path / name)
    before = path.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        if name == "x.duckdb":
            path.unlink()
        with pytest.raises(oe.ExportError) as caught:
            WRITERS[name](orders_frame({}, {}), path)
    assert str(caught.value) == f"{path} was not written, and is as it was before: No space left on device."
    assert caught.value.path == str(path)
    assert isinstance(caught.value, OSError)
    if name != "x.duckdb":
        assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] in ([name], [])


@pytest.mark.parametrize("name", WRITERS)
def test_unwritable_path_raises_export_error(name: str, tmp_path: Path) -> None:
    write = WRITERS[name]
    with pytest.raises(oe.ExportError, match=f"there is no folder {tmp_path}/none"):
        write(orders_frame({}), tmp_path / "none" / name)
    (tmp_path / name).mkdir()
    with pytest.raises(oe.ExportError, match="is as it was before"):
        write(orders_frame({}), tmp_path / name)
    for wrong in (None, 7, "a\x00b"):
        with pytest.raises(oe.OneEntryError):
            write(orders_frame({}), wrong)
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_missing_permission_raises_export_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows for a file that is open in Excel."""

    def locked(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(oe.ExportError, match="you may not write there, or another program has it open"):
        exports.to_csv(orders_frame({}), tmp_path / "x.csv")


def test_export_keeps_symbolic_link_and_file_mode(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    assert exports.to_csv(orders_frame({}), str(link)) == real
    assert link.is_symlink()
    assert real.read_text().startswith("order_id,")
    assert real.stat().st_mode & 0o777 == 0o640


def test_exports_reject_invalid_frames(tmp_path: Path) -> None:
    """Columns of one name, an index named as a column, numbers beyond 38 digits, no frame at all, packed CSV."""
    with pytest.raises(oe.InputError, match=r"frame has two columns 'form\.Name' and 'form\.name': rename one of them"):
        exports.to_arrow(pd.DataFrame({"form.Name": [1], "form.name": [2]}))
    with pytest.raises(oe.InputError, match="has the name of a column"):
        exports.to_arrow(pd.DataFrame({"a": [1]}, index=pd.Index(["x"], name="a")))
    with pytest.raises(oe.InputError, match="'a' has numbers of 41 digits, and a decimal holds 38"):
        exports.to_arrow(pd.DataFrame({"a": pd.Series([D("1E+40")], dtype="object")}))
    with pytest.raises(oe.InputError, match="frame must be a DataFrame or a Series"):
        exports.to_arrow([1])  # type: ignore[arg-type]
    with pytest.raises(oe.InputError, match=r"use \.csv"):
        exports.to_csv(orders_frame({}), tmp_path / "x.csv.gz")


def test_as_json_keeps_exact_numbers() -> None:
    """Exact numbers, no infinity, unknown things as text, whole columns at once."""
    values = [
        [D("0.10"), 2**70, float("nan"), float("inf")],
        ("t", {1: None}),
        dt.date(2025, 1, 2),
        {"s": {"a"}},
        1 + 2j,
    ]
    frame = pd.DataFrame({"x": pd.Series(values, dtype="object")})
    assert exports.to_arrow(frame)["x"].to_pylist() == [
        '[0.10,1180591620717411303424,null,"inf"]', '["t",{"1":null}]', '"2025-01-02"', '{"s":["a"]}', '"(1+2j)"',
    ]  # fmt: skip


@pytest.fixture
def _hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.partition(".")[0] == "duckdb"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "duckdb", None)


@pytest.mark.usefixtures("_hidden")
def test_missing_export_library_raises_with_the_install_command(tmp_path: Path) -> None:
    with pytest.raises(oe.MissingExtraError, match=r'pip install "duckdb>=\S+" "pytz>=\S+"$'):
        exports.to_duckdb({"x": orders_frame({})}, tmp_path / "x.duckdb")
    assert exports.to_csv(orders_frame({}), tmp_path / "x.csv").exists()
    assert isinstance(exports.to_arrow(orders_frame({})), pa.Table)


@pytest.mark.parametrize("name", ["to_csv", "to_excel", "to_parquet"])
def test_values_of_any_depth_are_written_or_named(name: str, tmp_path: Path) -> None:
    export, suffix = getattr(exports, name), {"to_csv": "csv", "to_excel": "xlsx", "to_parquet": "parquet"}[name]
    value: Any = []
    for _ in range(200):
        value = [value]
    assert export(pd.DataFrame({"answer": [value]}), tmp_path / f"a.{suffix}").exists()
    for _ in range(sys.getrecursionlimit()):
        value = [value]
    with pytest.raises(oe.InputError, match="Column 'answer' has a value that is nested too deeply"):
        export(pd.DataFrame({"answer": [value]}), tmp_path / f"b.{suffix}")


@pytest.mark.parametrize(
    "values",
    [
        [1, D("1.5"), None],
        [None, 2**63],
        [12345678901234567890123, D("0.25")],
        [-(2**63) - 1, 1],
        [D("1E+3"), D("0.0000001")],
    ],
)
def test_whole_numbers_of_any_size_are_exact_beside_decimals(values: list[Any], tmp_path: Path) -> None:
    frame = pd.DataFrame({"attribute.size": pd.Series(values, dtype="object")})
    expected = [None if value is None else D(value) for value in values]
    assert exports.to_arrow(frame)["attribute.size"].to_pylist() == expected
    read = pd.read_parquet(exports.to_parquet(frame, tmp_path / "a.parquet"))
    assert [None if value is None else D(value) for value in read["attribute.size"]] == expected
    with duckdb.connect(str(exports.to_duckdb({"products": frame}, tmp_path / "a.duckdb"))) as connection:
        assert [row[0] for row in connection.execute("SELECT * FROM products").fetchall()] == expected


def test_missing_numbers_of_nullable_columns_are_missing_in_every_export(tmp_path: Path) -> None:
    frame = pd.DataFrame({"product_id": pd.array([None, 14], dtype="Int64"), "amount": [None, D("1.5")]})
    assert exports.to_arrow(frame)["product_id"].to_pylist() == [None, 14]
    pd.testing.assert_frame_equal(
        pd.read_parquet(exports.to_parquet(frame, tmp_path / "a.parquet"))[["product_id"]], frame[["product_id"]]
    )
    assert exports.to_csv(frame, tmp_path / "a.csv").read_text("utf-8").splitlines()[1] == ","
    sheet = openpyxl.load_workbook(exports.to_excel(frame, tmp_path / "a.xlsx"))["data"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [None, 14]


LOOSE = {
    "whole": np.int64(1), "short": np.int8(1), "single": np.float32(1.5), "flag": np.bool_(True),
    "text": np.str_("x"), "day": np.datetime64("2025-04-30"), "time": np.datetime64("2025-04-30T20:15"),
    "no time": np.datetime64("NaT", "ns"), "span": np.timedelta64(5, "s"), "array": np.array([1, 2]), "zoned":
    pd.Timestamp("2025-04-30", tz="UTC"), "naive": pd.Timestamp("2025-04-30"), "period": pd.Period("2025-04"),
    "surrogate": "\ud800", "missing": pd.NA, "nothing": pd.NaT, "bytes": b"x", "set": {1}, "large": 2**70,
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("value", LOOSE.values(), ids=LOOSE.keys())
@pytest.mark.slow
def test_objects_of_numpy_and_pandas_are_written(name: str, value: Any, tmp_path: Path) -> None:
    """Alone, and beside values of other types."""
    for place, values in enumerate(([value, None], [value, "text", 5, Decimal("2.50")])):
        frame = pd.DataFrame({"a": pd.Series(values, dtype="object")})
        assert WRITERS[name](frame, tmp_path / f"{place}{name}").stat().st_size > 0


def test_a_category_without_values_is_read_back_as_a_category(tmp_path: Path) -> None:
    """pandas reads its categories as objects; the file has the type that it has with values."""
    frame = orders_frame({"payment_status": None}, {"payment_status": None})
    path = exports.to_parquet(frame, tmp_path / "a.parquet")
    again = pd.read_parquet(path)
    assert isinstance(again["payment_status"].dtype, pd.CategoricalDtype)
    assert again["payment_status"].isna().tolist() == [True, True]
    full = exports.to_arrow(orders_frame({"payment_status": "paid"})).schema.field("payment_status").type
    assert pq.read_schema(path).field("payment_status").type == full
    assert exports.to_arrow(again).schema.field("payment_status").type == full
    pd.testing.assert_frame_equal(again, frame, check_categorical=False)
