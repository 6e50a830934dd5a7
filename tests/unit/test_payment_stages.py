"""Payment stages and accounts as objects."""

from __future__ import annotations

from decimal import Decimal

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.errors import NotFoundError
from oneentry_toolkit.payments.accounts import PaymentAccount
from oneentry_toolkit.payments.stages import PaymentProgress
from oneentry_toolkit.values.display import show
from oneentry_toolkit.values.reader import Reader

from .checkout_shop import order_of

# The answer that docs/api/payments.md#payments-stages shows.
PUBLISHED = {
    "completed": False,
    "partial": True,
    "stages": [
        {
            "marker": f"part_{part}",
            "sessionId": number,
            "productId": 200,
            "title": title,
            "value": 150,
            "status": status,
        }
        for part, number, title, status in (("a", 100, "Part A", "completed"), ("b", 101, "Part B", "planned"))
    ],
}


def reader(value: object) -> Reader:
    return Reader(value, operation="getPaymentStages", lang="en_US")


def test_the_published_answer() -> None:
    progress = PaymentProgress.read(reader(PUBLISHED))
    assert (progress.completed, progress.in_stages, len(progress.stages)) == (False, True, 2)
    assert [(one.marker, one.amount, one.session_id) for one in progress.left] == [("part_b", Decimal(150), 101)]
    assert progress.stages[0].is_paid
    assert repr(progress) == "<PaymentProgress 1 of 2 stages left>"
    assert repr(progress.stages[0]) == "<PaymentStage part_a: Part A, completed, 150.00>"
    assert "Part B" in progress._repr_html_()
    assert show(progress)


@pytest.mark.parametrize(
    ("body", "left", "text"),
    [
        ({"completed": True, "partial": False, "stages": []}, 0, "<PaymentProgress completed>"),
        ({"completed": False, "partial": False, "stages": []}, 0, "<PaymentProgress not paid>"),
        ({"completed": True, "stages": [{"marker": "a", "status": "planned"}]}, 0, "<PaymentProgress completed>"),
        ({"stages": [{"marker": "a", "status": "paid"}, {"marker": "b"}]}, 1, "<PaymentProgress 1 of 2 stages left>"),
    ],
)
def test_stages_that_are_left(body: object, left: int, text: str) -> None:
    """The flag of the order counts, and ``paid`` as well as ``completed``: sources disagree about the word."""
    progress = PaymentProgress.read(reader(body))
    assert (len(progress.left), repr(progress)) == (left, text)


@pytest.mark.parametrize(
    ("members", "completed", "in_stages", "left"),
    [
        ({"split": PUBLISHED}, False, True, ["part_b"]),
        ({"split": PUBLISHED, "isCompleted": True}, True, True, []),
        ({"isCompleted": True}, True, False, []),
        ({"isPartial": True}, False, True, []),
        ({"split": 5, "isPartial": "yes"}, False, False, []),
    ],
)
def test_what_an_order_says_of_its_stages(
    members: dict[str, object], completed: bool, in_stages: bool, left: list[str]
) -> None:
    """A paid order is completed, even if its stages say otherwise."""
    progress = PaymentProgress.of(order_of(7, {1: 1}, **members))
    assert (progress.completed, progress.in_stages, [one.marker for one in progress.left]) == (
        completed, in_stages, left,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("members", "connected"),
    [
        ({"testMode": True, "settings": {"status": "not_connected"}, "testSettings": {"status": "connected"}}, False),
        ({"testMode": True, "settings": {"status": "connected"}, "testSettings": {"status": "not_connected"}}, True),
        ({"testMode": False, "settings": {"status": "connected"}}, True),
        ({"testMode": True, "testSettings": {"status": "connected"}}, None),
        ({}, None),
    ],
)
def test_an_account_is_connected_by_its_settings_in_test_mode_too(members: dict[str, object], connected: bool) -> None:
    """docs/api/traps.md#trap-36."""
    account = PaymentAccount.read(reader({"id": 4, "identifier": "stripe", **members}))
    assert account.is_connected is connected


def test_stages_of_an_order_in_the_sandbox() -> None:
    with oe.Sandbox(payment_stages="in_turn") as sandbox, oe.connect(sandbox.url, sandbox.app_token) as shop:
        shop.users.sign_in(sandbox.user, sandbox.password)
        order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="stripe")
        before = shop.payments.stages_for(order)
        assert [one.marker for one in before.left] == ["deposit", "balance"]
        assert sum((one.amount or Decimal(0) for one in before.stages), Decimal(0)) == order.total
        session = shop.payments.create_session(order)
        sandbox.settle_session(session.id, "completed")
        after = shop.payments.stages_for(order.id)
        assert [(one.marker, one.is_paid) for one in after.stages] == [("deposit", True), ("balance", False)]
        once = shop.orders.create("orders", products={8: 1}, form={"name": "Ada"}, payment_account="cash")
        assert not shop.payments.stages_for(once).in_stages
        with pytest.raises(NotFoundError):
            shop.payments.stages_for(99999)
