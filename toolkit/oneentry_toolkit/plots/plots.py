"""Plots of the tables of ``views``, drawn with matplotlib."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .. import views
from ..errors import InputError
from ..extras import need
from ..values.display import counted
from ..values.money import at_least_cents, format_money

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_BARS_MAX = 40
# Tick labels that fit below the columns.
_LABELS_CHARS_MAX = 90


def revenue(
    orders: pd.DataFrame,
    *,
    by: str = "month",
    every: views.Every | None = None,
    tz: str | tzinfo | None = None,
) -> Figure:
    """Plots revenue (``views.revenue``): over time as columns, by another column as bars.

    Args:
        orders: from ``shop.orders.frame()``, in one currency; or lines, as for the view.
        by: ``day``, ``week``, ``month``, ``quarter`` or ``year`` in which the paid orders were placed, ``product``, or
            a column. Of its values, the first 40 are drawn.
        every: an alias of ``by`` for periods.
        tz: time zone of the shop's days, as for the view.
    """
    figures = _figures()
    sums = views.revenue(orders, by=by, every=every, tz=tz)
    if by == "currency" and len(sums) > 1:
        views.one_currency(orders[orders["paid"].astype("bool")])  # they have no common axis
    what, currency = every or by, sums.attrs["currency"]
    kind = str(sums.name).removesuffix(currency).strip()
    title = f"{kind[0].upper()}{kind[1:]} by {what}{_comma(currency)}"
    left_out = sums.attrs["paid_left_out"]
    noun = "line" if views.is_lines(orders) else "order"
    lacks = "no total or no time" if noun == "order" else "no amount or no time"
    rest = f"{left_out:,} paid {f'{noun} has' if left_out == 1 else f'{noun}s have'} {lacks}" if left_out else ""
    if sums.empty:
        return _nothing(figures, title, f"No paid orders{f' to add up; {rest}' if rest else ''}.")
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
        axes.set_ylabel(figures.plain(f"{kind} ({_unit(currency)})", most=80))
        axes.yaxis.set_major_formatter(figures.FuncFormatter(figures.number))
        axes.grid(axis="y", color="0.9")
        if not any(values):
            axes.set_ylim(0, 1)
        notes = [format_money(_exact(value), currency, named=False) for value in sums]
        if len(notes) * (max(map(len, notes)) + 1) <= _LABELS_CHARS_MAX:
            for place, note in enumerate(notes):
                axes.annotate(
                    note, (place, values[place]), (0, 2), textcoords="offset points",
                    ha="center", va="bottom", fontsize="small",
                )  # fmt: skip
        total = format_money(_exact(sum(sums)), currency)
        figure.summary += f": {total} in {counted(len(sums), every)} from {names[0]} to {names[-1]}" + (
            f"; {rest}" if rest else ""
        )
    return _done(figure)


def _revenue_by_column(figures: Any, sums: pd.Series[Any], title: str, kind: str, what: str, rest: str) -> Figure:
    currency = sums.attrs["currency"]
    drawn = sums.head(_BARS_MAX)
    if what == "product":
        index = drawn.index
        labels = _product_labels(figures, index.get_level_values(0), index.get_level_values(1))
    else:
        labels = [_text(one) if isinstance(one, str) else "" if _is_missing(one) else str(one) for one in drawn.index]
        labels = [label or f"no {what}" for label in labels]
    with figures.drawing(_cut(title, sums, "values"), height_in=_height(len(drawn) + bool(rest))) as (figure, axes):
        notes = [format_money(_exact(value), currency, named=False) for value in drawn]
        figures.bars_across(axes, labels, [float(value) for value in drawn], notes)
        label = figures.plain(f"{kind} ({_unit(currency)})", most=80)
        axes.set_xlabel(label + (f"\n({rest})" if rest else ""), wrap=True)
        parts = [f"{label} {note}" for label, note in zip(labels, notes, strict=True)]
        figure.summary += f": {', '.join(parts)}" + (f"; {rest}" if rest else "")
    return _done(figure)


def orders_by_status(orders: pd.DataFrame) -> Figure:
    """Plots orders by status as bars, one colour for each storage (``views.orders_by_status``).

    Args:
        orders: from ``shop.orders.frame()``.
    """
    figures = _figures()
    counted = views.orders_by_status(orders)
    title = "Orders by status"
    if counted.empty:
        return _nothing(figures, title, "No orders.")
    storages = list(counted["storage"].drop_duplicates())
    drawn = counted.head(_BARS_MAX)
    labels = []
    for storage, status, shown in zip(drawn["storage"], drawn["status"], drawn["status_title"], strict=True):
        name = _text(shown) or _text(status) or "no status"
        labels.append(name if len(storages) == 1 else f"{name} ({storage})")
    with figures.drawing(_cut(title, counted, "statuses"), height_in=_height(len(drawn))) as (figure, axes):
        colours = [figures.COLOURS[storages.index(one) % len(figures.COLOURS)] for one in drawn["storage"]]
        notes = [f"{row.orders:,} ({row.share:.0%})" for row in drawn.itertuples()]
        figures.bars_across(axes, labels, drawn["orders"].tolist(), notes, colours=colours)
        axes.set_xlabel("orders")
        parts = [f"{label} {count:,}" for label, count in zip(labels, drawn["orders"], strict=True)]
        figure.summary += f": {', '.join(parts)}"
    return _done(figure)


def funnel(orders: pd.DataFrame, sessions: pd.DataFrame) -> Figure:
    """Plots the steps from order to payment as bars (``views.funnel``).

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.
    """
    figures = _figures()
    steps = views.funnel(orders, sessions)
    title = "From order to payment"
    if steps["orders"].iloc[0] == 0:
        return _nothing(figures, title, "No orders.")
    with figures.drawing(title, height_in=_height(len(steps))) as (figure, axes):
        notes = [f"{row.orders:,} ({row.share:.0%})" for row in steps.itertuples()]
        figures.bars_across(axes, steps["step"].tolist(), steps["orders"].tolist(), notes)
        axes.set_xlabel("orders")
        figure.summary += ": " + ", ".join(f"{row.step} {row.orders:,}" for row in steps.itertuples())
    return _done(figure)


def time_to_payment(orders: pd.DataFrame, sessions: pd.DataFrame) -> Figure:
    """Plots the time from order to payment as bars (``views.time_to_payment_counts``).

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.
    """
    figures = _figures()
    counted = views.time_to_payment_counts(orders, sessions)
    title = "Time from order to payment"
    without = counted.attrs["paid_without_time"]
    rest = f"{without:,} paid {'order has' if without == 1 else 'orders have'} no completed session" if without else ""
    if counted.attrs["median_s"] is None:
        return _nothing(figures, title, f"No order has a completed payment session{f'; {rest}' if rest else ''}.")
    full = f"{title}: median {_duration(counted.attrs['median_s'])}"
    with figures.drawing(full, height_in=_height(len(counted) + bool(rest))) as (figure, axes):
        names, counts = counted["time"].tolist(), counted["orders"].tolist()
        shares = zip(counts, counted["share"], strict=True)
        notes = [f"{count:,} ({share:.0%})" if count else "0" for count, share in shares]
        figures.bars_across(axes, names, counts, notes)
        axes.set_xlabel("orders" + (f"\n({rest})" if rest else ""), wrap=True)
        parts = [f"{name} {count:,}" for name, count in zip(names, counts, strict=True) if count]
        figure.summary += f"; {', '.join(parts)}" + (f"; {rest}" if rest else "")
    return _done(figure)


def top_products(lines: pd.DataFrame, *, n: int = 10, by: views.By = "amount") -> Figure:
    """Plots the best-selling products as bars (``views.top_products``).

    Args:
        lines: from ``shop.orders.lines_frame()``; with ``paid=True`` the lines of paid orders only.
        n: number of products, at most 40.
        by: ``amount`` (in one currency) or ``quantity`` (pieces).
    """
    figures = _figures()
    best = views.top_products(lines, n=n, by=by)
    if n > _BARS_MAX:
        raise InputError(f"n must be at most {_BARS_MAX} in a plot; views.top_products has no limit.", name="n")
    currency = best.attrs["currency"]
    title = f"Top products by {f'amount{_comma(currency)}' if by == 'amount' else 'pieces'}"
    best = best[best[by].notna()]
    if best.empty:
        return _nothing(figures, title, "No order lines." if lines.empty else "No line has a price.")
    labels = _product_labels(figures, best["product_id"], best["title"])
    with figures.drawing(title, height_in=_height(len(best))) as (figure, axes):
        exact = list(best[by])
        notes = [
            format_money(_exact(value), currency, named=False) if by == "amount" else f"{value:,}" for value in exact
        ]
        figures.bars_across(axes, labels, [float(value) for value in exact], notes)
        unit = _unit(currency)
        axes.set_xlabel(figures.plain(f"amount before discounts on the order ({unit})", most=80), wrap=True)
        if by == "quantity":
            axes.set_xlabel("pieces")
        parts = [f"{label} {note}" for label, note in zip(labels, notes, strict=True)]
        figure.summary += f": {', '.join(parts)}"
    return _done(figure)


def _product_labels(figures: Any, product_ids: Iterable[Any], titles: Iterable[Any]) -> list[str]:
    """Returns the titles; equal ones, and those that no installed font can draw, with the product's number."""
    names = [_text(title) for title in titles]
    drawn = Counter(map(figures.plain, names))
    return [
        name
        if figures.is_legible(name) and drawn[figures.plain(name)] == 1
        else "no product"
        if _is_missing(product_id)
        else f"product {product_id}: {name}".removesuffix(": ")
        for product_id, name in zip(product_ids, names, strict=True)
    ]


