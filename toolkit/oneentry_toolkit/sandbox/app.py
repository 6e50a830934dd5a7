"""The ASGI application: bytes in, bytes out, around the dispatcher."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from .dispatch import Answer, Dispatcher, Request

MOST_BODY_BYTES = 1024 * 1024
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def build(dispatcher: Dispatcher, executor: Executor) -> Starlette:
    """The application.

    Args:
        dispatcher: Answers the requests.
        executor: Where operations run that may wait, for a password hash or the disk. Reads run on the event loop
            itself: handing them to a thread and back costs more than they do.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = HttpRequest(scope, receive)
        try:
            body = await _bounded(request)
        except ClientDisconnect:
            return
        if body is None:
            got = dispatcher.error(413, "request entity too large")
        else:
            got = await _answer(dispatcher, executor, scope, request.headers, body)
        content = b"" if request.method == "HEAD" else got.body
        response = Response(content, got.status, dict(got.headers))
        if request.method == "HEAD":
            response.headers["content-length"] = str(len(got.body))
        await response(scope, receive, send)

    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=_METHODS, allow_headers=["*"])
    return Starlette(routes=[Mount("/", app=answer)], middleware=[cors])


async def _bounded(request: HttpRequest) -> bytes | None:
    """The body; `None` when it is too long, which is said as soon as it is known."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > MOST_BODY_BYTES:
        return None
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BODY_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


async def _answer(dispatcher: Dispatcher, executor: Executor, scope: Scope, headers: Headers, body: bytes) -> Answer:
    host = headers.get("host")
    request = Request(
        method=scope["method"],
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=dict(headers),
        body=body,
        base_url=f"{scope['scheme']}://{host}" if host else "",
    )
    match = dispatcher.match(request.method, request.path)
    if dispatcher.may_wait(match):
        return await asyncio.get_running_loop().run_in_executor(executor, dispatcher.handle, request, match)
    return dispatcher.handle(request, match)
