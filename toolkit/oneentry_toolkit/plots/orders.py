"""Plots of where orders stand and how they are paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import views
from .parts import BARS_MAX, cut, done, drawing_tools, height_of, is_missing, nothing, text_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def orders_by_status(orders: pd.DataFrame) -> Figure:
    """Plots orders by status as bars, one colour for each storage (``views.orders_by_status``).

    Args:
        orders: from ``shop.orders.frame()``.
    """
    import pandas as pd

    figures = drawing_tools()
    counted = views.orders_by_status(orders)
    title = "Orders by status"
    if counted.empty:
        return nothing(figures, title, "No orders.")
    places, storages = pd.factorize(counted["storage"].astype("object"), use_na_sentinel=False)
    drawn = counted.head(BARS_MAX)
    labels = []
    for storage, status, shown in zip(drawn["storage"], drawn["status"], drawn["status_title"], strict=True):
        name = text_of(shown) or text_of(status) or "no status"
        where = "no storage" if is_missing(storage) else storage
        labels.append(name if len(storages) == 1 else f"{name} ({where})")
    with figures.drawing(cut(title, counted, "statuses"), height_in=height_of(len(drawn))) as (figure, axes):
        colours = [figures.COLOURS[place % len(figures.COLOURS)] for place in places[: len(drawn)]]
        notes = [f"{row.orders:,} ({row.share:.0%})" for row in drawn.itertuples()]
        figures.bars_across(axes, labels, drawn["orders"].tolist(), notes, colours=colours)
        axes.set_xlabel("orders")
        parts = [f"{label} {count:,}" for label, count in zip(labels, drawn["orders"], strict=True)]
        figure.summary += f": {', '.join(parts)}"
    return done(figure)


def funnel(orders: pd.DataFrame, sessions: pd.DataFrame) -> Figure:
    """Plots the steps from order to payment as bars (``views.funnel``).

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.
    """
    figures = drawing_tools()
    steps = views.funnel(orders, sessions)
    title = "From order to payment"
    if steps["orders"].iloc[0] == 0:
        return nothing(figures, title, "No orders.")
    with figures.drawing(title, height_in=height_of(len(steps))) as (figure, axes):
        notes = [f"{row.orders:,} ({row.share:.0%})" for row in steps.itertuples()]
        figures.bars_across(axes, steps["step"].tolist(), steps["orders"].tolist(), notes)
        axes.set_xlabel("orders")
        figure.summary += ": " + ", ".join(f"{row.step} {row.orders:,}" for row in steps.itertuples())
    return done(figure)


def time_to_payment(orders: pd.DataFrame, sessions: pd.DataFrame) -> Figure:
    """Plots the time from order to payment as bars (``views.time_to_payment_counts``).

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.
    """
    figures = drawing_tools()
    counted = views.time_to_payment_counts(orders, sessions)
    title = "Time from order to payment"
    without = counted.attrs["paid_without_time"]
    rest = f"{without:,} paid {'order has' if without == 1 else 'orders have'} no completed session" if without else ""
    if counted.attrs["median_s"] is None:
        return nothing(figures, title, f"No order has a completed payment session{f'; {rest}' if rest else ''}.")
    full = f"{title}: median {_duration(counted.attrs['median_s'])}"
    with figures.drawing(full, height_in=height_of(len(counted) + bool(rest))) as (figure, axes):
        names, counts = counted["time"].tolist(), counted["orders"].tolist()
        shares = zip(counts, counted["share"], strict=True)
        notes = [f"{count:,} ({share:.0%})" if count else "0" for count, share in shares]
        figures.bars_across(axes, names, counts, notes)
        axes.set_xlabel("orders" + (f"\n({rest})" if rest else ""), wrap=True)
        parts = [f"{name} {count:,}" for name, count in zip(names, counts, strict=True) if count]
        figure.summary += f"; {', '.join(parts)}" + (f"; {rest}" if rest else "")
    return done(figure)


def _duration(seconds: float) -> str:
    size = abs(seconds)
    for unit, length in (("days", 86400), ("h", 3600), ("min", 60)):
        if size >= length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.0f} s"
