"""Bytes to columns: the quick way and the way of the objects, fed with the same bytes, give the same frames."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st
from pandas.api.types import is_object_dtype
from pandas.testing import assert_frame_equal

from oneentry_toolkit import ResponseFormatError
from oneentry_toolkit.assembly import Assembly, build
from oneentry_toolkit.chunks import Seen
from oneentry_toolkit.columns import Decoder
from oneentry_toolkit.endpoints import ENDPOINTS
from oneentry_toolkit.frames import LINES, ORDERS, SESSIONS
from oneentry_toolkit.messages import parse
from oneentry_toolkit.order import Order, OrderLine
from oneentry_toolkit.order_columns import OrderDecoder
from oneentry_toolkit.order_lists import _Fetched
from oneentry_toolkit.paging import read_page
from oneentry_toolkit.payments import PaymentSession
from oneentry_toolkit.reading import Reader

FOLDER = Path(__file__).parents[1] / "payloads"
LANG = "en_US"
_encode = msgspec.json.Encoder(decimal_format="number").encode
SESSION_COLUMNS = [column for column in SESSIONS if column.name != "payment_account"]
OBJECT_COLUMNS = [column for column in ORDERS if column.name != "storage_title"]  # no member of the object


def parse_body(body: bytes) -> Any:
    """Plain values of a body, as ``Wire.parse`` gives them."""
    return parse(ENDPOINTS["list_orders"], body)


def decoder(*, objects: bool = True, raw: bool = False, seen: Seen | None = None, lang: str = LANG) -> OrderDecoder:
    """A decoder of orders; without ``objects`` it may not make any, so that only the quick way is left."""
    found = OrderDecoder(
        "orders",
        storage_title=lambda: "Orders",
        parse=parse_body,
        operation="listOrders",
        lang=lang,
        raw=raw,
        seen=seen,
    )
    if not objects:
        found._read = _refuse
    return found


def _refuse(reader: Reader) -> Any:
    raise AssertionError(f"the way of the objects was taken: {reader.raw}")


Frames = tuple[pd.DataFrame, pd.DataFrame]
T = TypeVar("T")


def frames(one: OrderDecoder, bodies: Sequence[bytes], *, groups: int = 1) -> Frames:
    """Orders and lines as ``shop.orders.frames`` makes them, from this many groups of pages."""
    fetched = _Fetched(orders=True, lines=True)
    for group in np.array_split(np.arange(len(bodies)), groups):
        if len(group):
            fetched.add(one.decode([bodies[index] for index in group]), None)
    return fetched.orders_frame("decimal").drop(columns="storage_title"), fetched.lines_frame("decimal")


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


def objects(bodies: Sequence[bytes], lang: str = LANG) -> list[Order]:
    """The orders of pages, one object each."""
    return [
        Order.read(Reader(item, operation="listOrders", lang=lang, path=f"$.items[{index}]"), "orders")
        for body in bodies
        for index, item in enumerate(read_page(parse_body(body), "listOrders")[0])
    ]


def object_frames(bodies: Sequence[bytes], lang: str = LANG) -> Frames:
    """The same frames from objects."""
    found = objects(bodies, lang)
    lines = [_Line(order, place, line) for order in found for place, line in enumerate(order.lines)]
    return build(OBJECT_COLUMNS, found, extra=[order.form for order in found]), build(LINES, lines)


def assert_same(found: Frames, expected: Frames) -> None:
    """Values, dtypes, names and their order, and each digit of the money."""
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


# What real servers sent


def bodies_of(*starts: str) -> list[Any]:
    return [
        pytest.param(example["body"], id=path.stem)
        for path in sorted(FOLDER.glob("*.json"))
        if path.name.startswith(starts) and (example := json.loads(path.read_text()))["kind"] != "request"
    ]


def as_page(body: Any) -> bytes:
    items = body["items"] if isinstance(body, dict) and "items" in body else body if isinstance(body, list) else [body]
    return json.dumps({"items": items, "total": len(items)}).encode()


ORDER_BODIES = bodies_of("orders.list", "orders.get", "orders.create", "orders.update")
SESSION_BODIES = bodies_of("payments.session.", "payments.sessions", "payments.sessionBy", "payments.createSession")


@pytest.mark.parametrize("body", ORDER_BODIES)
def test_every_published_order(body: Any) -> None:
    """Lists as they are, single orders as a page; one by one and several pages together."""
    one = as_page(body)
    assert len(object_frames([one])[0]) > 0
    assert_same(frames(decoder(), [one]), object_frames([one]))
    assert_same(frames(decoder(seen=_nothing_is_old()), [one, one]), object_frames([one, one]))


@pytest.mark.parametrize("body", bodies_of("orders.list", "orders.get"))
def test_published_orders_that_are_read_take_the_quick_way(body: Any) -> None:
    """No object is made of what current servers send."""
    body = as_page(body)
    assert_same(frames(decoder(objects=False), [body]), object_frames([body]))


@pytest.mark.parametrize("body", SESSION_BODIES)
def test_every_published_payment_session(body: Any) -> None:
    """The same for payment sessions."""
    one = as_page(body)
    expected = build(SESSION_COLUMNS, [PaymentSession.read(reader) for reader in _readers(one, "listPaymentSessions")])
    for read in (PaymentSession.read, _refuse):
        chunk = Decoder(
            SESSION_COLUMNS, read=read, parse=parse_body, operation="listPaymentSessions", lang=LANG
        ).decode([one])
        found = Assembly(SESSION_COLUMNS)
        found.add(chunk.columns)
        assert_frame_equal(found.frame(), expected)


def _readers(body: bytes, operation: str) -> list[Reader]:
    items, _ = read_page(parse_body(body), operation)
    return [Reader(item, operation=operation, lang=LANG) for item in items]


class _nothing_is_old(Seen):  # noqa: N801
    def new(self, numbers: np.ndarray[Any, Any]) -> None:
        del numbers


# What servers might send

MONEY = (
    st.none()
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=2)
    | st.integers(-(10**25), 10**25).map(Decimal)
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**6, places=6)
)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8) | st.sampled_from(
    ["é", "日本", "\U0001f600", "a\x00b", '"\\/\b\f\n\r\t', "\u2028", "null", "1", "2025-01-01T00:00:00Z"]
)
MARKERS = st.sampled_from(["name", "email", "", "поле", "a\x00", "x.y"])
DATES = (
    st.none()
    | st.datetimes().map(lambda one: f"{one.isoformat(timespec='milliseconds')}Z")
    | st.sampled_from(["2023-01-01 12:12", "2025-04-30", "2025-04-30T20:15:29.254123Z", "2025-04-30T20:15:29+02:00"])
)
TITLES = (
    st.none() | st.builds(lambda text: {LANG: {"title": text}}, WORDS) | st.builds(lambda one: {"title": one}, WORDS)
)
IDS = st.integers(-(2**63), 2**63 - 1)


def members(**kinds: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of which any member may be absent, `id` not, in any order, with some that nobody knows."""
    whole = st.fixed_dictionaries(
        {"id": IDS}, optional=kinds | {"unknown": st.sampled_from([None, 1, [{"a": [1.5]}], {}])}
    )
    return whole.flatmap(lambda one: st.permutations(list(one.items())).map(dict))


