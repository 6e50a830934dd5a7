"""Polling: look, pause, look again, until something is done or the time is up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from ..errors import ApiError, ConnectionFailedError, OneEntryError, ResponseFormatError
from ..lists.read_all import say_once
from ..transport.retry import one_try

T = TypeVar("T")

_LOOK_S = 2.0  # minimum time limit of a look when hardly any time is left
_PASSING = frozenset({404, 408, 409, 425, 429})


class Polled(NamedTuple, Generic[T]):
    """Result of ``poll``.

    Attributes:
        seen: result of the last look that worked; None if none did.
        failure: error of the last look; None if it worked.
        done: whether ``seen`` is what was waited for.
    """

    seen: T | None
    failure: OneEntryError | None
    done: bool


def may_pass(error: OneEntryError) -> bool:
    """Whether a look that failed like this may work later.

    No answer, an answer that cannot be read (a gateway's page), a rate limit, and a server's failure pass. So does
    "not found": a new session may be read from a copy that does not have it yet. A refusal stays: 400, 401, 403, a
    sign-in that has ended, a shop that is closed.
    """
    if isinstance(error, ApiError):
        return error.status in _PASSING or error.status >= 500
    return isinstance(error, ConnectionFailedError | ResponseFormatError)


def pause_after(error: OneEntryError | None, pause_s: float) -> float:
    """Returns the pause before the next look: what the server asked for (``Retry-After``), if that is longer."""
    return max(pause_s, getattr(error, "retry_after_s", None) or 0.0)


def try_once(look: Callable[[], T], *, within_s: float) -> tuple[T | None, OneEntryError | None]:
    """Looks once, without retries: the caller looks again. Returns the result, or the error if it may pass.

    Raises:
        OneEntryError: the look failed in a way that does not pass.
    """
    try:
        with one_try(within_s):
            return look(), None
    except OneEntryError as error:
        if not may_pass(error):
            raise
        return None, error


def poll(
    look: Callable[[], T],
    done: Callable[[T], bool],
    *,
    timeout_s: float,
    pause_s: float,
    clock: Callable[[], float],
    sleep: Callable[[float], object],
    stopped: Callable[[], bool] = lambda: False,
) -> Polled[T]:
    """Looks until ``done``, at most for ``timeout_s``. Failures that may pass do not end it.

    What cannot be read is warned of once, and not at each look. Each look is one try, since this loop is the retry. A
    look that begins just before the end gets two seconds.

    Args:
        look: asks the server.
        done: whether a result is what was waited for.
        timeout_s: maximum time, in seconds; 0 looks once.
        pause_s: seconds between two looks.
        clock: monotonic clock in seconds.
        sleep: waits for seconds.
        stopped: asked after each look; True ends it.

    Raises:
        OneEntryError: a look failed in a way that does not pass.
    """
    deadline = clock() + timeout_s
    seen: T | None = None
    with say_once():
        while True:
            found, failure = try_once(look, within_s=max(deadline - clock(), _LOOK_S))
            if failure is None:
                seen = found
                if seen is not None and done(seen):
                    return Polled(seen, None, done=True)
            left = deadline - clock()
            # A server that did not answer in time is not asked once more for longer than there is time.
            timed_out = isinstance(failure, ConnectionFailedError) and failure.timeout_s is not None
            if left <= (_LOOK_S if timed_out else 0.0) or stopped():
                return Polled(seen, failure, done=False)
            sleep(min(pause_after(failure, pause_s), left))
