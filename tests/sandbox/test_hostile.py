"""Hostile requests: never a 5xx, always a response inside the contract, and an intact database."""

from __future__ import annotations

import gzip
import json
import socket
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.api import contract

pytestmark = pytest.mark.slow

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


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    path = tmp_path_factory.mktemp("hostile") / "shop.db"
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


@pytest.fixture(scope="module")
def caller(sandbox: Sandbox) -> Iterator[Caller]:
    one = Caller(sandbox)
    yield one
    one.still_sells()
    one.http.close()


def test_any_text_in_a_path_answers_inside_the_contract(caller: Caller) -> None:
    routes = [(one.method, one.template) for one in contract.load().operations.values() if "{" in one.template]
    for text in TEXTS:
        text = text[:500]
        encoded = quote(text, safe="").replace(".", "%2E")
        as_it_is = "".join(char if "!" <= char <= "~" and char not in "?#" else quote(char) for char in text)
        for method, template in routes:
            path = template.removeprefix(API)
            for name in ("{marker}", "{id}", "{orderId}", "{token}"):
                path = path.replace(name, "{}")
            answer = caller(method, path.replace("{}", encoded), content=b"{}")
            # Any text may be a push token; nothing else is found by such names.
            fitting = (200, 201) if "{token}" in template else (400, 403, 404)
            assert answer.status_code in fitting, (method, path, text)
            if "{token}" not in template:  # `DELETE /users/me/fcm-token/..` would be `DELETE /users/me`
                caller(method, path.replace("{}", as_it_is), content=b"{}")


def test_broken_percent_encoding_is_an_unknown_name(caller: Caller) -> None:
    for name in ("%", "%%", "%zz", "%2", "%u0041", "%ff%fe", "%c0%af", "%ed%a0%80", "%00", "a%00", "%2e%2e", "%0d%0a"):
        assert caller("GET", f"/forms/marker/{name}").status_code == 404
        assert caller("GET", f"/products/{name}").status_code == 400
    assert caller("GET", "/forms/marker/reg/../order").status_code in (200, 404)
    assert caller("GET", f"/forms/marker/{'a' * 60_000}").status_code == 404


def test_any_text_in_a_query_answers_inside_the_contract(caller: Caller) -> None:
    names = [
        "langCode",
        "offset",
        "limit",
        "ids",
        "name",
        "code",
        "type",
        "dateFrom",
        "isAdmin",
        "sortKey",
        "signPrice",
    ]
    for text in TEXTS:
        for name in names:
            query = f"?{name}={quote(text, safe='', errors='surrogatepass')}"
            for path in ("/forms", "/products/quick/search", "/products/ids", "/discounts/coupons/validate"):
                caller("GET", path + query)
            caller("GET", "/discounts/bonus-balance/history" + query)
            caller("POST", "/products/all" + query, json={})


def test_repeated_or_empty_query_parameters_are_handled(caller: Caller) -> None:
    """The last of two counts."""
    assert len(caller("GET", "/forms?limit=1&limit=2").json()["items"]) == 2
    assert caller("GET", "/forms?limit=2&limit=x").status_code == 400
    assert len(caller("GET", "/forms?limit[]=1&unknown=2&=3&&&").json()["items"]) == 7
    for value in [
        "",
        "x",
        "1.5",
        "1e1",
        "%2B1",
        "+1",
        " 1",
        "1 ",
        "0x1",
        "١",
        "１",
        "-1",
        "9" * 400,
        "NaN",
        "Infinity",
        "null",
        "1,2",
        "[1]",
    ]:
        for name in ("limit", "offset"):
            assert caller("GET", f"/forms?{name}={value}").status_code == 400, value
    for value in ["", "en_US%00", "en-US", "e", "en_USA", "%D0%BAк", "en_US,de_DE", "../x"]:
        assert caller("GET", f"/forms?langCode={value}").status_code == 400, value
    assert caller("GET", "/forms?" + "&".join(f"a{n}=1" for n in range(101))).status_code == 400
    assert caller("GET", "/forms?" + "a" * 60_000).status_code == 200
    # Where a number is not declared it means nothing, as any unknown parameter.
    for path in ("/payments/accounts", f"{EMAIL}/sessions", "/products/ids?ids=1"):
        glue = "&" if "?" in path else "?"
        for value in ("x", "0", "-1", ""):
            assert caller("GET", f"{path}{glue}limit={value}&offset={value}").status_code == 200


