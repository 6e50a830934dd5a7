"""The control room: over HTTP, as methods of an embedded sandbox, and its access checks."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest

from oneentry_toolkit.sandbox import Sandbox, SandboxError
from oneentry_toolkit.sandbox.api.dispatch import HANDLERS
from oneentry_toolkit.sandbox.api.guard import refusal
from oneentry_toolkit.sandbox.data.options import Options
from oneentry_toolkit.sandbox.scenario.instance import open_instance

EMAIL = "/users-auth-providers/marker/email/users"
ORDERS = "/orders-storage/marker/orders/orders"
START = "2025-04-30T20:15:29.254Z"


class Room:
    """The control room over HTTP."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.http = httpx.Client(base_url=f"{sandbox.url}/_sandbox", timeout=30)

    def __call__(self, method, path, body=None, **more):
        return self.http.request(method, path, **({} if body is None else {"json": body}), **more)

    def ok(self, method, path, body=None, **more):
        answer = self(method, path, body, **more)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        return answer.json()

    def refused(self, method, path, body=None, **more):
        answer = self(method, path, body, **more)
        assert set(answer.json()) == {"statusCode", "timestamp", "message", "pageData"}
        assert answer.json()["statusCode"] == answer.status_code >= 400
        return answer.status_code, answer.json()["message"]


@pytest.fixture
def enter():
    """Makes the control room of a sandbox."""
    with contextlib.ExitStack() as stack:

        def make(sandbox):
            room = Room(sandbox)
            stack.enter_context(room.http)
            return room

        yield make


@pytest.fixture
def room(shop, enter):
    """The control room of the test's own sandbox."""
    return enter(shop.sandbox)


@pytest.fixture(scope="module")
def quiet(shared):
    """The control room of the module's sandbox, which no test changes."""
    room = Room(shared.sandbox)
    with room.http:
        yield room


def buy(client, order_body, account="stripe"):
    """A new order of the client's user with a payment session: its session."""
    order = client.post(ORDERS, order_body(paymentAccountIdentifier=account))
    return client.post("/payments/sessions", {"orderId": order["id"], "type": "session"})


def ask_for_code(client, event):
    client.post(f"{EMAIL}/generate-code", {"userIdentifier": client.sandbox.user, "eventIdentifier": event})


# --- What it does ---


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


# --- Back to the beginning ---


def dump(sandbox: Sandbox) -> str:
    with sandbox.instance.store.read() as tx:
        return "\n".join(tx.iterdump())


@pytest.mark.slow
@pytest.mark.parametrize("in_file", [False, True])
@pytest.mark.parametrize("by_http", [False, True])
def test_reset_restores_the_database_bytes_and_ends_tokens(connect, enter, order_body, tmp_path, in_file, by_http):
    client = connect(**({"db": str(tmp_path / "shop.db")} if in_file else {}), orders=30, seed=5)
    sandbox = client.sandbox
    new = dump(sandbox)
    client.sign_in()
    token = sandbox.app_token
    sandbox.settle_session(buy(client, order_body)["id"], "completed")
    client.post(f"{EMAIL}/sign-up", sign_up("new@example.com"))
    client.sql("DELETE FROM definitions WHERE kind = 'product' AND id = 14")
    sandbox.add_fault(operation="listForms", status=500)
    sandbox.set_clock(now="2026-01-01")
    stats = enter(sandbox).ok("POST", "/reset") if by_http else sandbox.reset()
    assert dump(sandbox) == new
    assert (stats["orders"], stats["sessions"], set(stats["requests"].values())) == (118, 45, {0})
    assert sandbox.faults() == [] and sandbox.outbox() == []
    assert sandbox.app_token == token
    assert client.refused("GET", "/users/me") == (401, "Unauthorized")
    assert client.refused("POST", f"{EMAIL}/refresh", {"refreshToken": client.refresh_token})[0] == 400
    client.sign_in()
    order = client.post(ORDERS, order_body())
    assert (order["id"], order["createdDate"]) == (119, START)


def test_reset_restores_the_files_own_scenario(tmp_path, connect):
    path = str(tmp_path / "shop.db")
    open_instance(Options(db=path, seed=3, orders=7)).store.close()
    client = connect(db=path, seed=4, orders=500, clock="real")
    token = client.sandbox.app_token
    assert client.sandbox.reset()["orders"] == 95
    assert client.sandbox.app_token == token
    with pytest.raises(SandboxError, match="time of day"):
        client.sandbox.set_clock(advance_s=1)
    client.sign_in()


