"""Scenarios as YAML text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, strategies as st

from oneentry_toolkit.sandbox.scenario import file
from oneentry_toolkit.scenario.document import Scenario

# Half an emoji and control characters other than tabs and line ends cannot be in a YAML file as they are.
TEXTS = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    [
        "no",
        "on",
        "012",
        "2024-01-01",
        "1e5",
        "1_000",
        "0x1F",
        "1:30",
        "~",
        "null",
        "true",
        "",
        " a ",
        "a: b",
        "# a",
        "=",
        "<<",
        "\x85",
        "a\u2028b\u2029c",
    ]
)
NUMBERS = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.slow
@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), VALUES, max_size=4), st.lists(TEXTS, max_size=3))
def test_text_is_read_back_as_it_was(data: dict[str, Any], notes: list[str]) -> None:
    text = Scenario(data, tuple(notes)).text
    found = file.parse(text, "shop.yaml").data or {}
    assert found == data
    assert [type(one) for one in _leaves(found)] == [type(one) for one in _leaves(data)]
    # Other readers of YAML take texts for texts, too.
    assert [one for one in _leaves(yaml.safe_load(text) or {}) if isinstance(one, str)] == [
        one for one in _leaves(data) if isinstance(one, str)
    ]


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for key, one in value.items() for leaf in (key, *_leaves(one))]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value]