def test_any_text_in_a_body_is_kept_or_refused(caller: Caller) -> None:
    for text in TEXTS:
        stored = caller.post(ORDERS, order(formData={"en_US": [{**NAME, "value": f"x{text}"}]}, currency=text))
        assert stored.status_code == 201, stored.text
        read = caller("GET", f"{ORDERS}/{stored.json()['id']}").json()
        assert read["formData"][0]["value"] == f"x{text}"
        assert read["currency"] == (text or "USD")
        for more in (
            {"couponCode": text},
            {"formIdentifier": text},
            {"paymentAccountIdentifier": text},
            {"statusIdentifier": text},
            {"formData": {f"{text}-": [NAME]}},
            {"formData": {"en_US": [{**NAME, "marker": text}]}},
            {"formData": {"en_US": [{**NAME, "type": text}]}},
        ):
            assert caller.post(ORDERS, order(**more)).status_code == 400, (text, more)
        assert caller.post(ORDERS, order(additionalDiscountsMarkers=[text])).status_code == 201
        assert caller.post(f"{EMAIL}/auth", credentials(text, text)).status_code == 401
        for name in ("generate-code", "check-code", "activate", "change-password", "refresh"):
            body = dict.fromkeys(
                ("userIdentifier", "eventIdentifier", "code", "password1", "password2", "refreshToken"), text
            )
            assert caller.post(f"{EMAIL}/{name}", body | {"type": 1}).status_code in (400, 404)
        oauth = {"code": f"pretend:{text}@example.com", "redirect_uri": text}
        assert caller.post("/users-auth-providers/marker/google/oauth", oauth).status_code in (201, 400)
        state = {"formIdentifier": "reg", "state": {text: [text, {text: text}]}}
        assert caller.post("/users/me", state, "PUT").status_code == 200
        assert caller("GET", "/users/me").json()["state"] == state["state"]
        found = caller.post("/products/all", [{"title": text}, {"attributeMarker": text, "conditionValue": text}])
        assert found.status_code == 201


def test_lone_surrogates_are_refused(caller: Caller) -> None:
    for half in (r"\ud800", r"a\udfff", r"\ude00\ud83d"):
        for path, template in [
            (ORDERS, json.dumps(order(currency="HALF"))),
            (ORDERS, json.dumps(order(formData={"en_US": [{**NAME, "value": "HALF"}]}))),
            (ORDERS, json.dumps(order(formData={"HALF": [NAME]}))),
            (f"{EMAIL}/auth", json.dumps(credentials("HALF", "HALF"))),
            (f"{EMAIL}/check-code", '{"userIdentifier":"HALF","eventIdentifier":"HALF","code":"HALF"}'),
            (f"{EMAIL}/refresh", '{"refreshToken":"HALF"}'),
            ("/products/all", '[{"title":"HALF"}]'),
            ("/users/me", '{"formIdentifier":"reg","state":{"HALF":"HALF"}}'),
        ]:
            method = "PUT" if path == "/users/me" else "POST"
            assert caller.post(path, template.replace("HALF", half), method).status_code == 400
    assert caller("GET", "/users/me").status_code == 200
    assert caller("GET", ORDERS).status_code == 200


def test_unusual_numbers_are_read_by_value_or_refused(caller: Caller) -> None:
    for number in NUMBERS:
        session = caller.post("/payments/sessions", f'{{"orderId":{number},"type":"session"}}')
        assert session.status_code in ([201] if number == "1e2" else [400, 404]), number  # there is an order 100
        assert caller.post("/payments/sessions", f'{{"orderId":[{number}],"type":{number}}}').status_code == 400
        body = json.dumps(order(products=[{"productId": "NUMBER", "quantity": "NUMBER"}])).replace('"NUMBER"', number)
        assert caller.post(ORDERS, body).status_code == 400, number
        for member in ("bonusAmount", "unknown"):
            text = json.dumps(order(**{member: "NUMBER"})).replace('"NUMBER"', number)
            assert caller.post(ORDERS, text).status_code in (201, 400), number
        text = json.dumps({"formIdentifier": "reg", "state": {"n": "NUMBER"}}).replace('"NUMBER"', number)
        assert caller.post("/users/me", text, "PUT").status_code in (200, 400), number
        filters = f'[{{"attributeMarker":"price","conditionMarker":"mth","conditionValue":{number}}}]'
        assert caller.post("/products/all", filters).status_code in (201, 400), number
        assert caller.post("/orders/1/refund", f'{{"products":{{"14":{{"quantity":{number}}}}}}}').status_code in (
            400,
            404,
        )
        assert caller("GET", f"/products/{number}").status_code in (400, 404)
        assert caller("GET", f"{ORDERS}/{number}").status_code in (400, 404)
    for number in ("NaN", "Infinity", "-Infinity", "01", "+1", "1.", ".5", "0x10", "1_000", "１"):
        assert caller.post("/payments/sessions", f'{{"orderId":{number},"type":"session"}}').status_code == 400, number
    assert caller("GET", ORDERS).status_code == 200
    most = caller.post(ORDERS, order(products=[{"productId": 14, "quantity": 2147483647}]))
    assert most.json()["totalSum"] == 340 * 2147483647
    assert caller("GET", f"{ORDERS}/{most.json()['id']}").json()["totalSum"] == f"{340 * 2147483647}.00"


