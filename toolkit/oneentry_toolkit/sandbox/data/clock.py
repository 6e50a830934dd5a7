"""The shop's clock: the scenario's or the time of day."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, datetime, timedelta

START = "2025-04-30T20:15:29.254Z"
STEP_MS = 1252
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ms(text: str) -> int:
    """Converts an ISO date with `Z` to milliseconds since 1970."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def to_iso(ms: int) -> str:
    """Converts milliseconds since 1970 to OneEntry's ISO format, with milliseconds and `Z`."""
    moment = _EPOCH + timedelta(milliseconds=ms)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def now(tx: sqlite3.Connection) -> str:
    """Returns the shop's current time."""
    mode, ms = _read(tx)
    return to_iso(time.time_ns() // 1_000_000 if mode == "real" else ms)


def stamp(tx: sqlite3.Connection) -> str:
    """Returns the date of a new order or payment session, then advances the scenario's clock."""
    mode, ms = _read(tx)
    if mode == "real":
        return to_iso(time.time_ns() // 1_000_000)
    set_scenario(tx, ms + STEP_MS)
    return to_iso(ms)


def scenario_ms(tx: sqlite3.Connection) -> int | None:
    """Returns the scenario's clock in milliseconds; `None` if the shop uses the time of day."""
    mode, ms = _read(tx)
    return None if mode == "real" else ms


def set_scenario(tx: sqlite3.Connection, ms: int) -> None:
    """Sets the scenario's clock."""
    tx.execute("UPDATE meta SET value = ? WHERE key = 'clock_ms'", (str(ms),))


def _read(tx: sqlite3.Connection) -> tuple[str, int]:
    rows = dict(tx.execute("SELECT key, value FROM meta WHERE key IN ('clock', 'clock_ms')"))
    return rows["clock"], int(rows["clock_ms"])
