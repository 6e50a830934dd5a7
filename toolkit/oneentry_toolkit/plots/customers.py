"""Plots of who comes back, and of what is bought together."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from .. import views
from ..errors import InputError
from ..values.display import counted
from .parts import BARS_MAX, done, drawing_tools, height_of, nothing, product_labels

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_COHORTS_MAX = 24
_LATER_MAX = 18
# Upper limits of the steps in which orders of a customer are counted.
_ORDERS = (("1 order", 1), ("2 orders", 2), ("3 orders", 3), ("4 orders", 4), ("5 orders", 5), ("6 to 10 orders", 10))


def cohorts(
    orders: pd.DataFrame,
    *,
    customer: str = "user",
    every: views.Every = "month",
    tz: str | tzinfo | None = None,
    only_paid: bool = True,
) -> Figure:
    """Plots the share of customers who ordered again, by the month of their first order (``views.cohorts``).

    Args:
        orders, customer, every, tz, only_paid: as for the view. The newest 24 cohorts and 18 periods are drawn.
    """
    figures = drawing_tools()
    table = views.cohorts(orders, customer=customer, every=every, tz=tz, only_paid=only_paid)
    title = f"Customers who ordered again, by their first {every}"
    left_out = table.attrs["orders_left_out"]
    rest = f"{counted(left_out, 'order')} without customer or time left out" if left_out else ""
    if table.empty:
        return nothing(figures, title, f"No orders with a customer{f'; {rest}' if rest else ''}.")
    sizes = table[0].astype("float64")
    shown = table[table.drop(columns=0).notna().any(axis=1)].tail(_COHORTS_MAX).iloc[:, 1 : _LATER_MAX + 1]
    shown = shown.loc[:, shown.notna().any()]
    shares = shown.astype("Float64").div(sizes[shown.index], axis=0).to_numpy("float64", na_value=float("nan"))
    parts = []
    for place in table.columns[1:4]:
        came = table[place].dropna()
        if len(came) and sizes[came.index].sum():
            parts.append(f"{came.sum() / sizes[came.index].sum():.0%} after {counted(int(place), every)}")
    if shown.shape[1] == 0:
        return nothing(figures, title, f"All orders are of one {every}{f'; {rest}' if rest else ''}.")
    with figures.drawing(title, height_in=1.8 + 0.3 * (len(shown) + bool(rest))) as (figure, axes):
        figures.grid_of_shares(axes, shares)
        names = [f"{_name(period, every)}, {counted(int(sizes[period]), 'customer')}" for period in shown.index]
        axes.set_yticks(range(len(names)), names)
        axes.set_xticks(range(shown.shape[1]), [str(column) for column in shown.columns])
        axes.set_xlabel(f"{every}s since the first order" + (f"\n({rest})" if rest else ""), wrap=True)
        figure.summary += f": {counted(len(table), 'cohort')} of {int(table[0].sum()):,} customers"
        figure.summary += f"; {', '.join(parts)}" if parts else ""
        figure.summary += f"; {rest}" if rest else ""
    return done(figure)


def repeat_purchases(orders: pd.DataFrame, *, customer: str = "user", only_paid: bool = True) -> Figure:
    """Plots how many customers ordered once, twice and more often as bars (``views.repeat_purchases``).

    Args:
        orders, customer, only_paid: as for the view.
    """
    import pandas as pd

    figures = drawing_tools()
    table = views.repeat_purchases(orders, customer=customer, only_paid=only_paid)
    title = "Customers by number of orders"
    left_out = table.attrs["orders_left_out"]
    rest = f"{counted(left_out, 'order')} without customer or time left out" if left_out else ""
    if table.empty:
        return nothing(figures, title, f"No orders with a customer{f'; {rest}' if rest else ''}.")
    steps = [*_ORDERS, ("over 10 orders", float("inf"))]
    cut = pd.cut(table["orders"], [0, *(limit for _, limit in steps)], labels=[name for name, _ in steps])
    numbers = cut.value_counts(sort=False)
    numbers = numbers[: int(numbers.to_numpy().nonzero()[0].max()) + 1]
    customers, returning, median = (table.attrs[name] for name in ("customers", "returning", "median_days"))
    title = f"{returning / customers:.0%} of {counted(customers, 'customer')} came back"
    if median is not None:
        title += f", after a median of {_days(median)}"
    with figures.drawing(title, height_in=height_of(len(numbers) + bool(rest))) as (figure, axes):
        notes = [f"{count:,} ({count / customers:.0%})" if count else "0" for count in numbers]
        figures.bars_across(axes, [str(name) for name in numbers.index], numbers.tolist(), notes)
        axes.set_xlabel("customers" + (f"\n({rest})" if rest else ""), wrap=True)
        parts = [f"{name} {count:,}" for name, count in numbers.items() if count]
        figure.summary += f": {', '.join(parts)}" + (f"; {rest}" if rest else "")
    return done(figure)


def baskets(
    lines: pd.DataFrame, *, n: int = 10, by: views.PairsBy = "orders", min_orders: int = 1, only_paid: bool = True
) -> Figure:
    """Plots the pairs of products that are bought together as bars (``views.baskets``).

    Args:
        lines, n, by, min_orders, only_paid: as for the view; ``n`` is at most 40.
    """
    figures = drawing_tools()
    table = views.baskets(lines, n=n, by=by, min_orders=min_orders, only_paid=only_paid)
    if n > BARS_MAX:
        raise InputError(f"n must be at most {BARS_MAX} in a plot; views.baskets has no limit.", name="n")
    title = "Products bought together" + (", by lift" if by == "lift" else "")
    if table.empty:
        return nothing(figures, title, "No order with two products.")
    ids = [*table["product_id"], *table["other_id"]]
    titles = dict(zip(ids, [*table["title"], *table["other_title"]], strict=True))
    labels = dict(zip(titles, product_labels(figures, list(titles), list(titles.values())), strict=True))
    pairs = [
        _pair(figures, labels[one], labels[other])
        for one, other in zip(table["product_id"], table["other_id"], strict=True)
    ]
    with figures.drawing(title, height_in=height_of(len(table))) as (figure, axes):
        notes = [f"{row.orders:,} (lift {row.lift:.1f})" for row in table.itertuples()]
        figures.bars_across(axes, pairs, table["orders" if by == "orders" else "lift"].tolist(), notes)
        axes.set_xlabel("orders with both" if by == "orders" else "lift: times as often as by chance")
        parts = [f"{pair} {note}" for pair, note in zip(pairs, notes, strict=True)]
        figure.summary += f": {', '.join(parts)}"
    return done(figure)


def _pair(figures: Any, one: str, other: str) -> str:
    """Returns the label of a pair; what one title leaves of the room is for the other."""
    room = figures.LABEL_CHARS - 3
    first = figures.shortened(one, max(room // 2, room - len(other)))
    return f"{first} + {figures.shortened(other, room - len(first))}"


def _name(period: Any, every: str) -> str:
    return str(period.start_time.date()) if every == "week" else str(period)


def _days(days: float) -> str:
    return f"{days:.0f} days" if days >= 2 else f"{days * 24:.0f} h"
