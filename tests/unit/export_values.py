"""What the tests of exports write, and what they read back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd

D = Decimal
FORMULAS = [
    "=1+1",
    "+1 999",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "'=1",
    '=HYPERLINK("http://x")',
    "＝1",
    "a;=1",
    "a\n+1",
]
ODD = [
    "",
    " ",
    "a,b",
    'q"q',
    "l\nl",
    "日本 ☕",
    "\x00\x07\x1b",
    "#N/A",
    "_x0041_",
    "true",
    "007",
    "1e5",
    "\ufffe",
    "x\r\ny",
]


def everything() -> pd.DataFrame:
    """A column of each dtype that a frame of ours or of an analyst's may have, missing values in each that can."""
    moment = pd.Timestamp("2025-04-30 20:15:29.254", tz="UTC")
    frame = pd.DataFrame(
        {
            "int": [1, -(2**53) - 1, 0],
            "nullable": pd.array([1, None, 3], dtype="Int64"),
            "uint": pd.Series([1, 2, 3], dtype="uint8"),
            "float": [0.1, None, -2.5],
            "bool": [True, False, True],
            "boolean": pd.array([True, None, False], dtype="boolean"),
            "str": pd.Series(["a", None, "日本"], dtype="str"),
            "category": pd.Categorical(["b", None, "a"], categories=pd.Index(["c", "b", "a"], dtype="str")),
            "numbers": pd.Categorical([2, 1, 2]),
            "money": pd.Series([D("340.00"), None, D("-0.005")], dtype="object"),
            "mixed_money": pd.Series([D("1.50"), 2, None], dtype="object"),
            "utc": pd.Series([moment, pd.NaT, moment]).astype("datetime64[us, UTC]"),
            "berlin": pd.Series([moment, pd.NaT, moment]).dt.tz_convert("Europe/Berlin"),
            "naive": pd.Series(["2025-01-01", None, "2025-01-01 12:00:00.000001"], dtype="datetime64[us]"),
            "date": pd.Series([dt.date(2025, 1, 2), None, dt.date(1899, 1, 2)], dtype="object"),
            "span": pd.Series([pd.Timedelta(hours=30), pd.NaT, pd.Timedelta(microseconds=1)]).astype("timedelta64[us]"),
            "period": pd.Series(pd.PeriodIndex(["2025-01", "2025-02", "2025-03"], freq="M")),
            "list": pd.Series([["x", 1, D("0.10")], {"k": moment.to_pydatetime(), "n": None}, None], dtype="object"),
            "any": pd.Series(["text", 2, None], dtype="object"),
            "nothing": pd.Series([None, None, None], dtype="object"),
        }
    )
    frame.attrs = {"total": 3, "cap_met": False, "currencies": ["USD"]}
    return frame


EXPECTED = {
    "int": [1, -(2**53) - 1, 0],
    "nullable": [1, None, 3],
    "uint": [1, 2, 3],
    "float": [0.1, None, -2.5],
    "bool": [True, False, True],
    "boolean": [True, None, False],
    "str": ["a", None, "日本"],
    "category": ["b", None, "a"],
    "numbers": [2, 1, 2],
    "money": [D("340.00"), None, D("-0.005")],
    "mixed_money": [D("1.50"), D("2.00"), None],
    "utc": [
        dt.datetime(2025, 4, 30, 20, 15, 29, 254000, dt.UTC),
        None,
        dt.datetime(2025, 4, 30, 20, 15, 29, 254000, dt.UTC),
    ],
    "naive": [dt.datetime.fromisoformat("2025-01-01"), None, dt.datetime.fromisoformat("2025-01-01T12:00:00.000001")],
    "date": [dt.date(2025, 1, 2), None, dt.date(1899, 1, 2)],
    "span": [dt.timedelta(hours=30), None, dt.timedelta(microseconds=1)],
    "period": ["2025-01", "2025-02", "2025-03"],
    "list": ['["x",1,0.10]', '{"k":"2025-04-30T20:15:29.254Z","n":null}', None],
    "any": ['"text"', "2", None],
    "nothing": [None, None, None],
}
EXPECTED["berlin"] = EXPECTED["utc"]
