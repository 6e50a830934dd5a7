"""What could not be read of the rows of a chunk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ..values.unreadable import KEPT, Finding, Findings, Oddity

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


class RowOddity(NamedTuple):
    """An ``Oddity`` of a row.

    Attributes:
        row: the row; for an item that was set aside, the number of rows before it.
        item: index of the item among all items of the chunk.
        oddity: what could not be read.
        key: tells an item that was set aside from others.
    """

    row: int
    item: int
    oddity: Oddity
    key: str = ""


@dataclass
class RowFindings:
    """What could not be read of the items of some pages.

    Attributes:
        rows: the rows with a member that could not be read, as a mask; None if there are none.
        details: the first oddities, in order.
        aside: items that have no row.
    """

    rows: np.ndarray[Any, Any] | None = None
    details: list[RowOddity] = field(default_factory=list)
    aside: list[RowOddity] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Number of rows with a member that could not be read."""
        return 0 if self.rows is None else int(self.rows.sum())

    def keep(self, mask: np.ndarray[Any, Any]) -> None:
        """Follows ``Chunk.keep``."""
        if self.rows is not None:
            self.rows = self.rows[mask]
        places = mask.cumsum()
        self.details = [one._replace(row=int(places[one.row]) - 1) for one in self.details if bool(mask[one.row])]
        self.aside = [one._replace(row=int(places[one.row - 1]) if one.row else 0) for one in self.aside]

    def ranks(self, count: int) -> np.ndarray[Any, Any]:
        """Returns the place of each of ``count`` rows among the rows and the items that were set aside."""
        import numpy as np

        before = np.searchsorted(np.array([one.row for one in self.aside], dtype="int64"), np.arange(count), "right")
        ranks: np.ndarray[Any, Any] = np.arange(count) + before
        return ranks

    def cut(self, room: int) -> None:
        """Keeps the items that were set aside among the first ``room`` rows and items."""
        self.aside = [one for place, one in enumerate(self.aside) if one.row + place < room]

    def report(self, findings: Findings, ids: pa.Array | Sequence[int], place_of: Callable[[int], int]) -> None:
        """Adds these to the findings of a list.

        Args:
            findings: of the list.
            ids: the number of each row's record.
            place_of: returns an item's place in the list.
        """
        if self.rows is None and not self.aside:
            return
        found: list[tuple[int, int | None, Oddity, bool]] = [
            (one.item, int(_plain(ids[one.row])), one.oddity, False) for one in self.details
        ]
        found += [(one.item, None, one.oddity, True) for one in self.aside]
        found.sort(key=lambda one: one[0])
        findings.add(
            self.count,
            len(self.aside),
            [Finding(number, place_of(item), *oddity, aside) for item, number, oddity, aside in found[:KEPT]],
        )


def _plain(value: Any) -> Any:
    return value.as_py() if hasattr(value, "as_py") else value


def missing_of(
    columns: Sequence[tuple[Callable[[int], str], pa.Array]], rows: np.ndarray[Any, Any] | None, count: int
) -> RowFindings:
    """Returns the findings for missing values of columns in which none should be missing.

    Args:
        columns: for each, the name of the member at an index, and the values.
        rows: the row of each value; None if there is one value for each row.
        count: number of rows.
    """
    import numpy as np

    if not any(values.null_count for _, values in columns):
        return RowFindings()
    nulls = [np.flatnonzero(values.is_null().to_numpy(zero_copy_only=False)) for _, values in columns]
    places = np.sort(np.concatenate([found * len(columns) + number for number, found in enumerate(nulls)]))
    mask = np.zeros(count, dtype=bool)
    parents = places // len(columns)
    parents = parents if rows is None else rows[parents]
    mask[parents] = True
    details = []
    for place, row in zip(places[:KEPT].tolist(), parents[:KEPT].tolist(), strict=True):
        index, number = divmod(place, len(columns))
        details.append(RowOddity(row, row, Oddity(columns[number][0](index), "is missing")))
    return RowFindings(mask, details)


def joined_findings(pieces: Sequence[tuple[RowFindings, int, int]]) -> RowFindings:
    """Concatenates findings; each piece has its number of rows and its number of items."""
    import numpy as np

    rows, items = 0, 0
    details: list[RowOddity] = []
    aside: list[RowOddity] = []
    for one, row_count, item_count in pieces:
        details += [it._replace(row=rows + it.row, item=items + it.item) for it in one.details]
        aside += [it._replace(row=rows + it.row, item=items + it.item) for it in one.aside]
        rows, items = rows + row_count, items + item_count
    if all(one.rows is None for one, _, _ in pieces):
        return RowFindings(None, details, aside)
    masks = [np.zeros(count, dtype=bool) if one.rows is None else one.rows for one, count, _ in pieces]
    return RowFindings(np.concatenate(masks), details, aside)
