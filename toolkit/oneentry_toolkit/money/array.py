"""The pandas array of exact amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, no_default, take

from ..errors import MoneyError, MoneyTypeError
from . import arithmetic, arrow, dask, reductions
from .amounts import (
    MOST,
    NO_UNITS,
    ONE,
    SCALE,
    amount_of,
    amounts_of,
    as_floats,
    decimals_of,
    exact,
    from_whole,
    is_missing,
    read,
    units_of,
)
from .dtype import MoneyDtype

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from .amounts import Mask, Units


def _operator(name: str, *, reverse: bool = False) -> Callable[[MoneyArray, Any], Any]:
    def method(self: MoneyArray, other: Any) -> Any:
        if isinstance(other, pd.Series | pd.Index | pd.DataFrame):
            return NotImplemented  # they unpack both sides and align them
        found = arithmetic.arithmetic(self._units, self._missing, other, name, reverse=reverse)
        if name == "divmod":
            return tuple(self._result(one) for one in found)
        return self._result(found)

    return method


def _comparison(name: str) -> Callable[[MoneyArray, object], Any]:
    def method(self: MoneyArray, other: object) -> Any:
        if isinstance(other, pd.Series | pd.Index | pd.DataFrame):
            return NotImplemented
        return arithmetic.compare(self._units, self._missing, other, name)

    return method


def _reduction(name: str) -> Callable[..., Any]:
    def method(self: MoneyArray, *, skipna: bool = True, dtype: Any = None, out: Any = None, **options: Any) -> Any:
        if dtype is not None or out is not None:
            raise MoneyTypeError(f"'{name}' of amounts has no dtype and no out. Use .astype(float) first.")
        return self._reduce(name, skipna=skipna, **options)

    return method


class MoneyArray(ExtensionArray):
    """A pandas array of exact amounts, dtype ``money``. ``money.from_decimals`` makes a column of it.

    Args:
        units: the amounts as whole millionths, ``int64``.
        missing: which of them are missing.
    """

    _dtype: ClassVar[MoneyDtype] = MoneyDtype()
    _readonly = False
    __array_priority__ = 1000

    def __init__(self, units: Units, missing: Mask | None = None) -> None:
        missing = np.zeros(len(units), bool) if missing is None else missing
        for given, dtype in ((units, "int64"), (missing, "bool")):
            if not isinstance(given, np.ndarray) or given.dtype != dtype or given.shape != (len(units),):
                raise MoneyTypeError("MoneyArray takes arrays of int64 and bool: use money.from_decimals for amounts.")
        self._units, self._missing = units, missing
        dask.tell()

    # --- made of other values
    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Self:
        if isinstance(scalars, pd.Series | pd.Index):
            scalars = scalars.array
        if isinstance(scalars, cls):
            return scalars.copy() if copy else scalars
        found = getattr(scalars, "dtype", None)
        if isinstance(found, pd.ArrowDtype):
            return cls(*arrow.read(scalars.__arrow_array__()))
        if isinstance(found, pd.CategoricalDtype):  # gives floats when it is iterated
            return cls._from_sequence(scalars.categories).take(scalars.codes, allow_fill=True)
        if found is not None and found.kind in "iu":
            return cls(from_whole(arithmetic.whole_numbers(scalars)), np.asarray(pd.isna(scalars), dtype=bool))
        return cls(*read(scalars))

    @classmethod
    def _from_sequence_of_strings(cls, strings: Any, *, dtype: Any, copy: bool = False) -> Self:
        return cls(*read(None if is_missing(text) else text for text in strings))

    @classmethod
    def _from_scalars(cls, scalars: Any, *, dtype: Any) -> Self:
        if not all(isinstance(one, Decimal) or is_missing(one) for one in scalars):
            raise TypeError("not all of them are amounts")  # pandas then looks for another type
        return cls(*read(scalars))

    @classmethod
    def _from_factorized(cls, values: Any, original: Self) -> Self:
        missing = values == NO_UNITS
        return cls(np.where(missing, 0, values), missing)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        return cls(
            np.concatenate([one._units for one in to_concat]), np.concatenate([one._missing for one in to_concat])
        )

    def _result(self, found: Any) -> Any:
        return type(self)(*found) if isinstance(found, tuple) else found

    # --- what it is
    @property
    def dtype(self) -> MoneyDtype:
        """The dtype, ``money``."""
        dask.tell()
        return self._dtype

    @property
    def nbytes(self) -> int:
        """Bytes in memory: nine for each value."""
        return int(self._units.nbytes + self._missing.nbytes)

    @property
    def units(self) -> Units:
        """The amounts as whole millionths, 0 where a value is missing. Changing it does not change the array."""
        return np.where(self._missing, 0, self._units)

    def __len__(self) -> int:
        return len(self._units)

    def isna(self) -> Any:
        """Returns which values are missing."""
        return self._missing.copy()

    def copy(self) -> Self:
        """Returns a copy."""
        return type(self)(self._units.copy(), self._missing.copy())

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, tuple):
            item = _only(item)
        item = pd.api.indexers.check_array_indexer(self, item)
        if pd.api.types.is_integer(item):
            return np.nan if self._missing[item] else amount_of(int(self._units[item]))
        found = type(self)(self._units[item], self._missing[item])
        if isinstance(item, slice):
            found._readonly = self._readonly  # a view of read-only values
        return found

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._readonly:
            raise ValueError("Cannot modify read-only array")
        if isinstance(key, tuple):
            key = _only(key)
        key = pd.api.indexers.check_array_indexer(self, key)
        if pd.api.types.is_list_like(value):
            new = self._settable(value)
            self._units[key], self._missing[key] = new._units, new._missing
        else:
            amount = exact(value)
            self._units[key], self._missing[key] = (0, True) if amount is None else (units_of(amount), False)

    def _settable(self, values: Any) -> MoneyArray:
        if isinstance(getattr(values, "dtype", None), ExtensionDtype) or getattr(values, "dtype", None) == "int64":
            return self._from_sequence(values)
        return type(self)(*read(values, text=False))

    def __contains__(self, item: object) -> bool | np.bool_:
        return item is np.nan and bool(self._missing.any()) if is_missing(item) else super().__contains__(item)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._objects())

    def _objects(self) -> NDArray[Any]:
        found = np.empty(len(self), dtype=object)
        found[:] = amounts_of(self._units)
        found[self._missing] = np.nan
        return found

    def take(self, indexer: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        """Returns the values at these places; with ``allow_fill``, -1 stands for ``fill_value``."""
        units, missing = 0, True
        if allow_fill and not is_missing(fill_value):
            units, missing = units_of(exact(fill_value) or Decimal(0)), False
        indexer = np.asarray(indexer, dtype=np.intp)
        found: Any = take(self._units, indexer, allow_fill=allow_fill, fill_value=units)
        gone: Any = take(self._missing, indexer, allow_fill=allow_fill, fill_value=missing)
        return type(self)(found, gone)

    # --- as other types
    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        if copy is False:
            raise ValueError("Unable to avoid copy: an array of amounts is always made anew.")
        # Floats, since plots, NumPy and most of pandas ask for numbers here.
        if dtype is None:
            return as_floats(self._units, self._missing)
        found: NDArray[Any] = self.astype(np.dtype(dtype))
        return found

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = no_default) -> Any:
        """Returns a NumPy array: Decimals (``object``), unless another dtype such as ``float`` is asked for.

        ``np.asarray(column)`` gives floats, and so do NumPy's functions.
        """
        found: NDArray[Any]
        dtype = np.dtype(object if dtype is None else dtype)
        fills = na_value is not no_default
        if fills and dtype.kind in "iu":  # has no mark for what is missing
            found = self.fillna(na_value).astype(dtype)
            return found
        found = self.astype(dtype)
        if fills:
            found[self._missing] = na_value
        return found

    def __arrow_array__(self, type: Any = None) -> pa.Array:
        return arrow.write(self._units, self._missing, type)

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Converts the amounts: ``object`` gives Decimals, ``float`` the nearest floats, ``str`` text.

        Raises:
            MoneyError: whole numbers are asked for and an amount is not one, or is missing.
            MoneyTypeError: amounts cannot be of this type, such as times.
        """
        dtype = pd.api.types.pandas_dtype(dtype)
        if isinstance(dtype, MoneyDtype):
            return self.copy() if copy else self
        if isinstance(dtype, pd.ArrowDtype):
            return dtype.construct_array_type()._from_sequence(self.__arrow_array__(dtype.pyarrow_dtype), dtype=dtype)  # type: ignore[attr-defined]
        if isinstance(dtype, pd.StringDtype):
            texts = [None if gone else str(one) for one, gone in zip(self._objects(), self._missing, strict=True)]
            return dtype.construct_array_type()._from_sequence(texts, dtype=dtype)  # type: ignore[attr-defined]
        if dtype.kind in "iu":
            return self._whole(dtype)
        if dtype.kind in "mM":
            raise MoneyTypeError(f"Amounts are not times: money cannot become {dtype}.")
        if isinstance(dtype, ExtensionDtype):
            floats = dtype.kind in "fb"
            return dtype.construct_array_type()._from_sequence(self.__array__() if floats else self, dtype=dtype)  # type: ignore[attr-defined]
        if dtype.kind in "OSU":
            objects = self._objects()
            return objects if dtype.kind == "O" else objects.astype(dtype)
        return as_floats(self._units, self._missing).astype(dtype, copy=False)

    def _whole(self, dtype: Any) -> Any:
        numbers, rest = np.divmod(self._units, ONE)
        if rest[~self._missing].any():
            raise MoneyError("Some amounts are not whole numbers: use .round(0) first.")
        if isinstance(dtype, ExtensionDtype):
            return pd.array(reductions.masked(numbers, self._missing.copy()), dtype=dtype)
        if self._missing.any():
            raise MoneyError("Some amounts are missing, and whole numbers have no mark for that: use 'Int64'.")
        if len(numbers) and (numbers.astype(dtype) != numbers).any():
            raise MoneyError(f"Some amounts are too large for {dtype}, or negative: use 'int64'.")
        return numbers.astype(dtype)

    def _values_for_json(self) -> NDArray[Any]:
        texts = self._objects()
        texts[:] = [None if gone else str(one) for one, gone in zip(texts, self._missing, strict=True)]
        return texts  # pandas writes numbers with ten decimals at most

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        decimals = decimals_of(self._units[~self._missing])
        return lambda value: "NaN" if is_missing(value) else f"{value:.{decimals}f}"

    # --- sorting, groups, what is equal
    def _values_for_argsort(self) -> Units:
        return self._units

    def _values_for_factorize(self) -> tuple[Units, int]:
        return np.where(self._missing, NO_UNITS, self._units), NO_UNITS

    def unique(self) -> Self:
        """Returns each value once, in order of appearance."""
        return self.factorize(use_na_sentinel=False)[1]

    def value_counts(self, dropna: bool = True) -> pd.Series[int]:
        """Counts each value."""
        counts = pd.Series(reductions.masked(self._units, self._missing)).value_counts(dropna=dropna, sort=False)
        amounts = type(self)(*reductions.parts(counts.index.array))
        return pd.Series(counts.to_numpy("int64"), index=pd.Index(amounts), name="count")

    def isin(self, values: Any) -> NDArray[np.bool_]:
        """Returns which values are among ``values``; a float counts as what it prints as."""
        wanted: set[int] = set()
        for value in values:
            if isinstance(value, float | np.floating) and np.isfinite(value):
                value = Decimal(repr(float(value)))
            try:
                amount = exact(value)
                wanted.add(NO_UNITS if amount is None else units_of(amount))
            except (MoneyError, MoneyTypeError):
                continue  # no amount equals it
        return np.isin(self._values_for_factorize()[0], np.array(sorted(wanted), dtype="int64"))

    def searchsorted(self, value: Any, side: Any = "left", sorter: Any = None) -> Any:
        """Returns where values would be inserted in a sorted column."""
        if pd.api.types.is_list_like(value):
            return self._units.searchsorted(self._settable(value)._units, side=side, sorter=sorter)
        return self._units.searchsorted(units_of(exact(value) or Decimal(0)), side=side, sorter=sorter)

    def _hash_pandas_object(self, **options: Any) -> NDArray[np.uint64]:
        return pd.util.hash_array(self._values_for_factorize()[0], **options)

    def _rank(self, *, axis: int = 0, **options: Any) -> NDArray[np.float64]:
        ranks = pd.Series(reductions.masked(self._units, self._missing)).rank(**options)
        found: Any = ranks.to_numpy("float64", na_value=np.nan)
        return found  # type: ignore[no-any-return]

    # --- sums and the like
    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **options: Any) -> Any:
        options.pop("axis", None)
        least = int(options.pop("min_count", 0))
        if name in ("argmin", "argmax"):  # what idxmin and idxmax of a frame ask for
            place = int(getattr(self, name)(skipna=skipna))
            return np.array([place]) if keepdims else place
        found = reductions.reduce(self._units, self._missing, name, skipna=skipna, min_count=least, options=options)
        if not keepdims:
            return found
        if name in reductions.EXACT_REDUCTIONS:
            return self._from_sequence([found])
        return pd.array([found], dtype="boolean" if name in ("any", "all") else "float64")

    # What NumPy's functions call: np.sum(series.array) is exact.
    sum, min, max = _reduction("sum"), _reduction("min"), _reduction("max")
    mean, median = _reduction("mean"), _reduction("median")
    std, var = _reduction("std"), _reduction("var")
    any, all = _reduction("any"), _reduction("all")

    def _accumulate(self, name: str, *, skipna: bool = True, **options: Any) -> Self:
        options = {key: value for key, value in options.items() if value is not None}  # np.cumsum has dtype=None
        found = reductions.accumulate(self._units, self._missing, name, skipna=skipna, options=options)
        return type(self)(*found)

    def _quantile(self, qs: NDArray[np.float64], interpolation: str) -> NDArray[np.float64]:
        floats = as_floats(self._units, self._missing)[~self._missing]
        if not len(floats):
            return np.full(len(qs), np.nan)
        return np.quantile(floats, qs, method=interpolation)  # type: ignore[call-overload,no-any-return]

    def _groupby_op(self, *, how: str, **options: Any) -> Any:
        return self._result(reductions.by_group(self._units, self._missing, how, options))

    def _groupby_quantile(self, **options: Any) -> Any:
        floats = np.where(self._missing, 0.0, as_floats(self._units, self._missing))
        found = pd.arrays.FloatingArray(floats, self._missing.copy())._groupby_quantile(**options)  # type: ignore[attr-defined]
        return found.to_numpy("float64", na_value=np.nan)

    def round(self, decimals: int = 0, *args: Any, **kwargs: Any) -> Self:
        """Rounds half to even, as Decimals and floats do."""
        if decimals >= SCALE:
            return self.copy()
        step = 10 ** (SCALE - decimals)
        if step > MOST:
            return type(self)(np.zeros_like(self._units), self._missing.copy())
        whole, rest = np.divmod(self.units, step)
        up = (rest > step - rest) | ((rest == step - rest) & (whole % 2 == 1))
        return type(self)(arithmetic.times(whole + up, step), self._missing.copy())

    def interpolate(self, **options: Any) -> ExtensionArray:
        """Is not possible with amounts.

        Raises:
            MoneyTypeError: always; floats can be interpolated.
        """
        raise reductions.unsupported("interpolate")

    # --- arithmetic and comparison
    def __neg__(self) -> Self:
        return type(self)(-self._units, self._missing.copy())

    def __pos__(self) -> Self:
        return self.copy()

    def __abs__(self) -> Self:
        return type(self)(np.abs(self._units), self._missing.copy())

    __add__, __radd__ = _operator("add"), _operator("add", reverse=True)
    __sub__, __rsub__ = _operator("sub"), _operator("sub", reverse=True)
    __mul__, __rmul__ = _operator("mul"), _operator("mul", reverse=True)
    __truediv__, __rtruediv__ = _operator("truediv"), _operator("truediv", reverse=True)
    __floordiv__, __rfloordiv__ = _operator("floordiv"), _operator("floordiv", reverse=True)
    __mod__, __rmod__ = _operator("mod"), _operator("mod", reverse=True)
    __divmod__, __rdivmod__ = _operator("divmod"), _operator("divmod", reverse=True)
    __pow__, __rpow__ = _operator("pow"), _operator("pow", reverse=True)
    __eq__ = _comparison("eq")
    __ne__ = _comparison("ne")
    __lt__ = _comparison("lt")
    __le__ = _comparison("le")
    __gt__ = _comparison("gt")
    __ge__ = _comparison("ge")
    __hash__ = None  # type: ignore[assignment]


def _only(key: tuple[Any, ...]) -> Any:
    """Returns the one index of a tuple such as ``(..., 3)``."""
    keys = [one for one in key if one is not Ellipsis]
    if len(keys) > 1:
        raise IndexError("too many indices for array.")
    return keys[0] if keys else slice(None)
