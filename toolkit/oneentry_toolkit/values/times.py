"""Parsing and formatting of times: always timezone-aware, always UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def parse_time(value: object) -> datetime | None:
    """Parses a JSON date to an aware UTC ``datetime``; None for null or empty text.

    Current servers send ``2025-04-30T20:15:29.254Z``; the oldest sent ``2023-01-01 12:12`` without a zone, which is
    read as UTC (docs/api/orders.md#orders-order, docs/api/forms.md#forms-dates).

    Raises:
        ValueError: ``value`` is not a date.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("not a date")
    parsed = datetime.fromisoformat(value)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def wire_time(value: datetime) -> str:
    """Formats a time for the API: UTC, milliseconds, ``Z``. A naive value is taken as UTC."""
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def show_time(value: datetime | None) -> str:
    """Formats a time for display: ``2025-04-30 20:15:29 UTC``."""
    return "" if value is None else value.strftime("%Y-%m-%d %H:%M:%S UTC")
