"""Failures of a request to the API as one clear error each: refusals, redirections, lost and unreadable answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from oneentry_toolkit import errors
from oneentry_toolkit.transport.tokens import MemoryTokens

from .answers import CODE, ORDER, answering
from .conftest import MakeClient


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


@pytest.mark.parametrize("header", ["9" * 400, "Thu, 99 Foo 99999", "http://["])
def test_hostile_headers(make_client: MakeClient, header: str) -> None:
    """Still one of our errors."""
    for status in (429, 301):
        with pytest.raises(errors.ApiError):
            make_client(answering(status, {}, retry_after=header, location=header)).call(
                "generate_code", "email", body=CODE
            )


def test_retries_print_nothing(make_client: MakeClient, capfd: pytest.CaptureFixture[str]) -> None:
    """No red lines in a cell."""
    with pytest.raises(errors.ServerError):
        make_client(answering(503)).call("list_forms")
    assert capfd.readouterr() == ("", "")
