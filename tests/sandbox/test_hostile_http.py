"""Hostile HTTP: sizes, headers, methods, broken messages and lost connections: an answer of the contract, or none."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Callable, Iterator

import pytest

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.api import contract

from .hostile import (
    API,
    EMAIL,
    ORDERS,
    Caller,
    credentials,
    order,
    serve,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    yield from serve(tmp_path_factory.mktemp("hostile") / "shop.db")


@pytest.fixture(scope="module")
def caller(sandbox: Sandbox) -> Iterator[Caller]:
    one = Caller(sandbox)
    yield one
    one.still_sells()
    one.http.close()


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
        path = re.sub(r"{\w*[iI]d}", "1", template.removeprefix(API))
        path = re.sub(r"{\w+}", "x", path)
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
