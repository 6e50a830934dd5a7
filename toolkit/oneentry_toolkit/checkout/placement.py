"""Places the order of a checkout at most once, and finds it if the response was lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..errors import CheckoutUncertainError, InputError, InvalidRequestError
from ..orders.models import Order
from ..values.arguments import check_id
from ..values.money import format_money
from .basket import Basket
from .machine import Machine
from .nouns import Nouns, login_of
from .progress import Progress, Sent, may_have_been_done
from .search import Search, is_younger
from .state import CheckoutState

_S = CheckoutState


class Placement:
    """Places the order of the basket.

    Args:
        shop: the shop that the order is placed in.
        machine: the state of the checkout.
        basket: the draft of the order.
        search: finds an order whose response was lost.
        progress: gets the request and the order.
    """

    def __init__(self, shop: Nouns, machine: Machine, basket: Basket, search: Search, progress: Progress) -> None:
        self._shop = shop
        self._machine = machine
        self._basket = basket
        self._search = search
        self._progress = progress

    def place(self) -> Order:
        """Places the order: see ``CheckoutFlow.place``."""
        machine, basket, progress = self._machine, self._basket, self._progress
        with machine.exclusively("place", "The order is being placed.", basket.problems):
            progress.owner = login_of(self._shop)
            storage = basket.chosen_storage().marker
            self._check_doubt(storage)
            last = self._search.newest(storage)
            with machine.lock:
                draft = basket.draft
                sent = progress.sending(
                    "place", last_id=last[0] if last else None, last_created=last[1] if last else None
                )
                asked: dict[str, Any] = {
                    "products": draft.products,
                    "form": draft.filled,
                    "payment_account": draft.payment_account,
                    "coupon": draft.coupon,
                    "personal_discounts": draft.discounts,
                    "bonus": draft.bonus,
                }
            order: Order | None = None
            try:
                with machine.lock:
                    progress.sent = sent
                    machine.move("place", "The order is being placed.")
                machine.tell()
                order = self._shop.orders.create(storage, **asked)
                self._placed(order)
            except BaseException as error:  # Ctrl-C may come at any moment
                if order is not None:
                    self._placed(order)
                    raise
                if machine.state is not _S.PLACING:
                    progress.sent = None
                    raise
                if may_have_been_done(error, "createOrder"):
                    progress.no_answer(error, _named(sent, storage))
                with machine.lock:
                    progress.sent = None
                    machine.move("not placed", f"Nothing was placed. {error}")
                    if isinstance(error, InvalidRequestError):
                        basket.blame(error)
                    basket.settle(quietly=True)
                raise
            return order

    def reconcile(self, sent: Sent, order_id: int | None, *, not_placed: bool) -> None:
        """Looks for an order whose response was lost: see ``CheckoutFlow.reconcile``."""
        storage = self._basket.chosen_storage().marker
        if order_id is not None:
            order = self._shop.orders.get(check_id(order_id, "order_id"), storage)
            if not is_younger(order, sent):
                raise InputError(
                    f"Order {order.id} existed before this one was sent, so it is another one. Name one of "
                    "snapshot().candidates.",
                    name="order_id",
                )
            self._placed(order)
            return
        orders, exact, complete = self._search.find(sent, storage)
        machine, progress = self._machine, self._progress
        with machine.lock:
            progress.candidates = orders
            numbers = ", ".join(str(one.id) for one in orders)
            if len(orders) == 1 and exact and sent.last_id is not None:
                self._placed(orders[0])
            elif orders and not not_placed:
                fits = "fit" if len(orders) > 1 else "may be it"
                machine.message = (
                    f"Order{'s' if len(orders) > 1 else ''} {numbers} {fits}. Look at snapshot().candidates, then call "
                    "reconcile(order_id=...), or reconcile(not_placed=True) if none is it."
                )
            elif not complete and not not_placed:
                machine.message = (
                    "No such order is in what the server shows, but it does not show all. Ask the shop, then call "
                    "reconcile(order_id=...) or reconcile(not_placed=True)."
                )
            elif (left := progress.quiet_left(sent)) > 0:
                machine.message = (
                    f"No such order was found yet, but the server may still create it. Call reconcile() again in "
                    f"{left:.0f} s."
                )
            else:
                # Orders that the user has excluded are not candidates again.
                last = max((one.id for one in orders), default=sent.last_id)
                progress.sent, progress.doubt, progress.candidates = None, replace(sent, last_id=last), ()
                machine.move("not placed", "Nothing was placed. The order can be placed again.")
                self._basket.settle(quietly=True)

    def _check_doubt(self, storage: str) -> None:
        """Looks again for an order that was considered not placed, before another one is sent.

        Raises:
            CheckoutUncertainError: the list has such an order now.
        """
        doubt = self._progress.doubt
        if doubt is None or not self._search.find(doubt, storage).orders:
            return
        with self._machine.lock:
            self._progress.sent, self._progress.doubt = doubt, None
            self._machine.move("doubt", "An order that may be this one was found. Call reconcile().")
        raise CheckoutUncertainError(
            "An order that may be this one was found since, so nothing was sent. Call reconcile().",
            reference=_named(doubt, storage),
        )

    def _placed(self, order: Order) -> None:
        total = format_money(order.total, order.currency)
        machine, progress = self._machine, self._progress
        with machine.lock:
            progress.order, progress.sent, progress.doubt, progress.candidates = order, None, None, ()
            if machine.state in (_S.PLACED, _S.PAID):  # interrupted after it was set
                return
            machine.move("placed", f"Order {order.id} is placed: {total}. pay() opens a payment session.")
            if order.paid:
                machine.move("paid", f"Order {order.id} is paid.")


def _named(sent: Sent, storage: str) -> str:
    after = f" after order {sent.last_id}" if sent.last_id else ""
    return f"an order in storage '{storage}'{after}"
