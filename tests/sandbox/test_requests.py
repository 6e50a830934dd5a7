"""Checks before an operation: order and messages."""

from __future__ import annotations

import json
import socket
import statistics
import time

import httpx
import pytest

from oneentry_toolkit.sandbox.api import contract
from oneentry_toolkit.sandbox.api.dispatch import HANDLERS
from oneentry_toolkit.sandbox.errors import RefusedError

EMAIL = "/users-auth-providers/marker/email/users"
ORDERS = "/orders-storage/marker/orders/orders"


def test_every_operation_of_the_contract_has_a_handler():
    """The contract and the sandbox have the same operations."""
    assert set(contract.load().operations) == set(HANDLERS)


@pytest.mark.parametrize(
    "headers",
    [
        {"x-app-token": ""},
        {"x-app-token": "wrong"},
        {"x-app-token": "undefined"},
        {"x-app-token": "", "Authorization": "Bearer {token}"},
        {"x-app-token": "ключ".encode()},
    ],
)
@pytest.mark.parametrize("path", ["/forms", "/users/me"])
def test_missing_or_wrong_app_token_closes_every_route(shared, path, headers):
    filled = {
        name: value if isinstance(value, bytes) else value.format(token=shared.sandbox.app_token)
        for name, value in headers.items()
    }
    assert shared.refused("GET", path, headers=filled) == (403, "Resource is closed")


def test_unknown_path_answers_404_without_the_query(shared):
    message = "Cannot GET /api/content/users/cart"
    assert shared.refused("GET", "/users/cart?secret=1") == (404, message)


@pytest.mark.parametrize(("method", "path"), [("PUT", "/forms"), ("DELETE", ORDERS), ("PATCH", "/users/me")])
def test_wrong_method_answers_404(shared, method, path):
    assert shared.refused(method, path) == (404, f"Cannot {method} /api/content{path}")


def test_literal_path_wins_over_parameter(shared):
    assert [product["id"] for product in shared.get("/products/ids", ids="14,1")] == [14, 1]
    assert shared.get("/products/quick/search", name="bora")[0]["id"] == 14


