"""The slots of a `timeInterval` field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from oneentry_toolkit.widgets.parts.slots import slots


def schedule(start: str, end: str, **more: Any) -> dict[str, Any]:
    part = {"start": {"hours": 10, "minutes": 0}, "end": {"hours": 13, "minutes": 30}, "period": 60}
    body = {"range": [f"{start}T00:00:00.000Z", f"{end}T00:00:00.000Z"], "intervals": [part], **more}
    return {"localizeInfos": {"title": "When", "intervals": [body]}}


def days(definition: dict[str, Any]) -> list[str]:
    return sorted({f"{start:%Y-%m-%d}" for start, _ in slots(definition)})


def test_each_whole_step() -> None:
    """Three hours fit into three and a half."""
    found = slots(schedule("2025-05-03", "2025-05-03"))
    assert found[0] == (datetime(2025, 5, 3, 10, tzinfo=UTC), datetime(2025, 5, 3, 11, tzinfo=UTC))
    assert [start.hour for start, _ in found] == [10, 11, 12]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["2025-05-03", "2025-05-04"]),
        ({"inEveryWeek": True}, [f"2025-05-{day:02}" for day in (3, 4, 10, 11, 17, 18, 24, 25, 31)]),
        (
            {"inEveryMonth": True},
            sorted(f"{2025 + (4 + n) // 12}-{(4 + n) % 12 + 1:02}-{day:02}" for n in range(12) for day in (3, 4)),
        ),
    ],
)
def test_which_days(more: dict[str, Any], expected: list[str]) -> None:
    """Weekly to the end of the first month, monthly for twelve (docs/api/forms.md#forms-time-intervals)."""
    assert days(schedule("2025-05-03", "2025-05-04", **more)) == expected


def test_weekly_and_monthly() -> None:
    """Every week for twelve months."""
    found = days(schedule("2025-05-03", "2025-05-03", inEveryWeek=True, inEveryMonth=True))
    assert (found[0], found[-1], len(found)) == ("2025-05-03", "2026-04-25", 52)


def test_the_31st_is_not_in_every_month() -> None:
    found = days(schedule("2025-01-31", "2025-01-31", inEveryMonth=True))
    assert [day[5:7] for day in found] == ["01", "03", "05", "07", "08", "10", "12"]


@pytest.mark.parametrize(
    "definition",
    [
        {},
        {"localizeInfos": None},
        {"localizeInfos": {"intervals": [None, {}, {"range": "x"}, {"range": ["x", "y"]}, {"range": [None, None]}]}},
        schedule("2025-05-04", "2025-05-03"),
        schedule("2025-05-03", "2025-05-03", intervals=[{"start": None}, None, {"period": 0}, {"period": True}]),
    ],
)
def test_what_is_malformed_gives_no_slots(definition: dict[str, Any]) -> None:
    assert slots(definition) == ()


def test_a_schedule_of_minutes_ends() -> None:
    """A mistake in a definition must not fill the memory."""
    part = {"start": {"hours": 0, "minutes": 0}, "end": {"hours": 23, "minutes": 0}, "period": 1}
    assert len(slots(schedule("2025-01-01", "2025-12-31", intervals=[part]))) < 10_000
