"""What a process, a folder and an environment may hold against us: it works, or one of our errors says why, at once."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import textwrap
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oneentry_toolkit import ApiError, ConnectionFailedError, FileTokens, SettingsError, connect, settings
from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.http import server as sandbox_server
from oneentry_toolkit.settings import read_settings
from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.retry import RetryPolicy
from oneentry_toolkit.transport.tokens import Device, MemoryTokens

from .test_read_pool import Server, plain

TWO = {"ONEENTRY_URL": "https://shop.example", "ONEENTRY_APP_TOKEN": "app-token"}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy") or name.startswith("SSL")]:
        monkeypatch.delenv(name)


# --- Loops and threads ---


@pytest.mark.slow
def test_no_loop_is_asked_of_the_policy() -> None:
    """uvloop's would give others: the page pool, the sandbox and what they use bring their own."""
    program = """
        import asyncio
        from oneentry_toolkit.sandbox import Sandbox
        import oneentry_toolkit as oe

        class Refusing(asyncio.DefaultEventLoopPolicy):
            def get_event_loop(self):
                raise AssertionError("the policy was asked")
            new_event_loop = set_event_loop = get_event_loop

        asyncio.set_event_loop_policy(Refusing())
        with oe.connect(timeout_s=30) as shop:
            shop.users.sign_in(shop.sandbox.user, shop.sandbox.password)
            print(len(shop.orders.frame(page_size=10)), len(shop.sandbox.faults()))
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.splitlines()[-1] == "36 0"


@pytest.mark.slow
@pytest.mark.parametrize("way", ["pool", "httpx"])
def test_a_look_up_that_hangs_does_not_hold_the_end_of_the_process(way: str) -> None:
    """Not the page pool's, which asyncio would do in threads that Python waits for; nor httpx's."""
    program = """
        import socket, sys, threading
        from oneentry_toolkit import ConnectionFailedError
        from oneentry_toolkit.transport.client import ApiClient
        from oneentry_toolkit.transport.retry import RetryPolicy
        from oneentry_toolkit.transport.tokens import Device, MemoryTokens

        asked, answered = threading.Event(), threading.Event()

        def hang(*args, **hints):
            asked.set()
            threading.Event().wait()

        socket.getaddrinfo = hang
        api = ApiClient(url="http://shop.example", app_token="app-token", tokens=MemoryTokens(),
                        device=Device("fingerprint"), timeout_s=0.1, retry=RetryPolicy(attempts=1))
        if sys.argv[1] == "pool":
            api.page_pool(1).ask("/", {}, {}, lambda answer: answered.set())
            asked.wait()
            answered.wait()
        else:
            try:
                api.call("list_forms")
            except ConnectionFailedError as error:
                print(error.sent)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), way], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stderr, done.returncode, done.stdout) == ("", 0, "" if way == "pool" else "False\n")


@pytest.mark.parametrize("patched", ["threading", "socket", "select", None])
def test_no_page_pool_with_green_threads(monkeypatch: pytest.MonkeyPatch, patched: str | None) -> None:
    """They share one event loop; pages are read through httpx then."""
    monkey: Any = types.ModuleType("gevent.monkey")
    monkey.is_module_patched = lambda name: name == patched
    monkeypatch.setitem(sys.modules, "gevent.monkey", monkey)
    api = client("http://127.0.0.1:9")
    assert (api.page_pool(1) is None) is (patched is not None)
    api.close()


def test_a_sandbox_that_cannot_have_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a thread that is none."""
    monkeypatch.setattr(sandbox_server, "_is_in_a_loop", lambda: True)
    with pytest.raises(SettingsError, match="start the sandbox as a process of its own") as caught:
        connect()
    assert "Or set ONEENTRY_URL and ONEENTRY_APP_TOKEN" in str(caught.value)


def test_the_workers_of_a_web_server_are_not_the_sandboxs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "many")
    with Sandbox() as sandbox:
        assert sandbox.url


# --- Folders and .env ---


@pytest.fixture
def gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder that is removed."""
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    shutil.rmtree(folder)
    with pytest.raises(OSError, match="No such file"):
        os.getcwd()
    return folder