PLAIN_LINES = members(
    productId=st.none() | IDS,
    title=st.none() | WORDS,
    sku=st.none() | WORDS,
    price=st.none() | st.decimals(0, 10**9, places=2) | st.decimals(0, 10**6, places=6),
    quantity=st.none() | st.integers(-(10**6), 10**6),
    isGift=st.none() | st.booleans(),
)
PLAIN = {
    "createdDate": DATES,
    "statusIdentifier": st.none() | st.sampled_from(["new", "paid", "é"]),
    "statusLocalizeInfos": TITLES,
    "totalSum": MONEY | MONEY.filter(lambda one: one is not None).map(str),
    "currency": st.none() | st.sampled_from(["", "USD", "€"]),
    "isCompleted": st.none() | st.booleans(),
    "paymentAccountIdentifier": st.none() | WORDS,
    "paymentAccountLocalizeInfos": TITLES,
    "products": st.none() | st.lists(PLAIN_LINES, max_size=3),
    "paymentUrl": st.none() | WORDS,
    "formIdentifier": WORDS,
}
TEXT_FORM = st.lists(
    st.fixed_dictionaries({}, optional={"marker": MARKERS | st.none(), "value": WORDS | st.none(), "type": WORDS}),
    max_size=4,
)
ODD_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.decimals(-100, 100, places=3) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
ODD_FORM = st.lists(
    st.fixed_dictionaries({"value": ODD_VALUES}, optional={"marker": MARKERS | st.none() | st.integers()}), max_size=4
)


