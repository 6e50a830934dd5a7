"""Injected faults, as an independent client sees them over a real socket."""

from __future__ import annotations

import argparse
import contextlib
import json
import socket
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from oneentry_toolkit.sandbox import Options, SandboxError
from oneentry_toolkit.sandbox.control.faults import Faults, read_fault
from oneentry_toolkit.sandbox.errors import RefusedError
from oneentry_toolkit.sandbox.http import command

ORDERS = "/orders-storage/marker/orders/orders"
OPERATIONS = {"listForms", "getUser", "createOrder"}
ENVELOPE = {"statusCode", "timestamp", "message", "pageData"}


@pytest.fixture
def calm(shared):
    """The module's sandbox, without what another test left pending."""
    yield shared
    shared.sandbox.clear_faults()


def orders(client) -> int:
    count: int = client.sandbox.stats()["orders"]
    return count


# --- Which request meets which fault ---


def test_faults_are_taken_in_order_of_addition():
    faults = Faults()
    for members in (
        {"operation": "getUser", "status": 500},
        {"times": 2, "status": 502},
        {"operation": "listForms", "status": 503},
    ):
        faults.add(read_fault(members, OPERATIONS))
    met = [faults.take(operation) for operation in ["listForms", "getUser", "getUser", "listForms", "getUser"]]
    assert [one.status if one else None for one in met] == [502, 500, 502, 503, None]
    assert faults.pending() == []


def test_take_counts_exactly_with_many_threads():
    faults = Faults()
    faults.add(read_fault({"times": 500, "status": 500}, OPERATIONS))
    faults.add(read_fault({"times": 300, "drop_answer": True}, OPERATIONS))
    with ThreadPoolExecutor(8) as pool:
        met = Counter(one and one.status for one in pool.map(lambda _: faults.take("getUser"), range(1000)))
        nothing = Counter(one is None for one in pool.map(lambda _: faults.take("getUser"), range(100)))
    assert met[500] == 500 and met[None] == 500
    assert nothing == {True: 100}


def test_fault_of_five_times_meets_five_of_twelve_clients(calm):
    calm.sandbox.add_fault(operation="listForms", times=5, status=503)
    with ThreadPoolExecutor(12) as pool:
        statuses = Counter(pool.map(lambda _: calm("GET", "/forms").status_code, range(60)))
    assert statuses == {503: 5, 200: 55}


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "A fault must have exactly one of: status, latency_ms, drop_answer, drop_request, slow_body,"),
        ({"status": 500, "latency_ms": 5}, "exactly one of"),
        ({"drop_answer": False}, "exactly one of"),
        ({"status": 500, "colour": "red"}, "unknown field `colour`"),
        ({"status": 500, "operation": "makeTea"}, "There is no operation 'makeTea'; null means any"),
        ({"status": 500, "operation": 5}, "$.operation"),
        ({"status": 500, "times": 0}, "$.times"),
        ({"status": 500, "times": True}, "$.times"),
        ({"status": 99}, "$.status"),
        ({"status": 600}, "$.status"),
        ({"status": "502"}, "$.status"),
        ({"status": 500, "body": "xml"}, "$.body"),
        ({"status": 204, "body": "json"}, "Status 204 has no body"),
        ({"status": 103, "body": "html"}, "Status 103 has no body"),
        ({"drop_answer": True, "body": "html"}, "body and retry_after_s only go with status"),
        ({"latency_ms": 5, "retry_after_s": 1}, "body and retry_after_s only go with status"),
        ({"latency_ms": 0}, "$.latency_ms"),
        ({"slow_body": 0}, "$.slow_body"),
        ({"truncate_body": -1}, "$.truncate_body"),
        ({"drop_request": "yes"}, "$.drop_request"),
    ],
)
def test_invalid_fault_is_refused_with_the_reason(members, message):
    with pytest.raises(RefusedError) as refused:
        read_fault(members, OPERATIONS)
    assert refused.value.status == 400
    assert message in str(refused.value.message)


def test_invalid_fault_answers_400_and_raises_sandbox_error(calm):
    url = f"{calm.sandbox.url}/_sandbox/faults"
    for body in ({"status": 500, "operation": "makeTea"}, [1], "text"):
        assert httpx.post(url, json=body).status_code == 400
    for content in (b"{", b"\xff", b'{"a":' * 100_000):
        answer = httpx.post(url, content=content)
        assert (answer.status_code, answer.json()["message"]) == (400, "Request body is not valid JSON")
    with pytest.raises(SandboxError, match="There is no operation 'makeTea'"):
        calm.sandbox.add_fault(operation="makeTea", status=500)
    with pytest.raises(SandboxError, match="unknown field `colour`"):
        calm.sandbox.add_fault(colour="red", status=500)
    assert calm.sandbox.faults() == []


