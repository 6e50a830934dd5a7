"""Times."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from oneentry_toolkit.values.times import parse_time, show_time, wire_time


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-04-30T20:15:29.254Z", datetime(2025, 4, 30, 20, 15, 29, 254000, UTC)),
        ("2023-10-01T12:00:00Z", datetime(2023, 10, 1, 12, tzinfo=UTC)),
        ("2023-10-01T14:00:00+02:00", datetime(2023, 10, 1, 12, tzinfo=UTC)),
        ("2023-01-01 12:12", datetime(2023, 1, 1, 12, 12, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_parse_time_reads_dates_of_all_server_versions_as_utc(value: object, moment: datetime | None) -> None:
    assert parse_time(value) == moment


@pytest.mark.parametrize("value", ["yesterday", 1714557670334, True, "2025-13-01"])
def test_parse_time_rejects_other_values(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (the reader above it words the error)
        parse_time(value)


def test_wire_time_has_milliseconds_and_show_time_seconds() -> None:
    moment = datetime(2025, 4, 30, 22, 15, 29, 254999, timezone(timedelta(hours=2)))
    assert wire_time(moment) == "2025-04-30T20:15:29.254Z"
    assert wire_time(datetime(2025, 1, 1)) == "2025-01-01T00:00:00.000Z"  # noqa: DTZ001  (naive on purpose)
    assert show_time(parse_time(wire_time(moment))) == "2025-04-30 20:15:29 UTC"
    assert show_time(None) == ""
