"""Arguments of an operation: the parts of a request and the instance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..data.catalogue import Catalogue, Definition, Document
from ..data.options import Options
from ..data.store import Store
from ..errors import RefusedError

DEFAULT_LIMIT = 30
_MAX_ROW_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one database.

    Attributes:
        app_token: The application token that clients send.
        signing: Key of access tokens and signed prices.
    """

    app_token: str = field(repr=False)
    signing: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Instance:
    """A running OneEntry instance."""

    store: Store
    catalogue: Catalogue
    options: Options
    keys: Keys


@dataclass(frozen=True, slots=True)
class Device:
    """The device of the `x-device-metadata` header."""

    fingerprint: str
    info: Document


@dataclass(frozen=True, slots=True)
class Caller:
    """The user of the request's access token."""

    id: int
    provider: str
    identifier: str
    sign_in_id: str
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor without an access token.

    Attributes:
        id: The guest id: that of the `x-guest-id` header, or a new one.
        was_sent: Whether there was a header.
        is_minted: Whether the id is new, because the header was missing or not valid.
    """

    id: str = field(repr=False)
    was_sent: bool
    is_minted: bool


@dataclass(frozen=True, slots=True)
class Raw:
    """A response that is already JSON text."""

    text: bytes


EMPTY = Raw(b"")
"""A response without a body."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was validated against the contract.

    Attributes:
        instance: The shop's store, catalogue, options and keys.
        path: Path parameters, decoded and typed.
        query: Query parameters of the operation, typed.
        body: The JSON body, or a list of `Part`; `None` if there is none.
        user: The caller; `None` without a valid access token.
        guest: The guest, for operations that accept one; `None` if there is a caller.
        sent_by: The device; `None` for operations that do not require it.
        user_agent: The `User-Agent` header.
        most_records: How many records of a list the caller may read; `None` for all.
    """

    instance: Instance
    path: Document
    query: Document
    body: Any
    user: Caller | None
    guest: Guest | None
    sent_by: Device | None
    user_agent: str
    most_records: int | None

    @property
    def store(self) -> Store:
        """The database."""
        return self.instance.store

    @property
    def catalogue(self) -> Catalogue:
        """The shop's definitions."""
        return self.instance.catalogue

    @property
    def options(self) -> Options:
        """The options."""
        return self.instance.options

    @property
    def caller(self) -> Caller:
        """The user, for operations that require a sign-in."""
        if self.user is None:
            raise RefusedError(401, "Unauthorized")
        return self.user

    @property
    def device(self) -> Device:
        """The device, for operations that require it."""
        if self.sent_by is None:
            raise RefusedError(400, "Missing x-device-metadata header")
        return self.sent_by

    @property
    def lang(self) -> str:
        """The requested locale, else the shop's."""
        lang: str = self.query.get("langCode") or self.catalogue.language
        return lang

    def provider(self) -> Definition:
        """Returns the auth provider in the path.

        Raises:
            RefusedError: 404, unknown or not active.
        """
        provider = self.catalogue.providers.by_identifier.get(self.path["marker"])
        if provider is None or not provider.body["isActive"]:
            raise RefusedError(404, "Auth provider not found")
        return provider

    def storage(self) -> Definition:
        """Returns the order storage in the path.

        Raises:
            RefusedError: 404, unknown.
        """
        storage = self.catalogue.storages.by_identifier.get(self.path["marker"])
        if storage is None:
            raise RefusedError(404, "Orders storage not found")
        return storage

    def row_id(self, name: str) -> int:
        """Returns a path parameter as the id of a row; -1 if it is out of range."""
        value: int = self.path[name]
        return value if 0 <= value <= _MAX_ROW_ID else -1

    def window(self, total: int) -> tuple[int, int]:
        """Returns the requested slice of `total` records as start and end index."""
        offset, limit = self._whole("offset", 0), self._whole("limit", DEFAULT_LIMIT)
        end = min(total, offset + limit)
        if self.most_records is not None:
            end = min(end, self.most_records)
        return min(offset, end), end

    def _whole(self, name: str, default: int) -> int:
        # Only operations that declare the parameter have a number: elsewhere it is unknown and ignored.
        value = self.query.get(name)
        return value if isinstance(value, int) else default

    def page(self, records: list[Document]) -> list[Document]:
        """Returns the requested page of a list."""
        start, end = self.window(len(records))
        return records[start:end]


def localized(document: Document, lang: str | None, *members: str) -> Document:
    """Returns the document with members reduced to one locale; members without it keep all locales."""
    if lang is None:
        return document
    changed: Document = {}
    for member in members:
        value = document.get(member)
        if isinstance(value, dict) and lang in value and len(value) > 1:
            changed[member] = {lang: value[lang]}
    return {**document, **changed} if changed else document
