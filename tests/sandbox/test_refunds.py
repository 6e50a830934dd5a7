"""Refunds of what was paid."""

from __future__ import annotations

import pytest

from .till import ORDERS, pay


def test_refund_request_waits_and_can_be_canceled(shop, order_body):
    order, _ = pay(shop, order_body, (14, 1), (2, 3))
    path = f"/orders/{order}/refund"
    assert shop.get(path) == []
    assert shop.post(path, {"products": {"2": {"quantity": 2}}, "note": "two too many"}) is True
    assert shop.get(path) == [
        {
            "id": 1,
            "createdDate": "2025-04-30T20:15:31.758Z",
            "status": "waiting",
            "amount": 25,
            "note": "two too many",
            "products": {"2": {"quantity": 2}},
            "orderId": 89,
            "orderStorageId": 1,
            "userId": 16,
            "orderStorage": None,
            "user": None,
        }
    ]
    again = {"products": {"14": {"quantity": 1}}}
    assert shop.refused("POST", path, again) == (400, "Refund request already exists")
    assert shop("DELETE", path).json() is True
    assert [one["status"] for one in shop.get(path)] == ["canceled"]
    assert shop.refused("DELETE", path) == (404, "Refund request not found")
    assert shop.post(path, again) is True


def test_refund_is_limited_to_the_quantities_left(shop, order_body):
    """Not more is given back than was bought and not given back yet; an operator's word counts."""
    order, _ = pay(shop, order_body, (2, 3))
    path = f"/orders/{order}/refund"
    too_many = (400, "Refund quantity exceeds the quantity of the order")
    assert shop.refused("POST", path, {"products": {"2": {"quantity": 4}}}) == too_many
    assert shop.refused("POST", path, {"products": {"14": {"quantity": 1}}}) == (400, "Product 14 not found")
    shop.post(path, {"products": {"2": {"quantity": 2}}})
    shop.sandbox.decide_refund(1, "approved")
    assert shop.refused("POST", path, {"products": {"2": {"quantity": 2}}}) == too_many
    shop.post(path, {"products": {"2": {"quantity": 1}}})
    shop.sandbox.decide_refund(2, "rejected")
    assert [one["status"] for one in shop.get(path)] == ["approved", "rejected"]
    shop.post(path, {"products": {"2": {"quantity": 1}}})
    shop.sandbox.decide_refund(3, "paid")
    assert shop.refused("POST", path, {"products": {"2": {"quantity": 1}}}) == too_many


def test_refund_amount_has_its_part_of_discounts(shop, order_body):
    order, _ = pay(shop, order_body, (14, 1), (2, 2), couponCode="WELCOME10", bonusAmount=28.5)
    shop.post(f"/orders/{order}/refund", {"products": {"14": {"quantity": 1}}})
    assert shop.get(f"/orders/{order}/refund")[0]["amount"] == 279.45


def test_refund_routes_refuse_unpaid_orders(shop, order_body):
    shop.post(ORDERS, order_body())
    body = {"products": {"14": {"quantity": 1}}}
    for method in ("GET", "POST", "DELETE"):
        answer = shop.refused(method, "/orders/89/refund", body if method == "POST" else None)
        assert answer == (404, "You cannot refund uncompleted order")
    assert shop.refused("GET", "/orders/4000/refund") == (404, "Order not found")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, ["products should not be empty"]),
        ({"products": {}}, ["products should not be empty"]),
        ({"products": {"14": {}}}, ["products.14.quantity must be a number conforming to the specified constraints"]),
        ({"products": {"14": {"quantity": 0}}}, ["products.14.quantity must not be less than 1"]),
        ({"products": {"14": {"quantity": 1}}, "note": 5}, ["note must be a string"]),
    ],
)
def test_invalid_refund_is_refused_before_the_order_is_read(shared, body, message):
    assert shared.refused("POST", "/orders/1/refund", body) == (400, message)
