"""Checks of the frames that a caller gave: whether they are of the right kind, and their columns of the right type.

Columns that a join, a file or a loop turned into objects are accepted with Python's, NumPy's and pandas' own values,
columns of Arrow types as ``dtype_backend="pyarrow"`` reads them, text as the toolkit's CSV files have it, and times as
its Excel files have them. They are converted to the types that a shop gives them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Hashable
from datetime import datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from ..errors import InputError, MoneyError, MoneyTypeError

if TYPE_CHECKING:
    import pandas as pd

# Kind of frame by a column that only this kind has, and the call that returns it.
_KINDS = {
    "refund_id": ("refund requests", "shop.refunds.frame(orders)"),
    "session_id": ("payment sessions", "shop.payments.frame()"),
    "line": ("order lines", "shop.orders.lines_frame()"),
    "paid": ("orders", "shop.orders.frame()"),
    "is_default": ("statuses", "shop.orders.statuses_frame()"),
    "is_connected": ("payment accounts", "shop.payments.accounts_frame()"),
    "submission_id": ("form submissions", "shop.forms.submissions_frame(...)"),
    "product_id": ("products", "shop.products.frame()"),
}
_PRICES = ("prices", "shop.products.prices_frame(...)")
_SOURCES = {
    "orders": "shop.orders.frame()",
    "lines": "shop.orders.lines_frame()",
    "sessions": "shop.payments.frame()",
    "refunds": "shop.refunds.frame(orders)",
}
_TIMES = frozenset({"created", "updated"})
_FLAGS = frozenset({"paid"})
_MAYBE_FLAGS = frozenset({"is_gift"})  # where they may be missing
_WHOLE = frozenset({"order_id", "session_id", "product_id", "payment_account_id", "quantity", "refund_id"})
_MONEY = frozenset({"total", "amount", "price", "discount_price"})
_INT64 = range(-(2**63), 2**63)
_TRUTH = {"true": True, "false": False}
# A date, a time and a zone, as ISO 8601 writes them.
_ZONED = r"^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)\s*$"
# Libraries of which frames look like those of pandas, and what makes one of pandas.
_OTHERS = {"dask": "compute()", "polars": "to_pandas()", "pyarrow": "to_pandas()", "duckdb": "df()"}


def need_frame(
    frame: pd.DataFrame, name: str, *columns: str, without_zone: bool = False, amounts: str = ""
) -> pd.DataFrame:
    """Returns a frame of which columns have the types that a shop gives them.

    Args:
        frame: what the caller gave.
        name: the argument: ``orders``, ``lines``, ``sessions`` or ``frame``.
        columns: columns that are needed.
        without_zone: whether times may be without a zone.
        amounts: a column that has amounts, whatever it is called.

    Returns:
        ``frame`` itself if it has these types, else a copy in which columns of objects are converted.

    Raises:
        InputError: ``frame`` is no DataFrame, is of another kind, lacks a column, or has one of another type. The
            message says what was given and what to pass.
    """
    import pandas as pd

    wanted = f"pass {_SOURCES[name]}" if name in _SOURCES else "pass a frame of orders, lines or payment sessions"
    if not isinstance(frame, pd.DataFrame):
        library = type(frame).__module__.partition(".")[0].lstrip("_")
        if library in _OTHERS:
            raise InputError(
                f"{name} is a {type(frame).__name__} of {library} and not of pandas: pass {name}.{_OTHERS[library]}.",
                name=name,
            )
        raise InputError(f"{name} is a {type(frame).__name__} and not a DataFrame: {wanted}.", name=name)
    if frame.columns.nlevels > 1:
        raise InputError(
            f"{name} has columns of {frame.columns.nlevels} levels, such as after a pivot: {wanted}, or give it plain "
            "names.",
            name=name,
        )
    frame = _with_times_of_excel(frame, columns)
    missing = next((column for column in columns if column not in frame.columns), None)
    if missing is not None:
        _refuse_missing(frame, name, missing, wanted)
    rows_are_orders = "paid" in frame.columns and not {"line", "product_id"} <= set(frame.columns)
    if name == "orders" and not rows_are_orders and (other := _kind(frame, but=name)) is not None:
        raise InputError(f"{name} is a frame of {other[0]} ({other[1]}); {wanted}.", name=name)
    changed = {}
    for column in columns:
        found = frame[column]
        if isinstance(found, pd.DataFrame):
            raise InputError(f"{name} has several columns '{column}': rename all but one of them.", name=name)
        typed = _typed(found, name, column, wanted, without_zone, is_money=column in _MONEY or column == amounts)
        if typed is not found:
            changed[column] = typed
    return frame.assign(**changed) if changed else frame


def _with_times_of_excel(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Returns a frame in which times that an Excel file has, which knows no zones, are in UTC again."""
    import pandas as pd

    headers = {f"{one} (UTC)": one for one in columns if one in _TIMES and one not in frame.columns}
    headers = {header: one for header, one in headers.items() if header in frame.columns}
    if not headers:
        return frame
    frame = frame.rename(columns=headers)
    for one in headers.values():
        if frame[one].dtype.kind == "M" and frame[one].dt.tz is None:
            frame[one] = frame[one].dt.tz_localize("UTC")
        elif frame[one].dtype == "object":  # with days that Excel does not know, which are text
            with contextlib.suppress(ValueError, TypeError, OverflowError):  # is named as another type
                frame[one] = pd.to_datetime(frame[one], utc=True, format="ISO8601")
    return frame


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
    given = _PRICES if set(frame.columns) == {"product_id", "price"} else given
    return None if given is None or given[1] == _SOURCES.get(but) else given


