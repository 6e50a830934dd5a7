"""Pages of lists through the page pool and through httpx; which of them is possible; and closing both."""

from __future__ import annotations

import gc
import os
import ssl
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from oneentry_toolkit import errors
from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.read_pool import ReadPool
from oneentry_toolkit.transport.retry import RetryPolicy
from oneentry_toolkit.transport.tokens import Device, MemoryTokens, TokenStore

from .conftest import PAIR

Seen = tuple[str, str]
Answer = tuple[int, bytes]
LIST = "/api/content/orders-storage/marker/orders/orders?offset=0&limit=5"


class Server:
    """Answers in turn, and then well."""

    def __init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.seen.append((self.path, self.headers.get("Authorization", "")))
                outer.through.append("httpx" if "Connection" in self.headers else "pool")
                status, body = outer.answers.pop(0) if outer.answers else (200, b"[]")
                if status == 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if outer.retry_after:
                    self.send_header("Retry-After", outer.retry_after)
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
        self.through: list[str] = []
        self.retry_after = ""
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
MakePool = Callable[..., ReadPool]


@pytest.fixture
def make(server: Server) -> Iterator[Make]:
    """API clients of that server."""
    made: list[ApiClient] = []

    def api(url: str = server.url, *, tokens: TokenStore | None = None, **options: Any) -> ApiClient:
        options = {"app_token": "app-token-1", "device": Device("UQ_1"), "timeout_s": 5.0} | options
        made.append(ApiClient(url=url, tokens=tokens or MemoryTokens(), **options))
        return made[-1]

    yield api
    for one in made:
        one.close()


@pytest.fixture
def make_pool() -> Iterator[MakePool]:
    """Page pools, which are closed after the test."""
    made: list[ReadPool] = []

    def pool(api: ApiClient) -> ReadPool:
        one = api.page_pool(1)
        assert one is not None
        made.append(one)
        return one

    yield pool
    for one in made:
        one.close()


def in_thread(task: Callable[[], bytes], future: Future[bytes]) -> None:
    def work() -> None:
        try:
            future.set_result(task())
        except errors.OneEntryError as error:
            future.set_exception(error)

    threading.Thread(target=work).start()


def fetch(
    api: ApiClient, pool: ReadPool | None, *, stopped: Callable[[], bool] = lambda: False, **kwargs: Any
) -> bytes:
    """A page of a list of orders, or of what is in ``kwargs``."""
    name, *args = kwargs.pop("operation", ("list_orders", "orders"))
    kwargs = kwargs or {"limit": 5}
    page = api.fetch_page(name, *args, pool=pool, pace=api.pace(1), submit=in_thread, stopped=stopped, **kwargs)
    return page.result(timeout=20)


@pytest.fixture
def signed_in() -> MemoryTokens:
    tokens = MemoryTokens()
    tokens.save(PAIR)
    return tokens


def test_a_page_comes_through_the_pool(
    server: Server, make: Make, make_pool: MakePool, signed_in: MemoryTokens
) -> None:
    """With the same address and headers as through httpx, where it goes without a pool."""
    api = make(tokens=signed_in)
    pool = make_pool(api)
    assert [fetch(api, pool), fetch(api, None), fetch(api, pool)] == [b"[]"] * 3
    assert server.seen == [(LIST, "Bearer access-token-1")] * 3
    assert server.through == ["pool", "httpx", "pool"]