def test_deep_json_is_refused(caller: Caller) -> None:
    """It is truncated at the deepest level, so it is only a parse error for any reader."""
    lists, maps = "[" * DEEP, '{"a":' * DEEP
    for deep in (lists, maps):
        bodies = [
            ("POST", ORDERS, deep),
            ("POST", ORDERS, json.dumps(order(unknown="DEEP"))),
            ("POST", ORDERS, json.dumps(order(formData="DEEP"))),
            ("POST", ORDERS, json.dumps(order(formData={"en_US": [{**NAME, "value": "DEEP"}]}))),
            ("PUT", "/users/me", '{"formIdentifier":"reg","state":{"a":"DEEP"}}'),
            ("POST", "/products/all", deep),
            ("POST", f"{EMAIL}/auth", '{"authData":"DEEP"}'),
        ]
        for method, path, body in bodies:
            answer = caller.post(path, body.replace('"DEEP"', deep), method)
            assert answer.status_code == 400, (path, answer.status_code)
        for path in (f"{EMAIL}/auth", f"{EMAIL}/refresh"):
            answer = caller("POST", path, json={}, headers={"x-device-metadata": deep[:60_000]})
            assert answer.status_code == 400
    # As deep as a client may need, and kept.
    for depth in (50, 120, 200, 900):
        nested: Any = 1
        for _ in range(depth):
            nested = {"a": nested}
        answer = caller.post("/users/me", {"formIdentifier": "reg", "state": nested}, "PUT")
        assert answer.status_code in (200, 400)
        if answer.status_code == 200:
            assert caller("GET", "/users/me").json()["state"] == nested
    assert caller.post("/users/me", {"formIdentifier": "reg", "state": {}}, "PUT").status_code == 200


def test_invalid_json_or_utf8_answers_400(caller: Caller) -> None:
    text = json.dumps(order()).encode()
    for body in (
        b"{",
        b"{}}",
        b"{'a':1}",
        b'{"a":1,}',
        b"// comment\n{}",
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b'{"formIdentifier":"\xff"}',
        b'{"formIdentifier":"\xed\xa0\x80"}',
        b'{"formIdentifier":"\xc0\xaf"}',
        b'{"a":"\x00"}',
        b"\x00",
        text[:-1],
        text + b"x",
        gzip.compress(text),
        json.dumps(order()).encode("utf-16"),
        b"true",
        b"7",
        b'"text"',
        b"[]",
        b"   ",
        b"",
    ):
        assert caller.post(ORDERS, body).status_code == 400, body[:20]
    twice = b'{"orderId":1,"orderId":12345,"type":"session"}'
    assert caller.post("/payments/sessions", twice).json()["message"] == "Order not found"


def test_body_over_a_megabyte_answers_413(caller: Caller) -> None:
    most = 1024 * 1024
    start = b'{"formIdentifier":"reg","state":{"a":"'
    for size, status in ((most, 200), (most + 1, 413), (20 * most, 413)):
        body = start + b"x" * (size - len(start) - 3) + b'"}}'
        assert len(body) == size
        assert caller.post("/users/me", body, "PUT").status_code == status
    chunks = (b"x" * 65536 for _ in range(40))
    assert caller("PUT", "/users/me", content=chunks).status_code == 413
    wide = json.dumps({"filter": [{}] * 100_000})
    assert caller.post("/products/all", wide).status_code in (201, 400)
    wide = json.dumps(order(products=[{"productId": 14, "quantity": 1}] * 20_000))
    assert caller.post(ORDERS, wide).status_code in (201, 400)
    assert caller.post(f"{EMAIL}/auth", {"authData": [{"marker": "x", "value": ""}] * 20_000}).status_code == 400
    assert caller.post("/users/me", {"formIdentifier": "reg", "state": {}}, "PUT").status_code == 200


