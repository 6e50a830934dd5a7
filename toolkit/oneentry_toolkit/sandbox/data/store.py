"""The database: opening it, and transactions."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from ..errors import SandboxError

Tx = sqlite3.Connection
"""A connection inside a transaction, from `Store.read` or `Store.write`."""

SCHEMA_VERSION = 6
_APPLICATION_ID = 0x4F455342  # "OESB" in the file's header identifies a sandbox database
_BUSY_TIMEOUT_S = 30.0


class Store:
    """A shop's database, in a file or in memory.

    A file uses WAL mode with full synchronisation: changes committed by `write` survive a crash. Each reader of a file
    has its own connection, so that reads do not wait for an fsync. Two processes may use one file.
    """

    def __init__(self, path: str | None, fill: Callable[[Tx], None], image: bytes | None = None) -> None:
        """Opens the file, or creates and fills it.

        Args:
            path: The SQLite file; `None` for memory.
            fill: Writes the scenario into a new database; runs in the transaction that creates the tables.
            image: A database in memory begins as this one, from `image()`, instead of being filled.

        Raises:
            SandboxError: The file cannot be used, is not a sandbox's, or was made by a newer version.
        """
        path = self._path = None if path == ":memory:" else path
        self._writer_lock = threading.RLock()
        try:
            self._writer = self._connect()
        except (sqlite3.Error, OSError, ValueError) as error:
            raise SandboxError(f"Cannot use {path!r} as the sandbox's database: {error}.") from error
        try:
            if image is not None:
                self._copy(image)
            self._prepare(fill)
            self._reader = self._connect() if path is not None else self._writer
        except sqlite3.Error as error:
            self._writer.close()
            raise SandboxError(f"Cannot use {path!r} as the sandbox's database: {error}.") from error
        except BaseException:
            self._writer.close()
            raise
        self._reader_lock = threading.RLock() if path is not None else self._writer_lock

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Opens a read transaction."""
        with self._reader_lock:
            yield from _within(self._reader, "BEGIN")

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Opens a write transaction; committed if the block ends without an exception, else rolled back."""
        with self._writer_lock:
            yield from _within(self._writer, "BEGIN IMMEDIATE")

    @property
    def in_memory(self) -> bool:
        """Whether the database is in memory."""
        return self._path is None

    def image(self) -> bytes | None:
        """Returns the whole database; `None` if this Python's SQLite cannot."""
        with self._writer_lock:
            return self._writer.serialize() if hasattr(self._writer, "serialize") else None

    def restore(self, image: bytes) -> None:
        """Replaces all of a database in memory by another one, from `image()`."""
        with self._writer_lock:
            self._copy(image)

    def _copy(self, image: bytes) -> None:
        # Not opened as it is: such a database cannot grow beyond a limit, and a copy of its pages can.
        with contextlib.closing(sqlite3.connect(":memory:")) as source:
            source.deserialize(image)
            source.backup(self._writer)

    def close(self) -> None:
        """Closes the connections after open transactions of other threads have ended."""
        with self._writer_lock, self._reader_lock:
            self._reader.close()
            self._writer.close()

    def _connect(self) -> sqlite3.Connection:
        if self._path is not None and not Path(self._path).absolute().parent.is_dir():
            raise FileNotFoundError("its folder does not exist")
        if self._path is not None:
            # For its owner only; SQLite gives -wal and -shm the same mode. What fails here, fails again below.
            with contextlib.suppress(OSError, ValueError):
                os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            self._path if self._path is not None else ":memory:",
            timeout=_BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, fill: Callable[[Tx], None]) -> None:
        if self._is_new(self._writer):
            self._in_wal_mode()
            with self.write() as tx:
                if self._is_new(tx):  # another process may have filled it first
                    for statement in _statements():
                        tx.execute(statement)
                    tx.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                    tx.execute("INSERT INTO meta VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))
                    fill(tx)
        else:
            self._in_wal_mode()
        row = self._writer.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
        version = int(row[0]) if row else 0
        if version > SCHEMA_VERSION:
            raise SandboxError(
                f"{self._path!r} was made by a newer version of the sandbox (schema {version}, this one knows "
                f"{SCHEMA_VERSION}). Use that version, or another file."
            )
        if version < SCHEMA_VERSION:
            raise SandboxError(
                f"{self._path!r} was made by an older version of the sandbox (schema {version}, this one makes "
                f"{SCHEMA_VERSION}). Use that version, or another file: a new one is filled with the shop."
            )

    def _is_new(self, connection: sqlite3.Connection) -> bool:
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        if application_id == _APPLICATION_ID:
            return False
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables or application_id:
            raise SandboxError(f"{self._path!r} is a database of another program. Use another file.")
        return True

    def _in_wal_mode(self) -> None:
        if self._path is None:
            return
        # If two processes switch a new file at the same time, SQLite does not wait but fails one of them.
        for _ in range(100):
            try:
                self._writer.execute("PRAGMA journal_mode = WAL").fetchone()
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
                time.sleep(0.05)
        raise SandboxError(f"{self._path!r} is locked by another program.")


def _within(connection: sqlite3.Connection, begin: str) -> Iterator[Tx]:
    connection.execute(begin)
    try:
        yield connection
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _statements() -> Iterator[str]:
    statement = ""
    for line in resources.files("oneentry_toolkit.sandbox").joinpath("schema.sql").read_text("utf-8").splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
