"""Refunds: requests, lists, cancellation and errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import stamina

import oneentry_toolkit as oe

FORM = {"name": "Ada"}


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


@pytest.fixture
def paid(sandbox: oe.Sandbox, shop: oe.Shop) -> oe.Order:
    """An order of two products that has been paid."""
    order = shop.orders.create("orders", products={14: 1, 8: 3}, form=FORM, payment_account="stripe")
    sandbox.settle_session(shop.payments.create_session(order).id, "completed")
    return shop.orders.get(order.id)


def test_request_for_a_part_and_then_for_the_rest(shop: oe.Shop, paid: oe.Order) -> None:
    """The server computes the amount."""
    assert shop.refunds.list(paid) == []
    part = shop.refunds.request(paid, products={8: 1}, note="cracked")
    assert (part.id, part.order_id, part.status, part.amount) == (1, paid.id, "waiting", Decimal(14))
    assert (part.products, part.note, part.is_withdrawn) == ({8: 1}, "cracked", False)
    assert repr(part) == f"<RefundRequest 1: waiting, order {paid.id}, 14.00>"
    assert "cracked" in part._repr_html_()
    assert list(shop.refunds.list(paid.id)) == [part]
    assert "1 refund request" in repr(shop.refunds.list(paid))
    with pytest.raises(oe.InputError, match=f"Only 2 of product 8 can be refunded in order {paid.id}"):
        shop.refunds.request(paid, products={8: 3})
    shop.refunds.cancel(paid)
    assert shop.refunds.list(paid)[0].is_withdrawn
    rest = shop.refunds.request(paid)
    assert rest.products == {14: 1, 8: 3}
    with pytest.raises(oe.InputError, match=f"Nothing of order {paid.id} is left to refund"):
        shop.refunds.request(paid)
    with pytest.raises(oe.InvalidRequestError, match="Refund request already exists"):
        shop.refunds.request(paid.id, products={14: 1})


def test_decisions_of_the_shop(sandbox: oe.Sandbox, shop: oe.Shop, paid: oe.Order) -> None:
    """What was rejected can be requested again; what was approved or paid back cannot."""
    rejected = shop.refunds.request(paid, products={8: 1})
    sandbox.decide_refund(rejected.id, "rejected")
    assert [(one.status, one.is_withdrawn) for one in shop.refunds.list(paid)] == [("rejected", True)]
    everything = shop.refunds.request(paid)
    assert everything.products == {14: 1, 8: 3}
    sandbox.decide_refund(everything.id, "approved")
    with pytest.raises(oe.NotFoundError, match="Refund request not found"):
        shop.refunds.cancel(paid)
    sandbox.decide_refund(everything.id, "paid")
    assert [one.status for one in shop.refunds.list(paid)] == ["rejected", "refunded"]
    with pytest.raises(oe.InputError, match=f"Nothing of order {paid.id} is left to refund"):
        shop.refunds.request(paid)


def test_what_is_paid_or_cancelled_opens_no_session(sandbox: oe.Sandbox, shop: oe.Shop, paid: oe.Order) -> None:
    """The error says what to do, and nothing is sent; by its number, the server decides."""
    made = shop.orders.create("orders", products={14: 1}, form=FORM, payment_account="cash")
    cancelled = shop.orders.cancel(made)
    before = sandbox.stats()["requests"]["createPaymentSession"]
    with pytest.raises(oe.InputError, match=f"Order {paid.id} is paid already: there is nothing to pay"):
        shop.payments.create_session(paid)
    with pytest.raises(oe.InputError, match=rf"\(status 'canceled'\).* a new order, .*create_session\({made.id}\)"):
        shop.payments.create_session(cancelled)
    assert sandbox.stats()["requests"]["createPaymentSession"] == before
    assert shop.payments.create_session(cancelled.id).order_id == made.id
    with pytest.raises(oe.InvalidRequestError, match="Order has already been paid"):
        shop.payments.create_session(paid.id)


def test_request_for_unpaid_or_foreign_order_raises_not_found(shop: oe.Shop, paid: oe.Order) -> None:
    unpaid = shop.orders.create("orders", products={14: 1}, form=FORM, payment_account="cash")
    for call, operation in (
        (shop.refunds.request, "createRefundRequest"),
        (shop.refunds.list, "listRefunds"),
        (shop.refunds.cancel, "cancelRefundRequest"),
    ):
        with pytest.raises(oe.NotFoundError) as caught:
            call(unpaid)
        assert caught.value.operation == operation
        assert str(caught.value) == (
            f"{operation} was refused (404): You cannot refund uncompleted order. Order {unpaid.id} is not paid: "
            "cancel it with shop.orders.cancel(order). If it has just been paid, call again in a moment."
        )
    with pytest.raises(oe.NotFoundError, match="Order not found"):
        shop.refunds.list(99_999)
    with pytest.raises(oe.NotFoundError, match="Refund request not found"):
        shop.refunds.cancel(paid)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"products": {99: 1}}, "has no product 99. It has: 14, 8"),
        ({"products": {}}, "products must be a dict"),
        ({"products": [14]}, "products must be a dict"),
        ({"products": {14: 0}}, "quantity of product 14 must be a whole number"),
        ({"products": {"14": 1}}, "product number must be a whole number"),
        ({"products": {14: 1}, "note": 5}, "note must be a text"),
    ],
)
def test_invalid_refund_arguments_raise_and_send_nothing(
    sandbox: oe.Sandbox, shop: oe.Shop, paid: oe.Order, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(oe.InputError, match=message):
        shop.refunds.request(paid, **arguments)
    assert sandbox.stats()["requests"]["createRefundRequest"] == 0


def test_request_by_order_number_needs_products(shop: oe.Shop, paid: oe.Order) -> None:
    with pytest.raises(oe.InputError, match="Pass products, or the order itself"):
        shop.refunds.request(paid.id)
    assert shop.refunds.request(paid.id, products={14: 1}).products == {14: 1}


def test_request_is_sent_once_and_a_failed_list_is_reported(sandbox: oe.Sandbox, shop: oe.Shop, paid: oe.Order) -> None:
    sandbox.add_fault(operation="createRefundRequest", drop_answer=True)
    with pytest.raises(oe.ConnectionFailedError) as caught:
        shop.refunds.request(paid)
    assert caught.value.sent
    assert sandbox.stats()["requests"]["createRefundRequest"] == 1
    shop.refunds.cancel(paid)
    before = shop._api.raw

    def then_fail(name: str, /, *args: Any, **kwargs: Any) -> bytes:
        done = before(name, *args, **kwargs)
        if name == "create_refund_request":
            sandbox.add_fault(operation="listRefunds", times=4, status=503)
        return done

    shop._api.raw = then_fail  # type: ignore[method-assign]
    with pytest.raises(oe.ResponseFormatError, match=r"was accepted for order 89, but the result cannot be read"):
        shop.refunds.request(paid)


def test_checkout_reconciles_a_refund_after_a_lost_response(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """If the list does not show it, it stays uncertain."""
    flow = shop.checkout("orders")
    flow.add(14)
    flow.fill(name="Ada")
    flow.pay_with("stripe")
    flow.place()
    sandbox.settle_session(flow.pay().id, "completed")
    flow.wait()
    sandbox.add_fault(operation="createRefundRequest", drop_request=True)
    with pytest.raises(oe.CheckoutUncertainError, match=r"Look with shop\.refunds\.list"):
        flow.refund()
    sandbox.add_fault(operation="createRefundRequest", drop_answer=True)
    assert flow.refund().id == 1


@pytest.mark.parametrize(
    ("products", "path"),
    [
        ({"8": {"quantity": "one"}}, "$[0].products.8.quantity"),
        ({"8": {"quantity": None}}, "$[0].products.8.quantity"),
        ({"8": {"quantity": True}}, "$[0].products.8.quantity"),
        ({"8": 1}, "$[0].products.8"),
        ({"": {"quantity": 1}}, "$[0].products."),
        ([{"productId": 8, "quantity": 1}], "$[0].products"),
    ],
)
def test_unreadable_refund_products_raise(shop: oe.Shop, paid: oe.Order, products: Any, path: str) -> None:
    """Otherwise they would be requested again."""
    body = json.dumps([{"id": 1, "status": "waiting", "orderId": paid.id, "products": products}]).encode()
    shop._api.raw = lambda name, /, *_args, **_kwargs: body  # type: ignore[method-assign]
    with pytest.raises(oe.ResponseFormatError) as caught:
        shop.refunds.request(paid)
    assert caught.value.json_path == path


@pytest.mark.parametrize("products", [None, {}, []])
def test_refund_request_without_products_is_read(shop: oe.Shop, paid: oe.Order, products: Any) -> None:
    body = json.dumps([{"id": 1, "status": "waiting", "orderId": paid.id, "products": products}]).encode()
    shop._api.raw = lambda name, /, *_args, **_kwargs: body  # type: ignore[method-assign]
    assert shop.refunds.list(paid)[0].products == {}