@pytest.mark.parametrize(
    ("answer", "error", "words", "tries"),
    [
        ((403, b'{"message": "Resource is closed"}'), errors.AccessDeniedError, "Check ONEENTRY_APP_TOKEN", 1),
        ((404, b'{"message": "Nothing"}'), errors.NotFoundError, r"found nothing \(404\): Nothing", 1),
        ((401, b"{}"), errors.SignInRequiredError, "needs a signed-in user", 1),
        ((503, b""), errors.ServerError, r"failed on the server \(503\)", 4),
        ((301, b""), errors.ApiError, r"was redirected \(301\)", 1),
        ((0, b""), errors.ConnectionFailedError, "was cut off by 127.0.0.1", 4),
    ],
)
def test_what_fails_in_the_pool_is_sent_through_httpx(
    server: Server, make: Make, make_pool: MakePool, answer: Answer, error: type[Exception], words: str, tries: int
) -> None:
    """With its retries and its errors; a fault that passes is not seen."""
    api = make()
    pool = make_pool(api)
    server.answers = [answer]
    assert fetch(api, pool) == b"[]"
    server.seen.clear()
    server.answers = [answer] * (1 + tries)
    with pytest.raises(error, match=words):
        fetch(api, pool)
    assert len(server.seen) == 1 + tries


def test_an_ended_sign_in_is_renewed(server: Server, make: Make, make_pool: MakePool, signed_in: MemoryTokens) -> None:
    """401 in the pool and through httpx, then a new pair, which the pool uses from then on."""
    api = make(tokens=signed_in)
    pool = make_pool(api)
    server.answers = [(401, b"")] * 2
    assert [fetch(api, pool), fetch(api, pool)] == [b"[]", b"[]"]
    assert [(path.split("/")[-1], bearer) for path, bearer in server.seen] == [
        ("orders?offset=0&limit=5", "Bearer access-token-1"),
        ("orders?offset=0&limit=5", "Bearer access-token-1"),
        ("refresh", ""),
        ("orders?offset=0&limit=5", "Bearer access-token-2"),
        ("orders?offset=0&limit=5", "Bearer access-token-2"),
    ]


def test_a_stopped_reader_sends_nothing_through_httpx(server: Server, make: Make, make_pool: MakePool) -> None:
    api = make()
    server.answers = [(503, b"")]
    with pytest.raises(errors.ConnectionFailedError, match=r"^listOrders was stopped"):
        fetch(api, make_pool(api), stopped=lambda: bool(server.seen))
    assert server.through == ["pool"]
    for pool in (make_pool(api), None):
        with pytest.raises(errors.ConnectionFailedError, match=r"^listOrders was stopped"):
            fetch(api, pool, stopped=lambda: True)
    assert server.through == ["pool"]


def test_a_page_that_a_rate_limit_refuses_waits(server: Server, make: Make, make_pool: MakePool) -> None:
    """It comes through httpx, as often as it takes."""
    api = make(retry=RetryPolicy(wait_initial_s=0.01, wait_max_s=0.02))
    server.answers = [(429, b"")] * 7
    assert fetch(api, make_pool(api)) == b"[]"
    assert server.through == ["pool", *["httpx"] * 7]


@pytest.mark.parametrize(("status", "kind"), [(429, errors.RateLimitedError), (503, errors.ServerError)])
def test_a_longer_wait_than_the_policy_allows_is_an_error_at_once(
    server: Server,
    make: Make,
    make_pool: MakePool,
    signed_in: MemoryTokens,
    status: int,
    kind: type[errors.RateLimitedError | errors.ServerError],
) -> None:
    """No second request follows, and the error is that of httpx: it shows no token."""
    api = make(tokens=signed_in)
    server.retry_after = "31"
    server.answers = [(status, b'{"message": "slow, ' + PAIR.access_token.encode() + b'"}')] * 2
    said = []
    for call in (lambda: fetch(api, make_pool(api)), lambda: fetch(api, None)):
        with pytest.raises(kind, match="slow") as caught:
            call()
        assert caught.value.retry_after_s == 31.0
        said.append(str(caught.value))
    assert server.through == ["pool", "httpx"]
    assert said[0] == said[1]
    assert PAIR.access_token not in said[0]


def test_what_the_pool_encodes_another_way_goes_through_httpx(server: Server, make: Make, make_pool: MakePool) -> None:
    """A flag is `true` in the address, and a body is sent."""
    api = make()
    pool = make_pool(api)
    fetch(api, pool, operation=("list_bonus_history",), is_admin=True)
    assert server.seen[0][0].endswith("?isAdmin=true")
    assert server.through == ["httpx"]
    assert b"accessToken" in fetch(api, pool, operation=("list_products",), body={"filter": []})


