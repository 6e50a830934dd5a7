"""Lists with wrong totals, with short pages, and of servers that limit the rate: nothing is cut short in silence.

Each of them is read as a list, as a frame, into Parquet files and by Dask, over a real connection.
"""

from __future__ import annotations

import json
import re
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.transport.tokens import TokenPair

pytestmark = pytest.mark.slow

Page = Callable[[int, int], tuple[int, Any]]
"""The status and the answer for an offset and a limit."""

ORDERS, SESSIONS = "/orders", "/payments/sessions"
PRODUCTS = ("/products/all", "/products/page/tea/prices")
STORAGE = {"id": 1, "identifier": "orders", "localizeInfos": {"en_US": {"title": "Orders"}}}


def item(number: int) -> dict[str, Any]:
    """A record that is an order, a payment session and a product."""
    return {
        "id": number, "createdDate": "2026-01-02T10:00:00.000Z", "updatedDate": "2026-01-02T10:00:00.000Z",
        "statusIdentifier": "new", "status": "waiting", "type": "session", "orderId": number, "paymentAccountId": 1,
        "formData": [{"marker": "name", "type": "string", "value": f"Ann {number}"}], "totalSum": "10.00",
        "currency": "USD", "products": [], "localizeInfos": {"en_US": {"title": "Tea"}}, "attributeValues": {},
    }  # fmt: skip


class Server:
    """A project with one long list, which ``page`` answers, and the requests for its pages."""

    def __init__(self) -> None:
        self.page: Page = lambda _offset, _limit: (200, [])
        self.asked: list[tuple[int, int]] = []
        self.lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                url = urlsplit(self.path)
                self.rfile.read(int(self.headers.get("content-length") or 0))
                status, answer = server.answer(url.path.removeprefix("/api/content"), parse_qs(url.query))
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if status == 429:
                    self.send_header("Retry-After", "1")
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        if path == "/orders-storage":
            return 200, [] if query["offset"] != ["0"] else [STORAGE]
        if not path.endswith((ORDERS, SESSIONS, *PRODUCTS)):
            return 200, []
        page = int(query["offset"][0]), int(query["limit"][0])
        with self.lock:
            self.asked.append(page)
            return self.page(*page)

    def has(self, count: int, *, total: Any = None, cap: int | None = None, rejects: bool = False) -> None:
        """Gives so many items, newest first, in pages of at most ``cap``.

        ``total`` is a number, "own" for the number of items on the page, or None for none.
        """
        items = [item(number) for number in range(count, 0, -1)]

        def page(offset: int, limit: int) -> tuple[int, Any]:
            if rejects and offset >= count:
                return 400, {"statusCode": 400, "message": f"maximum allowed data length = {count}"}
            found = items[offset : offset + min(limit, cap or limit)]
            return 200, found if total is None else {"items": found, "total": len(found) if total == "own" else total}

        self.page = page
        self.asked.clear()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture(scope="module")
def shop(server: Server) -> Iterator[oe.Shop]:
    tokens = oe.MemoryTokens()
    tokens.save(
        TokenPair(url=server.url, provider="email", user="ann", access_token="a", refresh_token="r", fingerprint="UQ_1")
    )
    with oe.connect(server.url, "app-token", tokens=tokens) as made:
        yield made


def exported(shop: oe.Shop, folder: Path) -> int:
    shop.orders.to_parquet(folder)
    return len(pd.read_parquet(folder / "orders"))


READS: dict[str, Callable[[oe.Shop, Path], int]] = {
    "orders.list": lambda shop, _: len(shop.orders.list("orders")),
    "orders.frame": lambda shop, _: len(shop.orders.frame("orders")),
    "orders.to_parquet": exported,
    "payments.list": lambda shop, _: len(shop.payments.list()),
    "payments.frame": lambda shop, _: len(shop.payments.frame()),
    "products.list": lambda shop, _: len(shop.products.list()),
    "products.prices": lambda shop, _: len(shop.products.prices("tea")),
}
every_read = pytest.mark.parametrize("read", READS.values(), ids=READS.keys())


