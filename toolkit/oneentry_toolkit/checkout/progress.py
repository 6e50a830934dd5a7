"""Requests that a checkout has sent, and their results.

See ``docs/decisions/0150-an-order-is-never-placed-twice.md``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from ..errors import (
    ApiError,
    CheckoutError,
    CheckoutUncertainError,
    ConnectionFailedError,
    OneEntryError,
    ResponseFormatError,
    ServerError,
)
from ..lists.side import Failures
from ..orders.models import Order
from ..payments.models import PaymentSession
from ..payments.refunds import RefundRequest
from ..transport.refusals import UNANSWERED
from .machine import Machine
from .nouns import Nouns, login_of


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A request, and what existed before it: enough to find its result.

    Attributes:
        pending: ``place``, ``pay`` or ``cancel``.
        at: when it was sent, in seconds since 1970 by this machine's clock.
        user: login of the user.
        last_id: for ``place``, the user's newest earlier order in the storage; 0 for none, None if not known.
        last_created: for ``place``, when that order was placed, by the server's clock.
        sessions: for ``pay``, numbers of the order's earlier payment sessions.
    """

    pending: str
    at: float
    user: str | None
    last_id: int | None = None
    last_created: datetime | None = None
    sessions: frozenset[int] = field(default_factory=frozenset)


class Progress:
    """The order, its payment session and its refund, and the request that is pending or whose response was lost.

    Shared by placement and payment. Its attributes are changed while the machine's lock is held.

    Args:
        shop: the shop that the order is placed in.
        machine: the state of the checkout.
        now: seconds since 1970.
        quiet_s: seconds after sending in which the server may still carry out a request without a response.

    Attributes:
        owner: login of the user who places the order; None before.
        order: the placed order.
        session: the payment session that is polled.
        refund: the refund request.
        candidates: orders, one of which may be the one whose response was lost.
        sent: the request that is pending or whose response was lost.
        doubt: a request that was considered not carried out; ``place()`` looks for its order again.
    """

    def __init__(self, shop: Nouns, machine: Machine, *, now: Callable[[], float], quiet_s: float) -> None:
        self._shop = shop
        self._machine = machine
        self._now = now
        self._quiet_s = quiet_s
        self.owner: str | None = None
        self.order: Order | None = None
        self.session: PaymentSession | None = None
        self.refund: RefundRequest | None = None
        self.candidates: tuple[Order, ...] = ()
        self.sent: Sent | None = None
        self.doubt: Sent | None = None

    @property
    def known_order(self) -> Order:
        """The placed order, in states that have one."""
        assert self.order is not None, "the tables lead here with an order only"
        return self.order

    def sending(self, pending: str, **before: Any) -> Sent:
        """Returns the ``Sent`` of a request that the owner sends now; ``before`` are its other attributes."""
        return Sent(pending=pending, at=self._now(), user=self.owner, **before)

    def check_owner(self) -> None:
        """Checks that the order belongs to the signed-in user.

        Raises:
            CheckoutError: another user is signed in.
        """
        login = login_of(self._shop)
        if None not in (login, self.owner) and login != self.owner:
            raise CheckoutError(
                f"This checkout belongs to {self.owner}, but {login} is signed in. Sign in as {self.owner}."
            )

    def quiet_left(self, sent: Sent) -> float:
        """Returns the seconds in which the server may still carry out a request without a response."""
        return self._quiet_s - max(0.0, self._now() - sent.at)

    def no_answer(self, error: BaseException, what: str) -> NoReturn:
        """Moves to ``UNCERTAIN`` and raises; ``what`` names the request.

        Raises:
            CheckoutUncertainError: always, unless ``error`` is an interruption (Ctrl-C), which is raised itself.
        """
        text = (
            f"No usable response came for {what}, so it is not known whether it was carried out. "
            "Call reconcile(), which only reads."
        )
        with self._machine.lock:
            self._machine.move("no answer", text)
        if isinstance(error, Exception):
            raise CheckoutUncertainError(text, reference=what) from error
        raise error

    def record(self) -> dict[str, Any]:
        """Returns this part of a saved checkout."""
        return {
            "order": self.order.id if self.order else None,
            "session": self.session.id if self.session else None,
            "refund": self.refund.id if self.refund else None,
            "sent": vars(self.sent) if self.sent else None,
            "doubt": vars(self.doubt) if self.doubt else None,
        }

    def restore(self, record: Mapping[str, Any]) -> None:
        """Restores this part of a saved checkout; order, payment session and refund are read again."""
        self.owner = record["user"]
        self.sent, self.doubt = (
            Sent(**{**one, "sessions": frozenset(one["sessions"])}) if one else None
            for one in (record["sent"], record["doubt"])
        )
        if record["order"] is not None:
            self.order = self._shop.orders.get(record["order"], record["storage"])
        if record["session"] is not None:
            self.session = self._shop.payments.get(record["session"])
        if record["refund"] is not None and self.order is not None:
            made: Iterable[RefundRequest] = ()
            with contextlib.suppress(*Failures):
                made = self._shop.refunds.list(self.order)
            self.refund = next((one for one in made if one.id == record["refund"]), None)


def may_have_been_done(error: BaseException, operation: str) -> bool:
    """Whether an operation that failed with this error may still have been carried out.

    It was not after a refusal, or an error of an earlier look-up or of the renewed sign-in. It may have been after an
    interruption (Ctrl-C) or any other error.
    """
    if isinstance(error, ConnectionFailedError):
        return error.sent and error.operation == operation
    if isinstance(error, ServerError | ResponseFormatError) or (
        isinstance(error, ApiError) and error.status in UNANSWERED
    ):
        return error.operation == operation
    return not isinstance(error, OneEntryError)
