"""Outcome of a payment session or an order, and the stages left to pay. Pure."""

from __future__ import annotations

from ..orders.models import Order
from ..payments.models import PaymentSession
from ..payments.stages import PaymentProgress
from ..values.words import Outcome, outcome, sounds_cancelled


def outcome_of(session: PaymentSession) -> Outcome | None:
    """Returns how a payment session ended; None while it is open."""
    return outcome(session.status)


def stages_left(order: Order) -> tuple[tuple[str, int | None], ...]:
    """Returns title and payment session of each unpaid stage; empty without staged payment.

    An order that only says that a part is paid has one stage left, ``the rest``.
    """
    progress = PaymentProgress.of(order)
    left = tuple((one.title or "stage", one.session_id) for one in progress.left)
    return left or ((("the rest", None),) if progress.in_stages and not progress.completed else ())


def is_cancelled(order: Order) -> bool:
    """Whether the marker of the order's status says that it is cancelled."""
    return sounds_cancelled(order.status)


def about_session(session: PaymentSession) -> str:
    """Returns a message about an open payment session: what the user can do."""
    if session.payment_url:
        return f"Payment session {session.id} is open: pay at its payment_url, then wait()."
    return f"Payment session {session.id} is open, without a link: cash never has one, PayPal's comes with wait()."
