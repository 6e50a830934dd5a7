"""Definitions of the shop: providers, forms, storages, statuses, accounts, products, discounts, events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from .store import Tx

Document = dict[str, Any]
"""A JSON object."""
Row = tuple[str, int, str, Document, Document]
"""A definition: kind, number, marker, document, and what answers do not show."""
GUEST_GROUP = "guest"
"""Marker of the group whose rights an application token gives: docs/api/requests.md#requests-rights."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of the shop.

    Attributes:
        id: Its number.
        identifier: Its marker.
        body: The JSON document with all locales; must not be changed.
        notes: Data that is not part of responses.
    """

    id: int
    identifier: str
    body: Document
    notes: Document


class Kind:
    """The definitions of one kind, ordered by position."""

    def __init__(self, definitions: list[Definition]) -> None:
        self.all = tuple(definitions)
        self.by_id = {one.id: one for one in definitions}
        self.by_identifier = {one.identifier: one for one in definitions}

    @property
    def bodies(self) -> list[Document]:
        """Returns the documents, in order."""
        return [one.body for one in self.all]


class Catalogue:
    """All definitions, read once when the database is opened: no operation changes them.

    Args:
        rows: The definitions, those of a kind by number.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        kinds: dict[str, list[Definition]] = {}
        for kind, number, identifier, document, notes in rows:
            # Two storages may have statuses of one marker, so a row is named by both.
            marker = document["identifier"] if kind == "status" else identifier
            kinds.setdefault(kind, []).append(Definition(number, marker, document, notes))
        for definitions in kinds.values():
            definitions.sort(key=lambda one: one.body.get("position") or one.id)
        self.groups = Kind(kinds.get("group", []))
        self.guest_groups = [self.groups.by_identifier[GUEST_GROUP].id]
        self.providers = Kind(kinds.get("provider", []))
        self.forms = Kind(kinds.get("form", []))
        self.storages = Kind(kinds.get("storage", []))
        self._statuses: dict[int, dict[str, Definition]] = {}
        for status in Kind(kinds.get("status", [])).all:
            self._statuses.setdefault(status.notes["storageId"], {})[status.identifier] = status
        self.accounts = Kind(sorted(kinds.get("account", []), key=lambda one: one.id))
        self.products = Kind(kinds.get("product", []))
        self.pages = Kind(kinds.get("page", []))
        self.above = {page.identifier: list(self._pages_above(page.identifier)) for page in self.pages.all}
        self.blocks = Kind(kinds.get("block", []))
        self.discounts = Kind(kinds.get("discount", []))
        self.events = Kind(kinds.get("event", []))
        self.settings: Document = kinds["settings"][0].body

    @classmethod
    def read(cls, tx: Tx) -> Catalogue:
        """Returns the definitions of a database."""
        decode = msgspec.json.decode
        rows = tx.execute("SELECT kind, id, identifier, body, notes FROM definitions ORDER BY kind, id").fetchall()
        return cls((kind, number, name, decode(body), decode(notes)) for kind, number, name, body, notes in rows)

    @property
    def language(self) -> str:
        """The locale of texts that are not asked for in another."""
        return str(self.settings["languages"][0])

    def groups_of(self, provider: Definition) -> list[int]:
        """Returns the groups of a new user of an auth provider."""
        return [self.groups.by_identifier[provider.body["userGroupIdentifier"]].id]

    def _pages_above(self, marker: str) -> Iterator[str]:
        """Yields the markers of the pages above a page, the nearest first."""
        page = self.pages.by_identifier.get(marker)
        while page is not None and (above := page.notes["parent"]) is not None:
            yield above
            page = self.pages.by_identifier.get(above)

    def stages_of(self, product_id: int) -> Sequence[tuple[str, str, int]]:
        """Returns the payment stages of a product as marker, title and percent; none for most products."""
        product = self.products.by_id.get(product_id)
        return product.notes.get("stages", ()) if product else ()

    def statuses_of(self, storage_id: int) -> list[Definition]:
        """Returns the order statuses of a storage."""
        return list(self._statuses.get(storage_id, {}).values())

    def status(self, storage_id: int, marker: str | None) -> Definition | None:
        """Returns a status of a storage; `None` if it has none of this marker."""
        return self._statuses.get(storage_id, {}).get(marker or "")

    def default_status(self, storage_id: int) -> Definition:
        """Returns the status of a new order."""
        return next(status for status in self.statuses_of(storage_id) if status.body["isDefault"])
