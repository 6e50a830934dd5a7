"""Faults of the sandbox: retries, operations that are never retried, and errors."""

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


def test_lost_response_to_create_is_not_retried_and_raises(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    before = shop.orders.list("orders")
    sandbox.add_fault(operation="createOrder", drop_answer=True)
    with pytest.raises(oe.ConnectionFailedError, match=r"It may have been carried out: look before you call again"):
        shop.orders.create("orders", **ORDER)  # type: ignore[arg-type]
    assert sandbox.stats()["requests"]["createOrder"] == 1
    after = shop.orders.list("orders")
    assert [order.id for order in after if order not in before] == [89]


def test_dropped_create_request_is_not_retried(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
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
        {"drop_answer": True},
        {"drop_request": True},
        {"truncate_body": True},
    ],
)
@pytest.mark.slow
def test_read_succeeds_after_three_failures_and_raises_after_four(
    sandbox: oe.Sandbox, shop: oe.Shop, fault: dict[str, object]
) -> None:
    expected = shop.orders.list("orders")
    sandbox.add_fault(operation="listOrders", times=3, **fault)
    assert shop.orders.list("orders") == expected
    sandbox.add_fault(operation="listOrders", times=4, **fault)
    with pytest.raises((oe.ApiError, oe.ConnectionFailedError)):
        shop.orders.list("orders")
    sandbox.clear_faults()
    assert shop.orders.list("orders") == expected


@pytest.mark.slow
@pytest.mark.parametrize("retry_after_s", [None, 0])
def test_a_list_outlives_a_rate_limit(sandbox: oe.Sandbox, shop: oe.Shop, retry_after_s: int | None) -> None:
    """Refusals are not counted as tries."""
    expected = shop.orders.list("orders")
    sandbox.add_fault(operation="listOrders", times=5, status=429, retry_after_s=retry_after_s)
    assert shop.orders.list("orders") == expected
    assert sandbox.faults() == []


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"status": 429}, {"status": 502, "body": "html"}])
def test_create_is_sent_once_for_every_status(sandbox: oe.Sandbox, shop: oe.Shop, fault: dict[str, object]) -> None:
    sandbox.add_fault(operation="createPaymentSession", **fault)
    with pytest.raises(oe.ApiError):
        shop.payments.create_session(shop.orders.list()[0].id)
    assert sandbox.stats()["requests"]["createPaymentSession"] == 1


def test_expired_access_token_is_refreshed_and_expired_refresh_token_raises(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
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


def test_sign_out_refreshes_an_expired_access_token(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    sandbox.expire_tokens()
    shop.users.sign_out()
    assert shop.users.signed_in is None


def test_sign_out_keeps_tokens_if_the_server_fails(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """The tokens stay, so that one can try again (the official SDK's defect 17)."""
    sandbox.add_fault(operation="logout", status=503)
    with pytest.raises(oe.ServerError):
        shop.users.sign_out()
    assert shop.users.signed_in is not None
    shop.users.sign_out()
    assert shop.users.signed_in is None


@pytest.mark.slow
def test_slow_response_raises_at_the_timeout(sandbox: oe.Sandbox) -> None:
    """A late response, and a slow body."""
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, timeout_s=0.3) as shop:
        for fault in ({"latency_ms": 1500}, {"slow_body": 3000}):
            sandbox.add_fault(operation="listForms", times=4, **fault)
            with pytest.raises(oe.ConnectionFailedError, match=r"no complete answer from .* within 0\.3 s"):
                shop.forms.list()
            sandbox.clear_faults()


@pytest.mark.parametrize("outcome", ["completed", "canceled", "expired"])
def test_wait_returns_the_session_with_its_final_status(sandbox: oe.Sandbox, shop: oe.Shop, outcome: str) -> None:
    order = shop.orders.create("orders", **ORDER)  # type: ignore[arg-type]
    session = shop.payments.create_session(order)
    with pytest.raises(oe.PaymentTimeoutError) as caught:
        shop.payments.wait(session, timeout_s=0)
    assert str(caught.value) == (
        "Payment session 46 is still waiting after 0 s. "
        "It can still be paid: wait again, or read it later with shop.payments.get."
    )
    assert (caught.value.session_id, caught.value.last_status) == (46, "waiting")
    sandbox.settle_session(session.id, outcome)
    settled = shop.payments.wait(session)
    assert (settled.status, settled.is_open) == (outcome, False)
    assert shop.orders.get(order.id).paid is (outcome == "completed")


def test_wait_for_link_returns_a_delayed_paypal_link() -> None:
    """Cash never has one."""
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


def test_update_answered_without_an_order_raises(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
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


def test_update_with_an_ignored_status_raises(shop: oe.Shop) -> None:
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
def test_update_keeps_a_form_in_another_language(shop: oe.Shop, kept: dict[str, Any]) -> None:
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
    assert sent == [{"de_DE": entries}]


@pytest.mark.parametrize("answer", [{}, {"balance": None}, {"bonus": 5}, {"items": [{"balance": 7}], "total": 1}])
def test_unreadable_bonus_balance_raises(shop: oe.Shop, answer: dict[str, Any]) -> None:
    shop._api.raw = lambda name, /, *_args, **_kwargs: json.dumps(answer).encode()  # type: ignore[method-assign]
    with pytest.raises(oe.ResponseFormatError, match=r"balance where an amount belongs"):
        shop.discounts.bonus_balance()
