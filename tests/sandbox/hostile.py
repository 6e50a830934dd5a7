"""What the tests of hostile requests share: a client that checks every answer, and odd values."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.api import contract

API = "/api/content"
EMAIL = "/users-auth-providers/marker/email/users"
ORDERS = "/orders-storage/marker/orders/orders"
NAME = {"marker": "name", "type": "string", "value": "Christina Thomas"}
DEEP = 100_000

# Texts that have broken programs: for SQL, paths, shells, terminals, JSON, C and Unicode.
TEXTS = [
    "' OR '1'='1' --",
    "'; DROP TABLE orders; --",
    '" UNION SELECT * FROM meta --',
    "%' ESCAPE '\\",
    "../../../../etc/passwd",
    "..\\..\\windows",
    "%2e%2e%2f",
    "/",
    "//",
    ".",
    "..",
    ";",
    "a;b=c",
    "a?b#c",
    "a&b=c",
    "\x00",
    "a\x00b",
    "\n",
    "\r\nx-injected: 1",
    "\x1b[31m",
    "\x7f",
    "\ufeff",
    "\u202egnp.exe",
    "\U0001f600",
    "\uffff",
    "ＮＵＭＢＥＲ１",
    "${jndi:ldap://example.invalid}",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "__proto__",
    "constructor",
    "null",
    "undefined",
    "NaN",
    "-1",
    "0x10",
    "1e3",
    " ",
    "a" * 10_000,
    "é" * 3_000,
]
NUMBERS = [
    "-1",
    "0",
    "-0",
    "-0.0",
    "1.5",
    "1e2",
    "1e400",
    "-1e400",
    f"0.{'0' * 400}1",
    "1" * 400,
    "-" + "9" * 30,
    "2147483648",
]


def serve(path: Path) -> Iterator[Sandbox]:
    """A sandbox on a file, which has to be intact at the end."""
    with Sandbox(check_answers=True, db=path) as running:
        yield running
    # Its file is a whole database, with the scenario in it and no injected statement run.
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM orders WHERE id <= 88").fetchone() == (88,)
        assert connection.execute("SELECT count(*) FROM users WHERE id <= 16").fetchone() == (7,)
    connection.close()


class Caller:
    """A signed-in client that looks at every answer."""

    def __init__(self, sandbox: Sandbox) -> None:
        device = {"fingerprint": "UQ_hostile", "deviceInfo": {"os": "Linux", "browser": "none", "location": "en-US"}}
        headers = {"x-app-token": sandbox.app_token, "x-device-metadata": json.dumps(device)}
        self.sandbox = sandbox
        self.http = httpx.Client(base_url=sandbox.url, headers=headers, timeout=30)
        answer = self.post(f"{EMAIL}/auth", credentials(sandbox.user, sandbox.password))
        self.http.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"

    def __call__(self, method: str, path: str, **more: Any) -> httpx.Response:
        """An answer, which is inside the contract. The path is sent as it is, percent-encoded or not."""
        answer = self.http.request(method, f"{self.sandbox.url}{API}{path}", **more)
        inside_the_contract(method, answer)
        return answer

    def post(self, path: str, body: Any, method: str = "POST") -> httpx.Response:
        """A body of JSON, which may hold what `json` would not write."""
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        return self(method, path, content=content, headers={"content-type": "application/json"})

    def still_sells(self) -> None:
        """The shop goes on as if nothing had been."""
        answer = self.post(ORDERS, order())
        assert answer.status_code == 201, answer.text
        number = answer.json()["id"]
        assert self("GET", f"{ORDERS}/{number}").json()["totalSum"] == "340.00"


def inside_the_contract(method: str, answer: httpx.Response) -> None:
    """No 5xx; a refusal is the envelope; a status that the contract has for the operation."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        envelope = answer.json()
        assert set(envelope) == {"statusCode", "timestamp", "message", "pageData"}
        assert envelope["statusCode"] == answer.status_code
        message = envelope["message"]
        assert isinstance(message, str) or (message and all(isinstance(one, str) for one in message))
        assert "x-injected" not in answer.headers
    sent = answer.request.url.raw_path.decode().partition("?")[0]  # the client has resolved its dots
    found = contract.load().match(method, sent)
    if found is not None and found.operation is not None and answer.status_code != 413:
        body = b"true" if answer.status_code == 404 and not answer.content else answer.content
        found.operation.check_answer(answer.status_code, body)


def credentials(login: str, password: str) -> dict[str, Any]:
    return {"authData": [{"marker": "email_reg", "value": login}, {"marker": "password_reg", "value": password}]}


def order(**more: Any) -> dict[str, Any]:
    return {
        "formIdentifier": "order",
        "paymentAccountIdentifier": "cash",
        "formData": {"en_US": [NAME]},
        "products": [{"productId": 14, "quantity": 1}],
    } | more
