"""``shop.payments.wait``: what ends it, what it outlives, and when it gives up."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.payments.sessions import Payments
from oneentry_toolkit.transport.tokens import MemoryTokens

from .checkout_shop import Clock
from .conftest import MakeClient

Answer = Callable[[float], httpx.Response]


def answer(status: str | None, **more: Any) -> httpx.Response:
    raw = {"id": 5, "orderId": 1, "status": status, "type": "session", "paymentAccountId": 1, "paymentUrl": None}
    return httpx.Response(200, json=raw | more)


def refused(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"statusCode": status, "message": "no"}, headers=headers)


class Server:
    """Answers by the seconds that have passed on the clock; counts the requests and their times."""

    def __init__(self, make_client: MakeClient, tokens: MemoryTokens, say: Answer) -> None:
        self.clock = Clock(0.0)
        self.asked: list[float] = []

        def handle(request: httpx.Request) -> httpx.Response:
            if "refresh" in request.url.path:
                return httpx.Response(400, json={"statusCode": 400, "message": "dead"})
            self.asked.append(self.clock.now)
            return say(self.clock.now)

        api = make_client(handle, tokens=tokens)
        self.payments = Payments(api, "en_US", clock=self.clock, sleep=self.clock.sleep)


@pytest.mark.parametrize(
    "word", ["completed", "Paid", "cancelled", "CANCELED", "declined", "failed", "rejected", "expired"]
)
def test_a_word_for_an_end_ends_it(make_client: MakeClient, signed_in: MemoryTokens, word: str) -> None:
    server = Server(make_client, signed_in, lambda _now: answer(word))
    found = server.payments.wait(5)
    assert (found.status, found.is_open, server.asked) == (word, False, [0.0])


@pytest.mark.parametrize("status", [404, 408, 429, 500, 502, 503, 520])
def test_a_failure_that_passes_does_not_end_it(make_client: MakeClient, signed_in: MemoryTokens, status: int) -> None:
    """Each look is one request: the wait is the retry."""
    server = Server(make_client, signed_in, lambda now: refused(status) if now < 8 else answer("completed"))
    assert server.payments.wait(5, timeout_s=20, poll_s=2).status == "completed"
    assert server.asked == [0.0, 2.0, 4.0, 6.0, 8.0]


def test_no_answer_and_a_page_of_a_gateway_pass(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    def say(now: float) -> httpx.Response:
        if now < 2:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, text="<html>") if now < 4 else answer("completed")

    assert Server(make_client, signed_in, say).payments.wait(5, timeout_s=20, poll_s=2).status == "completed"


def test_a_pause_that_the_server_asks_for_is_kept(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """Up to the deadline, and never beyond."""
    limited = {"Retry-After": "7"}
    server = Server(make_client, signed_in, lambda now: refused(429, **limited) if now < 14 else answer("completed"))
    assert server.payments.wait(5, timeout_s=20, poll_s=1).status == "completed"
    assert server.asked == [0.0, 7.0, 14.0]
    server = Server(make_client, signed_in, lambda _now: refused(503, **{"Retry-After": "3600"}))
    with pytest.raises(oe.PaymentTimeoutError):
        server.payments.wait(5, timeout_s=20)
    assert server.asked == [0.0, 20.0]


@pytest.mark.parametrize(
    ("status", "error"), [(401, oe.SignInExpiredError), (403, oe.AccessDeniedError), (400, oe.InvalidRequestError)]
)
def test_a_refusal_ends_it_at_once(
    make_client: MakeClient, signed_in: MemoryTokens, status: int, error: type[Exception]
) -> None:
    server = Server(make_client, signed_in, lambda _now: refused(status))
    with pytest.raises(error):
        server.payments.wait(5, timeout_s=20)
    assert server.asked == [0.0]


def test_without_a_sign_in_and_with_a_closed_shop(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    with pytest.raises(oe.SignInRequiredError):
        Server(make_client, MemoryTokens(), lambda _now: refused(401)).payments.wait(5)
    server = Server(make_client, signed_in, lambda _now: answer("waiting"))
    server.payments._api.close()
    with pytest.raises(oe.SettingsError, match="closed"):
        server.payments.wait(5)


def test_the_end_of_the_time_names_the_last_status(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """A status that is not known counts as open, and is named."""
    server = Server(make_client, signed_in, lambda _now: answer("on_hold"))
    with pytest.raises(
        oe.PaymentTimeoutError, match=r"is still on_hold after 4 s\..*'on_hold' is not a status"
    ) as caught:
        server.payments.wait(5, timeout_s=4, poll_s=1.5)
    assert (caught.value.last_status, server.clock.now) == ("on_hold", 4.0)


@pytest.mark.parametrize("status", [None, ""])
def test_the_end_of_the_time_without_a_status(
    make_client: MakeClient, signed_in: MemoryTokens, status: str | None
) -> None:
    """It counts as open, and no text shows an empty or missing word."""
    server = Server(make_client, signed_in, lambda _now: answer(status))
    with pytest.raises(oe.PaymentTimeoutError) as caught:
        server.payments.wait(5, timeout_s=4)
    assert str(caught.value) == (
        "Payment session 5 is still without a status after 4 s. "
        "It can still be paid: wait again, or read it later with shop.payments.get."
    )
    assert repr(server.payments.get(5)) == "<PaymentSession 5: order 1>"


def test_the_end_of_the_time_names_the_last_error(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """With the last status, if there was one; its cause is the error."""
    server = Server(make_client, signed_in, lambda now: answer("waiting") if now < 2 else refused(503))
    with pytest.raises(
        oe.PaymentTimeoutError, match=r"is still waiting after 4 s\..*failed on the server \(503\)"
    ) as one:
        server.payments.wait(5, timeout_s=4, poll_s=2)
    assert isinstance(one.value.__cause__, oe.ServerError) and one.value.last_status == "waiting"
    server = Server(make_client, signed_in, lambda _now: refused(404))
    with pytest.raises(oe.PaymentTimeoutError, match=r"could not be read for 4 s\..*found nothing \(404\)") as two:
        server.payments.wait(5, timeout_s=4, poll_s=2)
    assert isinstance(two.value.__cause__, oe.NotFoundError) and two.value.last_status is None


def test_a_server_that_does_not_answer_is_not_waited_for_longer(
    make_client: MakeClient, signed_in: MemoryTokens
) -> None:
    """A look that takes all the time is the last one."""

    def say(_now: float) -> httpx.Response:
        server.clock.sleep(4)
        raise httpx.ReadTimeout("late")

    server = Server(make_client, signed_in, say)
    with pytest.raises(oe.PaymentTimeoutError, match="could not be read for 5 s"):
        server.payments.wait(5, timeout_s=5, poll_s=0.5)
    assert server.asked == [0.0]


def test_a_member_that_cannot_be_read_is_warned_of_once(make_client: MakeClient, signed_in: MemoryTokens) -> None:
    """In each wait, and again where it is another member."""

    def say(now: float) -> httpx.Response:
        return answer("waiting", updatedDate="odd") if now < 6 else answer("completed", createdDate="odd")

    for _ in range(2):
        server = Server(make_client, signed_in, say)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            server.payments.wait(5, timeout_s=20, poll_s=2)
        assert server.asked == [0.0, 2.0, 4.0, 6.0]
        assert [one.category for one in caught] == [oe.UnreadableRecordWarning] * 2
        assert [one.filename for one in caught] == [__file__] * 2
        assert ["updatedDate" in str(one.message) for one in caught] == [True, False]
