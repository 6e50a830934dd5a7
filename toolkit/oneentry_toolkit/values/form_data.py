"""``formData`` of a response: entries, or entries by language (docs/api/requests.md#requests-locales)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .locale import distance


def sections(value: Any, lang: str) -> dict[str, list[Any]]:
    """Returns the entries of each language that has any, the closest to ``lang`` first; a plain list is in ``lang``."""
    if isinstance(value, list):
        return {lang: value} if value else {}
    if not isinstance(value, Mapping):
        return {}
    keys = sorted(value, key=lambda key: distance(key, lang))
    return {key: value[key] for key in keys if isinstance(value[key], list) and value[key]}


def entries(value: Any, lang: str) -> Any:
    """Returns the entries to read: those in the language closest to ``lang``, and for fields without a value others.

    What is neither a list nor keyed by language is returned as it is.
    """
    if not isinstance(value, Mapping):
        return value
    lists = list(sections(value, lang).values())
    if not lists:
        return next((one for one in value.values() if not isinstance(one, list | None)), [])
    found = list(lists[0])
    filled = {_marker(one) for one in found if not _is_empty(one)}
    for section in lists[1:]:
        more = [one for one in section if not _is_empty(one) and _marker(one) not in filled]
        found += more
        filled |= {_marker(one) for one in more}
    return found


def _marker(entry: Any) -> str | None:
    marker = entry.get("marker") if isinstance(entry, Mapping) else None
    return marker if isinstance(marker, str) else None


def _is_empty(entry: Any) -> bool:
    return _marker(entry) is None or entry.get("value") in (None, "", [], {})
