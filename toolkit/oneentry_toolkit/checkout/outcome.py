"""Outcome of a payment session or an order, and the stages left to pay. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ..orders.models import Order
from ..payments.sessions import PaymentSession
from ..values.words import Outcome, is_paid, outcome, sounds_cancelled


def outcome_of(session: PaymentSession) -> Outcome | None:
    """Returns how a payment session ended; None while it is open."""
    return outcome(session.status)


def stages_left(order: Order) -> tuple[tuple[str, int | None], ...]:
    """Returns title and payment session of each unpaid stage; empty without staged payment.

    ``split`` has ``completed`` and ``stages`` (docs/api/payments.md#payments-stages); ``isPartial`` says no more than
    that a part is paid (docs/api/orders.md#orders-order).
    """
    split = order.raw.get("split")
    split = split if isinstance(split, Mapping) else {}
    stages = split.get("stages")
    left = [
        (str(one.get("title") or one.get("marker") or "stage"), one.get("sessionId"))
        for one in (stages if isinstance(stages, list) else ())
        if isinstance(one, Mapping) and not is_paid(str(one.get("status", "")))
    ]
    if order.paid or split.get("completed") is True:
        return ()
    if not left and (order.raw.get("isPartial") is True or split.get("partial") is True):
        left = [("the rest", None)]
    return tuple((title, number if isinstance(number, int) else None) for title, number in left)


def is_cancelled(order: Order) -> bool:
    """Whether the marker of the order's status says that it is cancelled."""
    return sounds_cancelled(order.status)


def about_session(session: PaymentSession) -> str:
    """Returns a message about an open payment session: what the user can do."""
    if session.payment_url:
        return f"Payment session {session.id} is open: pay at its payment_url, then wait()."
    return f"Payment session {session.id} is open, without a link: cash never has one, PayPal's comes with wait()."
