"""Validates form values with the validators that the server documents. Pure.

The map of validators is open and the server does not enforce all of them (docs/api/forms.md#forms-validators): what is
not known here is left to the server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ..errors import InputError
from ..values.display import counted
from .formdata import Form, FormField, encode_value, labels_of

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_SECRET_NAME = re.compile(r"(?i)(pass|pwd|secret|token|(^|_)pin($|_)|cvv|cvc|card_?num|iban)")
_UNITS = {"b": 1, "byte": 1, "bytes": 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3}


def form_problems(form: Form, values: Mapping[str, Any]) -> dict[str, str]:
    """Returns marker to error message, in the order of the form; empty if the form can be sent.

    A validator's own message (``customErrorText``, ``errorMessage``) is used if it has one.
    """
    found = {}
    labels = labels_of(form.fields)
    for item in form.fields:
        message = field_problem(replace(item, title=labels[item.marker]), values.get(item.marker))
        if message is not None:
            found[item.marker] = message
    fillable = sorted((item for item in form.fields if item.type != "button"), key=lambda item: item.is_hidden)
    if fillable and not found and all(is_missing(values.get(item.marker)) for item in fillable):
        # The server refuses a form with nothing in it (docs/api/requests.md#requests-400).
        found[fillable[0].marker] = "Fill in at least one field of the form."
    return found


def field_problem(item: FormField, value: Any) -> str | None:
    """Returns the error message for a field's value; None if it is valid."""
    if item.type == "button":
        return None if value is None else "A button has no value."
    if is_missing(value):
        if item.required:
            return _own_words(item, "requiredValidator") or f"{item.title} is needed."
        if item.type == "spam" and not item.is_hidden:
            return f"{item.title} is needed: the captcha's token."
        return None
    try:
        encoded = encode_value(item, value)
    except InputError as error:
        return str(error)
    return next(_complaints(item, encoded), None)


def is_missing(value: Any) -> bool:
    """Whether the server treats a value as missing; ``encode_value`` reports the number 0."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | dict) and not value)


def is_secret(item: FormField) -> bool:
    """Whether a field's value must never be stored: passwords, tokens, card numbers, captcha tokens."""
    return item.is_password or item.type == "spam" or bool(_SECRET_NAME.search(item.marker))


def _complaints(item: FormField, value: Any) -> Iterator[str]:
    for name, check in _CHECKS.items():
        settings = item.validators.get(name)
        if settings in (None, False, ""):
            continue
        complaint = check(item, value, settings if isinstance(settings, Mapping) else {})
        if complaint:
            yield _own_words(item, name) or complaint


def _own_words(item: FormField, name: str) -> str | None:
    settings = item.validators.get(name)
    for key in ("customErrorText", "errorMessage"):
        text = settings.get(key) if isinstance(settings, Mapping) else None
        if isinstance(text, str) and text.strip():
            return text.strip()
    return None


def _length(item: FormField, value: Any, settings: Mapping[str, Any]) -> str | None:
    if not isinstance(value, str):
        return None
    size = len(value.strip() if item.validators.get("trimValidator") else value)
    least, most, exact = (_limit(settings.get(name)) for name in ("stringMin", "stringMax", "stringLength"))
    if exact and size != exact:
        return f"{item.title} must have exactly {counted(exact, 'character')}; it has {size}."
    if least and size < least:
        return f"{item.title} must have at least {counted(least, 'character')}; it has {size}."
    if most and size > most:
        return f"{item.title} must have at most {counted(most, 'character')}; it has {size}."
    return None


def _email(item: FormField, value: Any, _settings: Mapping[str, Any]) -> str | None:
    if not isinstance(value, str) or not value or _EMAIL.fullmatch(value.strip()):
        return None
    return f"{item.title} must be an e-mail address, such as ada@example.com."


def _files(item: FormField, value: Any, settings: Mapping[str, Any]) -> str | None:
    files = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
    extensions = settings.get("extensions")
    endings = [str(one).lstrip(".").lower() for one in extensions] if isinstance(extensions, list) else []
    most, unit = _amount(settings.get("maxValue")), str(settings.get("maxUnits") or "b").lower()
    for one in files:
        name, size = str(one.get("filename", "")), one.get("size")
        if endings and not name.lower().endswith(tuple(f".{ending}" for ending in endings)):
            return f"{item.title} takes files that end in {', '.join(endings)}."
        if most and unit in _UNITS and isinstance(size, int | Decimal) and size > most * _UNITS[unit]:
            return f"{item.title} takes files up to {most} {unit}."
    return None


def _pixels(item: FormField, value: Any, settings: Mapping[str, Any]) -> str | None:
    most = (_amount(settings.get("maxX")), _amount(settings.get("maxY")))
    for one in value if isinstance(value, list) else ():
        sizes = (one.get("width"), one.get("height")) if isinstance(one, Mapping) else (None, None)
        if any(limit and isinstance(size, int) and size > limit for size, limit in zip(sizes, most, strict=True)):
            return f"{item.title} takes pictures up to {most[0] or 'any'} x {most[1] or 'any'} pixels."
    return None


_CHECKS: Mapping[str, Callable[[FormField, Any, Mapping[str, Any]], str | None]] = {
    "stringInspectionValidator": _length,
    "emailInspectionValidator": _email,
    "checkingFilesValidator": _files,
    "sizeInPixelsValidator": _pixels,
}


def _limit(value: Any) -> int:
    """Reads a limit, which may be text; 0 and "" mean no limit."""
    return int(_amount(value))


def _amount(value: Any) -> Decimal:
    text = str(value if value is not None else "").strip()
    return Decimal(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else Decimal(0)
