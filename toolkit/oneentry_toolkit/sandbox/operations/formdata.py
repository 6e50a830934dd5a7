"""Validates form data by a form's fields, with the documented order and messages. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from ..data.catalogue import Document
from ..errors import RefusedError

LOCALE = re.compile(r"[a-zA-Z_]{2,5}")
LOCALE_MESSAGE = "langCode must match /^[a-zA-Z_]{2,5}$/"
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_TEXT_KEYS = {"plainValue", "htmlValue", "mdValue"}


def check(
    fields: Iterable[Document], form_data: Any, *, required: Iterable[str] = (), may_be_empty: bool = False
) -> Document:
    """Validates form data and returns it with the type of each entry; raises on the first failed check.

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
        captcha = [marker for marker, field in known.items() if field["type"] == "spam"]
        if any(marker not in entries for marker in captcha):
            raise RefusedError(400, "formData doesn't have spam attribute")
    return {
        locale: [entry if "type" in entry else {**entry, "type": known[entry["marker"]]["type"]} for entry in entries]
        for locale, entries in form_data.items()
    }


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
        if wanted and _is_empty(entries.get(marker, {}).get("value")):
            raise _unmet(marker)  # the real server names the first one only


def _requires(field: Document) -> bool:
    validator = (field.get("validators") or {}).get("requiredValidator")
    return isinstance(validator, dict) or validator is True


def _is_empty(value: Any) -> bool:
    # The integer 0 counts as missing, as on the real platform; false does not.
    return value is None or value in ("", [], {}) or (value == 0 and not isinstance(value, bool))


def _check_entry(field: Document, entry: Document) -> None:
    marker, kind, value = field["marker"], field["type"], entry["value"]
    if "type" in entry and entry["type"] != kind:
        raise _incorrect(marker)
    if kind == "button":
        raise _incorrect(marker)
    if value is None or value == "":
        return
    if kind == "text":
        _check_text(marker, value)
    elif not _TYPES[kind](value):
        raise _incorrect(marker)
    if kind in ("list", "radioButton"):
        options = [option["value"] for option in field.get("listTitles") or []]
        if any(choice not in options for choice in value) or (kind == "radioButton" and len(value) > 1):
            raise _incorrect(marker)
    if not _satisfies(field.get("validators") or {}, value):
        raise _unmet(marker)


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


def _satisfies(validators: Document, value: Any) -> bool:
    if isinstance(value, str):
        measured = value.strip() if validators.get("trimValidator") else value
        if validators.get("emailInspectionValidator") and not _EMAIL.fullmatch(measured):
            return False
        limits = validators.get("stringInspectionValidator") or {}
        least, most, exact = (_limit(limits, name) for name in ("stringMin", "stringMax", "stringLength"))
        if (least and len(measured) < least) or (most and len(measured) > most) or (exact and len(measured) != exact):
            return False
    files = validators.get("checkingFilesValidator")
    if files and isinstance(value, list):
        endings = tuple(f".{str(ending).lstrip('.').lower()}" for ending in files.get("extensions") or [])
        if endings and any(not str(file.get("filename", "")).lower().endswith(endings) for file in value):
            return False
    return True


def _limit(limits: Document, name: str) -> int:
    # Numbers often come as text; unset is 0 or "".
    text = str(limits.get(name) or 0)
    return int(text) if text.isdecimal() else 0


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_date(value: Any) -> bool:
    parts = ("fullDate", "formattedValue", "formatString")
    return isinstance(value, dict) and all(isinstance(value.get(part), str) and value[part] for part in parts)


def _is_intervals(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_interval(pair) for pair in value)


def _is_interval(pair: Any) -> bool:
    if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(end, str) for end in pair):
        return False
    try:
        start, end = (datetime.fromisoformat(moment.replace("Z", "+00:00")) for moment in pair)
        return start < end
    except (ValueError, TypeError):
        return False


def _is_files(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(file, dict)
        and isinstance(file.get("filename"), str)
        and isinstance(file.get("downloadLink"), str)
        and "contentType" not in file
        for file in value
    )


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "spam": lambda value: isinstance(value, str),
    "integer": lambda value: _is_number(value) and (isinstance(value, int) or value.is_integer()),
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
