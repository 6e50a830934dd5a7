"""Translations, keyed by language (most routes) or flat (some routes)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..settings import LANGUAGE


def unwrap(value: Any, lang: str) -> Any:
    """Returns the part of ``value`` in ``lang``; ``value`` itself if it is not keyed by language.

    The rule of docs/api/requests.md#requests-locales: the wanted language (in either spelling, ``es_419`` or
    ``es-419``), else the only key if it looks like a language, else the value as it is.
    """
    if not isinstance(value, Mapping):
        return value
    if lang in value:
        return value[lang]
    for key in value:
        if isinstance(key, str) and _spelling(key) == _spelling(lang):
            return value[key]
    if len(value) == 1 and is_keyed(value):
        return next(iter(value.values()))
    return value


def translated(value: Any, lang: str) -> Any:
    """Returns the part of ``value`` in ``lang``, else in the closest language that has one; else ``value`` itself."""
    found = unwrap(value, lang)
    if isinstance(found, Mapping) and is_keyed(found):
        return next((found[key] for key in by_closeness(found, lang) if found[key]), found)
    return found


def is_keyed(value: Mapping[str, Any]) -> bool:
    """Whether all keys look like languages with a region or a script.

    A language alone (``id``, ``sku``) cannot be told from the marker of an attribute.
    """
    return bool(value) and all(_is_language(key) and ("_" in key or "-" in key) for key in value)


def title_of(localize_infos: Any, lang: str) -> str | None:
    """Returns the ``title`` of a keyed or flat ``localizeInfos`` map.

    If ``lang`` has none, or an empty one, the title is in the closest language that has one: another region of the same
    language before any other. None if there is no title.
    """
    infos = unwrap(localize_infos, lang)
    if infos is None:
        infos = localize_infos  # the language is present but empty
    if not isinstance(infos, Mapping):
        return None
    title = infos.get("title")
    if title in (None, "") and isinstance(localize_infos, Mapping):
        titles = (_title(localize_infos[key]) for key in by_closeness(localize_infos, lang))
        title = next((one for one in titles if one), title)
    return title if isinstance(title, str) else None


def by_closeness(value: Mapping[Any, Any], lang: str) -> list[Any]:
    """Returns the keys that look like languages, first those of the language of ``lang``, else in their order."""
    return sorted((key for key in value if _is_language(key)), key=lambda key: distance(key, lang))


def distance(key: Any, lang: str) -> int:
    """Returns 0 for ``lang`` in either spelling, 1 for another region or script of the language, 2 for the rest."""
    if not isinstance(key, str) or _spelling(key) == _spelling(lang):
        return 0 if isinstance(key, str) else 2
    return 1 if _spelling(key).partition("_")[0] == _spelling(lang).partition("_")[0] else 2


def _title(infos: Any) -> str | None:
    title = infos.get("title") if isinstance(infos, Mapping) else None
    return title if isinstance(title, str) else None


def _is_language(key: Any) -> bool:
    return isinstance(key, str) and LANGUAGE.fullmatch(key) is not None


def _spelling(lang: str) -> str:
    return lang.replace("-", "_").casefold()
