"""The server: embedded and as a process, and failed starts."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import gc
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import msgspec
import pytest

from oneentry_toolkit.sandbox import Options, Sandbox, SandboxError
from oneentry_toolkit.sandbox.control.faults import Fault
from oneentry_toolkit.sandbox.control.methods import FaultMembers
from oneentry_toolkit.sandbox.data.options import OptionValues
from oneentry_toolkit.sandbox.http import command

from .conftest import Client

COMMAND = [sys.executable, "-m", "oneentry_toolkit.sandbox"]


def open_files() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def held() -> tuple[int, int]:
    """Open files and threads, once what earlier tests left behind has ended: when they stay equal for a while."""
    gc.collect()
    now, since, end = (-1, -1), 0, time.monotonic() + 10
    while since < 10 and time.monotonic() < end:
        before, now = now, (open_files(), threading.active_count())
        since = since + 1 if now == before else 0
        time.sleep(0.02)
    return now


@pytest.mark.slow
def test_start_and_stop_leak_no_file_or_thread(tmp_path, capfd):
    for index in range(6):
        if index == 2:
            before = held()
        with Sandbox(db=str(tmp_path / f"shop-{index}.db") if index % 2 else None) as sandbox:
            headers = {"x-app-token": sandbox.app_token}
            assert httpx.get(f"{sandbox.url}/api/content/forms", headers=headers).status_code == 200
            with socket.create_connection(sandbox.url.removeprefix("http://").split(":")) as connection:
                connection.sendall(b"this is not HTTP\r\n\r\n")
                connection.recv(1000)
    assert held() == before
    assert capfd.readouterr() == ("", "")


def test_start_and_stop_twice():
    """A second start or stop does nothing; after a stop it can start again."""
    sandbox = Sandbox()
    assert repr(sandbox) == "Sandbox(not serving)"
    with pytest.raises(SandboxError, match="call start"):
        _ = sandbox.url
    url = sandbox.start().url
    assert sandbox.start().url == url
    sandbox.stop()
    sandbox.stop()
    sandbox.start()
    sandbox.stop()


def test_repr_has_no_secret():
    """A sandbox, its instance and its options show where, and no token or key."""
    with Sandbox() as sandbox:
        assert repr(sandbox) == f"Sandbox({sandbox.url})"
        for shown in (repr(sandbox), repr(sandbox.instance), repr(sandbox.options)):
            assert sandbox.app_token not in shown
            assert sandbox.instance.keys.signing not in shown


def test_start_and_stop_inside_a_running_event_loop():
    async def cell() -> int:
        with Sandbox() as sandbox:
            headers = {"x-app-token": sandbox.app_token}
            return httpx.get(f"{sandbox.url}/api/content/forms", headers=headers).status_code

    assert asyncio.run(cell()) == 200


def test_two_embedded_sandboxes_are_independent():
    with Sandbox(seed=1) as one, Sandbox(seed=2) as two:
        assert one.url != two.url and one.app_token != two.app_token
        headers = {"x-app-token": one.app_token}
        assert httpx.get(f"{two.url}/api/content/forms", headers=headers).status_code == 403


def test_port_in_use_raises_and_keeps_the_database():
    with Sandbox() as sandbox:
        port = int(sandbox.url.rsplit(":", 1)[1])
        with pytest.raises(SandboxError, match=f"Cannot serve on 127.0.0.1:{port}: .*in use"):
            Sandbox(port=port).start()


@pytest.mark.parametrize("nth", [1, 5, 9])
@pytest.mark.slow
def test_a_start_without_threads_leaves_nothing_open(tmp_path, capfd, monkeypatch, nth):
    """The first worker, one of the others, the thread that serves."""
    start, count = threading.Thread.start, 0

    def refuse(thread):
        nonlocal count
        count += thread.name.startswith("oneentry-sandbox")
        if count == nth:
            raise RuntimeError("can't start new thread")
        start(thread)

    sandbox = Sandbox(db=str(tmp_path / "shop.db"), orders=0)
    before = held()
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(SandboxError, match=r"cannot start: can't start new thread.* needs 9 threads") as caught:
            sandbox.start()
    del caught
    assert held() == before
    with sandbox:
        assert httpx.get(f"{sandbox.url}/api/content/forms").status_code == 403
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_a_start_without_descriptors_says_so(capfd, monkeypatch):
    """The loop of the thread that serves cannot be made."""

    def refuse():
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(asyncio, "SelectorEventLoop", refuse)
    before = held()
    with pytest.raises(SandboxError, match=r"did not start serving on .* Too many open files\.$"):
        Sandbox().start()
    assert held() == before
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("host", ["256.0.0.1", "no.such.host.invalid"])
def test_foreign_host_raises_sandbox_error(host):
    with pytest.raises(SandboxError, match=f"Cannot serve on {host}:0"):
        Sandbox(host=host).start()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"colour": "red"}, "has no such option: 'colour'"),
        ({"pagecap": 10}, "Did you mean 'page_cap'"),
        ({"orders": "5"}, "orders must be int, not str"),
        ({"orders": True}, "orders must be int, not bool"),
        ({"orders": -1}, "orders must not be less than 0"),
        ({"clock": "sun"}, "clock must be one of None, 'scenario', 'real'"),
        ({"page_cap": 0}, "page_cap must not be less than 1"),
        ({"access_token_ttl_s": 0}, "access_token_ttl_s must not be less than 1"),
        ({"paypal_delay_s": float("nan")}, "paypal_delay_s must not be less than 0"),
        ({"db": 5}, "db must be str or None, not int"),
        ({"db": ""}, "db must not be empty"),
        ({"localization": "both"}, "localization must be one of 'keyed', 'flat'"),
        ({"payment_stages": "two"}, "payment_stages must be one of 'none', 'in_turn', 'ahead'"),
        ({"account_types": "every"}, "account_types must be one of 'sdk', 'all'"),
        ({"tls": "yes"}, "tls must be bool, not str"),
        ({"strict_phones": 1}, "strict_phones must be bool, not int"),
    ],
)
def test_invalid_option_raises_and_names_it(options, message):
    with pytest.raises(SandboxError, match=message):
        Sandbox(**options)


def test_tls_serves_https_with_a_certificate_of_its_own():
    """Clients that trust its authority are served, payment pages included; others are not."""
    with Sandbox(tls=True) as sandbox:
        assert sandbox.ca_file is not None
        authority = Path(sandbox.ca_file)
        assert sandbox.url.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(authority))
        for name in ("127.0.0.1", "localhost"):
            with httpx.Client(base_url=sandbox.url.replace("127.0.0.1", name), verify=trusting) as client:
                forms = client.get("/api/content/forms", headers={"x-app-token": sandbox.app_token})
                assert forms.status_code == 200
                assert client.get("/").status_code == 200
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(sandbox.url)
        with pytest.raises(httpx.HTTPError):
            httpx.get(sandbox.url.replace("https://", "http://"))
        if os.name == "posix":
            assert authority.parent.stat().st_mode & 0o077 == 0
    assert not authority.parent.exists()


def test_tls_payment_links_are_https(order_body, monkeypatch):
    with Sandbox(tls=True) as sandbox:
        monkeypatch.setenv("SSL_CERT_FILE", str(sandbox.ca_file))
        client = Client(sandbox)
        client.sign_in()
        client.post("/orders-storage/marker/orders/orders", order_body(paymentAccountIdentifier="stripe"))
        link = client.post("/payments/sessions", {"orderId": 89, "type": "session"})["paymentUrl"]
        assert link.startswith(f"{sandbox.url}/pay/")
        assert client.http.get(link).status_code == 200
        client.close()


def test_tls_without_its_library_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(SandboxError, match=r'tls needs trustme, which is not installed: pip install "trustme>=1\.2"'):
        Sandbox(tls=True).start()


def test_options_accept_integer_seconds_and_path_objects(tmp_path):
    assert Options(paypal_delay_s=2).paypal_delay_s == 2
    path = tmp_path / "shop.db"
    with Sandbox(db=path) as sandbox:
        assert sandbox.options.db == str(path)
    assert path.exists()


@contextlib.contextmanager
def process(*arguments: str):
    """The command as a process, with its first line of output read."""
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as popen:
        try:
            assert popen.stdout is not None
            yield popen, popen.stdout.readline()
        finally:
            popen.kill()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_json_output_has_all_connection_data_and_signal_exits_0(number):
    with process("--json", "--port", "0") as (popen, line):
        ready = json.loads(line)
        assert set(ready) == {"url", "app_token", "user", "password"}
        headers = {"x-app-token": ready["app_token"]}
        assert httpx.get(f"{ready['url']}/api/content/forms", headers=headers).status_code == 200
        popen.send_signal(number)
        assert popen.communicate(timeout=30) == ("", "")
        assert popen.returncode == 0


@pytest.mark.slow
def test_tls_output_names_the_file_to_trust():
    for arguments in (["--json"], []):
        with process("--tls", "--port", "0", *arguments) as (popen, line):
            popen.send_signal(signal.SIGTERM)
            assert popen.stdout is not None
            output = line + popen.stdout.read()
            named = json.loads(line)["ca_file"] if arguments else re.search(r"trust +(\S+ca\.pem) \(", output)[1]
            assert named.endswith("ca.pem")


@pytest.mark.slow
def test_text_output_has_the_connection_data():
    with process() as (popen, line):
        popen.send_signal(signal.SIGTERM)
        assert popen.stdout is not None
        output = line + popen.stdout.read()
    assert "OneEntry sandbox on http://127.0.0.1:" in output
    assert "your-user@email.com / 123456" in output
    assert '  shop = oe.connect(url="http://127.0.0.1:' in output


@pytest.mark.slow
def test_pending_request_is_answered_before_exit():
    with process("--json") as (popen, line):
        ready = json.loads(line)
        host, port = ready["url"].removeprefix("http://").split(":")
        body = b'{"filter": []}'
        head = (
            f"POST /api/content/products/all HTTP/1.1\r\nHost: {host}\r\nx-app-token: {ready['app_token']}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(head.encode() + body[:5])
            httpx.get(f"{ready['url']}/api/content/forms")  # the server has read the head by now
            popen.send_signal(signal.SIGTERM)
            with contextlib.suppress(httpx.HTTPError):
                while True:  # until it does not take new connections any more
                    httpx.get(f"{ready['url']}/api/content/forms")
            connection.sendall(body[5:])
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 201 ")
        assert popen.wait(timeout=30) == 0


def test_failed_start_prints_one_line_and_exits_2(tmp_path):
    arguments = ["--db", str(tmp_path / "missing" / "shop.db")]
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("oneentry sandbox: Cannot use ") and done.stderr.count("\n") == 1


def test_every_option_has_an_argument():
    """The command line has every switch, with the same default."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    given = vars(parser.parse_args([]))
    extra = {name: given.pop(name) for name in ("host", "port", "json")}
    assert extra == {"host": "127.0.0.1", "port": 0, "json": False}
    assert Options(**given) == Options()
    assert set(given) == set(Options.__dataclass_fields__)


def test_typed_keyword_arguments_are_those_that_are_read() -> None:
    assert set(OptionValues.__annotations__) == {field.name for field in dataclasses.fields(Options)}
    assert set(FaultMembers.__annotations__) == {field.name for field in msgspec.structs.fields(Fault)}
