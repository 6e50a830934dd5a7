"""Odd records: a list, a frame, Parquet files and Dask partitions give the same records and the same warnings.

Well-formed records are changed one member at a time. The expected values come from the list: it reads every record as
an object, and what it cannot read is missing and named.
"""

from __future__ import annotations

import copy
import dataclasses
import itertools
import json
import pickle
import re
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import oneentry_toolkit as oe
from oneentry_toolkit.frames.assemble import build
from oneentry_toolkit.frames.schema import LINES, MONEY, ORDERS, PRICES, SESSIONS, SUBMISSIONS, Column
from oneentry_toolkit.lists.read_all import hear_shortfalls
from oneentry_toolkit.transport.tokens import TokenPair
from oneentry_toolkit.values.numbers import parse_whole

pytestmark = pytest.mark.slow

PAYLOADS = Path(__file__).parents[1] / "payloads"
API = "/api/content"
AT_ONCE = 500
"""Changed records in a list: five pages for `list`, one for frames."""

DEEP: Any = [["deep"]]
for _ in range(60):
    DEEP = [DEEP]

VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 7.5, 7.0, 2**31, 2**62, 2**63, -(2**63) - 1, 10**40,
    "", " ", "7", "7.0", "+7", "7.5", "1e2", "x", "true", "null", "9" * 25, "é\U0001f600",
    "0000-00-00 00:00:00", "Invalid date", "2025-04-30", "2025-04-30T20:15:29+02:00", "99999-01-01",
    [], {}, [None], [[]], [{}], [5], ["x"], {"a": 1}, {"en_US": "x"}, {"en_US": {"title": 5}}, {"title": None}, DEEP,
]  # fmt: skip
ABSENT = object()

_encode = msgspec.json.Encoder(decimal_format="number").encode

FORM = {
    "id": 1, "identifier": "order", "localizeInfos": {"title": "Order"}, "type": "order",
    "attributes": [{"type": "string", "marker": "name", "position": 1, "localizeInfos": {"title": "Name"}}],
}  # fmt: skip
STORAGE = {
    "id": 1, "identifier": "orders", "localizeInfos": {"en_US": {"title": "Orders"}}, "formIdentifier": "order",
    "paymentAccountIdentifiers": [{"identifier": "cash"}],
}  # fmt: skip
ACCOUNT = {"id": 1, "identifier": "cash", "localizeInfos": {"en_US": {"title": "Cash"}}, "type": "custom"}
ORDER = {
    "id": 1, "storageId": 1, "createdDate": "2025-04-30T20:15:29.254Z", "statusIdentifier": "new",
    "statusLocalizeInfos": {"en_US": {"title": "New"}}, "formIdentifier": "order",
    "formData": [
        {"marker": "name", "type": "string", "value": "Ann"},
        {"marker": "size", "type": "integer", "value": 5},
    ],
    "totalSum": "340.00", "currency": "USD", "paymentAccountIdentifier": "cash",
    "paymentAccountLocalizeInfos": {"en_US": {"title": "Cash"}},
    "products": [
        {"id": 1, "title": "Tea", "sku": "T-1", "price": 170, "quantity": 1, "isGift": False},
        {"productId": 2, "title": "Cup", "sku": None, "price": "85.00", "quantity": 2},
    ],
    "isCompleted": True, "paymentUrl": "https://pay.example/1",
}  # fmt: skip
ENTRY = {"marker": "name", "type": "string"}
SESSION = {
    "id": 1, "createdDate": "2026-01-02T10:00:00.000Z", "updatedDate": "2026-01-02T10:05:00.000Z", "type": "session",
    "status": "waiting", "paymentAccountId": 1, "orderId": 7, "paymentUrl": None, "amount": "10.00",
    "clientSecret": "s",
}  # fmt: skip


def published(name: str) -> list[dict[str, Any]]:
    """The records of a published answer."""
    body = json.loads((PAYLOADS / f"{name}.json").read_text())["body"]
    return list(body["items"] if isinstance(body, dict) and "items" in body else [body] if "id" in body else body)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all members of a record, and of the items of its lists."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield (*path, key)
        yield from places(member, (*path, key))


