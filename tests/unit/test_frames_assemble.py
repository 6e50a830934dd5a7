"""Frames assembled of pieces equal frames built at once."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, strategies as st
from pandas.testing import assert_frame_equal

from oneentry_toolkit.errors import InputError, MoneyWarning
from oneentry_toolkit.frames.assemble import Assembly, Money
from oneentry_toolkit.frames.schema import TIME, Column, array

COLUMNS = tuple(
    Column(name, name, dtype, name)
    for name, dtype in (
        ("number", "int64"),
        ("flag", "bool"),
        ("answer", "boolean"),
        ("text", "str"),
        ("marker", "category"),
        ("currency", "category"),
        ("amount", "money"),
        ("time", TIME),
    )
)
AMOUNTS = (
    st.sampled_from(
        [Decimal("5"), Decimal("-0.10"), Decimal("0"), Decimal("12.345"), Decimal("1e30"), Decimal("-1e20")]
    )
    | st.decimals(-(10**16), 10**16, places=2)
    | st.decimals(-(10**20), 10**20, places=6)
)
ROWS = st.fixed_dictionaries(
    {
        "number": st.integers(-(2**63), 2**63 - 1),
        "flag": st.booleans(),
        "answer": st.none() | st.booleans(),
        "text": st.none() | st.text(max_size=3),
        "marker": st.none() | st.sampled_from(["b", "a", "\u00fc", "ab"]),
        "currency": st.none() | st.sampled_from(["USD", "EUR"]),
        "amount": st.none() | AMOUNTS,
        "time": st.none() | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    }
)


def arrays(rows: list[dict[str, Any]]) -> dict[str, pa.Array]:
    return {column.name: array([row[column.name] for row in rows], column.dtype) for column in COLUMNS}


def assembled(*pieces: dict[str, pa.Array], money: Money = "decimal") -> Any:
    found = Assembly(COLUMNS, money=money)
    for piece in pieces:
        found.add(piece)
    return found.frame()


@pytest.mark.slow
@given(st.lists(ROWS, max_size=12), st.lists(st.integers(0, 12), max_size=4), st.data())
def test_assembly_of_pieces_equals_the_whole(rows: list[dict[str, Any]], cuts: list[int], data: st.DataObject) -> None:
    """Values, dtypes and categories; also of pieces that were cut out of others, and of those left by a filter."""
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), dtype=bool)
    left = [row for row, stays in zip(rows, kept, strict=True) if stays]
    whole = assembled(arrays(left))
    ends = sorted({0, len(rows), *(cut for cut in cuts if cut < len(rows))})
    all_rows = arrays(rows)
    pieces = [
        {name: one[start:end].filter(pa.array(kept[start:end])) for name, one in all_rows.items()}
        for start, end in itertools.pairwise(ends)
    ]
    found = assembled(*pieces)
    assert_frame_equal(found, whole)
    currencies = sorted({row["currency"] for row in left} - {None})
    assert found.attrs == whole.attrs == {"fetch": {"currencies": currencies}, "currencies": currencies}
    assert [None if one is None else str(one) for one in found["amount"]] == [
        None if row["amount"] is None else _with_cents(row["amount"]) for row in left
    ]


@pytest.mark.slow
@given(st.lists(st.none() | st.decimals(-(10**12), 10**12, places=6), max_size=12), st.integers(0, 12))
def test_exact_amounts_of_pieces_equal_the_objects(amounts: list[Decimal | None], cut: int) -> None:
    rows = [{"number": 1, "flag": True, "amount": amount} for amount in amounts]
    all_rows = arrays([dict.fromkeys(one.name for one in COLUMNS) | row for row in rows])
    pieces = [{name: one[start:end] for name, one in all_rows.items()} for start, end in ((0, cut), (cut, None))]
    exact, objects = (assembled(*pieces, money=money)["amount"] for money in ("exact", "decimal"))
    assert exact.dtype == "money"
    assert [str(one) for one in exact.astype(object)] == [str(one).replace("None", "nan") for one in objects]
    floats = assembled(*pieces, money="float")["amount"]
    assert floats.dtype == "float64"
    assert floats.dropna().tolist() == [float(one) for one in amounts if one is not None]


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("0.1234567", "0.1234567 has more than 6 decimals, and a money column has 6."),
        (
            "9223372036854.775808",
            "9223372036854.775808 does not fit a money column, which holds less than 9.2 trillion",
        ),
        ("1e30", "000.00 does not fit a money column, which holds less than 9.2 trillion"),
        ("123456789012345678901234567890.1234567", "has more than 6 decimals"),
    ],
)
def test_amount_that_does_not_fit_makes_objects_of_its_column_and_warns(amount: str, reason: str) -> None:
    """All amounts are there, the one that does not fit as well."""
    rows = arrays([dict.fromkeys(one.name for one in COLUMNS) | _row(one) for one in ("0.10", amount)])
    with pytest.warns(MoneyWarning, match="Column 'amount' has objects of Decimal") as caught:
        found = assembled(rows, money="exact")["amount"]
    assert reason in str(caught[0].message)
    assert (found.dtype, found.tolist()) == ("object", [Decimal("0.10"), Decimal(amount)])
    assert assembled(rows, money="float")["amount"].tolist() == [0.1, float(amount)]


def _with_cents(amount: Decimal) -> str:
    """At least two decimals, and no zeros after them."""
    with localcontext(prec=60):
        whole, _, rest = f"{amount + 0:f}".partition(".")
    return f"{whole}.{rest.rstrip('0'):0<2}"


@pytest.mark.parametrize("rows", [1, 9_999, 25_000])
def test_equal_amounts_share_one_object(rows: int) -> None:
    found = Assembly([COLUMNS[6]], money="decimal")
    for _ in range(4):
        found.add({"amount": array([Decimal(one % 7) for one in range(rows)], "money")})
    amounts = found.frame()["amount"]
    assert len(amounts) == 4 * rows
    assert len({id(one) for one in amounts}) <= min(7, rows) * (4 * rows // 10_000 + 1)
    assert sum(amounts) == 4 * sum(one % 7 for one in range(rows))


def test_amounts_are_exact_for_any_decimal_context() -> None:
    with localcontext(prec=3):
        found = assembled(arrays([dict.fromkeys(one.name for one in COLUMNS) | _row("123456789.25")]))
    assert str(found["amount"][0]) == "123456789.25"


def _row(amount: str) -> dict[str, Any]:
    return {"number": 1, "flag": True, "amount": Decimal(amount)}


def test_added_columns_follow_the_form_columns() -> None:
    found = Assembly([COLUMNS[0], COLUMNS[6]], money="float")
    for number in (1, 2):
        found.add(
            {
                "number": array([number], "int64"),
                "amount": array([Decimal(number)], "money"),
                "raw": pa.array([str(number)]),
            }
        )
    frame = found.frame(more={"form.a": pa.array(["x", None]), "form.b": [1, "y"]})
    assert list(frame) == ["number", "amount", "form.a", "form.b", "raw"]
    assert [str(dtype) for dtype in frame.dtypes] == ["int64", "float64", "str", "object", "str"]
    assert frame["raw"].tolist() == ["1", "2"]


def test_check_money_rejects_unknown_values() -> None:
    with pytest.raises(InputError, match="money"):
        Assembly(COLUMNS, money="cents")  # type: ignore[arg-type]
