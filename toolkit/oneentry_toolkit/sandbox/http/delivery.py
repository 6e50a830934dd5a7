"""Sends a response, complete or as a fault demands."""

from __future__ import annotations

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ..api.dispatch import Answer
from ..control.faults import Fault
from . import connection

_DROP_EVERY_S = 0.02


async def deliver(
    answer: Answer, fault: Fault | None, wait_s: float, scope: Scope, receive: Receive, send: Send
) -> None:
    """Sends a response.

    Args:
        answer: The response.
        fault: The fault to apply; `None` for none.
        wait_s: Delay in seconds before anything is sent; other requests are not delayed.
        scope: The request's ASGI scope.
        receive: The request's ASGI channel.
        send: The response's ASGI channel.
    """
    if fault is not None and fault.latency_ms is not None:
        wait_s += fault.latency_ms / 1000
    if wait_s and await _left_within(wait_s, receive):
        return
    is_head = scope["method"] == "HEAD"
    content = b"" if is_head else answer.body
    response = Response(content, answer.status, dict(answer.headers))
    if is_head:
        response.headers["content-length"] = str(len(answer.body))
    if fault is None:
        await response(scope, receive, send)
    elif fault.drop_answer:
        await cut(scope, receive)
    elif answer.status < 200:
        # Not valid HTTP: the headers announce a body that never comes.
        connection.of(scope).end(f"HTTP/1.1 {answer.status} \r\n\r\n".encode())
        await _left(receive)
    elif fault.truncate_body is not False:
        await _truncated(response, fault, scope, receive, send)
    elif fault.slow_body is not False:
        await _dripped(response, fault.slow_body_s, receive, send)
    else:
        await response(scope, receive, send)


async def cut(scope: Scope, receive: Receive) -> None:
    """Closes the connection without a response."""
    connection.of(scope).cut()
    await _left(receive)


async def _truncated(response: Response, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    content = bytes(response.body)
    if not content:
        await cut(scope, receive)
        return
    await _start(response, send)
    await send({"type": "http.response.body", "body": content[: fault.kept_of(len(content))], "more_body": True})
    connection.of(scope).end()
    await _left(receive)


async def _dripped(response: Response, duration_s: float, receive: Receive, send: Send) -> None:
    content = bytes(response.body)
    drops = max(1, min(len(content), int(duration_s / _DROP_EVERY_S)))
    await _start(response, send)
    for number in range(1, drops + 1):
        if await _left_within(duration_s / drops, receive):
            return
        part = content[len(content) * (number - 1) // drops : len(content) * number // drops]
        await send({"type": "http.response.body", "body": part, "more_body": number < drops})


async def _start(response: Response, send: Send) -> None:
    await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})


async def _left(receive: Receive) -> None:
    """Waits until the client disconnects."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _left_within(seconds: float, receive: Receive) -> bool:
    """Waits for `seconds`; returns True as soon as the client disconnects."""
    leaving = asyncio.ensure_future(_left(receive))
    try:
        done, _ = await asyncio.wait({leaving}, timeout=seconds)
    finally:
        leaving.cancel()
    return bool(done)
