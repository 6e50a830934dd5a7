"""Interactive tables of DataFrames: search, sort, page, hide columns. Works offline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from numbers import Number
from typing import TYPE_CHECKING, Any

from .errors import InputError
from .extras import need
from .values.display import SHOWN_ROWS, html_table, more, show
from .values.money import format_money

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["explore"]

_CELL_CHARS = 300
_PAGE_ROWS = 10
_HTML_COLUMNS = 50


class Explorer:
    """An interactive table, returned by ``explore``. A notebook shows it as the last value of a cell.

    Without widget support (such as a saved notebook on a web page) the first rows are shown as a plain table.

    Attributes:
        widget: the ipywidget, to place in a layout.
    """

    def __init__(self, widget: Any, columns: Sequence[str], rows: Sequence[Sequence[str]], note: str) -> None:
        self.widget = widget
        self._columns = columns
        self._rows = rows
        self._note = note

    def __repr__(self) -> str:
        return f"<Explorer: {self._note}, {len(self._columns)} column{'' if len(self._columns) == 1 else 's'}>"

    def _repr_html_(self) -> str:
        shown = [row[:_HTML_COLUMNS] for row in self._rows[:SHOWN_ROWS]]
        note = self._note if len(shown) == len(self._rows) else f"{self._note}; the first {len(shown)} are shown here"
        if left := more(len(self._columns) - _HTML_COLUMNS, "column"):
            note = f"{note}; {left}"
        return html_table(self._columns[:_HTML_COLUMNS], shown, note=note)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = self.widget._repr_mimebundle_(**options)
        return {**data, "text/plain": repr(self), "text/html": self._repr_html_()}, metadata


def explore(frame: pd.DataFrame | pd.Series[Any], *, max_rows: int = 5000) -> Explorer:
    """Returns an interactive table of a frame: search, sort by a column, page, hide columns.

    The scripts are sent from Python to the page, so it works offline; the saved notebook keeps the first 20 rows.
    Every cell is text, never HTML, and exact: money with all its digits, and at least the decimals of its currency,
    times in UTC to the second, lists joined by commas, empty where the value is missing. Text over 300 characters is
    cut. A column of numbers is sorted as numbers, of whatever type, also if some are missing: those come first.

    Args:
        frame: any DataFrame, or a Series such as ``views.revenue`` returns. A meaningful index becomes columns.
        max_rows: send at most this many rows, from the first; a note reports if there are more.

    Raises:
        MissingExtraError: itables is not installed (the extra ``tables``).
        InputError: ``frame`` is not a DataFrame or Series, or ``max_rows`` is not a whole number from 1.
    """
    itables = need("itables.widget", "tables")
    import pandas as pd

    from .exports.cells import flat

    if isinstance(max_rows, bool) or not isinstance(max_rows, int) or max_rows < 1:
        raise InputError("max_rows must be a whole number from 1.", name="max_rows")
    table = flat(frame)
    shown = table.head(max_rows)
    columns = [show(name) for name in table.columns]
    currencies = [_text(one) for one in shown["currency"]] if "currency" in shown else [None] * len(shown)
    texts = [
        [_cell(value, currency) for value, currency in zip(shown.iloc[:, place], currencies, strict=True)]
        for place in range(len(columns))
    ]
    rows = list(zip(*texts, strict=True))
    cells = pd.DataFrame({place: pd.Series(column, dtype="object") for place, column in enumerate(texts)})
    cells.columns = pd.Index(columns, dtype="object")
    # Said, and not left to the page to guess from the texts.
    numeric = [place for place in range(len(columns)) if _has_numbers(shown.iloc[:, place])]
    note, cut = f"{len(table):,} row{'' if len(table) == 1 else 's'}", ""
    if len(table) > len(shown):
        note = f"the first {len(shown):,} of {note}; max_rows={len(table)} gives all"
        cut = f" ({note})"
    widget = itables.ITable(
        cells,
        allow_html=False,
        buttons=[
            {"extend": "pageLength", "background": False},
            # As one column the menu would be taller than the cell's output, which clips it.
            {"extend": "colvis", "text": "Columns", "background": False, "collectionLayout": "four-column"},
        ],
        classes="display compact nowrap",
        columnDefs=[{"targets": numeric, "type": "num"}],
        column_filters=False,
        language={
            "emptyTable": "no rows",
            "info": f"_START_ to _END_ of _TOTAL_{cut}",
            "infoEmpty": f"no rows{cut}",
            "infoFiltered": "",
            "zeroRecords": "no matching rows",
        },
        layout={"topStart": "buttons"},
        lengthMenu=[_PAGE_ROWS, 25, 100],
        maxBytes=0,
        maxColumns=0,
        maxRows=0,
        pageLength=_PAGE_ROWS,
        scrollX=True,
        showIndex=False,
        style="table-layout:auto;width:auto;margin:0",
        text_in_header_can_be_selected=False,
    )
    return Explorer(widget, columns, rows, note)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _has_numbers(column: pd.Series[Any]) -> bool:
    """Whether all values of a column that are not missing are numbers, and there are some."""
    import pandas as pd

    from .exports.cells import native

    kind = pd.api.types
    if kind.is_bool_dtype(column.dtype) or isinstance(column.dtype, pd.CategoricalDtype):
        return False
    if kind.is_numeric_dtype(column.dtype):
        return True
    present = [value for value in map(native, column) if kind.is_list_like(value) or not pd.isna(value)]
    return bool(present) and all(isinstance(value, Number) and not isinstance(value, bool) for value in present)


def _cell(value: Any, currency: str | None) -> str:
    import pandas as pd

    from .exports.cells import native

    if not isinstance(value, pd.Timestamp | pd.Timedelta):
        value = native(value)
    if isinstance(value, (list, tuple, dict)):
        text = show(value)
    elif pd.isna(value):
        return ""
    elif isinstance(value, pd.Timestamp):
        text = show((value.tz_localize("UTC") if value.tz is None else value.tz_convert("UTC")).to_pydatetime())
    elif isinstance(value, pd.Timedelta):
        text = f"{value.total_seconds():.0f} s"
    elif isinstance(value, bool):
        text = str(value)
    elif isinstance(value, float) and math.isinf(value):
        text = "Infinity" if value > 0 else "-Infinity"  # as the page reads them
    elif isinstance(value, Decimal):
        text = f"{value:f}" if currency is None else format_money(value, currency, named=False, grouped=False)
    else:
        text = show(value)
    return text if len(text) <= _CELL_CHARS else f"{text[: _CELL_CHARS - 1]}…"


def __dir__() -> list[str]:
    return __all__