@pytest.mark.usefixtures("gone")
def test_a_working_folder_that_is_gone(tmp_path: Path) -> None:
    """No folder is needed for settings that are given; a sandbox and an absolute path need none either."""
    assert read_settings(url="https://shop.example", app_token="t", environ={}).url == "https://shop.example"
    assert read_settings(environ=TWO).url == "https://shop.example"
    with connect("http://127.0.0.1:9", "t") as shop:
        assert not shop.is_sandbox
    for environ in ({}, {"ONEENTRY_LANG": "de_DE"}):
        with pytest.raises(SettingsError, match=r"^The working folder is gone, so no \.env can be looked for"):
            read_settings(environ=environ)
    with pytest.raises(SettingsError, match=r"^FileTokens needs an absolute path here: the working folder is gone"):
        FileTokens("tokens.json")
    assert FileTokens(tmp_path / "tokens.json").load() is None
    with Sandbox() as sandbox:
        assert sandbox.url


def test_the_file_of_tokens_stays_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another working folder does not move it."""
    from .conftest import PAIR

    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path)
    tokens = FileTokens("tokens.json")
    monkeypatch.chdir(tmp_path / "other")
    tokens.save(PAIR)
    assert (tmp_path / "tokens.json").exists()


@pytest.fixture
def dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ``.env`` two folders up, yet to be written."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    return tmp_path / ".env"


BAD_FILES = {
    "UTF-16": ("ONEENTRY_URL=https://shop.example\n".encode("utf-16"), "is not UTF-8 text"),
    "bytes": (b"\xff\xfe\x00\x01", "is not UTF-8 text"),
    "a quote": (b'A=1\nONEENTRY_URL="https://shop.example\n', "line 2, is not NAME=value"),
    "no name": (b"A=1\n\n=ONEENTRY_URL\n", "line 3, is not NAME=value"),
    "another name": (b"ONEENTRY_HOST=https://shop.example\n", "is not a setting"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_read(dotenv: Path, kind: str) -> None:
    """It is named, unless the settings were given."""
    text, said = BAD_FILES[kind]
    dotenv.write_bytes(text)
    with pytest.raises(SettingsError, match=said):
        read_settings(environ={})
    assert read_settings(url="https://shop.example", app_token="t", environ={}).app_token == "t"


def test_a_file_that_one_may_not_read(dotenv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv.write_text("ONEENTRY_LANG=de_DE\n")

    def refuse(*_args: Any, **_options: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(settings, "open", refuse, raising=False)
    with pytest.raises(
        SettingsError, match=r"\.env cannot be read \(Permission denied\)\. Correct or remove it, or give"
    ):
        read_settings(environ={})
    assert read_settings(environ=TWO).lang == "en_US"


def test_a_file_of_another_program(dotenv: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is not ours is neither read nor logged; a byte order mark is no part of the first name."""
    dotenv.write_bytes(b"\xef\xbb\xbfONEENTRY_LANG=de_DE\n'not a setting\nsource other.sh; x\nB='open\n")
    with caplog.at_level(logging.DEBUG):
        assert read_settings(environ={}).lang == "de_DE"
    assert caplog.records == []
    dotenv.unlink()
    dotenv.mkdir()  # no file
    assert read_settings(environ={}).lang == "en_US"


# --- Certificates and proxies ---


