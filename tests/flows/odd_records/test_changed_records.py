"""A list, a frame, Parquet files and Dask partitions give the same records and the same warnings.

Well-formed records are changed one member at a time. The expected values come from the list: it reads every record as
an object, and what it cannot read is missing and named.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import oneentry_toolkit as oe
from oneentry_toolkit.frames.assemble import build
from oneentry_toolkit.frames.schema import LINES, MONEY, ORDERS, PRICES, SESSIONS, SUBMISSIONS, Column
from oneentry_toolkit.values.numbers import parse_whole

from .project import ORDER, SESSION, Server, said

pytestmark = pytest.mark.slow

PAYLOADS = Path(__file__).parents[2] / "payloads"
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


def has_large_total(record: Any) -> bool:
    """Whether the dtype ``money`` does not hold the total of an order."""
    return isinstance(record, dict) and record.get("totalSum") in (2**62, 2**63, -(2**63) - 1, "9" * 25)


def as_json(value: Any) -> Any:
    """Plain values with the numbers of ``json``."""
    return json.loads(_encode(value))


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
    found = [Line(order, place, line) for order in orders for place, line in enumerate(order.lines)]
    return build(LINES, found, money="decimal")


EVERY = [pytest.param(13, id="some"), pytest.param(1, id="all", marks=pytest.mark.long)]
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
        (orders, lines), of_frames = said(lambda: shop.orders.frames("orders", money="decimal", raw=True, workers=2))
        facts = orders.attrs["fetch"]
        assert of_frames == warned
        assert {key: facts[key] for key in listing.fetch if key != "pages"} == {
            key: value for key, value in listing.fetch.items() if key != "pages"
        }
        assert len(listing) + facts["set_aside"] + facts["repeats_dropped"] == len(batch)
        expected = build(
            [column for column in ORDERS if column.name != "storage_title"],
            listing,
            money="decimal",
        )
        assert_frame_equal(orders[list(expected)], expected)
        assert_frame_equal(orders.drop(columns="raw"), listing.to_frame(money="decimal"))
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

        server.lists["/orders-storage/marker/orders/orders"] = [one for one in batch if not has_large_total(one)]
        (orders, warned) = said(lambda: shop.orders.frame("orders", workers=2))
        dask_frame, _ = said(lambda: shop.orders.dask_frame("orders", workers=2))
        parts, of_parts = said(lambda dask_frame=dask_frame: dask_frame.compute(scheduler="synchronous"))
        assert [one.replace(" strict=True makes this an error.", "") for one in warned] == of_parts
        assert cells(parts, ORDERS) == cells(orders, ORDERS)
        assert parts["total"].dtype == orders["total"].dtype == "money"
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
        frame, of_frame = said(lambda: shop.payments.frame(money="decimal", workers=2))
        assert of_frame == warned
        assert frame.attrs["fetch"]["details"] == listing.fetch["details"]
        assert_frame_equal(frame.drop(columns="payment_account"), build(columns, listing, money="decimal"))
    print(f"{count} changed payment sessions")


@pytest.mark.parametrize("every", EVERY)
def test_products_are_alike_as_list_and_frame(shop: oe.Shop, server: Server, every: int) -> None:
    count = 0
    for batch in batches(itertools.islice(mutations(*published("products.get.1")), 0, None, every)):
        count += len(batch)
        server.lists["/products/all"] = batch
        listing, warned = said(shop.products.list)
        frame, of_frame = said(lambda: shop.products.frame(money="decimal"))
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
        frame, of_frame = said(lambda: shop.products.prices_frame("tea", money="decimal"))
        assert of_frame == warned
        assert_frame_equal(frame, build(PRICES, listing, money="decimal"))


@pytest.mark.parametrize("every", EVERY)
def test_submissions_are_alike_as_list_and_frame(shop: oe.Shop, server: Server, every: int) -> None:
    record = published("formData.list.2")[0] | {"entityId": 14, "status": "sent", "parentId": 3}
    for batch in batches(itertools.islice(mutations(record), 0, None, every)):
        server.lists["/form-data/marker/reviews"] = batch
        listing, warned = said(lambda: shop.forms.submissions("reviews"))
        frame, of_frame = said(lambda: shop.forms.submissions_frame("reviews"))
        assert of_frame == warned
        assert_frame_equal(frame[[column.name for column in SUBMISSIONS]], build(SUBMISSIONS, listing))
        assert_frame_equal(frame, listing.to_frame())


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
