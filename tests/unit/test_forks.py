"""A forked child: connections, locks and the sandbox of its parent are not shared, and the parent goes on."""

from __future__ import annotations

import json
import multiprocessing
import os
import ssl
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from oneentry_toolkit import SignInExpiredError, connect
from oneentry_toolkit.lists.plan import PagePlan, Report
from oneentry_toolkit.lists.stream import stream
from oneentry_toolkit.sandbox import SandboxError
from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.forks import ForkSafeLock, register
from oneentry_toolkit.transport.kept_tokens import FileTokens
from oneentry_toolkit.transport.read_pool import ReadPool
from oneentry_toolkit.transport.sign_in import FORKED, SignIns
from oneentry_toolkit.transport.tokens import Device, MemoryTokens, TokenPair

from .both_ways import decoder as decode
from .conftest import PAIR

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork"),
    # Python 3.12 and later warn of what is tested here.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

WITHIN_S = 60.0


def in_children(*tasks: Callable[[], Any]) -> list[Any]:
    """What each task returns, or the name and the text of its error, in a forked child of its own, all at once."""
    fork = multiprocessing.get_context("fork")
    started = []
    for task in tasks:
        ours, theirs = fork.Pipe(duplex=False)

        def work(task: Callable[[], Any] = task, out: Any = theirs) -> None:
            try:
                out.send(task())
            except Exception as error:  # noqa: BLE001  (told to the test)
                out.send((type(error).__name__, str(error)))

        process = fork.Process(target=work)
        process.start()
        theirs.close()
        started.append((process, ours))
    found = []
    try:
        for _, ours in started:
            assert ours.poll(WITHIN_S), "the child waits for ever"
            found.append(ours.recv())
    finally:
        for process, ours in started:
            ours.close()
            process.join(WITHIN_S if len(found) == len(tasks) else 0)
            if process.is_alive():
                process.kill()
                process.join()
    return found


class Server:
    """Answers a GET with its path, and records from which port each path was asked for."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        seen: list[tuple[int, str]] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                seen.append((self.client_address[1], self.path))
                body = json.dumps([self.path]).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                del format, args

        self.seen = seen
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        if tls is not None:
            self.http.socket = tls.wrap_socket(self.http.socket, server_side=True)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def ports(self, storage: str) -> set[int]:
        """The ports that a storage was asked for from."""
        return {port for port, path in self.seen if f"/marker/{storage}" in path}

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def client(url: str) -> ApiClient:
    return ApiClient(url=url, app_token="a", tokens=MemoryTokens(), device=Device(), timeout_s=20.0)


def read(api: ApiClient, storage: str) -> Any:
    return api.call("list_order_statuses", storage)


def fetch(api: ApiClient, pool: ReadPool | None, storage: str) -> bytes:
    """A page, through a pool."""

    def submit(task: Callable[[], bytes], page: Any) -> None:
        page.set_result(task())

    pace = api.pace(1)
    page = api.fetch_page("list_order_statuses", storage, pool=pool, pace=pace, submit=submit, stopped=lambda: False)
    return page.result(WITHIN_S)


@pytest.mark.slow
def test_children_open_connections_of_their_own(server: Server) -> None:
    """Over httpx and over the page pool, ten times; answers are not mixed up, and the parent goes on."""
    api = client(server.url)
    for number in range(10):
        read(api, "parent")

        def work(storage: str) -> set[str]:
            pool = api.page_pool(2)
            assert pool is not None
            found = [f"{read(api, storage)} {fetch(api, pool, storage).decode()}" for _ in range(3)]
            pool.close()
            return {storage for one in found if one.count(f"/marker/{storage}/") == 2}

        names = [f"s{number}a", f"s{number}b"]
        assert in_children(*(lambda one=one: work(one) for one in names)) == [{one} for one in names]
        assert not server.ports(names[0]) & server.ports(names[1])
        assert not server.ports("parent") & (server.ports(names[0]) | server.ports(names[1]))
    assert len(server.ports("parent")) == 1
    api.close()


def test_a_pool_of_the_parent_is_closed_in_the_child(server: Server) -> None:
    """Its pages are read through httpx there; the parent's own connection goes on."""
    api = client(server.url)
    pool = api.page_pool(1)
    assert pool is not None
    fetch(api, pool, "parent")
    (said,) = in_children(lambda: (pool.closed, fetch(api, pool, "child"), pool.close()))
    assert said[0] is True
    assert b"/marker/child/" in said[1]
    assert b"/marker/parent/" in fetch(api, pool, "parent")
    assert len(server.ports("parent")) == 1
    assert not server.ports("parent") & server.ports("child")
    pool.close()
    api.close()


