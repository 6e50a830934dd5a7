"""Parquet files, written with the types of ``to_arrow`` and read back as the frame was."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, MoneyError
from ..values.money import at_least_cents
from .arrow import ZONES, to_arrow
from .files import Anyframe, first_line, target_of, written

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def to_parquet(frame: Anyframe, path: str | os.PathLike[str]) -> Path:
    """Writes a frame as Parquet with the types of ``to_arrow``. ``read_parquet`` restores it with its ``attrs``.

    Args:
        frame: the DataFrame or Series.
        path: the file.

    Returns:
        The path.

    Raises:
        InputError: the frame cannot be exported.
        ExportError: the file could not be written.
    """
    import pyarrow.parquet

    target = target_of(path)
    table = to_arrow(frame)
    with written(target) as part, open(part, "xb") as file:
        pyarrow.parquet.write_table(table, file)
    return target


def read_parquet(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Reads a file of ``to_parquet``, or a folder of ``shop.orders.to_parquet``, back as a frame.

    ``pandas.read_parquet`` gives objects of ``Decimal`` for money, and times in UTC.

    Args:
        path: a file, or a folder of files, such as ``files.folder / "orders"``.

    Returns:
        The frame: amounts of dtype ``money``, categories, lists of text, times in the zone that the frame had, and its
        ``attrs``. Amounts that ``money`` does not hold (more than six decimals, 9.2 trillion or more) are Decimals,
        whole numbers beyond 64 bits Python's own. An index that became columns, and values that became JSON, stay so.

    Raises:
        InputError: there is no such file, or it is not Parquet.
    """
    import pyarrow as pa
    import pyarrow.parquet

    source = target_of(path)
    if source.is_dir() and not any(source.glob("*.parquet")):
        parts = " or ".join(f"{source.name}/{one.name}" for one in sorted(source.iterdir()) if one.is_dir())
        raise InputError(f"{source} has no Parquet files" + (f": read {parts}." if parts else "."), name="path")
    try:
        table = pyarrow.parquet.read_table(source)
    except FileNotFoundError:
        raise InputError(f"There is no file or folder {source}.", name="path") from None
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{source} cannot be read as Parquet: {first_line(error)}.", name="path") from error
    return _frame(table)


def _frame(table: pa.Table) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    about = table.schema.metadata or {}
    amounts = {field.name: _amounts(table[field.name]) for field in table.schema if pa.types.is_decimal(field.type)}
    others = table.drop_columns(list(amounts)).to_pandas()
    zones = json.loads(about.get(ZONES, b"{}"))
    columns = {name: amounts[name] if name in amounts else others[name] for name in table.column_names}
    for name, column in columns.items():
        if name in zones:
            columns[name] = column.dt.tz_convert(zones[name])
        elif pa.types.is_list(table.schema.field(name).type):
            columns[name] = pd.Series(table[name].to_pylist(), index=column.index, dtype="object")
        elif isinstance(column.dtype, pd.CategoricalDtype) and not len(column.cat.categories):
            columns[name] = column.cat.set_categories(pd.Index([], dtype="str"))
    frame = pd.DataFrame(columns, index=others.index, copy=False)
    frame.attrs = json.loads(about.get(b"PANDAS_ATTRS", b"{}"))
    return frame


def _amounts(column: pa.ChunkedArray) -> pd.Series[Any]:
    import pandas as pd

    from ..money import from_decimals

    try:
        return from_decimals(column)
    except MoneyError:  # more decimals than the type has, or too large
        kind = at_least_cents if column.type.scale else int
        return pd.Series([None if one is None else kind(one) for one in column.to_pylist()], dtype="object")
