"""Refund requests for a paid order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets

from ..errors import InputError, NotFoundError
from ..orders.models import Order
from ..payments.refunds import RefundRequest, left_to_refund
from ..values.display import counted, show
from ..values.labels import products_told_apart
from ..values.money import format_money
from ..values.words import show_status
from .parts.look import heading, product as product_html, table
from .parts.runner import Runner
from .parts.source import signed_in_source_of
from .parts.view import View, discard, field_of, input_of, row, shown

if TYPE_CHECKING:
    from ..checkout import CheckoutFlow
    from ..shop import Shop


class RefundForm(View):
    """A form for a refund request: products, message to the shop, and earlier requests with their status.

    Args:
        source: a ``CheckoutFlow`` with a paid order, or a ``Shop``.
        order: the order or its number; None with a checkout, which has its own.
        runner: runs the calls; default: in the background in a notebook, synchronously elsewhere.
    """

    def __init__(
        self, source: CheckoutFlow | Shop, order: Order | int | None = None, *, runner: Runner | None = None
    ) -> None:
        super().__init__(runner)
        self._shop, self._flow = signed_in_source_of(source, "RefundForm")
        if order is None and self._flow is None:
            raise InputError("Pass the order: RefundForm(shop, order).", name="order")
        self._asked = order
        self._order: Order | None = None
        self._requests: tuple[RefundRequest, ...] = ()
        self._left: dict[int, int] = {}
        self._lines: dict[int, Any] = {}
        self._title = ipywidgets.HTML()
        self._products = ipywidgets.VBox()
        self._note_text = input_of(ipywidgets.Textarea(description="Message to the shop", rows=2))
        self._note_box = field_of(self._note_text)
        self._history = ipywidgets.HTML()
        self._submit = self._button("Ask for a refund", self._request, main=True)
        self._withdraw = self._button("Withdraw the request", self._take_back)
        self._again = self._button("Look again", self.load)
        self._lay_out(
            self._title,
            self._products,
            self._note_box,
            row(self._submit, self._withdraw, self._again),
            self._history,
        )
        self._watch(self._note_text, lambda: None)
        self.load(here=True)

    @property
    def products(self) -> dict[int, int]:
        """The products to return: product number to quantity."""
        return {number: box.value for number, box in self._lines.items() if box.value > 0}

    def load(self, *, here: bool = False) -> None:
        """Looks up the order and its requests.

        Args:
            here: run in this thread and wait.
        """
        self._act("Looking up the order…", self._look_up, here=here)

    def _look_up(self) -> None:
        asked = self._asked
        if asked is None:
            placed = self._flow.snapshot().order
            if placed is None:
                self._say("There is no order yet.", "empty")
                return
            asked = placed
        # A placed order echoes what was sent; a read one has titles and prices (docs/api/traps.md#trap-2).
        if isinstance(asked, Order):
            self._order = self._shop.orders.get(asked.id, asked.storage)
        else:
            self._order = self._shop.orders.get(asked)
        try:
            self._requests = tuple(self._shop.refunds.list(self._order))
        except NotFoundError:
            self._requests = ()
        self._left = left_to_refund(self._order, self._requests)

    def _headline(self) -> str:
        if self._order is None:
            return "RefundForm: no order"
        return f"RefundForm: order {self._order.id}, {counted(len(self._requests), 'request')}"

    def _body(self) -> Sequence[str]:
        currency = None if self._order is None else self._order.currency
        lines = [
            f"give back {box.value} of {self._left.get(number, 0)}: {box.tooltip}"
            for number, box in self._lines.items()
        ]
        return [
            *lines,
            *(
                f"request {one.id}: {show_status(one.status)}, {format_money(one.amount, currency)}"
                for one in self._requests
            ),
        ]

    def _render(self) -> None:
        order = self._order
        self._title.value = heading("Refund" if order is None else f"Refund of order {order.id}")
        paid = order is not None and order.paid
        self._draw_lines()
        for number, box in self._lines.items():
            box.disabled = self.busy or not paid or self._left.get(number, 0) <= 0
        waiting = any(not one.is_withdrawn for one in self._requests)
        self._note_text.disabled = self.busy or not paid
        self._submit.disabled = self.busy or not paid or not self.products
        self._withdraw.disabled = self.busy or not waiting
        self._again.disabled = self.busy
        shown(self._note_box, paid)
        shown(self._submit, paid)
        shown(self._withdraw, waiting)
        currency = None if order is None else order.currency
        rows = [
            (one.id, show(one.created), show_status(one.status), format_money(one.amount, currency), one.note)
            for one in self._requests
        ]
        self._history.value = (
            table(("Request", "Made", "Status", "Amount", "Note"), rows, numbers=(3,), caption="Requests so far")
            if rows
            else ""
        )
        shown(self._history, bool(rows))

    def _standing(self) -> tuple[str, str]:
        if self._order is None:
            return ("", "")
        if not self._order.paid:
            return "empty", "This order is not paid, so there is nothing to give back. It can be cancelled instead."
        if all(quantity <= 0 for quantity in self._left.values()):
            return "empty", "All of this order has been asked for already."
        return "", "Set how many pieces to give back. The shop decides."

    def _draw_lines(self) -> None:
        lines = {
            one.product_id: one
            for one in (self._order.lines if self._order is not None else ())
            if not one.is_gift and one.product_id is not None
        }
        labels = products_told_apart(lines.values())
        if set(lines) != set(self._lines):
            old = self._products.children
            self._lines = {}
            boxes = []
            for number, line in lines.items():
                title = labels[number]
                box = ipywidgets.BoundedIntText(description="Give back", min=0, max=0, tooltip=title)
                self._watch(box, self.refresh)
                price = format_money(line.price, self._order.currency if self._order else None)
                text = ipywidgets.HTML(product_html(title, f"{line.quantity} ordered, {price} each", None))
                shelf = row(text, field_of(input_of(box)))
                shelf.add_class("oe-line")
                boxes.append(shelf)
                self._lines[number] = box
            self._products.children = tuple(boxes)
            discard(old)
        for number, box in self._lines.items():
            most = max(self._left.get(number, 0), 0)
            if box.max != most:
                box.max = most

    def _request(self) -> None:
        order, products, note = self._order, self.products, self._note_text.value.strip() or None
        if order is None or not products:
            return

        def ask() -> RefundRequest:
            if self._asked is None:
                made: RefundRequest = self._flow.refund(products=products, note=note)
            else:
                made = self._shop.refunds.request(order, products=products, note=note)
            return made

        def asked(made: RefundRequest) -> None:
            with self._by_itself():
                self._note_text.value = ""
                for box in self._lines.values():
                    box.value = 0
            self._requests = (*self._requests, made)
            self._left = left_to_refund(order, self._requests)
            self._say(f"Request {made.id} is made ({show_status(made.status)}). The shop decides.", "done")

        self._act("Asking for the refund…", ask, asked)

    def _take_back(self) -> None:
        order = self._order
        if order is None:
            return

        def take_back() -> None:
            self._shop.refunds.cancel(order)
            self._look_up()

        self._act("Withdrawing the request…", take_back, lambda _none: self._say("The request is withdrawn.", "done"))