def orders(form: st.SearchStrategy[Any]) -> st.SearchStrategy[list[list[dict[str, Any]]]]:
    """Some pages of orders, no number twice."""
    flat = st.lists(members(**PLAIN, formData=st.none() | form), max_size=6, unique_by=lambda one: one["id"])
    return flat.flatmap(
        lambda found: st.lists(st.integers(0, len(found)), max_size=3).map(
            lambda cuts: [found[a:b] for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), len(found)], strict=True)]
        )
    )


@pytest.mark.slow
@settings(max_examples=60)
@given(orders(TEXT_FORM), st.integers(1, 3), st.booleans())
def test_plain_orders_take_the_quick_way(pages: list[list[dict[str, Any]]], groups: int, ascii_only: bool) -> None:
    """Absent members, nulls, text or numbers for money, repeated markers: the same frames, and no object is made."""
    bodies = [page(*one) for one in pages]
    if ascii_only:
        bodies = [_escaped(msgspec.json.format(body, indent=2)) for body in bodies]
    assert_same(frames(decoder(objects=False), bodies, groups=groups), object_frames(bodies))


def _escaped(body: bytes) -> bytes:
    """Escapes instead of letters."""
    return "".join(one if ord(one) < 128 else json.dumps(one)[1:-1] for one in body.decode()).encode()


@pytest.mark.slow
@settings(max_examples=60)
@given(orders(ODD_FORM), st.integers(1, 3))
def test_odd_answers_take_the_quick_way_too(pages: list[list[dict[str, Any]]], groups: int) -> None:
    """Numbers, lists, objects and booleans as answers keep their types; still no object is made of an order."""
    bodies = [page(*one) for one in pages]
    assert_same(frames(decoder(objects=False), bodies, groups=groups), object_frames(bodies))


def member(text: str) -> bytes:
    """An order with this member more."""
    return b'{"items": [{"id": 7}, {"id": 1, %s}], "total": 2}' % text.encode()