def _figures() -> Any:
    need("matplotlib", "plot")
    from . import figures

    return figures


def _nothing(figures: Any, title: str, sentence: str) -> Figure:
    return _done(figures.nothing(title, sentence))


def _done(figure: Any) -> Figure:
    # `figures` and its types are imported lazily, so that this module can be imported without matplotlib.
    result: Figure = figure
    return result


def _height(bars: int) -> float:
    return 1.3 + 0.34 * bars


def _cut(title: str, table: pd.DataFrame | pd.Series[Any], noun: str) -> str:
    return title if len(table) <= _BARS_MAX else f"{title} (the first {_BARS_MAX} of {len(table)} {noun})"


def _unit(currency: str) -> str:
    return currency or "the server sends no currency"


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))


def _comma(currency: str) -> str:
    return f", {currency}" if currency else ""


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _exact(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    # Six decimals, as in columns: further digits of a sum of floats are noise.
    return at_least_cents(Decimal(f"{float(value):.6f}"))


def _spread(count: int, most: int) -> list[int]:
    step = -(-count // most)
    return list(range(0, count, step))


def _period(period: Any, every: str) -> str:
    return str(period.start_time.date()) if every == "week" else str(period)


def _duration(seconds: float) -> str:
    size = abs(seconds)
    for unit, length in (("days", 86400), ("h", 3600), ("min", 60)):
        if size >= length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.0f} s"
