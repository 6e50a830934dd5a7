"""Filled-in forms: answers that are sent for the first time, and answers that were read and are sent again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import InputError
from ..transport.depth import LEVELS, is_deep
from ..values.form_data import sections
from .formdata import Form, encode_entries

NOTHING: tuple[Any, ...] = (None, "", [], {})
"""Values of members that hold nothing."""

_SENDABLE_LEVELS = LEVELS - 8  # a deeper answer may have parts that became text, wherever it was in its answer
_NOT_ANSWERED = ("spam", "button")


def new_answers(form: Form, values: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Returns the answers of a form that is sent for the first time.

    Raises:
        InputError: a field is unknown or missing, a value does not fit its field, or there is no answer at all.
    """
    entries = encode_entries(form, values, fields=form.fields, required=lambda item: item.required)
    fillable = [item.marker for item in form.fields if item.type != "button"]
    if fillable and not entries:
        raise InputError(
            f"Form '{form.marker}' cannot be empty: the server wants at least one of {', '.join(fillable)}.",
            name="form",
        )
    return entries


def changed_answers(
    form: Form | None, form_data: Any, lang: str, values: Mapping[str, Any] | None
) -> dict[str, list[dict[str, Any]]]:
    """Returns the answers that were read, by language and with changes, to send again.

    All languages are kept. Changes go to the language that is closest to the shop's, which is the first. An empty
    language is left out, because the server refuses it (docs/api/requests.md#requests-400).

    Args:
        form: definition of the form; None if it cannot be had, and no ``values`` are changed.
        form_data: the answers as they were read.
        lang: language of the shop.
        values: marker to new value.

    Raises:
        InputError: a value is of no field, or does not fit it.
    """
    changes = [] if form is None else encode_entries(form, values, fields=form.fields, required=lambda item: False)
    types = {item.marker: item.type for item in form.fields} if form is not None else {}
    kept = {key: _sent_entries(entries, types) for key, entries in sections(form_data, lang).items()}
    kept = {key: entries for key, entries in kept.items() if entries} or {lang: {}}
    closest = next(iter(kept))
    kept[closest] |= {change["marker"]: dict(change) for change in changes}
    return {key: list(entries.values()) for key, entries in kept.items()}


def unsendable_answer(form_data: Any) -> str | None:
    """Returns the first place in ``formData`` that holds something and cannot be sent again; None if there is none."""
    by_lang = form_data if isinstance(form_data, Mapping) else {"": form_data}
    for lang, entries in by_lang.items():
        place = f"formData.{lang}" if lang else "formData"
        if not isinstance(entries, list):
            if entries not in NOTHING:
                return place
            continue
        for index, entry in enumerate(entries):
            if isinstance(entry, Mapping):
                is_unnamed = not isinstance(entry.get("marker"), str) and entry.get("value") not in NOTHING
                odd = is_unnamed or is_deep(entry, _SENDABLE_LEVELS)
            else:
                odd = entry not in NOTHING
            if odd:
                return f"{place}[{index}]"
    return None


def full_example(form: Form | None, values: Mapping[str, Any] | None) -> str | None:
    """Returns what to pass as ``form=`` to replace all answers of a form; None if ``values`` do so.

    Args:
        form: definition of the form; None if it cannot be had.
        values: marker to new value.
    """
    fillable = [] if form is None else [item.marker for item in form.fields if item.type not in _NOT_ANSWERED]
    if fillable and set(fillable) <= set(values or ()):
        return None
    return f"{{...}} with all of {', '.join(fillable)}" if fillable else "{...} with all of its fields"


def _sent_entries(entries: Iterable[Any], types: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Returns marker to entry, for the entries of a language that can be sent."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("marker"), str) or entry.get("value") is None:
            continue
        kind = types.get(entry["marker"]) or entry.get("type") or "string"
        if kind not in _NOT_ANSWERED:
            found[entry["marker"]] = {"marker": entry["marker"], "type": kind, "value": _sendable(entry["value"], kind)}
    return found


def _sendable(value: Any, kind: str) -> Any:
    """Returns a value that was read in the shape that can be sent (docs/api/forms.md#forms-field-values).

    Chosen options are read back as values or as whole options, and only values can be sent. A ``text`` is read back
    with all of its notations, and only one of them can be sent.
    """
    if not isinstance(value, list):
        return value
    if kind == "text":
        return [_one_notation(part) for part in value]
    return [one["value"] if isinstance(one, Mapping) and {"title", "value"} <= set(one) else one for one in value]


def _one_notation(text: Any) -> Any:
    """Returns a ``text`` in its richest notation only: HTML, else Markdown, else plain text."""
    filled = [key for key in ("htmlValue", "mdValue", "plainValue") if isinstance(text, Mapping) and text.get(key)]
    return {filled[0]: text[filled[0]]} if filled else text