TOO_DEEP = "[" * 50_000 + "]" * 50_000  # for every Python
NOTHING = ("null", "{}", "[]", '""', '"x"', "5", "true", "[null]", "[5]", "[[]]", "[{}]")
CASES = {
    "createdDate": (
        *NOTHING,
        '"2025-04-30T20"',
        '"2025-04-30T20:15:60Z"',
        '"0000-01-01T00:00:00Z"',
        '"0001-01-01T00:00:00+01:00"',
        '"9999-12-31T23:59:59-05:00"',
        '"2025-04-30T24:00:00Z"',
        '"2025-04-30T20:15:29.123456789Z"',
        '"2025-02-30"',
        '"2025-04-30T20:15:29+0200"',
        '"2025-04-30T20:15:29+25:00"',
        '"2025-04-30T20:15:29z"',
        '"12025-02-03"',
        '"2025-04-30T20:15:29,5Z"',
        '"20250430T201529Z"',
        '" 2025-04-30"',
        '"2025-04-30T20:15:29.Z"',
        "1700000000",
    ),
    "totalSum": (
        *NOTHING,
        "1.5",
        '"1.50"',
        '"+5"',
        '".5"',
        '"5."',
        '"."',
        '" 5"',
        '"1e3"',
        "1e3",
        "1E-3",
        "1.1234567",
        '"1.1234567"',
        "12345678901234567890123456789012345678",
        '"123456789012345678901234567890123456789"',
        "-0",
        '"1,5"',
        '"1_000"',
        '"NaN"',
        "1e400",
        "1e-400",
        "1e31",
        "1e32",
        "3e34",
        '"3e34"',
        "3e36",
        "1e37",
        "1e38",
        "30000000000000000000000000000000000",
        '"\\u0663"',
        "1.0000000",
        "1e99999999999999999999",
        '"1e99999999999999999999"',
        "1e-99999999999999999999",
        "0.00000000000000000000000000000000000001",
    ),
    "isCompleted": (*NOTHING, "false", '"true"', "1", "0"),
    "statusIdentifier": (*NOTHING, '"a\\ud800"', '"a\\udc00"', '"\\ud83d\\ude00"', '"a\\u0000"', '"\\/"', '"\\x"'),
    "currency": NOTHING,
    "paymentUrl": NOTHING,
    "statusLocalizeInfos": (
        *NOTHING,
        '{"ru_RU": {"title": "a"}}',
        '{"en_US": null, "title": "b"}',
        '{"en_US": null}',
        '{"en_US": {}}',
        '{"en_US": {"title": null}, "title": "z"}',
        '{"en_US": "x"}',
        '{"en_US": {"title": 5}}',
        '{"title": 5}',
        '{"ru_RU": {"title": "a"}, "de_DE": {"title": "b"}}',
        '{"title": {"en_US": "a"}}',
    ),
    "products": (
        *NOTHING,
        '[{"id": null}]',
        '[{"id": "1"}]',
        '[{"id": 1, "productId": 2}]',
        '[{"id": 1, "productId": null}]',
        '[{"productId": 2}]',
        '[{"id": 1, "isGift": "true"}]',
        '[{"id": 1, "title": 5}]',
        '[{"id": 1, "id": 2}]',
        '[{"id": 1, "quantity": 1.0}]',
        '[{"id": 1, "quantity": "1"}]',
        '[{"id": 1, "quantity": 9223372036854775808}]',
        '[{"id": 1, "price": 999999999999.999999, "quantity": 1000000000000}]',
        '[{"id": 1, "price": 1e12, "quantity": 2}]',
        '[{"id": 1, "price": 1234567890123456789012345.67, "quantity": 1234567890123}]',
        '[{"id": 1, "price": "", "quantity": 2}]',
        '[{"id": 1, "price": "1.10", "quantity": 3}, {"id": 1}]',
    ),
    "formData": (
        *NOTHING,
        '{"en_US": [{"marker": "a", "value": "b"}]}',
        '{"ru_RU": [{"marker": "a", "value": "b"}]}',
        '{"en_US": null}',
        '{"en_US": "x"}',
        '{"en_US": {}}',
        '{"marker": "a"}',
        '[{"marker": "a", "value": 1.50}]',
        '[{"marker": "a", "value": 123456789012345678901234567890}]',
        '[{"marker": "a", "value": {"b": [1.5]}}]',
        '[{"marker": "a", "value": "1"}, {"marker": "a", "value": "2"}]',
        '[{"marker": 5, "value": "b"}]',
        '[{"marker": "a", "value": "1"}, {"marker": "a"}]',
        '[{"marker": "a", "value": "\\ud800"}]',
        '[{"marker": "a", "value": 1e99999999999999999999}]',
    ),
    "unknown": (*NOTHING, '"\\ud800"', "1e999", "9" * 500, "01"),
    "id": ("null", '"1"', "1.0", "true", "9223372036854775807", "9223372036854775808", "-1", "1e2"),
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in CASES.items() for value in values])
def test_any_value_anywhere(key: str, value: str) -> None:
    """The same frame or the same error, alone and beside a page that is as it should be."""
    body = member(f'"{key}": {value}')
    assert_alike([body])
    assert_alike([page({"id": 100}), body, page({"id": 101})])


