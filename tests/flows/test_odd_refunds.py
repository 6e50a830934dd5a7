"""Refunds of a checkout with a server that answers oddly: requested once, never mixed up, and never denied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import stamina

import oneentry_toolkit as oe
from oneentry_toolkit.checkout import CheckoutFlow

OK = b"true"
MADE = {
    "id": 1, "createdDate": "2026-01-02T10:00:00.000Z", "status": "waiting", "amount": "382.00", "note": "",
    "orderId": 89, "products": {"14": {"quantity": 1}, "8": {"quantity": 3}},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


@pytest.fixture
def paid(sandbox: oe.Sandbox, shop: oe.Shop) -> CheckoutFlow:
    """A checkout of two products, paid."""
    flow = shop.checkout("orders")
    flow.add(14)
    flow.add(8, 3)
    flow.fill(name="Ada")
    flow.pay_with("stripe")
    flow.place()
    sandbox.settle_session(flow.pay().id, "completed")
    assert flow.wait() == "paid"
    return flow


def answer(shop: oe.Shop, created: bytes | BaseException | None, *listed: Any) -> list[str]:
    """Has the server answer like this; returns the operations that are called.

    Args:
        shop: the shop of the checkout.
        created: the answer to the request; None for the sandbox's.
        listed: what the list has, in this order and then as the last one; bytes are a body. Without any, the sandbox's.
    """
    send, called = shop._api.raw, []

    def raw(name: str, /, *args: Any, **more: Any) -> bytes:
        called.append(name)
        if name == "create_refund_request" and created is not None:
            if isinstance(created, BaseException):
                raise created
            return created
        if name == "list_refunds" and listed:
            body = listed[min(called.count(name), len(listed)) - 1]
            return body if isinstance(body, bytes) else json.dumps(body).encode()
        return send(name, *args, **more)

    shop._api.raw = raw  # type: ignore[method-assign]
    return called


def lost() -> oe.ConnectionFailedError:
    return oe.ConnectionFailedError("x", operation="createRefundRequest", sent=True)


def failed(status: int) -> oe.ApiError:
    kind = oe.ServerError if status >= 500 else oe.ApiError
    return kind("x", status=status, operation="createRefundRequest")


@pytest.mark.parametrize("body", [b"", b"true", b"{}", b"null", b"false", b'"yes"', b"[1]", b'{"id": 7, "orderId": 3}'])
@pytest.mark.slow
def test_the_list_and_not_the_answer_says_what_was_requested(shop: oe.Shop, paid: CheckoutFlow, body: bytes) -> None:
    called = answer(shop, body, [], [], [MADE])
    assert paid.refund().id == 1
    assert paid.snapshot().refund is not None
    assert paid.snapshot().message == "A refund of order 89 is requested (waiting)."
    assert called.count("create_refund_request") == 1


@pytest.mark.parametrize(
    "created", [lost(), failed(500), failed(502), failed(408), failed(425), b"<html>"], ids=lambda one: str(one)[:40]
)
@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.slow
def test_an_answer_that_says_nothing_is_looked_up_once(
    shop: oe.Shop, paid: CheckoutFlow, created: Any, *, is_there: bool
) -> None:
    """What the list has was requested; what it does not have may come yet, so nothing is denied or sent again."""
    called = answer(shop, created, [], [], [MADE] if is_there else [])
    if is_there:
        assert paid.refund().id == 1
    else:
        with pytest.raises(oe.CheckoutUncertainError, match=r"Look with shop\.refunds\.list\(order\) in a while"):
            paid.refund()
        assert paid.snapshot().refund is None
        assert paid.snapshot().message == "It is not known whether a refund of order 89 was requested."
    assert called.count("create_refund_request") == 1
    assert paid.state == "paid" and "refund" in paid.snapshot().can


def test_a_server_that_hangs_up_after_the_write(sandbox: oe.Sandbox, shop: oe.Shop, paid: CheckoutFlow) -> None:
    """Over a real connection: the request is there, and is not sent again."""
    sandbox.add_fault(operation="createRefundRequest", drop_answer=True)
    assert paid.refund().amount is not None
    assert sandbox.stats()["requests"]["createRefundRequest"] == 1
    with pytest.raises(oe.InputError, match="Nothing of order 89 is left to refund"):
        paid.refund()


@pytest.mark.parametrize(
    "listed",
    [
        [MADE | {"orderId": 3}],
        [MADE | {"products": {"8": {"quantity": 1}}}],
        [MADE | {"products": {"14": {"quantity": 2}}}],
    ],
    ids=["of another order", "of another product", "of another quantity"],
)
@pytest.mark.parametrize("created", [OK, lost()], ids=["accepted", "lost"])
def test_a_request_made_elsewhere_is_not_taken_for_this_one(
    shop: oe.Shop, paid: CheckoutFlow, created: Any, listed: Any
) -> None:
    answer(shop, created, [], [], listed)
    with pytest.raises(oe.CheckoutUncertainError):
        paid.refund(products={14: 1})
    assert paid.snapshot().refund is None


def test_of_two_requests_at_once_the_one_that_fits_is_found(shop: oe.Shop, paid: CheckoutFlow) -> None:
    """Also where the server names neither order nor products."""
    mine = MADE | {"products": {"14": {"quantity": 1}}}
    answer(shop, OK, [], [], [mine, MADE | {"id": 2, "products": {"8": {"quantity": 2}}}])
    assert paid.refund(products={14: 1}).id == 1
    answer(shop, OK, [MADE], [MADE, {"id": 5, "status": "waiting"}])
    assert shop.refunds.request(89, products={14: 1}).id == 5


@pytest.mark.parametrize(
    "listed", [b"<html>", b"", b"null", {}, [], 5, [{"status": "waiting"}], [MADE | {"id": None}]], ids=repr
)
@pytest.mark.filterwarnings("ignore::oneentry_toolkit.UnreadableRecordWarning")
@pytest.mark.slow
def test_a_list_that_does_not_show_it_proves_nothing(shop: oe.Shop, paid: CheckoutFlow, listed: Any) -> None:
    """The refund was accepted, so it is not denied either."""
    answer(shop, OK, [], [], listed)
    with pytest.raises(oe.CheckoutUncertainError) as caught:
        paid.refund()
    assert "createRefundRequest was accepted for order 89" in str(caught.value.__cause__)
    assert paid.snapshot().refund is None


def test_an_answer_of_false_is_not_called_accepted(shop: oe.Shop, paid: CheckoutFlow) -> None:
    answer(shop, b"false", [])
    with pytest.raises(oe.ResponseFormatError, match="was answered with false for order 89, but the list does not"):
        shop.refunds.request(89, products={14: 1})


def test_members_of_other_types_are_missing(shop: oe.Shop, paid: CheckoutFlow) -> None:
    """The number of what was requested is not lost over them."""
    answer(shop, OK, [], [], [{"id": "1", "status": 5, "orderId": "89", "amount": {}, "note": 7, "products": []}])
    with pytest.warns(oe.UnreadableRecordWarning, match="status is a number"):
        refund = paid.refund()
    assert (refund.id, refund.order_id, refund.status, refund.amount, refund.note) == (1, 89, "", None, "")
    assert paid.snapshot().message == "A refund of order 89 is requested (no status)."


@pytest.mark.parametrize(
    "listed",
    [b"<html>", [MADE | {"orderId": 3}], [5], [MADE | {"products": [1]}], 5],
    ids=["a page", "of another order", "no objects", "products", "no list"],
)
@pytest.mark.filterwarnings("ignore::oneentry_toolkit.UnreadableRecordWarning")
def test_nothing_is_sent_where_earlier_requests_cannot_be_read(shop: oe.Shop, paid: CheckoutFlow, listed: Any) -> None:
    """Pieces would be requested twice."""
    called = answer(shop, OK, listed)
    with pytest.raises(oe.ResponseFormatError):
        paid.refund()
    assert "create_refund_request" not in called
    assert paid.snapshot().message == "Order 89 is paid."


def test_an_interruption_is_not_held_up_by_another_request(shop: oe.Shop, paid: CheckoutFlow) -> None:
    called = answer(shop, KeyboardInterrupt(), [])
    with pytest.raises(KeyboardInterrupt):
        paid.refund()
    assert called[-1] == "create_refund_request"
    assert paid.snapshot().message == "It is not known whether a refund of order 89 was requested."
    assert "refund" in paid.snapshot().can