@pytest.mark.parametrize("path", ["/payments/sessions/", "/payments/sessions//", "/forms/", "/users/me/"])
def test_trailing_slash_is_ignored(shared, path):
    assert shared("GET", path).status_code == 200


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (None, "Missing x-device-metadata header"),
        ("", "Invalid x-device-metadata format"),
        ("not json", "Invalid x-device-metadata format"),
        ("[]", "Invalid x-device-metadata format"),
        ('{"fingerprint":1,"deviceInfo":{}}', "Invalid x-device-metadata format"),
        ('{"fingerprint":"f","deviceInfo":"x"}', "Invalid x-device-metadata format"),
        ('{"fingerprint":"f"}', "Invalid x-device-metadata format"),
    ],
)
@pytest.mark.parametrize(
    "path", [f"{EMAIL}/auth", f"{EMAIL}/refresh", f"{EMAIL}/logout", "/users-auth-providers/marker/google/oauth"]
)
def test_missing_device_metadata_is_refused_first(shared, path, header, message):
    """Auth, refresh, logout and oauth want to know the device, before they look at anything else."""
    headers = dict(shared.http.headers)
    del headers["x-device-metadata"]
    if header is not None:
        headers["x-device-metadata"] = header
    answer = httpx.post(f"{shared.http.base_url}{path.removeprefix('/')}", headers=headers)
    assert (answer.status_code, answer.json()["message"]) == (400, message)


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer nonsense", "Basic abc", "bearer eyJhbGciOiJub25lIn0.e30."]
)
def test_user_routes_answer_401_without_valid_token(shared, header):
    headers = {"Authorization": header or ""}
    assert shared.refused("PUT", f"{ORDERS}/89", {"nonsense": 1}, headers=headers) == (401, "Unauthorized")


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("POST", f"{EMAIL}/generate-code", {"userIdentifier": "a"}, ["eventIdentifier should not be empty"]),
        (
            "POST",
            f"{EMAIL}/generate-code",
            {"userIdentifier": "a", "eventIdentifier": ""},
            ["eventIdentifier should not be empty"],
        ),
        ("POST", f"{EMAIL}/auth", {"authData": [], "langCode": "en_US"}, "langCode is not allowed"),
        (
            "POST",
            f"{EMAIL}/auth",
            {"authData": [{"marker": "m", "value": "v"}], "formIdentifier": "reg"},
            "formIdentifier is not allowed",
        ),
        (
            "POST",
            f"{EMAIL}/auth",
            {"authData": [{"marker": "m", "value": ""}]},
            ["authData.0.value should not be empty"],
        ),
        ("POST", f"{EMAIL}/auth", {}, ["authData must be an array"]),
        (
            "POST",
            f"{EMAIL}/sign-up",
            {"authData": [{"marker": "m", "value": "v"}], "langCode": "e"},
            ["langCode must match /^[a-zA-Z_]{2,5}$/"],
        ),
        ("GET", "/forms?langCode=english", None, ["langCode must match /^[a-zA-Z_]{2,5}$/"]),
        ("GET", "/forms?limit=x", None, ["limit must be a number conforming to the specified constraints"]),
        ("GET", "/forms?limit=-1", None, ["limit must not be less than 0"]),
        ("GET", "/forms?offset=99999999999999999999", None, ["offset must not be greater than 2147483647"]),
        (
            "GET",
            "/discounts?type=GIFT",
            None,
            ["type must be one of the following values: DISCOUNT, BONUS, PERSONAL_DISCOUNT"],
        ),
        ("GET", "/products/quick/search", None, ["name should not be empty"]),
        ("GET", "/products/abc", None, "Validation failed (numeric string is expected)"),
        ("GET", "/products/1.5", None, "Validation failed (numeric string is expected)"),
        ("GET", "/products/99999999999999999999", None, ["id must not be greater than 2147483647"]),
        ("GET", "/products/ids?ids=1,x", None, ["ids must be a comma-separated list of numbers"]),
        ("POST", "/products/all", {"filter": 7}, ["filter must be an array"]),
        ("POST", "/products/all", [{"title": 7}], ["0.title must be a string"]),
        (
            "POST",
            "/payments/sessions",
            {"orderId": "1", "type": "cash"},
            [
                "orderId must be a number conforming to the specified constraints",
                "type must be one of the following values: session, intent",
            ],
        ),
        ("POST", ORDERS, [], ["body must be an object"]),
    ],
)
def test_invalid_bodies_and_queries_are_refused_with_dotted_paths(shared, method, path, body, message):
    assert shared.refused(method, path, body) == (400, message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "Request body is not valid JSON"),
        (b'{"a": NaN}', "Request body is not valid JSON"),
        (b'"\xff"', "Request body is not valid JSON"),
        (b"[" * 100_000, "Request body is nested too deeply"),
        (b"", ["orderId must be a number conforming to the specified constraints", "type should not be empty"]),
    ],
)
def test_invalid_json_body_answers_400(shared, content, message):
    assert shared.refused("POST", "/payments/sessions", content=content) == (400, message)


def test_null_body_answers_400_where_a_body_is_taken():
    taking = [one for one in contract.load().operations.values() if one.takes_body and not one.takes_parts]
    assert len(taking) > 10
    for operation in taking:
        with pytest.raises(RefusedError) as refused:
            operation.check_body(None)
        assert refused.value.status == 400


def test_numbers_are_parsed_like_javascript(shop, order_body):
    body = order_body()
    body["products"][0]["quantity"] = 2.0
    answer = shop("POST", ORDERS, content=json.dumps(body).encode())
    assert answer.json()["products"] == [{"productId": 14, "quantity": 2}]
    assert shop.refused("POST", ORDERS, content=b'{"bonusAmount": 1e999}') == (400, "Request body is not valid JSON")


def test_missing_required_body_answers_400(shared):
    for path in ("/orders-storage/orders/preview", "/products/all"):
        assert shared.refused("POST", path) == (400, ["body should not be empty"])
        assert shared("POST", path, {}).status_code == 201


def test_integers_beyond_64_bits_are_kept_in_free_form_members(shop, order_body):
    shop.put("/users/me", {"formIdentifier": "reg", "state": {"n": 10**40}})
    assert shop.get("/users/me")["state"] == {"n": 10**40}
    entry = {"marker": "name", "type": "string", "value": "C", "n": -(10**40)}
    answer = shop.post(ORDERS, order_body(formData={"en_US": [entry]}, n=10**40))
    assert answer["formData"] == {"en_US": [entry]} and answer["totalSum"] == 340
    assert shop.get(ORDERS, limit=1)["items"][0]["formData"] == [entry]


@pytest.mark.parametrize("marker", ["a%0Ab", "a%00b", "%FF", "%2e%2e", "a%2Fb", "' OR 1=1 --", "%F0%9F%98%80"])
def test_unusual_markers_are_not_found(shared, marker):
    assert shared.refused("GET", f"/forms/marker/{marker}") == (404, "Form not found")


