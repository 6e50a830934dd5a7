"""The control room: how tests change a running sandbox."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Any

from ..api.contract import Contract
from ..api.dispatch import Dispatcher
from ..data import clock
from ..data.catalogue import Document
from ..data.documents import PAGE_BASE, decode
from ..errors import RefusedError, ScenarioError
from ..operations import payments, refunds
from ..scenario.instance import reset
from .faults import Fault, Faults, read_fault

_EARLIEST_MS, _LATEST_MS = clock.to_ms("1970-01-01"), clock.to_ms("3000-01-01")


class ControlRoom:
    """The controls of one sandbox. Thread-safe.

    All methods except `arrived` raise `RefusedError` for invalid arguments.
    """

    def __init__(self, dispatcher: Dispatcher, contract: Contract) -> None:
        self._dispatcher = dispatcher
        self._faults = Faults()
        self._lock = threading.Lock()
        self._requests = dict.fromkeys(contract.operations, 0)

    def arrived(self, operation: str) -> Fault | None:
        """Counts a request of an operation and returns its fault; `None` for none."""
        with self._lock:
            self._requests[operation] += 1
        return self._faults.take(operation)

    def outbox(self, to: str | None = None) -> list[Document]:
        """Returns the codes sent, oldest first; with `to`, those to one recipient."""
        if not isinstance(to, str | None):
            raise RefusedError(400, "to must be text")
        with self._dispatcher.instance.store.read() as tx:
            rows = tx.execute(
                "SELECT recipient, channel, event, code FROM outbox WHERE :to IS NULL OR recipient = :to ORDER BY id",
                {"to": to},
            ).fetchall()
        return [dict(zip(("to", "channel", "event", "code"), row, strict=True)) for row in rows]

    def settle_session(self, session_id: int, outcome: str, base_url: str) -> Document:
        """Ends a payment session like its provider; returns the new session."""
        if outcome not in payments.OUTCOMES:
            raise RefusedError(400, f"outcome must be one of {', '.join(payments.OUTCOMES)}")
        if isinstance(session_id, bool) or not isinstance(session_id, int):
            raise RefusedError(400, "session_id must be a whole number")
        if not 0 <= session_id < 2**63:
            raise RefusedError(404, "Payment session not found")
        instance = self._dispatcher.instance
        payments.settle(instance, time.time())  # it may have expired
        with instance.store.write() as tx:
            payments.finish(tx, instance.catalogue, session_id, outcome)
            row = tx.execute("SELECT body FROM payment_sessions WHERE id = ?", (session_id,)).fetchone()
        session: Document = decode(row[0].replace(PAGE_BASE, base_url))
        return session

    def decide_refund(self, refund_id: int, decision: str) -> Document:
        """Decides a refund request like an operator; returns the request."""
        if decision not in refunds.DECISIONS:
            raise RefusedError(400, f"decision must be one of {', '.join(refunds.DECISIONS)}")
        if not 0 <= refund_id < 2**63:
            raise RefusedError(404, "Refund request not found")
        instance = self._dispatcher.instance
        with instance.store.write() as tx:
            return refunds.decide(tx, instance.catalogue, refund_id, decision)

    def expire_tokens(self, *, everything: bool = False) -> Document:
        """Expires all access tokens, with `everything` also refresh tokens; returns the number of sign-ins."""
        with self._dispatcher.instance.store.write() as tx:
            ended = tx.execute("UPDATE sign_ins SET generation = generation + 1")
            if everything:
                tx.execute("UPDATE sign_ins SET refresh_expires = 0")
        return {"sign_ins": ended.rowcount}

    def faults(self) -> list[Document]:
        """Returns the pending faults, with the remaining times."""
        return [pending.document() for pending in self._faults.pending()]

    def add_fault(self, members: object) -> Document:
        """Adds a fault; see `Fault` for its members."""
        added = read_fault(members, self._requests)
        self._faults.add(added)
        return added.document()

    def clear_faults(self) -> list[Document]:
        """Removes all pending faults."""
        self._faults.clear()
        return []

    def reset(self) -> Document:
        """Resets the shop: data, clock, faults and counters; all tokens become invalid.

        A scenario file is read again; with mistakes in it, everything stays as it was.
        """
        try:
            self._dispatcher.instance = reset(self._dispatcher.instance)
        except ScenarioError as error:
            raise RefusedError(409, str(error)) from error
        self._faults.clear()
        with self._lock:
            self._requests = dict.fromkeys(self._requests, 0)
        return self.stats()

    def stats(self) -> Document:
        """Returns requests by operation since the start or the last reset, and the number of orders and sessions."""
        with self._dispatcher.instance.store.read() as tx:
            orders = tx.execute("SELECT count(*) FROM orders").fetchone()[0]
            sessions = tx.execute("SELECT count(*) FROM payment_sessions").fetchone()[0]
        with self._lock:
            requests = dict(self._requests)
        return {"requests": requests, "orders": orders, "sessions": sessions}

    def set_clock(self, now: str | datetime | None = None, advance_s: float | None = None) -> Document:
        """Sets or advances the scenario's clock, which ends sessions that are over by it; returns its new time."""
        if (now is None) == (advance_s is None):
            raise RefusedError(400, "Give either now or advance_s")
        instance = self._dispatcher.instance
        with instance.store.write() as tx:
            before = clock.scenario_ms(tx)
            if before is None:
                raise RefusedError(409, 'This sandbox goes by the time of day: start it with clock "scenario"')
            after = before + _ms(advance_s) if now is None else _moment(now)
            if not _EARLIEST_MS <= after < _LATEST_MS:
                raise RefusedError(400, "The clock goes from the year 1970 to 2999")
            clock.set_scenario(tx, after)
            payments.pass_time(tx, instance.catalogue, instance.options, after)
        payments.settle_due(instance)
        return {"now": clock.to_iso(after)}


def _ms(seconds: Any) -> int:
    try:
        return round(float(seconds) * 1000)
    except (TypeError, ValueError, OverflowError) as error:
        raise RefusedError(400, "advance_s must be a number of seconds") from error


def _moment(now: str | datetime) -> int:
    if isinstance(now, datetime):
        now = (now if now.tzinfo else now.replace(tzinfo=UTC)).isoformat()
    try:
        return clock.to_ms(now)
    except (ValueError, AttributeError, OverflowError) as error:
        raise RefusedError(400, "now must be an ISO date, such as 2025-05-01T09:00:00.000Z") from error