@pytest.mark.parametrize("value", ["NaN", "-Infinity", TOO_DEEP])
def test_what_no_column_reads_is_skipped(value: str) -> None:
    """Arrow overlooks it in a member that is in no column; who asks for the members as text gets the usual error."""
    body = member(f'"unknown": {value}')
    assert frames(decoder(), [body])[0]["order_id"].tolist() == [7, 1]
    expected = verdict(lambda: object_frames([body]))
    assert "not JSON" in expected
    assert verdict(lambda: frames(decoder(raw=True), [body])) == expected


GOOD, OTHER = b'{"items":[{"id":1}],"total":2}', b'{"items":[{"id":2}],"total":2}'
SHAPES: list[tuple[bytes, ...]] = [
    (GOOD + OTHER,),
    (GOOD + b"\n" + OTHER,),
    (GOOD + OTHER, b""),
    (b"", GOOD + OTHER),
    (GOOD, b" ", OTHER),
    (GOOD + b'{"items":', b'[{"id":2}]}'),
    (b'{"items":[{"id":1}', b'],"total":1}', GOOD + OTHER),
    (b"null",),
    (GOOD, b"null"),
    (GOOD + b"null", b""),
    (b"5",),
    (b'"x"',),
    (b"true",),
    (b"",),
    (b"[]",),
    (b"{}",),
    (b"[null]",),
    (b'[{"id":1},{"id":2}]',),
    (GOOD, b'[{"id":2}]'),
    (b'[[{"id":1}]]',),
    (b"<html>",),
    (b"\xef\xbb\xbf" + GOOD,),
    (GOOD, b"\xef\xbb\xbf" + OTHER),
    (b"\r\n " + GOOD + b"\n\n \t",),
    (GOOD + b"x",),
    (GOOD + b"\x00",),
    (b'{"items":[{"id":1}],\x00"total":1}',),
    (b'{"items":[{"id":1},],"total":1}',),
    (GOOD[:-1],),
    (b'{"items":null}',),
    (b'{"items":{}}',),
    (b'{"items":[null]}',),
    (b'{"items":[5]}',),
    (b'{"items":[[]]}',),
    (b'{"items":[{}]}',),
    (GOOD, b'{"items":[{"id":2},{}]}'),
    (b'{"statusCode":200,"message":"x"}',),
    (b'{"items":[],"total":0}',),
    (b'{"items":[]}', GOOD),
    (b"{'items':[{'id':1}]}",),
    (b'{"items":[{"id":01}]}',),
    (b'{"items":[{"id":1,"id":2}]}',),
    (b'{"items":[{"id":1}],"items":[{"id":2}]}',),
    (b'{"items":[{"id":1,"id":null}]}',),
    (b'{"items":[{"\\u0069d":1}]}',),
    (b'{"items":[{"ID":1}]}',),
    (b'{"items":[{"id":1}]/*x*/}',),
    (b'{"items":[{"id":1,"statusIdentifier":"\xff"}]}',),
    (b'{"items":[{"id":1,"x":"\xff"}]}',),
    (b'{"items":[{"id":1,"\xff":1}]}',),
    (b'{"items":[{"id":1}],"z":"\xff"}',),
    (b'{"items":[{"id":1,"x":"a\nb"}]}',),
    (b'{"items":[{"id":1,"statusIdentifier":"\xed\xa0\x80"}]}',),
    (b'{"items":[{"id":1,"x":"a\x00b"}]}',),
]