def changed(record: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The record with one member replaced, or removed."""
    found = copy.deepcopy(record)
    inner: Any = found
    for key in path[:-1]:
        inner = inner[key]
    if value is ABSENT:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return found


def mutations(*records: dict[str, Any]) -> Iterator[Any]:
    """Every record changed at each of its members in every way, each with a number of its own."""
    numbers = itertools.count(1000)
    for record in records:
        for path in places(record):
            for value in (ABSENT, *VALUES):
                number = next(numbers)
                if path == ("id",) and is_number(value):
                    value = type(value)(number)  # its own number, since repeated ones are dropped
                yield changed({**record, "id": number}, path, value)
    yield from VALUES  # no record at all


def is_number(value: Any) -> bool:
    try:
        parse_whole(Decimal(value) if isinstance(value, float) else value)
    except ValueError:
        return False
    return True


def as_json(value: Any) -> Any:
    """Plain values with the numbers of ``json``."""
    return json.loads(_encode(value))


class Server:
    """A project whose orders, sessions, products and refunds are given; it pages them."""

    def __init__(self) -> None:
        self.lists: dict[str, list[Any]] = {}
        self.answers: dict[str, Any] = {}
        """Answers that are not paged, by path, or by method and path; bytes are sent as they are."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                url = urlsplit(self.path)
                self.rfile.read(int(self.headers.get("content-length") or 0))
                found = server.answer(self.command, url.path.removeprefix(API), parse_qs(url.query))
                body = found if isinstance(found, bytes) else json.dumps(found).encode()
                self.send_response(204 if not body else 201 if self.command == "POST" else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_PUT = do_GET  # noqa: N815

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def answer(self, method: str, path: str, query: dict[str, list[str]]) -> Any:
        whole: dict[str, Any] = {
            "/orders-storage": [STORAGE],
            "/forms/marker/order": FORM,
            "/payments/accounts": [ACCOUNT],
            **self.answers,
        }
        for key in (f"{method} {path}", path):
            if key in whole:
                return whole[key]() if callable(whole[key]) else whole[key]
        items = self.lists[path]
        if path.endswith("/refund"):
            return items
        offset, limit = (int(query.get(name, [default])[0]) for name, default in (("offset", "0"), ("limit", "30")))
        return {"items": items[offset : offset + limit], "total": len(items)}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def answers(server: Server) -> Iterator[dict[str, Any]]:
    """Answers for one test."""
    server.answers.clear()
    yield server.answers
    server.answers.clear()


@pytest.fixture
def fresh(server: Server) -> Iterator[oe.Shop]:
    """A shop that knows nothing of the project yet."""
    with connected(server) as made:
        yield made


@pytest.fixture(scope="module")
def shop(server: Server) -> Iterator[oe.Shop]:
    with connected(server) as made:
        yield made


def connected(server: Server) -> oe.Shop:
    tokens = oe.MemoryTokens()
    tokens.save(
        TokenPair(url=server.url, provider="email", user="ann", access_token="a", refresh_token="r", fingerprint="UQ_1")
    )
    return oe.connect(server.url, "app-token", tokens=tokens)


@pytest.fixture(autouse=True)
def _all_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps every finding, so that all are compared."""
    monkeypatch.setattr("oneentry_toolkit.values.unreadable.KEPT", 10**6)
    monkeypatch.setattr("oneentry_toolkit.frames.findings.KEPT", 10**6)


def said(call: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What a call returns, and its warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = call()
    assert {one.category for one in caught} <= {oe.UnreadableRecordWarning}, [str(one.message) for one in caught]
    return found, [str(one.message) for one in caught]


def batches(records: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(records, AT_ONCE)):
        yield batch


def cells(frame: pd.DataFrame, columns: tuple[Column, ...]) -> dict[str, list[Any]]:
    """The values of declared columns, alike for every kind of table."""
    return {
        column.name: [
            None if pd.isna(value) else f"{value:.6f}" if column.dtype == MONEY else value
            for value in frame[column.name].tolist()
        ]
        for column in columns
    }


@dataclass(frozen=True)
class Line:
    """A line with the members that its row takes over from the order."""

    order: oe.Order
    line: int
    of: oe.OrderLine

    @property
    def order_id(self) -> int:
        return self.order.id

    def __getattr__(self, name: str) -> Any:
        return getattr(self.of if hasattr(self.of, name) else self.order, name)


def expected_lines(orders: Iterable[oe.Order]) -> pd.DataFrame:
    return build(LINES, [Line(order, place, line) for order in orders for place, line in enumerate(order.lines)])


EVERY = [pytest.param(13, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)]
"""Every change, or every thirteenth."""


@pytest.mark.parametrize("every", EVERY)
def test_orders_are_alike_as_list_frame_files_and_partitions(
    shop: oe.Shop, server: Server, tmp_path: Path, every: int
) -> None:
    records = [ORDER, *(one for name in ("list.1", "list.2", "get.1") for one in published(f"orders.{name}"))]
    count = 0
    for number, batch in enumerate(batches(itertools.islice(mutations(*records), 0, None, every))):
        count += len(batch)
        server.lists["/orders-storage/marker/orders/orders"] = batch
        listing, warned = said(lambda: shop.orders.list("orders"))
        (orders, lines), of_frames = said(lambda: shop.orders.frames("orders", raw=True, workers=2))
        facts = orders.attrs["fetch"]
        assert of_frames == warned
        assert {key: facts[key] for key in listing.fetch if key != "pages"} == {
            key: value for key, value in listing.fetch.items() if key != "pages"
        }
        assert len(listing) + facts["set_aside"] + facts["repeats_dropped"] == len(batch)
        expected = build(
            [column for column in ORDERS if column.name != "storage_title"],
            listing,
            extra=[order.form for order in listing],
        )
        assert_frame_equal(orders.drop(columns=["storage_title", "raw"]), expected)
        assert [json.loads(text) for text in orders["raw"]] == [as_json(order.raw) for order in listing]
        assert cells(lines, LINES) == cells(expected_lines(listing), LINES)

        folder = tmp_path / str(number)
        files, of_files = said(lambda folder=folder: shop.orders.to_parquet(folder, "orders", workers=2))
        assert of_files == warned
        assert (files.orders, files.unreadable, files.set_aside) == (
            len(orders), facts["unreadable"], facts["set_aside"],
        )  # fmt: skip
        assert cells(pd.read_parquet(folder / "orders"), ORDERS) == cells(orders, ORDERS)
        assert cells(pd.read_parquet(folder / "lines"), LINES) == cells(lines, LINES)

        dask_frame, _ = said(lambda: shop.orders.dask_frame("orders", workers=2))
        parts, of_parts = said(lambda dask_frame=dask_frame: dask_frame.compute(scheduler="synchronous"))
        assert [one.replace(" strict=True makes this an error.", "") for one in warned] == of_parts
        assert cells(parts, ORDERS) == cells(orders, ORDERS)
        assert {name: str(kind) for name, kind in parts.dtypes.items()} == {
            name: str(kind) for name, kind in dask_frame.dtypes.items()
        }
    print(f"{count} changed orders")
    assert count >= 5_000 // every


@pytest.mark.parametrize("every", EVERY)
def test_sessions_are_alike_as_list_and_frame(shop: oe.Shop, server: Server, every: int) -> None:
    records = [SESSION, *published("payments.sessions.1"), *published("payments.session.1")]
    columns = tuple(column for column in SESSIONS if column.name != "payment_account")
    count = 0
    for batch in batches(itertools.islice(mutations(*records), 0, None, every)):
        count += len(batch)
        server.lists["/payments/sessions"] = batch
        listing, warned = said(shop.payments.list)
        frame, of_frame = said(lambda: shop.payments.frame(workers=2))
        assert of_frame == warned
        assert frame.attrs["fetch"]["details"] == listing.fetch["details"]
        assert_frame_equal(frame.drop(columns="payment_account"), build(columns, listing))
    print(f"{count} changed payment sessions")


@pytest.mark.parametrize("every", EVERY)
def test_products_are_alike_as_list_and_frame(shop: oe.Shop, server: Server, every: int) -> None:
    count = 0
    for batch in batches(itertools.islice(mutations(*published("products.get.1")), 0, None, every)):
        count += len(batch)
        server.lists["/products/all"] = batch
        listing, warned = said(shop.products.list)
        frame, of_frame = said(shop.products.frame)
        assert of_frame == warned
        assert frame["product_id"].tolist() == [one.id for one in listing]
        assert repr(listing)
        assert listing._repr_html_()
    print(f"{count} changed products")


@pytest.mark.parametrize("every", EVERY)
def test_prices_are_alike_as_list_and_frame(shop: oe.Shop, server: Server, every: int) -> None:
    for batch in batches(itertools.islice(mutations({"id": 1, "price": "24.90"}), 0, None, every)):
        server.lists["/products/page/tea/prices"] = batch
        listing, warned = said(lambda: shop.products.prices("tea"))
        frame, of_frame = said(lambda: shop.products.prices_frame("tea"))
        assert of_frame == warned
        assert_frame_equal(frame, build(PRICES, listing))


@pytest.mark.parametrize("every", EVERY)
def test_submissions_are_alike_as_list_and_frame(shop: oe.Shop, server: Server, every: int) -> None:
    record = published("formData.list.2")[0] | {"entityId": 14, "status": "sent", "parentId": 3}
    for batch in batches(itertools.islice(mutations(record), 0, None, every)):
        server.lists["/form-data/marker/reviews"] = batch
        listing, warned = said(lambda: shop.forms.submissions("reviews"))
        frame, of_frame = said(lambda: shop.forms.submissions_frame("reviews"))
        assert of_frame == warned
        assert_frame_equal(frame, build(SUBMISSIONS, listing, extra=[one.form for one in listing]))


def test_refunds_are_all_listed(shop: oe.Shop, server: Server) -> None:
    count = 0
    refund = {
        "id": 1,
        "orderId": 9,
        "status": "waiting",
        "amount": "5.00",
        "note": "n",
        "products": {"14": {"quantity": 1}},
    }
    for batch in batches(mutations(refund | {"createdDate": "2025-04-30T20:15:29.254Z"})):
        count += len(batch)
        server.lists["/orders/9/refund"] = batch
        listing, warned = said(lambda: shop.refunds.list(9))
        assert len(warned) == 1
        assert len(listing) > len(batch) / 2
    print(f"{count} changed refund requests")


ORDERS_OF = "/orders-storage/marker/orders/orders"
GONE = [{"id": None, "title": "Gone", "price": 8, "quantity": 1}]


def orders(count: int, **odd: Any) -> list[Any]:
    """Orders, newest first; ``odd`` replaces some by their place, such as ``at_3``."""
    found: list[Any] = [{**ORDER, "id": count - place} for place in range(count)]
    for place, one in odd.items():
        at = int(place.removeprefix("at_"))
        found[at] = found[at] | one if isinstance(one, dict) else one
    return found


def test_warnings_name_records_by_number_and_point_to_the_caller(shop: oe.Shop, server: Server) -> None:
    """A record without a number is named by its place in the whole list, whatever the pages are."""
    server.lists[ORDERS_OF] = orders(2500, at_1700={"products": GONE}, at_2100={"id": None}, at_2200="x")
    message = (
        "1 of 2500 orders could not be read in full: order 800: products[0].id is missing. These values are missing; "
        "`raw` has them as they came. 2 of 2500 orders had to be left out: items[2100] of storage 'orders': id is "
        "missing; items[2200] of storage 'orders': it is text where an object belongs. strict=True makes this an error."
    )
    for call in (shop.orders.list, shop.orders.frame, lambda: shop.orders.frames(page_size=70)):
        with pytest.warns(oe.UnreadableRecordWarning) as caught:
            call()
        assert [str(one.message) for one in caught] == [message]
        assert caught[0].filename == __file__
    frame, _ = said(shop.orders.frame)
    assert (len(frame), frame.attrs["fetch"]["unreadable"], frame.attrs["fetch"]["set_aside"]) == (2498, 1, 2)
    assert frame.attrs["fetch"]["details"][0] == {
        "id": 800, "place": 1700, "member": "products[0].id", "problem": "is missing", "set_aside": False,
    }  # fmt: skip


def test_strict_raises_with_the_record_and_its_place_in_the_whole_list(
    shop: oe.Shop, server: Server, tmp_path: Path
) -> None:
    server.lists[ORDERS_OF] = orders(2500, at_1700={"products": GONE}, at_2100={"id": None})
    calls: list[Callable[[], Any]] = [
        lambda: shop.orders.list(strict=True),
        lambda: shop.orders.frame(strict=True),
        lambda: shop.orders.frames(strict=True, page_size=70),
        lambda: shop.orders.to_parquet(tmp_path, strict=True),
    ]
    for call in calls:
        with pytest.raises(oe.ResponseFormatError, match=r"order 800, of which products\[0\]\.id is missing") as caught:
            call()
        assert caught.value.json_path == "$.items[1700].products[0].id"
    server.lists["/payments/sessions"] = [{**SESSION, "id": 7, "paymentAccountId": None}]
    for call in (lambda: shop.payments.list(strict=True), lambda: shop.payments.frame(strict=True)):
        with pytest.raises(oe.ResponseFormatError, match="payment session 7, of which paymentAccountId is missing"):
            call()


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6, 7, 8])
def test_max_items_counts_records_that_are_left_out(shop: oe.Shop, server: Server, limit: int) -> None:
    server.lists[ORDERS_OF] = orders(8, at_1=5, at_2={"id": "x"}, at_4={"products": GONE}, at_6=None)
    found, warned = said(lambda: shop.orders.list(max_items=limit))
    frame, of_frame = said(lambda: shop.orders.frame(max_items=limit, page_size=3))
    assert [one.id for one in found] == frame["order_id"].tolist() == [
        number for place, number in enumerate(range(8, 0, -1)) if place < limit and place not in (1, 2, 6)
    ]  # fmt: skip
    assert of_frame == warned


def test_filters_report_all_records_that_were_looked_at(shop: oe.Shop, server: Server) -> None:
    """An order without a date might have been one of those that were asked for."""
    server.lists[ORDERS_OF] = orders(8, at_1=5, at_2={"createdDate": "Invalid date"}, at_3={"createdDate": None})
    found, warned = said(lambda: shop.orders.list(created_after="2025-01-01"))
    frame, of_frame = said(lambda: shop.orders.frame(created_after="2025-01-01"))
    assert [one.id for one in found] == frame["order_id"].tolist() == [8, 4, 3, 2, 1]
    assert of_frame == warned
    assert "1 of 8 orders could not be read in full: order 6" in warned[0]


def test_a_storage_without_a_marker_does_not_block_the_others(
    fresh: oe.Shop, server: Server, answers: dict[str, Any]
) -> None:
    """Nor does one without a number, of which nothing depends."""
    answers["/orders-storage"] = [{**STORAGE, "identifier": None}, {**STORAGE, "id": "x"}, None]
    server.lists[ORDERS_OF] = orders(3)
    found, warned = said(fresh.orders.list)
    assert len(found) == 3
    assert warned == [
        "1 of 3 storages could not be read in full: storage 'orders': id is text that is no whole number. These values "
        "are missing; `raw` has them as they came. 2 of 3 storages had to be left out: items[0]: identifier is "
        "missing; items[2]: it is null where an object belongs."
    ]


def test_one_record_is_read_with_a_warning(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """Without its number it is an error, which says where."""
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": "7", "createdDate": "Invalid date", "products": GONE}
    with pytest.warns(oe.UnreadableRecordWarning) as caught:
        order = fresh.orders.get(7, "orders")
    assert (order.id, order.created, order.quantity, order.lines[0].product_id) == (7, None, 1, None)
    assert str(caught[0].message) == (
        "Order 7 could not be read in full: createdDate is text that is no date, products[0].id is missing. These "
        "values are missing; `raw` has them as they came."
    )
    assert caught[0].filename == __file__
    answers["/payments/sessions/7"] = {**SESSION, "id": None}
    with pytest.raises(oe.ResponseFormatError, match=r"getPaymentSession answered with nothing at \$\.id"):
        fresh.payments.get(7)


ODD_DATE = "createdDate is text that is no date. These values are missing; `raw` has them as they came."


def test_what_was_done_is_returned_with_a_warning(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """Its number would be lost with an error, and it would be done again."""
    refund = {"id": 3, "orderId": 7, "status": "waiting", "amount": "5.00", "note": "", "products": {}}
    odd = {"createdDate": "Invalid date"}
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 7}
    answers[f"POST {ORDERS_OF}"] = answers[f"PUT {ORDERS_OF}/7"] = {**ORDER, "id": 7, **odd}
    answers["/orders-storage/marker/orders/order-statuses"] = [{"id": 1, "identifier": "new"}]
    answers["POST /payments/sessions"] = {**SESSION, "id": 5, **odd}
    answers["/orders/7/refund"] = []
    answers["POST /orders/7/refund"] = lambda: answers.update({"GET /orders/7/refund": [refund | odd]}) or True
    calls: list[tuple[str, Callable[[], Any]]] = [
        ("Order 7", lambda: fresh.orders.create("orders", products={1: 1}, form={"name": "Ann"})),
        ("Order 7", lambda: fresh.orders.update(7, storage="orders", form={"name": "Bob"})),
        ("Order 7", lambda: fresh.orders.cancel(7, storage="orders", status="new")),
        ("Payment session 5", lambda: fresh.payments.create_session(7)),
    ]
    for name, call in calls:
        done, warned = said(call)
        assert (name.endswith(f" {done.id}"), done.created) == (True, None)
        assert warned == [f"{name} could not be read in full: {ODD_DATE}"]
    done, warned = said(lambda: fresh.refunds.request(7, products={1: 1}))
    assert (done.id, done.created) == (3, None)
    assert warned == [f"1 of 1 refund request of order 7 could not be read in full: refund request 3: {ODD_DATE}"]


def test_a_new_user_is_returned_with_a_warning(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    fields = [
        {"type": "string", "marker": "mail", "isLogin": True},
        {"type": "string", "marker": "pw", "isPassword": True},
    ]
    answers["/users-auth-providers"] = [{"id": 1, "identifier": "email", "formIdentifier": "reg"}]
    answers["/forms/marker/reg"] = {**FORM, "identifier": "reg", "attributes": fields}
    answers["POST /users-auth-providers/marker/email/users/sign-up"] = {
        "id": 4,
        "identifier": "a@b.test",
        "isActive": 5,
    }
    user, warned = said(lambda: fresh.users.sign_up("a@b.test", "pw-of-ann"))
    assert (user.id, user.is_active) == (4, None)
    assert len(warned) == 1 and warned[0].startswith("User 4 could not be read in full: isActive is a number")


@pytest.mark.parametrize("number", [None, "x", 7.5])
def test_what_was_done_without_a_readable_number_says_look_first(
    fresh: oe.Shop, answers: dict[str, Any], number: Any
) -> None:
    answers[f"POST {ORDERS_OF}"] = {**ORDER, "id": number}
    answers["POST /payments/sessions"] = {**SESSION, "id": number}
    for call in (
        lambda: fresh.orders.create("orders", products={1: 1}, form={"name": "Ann"}),
        lambda: fresh.payments.create_session(7),
    ):
        with pytest.raises(oe.ResponseFormatError, match=r"at \$\.id where .* It may have been carried out: look"):
            call()


@pytest.mark.parametrize("marker", [None, ""])
def test_accounts_and_discounts_without_a_marker_are_named(
    fresh: oe.Shop, server: Server, answers: dict[str, Any], marker: Any
) -> None:
    """In a frame of sessions, the marker of such an account is missing."""
    answers["/payments/accounts"] = [{**ACCOUNT, "identifier": marker}, {**ACCOUNT, "id": 2, "identifier": "card"}]
    answers["/discounts"] = [{"id": 5, "identifier": marker, "type": "DISCOUNT"}]
    missing = "identifier is missing. These values are missing; `raw` has them as they came."
    accounts, warned = said(fresh.payments.accounts)
    assert [one.marker for one in accounts] == ["", "card"]
    assert warned == [f"1 of 2 payment accounts could not be read in full: payment account 1: {missing}"]
    discounts, warned = said(fresh.discounts.list)
    assert [one.marker for one in discounts] == [""]
    assert warned == [f"1 of 1 discount could not be read in full: discount 5: {missing}"]
    server.lists["/payments/sessions"] = [SESSION, {**SESSION, "id": 2, "paymentAccountId": 2}]
    frame, _ = said(fresh.payments.frame)
    assert frame["payment_account"].isna().tolist() == [True, False]


def test_what_a_marker_identifies_may_share_a_number(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    pair = [{"id": 2, "identifier": "new"}, {"id": "2", "identifier": "sent"}]
    answers["/orders-storage"] = [{**STORAGE, **one} for one in pair]
    answers["/orders-storage/marker/new/order-statuses"] = answers["/users-auth-providers"] = pair
    answers["/forms"] = [{**FORM, **one} for one in pair]
    for call in (
        fresh.orders.storages, lambda: fresh.orders.statuses("new"), fresh.users.providers, fresh.forms.list
    ):  # fmt: skip
        found, warned = said(call)
        assert [one.marker for one in found] == ["new", "sent"]
        assert warned == []
    assert repr(fresh.orders.statuses("new")).startswith("2 statuses\n")
    assert repr(fresh.orders.statuses("new")[:1]).startswith("1 status\n")


@pytest.mark.parametrize(
    ("given", "why"),
    [(10, "A group with restricted read rights gets 10 at most"), (30, "The list has no pages"), (50, None)],
)
def test_lists_without_pages_say_that_items_are_missing(
    fresh: oe.Shop, answers: dict[str, Any], given: int, why: str | None
) -> None:
    calls: dict[str, tuple[str, Callable[[], Any]]] = {
        "/discounts/bonus-balance/history": ("bonus movements", fresh.discounts.bonus_history),
        "/payments/accounts": ("payment accounts", fresh.payments.accounts),
        "/payments/sessions/order/7": ("payment sessions of order 7", lambda: fresh.payments.sessions_for(7)),
        "/products/ids": ("products", lambda: fresh.products.by_ids(range(1, 51))),
        "/products/quick/search": ("products", lambda: fresh.products.search("tea")),
        "/orders/7/refund": ("refund requests of order 7", lambda: fresh.refunds.list(7)),
    }
    for path, (nouns, call) in calls.items():
        record = SESSION if "sessions" in path else ACCOUNT if "accounts" in path else {}
        answers[path] = {"items": [{**record, "id": one} for one in range(1, given + 1)], "total": 50}
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert len(call()) == given
        said = [str(one.message) for one in caught if one.category is oe.IncompleteListWarning]
        assert said == [one for one in said if one.startswith(f"The server gave {given} of 50 {nouns}. {why}")]
        assert len(said) == (why is not None)


@pytest.mark.parametrize("nothing", [None, {}, [], {"items": None}, {"items": {}, "total": 0}, b""])
def test_null_an_empty_object_and_204_are_empty_lists(
    fresh: oe.Shop, server: Server, answers: dict[str, Any], tmp_path: Path, nothing: Any
) -> None:
    for path in (
        ORDERS_OF, "/payments/sessions", "/payments/sessions/order/7", "/products/all", "/products/ids", "/forms",
        "/products/quick/search", "/discounts", "/discounts/bonus-balance/history", "/orders/7/refund",
        "/users-auth-providers", "/orders-storage/marker/orders/order-statuses",
    ):  # fmt: skip
        answers[path] = nothing
    lists: list[Callable[[], Any]] = [
        fresh.orders.list, fresh.payments.list, lambda: fresh.payments.sessions_for(7), fresh.products.list,
        lambda: fresh.products.by_ids([1]), lambda: fresh.products.search("tea"), fresh.discounts.list,
        fresh.discounts.bonus_history, lambda: fresh.refunds.list(7), fresh.forms.list, fresh.users.providers,
        lambda: fresh.orders.statuses("orders"), fresh.orders.frame, fresh.orders.lines_frame, fresh.payments.frame,
        fresh.products.frame,
    ]  # fmt: skip
    for call in lists:
        found, warned = said(call)
        assert (len(found), warned) == (0, [])
    assert fresh.orders.to_parquet(tmp_path).orders == 0
    answers["/payments/accounts"] = nothing
    assert len(fresh.payments.accounts()) == 0
    answers["/orders-storage"] = nothing
    assert len(fresh.orders.storages()) == 0


def test_orders_with_unreadable_lines_are_not_sent_back(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """An update replaces the order, and a refund of all of it would be of a part."""
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 7, "products": GONE}
    answers["/orders/7/refund"] = []
    with pytest.warns(oe.UnreadableRecordWarning):
        order = fresh.orders.get(7, "orders")
    with (
        pytest.warns(oe.UnreadableRecordWarning),
        pytest.raises(oe.InputError, match="Order 7 has lines whose product, quantity or gift mark cannot be read"),
    ):
        fresh.orders.update(order, form={"name": "Bob"})
    with pytest.raises(oe.InputError, match="Order 7 has lines whose product or quantity could not be read"):
        fresh.refunds.request(order)


def test_an_answer_about_another_record_is_an_error(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """What was asked for by number; an order is not changed after it."""
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 99}
    for path in ("/payments/sessions/7", "/products/7", "/payments/accounts/7"):
        answers[path] = {"id": 99, "identifier": "x", "status": "waiting", "orderId": 1, "paymentAccountId": 1}
    calls: list[Callable[[], Any]] = [
        lambda: fresh.orders.get(7, "orders"), lambda: fresh.orders.cancel(7, storage="orders"),
        lambda: fresh.orders.update(7, storage="orders", products={1: 1}), lambda: fresh.payments.get(7),
        lambda: fresh.products.get(7), lambda: fresh.payments.account(7),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(oe.ResponseFormatError, match=r"was asked for ([a-z ]+) 7 and answered with \1 99\."):
            call()


def test_an_answer_about_another_marker_or_code_is_an_error(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """The case of a marker may differ, and a record that does not say its marker is believed."""
    answers["/forms/marker/order"] = {**FORM, "identifier": "sign_up"}
    answers["/discounts/marker/ten"] = {"id": 1, "identifier": "twenty"}
    answers["/discounts/coupons/validate"] = {"valid": True, "coupon": {"discountId": 1, "code": "TWENTY"}}
    for call, text in (
        (lambda: fresh.forms.get("order"), "asked for form 'order' and answered with form 'sign_up'."),
        (lambda: fresh.discounts.get("ten"), "asked for discount 'ten' and answered with discount 'twenty'."),
        (lambda: fresh.discounts.coupon("TEN"), "answered about another code than was asked for."),
    ):
        with pytest.raises(oe.ResponseFormatError, match=re.escape(text)):
            call()
    answers["/forms/marker/Sign_Up"] = {**FORM, "identifier": "sign_up"}
    assert fresh.forms.get("Sign_Up").marker == "sign_up"
    assert fresh.discounts.coupon(" twenty ").valid
    answers["/discounts/marker/ten"] = {"id": 1}
    with pytest.warns(oe.UnreadableRecordWarning, match="identifier is missing"):
        assert fresh.discounts.get("ten").id == 1


def test_no_refund_is_requested_after_a_list_of_another_order(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """Its pieces would count as requested."""
    answers["/orders/7/refund"] = [{"id": 1, "orderId": 5, "products": {"1": {"quantity": 1}}}]
    answers["POST /orders/7/refund"] = lambda: pytest.fail("a refund was requested")
    with pytest.raises(oe.ResponseFormatError, match=r"refund request 1 of order 5\. Nothing was sent"):
        fresh.refunds.request(7, products={1: 1})


def test_a_warning_says_of_which_storage_orders_are_missing(
    fresh: oe.Shop, server: Server, answers: dict[str, Any], tmp_path: Path
) -> None:
    """One storage of two gives ten orders of 25, and one of two statuses."""
    answers["/orders-storage"] = [STORAGE, {**STORAGE, "id": 2, "identifier": "bookings"}]
    server.lists[ORDERS_OF] = orders(25)
    answers["/orders-storage/marker/bookings/orders"] = {"items": orders(10), "total": 25}
    for call in (
        fresh.orders.list, fresh.orders.frame, fresh.orders.lines_frame, lambda: fresh.orders.to_parquet(tmp_path)
    ):  # fmt: skip
        with pytest.warns(oe.IncompleteListWarning) as caught:
            call()
        (text,) = [str(one.message) for one in caught]
        assert text.startswith("The server gave 10 of 25 orders of storage 'bookings'. ")
    with pytest.raises(oe.IncompleteListError, match="10 of 25 orders of storage 'bookings'"):
        fresh.orders.frame(strict=True)
    answers["/orders-storage/marker/bookings/order-statuses"] = {"items": [{"identifier": "new"}, {}], "total": 2}
    with pytest.warns(oe.UnreadableRecordWarning, match="^1 of 2 statuses of storage 'bookings' had to be left out"):
        fresh.orders.statuses("bookings")


@pytest.mark.parametrize("at", ["at_0", "at_24", "at_10"])
def test_dask_takes_a_list_with_a_record_without_a_number(fresh: oe.Shop, server: Server, at: str) -> None:
    """Also as its first or last one, by which a list that repeats itself is found."""
    server.lists[ORDERS_OF] = orders(25, **{at: {"id": None}})
    frame = fresh.orders.dask_frame("orders", partition_size=10)
    found, warned = said(lambda: frame.compute(scheduler="synchronous"))
    assert (len(found), len(warned)) == (24, 1)


def test_a_record_without_a_number_is_named_by_its_storage(
    fresh: oe.Shop, server: Server, answers: dict[str, Any], tmp_path: Path
) -> None:
    """Two storages have one at the same place."""
    answers["/orders-storage"] = [STORAGE, {**STORAGE, "id": 2, "identifier": "bookings"}]
    server.lists[ORDERS_OF] = orders(3, at_1=None)
    server.lists["/orders-storage/marker/bookings/orders"] = orders(3, at_1=None)
    odd = "it is null where an object belongs"
    text = (
        f"2 of 6 orders had to be left out: items[1] of storage 'orders': {odd}; items[1] of storage 'bookings': {odd}."
    )
    for call in (fresh.orders.list, fresh.orders.frame, lambda: fresh.orders.to_parquet(tmp_path)):
        _, warned = said(call)
        assert len(warned) == 1 and warned[0].startswith(text)
    with pytest.raises(oe.ResponseFormatError, match=r"answered with items\[1\] of storage 'orders', of which"):
        fresh.orders.frame(strict=True)


def test_an_answer_of_another_order_to_what_writes_is_an_error(fresh: oe.Shop, answers: dict[str, Any]) -> None:
    """It may have been carried out; sessions are of the order that was named."""
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 7}
    order = fresh.orders.get(7, "orders")
    session = {**SESSION, "id": 3, "orderId": 5}
    answers["/payments/sessions"] = session
    answers["/payments/sessions/order/7"] = [{**session, "orderId": 7}, session]
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 5}
    for call, text in (
        (lambda: fresh.payments.create_session(7), "session 3 of order 5. It may have been carried out"),
        (lambda: fresh.payments.sessions_for(7), "session 3 of order 5. Call again."),
        (lambda: fresh.orders._writer.update(order, products={1: 1}), "with order 5. It may have been carried out"),
    ):
        with pytest.raises(oe.ResponseFormatError, match=re.escape(text)):
            call()


@pytest.mark.parametrize("number", [{"id": None}, {}])
def test_an_update_whose_answer_has_no_number_is_of_the_order_that_was_sent(
    fresh: oe.Shop, answers: dict[str, Any], number: dict[str, None]
) -> None:
    answers[f"{ORDERS_OF}/7"] = {**ORDER, "id": 7}
    order = fresh.orders.get(7, "orders")
    answers[f"{ORDERS_OF}/7"] = {key: one for key, one in ORDER.items() if key != "id"} | number
    assert fresh.orders._writer.update(order, products={1: 1}).id == 7


@pytest.mark.parametrize("levels", [150, 2000])
@pytest.mark.parametrize("member", ["more", "formData"])
def test_a_record_that_is_nested_deeply_is_kept_and_travels(
    fresh: oe.Shop, answers: dict[str, Any], tmp_path: Path, levels: int, member: str
) -> None:
    """Beyond what Python copies, pickles or compares, in a member that is read or not."""
    deep = "[" * levels + "]" * levels
    odd = (
        {**ORDER, "id": 2, "more": "@"}
        if member == "more"
        else {**ORDER, "id": 2, "formData": [ENTRY | {"value": "@"}]}
    )
    pages = {"items": [odd, {**ORDER, "id": 1}], "total": 2}
    answers[ORDERS_OF] = json.dumps(pages).replace('"@"', deep).encode()
    answers[f"{ORDERS_OF}/2"] = json.dumps(odd).replace('"@"', deep).encode()
    listing, warned = said(lambda: fresh.orders.list("orders"))
    frame, of_frame = said(lambda: fresh.orders.frame("orders", raw=True))
    assert [one.id for one in listing] == frame["order_id"].tolist() == [2, 1]
    assert warned == of_frame == []
    assert frame["form.name"].tolist() == [one.form["name"] for one in listing]
    assert [json.loads(text)["id"] for text in frame["raw"]] == [2, 1]
    assert (fresh.orders.to_parquet(tmp_path, raw=True).orders, fresh.orders.get(2, "orders").id) == (2, 2)
    order = listing[0]
    assert pickle.loads(pickle.dumps(order)) == copy.deepcopy(order) == order
    assert dataclasses.asdict(order)["raw"] == order.raw
    assert len(repr(listing)) < 1_000 and pickle.dumps(frame)
    if member == "formData":
        with pytest.raises(oe.InputError, match=r"'formData\[0\]' of order 2 cannot be read"):
            fresh.orders.update(2, storage="orders", products={1: 1})


def test_half_an_emoji_in_one_record_costs_no_other(fresh: oe.Shop, answers: dict[str, Any], tmp_path: Path) -> None:
    """A text that was cut in JavaScript, in a member that is read, and in one that is not."""
    cut = "Tea \ud83d"
    odd = [{**ORDER, "id": 3, "more": cut}, {**ORDER, "id": 2, "formData": [ENTRY | {"value": cut}], "currency": cut}]
    answers[ORDERS_OF] = {"items": [*odd, {**ORDER, "id": 1}], "total": 3}
    answers[f"{ORDERS_OF}/2"] = odd[1]
    answers["/products/all"] = {"items": [{"id": 1, "localizeInfos": {"en_US": {"title": cut}}}, {"id": 2}], "total": 2}
    listing, frame = fresh.orders.list("orders"), fresh.orders.frame("orders", raw=True)
    assert [one.id for one in listing] == frame["order_id"].tolist() == [3, 2, 1]
    assert listing[1].form["name"] == frame["form.name"][1] == frame["currency"][1] == "Tea \ufffd"
    assert fresh.orders.get(2, "orders").currency == "Tea \ufffd"
    assert fresh.orders.to_parquet(tmp_path, raw=True).orders == 3
    assert [one.title for one in fresh.products.list()] == ["Tea \ufffd", None]


def test_records_without_a_number_on_a_page_that_comes_again_are_counted_once(
    fresh: oe.Shop, answers: dict[str, Any]
) -> None:
    """A server that ignores ``offset``, and says no total."""
    answers[ORDERS_OF] = orders(30, at_0=5, at_1=None, at_29={"id": "x"})
    with pytest.warns(oe.OneEntryWarning):
        found, frame = fresh.orders.list("orders"), fresh.orders.frame("orders")
    assert [one.id for one in found] == frame["order_id"].tolist() == list(range(28, 1, -1))
    assert found.fetch["set_aside"] == frame.attrs["fetch"]["set_aside"] == 3


def test_widgets_hear_what_could_not_be_read(fresh: oe.Shop, server: Server) -> None:
    """They have no line of the user's that a warning could point to."""
    server.lists[ORDERS_OF] = orders(3, at_1={"products": GONE})
    heard: list[str] = []
    with hear_shortfalls(heard.append):
        _, warned = said(fresh.orders.list)
    assert warned == []
    assert [one.partition(":")[0] for one in heard] == ["1 of 3 orders could not be read in full"]
