"""Builds DataFrames piece by piece: conversion runs while further pages are fetched.

Money columns have the dtype ``money`` of ``oneentry_toolkit.money``; objects of ``Decimal``, or floats, if asked for.
See ``docs/decisions/0004-money-in-frames.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Protocol

from ..errors import InputError, MoneyError, MoneyWarning
from ..lists.plan import Report
from ..lists.read_all import say
from ..values.money import at_least_cents, of_cents
from .attrs import attrs_of
from .schema import MONEY, TIME, Column, alike, arrow_type, from_rows

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

Money = Literal["exact", "decimal", "float"]


def check_money(money: Any) -> None:
    """Validates the ``money`` argument before anything is fetched.

    Raises:
        InputError: ``money`` is neither ``exact`` nor ``decimal`` nor ``float``.
    """
    if money not in ("exact", "decimal", "float"):
        raise InputError(
            'money must be "exact" (dtype money), "decimal" (objects of Decimal) or "float".', name="money"
        )


class Assembly:
    """Collects columns and builds a frame.

    Args:
        columns: the declared columns.
        money: what amounts become: ``exact`` (dtype ``money``), ``decimal`` (objects) or ``float`` (float64).
    """

    def __init__(self, columns: Sequence[Column], *, money: Money = "exact") -> None:
        check_money(money)
        self._declared = {column.name: _pieces(column, money) for column in columns}
        self._further: dict[str, _Pieces] = {}

    def add(self, columns: Mapping[str, pa.Array]) -> None:
        """Appends rows: all declared columns, and further text columns if any."""
        for name, piece in columns.items():
            held = self._declared.get(name) or self._further.setdefault(name, _Texts())
            held.add(piece)

    def values(self) -> dict[str, Any]:
        """Returns the declared columns in pandas' form. Call once: the columns are released."""
        return {name: held.values() for name, held in self._declared.items()}

    def frame(
        self,
        *,
        more: Mapping[str, Any] | None = None,
        report: Report | None = None,
    ) -> pd.DataFrame:
        """Returns the frame. Call once: the columns are released, so that nothing is in memory twice.

        Args:
            more: further columns, placed before the added ones: Arrow text, Python values, or pandas arrays.
            report: statistics of the fetch; copied to ``attrs["fetch"]`` with the currencies found.

        Warns:
            MoneyWarning: an amount does not fit the dtype ``money``, so its column has objects of ``Decimal``.
        """
        import pandas as pd

        data = self.values()
        data |= {name: _text_or_objects(values) for name, values in (more or {}).items()}
        data |= {name: held.values() for name, held in self._further.items()}
        frame = pd.DataFrame(data, copy=False)
        currencies = list(frame["currency"].cat.categories) if "currency" in frame else None
        # Assigning to `attrs` would make a plain dict of it, which does not warn of old keys.
        frame._attrs = attrs_of(report, currencies)  # type: ignore[attr-defined]
        return frame


def build(
    columns: Sequence[Column],
    rows: Sequence[Any],
    *,
    money: Money = "exact",
    extra: Sequence[Mapping[str, Any]] = (),
    prefix: str = "form",
    more: Mapping[str, Any] | None = None,
    report: Report | None = None,
) -> pd.DataFrame:
    """Builds a frame of objects: exactly ``columns``, and a ``<prefix>.<marker>`` column for each further value.

    Args:
        columns: the declared columns.
        rows: objects with the columns' attributes.
        extra: further values of each row, by marker: form fields, attributes.
        prefix: prefix of the columns of ``extra``.
        more: further columns, as ``Assembly.frame`` takes them.
        money: as for ``Assembly``.
        report: statistics of the fetch; copied to ``attrs["fetch"]`` with the currencies found.

    Warns:
        MoneyWarning: as in ``Assembly.frame``.
    """
    found = Assembly(columns, money=money)
    found.add(from_rows(columns, rows))
    further = {
        f"{prefix}.{marker}": [one.get(marker) for one in extra]
        for marker in dict.fromkeys(marker for one in extra for marker in one)
    }
    return found.frame(more=further | dict(more or {}), report=report)


