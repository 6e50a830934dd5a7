"""Display of objects: one line in a terminal, a small table in a notebook. Never shows a secret or sends a request."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ..secret import MASK, hide, is_secret_name
from .money import format_money
from .times import show_time, wire_time

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

SHOWN_ROWS = 20
"""Rows of a table, members of a list and of an object that are shown; the rest is counted."""
_CARD_ROWS = 50
_CELL = 80
_DEPTH = 4
_MEMBER = 300
_MORE = "…"
# Control characters, halves of surrogate pairs, and what changes the direction of the text that follows. Joiners,
# direction marks and variation selectors belong to names and emoji.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u206a-\u206f]")


def describe_part(part: object, name: str) -> str:
    """Returns the ``repr`` of a shop's resource: its name and public methods, identical on every run.

    Args:
        part: the resource, such as an ``Orders``.
        name: its name in user code, such as ``shop.orders``.
    """
    methods = sorted(one for one in dir(type(part)) if not one.startswith("_") and callable(getattr(type(part), one)))
    return f"<{name}: {', '.join(methods)}>"


def one_line(name: str, subject: str, details: Iterable[str] = ()) -> str:
    """Returns a ``repr`` such as ``<Order 89: new, 340.00 USD>``; long texts are cut."""
    rest = ", ".join(short(show(part)) for part in details if part)
    return f"<{name} {short(show(subject))}{': ' if rest else ''}{rest}>"


def html_card(title: str, rows: Iterable[tuple[str, Any]], *, noun: str = "value") -> str:
    """Returns an HTML table of names and values; rows that are None or empty are left out.

    Args:
        title: caption of the table.
        rows: names and values; the first 50 of them are shown.
        noun: what a row is, for the note that counts the rest.
    """
    present = ((name, value) for name, value in rows if value is not None and value != "")
    shown, left = first_rows(present, _CARD_ROWS)
    body = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(short(show(name)))}</th>'
        f'<td style="text-align:left">{escape(short(show(value)))}</td></tr>'
        for name, value in shown
    )
    caption = escape(short(show(title)))
    return f"<table><caption><b>{caption}</b></caption><tbody>{body}</tbody></table>{_foot('', more(left, noun))}"


def html_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = "", noun: str = "row") -> str:
    """Returns an HTML table with a header, the first ``SHOWN_ROWS`` rows, their rest as a number, and a note below.

    Args:
        columns: names of the columns.
        rows: values of each row.
        note: a sentence below the table.
        noun: what a row is, for the note that counts the rest.
    """
    shown, left = first_rows(rows)
    head = "".join(f'<th scope="col" style="text-align:left">{escape(short(show(column)))}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{escape(short(show(value)))}</td>' for value in row) + "</tr>"
        for row in shown
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{_foot(note, more(left, noun))}"


def _foot(*notes: str) -> str:
    text = "; ".join(show(note) for note in notes if note)
    return f"<p>{escape(text)}</p>" if text else ""


def first_rows(rows: Iterable[T], limit: int = SHOWN_ROWS) -> tuple[list[T], int]:
    """Returns the first ``limit`` rows, and how many follow."""
    found = iter(rows)
    shown = list(itertools.islice(found, limit))
    return shown, sum(1 for _ in found)


def more(count: int, noun: str = "") -> str:
    """Returns a note about what is not shown, such as ``… 9,980 more lines``; empty for 0."""
    if count < 1:
        return ""
    return f"{_MORE} {count:,} more {plural(noun) if noun and count != 1 else noun}".rstrip()


def plural(noun: str) -> str:
    """Returns the plural of a noun: ``orders``, ``statuses``."""
    return f"{noun}es" if noun.endswith("s") else f"{noun}s"


def counted(count: int, noun: str) -> str:
    """Returns a count with its noun: ``1 order``, ``2 orders``."""
    return f"{count} {noun if count == 1 else plural(noun)}"


def show(value: Any) -> str:
    """Formats a value for display on one line.

    Of lists and objects the first ``SHOWN_ROWS`` members are shown and the rest is counted; what is nested deeper
    than four levels is an ellipsis.
    """
    return clean(value) if isinstance(value, str) else _shown(value, _DEPTH)


def _shown(value: Any, depth: int) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return show_time(value)
        case str():
            return clean(short(value, _MEMBER))
        case Mapping() | list() | tuple() if value and not depth:
            return _MORE
        case Mapping():
            members = ((str(key), item) for key, item in itertools.islice(value.items(), SHOWN_ROWS))
            texts = [f"{clean(short(key))}: {_shown(_hidden(key, item), depth - 1)}" for key, item in members]
        case list() | tuple():
            texts = [_shown(item, depth - 1) for item in value[:SHOWN_ROWS]]
        case _:
            return clean(str(value))
    left = len(value) - len(texts)
    return ", ".join([*texts, more(left)] if left else texts)


def clean(text: str) -> str:
    """Returns a text on one line, without control characters and bidirectional overrides: titles are untrusted.

    Joiners (in Persian and Indic names, and in emoji) are kept.
    """
    return _UNSEEN.sub("", " ".join(text.split()))


def short(text: str, limit: int = _CELL) -> str:
    """Returns a text of ``limit`` characters at most; an ellipsis stands for the rest."""
    return text if len(text) <= limit else text[: limit - 1] + _MORE


def masked(name: str, value: Any, *, depth: int = 50) -> Any:
    """Returns ``value`` with ``***`` in place of each member that has a secret's name.

    Args:
        name: name of the value.
        value: a value of a JSON answer.
        depth: what is nested deeper than this becomes an ellipsis.
    """
    value = _hidden(name, value)
    if not isinstance(value, Mapping | list):
        return value
    if not depth:
        return _MORE if value else value
    if isinstance(value, Mapping):
        return {key: masked(str(key), item, depth=depth - 1) for key, item in value.items()}
    return [masked("", item, depth=depth - 1) for item in value]


def _hidden(name: str, value: Any) -> Any:
    """Returns ``***`` for a value with a secret's name; members of the value are not looked at."""
    if is_secret_name(name) and value not in (None, "", [], {}):
        return MASK
    if name == "authData" and isinstance(value, list):
        return [{**one, "value": MASK} if isinstance(one, Mapping) and "value" in one else one for one in value]
    return value


