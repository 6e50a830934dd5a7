"""Checks of what a caller passed: markers, texts, ids, seconds, amounts, times, lists."""

from __future__ import annotations

import numbers
import operator
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ..errors import InputError
from .times import parse_time

ID_MAX = 2_147_483_647
_NAMED = 50
SECONDS_MAX = 31_536_000
"""A year: threads cannot wait for more than some hundred years."""


def check_marker(value: Any, name: str) -> str:
    """Returns a marker that is safe to use in a URL path.

    Raises:
        InputError: ``value`` is not text, or is empty.
    """
    if not isinstance(value, str):
        hint = ": pass its marker" if isinstance(getattr(value, "marker", None), str) else ""
        raise InputError(f"{name} must be text, a marker of the project, not {type(value).__name__}{hint}.", name=name)
    if not value.strip():
        raise InputError(f"{name} must be a text that is not empty: a marker of the project.", name=name)
    if value in (".", ".."):
        raise InputError(f"{name} cannot be '{value}': it would change the address.", name=name)
    return value


def check_text(value: Any, name: str) -> str:
    """Returns a text that is not empty. The error never quotes it, since it may be a secret.

    Raises:
        InputError: ``value`` is not text, or is empty.
    """
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{name} must be a text that is not empty.", name=name)
    return value


def check_id(value: Any, name: str) -> int:
    """Returns a whole number from 1 to ``ID_MAX``.

    Raises:
        InputError: ``value`` is not such a number.
    """
    try:
        # Accepts numpy integers from DataFrames; rejects 1.0 and "1".
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None or not 1 <= number <= ID_MAX:
        instead = "" if number is not None else f", not {type(value).__name__}{_how_to_pass(value, name)}"
        raise InputError(f"{name} must be a whole number from 1 to {ID_MAX}{instead}.", name=name)
    return number


def _how_to_pass(value: Any, name: str) -> str:
    """Returns how to pass the number that a value holds; empty if it holds none. Never quotes the value."""
    noun = name.removesuffix("_id")
    if isinstance(value, str):
        return ": pass it without quotes" if value.isascii() and value.strip().isdecimal() else ""
    if isinstance(getattr(value, f"{noun}_id", None), int):
        return f": pass its {noun}_id"
    is_one = type(value).__name__.lower().endswith(noun) and isinstance(getattr(value, "id", None), int)
    return ": pass its id" if is_one else ""


def check_seconds(value: Any, name: str, *, zero: bool) -> float:
    """Returns a number of seconds up to ``SECONDS_MAX``; with ``zero`` from 0 on, else above 0.

    Raises:
        InputError: ``value`` is not such a number.
    """
    number: Any = value if isinstance(value, numbers.Real) and not isinstance(value, bool) else -1
    if not 0 <= number <= SECONDS_MAX or (number == 0 and not zero):  # compared as it is: a huge int is no float
        raise InputError(f"{name} must be a number of seconds{'' if zero else ' above 0'}, up to a year.", name=name)
    return float(number)


def check_bonus(value: Any) -> Decimal:
    """An exact amount of bonus, from 0 on.

    Raises:
        InputError: it is not one.
    """
    wrong = InputError('bonus must be an amount from 0 on, exact: 10, Decimal("9.50") or "9.50".', name="bonus")
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise wrong
    try:
        bonus = Decimal(value)
    except ArithmeticError:
        raise wrong from None
    if not bonus.is_finite() or bonus < 0:
        raise wrong
    return bonus


def check_items(value: Any, name: str) -> list[Any]:
    """Returns the items of an iterable as a list; a text or a dict is rejected.

    Raises:
        InputError: ``value`` is a text, a dict or not iterable.
    """
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise InputError(
            f"{name} must be a list, not {type(value).__name__}. Put a single one into brackets: [...].", name=name
        )
    return list(value)


def check_max_items(value: Any) -> int | None:
    """Returns the maximum number of items; None for all.

    Raises:
        InputError: ``value`` is not a whole number above 0.
    """
    return None if value is None else check_id(value, "max_items")


def parse_moment(value: Any, name: str) -> datetime | None:
    """Parses a point in time; returns it in UTC.

    Raises:
        InputError: it is not one.
    """
    if value is None:
        return None
    moment = None
    try:
        if isinstance(value, str):
            moment = parse_time(value)
        elif isinstance(value, datetime):
            moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        moment = None
    if moment is None or moment != moment:  # pandas' NaT is a datetime that is not itself
        raise InputError(f"{name} must be a datetime, a date, or ISO text such as 2026-01-31.", name=name)
    return moment


def unknown_marker(
    noun: str, marker: str, known: Iterable[str], *, name: str, where: str = "The project"
) -> InputError:
    """Returns the ``InputError`` for an unknown marker; the message lists the first 50 of the known ones."""
    import difflib

    markers = list(known)
    left = len(markers) - _NAMED
    there = ", ".join(markers[:_NAMED]) + (f" and {left:,} more" if left > 0 else "")
    close = difflib.get_close_matches(marker, markers, n=1)
    hint = f" Did you mean '{close[0]}'?" if close else ""
    return InputError(
        f"{where} has no {noun} '{marker}'.{hint} There are: {there or 'none that you may see'}.",
        name=name,
    )