def test_body_is_read_as_json_for_any_content_type(caller: Caller) -> None:
    text = json.dumps(order()).encode()
    for kind in (
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "",
        "a/b/c;;=",
        "application/json; charset=utf-16",
    ):
        assert caller("POST", ORDERS, content=text, headers={"content-type": kind}).status_code == 201
    assert caller("POST", ORDERS, data={"formIdentifier": "order"}).status_code == 400
    assert caller("POST", ORDERS, files={"a": b"b"}).status_code == 400
    zipped = {"content-encoding": "gzip", "content-type": "application/json"}
    assert caller("POST", ORDERS, content=gzip.compress(text), headers=zipped).status_code == 400


def test_unknown_and_long_headers_are_ignored(caller: Caller) -> None:
    unknown = {f"x-unknown-{number}": "1" for number in range(80)} | {
        "x-guest-id": "guest_1",
        "x-http-method-override": "DELETE",
        "x-forwarded-host": "evil.example",
        "x-original-url": "/_sandbox/reset",
        "cookie": "a=b; " * 500 + "c=d",
        "accept": "text/html",
        "accept-language": "xx",
        "if-none-match": "*",
        "range": "bytes=0-1",
        "connection": "keep-alive, x-app-token",
    }
    assert caller("GET", "/users/me", headers=unknown).status_code == 200
    assert caller("GET", "/users/me", headers={"x-long": "a" * 30_000}).status_code == 200
    for token in ("", "a" * 20_000, "null", "' OR 1=1", "\xff", "sandbox-"):
        assert caller("GET", "/users/me", headers=[("x-app-token", token.encode("latin-1"))]).status_code == 403
    for bearer in (
        "Bearer",
        "Bearer " + "a" * 20_000,
        "Bearer a.b.c",
        "Bearer eyJhbGciOiJub25lIn0.eyJpZCI6MTYsInNpZCI6IngiLCJnZW4iOjAsImV4cCI6OTk5OTk5OTk5OSwiaWF0IjoxfQ.",
        "Bearer \xff\xfe",
        "Basic eDp5",
        "Bearer a, Bearer b",
        "Digest x",
    ):
        headers = [("Authorization", bearer.encode("latin-1"))]
        assert caller("GET", "/users/me", headers=headers).status_code == 401, bearer[:20]
    for device in (
        '{"fingerprint":"\xff","deviceInfo":{}}',
        "{",
        "7",
        "[" * 9_000,
        '{"fingerprint":{},"deviceInfo":[]}',
    ):
        headers = [("x-device-metadata", device.encode("latin-1"))]
        assert caller("POST", f"{EMAIL}/auth", content=b"{}", headers=headers).status_code == 400
    odd = {"fingerprint": "", "deviceInfo": {"os": {"a": []}, "browser": None, "location": "\u0000" * 99}}
    pair = caller(
        "POST",
        f"{EMAIL}/auth",
        json=credentials("ben.osei@example.com", "password-5"),
        headers={"x-device-metadata": json.dumps(odd)},
    )
    assert pair.status_code == 201
    devices = caller(
        "GET", f"{EMAIL}/sessions", headers={"Authorization": f"Bearer {pair.json()['accessToken']}"}
    ).json()
    assert devices == [{"deviceInfo": {"os": "", "browser": "", "location": "\u0000" * 99}}]


def test_unknown_methods_answer_404(caller: Caller) -> None:
    """Methods that a path does not have are unknown paths; HEAD is GET without a body; OPTIONS changes nothing."""
    templates = {one.template for one in contract.load().operations.values()}
    known = {(one.method, one.template) for one in contract.load().operations.values()}
    for template in templates:
        path = template.removeprefix(API)
        for name, value in {"{marker}": "x", "{id}": "1", "{orderId}": "1", "{token}": "x"}.items():
            path = path.replace(name, value)
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "X"):
            if (method, template) not in known:
                answer = caller(method, path, content=b"{}")
                assert (answer.status_code, answer.json()["message"]) == (404, f"Cannot {method} {API}{path}")
        if ("GET", template) in known:
            got, head = caller("GET", path), caller("HEAD", path)
            assert (head.status_code, head.content) == (got.status_code, b"")
    for path in ("", "/", "/nothing", "//forms", "/forms//", "/users/me/account/x", "/payments//sessions"):
        assert caller("GET", path).status_code in (200, 404)


def raw(sandbox: Sandbox, *parts: bytes, read: Callable[[bytes], bool] = lambda said: b"\r\n\r\n" in said) -> bytes:
    """Bytes as they are over a connection; what comes back until it is enough or the server hangs up."""
    host, port = sandbox.url.removeprefix("http://").split(":")
    said = b""
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
        while not read(said):
            received = connection.recv(65536)
            if not received:
                break
            said += received
    return said


