"""Translated members of answers as texts of a scenario: in the shop's own language, or by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..values.locale import by_closeness


class TextReader:
    """Reads texts in the languages of a scenario.

    Args:
        languages: the languages; the first is the shop's own.
    """

    def __init__(self, languages: list[str]) -> None:
        self.languages = languages
        self.own = languages[0]

    def text(self, infos: Any, missing: str, member: str = "title", *, at_least: frozenset[str] = frozenset()) -> Any:
        """Returns a member of a map of languages as a text of a scenario, such as the titles in ``localizeInfos``.

        Args:
            infos: the map of languages.
            missing: the text if there is none.
            member: name of the member.
            at_least: languages that the text has in any case.
        """
        found = {}
        for language in self.languages:
            there = infos.get(language) if isinstance(infos, Mapping) else None
            said = there.get(member) if isinstance(there, Mapping) else None
            if isinstance(said, str) and said:
                found[language] = said
        if not found and isinstance(infos, Mapping):
            # Only in languages that a scenario cannot have.
            others = (infos[language] for language in by_closeness(infos, self.own))
            said = (one.get(member) for one in others if isinstance(one, Mapping))
            missing = next((one for one in said if isinstance(one, str) and one), missing)
        return self.one_or_all(self.filled(found, missing, at_least))

    def filled(self, found: Mapping[str, Any], missing: Any, at_least: frozenset[str] = frozenset()) -> dict[str, Any]:
        """Returns values by language, the own one included, in the order of the languages."""
        own = found[self.own] if self.own in found else next(iter(found.values()), missing)
        made = {self.own: own}
        for language in self.languages[1:]:
            if language in found or language in at_least:
                made[language] = found.get(language, own)
        return made

    def one_or_all(self, values: Mapping[str, Any]) -> Any:
        """Returns the value if the own language is the only one, else all of them."""
        return values[self.own] if len(values) == 1 else dict(values)

    def projected(self, values: Mapping[str, Any], missing: Any) -> Any:
        """Returns a value of answers of which each has one language: another that equals the own one is none."""
        made = self.filled(values, missing)
        return self.one_or_all({key: one for key, one in made.items() if key == self.own or one != made[self.own]})


def without_secrets(address: str) -> str:
    """Returns an address without login, query and fragment, which may hold keys; as it is if it is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address.partition("?")[0]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
