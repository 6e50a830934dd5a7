"""The money type: values in and out, arithmetic against Decimals, edges of its range, and what it refuses."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings, strategies as st

from oneentry_toolkit import errors, exports, money
from oneentry_toolkit.money.amounts import MOST

D = Decimal
EXACT = Context(prec=200, traps=[Inexact])
MILLIONTH = D("0.000001")
LARGEST = D(MOST).scaleb(-6)

amounts = st.integers(-MOST, MOST).map(lambda units: D(units).scaleb(-6)) | st.decimals(
    -10_000, 10_000, places=2, allow_nan=False
)
columns = st.lists(st.none() | amounts, min_size=1, max_size=8)
numbers = (
    st.integers(-(10**12), 10**12)
    | st.decimals(-1000, 1000, places=4, allow_nan=False)
    | st.sampled_from([D("1E+40"), D("-1E-40"), D(1) / D(3), LARGEST, -LARGEST, 10**30, D("0E+5")])
)


def values(found: Any) -> list[Any]:
    return [None if pd.isna(one) else one for one in found]


def fits(amount: D) -> bool:
    return abs(amount) <= LARGEST and amount % MILLIONTH == 0


def exactly(work: Callable[[D], D], column: list[D | None]) -> list[D | None] | None:
    """What Decimals give; None if a result does not fit a money column."""
    found = [None if one is None else work(one) for one in column]
    return found if all(one is None or fits(one) for one in found) else None


def check(found: Callable[[], Any], wanted: list[Any] | None) -> None:
    """Either exactly these values, or an error."""
    if wanted is None:
        with pytest.raises(errors.MoneyError):
            found()
    else:
        result = found()
        assert values(result) == wanted and result.dtype == "money"


OPERATORS: list[tuple[str, Callable[[Any, Any], Any], Callable[[D, D], D]]] = [
    ("plus", lambda a, b: a + b, EXACT.add),
    ("minus", lambda a, b: a - b, EXACT.subtract),
    ("times", lambda a, b: a * b, EXACT.multiply),
]


@pytest.mark.parametrize(("op", "exact"), [one[1:] for one in OPERATORS], ids=[one[0] for one in OPERATORS])
@pytest.mark.slow
@settings(deadline=None)
@given(columns, numbers)
def test_arithmetic_with_a_number_is_exact_or_an_error(op: Any, exact: Any, column: Any, number: Any) -> None:
    series = money.from_decimals(column)
    refused = not fits(D(number)) and op(2, 3) != 6  # a sum with what is no amount
    for flipped in (False, True):
        wanted = exactly(
            lambda one, flipped=flipped: exact(D(number), one) if flipped else exact(one, D(number)), column
        )  # type: ignore[misc]
        check(
            lambda flipped=flipped: op(number, series) if flipped else op(series, number), None if refused else wanted
        )  # type: ignore[misc]


@pytest.mark.parametrize(("op", "exact"), [one[1:] for one in OPERATORS], ids=[one[0] for one in OPERATORS])
@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(st.none() | amounts, st.none() | amounts), min_size=1, max_size=6))
def test_arithmetic_of_two_columns_is_exact_or_an_error(op: Any, exact: Any, pairs: Any) -> None:
    left, right = ([pair[side] for pair in pairs] for side in (0, 1))
    wanted = [None if a is None or b is None else exact(a, b) for a, b in pairs]
    if not all(one is None or fits(one) for one in wanted):
        wanted = None  # type: ignore[assignment]
    check(lambda: op(money.from_decimals(left), money.from_decimals(right)), wanted)
    check(lambda: op(money.from_decimals(left), pd.Series(right, dtype=object)), wanted)


@pytest.mark.slow
@settings(deadline=None)
@given(columns, numbers)
def test_comparison_is_exact(column: Any, number: Any) -> None:
    series = money.from_decimals(column)
    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        found = getattr(series, name)(number)
        wanted = [name == "ne" if one is None else bool(getattr(one, f"__{name}__")(D(number))) for one in column]
        assert found.tolist() == wanted


@pytest.mark.slow
@settings(deadline=None)
@given(columns)
def test_conversions_keep_every_digit(column: Any) -> None:
    series = money.from_decimals(column)
    assert values(series) == column
    assert values(series.astype(object)) == column
    assert values(series.astype(object).astype("money")) == column
    assert values(series.astype("str").astype("money")) == column
    assert values(series.astype("category").astype("money")) == column
    assert values(money.from_decimals(pa.array(series))) == column
    assert values(pickle.loads(pickle.dumps(series))) == column
    assert values(copy.deepcopy(series)) == column
    assert values(series.astype(float)) == [None if one is None else float(one) for one in column]
    assert values(pa.table({"a": series}).to_pandas(types_mapper=money.types_mapper)["a"]) == column


@pytest.mark.slow
@settings(deadline=None)
@given(columns, st.integers(-7, 7))
def test_round_is_that_of_decimals(column: Any, decimals: int) -> None:
    context = Context(prec=60, rounding=ROUND_HALF_EVEN)
    step = D(1).scaleb(-min(decimals, 6))
    check(
        lambda: money.from_decimals(column).round(decimals),
        exactly(lambda one: one.quantize(step, context=context), column),
    )


@pytest.mark.slow
@settings(deadline=None)
@given(columns, st.data())
def test_sums_are_exact_in_all_ways(column: Any, data: Any) -> None:
    present = [one for one in column if one is not None]
    series = money.from_decimals(column)
    total = D(0)
    for one in present:
        total = EXACT.add(total, one)
    assert series.sum() == total
    if present:
        assert series.max() == max(present) and series.min() == min(present)
        assert series.mean() == pytest.approx(float(total) / len(present), rel=1e-12, abs=1e-9)
    groups = data.draw(st.lists(st.sampled_from("ab"), min_size=len(column), max_size=len(column)))
    sums = {group: D(0) for group in sorted(set(groups))}
    running = []
    for one, group in zip(column, groups, strict=True):
        sums[group] = EXACT.add(sums[group], one or D(0))
        running.append(None if one is None else sums[group])
    by_group = pd.DataFrame({"a": series, "g": groups}).groupby("g")["a"]
    check(by_group.sum, list(sums.values()) if all(map(fits, sums.values())) else None)
    check(by_group.cumsum, running if all(one is None or fits(one) for one in running) else None)


def test_the_dtype_is_called_money_and_has_one_instance_for_all() -> None:
    series = pd.Series([D("1.5"), None]).astype("money")
    assert series.dtype == money.MoneyDtype() == "money"
    assert pd.api.types.is_numeric_dtype(series.dtype)
    assert "money" in repr(series)


SOURCES = {
    "Decimals": [D("1"), None, D("2")],
    "whole numbers": [1, None, 2],
    "text": ["1.00", None, "+2"],
    "empty text": ["1", "", "2e0"],
    "NaN": [D("1"), float("nan"), D("2")],
    "NA": [D("1"), pd.NA, D("2")],
    "Decimal NaN": [D("1"), D("NaN"), D("2")],
    "generator": (one for one in (1, None, 2)),
    "Int64": pd.Series([1, None, 2], dtype="Int64"),
    "uint8": pd.Series([1, 0, 2], dtype="uint8").astype("UInt8").mask([False, True, False]),
    "str": pd.Series(["1", None, "2.000000000"]),
    "arrow": pa.array([D("1.0"), None, D("2.0")]),
    "arrow chunks": pa.chunked_array([[D("1.0"), None], [D("2.0")]]),
    "arrow slice": pa.array([D("7.0"), D("1.0"), None, D("2.0"), D("7.0")])[1:4],
    "arrow dictionary": pa.array([D("1"), None, D("2")]).dictionary_encode(),
    "arrow whole numbers": pa.array([1, None, 2]),
    "arrow text": pa.array(["1", None, "2"]),
    "arrow of 76 digits": pa.array([D("1"), None, D("2")], pa.decimal256(76, 30)),
    "ArrowDtype": pd.Series([D("1"), None, D("2")], dtype=pd.ArrowDtype(pa.decimal128(38, 12))),
    "money": money.from_decimals([1, None, 2]),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_columns_are_made_of_all_exact_values(source: Any) -> None:
    assert values(money.from_decimals(source)) == [1, None, 2]


def test_a_series_keeps_its_index_name_and_attrs() -> None:
    series = pd.Series([D(1), D(2)], index=["a", "b"], name="total")
    series.attrs = {"user": 3}
    for found in (money.from_decimals(series), money.from_floats(series.astype(float))):
        assert list(found.index) == ["a", "b"] and found.name == "total" and found.attrs == {"user": 3}


def test_floats_count_as_what_they_print_as() -> None:
    assert values(money.from_floats([0.1 + 0.2, 2.675, None, 1e-9, 3])) == [D("0.30"), D("2.68"), None, 0, 3]
    assert values(money.from_floats(np.array([0.123456], dtype="float64"), decimals=6)) == [D("0.123456")]


S = money.from_decimals([D("12.34"), None, D("-0.125")])
TOO_LARGE = r"does not fit a money column, which holds less than 9.2 trillion .*\.astype\(object\)"
REFUSED: dict[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "floats": (
        lambda: money.from_decimals([D(1), 1.5]),
        errors.MoneyTypeError,
        r"Value 1: 1.5 is a float.*from_floats",
    ),
    "a float Series": (lambda: pd.Series([1.5]).astype("money"), errors.MoneyTypeError, "money.from_floats"),
    "Arrow floats": (lambda: money.from_decimals(pa.array([1.5])), errors.MoneyTypeError, "double.*money.from_floats"),
    "bools": (lambda: money.from_decimals([True]), errors.MoneyTypeError, "True is not an amount"),
    "text with commas": (lambda: money.from_decimals(["1,340.00"]), errors.MoneyError, "'1,340.00' is not an exact"),
    "one amount": (lambda: money.from_decimals(D(1)), errors.MoneyTypeError, "made of a list or Series"),
    "one text": (lambda: money.from_decimals("12"), errors.MoneyTypeError, "made of a list or Series"),
    "seven decimals": (
        lambda: money.from_decimals([D("1.0000001")]),
        errors.MoneyError,
        "more than 6 decimals.*Round it",
    ),
    "seven decimals in Arrow": (
        lambda: money.from_decimals(pa.array([D("1.0000001")])),
        errors.MoneyError,
        "Value 0: 1.0",
    ),
    "infinity": (lambda: money.from_decimals([D("Infinity")]), errors.MoneyError, TOO_LARGE),
    "too large": (lambda: money.from_decimals([LARGEST + 1]), errors.MoneyError, TOO_LARGE),
    "far too large": (lambda: money.from_decimals([D("1E+99999")]), errors.MoneyError, TOO_LARGE),
    "too large for Arrow": (lambda: money.from_decimals(pa.array([D(10) ** 20])), errors.MoneyError, TOO_LARGE),
    "too large numbers": (lambda: money.from_decimals(np.array([2**62])), errors.MoneyError, TOO_LARGE),
    "unsigned numbers": (lambda: S + np.array([2**63, 1, 1], "uint64"), errors.MoneyError, TOO_LARGE),
    "infinite float": (lambda: money.from_floats([float("inf")]), errors.MoneyError, TOO_LARGE),
    "seven decimals wanted": (lambda: money.from_floats([1.0], decimals=7), errors.InputError, "from 0 to 6"),
    "an array of Decimals": (lambda: money.MoneyArray(np.array([D("1.5")])), errors.MoneyTypeError, "from_decimals"),
    "sum of frame": (lambda: money.from_decimals([LARGEST] * 2).to_frame().sum(), errors.MoneyError, TOO_LARGE),
    "cumsum": (lambda: money.from_decimals([LARGEST] * 2).cumsum(), errors.MoneyError, "A running sum.*does not fit"),
    "group": (lambda: money.from_decimals([LARGEST] * 2).groupby([1, 1]).sum(), errors.MoneyError, "sum of a group"),
    "plus text": (lambda: S + "1", errors.MoneyTypeError, "Money and str cannot be added"),
    "plus times": (lambda: S - pd.Timestamp("2025-01-01"), errors.MoneyTypeError, "cannot be subtracted"),
    "plus a column of text": (lambda: S + pd.Series(["a"] * 3), errors.MoneyTypeError, "Money and str cannot be added"),
    "order with text": (lambda: S > "1", errors.MoneyTypeError, "have no order"),
    "a third": (lambda: S * (D(1) / 3), errors.MoneyError, r"more than 6 decimals.*round.*\.astype\(object\)"),
    "whole part by zero": (lambda: S // 0, errors.MoneyError, "divided by zero"),
    "product": (lambda: S.prod(), errors.MoneyTypeError, r"does not support 'prod'. Use .astype\(float\)"),
    "running product": (lambda: S.cumprod(), errors.MoneyTypeError, "does not support 'cumprod'"),
    "product by group": (lambda: S.groupby([1, 1, 2]).prod(), errors.MoneyTypeError, "does not support 'prod'"),
    "interpolate": (lambda: S.interpolate(), errors.MoneyTypeError, "does not support 'interpolate'"),
    "set a float": (lambda: S.array.copy().__setitem__(0, 1.5), errors.MoneyTypeError, "1.5 is a float"),
    "set text": (lambda: S.array.copy().__setitem__(0, "1"), errors.MoneyTypeError, "'1' is not an amount"),
    "fill with a float": (lambda: S.fillna(0.5), errors.MoneyTypeError, "0.5 is a float"),
    "as whole numbers": (lambda: S.astype("Int64"), errors.MoneyError, r"\.round\(0\) first"),
    "missing as whole number": (lambda: S.round(0).astype("int64"), errors.MoneyError, "use 'Int64'"),
    "negative as unsigned": (lambda: (S.dropna() - 1).round(0).astype("uint8"), errors.MoneyError, "use 'int64'"),
    "as times": (lambda: S.astype("datetime64[ns]"), errors.MoneyTypeError, "not times"),
    "to Arrow with fewer decimals": (
        lambda: S.astype(pd.ArrowDtype(pa.decimal128(18, 2))),
        errors.MoneyError,
        r"do not fit the Arrow type decimal128\(18, 2\)",
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_not_right_is_an_error_that_says_what_to_do(case: Any) -> None:
    work, error, words = case
    with pytest.raises(error, match=words) as raised:
        work()
    assert isinstance(raised.value, errors.OneEntryError)


@pytest.mark.parametrize(
    "other", [1.2, np.float64(1.2), [1.2] * 3, np.array([1.2] * 3), pd.Series([1.2] * 3, dtype="Float64")]
)
def test_what_meets_a_float_is_a_float(other: Any) -> None:
    for found in (S * other, S + other, other * S if np.ndim(other) == 0 else S * other):
        assert found.dtype == "float64"
    assert (S * other).iloc[0] == 12.34 * 1.2
    assert (S / 2).dtype == "float64" and (S**2).dtype == "float64" and (1 / S).dtype == "float64"


WHOLE = {
    "list": [2, 3, 4],
    "int64": np.array([2, 3, 4]),
    "uint64": np.array([2, 3, 4], dtype="uint64"),
    "Int64": pd.array([2, None, 4], dtype="Int64"),
    "arrow": pd.array([2, 3, 4], dtype=pd.ArrowDtype(pa.int32())),
    "objects": np.array([2, None, 4], dtype=object),
    "Decimals": np.array([D(2), D("NaN"), D("4.0")], dtype=object),
    "arrow decimals": pd.array([D(2), None, D(4)], dtype=pd.ArrowDtype(pa.decimal128(20, 9))),
    "money": money.from_decimals([2, None, 4]).array,
}


@pytest.mark.parametrize("other", WHOLE.values(), ids=WHOLE)
def test_columns_of_each_exact_type_are_operands(other: Any) -> None:
    assert values(S.array * other) == [D("24.68"), None, D("-0.5")]
    assert values(S.array + other) == [D("14.34"), None, D("3.875")]
    assert (S.array > other).tolist() == [True, False, False]


def test_bools_are_zero_and_one_in_a_product() -> None:
    assert values(S * (S > 0)) == [D("12.34"), None, 0]


def test_whole_part_and_rest_have_the_sign_of_decimals() -> None:
    column = money.from_decimals([D("-7.50"), D("7.50")])
    assert values(column // 2) == [D("-7.50") // 2, D("7.50") // 2] == [-3, 3]
    assert values(column % 2) == [D("-1.50"), D("1.50")]
    whole, rest = divmod(column.array, D("0.7"))
    assert values(whole) == [-10, 10] and values(rest) == [D("-0.50"), D("0.50")]


def test_what_is_shown_has_two_decimals_or_as_many_as_the_column_needs() -> None:
    assert money.from_decimals([D("5"), D("179.7")]).to_string() == "0      5.00\n1    179.70"
    assert money.from_decimals([D("5"), D("0.125"), None]).to_string() == "0    5.000\n1    0.125\n2      NaN"
    assert [str(one) for one in money.from_decimals([D("5"), D("0.1250")])] == ["5.00", "0.125"]
    assert money.from_decimals([D("1E-6")]).to_frame("a").to_csv(index=False) == "a\n0.000001\n"


def test_numpy_gets_floats_and_to_numpy_decimals() -> None:
    assert np.asarray(S).dtype == "float64" and np.sqrt(S.iloc[:1]).iloc[0] == pytest.approx(12.34**0.5)
    assert S.to_numpy().dtype == object and S.iloc[:1].to_numpy()[0] == D("12.34")
    assert S.to_numpy(float, na_value=0.0).tolist() == [12.34, 0.0, -0.125]
    assert money.from_decimals([2, None]).to_numpy("int64", na_value=0).tolist() == [2, 0]
    assert [type(one) for one in S.to_frame("a").to_dict("list")["a"]] == [D, float, D]


def test_functions_of_numpy_reduce_an_array_exactly() -> None:
    array = S.dropna().array
    assert np.sum(array) == np.add.reduce(array) == D("12.215")
    assert np.max(array) == D("12.34") and np.min(array) == D("-0.125")
    assert np.mean(array) == pytest.approx(6.1075) and np.std(array, ddof=1) == pytest.approx(S.std())
    assert np.any(array) and np.all(array)
    with pytest.raises(errors.MoneyTypeError, match="has no dtype"):
        np.sum(array, dtype="float64")


def test_running_sums_of_numpy_are_exact() -> None:
    """``np.cumsum`` hands over ``dtype=None`` and ``out=None``, and falls back to floats when they are refused."""
    pd.testing.assert_series_equal(np.cumsum(S), S.cumsum())
    assert np.cumsum(S).dtype == "money"


def test_a_frame_knows_where_its_largest_amounts_are() -> None:
    frame = pd.DataFrame({"total": S, "count": [3, 1, 2]})
    assert frame.idxmax().to_dict() == {"total": 0, "count": 0}
    assert frame.idxmin().to_dict() == {"total": 2, "count": 1}


def test_comparison_with_a_column_of_whole_numbers_is_exact() -> None:
    column = money.from_decimals([LARGEST, D("9223372036854"), -LARGEST])
    other = np.array([MOST, 9223372036854, -MOST])
    assert (column > other).tolist() == [False, False, True]
    assert (column == np.array([0, 9223372036854, 0])).tolist() == [False, True, False]


def test_a_sum_may_be_longer_than_the_column_can_hold() -> None:
    assert money.from_decimals([LARGEST] * 3).sum() == EXACT.multiply(LARGEST, D(3))
    assert money.from_decimals([LARGEST] * 3).mean() == pytest.approx(float(LARGEST))
    assert abs(money.from_decimals([-LARGEST])).iloc[0] == LARGEST
    assert (-money.from_decimals([LARGEST])).iloc[0] == -LARGEST


def test_zeros_times_a_huge_number_are_zeros() -> None:
    assert values(money.from_decimals([0, None]) * 10**30) == [0, None]
    assert values(money.from_decimals([0]) * D("1E+9999")) == [0]


def test_isin_takes_floats_as_they_print_and_skips_what_is_no_amount() -> None:
    assert S.isin([12.34, "x", D("1E+50"), None]).tolist() == [True, True, False]


def test_a_slice_is_a_view_and_a_copy_is_not() -> None:
    array = money.from_decimals([1, 2]).array
    part, copied = array[:1], array.copy()
    part[0] = 5
    assert values(array) == [5, 2] and values(copied) == [1, 2]


def test_a_new_column_shares_nothing_with_what_it_is_made_of() -> None:
    first = money.from_decimals([1, 2])
    for made in (money.from_decimals(first), money.from_decimals(first.array)):
        made.iloc[0] = 5
    assert values(first) == [1, 2]


def test_a_column_without_values_leaves_as_decimals() -> None:
    table = exports.to_arrow(pd.DataFrame({"anything": money.from_decimals([None])}))
    assert table.schema.field("anything").type == pa.decimal128(38, 6)


def test_value_counts_unique_and_groups_know_what_is_missing() -> None:
    column = money.from_decimals([1, 1, None, 2])
    assert column.value_counts(dropna=False).to_dict().get(D("1.00")) == 2
    assert column.value_counts().index.dtype == "money"
    assert values(column.unique()) == [1, None, 2]
    found = pd.DataFrame({"a": column, "n": 1}).groupby("a", dropna=False)["n"].sum()
    assert found.tolist() == [2, 1, 1] and found.index.dtype == "money"


def test_columns_of_a_csv_are_read_exactly(tmp_path: Any) -> None:
    (tmp_path / "a.csv").write_text("total\n9007199254.740993\n\n5\n", encoding="utf-8")
    found = pd.read_csv(tmp_path / "a.csv", dtype={"total": "money"}, skip_blank_lines=False)["total"]
    assert values(found) == [D("9007199254.740993"), None, 5]


def test_parquet_keeps_decimals_and_the_mapper_restores_the_type(tmp_path: Any) -> None:
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame({"total": S})
    frame.to_parquet(path)
    assert values(pd.read_parquet(path)["total"].astype("money")) == values(S)
    restored = pa.parquet.read_table(path).to_pandas(types_mapper=money.types_mapper)
    pd.testing.assert_frame_equal(restored, frame)
    assert pa.parquet.read_schema(path).field("total").type == pa.decimal128(38, 6)
