"""Routes of the web pages: an ASGI application around the API's application."""

from __future__ import annotations

import re
import sqlite3
import sys
import traceback
from collections.abc import Callable
from importlib import resources
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request as HttpRequest
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ..api.dispatch import Dispatcher
from ..api.work import Work
from . import contract_page, front_page, payment_page, uploads
from .visits import Page, Visit, message

Handler = Callable[[Visit], Page | None]

MOST_FORM_BYTES = 16 * 1024
_MOST_FIELDS = 50
_ASSETS = {
    "style.css": "text/css; charset=utf-8",
    "docs.css": "text/css; charset=utf-8",
    "front.js": "text/javascript; charset=utf-8",
    "docs.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


def _asset(visit: Visit) -> Page | None:
    name = visit.path.rpartition("/")[2]
    if name not in _ASSETS:
        return None
    content = resources.files(__package__).joinpath("assets", name).read_bytes()
    return Page(content, kind=_ASSETS[name], headers={"cache-control": "no-cache"})


_ROUTES: list[tuple[str, re.Pattern[str], Handler]] = [
    ("GET", re.compile(r"/"), front_page.show),
    ("GET", re.compile(r"/pages/live"), front_page.live),
    ("GET", re.compile(r"/pages/[a-z]+\.[a-z]+"), _asset),
    ("GET", re.compile(r"/docs/?"), contract_page.show),
    ("GET", re.compile(r"/docs/openapi\.json"), contract_page.document),
    ("GET", re.compile(r"/docs/[a-z-]+\.(?:css|js)"), contract_page.library_file),
    ("GET", re.compile(r"/pay/[^/]+"), payment_page.show),
    ("POST", re.compile(r"/pay/[^/]+"), payment_page.pay),
    ("POST", re.compile(r"/pay/[^/]+/cancel"), payment_page.cancel),
    ("GET", re.compile(r"/pay/[^/]+/confirm"), payment_page.ask_to_confirm),
    ("POST", re.compile(r"/pay/[^/]+/confirm"), payment_page.confirm),
    ("GET", re.compile(r"/cloud-static/.+", re.DOTALL), uploads.show),
    ("GET", re.compile(r"/shop/(?:success|cancel)"), payment_page.came_back),
]
_OURS = re.compile(r"/|/(?:cloud-static|docs|pages|pay|shop)(?:/.*)?", re.DOTALL)


class Pages:
    """Handles requests for web pages and passes all others to the API.

    It is outside of the CORS middleware: other sites cannot read these pages.

    Args:
        api: The application for everything else.
        dispatcher: Gives access to the instance.
        work: Renders pages in threads, since they may wait for the database.
    """

    def __init__(self, api: ASGIApp, dispatcher: Dispatcher, work: Work) -> None:
        self._api = api
        self._dispatcher = dispatcher
        self._work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles a request."""
        if scope["type"] != "http" or not _OURS.fullmatch(scope["path"]):
            await self._api(scope, receive, send)
            return
        request = HttpRequest(scope, receive)
        try:
            form = await _form(request)
        except ClientDisconnect:
            return
        page = await self._work.run(self._page, request, form)
        content = b"" if request.method == "HEAD" else page.body
        response = Response(content, page.status, page.all_headers())
        response.headers["content-length"] = str(len(page.body))
        await response(scope, receive, send)

    def _page(self, request: HttpRequest, form: dict[str, str] | None) -> Page:
        if form is None:
            return message(413, "Too long", "This form is longer than any that the page has.")
        method = "GET" if request.method == "HEAD" else request.method
        path = request.scope["path"]
        handlers = {allowed: handler for allowed, pattern, handler in _ROUTES if pattern.fullmatch(path)}
        if handlers and method not in handlers:
            return message(405, "Not like this", "Open the page again.", headers={"allow": ", ".join(handlers)})
        try:
            page = handlers[method](self._visit(request, form)) if handlers else None
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                return _failed()
            return message(503, "Busy", "The sandbox's file is in use. Try again in a moment.")
        except Exception:  # noqa: BLE001 - the visitor gets an error page for any exception
            return _failed()
        return page or message(404, "No such page", "Check the address.")

    def _visit(self, request: HttpRequest, form: dict[str, str]) -> Visit:
        client, server = request.scope.get("client"), request.scope.get("server")
        return Visit(
            instance=self._dispatcher.instance,
            path=request.scope["path"],
            query=_fields(request.scope["query_string"]),
            form=form,
            host=request.headers.get("host", ""),
            scheme=request.scope["scheme"],
            client=client[0] if client else "",
            server=server[0] if server else "",
        )


async def _form(request: HttpRequest) -> dict[str, str] | None:
    """Reads the fields of a form; returns `None` if it is too long."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > MOST_FORM_BYTES:
            return None
    return _fields(content)


def _fields(content: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(content.decode("latin-1"), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:  # too many fields for our forms
        return {}


def _failed() -> Page:
    # The traceback has no values, so it does not contain form input.
    traceback.print_exc(file=sys.stderr)
    return message(500, "Something went wrong", "This is a fault of the sandbox. What it was is in its output.")
