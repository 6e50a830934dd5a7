"""A checkout that lost the answer to its order: whether it was placed is found out, never guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import oneentry_toolkit as oe

from .checkout_shop import (
    Clock,
    FakeShop,
    lost,
    order_of,
    ready,
    uncertain,
)


def test_a_lost_answer_to_an_order_that_was_placed() -> None:
    """It is found by what is younger and the same, and never sent again."""
    shop = FakeShop(placed={88: order_of(88, {14: 2}, formData=[{"marker": "name", "value": "Ada"}])})
    flow = ready(shop)
    shop.fails("createOrder", lost("createOrder"), when="after")
    with pytest.raises(oe.CheckoutUncertainError) as caught:
        flow.place()
    assert caught.value.reference == "an order in storage 'orders' after order 88"
    assert str(caught.value) == (
        "No usable response came for an order in storage 'orders' after order 88, so it is not known whether it was "
        "carried out. Call reconcile(), which only reads."
    )
    assert isinstance(caught.value.__cause__, oe.ConnectionFailedError)
    assert flow.reconcile() == "placed"
    order = flow.snapshot().order
    assert order is not None and order.id == 89
    assert shop.calls["createOrder"] == 1


def test_a_lost_request_is_believed_lost_only_after_a_while() -> None:
    """The server may still create it; after a while nothing was placed, and it can be placed again."""
    shop, clock = FakeShop(), Clock()
    flow = uncertain(shop, when="before", clock=clock)
    assert flow.reconcile() == "uncertain"
    assert flow.snapshot().message == (
        "No such order was found yet, but the server may still create it. Call reconcile() again in 60 s."
    )
    clock.sleep(59)
    assert flow.reconcile() == "uncertain"
    clock.sleep(1)
    assert flow.reconcile() == "ready"
    assert flow.snapshot().message == "Nothing was placed. The order can be placed again."
    assert flow.place().id == 89
    assert len(shop.placed) == 1


def test_an_order_that_turns_up_very_late_stops_the_next_placing() -> None:
    """Even after "nothing was placed": it is looked for once more right before sending."""
    shop, clock = FakeShop(), Clock()
    flow = uncertain(shop, when="before", clock=clock)
    clock.sleep(61)
    flow.reconcile()
    shop.placed[89] = order_of(89, {14: 2}, formData=[{"marker": "name", "value": "Ada"}])
    with pytest.raises(oe.CheckoutUncertainError, match="was found since, so nothing was sent"):
        flow.place()
    assert (flow.state, shop.calls["createOrder"]) == ("uncertain", 1)
    flow.reconcile(89)
    assert flow.state == "placed"


def test_several_orders_that_fit_are_for_the_user_to_choose() -> None:
    """None is taken silently; one that existed before cannot be chosen."""
    shop = FakeShop(placed={88: order_of(88, {14: 2})})
    flow = uncertain(shop)
    shop.placed[90] = replace(shop.placed[89], id=90)
    assert flow.reconcile() == "uncertain"
    snapshot = flow.snapshot()
    assert [one.id for one in snapshot.candidates] == [89, 90]
    assert snapshot.message.startswith("Orders 89, 90 fit.")
    with pytest.raises(oe.InputError, match="Order 88 existed before"):
        flow.reconcile(order_id=88)
    with pytest.raises(oe.NotFoundError):
        flow.reconcile(order_id=12345)
    assert flow.reconcile(order_id=90) == "placed"
    assert flow.snapshot().candidates == ()


def test_orders_that_only_look_alike_are_asked_about_and_can_be_disowned() -> None:
    """A server may rewrite what people typed; an order that the user disowns does not come back as a candidate."""
    shop, clock = FakeShop(), Clock()
    flow = uncertain(shop, when="before", clock=clock)
    shop.placed[89] = order_of(89, {14: 2}, formData=[{"marker": "name", "value": "Eve"}])
    assert flow.reconcile() == "uncertain"
    assert flow.snapshot().message.startswith("Order 89 may be it.")
    assert flow.reconcile(not_placed=True) == "uncertain"
    clock.sleep(61)
    assert flow.reconcile() == "uncertain"
    assert flow.reconcile(not_placed=True) == "ready"
    shop.next_id = 90
    assert flow.place().id == 90


def test_a_user_who_may_not_list_orders() -> None:
    """Can order all the same; after a lost answer only they can say what was placed."""
    shop, clock = FakeShop(), Clock()

    def closed() -> None:
        raise oe.AccessDeniedError("no", status=403, operation="listOrders")

    shop.on["listOrders"] = closed
    flow = uncertain(shop, clock=clock)
    clock.sleep(999)
    assert flow.reconcile() == "uncertain"
    assert "it does not show all" in flow.snapshot().message
    assert flow.reconcile(order_id=89) == "placed"


def test_a_list_that_is_cut_short_proves_nothing() -> None:
    """ "Not there" counts only when all was read."""
    shop, clock = FakeShop(), Clock()
    flow = uncertain(shop, when="before", clock=clock)
    clock.sleep(999)
    listed = shop.orders.list

    def capped(storage: str, *, strict: bool = False, **more: Any) -> Any:
        if strict:
            raise oe.IncompleteListError("only 10", given=10, total=20)
        return listed(storage, **more)

    shop.orders.list = capped
    assert flow.reconcile() == "uncertain"
    assert flow.reconcile(not_placed=True) == "ready"


def test_a_list_without_the_orders_that_were_there_proves_nothing() -> None:
    """An empty answer, after an order was seen before placing."""
    shop, clock = FakeShop(), Clock()
    shop.placed[83] = order_of(83, {1: 1})
    flow = uncertain(shop, when="before", clock=clock)
    clock.sleep(999)
    listed = shop.orders.list
    shop.orders.list = lambda storage, **more: ()
    assert flow.reconcile() == "uncertain"
    assert "it does not show all" in flow.snapshot().message
    shop.orders.list = listed
    assert flow.reconcile() == "ready"


def test_reading_may_fail_while_in_doubt() -> None:
    """The doubt stays, and so does the way out."""
    shop = FakeShop()
    flow = uncertain(shop)
    shop.fails("listOrders", lost("listOrders"))
    with pytest.raises(oe.ConnectionFailedError):
        flow.reconcile()
    assert flow.state == "uncertain"
    assert flow.reconcile() == "placed"


def test_an_interruption_while_placing_is_a_doubt() -> None:
    """Ctrl-C goes on as it is."""
    shop = FakeShop()
    flow = ready(shop)
    shop.fails("createOrder", KeyboardInterrupt(), when="after")
    with pytest.raises(KeyboardInterrupt):
        flow.place()
    assert flow.state == "uncertain"
    assert flow.reconcile() == "placed"


def test_a_lost_order_that_is_paid_already() -> None:
    """Reconciling leads to where it stands."""
    shop = FakeShop()
    flow = uncertain(shop)
    shop.placed[89] = replace(shop.placed[89], paid=True)
    assert flow.reconcile() == "paid"
