"""Payment of an order: link, status, remaining time and retry."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import ipywidgets

from ..checkout.state import CheckoutSnapshot, CheckoutState
from ..errors import CheckoutStateError, OneEntryError
from ..orders.models import Order
from ..payments.accounts import PaymentAccount
from ..payments.stages import PaymentProgress
from ..payments.waiting import pause_after, try_once
from ..values.money import format_money
from ..values.words import show_status
from .parts.cancelling import Cancelling
from .parts.expiry import show_left, time_left_s
from .parts.look import facts, frame, heading, link, plain, web_address
from .parts.order_words import stages_table, status_facts
from .parts.reconcile import Reconciling
from .parts.runner import Repeat, Runner
from .parts.source import flow_of, source_of
from .parts.view import View, row, shown

if TYPE_CHECKING:
    from ..checkout import CheckoutFlow

_S = CheckoutState
_TICK_S = 1.0
_LOOK_EVERY = 2  # ticks between two requests, and between two requests of a payment that takes long
_LOOK_RARELY = 10
_SOON = 120  # ticks; most payments are done by then
_FOLLOW = 1800  # ticks; a notebook that is left open must not poll forever
_LOOK_WITHIN_S = 10.0
_FAILURES = 3  # failed requests in a row after which the panel says so; it goes on asking
_SAID = {
    _S.PLACED: ("", "The order is placed and not paid yet."),
    _S.PAID: ("done", "Paid. Thank you."),
    _S.DECLINED: ("error", "The payment was not made. Nothing was charged; you may try again."),
    _S.EXPIRED: (
        "error",
        "The time to pay is over. Nothing was charged; you may try again, or ask the shop to cancel the order.",
    ),
    _S.CANCELLED: ("empty", "The order is cancelled. There is nothing to pay."),
    _S.UNCERTAIN: ("error", "No answer came, so it is not certain how the order stands."),
}


class PaymentPanel(View):
    """Shows where to pay a checkout's order and the payment's status, which it polls.

    Args:
        flow: the ``CheckoutFlow`` with the order to pay.
        embed: also show the payment page inside the notebook. Many payment pages refuse to be embedded, so the link is
            always shown.
        runner: runs the calls; default: in the background in a notebook, synchronously elsewhere.
        clock: monotonic clock in seconds, for the remaining time.
        now: returns the current time.
    """

    def __init__(
        self,
        flow: CheckoutFlow,
        *,
        embed: bool = False,
        runner: Runner | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(runner)
        self._flow: CheckoutFlow = flow_of(flow, "PaymentPanel")
        self._shop, _ = source_of(flow)
        self._embed = embed
        self._clock, self._now = clock, now
        self._following: Repeat | None = None
        self._ticks = 0
        self._failures = 0
        self._asked_to_wait = 0  # tick before which the server does not want to be asked
        self._trouble = self._lost_sight = ""
        self._seen: tuple[int, float] | None = None
        self._account: tuple[int, PaymentAccount | None] | None = None
        self._details: Order | None = None  # the order as read, with the statuses that the answer to create lacks
        self._details_for: tuple[int, int | None] | None = None
        self._title = ipywidgets.HTML()
        self._facts = ipywidgets.HTML()
        self._where = ipywidgets.HTML()
        self._time = ipywidgets.HTML()
        self._page = ipywidgets.HTML()
        self._pay = self._button("Pay", self._open, main=True)
        self._check = self._button("Check now", self._look)
        self._cancelling = Cancelling(self._button, "Cancel the order", self._cancel_order, self.refresh)
        self._reconciling = Reconciling(flow, self._button, self._act)
        self._lay_out(
            self._title,
            self._facts,
            self._where,
            self._time,
            self._page,
            row(self._pay, self._check, self._cancelling.button),
            self._cancelling.box,
            self._reconciling.box,
        )
        self._endings += [flow.subscribe(lambda _snapshot: self._guard(self.refresh)), self._stop]
        self.refresh()

    @property
    def is_following(self) -> bool:
        """Whether the panel polls the payment's status."""
        return self._following is not None

    def refresh(self) -> None:
        """Renders the current state again, and polls the payment while one is open."""
        super().refresh()
        snapshot = self._flow.snapshot()
        self._know_order(snapshot)
        with self._lock:
            if snapshot.state != _S.PAYING:
                self._stop()
                self._trouble = self._lost_sight = ""
            elif self._following is None and not self._closed and snapshot.session is not None and not self._lost_sight:
                self._ticks = self._failures = self._asked_to_wait = 0
                try:
                    self._following = self._runner.repeat(self._tick, every_s=_TICK_S)
                except OneEntryError as error:
                    self._lost_sight = f"The status is not updated. {error}"
                    super().refresh()

    def _headline(self) -> str:
        snapshot = self._flow.snapshot()
        if snapshot.order is None:
            return "PaymentPanel: no order yet"
        session = "" if snapshot.session is None else f", payment session {snapshot.session.id}"
        return f"PaymentPanel: order {snapshot.order.id}, {snapshot.state}{session}"

    def _body(self) -> Sequence[str]:
        snapshot = self._flow.snapshot()
        lines = [f"{name}: {value}" for name, value in self._known(snapshot) if value]
        lines += ["(link) Open the payment page"] if self._address(snapshot) else [self._no_address(snapshot)]
        return lines if snapshot.order is not None else ()

    # Rendering.

    def _render(self) -> None:
        snapshot = self._flow.snapshot()
        can, order = snapshot.can, snapshot.order
        self._title.value = heading("Payment")
        self._facts.value = (
            facts(self._known(snapshot)) + stages_table(self._detailed(order)) if order is not None else ""
        )
        address = self._address(snapshot)
        words = plain(self._no_address(snapshot))
        _put(self._where, link(address, "Open the payment page") if address is not None else words)
        # Rendering the page again would lose the text typed into it.
        _put(self._page, frame(address, "Payment page") if address is not None and self._embed else "")
        self._render_time(snapshot)
        again = snapshot.state in (_S.DECLINED, _S.EXPIRED)
        self._pay.description = "Try again" if again else "Pay"
        self._pay.disabled = self.busy or "pay" not in can
        self._check.disabled = self.busy or "look" not in can
        ended = snapshot.state in (_S.PAID, _S.CANCELLED)
        shown(self._pay, order is not None and snapshot.state in (_S.PLACED, _S.DECLINED, _S.EXPIRED))
        shown(self._check, order is not None and not ended and snapshot.state != _S.UNCERTAIN)
        self._cancelling.render(order, possible="cancel" in can, busy=self.busy)
        self._reconciling.render(snapshot, here=order is not None, busy=self.busy)

    def _render_time(self, snapshot: CheckoutSnapshot) -> None:
        left = self._left_s(snapshot)
        text = "" if left is None else f"Time left to pay: {show_left(left)}"
        # No live region: a screen reader must not announce every second.
        _put(self._time, f'<p class="oe-time">{text}</p>' if text else "")
        shown(self._time, bool(text))

    def _standing(self) -> tuple[str, str]:
        snapshot = self._flow.snapshot()
        if snapshot.order is None:
            return "empty", "There is nothing to pay yet. Place the order first."
        if snapshot.state == _S.PAYING:
            trouble = self._lost_sight or self._trouble
            return ("error", trouble) if trouble else ("busy", "Waiting for the payment…")
        progress = PaymentProgress.of(snapshot.order)
        if snapshot.state == _S.PLACED and len(progress.left) < len(progress.stages):
            return "", f"A stage is paid, {len(progress.left)} left. “Pay” opens the payment of the next."
        return _SAID.get(snapshot.state, ("", ""))

    def _known(self, snapshot: CheckoutSnapshot) -> list[tuple[str, Any]]:
        order, session = snapshot.order, snapshot.session
        if order is None:
            return []
        status = None if session is None else f"{show_status(session.status)} (payment session {session.id})"
        return [
            ("Order", str(order.id)),
            ("Amount", format_money(order.total, order.currency)),
            ("Payment", status),
            *status_facts(self._detailed(order)),
        ]

    def _detailed(self, order: Order) -> Order:
        """Returns the order with its statuses, if the panel has read it and the checkout has not."""
        read = self._details
        return read if read is not None and read.id == order.id and _lacks_statuses(order) else order

    def _address(self, snapshot: CheckoutSnapshot) -> str | None:
        if snapshot.state != _S.PAYING or snapshot.session is None:
            return None
        return web_address(snapshot.session.payment_url)

    def _no_address(self, snapshot: CheckoutSnapshot) -> str:
        if snapshot.state != _S.PAYING or snapshot.session is None:
            return ""
        # Final for cash, temporary for PayPal, and the API does not say which (docs/api/traps.md#trap-6).
        return "There is no payment page. If one is made later it appears here; otherwise pay as agreed with the shop."

    def _left_s(self, snapshot: CheckoutSnapshot) -> float | None:
        session = snapshot.session
        if snapshot.state != _S.PAYING or session is None:
            return None
        if self._seen is None or self._seen[0] != session.id:
            self._seen = (session.id, self._clock())
        account = self._account[1] if self._account is not None and self._account[0] == session.account_id else None
        left = time_left_s(session, account, now=self._now(), seen_s=self._clock() - self._seen[1])
        return left if left is not None and left > 0 else None

    # Actions of the buttons.

    def _open(self) -> None:
        def pay() -> None:
            session = self._flow.pay()
            self._know_account(session.account_id)

        self._trouble = self._lost_sight = ""
        self._act("Opening the payment…", pay)

    def _know_account(self, number: int | None) -> None:
        """Looks up the account for the session's lifetime; errors are ignored."""
        if number is None:
            return
        try:
            self._account = (number, self._shop.payments.account(number))
        except OneEntryError:
            self._account = (number, None)

    def _know_order(self, snapshot: CheckoutSnapshot) -> None:
        """Reads a new order once, and again after a payment was opened; errors are ignored."""
        order, session = snapshot.order, snapshot.session
        if order is None or snapshot.state not in (_S.PLACED, _S.PAYING) or not _lacks_statuses(order):
            return
        wanted = (order.id, session.id if session is not None else None)
        with self._lock:
            if self._details_for == wanted or self.busy or self._closed:
                return
            self._details_for = wanted

        def read() -> None:
            try:
                self._details = self._shop.orders.get(order.id, order.storage)
            except OneEntryError:
                return
            self._guard(self.refresh)

        try:
            self._runner.start(read)
        except OneEntryError:
            self._details_for = None

    def _look(self) -> None:
        self._trouble = self._lost_sight = ""
        self._act("Checking the payment…", self._flow.look)

    def _cancel_order(self, status: str | None) -> None:
        order = self._flow.snapshot().order
        if order is not None:
            self._act(
                "Cancelling the order…",
                lambda: self._cancelling.tried(
                    lambda: self._flow.cancel(status), lambda: self._shop.orders.statuses(order.storage)
                ),
            )

    # Polling.

    def _tick(self) -> bool:
        """Runs each second: updates the countdown and sometimes polls. Returns False when polling is over."""
        snapshot = self._flow.snapshot()
        if self._closed or snapshot.state != _S.PAYING:
            self._following = None
            return False
        self._ticks += 1
        if self._ticks > _FOLLOW:
            return self._lose_sight("The status is not updated any more. Press “Check now” to update it.")
        if not self.busy and "look" in snapshot.can and self._is_time_to_look():
            try:
                if self._account is None and snapshot.session is not None:
                    self._know_account(snapshot.session.account_id)
                _state, failure = try_once(self._flow.look, within_s=_LOOK_WITHIN_S)
                self._note_failure(failure)
            except CheckoutStateError:
                pass  # another call has just started
            except OneEntryError as error:
                return self._lose_sight(f"{error} Press “Check now” to look again.")
            except Exception as error:  # noqa: BLE001  (shown)
                self._following = None
                self._show_error(error)
                return False
        with self._lock, self._by_itself():
            if not self._closed:
                self._render_time(self._flow.snapshot())
        return self._following is not None

    def _note_failure(self, failure: OneEntryError | None) -> None:
        """Says that the server does not answer, after some failures in a row; keeps the pause that it asks for."""
        self._failures = 0 if failure is None else self._failures + 1
        self._asked_to_wait = self._ticks + math.ceil(pause_after(failure, 0.0) / _TICK_S)
        trouble = f"{failure} The panel goes on asking." if self._failures >= _FAILURES else ""
        if trouble != self._trouble:
            self._trouble = trouble
            self.refresh()

    def _is_time_to_look(self) -> bool:
        if self._ticks < self._asked_to_wait:
            return False
        return self._ticks % (_LOOK_EVERY if self._ticks <= _SOON else _LOOK_RARELY) == 0

    def _lose_sight(self, text: str) -> bool:
        self._lost_sight, self._following = text, None
        self.refresh()
        self._tell()
        return False

    def _stop(self) -> None:
        if self._following is not None:
            self._following.stop()
            self._following = None


def _lacks_statuses(order: Order) -> bool:
    """Whether this is an answer to create or update, which has none of the statuses (docs/api/traps.md#trap-2)."""
    return "statusLocalizeInfos" not in order.raw


def _put(widget: Any, html: str) -> None:
    if widget.value != html:
        widget.value = html
    shown(widget, bool(html))
