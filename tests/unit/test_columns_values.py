"""Any value at any place of a page: columns and objects give equal values or the same error."""

from __future__ import annotations

from decimal import Decimal
from typing import NoReturn

import pytest
from hypothesis import given, strategies as st

from oneentry_toolkit import ResponseFormatError
from oneentry_toolkit.lists.plan import read_page
from oneentry_toolkit.values.unreadable import Finding

from .both_ways import (
    assert_alike,
    decoder,
    frames,
    member,
    object_frames,
    page,
    parse_body,
    refuse,
    verdict,
)

DEEP = "[" * 1_000 + "]" * 1_000

TOO_DEEP = "[" * 100_000  # for every Python; cut off, so that no reader can build it

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
        "1e-40",
        f"0.{'0' * 400}1",
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
        '{"es_419": {"title": "a"}}',
        '{"zh-Hans-CN": {"title": "a"}, "fr_FR": {"title": "b"}}',
        '{"en-US": {"title": "a"}}',
        '{"EN-us": {"title": "a"}}',
        '{"en-US": {"title": "a"}, "en_US": {"title": "b"}}',
        '{"en-US": {"title": "a"}, "en_US": null}',
        '{"en-US": 5, "en_US": {"title": "a"}}',
        '{"en_US": {"title": null}, "de_DE": {"title": "a"}}',
        '{"en_US": {"title": ""}, "de_DE": {"title": "a"}}',
        '{"en_US": {"title": ""}, "de_DE": {"title": ""}}',
        '{"title": "", "de_DE": {"title": "a"}}',
        '{"title": ""}',
        '{"fr_FR": {"title": "a"}, "en_GB": {"title": "b"}}',
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


@pytest.mark.slow
@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in CASES.items() for value in values])
def test_any_value_gives_the_same_frame_or_error_as_objects(key: str, value: str) -> None:
    body = member(f'"{key}": {value}')
    assert_alike([body])
    assert_alike([page({"id": 100}), body, page({"id": 101})])


@pytest.mark.parametrize("value", ["NaN", "-Infinity"])
def test_invalid_json_in_a_member_without_column_is_skipped(value: str) -> None:
    """With ``raw`` it raises."""
    body = member(f'"unknown": {value}')
    assert frames(decoder(), [body])[0]["order_id"].tolist() == [7, 1]
    expected = verdict(lambda: object_frames([body]))
    assert "not JSON" in expected
    assert verdict(lambda: frames(decoder(raw=True), [body])) == expected


def test_deep_json_in_a_member_without_column_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    body = member(f'"unknown": {DEEP}')
    assert frames(decoder(), [body])[0]["order_id"].tolist() == [7, 1]
    assert verdict(lambda: frames(decoder(raw=True), [body])[0]["order_id"].tolist()) == verdict(
        lambda: object_frames([body])[0]["order_id"].tolist()
    )
    monkeypatch.setattr("oneentry_toolkit.frames.decode._read_raw", too_deep)
    monkeypatch.setattr("oneentry_toolkit.transport.messages.decode", too_deep)
    assert frames(decoder(), [body])[0]["order_id"].tolist() == [7, 1]
    expected = verdict(lambda: object_frames([body]))
    assert "not JSON" in expected
    assert verdict(lambda: frames(decoder(raw=True), [body])) == expected


def too_deep(_body: bytes) -> NoReturn:
    raise RecursionError


def test_too_deep_page_raises_the_same_error_on_both_paths() -> None:
    body = member(f'"x": {TOO_DEEP}')
    assert "not JSON" in verdict(lambda: object_frames([body]))
    assert_alike([body])
    assert_alike([page({"id": 100}), body])


GOOD, OTHER = b'{"items":[{"id":1}],"total":2}', b'{"items":[{"id":2}],"total":2}'

