"""Building blocks of plots: figures, legible text, colours, bars.

Needs matplotlib; ``plots`` imports this module on the first plot. pyplot is not used, so figures are not kept alive and
are not shown twice.
"""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import matplotlib.figure
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray
from PIL import Image  # matplotlib needs it too

from ..values.display import show

# Okabe and Ito's colour-blind-safe palette; without black, and the pale yellow last.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
_GREY = "#595959"
_WIDTH_IN = 8.0
_DPI = 96
LABEL_CHARS = 40
"""Characters of a label that are drawn."""
_TICKS_MAX = 6
_REPLACED = "\N{WHITE SQUARE}"
# Fallback fonts in this order, if installed.
_MORE_FONTS = (
    "Noto Sans",
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Noto Sans JP",
    "Noto Sans KR",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "WenQuanYi Zen Hei",
    "Arial Unicode MS",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "Segoe UI",
    "Segoe UI Symbol",
)


class Figure(matplotlib.figure.Figure):
    """A matplotlib figure that a notebook shows when it is the last value of a cell, with or without pyplot.

    Attributes:
        summary: description of the content: the ``repr`` and the alternative text.
    """

    summary = ""

    def __repr__(self) -> str:
        return f"<Figure: {self.summary}>"

    __str__ = __repr__

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        # If pyplot was imported, its own printer for figures runs first, also once.
        buffer = io.BytesIO()
        self.savefig(buffer, format="png")
        return _smaller(buffer.getvalue()), {"alt": self.summary}


def _smaller(png: bytes) -> bytes:
    """Returns the image with a palette, a third of the size. An image with transparent parts is kept."""
    picture = Image.open(io.BytesIO(png))
    if picture.getextrema()[-1] != (255, 255):
        return png  # with transparent parts
    buffer = io.BytesIO()
    picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


@contextmanager
def drawing(title: str, *, height_in: float = 3.6) -> Iterator[tuple[Figure, Axes]]:
    """Yields a new figure with a title and one set of axes. Uses the user's style, but never TeX."""
    with mpl.rc_context({"text.usetex": False, "font.family": _families()}):
        figure = Figure(figsize=(_WIDTH_IN, height_in), dpi=_DPI, layout="constrained")
        engine: Any = figure.get_layout_engine()
        engine.set(w_pad=0.12, h_pad=0.08)
        axes = figure.add_subplot()
        axes.set_title(plain(title, most=90), loc="left", fontsize="medium", fontweight="bold", wrap=True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_axisbelow(True)
        figure.summary = show(title)
        yield figure, axes


def nothing(title: str, sentence: str) -> Figure:
    """Returns a figure with a message instead of data."""
    with drawing(title, height_in=1.8) as (figure, axes):
        axes.set_axis_off()
        axes.text(0.5, 0.5, plain(sentence, most=120), ha="center", va="center", color=_GREY)
        figure.summary = f"{show(title)}: {sentence}"
    return figure


def bars_across(
    axes: Axes, labels: Sequence[str], values: Sequence[float], notes: Sequence[str], *, colours: Sequence[str] = ()
) -> None:
    """Draws horizontal bars, the first on top, each with a label on the left and a note at its end."""
    places = range(len(labels))
    axes.barh(places, values, height=0.7, color=list(colours) or COLOURS[0])
    axes.set_yticks(places, [plain(label) for label in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="0.9")
    axes.xaxis.set_major_formatter(FuncFormatter(number))
    drawn = [
        axes.annotate(
            plain(note), (max(value, 0), place), (6, 0), textcoords="offset points",
            ha="left", va="center", fontsize="small",
        )
        for place, value, note in zip(places, values, notes, strict=True)
    ]  # fmt: skip
    integer = all(value == int(value) for value in values)
    low, high = min(0.0, *values), max(0.0, *values)
    axes.set_xlim(low * 1.05, (high or 1.0) * 1.25)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=_TICKS_MAX, integer=integer))
    # As large as the font and the labels leave it: then the notes fit beside the bars, and the numbers below them.
    figure: Any = axes.get_figure()  # never a part of one; Matplotlib before 3.10 has no `root`
    figure.draw_without_rendering()
    width = axes.get_window_extent().width
    ends = zip(values, (note.get_window_extent().width + 10 * figure.dpi / 72 for note in drawn), strict=True)
    span = max((max(value, 0) - low) / max(0.2, 1 - note / width) for value, note in ends)
    axes.set_xlim(low * 1.05, low + max(span, (high - low or 1.0) * 1.02))
    widest = max(label.get_window_extent().width for label in axes.get_xticklabels())
    most = max(1, min(_TICKS_MAX, int(width / (1.5 * widest))))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=most, integer=integer))


