"""Which failure may be tried again, and after how long. Pure decisions; ``stamina`` does the waiting."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..errors import ApiError, ConnectionFailedError, RateLimitedError, ServerError

_PASSING = frozenset({408, 425, 429, *range(502, 505), *range(520, 525)})
"""What servers, gateways and CDNs answer while something is overloaded or out of reach for a moment
(docs/api/requests.md#requests-gateways). 525, 526 and 530 are faults of a project's set-up, which do not pass."""

_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")  # fractions are not in RFC 9110, but some servers send them


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """How often and how long to try again.

    Attributes:
        attempts: tries in all, the first included.
        total_s: no new try is begun after so many seconds.
        wait_initial_s, wait_max_s: the pause before the second try, doubled for each further one up to the maximum;
            a random part is added.
        retry_after_max_s: a server that asks to wait longer than this gets no further try; the error says how long.
    """

    attempts: int = 4
    total_s: float = 60.0
    wait_initial_s: float = 0.25
    wait_max_s: float = 8.0
    retry_after_max_s: float = 30.0

    def decide(self, error: Exception, *, repeatable: bool) -> bool | float:
        """False: raise the error. True: try again after the usual pause. A number: after so many seconds.

        Nothing that creates or changes is ever sent a second time unless it certainly did not arrive.
        """
        if isinstance(error, ConnectionFailedError):
            return repeatable or not error.sent
        if not repeatable or not isinstance(error, ApiError) or error.status not in _PASSING:
            return False
        wait_s = error.retry_after_s if isinstance(error, RateLimitedError | ServerError) else None
        if not wait_s:  # at once would be refused again
            return True
        return wait_s if self.waits(wait_s) else False

    def waits(self, retry_after_s: float | None) -> bool:
        """Whether a further try follows after the wait that the server asks for; None if it does not say."""
        return retry_after_s is None or retry_after_s <= self.retry_after_max_s


def parse_retry_after(value: str | None, *, now: datetime | None = None) -> float | None:
    """The ``Retry-After`` header in seconds from now; None if absent or unreadable, 0 for a date that has passed."""
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        seconds = float(text)
        return seconds if math.isfinite(seconds) else None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


_LAST_MOMENT: ContextVar[float | None] = ContextVar("last_moment", default=None)


@contextmanager
def one_try(within_s: float) -> Iterator[None]:
    """Has each request of this thread tried once only, and all of them end within so many seconds.

    For a caller that polls, and so retries by itself within a deadline of its own.
    """
    before = _LAST_MOMENT.set(time.monotonic() + within_s)
    try:
        yield
    finally:
        _LAST_MOMENT.reset(before)


def one_try_left_s() -> float | None:
    """Returns the seconds left of the ``one_try`` that surrounds the call, never negative; None outside of one."""
    moment = _LAST_MOMENT.get()
    return None if moment is None else round(max(0.0, moment - time.monotonic()), 2)
