"""Net revenue, and refunds by product."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import plots, views

from .analyst import lines_frame, orders_frame, refunds_frame

ORDERS = orders_frame(
    {"order_id": 1, "created": "2025-04-30", "paid": True, "total": "100.00", "status": "done"},
    {"order_id": 2, "created": "2025-05-01", "paid": True, "total": "50.05", "status": "done"},
    {"order_id": 3, "created": "2025-05-02", "paid": False, "total": "7.00"},
)
LINES = lines_frame(
    {"order_id": 1, "product_id": 14, "title": "Pot", "price": "30.00", "quantity": 2, "amount": "60.00"},
    {"order_id": 1, "product_id": 5, "title": "Cup", "price": "40.00", "quantity": 1, "amount": "40.00"},
    {"order_id": 2, "product_id": 14, "title": "Big pot", "price": "50.05", "quantity": 1, "amount": "50.05"},
).assign(paid=True)
REFUNDS = refunds_frame(
    {"refund_id": 1, "order_id": 1, "created": "2025-05-20", "amount": "10.00", "products": '{"14": 2, "5": 1}'},
    {"refund_id": 2, "order_id": 2, "amount": "50.05", "products": '{"14": 1}'},
    {"refund_id": 3, "order_id": 2, "amount": "5.00", "status": "waiting"},
    {"refund_id": 4, "order_id": 2, "amount": None, "status": "Refunded "},
    {"refund_id": 5, "order_id": 9, "amount": "1.00", "products": '{"77": 3}'},
    {"refund_id": 6, "order_id": 1, "amount": "3.00", "status": None},
    {"refund_id": 7, "order_id": 1, "amount": "4.00", "status": "approved"},
)


@pytest.mark.parametrize("dtype", ["object", "money", "float64"])
def test_refunds_lower_the_month_of_their_order(dtype: str) -> None:
    orders = ORDERS.assign(total=ORDERS["total"].astype(dtype))
    refunds = REFUNDS.assign(amount=REFUNDS["amount"].astype("float64" if dtype == "float64" else "object"))
    found = views.revenue(orders, net=True, refunds=refunds)
    assert {str(month): float(value) for month, value in found.items()} == {"2025-04": 90.0, "2025-05": 0.0}
    assert (found.name, str(found.dtype)) == ("net revenue USD", dtype)
    assert found.attrs == {
        "currency": "USD", "paid_left_out": 0, "tz": "UTC", "refunds_counted": 4, "refunds_without_amount": 1,
        "refunds_without_order": 1, "refunds_left_out": {"waiting": 1, "no status": 1, "approved": 1},
    }  # fmt: skip
    by_status = views.revenue(orders, by="status", net=True, refunds=refunds)
    assert by_status.astype("float64").to_dict() == {"done": 90.0}


def test_the_statuses_that_count_can_be_chosen() -> None:
    found = views.revenue(ORDERS, net=True, refunds=REFUNDS, refunded=["approved", "WAITING"])
    assert found.tolist() == [Decimal("96.00"), Decimal("45.05")]
    with pytest.warns(oe.OneEntryWarning, match="No refund request has a status that refunded='none of these' names"):
        found = views.revenue(ORDERS, net=True, refunds=REFUNDS, refunded="none of these")
    assert found.sum() == Decimal("150.05")
    assert views.revenue(ORDERS, net=True, refunds=REFUNDS.head(0)).sum() == Decimal("150.05")


def test_refunds_by_product_share_an_amount_by_price_and_pieces() -> None:
    found = views.refunds_by_product(REFUNDS, LINES)
    assert found["product_id"].tolist() == [14, 5, 77]
    assert found["title"].tolist()[:2] == ["Big pot", "Cup"]
    assert found["title"].isna().tolist() == [False, False, True]
    assert found["amount"].tolist() == [Decimal("56.05"), Decimal("4.00"), Decimal("1.00")]
    assert (found["requests"].tolist(), found["pieces"].tolist()) == ([3, 1, 1], [4, 1, 3])
    assert found.attrs == {"currency": "USD", "refunds_left_out": {"waiting": 1, "no status": 1, "approved": 1}}
    empty = views.refunds_by_product(REFUNDS.head(0), LINES)
    assert empty.dtypes.astype(str).to_dict() == found.dtypes.astype(str).to_dict()


def test_net_revenue_by_product_and_by_other_columns_of_lines() -> None:
    by_product = views.revenue(LINES, by="product", net=True, refunds=REFUNDS)
    assert by_product.tolist() == [Decimal("54.00"), Decimal("36.00")]
    assert by_product.name == "net revenue before discounts USD"
    by_month = views.revenue(LINES, net=True, refunds=REFUNDS)
    assert by_month.sum() == Decimal("90.00")
    assert by_month.attrs["refunds_without_order"] == 1


def test_shares_add_up_to_the_amounts() -> None:
    """Also where a price is 0 or missing, and with amounts that a money column does not hold."""
    chance = random.Random(7)
    lines, refunds = [], []
    for number in range(1, 200):
        products = chance.sample(range(1, 50), chance.randint(1, 6))
        prices = [chance.choice([None, "0.00", f"{chance.randint(1, 99999) / 100:.2f}"]) for _ in products]
        lines += [
            {"order_id": number, "product_id": product, "price": price}
            for product, price in zip(products, prices, strict=True)
        ]
        refunds.append(
            {"refund_id": number, "order_id": number, "amount": f"{chance.randint(0, 99999) / 100:.2f}",
             "products": json.dumps({str(product): chance.randint(1, 3) for product in products})}
        )  # fmt: skip
    for extra in ("0", "0.00000001"):
        frame = refunds_frame(*refunds)
        frame["amount"] = pd.Series([one + Decimal(extra) for one in frame["amount"]], dtype="object")
        found = views.refunds_by_product(frame, lines_frame(*lines))
        assert found["amount"].sum() == frame["amount"].sum()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"net": True}, r"net=True needs refunds: pass refunds=shop\.refunds\.frame\(orders\)"),
        ({"refunds": REFUNDS}, "pass net=True with them"),
        ({"net": True, "refunds": ORDERS}, "refunds has no column 'refund_id': it is a frame of orders"),
        ({"net": True, "refunds": REFUNDS, "refunded": 5}, "refunded must be a status of refund requests"),
        ({"net": True, "refunds": REFUNDS.assign(amount=1.5)}, "exact in one frame and floats in the other"),
        ({"net": "yes", "refunds": REFUNDS}, "net must be True or False"),
    ],
)
def test_what_net_revenue_needs_is_said(options: Any, message: str) -> None:
    with pytest.raises(oe.InputError, match=message):
        views.revenue(ORDERS, **options)


@pytest.mark.parametrize("products", ["", "[1]", '{"a": 1}', '{"1": "x"}', None])
def test_products_that_are_no_json_are_named(products: Any) -> None:
    with pytest.raises(oe.InputError, match=r"refunds\['products'\] must be text such as"):
        views.refunds_by_product(refunds_frame({"products": products}), LINES)


def test_lines_of_which_the_order_or_product_is_missing_have_no_refund() -> None:
    lines = LINES.assign(order_id=pd.array([1, None, 2], dtype="Int64"), product_id=pd.array([14, 5, None], "Int64"))
    assert views.refunds_by_product(REFUNDS, lines)["amount"].sum() == REFUNDS["amount"][[0, 1, 4]].sum()
    assert views.revenue(lines, by="product", net=True, refunds=REFUNDS).sum() == Decimal("140.05")


def test_a_refund_in_another_currency_has_no_difference() -> None:
    refunds = refunds_frame({"order_id": 1, "currency": "EUR"})
    with pytest.raises(oe.CurrencyMismatchError, match="A refund request and its order are in EUR and USD"):
        views.revenue(ORDERS, net=True, refunds=refunds)


def test_plots_say_whether_revenue_is_net() -> None:
    figure = plots.revenue(ORDERS, net=True, refunds=REFUNDS)
    assert repr(figure).startswith("<Figure: Net revenue by month, USD: 90.00 USD in 2 months")
    assert figure.axes[0].get_ylabel() == "net revenue (USD)"
    assert "not counted: 3 refund requests" in repr(figure)
    assert repr(plots.refunds_by_product(REFUNDS, LINES)).startswith(
        "<Figure: Refunds by product, USD: Big pot 56.05, Cup 4.00, product 77 1.00"
    )
