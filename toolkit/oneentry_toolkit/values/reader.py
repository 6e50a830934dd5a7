"""Typed access to the members of a JSON response; an error names the place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from ..errors import ResponseFormatError
from ..transport.messages import LOOK_FIRST
from ..transport.operations import ENDPOINTS
from . import form_data
from .locale import title_of, unwrap
from .money import parse_money
from .numbers import parse_whole
from .times import parse_time
from .unreadable import Oddity, UnidentifiedError, kind_of, problem_of

T = TypeVar("T")

_ADVICE = "Check that ONEENTRY_URL is a OneEntry project; if it is, please report this as a bug."


class Reader:
    """One JSON object of a response.

    Each method takes a JSON key and returns the member as a Python value; None if it is null or absent. ``raw`` has all
    members.

    Args:
        value: the object.
        operation: for error messages.
        lang: language of the titles.
        path: of the object in the response.
        oddities: takes what cannot be read, which is then None; without it, that raises.
        within: path of the object in its record.

    Raises (all methods):
        ResponseFormatError: without ``oddities``; it names the operation and the path, such as ``$.items[3].id``.
        UnidentifiedError: with ``oddities``: this is no object, or ``id`` or ``marker`` cannot be read.
    """

    def __init__(
        self,
        value: Any,
        *,
        operation: str,
        lang: str,
        path: str = "$",
        oddities: list[Oddity] | None = None,
        within: str = "",
    ) -> None:
        self.operation = operation
        self.lang = lang
        self.path = path
        self.oddities = oddities
        self.within = within
        if not isinstance(value, Mapping):
            if oddities is not None:
                raise UnidentifiedError(Oddity("", f"is {_or_null(value)} where an object belongs"))
            raise self._error(path, "an object", value)
        self.raw: Mapping[str, Any] = value

    def integer(self, key: str) -> int | None:
        """Returns an integer, from a number or from digits in text."""
        return self._parsed(key, parse_whole, "a whole number")

    def expected(self, key: str) -> int | None:
        """Returns an integer that every record has: with ``oddities``, one that is missing is recorded."""
        if self.raw.get(key) is None and self.oddities is not None:
            self.odd(key, "is missing")
        return self.integer(key)

    def id(self, key: str = "id") -> int:
        """Returns the integer that identifies the record; raises if it is missing."""
        return self._identity(key, "a whole number", parse_whole)

    def marker(self, key: str = "identifier") -> str:
        """Returns the text that identifies the record; raises if it is missing or empty."""
        return self._identity(key, "text", _marker)

    def name(self, key: str = "identifier") -> str:
        """Returns the marker of a record that its number identifies; empty, and recorded, if it is missing."""
        found = self.text(key)
        if not found and self.oddities is not None and self.raw.get(key) in (None, ""):
            self.odd(key, "is missing")
        return found or ""

    def text(self, key: str) -> str | None:
        """Returns a string."""
        value = self.raw.get(key)
        if value is not None and not isinstance(value, str):
            self.misfit(key, "text", value)
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """Returns a boolean."""
        value = self.raw.get(key)
        if value is not None and not isinstance(value, bool):
            self.misfit(key, "true or false", value)
            return None
        return value

    def money(self, key: str) -> Decimal | None:
        """Returns an exact amount, from a number or from text."""
        return self._parsed(key, parse_money, "an amount")

    def amount(self, key: str) -> Decimal:
        """Returns an exact amount; raises if it is missing."""
        value = self.money(key)
        if value is None:
            raise self._error(f"{self.path}.{key}", "an amount", None)
        return value

    def time(self, key: str) -> datetime | None:
        """Returns a ``datetime`` in UTC."""
        return self._parsed(key, parse_time, "a date")

    def title(self, key: str = "localizeInfos") -> str | None:
        """Returns the title in the shop's language from a map of translations."""
        infos = self.raw.get(key)
        title = title_of(infos, self.lang)
        if title is None and self.oddities is not None and infos not in (None, "", [], {}):
            found = unwrap(infos, self.lang)
            inner = found.get("title") if isinstance(found, Mapping) else found
            if inner is not None:
                wanted = "text" if isinstance(found, Mapping) else "an object"
                self.odd(key, problem_of(inner, wanted))
        return title

    def unwrapped(self, key: str) -> Any:
        """Returns the member in the shop's language."""
        return unwrap(self.raw.get(key), self.lang)

    def form_values(self, key: str = "formData") -> dict[str, Any]:
        """Returns ``formData``, keyed by language or flat, as a dict of marker to value."""
        entries = form_data.entries(self.raw.get(key), self.lang)
        if entries is None:
            return {}
        if not isinstance(entries, list):
            self.misfit(key, "a list", entries)
            return {}
        values = {}
        for place, entry in enumerate(entries):
            marker = entry.get("marker") if isinstance(entry, Mapping) else None
            if isinstance(entry, Mapping) and isinstance(marker, str):
                values[marker] = entry.get("value")
            elif self.oddities is not None:
                at = f"{key}[{place}]"
                if isinstance(entry, Mapping):
                    self.odd(f"{at}.marker", problem_of(marker, "text"))
                else:
                    self.odd(at, f"is {_or_null(entry)} where an object belongs")
        return values

    def objects(self, key: str) -> Iterator[Reader]:
        """Yields the objects of a list member; none if it is null, absent or ``{}`` (sent by some servers)."""
        value = self.raw.get(key)
        if value is None or value == {}:
            return
        if not isinstance(value, list):
            self.misfit(key, "a list", value)
            return
        for index, item in enumerate(value):
            if not isinstance(item, Mapping) and self.oddities is not None:
                self.odd(f"{key}[{index}]", f"is {_or_null(item)} where an object belongs")
                continue
            yield self._nested(item, f"{key}[{index}]")

    def nested(self, key: str) -> Reader:
        """Returns the reader of an object member; it has no members if it is null or absent."""
        value = self.raw.get(key)
        if not isinstance(value, Mapping) and self.oddities is not None:
            if value:
                self.misfit(key, "an object", value)
            value = None
        return self._nested(value or {}, key)

    def odd(self, member: str, problem: str) -> None:
        """Records a member that cannot be read. Needs ``oddities``."""
        assert self.oddities is not None
        self.oddities.append(Oddity(f"{self.within}.{member}" if self.within else member, problem))

    def _nested(self, value: Any, member: str) -> Reader:
        return Reader(
            value,
            operation=self.operation,
            lang=self.lang,
            path=f"{self.path}.{member}",
            oddities=self.oddities,
            within=f"{self.within}.{member}" if self.within else member,
        )

    def _identity(self, key: str, wanted: str, parse: Callable[[Any], T]) -> T:
        found = self.raw.get(key)
        with contextlib.suppress(ValueError):
            return parse(found)
        if self.oddities is not None:
            member = f"{self.within}.{key}" if self.within else key
            raise UnidentifiedError(
                Oddity(member, "is empty" if found == "" and wanted == "text" else problem_of(found, wanted))
            )
        raise self._error(f"{self.path}.{key}", wanted, found)

    def _parsed(self, key: str, parse: Callable[[Any], T | None], wanted: str) -> T | None:
        found = self.raw.get(key)
        try:
            return None if found is None else parse(found)
        except (ValueError, OverflowError):
            self.misfit(key, wanted, found)
            return None

    def misfit(self, key: str, wanted: str, found: Any) -> None:
        """Records a member that cannot be read; without ``oddities``, raises."""
        if self.oddities is None:
            raise self._error(f"{self.path}.{key}", wanted, found) from None
        self.odd(key, problem_of(found, wanted))

    def _error(self, path: str, wanted: str, found: Any) -> ResponseFormatError:
        return ResponseFormatError(
            f"{self.operation} answered with {kind_of(found)} at {path} where {wanted} belongs. "
            f"{_ADVICE}{_done(self.operation)}",
            operation=self.operation,
            json_path=path,
        )


def _marker(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("not a marker")
    return value


def read_record(
    value: Any, read: Callable[[Reader], T], *, operation: str, lang: str, path: str = "$"
) -> tuple[T | None, list[Oddity]]:
    """Returns the object of a record and what could not be read of it; no object if it cannot be identified."""
    oddities: list[Oddity] = []
    try:
        return read(Reader(value, operation=operation, lang=lang, path=path, oddities=oddities)), oddities
    except UnidentifiedError as error:
        return None, [error.oddity]


def identity_of(record: Any) -> int | str | None:
    """Returns the number or the marker of an object; None if its kind has neither."""
    found: int | str | None = getattr(record, "id", None)
    return getattr(record, "marker", None) if found is None else found


def _done(operation: str) -> str:
    """Returns a hint for an unreadable response to an operation that writes: it may have been carried out."""
    changes = any(one.operation == operation and not one.repeatable for one in ENDPOINTS.values())
    return f" {LOOK_FIRST}" if changes else ""


def _or_null(value: Any) -> str:
    return "null" if value is None else kind_of(value)
