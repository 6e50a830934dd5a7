"""Decoding of bytes to columns: the fast path and the object path return equal frames."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st
from pandas.testing import assert_frame_equal

from oneentry_toolkit.frames.assemble import Assembly, build
from oneentry_toolkit.frames.chunks import Seen
from oneentry_toolkit.frames.decode import Decoder
from oneentry_toolkit.lists.plan import read_page
from oneentry_toolkit.orders.fetched import Fetched
from oneentry_toolkit.payments.models import PaymentSession
from oneentry_toolkit.values.reader import Reader

from .both_ways import (
    LANG,
    SESSION_COLUMNS,
    assert_same,
    decoder,
    frames,
    object_frames,
    page,
    parse_body,
    refuse,
)

FOLDER = Path(__file__).parents[1] / "payloads"


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
def test_decoder_equals_objects_for_published_orders(body: Any) -> None:
    one = as_page(body)
    assert len(object_frames([one])[0]) > 0
    assert_same(frames(decoder(), [one]), object_frames([one]))
    assert_same(frames(decoder(seen=_nothing_is_old()), [one, one]), object_frames([one, one]))


@pytest.mark.parametrize("body", bodies_of("orders.list", "orders.get"))
def test_published_orders_use_the_fast_path(body: Any) -> None:
    body = as_page(body)
    assert_same(frames(decoder(objects=False), [body]), object_frames([body]))


@pytest.mark.parametrize("body", SESSION_BODIES)
def test_decoder_equals_objects_for_published_payment_sessions(body: Any) -> None:
    one = as_page(body)
    expected = build(SESSION_COLUMNS, [PaymentSession.read(reader) for reader in _readers(one, "listPaymentSessions")])
    for read in (PaymentSession.read, refuse):
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

LANGS = st.sampled_from([LANG, LANG.replace("_", "-")])
NAMES = WORDS.filter(bool)  # an empty title may have one in another language, which only the objects know
TITLES = (
    st.none()
    | st.builds(lambda lang, text: {lang: {"title": text}}, LANGS, NAMES)
    | st.builds(lambda one: {"title": one}, NAMES)
)

IDS = st.integers(-(2**63), 2**63 - 1)


def members(**kinds: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of which any member may be absent, `id` not, in any order, with some unknown ones."""
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
    "paymentStatusIdentifier": st.none() | st.sampled_from(["new-payment", "é"]),
    "fulfillmentStatusIdentifier": st.none() | st.sampled_from(["packed"]),
    "paymentStrategy": st.none() | st.sampled_from(["once", "split"]),
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
    st.fixed_dictionaries({"marker": MARKERS}, optional={"value": WORDS | st.none(), "type": WORDS}), max_size=4
)

ODD_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.decimals(-100, 100, places=3) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)

ODD_FORM = st.lists(st.fixed_dictionaries({"marker": MARKERS, "value": ODD_VALUES}), max_size=4)


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
def test_generated_orders_use_the_fast_path(pages: list[list[dict[str, Any]]], groups: int, ascii_only: bool) -> None:
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
def test_unusual_form_values_use_the_fast_path(pages: list[list[dict[str, Any]]], groups: int) -> None:
    bodies = [page(*one) for one in pages]
    assert_same(frames(decoder(objects=False), bodies, groups=groups), object_frames(bodies))


def test_duplicate_items_are_dropped_with_their_lines() -> None:
    one = {"id": 1, "products": [{"id": 5}, {"id": 6}], "formData": [{"marker": "a", "value": "x"}]}
    two = {"id": 2, "products": [{"id": 7}], "formData": {LANG: [{"marker": "a", "value": 5}]}}
    three = {"id": 3, "formData": [{"marker": "b", "value": "y"}]}
    decode = decoder(raw=True)
    fetched = Fetched(orders=True, lines=True, money="decimal")
    left = []
    for bodies in ([page(one), page(one, two)], [page(two, three), page(one)]):
        chunk = decode.decode(bodies)
        left.append(chunk.drop_repeats())
        fetched.add(chunk)
    lines, found = fetched.lines_frame(), fetched.orders_frame()
    assert left == [[1, 1], [1, 0]]
    assert found["order_id"].tolist() == [1, 2, 3]
    assert found["line_count"].tolist() == [2, 1, 0]
    assert found["form.a"].tolist() == ["x", 5, None]
    assert [json.loads(text)["id"] for text in found["raw"]] == [1, 2, 3]
    assert lines[["order_id", "product_id", "line"]].to_numpy().tolist() == [[1, 5, 0], [1, 6, 1], [2, 7, 0]]


def test_raw_is_the_original_json_text() -> None:
    text = '{"id": 1,  "more": {"n": 1.10, "t": "\\u00e9"}}'
    found, _ = frames(decoder(raw=True), [page(text)])
    assert found["raw"].tolist() == [text]


def test_only_the_misfit_page_is_read_item_by_item() -> None:
    made = []
    one = decoder()
    read = one._read
    one._read = lambda reader: made.append(reader.id()) or read(reader)  # type: ignore[func-returns-value]
    chunk = one.decode([page({"id": 1}), page({"id": 2, "products": {}}), page({"id": 3})])
    assert made == [2]
    assert chunk.columns["order_id"].to_pylist() == [1, 2, 3]
    assert isinstance(chunk.columns["total"], pa.Array)
