"""Two ways to the server: look-ups take the quick one while all goes well, and nobody sees which it was."""

from __future__ import annotations

import gc
import os
import ssl
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from oneentry_toolkit import errors
from oneentry_toolkit.transport import client as module
from oneentry_toolkit.transport.client import ApiClient, trusted
from oneentry_toolkit.transport.read_pool import ReadPool
from oneentry_toolkit.transport.retry import RetryPolicy
from oneentry_toolkit.transport.tokens import Device, MemoryTokens, TokenStore

from .conftest import PAIR

Seen = tuple[str, str]
Answer = tuple[int, bytes]
STORAGES = "/api/content/orders-storage?offset=0&limit=30"


class Server:
    """Answers in turn, and then well."""

    def __init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.seen.append((self.path, self.headers.get("Authorization", "")))
                status, body = outer.answers.pop(0) if outer.answers else (200, b"[]")
                if status == 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                outer.seen.append((self.path, self.headers.get("Authorization", "")))
                self.rfile.read(int(self.headers["Content-Length"]))
                body = b'{"accessToken": "access-token-2", "refreshToken": "refresh-token-2"}'
                self.send_response(201)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                del format, args

        self.seen: list[Seen] = []
        self.answers: list[Answer] = []
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.http.shutdown()
    one.http.server_close()


Make = Callable[..., ApiClient]


@pytest.fixture
def make(server: Server) -> Iterator[Make]:
    """Wires to that server."""
    made: list[ApiClient] = []

    def api(url: str = server.url, *, tokens: TokenStore | None = None, **options: Any) -> ApiClient:
        options = {"app_token": "app-token-1", "device": Device("UQ_1"), "timeout_s": 5.0} | options
        made.append(ApiClient(url=url, tokens=tokens or MemoryTokens(), **options))
        return made[-1]

    yield api
    for one in made:
        one.http.close()


def is_quick(api: ApiClient) -> bool:
    """Whether nothing has called for the careful way yet."""
    return api._exchange is None


def test_look_ups_take_the_quick_way(server: Server, make: Make) -> None:
    """With the bearer where it belongs; the careful way is not made."""
    tokens = MemoryTokens()
    tokens.save(PAIR)
    api = make(tokens=tokens)
    assert api.call("list_order_storages") == []
    assert api.call("get_auth_provider", "a/b c", lang_code="en_US") == []
    assert server.seen == [
        (STORAGES, "Bearer access-token-1"),
        ("/api/content/users-auth-providers/marker/a%2Fb%20c?langCode=en_US", ""),
    ]
    assert is_quick(api)


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ((403, b'{"message": "Resource is closed"}'), errors.AccessDeniedError, "Check ONEENTRY_APP_TOKEN"),
        ((404, b'{"message": "Nothing"}'), errors.NotFoundError, r"found nothing \(404\): Nothing"),
        ((401, b"{}"), errors.SignInRequiredError, "needs a signed-in user"),
        ((503, b""), errors.ServerError, r"failed on the server \(503\)"),
        ((301, b""), errors.ApiError, r"was redirected \(301\)"),
        ((0, b""), errors.ConnectionFailedError, "was cut off by 127.0.0.1"),
    ],
)
def test_what_fails_fails_as_ever(
    server: Server, make: Make, answer: Answer, error: type[Exception], words: str
) -> None:
    """With the error of the careful way; tried as often as it would, or once more where it would not try again."""
    server.answers = [answer] * 4
    api = make()
    with pytest.raises(error, match=words):
        api.call("list_orders", "orders")
    assert len(server.seen) == (4 if answer[0] in (0, 503) else 2)
    assert not is_quick(api)


def test_a_policy_of_one_try_still_asks_carefully(server: Server, make: Make) -> None:
    """The quick way has no errors of its own."""
    server.answers = [(503, b"")] * 2
    with pytest.raises(errors.ServerError):
        make(retry=RetryPolicy(attempts=1)).call("list_forms")
    assert len(server.seen) == 2


def test_after_a_failure_all_is_careful(server: Server, make: Make) -> None:
    """One passing fault is not seen by the caller; what follows does not ask twice."""
    api = make()
    server.answers = [(502, b"")]
    assert api.call("list_forms") == []
    server.answers = [(404, b"")]
    with pytest.raises(errors.NotFoundError):
        api.call("get_form", "nothing")
    assert len(server.seen) == 3


def test_an_ended_sign_in_is_renewed(server: Server, make: Make) -> None:
    """401 on the quick way and on the careful one, then a new pair."""
    tokens = MemoryTokens()
    tokens.save(PAIR)
    server.answers = [(401, b"")] * 2
    assert make(tokens=tokens).call("list_order_storages") == []
    assert [(path.split("/")[-1], bearer) for path, bearer in server.seen] == [
        ("orders-storage?offset=0&limit=30", "Bearer access-token-1"),
        ("orders-storage?offset=0&limit=30", "Bearer access-token-1"),
        ("refresh", ""),
        ("orders-storage?offset=0&limit=30", "Bearer access-token-2"),
    ]
    pair = tokens.load()
    assert pair is not None
    assert pair.access_token == "access-token-2"


