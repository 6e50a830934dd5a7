"""Halves of surrogate pairs in answers."""

from __future__ import annotations

import json

import pytest

from oneentry_toolkit.transport.halves import whole
from oneentry_toolkit.transport.messages import parse
from oneentry_toolkit.transport.operations import ENDPOINTS


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (r"Tea \ud83d", "Tea \ufffd"),
        (r"\uDE00 Tea", "\ufffd Tea"),
        (r"\ud83d\ude00\ud83d", "\U0001f600\ufffd"),
        (r"\ud83d\ud83d\ude00", "\ufffd\U0001f600"),
        (r"\ude00\ud83d", "\ufffd\ufffd"),
        (r"\\ud83d and \"\\\ud83d\"", '\\ud83d and "\\\ufffd"'),
        (r"\ud83d\\ude00", "\ufffd\\ude00"),
        (r"\ud83d\n\u00e9", "\ufffd\n\u00e9"),
    ],
)
def test_half_a_pair_is_a_replacement_character(sent: str, read: str) -> None:
    """Pairs, other escapes and escaped backslashes stay as they are."""
    assert parse(ENDPOINTS["get_order"], f'{{"title": "{sent}"}}'.encode()) == {"title": read}


@pytest.mark.parametrize("text", ["", "plain", "a\\b", "\\ud83d", "\U0001f600", 'quoted "x"', "\n\t\u00e9"])
def test_other_text_is_unchanged(text: str) -> None:
    body = json.dumps({"title": text}).encode()
    assert whole(body) == body
