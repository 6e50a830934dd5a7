"""Who may enter the control room, and how."""

from __future__ import annotations

import httpx
import pytest

from oneentry_toolkit.sandbox import Sandbox, SandboxError
from oneentry_toolkit.sandbox.api.guard import refusal


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
