"""The controls that reconcile a request without a response."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets

from ...checkout.state import CheckoutSnapshot
from ...values.display import show
from ...values.money import format_money
from .look import plain
from .view import NONE, field_of, input_of, offer, row, shown

if TYPE_CHECKING:
    from ...checkout import CheckoutFlow

Act = Callable[[str, Callable[[], Any]], None]


class Reconciling:
    """A button to reconcile, and the orders to choose from if several match.

    Attributes:
        box: the widget to show.
    """

    def __init__(self, flow: CheckoutFlow, button: Callable[[str, Callable[[], None]], Any], act: Act) -> None:
        self._flow = flow
        self._act = act
        self._said = ipywidgets.HTML()
        self._which = input_of(ipywidgets.Dropdown(description="Is it one of these orders?"))
        self._look = button("Find out", lambda: self._reconcile())
        self._this = button("It is this one", self._take)
        self._none = button("None of these", lambda: self._reconcile(not_placed=True))
        self._found = row(field_of(self._which), self._this, self._none, bottom=True)
        self.box = field_of(self._said, row(self._look), self._found)
        self._which.observe(lambda change: setattr(self._this, "disabled", change["new"] == NONE), "value")

    def render(self, snapshot: CheckoutSnapshot, *, here: bool, busy: bool) -> None:
        """Shows the controls while a request is uncertain and ``here`` is True."""
        wanted = here and "reconcile" in snapshot.can
        shown(self.box, here and snapshot.state == "uncertain")
        shown(self._found, bool(snapshot.candidates))
        orders = [
            (show(f"{one.id}: {format_money(one.total, one.currency)}, {show(one.created)}"), one.id)
            for one in snapshot.candidates
        ]
        offer(self._which, orders, self._which.value)
        self._said.value = plain(_for_people(snapshot.message)) if wanted else ""
        self._look.disabled = self._none.disabled = busy or not wanted
        self._this.disabled = self._look.disabled or self._which.value == NONE

    def _take(self) -> None:
        number = self._which.value
        self._act("Looking at the order…", lambda: self._flow.reconcile(order_id=number))

    def _reconcile(self, **options: Any) -> None:
        self._act("Looking whether it was carried out…", lambda: self._flow.reconcile(**options))


def _for_people(message: str) -> str:
    """Returns a checkout's message without the method calls: a widget has buttons for them."""
    message = message.replace("Call reconcile()", "Press “Find out”")
    sentences = [part.strip() for part in message.split(". ") if part.strip()]
    kept = [part.rstrip(".") for part in sentences if "(" not in part]
    return ". ".join(kept) + "." if kept else ""
