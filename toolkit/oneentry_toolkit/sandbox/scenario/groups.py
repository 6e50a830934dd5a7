"""User groups of a shop and what their members may read."""

from __future__ import annotations

from collections.abc import Iterator

from ..data.catalogue import Document, Row
from .parts import Texts, numbered

_WORDS: dict[str | int, int | None] = {"all": None, "none": 0}


def groups(shop: Document, texts: Texts) -> Iterator[Row]:
    """Yields the user groups. Their notes have what members may read, see `operations.rights`."""
    for number, marker, group in numbered(shop["groups"]):
        body = {"id": number, "identifier": marker, "localizeInfos": texts.titles(group.get("title", marker))}
        yield "group", number, marker, body, {"read": _rights(group.get("read", {}))}


def numbers(shop: Document) -> dict[str, int]:
    """Returns the number of each group by its marker."""
    return {marker: number for number, marker, _ in numbered(shop["groups"])}


def _rights(read: Document | str | int) -> dict[str, int | None]:
    """Returns the most records of a list by kind of thing: `None` for all, 0 for those that are refused."""
    given = read if isinstance(read, dict) else {"others": read}
    return {kind: _WORDS[limit] if isinstance(limit, str) else int(limit) for kind, limit in given.items()}