def test_pending_faults_are_listed_and_cleared(calm):
    """`GET` lists what is pending with the times left, in order; `DELETE` forgets it."""
    url = f"{calm.sandbox.url}/_sandbox/faults"
    first = {"operation": "listForms", "times": 2, "status": 502, "body": "html", "retry_after_s": 0}
    assert httpx.post(url, json=first).json() == first
    assert httpx.post(url, json={"operation": None, "drop_answer": True}).json() == {
        "operation": None,
        "times": 1,
        "drop_answer": True,
    }
    calm("GET", "/forms")
    assert httpx.get(url).json() == calm.sandbox.faults()
    assert calm.sandbox.faults() == [first | {"times": 1}, {"operation": None, "times": 1, "drop_answer": True}]
    assert httpx.delete(url).json() == []
    assert calm("GET", "/forms").status_code == 200


def test_fault_for_any_operation_skips_control_room_and_unknown_paths(calm):
    calm.sandbox.add_fault(status=502)
    assert httpx.get(f"{calm.sandbox.url}/_sandbox/stats").status_code == 200
    assert calm("GET", "/nothing/here").status_code == 404
    assert calm("GET", "/forms").status_code == 502


# --- What a client sees ---


@pytest.mark.parametrize(
    ("body", "content_type"), [(None, "application/json; charset=utf-8"), ("html", "text/html"), ("empty", None)]
)
def test_status_is_answered_instead_of_the_operation(calm, order_body, body, content_type):
    before = orders(calm)
    members = {} if body is None else {"body": body}
    calm.sandbox.add_fault(operation="createOrder", status=502, retry_after_s=3, **members)
    answer = calm("POST", ORDERS, order_body())
    assert (answer.status_code, answer.headers.get("content-type")) == (502, content_type)
    assert answer.headers["retry-after"] == "3"
    if body is None:
        assert set(answer.json()) == ENVELOPE
        assert (answer.json()["statusCode"], answer.json()["message"]) == (502, "Bad Gateway")
    else:
        assert answer.text == "" if body == "empty" else "<h1>502 Bad Gateway</h1>" in answer.text
    assert orders(calm) == before


@pytest.mark.parametrize("status", [200, 201, 204, 205, 301, 304, 400, 418, 429, 499, 500, 504, 599])
def test_every_final_status_keeps_the_connection_usable(calm, status):
    calm.sandbox.add_fault(status=status)
    assert calm("GET", "/forms").status_code == status
    assert calm("GET", "/forms").status_code == 200


@pytest.mark.parametrize("status", [100, 103, 199])
def test_status_below_200_closes_the_connection(calm, status):
    calm.sandbox.add_fault(status=status)
    with pytest.raises(httpx.RemoteProtocolError):
        calm("GET", "/forms")


def test_head_takes_faults_of_get(calm):
    calm.sandbox.add_fault(operation="listForms", status=503)
    answer = calm("HEAD", "/forms")
    assert (answer.status_code, answer.content) == (503, b"")
    calm.sandbox.add_fault(operation="listForms", truncate_body=True)
    with pytest.raises(httpx.TransportError):
        calm("HEAD", "/forms")


