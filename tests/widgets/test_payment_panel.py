"""Paying, state by state."""

from __future__ import annotations

import time
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import BackgroundRunner, InlineRunner, PaymentPanel
from tests.no_threads import start_no_threads

from .conftest import PASSWORD, USER


def shown(widget: Any) -> bool:
    return widget.layout.display != "none"


def placed(shop: oe.Shop, account: str = "stripe") -> Any:
    flow = shop.checkout("orders")
    flow.add(14)
    flow.fill(name="Ada")
    flow.pay_with(account)
    flow.place()
    return flow


def look(runner: InlineRunner) -> None:
    """Two seconds: one look."""
    runner.tick()
    runner.tick()


def enabled(panel: PaymentPanel) -> set[str]:
    parts = {
        "pay": panel._pay,
        "check": panel._check,
        "cancel": panel._cancelling.button,
        "find out": panel._reconciling._look,
    }
    return {name for name, widget in parts.items() if not widget.disabled and shown(widget)}


def test_before_there_is_an_order(shop: oe.Shop, runner: InlineRunner) -> None:
    panel = PaymentPanel(shop.checkout("orders"), runner=runner)
    assert panel.text() == "PaymentPanel: no order yet\nThere is nothing to pay yet. Place the order first."
    assert enabled(panel) == set() and not panel.is_following


@pytest.mark.parametrize(
    ("outcome", "state", "can", "words"),
    [
        ("completed", "paid", set(), "Paid. Thank you."),
        ("canceled", "declined", {"pay", "check", "cancel"}, "The payment was not made."),
        ("expired", "expired", {"pay", "check", "cancel"}, "The time to pay is over."),
    ],
)
def test_how_a_payment_ends(
    shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner, outcome: str, state: str, can: set[str], words: str
) -> None:
    """It is followed from the moment it opens, and not a moment longer than it lasts."""
    flow = placed(shop)
    panel = PaymentPanel(flow, runner=runner)
    assert enabled(panel) == {"pay", "check", "cancel"}
    panel._pay.click()
    panel._pay.click()
    assert len(shop.payments.sessions_for(89)) == 1
    assert enabled(panel) == {"check", "cancel"}
    assert panel.message == "Waiting for the payment…"
    assert panel.is_following
    sandbox.settle_session(46, outcome)
    look(runner)
    assert flow.state == state
    assert enabled(panel) == can
    assert panel.message.startswith(words)
    assert not panel.is_following and runner.tick() == 0
    assert not shown(panel._time) and not shown(panel._where)


