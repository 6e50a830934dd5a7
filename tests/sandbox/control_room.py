"""The control room of a sandbox over HTTP, and what its tests do first."""

from __future__ import annotations

import httpx

from oneentry_toolkit.sandbox import Sandbox

EMAIL = "/users-auth-providers/marker/email/users"
ORDERS = "/orders-storage/marker/orders/orders"
START = "2025-04-30T20:15:29.254Z"


class Room:
    """The control room over HTTP."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.http = httpx.Client(base_url=f"{sandbox.url}/_sandbox", timeout=30)

    def __call__(self, method, path, body=None, **more):
        return self.http.request(method, path, **({} if body is None else {"json": body}), **more)

    def ok(self, method, path, body=None, **more):
        answer = self(method, path, body, **more)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        return answer.json()

    def refused(self, method, path, body=None, **more):
        answer = self(method, path, body, **more)
        assert set(answer.json()) == {"statusCode", "timestamp", "message", "pageData"}
        assert answer.json()["statusCode"] == answer.status_code >= 400
        return answer.status_code, answer.json()["message"]


def buy(client, order_body, account="stripe"):
    """A new order of the client's user with a payment session: its session."""
    order = client.post(ORDERS, order_body(paymentAccountIdentifier=account))
    return client.post("/payments/sessions", {"orderId": order["id"], "type": "session"})


def ask_for_code(client, event):
    client.post(f"{EMAIL}/generate-code", {"userIdentifier": client.sandbox.user, "eventIdentifier": event})
