"""Translations: the API keys them by language on most routes and sends them flat on some; both are read here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_LOCALE = re.compile(r"[a-z]{2}_[A-Z]{2}")


def unwrap(value: Any, lang: str) -> Any:
    """The part of ``value`` that belongs to ``lang``; ``value`` itself if it has no language level.

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
    """Whether all the keys look like languages."""
    return bool(value) and all(isinstance(key, str) and _LOCALE.fullmatch(key) for key in value)


def title_of(localize_infos: Any, lang: str) -> str | None:
    """The ``title`` in a ``localizeInfos`` map, keyed or flat; None if there is none in ``lang``."""
    infos = unwrap(localize_infos, lang)
    if infos is None:
        infos = localize_infos  # a language that is there, but with nothing in it
    title = infos.get("title") if isinstance(infos, Mapping) else None
    return title if isinstance(title, str) else None
