"""Plots draw the numbers of the views, accept any text, and are displayed once."""

from __future__ import annotations

import io
import itertools
import logging
import pickle
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter

import oneentry_toolkit as oe
from oneentry_toolkit import extras, plots, views
from oneentry_toolkit.plots import figures

from .analyst import lines_frame, orders_frame, sessions_frame

ORDERS = orders_frame(
    {"order_id": 1, "created": "2025-01-31 23:59", "paid": True, "total": "0.10"},
    {
        "order_id": 2,
        "created": "2025-03-01",
        "paid": True,
        "total": "1234.20",
        "status": "done",
        "status_title": "Done",
    },
    {"order_id": 3, "created": "2025-03-02", "paid": False, "storage": "tickets", "status_title": None},
)
SESSIONS = sessions_frame(
    {"session_id": 1, "order_id": 1, "status": "completed", "updated": "2025-02-01 00:04"},
    {"session_id": 2, "order_id": 3, "status": "waiting", "updated": "2025-03-02 00:04"},
)
LINES = lines_frame(
    {"product_id": 1, "title": "Cup", "amount": "3.00", "quantity": 3},
    {"product_id": 2, "title": "Pot", "amount": "20.50", "quantity": 1},
)
PLOTS: dict[str, Callable[[int], Any]] = {
    "revenue": lambda rows: plots.revenue(ORDERS.head(rows)),
    "orders_by_status": lambda rows: plots.orders_by_status(ORDERS.head(rows)),
    "funnel": lambda rows: plots.funnel(ORDERS.head(rows), SESSIONS.head(rows)),
    "time_to_payment": lambda rows: plots.time_to_payment(ORDERS.head(rows), SESSIONS.head(rows)),
    "top_products": lambda rows: plots.top_products(LINES.head(rows)),
}
ODD = [
    "Price $5 to $10 $x^2$", r"\$ \alpha {_bad", "<b>bold</b>\x00\x07\x1b[31m", "日本のコーヒー豆", "ราคา", "a\nb\tc",
    "☕😀", "x" * 5000, "", "$", "\u202eesrever", "قهوة",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Neither a warning (they are errors here) nor a line in the log, such as of a font that is not there."""
    with caplog.at_level(logging.WARNING):
        yield
    assert caplog.records == []


def png(figure: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def widths(figure: Any) -> list[float]:
    return [bar.get_width() for bar in figure.axes[0].patches]


def labels(figure: Any) -> list[str]:
    return [tick.get_text() for tick in figure.axes[0].get_yticklabels()]


@pytest.mark.slow
def test_bars_and_summary_equal_the_views_numbers() -> None:
    revenue = plots.revenue(ORDERS)
    assert [bar.get_height() for bar in revenue.axes[0].patches] == [0.1, 0.0, 1234.2]
    assert repr(revenue) == "<Figure: Gross revenue by month, USD: 1,234.30 USD in 3 months from 2025-01 to 2025-03>"
    assert [tick.get_text() for tick in revenue.axes[0].get_xticklabels()] == ["2025-01", "2025-02", "2025-03"]
    assert revenue.axes[0].get_ylabel() == "gross revenue (USD)"
    statuses = plots.orders_by_status(ORDERS)
    assert widths(statuses) == views.orders_by_status(ORDERS)["orders"].tolist()
    assert labels(statuses) == ["Created (orders)", "Done (orders)", "created (tickets)"]
    funnel = plots.funnel(ORDERS, SESSIONS)
    assert widths(funnel) == [3, 3, 2]
    assert repr(funnel) == "<Figure: From order to payment: placed 3, payment begun 3, paid 2>"
    times = plots.time_to_payment(ORDERS, SESSIONS)
    assert repr(times) == (
        "<Figure: Time from order to payment: median 5.0 min; 5 to 15 min 1; 1 paid order has no completed session>"
    )
    best = plots.top_products(LINES)
    assert widths(best) == [20.5, 3.0]
    assert repr(best) == "<Figure: Top products by amount, USD: Pot 20.50, Cup 3.00>"
    assert widths(plots.top_products(LINES, by="quantity")) == [3, 1]


@pytest.mark.parametrize("name", PLOTS)
def test_plot_without_rows_shows_a_message(name: str) -> None:
    figure = PLOTS[name](0)
    (text,) = figure.axes[0].texts
    assert text.get_text().startswith("No ")
    assert text.get_text() in repr(figure)
    assert png(figure).startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_png_is_identical_each_time_and_after_pickling(name: str, rows: int) -> None:
    first = png(PLOTS[name](rows))
    assert first == png(PLOTS[name](rows))
    figure = PLOTS[name](rows)
    assert repr(pickle.loads(pickle.dumps(figure))) == repr(figure)


@pytest.mark.parametrize("every", [pytest.param("day", marks=pytest.mark.slow), "week", "month", "quarter", "year"])
@pytest.mark.slow
def test_revenue_labels_of_many_periods_do_not_overlap(every: views.Every) -> None:
    orders = orders_frame({"created": "2015-01-31", "paid": True}, {"created": "2025-03-01", "paid": True})
    figure = plots.revenue(orders, every=every)
    figure.draw_without_rendering()
    boxes = [tick.get_window_extent() for tick in figure.axes[0].get_xticklabels()]
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_revenue_notes_of_large_amounts_do_not_overlap() -> None:
    for total in ("1.00", "123456789.25"):
        rows = [{"created": f"2025-{month:02}-01", "paid": True, "total": total} for month in range(1, 10)]
        figure = plots.revenue(orders_frame(*rows))
        figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in figure.axes[0].texts]
        assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_untrusted_titles_are_drawn_as_one_plain_line() -> None:
    """No TeX, no control characters, no glyph warnings, and nothing outside of the figure."""
    lines = lines_frame(*({"product_id": number, "amount": "1.00"} for number in range(len(ODD))))
    lines["title"] = pd.Series(ODD, dtype="str")
    figure = plots.top_products(lines, n=40)
    assert png(figure)
    drawn = dict(zip((int(place) for place in figure.axes[0].get_yticks()), labels(figure), strict=True))
    assert drawn[0] == r"Price \$5 to \$10 \$x^2\$"
    assert drawn[2] == "<b>bold</b>[31m"
    assert drawn[5] == "a b c"
    assert drawn[7] == "x" * 39 + "…"
    assert drawn[8] == "product 8"
    assert drawn[9] == r"\$"
    figure.draw_without_rendering()
    for tick in figure.axes[0].get_yticklabels():
        assert tick.get_window_extent().x0 >= 0
        assert "\n" not in tick.get_text()


@pytest.mark.slow
def test_bar_notes_stay_inside_the_figure() -> None:
    figure = plots.top_products(lines_frame({"amount": "123456789012345.25"}, {"product_id": 2, "amount": "1"}))
    figure.draw_without_rendering()
    assert max(text.get_window_extent().x1 for text in figure.axes[0].texts) <= figure.bbox.x1


@pytest.mark.slow
@pytest.mark.parametrize("font_size", [7, 20])
@pytest.mark.parametrize("name", PLOTS)
def test_texts_stay_inside_the_figure_with_fonts_of_any_size(name: str, font_size: int) -> None:
    """Notes at the end of bars, numbers of the axes, long labels and titles: nothing is cut at an edge."""
    with mpl.rc_context({"font.size": font_size}):
        figure = PLOTS[name](3)
        png(figure)
        axes = figure.axes[0]
        ticks = [
            label
            for axis in (axes.xaxis, axes.yaxis)
            for tick in axis.get_major_ticks()
            if axis.get_view_interval().min() <= tick.get_loc() <= axis.get_view_interval().max()
            for label in (tick.label1,)
        ]
        for text in (*axes.texts, *ticks, axes.xaxis.label, axes.yaxis.label, axes._left_title):
            box = text.get_window_extent()
            assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1, text.get_text()
            assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1, text.get_text()
        for note in axes.texts if name != "revenue" else ():
            assert note.get_window_extent().x1 <= axes.get_window_extent().x1 + 1, note.get_text()


def test_equal_product_titles_get_their_numbers() -> None:
    lines = lines_frame({"product_id": 1, "title": "Cup"}, {"product_id": 2, "title": "Cup"})
    assert labels(plots.top_products(lines)) == ["product 1: Cup", "product 2: Cup"]


def test_orders_by_status_draws_40_bars_and_says_so_in_the_title() -> None:
    orders = orders_frame(*({"status": f"s{number}", "status_title": f"S{number}"} for number in range(50)))
    figure = plots.orders_by_status(orders)
    assert len(labels(figure)) == 40
    assert "(the first 40 of 50 statuses)" in figure.axes[0].get_title("left")
    with pytest.raises(oe.InputError, match=r"^n must be at most 40 in a plot; views\.top_products has no limit\.$"):
        plots.top_products(LINES, n=41)


def test_orders_without_a_storage_are_drawn() -> None:
    figure = plots.orders_by_status(orders_frame({"storage": None}, {"storage": "tickets"}))
    assert labels(figure) == ["Created (no storage)", "Created (tickets)"]


def test_plots_reject_several_currencies() -> None:
    """No currency, and an unusual currency, are accepted as text."""
    mixed = orders_frame({"currency": "USD", "paid": True}, {"currency": "EUR", "paid": True})
    with pytest.raises(oe.CurrencyMismatchError):
        plots.revenue(mixed)
    none = plots.revenue(orders_frame({"currency": None, "paid": True}))
    assert none.axes[0].get_ylabel() == "gross revenue (the server sends no currency)"
    odd = plots.revenue(orders_frame({"currency": "$x$", "paid": True}))
    assert odd.axes[0].get_ylabel() == r"gross revenue (\$x\$)"
    assert png(odd)


def test_plots_accept_float_money_and_free_orders() -> None:
    orders = ORDERS.assign(total=ORDERS["total"].astype("float64"))
    assert "1,234.30 USD" in repr(plots.revenue(orders))
    assert png(plots.revenue(orders_frame({"paid": True, "total": Decimal(0)})))
    assert png(plots.top_products(lines_frame({"amount": "0"})))


def shown(figure: Any) -> dict[str, Any]:
    formatter = DisplayFormatter()
    formatter.formatters["image/png"].enabled = True
    data, metadata = formatter.format(figure)
    return {"data": data, "metadata": metadata}


def test_figure_is_displayed_once_as_png_with_alternative_text() -> None:
    """Without importing pyplot."""
    figure = plots.funnel(ORDERS, SESSIONS)
    one = shown(figure)
    assert set(one["data"]) == {"text/plain", "image/png"}
    assert one["metadata"] == {"image/png": {"alt": figure.summary}}
    assert str(figure) == repr(figure)


def test_figure_is_not_registered_with_pyplot() -> None:
    import matplotlib.pyplot as plt

    for name in PLOTS:
        PLOTS[name](3)
    assert plt.get_fignums() == []


def test_plots_use_the_users_style_but_not_usetex() -> None:
    with mpl.rc_context({"text.usetex": True, "figure.facecolor": "black"}):
        figure = plots.funnel(ORDERS, SESSIONS)
    assert figure.get_facecolor() == (0.0, 0.0, 0.0, 1.0)
    assert not any(tick.get_usetex() for tick in figure.axes[0].get_yticklabels())
    assert png(figure)


def test_palette_is_okabe_and_ito_without_repeats() -> None:
    assert len(set(figures.COLOURS)) == len(figures.COLOURS) == 7


@pytest.mark.parametrize("name", PLOTS)
def test_missing_matplotlib_raises_with_the_install_command(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(oe.MissingExtraError) as caught:
        PLOTS[name](3)
    message = r'This needs matplotlib, which is not installed: pip install "matplotlib>=[\d.]+"'
    assert re.fullmatch(message, str(caught.value))
    assert isinstance(caught.value, ImportError)


def test_install_command_names_the_library_if_the_toolkit_has_no_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "PACKAGE", "no-such-package")
    assert extras.install_command("plot", "matplotlib") == 'pip install "matplotlib"'


def test_need_keeps_the_import_error_of_a_broken_library() -> None:
    from oneentry_toolkit.extras import need

    with pytest.raises(oe.MissingExtraError, match="no_such_library_here, which is not installed"):
        need("no_such_library_here.part", "plot")
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "numpy", None)
        patch.delitem(sys.modules, "matplotlib.figure", raising=False)
        patch.delitem(sys.modules, "matplotlib.artist", raising=False)
        with pytest.raises(ModuleNotFoundError) as caught:
            need("matplotlib.figure", "plot")
        assert not isinstance(caught.value, oe.MissingExtraError)


@pytest.mark.parametrize(
    ("currency", "total", "shown"),
    [("JPY", "1340.00", "1,340 JPY"), ("KWD", "1.5", "1.500 KWD"), ("USD", "10.1", "10.10 USD")],
)
def test_amounts_have_the_decimals_of_their_currency(currency: str, total: str, shown: str) -> None:
    row = {"created": "2025-01-31", "paid": True, "total": total, "currency": currency}
    assert f": {shown} in" in repr(plots.revenue(orders_frame(row)))
    line = {"title": "Cup", "amount": total, "currency": currency}
    assert shown.removesuffix(f" {currency}") in repr(plots.top_products(lines_frame(line)))


def test_axes_do_not_round_small_amounts() -> None:
    assert [figures.number(value) for value in (0.001, 0.0025, 1234.5, 0.1 + 0.2)] == [
        "0.001",
        "0.0025",
        "1,234.5",
        "0.3",
    ]


def test_joiners_are_no_boxes() -> None:
    assert "\N{WHITE SQUARE}" not in figures.plain("a\u200cb\u200dc\ufe0f\U000e0067")
