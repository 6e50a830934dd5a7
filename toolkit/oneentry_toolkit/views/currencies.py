"""Amounts of several currencies have no sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import CurrencyMismatchError
from ..frames.given import need_frame

if TYPE_CHECKING:
    import pandas as pd


def one_currency(frame: pd.DataFrame) -> str:
    """Returns the currency of a frame's amounts; empty if the server sends none.

    Raises:
        CurrencyMismatchError: the frame has several currencies, or only some rows have one.
    """
    frame = need_frame(frame, "frame", "currency")
    found = sorted(frame["currency"].dropna().astype("str").unique())
    if len(found) + bool(len(found) and frame["currency"].isna().any()) > 1:
        raise mismatch((*found, *(["none"] if frame["currency"].isna().any() else [])))
    return found[0] if found else ""


def mismatch(names: tuple[str, ...]) -> CurrencyMismatchError:
    """Returns the error for amounts of several currencies."""
    all_of_them = " and ".join(one for one in (", ".join(names[:-1]), names[-1]) if one)
    return CurrencyMismatchError(
        f"Amounts in {all_of_them} cannot be one sum. Take one currency at a time, "
        f'such as frame[frame["currency"] == "{names[0]}"].',
        currencies=names,
    )
