"""The columns of fetched orders, on their way into frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..frames.answers import AnswerField, columns_of, found_columns
from ..frames.assemble import Assembly, Money
from ..frames.chunks import Chunk, united_types, whole_answers
from ..frames.schema import LINES, ORDERS
from ..lists.plan import Report

if TYPE_CHECKING:
    import pandas as pd


class OrderFrames(NamedTuple):
    """Orders and their lines, from one fetch.

    Attributes:
        orders: as from ``shop.orders.frame()``.
        lines: as from ``shop.orders.lines_frame()``.
    """

    orders: pd.DataFrame
    lines: pd.DataFrame


class Fetched:
    """Collects the columns of the frames of orders and lines.

    Args:
        orders, lines: which of the two are wanted.
        money: as for ``Assembly``.
        fields: returns the form fields that have columns.

    Attributes:
        count: items so far, of which ``max_items`` may be wanted.
        report: what was seen on the way.
    """

    def __init__(
        self,
        *,
        orders: bool,
        lines: bool,
        money: Money = "exact",
        fields: Callable[[], Sequence[AnswerField]] = tuple,
    ) -> None:
        self.count = 0
        self.report = Report(total=0)
        self._orders = Assembly(ORDERS, money=money) if orders else None
        self._lines = Assembly(LINES, money=money) if lines else None
        self._fields = fields
        self._answers: Assembly | None = None
        self._others: list[tuple[int, dict[str, Any]]] = []
        self._types: dict[str, set[Any]] = {}

    def add(self, chunk: Chunk) -> None:
        """Takes the rows of a chunk."""
        if self._orders is not None:
            self._orders.add(chunk.columns)
            self._form().add(chunk.form)
            self._others.append((len(chunk), chunk.others))
            self._types = united_types((self._types, chunk.types))
        if self._lines is not None:
            self._lines.add(chunk.lines)

    def _form(self) -> Assembly:
        if self._answers is None:
            self._answers = Assembly(columns_of(self._fields()))
        return self._answers

    def orders_frame(self) -> pd.DataFrame:
        """Returns the frame of orders. Can be called once only, since it releases its columns."""
        assert self._orders is not None
        more = self._form().values()
        for marker, types in self._types.items():
            values = whole_answers([(count, others.pop(marker, None)) for count, others in self._others])
            # A column of that name may be the companion of a field.
            columns = found_columns(marker, values, types)
            more |= {name if name not in more else f"{name}_": column for name, column in columns.items()}
        return self._orders.frame(more=more, report=self.report)

    def both(self) -> OrderFrames:
        """Returns both frames. Can be called once only."""
        return OrderFrames(self.orders_frame(), self.lines_frame())

    def lines_frame(self) -> pd.DataFrame:
        """Returns the frame of lines. Can be called once only, since it releases its columns."""
        assert self._lines is not None
        return self._lines.frame(report=self.report)
