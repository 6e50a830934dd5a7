"""What exports and money columns cost: against pandas' own methods, and against objects of ``Decimal``."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pandas as pd

from . import data
from .goals import Figure, ratio
from .runs import middle, say

GOAL = "exits"
TEXTS = ("name", "email", "phone", "comment")
EXCEL_SHARE = 5
"""pandas with openpyxl takes a minute and more for 100,000 orders: the fifth part of the rows is written."""


def measure(orders: int, *, rounds: int) -> list[Figure]:
    """Returns the ratios; what is compared runs in turn, and the first round does not count."""
    from oneentry_toolkit import exports

    exact, lines = make_frames(orders)
    objects, floats = _as_objects(exact), exact.astype({"total": "float"})
    fewer = {"ours": exact.head(orders // EXCEL_SHARE), "pandas": floats.head(orders // EXCEL_SHARE)}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:

        def file(suffix: str) -> Path:
            return Path(folder, f"orders.{suffix}")

        took = _take_turns(
            {
                "to_arrow": lambda: exports.to_arrow(exact),
                "to_arrow, value by value": lambda: value_by_value(lambda: exports.to_arrow(objects)),
                "to_duckdb": lambda: exports.to_duckdb({"orders": exact}, file("duckdb")),
                "to_duckdb, DuckDB over floats": lambda: duckdb_over(floats, file("duckdb")),
                "to_parquet": lambda: exports.to_parquet(exact, file("parquet")),
                "to_parquet, pandas with floats": lambda: floats.to_parquet(file("parquet")),
                "to_csv": lambda: exports.to_csv(exact, file("csv")),
                "to_csv, pandas with floats": lambda: floats.to_csv(file("csv"), index=False),
                "to_excel": lambda: exports.to_excel(fewer["ours"], file("xlsx")),
                "to_excel, pandas with openpyxl": lambda: without_zones(fewer["pandas"]).to_excel(
                    file("xlsx"), index=False, engine="openpyxl"
                ),
                "groupby sum": lambda: sum_by_status(exact),
                "groupby sum, objects": lambda: sum_by_status(objects),
            },
            rounds=rounds,
        )
    limits = {
        "to_arrow": ("faster than a look at each value of objects", ", value by value", 8.0),
        "to_duckdb": ("against DuckDB over the frame with float amounts", ", DuckDB over floats", 1.5),
        "to_parquet": ("against pandas' own with float amounts", ", pandas with floats", 1.5),
        "to_csv": ("against pandas' own with float amounts", ", pandas with floats", 1.3),
        "to_excel": ("faster than pandas with openpyxl", ", pandas with openpyxl", 3.0),
        "groupby sum": ("faster than with objects of Decimal", ", objects", 8.0),
    }
    figures = []
    for name, (what, other, wanted) in limits.items():
        at_least = what.startswith("faster")
        pair = took[name], took[name + other]
        above, below = pair[::-1] if at_least else pair
        rows = len(fewer["ours"]) if name == "to_excel" else orders
        title = f"{rows:,} orders: {name} {what}"
        figures.append(ratio(GOAL, title, above, below, wanted, at_least=at_least))
    memory = "memory_usage(deep=True) against objects"
    both = [sum(map(_size, frames)) for frames in ((exact, lines), (objects, _as_objects(lines)))]
    one = [_size(frame[["total"]]) for frame in (exact, objects)]
    return [
        *figures,
        ratio(GOAL, f"{orders:,} orders: {memory}, both frames", both[:1], both[1:], 0.6),
        ratio(GOAL, f"{orders:,} orders: {memory}, the totals", one[:1], one[1:], 0.6),
    ]


def _size(frame: pd.DataFrame) -> int:
    return int(frame.memory_usage(deep=True).sum())


def _as_objects(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({name: "object" for name, dtype in frame.dtypes.items() if dtype == "money"})


def make_frames(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Returns the generated orders as ``shop.orders.frames()`` gives them, form answers as text included."""
    from oneentry_toolkit.frames.assemble import build
    from oneentry_toolkit.frames.schema import LINES, ORDERS

    made = [data.make_order(place) for place in range(count)]
    answers = [{one["marker"]: one["value"] for one in order["formData"] if one["marker"] in TEXTS} for order in made]
    rows = [_row(order) for order in made]
    lines = [
        _line(row, place, line)
        for row, order in zip(rows, made, strict=True)
        for place, line in enumerate(order["products"])
    ]
    return build(ORDERS, rows, extra=answers), build(LINES, lines)


def _line(order: SimpleNamespace, place: int, line: dict[str, Any]) -> SimpleNamespace:
    price = Decimal(str(line["price"]))
    return SimpleNamespace(
        order_id=order.id,
        storage=order.storage,
        created=order.created,
        status=order.status,
        paid=order.paid,
        payment_account=order.payment_account,
        line=place,
        product_id=line["id"],
        title=line["title"],
        sku=line["sku"],
        price=price,
        discount_price=None,
        quantity=line["quantity"],
        amount=price * line["quantity"],
        currency=order.currency,
        is_gift=line["isGift"],
    )


def _row(order: data.Order) -> SimpleNamespace:
    status, account = order["statusIdentifier"], order["paymentAccountIdentifier"]
    return SimpleNamespace(
        id=order["id"],
        storage="orders",
        storage_title="Orders",
        created=datetime.fromisoformat(order["createdDate"]),
        status=status,
        status_title=data.STATUSES[status],
        payment_status=None,
        fulfillment_status=None,
        total=Decimal(order["totalSum"]),
        currency=order["currency"] or None,
        paid=bool(order["isCompleted"]),
        payment_account=account,
        payment_account_title=data.ACCOUNTS[account],
        payment_strategy=None,
        line_count=len(order["products"]),
        quantity=sum(line["quantity"] for line in order["products"]),
        payment_url=order["paymentUrl"],
    )


def value_by_value(export: Callable[[], Any]) -> None:
    """Exports as it was done before: as Python values, with a look at each."""
    with mock.patch("oneentry_toolkit.exports.cells.typed", return_value=None):
        export()


def sum_by_status(frame: pd.DataFrame) -> None:
    """Sums the totals of each status ten times: once takes a few milliseconds only."""
    for _ in range(10):
        frame.groupby("status", observed=True)["total"].sum()


def duckdb_over(frame: pd.DataFrame, path: Path) -> None:
    """Has DuckDB write a table of a frame, which it reads by itself."""
    import duckdb

    with duckdb.connect(str(path)) as connection:
        connection.register("frame", frame)
        connection.execute("CREATE OR REPLACE TABLE orders AS SELECT * FROM frame")


def without_zones(frame: pd.DataFrame) -> pd.DataFrame:
    """Returns a frame that pandas writes to Excel, which has no time zones."""
    return frame.assign(created=frame["created"].dt.tz_localize(None))


def _take_turns(steps: dict[str, Callable[[], Any]], *, rounds: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {name: [] for name in steps}
    for number in range(rounds + 1):
        for name, step in list(steps.items())[:: 1 if number % 2 else -1]:
            gc.collect()
            begun = time.perf_counter()
            step()
            if number:
                took[name].append(time.perf_counter() - begun)
    for name, seconds in took.items():
        say(f"  {name}: {middle(seconds) * 1000:.0f} ms ({rounds} rounds)")
    return took
