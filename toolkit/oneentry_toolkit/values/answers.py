"""Answers to form fields as plain values, by the type of the field (docs/api/forms.md#forms-field-values).

Each function takes the JSON value of an answer and returns None for one that is empty: null, ``""``, ``[]`` and ``{}``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from .numbers import parse_whole
from .times import parse_time, wire_time
from .unreadable import problem_of

JOINED_BY = ", "
"""Between the values of one answer in a text."""

_YES, _NO = ("true", "yes"), ("false", "no")
_NUMBER = re.compile(r"[+-]?([0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})([eE][+-]?[0-9]{1,4})?")
# The text of JavaScript's dates, such as "Wed May 08 2024 00:00" (docs/api/forms.md#forms-dates).
_SCRIPT_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{4}) ([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_encode = msgspec.json.Encoder(decimal_format="number").encode


class UnfitError(Exception):
    """An answer does not fit the type of its field; the text says what is wrong, and never quotes the value.

    Does not leave the toolkit.
    """


class Entity(NamedTuple):
    """A page or product that was chosen; ``title`` is None if the answer does not have it."""

    id: str
    title: str | None


class Interval(NamedTuple):
    """A time from ``start`` to ``end``, both in UTC."""

    start: datetime
    end: datetime

    def __str__(self) -> str:
        return f"{wire_time(self.start)}/{wire_time(self.end)}"


def rich_text_of(value: Any) -> str | None:
    """Returns the text of a field for long text, however it is written; the JSON of anything else. Never raises."""
    if value is None or isinstance(value, str):
        return value
    if value in ([], {}):
        return None
    parts = value if isinstance(value, list) else [value]
    texts = [_rich_text(one) for one in parts]
    return "\n".join(one for one in texts if one is not None) if None not in texts else text_of(value)


def text_of(value: Any) -> str | None:
    """Returns any value as text: its JSON, unless it is text. Never raises."""
    return value if value is None or isinstance(value, str) else _encode(value).decode()


def choices_of(value: Any) -> list[str] | None:
    """Returns the values of the options that were chosen: values, or whole options."""
    return _each(value, _choice)


def choice_of(value: Any) -> str | None:
    """Returns the value of the option that was chosen; several are joined."""
    return joined(choices_of(value))


def flag_of(value: Any) -> bool | None:
    """Returns True for yes and False for no."""
    if isinstance(value, bool):
        return value
    found = choices_of(value)
    word = found[0].casefold() if found is not None and len(found) == 1 else None
    if found is not None and word not in (*_YES, *_NO):
        raise UnfitError("is neither yes nor no")
    return None if found is None else word in _YES


def whole_of(value: Any) -> int | None:
    """Returns a whole number of 64 bits."""
    if value in (None, "", [], {}):
        return None
    try:
        return parse_whole(value)
    except ValueError:
        raise UnfitError(problem_of(value, "a whole number")) from None


def number_of(value: Any) -> float | None:
    """Returns a number, from a number or its text."""
    if value in (None, "", [], {}):
        return None
    if (isinstance(value, int | Decimal) and not isinstance(value, bool)) or (
        isinstance(value, str) and _NUMBER.fullmatch(value)
    ):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
        raise UnfitError("is too large")
    raise UnfitError(problem_of(value, "a number"))


def moment_of(value: Any) -> datetime | None:
    """Returns the time of a date, a time or both, in UTC."""
    found = value.get("fullDate") if isinstance(value, Mapping) else value
    if found in (None, "", [], {}):
        if isinstance(value, Mapping) and any(value.values()):
            raise UnfitError("has no fullDate")
        return None
    return _moment(found)


def addresses_of(value: Any) -> list[str] | None:
    """Returns the addresses of files."""
    return _each(value, _address)


def address_of(value: Any) -> str | None:
    """Returns the address of a file; several are joined."""
    return joined(addresses_of(value))


def entities_of(value: Any) -> list[Entity] | None:
    """Returns the pages or products that were chosen."""
    return _each(value, _entity)


def intervals_of(value: Any) -> list[Interval] | None:
    """Returns the time intervals that were chosen: pairs of ISO times."""
    if value in (None, "", [], {}):
        return None
    if not isinstance(value, list):
        raise UnfitError(problem_of(value, "a list"))
    return [_interval(one) for one in value]


def joined(values: list[str] | None) -> str | None:
    """Returns several texts as one."""
    return None if values is None else JOINED_BY.join(values)


def _each(value: Any, read: Callable[[Any], Any]) -> list[Any] | None:
    if value in (None, "", [], {}):
        return None
    found = [read(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]
    return found or None


def _rich_text(value: Any) -> str | None:
    """The text of an object of a field for text; None if it is no such object."""
    if not isinstance(value, Mapping):
        return None
    texts = [value.get(key) for key in ("plainValue", "mdValue", "htmlValue") if key in value]
    if not texts or not all(one is None or isinstance(one, str) for one in texts):
        return None
    header = value.get("header")
    found = [header if isinstance(header, str) else None, next((one for one in texts if one), None)]
    return "\n".join(one for one in found if one)


def _choice(value: Any) -> str:
    found = value.get("value") if isinstance(value, Mapping) else value
    if isinstance(found, bool | int | Decimal):
        return _encode(found).decode()
    if not isinstance(found, str):
        raise UnfitError(problem_of(value, "an option"))
    return found


def _address(value: Any) -> str:
    found = value.get("downloadLink") if isinstance(value, Mapping) else value
    if not isinstance(found, str) or not found:
        raise UnfitError("has no downloadLink" if isinstance(value, Mapping) else problem_of(value, "a file"))
    return found


def _entity(value: Any) -> Entity:
    found, title = value, None
    if isinstance(value, Mapping):
        found = value.get("id", value.get("value"))
        title = value.get("title")
    if isinstance(found, bool) or not isinstance(found, int | str):
        raise UnfitError(problem_of(value, "the number of a page or product"))
    return Entity(str(found), title if isinstance(title, str) and title else None)


def _interval(value: Any) -> Interval:
    if not isinstance(value, list) or len(value) != 2:
        raise UnfitError("has something else than pairs of times")
    return Interval(_moment(value[0]), _moment(value[1]))


def _moment(value: Any) -> datetime:
    script = _SCRIPT_DATE.fullmatch(value) if isinstance(value, str) else None
    if script is not None and script[1] in _MONTHS:
        value = f"{script[3]}-{_MONTHS.index(script[1]) + 1:02}-{script[2]}T{script[4]}"
    try:
        found = parse_time(value)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UnfitError(problem_of(value, "a date"))
    return found.astimezone(UTC)