def test_nobody_listens(make: Make) -> None:
    """The same words as from the careful way."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as gone:
        url = f"http://127.0.0.1:{gone.server_port}"
    with pytest.raises(errors.ConnectionFailedError, match=r"^listForms was not sent: 127.0.0.1:\d+ cannot be reached"):
        make(url).call("list_forms")


def test_values_that_httpx_writes_its_own_way(server: Server, make: Make) -> None:
    """A flag is `true` on the wire."""
    api = make()
    api.call("list_bonus_history", is_admin=True)
    assert server.seen[0][0].split("?")[1].split("&").count("isAdmin=true") == 1
    assert not is_quick(api)


def test_other_threads_do_not_stand_in_line(server: Server, make: Make) -> None:
    """The quick way is one connection; it serves the thread that made the wire."""
    api = make()
    assert api.call("list_forms") == []
    other = threading.Thread(target=api.call, args=("list_forms",))
    other.start()
    other.join()
    assert not is_quick(api)
    assert api.call("list_forms") == []
    assert len(server.seen) == 3


def test_ctrl_c_leaves_no_half_answer(server: Server, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was on its way is never taken for the next answer."""
    api = make()
    assert api.call("list_forms") == []

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ReadPool, "get", interrupted)
        with pytest.raises(KeyboardInterrupt):
            api.call("list_forms")
    assert api.call("list_order_storages") == []
    assert server.seen[-1][0] == STORAGES
    assert not is_quick(api)


@pytest.mark.parametrize("used", ["never", "quick", "careful"])
def test_closing_in_every_state(server: Server, make: Make, used: str) -> None:
    """Nothing is sent any more, said in the same words, and closing twice does no harm."""
    api = make()
    if used != "never":
        server.answers = [(200, b"[]")] if used == "quick" else [(503, b"")]
        api.call("list_forms")
    count = len(server.seen)
    api.http.close()
    api.http.close()
    for name, given in (("list_forms", ()), ("logout_all", ("email",))):
        with pytest.raises(errors.SettingsError, match=r"^This shop is closed\. Call connect\(\) again\.$"):
            api.call(name, *given)
    assert api.connections(1) is None
    assert len(server.seen) == count


def test_what_closes_a_wire_does_not_keep_it(server: Server, make: Make) -> None:
    """A shop that is left behind is collected, whichever ways it went, so that its finalizer can close it."""
    for answers in ([], [(503, b"")]):
        server.answers = answers
        api = ApiClient(url=server.url, app_token="a", tokens=MemoryTokens(), device=Device(), timeout_s=5.0)
        assert api.call("list_forms") == []
        there, ways = weakref.ref(api), api.http
        del api
        gc.collect()
        assert there() is None
        ways.close()


# --- At connect ---

ADDRESSES = [
    "http://localhost",
    "https://my-shop.oneentry.cloud",
    "https://My-Shop.OneEntry.cloud:8443/base/path",
    "http://127.0.0.1:8000",
    "http://10.0.0.1",
    "http://4shop.example",
    "http://a_b.example",
    "http://[::1]:80",
    "http://münchen.example",
    "http://999.1.1.1",
    "http://[::x]",
    "http://a b.example",
    "http://exa\x00mple",
    "http://xn--\udcff.example",
    "http://-.example:0",
    "http://\u2100.example",
    "http://example/%zz",
    "http://example/ü",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_is_refused_where_httpx_refuses_it(make: Make, url: str) -> None:
    """At once, although httpx is not asked about ordinary ones."""
    try:
        httpx.Client(base_url=url).close()
    except (httpx.InvalidURL, ValueError):
        with pytest.raises((errors.SettingsError, ValueError)):
            make(url)
    else:
        make(url)


def test_a_proxy_sees_every_request(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also look-ups; on this machine there is none."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    assert is_quick(make("http://shop.example"))
    monkeypatch.setenv("hTTp_Proxy", "http://127.0.0.1:9")
    proxied = make("http://shop.example")
    assert not is_quick(proxied)
    assert proxied.connections(1) is None
    assert is_quick(make("http://localhost"))


def test_certificates_are_those_of_httpx(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """With and without the environment's; a file that is not there is said at once."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)

    def about(context: ssl.SSLContext) -> Any:
        return context.get_ca_certs(), context.options, context.verify_mode, context.check_hostname

    usual = about(httpx.create_ssl_context())
    assert about(trusted(trust_env=True)) == usual
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert about(trusted(trust_env=True)) == about(httpx.create_ssl_context()) != usual
    assert about(trusted(trust_env=False)) == usual
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(FileNotFoundError):
        make("https://shop.example")
    make("https://localhost")


def test_no_proxy_is_looked_for_without_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """What decides it is what `urllib` reads."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not module._has_proxy("https://shop.example")
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "http://127.0.0.1:9")
            assert module._has_proxy("https://shop.example")


def test_a_quick_start_imports_no_more_than_it_needs(server: Server, tmp_path: Any) -> None:
    """A kept sign-in, a look-up, closing: without httpx, stamina, the generated client, or the rooms nobody entered."""
    kept = tmp_path / "sign-in.json"
    kept.touch(mode=0o600)
    members = {name: getattr(PAIR, name) for name in PAIR.__dataclass_fields__} | {"url": server.url}
    kept.write_text(str(members).replace("'", '"'))
    heavy = (
        "httpx stamina tenacity attr attrs oneentry_client rich click dotenv urllib.request"
        " oneentry_toolkit.checkout oneentry_toolkit.transport.http oneentry_toolkit.widgets"
        " oneentry_toolkit.payments.sessions oneentry_toolkit.resources.users oneentry_toolkit.resources.raw"
        " oneentry_toolkit.orders.parquet oneentry_toolkit.orders.dask"
    ).split()
    program = (
        "import sys, oneentry_toolkit as oe\n"
        f"shop = oe.connect({server.url!r}, 'app-token-1', tokens=oe.FileTokens({str(kept)!r}))\n"
        "assert len(shop.orders.storages()) == 0\n"
        "shop.close()\n"
        f"print(*[name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert (done.stdout.split(), done.stderr) == ([], "")