def test_failed_reset_changes_nothing(shop, room, order_body, monkeypatch, capfd):
    from oneentry_toolkit.sandbox.scenario import fill as scenarios

    shop.post(ORDERS, order_body())
    before = dump(shop.sandbox)
    monkeypatch.setattr(scenarios, "Catalogue", lambda tx: 1 / 0)
    assert room.refused("POST", "/reset") == (500, "Internal server error")
    assert "ZeroDivisionError" in capfd.readouterr().err
    assert dump(shop.sandbox) == before
    assert shop.get("/users/me")["identifier"] == shop.sandbox.user


@pytest.mark.slow
@pytest.mark.parametrize("in_file", [False, True])
def test_reset_under_load_is_atomic_without_5xx(connect, order_body, tmp_path, in_file):
    client = connect(**({"db": str(tmp_path / "shop.db")} if in_file else {}))
    seen: set[int] = set()
    products: set[int] = set()
    stop = threading.Event()

    asked = (("POST", ORDERS, order_body()), ("GET", ORDERS, None), ("GET", "/users/me", None))

    def work() -> None:
        mine = connect(client.sandbox)
        while not stop.is_set():
            mine.sign_in()
            for method, path, body in asked:
                seen.add(mine(method, path, body).status_code)
            products.add(len(mine.post("/products/all?limit=100", [])["items"]))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        client.sandbox.reset()
        threading.Event().wait(0.05)
    stop.set()
    for thread in threads:
        thread.join()
    assert seen <= {200, 201, 401} and {200, 201} <= seen
    assert products == {24}
    client.sandbox.reset()
    client.sign_in()
    assert client.post(ORDERS, order_body())["id"] == 89


@pytest.mark.slow
@pytest.mark.parametrize("by_http", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_requests_sent_before_a_reset_are_done_before_it(connect, enter, known, by_http):
    client = connect()
    sandbox, room = client.sandbox, enter(client.sandbox)
    new = dump(sandbox)
    host, port = sandbox.url.removeprefix("http://").split(":")
    head = "{} HTTP/1.1\r\nHost: " + host + f"\r\nx-app-token: {sandbox.app_token}\r\nContent-Length: {{}}\r\n\r\n"
    read = head.format("GET /api/content/forms", 0).encode()

    def write(number: int) -> bytes:
        body = json.dumps(sign_up(f"{number}@example.com")).encode()
        return head.format(f"POST /api/content{EMAIL}/sign-up", len(body)).encode() + body

    for _ in range(5):
        with contextlib.ExitStack() as stack:
            senders = [stack.enter_context(socket.create_connection((host, int(port)))) for _ in range(12)]
            if known:
                sandbox.stats()  # they are accepted before they ask
            for number, sender in enumerate(senders):
                sender.sendall(read if number % 6 else write(number))
            stats = room.ok("GET", "/stats") if by_http else sandbox.stats()
            assert (stats["requests"]["listForms"], stats["requests"]["signUp"]) == (10, 2)
            for sender in senders:
                assert sender.recv(15) in (b"HTTP/1.1 200 OK", b"HTTP/1.1 201 Cr")
                sender.sendall(read)
        sandbox.add_fault(status=500)  # is not for them
        assert len(sandbox.faults()) == 1
        stats = room.ok("POST", "/reset") if by_http else sandbox.reset()
        assert set(stats["requests"].values()) == {0}
        assert set(sandbox.stats()["requests"].values()) == {0}
        assert dump(sandbox) == new


def test_reset_reaches_the_other_sandbox_on_the_file(connect, order_body, tmp_path):
    """Two sandboxes on one file: what one resets is reset for both."""
    first = connect(db=str(tmp_path / "shop.db"))
    second = connect(db=str(tmp_path / "shop.db"))
    second.sign_in()
    second.post(ORDERS, order_body())
    first.sandbox.reset()
    assert second.refused("GET", "/users/me") == (401, "Unauthorized")
    second.sign_in()
    assert second.post(ORDERS, order_body())["id"] == 89
    assert first.sandbox.stats()["orders"] == 89


def sign_up(login: str) -> dict[str, object]:
    return {
        "formIdentifier": "reg",
        "authData": [{"marker": "email_reg", "value": login}, {"marker": "password_reg", "value": "secret-123"}],
        "formData": {"en_US": [{"marker": "name_reg", "type": "string", "value": "New"}]},
        "notificationData": {"email": login, "phonePush": []},
        "langCode": "en_US",
    }


# --- Who may enter, and how ---


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("GET", "/nothing", None, (404, "Cannot GET /_sandbox/nothing")),
        ("GET", "", None, (404, "Cannot GET /_sandbox/")),
        ("GET", "/outbox/1", None, (404, "Cannot GET /_sandbox/outbox/1")),
        ("GET", "/outbox?form=x", None, (400, "Unknown query parameters: form")),
        ("GET", "/stats?to=x", None, (400, "Unknown query parameters: to")),
        ("POST", "/outbox", {}, (405, "Cannot POST /_sandbox/outbox")),
        ("GET", "/reset", None, (405, "Cannot GET /_sandbox/reset")),
        ("POST", "/reset", {"hard": True}, (400, "Object contains unknown field `hard`")),
        ("POST", "/tokens/expire", {"everything": True}, (400, "Object contains unknown field `everything`")),
        ("POST", "/tokens/expire", {"all": 1}, (400, "Expected `bool`, got `int` - at `$.all`")),
        ("POST", "/tokens/expire", [], (400, "Expected `object`, got `array`")),
        ("POST", "/sessions/1/outcome", {}, (400, "Object missing required field `outcome`")),
        (
            "POST",
            "/sessions/1/outcome",
            {"outcome": "paid"},
            (400, "outcome must be one of completed, canceled, expired"),
        ),
        ("POST", "/sessions/999/outcome", {"outcome": "expired"}, (404, "Payment session not found")),
        ("POST", "/sessions/-1/outcome", {"outcome": "expired"}, (404, "Payment session not found")),
        ("POST", "/sessions/1e9/outcome", {"outcome": "expired"}, (404, "Payment session not found")),
        ("POST", "/sessions/٣/outcome", {"outcome": "expired"}, (404, "Payment session not found")),
        (
            "POST",
            "/sessions/9223372036854775808/outcome",
            {"outcome": "expired"},
            (404, "Payment session not found"),
        ),
    ],
)
def test_invalid_control_requests_answer_an_error_envelope(quiet, method, path, body, expected):
    assert quiet.refused(method, path, body) == expected


