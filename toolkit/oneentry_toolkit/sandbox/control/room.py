"""The control room: what a test or a rehearsal does to a running sandbox."""

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
from ..errors import RefusedError
from ..operations import payments
from ..scenario.instance import reset
from .faults import Fault, Faults, read_fault

_EARLIEST_MS, _LATEST_MS = clock.to_ms("1970-01-01"), clock.to_ms("3000-01-01")


class ControlRoom:
    """The controls of one sandbox; may be used by many threads at once.

    All methods but `arrived` raise `RefusedError` for what cannot be.
    """

    def __init__(self, dispatcher: Dispatcher, contract: Contract) -> None:
        self._dispatcher = dispatcher
        self._faults = Faults()
        self._lock = threading.Lock()
        self._requests = dict.fromkeys(contract.operations, 0)

    def arrived(self, operation: str) -> Fault | None:
        """Count a request for an operation; what is to go wrong with it."""
        with self._lock:
            self._requests[operation] += 1
        return self._faults.take(operation)

    def outbox(self, to: str | None = None) -> list[Document]:
        """The codes that were sent, the newest last; only those to one recipient, if it is named."""
        with self._dispatcher.instance.store.read() as tx:
            rows = tx.execute(
                "SELECT recipient, channel, event, code FROM outbox WHERE :to IS NULL OR recipient = :to ORDER BY id",
                {"to": to},
            ).fetchall()
        return [dict(zip(("to", "channel", "event", "code"), row, strict=True)) for row in rows]

    def settle_session(self, session_id: int, outcome: str, base_url: str) -> Document:
        """End a payment session as its provider would; the session as it is answered from now on."""
        if outcome not in payments.OUTCOMES:
            raise RefusedError(400, f"outcome must be one of {', '.join(payments.OUTCOMES)}")
        if not 0 <= session_id < 2**63:
            raise RefusedError(404, "Payment session not found")
        instance = self._dispatcher.instance
        payments.settle(instance.store, instance.keys.signing, time.time())  # it may have expired by itself
        with instance.store.write() as tx:
            payments.finish(tx, instance.catalogue, session_id, outcome)
            row = tx.execute("SELECT body FROM payment_sessions WHERE id = ?", (session_id,)).fetchone()
        session: Document = decode(row[0].replace(PAGE_BASE, base_url))
        return session

    def expire_tokens(self, *, everything: bool = False) -> Document:
        """Let all access tokens expire, and all refresh tokens too if told so; how many sign-ins that concerns."""
        with self._dispatcher.instance.store.write() as tx:
            ended = tx.execute("UPDATE sign_ins SET generation = generation + 1")
            if everything:
                tx.execute("UPDATE sign_ins SET refresh_expires = 0")
        return {"sign_ins": ended.rowcount}

    def faults(self) -> list[Document]:
        """What is still to go wrong, with the times that are left."""
        return [pending.document() for pending in self._faults.pending()]

    def add_fault(self, members: object) -> Document:
        """Let something go wrong; see `Fault` for its members."""
        added = read_fault(members, self._requests)
        self._faults.add(added)
        return added.document()

    def clear_faults(self) -> list[Document]:
        """Let nothing go wrong any more."""
        self._faults.clear()
        return []

    def reset(self) -> Document:
        """Put the shop back to its beginning: data, clock, faults and counters; all tokens end."""
        self._dispatcher.instance = reset(self._dispatcher.instance)
        self._faults.clear()
        with self._lock:
            self._requests = dict.fromkeys(self._requests, 0)
        return self.stats()

    def stats(self) -> Document:
        """Requests by operation since the start or the last reset, and how many orders and sessions there are."""
        with self._dispatcher.instance.store.read() as tx:
            orders = tx.execute("SELECT count(*) FROM orders").fetchone()[0]
            sessions = tx.execute("SELECT count(*) FROM payment_sessions").fetchone()[0]
        with self._lock:
            requests = dict(self._requests)
        return {"requests": requests, "orders": orders, "sessions": sessions}

    def set_clock(self, now: str | datetime | None = None, advance_s: float | None = None) -> Document:
        """Set the scenario's clock, or move it on; its new time."""
        if (now is None) == (advance_s is None):
            raise RefusedError(400, "Give either now or advance_s")
        with self._dispatcher.instance.store.write() as tx:
            before = clock.scenario_ms(tx)
            if before is None:
                raise RefusedError(409, 'This sandbox goes by the time of day: start it with clock "scenario"')
            after = before + _ms(advance_s) if now is None else _moment(now)
            if not _EARLIEST_MS <= after < _LATEST_MS:
                raise RefusedError(400, "The clock goes from the year 1970 to 2999")
            clock.set_scenario(tx, after)
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