def said(call: Callable[[], int]) -> tuple[int, list[str]]:
    """What a call returns, and what it warns of at this line."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = call()
    assert {one.category for one in caught} <= {oe.IncompleteListWarning}
    return found, [str(one.message) for one in caught]


@every_read
@pytest.mark.parametrize(("total", "cap"), [("own", None), ("own", 100), (None, 30), (None, 7), (1000, None)])
def test_a_wrong_or_missing_total_cuts_nothing_short(
    shop: oe.Shop, server: Server, tmp_path: Path, read: Any, total: Any, cap: int | None
) -> None:
    count = 2_500 if cap is None or cap > 50 else 250
    server.has(count, total=total, cap=cap)
    assert said(lambda: read(shop, tmp_path)) == (count, [])


@every_read
@pytest.mark.parametrize("total", [40_000, 10**15, 2**63])
@pytest.mark.parametrize("rejects", [False, True])
def test_a_list_ends_at_its_first_empty_page_and_says_what_is_missing(
    shop: oe.Shop, server: Server, tmp_path: Path, read: Any, total: int, rejects: bool
) -> None:
    """Five pages of 20, the empty one, and at most the pages that were under way with it."""
    server.has(100, total=total, cap=20, rejects=rejects)
    count, texts = said(lambda: read(shop, tmp_path))
    assert count == 100
    (text,) = texts
    assert text.startswith(f"The server gave 100 of {total} ")
    assert text.endswith(
        "The pages after them are empty: ask the project's owner about limits of the server and of your group."
    )
    assert len(server.asked) <= 6 + 4 * 8


@every_read
def test_a_server_that_ignores_the_offset(shop: oe.Shop, server: Server, tmp_path: Path, read: Any) -> None:
    server.page = lambda _offset, limit: (200, {"items": [item(n) for n in range(min(limit, 100))], "total": 40_000})
    server.asked.clear()
    count, texts = said(lambda: read(shop, tmp_path))
    assert count == 100
    (text,) = texts
    assert "It answers with the same page again" in text
    assert len(server.asked) <= 6 + 4 * 8


@every_read
@pytest.mark.parametrize("size", [10, 20, 100])
def test_the_first_page_again_under_a_total_of_the_page(
    shop: oe.Shop, server: Server, tmp_path: Path, read: Any, size: int
) -> None:
    """Both pages are decoded together, and the total says that nothing is missing."""
    page = {"items": [item(number) for number in range(size, 0, -1)], "total": size}
    server.page = lambda _offset, _limit: (200, page)
    count, texts = said(lambda: read(shop, tmp_path))
    assert count == size
    (text,) = texts
    assert "It answers with the same page again" in text


def test_a_small_list_takes_one_request(shop: oe.Shop, server: Server) -> None:
    for count in (1, 7, 99):
        server.has(count, total=count)
        assert (len(shop.orders.list("orders")), server.asked) == (count, [(0, 100)])
        server.has(count, total=count)
        assert (len(shop.orders.frame("orders")), server.asked) == (count, [(0, 1000)])


@every_read
def test_a_rate_limit_makes_a_list_slower_and_loses_nothing(
    shop: oe.Shop, server: Server, tmp_path: Path, read: Any
) -> None:
    """Ten pages a second, at most five at once; a refusal says ``Retry-After: 1``."""
    server.has(2_000, total=2_000, cap=100)
    page, tokens, at, refused = server.page, 5.0, time.monotonic(), 0

    def limited(offset: int, limit: int) -> tuple[int, Any]:
        nonlocal tokens, at, refused
        now = time.monotonic()
        tokens, at = min(5.0, tokens + 10 * (now - at)), now
        if tokens < 1:
            refused += 1
            return 429, {"statusCode": 429, "message": "Too Many Requests"}
        tokens -= 1
        return page(offset, limit)

    server.page = limited
    assert said(lambda: read(shop, tmp_path)) == (2_000, [])
    assert refused <= 21 + 2 * 8


def test_dask_plans_for_what_can_be_read(shop: oe.Shop, server: Server) -> None:
    """In two requests if the total is true; the warning is that of ``frame()``."""
    pytest.importorskip("dask.dataframe")
    server.has(250, total=250)
    frame = shop.orders.dask_frame("orders", partition_size=100)
    assert (frame.npartitions, server.asked) == (3, [(0, 1), (249, 2)])
    assert len(frame.compute(scheduler="synchronous")) == 250
    server.has(100, total=10**15, cap=20)
    with pytest.warns(
        oe.IncompleteListWarning,
        match=r"^The server gave 100 of 1000000000000000 orders of .+\. The pages af",
    ):
        frame = shop.orders.dask_frame("orders")
    assert len(server.asked) < 20
    assert len(frame.compute(scheduler="synchronous")) == 100


FIRST = "has the first order of the whole list again: the server ignores the offset"


@pytest.mark.parametrize(
    ("page", "raised", "text"),
    [
        (lambda _offset, limit: (0, limit), oe.ResponseFormatError, "answers with the first orders of storage"),
        (lambda _offset, _limit: (0, 1000), oe.ResponseFormatError, "answers with the first orders of storage"),
        (lambda offset, limit: (offset if limit < 3 else 0, limit), oe.IncompleteListError, FIRST),
        (lambda offset, limit: (offset if limit < 3 else min(offset, 100), limit), oe.IncompleteListError,
         "does not have the last order of the list"),
    ],
)  # fmt: skip
def test_dask_finds_parts_that_are_the_same(
    shop: oe.Shop,
    server: Server,
    page: Callable[[int, int], tuple[int, int]],
    raised: type[oe.OneEntryError],
    text: str,
) -> None:
    """When it is cut, or when a part is fetched, of a server that ignores the offset of all pages or of large ones."""
    pytest.importorskip("dask.dataframe")
    items = [item(number) for number in range(250, 0, -1)]

    def answer(offset: int, limit: int) -> tuple[int, Any]:
        start, size = page(offset, limit)
        return 200, {"items": items[start : start + size], "total": 250}

    server.page = answer
    with pytest.raises(raised, match=re.escape(text)):
        shop.orders.dask_frame("orders", partition_size=100).compute(scheduler="synchronous")


def test_dask_says_what_a_part_has(shop: oe.Shop, server: Server) -> None:
    """An order that comes twice in a part, and a total that is another one than when the list was cut."""
    pytest.importorskip("dask.dataframe")
    numbers = [*range(250, 101, -1), 102, *range(100, 0, -1)]
    server.page = lambda offset, limit: (
        200, {"items": [item(one) for one in numbers[offset : offset + limit]], "total": len(numbers)}
    )  # fmt: skip
    frame = shop.orders.dask_frame("orders", partition_size=100)
    with pytest.raises(oe.IncompleteListError, match=r"from order 100 on should have 100 different orders, .* gave 99"):
        frame.compute(scheduler="synchronous")
    server.has(250, total=251)
    with pytest.raises(oe.IncompleteListError, match="had 250 orders when it was cut into parts, and has 251 now"):
        frame.compute(scheduler="synchronous")


def test_dask_refuses_what_it_cannot_cut(shop: oe.Shop, server: Server) -> None:
    pytest.importorskip("dask.dataframe")
    for total in (None, "own", 1):
        server.has(250, total=total)
        with pytest.raises(oe.ResponseFormatError, match="cannot be cut into parts"):
            shop.orders.dask_frame("orders")
    server.page = lambda offset, limit: (
        200,
        {"items": [item(10**6 - offset)] * min(limit, 10**6 - offset), "total": 10**6},
    )
    with pytest.raises(oe.InputError, match="partition_size must be larger"):
        shop.orders.dask_frame("orders", partition_size=1)
