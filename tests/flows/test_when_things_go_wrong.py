"""Rehearsals with the sandbox's faults: what is repeated, what never is, and what the errors say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import stamina

import oneentry_toolkit as oe

ORDER = {"products": {14: 1}, "form": {"name": "Ada"}, "payment_account": "cash"}


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


def test_a_lost_answer_to_an_order(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """The order was placed once, nothing was sent again, and the error says that it may exist."""
    before = shop.orders.list("orders")
    sandbox.add_fault(operation="createOrder", drop_answer=True)
    with pytest.raises(oe.ConnectionFailedError, match=r"It may have been carried out: look before you call again"):
        shop.orders.create("orders", **ORDER)  # type: ignore[arg-type]
    assert sandbox.stats()["requests"]["createOrder"] == 1
    after = shop.orders.list("orders")
    assert [order.id for order in after if order not in before] == [89]


def test_a_request_that_was_cut_off_is_not_sent_again(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """From here one cannot tell it from a lost answer, so it is treated alike."""
    sandbox.add_fault(operation="createOrder", drop_request=True)
    with pytest.raises(oe.ConnectionFailedError) as caught:
        shop.orders.create("orders", **ORDER)  # type: ignore[arg-type]
    assert caught.value.sent
    assert sandbox.stats()["requests"]["createOrder"] == 1
    assert shop.orders.create("orders", **ORDER).id == 89  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503},
        {"status": 502, "body": "html"},
        {"status": 504, "body": "empty"},
        {"status": 429, "retry_after_s": 1},
        {"drop_answer": True},
        {"drop_request": True},
        {"truncate_body": True},
    ],
)
def test_reads_survive_passing_faults(sandbox: oe.Sandbox, shop: oe.Shop, fault: dict[str, object]) -> None:
    """Three failures in a row are not seen; four are one clear error."""
    expected = shop.orders.list("orders")
    sandbox.add_fault(operation="listOrders", times=3, **fault)
    assert shop.orders.list("orders") == expected
    sandbox.add_fault(operation="listOrders", times=4, **fault)
    with pytest.raises((oe.ApiError, oe.ConnectionFailedError)):
        shop.orders.list("orders")
    sandbox.clear_faults()
    assert shop.orders.list("orders") == expected


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"status": 429}, {"status": 502, "body": "html"}])
def test_creates_are_sent_once(sandbox: oe.Sandbox, shop: oe.Shop, fault: dict[str, object]) -> None:
    """Whatever the server says."""
    sandbox.add_fault(operation="createPaymentSession", **fault)
    with pytest.raises(oe.ApiError):
        shop.payments.create_session(shop.orders.list()[0])
    assert sandbox.stats()["requests"]["createPaymentSession"] == 1


def test_expired_tokens(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """An ended access token is renewed unseen; ended refresh tokens end the sign-in, said once."""
    sandbox.expire_tokens()
    assert shop.users.me().id == 16
    assert sandbox.stats()["requests"]["refresh"] == 1
    order = shop.orders.create("orders", **ORDER)  # type: ignore[arg-type]
    sandbox.expire_tokens()
    assert shop.orders.create("orders", **ORDER).id == order.id + 1  # type: ignore[arg-type]
    sandbox.expire_tokens(all=True)
    with pytest.raises(oe.SignInExpiredError):
        shop.users.me()
    with pytest.raises(oe.SignInRequiredError):
        shop.users.me()


def test_signing_out_with_an_ended_access_token(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """The pair is renewed on the way, and the new one is what signs out."""
    sandbox.expire_tokens()
    shop.users.sign_out()
    assert shop.users.signed_in is None


def test_signing_out_while_the_server_fails(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """The tokens stay, so that one can try again (the official SDK's defect 17)."""
    sandbox.add_fault(operation="logout", status=503)
    with pytest.raises(oe.ServerError):
        shop.users.sign_out()
    assert shop.users.signed_in is not None
    shop.users.sign_out()
    assert shop.users.signed_in is None


@pytest.mark.slow
def test_a_slow_server_ends_at_the_time_limit(sandbox: oe.Sandbox) -> None:
    """Late, and dripping."""
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, timeout_s=0.3) as shop:
        for fault in ({"latency_ms": 1500}, {"slow_body": 3000}):
            sandbox.add_fault(operation="listForms", times=4, **fault)
            with pytest.raises(oe.ConnectionFailedError, match=r"no complete answer from .* within 0\.3 s"):
                shop.forms.list()
            sandbox.clear_faults()