def kind_of(frame: pd.DataFrame) -> str:
    """Returns what the rows of a frame seem to be, such as ``orders``; empty if it is not known."""
    found = _kind(frame, but="")
    return "" if found is None else found[0]


def _typed(
    found: pd.Series[Any], name: str, column: str, wanted: str, without_zone: bool, *, is_money: bool
) -> pd.Series[Any]:
    """Returns a column with the type that a shop gives it; the column itself if it has that.

    Raises:
        InputError: it has another type.
    """
    import pandas as pd

    place = f"{name}['{column}']"
    if isinstance(found.dtype, pd.ArrowDtype):
        found = _of_arrow(found, name, place, wanted)
    is_typed = is_money or column in _TIMES | _FLAGS | _MAYBE_FLAGS | _WHOLE
    if is_typed and isinstance(found.dtype, pd.CategoricalDtype):
        found = found.astype("object")
    if column in _TIMES:
        return _times(found, name, place, wanted, without_zone)
    if column in _FLAGS:
        found = _flags(found)
        flags = found.notna().all() and pd.api.types.infer_dtype(found) == "boolean"
        if len(found) and not flags:
            raise InputError(
                f"{place} has the type {found.dtype} or missing values, and must be True or False: {wanted}.", name=name
            )
        return found if found.dtype in ("bool", "boolean") else found.astype("bool")
    if column in _MAYBE_FLAGS:
        return _maybe_flags(found, name, place, wanted)
    if column in _WHOLE:
        return _whole(found, name, place, wanted)
    if is_money:
        return _amounts(found, name, place, wanted)
    if found.dtype == "object":
        odd = next((one for one in found if not isinstance(one, Hashable)), None)
        if odd is not None:
            raise InputError(f"{place} has {type(odd).__name__} where text belongs: {wanted}.", name=name)
    return found


def _of_arrow(found: pd.Series[Any], name: str, place: str, wanted: str) -> pd.Series[Any]:
    """Returns a column of an Arrow type as one of pandas' own: decimals as money, or objects if they do not fit."""
    import pandas as pd
    import pyarrow as pa

    from ..money import MoneyDtype

    dtype: Any = found.dtype
    kind = dtype.pyarrow_dtype
    if pa.types.is_nested(kind):
        raise InputError(f"{place} has {kind} where one value belongs: {wanted}.", name=name)
    if pa.types.is_dictionary(kind):
        plain = found.array.__arrow_array__().cast(kind.value_type).to_pandas()
        return pd.Series(plain.array, index=found.index, name=found.name).astype("category")
    target: Any = found.dtype
    if pa.types.is_timestamp(kind):
        target = f"datetime64[{kind.unit}, {kind.tz}]" if kind.tz else f"datetime64[{kind.unit}]"
    elif pa.types.is_boolean(kind):
        target = "boolean" if found.hasnans else "bool"
    elif pa.types.is_integer(kind):
        target = "Int64" if found.hasnans else "int64"
    elif pa.types.is_floating(kind):
        target = "float64"
    elif pa.types.is_null(kind):
        target = "object"
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        target = "str"
    elif pa.types.is_decimal(kind):
        try:
            return found.astype(MoneyDtype())
        except MoneyError:  # more decimals, or larger
            target = "object"
    converted: pd.Series[Any] = found.astype(target)
    return converted


def _is_text(found: pd.Series[Any]) -> bool:
    """Whether all values that are there are text, and there are some."""
    import pandas as pd

    return pd.api.types.infer_dtype(found, skipna=True) == "string"


def _flags(found: pd.Series[Any]) -> pd.Series[Any]:
    """Returns "True" and "False" as flags; anything else as it is."""
    if not _is_text(found):
        return found
    flags = found.str.strip().str.lower().map(_TRUTH)
    return flags.astype("bool") if flags.notna().all() else found


