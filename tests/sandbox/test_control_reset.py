"""The control room's reset: back to the beginning, also under load and from another process."""

from __future__ import annotations

import contextlib
import json
import socket
import threading

import pytest

from oneentry_toolkit.sandbox import Sandbox, SandboxError
from oneentry_toolkit.sandbox.data.options import Options
from oneentry_toolkit.sandbox.scenario.instance import open_instance

from .control_room import EMAIL, ORDERS, START, buy


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
    from oneentry_toolkit.sandbox.scenario import fill as scenarios, instance

    shop.post(ORDERS, order_body())
    before = dump(shop.sandbox)
    monkeypatch.setattr(instance, "_images", {})  # no copy of the data was made by an earlier test
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
