"""Checks of the frames that a caller gave: whether they are of the right kind, and their columns of the right type."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# Kind of frame by a column that only this kind has, and the call that returns it.
_KINDS = {
    "session_id": ("payment sessions", "shop.payments.frame()"),
    "line": ("order lines", "shop.orders.lines_frame()"),
    "paid": ("orders", "shop.orders.frame()"),
    "is_default": ("statuses", "shop.orders.statuses_frame()"),
    "is_connected": ("payment accounts", "shop.payments.accounts_frame()"),
    "submission_id": ("form submissions", "shop.forms.submissions_frame(...)"),
    "product_id": ("products", "shop.products.frame()"),
}
_SOURCES = {"orders": "shop.orders.frame()", "lines": "shop.orders.lines_frame()", "sessions": "shop.payments.frame()"}
_TIMES = frozenset({"created", "updated"})
_FLAGS = frozenset({"paid"})
_NUMBERS = frozenset({"total", "amount", "price", "quantity"})


def need_frame(frame: pd.DataFrame, name: str, *columns: str) -> None:
    """Checks that a frame has columns, and that they have the types that a shop gives them.

    Args:
        frame: what the caller gave.
        name: the argument: ``orders``, ``lines``, ``sessions`` or ``frame``.
        columns: columns that are needed.

    Raises:
        InputError: ``frame`` is no DataFrame, is of another kind, lacks a column, or has one of another type. The
            message says what was given and what to pass.
    """
    import pandas as pd

    wanted = f"pass {_SOURCES[name]}" if name in _SOURCES else "pass a frame of orders, lines or payment sessions"
    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"{name} is a {type(frame).__name__} and not a DataFrame: {wanted}.", name=name)
    missing = next((column for column in columns if column not in frame.columns), None)
    if missing is not None:
        _refuse_missing(frame, name, missing, wanted)
    if name == "orders" and "paid" not in frame.columns and (other := _kind(frame, but=name)) is not None:
        raise InputError(f"{name} is a frame of {other[0]} ({other[1]}); {wanted}.", name=name)
    for column in columns:
        found = frame[column]
        if isinstance(found, pd.DataFrame):
            raise InputError(f"{name} has several columns '{column}': rename all but one of them.", name=name)
        _check_type(found, name, column, wanted)


def _refuse_missing(frame: pd.DataFrame, name: str, missing: str, wanted: str) -> None:
    if missing in frame.index.names:
        raise InputError(f"{name} has '{missing}' as its index: pass {name}.reset_index().", name=name)
    given = _kind(frame, but=name)
    if given is None:
        raise InputError(f"{name} has no column '{missing}': {wanted}.", name=name)
    raise InputError(
        f"{name} has no column '{missing}': it is a frame of {given[0]} ({given[1]}); {wanted}.", name=name
    )


def _kind(frame: pd.DataFrame, *, but: str) -> tuple[str, str] | None:
    """Returns what a frame seems to be and the call that returns it; None for the kind that is wanted, or none."""
    given = next((kind for column, kind in _KINDS.items() if column in frame.columns), None)
    return None if given is None or given[1] == _SOURCES.get(but) else given


def _check_type(found: pd.Series[Any], name: str, column: str, wanted: str) -> None:
    import pandas as pd

    place = f"{name}['{column}']"
    if column in _TIMES and not isinstance(found.dtype, pd.DatetimeTZDtype):
        if isinstance(found.dtype, pd.PeriodDtype) or not pd.api.types.is_datetime64_any_dtype(found.dtype):
            raise InputError(
                f"{place} has the type {found.dtype} and not times with a zone: {wanted}, "
                f"or pd.to_datetime({place}, utc=True).",
                name=name,
            )
        raise InputError(
            f"{place} has times without a zone ({found.dtype}): {wanted}, or say which zone they are in, "
            f"such as {place}.dt.tz_localize('UTC').",
            name=name,
        )
    flags = found.notna().all() and pd.api.types.infer_dtype(found) == "boolean"
    if column in _FLAGS and len(found) and not flags:
        raise InputError(
            f"{place} has the type {found.dtype} or missing values, and must be True or False: {wanted}.", name=name
        )
    if column in _NUMBERS and not pd.api.types.is_numeric_dtype(found.dtype):
        odd = next((one for one in found.dropna() if not isinstance(one, Decimal | int | float)), None)
        if odd is not None:
            raise InputError(f"{place} has {type(odd).__name__} where numbers belong: {wanted}.", name=name)