def test_the_statuses_of_an_order(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """From the moment it is placed, although the answer to that has none of them."""
    sandbox.add_fault(operation="getOrder", times=1, status=403)
    blind = PaymentPanel(placed(shop), runner=runner)
    assert "Status" not in blind._facts.value and blind.message == "The order is placed and not paid yet."
    blind.close()

    flow = placed(shop)
    panel = PaymentPanel(flow, runner=runner)
    read = sandbox.stats()["requests"]["getOrder"]
    assert "Status: Created\nPayment strategy: at once" in panel.text()
    assert '<th scope="row">Status</th><td>Created</td>' in panel._facts.value
    panel.refresh()
    assert sandbox.stats()["requests"]["getOrder"] == read
    panel._pay.click()
    assert "Status: Created\nPayment status: Payment in progress\n" in panel.text()
    session = flow.snapshot().session
    assert session is not None
    sandbox.settle_session(session.id, "completed")
    look(runner)
    assert "Status: In progress\nPayment status: Paid\nPayment strategy: at once" in panel.text()


@pytest.mark.slow
def test_an_order_paid_in_stages(runner: InlineRunner) -> None:
    with oe.Sandbox(payment_stages="in_turn") as server, oe.connect(url=server.url, app_token=server.app_token) as shop:
        shop.users.sign_in(USER, PASSWORD)
        panel = PaymentPanel(placed(shop), runner=runner)
        assert "<td>Deposit</td><td>planned</td>" in panel._facts.value
        panel._pay.click()
        server.settle_session(46, "completed")
        look(runner)
        assert "<td>Deposit</td><td>completed</td>" in panel._facts.value
        assert panel.message == "A stage is paid, 1 left. “Pay” opens the payment of the next."
        assert "Payment strategy: in stages" in panel.text()
        panel._pay.click()
        server.settle_session(47, "completed")
        look(runner)
        assert panel.message == "Paid. Thank you."


def test_trying_again(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    flow = placed(shop)
    panel = PaymentPanel(flow, runner=runner)
    panel._pay.click()
    sandbox.settle_session(46, "canceled")
    look(runner)
    assert panel._pay.description == "Try again"
    panel._pay.click()
    assert flow.snapshot().session.id == 47
    sandbox.settle_session(47, "completed")
    look(runner)
    assert flow.state == "paid"


def test_where_to_pay(shop: oe.Shop, runner: InlineRunner) -> None:
    """A link that opens beside the notebook; the page itself only if that is asked for; cash has neither."""
    flow = placed(shop)
    panel, embedding = PaymentPanel(flow, runner=runner), PaymentPanel(flow, embed=True, runner=runner)
    panel._pay.click()
    url = flow.snapshot().session.payment_url
    assert f'href="{url}"' in panel._where.value and 'rel="noopener noreferrer"' in panel._where.value
    assert panel._page.value == "" and f'src="{url}"' in embedding._page.value
    assert 'title="Payment page"' in embedding._page.value
    assert "(link) Open the payment page" in panel.text() and url not in panel.text()
    cash = PaymentPanel(placed(shop, "cash"), runner=runner)
    cash._pay.click()
    assert "There is no payment page." in cash._where.value


def test_a_link_that_comes_late(runner: InlineRunner) -> None:
    """PayPal's is not there when the session is opened, and appears by itself (docs/api/traps.md#trap-6)."""
    with oe.Sandbox(paypal_delay_s=0.3) as server, oe.connect(url=server.url, app_token=server.app_token) as shop:
        shop.users.sign_in(USER, PASSWORD)
        panel = PaymentPanel(placed(shop, "paypal"), runner=runner)
        panel._pay.click()
        assert "There is no payment page." in panel._where.value
        end = time.monotonic() + 30
        while "There is no payment page." in panel._where.value and time.monotonic() < end:
            look(runner)
        assert "Open the payment page" in panel._where.value


def test_a_session_without_a_status(shop: oe.Shop, runner: InlineRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts as open, and its missing status has words."""
    send = shop._api.call

    def without_status(name: str, *args: Any, **more: Any) -> Any:
        answer = send(name, *args, **more)
        return answer | {"status": None} if name == "create_payment_session" else answer

    monkeypatch.setattr(shop._api, "call", without_status)
    panel = PaymentPanel(placed(shop), runner=runner)
    panel._pay.click()
    assert "Payment: no status (payment session 46)" in panel.text()
    assert panel.is_following


def test_the_countdown(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """From the account's `sessionTimeout`; no screen reader has to hear it every second."""
    seconds = [0.0]
    panel = PaymentPanel(placed(shop), runner=runner, clock=lambda: seconds[0])
    panel._pay.click()
    assert "23 h 59 min" in panel._time.value or "24 h 00 min" in panel._time.value
    seconds[0] = 86_400 - 65
    runner.tick()
    assert panel._time.value == '<p class="oe-time">Time left to pay: 1 min 05 s</p>'
    seconds[0] = 86_401
    runner.tick()
    assert panel._time.value == ""
    cash = PaymentPanel(placed(shop, "cash"), runner=runner)
    cash._pay.click()
    assert cash._time.value == ""


def test_cancelling_is_asked_twice(shop: oe.Shop, runner: InlineRunner) -> None:
    flow = placed(shop)
    panel = PaymentPanel(flow, runner=runner)
    panel._cancelling.button.click()
    assert shown(panel._cancelling.box) and not shown(panel._cancelling.button)
    panel._cancelling._no.click()
    assert not shown(panel._cancelling.box) and flow.state == "placed"
    panel._cancelling.button.click()
    panel._cancelling._yes.click()
    assert flow.state == "cancelled"
    assert panel.message == "The order is cancelled. There is nothing to pay."
    assert enabled(panel) == set()


def test_a_lost_answer(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """Whether a payment session was opened is found out here, since the order is there."""
    flow = placed(shop)
    panel = PaymentPanel(flow, runner=runner)
    sandbox.add_fault(operation="createPaymentSession", times=1, drop_answer=True)
    panel._pay.click()
    assert flow.state == "uncertain"
    assert enabled(panel) == {"find out"}
    panel._reconciling._look.click()
    assert flow.state == "paying" and panel.is_following


def test_a_server_that_is_away(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """After some failures the panel says so and goes on asking, one request each time; then the status is back."""
    panel = PaymentPanel(placed(shop), runner=runner)
    panel._pay.click()
    look(runner)
    for operation in ("getPaymentSession", "getPaymentSessionByOrder"):
        sandbox.add_fault(operation=operation, times=100, status=503)
    before = sandbox.stats()["requests"]["getPaymentSessionByOrder"]
    for _ in range(2):
        look(runner)
    assert panel.message == "Waiting for the payment…"
    look(runner)
    assert sandbox.stats()["requests"]["getPaymentSessionByOrder"] == before + 3
    assert panel.is_following
    assert "503" in panel.message and 'role="alert"' in panel._note.value
    sandbox.clear_faults()
    look(runner)
    assert panel.is_following and panel.message == "Waiting for the payment…"


def test_a_pause_that_the_server_asks_for_is_kept(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    panel = PaymentPanel(placed(shop), runner=runner)
    panel._pay.click()
    sandbox.add_fault(operation="getPaymentSessionByOrder", times=1, status=429, retry_after_s=5)
    look(runner)
    asked = sandbox.stats()["requests"]["getPaymentSessionByOrder"]
    look(runner)
    look(runner)
    assert sandbox.stats()["requests"]["getPaymentSessionByOrder"] == asked
    look(runner)
    assert sandbox.stats()["requests"]["getPaymentSessionByOrder"] == asked + 1


def test_a_refusal_ends_the_following(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    """At once; a button goes on."""
    panel = PaymentPanel(placed(shop), runner=runner)
    panel._pay.click()
    sandbox.add_fault(operation="getPaymentSessionByOrder", times=100, status=403)
    look(runner)
    assert not panel.is_following
    assert "Check now" in panel.message and 'role="alert"' in panel._note.value
    sandbox.clear_faults()
    panel._check.click()
    assert panel.is_following and panel.message == "Waiting for the payment…"


def test_following_without_a_thread(shop: oe.Shop, sandbox: oe.Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The panel says that the status stays as it is, and the button looks."""
    flow = placed(shop)
    panel = PaymentPanel(flow, runner=BackgroundRunner())
    session = flow.pay()
    panel.close()
    start_no_threads(monkeypatch)
    panel = PaymentPanel(flow, runner=BackgroundRunner())
    assert not panel.is_following
    assert panel.message.startswith("The status is not updated. Nothing was done: no more threads can be started")
    assert "check" in enabled(panel)
    monkeypatch.undo()
    sandbox.settle_session(session.id, "completed")
    panel._check.click()
    assert panel.wait(10)
    assert flow.snapshot().state == "paid"


def test_a_notebook_left_open_does_not_ask_for_ever(shop: oe.Shop, sandbox: oe.Sandbox, runner: InlineRunner) -> None:
    panel = PaymentPanel(placed(shop), runner=runner)
    panel._pay.click()
    panel._ticks = 1800
    assert runner.tick() == 0
    assert "not updated any more" in panel.message


def test_closing_ends_the_following(shop: oe.Shop) -> None:
    """In the background too: no thread is left."""
    runner = BackgroundRunner()
    panel = PaymentPanel(placed(shop), runner=runner)
    panel._pay.click()
    assert runner.wait(30)
    following: Any = panel._following
    assert following is not None and following.thread.is_alive()
    panel.close()
    following.thread.join(10)
    assert not following.thread.is_alive()
