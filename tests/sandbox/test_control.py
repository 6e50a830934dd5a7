"""The control room: over HTTP, as methods of an embedded sandbox."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest

from oneentry_toolkit.sandbox import Sandbox, SandboxError
from oneentry_toolkit.sandbox.api.dispatch import HANDLERS

from .control_room import EMAIL, ORDERS, START, ask_for_code, buy


def test_outbox_lists_codes_by_recipient_in_order(connect, enter):
    client = connect(code_reissue_s=0)
    room, sandbox = enter(client.sandbox), client.sandbox
    assert room.ok("GET", "/outbox") == sandbox.outbox() == []
    events = [row[0] for row in client.sql("SELECT identifier FROM definitions WHERE kind = 'event' ORDER BY 1")]
    for event in events[:2]:
        ask_for_code(client, event)
    sent = room.ok("GET", "/outbox")
    assert sent == sandbox.outbox()
    assert [set(one) for one in sent] == [{"to", "channel", "event", "code"}] * 2
    assert [one["event"] for one in sent] == events[:2]
    assert {(one["to"], one["channel"]) for one in sent} == {(sandbox.user, "email")}
    check = {"userIdentifier": sandbox.user, "eventIdentifier": events[1], "code": sent[-1]["code"]}
    assert client.post(f"{EMAIL}/check-code", check) is True
    assert room.ok("GET", "/outbox", params={"to": sandbox.user}) == sandbox.outbox(to=sandbox.user) == sent
    assert room.ok("GET", "/outbox?to=nobody@example.com") == sandbox.outbox("nobody@example.com") == []


@pytest.mark.parametrize("outcome", ["completed", "canceled", "expired"])
def test_outcome_ends_the_session_and_updates_its_order(shop, room, order_body, outcome):
    session = buy(shop, order_body)
    ended = room.ok("POST", f"/sessions/{session['id']}/outcome", {"outcome": outcome})
    assert ended["status"] == outcome
    assert ended["paymentUrl"].startswith(shop.sandbox.url)
    assert ended == shop.get(f"/payments/sessions/{session['id']}")
    assert shop.get(f"{ORDERS}/{session['orderId']}")["isCompleted"] is (outcome == "completed")
    message = (400, "Payment session is closed")
    assert room.refused("POST", f"/sessions/{session['id']}/outcome", {"outcome": outcome}) == message


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda sandbox: sandbox.settle_session("45", "completed"), "session_id must be a whole number"),
        (lambda sandbox: sandbox.settle_session(True, "completed"), "session_id must be a whole number"),
        (lambda sandbox: sandbox.settle_session(None, "completed"), "session_id must be a whole number"),
        (lambda sandbox: sandbox.settle_session(45, ["completed"]), "outcome must be one of"),
        (lambda sandbox: sandbox.outbox(["a"]), "to must be text"),
        (lambda sandbox: sandbox.set_clock(now=5), "now must be an ISO date"),
        (lambda sandbox: sandbox.set_clock(advance_s=[]), "advance_s must be a number"),
        (lambda sandbox: sandbox.add_fault(status="500"), "Not a fault"),
        (lambda _sandbox: Sandbox(host=5), "host must be str, not int"),
        (lambda _sandbox: Sandbox(port="8080"), "port must be int, not str"),
        (lambda _sandbox: Sandbox(port=65_536), r"port must be from 0 \(any free one\) to 65535, not 65536\.$"),
        (lambda _sandbox: Sandbox(port=-1), "port must be from 0"),
    ],
)
def test_arguments_of_a_wrong_type_are_named(shop, call, says):
    with pytest.raises(SandboxError, match=says):
        call(shop.sandbox)


def test_settle_session_equals_the_http_call(shop, order_body):
    session = buy(shop, order_body)
    ended = shop.sandbox.settle_session(session["id"], "completed")
    assert ended == shop.get(f"/payments/sessions/{session['id']}")
    with pytest.raises(SandboxError, match=r"^Payment session is closed\.$"):
        shop.sandbox.settle_session(session["id"], "completed")
    for number in (-1, 10**30, 999):
        with pytest.raises(SandboxError, match="Payment session not found"):
            shop.sandbox.settle_session(number, "completed")
    with pytest.raises(SandboxError, match="outcome must be one of completed, canceled, expired"):
        shop.sandbox.settle_session(session["id"], "paid")


def refund_request(client, order_body):
    session = buy(client, order_body)
    client.sandbox.settle_session(session["id"], "completed")
    client.post(f"/orders/{session['orderId']}/refund", {"products": {"14": {"quantity": 1}}})
    return client.get(f"/orders/{session['orderId']}/refund")[0]


@pytest.mark.parametrize(
    ("decisions", "status", "again"),
    [
        (["approved"], "approved", "approved"),
        (["rejected"], "rejected", "paid"),
        (["approved", "paid"], "refunded", "paid"),
        (["paid"], "refunded", "rejected"),
    ],
)
def test_a_refund_request_is_decided_once(shop, room, order_body, decisions, status, again):
    request = refund_request(shop, order_body)
    for decision in decisions:
        decided = room.ok("POST", f"/refunds/{request['id']}/decision", {"decision": decision})
    assert decided == shop.get(f"/orders/{request['orderId']}/refund")[0] == {**request, "status": status}
    refused = room.refused("POST", f"/refunds/{request['id']}/decision", {"decision": again})
    assert refused == (400, f"Refund request is {status}")
    with pytest.raises(SandboxError, match=f"Refund request is {status}"):
        shop.sandbox.decide_refund(request["id"], again)
    assert shop.refused("DELETE", f"/orders/{request['orderId']}/refund") == (404, "Refund request not found")


def test_a_project_has_its_own_markers_for_refunds(shop, order_body):
    shop.sandbox.instance.catalogue.settings["refundStatuses"] = {"waiting": "neu", "rejected": "abgelehnt"}
    request = refund_request(shop, order_body)
    assert request["status"] == "neu"
    assert shop.sandbox.decide_refund(request["id"], "rejected")["status"] == "abgelehnt"
    path = f"/orders/{request['orderId']}/refund"
    assert shop.post(path, {"products": {"14": {"quantity": 1}}}) is True
    assert [one["status"] for one in shop.get(path)] == ["abgelehnt", "neu"]


def test_a_decision_must_be_known_and_of_a_request(quiet):
    words = "decision must be one of approved, rejected, paid"
    assert quiet.refused("POST", "/refunds/1/decision", {"decision": "maybe"}) == (400, words)
    for number in ("999", "x", "9" * 30):
        refused = quiet.refused("POST", f"/refunds/{number}/decision", {"decision": "paid"})
        assert refused == (404, "Refund request not found")


def test_a_session_has_one_outcome(shop, order_body):
    """Of many who settle a session at once, one does."""
    session = buy(shop, order_body)

    def settle(outcome: str) -> bool:
        try:
            shop.sandbox.settle_session(session["id"], outcome)
        except SandboxError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(settle, ["completed", "canceled", "expired"] * 4)).count(True) == 1


def test_a_session_that_expired_cannot_be_paid(shop, order_body):
    """A session that has expired is closed to the control room, even before a request has shown it as expired."""
    session = buy(shop, order_body)
    shop.sql("UPDATE payment_sessions SET expires_at = 1 WHERE id = ?", session["id"])
    with pytest.raises(SandboxError, match="closed"):
        shop.sandbox.settle_session(session["id"], "completed")
    assert shop.get(f"/payments/sessions/{session['id']}")["status"] == "expired"


@pytest.mark.parametrize("by_http", [True, False])
def test_expire_tokens_ends_access_tokens(shop, room, by_http):
    assert (room.ok("POST", "/tokens/expire", {}) if by_http else shop.sandbox.expire_tokens()) == {"sign_ins": 1}
    assert shop.refused("GET", "/users/me") == (401, "Unauthorized")
    shop.use(shop.post(f"{EMAIL}/refresh", {"refreshToken": shop.refresh_token}))
    assert shop.get("/users/me")["identifier"] == shop.sandbox.user


@pytest.mark.parametrize("by_http", [True, False])
def test_expire_tokens_with_all_ends_refresh_tokens(shop, room, by_http):
    assert room.ok("POST", "/tokens/expire", {"all": True}) if by_http else shop.sandbox.expire_tokens(all=True)
    assert shop.refused("GET", "/users/me") == (401, "Unauthorized")
    assert shop.refused("POST", f"{EMAIL}/refresh", {"refreshToken": shop.refresh_token})[0] == 400
    shop.sign_in()
    assert len(shop.get(f"{EMAIL}/sessions")) == 1


def test_stats_count_requests_orders_and_sessions(shop, room, order_body):
    before = room.ok("GET", "/stats")
    assert before == shop.sandbox.stats()
    assert set(before["requests"]) == set(HANDLERS)
    assert {name: count for name, count in before["requests"].items() if count} == {"auth": 1}
    assert (before["orders"], before["sessions"]) == (88, 45)
    buy(shop, order_body)
    shop("HEAD", "/users/me")
    shop("GET", "/users/me", headers={"x-app-token": "wrong"})
    shop("GET", "/users/nobody")
    shop.sandbox.add_fault(drop_request=True)
    with pytest.raises(httpx.TransportError):
        shop("GET", "/users/me")
    after = shop.sandbox.stats()
    expected = {"auth": 1, "createOrder": 1, "createPaymentSession": 1, "getUser": 3}
    assert {name: count for name, count in after["requests"].items() if count} == expected
    assert (after["orders"], after["sessions"]) == (89, 46)


@pytest.mark.slow
def test_stats_count_all_parallel_requests(shared):
    before = shared.sandbox.stats()["requests"]["listForms"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: shared.get("/forms"), range(200)))
    assert shared.sandbox.stats()["requests"]["listForms"] == before + 200


def test_clock_is_set_or_advanced(shop, room, order_body):
    assert room.ok("POST", "/clock", {"advance_s": 0}) == {"now": START}
    assert room.ok("POST", "/clock", {"advance_s": 86_400.5}) == {"now": "2025-05-01T20:15:29.754Z"}
    assert shop.sandbox.set_clock(advance_s=-60) == {"now": "2025-05-01T20:14:29.754Z"}
    assert room.ok("POST", "/clock", {"now": "2026-01-02T03:04:05.678Z"}) == {"now": "2026-01-02T03:04:05.678Z"}
    assert shop.post(ORDERS, order_body())["createdDate"] == "2026-01-02T03:04:05.678Z"
    assert shop.post(ORDERS, order_body())["createdDate"] == "2026-01-02T03:04:06.930Z"
    moment, shown = datetime(2027, 1, 1, 12, tzinfo=timezone(timedelta(hours=2))), "2027-01-01T10:00:00.000Z"
    assert shop.sandbox.set_clock(now=moment) == {"now": shown}
    assert shop.sandbox.set_clock(now=moment.astimezone(UTC).replace(tzinfo=None)) == {"now": shown}
    assert shop.get("/users/me")["identifier"] == shop.sandbox.user  # lifetimes of tokens are real time


def test_clock_that_moves_on_ends_sessions_and_their_pages(shop, room, order_body):
    """Sessions end when their time is over by the clock, those of the scenario too; cash has no time to be over."""
    session, cash = buy(shop, order_body), buy(shop, order_body, "cash")
    scenario = [one["id"] for one in shop.get("/payments/sessions", limit=50)["items"] if one["status"] == "waiting"]
    assert httpx.get(session["paymentUrl"]).status_code == 200
    room.ok("POST", "/clock", {"advance_s": 86_390})
    assert shop.get(f"/payments/sessions/{session['id']}")["status"] == "waiting"
    room.ok("POST", "/clock", {"advance_s": 10})
    ended = shop.get(f"/payments/sessions/{session['id']}")
    assert (ended["status"], ended["updatedDate"]) == ("expired", "2025-05-01T20:15:34.262Z")
    assert httpx.get(session["paymentUrl"]).status_code == 410
    assert shop.get(f"{ORDERS}/{session['orderId']}")["isCompleted"] is False
    sessions = {one["id"]: one for one in shop.get("/payments/sessions", limit=50)["items"]}
    assert sessions[cash["id"]]["status"] == "waiting"
    linked = [number for number in scenario if sessions[number]["paymentUrl"]]
    assert len(linked) == 2 and {sessions[number]["status"] for number in linked} == {"expired"}


def test_clock_that_moves_on_shows_a_delayed_link(connect, order_body):
    client = connect(paypal_delay_s=60)
    client.sign_in()
    session = buy(client, order_body, "paypal")
    client.sandbox.set_clock(advance_s=30)
    assert client.get(f"/payments/sessions/{session['id']}")["paymentUrl"] is None
    client.sandbox.set_clock(advance_s=30)
    assert client.get(f"/payments/sessions/{session['id']}")["paymentUrl"] is not None


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Give either now or advance_s"),
        ({"now": START, "advance_s": 1}, "Give either now or advance_s"),
        ({"now": "tomorrow"}, "now must be an ISO date, such as 2025-05-01T09:00:00.000Z"),
        ({"now": ""}, "now must be an ISO date, such as 2025-05-01T09:00:00.000Z"),
        ({"now": "1969-12-31T23:59:59Z"}, "The clock goes from the year 1970 to 2999"),
        ({"now": "3000-01-01"}, "The clock goes from the year 1970 to 2999"),
        ({"now": "0001-01-01T00:00:00+14:00"}, "The clock goes from the year 1970 to 2999"),
        ({"advance_s": 1e300}, "The clock goes from the year 1970 to 2999"),
        ({"advance_s": "5"}, "Expected `float | null`, got `str` - at `$.advance_s`"),
        ({"now": 5}, "Expected `str | null`, got `int` - at `$.now`"),
        ({"then": START}, "Object contains unknown field `then`"),
    ],
)
def test_invalid_time_is_refused_and_keeps_the_clock(quiet, body, message):
    assert quiet.refused("POST", "/clock", body) == (400, message)
    assert quiet.ok("POST", "/clock", {"advance_s": 0}) == {"now": START}


def test_set_clock_on_a_real_clock_answers_409(connect, enter):
    client = connect(clock="real")
    status, message = enter(client.sandbox).refused("POST", "/clock", {"advance_s": 5})
    assert (status, message) == (409, 'This sandbox goes by the time of day: start it with clock "scenario"')
    for bad in (float("inf"), float("nan"), "5s"):
        with pytest.raises(SandboxError):
            client.sandbox.set_clock(advance_s=bad)