class Failing:
    """An object that fails in each child, which it counts."""

    def __init__(self) -> None:
        self.calls = 0
        register(self)

    def after_fork(self) -> None:
        self.calls += 1
        raise OSError("no descriptor")


def test_each_object_is_replaced_although_others_fail(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever order they come; Python is told what failed."""
    told: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda one: told.append(str(one.exc_value)))
    failing = [Failing() for _ in range(4)]
    apis = [client(server.url) for _ in range(4)]
    for api in apis:
        read(api, "parent")
    (said,) = in_children(lambda: ([one.calls for one in failing], [api.sender._opened is None for api in apis], told))
    assert said == ([1] * 4, [True] * 4, ["some objects could not be replaced after a fork (4 sub-exceptions)"])
    for api in apis:
        api.close()


def test_no_descriptor_to_release_a_connection_in_the_child(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays open there, and is not used."""
    api = client(server.url)
    pool = api.page_pool(1)
    assert pool is not None
    fetch(api, pool, "parent")
    opened = os.open

    def full(path: Any, *more: Any, **options: Any) -> int:
        if path == os.devnull:
            raise OSError("too many open files")
        return opened(path, *more, **options)

    monkeypatch.setattr(os, "open", full)
    assert in_children(lambda: (pool.closed, api.sender._opened is None)) == [(True, True)]
    monkeypatch.undo()
    assert b"/marker/parent/" in fetch(api, pool, "parent")
    pool.close()
    api.close()


def test_a_child_does_not_end_the_parents_tls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No closing message is sent on the parent's connection, by httpx or by the pool."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setattr("oneentry_toolkit.transport.http._is_loopback", lambda _url: False)
    server = Server(tls)
    api = client(server.url)
    pool = api.page_pool(1)
    read(api, "parent")
    fetch(api, pool, "parent")

    def work() -> Any:
        found = read(api, "child")
        api.close()
        return found

    assert in_children(work) == [["/api/content/orders-storage/marker/child/order-statuses?offset=0&limit=30"]]
    read(api, "parent")
    fetch(api, pool, "parent")
    assert len(server.ports("parent")) == 2
    assert pool is not None
    pool.close()
    api.close()
    server.close()


def test_a_lock_that_another_thread_holds(signed_in: MemoryTokens) -> None:
    """The child does not wait for a renewal of its parent, and does not spend the parent's refresh token."""
    renewing, done = threading.Event(), threading.Event()

    def refresh(_pair: TokenPair) -> TokenPair:
        renewing.set()
        assert done.wait(WITHIN_S)
        return PAIR

    sign_ins = SignIns(signed_in, refresh)
    thread = threading.Thread(target=sign_ins.renewed, args=(PAIR,))
    thread.start()
    assert renewing.wait(WITHIN_S)
    try:
        assert in_children(lambda: sign_ins.renewed(PAIR)) == [(SignInExpiredError.__name__, FORKED)]
    finally:
        done.set()
        thread.join()
    assert sign_ins.renewed(PAIR) == PAIR


def test_a_child_that_signs_in_is_a_user_of_its_own(signed_in: MemoryTokens) -> None:
    """What it keeps itself, it renews itself."""
    sign_ins = SignIns(signed_in, lambda pair: pair)

    def work() -> TokenPair:
        sign_ins.keep(PAIR)
        return sign_ins.renewed(PAIR)

    assert in_children(work) == [PAIR]


def test_a_lock_that_the_forking_thread_holds() -> None:
    """It stays held in the child, and is released there as in the parent."""
    lock = ForkSafeLock()

    def work() -> str:
        before = lock._lock
        lock.__exit__(None, None, None)
        return "held" if lock._lock is before else "replaced"

    with lock:
        assert in_children(work) == ["held"]


def test_a_file_of_tokens_is_not_locked_in_the_child(tmp_path: Path) -> None:
    """Even if a thread of the parent is writing it."""
    tokens = FileTokens(tmp_path / "sign-in.json")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with tokens._lock:
            held.set()
            assert done.wait(WITHIN_S)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(WITHIN_S)
    try:
        assert in_children(lambda: tokens.save(PAIR)) == [None]
    finally:
        done.set()
        thread.join()


def test_signing_in_again_in_a_child_leaves_the_parent_signed_in() -> None:
    """It is a device of its own; the sandbox, which is the parent's, has to be asked there."""
    with connect() as shop:
        box = shop.sandbox
        assert box is not None
        shop.users.sign_in(box.user, box.password)

        def work() -> Any:
            shop.users.sign_in("your-user@email.com", "123456")
            count = len(shop.orders.list("orders", max_items=3))
            try:
                return box.url, count
            except SandboxError as error:
                return str(error), count

        ((said, count),) = in_children(work)
        assert "serves in the process that started it" in said
        assert count == 3
        box.expire_tokens()
        assert len(shop.orders.list("orders", max_items=3)) == 3


def test_a_list_that_is_being_read_is_the_parents() -> None:
    """A child that goes on with its generator gets an error; the parent reads on."""
    with connect() as shop:
        box = shop.sandbox
        assert box is not None
        shop.users.sign_in(box.user, box.password)
        api = shop._api
        offsets: list[int] = []

        pace = api.pace(2)

        def fetch(offset: int, limit: int, submit: Any, is_past: Callable[[], bool]) -> Any:
            offsets.append(offset)
            return api.fetch_page(
                "list_orders",
                "orders",
                pool=None,
                pace=pace,
                submit=submit,
                stopped=is_past,
                offset=offset,
                limit=limit,
            )

        decoder = decode(objects=False)
        plan = PagePlan(Report(), page_size=10, max_items=None)
        chunks = stream(plan, fetch=fetch, head=decoder.head, decode=decoder.decode, workers=2, group_bytes=1)
        assert len(next(chunks)) == 10
        ((kind, text),) = in_children(lambda: [len(one) for one in chunks])
        assert (kind, "it again in this process" in text) == ("ConnectionFailedError", True)
        assert sum(len(one) for one in chunks) + 10 == len(shop.orders.list("orders"))


ENDS = ("del shop, mine", "shop.close(), mine.close()", "sys.exit()", "os._exit(0)")


@pytest.mark.slow
@pytest.mark.parametrize("db", [False, True])
def test_the_parents_sandbox_outlives_a_child(db: bool, tmp_path: Path) -> None:
    """However the child ends; in memory and in a file."""
    path = str(tmp_path / "shop.db") if db else None
    program = f"""
        import os, sys, warnings
        warnings.simplefilter("ignore", DeprecationWarning)
        import oneentry_toolkit as oe
        from oneentry_toolkit.sandbox import Sandbox
        with Sandbox(db={path!r}) as box:
            shop = oe.connect(box.url, box.app_token)
            mine = shop if {db} else oe.connect()
            for one in (shop, mine):
                one.users.sign_in(box.user, box.password)
            for end in {ENDS}:
                child = os.fork()
                if child == 0:
                    assert len(mine.orders.list("orders", max_items=1)) == 1
                    exec(end)
                    raise SystemExit
                assert os.waitpid(child, 0)[1] == 0
                for one in (shop, mine):
                    one.users.sign_in(box.user, box.password)  # writes
                    assert len(one.orders.list("orders", max_items=3)) == 3
            print("alive")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=WITHIN_S, check=False
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.splitlines()[-1] == "alive"
