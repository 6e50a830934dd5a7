"""Answers about one record: read with a warning, refused when they are about another one, and never done twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import oneentry_toolkit as oe

from .project import FORM, GONE, ORDER, ORDERS_OF, SESSION, said

pytestmark = pytest.mark.slow


def test_one_record_is_read_with_a_warning(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """Without its number it is an error, which says where."""
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": "7", "createdDate": "Invalid date", "products": GONE}
    with pytest.warns(oe.UnreadableRecordWarning) as caught:
        order = fresh.orders.get(7, "orders")
    assert (order.id, order.created, order.quantity, order.lines[0].product_id) == (7, None, 1, None)
    assert str(caught[0].message) == (
        "Order 7 could not be read in full: createdDate is text that is no date, products[0].id is missing. These "
        "values are missing; `raw` has them as they came."
    )
    assert caught[0].filename == __file__
    answers["/payments/sessions/7"] = {**SESSION, "id": None}
    with pytest.raises(oe.ResponseFormatError, match=r"getPaymentSession answered with nothing at \$\.id"):
        fresh.payments.get(7)


ODD_DATE = "createdDate is text that is no date. These values are missing; `raw` has them as they came."


def test_what_was_done_is_returned_with_a_warning(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """Its number would be lost with an error, and it would be done again."""
    refund = {"id": 3, "orderId": 7, "status": "waiting", "amount": "5.00", "note": "", "products": {}}
    odd = {"createdDate": "Invalid date"}
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 7}
    answers[f"POST {ORDERS_OF}"] = answers[f"PUT {ORDERS_OF}/7"] = {**ORDER, "id": 7, **odd}
    answers["/orders-storage/marker/orders/order-statuses"] = [{"id": 1, "identifier": "new"}]
    answers["POST /payments/sessions"] = {**SESSION, "id": 5, **odd}
    answers["/orders/7/refund"] = []
    answers["POST /orders/7/refund"] = lambda: answers.update({"GET /orders/7/refund": [refund | odd]}) or True
    calls: list[tuple[str, Callable[[], Any]]] = [
        ("Order 7", lambda: fresh.orders.create("orders", products={1: 1}, form={"name": "Ann"})),
        ("Order 7", lambda: fresh.orders.update(7, storage="orders", form={"name": "Bob"})),
        ("Order 7", lambda: fresh.orders.cancel(7, storage="orders", status="new")),
        ("Payment session 5", lambda: fresh.payments.create_session(7)),
    ]
    for name, call in calls:
        done, warned = said(call)
        assert (name.endswith(f" {done.id}"), done.created) == (True, None)
        assert warned == [f"{name} could not be read in full: {ODD_DATE}"]
    done, warned = said(lambda: fresh.refunds.request(7, products={1: 1}))
    assert (done.id, done.created) == (3, None)
    assert warned == [f"1 of 1 refund request of order 7 could not be read in full: refund request 3: {ODD_DATE}"]


def test_a_new_user_is_returned_with_a_warning(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    fields = [
        {"type": "string", "marker": "mail", "isLogin": True},
        {"type": "string", "marker": "pw", "isPassword": True},
    ]
    answers["/users-auth-providers"] = [{"id": 1, "identifier": "email", "formIdentifier": "reg"}]
    answers["/forms/marker/reg"] = {**FORM, "identifier": "reg", "attributes": fields}
    answers["POST /users-auth-providers/marker/email/users/sign-up"] = {
        "id": 4,
        "identifier": "a@b.test",
        "isActive": 5,
    }
    user, warned = said(lambda: fresh.users.sign_up("a@b.test", "pw-of-ann"))
    assert (user.id, user.is_active) == (4, None)
    assert len(warned) == 1 and warned[0].startswith("User 4 could not be read in full: isActive is a number")


@pytest.mark.parametrize("number", [None, "x", 7.5])
def test_what_was_done_without_a_readable_number_says_look_first(
    fresh: oe.Shop, answers: dict[str, Any], number: Any
) -> None:
    answers[f"POST {ORDERS_OF}"] = {**ORDER, "id": number}
    answers["POST /payments/sessions"] = {**SESSION, "id": number}
    for call in (
        lambda: fresh.orders.create("orders", products={1: 1}, form={"name": "Ann"}),
        lambda: fresh.payments.create_session(7),
    ):
        with pytest.raises(oe.ResponseFormatError, match=r"at \$\.id where .* It may have been carried out: look"):
            call()


def test_orders_with_unreadable_lines_are_not_sent_back(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """An update replaces the order, and a refund of all of it would be of a part."""
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 7, "products": GONE}
    answers["/orders/7/refund"] = []
    with pytest.warns(oe.UnreadableRecordWarning):
        order = fresh.orders.get(7, "orders")
    with (
        pytest.warns(oe.UnreadableRecordWarning),
        pytest.raises(oe.InputError, match="Order 7 has lines whose product, quantity or gift mark cannot be read"),
    ):
        fresh.orders.update(order, form={"name": "Bob"})
    with pytest.raises(oe.InputError, match="Order 7 has lines whose product or quantity could not be read"):
        fresh.refunds.request(order)


def test_an_answer_about_another_record_is_an_error(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """What was asked for by number; an order is not changed after it."""
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 99}
    for path in ("/payments/sessions/7", "/products/7", "/payments/accounts/7"):
        answers[path] = {"id": 99, "identifier": "x", "status": "waiting", "orderId": 1, "paymentAccountId": 1}
    calls: list[Callable[[], Any]] = [
        lambda: fresh.orders.get(7, "orders"), lambda: fresh.orders.cancel(7, storage="orders"),
        lambda: fresh.orders.update(7, storage="orders", products={1: 1}), lambda: fresh.payments.get(7),
        lambda: fresh.products.get(7), lambda: fresh.payments.account(7),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(oe.ResponseFormatError, match=r"was asked for ([a-z ]+) 7 and answered with \1 99\."):
            call()


def test_an_answer_about_another_marker_or_code_is_an_error(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """The case of a marker may differ, and a record that does not say its marker is believed."""
    answers["/forms/marker/order"] = {**FORM, "identifier": "sign_up"}
    answers["/discounts/marker/ten"] = {"id": 1, "identifier": "twenty"}
    answers["/discounts/coupons/validate"] = {"valid": True, "coupon": {"discountId": 1, "code": "TWENTY"}}
    for call, text in (
        (lambda: fresh.forms.get("order"), "asked for form 'order' and answered with form 'sign_up'."),
        (lambda: fresh.discounts.get("ten"), "asked for discount 'ten' and answered with discount 'twenty'."),
        (lambda: fresh.discounts.coupon("TEN"), "answered about another code than was asked for."),
    ):
        with pytest.raises(oe.ResponseFormatError, match=re.escape(text)):
            call()
    answers["/forms/marker/Sign_Up"] = {**FORM, "identifier": "sign_up"}
    assert fresh.forms.get("Sign_Up").marker == "sign_up"
    assert fresh.discounts.coupon(" twenty ").valid
    answers["/discounts/marker/ten"] = {"id": 1}
    with pytest.warns(oe.UnreadableRecordWarning, match="identifier is missing"):
        assert fresh.discounts.get("ten").id == 1


def test_no_refund_is_requested_after_a_list_of_another_order(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """Its pieces would count as requested."""
    answers["/orders/7/refund"] = [{"id": 1, "orderId": 5, "products": {"1": {"quantity": 1}}}]
    answers["POST /orders/7/refund"] = lambda: pytest.fail("a refund was requested")
    with pytest.raises(oe.ResponseFormatError, match=r"for order 7 .* with refund request 1 of order 5\. Call again\."):
        fresh.refunds.list(7)
    with pytest.raises(oe.ResponseFormatError, match=r"refund request 1 of order 5\. Nothing was sent"):
        fresh.refunds.request(7, products={1: 1})
    answers["/orders/7/refund"].append({"id": 2, "orderId": 7, "products": {"1": {"quantity": 1}}})
    with pytest.warns(oe.UnreadableRecordWarning, match="orderId is that of another order"):
        assert [one.id for one in fresh.refunds.list(7)] == [2]


def test_sessions_of_another_order_are_left_out(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """As refund requests are; an answer with nothing else is an error."""
    session = {**SESSION, "id": 3, "orderId": 5}
    answers["/payments/sessions/order/7"] = [{**session, "id": 4, "orderId": 7}, session, {**session, "id": 6}]
    with pytest.warns(oe.UnreadableRecordWarning, match="orderId is that of another order"):
        assert [one.id for one in fresh.payments.sessions_for(7)] == [4]
    for answer in ([session], session):
        answers["/payments/sessions/order/7"] = answer
        with pytest.raises(oe.ResponseFormatError, match=r"for order 7 .* session 3 of order 5\. Call again\."):
            fresh.payments.sessions_for(7)


def test_an_answer_of_another_order_to_what_writes_is_an_error(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """It may have been carried out."""
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 7}
    order = fresh.orders.get(7, "orders")
    session = {**SESSION, "id": 3, "orderId": 5}
    answers["/payments/sessions"] = session
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 5}
    for call, text in (
        (lambda: fresh.payments.create_session(7), "session 3 of order 5. It may have been carried out"),
        (lambda: fresh.orders._writer.update(order, products={1: 1}), "with order 5. It may have been carried out"),
    ):
        with pytest.raises(oe.ResponseFormatError, match=re.escape(text)):
            call()


@pytest.mark.parametrize("number", [{"id": None}, {}])
def test_an_update_whose_answer_has_no_number_is_of_the_order_that_was_sent(
    fresh: oe.Shop, answers: dict[str, Any], number: dict[str, None]
) -> None:
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 7}
    order = fresh.orders.get(7, "orders")
    answers[f"{ORDERS_OF}/7"] = {key: one for key, one in ORDER.items() if key != "id"} | number
    assert fresh.orders._writer.update(order, products={1: 1}).id == 7
