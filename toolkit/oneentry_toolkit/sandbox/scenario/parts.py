"""Parts that several documents of a shop have: texts in its languages, numbers, attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..data.catalogue import Document

Text = str | Mapping[str, str]
"""A text of a scenario: in the shop's own language, or by language."""


class Texts:
    """The languages of a shop, and texts in them.

    Args:
        languages: Language codes; the first is the shop's own.
    """

    def __init__(self, languages: list[str]) -> None:
        self.languages = languages
        self.own = languages[0]

    def each(self, *texts: Text) -> list[str]:
        """Returns the languages that any of the texts has, the shop's own first."""
        used = {language for text in texts if not isinstance(text, str) for language in text}
        if not used:
            return [self.own]
        return [language for language in self.languages if language == self.own or language in used]

    def of(self, text: Text, language: str) -> str:
        """Returns a text in a language, else in the shop's own."""
        return text if isinstance(text, str) else text.get(language, text[self.own])

    def titles(self, text: Text) -> Document:
        """Returns localised infos with a title."""
        if isinstance(text, str):
            return {self.own: {"title": text}}
        return {language: {"title": self.of(text, language)} for language in self.each(text)}


def numbered(things: Mapping[str, Any]) -> Iterator[tuple[int, str, Document]]:
    """Yields number, marker and description of each; those without an `id` get the smallest free numbers."""
    taken = {one["id"] for one in things.values() if isinstance(one, dict) and "id" in one}
    free = (number for number in range(1, len(things) + len(taken) + 1) if number not in taken)
    for marker, one in things.items():
        found = one if isinstance(one, dict) else {}
        yield found.get("id") or next(free), marker, found


def attribute(kind: str, value: Any, position: int) -> Document:
    """Returns an attribute of a product or a discount."""
    return {
        "type": kind,
        "value": value,
        "position": position,
        "additionalFields": [],
        "isIcon": False,
        "isProductPreview": position == 1,
    }