def histogram(axes: Axes, values: NDArray[np.float64], bins: int) -> None:
    """Draws a histogram whose columns begin and end at round numbers.

    Args:
        axes: where to draw.
        values: at least one.
        bins: about so many columns.
    """
    low, high = float(values.min()), float(values.max())
    steps = [1, 2, 2.5, 5, 10]
    counts, edges = np.histogram(values, bins=np.asarray(MaxNLocator(nbins=bins, steps=steps).tick_values(low, high)))
    axes.bar(edges[:-1], counts, width=np.diff(edges), align="edge", color=COLOURS[0], edgecolor="white", linewidth=0.5)
    axes.set_xlim(edges[0], edges[-1])
    axes.xaxis.set_major_formatter(FuncFormatter(number))
    axes.yaxis.set_major_formatter(FuncFormatter(number))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=_TICKS_MAX, integer=True))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=_TICKS_MAX, steps=steps))
    axes.grid(axis="y", color="0.9")


def note_at_top(axes: Axes, place: float, note: str) -> None:
    """Draws a vertical line with a note at its upper end, on the side that has more room."""
    low, high = axes.get_xlim()
    is_left = place - low < (high - low) / 2
    axes.axvline(place, color=COLOURS[1], linewidth=2)
    axes.annotate(
        plain(note), (place, 1), (4 if is_left else -4, -2), xycoords=("data", "axes fraction"),
        textcoords="offset points", ha="left" if is_left else "right", va="top", fontsize="small",
    )  # fmt: skip


def grid_of_shares(axes: Axes, shares: NDArray[np.float64]) -> None:
    """Draws a grid of shares, each as a colour and a number; what is NaN stays white.

    Args:
        axes: where to draw.
        shares: from 0 to 1, the first row on top.
    """
    most = max(0.01, float(np.nanmax(shares, initial=0.0)))
    axes.imshow(np.ma.masked_invalid(shares), cmap="Blues", vmin=0, vmax=most, aspect="auto")
    for (row, column), share in np.ndenumerate(shares):
        if not np.isnan(share):
            colour = "white" if share > 0.6 * most else "black"
            axes.text(column, row, f"{share:.0%}", ha="center", va="center", color=colour, fontsize="small")
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)


def shortened(text: str, most: int) -> str:
    """Returns text of at most so many characters."""
    shown = show(text)
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def number(value: float, place: int | None = None) -> str:
    """Formats a tick label with thousands separators and no unneeded decimals."""
    return f"{value:,.6f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else f"{value:.3g}"


def plain(text: str, *, most: int = LABEL_CHARS) -> str:
    """Returns text to draw: one line of at most ``most`` characters, no TeX, no glyphs that the fonts lack."""
    shown = show(text)
    if len(shown) > most:
        shown = shown[: most - 1].rstrip() + "…"
    drawn = "".join(char if ord(char) in _glyphs() else _substitute(char) for char in shown)
    # Two unescaped dollar signs would start math mode.
    return drawn.replace("$", r"\$")


def _substitute(char: str) -> str:
    """Returns what is drawn for a character without a glyph: nothing for joiners and variation selectors."""
    return "" if unicodedata.category(char) in ("Cf", "Mn") else _REPLACED


def is_legible(text: str) -> bool:
    """Whether the fonts here can draw at least half of the text."""
    shown = show(text)
    return bool(shown) and 2 * sum(ord(char) in _glyphs() for char in shown) >= len(shown)


@functools.cache
def _families() -> list[str]:
    installed = set(font_manager.get_font_names())
    wanted = [*mpl.rcParams["font.sans-serif"][:1], "DejaVu Sans", *_MORE_FONTS]
    return [family for family in dict.fromkeys(wanted) if family in installed]


@functools.cache
def _glyphs() -> frozenset[int]:
    fonts: list[Any] = [font_manager.get_font(font_manager.findfont(family)) for family in _families()]
    return frozenset(code for font in fonts for code in font.get_charmap())
