"""Payment, cancellation and refund of the placed order of a checkout."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from ..errors import (
    CheckoutUncertainError,
    InputError,
    NotFoundError,
    OneEntryError,
)
from ..orders.models import Order
from ..payments.models import PaymentSession
from ..payments.refunds import RefundRequest, newest_of
from ..payments.waiting import poll
from ..values.arguments import check_seconds
from ..values.words import Outcome, show_status
from .machine import Machine
from .nouns import Nouns
from .outcome import about_session, is_cancelled, outcome_of, stages_left
from .progress import Progress, Sent, may_have_been_done
from .state import CheckoutState

_S = CheckoutState


class _Seen(NamedTuple):
    """The state after a request, and whether there is a payment link."""

    state: CheckoutState
    has_link: bool


class Payment:
    """Pays, polls, cancels and refunds the placed order.

    Args:
        shop: the shop that the order is placed in.
        machine: the state of the checkout.
        progress: has the order; gets its payment session and refund.
        clock: monotonic clock in seconds, for ``wait``.
        sleep: used by ``wait`` to pause; None for a pause that ``stop_waiting()`` ends.
    """

    def __init__(
        self,
        shop: Nouns,
        machine: Machine,
        progress: Progress,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], object] | None,
    ) -> None:
        self._shop = shop
        self._machine = machine
        self._progress = progress
        self._clock = clock
        self._stop = threading.Event()
        self._sleep = sleep or self._stop.wait

    def pay(self, type: Literal["session", "intent"] = "session") -> PaymentSession:
        """Opens a payment session for the order: see ``CheckoutFlow.pay``."""
        machine, progress = self._machine, self._progress
        if type not in ("session", "intent"):
            raise InputError('type must be "session" or "intent".', name="type")
        with machine.exclusively("pay", "A payment session is being opened."):
            progress.check_owner()
            order = progress.known_order
            before = self._sessions(order)
            staged = {number for _, number in stages_left(order)[:1]}
            waiting = [one for one in before if one.id in staged and outcome_of(one) is None]
            sent = progress.sending("pay", sessions=frozenset(one.id for one in before))
            session = waiting[0] if waiting else None
            try:
                with machine.lock:
                    progress.sent, progress.session = sent, None
                    machine.move("pay", "A payment session is being opened.")
                if session is None:
                    machine.tell()
                    session = self._shop.payments.create_session(order, type=type)
                self._follow(session)
            except BaseException as error:  # Ctrl-C may come at any moment
                if machine.state is not _S.PAYING:
                    progress.sent = None
                    raise
                if session is not None:
                    self._follow(session)
                    raise
                if may_have_been_done(error, "createPaymentSession"):
                    progress.no_answer(error, f"a payment session of order {order.id}")
                with machine.lock:
                    progress.sent = None
                    machine.move("no session", f"No payment session was opened. {error}")
                raise
            return session

    def look(self) -> CheckoutState:
        """Requests the payment's status once: see ``CheckoutFlow.look``."""
        self._machine.check("look")
        self._look()
        return self._machine.state

    def wait(
        self, timeout_s: float = 60.0, poll_s: float = 1.5, until: Literal["settled", "link"] = "settled"
    ) -> CheckoutState:
        """Polls the payment: see ``CheckoutFlow.wait``."""
        if until not in ("settled", "link"):
            raise InputError('until must be "settled" or "link".', name="until")
        limit, pause = check_seconds(timeout_s, "timeout_s", zero=True), check_seconds(poll_s, "poll_s", zero=False)
        self._machine.check("wait")
        self._stop.clear()
        polled = poll(
            self._look_at,
            lambda seen: seen.state is not _S.PAYING or (until == "link" and seen.has_link),
            timeout_s=limit,
            pause_s=pause,
            clock=self._clock,
            sleep=self._sleep,
            stopped=self._stop.is_set,
        )
        if polled.failure is not None and not self._stop.is_set() and self._machine.state is _S.PAYING:
            raise polled.failure
        return self._machine.state

    def stop_waiting(self) -> None:
        """Ends a ``wait()`` in another thread."""
        self._stop.set()

    def cancel(self, status: str | None = None) -> Order:
        """Cancels the order: see ``CheckoutFlow.cancel``."""
        machine, progress = self._machine, self._progress
        with machine.exclusively("cancel", "The order is being cancelled."):
            progress.check_owner()
            order: Order | None = None
            progress.sent = progress.sending("cancel")
            try:
                order = self._shop.orders.cancel(progress.known_order, status=status)
                self._cancelled(order)
            except BaseException as error:  # Ctrl-C may come at any moment
                if order is not None:
                    self._cancelled(order)
                    raise
                if may_have_been_done(error, "updateOrder"):
                    progress.no_answer(error, f"the cancelling of order {progress.known_order.id}")
                with machine.lock:
                    progress.sent = None
                    machine.message = f"The order was not cancelled. {error}"
                raise
            return order

    def refund(self, *, products: Mapping[int, int] | None = None, note: str | None = None) -> RefundRequest:
        """Requests a refund: see ``CheckoutFlow.refund``."""
        machine, progress = self._machine, self._progress
        with machine.exclusively("refund", "The refund is being requested."):
            progress.check_owner()
            order = progress.known_order
            before = {one.id for one in self._shop.refunds.list(order)}
            try:
                refund = self._shop.refunds.request(order, products=products, note=note)
            except BaseException as error:
                if not may_have_been_done(error, "createRefundRequest"):
                    raise
                refund = self._lost_refund(order, before, products, error)
            with machine.lock:
                progress.refund = refund
                machine.message = f"A refund of order {order.id} is requested ({show_status(refund.status)})."
            return refund

    def reconcile_session(self, sent: Sent) -> None:
        """Looks for a payment session whose response was lost."""
        machine, progress = self._machine, self._progress
        new = [one for one in self._sessions(progress.known_order) if one.id not in sent.sessions]
        with machine.lock:
            if new:
                # Of an order that is paid in stages, one call may have opened several: the first one's stage is next.
                still_open = [one for one in new if outcome_of(one) is None]
                session = min(still_open or new[-1:], key=lambda one: one.id)
                machine.move("paying", "")
                self._follow(session)
            elif (left := progress.quiet_left(sent)) > 0:
                machine.message = (
                    "No payment session was found yet, but the server may still create it. "
                    f"Call reconcile() again in {left:.0f} s."
                )
            else:
                progress.sent = None
                machine.move("placed", "No payment session was opened. pay() opens one.")

    def reconcile_cancel(self) -> None:
        """Reads whether the order was cancelled."""
        machine, progress = self._machine, self._progress
        known = progress.known_order
        order = self._shop.orders.get(known.id, known.storage)
        with machine.lock:
            progress.order, progress.sent = order, None
            if order.paid:
                machine.move("paid", f"Order {order.id} is paid; it was not cancelled.")
            elif is_cancelled(order):
                progress.session = None
                machine.move("cancelled", f"Order {order.id} is cancelled.")
            elif progress.session is not None and outcome_of(progress.session) is None:
                machine.move("paying", f"Order {order.id} is not cancelled. {about_session(progress.session)}")
            else:
                machine.move("placed", f"Order {order.id} is not cancelled. cancel() may be called again.")

    def _look_at(self) -> _Seen:
        """Requests the status once; returns what ``wait`` needs."""
        self._look()
        with self._machine.lock:
            session = self._progress.session
            return _Seen(self._machine.state, session is not None and bool(session.payment_url))

    def _look(self) -> None:
        machine, progress = self._machine, self._progress
        with machine.lock:
            state, order, session = machine.state, progress.order, progress.session
            if machine.busy or order is None:
                return
        progress.check_owner()
        event, message, current = "", "", session
        if state is _S.PAYING and session is not None:
            current = seen = self._read_session(order, session)
            outcome = outcome_of(seen)
            if outcome is None:
                message = about_session(seen)
            else:
                order = self._shop.orders.get(order.id, order.storage)
                current, event, message = self._ending(seen, outcome, order)
        else:
            order = self._shop.orders.get(order.id, order.storage)
            if order.paid and state is not _S.PAID:
                event, message = "paid", f"Order {order.id} is paid."
            elif is_cancelled(order) and state is not _S.CANCELLED:
                event, message = "cancelled", f"Order {order.id} is cancelled."
        with machine.lock:
            if machine.state is not state or progress.session is not session or machine.busy:
                return  # another call has changed the checkout meanwhile
            changed = event or progress.session != current or progress.order != order
            progress.order, progress.session = order, current
            if event:
                machine.move(event, message)
            elif message:
                machine.message = message
        if changed:
            machine.tell()

    def _ending(self, session: PaymentSession, outcome: Outcome, order: Order) -> tuple[PaymentSession, str, str]:
        """Returns the session to poll next, the event and the message, after a session has ended."""
        left = () if order.paid else stages_left(order)
        if outcome == "paid" and left:
            title = left[0][0]
            numbers = {number for _, number in left}
            waiting = [one for one in self._sessions(order) if one.id != session.id and outcome_of(one) is None]
            if waiting:
                following = next((one for one in waiting if one.id in numbers), waiting[0])
                return following, "", f"A stage is paid, {len(left)} left. {about_session(following)}"
            return session, "stage paid", f"A stage is paid, {len(left)} left: pay() opens a session for {title}."
        if outcome == "paid" or order.paid:
            return session, "paid", f"Order {order.id} is paid."
        if is_cancelled(order):
            return session, "cancelled", f"Order {order.id} is cancelled."
        if outcome == "expired":  # docs/api/orders.md#orders-cancel
            then = "pay() opens another; only the shop can cancel the order now."
            return session, "expired", f"Payment session {session.id} has expired. {then}"
        return session, "declined", f"Payment session {session.id} ended as {session.status}. pay() opens another."

    def _read_session(self, order: Order, session: PaymentSession) -> PaymentSession:
        # PayPal's link is known to appear in the sessions of the order (docs/api/payments.md#payments-create).
        for one in self._sessions(order):
            if one.id == session.id:
                return one
        return self._shop.payments.get(session.id)

    def _sessions(self, order: Order) -> tuple[PaymentSession, ...]:
        try:
            return tuple(self._shop.payments.sessions_for(order))
        except NotFoundError:
            return ()  # an order without a session, on some servers

    def _follow(self, session: PaymentSession) -> None:
        with self._machine.lock:
            self._progress.session, self._progress.sent = session, None
            self._machine.message = about_session(session)

    def _cancelled(self, order: Order) -> None:
        machine, progress = self._machine, self._progress
        with machine.lock:
            progress.order, progress.session, progress.sent = order, None, None
            if machine.state is not _S.CANCELLED:  # else an interruption came after it
                machine.move("cancelled", f"Order {order.id} is cancelled.")

    def _lost_refund(
        self, order: Order, before: set[int], products: Mapping[int, int] | None, error: BaseException
    ) -> RefundRequest:
        """Returns the refund request whose response was lost, if the list has it."""
        made: RefundRequest | None = None
        if isinstance(error, Exception):  # Ctrl-C must not be held up by a look at the list
            with contextlib.suppress(OneEntryError):
                made = newest_of(self._shop.refunds.list(order), order.id, before, products)
        if made is None:
            with self._machine.lock:
                self._machine.message = f"It is not known whether a refund of order {order.id} was requested."
            if not isinstance(error, Exception):
                raise error
            raise CheckoutUncertainError(
                f"It is not known whether a refund of order {order.id} was requested: no usable answer came. "
                "Look with shop.refunds.list(order) in a while before you ask again.",
                reference=f"a refund request of order {order.id}",
            ) from error
        return made
