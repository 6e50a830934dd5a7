"""Faults to inject: which operation, how often, and in which way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec

from ..api.dispatch import Answer
from ..errors import RefusedError

_WAYS = ("status", "latency_ms", "drop_answer", "drop_request", "slow_body", "truncate_body")
_SLOW_BODY_MS = 2000
_MOST_MS = 600_000
_WITHOUT_BODY = {204, 304}

Milliseconds = Annotated[int, msgspec.Meta(ge=1, le=_MOST_MS)]


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fault to inject, of exactly one kind.

    Attributes:
        operation: Operation id; `None` for any operation.
        times: Number of requests (left).
        status: Respond with this status without running the operation, like a gateway.
        body: With `status`: the error envelope, a gateway's page, or nothing; default: the envelope.
        retry_after_s: With `status`: the `Retry-After` header.
        latency_ms: Run the operation, respond after a delay in milliseconds.
        drop_answer: Run the operation, then close the connection.
        drop_request: Close the connection without running the operation.
        slow_body: Run the operation, send the body in pieces over this many milliseconds; `True` for 2000.
        truncate_body: Run the operation, announce the full body, send this many bytes of it and close; `True` for half.
            A response without a body is dropped as with `drop_answer`.
    """

    operation: str | None = None
    times: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    status: Annotated[int, msgspec.Meta(ge=100, le=599)] | None = None
    body: Literal["json", "html", "empty"] | None = None
    retry_after_s: Annotated[int, msgspec.Meta(ge=0, le=86_400)] | None = None
    latency_ms: Milliseconds | None = None
    drop_answer: bool = False
    drop_request: bool = False
    slow_body: bool | Milliseconds = False
    truncate_body: bool | Annotated[int, msgspec.Meta(ge=0)] = False

    @property
    def slow_body_s(self) -> float:
        """Duration of sending the body, in seconds."""
        return (_SLOW_BODY_MS if self.slow_body is True else self.slow_body) / 1000

    def kept_of(self, length: int) -> int:
        """Returns the number of bytes of a body that are sent; never all."""
        return length // 2 if self.truncate_body is True else min(self.truncate_body, max(length - 1, 0))

    def document(self) -> dict[str, Any]:
        """Returns the fault as JSON, with the remaining times."""
        members = msgspec.structs.asdict(self)
        said = {name: value for name, value in members.items() if value is not None and value is not False}
        return {"operation": self.operation} | said


def read_fault(members: object, operations: Collection[str]) -> Fault:
    """Parses and validates a fault.

    Args:
        members: A JSON object.
        operations: The known operation ids.

    Raises:
        RefusedError: 400, the fault is not valid; the message says why.
    """
    try:
        made = msgspec.convert(members, Fault)
    except msgspec.ValidationError as error:
        raise RefusedError(400, f"Not a fault: {error}") from error
    said = made.document()
    if sum(way in said for way in _WAYS) != 1:
        raise RefusedError(400, f"A fault must have exactly one of: {', '.join(_WAYS)}")
    if made.operation is not None and made.operation not in operations:
        raise RefusedError(400, f"There is no operation {made.operation!r}; null means any")
    if made.status is None and (made.body is not None or made.retry_after_s is not None):
        raise RefusedError(400, "body and retry_after_s only go with status")
    if made.status is not None and not _may_have_body(made.status) and made.body not in (None, "empty"):
        raise RefusedError(400, f"Status {made.status} has no body")
    return made


class Faults:
    """Pending faults in the order in which they were added. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Adds a fault after the pending ones."""
        with self._lock:
            self._pending.append(fault)

    def take(self, operation: str) -> Fault | None:
        """Returns the first pending fault of an operation and counts it down."""
        if not self._pending:  # the usual case; a fault added at this moment applies to the next request
            return None
        with self._lock:
            for index, pending in enumerate(self._pending):
                if pending.operation in (None, operation):
                    if pending.times > 1:
                        self._pending[index] = msgspec.structs.replace(pending, times=pending.times - 1)
                    else:
                        del self._pending[index]
                    return pending
        return None

    def pending(self) -> list[Fault]:
        """What is still to go wrong."""
        with self._lock:
            return list(self._pending)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._pending.clear()


def instead(fault: Fault, envelope: Callable[[int, str], Answer]) -> Answer | None:
    """The answer in place of the operation's own; `None` when the operation is to do its work.

    Args:
        fault: What goes wrong.
        envelope: Makes an error envelope of a status and a message.
    """
    if fault.status is None:
        return None
    phrase = _phrase(fault.status)
    headers = {} if fault.retry_after_s is None else {"retry-after": str(fault.retry_after_s)}
    if fault.body == "empty" or not _may_have_body(fault.status):
        return Answer(fault.status, b"", headers)
    if fault.body == "html":
        title = f"{fault.status} {phrase}"
        page = f"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n"
        return Answer(fault.status, page.encode(), {"content-type": "text/html"} | headers)
    answer = envelope(fault.status, phrase)
    return Answer(answer.status, answer.body, {**answer.headers, **headers})


def _may_have_body(status: int) -> bool:
    return status >= 200 and status not in _WITHOUT_BODY


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
