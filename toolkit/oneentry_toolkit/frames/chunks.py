"""The decoded columns of some pages: items, form values and lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ..values.unreadable import Findings, Oddity
from .findings import RowFindings, RowOddity, joined_findings
from .schema import alike

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


class Seen:
    """Ids of the items so far, eight bytes each, for lists of millions."""

    def __init__(self, numbers: Sequence[int] | np.ndarray[Any, Any] = (), keys: Iterable[str] = ()) -> None:
        self._before = numbers
        self._runs: list[np.ndarray[Any, Any]] = []  # each sorted
        self._range: tuple[int, int] | None = None
        self._keys = set(keys)  # of items without a number

    def is_new_key(self, key: str) -> bool:
        """Whether an item without a number comes for the first time."""
        is_new = key not in self._keys
        self._keys.add(key)
        return is_new

    def new(self, numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any] | None:
        """Returns a mask of the ids that are new; None if all are."""
        import numpy as np

        if len(self._before):
            self._add(np.unique(np.asarray(self._before, dtype="int64")))
            self._before = ()
        falls = (numbers[1:] < numbers[:-1]).all()  # the usual order: newest first
        kept = numbers[::-1] if falls else np.unique(numbers)
        known = self._known(kept)
        self._add(kept[~known])
        if len(kept) == len(numbers) and not known.any():
            return None
        mask = np.zeros(len(numbers), dtype=bool)
        mask[np.unique(numbers, return_index=True)[1][~known]] = True
        return mask

    def _known(self, kept: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        import numpy as np

        if self._range is None or not len(kept) or kept[-1] < self._range[0] or kept[0] > self._range[1]:
            return np.zeros(len(kept), dtype=bool)
        self._runs = [np.sort(np.concatenate(self._runs), kind="stable")]
        at = np.searchsorted(self._runs[0], kept)
        known: np.ndarray[Any, Any] = at < len(self._runs[0])
        known[known] = self._runs[0][at[known]] == kept[known]
        return known

    def _add(self, kept: np.ndarray[Any, Any]) -> None:
        if len(kept):
            least, most = self._range or (kept[0], kept[-1])
            self._range = min(least, kept[0]), max(most, kept[-1])
            self._runs.append(kept)


@dataclass
class Chunk:
    """The columns of some pages.

    Attributes:
        counts, totals: number of items and total of each page.
        columns: columns of the items, by name.
        form: columns of the answers to form fields, by name.
        others: answers to fields that no form defines, by marker: Arrow text, or a list of Python values.
        types: of these fields, as the answers say, by marker.
        lines: columns of the order lines, by name.
        parents: for each line, the index of its order.
        start: offset of the first page.
        offsets: offset of each page; empty if each one follows the one before.
        findings: what could not be read.
        items: for each row, the index of its item among all items of the pages; None if every item has a row.
    """

    counts: list[int]
    totals: list[int | None]
    seen: Seen
    columns: dict[str, pa.Array]
    form: dict[str, pa.Array] = field(default_factory=dict)
    others: dict[str, pa.Array | list[Any]] = field(default_factory=dict)
    types: dict[str, set[Any]] = field(default_factory=dict)
    lines: dict[str, pa.Array] = field(default_factory=dict)
    parents: np.ndarray[Any, Any] | None = None
    start: int = 0
    offsets: Sequence[int] = ()
    findings: RowFindings = field(default_factory=RowFindings)
    items: np.ndarray[Any, Any] | None = None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def drop_repeats(self) -> list[int]:
        """Drops duplicates of earlier items and returns the number of items left of each page."""
        mask = self.seen.new(next(iter(self.columns.values())).to_numpy())
        if mask is not None:
            self.keep(mask)
        self.findings.aside = [one for one in self.findings.aside if self.seen.is_new_key(one.key)]
        return self._left_of_pages()

    def _left_of_pages(self) -> list[int]:
        if self.item_count == sum(self.counts):
            return list(self.counts)
        import numpy as np

        left = np.concatenate([self._row_items(), [one.item for one in self.findings.aside]])
        pages = np.searchsorted(np.cumsum(self.counts), left, side="right")
        return [int(count) for count in np.bincount(pages, minlength=len(self.counts))]

    @property
    def item_count(self) -> int:
        """Number of items: rows, and items that were set aside."""
        return len(self) + len(self.findings.aside)

    def report_to(self, findings: Findings) -> None:
        """Moves what could not be read to the findings of the list."""
        self.findings.report(findings, next(iter(self.columns.values())), self.place_of)
        self.findings = RowFindings()

    def note(self, rows: Iterable[int], member: Callable[[int], str], problem: str) -> None:
        """Records a problem of some rows; ``member`` returns the member's name for a row."""
        import numpy as np

        found = list(rows)
        if not found:
            return
        mask = np.zeros(len(self), dtype=bool) if self.findings.rows is None else self.findings.rows
        mask[found] = True
        self.findings.rows = mask
        items = self._row_items()
        self.findings.details += [RowOddity(row, int(items[row]), Oddity(member(row), problem)) for row in found]

    def _row_items(self) -> np.ndarray[Any, Any]:
        import numpy as np

        return np.arange(len(self)) if self.items is None else self.items

    def place_of(self, item: int) -> int:
        """Returns the place in the list of an item of these pages."""
        ends = list(accumulate(self.counts))
        page = next(number for number, end in enumerate(ends) if item < end)
        first = ends[page] - self.counts[page]
        return (self.offsets[page] if self.offsets else self.start + first) + item - first

    def cut(self, limit: int | None, before: int) -> None:
        """Keeps at most ``limit - before`` items; all if ``limit`` is None."""
        if limit is not None and before + self.item_count > limit:
            mask = self.findings.ranks(len(self)) < limit - before
            self.findings.cut(limit - before)
            self.keep(mask)

    def keep(self, mask: np.ndarray[Any, Any]) -> None:
        """Keeps the items for which the mask is true, and their lines."""
        import pyarrow as pa

        arrow_mask = pa.array(mask)
        self.findings.keep(mask)
        self.items = self._row_items()[mask]
        self.columns = {name: column.filter(arrow_mask) for name, column in self.columns.items()}
        self.form = {name: column.filter(arrow_mask) for name, column in self.form.items()}
        self.others = {
            marker: [value for value, kept in zip(column, mask, strict=True) if kept]
            if isinstance(column, list)
            else column.filter(arrow_mask)
            for marker, column in self.others.items()
        }
        if self.parents is not None:
            lines = mask[self.parents]
            places = mask.cumsum() - 1
            self.parents = places[self.parents[lines]]
            arrow_mask = pa.array(lines)
            self.lines = {name: column.filter(arrow_mask) for name, column in self.lines.items()}


