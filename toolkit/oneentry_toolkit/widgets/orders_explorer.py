"""A table of orders: filter, sort, open an order, see its payment sessions, cancel it or request a refund."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ipywidgets

from ..lists.side import look_up
from ..orders.models import Order, Status, Storage
from ..payments.models import PaymentSession
from ..values.display import counted, show
from ..values.labels import products_told_apart, told_apart
from ..values.money import format_money
from ..values.words import show_status
from .parts.cancelling import Cancelling
from .parts.look import facts, heading, link, plain, table, titled, web_address
from .parts.order_words import stages_table, status_facts
from .parts.runner import Runner
from .parts.source import signed_in_source_of
from .parts.view import NONE, View, choices, discard, field_of, input_of, row, shown
from .refund_form import RefundForm

if TYPE_CHECKING:
    from ..checkout import CheckoutFlow
    from ..shop import Shop

_AT_ONCE = 6
_NEVER = datetime.min.replace(tzinfo=UTC)
_SORTS: tuple[tuple[str, Callable[[Order], Any], bool], ...] = (
    ("Newest first", lambda one: (one.created or _NEVER, one.id), True),
    ("Oldest first", lambda one: (one.created or _NEVER, one.id), False),
    ("Highest total first", lambda one: one.total if one.total is not None else Decimal(-1), True),
    ("Lowest total first", lambda one: one.total if one.total is not None else Decimal(-1), False),
    ("By status", lambda one: (one.status_title or one.status or "").lower(), False),
)


class OrdersExplorer(View):
    """Shows your orders in all storages page by page, with the details of an opened order.

    Args:
        source: a ``Shop``, or one of its ``CheckoutFlow`` objects.
        runner: runs the calls; default: in the background in a notebook, synchronously elsewhere.
    """

    def __init__(self, source: Shop | CheckoutFlow, *, runner: Runner | None = None) -> None:
        super().__init__(runner)
        self._shop, _ = signed_in_source_of(source, "OrdersExplorer")
        self._orders: tuple[Order, ...] | None = None
        self._storages: tuple[Storage, ...] = ()
        self._statuses: tuple[Status, ...] = ()
        self._first = 0
        self._drawn: object = None
        self._openers: list[Any] = []
        self._open: Order | None = None
        self._sessions: tuple[PaymentSession, ...] = ()
        self._refund: RefundForm | None = None
        self._endings.append(self._drop_refund)
        self._storage = input_of(ipywidgets.Dropdown(description="Kind of order", options=[("All", NONE)]))
        self._status = input_of(ipywidgets.Dropdown(description="Status", options=[("Any", NONE)]))
        self._paid = input_of(
            ipywidgets.Dropdown(description="Paid", options=[("Any", NONE), ("Yes", True), ("No", False)])
        )
        self._from = input_of(ipywidgets.DatePicker(description="From"))
        self._to = input_of(ipywidgets.DatePicker(description="To"))
        self._sort = input_of(
            ipywidgets.Dropdown(description="Sort", options=[(name, index) for index, (name, *_) in enumerate(_SORTS)])
        )
        filters = (self._storage, self._status, self._paid, self._from, self._to, self._sort)
        for one in filters:
            self._watch(one, self._filter_changed)
        self._inputs = filters
        self._filters = row(*(field_of(one) for one in filters))
        self._count = ipywidgets.HTML()
        self._list = ipywidgets.VBox()
        self._back = self._button("Previous", lambda: self._turn(-_AT_ONCE))
        self._next = self._button("Next", lambda: self._turn(_AT_ONCE))
        self._pages = row(self._back, self._next)
        self._reload = self._button("Look again", self.load)
        self._detail = ipywidgets.HTML()
        self._cancelling = Cancelling(self._button, "Cancel this order", self._cancel_order, self.refresh)
        self._ask_refund = self._button("Ask for a refund", self._show_refund)
        self._shut = self._button("Close this order", self._close_order)
        self._refund_box = ipywidgets.VBox()
        self._card = ipywidgets.VBox(
            children=(
                self._detail,
                row(self._cancelling.button, self._ask_refund, self._shut),
                self._cancelling.box,
                self._refund_box,
            )
        )
        self._card.add_class("oe-card")
        self._lay_out(
            ipywidgets.HTML(heading("Orders")),
            self._filters,
            self._count,
            self._list,
            row(self._back, self._next, self._reload),
            self._card,
        )
        self.load(here=True)

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that match the filters, sorted as chosen."""
        after, before = self._from.value, self._to.value
        found = [
            one
            for one in self._orders or ()
            if self._storage.value in (NONE, one.storage)
            and self._status.value in (NONE, one.status)
            and self._paid.value in (NONE, one.paid)
            and (after is None or (one.created is not None and one.created >= _midnight(after)))
            and (before is None or (one.created is not None and one.created < _midnight(before) + timedelta(days=1)))
        ]
        _name, key, down = _SORTS[self._sort.value]
        return tuple(sorted(found, key=key, reverse=down))

    @property
    def order(self) -> Order | None:
        """The opened order; None if there is none."""
        return self._open

    def load(self, *, here: bool = False) -> None:
        """Reads the orders again.

        Args:
            here: run in this thread and wait.
        """

        def look() -> None:
            self._storages = tuple(self._shop.orders.storages())
            found = [self._statuses_of(one.marker) for one in self._storages]
            self._statuses = tuple({one.marker: one for each in found for one in each}.values())
            self._orders = tuple(self._shop.orders.list())

        self._act("Reading the orders…", look, here=here)

    def show_order(self, order_id: int) -> None:
        """Opens an order, like a click on its button."""
        order = next((one for one in self._orders or () if one.id == order_id), None)
        storage = None if order is None else order.storage
        self._cancelling.forget()
        self._drop_refund()

        def look() -> None:
            self._open = self._shop.orders.get(order_id, storage)
            self._look_up_sessions(self._open)

        self._act(f"Opening order {order_id}…", look)

    def _statuses_of(self, storage: str) -> Sequence[Status]:
        return look_up(lambda: self._shop.orders.statuses(storage), f"The statuses of '{storage}'", ())

    def _look_up_sessions(self, order: Order) -> None:
        self._sessions = look_up(lambda: tuple(self._shop.payments.sessions_for(order)), "Payment sessions", ())

    def _labels_of_storages(self) -> dict[str, str]:
        return told_apart((one.marker, one.title) for one in self._storages)

    def _headline(self) -> str:
        if self._orders is None:
            return "OrdersExplorer: not loaded"
        return f"OrdersExplorer: {len(self.orders)} of {counted(len(self._orders), 'order')}"

    def _body(self) -> Sequence[str]:
        lines = [f"{one.id}: {_summary(one)}" for one in self._page()]
        if self._open is not None:
            lines.append(f"opened: order {self._open.id}, {_summary(self._open)}")
            lines += [f"payment session {one.id}: {show_status(one.status)}" for one in self._sessions]
        if self._refund is not None:
            lines += self._refund.text().split("\n")
        return lines

    # Rendering.

    def _render(self) -> None:
        known = self._orders is not None
        _options(self._storage, [("All", NONE), *choices(self._labels_of_storages().items())])
        _options(self._status, [("Any", NONE), *choices((one.marker, one.title) for one in self._statuses)])
        fitting, page = self.orders, self._page()
        if self._drawn != page:
            self._drawn = page
            self._draw(page)
        last = self._first + len(page)
        self._count.value = plain(f"{self._first + 1} to {last} of {counted(len(fitting), 'order')}") if page else ""
        for one in (*self._inputs, *self._openers, self._reload):
            one.disabled = self.busy
        self._back.disabled = self.busy or self._first == 0
        self._next.disabled = self.busy or last >= len(fitting)
        shown(self._filters, known)
        shown(self._back, len(fitting) > _AT_ONCE)
        shown(self._next, len(fitting) > _AT_ONCE)
        self._render_card()

    def _standing(self) -> tuple[str, str]:
        if self._orders is None:
            return ("", "")
        if not self._orders:
            return "empty", "You have no orders yet."
        return ("", "") if self.orders else ("empty", "No order fits these filters.")

    def _draw(self, page: Sequence[Order]) -> None:
        old = self._list.children
        self._openers, rows = [], []
        for one in page:
            opener = self._button(f"Open order {one.id}", self._opener(one.id))
            text = titled(f"Order {one.id}", _summary(one))
            line = row(ipywidgets.HTML(text), opener)
            line.add_class("oe-line")
            rows.append(line)
            self._openers.append(opener)
        self._list.children = tuple(rows)
        discard(old)

    def _opener(self, number: int) -> Callable[[], None]:
        return lambda: self.show_order(number)

    def _render_card(self) -> None:
        order = self._open
        shown(self._card, order is not None)
        paid = order is not None and order.paid
        self._cancelling.render(order, possible=order is not None and not paid, busy=self.busy)
        self._ask_refund.disabled = self.busy or not paid
        self._shut.disabled = self.busy or order is None
        shown(self._ask_refund, paid and self._refund is None)
        if order is None:
            return
        labels = products_told_apart(order.lines)
        lines = [
            (
                labels[one.product_id],
                one.quantity,
                _money(one.price, order),
                _money(one.amount, order),
            )
            for one in order.lines
        ]
        sessions = [
            (one.id, show_status(one.status), _money(one.amount, order), show(one.created)) for one in self._sessions
        ]
        pay_at = next((web_address(one.payment_url) for one in self._sessions if one.is_open and one.payment_url), None)
        self._detail.value = (
            heading(f"Order {order.id}", 4)
            + facts(
                (
                    ("Made", show(order.created)),
                    ("Kind of order", self._labels_of_storages().get(order.storage, "")),
                    *status_facts(order),
                    ("Total", format_money(order.total, order.currency)),
                    ("Paid", "yes" if order.paid else "no"),
                    ("Paid with", order.payment_account_title or order.payment_account),
                    *order.form.items(),
                )
            )
            + table(("Product", "Quantity", "Price", "Sum"), lines, numbers=(1, 2, 3), caption="Products")
            + stages_table(order)
            + (
                table(("Session", "Status", "Amount", "Opened"), sessions, numbers=(2,), caption="Payment sessions")
                if sessions
                else plain("There is no payment session.")
            )
            + (link(pay_at, "Open the payment page") if pay_at else "")
        )

    def _page(self) -> tuple[Order, ...]:
        return self.orders[self._first : self._first + _AT_ONCE]

    # Actions of the controls.

    def _filter_changed(self) -> None:
        self._first = 0
        self._say("")
        self.refresh()

    def _turn(self, by: int) -> None:
        self._first = max(self._first + by, 0)
        self.refresh()

    def _close_order(self) -> None:
        self._open, self._sessions = None, ()
        self._drop_refund()
        self._say("")
        self._cancelling.forget()

    def _cancel_order(self, status: str | None) -> None:
        order = self._open
        if order is None:
            return

        def cancel() -> Order:
            cancelled: Order = self._cancelling.tried(
                lambda: self._shop.orders.cancel(order, status=status),
                lambda: self._shop.orders.statuses(order.storage),
            )
            # The answer has no titles and prices (docs/api/traps.md#trap-2). A failure must not hide that it worked.
            found: Order = look_up(
                lambda: self._shop.orders.get(order.id, order.storage),
                "Details of the cancelled order",
                replace(order, status=cancelled.status, status_title=None),
            )
            self._look_up_sessions(found)
            return found

        def cancelled(found: Order) -> None:
            self._open = found
            self._orders = tuple(found if one.id == found.id else one for one in self._orders or ())
            self._say(f"Order {found.id} is cancelled.", "done")

        self._act(f"Cancelling order {order.id}…", cancel, cancelled)

    def _show_refund(self) -> None:
        if self._open is not None and self._refund is None:
            self._refund = RefundForm(self._shop, self._open, runner=self._runner)
            self._refund_box.children = (self._refund,)
            self.refresh()

    def _drop_refund(self) -> None:
        if self._refund is not None:
            self._refund_box.children = ()
            self._refund.close()
            self._refund = None


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _options(dropdown: Any, options: list[tuple[str, Any]]) -> None:
    if tuple(dropdown.options) != tuple(options):
        before = dropdown.value
        dropdown.options = options
        dropdown.value = before if before in [value for _, value in options] else NONE


def _summary(order: Order) -> str:
    parts = (
        show(order.created),
        order.status_title or order.status or "",
        order.fulfillment_status_title or order.fulfillment_status or "",
        format_money(order.total, order.currency),
        "paid" if order.paid else "not paid",
        "" if order.quantity is None else counted(order.quantity, "piece"),
    )
    return ", ".join(part for part in parts if part)


def _money(amount: Decimal | None, order: Order) -> str:
    return format_money(amount, order.currency, named=False)
