"""Plots of amounts, customers and baskets: what they say, what they draw, and frames without rows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import plots

from .analyst import lines_frame, orders_frame, products_frame, sessions_frame

ORDERS = orders_frame(
    {"order_id": 1, "created": "2025-01-05", "paid": True, "total": "10.00"},
    {"order_id": 2, "created": "2025-02-15", "paid": True, "total": "0.10"},
    {"order_id": 3, "created": "2025-03-20", "paid": True, "total": "20.00"},
    {"order_id": 4, "created": None, "paid": True, "total": None},
).assign(user=[7, 7, 8, 8])
LINES = lines_frame(
    {"order_id": 1, "product_id": 3, "title": "Cup"},
    {"order_id": 1, "product_id": 5, "title": "Kettle"},
    {"order_id": 2, "product_id": 3, "title": "Cup"},
).assign(paid=True)
PLOTS: dict[str, Callable[[int], Any]] = {
    "amounts": lambda rows: plots.amounts(ORDERS.head(rows)),
    "cohorts": lambda rows: plots.cohorts(ORDERS.head(rows)),
    "repeat_purchases": lambda rows: plots.repeat_purchases(ORDERS.head(rows)),
    "baskets": lambda rows: plots.baskets(LINES.head(rows)),
}
SAID = {
    "amounts": "3 orders by total, USD: 0.10 to 20.00, median 10.00; 1 without an amount",
    "cohorts": (
        "Customers who ordered again, by their first month: 2 cohorts of 2 customers; "
        "100% after 1 month, 0% after 2 months; 1 order without customer or time left out"
    ),
    "repeat_purchases": (
        "50% of 2 customers came back, after a median of 41 days: 1 order 1, 2 orders 1; "
        "1 order without customer or time left out"
    ),
    "baskets": "Products bought together: Cup + Kettle 1 (lift 1.0)",
}


@pytest.mark.parametrize("name", PLOTS)
def test_plots_say_what_they_show(name: str) -> None:
    assert repr(PLOTS[name](4)) == f"<Figure: {SAID[name]}>"


@pytest.mark.parametrize("name", PLOTS)
def test_plots_without_rows_show_a_message(name: str) -> None:
    figure = PLOTS[name](0)
    (text,) = figure.axes[0].texts
    assert text.get_text().startswith("No ")
    assert text.get_text() in repr(figure)


@pytest.mark.slow
@pytest.mark.parametrize("font_size", [7, 20])
@pytest.mark.parametrize("name", PLOTS)
def test_texts_stay_inside_the_figure(name: str, font_size: int) -> None:
    with mpl.rc_context({"font.size": font_size}):
        figure = PLOTS[name](4)
        figure.draw_without_rendering()
        axes = figure.axes[0]
        ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
        low, high = axes.get_xlim()
        ticks = [one for one in ticks if one.get_text() and (low <= one.get_position()[0] <= high)]
        for text in (*axes.texts, *ticks, axes.xaxis.label, axes.yaxis.label, axes._left_title):
            box = text.get_window_extent()
            assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1, text.get_text()


def test_long_titles_of_a_pair_share_the_room() -> None:
    lines = LINES.assign(title=["Cup", "A kettle with a thermometer, of steel", "Cup"])
    assert "Cup + A kettle with a thermometer, of s… 1" in repr(plots.baskets(lines))
    equal = lines.assign(title=lines["title"][1])
    assert "product 3: A kett… + product 5: A kettl… 1" in repr(plots.baskets(equal))


def test_cohorts_draw_shares_and_leave_out_what_is_to_come() -> None:
    orders = pd.concat([ORDERS, ORDERS.assign(user=9, created=ORDERS["created"] + pd.Timedelta(days=31))])
    axes = plots.cohorts(orders).axes[0]
    assert [text.get_text() for text in axes.texts] == ["100%", "0%", "0%", "100%", "100%", "0%"]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == [f"2025-0{month}, 1 customer" for month in (1, 2, 3)]
    assert "All orders are of one year" in repr(plots.cohorts(ORDERS, every="year"))


@pytest.mark.parametrize("convert", [list, lambda values: pd.array(values, dtype="money")], ids=["objects", "money"])
def test_amounts_take_a_column_of_any_exact_type(convert: Any) -> None:
    values = convert([Decimal(number) for number in (1, 2, 2, 3)])
    for given in (pd.Series(values, name="tip"), pd.DataFrame({"tip": values})):
        figure = plots.amounts(given, None if isinstance(given, pd.Series) else "tip", bins=2)
        assert repr(figure) == "<Figure: 4 rows by tip: 1.00 to 3.00, median 2.00>"
        assert sum(bar.get_height() for bar in figure.axes[0].patches) == 4


def test_numbers_that_are_no_money_have_no_currency() -> None:
    frame = pd.DataFrame({"form.tickets": [1, 2, 3], "currency": ["USD", "USD", "EUR"]})
    assert repr(plots.amounts(frame, "form.tickets")).startswith("<Figure: 3 rows by form.tickets: ")


def test_the_median_drawn_is_that_of_pandas() -> None:
    frame = pd.DataFrame({"price": pd.array([Decimal("1.10"), Decimal("2.25")], dtype="money")})
    assert frame["price"].median() == pytest.approx(1.675)
    assert repr(plots.amounts(frame)).endswith("1.10 to 2.25, median 1.675>")


@pytest.mark.parametrize(
    ("frame", "noun"),
    [
        (LINES, "order lines by amount, USD"),
        (sessions_frame({}), "payment sessions by amount"),
        (products_frame({}), "products by price"),
    ],
)
def test_amounts_find_the_column_of_each_frame(frame: pd.DataFrame, noun: str) -> None:
    assert f" {noun}: " in repr(plots.amounts(frame))


def test_a_few_amounts_far_above_the_others_are_not_drawn() -> None:
    many = pd.DataFrame({"price": [Decimal(number % 10) for number in range(300)] + [Decimal(10_000)]})
    figure = plots.amounts(many)
    assert "0.00 to 10,000.00, median 5.00; 1 above 9.00 not drawn" in repr(figure)
    assert sum(bar.get_height() for bar in figure.axes[0].patches) == 300
    same = plots.amounts(pd.DataFrame({"price": [Decimal(5)] * 3}))
    assert sum(bar.get_height() for bar in same.axes[0].patches) == 3


def test_amounts_name_what_does_not_fit() -> None:
    with pytest.raises(oe.CurrencyMismatchError):
        plots.amounts(orders_frame({"currency": "USD"}, {"currency": "EUR"}))
    for frame, column, message in (
        (ORDERS, "totl", "frame has no column 'totl'"),
        (ORDERS, 5, "column must be the name of a column"),
        (ORDERS, "status_title", r"frame\['status_title'\] has str where numbers belong"),
        (ORDERS[["order_id"]], None, "frame has none of the columns total, amount, price"),
        ([1], None, "frame is a list and not a DataFrame"),
    ):
        with pytest.raises(oe.InputError, match=message):
            plots.amounts(frame, column)  # type: ignore[arg-type]
    with pytest.raises(oe.InputError, match="bins must be a whole number from 1 to 100"):
        plots.amounts(ORDERS, bins=0)
    with pytest.raises(oe.InputError, match="n must be at most 40 in a plot"):
        plots.baskets(LINES, n=41)
