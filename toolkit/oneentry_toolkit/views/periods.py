"""Days, weeks, months, quarters and years in the time zone of a shop."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any, Literal

from ..errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Every = Literal["day", "week", "month", "quarter", "year"]
PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
"""The periods by name, and pandas' name of each."""


def check_every(every: object) -> str:
    """Returns the name of a period.

    Raises:
        InputError: there is no such period.
    """
    if not isinstance(every, str) or every not in PERIODS:
        raise InputError(f"every must be one of {', '.join(PERIODS)}.", name="every")
    return every


def periods_of(times: pd.Series[Any], every: str) -> pd.Series[Any]:
    """Returns the period of each time, as the times' own zone counts it; times without a zone count as they stand."""
    found: pd.Series[Any] = times.dt.tz_localize(None).dt.to_period(PERIODS[every])
    return found.rename(every)


def zone_name(times: pd.Series[Any]) -> str:
    """Returns the name of the times' zone; empty for times without one."""
    return "" if times.dt.tz is None else str(times.dt.tz)


def in_zone(times: pd.Series[Any], tz: str | tzinfo | None, name: str = "orders") -> pd.Series[Any]:
    """Returns the times in a zone; the times themselves for None.

    Args:
        times: a column ``created``.
        tz: the zone.
        name: of the frame, for messages.

    Raises:
        InputError: ``tz`` is no zone, or the times have none and cannot be converted.
    """
    if tz is None:
        return times
    if times.dt.tz is None:
        raise InputError(
            f"{name}['created'] has times without a zone, which cannot be converted: leave out tz, or say which zone "
            f"they are in, such as {name}['created'].dt.tz_localize('UTC').",
            name="tz",
        )
    try:
        if not (isinstance(tz, tzinfo) or (isinstance(tz, str) and tz)):
            raise TypeError("not a zone")
        converted: pd.Series[Any] = times.dt.tz_convert(tz)
    except (AttributeError, KeyError, OSError, TypeError, ValueError):
        raise InputError("tz must be a time zone, such as 'Europe/Berlin' or 'UTC'.", name="tz") from None
    return converted