def client(url: str, **options: Any) -> ApiClient:
    options = {"timeout_s": 20.0, "retry": RetryPolicy(attempts=1)} | options
    return ApiClient(url=url, app_token="a", tokens=MemoryTokens(), device=Device(), **options)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "SSL_CERT_FILE",
            "{}/none.pem",
            "could not be loaded: No such file or directory. Correct or unset SSL_CERT_FILE (",
        ),
        ("SSL_CERT_FILE", "{}/text", "could not be loaded: "),
        ("SSL_CERT_DIR", "{}/none", "which is no folder. Correct it, or unset it."),
        ("SSL_CERT_DIR", "{}/text", "which is no folder. Correct it, or unset it."),
        (
            "SSLKEYLOGFILE",
            "{}/none/keys",
            "could not be loaded: No such file or directory. Correct or unset SSLKEYLOGFILE",
        ),
        ("SSLKEYLOGFILE", "{}", "Correct or unset SSLKEYLOGFILE ("),
    ],
)
def test_certificates_that_cannot_be_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    """At ``connect()``, with the name of the variable; an address without TLS needs none."""
    (tmp_path / "text").write_text("no certificate")
    monkeypatch.setenv(name, value.format(tmp_path))
    with pytest.raises(SettingsError) as caught:
        connect("https://shop.example", "t")
    assert said in str(caught.value)
    connect("http://shop.example", "t").close()


@pytest.mark.parametrize(
    "proxy",
    [
        "http://",
        "http://:8080",
        "http://[::1",
        "http://a:99999",
        "ftp://secret@a:1",
        "://",
        "http://a:x",
    ],
)
@pytest.mark.slow
def test_proxies_that_are_none(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    """Not quoted, as they may hold a password; nor needed on this machine, or where NO_PROXY says so."""
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(
        SettingsError, match=r"^The proxy for https addresses \(HTTPS_PROXY or ALL_PROXY\) is not an add"
    ) as e:
        connect("https://shop.example", "t")
    assert "secret" not in str(e.value)
    for url in (
        "https://127.0.0.1:1",
        "https://localhost",
        "http://shop.example",
        "https://0.0.0.0:1",
        "https://[::]:1",
    ):
        connect(url, "t").close()
    monkeypatch.setenv("NO_PROXY", "shop.example")
    connect("https://shop.example", "t").close()


def test_a_socks_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its package is named."""
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match=r"pip install 'httpx\[socks\]'"):
        connect("https://shop.example", "t")


@pytest.fixture
def proxy() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def test_requests_go_through_the_proxy(proxy: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its user and password; one that refuses to connect has not sent anything on."""
    monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("://", "://ada:pass@"))
    monkeypatch.setenv("ALL_PROXY", proxy.url)
    api = client("http://shop.example")
    assert api.call("list_forms") == {"items": [], "total": 0}
    assert proxy.requests[0].startswith(b"GET http://shop.example/api/content/forms?")
    assert b"Proxy-Authorization: Basic YWRhOnBhc3M=\r\n" in proxy.requests[0]
    proxy.last = plain(b"no", status="407 Proxy Authentication Required")
    with pytest.raises(ApiError, match=r"\(407\): the proxy wants a login.*Check HTTPS_PROXY, HTTP_PROXY") as refused:
        api.call("sign_up", "email", body={"formIdentifier": "reg"})
    assert "pass" not in str(refused.value)
    api.close()
    api = client("https://shop.example")
    with pytest.raises(ConnectionFailedError, match=r"the proxy refused to connect to shop\.example") as caught:
        api.call("sign_up", "email", body={"formIdentifier": "reg"})
    assert caught.value.sent is False
    assert proxy.requests[-1].startswith(b"CONNECT shop.example:443 ")
    api.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "", "127.0.0.1", "localhost"])
@pytest.mark.slow
def test_a_sandbox_on_all_addresses_is_reached_without_the_proxy(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """Its address is one that a client can connect to."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with Sandbox(host=host) as sandbox, connect(sandbox.url, sandbox.app_token) as shop:
        assert sandbox.url.startswith(("http://127.0.0.1:", "http://localhost:"))
        shop.users.sign_in(sandbox.user, sandbox.password)
        assert len(shop.orders.frame(max_items=3)) == 3
