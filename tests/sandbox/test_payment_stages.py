"""Payments in stages: their sessions, amounts and order."""

from __future__ import annotations

from decimal import Decimal

import httpx
import pytest

from oneentry_toolkit.sandbox import Options
from oneentry_toolkit.sandbox.operations import stages
from oneentry_toolkit.sandbox.scenario.instance import open_instance

from .till import ORDERS, finish


@pytest.mark.parametrize("mode", ["in_turn", "ahead"])
def test_stages(connect, order_body, mode):
    """An order in stages has a session for each stage and is completed with the last one."""
    shop = connect(payment_stages=mode)
    shop.sign_in()
    assert "split" not in shop.post(ORDERS, order_body((14, 1), (8, 2), paymentAccountIdentifier="stripe"))
    order = shop.get(f"{ORDERS}/89")
    assert (order["isPartial"], order["isCompleted"]) == (True, None)
    planned = {"sessionId": None, "productId": 14, "status": "planned"}
    assert shop.get("/payments/orders/89/stages") == order["split"]
    assert order["split"] == {
        "completed": False,
        "partial": True,
        "stages": [
            {"marker": "deposit", "title": "Deposit", "value": 130, **planned},
            {"marker": "balance", "title": "Balance", "value": 238, **planned},
        ],
    }
    first = shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    assert (first["id"], first["amount"]) == (46, 130)
    page = httpx.get(first["paymentUrl"]).text
    assert "Other stages" in page and "130.00" in page and "238.00" in page
    assert shop.get(f"{ORDERS}/89")["paymentUrl"] == first["paymentUrl"]
    ids = [one["id"] for one in shop.get("/payments/sessions/order/89")]
    assert ids == {"in_turn": [46], "ahead": [46, 47]}[mode]
    finish(shop, 46, "completed")
    if mode == "in_turn":
        assert shop.get(f"{ORDERS}/89")["paymentUrl"] is None
        assert shop.post("/payments/sessions", {"orderId": 89, "type": "session"})["id"] == 47
    order = shop.get(f"{ORDERS}/89")
    second = shop.get("/payments/sessions/47")
    assert (second["status"], second["amount"]) == ("waiting", 238)
    assert (order["isCompleted"], order["paymentUrl"]) == (False, second["paymentUrl"])
    progress = [(one["sessionId"], one["status"]) for one in order["split"]["stages"]]
    assert progress == [(46, "completed"), (47, "planned")]
    assert shop.refused("GET", "/orders/89/refund") == (404, "You cannot refund uncompleted order")
    assert shop.refused("PUT", f"{ORDERS}/89", order_body((14, 1)))[0] == 400
    assert shop.get("/discounts/bonus-balance") == {"balance": 49.25}
    finish(shop, 47, "completed")
    order = shop.get(f"{ORDERS}/89")
    assert (order["isCompleted"], order["paymentUrl"], order["split"]["completed"]) == (True, None, True)
    assert shop.get("/payments/orders/89/stages") == order["split"]
    assert (order["paymentStrategy"], order["paymentStatusIdentifier"]) == ("split", "completed-payment")
    assert order["statusIdentifier"] == "inProgress"
    assert shop.get("/discounts/bonus-balance") == {"balance": 67.65}
    refused = shop.refused("POST", "/payments/sessions", {"orderId": 89, "type": "session"})
    assert refused == (400, "Order has already been paid")


@pytest.mark.parametrize("mode", ["in_turn", "ahead"])
def test_unpaid_stage_gets_a_new_session(connect, order_body, mode):
    """Its session ends as any other; the next one is for the same stage, and a stage has one open session."""
    shop = connect(payment_stages=mode, paypal_delay_s=0)
    shop.sign_in()
    shop.post(ORDERS, order_body(paymentAccountIdentifier="paypal"))
    shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    finish(shop, 46, "expired")
    again = shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    assert again["amount"] == 102
    order = shop.get(f"{ORDERS}/89")
    assert (order["split"]["stages"][0]["sessionId"], order["paymentUrl"]) == (again["id"], again["paymentUrl"])
    third = shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    statuses = {one["id"]: one["status"] for one in shop.get("/payments/sessions/order/89")}
    assert statuses.pop(46) == "expired" and statuses.pop(again["id"]) == "canceled"
    assert third["amount"] == 102 and set(statuses.values()) == {"waiting"}
    finish(shop, third["id"], "completed")
    assert [one["status"] for one in shop.get(f"{ORDERS}/89")["split"]["stages"]] == ["completed", "planned"]


def test_update_plans_the_stages_again(connect, order_body):
    """An update cancels their sessions; without the product the order is paid at once."""
    shop = connect(payment_stages="ahead")
    shop.sign_in()
    shop.post(ORDERS, order_body())
    shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    shop.put(f"{ORDERS}/89", order_body((14, 2)))
    order = shop.get(f"{ORDERS}/89")
    assert [(one["value"], one["sessionId"]) for one in order["split"]["stages"]] == [(204, None), (476, None)]
    assert {one["status"] for one in shop.get("/payments/sessions/order/89")} == {"canceled"}
    shop.put(f"{ORDERS}/89", order_body((8, 1)))
    assert not {"split", "isPartial"} & set(shop.get(f"{ORDERS}/89"))
    assert shop.get("/payments/sessions/order/89")["id"] == 47


def test_order_without_stages_option_has_no_split(shop, order_body):
    shop.post(ORDERS, order_body())
    assert not {"split", "isPartial"} & set(shop.get(f"{ORDERS}/89"))
    once = {"completed": False, "partial": False, "stages": []}
    assert shop.get("/payments/orders/89/stages") == once
    shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    finish(shop, 46, "completed")
    assert shop.get("/payments/orders/89/stages") == {**once, "completed": True}
    assert shop.refused("GET", "/payments/orders/999/stages") == (404, "Order not found")


@pytest.fixture(scope="module")
def catalogue():
    """The demo shop's definitions."""
    instance = open_instance(Options())
    yield instance.catalogue
    instance.store.close()


@pytest.mark.parametrize(
    ("lines", "due", "values"),
    [
        ([(20, 240, 1)], "240", ["60", "60", "60", "60"]),
        ([(20, 240, 1)], "100.01", ["25.01", "25", "25", "25"]),
        ([(20, 240, 1)], "0.03", None),
        ([(20, 240, 1)], "0", None),
        ([(14, 340, 3), (20, 240, 1), (2, 12.5, 2)], "642.5", ["165.5", "357", "30", "30", "30", "30"]),
        ([(2, 12.5, 2)], "25", None),
        ([], "0", None),
    ],
)
def test_stage_amounts_sum_to_the_amount_due(catalogue, lines, due, values):
    """The stages together are what is due, to the cent; nothing is paid in stages of less than a cent."""
    products = [{"id": number, "price": price, "quantity": count, "isGift": False} for number, price, count in lines]
    progress = stages.split(
        [*products, {"id": 14, "price": 340, "quantity": 1, "isGift": True}], Decimal(due), catalogue
    )
    assert (progress and [str(one["value"]) for one in progress["stages"]]) == values
