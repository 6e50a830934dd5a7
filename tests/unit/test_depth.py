"""Answers that are nested deeply: below a limit, their parts are kept as JSON text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oneentry_toolkit import ResponseFormatError
from oneentry_toolkit.resources.answers import unsendable_answer
from oneentry_toolkit.transport.depth import LEVELS, flattened, is_deep
from oneentry_toolkit.transport.messages import parse
from oneentry_toolkit.transport.operations import ENDPOINTS

GET = ENDPOINTS["get_order"]


def opening(levels: int) -> str:
    return "".join('{"a":' if level % 2 else "[" for level in range(levels))


def nested(levels: int, *, within: str = '"x"') -> str:
    """JSON of lists and objects by turns."""
    closing = "".join("}" if level % 2 else "]" for level in reversed(range(levels)))
    return opening(levels) + within + closing


def part(levels: int, within: str) -> str:
    """JSON of what is below the limit in a nested value that is a member of an answer."""
    return nested(levels, within=within)[len(opening(LEVELS - 1)) : -(LEVELS - 1)]


def inmost(value: Any) -> Any:
    while isinstance(value, dict | list):
        (value,) = value.values() if isinstance(value, dict) else value
    return value


@pytest.mark.parametrize("levels", [0, 1, LEVELS - 1, LEVELS])
def test_what_is_not_deeper_than_the_limit_is_unchanged(levels: int) -> None:
    text = nested(levels)
    assert parse(GET, text.encode()) == json.loads(text)
    assert not is_deep(json.loads(text))
    assert flattened(text.encode()) == text.encode()


@pytest.mark.parametrize("levels", [LEVELS + 1, 300, 990, 5000])
@pytest.mark.parametrize("within", ['"x"', r'"]}[{\"\\"', "[]", "{}", "1.50", "null", r'"\u00e9\ud83d\ude00"'])
def test_what_is_deeper_is_kept_as_its_text(levels: int, within: str) -> None:
    """Also beyond the limit of the decoder; brackets and quotes within texts are no levels."""
    found = parse(GET, f'{{"id": 7, "deep": {nested(levels, within=within)}, "note": "]]]]{{"}}'.encode())
    assert (found["id"], found["note"]) == (7, "]]]]{")
    assert not is_deep(found)
    assert inmost(found["deep"]) == part(levels, within)


def test_siblings_of_deep_values_are_kept() -> None:
    deep = nested(LEVELS + 50)
    found = parse(GET, f"[{deep}, 5, {deep}, {{}}]".encode())
    assert [type(one) for one in found] == [list, int, list, dict]
    assert inmost(found[0]) == inmost(found[2]) == part(LEVELS + 50, '"x"')


@pytest.mark.parametrize("body", ["[" * 5000, "[" * 5000 + "]" * 4999, nested(5000) + "]", nested(5000)[:-1] + "x"])
def test_deep_text_that_is_no_json_is_named(body: str) -> None:
    with pytest.raises(ResponseFormatError, match="something that is not JSON"):
        parse(GET, body.encode())


@pytest.mark.parametrize("form_data", ['[{"marker": "a", "value": %s}]', '{"en_US": [{"marker": "a", "value": %s}]}'])
def test_an_answer_of_which_a_part_became_text_is_not_sent_again(form_data: str) -> None:
    for levels, place in ((LEVELS - 20, False), (LEVELS, True), (LEVELS + 50, True)):
        order = parse(GET, ('{"formData": %s}' % (form_data % nested(levels))).encode())
        assert (unsendable_answer(order["formData"]) is not None) == place
