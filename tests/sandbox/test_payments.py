"""Payment accounts and sessions, and the statuses that follow a payment."""

from __future__ import annotations

import time

import pytest

from oneentry_toolkit.sandbox import Options
from oneentry_toolkit.sandbox.errors import RefusedError
from oneentry_toolkit.sandbox.scenario.instance import open_instance

from .till import ORDERS, finish, pay


def test_accounts_are_listed_with_identifiers(shared):
    accounts = shared.get("/payments/accounts")
    assert [(one["id"], one["identifier"], one["type"]) for one in accounts] == [
        (1, "cash", "custom"),
        (2, "stripe", "stripe"),
        (3, "paypal", "custom"),
    ]
    assert shared.get("/payments/accounts/1") == {
        "id": 1,
        "identifier": "cash",
        "isVisible": True,
        "localizeInfos": {"en_US": {"title": "Cash"}},
        "type": "custom",
        "isUsed": True,
        "testMode": True,
        "settings": {"status": "connected"},
        "testSettings": {"status": "connected"},
        "updatedDate": "2025-02-25T08:55:43.957Z",
    }
    assert shared.refused("GET", "/payments/accounts/9") == (404, "Payment account not found")


def test_accounts_of_all_types(connect, order_body, tmp_path):
    """An account that is not connected takes an order and no payment, in test mode with a connected test side too."""
    shop = connect(account_types="all", db=str(tmp_path / "shop.db"))
    shop.sign_in()
    accounts = {one["identifier"]: one for one in shop.get("/payments/accounts")}
    assert [accounts[name]["type"] for name in ("stripe", "yookassa", "midtrans")] == ["stripe", "yookassa", "midtrans"]
    midtrans = accounts["midtrans"]
    assert (midtrans["settings"]["status"], midtrans["testSettings"]["status"]) == ("not_connected", "connected")
    assert midtrans["testMode"]
    linked = [one["identifier"] for one in shop.get("/orders-storage/marker/orders")["paymentAccountIdentifiers"]]
    assert linked == list(accounts)

    shop.post(ORDERS, order_body(paymentAccountIdentifier="midtrans"))
    refusal = (400, "Your payment account is not connected")
    assert shop.refused("POST", "/payments/sessions", {"orderId": 89, "type": "session"}) == refusal
    assert shop.get("/payments/sessions/order/89") == []
    assert shop.get(f"{ORDERS}/89")["isCompleted"] is None
    order_id, session_id = pay(shop, order_body, (8, 1), account="yookassa")
    assert shop.get(f"/payments/sessions/{session_id}")["paymentAccountId"] == 4
    assert shop.get(f"{ORDERS}/{order_id}")["isCompleted"]

    shop.sandbox.reset()
    shop.sign_in()
    assert [one["identifier"] for one in shop.get("/payments/accounts")] == list(accounts)


def test_account_types_leave_the_history_as_it_is():
    """The accounts of rarer types have no past, so that other options can be compared on equal orders."""
    bodies = []
    for types in ("sdk", "all"):
        instance = open_instance(Options(account_types=types, orders=30))
        with instance.store.read() as tx:
            bodies.append(tx.execute("SELECT body FROM orders ORDER BY id").fetchall())
        instance.store.close()
    assert bodies[0] == bodies[1]


def test_an_account_that_the_storage_does_not_list(connect, order_body):
    """docs/api/requests.md#requests-400."""
    shop = connect()
    shop.sign_in()
    shop.sandbox.instance.catalogue.storages.by_identifier["orders"].body["paymentAccountIdentifiers"].pop()
    refusal = (400, "Your payment account is not connected")
    assert shop.refused("POST", ORDERS, order_body(paymentAccountIdentifier="paypal")) == refusal


def test_sessions_are_listed_newest_first_and_only_own(shared):
    page = shared.get("/payments/sessions/", offset=0, limit=100)
    ids = [session["id"] for session in page["items"]]
    assert ids == sorted(ids, reverse=True) and len(ids) == page["total"]
    own = {row[0] for row in shared.sql("SELECT id FROM orders WHERE user_id = 16")}
    assert {session["orderId"] for session in page["items"]} <= own
    assert shared.get("/payments/sessions", offset=1, limit=2)["items"] == page["items"][1:3]
    assert shared.get(f"/payments/sessions/{ids[3]}") == page["items"][3]


