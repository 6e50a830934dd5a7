"""The order of a checkout once it is placed: paying, following the payment, cancelling, asking for money back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NoReturn

from ..errors import (
    CheckoutUncertainError,
    ConnectionFailedError,
    InputError,
    NotFoundError,
    OneEntryError,
    RateLimitedError,
    ServerError,
)
from ..orders.models import Order
from ..payments.refunds import RefundRequest
from ..payments.sessions import PaymentSession
from ..values.arguments import check_seconds
from .basket import CheckoutBasket
from .search import Outcome, Sent, may_have_been_done, outcome_of, stages_left
from .state import CheckoutState

_S = CheckoutState


class CheckoutPayment(CheckoutBasket):
    """The part of a ``CheckoutFlow`` after the order is placed."""

    def pay(self, type: Literal["session", "intent"] = "session") -> PaymentSession:
        """Opens a payment session for the order; after a declined or expired one, another.

        Of an order that is paid in stages, a session that the server has opened for the next stage is taken.

        Args:
            type: ``"session"`` for a page to pay on, ``"intent"`` for a card form of your own (Stripe).

        Raises:
            CheckoutStateError: there is no order to pay, or a session is open.
            CheckoutUncertainError: no usable answer came; a session may be open. Call ``reconcile()``.
            OneEntryError: it was refused or not sent; the order stays placed.
        """
        if type not in ("session", "intent"):
            raise InputError('type must be "session" or "intent".', name="type")
        with self._machine.exclusively("pay", "A payment session is being opened."):
            self._check_owner()
            order = self._known_order()
            before = self._sessions(order)
            staged = {number for _, number in stages_left(order)[:1]}
            waiting = [one for one in before if one.id in staged and outcome_of(one) is None]
            sent = Sent(pending="pay", at=self._now(), user=self._owner, sessions=frozenset(one.id for one in before))
            session = waiting[0] if waiting else None
            try:
                with self._machine.lock:
                    self._sent, self._session = sent, None
                    self._machine.move("pay", "A payment session is being opened.")
                if session is None:
                    self._machine.tell()
                    session = self._shop.payments.create_session(order, type=type)
                self._follow(session)
            except BaseException as error:  # Ctrl-C may come at any moment
                if self.state is not _S.PAYING:
                    self._sent = None
                    raise
                if session is not None:
                    self._follow(session)
                    raise
                if may_have_been_done(error, "createPaymentSession"):
                    self._uncertain(error)
                with self._machine.lock:
                    self._sent = None
                    self._machine.move("no session", f"No payment session was opened. {error}")
                raise
            return session

    def look(self) -> CheckoutState:
        """Asks the server once how the payment stands, and gives the state that it led to.

        Raises:
            CheckoutStateError: there is no order yet, or a call is under way.
            OneEntryError: it could not be read; nothing has changed.
        """
        self._machine.check("look")
        self._look()
        return self.state

    def wait(
        self, timeout_s: float = 60.0, poll_s: float = 1.5, until: Literal["settled", "link"] = "settled"
    ) -> CheckoutState:
        """Follows the payment until it is settled, or until it has a link to pay at.

        Failures to look are passed over while there is time. Ends early with Ctrl-C, and with ``stop_waiting()`` from
        another thread; the payment goes on either way.

        Args:
            timeout_s: seconds to wait at most.
            poll_s: seconds between two looks.
            until: ``"settled"`` for the end of the session, whichever; ``"link"`` for ``payment_url`` (PayPal's comes
                some seconds late) or the end.

        Returns:
            The state then: ``PAYING`` if it is still open. Of an order that is paid in stages: ``PLACED`` when a
            stage is paid and the next needs ``pay()``.

        Raises:
            CheckoutStateError: there is no payment to follow.
            ConnectionFailedError, ServerError, RateLimitedError: the last look before the time was up failed.
        """
        if until not in ("settled", "link"):
            raise InputError('until must be "settled" or "link".', name="until")
        limit, pause = check_seconds(timeout_s, "timeout_s", zero=True), check_seconds(poll_s, "poll_s", zero=False)
        self._machine.check("wait")
        self._stop.clear()
        deadline = self._clock() + limit
        while True:
            failure: OneEntryError | None = None
            try:
                self._look()
            except (ConnectionFailedError, ServerError, RateLimitedError) as error:
                failure = error
            with self._machine.lock:
                state, session = self.state, self._session
            if state is not _S.PAYING or (until == "link" and session is not None and session.payment_url):
                return state
            left = deadline - self._clock()
            if self._stop.is_set() or left <= 0:
                if failure is not None and not self._stop.is_set():
                    raise failure
                return state
            self._sleep(min(pause, left))

    def stop_waiting(self) -> None:
        """Ends a ``wait()`` that is under way in another thread. The payment goes on."""
        self._stop.set()

    def cancel(self, status: str | None = None) -> Order:
        """Cancels the order; its open payment sessions end with it.

        Args:
            status: marker of the status that means cancelled; default: the only one whose marker says so.

        Raises:
            CheckoutStateError: there is no order, or it is paid: ask for a ``refund()``.
            InputError: no status, or several, look like cancelled; the message lists them.
            CheckoutUncertainError: no usable answer came. Call ``reconcile()``.
            InvalidRequestError: the server refused, for example because it may have been paid: ``look()``.
        """
        with self._machine.exclusively("cancel", "The order is being cancelled."):
            self._check_owner()
            order: Order | None = None
            self._sent = Sent(pending="cancel", at=self._now(), user=self._owner)
            try:
                order = self._shop.orders.cancel(self._known_order(), status=status)
                self._cancelled(order)
            except BaseException as error:  # Ctrl-C may come at any moment
                if order is not None:
                    self._cancelled(order)
                    raise
                if may_have_been_done(error, "updateOrder"):
                    self._uncertain(error)
                with self._machine.lock:
                    self._sent = None
                    self._machine.message = f"The order was not cancelled. {error}"
                raise
            return order

    def _cancelled(self, order: Order) -> None:
        with self._machine.lock:
            self._order, self._session, self._sent = order, None, None
            if self.state is not _S.CANCELLED:  # else an interruption came after it
                self._machine.move("cancelled", f"Order {order.id} is cancelled.")

    def refund(self, *, products: Mapping[int, int] | None = None, note: str | None = None) -> RefundRequest:
        """Asks for money back. An operator of the shop decides; the state stays ``PAID``.

        Args:
            products: product number to quantity; None for all that no request is about yet.
            note: a word to the shop.

        Raises:
            CheckoutStateError: the order is not paid.
            CheckoutUncertainError: no usable answer came, and the list cannot be read: see ``shop.refunds.list``.
            OneEntryError: as ``shop.refunds.request``.
        """
        with self._machine.exclusively("refund", "The refund is being requested."):
            self._check_owner()
            order = self._known_order()
            before = {one.id for one in self._shop.refunds.list(order)}
            try:
                refund = self._shop.refunds.request(order, products=products, note=note)
            except BaseException as error:
                if not may_have_been_done(error, "createRefundRequest"):
                    raise
                refund = self._lost_refund(order, before, error)
            with self._machine.lock:
                self._refund = refund
                self._machine.message = f"A refund of order {order.id} is requested ({refund.status})."
            return refund

    def _lost_refund(self, order: Order, before: set[int], error: BaseException) -> RefundRequest:
        """The request whose answer was lost, if the list shows it."""
        try:
            made = [one for one in self._shop.refunds.list(order) if one.id not in before]
        except OneEntryError:
            made = []
        if not isinstance(error, Exception):
            raise error
        if not made:
            with self._machine.lock:
                self._machine.message = f"It is not known whether a refund of order {order.id} was requested."
            raise CheckoutUncertainError(
                f"It is not known whether a refund of order {order.id} was requested: no usable answer came. "
                "Look with shop.refunds.list(order) in a while before you ask again.",
                reference=f"a refund request of order {order.id}",
            ) from error
        return max(made, key=lambda one: one.id)

    def _look(self) -> None:
        with self._machine.lock:
            state, order, session = self.state, self._order, self._session
            if self._machine.busy or order is None:
                return
        self._check_owner()
        event, message, current = "", "", session
        if state is _S.PAYING and session is not None:
            current = seen = self._read_session(order, session)
            outcome = outcome_of(seen)
            if outcome is None:
                message = _about_session(seen)
            else:
                order = self._shop.orders.get(order.id, order.storage)
                current, event, message = self._ending(seen, outcome, order)
        else:
            order = self._shop.orders.get(order.id, order.storage)
            if order.paid and state is not _S.PAID:
                event, message = "paid", f"Order {order.id} is paid."
            elif _is_cancelled(order) and state is not _S.CANCELLED:
                event, message = "cancelled", f"Order {order.id} is cancelled."
        with self._machine.lock:
            if self.state is not state or self._session is not session or self._machine.busy:
                return  # another call went on meanwhile; what was read is old
            changed = event or self._session != current or self._order != order
            self._order, self._session = order, current
            if event:
                self._machine.move(event, message)
            elif message:
                self._machine.message = message
        if changed:
            self._machine.tell()

    def _ending(self, session: PaymentSession, outcome: Outcome, order: Order) -> tuple[PaymentSession, str, str]:
        """The session to go on with, the event, and the message, after a session has ended."""
        left = () if order.paid else stages_left(order)
        if outcome == "paid" and left:
            title = left[0][0]
            numbers = {number for _, number in left}
            waiting = [one for one in self._sessions(order) if one.id != session.id and outcome_of(one) is None]
            if waiting:
                following = next((one for one in waiting if one.id in numbers), waiting[0])
                return following, "", f"A stage is paid, {len(left)} left. {_about_session(following)}"
            return session, "stage paid", f"A stage is paid, {len(left)} left: pay() opens a session for {title}."
        if outcome == "paid" or order.paid:
            return session, "paid", f"Order {order.id} is paid."
        if _is_cancelled(order):
            return session, "cancelled", f"Order {order.id} is cancelled."
        if outcome == "expired":
            return session, "expired", f"Payment session {session.id} has expired. pay() opens another."
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
            self._session, self._sent = session, None
            self._machine.message = _about_session(session)

    def _reconcile_session(self, sent: Sent) -> None:
        new = [one for one in self._sessions(self._known_order()) if one.id not in sent.sessions]
        with self._machine.lock:
            if new:
                # Of an order that is paid in stages, one call may have opened several: the first one's stage is next.
                still_open = [one for one in new if outcome_of(one) is None]
                session = min(still_open or new[-1:], key=lambda one: one.id)
                self._machine.move("paying", "")
                self._follow(session)
            elif (left := self._too_early(sent)) > 0:
                self._machine.message = (
                    "No payment session is there yet, but the server may still be at work. "
                    f"Call reconcile() again in {left:.0f} s."
                )
            else:
                self._sent = None
                self._machine.move("placed", "No payment session was opened. pay() opens one.")

    def _reconcile_cancel(self) -> None:
        known = self._known_order()
        order = self._shop.orders.get(known.id, known.storage)
        with self._machine.lock:
            self._order, self._sent = order, None
            if order.paid:
                self._machine.move("paid", f"Order {order.id} is paid; it was not cancelled.")
            elif _is_cancelled(order):
                self._session = None
                self._machine.move("cancelled", f"Order {order.id} is cancelled.")
            elif self._session is not None and outcome_of(self._session) is None:
                self._machine.move("paying", f"Order {order.id} is not cancelled. {_about_session(self._session)}")
            else:
                self._machine.move("placed", f"Order {order.id} is not cancelled. cancel() may be called again.")

    def _uncertain(self, error: BaseException) -> NoReturn:
        """Notes that nobody knows what happened, and says so.

        Raises:
            CheckoutUncertainError: always, but for an interruption, which goes on as it is.
        """
        assert self._sent is not None
        what = self._reference(self._sent)
        text = (
            f"It is not known what became of {what}: no usable answer came. "
            "Call reconcile(), which looks and sends nothing."
        )
        with self._machine.lock:
            self._machine.move("no answer", text)
        if isinstance(error, Exception):
            raise CheckoutUncertainError(text, reference=what) from error
        raise error

    def _reference(self, sent: Sent) -> str:
        if sent.pending == "pay":
            return f"a payment session of order {self._known_order().id}"
        if sent.pending == "cancel":
            return f"the cancelling of order {self._known_order().id}"
        after = f" after order {sent.last_id}" if sent.last_id else ""
        return f"an order in storage '{self._chosen_storage().marker}'{after}"

    def _too_early(self, sent: Sent) -> float:
        """Seconds until what was sent can be taken for lost: the server may be at work, though the answer is not."""
        return self._quiet_s - max(0.0, self._now() - sent.at)

    def _known_order(self) -> Order:
        assert self._order is not None, "the tables lead here with an order only"
        return self._order


def _about_session(session: PaymentSession) -> str:
    """What people are to do with an open payment session."""
    if session.payment_url:
        return f"Payment session {session.id} is open: pay at its payment_url, then wait()."
    return f"Payment session {session.id} is open, without a link: cash never has one, PayPal's comes with wait()."


def _is_cancelled(order: Order) -> bool:
    return order.status is not None and "cancel" in order.status.lower()
