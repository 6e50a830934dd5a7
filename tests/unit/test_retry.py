"""Retry rules: one row for each rule."""

from datetime import UTC, datetime

import pytest

from oneentry_toolkit import (
    ApiError,
    ConnectionFailedError,
    InvalidRequestError,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
)
from oneentry_toolkit.transport.retry import RetryPolicy, parse_retry_after


def lost(sent: bool) -> ConnectionFailedError:
    return ConnectionFailedError("x", operation="o", sent=sent)


def refused(kind: type[ApiError], status: int, retry_after_s: float | None = None) -> ApiError:
    error = kind("x", status=status, operation="o")
    if isinstance(error, RateLimitedError | ServerError):
        error.retry_after_s = retry_after_s
    return error


@pytest.mark.parametrize(
    ("error", "repeatable", "decision"),
    [
        (lost(sent=False), True, True),
        (lost(sent=False), False, True),
        (lost(sent=True), True, True),
        (lost(sent=True), False, False),
        *((refused(ServerError, status), True, True) for status in (502, 503, 504, 520, 521, 522, 523, 524)),
        *((refused(ServerError, status), False, False) for status in (502, 503, 504, 520, 521, 522, 523, 524)),
        *((refused(ServerError, status), True, False) for status in (500, 501, 505, 519, 525, 526, 530)),
        *((refused(ApiError, status), True, True) for status in (408, 425)),
        *((refused(ApiError, status), False, False) for status in (408, 425)),
        *((refused(ApiError, status), True, False) for status in (402, 405, 410, 451)),
        (refused(ServerError, 503, 3.0), True, 3.0),
        (refused(RateLimitedError, 429), True, True),
        (refused(RateLimitedError, 429, 30.0), True, 30.0),
        (refused(RateLimitedError, 429, 0.0), True, True),
        (refused(ServerError, 503, 0.0), True, True),
        (refused(RateLimitedError, 429, 31.0), True, False),
        (refused(RateLimitedError, 429), False, False),
        (refused(InvalidRequestError, 400), True, False),
        (ResponseFormatError("x", operation="o"), True, False),
        (ValueError("x"), True, False),
    ],
)
def test_retry_rules_by_error_and_operation(error: Exception, repeatable: bool, decision: bool | float) -> None:
    """An operation that creates is repeated only if it certainly did not arrive."""
    found = RetryPolicy().decide(error, repeatable=repeatable)
    assert found == decision
    assert type(found) is type(decision)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("0", 0.0),
        ("-3", None),
        ("+3", None),
        ("1_000", None),
        ("٣", None),
        ("1e3", None),
        ("inf", None),
        ("9" * 400, None),
        ("5, 7", None),
        ("soon", None),
        ("Thu, 99 Apr 2026 20:15:39 GMT", None),
        ("Thu, 30 Apr 2026 20:15:39 GMT", 10.0),
        ("Thu, 30 Apr 2026 20:15:00 GMT", 0.0),
    ],
)
def test_retry_after_reads_seconds_and_dates(header: str | None, seconds: float | None) -> None:
    """Never negative; an unreadable value counts as missing, and a date that has passed as 0."""
    assert parse_retry_after(header, now=datetime(2026, 4, 30, 20, 15, 29, tzinfo=UTC)) == seconds
