"""Money columns to and from Arrow, where they are decimals of 38 digits, six of them after the point."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import MoneyError, MoneyTypeError
from ..values.money import at_least_cents
from .amounts import SCALE, read as read_values
from .dtype import MoneyDtype

if TYPE_CHECKING:
    import pyarrow as pa

    from .amounts import Mask, Units


def arrow_type() -> pa.DataType:
    """Returns the Arrow type of a money column, ``decimal128(38, 6)``: one type, whatever the values."""
    import pyarrow as pa

    return pa.decimal128(38, SCALE)


def types_mapper(arrow_type: Any) -> MoneyDtype | None:
    """Makes money columns of all Arrow decimals: ``table.to_pandas(types_mapper=money.types_mapper)``.

    For files, ``pyarrow.parquet.read_table(path).to_pandas(types_mapper=money.types_mapper)``. Parquet does not record
    the dtype: from ``pd.read_parquet``, decimals come back as objects, and ``astype("money")`` restores the column.
    """
    import pyarrow as pa

    return MoneyDtype() if pa.types.is_decimal(arrow_type) else None


def read(array: pa.Array | pa.ChunkedArray) -> tuple[Units, Mask]:
    """Reads an Arrow array of decimals, whole numbers or exact decimal text.

    Returns:
        The units, and which values are missing.

    Raises:
        MoneyError: a value has more than six decimals or is too large.
        MoneyTypeError: the type is another one, such as floats.
    """
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
        if isinstance(array, pa.ChunkedArray):  # no chunk at all, in older versions
            array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if isinstance(array, pa.DictionaryArray):
        array = array.dictionary_decode()
    found = array.type
    if pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_string_view(found):
        return read_values(array.to_pylist())
    if not (pa.types.is_decimal(found) or pa.types.is_integer(found) or pa.types.is_null(found)):
        raise MoneyTypeError(
            f"An Arrow array of {found} is not exact amounts. Convert it to decimals first, or use money.from_floats."
        )
    missing = np.asarray(array.is_null())
    try:
        array = array.cast(arrow_type())
    except pa.ArrowInvalid:
        return _one_by_one(array)  # takes zeros after the sixth decimal, else says which value it is
    words = np.frombuffer(array.buffers()[1], "<i8") if len(array) else np.empty(0, "<i8")
    words = words[2 * array.offset : 2 * (array.offset + len(array))].reshape(-1, 2)
    low, high = words[:, 0], words[:, 1]
    if not ((low >> 63 == high) | missing).all() or (low[~missing] == -(2**63)).any():
        return _one_by_one(array)
    return np.where(missing, 0, low), missing


def _one_by_one(array: pa.Array) -> tuple[Units, Mask]:
    return read_values(at_least_cents(one) if isinstance(one, Decimal) else one for one in array.to_pylist())


def write(units: Units, missing: Mask, wanted: Any = None) -> pa.Array:
    """Returns an Arrow array of the amounts.

    Args:
        units: the amounts in units.
        missing: which values are missing.
        wanted: another Arrow type.

    Raises:
        MoneyError: ``wanted`` does not hold every value exactly.
    """
    import pyarrow as pa

    words = np.empty((len(units), 2), "<i8")
    words[:, 0], words[:, 1] = units, units >> 63
    nulls = pa.array(~missing).buffers()[1] if missing.any() else None
    found = pa.Array.from_buffers(arrow_type(), len(units), [nulls, pa.py_buffer(words)])
    if wanted is None or wanted == found.type:
        return found
    try:
        return found.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise MoneyError(
            f"Some amounts do not fit the Arrow type {wanted}. Use {arrow_type()}, or round the column first."
        ) from None
