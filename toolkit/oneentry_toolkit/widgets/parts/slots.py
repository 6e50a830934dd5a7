"""Bookable slots of a ``timeInterval`` field, from its definition. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ...values.times import parse_time

Slot = tuple[datetime, datetime]

MONTHS = 12  # how far a schedule that repeats every month is run (docs/api/forms.md#forms-time-intervals)
_MOST = 5000  # a definition that gives more is a mistake, and no list for people


def slots(definition: Mapping[str, Any]) -> tuple[Slot, ...]:
    """Returns the bookable slots in order, without duplicates, in UTC.

    Each ``period`` step that lies wholly inside start to end is a slot, on each matching UTC date. A weekly schedule
    runs to the end of its first month, a monthly one for twelve months (docs/api/forms.md#forms-time-intervals). A part
    that is malformed gives no slots.

    Args:
        definition: the field's JSON object.
    """
    infos = definition.get("localizeInfos")
    schedules = infos.get("intervals") if isinstance(infos, Mapping) else None
    found: set[Slot] = set()
    for schedule in schedules if isinstance(schedules, list) else ():
        if not isinstance(schedule, Mapping):
            continue
        steps = [step for part in _objects(schedule.get("intervals")) for step in _steps(part)]
        for day in _days(schedule):
            for start, end in steps:
                midnight = datetime.combine(day, time(), tzinfo=UTC)
                found.add((midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)))
            if len(found) > _MOST:
                return tuple(sorted(found))
    return tuple(sorted(found))


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _steps(part: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Yields start and end of each step, in minutes after midnight."""
    start, end, period = _minutes(part.get("start")), _minutes(part.get("end")), part.get("period")
    if start is None or end is None or not isinstance(period, int) or isinstance(period, bool) or period <= 0:
        return
    while start + period <= end:
        yield start, start + period
        start += period


def _minutes(value: Any) -> int | None:
    if not isinstance(value, Mapping):
        return None
    hours, minutes = value.get("hours"), value.get("minutes")
    return hours * 60 + minutes if isinstance(hours, int) and isinstance(minutes, int) else None


def _days(schedule: Mapping[str, Any]) -> Iterator[date]:
    """Yields the dates of a schedule."""
    edges = schedule.get("range")
    try:
        first, last = (parse_time(edge) for edge in edges) if isinstance(edges, list) else (None, None)
    except (TypeError, ValueError):
        return
    if first is None or last is None or last < first:
        return
    days = [first.date() + timedelta(days=step) for step in range(min((last.date() - first.date()).days, 366) + 1)]
    weekly, monthly = bool(schedule.get("inEveryWeek")), bool(schedule.get("inEveryMonth"))
    start, end = days[0], days[-1]
    if weekly and monthly:
        stop = _month_later(start.replace(day=1), MONTHS) - timedelta(days=1)
        yield from _weekly(days, max(stop, end))
    elif weekly:
        stop = _month_later(start.replace(day=1), 1) - timedelta(days=1)
        yield from _weekly(days, max(stop, end))
    elif monthly:
        for months in range(MONTHS):
            for day in days:
                month = _month_later(day.replace(day=1), months)
                if day.day <= calendar.monthrange(month.year, month.month)[1]:
                    yield month.replace(day=day.day)
    else:
        yield from days


def _weekly(days: list[date], stop: date) -> Iterator[date]:
    for day in days:
        while day <= stop:
            yield day
            day += timedelta(days=7)


def _month_later(first: date, months: int) -> date:
    """Returns the first of the month ``months`` later."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
