"""The ASGI application around the dispatcher."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request as HttpRequest
from starlette.types import ASGIApp, Receive, Scope, Send

from .. import pages
from ..api.contract import Match
from ..api.dispatch import Answer, Dispatcher, Request
from ..api.work import Work
from ..control import faults
from ..control.routes import PREFIX, ControlRoutes
from . import delivery

MOST_BODY_BYTES = 1024 * 1024
MOST_UPLOAD_BYTES = 16 * 1024 * 1024
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def build(dispatcher: Dispatcher, control: ControlRoutes, work: Work) -> ASGIApp:
    """Builds the application: one handler for all paths, since the contract does the routing.

    Args:
        dispatcher: Handles the requests.
        control: Handles requests below `/_sandbox`, and returns faults for the others.
        work: Runs blocking operations in threads. Reads run on the event loop: a thread switch would take longer than
            they do.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = HttpRequest(scope, receive)
        match = dispatcher.match(scope["method"], scope["raw_path"].decode("latin-1"))
        takes_files = match is not None and match.operation is not None and match.operation.takes_parts
        try:
            body = await _bounded(request, MOST_UPLOAD_BYTES if takes_files else MOST_BODY_BYTES)
        except ClientDisconnect:
            return
        fault, got = None, None
        if body is None:
            too_large = (400, "File size limit exceeded") if takes_files else (413, "request entity too large")
            got = dispatcher.error(*too_large)
        else:
            asked = _request(scope, request.headers, body)
            if match is not None and match.operation is not None:
                fault = control.room.arrived(match.operation.id)
            if fault is not None:
                if fault.drop_request:
                    await delivery.cut(scope, receive)
                    return
                got = faults.instead(fault, dispatcher.error)
            if got is None:
                got = await _answer(dispatcher, work, asked, match)
        wait_s = dispatcher.instance.options.latency_ms / 1000
        await delivery.deliver(got, fault, wait_s, scope, receive, send)

    # The control room is outside of the CORS middleware: pages of other sites have no access.
    open_to_all = CORSMiddleware(
        answer, allow_origins=["*"], allow_methods=_METHODS, allow_headers=["*"], expose_headers=["x-guest-id"]
    )

    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope["path"] + "/").startswith(PREFIX + "/"):
            await _control(dispatcher, control, work, scope, receive, send)
        else:
            await open_to_all(scope, receive, send)

    return pages.Pages(front, dispatcher, work)


async def _control(
    dispatcher: Dispatcher, control: ControlRoutes, work: Work, scope: Scope, receive: Receive, send: Send
) -> None:
    request = HttpRequest(scope, receive)
    try:
        body = await _bounded(request, MOST_BODY_BYTES)
    except ClientDisconnect:
        return
    if body is None:
        got = dispatcher.error(413, "request entity too large")
    else:
        asked = _request(scope, request.headers, body)
        await work.caught_up()
        got = await work.run(control.handle, asked, scope["server"][0])
    await delivery.deliver(got, None, 0, scope, receive, send)


async def _bounded(request: HttpRequest, most: int) -> bytes | None:
    """Reads the body; returns `None` as soon as it is too long."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > most:
        return None
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)


def _request(scope: Scope, headers: Headers, body: bytes) -> Request:
    host = headers.get("host")
    return Request(
        method=scope["method"],
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=dict(headers),
        body=body,
        base_url=f"{scope['scheme']}://{host}" if host else "",
    )


async def _answer(dispatcher: Dispatcher, work: Work, request: Request, match: Match | None) -> Answer:
    if dispatcher.may_wait(match):
        return await work.run(dispatcher.handle, request, match)
    return dispatcher.handle(request, match)
