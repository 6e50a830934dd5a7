"""Orders from bytes to frames, by columns and by objects: the slow way judges the quick one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
import numpy as np
import pandas as pd
from pandas.api.types import is_object_dtype
from pandas.testing import assert_frame_equal

from oneentry_toolkit import ResponseFormatError
from oneentry_toolkit.frames.answers import AnswerField
from oneentry_toolkit.frames.assemble import build
from oneentry_toolkit.frames.chunks import Seen
from oneentry_toolkit.frames.decode import Misfit
from oneentry_toolkit.frames.schema import LINES, ORDERS, SESSIONS
from oneentry_toolkit.lists.plan import read_page
from oneentry_toolkit.orders.decode import OrderDecoder
from oneentry_toolkit.orders.fetched import Fetched
from oneentry_toolkit.orders.models import Order, OrderLine
from oneentry_toolkit.transport.messages import parse
from oneentry_toolkit.transport.operations import ENDPOINTS
from oneentry_toolkit.values.reader import Reader, read_record
from oneentry_toolkit.values.unreadable import Findings

LANG = "en_US"

_encode = msgspec.json.Encoder(decimal_format="number").encode

SESSION_COLUMNS = [column for column in SESSIONS if column.name != "payment_account"]

OBJECT_COLUMNS = [column for column in ORDERS if column.name != "storage_title"]  # no member of the object


def parse_body(body: bytes) -> Any:
    """Plain values of a body, as ``ApiClient.parse`` gives them."""
    return parse(ENDPOINTS["list_orders"], body)


def decoder(
    *, objects: bool = True, raw: bool = False, seen: Seen | None = None, lang: str = LANG, fields: Fields = ()
) -> OrderDecoder:
    """A decoder of orders; without ``objects`` it may not make any, so that only the quick way is left."""
    found = OrderDecoder(
        "orders",
        storage_title=lambda: "Orders",
        fields=lambda: fields,
        parse=parse_body,
        operation="listOrders",
        lang=lang,
        raw=raw,
        seen=seen,
    )
    if not objects:
        found._read = refuse
    return found


def refuse(reader: Reader) -> Any:
    raise AssertionError(f"the way of the objects was taken: {reader.raw}")


Frames = tuple[pd.DataFrame, pd.DataFrame]
Fields = Sequence[AnswerField]

T = TypeVar("T")


def only_objects(fields: Fields = ()) -> OrderDecoder:
    """A decoder that takes the way of the objects."""
    found = decoder(fields=fields)
    found._quick = misfit  # type: ignore[method-assign]
    return found


def misfit(_bodies: list[bytes]) -> Any:
    raise Misfit


def frames(one: OrderDecoder, bodies: Sequence[bytes], *, groups: int = 1) -> Frames:
    """Orders and lines as ``shop.orders.frames`` makes them, from this many groups of pages."""
    fetched = Fetched(orders=True, lines=True, money="decimal", fields=one._fields)
    findings, start = Findings(), 0
    for group in np.array_split(np.arange(len(bodies)), groups):
        if len(group):
            chunk = one.decode([bodies[index] for index in group])
            chunk.start = start
            start += sum(chunk.counts)
            chunk.report_to(findings)
            fetched.add(chunk)
    orders = fetched.orders_frame().drop(columns="storage_title")
    orders.attrs["findings"] = findings
    return orders, fetched.lines_frame()


@dataclass(frozen=True)
class _Line:
    order: Order
    line: int
    of: OrderLine

    @property
    def order_id(self) -> int:
        return self.order.id

    def __getattr__(self, name: str) -> Any:
        return getattr(self.of if hasattr(self.of, name) else self.order, name)


def objects(bodies: Sequence[bytes], lang: str = LANG) -> tuple[list[Order], Findings]:
    """The orders of pages, one object each, and what could not be read."""
    found: list[Order] = []
    findings = Findings()
    items = [item for body in bodies for item in read_page(parse_body(body), "listOrders")[0]]
    for place, item in enumerate(items):
        order, oddities = read_record(
            item, lambda reader: Order.read(reader, "orders"), operation="listOrders", lang=lang
        )
        findings.record(order and order.id, place, oddities, set_aside=order is None)
        found += [] if order is None else [order]
    return found, findings


def object_frames(bodies: Sequence[bytes], lang: str = LANG) -> Frames:
    """The frames made from objects."""
    found, findings = objects(bodies, lang)
    lines = [_Line(order, place, line) for order in found for place, line in enumerate(order.lines)]
    orders = build(OBJECT_COLUMNS, found, money="decimal", extra=[order.form for order in found])
    orders.attrs["findings"] = findings
    return orders, build(LINES, lines, money="decimal")


def assert_same(found: Frames, expected: Frames) -> None:
    """Values, dtypes, names and their order, each digit of the money, and what could not be read."""
    assert found[0].attrs["findings"] == expected[0].attrs["findings"]
    for one, other in zip(found, expected, strict=True):
        assert_frame_equal(one, other)
        for column in (name for name in one if is_object_dtype(one[name])):
            assert [repr(value) for value in one[column]] == [repr(value) for value in other[column]]


def page(*items: Any, total: Any = ...) -> bytes:
    """A page of orders, each a dict or JSON text."""
    texts = [item if isinstance(item, str) else write(item) for item in items]
    end = f', "total": {write(len(items) if total is ... else total)}'
    return f'{{"items": [{", ".join(texts)}]{end}}}'.encode()


def write(value: Any) -> str:
    """JSON with exact numbers."""
    return _encode(value).decode()


def verdict(make: Callable[[], T]) -> T | str:
    """What is made, or the error's words and place."""
    try:
        return make()
    except ResponseFormatError as error:
        return f"{error} [{error.json_path}]"


def assert_alike(bodies: Sequence[bytes]) -> None:
    """Both ways end alike, in frames or in the same error."""
    found, expected = verdict(lambda: frames(decoder(), bodies)), verdict(lambda: object_frames(bodies))
    if isinstance(found, str) or isinstance(expected, str):
        assert found == expected
    else:
        assert_same(found, expected)


def member(text: str) -> bytes:
    """An order with this member more."""
    return b'{"items": [{"id": 7}, {"id": 1, %s}], "total": 2}' % text.encode()