SHAPES: list[tuple[bytes, ...]] = [
    (GOOD + OTHER,),
    (GOOD + b"\n" + OTHER,),
    (GOOD + OTHER, b""),
    (b"", GOOD + OTHER),
    (GOOD, b" ", OTHER),
    (GOOD + b'{"items":', b'[{"id":2}]}'),
    (b'{"items":[{"id":1}', b'],"total":1}', GOOD + OTHER),
    (GOOD + b"{}", b""),
    (b"5",),
    (GOOD, b"5"),
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


@pytest.mark.slow
@pytest.mark.parametrize("bodies", SHAPES)
def test_any_page_shape_gives_the_same_result_on_both_paths(bodies: tuple[bytes, ...]) -> None:
    """Two values in one body, none, no JSON, no UTF-8: alike both ways, with `raw` too."""
    assert_alike(bodies)
    assert verdict(lambda: frames(decoder(raw=True), bodies)[0]["order_id"].tolist()) == verdict(
        lambda: object_frames(bodies)[0]["order_id"].tolist()
    )


TOTALS = ("12", '"12"', "-5", '"-5"', "12.0", "12.5", '"12.0"', "true", '"many"', "1e2", "null", "[]", "9" * 20)


@pytest.mark.parametrize("total", [*TOTALS, f'"{"9" * 20}"', '"+5"', '"0012"', '12, "total": 13'])
def test_totals_are_equal_on_all_paths(total: str) -> None:
    body = b'{"items": [{"id": 1}], "total": %s}' % total.encode()
    items, expected = read_page(parse_body(body), "listOrders")
    chunk = decoder().decode([body])
    assert (chunk.counts, chunk.totals) == ([len(items)], [expected])
    assert decoder().head(body) == (len(items), expected)


@pytest.mark.parametrize("bodies", SHAPES)
def test_head_returns_length_and_total_or_the_error_of_objects(bodies: tuple[bytes, ...]) -> None:
    for body in bodies:
        if any(odd in body for odd in (b"\xff", b"\xed", b"\x00")):
            continue  # what no member of the head is, it does not look at
        expected = verdict(lambda body=body: _head(body))
        assert verdict(lambda body=body: decoder().head(body)) == expected


def _head(body: bytes) -> tuple[int, int | None]:
    items, total = read_page(parse_body(body), "listOrders")
    return len(items), total


def test_head_of_a_too_deep_page_raises_response_format_error() -> None:
    with pytest.raises(ResponseFormatError, match="not JSON"):
        decoder().head(member(f'"x": {TOO_DEEP}'))


def test_quantities_too_large_to_be_added_are_missing() -> None:
    lines = ", ".join(['{"id": 1, "quantity": 4611686018427387904}'] * 2)
    body = member(f'"products": [{lines}]')
    found, _ = frames(decoder(), [body])
    assert found["pieces"].isna().tolist() == [False, True]
    assert found.attrs["findings"].details == [
        Finding(1, 1, "products", "has quantities that are too large to be added")
    ]
    assert_alike([body])


def test_line_amounts_are_exact_beyond_28_digits() -> None:
    body = member('"products": [{"id": 1, "price": 1234567890123456789012345.67, "quantity": 1234567890123}]')
    assert str(frames(decoder(), [body])[1]["amount"][0]) == "1524157875323319738002331962811054817.41"


MANTISSAS = st.integers(-(10**25), 10**25) | st.integers(1, 99)


@pytest.mark.slow
@given(MANTISSAS, st.integers(-44, 60), st.sampled_from(["{0}e{1}", '"{0}e{1}"', "plain", '"plain"']))
def test_amounts_are_exact_or_raise(mantissa: int, exponent: int, form: str) -> None:
    """Arrow's reader wraps around amounts that are too large."""
    amount = Decimal(mantissa).scaleb(exponent)
    text = form.replace("plain", f"{amount:f}").format(mantissa, exponent)
    assert_alike([member(f'"totalSum": {text}, "products": [{{"id": 1, "quantity": 1, "price": {text}}}]')])


def test_text_that_resembles_an_exponent_uses_the_fast_path() -> None:
    names = ["0e-12-a", "blue-10", "fe-123", "1e-9", "9e-", "e-10", "8e-4b12-9e1e-10f", "E-12", "\\u0026\\u00e9\\u002f"]
    text = ", ".join(f'{{"marker": "m{at}", "type": "string", "value": "{name}"}}' for at, name in enumerate(names))
    one = decoder()
    one._read = refuse
    found, _ = frames(one, [member(f'"formData": [{text}]')])
    assert [found[f"form.m{at}"][1] for at in range(len(names))] == [*names[:-1], "&é/"]


def test_forms_by_language_read_alike() -> None:
    """In a frame as in an object: the shop's language, then another one that has a value."""
    name = {"marker": "name", "type": "string", "value": "Zoe"}
    forms = [
        [name],
        {"en_US": [], "fr_FR": [name]},
        {"fr_FR": [name], "en_US": [{**name, "value": "Ann"}]},
        {"fr_FR": [name, {**name, "marker": "note"}], "en_US": [{**name, "value": None}]},
        {},
        None,
    ]
    bodies = [page(*({"id": number, "formData": form} for number, form in enumerate(forms, 1)))]
    assert_alike(bodies)
    found, _lines = frames(decoder(), bodies)
    assert found["form.name"].tolist()[:4] == ["Zoe", "Zoe", "Ann", "Zoe"]
    assert found["form.name"].isna().tolist() == [False] * 4 + [True] * 2
