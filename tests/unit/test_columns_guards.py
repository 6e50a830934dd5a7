"""What Arrow's JSON reader is never given, since it crashes on some of it: see docs/decisions/0009.

Everything here is harmless for Arrow too, which reads it or raises. What is tested is that our checks come first.
"""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pyarrow.json
import pytest

from oneentry_toolkit.frames.decode import Misfit, Pages

from .both_ways import assert_alike, decoder, member, verdict

GOOD = b'{"items":[{"id":1}],"total":2}'

FIELDS = [pa.field("id", pa.int64())]

read_json = pyarrow.json.read_json


@pytest.fixture
def _never_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever reaches Arrow fails the test."""

    def read(source: pa.BufferReader, **_options: Any) -> None:
        pytest.fail(f"this reached Arrow: {source.read()!r}")

    monkeypatch.setattr("pyarrow.json.read_json", read)


# --- Each body inside an object ---


def test_each_body_is_wrapped_in_an_object_with_a_random_name(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bytes] = []

    def read(source: pa.BufferReader, **_options: Any) -> None:
        given.append(source.read())
        raise pa.ArrowInvalid

    monkeypatch.setattr("pyarrow.json.read_json", read)
    bodies = [GOOD, b"5", b"", b" true\n", b'"x"', b"[]", b"}{", b"7 8"]
    for _ in range(2):
        assert "not a list" in verdict(lambda: decoder().decode([*bodies[1:], GOOD]))
        with pytest.raises(pa.ArrowInvalid):
            Pages(bodies, FIELDS)
    for body in bodies[1:]:
        verdict(lambda body=body: decoder().decode([body]))
    assert len(given) >= 2 * (1 + 1) + len(bodies) - 1
    names = set()
    for text in given:
        opening = re.match(rb'{"[0-9a-f]{16}":', text)
        assert opening is not None, text
        names.add(opening[0])
        stood = [part.removesuffix(b"}\n") for part in text.split(opening[0])[1:]]
        assert text == b"".join(opening[0] + body + b"}\n" for body in stood)
        assert stood in (bodies, [*bodies[1:], GOOD], *([body] for body in bodies))
    assert len(names) == len(given)


def test_null_page_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = b'{"items":[]}'

    def read(source: pa.BufferReader, **options: Any) -> pa.Table:
        text = source.read()
        assert text.count(b":" + empty + b"}\n") == 1
        return read_json(pa.BufferReader(text.replace(empty, b"null")), **options)

    for bodies in ([empty], [GOOD, empty], [empty, GOOD]):
        monkeypatch.undo()
        Pages(bodies, FIELDS)
        monkeypatch.setattr("pyarrow.json.read_json", read)
        with pytest.raises(Misfit):
            Pages(bodies, FIELDS)


# --- No small exponents ---

SMALL = ["5e-12", "123.45E-13", "5.e-12", "1e-007", "7e-38", "-1e-29", "0e-10", "2000000e-12", "5e-0000000012"]


@pytest.mark.usefixtures("_never_arrow")
@pytest.mark.parametrize("amount", SMALL)
@pytest.mark.parametrize("form", ["{}", '"{}"', ' {}\n, "a": 0'])
def test_negative_exponents_bypass_arrow_and_stay_exact(amount: str, form: str) -> None:
    text = form.format(amount)
    assert_alike([member(f'"totalSum": {text}, "products": [{{"id": 1, "quantity": 1, "price": {text}}}]')])


@pytest.mark.usefixtures("_never_arrow")
@pytest.mark.parametrize("amount", ["5.e-12", "5.E-12"])
@pytest.mark.parametrize("digit", range(6))
@pytest.mark.parametrize("notation", ["\\u{:04x}", "\\u{:04X}"])
def test_escaped_exponents_bypass_arrow(amount: str, digit: int, notation: str) -> None:
    text = f'"{amount[:digit]}{notation.format(ord(amount[digit]))}{amount[digit + 1 :]}"'
    assert_alike([member(f'"totalSum": {text}, "products": [{{"id": 1, "quantity": 1, "price": {text}}}]')])


@pytest.mark.usefixtures("_never_arrow")
@pytest.mark.parametrize("escape", [*(f"{ord(one):04x}" for one in "0123456789.-eE"), "002E", "002D"])
def test_every_escaped_number_character_is_detected(escape: str) -> None:
    with pytest.raises(Misfit):
        Pages([member(f'"x": "\\u{escape}"')], FIELDS)


@pytest.mark.usefixtures("_never_arrow")
@pytest.mark.parametrize("before", ["", " "])
@pytest.mark.parametrize("e", ["e", "E"])
@pytest.mark.parametrize(
    "form", ["{}", "{} ", "{}\n", "{}\r", "{}\t", '"{}"', "[{}]", "[{},1]", '{{"a":{}}}', '"a-b e-c fe-7",\n"y":{}']
)
def test_negative_exponents_are_detected_at_every_position(before: str, e: str, form: str) -> None:
    text = form.format(f"5{e}-12")
    with pytest.raises(Misfit):
        Pages([GOOD, member(f'"x": {before}{text}')], FIELDS)
