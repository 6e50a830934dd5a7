"""Orders of the past and their payment sessions, written as the operations would have left them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..data import clock
from ..data.catalogue import Catalogue, Definition, Document
from ..data.documents import (
    INSERT_ORDER,
    INSERT_SESSION,
    dumps,
    next_order_seq,
    next_session_seq,
    order_document,
    session_document,
)
from ..data.store import Tx
from ..operations import payments, statuses
from ..operations.baskets import Priced


@dataclass(slots=True)
class PastSession:
    """A payment session: when it was opened, how it ended, and how long it took."""

    created_ms: int
    outcome: str
    took_ms: int


@dataclass(slots=True)
class PastOrder:
    """An order of the past that is not written yet.

    Attributes:
        is_completed: True if paid, False if known to be unpaid, `None` if unknown.
        coupon: Code of the coupon that it used.
    """

    user_id: int
    storage: Definition
    created_ms: int
    account: Definition
    products: list[Document]
    priced: Priced
    status: Definition
    form_data: list[Document] = field(default_factory=list)
    sessions: list[PastSession] = field(default_factory=list)
    is_completed: bool | None = None
    coupon: str | None = None


def write(tx: Tx, catalogue: Catalogue, key: str, orders: Sequence[PastOrder]) -> None:
    """Writes all orders, then all sessions by date; both get the numbers from 1 on.

    Args:
        tx: The transaction, of a database without orders.
        catalogue: The shop.
        key: The key that payment addresses are signed with.
        orders: The orders by date.
    """
    sessions = []
    for order_id, order in enumerate(orders, 1):
        _write_order(tx, catalogue, order_id, order)
        sessions += [(one.created_ms, order_id, one, order) for one in order.sessions]
    sessions.sort(key=lambda one: one[:2])
    for session_id, (_, order_id, session, order) in enumerate(sessions, 1):
        _write_session(tx, key, session_id, order_id, session, order)


def _write_order(tx: Tx, catalogue: Catalogue, order_id: int, past: PastOrder) -> None:
    outcomes = [session.outcome for session in past.sessions]
    currency, priced = catalogue.settings["currency"], past.priced
    order = order_document(
        order_id=order_id,
        storage=past.storage,
        created=clock.to_iso(past.created_ms),
        status=past.status,
        form_data=past.form_data,
        total=priced.quote.discounted,
        currency=currency,
        account=past.account,
        products=past.products,
        is_completed=past.is_completed,
        terms=priced.terms,
        payment=statuses.payment_members(catalogue, statuses.payment_of(past.is_completed, outcomes)),
    )
    tx.execute(
        INSERT_ORDER,
        (
            order_id,
            past.user_id,
            past.storage.id,
            next_order_seq(tx, past.user_id, past.storage.id),
            past.status.identifier,
            past.account.identifier,
            currency,
            str(priced.quote.discounted),
            str(priced.quote.due),
            None if past.is_completed is None else int(past.is_completed),
            None,
            dumps(priced.terms) if priced.terms else None,
            dumps(order),
        ),
    )
    tx.execute(
        "UPDATE coupons SET order_id = ?, used_at = ? WHERE code = ? AND NOT is_reusable",
        (order_id, order["createdDate"], past.coupon),
    )


def _write_session(tx: Tx, key: str, number: int, order_id: int, one: PastSession, past: PastOrder) -> None:
    linked, is_open = past.account.notes["link"] != "never", one.outcome == "waiting"
    session = session_document(
        session_id=number,
        created=clock.to_iso(one.created_ms),
        updated=clock.to_iso(one.created_ms if is_open else one.created_ms + one.took_ms),
        kind="session",
        status=one.outcome,
        account=past.account,
        order_id=order_id,
        payment_url=payments.payment_url(key, number) if linked else None,
        amount=past.priced.quote.due,
    )
    tx.execute(
        INSERT_SESSION,
        (
            number,
            order_id,
            past.user_id,
            next_session_seq(tx, past.user_id),
            one.outcome,
            past.account.id,
            str(past.priced.quote.due),
            None,
            None,
            dumps(session),
        ),
    )
    if is_open and linked:
        payments.change_order(tx, order_id, paymentUrl=session["paymentUrl"])