def request(sandbox: Sandbox, line: bytes = b"GET /api/content/forms HTTP/1.1", *headers: bytes) -> bytes:
    """The head of a request."""
    known = [b"Host: " + sandbox.url.removeprefix("http://").encode(), b"x-app-token: " + sandbox.app_token.encode()]
    return b"\r\n".join([line, *known, *headers]) + b"\r\n\r\n"


def status(said: bytes) -> int:
    """The status of the first answer."""
    assert said.startswith(b"HTTP/1.1 "), said[:80]
    return int(said[9:12])


def test_unusual_http_is_answered_or_closed(sandbox: Sandbox, caller: Caller) -> None:
    """HTTP at its edges: chunks, old versions, whole addresses, pipelines, promises and contradictions."""
    post = b"POST /api/content/products/all HTTP/1.1"
    chunked = request(sandbox, post, b"Transfer-Encoding: chunked")
    assert status(raw(sandbox, chunked, b"1\r\n{\r\n1;ext=1\r\n}\r\n0\r\nx-trailer: 1\r\n\r\n")) == 201
    assert status(raw(sandbox, chunked, b"zz\r\n{}\r\n0\r\n\r\n")) == 400
    assert status(raw(sandbox, chunked, b"f" * 21 + b"\r\n{}")) == 400
    assert status(raw(sandbox, request(sandbox, b"GET /api/content/forms HTTP/1.0"))) == 200
    assert status(raw(sandbox, request(sandbox, b"GET http://evil.example/api/content/forms HTTP/1.1"))) in (200, 404)
    assert status(raw(sandbox, request(sandbox, b"GET //api/content/forms HTTP/1.1"))) in (200, 404)
    assert status(raw(sandbox, request(sandbox, b"OPTIONS * HTTP/1.1"))) in (400, 404)
    expecting = request(sandbox, post, b"Expect: 100-continue", b"Content-Length: 2")
    assert b"HTTP/1.1 201" in raw(sandbox, expecting, b"{}", read=lambda said: b"HTTP/1.1 201" in said)
    two = request(sandbox) + request(sandbox)
    assert raw(sandbox, two, read=lambda said: said.count(b"HTTP/1.1 200") == 2).count(b"HTTP/1.1 200") == 2
    for length in (b"-1", b"1e3", b"99999999999999999999", b"0x10", b"1,2", b""):
        answer = raw(sandbox, request(sandbox, post, b"Content-Length: " + length))
        assert status(answer) in (400, 413), length
    both = request(sandbox, post, b"Content-Length: 2", b"Transfer-Encoding: chunked")
    assert status(raw(sandbox, both, b"0\r\n\r\n")) == 400
    for line in (
        b"nonsense",
        b"GET",
        b"GET /",
        b"GET / HTTP/9.9",
        b"\x16\x03\x01\x02\x00",
        b"GET /\xff\xfe HTTP/1.1",
        b"GET / x HTTP/1.1",
    ):
        assert status(raw(sandbox, request(sandbox, line))) in (200, 400, 404), line
    for header in (b"no colon", b": no name", b"a b: c", b"x-a: \x00", b"x-a: " + b"b" * 200_000):
        assert status(raw(sandbox, request(sandbox, b"GET /api/content/forms HTTP/1.1", header))) in (400, 431), header[
            :10
        ]
    for host in (b"", b"evil.example", b"a" * 5_000, b"[::1", b"x y", b"<script>", b"127.0.0.1:99999"):
        line = b"GET /api/content/payments/sessions?limit=1 HTTP/1.1\r\nHost: " + host
        token = caller.http.headers["Authorization"].encode()
        head = b"\r\nx-app-token: " + sandbox.app_token.encode() + b"\r\nAuthorization: " + token + b"\r\n\r\n"
        assert status(raw(sandbox, line + head)) in (200, 400), host[:10]


def test_disconnecting_clients_leave_no_resources(sandbox: Sandbox, caller: Caller) -> None:
    before = caller("GET", ORDERS).json()["total"]
    body = json.dumps(order()).encode()
    token = b"Authorization: " + caller.http.headers["Authorization"].encode()
    head = request(sandbox, f"POST {API}{ORDERS} HTTP/1.1".encode(), token, b"Content-Length: %d" % len(body))
    for part in (b"", head[:10], head[:-2], head, head + body[:-1]):
        for _ in range(5):
            raw(sandbox, part, read=lambda _: True)
    assert caller("GET", ORDERS).json()["total"] == before
    caller.still_sells()
