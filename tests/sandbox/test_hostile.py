"""Hostile paths, queries and bodies: never a 5xx, a response inside the contract, and an intact database."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.api import contract

from .hostile import (
    API,
    DEEP,
    EMAIL,
    NAME,
    NUMBERS,
    ORDERS,
    TEXTS,
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


@pytest.mark.long
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


@pytest.mark.long
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
    assert len(caller("GET", "/forms?limit[]=1&unknown=2&=3&&&").json()["items"]) == 9
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
