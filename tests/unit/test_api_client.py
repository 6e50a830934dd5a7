"""The API client: requests as the API wants them, every failure as one clear error, no secret in any."""

from __future__ import annotations

import json
import pickle
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import httpx
import pytest

from oneentry_toolkit import errors
from oneentry_toolkit.transport.tokens import MemoryTokens

from .conftest import Handler, MakeClient

PASSWORD = "correct-horse-battery"
SECRETS = ("app-token-1", "access-token-1", "refresh-token-1", PASSWORD)


def answering(status: int, body: Any = None, **headers: str) -> Handler:
    def handler(_request: httpx.Request) -> httpx.Response:
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return httpx.Response(status, content=content, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return handler


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


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_a_read_without_a_body_is_an_error(make_client: MakeClient, body: bytes) -> None:
    """Success that says nothing is no empty list; 204 is one on some servers."""
    for status in (200, 206):
        api = make_client(lambda request, status=status: httpx.Response(status, content=body))
        with pytest.raises(errors.ResponseFormatError, match=r"listForms answered with success .* an empty body"):
            api.call("list_forms")
    assert make_client(answering(204)).call("list_forms") is None


REFUSALS = [
    (
        400,
        {"statusCode": 400, "message": ["products.0.productId must be a number", "x should not be empty"]},
        errors.InvalidRequestError,
        "createOrder was refused (400): products.0.productId must be a number; x should not be empty. "
        "Correct what is named and call again.",
    ),
    (
        400,
        {"statusCode": 400, "message": "Order must have a payment."},
        errors.InvalidRequestError,
        "createOrder was refused (400): Order must have a payment. Correct what is named and call again.",
    ),
    (
        403,
        {"statusCode": 403, "message": "Resource is closed"},
        errors.AccessDeniedError,
        "createOrder was refused (403): Resource is closed. Check ONEENTRY_APP_TOKEN: "
        "a missing or wrong app token looks like a closed project.",
    ),
    (
        403,
        {"statusCode": 403, "message": "Permission data not found."},
        errors.AccessDeniedError,
        "createOrder was refused (403): Permission data not found. The project's owner must allow it "
        "for your user group in the admin panel.",
    ),
    (
        404,
        {"statusCode": 404, "message": "Order not found"},
        errors.NotFoundError,
        "createOrder found nothing (404): Order not found. Check the id or marker; it may not be yours.",
    ),
    (
        405,
        {"statusCode": 405, "message": "Method Not Allowed"},
        errors.ApiError,
        "createOrder was refused (405): Method Not Allowed. The project's tariff does not include it.",
    ),
    (
        409,
        {},
        errors.ConflictError,
        "createOrder was refused (409). Read it again, then decide.",
    ),
    (
        429,
        {"statusCode": 429, "message": "Too Many Requests"},
        errors.RateLimitedError,
        "createOrder was refused for now (429): Too Many Requests. Wait before you call again.",
    ),
    (
        502,
        b"<html><body>Bad gateway</body></html>",
        errors.ServerError,
        "createOrder failed on the server (502) (a web page). "
        "It may have been carried out: look before you call again, so that nothing is done twice.",
    ),
    (
        520,
        b"",
        errors.ServerError,
        "createOrder failed on the server (520) (an empty answer). "
        "It may have been carried out: look before you call again, so that nothing is done twice.",
    ),
    (
        418,
        {"message": {"a": 1}},
        errors.ApiError,
        "createOrder was refused (418). Check the address and the values, then call again.",
    ),
]

ORDER = {
    "formIdentifier": "order",
    "paymentAccountIdentifier": "cash",
    "formData": {"en_US": []},
    "products": [{"productId": 14, "quantity": 1}],
}


@pytest.mark.parametrize(("status", "body", "kind", "text"), REFUSALS)
def test_refusals(
    make_client: MakeClient, signed_in: MemoryTokens, status: int, body: Any, kind: type[errors.ApiError], text: str
) -> None:
    """One error class and one text for each; sent once, since it creates."""
    count = 0

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        return answering(status, body)(request)

    with pytest.raises(errors.ApiError) as caught:
        make_client(handler, tokens=signed_in).call("create_order", "orders", body=ORDER)
    assert type(caught.value) is kind
    assert str(caught.value) == text
    assert (caught.value.status, caught.value.operation) == (status, "createOrder")
    assert count == 1


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("https://new.example/path?token=abcdef", " It points to https://new.example."),
        ("https://ada:hunter2@new.example:8443/path", " It points to https://new.example:8443."),
        ("http://[::1]:8080/", " It points to http://[::1]:8080."),
        ("//new.example:8080/path", " It points to new.example:8080."),
        ("/path", ""),
    ],
)
def test_a_redirect_is_not_followed(make_client: MakeClient, location: str, named: str) -> None:
    """The app token must not travel to another host; the error says where it points, without login and query."""
    api = make_client(answering(301, location=location))
    with pytest.raises(errors.ApiError) as caught:
        api.call("list_forms")
    assert str(caught.value) == (
        f"listForms was redirected (301). Set ONEENTRY_URL to the address that answers.{named}"
    )