def joined(chunks: list[Chunk]) -> Chunk:
    """Concatenates chunks."""
    import numpy as np

    if len(chunks) == 1:
        return chunks[0]
    first = chunks[0]
    starts = np.cumsum([0, *(len(chunk) for chunk in chunks[:-1])])
    markers = dict.fromkeys(marker for chunk in chunks for marker in chunk.others)
    return Chunk(
        [count for chunk in chunks for count in chunk.counts],
        [total for chunk in chunks for total in chunk.totals],
        first.seen,
        {name: _whole([chunk.columns[name] for chunk in chunks]) for name in first.columns},
        {name: _whole([chunk.form[name] for chunk in chunks]) for name in first.form},
        {marker: whole_answers([(len(chunk), chunk.others.get(marker)) for chunk in chunks]) for marker in markers},
        united_types(chunk.types for chunk in chunks),
        {name: _whole([chunk.lines[name] for chunk in chunks]) for name in first.lines},
        None
        if first.parents is None
        else np.concatenate([start + chunk.parents for start, chunk in zip(starts, chunks, strict=True)]),
        findings=joined_findings([(chunk.findings, len(chunk), sum(chunk.counts)) for chunk in chunks]),
        items=None
        if all(chunk.items is None for chunk in chunks)
        else np.concatenate([first + chunk._row_items() for first, chunk in zip(_starts(chunks), chunks, strict=True)]),
    )


def _starts(chunks: Sequence[Chunk]) -> list[int]:
    """Returns the number of items before each chunk."""
    return [0, *accumulate(sum(chunk.counts) for chunk in chunks[:-1])]


def _whole(pieces: list[pa.Array]) -> pa.Array:
    import pyarrow as pa

    return pa.chunked_array(alike(pieces)).unify_dictionaries().combine_chunks()


def united_types(pieces: Iterable[dict[str, set[Any]]]) -> dict[str, set[Any]]:
    """Returns the types of fields in several chunks."""
    found: dict[str, set[Any]] = {}
    for piece in pieces:
        for marker, types in piece.items():
            found.setdefault(marker, set()).update(types)
    return found


def whole_answers(pieces: Sequence[tuple[int, pa.Array | list[Any] | None]]) -> pa.Array | list[Any]:
    """Concatenates the values of one form field; each piece is a number of orders and their values, or None."""
    import pyarrow as pa

    if any(isinstance(piece, list) for _, piece in pieces):
        return [
            value
            for count, piece in pieces
            for value in ([None] * count if piece is None else piece if isinstance(piece, list) else piece.to_pylist())
        ]
    return pa.chunked_array(
        [pa.nulls(count, pa.string()) if piece is None else piece for count, piece in pieces]
    ).combine_chunks()
