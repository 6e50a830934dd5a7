"""The API client: requests as the API wants them, exact numbers, and no secret in any error."""

from __future__ import annotations

import json
import pickle
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest

from oneentry_toolkit import errors
from oneentry_toolkit.secret import Secret
from oneentry_toolkit.transport.tokens import MemoryTokens

from .answers import ORDER, answering
from .conftest import MakeClient

PASSWORD = "correct-horse-battery"
SECRETS = ("app-token-1", "access-token-1", "refresh-token-1", PASSWORD)


def test_headers_and_exact_numbers(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """App token and bearer on all, device on POST; fractions are Decimal in both directions."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201, content=b'{"totalSum": 0.1, "big": 12345678901234567890.12, "n": 3}')

    api = make_client(handler, tokens=signed_in)
    answer = api.call("preview_order", body={"products": [], "bonusAmount": Decimal("0.10")}, lang_code="en_US")
    assert answer == {"totalSum": Decimal("0.1"), "big": Decimal("12345678901234567890.12"), "n": 3}
    (request,) = seen
    assert request.content == b'{"products":[],"bonusAmount":0.10}'
    assert request.url == "https://shop.example/api/content/orders-storage/orders/preview?langCode=en_US"
    assert request.headers["x-app-token"] == "app-token-1"
    assert request.headers["authorization"] == "Bearer access-token-1"
    assert json.loads(request.headers["x-device-metadata"])["fingerprint"] == "UQ_1"
    api.call("list_forms")
    assert "x-device-metadata" not in seen[1].headers


def test_sign_in_itself_carries_no_bearer(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """A 401 there is about the credentials; it comes back, and nothing is refreshed (docs/api/traps.md#trap-10)."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(401, json={"statusCode": 401, "message": "Unauthorized"})

    api = make_client(handler, tokens=signed_in)
    with pytest.raises(errors.ApiError) as caught:
        api.call("auth", "email", body={"authData": [{"marker": "a", "value": "b"}]})
    assert caught.value.status == 401
    assert len(seen) == 1
    assert "authorization" not in seen[0].headers


def test_paths_and_queries_are_encoded(make_client: MakeClient) -> None:
    """The official SDK sends them raw (its defect 13)."""
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(200, json={})

    api = make_client(handler)
    api.call("validate_coupon", code="A&B#1 ü")
    api.call("get_form", "a/b?c")
    assert seen == [
        "https://shop.example/api/content/discounts/coupons/validate?code=A%26B%231+%C3%BC",
        "https://shop.example/api/content/forms/marker/a%2Fb%3Fc",
    ]


@pytest.mark.parametrize("status", [200, 201, 204])
def test_any_success_status_and_an_empty_body(make_client: MakeClient, status: int) -> None:
    """generate-code answers nothing at all."""
    api = make_client(answering(status))
    body = {"userIdentifier": "a", "eventIdentifier": "b"}
    assert api.call("generate_code", "email", body=body) is None


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_no_secret_in_any_error(make_client: MakeClient, signed_in: MemoryTokens, status: int) -> None:
    """A server that quotes what it got shows nothing: not in the text, the attributes or the whole traceback."""

    def handler(request: httpx.Request) -> httpx.Response:
        quoted = f"bad: {dict(request.headers)} {request.content.decode()}"
        known = {"x-request-id": request.headers["x-app-token"]}
        return httpx.Response(status, json={"statusCode": status, "message": quoted}, headers=known)

    api = make_client(handler, tokens=signed_in)
    with pytest.raises(errors.ApiError) as caught:
        api.call("create_order", "orders", body={**ORDER, "couponCode": Secret(PASSWORD)})
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(vars(caught.value))
    assert "***" in shown and caught.value.request_id == "***"
    assert [secret for secret in SECRETS if secret in shown] == []


def test_the_cause_holds_no_request(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """The library's own error carries the request, and its headers hold the tokens; ours cuts that."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    with pytest.raises(errors.ConnectionFailedError) as caught:
        make_client(handler, tokens=signed_in).call("create_order", "orders", body=ORDER)
    cause = caught.value.__cause__
    assert isinstance(cause, httpx.ReadTimeout)
    assert cause._request is None


def test_a_late_but_whole_answer_counts(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """An order that was confirmed is not thrown away because the last byte came late."""

    class Late(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            threading.Event().wait(0.05)
            yield b'{"id":89}'

    def handler(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, headers={"content-length": "9"}, stream=Late())

    api = make_client(handler, tokens=signed_in, timeout_s=0.01)
    assert api.call("create_order", "orders", body=ORDER) == {"id": 89}


def test_a_token_that_was_renewed_meanwhile_is_not_shown(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """The server repeats the header that was sent, and another thread has renewed the sign-in since."""

    def handler(request: httpx.Request) -> httpx.Response:
        sent = request.headers["Authorization"]
        pair = signed_in.load()
        assert pair is not None
        signed_in.save(replace(pair, access_token="access-token-2"))
        return httpx.Response(500, json={"message": f"jwt malformed: {sent}"})

    with pytest.raises(errors.ServerError) as caught:
        make_client(handler, tokens=signed_in).call("create_order", "orders", body=ORDER)
    assert "jwt malformed: Bearer ***" in str(caught.value)


def test_values_that_cannot_be_sent(make_client: MakeClient) -> None:
    """Broken text, objects: refused here, with the operation's name."""
    api = make_client(answering(200, {}))
    for body in ({"userIdentifier": "\ud800", "eventIdentifier": "b"}, {"userIdentifier": object()}, 5):
        with pytest.raises(errors.InputError, match="generateCode was not sent: a value does not fit the contract"):
            api.call("generate_code", "email", body=body)


def test_a_closed_shop(make_client: MakeClient) -> None:
    """Says so."""
    api = make_client(answering(200, {}))
    api.close()
    with pytest.raises(errors.SettingsError) as caught:
        api.call("list_forms")
    assert str(caught.value) == "This shop is closed. Call connect() again."


def test_errors_travel_between_processes() -> None:
    """Pools and Dask pickle them."""
    for error in (
        errors.ConnectionFailedError("a", operation="o", sent=True, timeout_s=5.0),
        errors.RateLimitedError("b", status=429, operation="o", message="m"),
        errors.InputError("c", name="n"),
        errors.PaymentTimeoutError("d", session_id=1, last_status="waiting", timeout_s=1.0),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
