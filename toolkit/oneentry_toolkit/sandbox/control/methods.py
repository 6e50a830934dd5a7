"""The control room as methods of an embedded sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal, TypedDict, Unpack

from ..data.catalogue import Document
from ..errors import RefusedError, SandboxError
from .room import ControlRoom


class FaultMembers(TypedDict, total=False):
    """What `add_fault` takes, for type checkers."""

    operation: str | None
    times: int
    status: int
    body: Literal["json", "html", "empty"]
    retry_after_s: int
    latency_ms: int
    drop_answer: bool
    drop_request: bool
    slow_body: bool | int
    truncate_body: bool | int


class Controls:
    """What tests and rehearsals do to a sandbox; every method answers what its request below `/_sandbox` does.

    Each acts between requests: those sent before it have arrived and are done, and no other meets what it changes.
    All of them raise `SandboxError` when the sandbox does not serve, or for what cannot be.
    """

    def outbox(self, to: str | None = None) -> list[Document]:
        """The codes that were sent, the newest last: `to`, `channel`, `event` and `code`.

        Args:
            to: Only those to this recipient.
        """
        with self._control() as room:
            return room.outbox(to)

    def settle_session(self, session_id: int, outcome: Literal["completed", "canceled", "expired"]) -> Document:
        """End an open payment session as its provider would, and mark its order paid or not.

        Args:
            session_id: The session.
            outcome: `"completed"`, `"canceled"` or `"expired"`.

        Returns:
            The session as it is answered from now on.
        """
        with self._control() as room:
            return room.settle_session(session_id, outcome, self.url)

    def decide_refund(self, refund_id: int, decision: Literal["approved", "rejected", "paid"]) -> Document:
        """Decide a refund request as the shop would: approve or reject one that waits, pay one that is not rejected.

        Args:
            refund_id: The request.
            decision: `"approved"`, `"rejected"` or `"paid"`. The request's `status` is the shop's own marker for it.

        Returns:
            The request as it is answered from now on.
        """
        with self._control() as room:
            return room.decide_refund(refund_id, decision)

    def expire_tokens(self, *, all: bool = False) -> Document:
        """Let all access tokens expire, as if their time had come: the next use is a 401.

        Args:
            all: Refresh tokens too; without it they go on working.
        """
        with self._control() as room:
            return room.expire_tokens(everything=all)

    def add_fault(self, **members: Unpack[FaultMembers]) -> Document:
        """Let something go wrong with the requests to come.

        ```python
        sandbox.add_fault(operation="createOrder", drop_answer=True)  # the order is placed, but its response is lost
        sandbox.add_fault(times=3, status=502, body="html")  # the next three requests meet a gateway's page
        ```

        Args:
            members: `operation` (an operation id; any if not given), `times` (1 if not given), and exactly one of
                `status` (with `body`: `"json"`, `"html"` or `"empty"`, and `retry_after_s`), `latency_ms`,
                `drop_answer`, `drop_request`, `slow_body` (`True` or milliseconds) and `truncate_body` (`True` or the
                number of bytes that are sent).
        """
        with self._control() as room:
            return room.add_fault(members)

    def faults(self) -> list[Document]:
        """Returns the pending faults in order, with the remaining times."""
        with self._control() as room:
            return room.faults()

    def clear_faults(self) -> None:
        """Removes all pending faults."""
        with self._control() as room:
            room.clear_faults()

    def reset(self) -> Document:
        """Resets the shop: data, clock, faults and counters. All tokens become invalid.

        Returns:
            The counters, see `stats`.
        """
        with self._control() as room:
            return room.reset()

    def stats(self) -> Document:
        """Returns `requests` by operation since the start or a reset, and the number of `orders` and `sessions`."""
        with self._control() as room:
            return room.stats()

    def set_clock(self, *, now: str | datetime | None = None, advance_s: float | None = None) -> Document:
        """Sets or advances the scenario's clock, which dates new objects.

        Payment sessions that are over by the new time expire, and signed prices too; tokens and codes go by real time.

        Args:
            now: The new time; UTC if it has no zone.
            advance_s: Seconds to advance, instead of `now`.

        Returns:
            `{"now": ...}`, the new time.
        """
        with self._control() as room:
            return room.set_clock(now, advance_s)

    @property
    def url(self) -> str:
        """Address of the server."""
        raise NotImplementedError

    def _room(self) -> ControlRoom:
        raise NotImplementedError

    @contextmanager
    def _control(self) -> Iterator[ControlRoom]:
        try:
            yield self._room()
        except RefusedError as error:
            raise SandboxError(f"{error.message}.") from error
