"""A project whose answers are given, and well-formed records to change."""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oneentry_toolkit as oe
from oneentry_toolkit.transport.tokens import TokenPair

API = "/api/content"

FORM = {
    "id": 1, "identifier": "order", "localizeInfos": {"title": "Order"}, "type": "order",
    "attributes": [{"type": "string", "marker": "name", "position": 1, "localizeInfos": {"title": "Name"}}],
}  # fmt: skip
STORAGE = {
    "id": 1, "identifier": "orders", "localizeInfos": {"en_US": {"title": "Orders"}}, "formIdentifier": "order",
    "paymentAccountIdentifiers": [{"identifier": "cash"}],
}  # fmt: skip
ACCOUNT = {"id": 1, "identifier": "cash", "localizeInfos": {"en_US": {"title": "Cash"}}, "type": "custom"}
ORDER = {
    "id": 1, "storageId": 1, "createdDate": "2025-04-30T20:15:29.254Z", "statusIdentifier": "new",
    "statusLocalizeInfos": {"en_US": {"title": "New"}}, "formIdentifier": "order",
    "formData": [
        {"marker": "name", "type": "string", "value": "Ann"},
        {"marker": "size", "type": "integer", "value": 5},
    ],
    "totalSum": "340.00", "currency": "USD", "paymentAccountIdentifier": "cash",
    "paymentAccountLocalizeInfos": {"en_US": {"title": "Cash"}},
    "products": [
        {"id": 1, "title": "Tea", "sku": "T-1", "price": 170, "quantity": 1, "isGift": False},
        {"productId": 2, "title": "Cup", "sku": None, "price": "85.00", "quantity": 2},
    ],
    "isCompleted": True, "paymentUrl": "https://pay.example/1",
}  # fmt: skip
ENTRY = {"marker": "name", "type": "string"}
SESSION = {
    "id": 1, "createdDate": "2026-01-02T10:00:00.000Z", "updatedDate": "2026-01-02T10:05:00.000Z", "type": "session",
    "status": "waiting", "paymentAccountId": 1, "orderId": 7, "paymentUrl": None, "amount": "10.00",
    "clientSecret": "s",
}  # fmt: skip


class Server:
    """A project whose orders, sessions, products and refunds are given; it pages them."""

    def __init__(self) -> None:
        self.lists: dict[str, list[Any]] = {}
        self.answers: dict[str, Any] = {}
        """Answers that are not paged, by path, or by method and path; bytes are sent as they are."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                url = urlsplit(self.path)
                self.rfile.read(int(self.headers.get("content-length") or 0))
                found = server.answer(self.command, url.path.removeprefix(API), parse_qs(url.query))
                body = found if isinstance(found, bytes) else json.dumps(found).encode()
                self.send_response(204 if not body else 201 if self.command == "POST" else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_PUT = do_GET  # noqa: N815

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def answer(self, method: str, path: str, query: dict[str, list[str]]) -> Any:
        whole: dict[str, Any] = {
            "/orders-storage": [STORAGE],
            "/forms/marker/order": FORM,
            "/forms/marker/reviews": FORM | {"identifier": "reviews", "type": "rating"},
            "/payments/accounts": [ACCOUNT],
            **self.answers,
        }
        for key in (f"{method} {path}", path):
            if key in whole:
                return whole[key]() if callable(whole[key]) else whole[key]
        items = self.lists[path]
        if path.endswith("/refund"):
            return items
        offset, limit = (int(query.get(name, [default])[0]) for name, default in (("offset", "0"), ("limit", "30")))
        return {"items": items[offset : offset + limit], "total": len(items)}


def connected(server: Server) -> oe.Shop:
    tokens = oe.MemoryTokens()
    tokens.save(
        TokenPair(url=server.url, provider="email", user="ann", access_token="a", refresh_token="r", fingerprint="UQ_1")
    )
    return oe.connect(server.url, "app-token", tokens=tokens)


def said(call: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What a call returns, and its warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = call()
    assert {one.category for one in caught} <= {oe.UnreadableRecordWarning}, [str(one.message) for one in caught]
    return found, [str(one.message) for one in caught]


ORDERS_OF = "/orders-storage/marker/orders/orders"
GONE = [{"id": None, "title": "Gone", "price": 8, "quantity": 1}]


def orders(count: int, **odd: Any) -> list[Any]:
    """Orders, newest first; ``odd`` replaces some by their place, such as ``at_3``."""
    found: list[Any] = [{**ORDER, "id": count - place} for place in range(count)]
    for place, one in odd.items():
        at = int(place.removeprefix("at_"))
        found[at] = found[at] | one if isinstance(one, dict) else one
    return found
