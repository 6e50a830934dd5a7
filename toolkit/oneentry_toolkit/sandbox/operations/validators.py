"""Validators of form fields, as far as the server is known to apply them. Pure."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from ..data.catalogue import Document

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_DIGITS = "9#"
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}


def satisfied(validators: Document, value: Any) -> bool:
    """Whether a value satisfies the validators; unknown ones are ignored.

    Validators of files are not applied, as on the real server: docs/api/forms.md#forms-validators.
    """
    if isinstance(value, str):
        return _satisfied_by_text(validators, value.strip() if validators.get("trimValidator") else value)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return _satisfied_by_number(validators, Decimal(str(value)))
    return True


def is_blank(validators: Document, value: Any) -> bool:
    """Whether a field that is required has no value.

    The integer 0 counts as missing, as on the real server; `False` does not.
    """
    if isinstance(value, str) and validators.get("trimValidator"):
        value = value.strip()
    return value is None or value in ("", [], {}) or (value == 0 and not isinstance(value, bool))


def _satisfied_by_text(validators: Document, text: str) -> bool:
    if validators.get("emailInspectionValidator") and not _EMAIL.fullmatch(text):
        return False
    limits = _settings(validators, "stringInspectionValidator")
    least, most, exact = (_limit(limits, name) for name in ("stringMin", "stringMax", "stringLength"))
    if (least and len(text) < least) or (most and len(text) > most) or (exact and len(text) != exact):
        return False
    mask = _settings(validators, "fieldMaskValidator")
    if mask.get("maskValue") and not _fits_mask(str(mask["maskValue"]), str(mask.get("hint") or ""), text):
        return False
    pattern = _settings(validators, "regExpValidator")
    return not pattern.get("patternValue") or _fits_pattern(pattern, text)


def _satisfied_by_number(validators: Document, number: Decimal) -> bool:
    limits = _settings(validators, "checkForNumberValidator")
    if limits.get("integerOnly") in (True, "true") and number != number.to_integral_value():
        return False
    least, most = (_number(limits.get(name)) for name in ("minValue", "maxValue"))
    return not ((least and number < least) or (most and number > most))


def _settings(validators: Document, name: str) -> Document:
    found = validators.get(name)
    return found if isinstance(found, dict) else {}


def _limit(limits: Document, name: str) -> int:
    # Numbers often come as text; unset is 0 or "".
    text = str(limits.get(name) or 0)
    return int(text) if text.isdecimal() else 0


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _fits_mask(mask: str, hint: str, text: str) -> bool:
    """Whether text has the mask's separators, with the hint before it or, where the mask has one, in place of `$`."""
    before, dollar, after = mask.partition("$")
    shapes = [re.escape(hint) + _shape(mask)]
    if dollar:
        shapes.append(_shape(before) + re.escape(hint) + _shape(after))
    return any(re.fullmatch(shape, text) for shape in shapes)


def _shape(mask: str) -> str:
    return "".join("[0-9]" if sign in _DIGITS else re.escape(sign) for sign in mask)


def _fits_pattern(settings: Document, text: str) -> bool:
    flags = settings.get("flags")
    names = "".join(str(flag) for flag in flags) if isinstance(flags, list) else str(flags or "")
    pattern = _compiled(str(settings["patternValue"]), names)
    if pattern is None:
        return True
    return (pattern.search(text) is not None) is not (settings.get("invert") is True)


@lru_cache(maxsize=256)
def _compiled(text: str, flags: str) -> re.Pattern[str] | None:
    """Returns the pattern, which people type; `None` for one that is no regular expression: it refuses nothing."""
    chosen = re.ASCII  # as in JavaScript, \d and \w are ASCII
    for flag in flags:
        chosen |= _FLAGS.get(flag, re.NOFLAG)
    try:
        return re.compile(text, chosen)
    except (re.error, OverflowError, RecursionError):
        return None
