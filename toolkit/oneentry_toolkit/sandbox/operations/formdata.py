"""Validates form data by a form's fields, with the documented order and messages. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..data.catalogue import Document
from ..data.money import number
from ..errors import RefusedError
from . import validators

LOCALE = re.compile(r"[a-zA-Z_]{2,5}")
LOCALE_MESSAGE = "langCode must match /^[a-zA-Z_]{2,5}$/"
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_NUMBERS = ("integer", "real", "float")
_TEXT_KEYS = {"plainValue", "htmlValue", "mdValue"}


def check(
    fields: Iterable[Document], form_data: Any, *, required: Iterable[str] = (), may_be_empty: bool = False
) -> Document:
    """Validates form data and returns it as it is read back; raises on the first failed check.

    The order is that of docs/api/requests.md#requests-formdata-checks: shape, locale and markers; then required values;
    then types, lists and validators, the captcha last.

    Args:
        fields: The form's fields, without those sent elsewhere, such as passwords.
        form_data: A map of locales to lists of entries.
        required: Markers that are required regardless of their validators.
        may_be_empty: Whether a section without entries is accepted, as in a sign-up.

    Raises:
        RefusedError: 400, with the documented message, which names markers and never quotes a value.
    """
    known = {field["marker"]: field for field in fields}
    sections = _sections(known, form_data, may_be_empty=may_be_empty)
    for entries in sections:
        _check_required(known, entries, set(required))
    for entries in sections:
        for marker, entry in entries.items():
            _check_entry(known[marker], entry)
        _check_captcha(known, entries)
    return {
        locale: [_stored(known[entry["marker"]], entry) for entry in entries if not _is_captcha(known[entry["marker"]])]
        for locale, entries in form_data.items()
    }


def _stored(field: Document, entry: Document) -> Document:
    """Returns an entry as it is read back: with its type, and a number as a number."""
    entry = entry if "type" in entry else {**entry, "type": field["type"]}
    if field["type"] not in _NUMBERS or not isinstance(entry["value"], str):
        return entry
    text = entry["value"]
    return {**entry, "value": number(Decimal(text)) if text else None}


def _sections(known: dict[str, Document], form_data: Any, *, may_be_empty: bool) -> list[dict[str, Document]]:
    if not isinstance(form_data, dict):
        raise RefusedError(400, ["formData must be an object"])
    if not form_data:
        raise RefusedError(400, "empty form data section")
    sections = []
    for locale, entries in form_data.items():
        if not LOCALE.fullmatch(locale):
            raise RefusedError(400, LOCALE_MESSAGE)
        if not isinstance(entries, list):
            raise RefusedError(400, [f"formData.{locale} must be an array"])
        if not entries and not may_be_empty:
            raise RefusedError(400, "empty form data section")
        section: dict[str, Document] = {}
        for entry in entries:
            marker = entry.get("marker") if isinstance(entry, dict) else None
            if not isinstance(marker, str) or not marker:
                raise RefusedError(400, "formData's marker 'undefined' marker is required")
            if marker not in known or marker in section or "value" not in entry:
                raise _incorrect(marker if marker in known else _shown(marker))
            section[marker] = entry
        sections.append(section)
    return sections


def _check_required(known: dict[str, Document], entries: dict[str, Document], required: set[str]) -> None:
    for marker, field in known.items():
        wanted = marker in required or (_requires(field) and field.get("isVisible", True))
        value = entries.get(marker, {}).get("value")
        if wanted and validators.is_blank(field.get("validators") or {}, value):
            raise _unmet(marker)  # the real server names the first one only


def _requires(field: Document) -> bool:
    validator = (field.get("validators") or {}).get("requiredValidator")
    return isinstance(validator, dict) or validator is True


def _check_entry(field: Document, entry: Document) -> None:
    marker, kind, value = field["marker"], field["type"], entry["value"]
    if "type" in entry and entry["type"] != kind:
        raise _incorrect(marker)
    if kind == "button":
        raise _incorrect(marker)
    if value is None or value == "" or _is_captcha(field):
        return
    if kind == "text":
        _check_text(marker, value)
    elif not _TYPES[kind](value):
        raise _incorrect(marker)
    if kind in ("list", "radioButton"):
        options = [option["value"] for option in field.get("listTitles") or []]
        single = kind == "radioButton" or field.get("multiselect") is False
        if any(choice not in options for choice in value) or (single and len(value) > 1):
            raise _incorrect(marker)
    if kind in _NUMBERS and isinstance(value, str):
        value = Decimal(value)
    if not validators.satisfied(field.get("validators") or {}, value):
        raise _unmet(marker)


def _is_captcha(field: Document) -> bool:
    return bool(field["type"] == "spam")


def _check_captcha(known: dict[str, Document], entries: dict[str, Document]) -> None:
    """Raises unless the one visible captcha of a form has a value of the documented shape.

    No provider is asked: any token passes. docs/api/forms.md#forms-captcha
    """
    markers = [marker for marker, field in known.items() if _is_captcha(field) and field.get("isVisible", True)]
    if len(markers) > 1:
        raise RefusedError(400, "Your form has more than 1 span attribute whereas the only one is possible")
    for marker in markers:
        if marker not in entries:
            raise RefusedError(400, "formData doesn't have spam attribute")
        value = entries[marker]["value"]
        event = value.get("event") if isinstance(value, dict) else None
        parts = [event.get(name) for name in ("token", "siteKey")] if isinstance(event, dict) else [None]
        if not all(isinstance(part, str) and part for part in parts):
            raise RefusedError(400, "Captcha Validation Failed, captcha type is: google")


def _check_text(marker: str, value: Any) -> None:
    if not isinstance(value, list):
        raise RefusedError(400, f"{marker} must be an array")
    if len(value) != 1 or not isinstance(value[0], dict):
        raise RefusedError(400, f"{marker} should be of type text")
    keys = set(value[0]) - {"params"}
    if keys - _TEXT_KEYS:
        raise RefusedError(400, f"{marker} value is not allowed")
    if len(keys) != 1:
        raise RefusedError(400, f"{marker} must have only one of the three: plainValue, htmlValue, mdValue")
    if not all(isinstance(value[0][key], str) for key in keys):
        raise RefusedError(400, f"{marker} should be of type text")


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return _NUMBER.fullmatch(value) is not None
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return _is_number(value) and (float(value).is_integer() if isinstance(value, float) else "." not in str(value))


def _is_date(value: Any) -> bool:
    parts = ("fullDate", "formattedValue", "formatString")
    if not isinstance(value, dict) or not all(isinstance(value.get(part), str) and value[part] for part in parts):
        return False
    return _moment(value["fullDate"]) is not None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None


def _is_intervals(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_interval(pair) for pair in value)


def _is_interval(pair: Any) -> bool:
    if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(end, str) for end in pair):
        return False
    try:
        return datetime.fromisoformat(pair[0]) < datetime.fromisoformat(pair[1])
    except (ValueError, TypeError):
        return False


def _is_files(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(file, dict)
        and isinstance(file.get("filename"), str)
        and isinstance(file.get("downloadLink"), str)
        and isinstance(file.get("size"), (int, float))
        and isinstance(file.get("contentType", ""), str)
        for file in value
    )


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_whole,
    "real": _is_number,
    "float": _is_number,
    "date": _is_date,
    "dateTime": _is_date,
    "time": _is_date,
    "list": _is_strings,
    "radioButton": _is_strings,
    "entity": lambda value: isinstance(value, list) and all(isinstance(item, (int, str)) for item in value),
    "timeInterval": _is_intervals,
    "textWithHeader": lambda value: isinstance(value, list) and all(isinstance(item, dict) for item in value),
    "file": _is_files,
    "image": _is_files,
    "groupOfImages": _is_files,
    "json": lambda value: True,
}


def _shown(marker: str) -> str:
    # An unknown marker is echoed like on the real server, unless it is long enough to be a token.
    return marker if re.fullmatch(r"[\w.-]{1,40}", marker) else "unknown"


def _incorrect(marker: str) -> RefusedError:
    return RefusedError(400, f"formData's marker '{marker}' value is missing or incorrect")


def _unmet(marker: str) -> RefusedError:
    return RefusedError(400, f"required values are missing or incorrect: {marker}")
