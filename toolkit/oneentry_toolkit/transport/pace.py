"""The pace of one fetch: all its requests wait when the server's rate limit refuses one of them."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import ApiError, ConnectionFailedError, RateLimitedError, ServerError
from .forks import ForkSafeLock, register
from .retry import RetryPolicy

_LOOK_S = 0.5  # a waiting thread looks up so often, so that Ctrl-C interrupts it on every platform


class StoppedError(ConnectionFailedError):
    """The caller has stopped waiting for the answer."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"{operation} was stopped. Call again.", operation=operation, sent=False)


class Pace:
    """When the requests of one fetch may be sent. Threads share one.

    At first, ``most`` requests may be under way. A refusal (429, or 503 with ``Retry-After``) holds all requests back
    until the moment that the server named, or, if it named none, for a pause that doubles. It halves the number that
    may be under way, and every answer lets it grow a little. A refused request is sent again and again, as long as some
    request of the fetch was answered within ``policy.total_s``.

    Each request begins with a turn (``turn``, or ``queue`` for one that must not block) and ends it with ``answered``,
    ``refused`` or ``left``.

    Args:
        most: the highest number of requests under way.
        policy: says how long to wait.
        clock: monotonic clock, in seconds.
    """

    def __init__(self, most: int, policy: RetryPolicy, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._policy = policy
        self._clock = clock
        self._lock = ForkSafeLock()  # guards what follows
        self._allowed = float(most)
        self._under_way = 0
        self._round = 0  # refusals that lowered the number allowed
        self._in_a_row = 0  # of those, since the last answer
        self._answered_at = clock()
        self._resumes_at = clock()
        self._waiting: deque[threading.Event] = deque()  # threads
        self._queue: deque[Callable[[int], None]] = deque()
        self._starts = False  # a thread starts requests of the queue
        self._closed = False
        register(self)

    def after_fork(self) -> None:
        """Forgets the threads that wait, which a forked child does not have."""
        self._waiting.clear()
        self._queue.clear()

    def close(self) -> None:
        """Begins no further request: ``turn`` raises, and what is queued is dropped."""
        with self._lock:
            self._closed = True
            self._queue.clear()
            for turn in self._waiting:
                turn.set()

    def queue(self, start: Callable[[int], None]) -> None:
        """Calls ``start`` with the number of its turn as soon as a request may be sent, now or later in another thread.

        It must not block. It is not called any more after ``close``.
        """
        with self._lock:
            if not self._closed:
                self._queue.append(start)
        self._go_on()

    @contextmanager
    def turn(self, operation: str) -> Iterator[None]:
        """Waits until a request may be sent, and ends its turn as the block does.

        Raises:
            StoppedError: ``close`` was called.
        """
        number = self._wait(operation)
        try:
            yield
        except BaseException as error:
            if isinstance(error, ApiError) and self.is_refusal(error, operation):
                self.refused(number, _retry_after(error))
            else:
                self.left()
            raise
        self.answered()

    def answered(self) -> None:
        """Ends a turn: the answer came."""
        with self._lock:
            self._answered_at = self._clock()
            self._in_a_row = 0
            self._allowed = min(self._most, self._allowed + 1 / self._allowed)
            self._under_way -= 1
        self._go_on()

    def refused(self, number: int, retry_after_s: float | None) -> None:
        """Ends a turn: the server refused the request for now.

        Args:
            number: of the turn. Requests that were sent before the last refusal lower nothing once more.
            retry_after_s: what the server asks to wait; None or 0 if it names no time to wait.
        """
        with self._lock:
            self._under_way -= 1
            # After a longer wait than the policy allows no request follows, so none has to be held back.
            if self._policy.waits(retry_after_s):
                if number == self._round:
                    self._round += 1
                    self._in_a_row += 1
                    self._allowed = max(1.0, self._allowed / 2)
                wait_s = retry_after_s or self._pause_s()
                self._resumes_at = max(self._resumes_at, self._clock() + wait_s)
        self._go_on()

    def left(self) -> None:
        """Ends a turn: no answer came, or one that says nothing of the rate."""
        with self._lock:
            self._under_way -= 1
        self._go_on()

    def is_refusal(self, error: Exception, operation: str) -> bool:
        """Whether an error is the server's rate limit refusing a request of an operation."""
        if not isinstance(error, RateLimitedError | ServerError) or error.operation != operation:
            return False
        return isinstance(error, RateLimitedError) or (error.status == 503 and error.retry_after_s is not None)

    def goes_on(self, error: ApiError) -> bool:
        """Whether a refused request is sent again: its wait is short enough, and the fetch as a whole has advanced."""
        wait_s = _retry_after(error) or 0.0
        with self._lock:
            ends_at = self._answered_at + self._policy.total_s
            next_at = max(self._resumes_at, self._clock() + wait_s)
        return self._policy.waits(wait_s) and next_at <= ends_at

    def _pause_s(self) -> float:
        pause_s = min(self._policy.wait_max_s, self._policy.wait_initial_s * 2.0 ** max(0, self._in_a_row - 1))
        return pause_s * random.uniform(1.0, 1.25)  # several programs do not come back together

    def _wait(self, operation: str) -> int:
        turn = threading.Event()
        with self._lock:
            self._waiting.append(turn)
        self._go_on()
        while not (turn.is_set() or self._closed):
            left_s = self._resumes_at - self._clock()
            turn.wait(min(_LOOK_S, left_s) if left_s > 0 else _LOOK_S)
            self._go_on()
        if self._closed:
            raise StoppedError(operation)
        return self._round

    def _go_on(self) -> None:
        """Gives turns to the threads that wait, since they were refused before, and then to the queue."""
        while True:
            with self._lock:
                if self._closed or self._under_way >= int(self._allowed) or self._clock() < self._resumes_at:
                    return
                if self._waiting:
                    self._under_way += 1
                    self._waiting.popleft().set()
                    continue
                if not self._queue or self._starts:
                    return
                self._under_way += 1
                self._starts = True
                start, number = self._queue.popleft(), self._round
            try:
                start(number)
            finally:
                self._starts = False


def _retry_after(error: ApiError) -> float | None:
    return error.retry_after_s if isinstance(error, RateLimitedError | ServerError) else None