def test_request_body_over_a_megabyte_answers_413(shared):
    body = b" " * (1024 * 1024 + 1)
    assert shared.refused("POST", "/payments/sessions", content=body) == (413, "request entity too large")
    chunks = (body[:65536] for _ in range(20))
    assert shared.refused("POST", "/payments/sessions", content=chunks) == (413, "request entity too large")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{EMAIL}/auth", {"authData": [{"marker": "email_reg", "value": "x"}, {"marker": "{secret}", "value": 5}]}),
        (f"{EMAIL}/auth", {"authData": [{"marker": "password_reg", "value": ["{secret}"]}]}),
        (f"{EMAIL}/auth", {"authData": [{"marker": "email_reg", "value": "{secret}"}]}),
        (f"{EMAIL}/auth", {"authData": "{secret}", "{secret}": 1}),
        (f"{EMAIL}/refresh", {"refreshToken": "{secret}"}),
        (f"{EMAIL}/refresh", {"refreshToken": ["{secret}"]}),
        (f"{EMAIL}/sign-up", {"langCode": "en_US", "authData": [{"marker": "{secret}", "value": "{secret}"}]}),
        (f"{EMAIL}/sign-up", {"langCode": "{secret}", "authData": [{"marker": "a", "value": "{secret}"}]}),
        (
            f"{EMAIL}/change-password",
            {"userIdentifier": "a", "code": "{secret}", "password1": "{secret}", "password2": "b"},
        ),
        (f"{EMAIL}/generate-code", {"userIdentifier": "{secret}", "eventIdentifier": "{secret}"}),
        ("/users-auth-providers/marker/google/oauth", {"code": "{secret}", "redirect_uri": "{secret}"}),
        (ORDERS, {"formIdentifier": "{secret}", "paymentAccountIdentifier": "{secret}", "formData": {"{secret}": []}}),
    ],
)
def test_no_message_repeats_a_secret(shared, path, body):
    """Whatever a client sends, no refusal repeats a text that could be a password or a token."""
    secret = "hunter2-" * 8
    sent = json.loads(json.dumps(body).replace("{secret}", secret))
    answer = shared("POST", path, sent)
    assert answer.status_code >= 400
    assert "hunter2" not in answer.text


def test_unknown_members_are_ignored(shop, order_body):
    """Members that the contract does not know do no harm, in bodies and in queries."""
    body = order_body(id=5, totalSum="1.00", storageId=9, anything={"a": [1]})
    assert shop.post(ORDERS + "?nonsense=1&nonsense=2", body)["id"] == 89


def test_head_equals_get_without_body_and_cors_is_open(shared):
    answer = shared("HEAD", "/forms")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) == len(shared("GET", "/forms").content)
    preflight = shared(
        "OPTIONS",
        "/users/me",
        headers={
            "Origin": "http://localhost:3000",
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "x-app-token,authorization,x-device-metadata,content-type",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "PUT" in preflight.headers["access-control-allow-methods"]
    got = shared("GET", "/forms", headers={"Origin": "http://localhost:3000"})
    assert got.headers["access-control-allow-origin"] == "*"
    assert got.headers["content-type"] == "application/json; charset=utf-8"


def test_small_responses_are_not_delayed_by_nagle(shared):
    host, port = shared.sandbox.url.removeprefix("http://").split(":")
    request = f"GET /api/content/nothing HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    with socket.create_connection((host, int(port))) as connection:
        took = []
        for _ in range(60):
            started = time.perf_counter()
            connection.sendall(request)
            while b"pageData" not in connection.recv(65536):
                pass
            took.append(time.perf_counter() - started)
    assert statistics.median(took) < 0.02


def test_check_answers_responds_500_and_names_the_member(connect, monkeypatch, capfd):
    client = connect()
    monkeypatch.setitem(HANDLERS, "getForm", lambda call: {"id": "four", "identifier": "reg"})
    status, message = client.refused("GET", "/forms/marker/reg")
    assert status == 500 and "getForm: id of the 200 answer" in message
    assert "getForm" in capfd.readouterr().err


def test_exception_in_an_operation_answers_500_without_internals(connect, monkeypatch, capfd):
    client = connect()

    def broken(call):
        raise RuntimeError("internal detail")

    monkeypatch.setitem(HANDLERS, "getForm", broken)
    assert client.refused("GET", "/forms/marker/reg") == (500, "Internal server error")
    assert "internal detail" in capfd.readouterr().err