class Guarded(dict[str, Any]):
    """A JSON object that may hold secrets: members can be read, the ``repr`` masks them, at any depth.

    Its secrets are ``Secret``, so that copies of it, as ``dict(raw)`` or ``raw | {}``, mask them as well.

    It has no ``__init__`` of its own, so that ``dataclasses.asdict`` and ``pickle`` make one as they make a ``dict``.
    """

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Guarded:
        """Returns a guarded copy of a JSON object, in which all objects are guarded and all secrets are ``Secret``."""
        guarded: Guarded = hide(value, objects=cls)
        return guarded

    def __repr__(self) -> str:
        return repr(self._masked())

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.pretty(self._masked())

    def _masked(self) -> dict[str, Any]:
        return {key: masked(key, item) for key, item in self.items()}


@dataclass(frozen=True)
class Amount:
    """Reads an amount for a column of a ``Listing``, formatted with its currency.

    Attributes:
        name: attribute with the amount.
        currency: attribute with its currency; empty if the server sends none.
    """

    name: str
    currency: str = ""

    def __call__(self, item: Any) -> str:
        """Returns the amount of an item as text."""
        return format_money(getattr(item, self.name), getattr(item, self.currency) if self.currency else None)


Cell = str | tuple[str, ...] | Callable[[Any], Any]
"""A column of a ``Listing``: an attribute, attributes of which the first with a value counts, or a function.

A function must be one of a module, or an ``Amount``: a ``Listing`` with a lambda cannot be pickled.
"""


