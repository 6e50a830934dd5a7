"""Translations, keyed by language (most routes) or flat (some routes)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_LOCALE = re.compile(r"[a-z]{2}_[A-Z]{2}")


def unwrap(value: Any, lang: str) -> Any:
    """Returns the part of ``value`` in ``lang``; ``value`` itself if it is not keyed by language.

    The rule of docs/api/requests.md#requests-locales: the wanted language, else the only key if it looks like a
    language, else the value as it is.
    """
    if not isinstance(value, Mapping):
        return value
    if lang in value:
        return value[lang]
    if len(value) == 1:
        (key,) = value
        if isinstance(key, str) and _LOCALE.fullmatch(key):
            return value[key]
    return value


def is_keyed(value: Mapping[str, Any]) -> bool:
    """Whether all keys look like language codes."""
    return bool(value) and all(isinstance(key, str) and _LOCALE.fullmatch(key) for key in value)


def title_of(localize_infos: Any, lang: str) -> str | None:
    """Returns the ``title`` of a keyed or flat ``localizeInfos`` map; None if ``lang`` has none."""
    infos = unwrap(localize_infos, lang)
    if infos is None:
        infos = localize_infos  # the language is present but empty
    title = infos.get("title") if isinstance(infos, Mapping) else None
    return title if isinstance(title, str) else None
