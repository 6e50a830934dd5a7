"""Plots of what was taken and what sells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, tzinfo
from typing import TYPE_CHECKING, Any

from .. import views
from ..errors import InputError
from ..values.display import counted
from ..values.money import format_money
from .parts import (
    BARS_MAX,
    comma,
    cut,
    done,
    drawing_tools,
    exact,
    height_of,
    is_missing,
    nothing,
    product_labels,
    text_of,
    unit_of,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

# Tick labels that fit below the columns.
_LABELS_CHARS_MAX = 90


def revenue(
    orders: pd.DataFrame,
    *,
    by: str = "month",
    every: views.Every | None = None,
    tz: str | tzinfo | None = None,
    net: bool = False,
    refunds: pd.DataFrame | None = None,
    refunded: str | Iterable[str] | None = None,
) -> Figure:
    """Plots revenue (``views.revenue``): over time as columns, by another column as bars.

    Args:
        orders: from ``shop.orders.frame()``, in one currency; or lines, as for the view.
        by: ``day``, ``week``, ``month``, ``quarter`` or ``year`` in which the paid orders were placed, ``product``, or
            a column. Of its values, the first 40 are drawn.
        every: an alias of ``by`` for periods.
        tz: time zone of the shop's days, as for the view.
        net, refunds, refunded: take off what was given back, as for the view.
    """
    figures = drawing_tools()
    sums = views.revenue(orders, by=by, every=every, tz=tz, net=net, refunds=refunds, refunded=refunded)
    if by == "currency" and len(sums) > 1:  # they have no common axis
        raise views.mismatch(tuple(sorted("none" if is_missing(one) else str(one) for one in sums.index)))
    what, currency = every or by, sums.attrs["currency"]
    kind = str(sums.name).removesuffix(currency).strip()
    title = f"{kind[0].upper()}{kind[1:]} by {what}{comma(currency)}"
    left_out = sums.attrs["paid_left_out"]
    noun = "line" if views.is_lines(orders) else "order"
    lacks = "no total or no time" if noun == "order" else "no amount or no time"
    rest = f"{left_out:,} paid {f'{noun} has' if left_out == 1 else f'{noun}s have'} {lacks}" if left_out else ""
    rest = "; ".join(filter(None, (rest, _left_out(sums.attrs.get("refunds_left_out", {})))))
    if sums.empty:
        return nothing(figures, title, f"No paid orders{f' to add up; {rest}' if rest else ''}.")
    if what in views.PERIODS:
        return _revenue_over_time(figures, sums, title, kind, what, rest)
    return _revenue_by_column(figures, sums, title, kind, what, rest)


def _revenue_over_time(figures: Any, sums: pd.Series[Any], title: str, kind: str, every: str, rest: str) -> Figure:
    currency = sums.attrs["currency"]
    with figures.drawing(title) as (figure, axes):
        names = [_period(period, every) for period in sums.index]
        values = [float(value) for value in sums]
        axes.bar(range(len(values)), values, width=0.8 if len(values) <= 60 else 1.0, color=figures.COLOURS[0])
        shown = _spread(len(names), _LABELS_CHARS_MAX // (len(names[0]) + 2))
        axes.set_xticks(shown, [names[place] for place in shown])
        margin = max(0, 5 - len(values)) / 2
        axes.set_xlim(-0.6 - margin, len(values) - 0.4 + margin)
        zone = f" ({sums.attrs['tz']})" if sums.attrs["tz"] else ""
        axes.set_xlabel(f"{every} in which the order was placed{zone}" + (f"\n({rest})" if rest else ""), wrap=True)
        axes.set_ylabel(figures.plain(f"{kind} ({unit_of(currency)})", most=80))
        axes.yaxis.set_major_formatter(figures.FuncFormatter(figures.number))
        axes.grid(axis="y", color="0.9")
        if not any(values):
            axes.set_ylim(0, 1)
        notes = [format_money(exact(value), currency, named=False) for value in sums]
        if len(notes) * (max(map(len, notes)) + 1) <= _LABELS_CHARS_MAX:
            for place, note in enumerate(notes):
                axes.annotate(
                    note, (place, values[place]), (0, 2), textcoords="offset points",
                    ha="center", va="bottom", fontsize="small",
                )  # fmt: skip
        total = format_money(exact(sum(sums)), currency)
        figure.summary += f": {total} in {counted(len(sums), every)} from {names[0]} to {names[-1]}" + (
            f"; {rest}" if rest else ""
        )
    return done(figure)


def _revenue_by_column(figures: Any, sums: pd.Series[Any], title: str, kind: str, what: str, rest: str) -> Figure:
    currency = sums.attrs["currency"]
    drawn = sums.head(BARS_MAX)
    if what == "product":
        index = drawn.index
        labels = product_labels(figures, index.get_level_values(0), index.get_level_values(1))
    else:
        labels = [_label(one) or f"no {what}" for one in drawn.index]
    with figures.drawing(cut(title, sums, "values"), height_in=height_of(len(drawn) + bool(rest))) as (figure, axes):
        notes = [format_money(exact(value), currency, named=False) for value in drawn]
        figures.bars_across(axes, labels, [float(value) for value in drawn], notes)
        label = figures.plain(f"{kind} ({unit_of(currency)})", most=80)
        axes.set_xlabel(label + (f"\n({rest})" if rest else ""), wrap=True)
        parts = [f"{label} {note}" for label, note in zip(labels, notes, strict=True)]
        figure.summary += f": {', '.join(parts)}" + (f"; {rest}" if rest else "")
    return done(figure)


def top_products(lines: pd.DataFrame, *, n: int = 10, by: views.By = "amount") -> Figure:
    """Plots the best-selling products as bars (``views.top_products``).

    Args:
        lines: from ``shop.orders.lines_frame()``; with ``paid=True`` the lines of paid orders only.
        n: number of products, at most 40.
        by: ``amount`` (in one currency) or ``quantity`` (pieces).
    """
    figures = drawing_tools()
    best = views.top_products(lines, n=n, by=by)
    if n > BARS_MAX:
        raise InputError(f"n must be at most {BARS_MAX} in a plot; views.top_products has no limit.", name="n")
    currency = best.attrs["currency"]
    title = f"Top products by {f'amount{comma(currency)}' if by == 'amount' else 'pieces'}"
    best = best[best[by].notna()]
    if best.empty:
        return nothing(figures, title, "No order lines." if lines.empty else "No line has a price.")
    labels = product_labels(figures, best["product_id"], best["title"])
    with figures.drawing(title, height_in=height_of(len(best))) as (figure, axes):
        values = list(best[by])
        notes = [
            format_money(exact(value), currency, named=False) if by == "amount" else f"{value:,}" for value in values
        ]
        figures.bars_across(axes, labels, [float(value) for value in values], notes)
        label = f"amount before discounts on the order ({unit_of(currency)})"
        axes.set_xlabel(figures.plain(label, most=80), wrap=True)
        if by == "quantity":
            axes.set_xlabel("pieces")
        parts = [f"{label} {note}" for label, note in zip(labels, notes, strict=True)]
        figure.summary += f": {', '.join(parts)}"
    return done(figure)


def refunds_by_product(
    refunds: pd.DataFrame, lines: pd.DataFrame, *, refunded: str | Iterable[str] | None = None
) -> Figure:
    """Plots what was given back by product as bars (``views.refunds_by_product``).

    Args:
        refunds: from ``shop.refunds.frame(orders)``, in one currency.
        lines: from ``shop.orders.lines_frame()``.
        refunded: statuses of refund requests that count, as for the view.
    """
    figures = drawing_tools()
    table = views.refunds_by_product(refunds, lines, refunded=refunded)
    currency = table.attrs["currency"]
    title, rest = f"Refunds by product{comma(currency)}", _left_out(table.attrs["refunds_left_out"])
    table = table[table["amount"].notna()]
    if table.empty:
        return nothing(figures, title, f"No refunds{f'; {rest}' if rest else ''}.")
    drawn = table.head(BARS_MAX)
    labels = product_labels(figures, drawn["product_id"], drawn["title"])
    with figures.drawing(cut(title, table, "products"), height_in=height_of(len(drawn) + bool(rest))) as (figure, axes):
        notes = [format_money(exact(value), currency, named=False) for value in drawn["amount"]]
        figures.bars_across(axes, labels, [float(value) for value in drawn["amount"]], notes)
        axes.set_xlabel(
            figures.plain(f"given back ({unit_of(currency)})", most=80) + (f"\n({rest})" if rest else ""), wrap=True
        )
        parts = [f"{label} {note}" for label, note in zip(labels, notes, strict=True)]
        figure.summary += f": {', '.join(parts)}" + (f"; {rest}" if rest else "")
    return done(figure)


def _left_out(statuses: Mapping[str, int]) -> str:
    """Returns what is said of refund requests whose status does not count."""
    count = sum(statuses.values())
    return f"not counted: {counted(count, 'refund request')} ({', '.join(statuses)})" if count else ""


def _label(value: Any) -> str:
    """Returns a value of a column as the label of its bar; empty if it is missing."""
    if isinstance(value, str):
        return text_of(value)
    if is_missing(value):
        return ""
    is_day = isinstance(value, datetime) and value.time() == time()
    return str(value.date() if is_day else value)


def _spread(count: int, most: int) -> list[int]:
    step = -(-count // most)
    return list(range(0, count, step))


def _period(period: Any, every: str) -> str:
    return str(period.start_time.date()) if every == "week" else str(period)
