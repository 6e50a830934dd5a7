"""Display of objects: one line in a terminal, a small table in a notebook. Never shows a secret or sends a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Any, Generic, TypeVar, overload

from .times import show_time

T = TypeVar("T")

SHOWN_ROWS = 20
_CELL = 80
_SECRET = re.compile(r"(?i)(password|token|secret|signingkey|apikey|authorization|cookie)")
MASK = "***"


def describe_part(part: object, name: str) -> str:
    """Returns the ``repr`` of a shop's resource: its name and public methods, identical on every run.

    Args:
        part: the resource, such as an ``Orders``.
        name: its name in user code, such as ``shop.orders``.
    """
    methods = sorted(one for one in dir(type(part)) if not one.startswith("_") and callable(getattr(type(part), one)))
    return f"<{name}: {', '.join(methods)}>"


def one_line(name: str, subject: str, details: Iterable[str] = ()) -> str:
    """Returns a ``repr`` such as ``<Order 89: new, 340.00 USD>``."""
    rest = ", ".join(show(part) for part in details if part)
    return f"<{name} {show(subject)}{': ' if rest else ''}{rest}>"


def html_card(title: str, rows: Iterable[tuple[str, Any]]) -> str:
    """Returns an HTML table of names and values; rows that are None or empty are left out."""
    body = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>'
        f'<td style="text-align:left">{escape(_short(show(value)))}</td></tr>'
        for name, value in rows
        if value is not None and value != ""
    )
    return f"<table><caption><b>{escape(title)}</b></caption><tbody>{body}</tbody></table>"


def html_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = "") -> str:
    """Returns an HTML table with a header, ``rows`` and a note below."""
    head = "".join(f'<th scope="col" style="text-align:left">{escape(column)}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{escape(_short(show(value)))}</td>' for value in row) + "</tr>"
        for row in rows
    )
    foot = f"<p>{escape(note)}</p>" if note else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}"


def show(value: Any) -> str:
    """Formats a value for display on one line."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return show_time(value)
        case Decimal() | int() | float():
            return str(value)
        case str():
            # One line without control characters: titles are untrusted text.
            return "".join(char for char in " ".join(value.split()) if char.isprintable())
        case Mapping():
            return ", ".join(f"{key}: {show(masked(str(key), item))}" for key, item in value.items())
        case list() | tuple():
            return ", ".join(show(item) for item in value)
    return str(value)


def masked(name: str, value: Any) -> Any:
    """Returns ``value`` with ``***`` in place of each member that has a secret's name, at any depth."""
    if _SECRET.search(name) and value not in (None, "", [], {}):
        return MASK
    if name == "authData" and isinstance(value, list):
        return [{**one, "value": MASK} if isinstance(one, Mapping) and "value" in one else one for one in value]
    if isinstance(value, Mapping):
        return {key: masked(str(key), item) for key, item in value.items()}
    if isinstance(value, list):
        return [masked("", item) for item in value]
    return value


class Guarded(dict[str, Any]):
    """A JSON object that may hold secrets: members can be read, the ``repr`` masks them."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        super().__init__({key: Guarded(item) if isinstance(item, dict) else item for key, item in value.items()})

    def __repr__(self) -> str:
        return repr(self._masked())

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.pretty(self._masked())

    def _masked(self) -> dict[str, Any]:
        return {key: masked(key, item) for key, item in self.items()}


def _short(text: str) -> str:
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


class Listing(Sequence[T], Generic[T]):
    """A sequence returned by the ``list`` methods; a notebook shows its first 20 rows as a table.

    Attributes:
        total: number of items according to the server; None if it sends none.
    """

    def __init__(
        self,
        items: Iterable[T],
        *,
        noun: str,
        columns: Mapping[str, Callable[[T], Any]],
        total: int | None = None,
    ) -> None:
        self._items = tuple(items)
        self._noun = noun
        self._columns = columns
        self.total = total

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Listing[T]: ...
    def __getitem__(self, index: int | slice) -> T | Listing[T]:
        if isinstance(index, slice):
            return Listing(self._items[index], noun=self._noun, columns=self._columns, total=self.total)
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Listing | list | tuple):
            return list(self) == list(other)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        lines = [self._headline()]
        rows = [[_short(show(read(item))) for read in self._columns.values()] for item in self._items[:SHOWN_ROWS]]
        if rows:
            table = [list(self._columns), *rows]
            widths = [max(len(row[column]) for row in table) for column in range(len(self._columns))]
            lines += [
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
            ]
        if note := self._note():
            lines.append(note)
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [[read(item) for read in self._columns.values()] for item in self._items[:SHOWN_ROWS]]
        table = html_table(list(self._columns), rows, note=self._note()) if rows else ""
        return f"<p><b>{escape(self._headline())}</b></p>{table}"

    def _headline(self) -> str:
        count = len(self._items)
        of = f" of {self.total}" if self.total is not None and self.total != count else ""
        return f"{count}{of} {self._noun}{'' if count == 1 and not of else 's'}"

    def _note(self) -> str:
        more = len(self._items) - SHOWN_ROWS
        return f"… {more} more" if more > 0 else ""