@pytest.mark.parametrize("bodies", SHAPES)
def test_any_shape_of_a_page(bodies: tuple[bytes, ...]) -> None:
    """Two values in one body, none, no JSON, no UTF-8: alike both ways, with `raw` too. `null` ends no kernel."""
    assert_alike(bodies)
    assert verdict(lambda: frames(decoder(raw=True), bodies)[0]["order_id"].tolist()) == verdict(
        lambda: object_frames(bodies)[0]["order_id"].tolist()
    )


TOTALS = ("12", '"12"', "-5", '"-5"', "12.0", "12.5", '"12.0"', "true", '"many"', "1e2", "null", "[]", "9" * 20)


@pytest.mark.parametrize("total", [*TOTALS, f'"{"9" * 20}"', '"+5"', '"0012"', '12, "total": 13'])
def test_totals(total: str) -> None:
    """The same in the quick way, in the look at the head, and in the way of the objects."""
    body = b'{"items": [{"id": 1}], "total": %s}' % total.encode()
    items, expected = read_page(parse_body(body), "listOrders")
    chunk = decoder().decode([body])
    assert (chunk.counts, chunk.totals) == ([len(items)], [expected])
    assert decoder().head(body) == (len(items), expected)


@pytest.mark.parametrize("bodies", SHAPES)
def test_the_head_of_any_shape(bodies: tuple[bytes, ...]) -> None:
    """Length and total as the way of the objects has them, or its error."""
    for body in bodies:
        if any(odd in body for odd in (b"\xff", b"\xed", b"\x00")):
            continue  # what no member of the head is, it does not look at
        expected = verdict(lambda body=body: _head(body))
        assert verdict(lambda body=body: decoder().head(body)) == expected


def _head(body: bytes) -> tuple[int, int | None]:
    items, total = read_page(parse_body(body), "listOrders")
    return len(items), total


def test_the_head_of_a_page_that_is_too_deep() -> None:
    """An error that says so, no RecursionError."""
    with pytest.raises(ResponseFormatError, match="not JSON"):
        decoder().head(member(f'"x": {TOO_DEEP}'))


def test_quantities_that_no_column_holds() -> None:
    """Said, where sums would wrap round."""
    lines = ", ".join(['{"id": 1, "quantity": 4611686018427387904}'] * 2)
    with pytest.raises(ResponseFormatError, match="numbers that are too large for a column"):
        decoder().decode([member(f'"products": [{lines}]')])


def test_amounts_of_lines_are_exact() -> None:
    """Beyond the 28 digits to which Python rounds products."""
    body = member('"products": [{"id": 1, "price": 1234567890123456789012345.67, "quantity": 1234567890123}]')
    assert str(frames(decoder(), [body])[1]["amount"][0]) == "1524157875323319738002331962811054817.41"


MANTISSAS = st.integers(-(10**25), 10**25) | st.integers(1, 99)


@pytest.mark.slow
@given(MANTISSAS, st.integers(-45, 60), st.sampled_from(["{0}e{1}", '"{0}e{1}"', "plain", '"plain"']))
def test_no_amount_is_ever_another(mantissa: int, exponent: int, form: str) -> None:
    """Large, small, in any notation: exact or an error. (Arrow's reader wraps those round that are too large.)"""
    amount = Decimal(mantissa).scaleb(exponent)
    text = form.replace("plain", f"{amount:f}").format(mantissa, exponent)
    assert_alike([member(f'"totalSum": {text}, "products": [{{"id": 1, "quantity": 1, "price": {text}}}]')])


