"""After an answer that never came: which errors leave it open what happened, and which order is the lost one. Pure.

See ``docs/decisions/0150-an-order-is-never-placed-twice.md``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from ..errors import ConnectionFailedError, InputError, OneEntryError, ResponseFormatError, ServerError
from ..orders.models import Order
from ..payments.sessions import PaymentSession
from ..resources.formdata import Form, encode_value

# Orders to look at first; a group with "restricted read" never gets more (docs/api/requests.md#requests-pages).
HEAD = 10

_PAID = frozenset({"completed", "paid", "succeeded"})
_DECLINED = frozenset({"canceled", "cancelled", "declined", "failed", "rejected"})

Outcome = Literal["paid", "declined", "expired"]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What was sent, and what there was before: enough to find its traces.

    Attributes:
        pending: ``place``, ``pay`` or ``cancel``.
        at: when, in seconds since 1970 by this machine's clock.
        user: login of the user that it was sent as.
        last_id: ``place``: the user's newest order in the storage before; 0 for none, None if that is not known.
        last_created: ``place``: when that order was placed, by the server's clock.
        sessions: ``pay``: numbers of the order's payment sessions before.
    """

    pending: str
    at: float
    user: str | None
    last_id: int | None = None
    last_created: datetime | None = None
    sessions: frozenset[int] = field(default_factory=frozenset)


def may_have_been_done(error: BaseException, operation: str) -> bool:
    """Whether an operation that failed so may have been carried out all the same.

    Errors of look-ups on the way to it, of a renewed sign-in, and refusals say that it was not. An interruption
    (Ctrl-C) or an error that nobody foresaw says nothing, which means that it may.
    """
    if isinstance(error, ConnectionFailedError):
        return error.sent and error.operation == operation
    if isinstance(error, ServerError | ResponseFormatError):
        return error.operation == operation
    return not isinstance(error, OneEntryError)


def newest(orders: Sequence[Order], *, complete: bool) -> tuple[int, datetime | None] | None:
    """The newest of a user's orders, from the head of the list or from all of it; None if the head cannot tell.

    Numbers grow with time in every sample of the API. A head tells the newest one if its numbers fall from one order
    to the next: then the server lists the newest first.
    """
    if not orders:
        return (0, None) if complete else None
    falling = all(one.id > other.id for one, other in itertools.pairwise(orders))
    if not complete and (not falling or len(orders) < 2):
        return None
    last = max(orders, key=lambda one: one.id)
    return last.id, last.created


def candidates(
    orders: Iterable[Order], sent: Sent, *, products: Mapping[int, int], account: str | None, form: Form | None,
    values: Mapping[str, Any],
) -> tuple[tuple[Order, ...], bool]:  # fmt: skip
    """The orders that may be the lost one, oldest first, and whether they are the same in all that was sent.

    All of them are younger than any order that was known before. If none is the same in everything, those are given
    that may have been changed on the way: gifts in the basket, or what people typed. An order that is overlooked
    would be placed twice.
    """
    like = [one for one in orders if is_younger(one, sent) and _may_have(one, products)]
    like.sort(key=lambda one: one.id)
    exact = tuple(one for one in like if _basket(one) == dict(products) and _agrees(one, account, form, values))
    return (exact, True) if exact else (tuple(like), False)


def is_younger(order: Order, sent: Sent) -> bool:
    """Whether an order was placed after what was known before; both times are the server's."""
    if sent.last_id is not None and order.id <= sent.last_id:
        return False
    return sent.last_created is None or order.created is None or order.created >= sent.last_created


def _basket(order: Order) -> dict[int, int]:
    found: dict[int, int] = {}
    for line in order.lines:
        if not line.is_gift:
            found[line.product_id] = found.get(line.product_id, 0) + line.quantity
    return found


def _may_have(order: Order, products: Mapping[int, int]) -> bool:
    if _basket(order) == dict(products):
        return True
    # A gift may take the place of what was ordered (`giftsReplaceCartItems`), and older servers do not mark gifts.
    gifts = any(line.is_gift is not False for line in order.lines)
    return gifts and bool(set(products) & {line.product_id for line in order.lines})


def _agrees(order: Order, account: str | None, form: Form | None, values: Mapping[str, Any]) -> bool:
    if None not in (order.payment_account, account) and order.payment_account != account:
        return False
    for item in form.fields if form is not None else ():
        if item.marker in values and item.type not in ("spam", "button"):
            try:
                mine = _plain(encode_value(item, values[item.marker]))
            except InputError:
                continue  # the form has changed since it was sent
            if mine is not None and mine != _plain(order.form.get(item.marker)):
                return False
    return True


def _plain(value: Any) -> Any:
    """A form value without what a server may add or change on the way; None for what cannot be compared."""
    match value:
        case str():
            return value.strip()
        case bool():
            return None
        case int() | float() | Decimal():
            return Decimal(str(value))
        case Mapping():
            # Dates: the server reads `fullDate` (docs/api/forms.md#forms-dates). Options: value. Texts: text.
            keys = ("fullDate", "value", "plainValue", "htmlValue", "mdValue")
            return next((_plain(value[key]) for key in keys if value.get(key)), None)
        case list() | tuple():
            parts = [_plain(one) for one in value]
            return None if not parts or None in parts else tuple(parts)
    return None


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
