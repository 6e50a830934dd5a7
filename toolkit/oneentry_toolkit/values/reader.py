"""Typed access to the members of a JSON response; an error names the place."""

from __future__ import annotations

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
from .times import parse_time

T = TypeVar("T")

_ADVICE = "Check that ONEENTRY_URL is a OneEntry project; if it is, please report this as a bug."


class Reader:
    """One JSON object of a response.

    Each method takes a JSON key and returns the member as a Python value; None if it is null or absent.
    ``required=True`` raises instead. ``raw`` has all members.

    Raises (all methods):
        ResponseFormatError: naming the operation and the path, such as ``$.items[3].id``.
    """

    def __init__(self, value: Any, *, operation: str, lang: str, path: str = "$") -> None:
        self.operation = operation
        self.lang = lang
        self.path = path
        if not isinstance(value, Mapping):
            raise self._misfit(path, "an object", value)
        self.raw: Mapping[str, Any] = value

    def integer(self, key: str) -> int | None:
        """Returns an integer."""
        value = self.raw.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
            raise self._misfit(f"{self.path}.{key}", "a whole number", value)
        return value

    def id(self, key: str = "id") -> int:
        """Returns an integer; raises if it is missing."""
        value = self.integer(key)
        if value is None:
            raise self._misfit(f"{self.path}.{key}", "a whole number", None)
        return value

    def text(self, key: str) -> str | None:
        """Returns a string."""
        value = self.raw.get(key)
        if value is not None and not isinstance(value, str):
            raise self._misfit(f"{self.path}.{key}", "text", value)
        return value

    def flag(self, key: str) -> bool | None:
        """Returns a boolean."""
        value = self.raw.get(key)
        if value is not None and not isinstance(value, bool):
            raise self._misfit(f"{self.path}.{key}", "true or false", value)
        return value

    def money(self, key: str) -> Decimal | None:
        """Returns an exact amount, from a number or from text."""
        return self._parsed(key, parse_money, "an amount")

    def amount(self, key: str) -> Decimal:
        """Returns an exact amount; raises if it is missing."""
        value = self.money(key)
        if value is None:
            raise self._misfit(f"{self.path}.{key}", "an amount", None)
        return value

    def time(self, key: str) -> datetime | None:
        """Returns a ``datetime`` in UTC."""
        return self._parsed(key, parse_time, "a date")

    def title(self, key: str = "localizeInfos") -> str | None:
        """Returns the title in the shop's language from a map of translations."""
        return title_of(self.raw.get(key), self.lang)

    def unwrapped(self, key: str) -> Any:
        """Returns the member in the shop's language."""
        return unwrap(self.raw.get(key), self.lang)

    def form_values(self, key: str = "formData") -> dict[str, Any]:
        """Returns ``formData``, keyed by language or flat, as a dict of marker to value."""
        entries = form_data.entries(self.raw.get(key), self.lang)
        if entries is None:
            return {}
        if not isinstance(entries, list):
            raise self._misfit(f"{self.path}.{key}", "a list", entries)
        return {
            entry["marker"]: entry.get("value")
            for entry in entries
            if isinstance(entry, Mapping) and isinstance(entry.get("marker"), str)
        }

    def objects(self, key: str) -> Iterator[Reader]:
        """Yields the objects of a list member; none if it is null, absent or ``{}`` (sent by some servers)."""
        value = self.raw.get(key)
        if value is None or value == {}:
            return
        if not isinstance(value, list):
            raise self._misfit(f"{self.path}.{key}", "a list", value)
        for index, item in enumerate(value):
            yield Reader(item, operation=self.operation, lang=self.lang, path=f"{self.path}.{key}[{index}]")

    def _parsed(self, key: str, parse: Callable[[object], T], wanted: str) -> T:
        try:
            return parse(self.raw.get(key))
        except (ValueError, OverflowError):
            raise self._misfit(f"{self.path}.{key}", wanted, self.raw.get(key)) from None

    def _misfit(self, path: str, wanted: str, found: Any) -> ResponseFormatError:
        return ResponseFormatError(
            f"{self.operation} answered with {_kind(found)} at {path} where {wanted} belongs. "
            f"{_ADVICE}{_done(self.operation)}",
            operation=self.operation,
            json_path=path,
        )


def _done(operation: str) -> str:
    """Returns a hint for an unreadable response to an operation that writes: it may have been carried out."""
    changes = any(one.operation == operation and not one.repeatable for one in ENDPOINTS.values())
    return f" {LOOK_FIRST}" if changes else ""


def read_objects(value: Any, *, operation: str, lang: str, path: str = "$") -> list[Reader]:
    """Returns a ``Reader`` for each object of a list.

    Raises:
        ResponseFormatError: ``value`` is not a list of objects.
    """
    if not isinstance(value, list):
        raise ResponseFormatError(
            f"{operation} answered with {_kind(value)} at {path} where a list belongs. {_ADVICE}{_done(operation)}",
            operation=operation,
            json_path=path,
        )
    return [Reader(item, operation=operation, lang=lang, path=f"{path}[{index}]") for index, item in enumerate(value)]


def _kind(value: Any) -> str:
    """Names the JSON type of a value without quoting it, since it may be a secret."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | Decimal():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
    return "an object"