def test_fault_response_has_cors_headers(calm):
    calm.sandbox.add_fault(status=503)
    answer = calm("GET", "/forms", headers={"Origin": "http://localhost:3000"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (503, "*")


def test_drop_answer_creates_the_order_and_closes_the_connection(calm, order_body):
    before = orders(calm)
    calm.sandbox.add_fault(operation="createOrder", drop_answer=True)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        calm("POST", ORDERS, order_body())
    assert orders(calm) == before + 1


def test_drop_request_creates_nothing_and_closes_the_connection(calm, order_body):
    before = orders(calm)
    calm.sandbox.add_fault(operation="createOrder", drop_request=True)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        calm("POST", ORDERS, order_body())
    assert orders(calm) == before


@pytest.mark.parametrize(("said", "kept"), [(True, None), (5, 5), (0, 0), (10**9, -1)])
def test_truncate_body_announces_the_full_length(calm, said, kept):
    whole = calm("GET", "/forms").content
    expected = whole[: len(whole) // 2 if kept is None else kept]
    calm.sandbox.add_fault(operation="listForms", truncate_body=said)
    got = b""

    def read() -> None:
        nonlocal got
        with calm.http.stream("GET", "/forms") as answer:
            assert int(answer.headers["content-length"]) == len(whole)
            for part in answer.iter_raw():
                got += part

    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        read()
    assert got == expected
    assert calm("GET", "/forms").content == whole


def test_truncate_body_without_a_body_drops_the_response(calm):
    calm.sandbox.add_fault(operation="generateCode", truncate_body=True)
    body = {"userIdentifier": calm.sandbox.user, "eventIdentifier": "auth"}
    events = [row[0] for row in calm.sql("SELECT identifier FROM definitions WHERE kind = 'event'")]
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        calm("POST", "/users-auth-providers/marker/email/users/generate-code", body | {"eventIdentifier": events[0]})
    assert calm.sandbox.outbox(calm.sandbox.user)


@pytest.mark.slow
def test_slow_body_is_complete_and_does_not_block_others(calm):
    whole = calm("GET", "/forms").content
    calm.sandbox.add_fault(operation="listForms", slow_body=2000)
    started = time.perf_counter()
    with calm.http.stream("GET", "/forms") as answer:
        assert time.perf_counter() - started < 1
        assert int(answer.headers["content-length"]) == len(whole)
        assert httpx.get(f"{calm.http.base_url}users/me", headers=calm.http.headers).status_code == 200
        assert time.perf_counter() - started < 1.5
        parts = list(answer.iter_raw())
    assert b"".join(parts) == whole
    assert len(parts) > 5
    assert time.perf_counter() - started >= 2


def test_slow_body_does_not_trigger_a_read_timeout(calm):
    calm.sandbox.add_fault(operation="listForms", slow_body=500)
    assert calm("GET", "/forms", timeout=0.1).status_code == 200


def test_latency_delays_the_response_and_not_the_operation(calm, order_body):
    before = orders(calm)
    calm.sandbox.add_fault(operation="createOrder", latency_ms=5000)
    started = time.perf_counter()
    with pytest.raises(httpx.ReadTimeout):
        calm("POST", ORDERS, order_body(), timeout=0.2)
    assert orders(calm) == before + 1
    calm.sandbox.add_fault(operation="listForms", latency_ms=150)
    started = time.perf_counter()
    assert calm("GET", "/forms").status_code == 200
    assert time.perf_counter() - started >= 0.15


def test_latency_option_delays_every_response_in_parallel(connect):
    client = connect(latency_ms=500)
    started = time.perf_counter()
    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda path: client("GET", path).status_code, ["/forms", "/nothing"] * 5))
    took = time.perf_counter() - started
    assert statuses == [200, 404] * 5
    assert 0.5 <= took < 2.5
    started = time.perf_counter()
    client.sandbox.stats()
    httpx.get(f"{client.sandbox.url}/_sandbox/stats")
    assert time.perf_counter() - started < 0.5


def test_latency_ms_argument_rejects_negative_values(monkeypatch):
    given = []
    monkeypatch.setattr(command, "serve", lambda options, **_: given.append(options))
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.main(parser.parse_args(["--latency-ms", "250"])) == 0
    assert given == [Options(latency_ms=250)]
    with pytest.raises(SandboxError, match="latency_ms must not be less than 0"):
        Options(latency_ms=-1)


def test_stop_does_not_wait_for_disconnected_clients(connect):
    client = connect()
    client.sandbox.add_fault(latency_ms=60_000)
    client.sandbox.add_fault(slow_body=60_000)
    with pytest.raises(httpx.ReadTimeout):
        client("GET", "/forms", timeout=httpx.Timeout(5, read=0.1))
    with client.http.stream("GET", "/forms") as answer:
        assert next(answer.iter_raw())
    started = time.perf_counter()
    client.sandbox.stop()
    assert time.perf_counter() - started < 5


def test_pipelined_request_after_a_drop_is_not_answered(calm):
    calm.sandbox.add_fault(operation="listForms", drop_request=True)
    host, port = calm.sandbox.url.removeprefix("http://").split(":")
    request = f"GET /api/content/forms HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(request * 2)
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(65536) == b""


def test_faults_print_nothing(calm, order_body, capfd):
    for members in (
        {"drop_answer": True},
        {"drop_request": True},
        {"truncate_body": True},
        {"status": 103},
        {"status": 502, "body": "html"},
        {"slow_body": 40},
        {"latency_ms": 5},
    ):
        calm.sandbox.add_fault(operation="createOrder", **members)
        try:
            calm("POST", ORDERS, order_body())
        except httpx.TransportError:
            continue
    assert calm.sandbox.faults() == []
    assert capfd.readouterr() == ("", "")


def test_node_fetch_rejects_dropped_responses(calm, node):
    script = """
    const [url, token] = process.argv.slice(1);
    const seen = [];
    for (const way of ['drop_answer', 'drop_request', 'truncate_body', 'slow_body']) {
      await fetch(url + '/_sandbox/faults', {method: 'POST', body: JSON.stringify(
        {operation: 'listForms', [way]: way === 'slow_body' ? 50 : true})});
      try {
        const answer = await fetch(url + '/api/content/forms', {headers: {'x-app-token': token}});
        seen.push((await answer.json()).items.length > 0 ? 'whole' : 'empty');
      } catch (error) { seen.push(error.name); }
    }
    console.log(JSON.stringify(seen));
    """
    arguments = [node, "--input-type=module", "-e", script, calm.sandbox.url, calm.sandbox.app_token]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["TypeError", "TypeError", "TypeError", "whole"]


def test_drop_affects_only_its_own_connection(calm):
    calm.sandbox.add_fault(operation="getForm", times=20, drop_answer=True)
    stop, failed = threading.Event(), []

    def read() -> None:
        with httpx.Client(base_url=calm.http.base_url, headers=calm.http.headers) as client:
            while not stop.is_set():
                try:
                    assert client.get("forms").status_code == 200
                except (httpx.HTTPError, AssertionError) as error:
                    failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        with pytest.raises(httpx.RemoteProtocolError):
            calm("GET", "/forms/marker/reg")
    stop.set()
    for thread in threads:
        thread.join()
    assert calm("GET", "/forms/marker/reg").status_code == 200
    assert failed == []