def _maybe_flags(found: pd.Series[Any], name: str, place: str, wanted: str) -> pd.Series[Any]:
    """Returns flags of which some may be missing, with dtype ``boolean``."""
    import pandas as pd

    known = _flags(found.dropna())
    if known.dtype.kind in "iuf" and known.isin([0, 1]).all():  # as pandas reads them from Excel
        known = known.astype("bool")
    if len(known) and pd.api.types.infer_dtype(known) != "boolean":
        raise InputError(f"{place} has the type {found.dtype}, and must be True or False: {wanted}.", name=name)
    flags = pd.array([None] * len(found), dtype="boolean")
    flags[found.notna().to_numpy()] = known.astype("boolean").array
    return pd.Series(flags, index=found.index, name=found.name)


def _times(found: pd.Series[Any], name: str, place: str, wanted: str, without_zone: bool) -> pd.Series[Any]:
    import pandas as pd

    if isinstance(found.dtype, pd.DatetimeTZDtype) or (without_zone and found.dtype.kind == "M"):
        return found
    if not found.notna().any():
        return pd.Series(pd.NaT, index=found.index, name=found.name, dtype="datetime64[us, UTC]")
    if _is_text(found) and found.dropna().str.match(_ZONED).all():
        try:
            return pd.to_datetime(found, utc=True, format="ISO8601")
        except (ValueError, OverflowError) as error:
            raise InputError(f"{place} has times that pandas cannot hold: {wanted}.", name=name) from error
    known = found.dropna() if found.dtype == "object" else found
    is_times = len(known) and all(isinstance(one, datetime) for one in known)
    zoned = {one.tzinfo is not None for one in known} if found.dtype == "object" and is_times else set()
    if zoned == {True} or (without_zone and zoned == {False}):
        try:
            return pd.to_datetime(found, utc=True in zoned)
        except (ValueError, OverflowError) as error:
            raise InputError(f"{place} has times that pandas cannot hold: {wanted}.", name=name) from error
    if isinstance(found.dtype, pd.PeriodDtype) or not (is_times or pd.api.types.is_datetime64_any_dtype(found.dtype)):
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


def _whole(found: pd.Series[Any], name: str, place: str, wanted: str) -> pd.Series[Any]:
    import pandas as pd

    if pd.api.types.is_integer_dtype(found.dtype):
        return found
    missing = found.isna()
    numbers = [None if is_missing else _whole_of(one) for one, is_missing in zip(found, missing, strict=True)]
    odd = next((one for one, at, gone in zip(found, numbers, missing, strict=True) if at is None and not gone), None)
    if odd is not None:
        raise InputError(
            f"{place} has {type(odd).__name__} where whole numbers belong: {wanted}, or convert it first, such as with "
            f"pd.to_numeric({place}).",
            name=name,
        )
    return pd.Series(pd.array(numbers, dtype="Int64"), index=found.index, name=found.name)


def _whole_of(value: Any) -> int | None:
    """Returns a whole number of 64 bits; None for anything else."""
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdecimal() and len(value) < 20 else None
    is_number = isinstance(value, Real | Decimal) and not isinstance(value, bool)
    if not is_number:
        return None
    try:
        number = int(value)
    except (ValueError, OverflowError):  # not finite
        return None
    return number if number == value and number in _INT64 else None


def _amounts(found: pd.Series[Any], name: str, place: str, wanted: str) -> pd.Series[Any]:
    import pandas as pd

    from ..money import MoneyDtype

    if pd.api.types.is_numeric_dtype(found.dtype):
        return found
    if _is_text(found):
        try:
            return found.astype(MoneyDtype())
        except (MoneyError, MoneyTypeError):
            pass  # named below
    known = found.dropna()
    odd = next((one for one in known if isinstance(one, bool) or not isinstance(one, Decimal | Real)), None)
    if odd is not None:
        raise InputError(f"{place} has {type(odd).__name__} where numbers belong: {wanted}.", name=name)
    if all(isinstance(one, Decimal) for one in known):
        return found
    inexact = next((one for one in known if not isinstance(one, Decimal | Integral)), None)
    if inexact is not None and any(isinstance(one, Decimal) for one in known):
        raise InputError(
            f"{place} has Decimal and {type(inexact).__name__} mixed, which have no exact sum: {wanted}, or convert it "
            f"to one of them, such as with {place}.astype('float').",
            name=name,
        )
    dtype, convert = ("object", _exact) if inexact is None else ("float64", float)
    values = [None if gone else convert(one) for one, gone in zip(found, found.isna(), strict=True)]
    return pd.Series(values, index=found.index, name=found.name, dtype=dtype)


def _exact(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(int(value))
