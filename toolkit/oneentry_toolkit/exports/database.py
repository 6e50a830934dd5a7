"""DuckDB databases with exact amounts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ExportError, InputError
from ..extras import need
from .arrow import attrs_json, to_arrow
from .cells import clean, flat
from .files import Frames, explained, first_line, frames_by_name, is_stream, target_of, written

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def to_duckdb(tables: Frames, path: str | os.PathLike[str]) -> Path:
    """Writes frames as tables of a DuckDB database. Other tables of an existing database stay as they are.

    The tables are written in one transaction. Tables of the same names are replaced.

    Args:
        tables: table name to frame; or the result of ``shop.orders.frames()``.
        path: the database file; created if it does not exist.

    Returns:
        The path. Money is DECIMAL, times are TIMESTAMPTZ, categories and JSON are VARCHAR, durations INTERVAL. A
        table's comment has the frame's ``attrs`` as JSON.
    """
    duckdb = need("duckdb", "duckdb")
    target = target_of(path)
    if clean(str(target)) != str(target):
        raise InputError("DuckDB opens files only whose path is Unicode: choose another name or folder.", name="path")
    if is_stream(target):
        raise ExportError(f"{target} was not written: DuckDB needs a file, not a pipe or device.", path=str(target))
    exported = _exported(tables)

    def write(file: Path) -> None:
        try:
            with duckdb.connect(str(file)) as connection:
                connection.begin()
                _create(connection, exported)
                connection.commit()
        except duckdb.Error as error:
            raise OSError(first_line(error)) from error

    if os.path.exists(target):
        with explained(target):
            write(target)
    else:
        with written(target) as part:
            write(part)
    return target


def in_memory(tables: Frames) -> DuckDBPyConnection:
    """Returns a connection to a DuckDB database in memory with frames as tables, as ``to_duckdb`` writes them."""
    connection: DuckDBPyConnection = need("duckdb", "duckdb").connect()
    _create(connection, _exported(tables))
    return connection


def _exported(tables: Frames) -> dict[str, tuple[Any, str]]:
    """Returns Arrow tables by name, and what is to stand in their comments."""
    named = frames_by_name(tables, "tables")
    if len({name.casefold() for name in named}) < len(named):
        raise InputError("Two tables have the same name, which must differ by more than case.", name="tables")
    found = {name: (to_arrow(frame), attrs_json(flat(frame).attrs)) for name, frame in named.items()}
    for name, (table, _) in found.items():
        if clean(name) != name:
            raise InputError("The name of a table must be Unicode, without lone surrogates.", name="tables")
        if not table.num_columns:
            raise InputError(f"Table '{name}' has no columns, and a database has no such table.", name="tables")
    return found


def _create(connection: Any, tables: Mapping[str, tuple[Any, str]]) -> None:
    for name, (table, comment) in tables.items():
        connection.register("exported", table)
        connection.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS SELECT * FROM exported")
        connection.unregister("exported")
        text = comment.replace("'", "''")
        connection.execute(f"COMMENT ON TABLE {_quoted(name)} IS '{text}'")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
