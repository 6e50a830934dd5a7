"""The distribution of a column of amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import views
from ..errors import InputError
from ..frames.given import kind_of, need_frame
from ..values.money import format_money
from .parts import comma, done, drawing_tools, exact, nothing, unit_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_USUAL = ("total", "amount", "price")
_BINS_MAX = 100
# Amounts above this quantile are not drawn if the largest is more than so many times as high.
_TAIL, _FAR = 0.99, 2.0


def amounts(frame: pd.DataFrame | pd.Series[Any], column: str | None = None, *, bins: int = 20) -> Figure:
    """Plots how often amounts of which size occur, as a histogram with the median.

    Args:
        frame: any frame with amounts in one currency, such as from ``shop.orders.frame()``, or a column of amounts:
            dtype ``money``, Decimals, Arrow decimals or numbers.
        column: name of the column; None takes ``total``, ``amount`` or ``price``, whichever the frame has.
        bins: about so many columns are drawn, between round numbers; up to 100. If a few amounts lie far above the
            others, the highest hundredth is left out and the figure says so.
    """
    import pandas as pd

    figures = drawing_tools()
    if isinstance(bins, bool) or not isinstance(bins, int) or not 1 <= bins <= _BINS_MAX:
        raise InputError(f"bins must be a whole number from 1 to {_BINS_MAX}.", name="bins")
    if isinstance(frame, pd.Series):
        column = column or ("amount" if frame.name is None else str(frame.name))
        frame = frame.to_frame(column)
    name = _column_of(frame, column)
    known = need_frame(frame, "frame", name, amounts=name)
    known = known[known[name].notna()]
    is_money = name in _USUAL or known[name].dtype.kind not in "iuf"
    currency = views.one_currency(known) if is_money and "currency" in known else ""
    noun = kind_of(frame) or "rows"
    missing = len(frame) - len(known)
    title = f"{len(known):,} {noun} by {name}{comma(currency)}"
    rest = [f"{missing:,} without an amount"] if missing else []
    if known.empty:
        return nothing(figures, title, f"No amounts{''.join(f'; {one}' for one in rest)}.")
    values = known[name].astype("float64")
    least, middle, most = float(values.min()), round(float(values.median()), 6), float(values.max())
    tail = float(values.quantile(_TAIL))
    drawn = values[values <= tail] if most > _FAR * max(tail, 0) and tail > least else values
    if len(drawn) < len(values):
        rest.append(f"{len(values) - len(drawn):,} above {_money(drawn.max(), currency)} not drawn")
    with figures.drawing(title) as (figure, axes):
        figures.histogram(axes, drawn.to_numpy(), bins)
        figures.note_at_top(axes, middle, f"median {_money(middle, currency)}")
        unit = unit_of(currency) if "currency" in known else "amount"
        label = f"{name} ({unit})" if is_money else name
        axes.set_xlabel(figures.plain(label, most=80) + (f"\n({'; '.join(rest)})" if rest else ""), wrap=True)
        axes.set_ylabel(noun)
        span = f"{_money(least, currency)} to {_money(most, currency)}, median {_money(middle, currency)}"
        figure.summary += f": {span}{''.join(f'; {one}' for one in rest)}"
    return done(figure)


def _column_of(frame: Any, column: object) -> str:
    """Returns the name of the column to draw.

    Raises:
        InputError: it is not told.
    """
    if isinstance(column, str):
        return column
    if column is not None:
        raise InputError("column must be the name of a column, such as 'total'.", name="column")
    found = next((name for name in _USUAL if name in getattr(frame, "columns", ())), None)
    if found is None and hasattr(frame, "columns"):
        raise InputError(
            f"frame has none of the columns {', '.join(_USUAL)}: say which one to draw, such as column='form.tip'.",
            name="column",
        )
    return found or _USUAL[0]


def _money(value: float, currency: str) -> str:
    return format_money(exact(value), currency, named=False)
