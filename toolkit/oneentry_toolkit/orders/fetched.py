"""The columns of fetched orders, on their way into frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..frames.assemble import Assembly, Money
from ..frames.chunks import Chunk, whole_answers
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

    Attributes:
        count: items so far, of which ``max_items`` may be wanted.
        report: what was seen on the way.
    """

    def __init__(self, *, orders: bool, lines: bool, money: Money = "exact") -> None:
        self.count = 0
        self.report = Report(total=0)
        self._orders = Assembly(ORDERS, money=money) if orders else None
        self._lines = Assembly(LINES, money=money) if lines else None
        self._form: list[tuple[int, dict[str, Any]]] = []

    def add(self, chunk: Chunk) -> None:
        """Takes the rows of a chunk."""
        if self._orders is not None:
            self._orders.add(chunk.columns)
            self._form.append((len(chunk), chunk.form))
        if self._lines is not None:
            self._lines.add(chunk.lines)

    def orders_frame(self) -> pd.DataFrame:
        """Returns the frame of orders. Can be called once only, since it releases its columns."""
        assert self._orders is not None
        markers = dict.fromkeys(marker for _, form in self._form for marker in form)
        more = {
            f"form.{marker}": whole_answers([(count, form.pop(marker, None)) for count, form in self._form])
            for marker in markers
        }
        return self._orders.frame(more=more, report=self.report)

    def both(self) -> OrderFrames:
        """Returns both frames. Can be called once only."""
        return OrderFrames(self.orders_frame(), self.lines_frame())

    def lines_frame(self) -> pd.DataFrame:
        """Returns the frame of lines. Can be called once only, since it releases its columns."""
        assert self._lines is not None
        return self._lines.frame(report=self.report)
