"""Flat localisation, the other shape of responses of live servers."""

from __future__ import annotations

from typing import Any


def flattened(value: Any, lang: str) -> Any:
    """Replaces each map of locales that has the language by that language's content."""
    if isinstance(value, list):
        return [flattened(item, lang) for item in value]
    if isinstance(value, dict):
        return {
            key: flattened(item[lang] if isinstance(item, dict) and lang in item else item, lang)
            for key, item in value.items()
        }
    return value
