"""Frames in which a record has several rows."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Literal

from ..errors import OneEntryWarning

if TYPE_CHECKING:
    import pandas as pd

_KEYS = {"orders": ["order_id"], "lines": ["order_id", "line"], "refunds": ["refund_id"]}
# Orders of two projects may have one number: rows that differ in one of these are two records.
_ALIKE = ("created", "storage", "status", "product_id", "total", "amount", "currency")
_NOUNS = {"orders": "an order", "lines": "a line of an order", "refunds": "a refund request"}


def warn_of_repeated(frame: pd.DataFrame, name: Literal["orders", "lines", "refunds"], *, stacklevel: int = 3) -> None:
    """Warns if rows repeat a record, as after a merge with sessions or a concat of two fetches: each of them counts.

    Args:
        frame: the rows that count.
        name: what they are, and the name of the frame in the warning.
        stacklevel: as of ``warnings.warn``.
    """
    has = list(frame.columns)
    keys = [*_KEYS[name], *(one for one in _ALIKE if one in has)]
    if any(has.count(key) != 1 for key in keys):
        return
    try:
        repeated = frame.duplicated(keys) & frame[keys[0]].notna()
    except TypeError:  # columns that the views do not read may have lists
        return
    if count := int(repeated.sum()):
        first = frame.loc[repeated, keys[0]].iloc[0]
        subset = repr(_KEYS[name][0]) if len(_KEYS[name]) == 1 else repr(_KEYS[name])
        warnings.warn(
            f"{count:,} {'row of' if count == 1 else 'rows of'} {name} {'repeats' if count == 1 else 'repeat'} "
            f"{_NOUNS[name]}, the first one with {keys[0]} {first}, and each row counts. To count each once, pass "
            f"{name}.drop_duplicates({subset}).",
            OneEntryWarning,
            stacklevel=stacklevel,
        )
