"""After a lost answer: what may have been done, and which order or session it made."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.checkout.outcome import outcome_of, stages_left
from oneentry_toolkit.checkout.progress import Sent, may_have_been_done
from oneentry_toolkit.checkout.search import candidates, newest

from .checkout_shop import START, field_of, form_of, lost, order_of, refused, session_of

FORM = form_of(field_of("name"), field_of("when", "date"), field_of("how", "radioButton"), field_of("many", "integer"))
SENT = Sent(pending="place", at=0, user="ada", last_id=88, last_created=START)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (lost("createOrder"), True),
        (lost("listOrderStorages"), False),
        (oe.ConnectionFailedError("x", operation="createOrder", sent=False), False),
        (oe.ConnectionFailedError("x", operation="refresh", sent=True), False),
        (oe.ServerError("x", status=504, operation="createOrder"), True),
        (oe.ServerError("x", status=500, operation="createOrder"), True),
        (oe.ServerError("x", status=502, operation="refresh"), False),
        (oe.ResponseFormatError("x", operation="createOrder"), True),
        (oe.ResponseFormatError("x", operation="getForm"), False),
        (refused("createOrder"), False),
        (oe.RateLimitedError("x", status=429, operation="createOrder"), False),
        (oe.AccessDeniedError("x", status=403, operation="createOrder"), False),
        (oe.ApiError("x", status=408, operation="createOrder"), True),
        (oe.ApiError("x", status=425, operation="createOrder"), True),
        (oe.ApiError("x", status=408, operation="getForm"), False),
        (oe.ApiError("x", status=405, operation="createOrder"), False),
        (oe.SignInExpiredError("x"), False),
        (oe.InputError("x", name="form"), False),
        (KeyboardInterrupt(), True),
        (RuntimeError("a bug"), True),
    ],
)
def test_whether_it_may_have_been_done(error: BaseException, expected: bool) -> None:
    """Only the operation itself counts, not the look-ups and renewals on the way to it."""
    assert may_have_been_done(error, "createOrder") is expected


def test_the_newest_order() -> None:
    """From the head of a list that falls, or from all of it."""
    some = [order_of(number, {1: 1}) for number in (9, 7, 3)]
    assert newest(some, complete=False) == (9, some[0].created)
    assert newest(some[::-1], complete=False) is None
    assert newest(some[::-1], complete=True) == (9, some[0].created)
    assert newest(some[:1], complete=False) is None
    assert newest([], complete=True) == (0, None)
    assert newest([], complete=False) is None


def entries(**values: Any) -> list[dict[str, Any]]:
    return [{"marker": marker, "value": value} for marker, value in values.items()]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, "same"),
        ({"id": 88}, "no"),
        ({"createdDate": "2025-04-29T20:00:00.000Z"}, "no"),
        ({"createdDate": None}, "same"),
        ({"products": [{"id": 14, "quantity": 2, "isGift": False}]}, "no"),
        ({"products": [{"id": 15, "quantity": 1}]}, "no"),
        ({"products": []}, "no"),
        ({"products": [{"id": 14, "quantity": 1}, {"id": 8, "quantity": 1, "isGift": True}]}, "same"),
        ({"products": [{"id": 14, "quantity": 1}, {"id": 8, "quantity": 1}]}, "maybe"),
        ({"products": [{"id": 14, "quantity": 3, "isGift": True}]}, "maybe"),
        ({"paymentAccountIdentifier": "stripe"}, "maybe"),
        ({"paymentAccountIdentifier": None}, "same"),
        ({"formData": entries(name="Ada ", when={"fullDate": "2026-12-31T00:00:00.000Z"}, how=["a"], many=2)}, "same"),
        ({"formData": entries(name="Ada", how=[{"title": "A", "value": "a"}], many=2.0)}, "maybe"),
        ({"formData": entries(name="Eve", how=["a"], many=2)}, "maybe"),
        ({"formData": []}, "maybe"),
    ],
)
def test_which_order_is_the_lost_one(raw: dict[str, Any], expected: str) -> None:
    """Found, uncertain or not found: an order that is overlooked would be placed twice."""
    values = {"name": "Ada", "when": "2026-12-31", "how": "a", "many": 2}
    full = entries(name="Ada", when={"fullDate": "2026-12-31T00:00:00.000Z"}, how=[{"value": "a"}], many=Decimal("2.0"))
    order = order_of(raw.get("id", 89), {14: 1}, **{"formData": full, **raw})
    found, exact = candidates([order], SENT, products={14: 1}, account="cash", form=FORM, values=values)
    assert (bool(found), exact) == {"same": (True, True), "maybe": (True, False), "no": (False, False)}[expected]


def test_several_orders_come_oldest_first_and_the_same_win() -> None:
    """One that differs in the form is not asked about when another is the same."""
    orders = [
        order_of(number, {14: 1}, formData=entries(name=name))
        for number, name in ((91, "Ada"), (90, "Eve"), (89, "Ada"))
    ]
    found, exact = candidates(orders, SENT, products={14: 1}, account="cash", form=FORM, values={"name": "Ada"})
    assert ([one.id for one in found], exact) == ([89, 91], True)


def test_a_form_that_changed_meanwhile_is_no_contradiction() -> None:
    """A value that no longer fits its field is not compared."""
    found, exact = candidates(
        [order_of(89, {1: 1})], SENT, products={1: 1}, account="cash", form=FORM, values={"many": "x"}
    )
    assert (len(found), exact) == (1, True)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("waiting", None), ("something new", None), ("", None),
        ("completed", "paid"), ("paid", "paid"), ("Succeeded", "paid"),
        ("canceled", "declined"), ("cancelled", "declined"), ("failed", "declined"), ("expired", "expired"),
    ],
)  # fmt: skip
def test_how_a_session_ended(status: str, outcome: str | None) -> None:
    """The words are an open set; an unknown one is not an end (see test_words.py)."""
    assert outcome_of(session_of(1, 1, status)) == outcome


STAGES = [
    {"marker": "a", "sessionId": 100, "title": "Part A", "value": 150, "status": "completed"},
    {"marker": "b", "sessionId": 101, "title": "Part B", "value": 150, "status": "planned"},
]


@pytest.mark.parametrize(
    ("raw", "left"),
    [
        ({}, ()),
        ({"split": {"completed": False, "partial": True, "stages": STAGES}}, (("Part B", 101),)),
        ({"split": {"completed": True, "stages": STAGES}}, ()),
        ({"split": {"completed": False, "stages": [{"marker": "b"}]}}, (("b", None),)),
        ({"isPartial": True}, (("the rest", None),)),
        ({"isPartial": True, "isCompleted": True}, ()),
        ({"split": None, "isPartial": None}, ()),
        ({"split": "odd", "isPartial": True}, (("the rest", None),)),
        ({"split": {"partial": True, "stages": ["odd", {"sessionId": "odd", "value": "odd"}]}}, (("stage", None),)),
        ({"split": {"stages": STAGES}, "isCompleted": True}, ()),
    ],
)
def test_stages_that_are_not_paid_yet(raw: dict[str, Any], left: tuple[Any, ...]) -> None:
    """docs/api/orders.md#orders-order and docs/api/payments.md#payments-stages."""
    assert stages_left(order_of(89, {1: 1}, **raw)) == left