def test_session_of_another_user_answers_404(shared):
    other = shared.sql("SELECT id FROM payment_sessions WHERE user_id <> 16")[0][0]
    assert shared.refused("GET", f"/payments/sessions/{other}") == (404, "Payment session not found")
    assert shared.refused("GET", "/payments/sessions/4000") == (404, "Payment session not found")


def test_cash_session_has_no_link(shop, order_body):
    shop.post(ORDERS, order_body())
    for kind in ("session", "intent"):
        session = shop.post("/payments/sessions", {"orderId": 89, "type": kind})
        assert (session["type"], session["status"], session["paymentUrl"]) == (kind, "waiting", None)
        assert "amount" not in session and "clientSecret" not in session
    shop.sql("UPDATE payment_sessions SET link_at = 0 WHERE link_at IS NOT NULL")
    assert shop.get("/payments/sessions/46")["paymentUrl"] is None


def test_stripe_session_has_a_link_and_intent_a_client_secret(shop, order_body):
    shop.post(ORDERS, order_body(paymentAccountIdentifier="stripe"))
    session = shop.post("/payments/sessions", {"orderId": 89, "type": "session", "automaticTaxEnabled": False})
    assert session["paymentUrl"].startswith(f"{shop.sandbox.url}/pay/cs_test_")
    assert (session["amount"], session["paymentAccountId"]) == (340, 2)
    assert shop.get("/payments/sessions/46") == session
    intent = shop.post("/payments/sessions", {"orderId": 89, "type": "intent"})
    assert intent["paymentUrl"] is None and intent["clientSecret"].startswith("pi_")


def test_paypal_link_appears_after_the_delay(connect, order_body):
    shop = connect(paypal_delay_s=1000)
    shop.sign_in()
    shop.post(ORDERS, order_body(paymentAccountIdentifier="paypal"))
    assert shop.post("/payments/sessions", {"orderId": 89, "type": "session"})["paymentUrl"] is None
    assert shop.get("/payments/sessions/order/89")["paymentUrl"] is None
    shop.sql("UPDATE payment_sessions SET link_at = link_at - 1001 WHERE id = 46")
    link = shop.get("/payments/sessions/order/89")["paymentUrl"]
    assert link.startswith(f"{shop.sandbox.url}/pay/")
    assert shop.get(f"{ORDERS}/89")["paymentUrl"] == link


def test_paypal_link_is_immediate_without_delay(connect, order_body):
    shop = connect(paypal_delay_s=0)
    shop.sign_in()
    shop.post(ORDERS, order_body(paymentAccountIdentifier="paypal"))
    assert shop.post("/payments/sessions", {"orderId": 89, "type": "session"})["paymentUrl"]


def test_payment_link_uses_the_requested_host(shop, order_body):
    shop.post(ORDERS, order_body(paymentAccountIdentifier="stripe"))
    answer = shop("POST", "/payments/sessions", {"orderId": 89, "type": "session"}, headers={"Host": "shop.test:81"})
    assert answer.json()["paymentUrl"].startswith("http://shop.test:81/pay/")


def test_sessions_by_order_answer_object_or_array(connect, order_body):
    for mode, expected in (("object", 47), ("array", [46, 47])):
        shop = connect(sessions_by_order=mode)
        shop.sign_in()
        shop.post(ORDERS, order_body())
        assert shop.get("/payments/sessions/order/89") == []
        for _ in range(2):
            shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
        got = shop.get("/payments/sessions/order/89")
        assert (got["id"] if mode == "object" else [one["id"] for one in got]) == expected
    assert shop.refused("GET", "/payments/sessions/order/4000") == (404, "Order not found")


def test_completed_session_marks_the_order_paid(shop, order_body):
    """A completed payment closes the session, marks the order paid, cancels its other sessions, and earns bonuses."""
    shop.post(ORDERS, order_body(paymentAccountIdentifier="stripe"))
    for _ in range(2):
        shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    finish(shop, 46, "completed")
    session = shop.get("/payments/sessions/46")
    assert session["status"] == "completed" and session["updatedDate"] > session["createdDate"]
    assert shop.get("/payments/sessions/47")["status"] == "canceled"
    order = shop.get(f"{ORDERS}/89")
    assert (order["isCompleted"], order["paymentUrl"]) == (True, None)
    assert shop.get("/discounts/bonus-balance") == {"balance": 66.25}
    refused = shop.refused("POST", "/payments/sessions", {"orderId": 89, "type": "session"})
    assert refused == (400, "Order has already been paid")


