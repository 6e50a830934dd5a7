"""Frames below each other keep their dtypes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from oneentry_toolkit.frames.assemble import build
from oneentry_toolkit.frames.schema import LINES, SESSIONS
from oneentry_toolkit.frames.union import below_each_other
from oneentry_toolkit.money import from_decimals


def frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_categories_are_joined_in_alphabetical_order() -> None:
    """``pandas.concat`` would make objects of them."""
    found = below_each_other(
        [frame(a=pd.Categorical(["new", None])), frame(a=pd.Categorical(["done", "new"])), frame(b=[1])]
    )
    assert found["a"].dtype == pd.CategoricalDtype(pd.Index(["done", "new"], dtype="str"))
    assert [None if pd.isna(one) else one for one in found["a"]] == ["new", None, "done", "new", None]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (pd.array([1, 2], "int64"), "Int64"),
        (pd.array([True], "bool"), "boolean"),
        (pd.array([1, None], "Int64"), "Int64"),
        (pd.array([True, None], "boolean"), "boolean"),
        (pd.array(["x", None], "str"), "str"),
        (pd.array([0.5], "float64"), "float64"),
        (pd.to_datetime(["2024-01-01"], utc=True).astype("datetime64[us, UTC]"), "datetime64[us, UTC]"),
        (from_decimals([Decimal("0.10"), None]), "money"),
        (pd.Series([Decimal("0.10"), None], dtype="object"), "object"),
        (pd.Series([["a"], None], dtype="object"), "object"),
        (
            pd.array([Decimal("0.10")], pd.ArrowDtype(pa.decimal128(18, 2))),
            "decimal128(18, 2)[pyarrow]",
        ),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_columns_that_a_frame_lacks_are_missing_there(values: Any, dtype: str, first: bool) -> None:
    one, other = frame(a=values, b="x"), frame(b=["y"])
    found = below_each_other([one, other] if first else [other, one])
    assert str(found["a"].dtype) == dtype
    lacking = 0 if not first else len(one)
    assert pd.isna(found["a"].iloc[lacking])
    assert found["a"].drop(lacking).tolist()[0] == one["a"].tolist()[0]
    assert list(found.index) == list(range(len(one) + 1))


def test_dtypes_that_differ_become_objects() -> None:
    """Each value is kept; an empty column of objects changes nothing."""
    found = below_each_other([frame(a=pd.array(["x"], "str")), frame(a=pd.Series([["y"]], dtype="object"))])
    assert found["a"].tolist() == ["x", ["y"]]
    empty = frame(a=pd.Series([], dtype="object"))
    assert str(below_each_other([empty, frame(a=pd.array([1], "Int64"))])["a"].dtype) == "Int64"


@pytest.mark.parametrize("columns", [LINES, SESSIONS])
def test_frames_without_rows_keep_their_columns(columns: Any) -> None:
    empty = build(columns, [])
    found = below_each_other([empty, empty])
    assert found.dtypes.equals(empty.dtypes) and list(found.columns) == list(empty.columns)
