"""What could not be read of a list: exact counts, and the first records with their member and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from ..errors import ResponseFormatError
from .display import counted

KEPT = 100
"""Findings that are kept of a list; further ones are counted."""

NAMED = 5
"""Records that a warning names."""

_PARSED = ("an amount", "a date", "a whole number", "a number")


class Oddity(NamedTuple):
    """A member of a record that could not be read.

    Attributes:
        member: its path within the record, such as ``products[0].id``; empty for the record itself.
        problem: such as ``is missing``. It never quotes the value, which may be a secret.
    """

    member: str
    problem: str


class UnidentifiedError(Exception):
    """A record is no object, or what identifies it cannot be read. Does not leave the toolkit."""

    def __init__(self, oddity: Oddity) -> None:
        super().__init__(oddity)
        self.oddity = oddity


class Finding(NamedTuple):
    """An ``Oddity`` of a record of a list.

    Attributes:
        id: number or marker of the record; None if it has none.
        place: of the record in the whole list, from 0.
        member, problem: as in ``Oddity``.
        set_aside: the record is not among those that are returned.
        scope: what the list belongs to, if others were read with it.
    """

    id: int | str | None
    place: int
    member: str
    problem: str
    set_aside: bool = False
    scope: str = ""

    def name(self, noun: str) -> str:
        """Returns the record's name, such as ``order 7``; its place in the list if it has no number or marker."""
        match self.id:
            case None:
                return f"items[{self.place}]{self.scope and ' '}{self.scope}"
            case str():
                return f"{noun} '{self.id}'"
        return f"{noun} {self.id}"

    @property
    def json_path(self) -> str:
        """The member's path in the whole list, such as ``$.items[1700].products[0].id``."""
        return f"$.items[{self.place}]{'.' if self.member else ''}{self.member}"


@dataclass
class Findings:
    """What could not be read of a list.

    Attributes:
        unreadable: number of records with a member that could not be read.
        set_aside: number of records that are not returned, since they cannot be identified.
        details: the first findings, up to ``KEPT``.
        scope: what the list belongs to that is read, such as ``of storage 'orders'``; for findings that are added.
    """

    unreadable: int = 0
    set_aside: int = 0
    details: list[Finding] = field(default_factory=list)
    scope: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.unreadable or self.set_aside)

    def add(self, unreadable: int, set_aside: int, details: Iterable[Finding]) -> None:
        """Adds what was found in a part of the list."""
        self.unreadable += unreadable
        self.set_aside += set_aside
        kept = list(details)[: max(0, KEPT - len(self.details))]
        self.details += [one._replace(scope=one.scope or self.scope) for one in kept]

    def merge(self, other: Findings) -> None:
        """Adds what was found in another list."""
        self.add(other.unreadable, other.set_aside, other.details)

    def record(self, id: int | str | None, place: int, oddities: Sequence[Oddity], *, set_aside: bool = False) -> None:
        """Adds what was found in one record."""
        if oddities:
            self.add(
                int(not set_aside),
                int(set_aside),
                [Finding(id, place, one.member, one.problem, set_aside) for one in oddities],
            )

    def as_dicts(self) -> list[dict[str, Any]]:
        """Returns the details as plain values, for ``frame.attrs``."""
        return [
            {"id": one.id, "place": one.place, "member": one.member, "problem": one.problem, "set_aside": one.set_aside}
            for one in self.details
        ]

    def message(self, noun: str, given: int, *, strict: bool, scope: str = "") -> str:
        """Returns the text of the warning about a list of which ``given`` records are returned.

        Args:
            noun: of a record.
            given: number of records that are returned.
            strict: whether the method has the option ``strict``.
            scope: what the list belongs to, such as ``of storage 'orders'``.
        """
        whole = f"{counted(given + self.set_aside, noun)}{scope and ' '}{scope}"
        return " ".join(
            [
                *self._about(f"{self.unreadable} of {whole} could not be read in full", False, noun),
                *(["These values are missing; `raw` has them as they came."] if self.unreadable else []),
                *self._about(f"{self.set_aside} of {whole} had to be left out", True, noun),
                *(["strict=True makes this an error."] if strict else []),
            ]
        )

    def message_of_one(self, noun: str) -> str:
        """Returns the text of the warning about an answer that is one record."""
        problems = [f"{one.member} {one.problem}" for one in self.details[:NAMED]]
        more = len(self.details) - len(problems)
        more_text = f" and {more} more" if more else ""
        name = self.details[0].name(noun) if self.details[0].id is not None else f"the {noun}"
        return (
            f"{name[0].upper()}{name[1:]} could not be read in full: {', '.join(problems)}{more_text}. "
            "These values are missing; `raw` has them as they came."
        )

    def _about(self, headline: str, set_aside: bool, noun: str) -> list[str]:
        count = self.set_aside if set_aside else self.unreadable
        if not count:
            return []
        records: dict[str, list[str]] = {}
        for one in self.details:
            if one.set_aside == set_aside:
                records.setdefault(one.name(noun), []).append(f"{one.member or 'it'} {one.problem}")
        named = [f"{name}: {', '.join(problems[:NAMED])}" for name, problems in list(records.items())[:NAMED]]
        more = [f"{count - len(named)} more"] if count > len(named) else []
        return [f"{headline}: {'; '.join([*named, *more])}."]

    def error(self, noun: str, operation: str) -> ResponseFormatError:
        """Returns the error of ``strict=True`` for the first finding."""
        first = self.details[0]
        return ResponseFormatError(
            f"{operation} answered with {first.name(noun)}, of which {first.member or 'the whole'} {first.problem} "
            f"({first.json_path}). Without strict=True the other records are returned, with a warning.",
            operation=operation,
            json_path=first.json_path,
        )


def unnamed_keys(keys: Sequence[object], items: Sequence[Any]) -> dict[int, str]:
    """Returns what tells the items of a page without a number or marker from others, by their index.

    It is the neighbour, so that a page that comes again, or shifted, has no new items.

    Args:
        keys: of the items; None for those without.
        items: of the page.
    """
    found: dict[int, str] = {}
    for name, order in (("after", range(len(keys))), ("before", range(len(keys) - 1, -1, -1))):
        last: int | None = None
        for index in order:
            if keys[index] is not None:
                last = index
            elif last is not None:
                found.setdefault(index, f"{name} {keys[last]!r} {abs(index - last)}")
    return {
        index: found.get(index) or f"alone {index} {_digest(items[index])}"
        for index, key in enumerate(keys)
        if key is None
    }


def _digest(value: Any) -> str:
    try:
        text = msgspec.json.encode(value)
    except RecursionError:
        text = b"deep"
    return hashlib.sha256(text).hexdigest()[:16]


def kind_of(value: Any) -> str:
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


def problem_of(value: Any, wanted: str) -> str:
    """Returns what is wrong with a value, such as ``is text that is no date``."""
    kind = kind_of(value)
    if value is None:
        return "is missing"
    if wanted == "a whole number" and kind == "a number" and isinstance(value, int):
        return "is too large"
    if wanted in _PARSED and (kind == "text" or (kind == "a number" and wanted != "a date")):
        return f"is {kind} that is no {wanted.partition(' ')[2]}"
    return f"is {kind} where {wanted} belongs"
