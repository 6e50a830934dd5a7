"""What people do with amounts inside pandas, for tools/money_table.py: each asserts what is right."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from tools.money_table import Operation, column

D = Decimal
# 0.10 and 0.20 are no floats; the third has 16 digits, and one has three decimals.
AMOUNTS = [
    D("0.10"),
    D("0.20"),
    D("9007199254.740993"),
    None,
    D("179.70"),
    D("389.90"),
    D("0.125"),
    D("-42.00"),
    D("0.10"),
]
PRESENT = [one for one in AMOUNTS if one is not None]
STATUS = ["new", "new", "paid", "paid", "new", "paid", "new", "gone", "gone"]
QUANTITY = [1, 2, 3, 1, 1, 4, 2, 1, 5]
TIMES = pd.date_range("2025-01-30", periods=len(AMOUNTS), freq="D")
OPERATIONS: list[Operation] = []


def operation(name: str) -> Callable[[Callable[[str], None]], Callable[[str], None]]:
    def add(check: Callable[[str], None]) -> Callable[[str], None]:
        OPERATIONS.append(Operation(name, check))
        return check

    return add


def totals(kind: str) -> Any:
    return column(kind, AMOUNTS)


def frame(kind: str) -> pd.DataFrame:
    columns = {"total": totals(kind), "status": STATUS, "quantity": QUANTITY, "created": TIMES}
    return pd.DataFrame(columns)


def same(found: Any, wanted: Any) -> None:
    """Exactly these amounts, in order; missing ones included."""
    left, right = list(found), list(wanted)
    assert len(left) == len(right)
    for one, other in zip(left, right, strict=True):
        assert pd.isna(one) if other is None else one == other


def near(found: Any, wanted: Any) -> None:
    """A float or Decimal that is right to 12 digits."""
    assert isinstance(found, float | D | np.floating)
    assert math.isclose(float(found), float(wanted), rel_tol=1e-12)


def of_group(status: str) -> list[D]:
    return [one for one, group in zip(AMOUNTS, STATUS, strict=True) if group == status and one is not None]


def each(work: Callable[[D], Any]) -> list[Any]:
    return [None if one is None else work(one) for one in AMOUNTS]


def mean(values: list[D]) -> Fraction:
    return sum(map(Fraction, values), Fraction(0)) / len(values)


@operation("sum")
def _(kind: str) -> None:
    assert totals(kind).sum() == sum(PRESENT)


@operation("mean")
def _(kind: str) -> None:
    near(totals(kind).mean(), mean(PRESENT))


@operation("median")
def _(kind: str) -> None:
    near(totals(kind).median(), statistics.median(PRESENT))


@operation("min")
def _(kind: str) -> None:
    assert totals(kind).min() == D("-42.00")


@operation("max")
def _(kind: str) -> None:
    assert totals(kind).max() == D("9007199254.740993")


@operation("std")
def _(kind: str) -> None:
    near(totals(kind).std(), statistics.stdev(map(Fraction, PRESENT)))


@operation("`Series.describe`")
def _(kind: str) -> None:
    found = totals(kind).describe()
    near(found["mean"], mean(PRESENT))
    near(found["50%"], statistics.median(PRESENT))


@operation("`frame.describe` has the column")
def _(kind: str) -> None:
    near(frame(kind)[["total", "quantity"]].describe()["total"]["mean"], mean(PRESENT))


@operation("quantile")
def _(kind: str) -> None:
    near(totals(kind).quantile(0.9), np.quantile([float(one) for one in PRESENT], 0.9))


@operation("`nlargest` of a Series")
def _(kind: str) -> None:
    same(totals(kind).nlargest(2), [D("9007199254.740993"), D("389.90")])


@operation("`nlargest` of a frame")
def _(kind: str) -> None:
    assert frame(kind).nlargest(2, "total").index.tolist() == [2, 5]


@operation("`nlargest` by group")
def _(kind: str) -> None:
    found = frame(kind).groupby("status")["total"].nlargest(1)
    same(found, [max(of_group(one)) for one in ("gone", "new", "paid")])


@operation("sort")
def _(kind: str) -> None:
    same(totals(kind).sort_values(), [*sorted(PRESENT), None])


@operation("cumsum")
def _(kind: str) -> None:
    sums = [sum(PRESENT[: place + 1]) for place in range(len(PRESENT))]
    same(totals(kind).dropna().cumsum(), sums)


@operation("cumsum by group")
def _(kind: str) -> None:
    found = frame(kind).dropna().groupby("status")["total"].cumsum()
    running: dict[str, D] = {}
    wanted = []
    for amount, status in zip(AMOUNTS, STATUS, strict=True):
        if amount is not None:
            running[status] = running.get(status, D(0)) + amount
            wanted.append(running[status])
    same(found, wanted)


@operation("groupby sum")
def _(kind: str) -> None:
    same(frame(kind).groupby("status")["total"].sum(), [sum(of_group(one)) for one in ("gone", "new", "paid")])


@operation("groupby mean")
def _(kind: str) -> None:
    found = frame(kind).groupby("status")["total"].mean()
    for status in ("gone", "new", "paid"):
        near(found[status], mean(of_group(status)))


@operation("groupby agg")
def _(kind: str) -> None:
    found = frame(kind).groupby("status")["total"].agg(["sum", "mean", "max", "count"])
    assert found.loc["new", "sum"] == sum(of_group("new"))
    assert found.loc["new", "max"] == max(of_group("new"))
    near(found.loc["new", "mean"], mean(of_group("new")))


@operation("times a whole number")
def _(kind: str) -> None:
    same(totals(kind) * 3, each(lambda one: one * 3))


@operation("times a Decimal")
def _(kind: str) -> None:
    small = column(kind, [D("12.34"), None, D("0.10")])
    same(small * D("1.19"), [D("14.6846"), None, D("0.119")])


@operation("times a float")
def _(kind: str) -> None:
    found = (totals(kind) * 1.2).iloc[4]
    near(found, 179.70 * 1.2)


@operation("plus")
def _(kind: str) -> None:
    same(
        totals(kind) + totals(kind).iloc[::-1].reset_index(drop=True),
        [
            None if one is None or other is None else one + other
            for one, other in zip(AMOUNTS, AMOUNTS[::-1], strict=True)
        ],
    )


@operation("minus")
def _(kind: str) -> None:
    same(totals(kind) - column(kind, [D("0.05")] * len(AMOUNTS)), each(lambda one: one - D("0.05")))


@operation("price times quantity")
def _(kind: str) -> None:
    pairs = zip(AMOUNTS, QUANTITY, strict=True)
    same(totals(kind) * frame(kind)["quantity"], [None if one is None else one * many for one, many in pairs])


@operation("divide")
def _(kind: str) -> None:
    near((totals(kind) / 3).iloc[4], Fraction("179.70") / 3)


@operation("share of the sum")
def _(kind: str) -> None:
    values = column(kind, [D("0.10"), D("0.20"), D("0.40")])
    shares = values / values.sum()
    near(shares.iloc[0], Fraction(1, 7))
    near(shares.sum(), 1)


@operation("compare with a whole number")
def _(kind: str) -> None:
    assert (totals(kind) > 100).fillna(False).tolist() == [one is not None and one > 100 for one in AMOUNTS]


@operation("compare with a float")
def _(kind: str) -> None:
    assert (totals(kind) == 179.7).fillna(False).tolist() == [one == D("179.70") for one in AMOUNTS]


@operation("compare with a Decimal")
def _(kind: str) -> None:
    assert (totals(kind) >= D("0.20")).fillna(False).tolist() == [
        one is not None and one >= D("0.20") for one in AMOUNTS
    ]


@operation("`frame.query`")
def _(kind: str) -> None:
    assert frame(kind).query("total > 100 and status == 'new'").index.tolist() == [4]


@operation("between")
def _(kind: str) -> None:
    assert totals(kind).dropna().between(D("0.1"), D("0.2")).sum() == 4


@operation("isin")
def _(kind: str) -> None:
    assert totals(kind).isin([D("0.1"), D("389.9")]).tolist() == [one in (D("0.1"), D("389.9")) for one in AMOUNTS]


@operation("`astype(float)`")
def _(kind: str) -> None:
    same(totals(kind).astype(float), each(float))


@operation("`to_numpy(float)`")
def _(kind: str) -> None:
    same(totals(kind).to_numpy(float, na_value=np.nan), each(float))


@operation("`pd.to_numeric`")
def _(kind: str) -> None:
    found = pd.to_numeric(totals(kind))
    assert pd.api.types.is_numeric_dtype(found.dtype)
    near(found.iloc[4], 179.70)


@operation("round")
def _(kind: str) -> None:
    same(totals(kind).round(1), each(lambda one: round(one, 1)))


@operation("fillna")
def _(kind: str) -> None:
    found = totals(kind).fillna(0)
    assert (found.sum(), found.iloc[3]) == (sum(PRESENT), 0)


@operation("cut")
def _(kind: str) -> None:
    assert pd.cut(totals(kind), [-100, 0, 100, 1000]).cat.codes.tolist() == [1, 1, -1, -1, 2, 2, 1, 0, 1]


@operation("qcut")
def _(kind: str) -> None:
    assert pd.qcut(totals(kind), 2).cat.codes.tolist() == [0, 1, 1, -1, 1, 1, 0, 0, 0]


@operation("rolling mean")
def _(kind: str) -> None:
    near(totals(kind).iloc[4:].rolling(2).mean().iloc[1], (D("179.70") + D("389.90")) / 2)


@operation("diff")
def _(kind: str) -> None:
    same(totals(kind).iloc[4:].diff(), [None, D("210.20"), D("-389.775"), D("-42.125"), D("42.10")])


@operation("`pct_change`")
def _(kind: str) -> None:
    near(totals(kind).iloc[4:].pct_change().iloc[1], Fraction("210.20") / Fraction("179.70"))


@operation("resample sum")
def _(kind: str) -> None:
    found = frame(kind).set_index("created")["total"].resample("MS").sum()
    same(found, [D("0.30"), sum(PRESENT) - D("0.30")])


@operation("`pivot_table` with margins")
def _(kind: str) -> None:
    data = frame(kind).dropna()
    found = data.pivot_table(index="status", columns="quantity", values="total", aggfunc="sum", margins=True)
    assert found.loc["All", "All"] == sum(PRESENT)
    assert found.loc["paid", 4] == D("389.90")


@operation("corr")
def _(kind: str) -> None:
    found = frame(kind)[["total", "quantity"]].corr().loc["total", "quantity"]
    known = [(float(one), many) for one, many in zip(AMOUNTS, QUANTITY, strict=True) if one is not None]
    near(found, np.corrcoef(np.array(known).T)[0, 1])


@operation('`select_dtypes("number")`')
def _(kind: str) -> None:
    assert "total" in frame(kind).select_dtypes("number")


@operation("merge on it")
def _(kind: str) -> None:
    other = pd.DataFrame({"total": column(kind, [D("0.125"), D("389.90")]), "label": ["a", "b"]})
    found = frame(kind).merge(other, on="total")
    assert found["label"].tolist() == ["b", "a"]


@operation("concat")
def _(kind: str) -> None:
    found = pd.concat([totals(kind), column(kind, [D("0.1234")])])
    assert found.sum() == sum(PRESENT) + D("0.1234")
    assert found.dtype == totals(kind).dtype


@operation("sum of none")
def _(kind: str) -> None:
    assert totals(kind).iloc[:0].sum() == 0