@pytest.mark.parametrize("amount", ["5e-45", "123.45E-43", "5.e-45", "1e-007", "7e-198", "1e-10000000", "-1e-99"])
@pytest.mark.parametrize("form", ["{}", '"{}"', ' {}\n, "a": 0'])
def test_amounts_too_small_for_arrow(amount: str, form: str) -> None:
    """Its reader takes some of them for 0, and dies of others; here they are refused, or exact."""
    text = form.format(amount)
    assert_alike([member(f'"totalSum": {text}, "products": [{{"id": 1, "quantity": 1, "price": {text}}}]')])


@pytest.mark.parametrize("digit", range(6))
@pytest.mark.parametrize("notation", ["\\u{:04x}", "\\u{:04X}"])
def test_amounts_too_small_for_arrow_in_disguise(digit: int, notation: str) -> None:
    """Any of their characters may be written as an escape."""
    amount = "5.e-45"
    text = f'"{amount[:digit]}{notation.format(ord(amount[digit]))}{amount[digit + 1 :]}"'
    assert_alike([member(f'"totalSum": {text}, "products": [{{"id": 1, "quantity": 1, "price": {text}}}]')])


def test_text_that_looks_like_a_small_number_stays_quick() -> None:
    """Words, addresses and numbers of articles."""
    names = ["0e-12-a", "blue-10", "fe-123", "1e-9", "9e-", "e-10", "8e-4b12-9e1e-10f", "E-45", "\\u0026\\u00e9\\u002f"]
    text = ", ".join(f'{{"marker": "m{at}", "type": "string", "value": "{name}"}}' for at, name in enumerate(names))
    one = decoder()
    one._read = _refuse
    found, _ = frames(one, [member(f'"formData": [{text}]')])
    assert [found[f"form.m{at}"][1] for at in range(len(names))] == [*names[:-1], "&é/"]


def test_items_that_come_twice_are_dropped_with_their_lines() -> None:
    """Across pages, groups and both ways; answers and raw texts stay beside their orders."""
    one = {"id": 1, "products": [{"id": 5}, {"id": 6}], "formData": [{"marker": "a", "value": "x"}]}
    two = {"id": 2, "products": [{"id": 7}], "formData": {LANG: [{"marker": "a", "value": 5}]}}
    three = {"id": 3, "formData": [{"marker": "b", "value": "y"}]}
    decode = decoder(raw=True)
    fetched = _Fetched(orders=True, lines=True)
    left = []
    for bodies in ([page(one), page(one, two)], [page(two, three), page(one)]):
        chunk = decode.decode(bodies)
        left.append(chunk.drop_repeats())
        fetched.add(chunk, None)
    lines, found = fetched.lines_frame("decimal"), fetched.orders_frame("decimal")
    assert left == [2, 1]
    assert found["order_id"].tolist() == [1, 2, 3]
    assert found["line_count"].tolist() == [2, 1, 0]
    assert found["form.a"].tolist() == ["x", 5, None]
    assert [json.loads(text)["id"] for text in found["raw"]] == [1, 2, 3]
    assert lines[["order_id", "product_id", "line"]].to_numpy().tolist() == [[1, 5, 0], [1, 6, 1], [2, 7, 0]]


def test_raw_is_the_text_as_it_came() -> None:
    """Members without a column, digits and escapes as they were."""
    text = '{"id": 1,  "more": {"n": 1.10, "t": "\\u00e9"}}'
    found, _ = frames(decoder(raw=True), [page(text)])
    assert found["raw"].tolist() == [text]


def test_one_odd_page_leaves_the_others_quick() -> None:
    """Only the page that does not fit is read item by item."""
    made = []
    one = decoder()
    read = one._read
    one._read = lambda reader: made.append(reader.id()) or read(reader)  # type: ignore[func-returns-value]
    chunk = one.decode([page({"id": 1}), page({"id": 2, "products": {}}), page({"id": 3})])
    assert made == [2]
    assert chunk.columns["order_id"].to_pylist() == [1, 2, 3]
    assert isinstance(chunk.columns["total"], pa.Array)