def _cell(item: Any, cell: Cell) -> Any:
    if callable(cell):
        return cell(item)
    value = None
    for name in (cell,) if isinstance(cell, str) else cell:
        value = getattr(item, name)
        if value:
            break
    return value


class Listing(Sequence[T], Generic[T]):
    """A sequence returned by the ``list`` methods; a notebook shows its first 20 rows as a table.

    Attributes:
        total: number of items according to the server; None if it sends none.
        fetch: what was seen on the way, as in ``frame.attrs["fetch"]``; empty for lists without pages.

    Args:
        items: the records.
        noun: what a record is.
        columns: of the table that is shown.
        frame: returns the frame of records, with ``money`` and what ``look_up`` gives as keywords; a function of a
            module, or a ``partial`` of one, since others cannot be pickled.
        total, fetch: as above.
        user: number of the user whose records they are; None for records of no user, and if it is not known.
        look_up: what the frame needs beside the records, such as markers of accounts. It may send requests, and does
            not travel in a pickle.
    """

    def __init__(
        self,
        items: Iterable[T],
        *,
        noun: str,
        columns: Mapping[str, Cell],
        frame: Callable[..., pd.DataFrame],
        total: int | None = None,
        fetch: Mapping[str, Any] | None = None,
        user: int | None = None,
        look_up: Callable[[], Mapping[str, Any]] | None = None,
    ) -> None:
        self._items = tuple(items)
        self._noun = noun
        self._columns = columns
        self._frame = frame
        self._user = user
        self._look_up = look_up
        self._fetched_at = wire_time(datetime.now(UTC))
        self.total = total
        self.fetch = dict(fetch or {})

    def to_frame(self, *, money: str | None = None) -> pd.DataFrame:
        """Returns the records as a DataFrame, one row each, with the columns of the ``frame`` method of this list.

        Lists without such a method have a column for each attribute of a record. Dtypes do not depend on the rows.

        Args:
            money: as in the ``frame`` methods; None for their default.

        Returns:
            The frame; ``attrs`` are as in ``shop.orders.frame``, of the fetch that the list comes from. A list that was
            pickled lacks what is looked up beside the records, such as ``payment_account`` of payment sessions.

        Raises:
            InputError: ``money`` is not valid.

        Warns:
            MissingDetailWarning: something beside the records cannot be looked up, so that it is missing.
        """
        asked = {} if money is None else {"money": money}
        found = self._frame(self._items, **asked, **(self._look_up() if self._look_up is not None else {}))
        facts = {**self.fetch, "fetched_at": self._fetched_at} if self.fetch else {}
        made = found.attrs.get("fetch", {})
        facts |= {"currencies": made["currencies"]} if "currencies" in made else {}
        found.attrs = {**({} if self._user is None else {"user": self._user}), **({"fetch": facts} if facts else {})}
        return found

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_look_up": None}

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Listing[T]: ...
    def __getitem__(self, index: int | slice) -> T | Listing[T]:
        if isinstance(index, slice):
            part = copy.copy(self)
            part._items = self._items[index]
            part._look_up = self._look_up
            return part
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
        rows = [[short(show(_cell(item, one))) for one in self._columns.values()] for item in self._items[:SHOWN_ROWS]]
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
        rows = [[_cell(item, one) for one in self._columns.values()] for item in self._items[:SHOWN_ROWS]]
        table = html_table(list(self._columns), rows, note=self._note()) if rows else ""
        return f"<p><b>{escape(self._headline())}</b></p>{table}"

    def _headline(self) -> str:
        count = len(self._items)
        of = f" of {self.total}" if self.total is not None and self.total != count else ""
        return f"{count}{of} {self._noun if count == 1 and not of else plural(self._noun)}"

    def _note(self) -> str:
        return more(len(self._items) - SHOWN_ROWS)