@pytest.mark.parametrize("outcome", ["canceled", "expired"])
def test_failed_payment_leaves_the_order_unpaid_and_can_be_retried(shop, order_body, outcome):
    shop.post(ORDERS, order_body(paymentAccountIdentifier="stripe"))
    shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    finish(shop, 46, outcome)
    assert shop.get("/payments/sessions/46")["status"] == outcome
    assert shop.get(f"{ORDERS}/89")["isCompleted"] is False
    with pytest.raises(RefusedError):
        finish(shop, 46, "completed")
    shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    finish(shop, 47, "completed")
    assert shop.get(f"{ORDERS}/89")["isCompleted"] is True


def axes(shop, number=89):
    order = shop.get(f"{ORDERS}/{number}")
    infos = order["paymentStatusLocalizeInfos"]
    assert order == next(one for one in shop.get(ORDERS)["items"] if one["id"] == number)
    assert (infos is None) is (order["paymentStatusIdentifier"] is None)
    return order["statusIdentifier"], order["paymentStatusIdentifier"], order["fulfillmentStatusIdentifier"]


def test_paying_moves_the_statuses_of_the_order(shop, order_body):
    """The payment axis follows the sessions; the order's status moves as its storage maps a payment that completed."""
    shop.post(ORDERS, order_body(paymentAccountIdentifier="stripe"))
    assert axes(shop) == ("created", None, None)
    shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    assert axes(shop) == ("created", "inProgress-payment", None)
    finish(shop, 46, "canceled")
    assert axes(shop) == ("created", "canceled-payment", None)
    for _ in range(2):
        shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    finish(shop, 47, "expired")
    assert axes(shop) == ("created", "inProgress-payment", None)
    finish(shop, 48, "completed")
    assert axes(shop) == ("inProgress", "completed-payment", None)
    order = shop.get(f"{ORDERS}/89")
    assert order["statusLocalizeInfos"]["en_US"] == {"title": "In progress"}
    assert order["paymentStatusLocalizeInfos"]["en_US"] == {"title": "Paid"}
    assert shop.sql("SELECT status FROM orders WHERE id = 89") == [("inProgress",)]


def test_a_storage_may_map_every_status_of_a_session(shop, order_body):
    moves = {"waiting": "inProgress", "completed": "completed", "canceled": "canceled", "expired": "canceled"}
    shop.sandbox.instance.catalogue.storages.by_id[1].notes["sessionStatuses"] = moves
    for number, outcome in enumerate(("completed", "canceled", "expired")):
        shop.post(ORDERS, order_body(paymentAccountIdentifier="stripe"))
        session = shop.post("/payments/sessions", {"orderId": 89 + number, "type": "session"})
        assert axes(shop, 89 + number) == ("inProgress", "inProgress-payment", None)
        if outcome == "expired":
            shop.sandbox.set_clock(advance_s=86_400)
        else:
            finish(shop, session["id"], outcome)
        assert axes(shop, 89 + number) == (moves[outcome], f"{outcome}-payment", None)


def test_an_update_cancels_the_payment_and_keeps_the_status(shop, order_body):
    shop.post(ORDERS, order_body(paymentAccountIdentifier="stripe"))
    shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    shop.put(f"{ORDERS}/89", order_body((1, 1), paymentAccountIdentifier="stripe"))
    assert axes(shop) == ("created", "canceled-payment", None)


def test_finish_of_unknown_session_raises_404(shop):
    with pytest.raises(RefusedError, match="Payment session not found"):
        finish(shop, 4000, "completed")


def test_open_session_expires_after_its_time(shop, order_body):
    shop.post(ORDERS, order_body(paymentAccountIdentifier="stripe"))
    shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    lifetime = shop.sql("SELECT expires_at FROM payment_sessions WHERE id = 46")[0][0] - time.time()
    assert 86_000 < lifetime <= 86_400
    shop.sql("UPDATE payment_sessions SET expires_at = ? WHERE id = 46", time.time() - 1)
    assert shop.get("/payments/sessions/46")["status"] == "expired"
    order = shop.get(f"{ORDERS}/89")
    assert (order["isCompleted"], order["paymentUrl"]) == (False, None)


def test_payment_routes_answer_401_without_user(connect):
    client = connect()
    for path in ("/payments/sessions", "/payments/sessions/1", "/payments/sessions/order/1", "/payments/accounts"):
        assert client.refused("GET", path) == (401, "Unauthorized")
