"""How amounts leave pandas, for tools/money_table.py: plots, files, and other libraries that read the frame."""

from __future__ import annotations

import json
import pickle
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from tools.money_operations import AMOUNTS, PRESENT, each, frame, mean, near, of_group, operation, same, totals
from tools.money_table import column

D = Decimal
# DuckDB looks at a part of the rows only, and here an amount with four decimals comes late.
MANY = [D("450.25")] * 2999 + [D("1352063.6506")]


def drawn(draw: Callable[[Any], None]) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.add_subplot()
    draw(axes)
    FigureCanvasAgg(figure).draw()
    return axes


@operation("plot")
def _(kind: str) -> None:
    [line] = drawn(lambda axes: totals(kind).plot(ax=axes)).lines
    same([float(one) for one in line.get_ydata()[4:]], [float(one) for one in AMOUNTS[4:] if one is not None])


@operation("bars of sums")
def _(kind: str) -> None:
    axes = drawn(lambda axes: frame(kind).groupby("status")["total"].sum().plot.bar(ax=axes))
    near(float(axes.patches[0].get_height()), D("-41.90"))


@operation("histogram")
def _(kind: str) -> None:
    axes = drawn(lambda axes: totals(kind).plot.hist(ax=axes, bins=2))
    assert [patch.get_height() for patch in axes.patches] == [7, 1]


@operation("pickle")
def _(kind: str) -> None:
    found = pickle.loads(pickle.dumps(totals(kind)))
    same(found, AMOUNTS)
    assert found.dtype == totals(kind).dtype


@operation("`exports.to_parquet` and back")
def _(kind: str) -> None:
    from oneentry_toolkit import exports

    with tempfile.TemporaryDirectory() as folder:
        path = exports.to_parquet(frame(kind), Path(folder) / "orders.parquet")
        same(pd.read_parquet(path)["total"], AMOUNTS)


@operation("`to_json` has all digits")
def _(kind: str) -> None:
    rows = json.loads(totals(kind).dropna().to_frame().to_json(orient="values"), parse_float=D)
    same([D(one) for [one] in rows], PRESENT)


@operation("DuckDB over the frame, few rows")
def _(kind: str) -> None:
    import duckdb

    orders = frame(kind)[["total", "status"]]
    with duckdb.connect() as connection:
        connection.register("orders", orders)
        assert connection.execute("SELECT sum(total) FROM orders").fetchall() == [(sum(PRESENT),)]


@operation("DuckDB over the frame, many rows")
def _(kind: str) -> None:
    import duckdb

    lines = column(kind, MANY).to_frame("amount")
    with duckdb.connect() as connection:
        connection.register("lines", lines)
        assert connection.execute("SELECT max(amount) FROM lines").fetchall() == [(D("1352063.6506"),)]


@operation("Dask over the frame: sum and max")
def _(kind: str) -> None:
    import dask.dataframe as dd

    found = dd.from_pandas(frame(kind), npartitions=2)["total"]
    assert found.sum().compute(scheduler="synchronous") == sum(PRESENT)
    assert found.max().compute(scheduler="synchronous") == max(PRESENT)


@operation("Dask: arithmetic and groupby mean")
def _(kind: str) -> None:
    import dask.dataframe as dd

    found = dd.from_pandas(frame(kind), npartitions=2)
    same((found["total"] * 2).compute(scheduler="synchronous"), each(lambda one: one * 2))
    means = found.groupby("status")["total"].mean().compute(scheduler="synchronous")
    near(means["new"], mean(of_group("new")))


@operation("Arrow table")
def _(kind: str) -> None:
    import pyarrow as pa

    same(pa.Table.from_pandas(frame(kind))["total"].to_pylist(), AMOUNTS)


@operation("`exports.to_excel` has numbers")
def _(kind: str) -> None:
    import openpyxl

    from oneentry_toolkit import exports

    known = frame(kind).drop(index=2).reset_index(drop=True)
    with tempfile.TemporaryDirectory() as folder:
        path = exports.to_excel(known, Path(folder) / "orders.xlsx")
        cells = [row[0] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True)]
    assert [one if one is None else D(str(one)) for one in cells] == [*AMOUNTS[:2], *AMOUNTS[3:]]


@operation("Styler")
def _(kind: str) -> None:
    assert ">179.70<" in frame(kind).style.format({"total": "{:,.2f}"}).to_html()


@operation("shown with two decimals")
def _(kind: str) -> None:
    shown = column(kind, [D("179.70"), D("5")]).to_string()
    assert [line.split()[1] for line in shown.splitlines()] == ["179.70", "5.00"]