def test_no_thread_for_httpx(make: Make) -> None:
    """The page is the error, in words."""
    api = make()

    def full(_task: object, _future: object) -> None:
        raise RuntimeError("can't start new thread")

    pace = api.pace(1)
    page = api.fetch_page("list_orders", "orders", pool=None, pace=pace, submit=full, stopped=lambda: False)
    with pytest.raises(errors.ConnectionFailedError, match=r"^listOrders was not sent: no more threads") as caught:
        page.result(timeout=5)
    assert not caught.value.sent


def test_arguments_that_do_not_fit(make: Make) -> None:
    api = make()
    with pytest.raises(errors.InputError, match=r"listOrders was not sent: a value does not fit the contract"):
        fetch(api, None, nothing=5)


@pytest.mark.parametrize("used", [False, True])
def test_a_closed_client(server: Server, make: Make, used: bool) -> None:
    """Nothing is sent any more, said in the same words, and closing twice does no harm."""
    api = make()
    if used:
        assert api.call("list_forms") == []
    count = len(server.seen)
    api.close()
    api.close()
    for name, given in (("list_forms", ()), ("logout_all", ("email",))):
        with pytest.raises(errors.SettingsError, match=r"^This shop is closed\. Call connect\(\) again\.$"):
            api.call(name, *given)
    assert api.page_pool(1) is None
    with pytest.raises(errors.SettingsError, match=r"^This shop is closed\."):
        fetch(api, None)
    assert len(server.seen) == count


def test_the_sender_does_not_keep_the_client(server: Server) -> None:
    """A shop that is left behind is collected, so that its finalizer can close the sender."""
    api = ApiClient(url=server.url, app_token="a", tokens=MemoryTokens(), device=Device(), timeout_s=5.0)
    assert api.call("list_forms") == []
    there, sender = weakref.ref(api), api.sender
    del api
    gc.collect()
    assert there() is None
    sender.close()


# --- At connect ---

ADDRESSES = [
    "http://localhost",
    "https://my-shop.oneentry.cloud",
    "https://My-Shop.OneEntry.cloud:8443/base/path",
    "http://10.0.0.1",
    "http://[::1]:80",
    "http://münchen.example",
    "http://[::x]",
    "http://exa\x00mple",
    "http://xn--\udcff.example",
    "http://\u2100.example",
    "http://example/ü",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_is_refused_where_httpx_refuses_it(make: Make, url: str) -> None:
    """At once."""
    try:
        httpx.Client(base_url=url).close()
    except (httpx.InvalidURL, ValueError):
        with pytest.raises(errors.SettingsError, match="ONEENTRY_URL is not an address"):
            make(url)
    else:
        make(url)


def test_a_proxy_sees_every_request(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """So there is no pool; on this machine there is no proxy."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    assert make("http://shop.example").page_pool(1) is not None
    for name in ("hTTp_Proxy", "ALL_PROXY"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "http://127.0.0.1:9")
            assert make("http://shop.example").page_pool(1) is None
            assert make("http://localhost").page_pool(1) is not None


def test_certificates_are_those_of_httpx(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """With and without the environment's; a file that is not there is said at once."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)

    def about(context: ssl.SSLContext) -> Any:
        return context.get_ca_certs(), context.options, context.verify_mode, context.check_hostname

    usual = about(httpx.create_ssl_context())
    assert about(make("https://shop.example").sender.tls) == usual
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert about(make("https://shop.example").sender.tls) == about(httpx.create_ssl_context()) != usual
    assert about(make("https://localhost").sender.tls) == usual
    assert make("http://shop.example").sender.tls.verify_mode is ssl.CERT_REQUIRED
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(errors.SettingsError, match="could not be loaded: No such file or directory"):
        make("https://shop.example")
    make("https://localhost")