def test_wrong_method_answers_405_with_the_allowed_methods(quiet):
    assert quiet("PUT", "/faults", {}).headers["allow"] == "GET, POST, DELETE"


def test_control_body_over_a_megabyte_answers_413(quiet):
    assert quiet("POST", "/reset", content=b" " * (1024 * 1024 + 1)).status_code == 413


def test_control_room_needs_no_app_token(quiet):
    assert "x-app-token" not in quiet.http.headers
    assert quiet("GET", "/stats/").status_code == 200


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "127.1.2.3", "0.0.0.0:80", "[::1]:8000", "[::1]"]
)
def test_local_hosts_are_allowed_on_any_port(quiet, host):
    assert quiet("GET", "/stats", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", "evil@localhost", "[::2]",
     "192.168.1.5:80", "localhost:80:80", "", "127.0.0.1/x"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/stats", "/nothing"])
def test_foreign_host_names_are_refused(quiet, host, path):
    """They indicate DNS rebinding."""
    status, message = quiet.refused("GET", path, headers={"Host": host})
    assert status == 403 and "localhost" in message


def test_only_the_local_address_of_the_connection_is_allowed():
    assert refusal({"host": "192.168.1.5:8000"}, "192.168.1.5") is None
    assert refusal({"host": "192.168.1.6:8000"}, "192.168.1.5") is not None
    assert refusal({"host": "[FD00::0:1]:8000"}, "fd00::1") is None
    assert refusal({"host": "192.168.1.5"}, "/run/socket") is not None
    assert refusal({}, "127.0.0.1") is not None


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize(("method", "path"), [("GET", "/outbox"), ("POST", "/reset"), ("OPTIONS", "/reset")])
def test_pages_of_other_sites_are_refused_without_cors_headers(quiet, headers, method, path):
    asks = {"Access-Control-Request-Method": "POST"} if method == "OPTIONS" else {}
    answer = quiet(method, path, headers=headers | asks)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("prefix", ["/_sandbox", "/%5Fsandbox", "/_s%61ndbox"])
def test_encoded_paths_of_the_control_room_are_guarded(shared, prefix):
    url = f"{shared.sandbox.url}{prefix}/stats"
    assert httpx.get(url).status_code == 200
    assert httpx.get(url, headers={"Origin": "http://evil.example"}).status_code == 403


def test_own_pages_are_allowed(shared, quiet):
    headers = {"Origin": shared.sandbox.url, "Sec-Fetch-Site": "same-origin"}
    assert quiet("GET", "/stats", headers=headers).status_code == 200


def test_controls_raise_if_the_sandbox_does_not_serve():
    sandbox = Sandbox()
    for ask in (sandbox.outbox, sandbox.stats, sandbox.reset, sandbox.faults, sandbox.clear_faults):
        with pytest.raises(SandboxError, match="does not serve"):
            ask()


def test_locked_database_answers_503(connect, enter, tmp_path, monkeypatch):
    import sqlite3

    from oneentry_toolkit.sandbox.data import store

    monkeypatch.setattr(store, "_BUSY_TIMEOUT_S", 0.05)
    client = connect(db=str(tmp_path / "shop.db"))
    other = sqlite3.connect(tmp_path / "shop.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert enter(client.sandbox).refused("POST", "/tokens/expire", {})[0] == 503
    other.execute("ROLLBACK")
    other.close()
