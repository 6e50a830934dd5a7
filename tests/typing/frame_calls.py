"""Questions asked of frames, their plots, exports and tables as a user writes them: only type-checked, never run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, assert_type

import pandas as pd
from matplotlib.figure import Figure

import oneentry_toolkit as oe
from oneentry_toolkit import exports, plots, tables, views

shop = oe.connect()
orders, lines = shop.orders.frames()
all_orders, all_lines = oe.frames_of([shop, shop], "orders", paid=True, users_at_once=2)
assert_type(all_orders, pd.DataFrame)
assert_type(shop.discounts.list().to_frame(money="float"), pd.DataFrame)
sessions = shop.payments.frame()

assert_type(views.with_latest_session(orders, sessions), pd.DataFrame)
assert_type(views.funnel(orders, sessions), pd.DataFrame)
assert_type(views.revenue(orders, every="week"), "pd.Series[Any]")
assert_type(views.revenue(lines, by="product"), "pd.Series[Any]")
refunds = shop.refunds.frame(orders)
assert_type(views.revenue(orders, net=True, refunds=refunds, refunded=["refunded", "paid"]), "pd.Series[Any]")
assert_type(views.refunds_by_product(refunds, lines), pd.DataFrame)
assert_type(views.cohorts(orders, customer="form.email", every="quarter", share=True), pd.DataFrame)
assert_type(views.repeat_purchases(orders, customer="form.email"), pd.DataFrame)
assert_type(views.baskets(lines, n=5, by="lift", min_orders=2), pd.DataFrame)
assert_type(views.orders_by_status(orders), pd.DataFrame)
assert_type(views.time_to_payment(orders, sessions), pd.DataFrame)
assert_type(views.time_to_payment_counts(orders, sessions), pd.DataFrame)
assert_type(views.top_products(lines, n=3, by="quantity"), pd.DataFrame)

assert_type(plots.funnel(orders, sessions), Figure)
assert_type(plots.orders_by_status(orders), Figure)
assert_type(plots.time_to_payment(orders, sessions), Figure)
assert_type(plots.top_products(lines, by="amount"), Figure)
assert_type(plots.revenue(orders, every="day", tz="Europe/Berlin"), Figure)
assert_type(plots.revenue(orders, by="status"), Figure)
assert_type(plots.refunds_by_product(refunds, lines), Figure)
assert_type(plots.amounts(orders, "total", bins=10), Figure)
assert_type(plots.amounts(orders["total"]), Figure)
assert_type(plots.cohorts(orders, tz="Europe/Berlin"), Figure)
assert_type(plots.repeat_purchases(orders), Figure)
assert_type(plots.baskets(lines), Figure)
# matplotlib leaves the keyword arguments of savefig without types.
plots.revenue(orders).savefig("revenue.png")  # pyright: ignore[reportUnknownMemberType]

assert_type(exports.to_csv(orders, "orders.csv", safe=False), Path)
assert_type(exports.to_excel({"orders": orders, "lines": lines}, Path("orders.xlsx")), Path)
assert_type(exports.to_parquet(orders, "orders.parquet"), Path)
assert_type(exports.read_parquet("orders.parquet"), pd.DataFrame)
assert_type(exports.to_duckdb({"orders": orders}, "shop.duckdb"), Path)
assert_type(exports.to_arrow(orders), Any)  # pyarrow has no types

explorer = tables.explore(orders, max_rows=100)
assert_type(explorer.widget, Any)
