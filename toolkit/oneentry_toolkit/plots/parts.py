"""What the plots share: titles, labels and amounts of the tables that they draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..extras import need
from ..values.money import at_least_cents

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

BARS_MAX = 40
"""Bars of a figure; more are left out, and the title says so."""


def product_labels(figures: Any, product_ids: Iterable[Any], titles: Iterable[Any]) -> list[str]:
    """Returns the titles; equal ones, and those that no installed font can draw, with the product's number."""
    names = [text_of(title) for title in titles]
    drawn = Counter(map(figures.plain, names))
    return [
        name
        if figures.is_legible(name) and drawn[figures.plain(name)] == 1
        else "no product"
        if is_missing(product_id)
        else f"product {product_id}: {name}".removesuffix(": ")
        for product_id, name in zip(product_ids, names, strict=True)
    ]


def drawing_tools() -> Any:
    """Returns the module that draws, which needs matplotlib.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    need("matplotlib", "plot")
    from . import figures

    return figures


def nothing(figures: Any, title: str, sentence: str) -> Figure:
    """Returns a figure with a message instead of data."""
    return done(figures.nothing(title, sentence))


def done(figure: Any) -> Figure:
    """Returns a figure with matplotlib's type."""
    # `figures` and its types are imported lazily, so that this module can be imported without matplotlib.
    result: Figure = figure
    return result


def height_of(bars: int) -> float:
    """Returns the height in inches of a figure with so many bars."""
    return 1.3 + 0.34 * bars


def cut(title: str, table: pd.DataFrame | pd.Series[Any], noun: str) -> str:
    """Returns a title that says so if not all rows of a table are drawn."""
    return title if len(table) <= BARS_MAX else f"{title} (the first {BARS_MAX} of {len(table)} {noun})"


def unit_of(currency: str) -> str:
    """Returns the unit of an axis."""
    return currency or "the server sends no currency"


def is_missing(value: Any) -> bool:
    """Whether a value is one of pandas' marks for a missing one."""
    import pandas as pd

    return bool(pd.isna(value))


def comma(currency: str) -> str:
    """Returns the currency as the end of a title."""
    return f", {currency}" if currency else ""


def text_of(value: Any) -> str:
    """Returns text without blanks around it; empty for what is no text."""
    return value.strip() if isinstance(value, str) else ""


def exact(value: Any) -> Decimal:
    """Returns an amount to show, without the noise of floats."""
    if isinstance(value, Decimal):
        return value
    # Six decimals, as in columns: further digits of a sum of floats are noise.
    return at_least_cents(Decimal(f"{float(value):.6f}"))
