"""How a payment session or an order ended, and what is left to pay. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ..orders.models import Order
from ..payments.sessions import PaymentSession

_PAID = frozenset({"completed", "paid", "succeeded"})
_DECLINED = frozenset({"canceled", "cancelled", "declined", "failed", "rejected"})

Outcome = Literal["paid", "declined", "expired"]


def outcome_of(session: PaymentSession) -> Outcome | None:
    """How a payment session ended; None while it is open.

    The set of words is open (docs/api/payments.md#payments-session-members).
    """
    status = session.status.lower()
    if status in _PAID:
        return "paid"
    if status in _DECLINED:
        return "declined"
    return "expired" if status == "expired" else None


def stages_left(order: Order) -> tuple[tuple[str, int | None], ...]:
    """Title and payment session of each stage that is not paid yet; empty without staged payment.

    ``split`` has ``completed`` and ``stages`` (docs/api/payments.md#payments-stages); ``isPartial`` says no more than
    that a part is paid (docs/api/orders.md#orders-order).
    """
    split = order.raw.get("split")
    split = split if isinstance(split, Mapping) else {}
    stages = split.get("stages")
    left = [
        (str(one.get("title") or one.get("marker") or "stage"), one.get("sessionId"))
        for one in (stages if isinstance(stages, list) else ())
        if isinstance(one, Mapping) and str(one.get("status", "")).lower() not in _PAID
    ]
    if order.paid or split.get("completed") is True:
        return ()
    if not left and (order.raw.get("isPartial") is True or split.get("partial") is True):
        left = [("the rest", None)]
    return tuple((title, number if isinstance(number, int) else None) for title, number in left)


def is_cancelled(order: Order) -> bool:
    """Whether the marker of the order's status says that it is cancelled."""
    return order.status is not None and "cancel" in order.status.lower()


def about_session(session: PaymentSession) -> str:
    """What the user can do with an open payment session, as a message."""
    if session.payment_url:
        return f"Payment session {session.id} is open: pay at its payment_url, then wait()."
    return f"Payment session {session.id} is open, without a link: cash never has one, PayPal's comes with wait()."
