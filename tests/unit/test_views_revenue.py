"""Revenue by a period, by a column of orders or of lines, and by product."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import plots, views

from .analyst import lines_frame, orders_frame

ORDERS = orders_frame(
    {"created": "2025-01-31", "paid": True, "total": "0.10", "status": "done", "line_count": 2, "form.way": "van"},
    {"created": "2025-03-01", "paid": True, "total": "0.20", "status": "done", "line_count": 1, "form.way": "bike"},
    {"created": "2025-03-01", "paid": True, "total": "9.00", "status": None, "line_count": 2, "form.way": None},
    {"created": "2025-03-01", "paid": False, "total": "5.00", "status": "new", "line_count": 7, "form.way": "van"},
)
LINES = lines_frame(
    {"order_id": 1, "product_id": 5, "title": "Old", "amount": "1.00"},
    {"order_id": 2, "product_id": 5, "title": "New", "amount": "2.00"},
    {"order_id": 2, "product_id": 7, "title": "Pot", "amount": "20.50"},
    {"order_id": 2, "product_id": None, "title": "Gone", "amount": "0.50"},
    {"order_id": 3, "product_id": 7, "title": "Pot", "amount": "99.00"},
).assign(paid=[True, True, True, True, False])


def as_dict(sums: pd.Series[Any]) -> dict[Any, Any]:
    return {None if pd.isna(key) else key: value for key, value in sums.items()}


@pytest.mark.parametrize(
    ("by", "sums"),
    [
        ("status", {None: Decimal("9.00"), "done": Decimal("0.30")}),
        ("storage", {"orders": Decimal("9.30")}),
        ("currency", {"USD": Decimal("9.30")}),
        ("line_count", {1: Decimal("0.20"), 2: Decimal("9.10")}),
        ("form.way", {None: Decimal("9.00"), "bike": Decimal("0.20"), "van": Decimal("0.10")}),
    ],
)
@pytest.mark.parametrize("dtype", ["object", "money"])
def test_revenue_by_a_column_sums_exactly_and_keeps_missing_values(by: str, sums: dict[Any, Any], dtype: str) -> None:
    """Text by sum, the highest first; numbers in their order."""
    found = views.revenue(ORDERS.assign(total=ORDERS["total"].astype(dtype)), by=by)
    assert list(as_dict(found).items()) == list(sums.items())
    assert (found.index.name, str(found.dtype)) == (by, dtype)
    assert found.name == ("gross revenue" if by == "currency" else "gross revenue USD")


@pytest.mark.parametrize("dtype", ["object", "money", "float64"])
@pytest.mark.parametrize("rows", [0, 2])
def test_periods_without_a_paid_order_have_0_in_each_dtype(dtype: str, rows: int) -> None:
    orders = ORDERS.assign(total=ORDERS["total"].astype(dtype)).head(rows)
    found = views.revenue(orders, by="month")
    assert (str(found.dtype), str(found.index.dtype), found.index.name) == (dtype, "period[M]", "month")
    assert found.astype("float64").tolist() == [0.1, 0.0, 0.2][: 3 * rows]


def test_revenue_by_product_sums_the_lines_of_paid_orders() -> None:
    """A product has the title of its newest order, and lines without a product are one row."""
    found = views.revenue(LINES, by="product")
    assert found.index.names == ["product_id", "title"]
    assert found.tolist() == [Decimal("20.50"), Decimal("3.00"), Decimal("0.50")]
    assert found.index.get_level_values("title").tolist()[:2] == ["Pot", "New"]
    assert found.index.get_level_values("product_id").isna().tolist() == [False, False, True]
    assert found.name == "gross revenue before discounts USD"
    assert views.revenue(LINES, by="sku").tolist() == [Decimal("24.00")]
    assert views.revenue(LINES.head(0), by="product").empty


def test_every_is_an_alias_of_by() -> None:
    pd.testing.assert_series_equal(views.revenue(ORDERS, every="year"), views.revenue(ORDERS, by="year"))
    with pytest.raises(oe.InputError, match="pass by only"):
        views.revenue(ORDERS, by="day", every="year")


@pytest.mark.parametrize(
    ("frame", "options", "message"),
    [
        (ORDERS, {"by": "product"}, 'by="product" needs the lines of orders: pass shop.orders.lines_frame()'),
        (ORDERS, {"by": "form.wai"}, r"by='form\.wai' is neither .* nor a column of orders\. Did you mean 'form\.way'"),
        (ORDERS, {"by": "xyzzy"}, "orders has the columns order_id, storage"),
        (ORDERS, {"by": 5}, "by must be day, week, month, quarter, year, product, or the name of a column"),
        (ORDERS, {"by": "status", "tz": "UTC"}, "tz is for periods, and 'status' is a column"),
        (ORDERS.set_index("status"), {"by": "status"}, r"orders has 'status' as its index: pass orders\.reset_index"),
        (LINES.drop(columns="paid"), {"by": "product"}, "lines has no column 'paid'"),
        (
            ORDERS.assign(status=[["a"]] * 4),
            {"by": "status"},
            r"orders\['status'\] has lists, of .* for each value\. If",
        ),
        (
            ORDERS.assign(**{"form.a": [["x"]] * 4, "form.a.text": "x"}),
            {"by": "form.a"},
            r"Use 'form\.a\.text', which has one text for each order\. .* pass orders\.explode\('form\.a'\)",
        ),
        (ORDERS.assign(status=[{"a": 1}] * 4), {"by": "status"}, r"orders\['status'\] has dict where text belongs"),
    ],
)
def test_what_revenue_cannot_sum_by_is_said(frame: pd.DataFrame, options: Any, message: str) -> None:
    with pytest.raises(oe.InputError, match=message):
        views.revenue(frame, **options)


def test_only_by_currency_do_several_currencies_have_sums() -> None:
    orders = orders_frame(
        {"currency": "USD", "paid": True, "total": "1"}, {"currency": "EUR", "paid": True, "total": "2"}
    )
    assert as_dict(views.revenue(orders, by="currency")) == {"EUR": Decimal(2), "USD": Decimal(1)}
    for call in (views.revenue, plots.revenue):
        with pytest.raises(oe.CurrencyMismatchError):
            call(orders, by="storage")
    with pytest.raises(oe.CurrencyMismatchError):
        plots.revenue(orders, by="currency")


def test_plots_of_revenue_by_column_and_product_say_what_they_show() -> None:
    by_status = plots.revenue(ORDERS, by="status")
    assert repr(by_status) == "<Figure: Gross revenue by status, USD: no status 9.00, done 0.30>"
    by_product = plots.revenue(LINES, by="product")
    assert "by product, USD: Pot 20.50, New 3.00, no product 0.50" in repr(by_product)
    assert [bar.get_width() for bar in by_product.axes[0].patches] == [20.5, 3.0, 0.5]


def test_bars_of_days_have_dates_as_labels() -> None:
    days = pd.to_datetime(["2025-01-02", "2025-01-03 10:30", None, None], format="ISO8601", utc=True)
    figure = plots.revenue(ORDERS.assign(**{"form.day": days}), by="form.day")
    labels = [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    assert labels == ["2025-01-02", "2025-01-03 10:30:00+00:00", "no form.day"]