@pytest.mark.parametrize("outcome", ["completed", "canceled", "expired"])
def test_waiting_for_a_payment(sandbox: oe.Sandbox, shop: oe.Shop, outcome: str) -> None:
    """Follows the session to its end, whichever; a paid order says so."""
    order = shop.orders.create("orders", **ORDER)  # type: ignore[arg-type]
    session = shop.payments.create_session(order)
    with pytest.raises(oe.PaymentTimeoutError) as caught:
        shop.payments.wait(session, timeout_s=0)
    assert str(caught.value) == (
        "Payment session 46 is still waiting after 0 s. "
        "It lives on: wait again, or look at it later with shop.payments.get."
    )
    assert (caught.value.session_id, caught.value.last_status) == (46, "waiting")
    sandbox.settle_session(session.id, outcome)
    settled = shop.payments.wait(session)
    assert (settled.status, settled.is_open) == (outcome, False)
    assert shop.orders.get(order.id).paid is (outcome == "completed")


def test_a_link_that_comes_late() -> None:
    """PayPal's: not there at first, then there; cash never has one."""
    with (
        oe.Sandbox(paypal_delay_s=0.3, check_answers=True) as sandbox,
        oe.connect(url=sandbox.url, app_token=sandbox.app_token) as shop,
    ):
        shop.users.sign_in(sandbox.user, sandbox.password)
        order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="paypal")
        session = shop.payments.create_session(order)
        assert session.payment_url is None
        found = shop.payments.wait(session, until="link", timeout_s=10, poll_s=0.05)
        assert found.payment_url is not None
        assert found.is_open
        cash = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
        with pytest.raises(oe.PaymentTimeoutError, match="has no link after 0 s"):
            shop.payments.wait(shop.payments.create_session(cash), until="link", timeout_s=0)


def test_what_did_not_happen_is_not_reported_as_done(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """A gateway that answers 200 to a change with something that is no order."""
    flow = shop.checkout("orders")
    flow.add(14)
    flow.fill(name="Ada")
    flow.pay_with("cash")
    order = flow.place()
    sandbox.add_fault(operation="updateOrder", status=200, times=2)
    with pytest.raises(oe.ResponseFormatError, match=r"updateOrder answered with nothing at \$\.id .* look before you"):
        shop.orders.update(order, products={14: 3})
    with pytest.raises(oe.CheckoutUncertainError):
        flow.cancel()
    assert (flow.reconcile(), shop.orders.get(order.id).status) == ("placed", "created")


def test_a_status_that_was_not_taken(shop: oe.Shop) -> None:
    """Accepted, but the order stays what it was."""
    order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
    before = shop._api.raw

    def ignores(name: str, /, *args: Any, **kwargs: Any) -> bytes:
        if name == "update_order":
            kwargs["body"]["statusIdentifier"] = "created"
        return before(name, *args, **kwargs)

    shop._api.raw = ignores  # type: ignore[method-assign]
    with pytest.raises(oe.ResponseFormatError, match=r"its status is 'created' and not 'canceled'"):
        shop.orders.cancel(order)


@pytest.mark.parametrize("kept", [{"fr_FR": None}, {"en_US": None}, {}])
def test_a_form_in_other_languages_is_kept(shop: oe.Shop, kept: dict[str, Any]) -> None:
    """A change of something else sends what was filled in, whatever the language."""
    order = shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash")
    entries = [{"marker": "name", "type": "string", "value": "Ada"}]
    raw = {**order.raw, "formData": {"de_DE": entries, **kept}}
    before, sent = shop._api.raw, []

    def foreign(name: str, /, *args: Any, **kwargs: Any) -> bytes:
        if name == "get_order":
            return json.dumps(raw, default=str).encode()
        if name == "update_order":
            sent.append(kwargs["body"]["formData"])
        return before(name, *args, **kwargs)

    shop._api.raw = foreign  # type: ignore[method-assign]
    assert shop.orders.get(order.id, "orders").form == {"name": "Ada"}
    shop.orders.update(order.id, storage="orders", products={14: 2})
    assert sent == [{"en_US": entries}]


@pytest.mark.parametrize("answer", [{}, {"balance": None}, {"bonus": 5}, {"items": [{"balance": 7}], "total": 1}])
def test_a_balance_that_cannot_be_read_is_no_balance(shop: oe.Shop, answer: dict[str, Any]) -> None:
    """And not zero."""
    shop._api.raw = lambda name, /, *_args, **_kwargs: json.dumps(answer).encode()  # type: ignore[method-assign]
    with pytest.raises(oe.ResponseFormatError, match=r"balance where an amount belongs"):
        shop.discounts.bonus_balance()
