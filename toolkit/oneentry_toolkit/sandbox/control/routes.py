"""HTTP routes of the control room below `/_sandbox`. Independent of the web framework."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote

import msgspec

from ..api import guard
from ..api.dispatch import Answer, Dispatcher, Request
from ..data.documents import encode
from ..errors import RefusedError
from .room import ControlRoom

PREFIX = "/_sandbox"
_T = TypeVar("_T")


class _Nothing(msgspec.Struct, forbid_unknown_fields=True):
    pass


class _Outcome(msgspec.Struct, forbid_unknown_fields=True):
    outcome: str


class _Decision(msgspec.Struct, forbid_unknown_fields=True):
    decision: str


class _Expire(msgspec.Struct, forbid_unknown_fields=True):
    all: bool = False


class _Clock(msgspec.Struct, forbid_unknown_fields=True):
    now: str | None = None
    advance_s: float | None = None


@dataclass(frozen=True, slots=True)
class _Ask:
    """An allowed request and its path values."""

    room: ControlRoom
    request: Request
    path: tuple[str, ...]
    query: dict[str, str]

    def number(self, missing: str) -> int:
        """Returns the number in the path."""
        text = self.path[1]
        if not (text.isascii() and text.isdecimal() and len(text) < 20):
            raise RefusedError(404, missing)
        return int(text)

    def body(self, kind: type[_T]) -> _T:
        """Parses the body; an empty one is `{}`."""
        try:
            return msgspec.json.decode(self.request.body.strip() or b"{}", type=kind)
        except msgspec.ValidationError as error:
            raise RefusedError(400, str(error)) from error
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise RefusedError(400, "Request body is not valid JSON") from error


def _outbox(ask: _Ask) -> object:
    return ask.room.outbox(ask.query.get("to"))


def _outcome(ask: _Ask) -> object:
    session_id = ask.number("Payment session not found")
    return ask.room.settle_session(session_id, ask.body(_Outcome).outcome, ask.request.base_url)


def _decision(ask: _Ask) -> object:
    refund_id = ask.number("Refund request not found")
    return ask.room.decide_refund(refund_id, ask.body(_Decision).decision)


def _expire(ask: _Ask) -> object:
    return ask.room.expire_tokens(everything=ask.body(_Expire).all)


def _faults(ask: _Ask) -> object:
    return ask.room.faults()


def _add_fault(ask: _Ask) -> object:
    return ask.room.add_fault(ask.body(dict[str, Any]))


def _clear_faults(ask: _Ask) -> object:
    return ask.room.clear_faults()


def _reset(ask: _Ask) -> object:
    ask.body(_Nothing)
    return ask.room.reset()


def _stats(ask: _Ask) -> object:
    return ask.room.stats()


def _clock(ask: _Ask) -> object:
    body = ask.body(_Clock)
    return ask.room.set_clock(body.now, body.advance_s)


_ROUTES: dict[tuple[str, ...], dict[str, Callable[[_Ask], object]]] = {
    ("outbox",): {"GET": _outbox},
    ("sessions", "{id}", "outcome"): {"POST": _outcome},
    ("refunds", "{id}", "decision"): {"POST": _decision},
    ("tokens", "expire"): {"POST": _expire},
    ("faults",): {"GET": _faults, "POST": _add_fault, "DELETE": _clear_faults},
    ("reset",): {"POST": _reset},
    ("stats",): {"GET": _stats},
    ("clock",): {"POST": _clock},
}
_QUERIES: dict[tuple[str, ...], set[str]] = {("outbox",): {"to"}}


class ControlRoutes:
    """Handles requests below `/_sandbox`. Thread-safe."""

    def __init__(self, room: ControlRoom, dispatcher: Dispatcher) -> None:
        self.room = room
        self._dispatcher = dispatcher

    def handle(self, request: Request, listener: str) -> Answer:
        """Handles a request; never raises.

        Args:
            request: The request; its path starts with `/_sandbox`.
            listener: The local address of the connection.
        """
        refusal = guard.refusal(request.headers, listener)
        if refusal is not None:
            return self._dispatcher.error(403, refusal)
        try:
            return self._answer(request)
        except RefusedError as error:
            return self._dispatcher.error(error.status, error.message)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                return self._dispatcher.error(503, "Service Unavailable")
            traceback.print_exc(file=sys.stderr)
        except Exception:  # noqa: BLE001 - the client gets an error envelope for any exception
            traceback.print_exc(file=sys.stderr)
        return self._dispatcher.error(500, "Internal server error")

    def _answer(self, request: Request) -> Answer:
        path = tuple(unquote(request.path).removeprefix(PREFIX).strip("/").split("/"))
        with_id = (*path[:1], "{id}", *path[2:])
        route = with_id if with_id in _ROUTES else path
        methods = _ROUTES.get(route)
        if methods is None:
            raise RefusedError(404, f"Cannot {request.method} {request.path}")
        handler = methods.get(request.method)
        if handler is None:
            answer = self._dispatcher.error(405, f"Cannot {request.method} {request.path}")
            return Answer(405, answer.body, {**answer.headers, "allow": ", ".join(methods)})
        query = dict(parse_qsl(request.query, keep_blank_values=True, errors="replace"))
        unknown = query.keys() - _QUERIES.get(route, set())
        if unknown:
            raise RefusedError(400, f"Unknown query parameters: {', '.join(sorted(unknown))}")
        value = handler(_Ask(self.room, request, path, query))
        return Answer(200, encode(value))
