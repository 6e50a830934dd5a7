"""Excel workbooks: read back by openpyxl, and as XML where openpyxl would convert."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import exports, views

from .analyst import lines_frame, orders_frame
from .export_values import EXPECTED, FORMULAS, ODD, everything

D = Decimal
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def raw_cells(path: Path, sheet: int = 1) -> dict[str, ET.Element]:
    """The cells as they are in the file, without openpyxl."""
    with zipfile.ZipFile(path) as book:
        root = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    return {cell.attrib["r"]: cell for cell in root.iter(f"{SHEET}c")}


def column_of(path: Path, sheet: str, column: str) -> list[Any]:
    book = openpyxl.load_workbook(path)
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [row[head.index(column)] for row in rows]


def about(path: Path) -> set[tuple[Any, ...]]:
    return set(openpyxl.load_workbook(path)["about"].iter_rows(min_row=2, values_only=True))


def test_to_excel_keeps_values_and_lists_changes_in_about(tmp_path: Path) -> None:
    path = exports.to_excel(everything(), tmp_path / "all.xlsx")
    head = next(openpyxl.load_workbook(path)["data"].iter_rows(values_only=True))
    for name, values in EXPECTED.items():
        shown = f"{name} (UTC)" if name in ("utc", "berlin") else name
        assert shown in head
        back = column_of(path, "data", shown)
        if name in ("utc", "berlin"):
            assert back == [value and value.replace(tzinfo=None) for value in values]
        elif name in ("money", "mixed_money"):
            assert [None if value is None else D(str(value)) for value in back] == values
        elif name in ("naive", "span"):
            # Excel keeps milliseconds.
            assert back[:2] == values[:2]
        elif name == "int":
            assert back == ["1", "-9007199254740993", "0"]
        elif name == "date":
            assert back == ["2025-01-02", None, "1899-01-02"]
        else:
            assert back == values, name
    said = about(path)
    assert ("data", None, "total: 3") in said
    assert ("data", "utc", "Times are in UTC, because Excel has no time zones.") in said
    assert ("data", "int", "Text, because Excel would keep only 15 digits of these numbers.") in said
    assert ("data", "date", "Text, because Excel has no days before March 1900.") in said


@pytest.mark.parametrize(
    "amount", ["9.14966326059763", "0.10", "340.00", "-1.005", "1234567890123.45", "0", "100", "1E+3", "0.000000001"]
)
def test_to_excel_stores_exact_amounts_in_the_file(amount: str, tmp_path: Path) -> None:
    path = exports.to_excel(orders_frame({"total": amount})[["total"]], tmp_path / "x.xlsx")
    cell = raw_cells(path)["A2"]
    assert cell.attrib.get("t", "n") == "n"
    assert D(cell.findtext(f"{SHEET}v") or "") == D(amount)


def test_to_excel_writes_columns_beyond_15_digits_as_text(tmp_path: Path) -> None:
    frame = orders_frame({"total": "12345678901234.56"}, {"total": "1.00"})
    path = exports.to_excel(frame, tmp_path / "x.xlsx")
    assert column_of(path, "data", "total") == ["12345678901234.56", "1.00"]


@pytest.mark.parametrize("text", FORMULAS + ODD)
@pytest.mark.slow
def test_to_excel_writes_no_formulas(text: str, tmp_path: Path) -> None:
    path = exports.to_excel(
        {"x": pd.DataFrame({"text": [text], f"h{text}": [1], text or "e": [2]})}, tmp_path / "x.xlsx"
    )
    for sheet in (1, 2):
        with zipfile.ZipFile(path) as book:
            assert b"<f>" not in book.read(f"xl/worksheets/sheet{sheet}.xml")
    cell = raw_cells(path)["A2"]
    if text:
        assert cell.attrib["t"] == "inlineStr"
        back = "".join(part.text or "" for part in cell.iter(f"{SHEET}t"))
        clean = re.sub(
            "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]",
            "\N{REPLACEMENT CHARACTER}",
            text.replace("\r\n", "\n").replace("\r", "\n"),
        )
        assert back == clean.replace("_x0041_", "_x005F_x0041_")
    made = openpyxl.load_workbook(path)["x"]["A2"]
    assert made.data_type != "f"
    if re.match(r"['\s]*[=+\-@＝]", text):
        assert made.quotePrefix


@pytest.mark.parametrize("text", ["<b>x</b>", "]]>&amp;", "_x0041_x0042_", " x ", "a\tb\n"])
def test_to_excel_keeps_text_that_looks_like_its_format(text: str, tmp_path: Path) -> None:
    path = exports.to_excel(pd.DataFrame({text: [text]}), tmp_path / "x.xlsx")
    for cell in (raw_cells(path)["A1"], raw_cells(path)["A2"]):
        escaped = "".join(part.text or "" for part in cell.iter(f"{SHEET}t"))
        # As Excel reads it.
        assert re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), escaped) == text
    assert about(path) == set()


def test_to_excel_writes_typed_columns_as_their_single_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = everything().drop(columns="mixed_money")
    paths = [exports.to_excel(frame, tmp_path / "typed.xlsx")]
    monkeypatch.setattr("oneentry_toolkit.exports.cells.typed", lambda _: None)
    paths.append(exports.to_excel(frame, tmp_path / "single.xlsx"))
    typed, single = (
        {place: (cell.attrib, [(one.tag, one.text) for one in cell.iter()]) for place, cell in raw_cells(path).items()}
        for path in paths
    )
    assert typed == single


def test_to_excel_without_rows_writes_headers(tmp_path: Path) -> None:
    frames = {"orders": orders_frame(), "lines": lines_frame(), "none": pd.DataFrame()}
    path = exports.to_excel(frames, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["orders", "lines", "none", "about"]
    assert book["orders"].max_row == 1
    assert "total" in [cell.value for cell in book["orders"][1]]
    assert pd.read_excel(path, sheet_name="lines").empty


def test_to_excel_writes_negative_durations_in_seconds_and_infinity_as_text(tmp_path: Path) -> None:
    frame = pd.DataFrame({"span": pd.to_timedelta([-90, 5], unit="s"), "float": [float("inf"), 1.5]})
    path = exports.to_excel(frame, tmp_path / "x.xlsx")
    assert column_of(path, "data", "span (s)") == [-90, 5]
    assert column_of(path, "data", "float") == ["inf", 1.5]
    assert {one[1] for one in about(path)} == {"span", "float"}


@pytest.mark.parametrize("name", ["", " ", "x" * 32, "a/b", "a:b", "'a", "a\x00", "About", "history"])
def test_to_excel_rejects_invalid_sheet_names(name: str, tmp_path: Path) -> None:
    with pytest.raises(oe.InputError, match="sheet"):
        exports.to_excel({"x": orders_frame({}), name: orders_frame({})}, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_to_excel_rejects_too_many_rows_and_too_long_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names another export."""
    with pytest.raises(oe.InputError, match=r"'text' of sheet 'data' has a text of 32,768 characters"):
        exports.to_excel(pd.DataFrame({"text": ["x" * 32768]}), tmp_path / "x.xlsx")
    with pytest.raises(oe.InputError, match=r"only if its name ends in \.xlsx"):
        exports.to_excel(orders_frame({}), tmp_path / "x.xls")
    monkeypatch.setattr("oneentry_toolkit.exports.excel._EXCEL_ROWS", 3)
    with pytest.raises(oe.InputError, match=r"would have 4 rows and \d+ columns, and Excel has 3 and 16,384"):
        exports.to_excel(orders_frame({}, {}, {}), tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("amounts", "currencies", "expected"),
    [
        (["1340.00"], ["JPY"], "#,##0"),
        (["1340.50"], ["JPY"], "#,##0.0"),
        (["1.5"], ["KWD"], "#,##0.000"),
        (["1340.00", "10.00"], ["JPY", "USD"], "#,##0.00"),
        (["10.00"], [None], "#,##0.00"),
    ],
)
def test_to_excel_formats_amounts_with_the_decimals_of_the_currency(
    amounts: list[str], currencies: list[str | None], expected: str, tmp_path: Path
) -> None:
    rows = ({"total": total, "currency": one} for total, one in zip(amounts, currencies, strict=True))
    sheet = openpyxl.load_workbook(exports.to_excel(orders_frame(*rows), tmp_path / "x.xlsx"))["data"]
    place = [cell.value for cell in sheet[1]].index("total")
    assert {row[place].number_format for row in sheet.iter_rows(min_row=2)} == {expected}


def test_to_excel_formats_a_view_with_the_decimals_of_its_currency(tmp_path: Path) -> None:
    revenue = views.revenue(orders_frame({"total": "1340.00", "currency": "JPY", "paid": True}))
    sheet = openpyxl.load_workbook(exports.to_excel(revenue, tmp_path / "x.xlsx"))["data"]
    assert sheet["B2"].number_format == "#,##0"