def test_not_modified_is_no_redirect(make_client: MakeClient) -> None:
    with pytest.raises(errors.ApiError, match=r"answered with 304 \(not modified\).*Call again"):
        make_client(answering(304)).call("list_forms")


def test_retry_after_and_request_id_are_kept(make_client: MakeClient) -> None:
    """A server that asks for a long wait gets no second try, and the error says how long."""
    api = make_client(answering(429, {"message": "Slow down"}, retry_after="3600", x_request_id="abc"))
    with pytest.raises(errors.RateLimitedError) as caught:
        api.call("list_forms")
    assert caught.value.retry_after_s == 3600
    assert caught.value.request_id == "abc"
    assert str(caught.value).endswith("Wait before you call again. It asks to wait 3600 s.")


@pytest.mark.parametrize("status", [408, 425, 503, 520, 524])
@pytest.mark.parametrize(("name", "tries"), [("list_forms", 4), ("create_order", 1)])
def test_only_what_changes_nothing_is_tried_again(
    make_client: MakeClient, signed_in: MemoryTokens, name: str, tries: int, status: int
) -> None:
    """Four times for a list, once for an order, whose error warns that it may have been carried out."""
    count = 0

    def handler(_request: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        return httpx.Response(status)

    api = make_client(handler, tokens=signed_in)
    with pytest.raises(errors.ApiError) as caught:
        api.call(name) if name == "list_forms" else api.call(name, "orders", body=ORDER)
    assert (count, caught.value.status) == (tries, status)
    assert ("look before you call again" in str(caught.value)) is (tries == 1)


@pytest.mark.parametrize(
    ("failure", "sent", "tries", "text"),
    [
        (
            httpx.ConnectError("refused"),
            False,
            4,
            "createOrder was not sent: shop.example cannot be reached. "
            "Check the address (ONEENTRY_URL) and your network, then call again.",
        ),
        (
            httpx.ReadTimeout("slow"),
            True,
            1,
            "createOrder got no complete answer from shop.example within 5 s. "
            "It may have been carried out: look before you call again, so that nothing is done twice. "
            "Raise the limit with connect(timeout_s=...) if the server needs longer.",
        ),
        (
            httpx.RemoteProtocolError("cut"),
            True,
            1,
            "createOrder was cut off by shop.example before its answer was complete. "
            "It may have been carried out: look before you call again, so that nothing is done twice.",
        ),
    ],
)
def test_no_answer(
    make_client: MakeClient, signed_in: MemoryTokens, failure: httpx.RequestError, sent: bool, tries: int, text: str
) -> None:
    """What certainly did not arrive is sent again; anything else that creates is not."""
    count = 0

    def handler(_request: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        raise failure

    with pytest.raises(errors.ConnectionFailedError) as caught:
        make_client(handler, tokens=signed_in).call("create_order", "orders", body=ORDER)
    assert str(caught.value) == text
    assert (caught.value.sent, count) == (sent, tries)
    assert caught.value.timeout_s == (5.0 if isinstance(failure, httpx.TimeoutException) else None)


def test_a_slow_body_ends_at_the_time_limit(make_client: MakeClient) -> None:
    """A server that drips bytes for ever cannot hold a notebook: the limit is for the whole answer."""

    class Drip(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b" "

    api = make_client(lambda _request: httpx.Response(200, stream=Drip()), timeout_s=0.01)
    with pytest.raises(errors.ConnectionFailedError, match=r"no complete answer from shop.example within 0.01 s"):
        api.call("list_forms")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><html></html>", " (a web page)"),
        (b"not json", ""),
        (b'{"a": NaN}', ""),
        (b'{"a": "\xff"}', ""),
        (b'{"a": 1', ""),
        (b"[" * 100_000, ""),
    ],
)
def test_answers_that_are_not_json(make_client: MakeClient, body: bytes, said: str) -> None:
    """A 200 with a login page, cut JSON, bad UTF-8 or absurd depth is one clear error, never a crash or `{}`."""
    with pytest.raises(errors.ResponseFormatError) as caught:
        make_client(answering(200, body)).call("list_forms")
    assert str(caught.value) == (
        f"listForms answered with something that is not JSON{said}. "
        "Check that ONEENTRY_URL is the address of a OneEntry project."
    )


def test_a_call_without_a_sign_in_raises_sign_in_required(make_client: MakeClient) -> None:
    """401, and on some instances 500, to a user route without a bearer."""
    for status in (401, 500):
        with pytest.raises(errors.SignInRequiredError) as caught:
            make_client(answering(status, {"message": "x"})).call("get_user")
        assert str(caught.value) == (
            "getUser needs a signed-in user. Sign in first: shop.users.sign_in(login, password)."
        )


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_no_secret_in_any_error(make_client: MakeClient, signed_in: MemoryTokens, status: int) -> None:
    """A server that quotes what it got shows nothing: not in the text, the attributes or the whole traceback."""

    def handler(request: httpx.Request) -> httpx.Response:
        quoted = f"bad: {dict(request.headers)} {request.content.decode()}"
        return httpx.Response(status, json={"statusCode": status, "message": quoted})

    api = make_client(handler, tokens=signed_in)
    with pytest.raises(errors.ApiError) as caught:
        api.call("create_order", "orders", body={**ORDER, "couponCode": PASSWORD}, secrets=(PASSWORD,))
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(vars(caught.value))
    assert "***" in shown
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


def test_an_unreadable_answer_to_a_create_says_look_first(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """201 with a web page: the order may be there."""
    api = make_client(answering(201, b"<html></html>"), tokens=signed_in)
    with pytest.raises(errors.ResponseFormatError, match=r"It may have been carried out: look before you call again"):
        api.call("create_order", "orders", body=ORDER)


@pytest.mark.parametrize("location", ["mailto:ada@example.com", "urn:x:y", "http://[::1", "http://a b/"])
def test_places_that_lead_nowhere(make_client: MakeClient, signed_in: MemoryTokens, location: str) -> None:
    """A redirection that no client could follow is one of our errors, also for what creates."""
    api = make_client(answering(302, {}, location=location), tokens=signed_in)
    for call in (lambda: api.call("list_forms"), lambda: api.call("create_order", "orders", body=ORDER)):
        with pytest.raises(errors.OneEntryError):
            call()


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


@pytest.mark.parametrize("header", ["9" * 400, "Thu, 99 Foo 99999", "http://["])
def test_hostile_headers(make_client: MakeClient, header: str) -> None:
    """Still one of our errors."""
    for status in (429, 301):
        with pytest.raises(errors.ApiError):
            make_client(answering(status, {}, retry_after=header, location=header)).call(
                "generate_code", "email", body=CODE
            )


CODE = {"userIdentifier": "a", "eventIdentifier": "b"}


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


def test_retries_print_nothing(make_client: MakeClient, capfd: pytest.CaptureFixture[str]) -> None:
    """No red lines in a cell."""
    with pytest.raises(errors.ServerError):
        make_client(answering(503)).call("list_forms")
    assert capfd.readouterr() == ("", "")


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
