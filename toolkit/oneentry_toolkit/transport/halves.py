"""Halves of surrogate pairs in JSON: what JavaScript writes for a text that was cut within an emoji. Pure."""

from __future__ import annotations

import re

# Escapes in order: whole pairs, halves, and all others, so that the second of two backslashes never begins one.
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)


def whole(body: bytes) -> bytes:
    """Returns JSON in which each half of a surrogate pair is the replacement character, as a browser shows it."""
    return _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], body)