class _Pieces(Protocol):
    """Collects the values of one column."""

    def add(self, piece: pa.Array) -> None:
        """Appends values."""

    def values(self) -> Any:
        """Returns all values in pandas' form. Call once."""


def _pieces(column: Column, money: Money) -> _Pieces:
    match column.dtype:
        case "money" if money == "decimal":
            return _Decimals()
        case "money":
            return _Amounts(column.name, money)
        case "category":
            return _Markers()
        case "boolean" | "Int64":
            return _Nullable(column.dtype)
        case "str":
            return _Texts()
        case "list":
            return _Lists()
    return _Numbers(column.dtype)


class _Growing:
    """A growing NumPy array, so that no copy is needed at the end."""

    def __init__(self, dtype: str) -> None:
        import numpy as np

        self._array = np.empty(0, dtype=dtype)
        self._used = 0

    def add(self, values: np.ndarray[Any, Any]) -> None:
        end = self._used + len(values)
        if end > len(self._array):
            # No other reference exists, and the allocator grows it without copying.
            self._array.resize(end + end // 4, refcheck=False)
        self._array[self._used : end] = values
        self._used = end

    def taken(self) -> np.ndarray[Any, Any]:
        """Returns the values. Call once."""
        found = self._array
        found.resize(self._used, refcheck=False)
        del self._array
        return found


class _Numbers:
    """Integers, booleans, floats and times."""

    def __init__(self, dtype: str) -> None:
        self._dtype = dtype
        self._found = _Growing("datetime64[us]" if dtype == TIME else dtype)

    def add(self, piece: pa.Array) -> None:
        assert self._dtype in (TIME, "float64") or not piece.null_count, "integers cannot be missing"
        self._found.add(piece.to_numpy(zero_copy_only=False))

    def values(self) -> Any:
        import pandas as pd

        found = self._found.taken()
        return pd.DatetimeIndex(found, tz="UTC").array if self._dtype == TIME else found


class _Nullable:
    """Nullable booleans and integers."""

    def __init__(self, dtype: str) -> None:
        self._is_flag = dtype == "boolean"
        self._found = _Growing("bool" if self._is_flag else "int64")
        self._missing = _Growing("bool")

    def add(self, piece: pa.Array) -> None:
        filled = piece.fill_null(False if self._is_flag else 0) if piece.null_count else piece
        self._found.add(filled.to_numpy(zero_copy_only=False))
        self._missing.add(piece.is_null().to_numpy(zero_copy_only=False))

    def values(self) -> Any:
        import pandas as pd

        kind = pd.arrays.BooleanArray if self._is_flag else pd.arrays.IntegerArray
        return kind(self._found.taken(), self._missing.taken())


class _Texts:
    """Text, which pandas takes from Arrow unchanged."""

    def __init__(self) -> None:
        self._pieces: list[pa.StringArray] = []

    def add(self, piece: pa.StringArray) -> None:
        self._pieces.append(piece)

    def values(self) -> Any:
        import pyarrow as pa

        return pa.chunked_array(self._pieces, pa.string()).to_pandas().array


class _Lists:
    """Lists of text: Python lists, each of its own."""

    def __init__(self) -> None:
        self._found: list[list[str] | None] = []

    def add(self, piece: pa.ListArray) -> None:
        self._found += piece.to_pylist()

    def values(self) -> Any:
        import pandas as pd

        return pd.Series(self._found, dtype="object").array


class _Amounts:
    """Amounts of the dtype ``money``, or floats."""

    def __init__(self, name: str, money: Money) -> None:
        self._name = name
        self._dtype = "float64" if money == "float" else "money"
        self._pieces: list[pa.Array] = []

    def add(self, piece: pa.Array) -> None:
        self._pieces.append(piece)

    def values(self) -> Any:
        import pandas as pd
        import pyarrow as pa

        from ..money import from_decimals

        pieces = alike(self._pieces) or [pa.array([], arrow_type(MONEY))]
        try:
            return from_decimals(pa.chunked_array(pieces)).array.astype(self._dtype)
        except MoneyError as error:
            why = str(error)
        objects = _Decimals()
        for piece in pieces:
            objects.add(piece)
        if self._dtype == "float64":
            return pd.array(objects.values(), dtype="float64")
        say(
            f"Column '{self._name}' has objects of Decimal: the dtype money does not hold them all. {why}", MoneyWarning
        )
        return objects.values()


class _Decimals:
    """Arrays of ``Decimal``. Creating the objects is the slowest step, so it is done in batches during the fetch."""

    _AT_ONCE = 10_000  # smaller batches share fewer objects, larger ones delay the end

    def __init__(self) -> None:
        self._waiting: list[pa.Array] = []
        self._found = _Growing("object")

    def add(self, piece: pa.Array) -> None:
        self._waiting.append(piece)
        if sum(map(len, self._waiting)) >= self._AT_ONCE:
            self._settle()

    def values(self) -> Any:
        self._settle()
        return self._found.taken()

    def _settle(self) -> None:
        """Converts the pending Arrow values to ``Decimal``; equal values share one object."""
        import numpy as np
        import pyarrow as pa

        if not self._waiting:
            return
        encoded = pa.chunked_array(alike(self._waiting)).combine_chunks().dictionary_encode()
        self._waiting.clear()
        known = np.empty(len(encoded.dictionary) + 1, dtype=object)
        distinct: list[Any]
        make: Callable[[Any], Decimal]
        try:
            distinct = encoded.dictionary.cast(pa.decimal64(18, 2)).view(pa.int64()).to_numpy().tolist()
            make = of_cents
        except pa.ArrowInvalid:  # more decimals than declared, or very many digits
            distinct = encoded.dictionary.cast("string").to_pylist()
            make = _amount
        known[:-1] = np.fromiter(map(make, distinct), dtype=object, count=len(distinct))
        self._found.add(known[_codes(encoded)])


def _amount(text: str) -> Decimal:
    return at_least_cents(Decimal(text))


class _Markers:
    """Categories: the markers that occur, in alphabetical order."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._found = _Growing("int32")

    def add(self, piece: pa.DictionaryArray) -> None:
        import numpy as np

        names = piece.dictionary.to_pylist()
        codes = [self._known.setdefault(name, len(self._known)) for name in names]
        places = np.array([*codes, -1], dtype="int32")
        self._found.add(places[_codes(piece)])

    def values(self) -> Any:
        import numpy as np
        import pandas as pd

        codes = self._found.taken()
        names = np.array([*self._known, ""], dtype=object)
        used = np.bincount(codes + 1, minlength=len(names))[1:].nonzero()[0]
        used = used[np.argsort(names[used])]
        places = np.full(len(names), -1, dtype="int32")  # the last entry is for missing values
        places[used] = np.arange(len(used))
        return pd.Categorical.from_codes(places[codes], categories=pd.Index(names[used], dtype="str"))


def _codes(encoded: pa.DictionaryArray) -> np.ndarray[Any, Any]:
    """Returns the dictionary index of each value; missing values get the index after the end."""
    found = encoded.indices.fill_null(len(encoded.dictionary)) if encoded.null_count else encoded.indices
    codes: np.ndarray[Any, Any] = found.to_numpy()
    return codes


def _text_or_objects(values: Any) -> Any:
    import pandas as pd
    import pyarrow as pa

    if isinstance(values, list):
        if not all(value is None or isinstance(value, str) for value in values):
            return pd.Series(values, dtype="object").array
        values = pa.array(values, pa.string())
    return values.to_pandas().array if isinstance(values, pa.Array) else values
