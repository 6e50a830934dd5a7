"""Where calls that wait are made: at once in tests and scripts, in a thread of their own in a notebook."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable
from typing import Protocol


class Repeat(Protocol):
    """Something that is done again and again until it is stopped."""

    def stop(self) -> None:
        """No more of it; may be called twice."""


class Runner(Protocol):
    """How a widget has its calls made."""

    def start(self, job: Callable[[], None]) -> None:
        """Does ``job``, which shows its own errors. May come back before it is done."""

    def repeat(self, step: Callable[[], bool], *, every_s: float) -> Repeat:
        """Does ``step`` every ``every_s`` seconds until it gives False or is stopped."""

    def unexpected(self, error: Exception) -> None:
        """Told of errors that the toolkit did not foresee, after the widget has shown them."""

    def wait(self, timeout_s: float) -> bool:
        """Waits until what was started is done; False if the time ran out first."""


class InlineRunner:
    """Does everything at once, in the caller's thread: for tests, scripts and notebooks whose outputs are compared.

    What repeats is done only when ``tick`` is called. Unexpected errors are raised, and kept in ``failures``, since
    ipywidgets hides what a callback raises.
    """

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self._repeats: list[_InlineRepeat] = []

    def start(self, job: Callable[[], None]) -> None:
        """Does it now."""
        job()

    def repeat(self, step: Callable[[], bool], *, every_s: float) -> Repeat:
        """Keeps it for ``tick``."""
        one = _InlineRepeat(step)
        self._repeats.append(one)
        return one

    def tick(self) -> int:
        """Does each repeated step once; gives how many still go on."""
        for one in tuple(self._repeats):
            if one.going and not one.step():
                one.stop()
        self._repeats = [one for one in self._repeats if one.going]
        return len(self._repeats)

    def unexpected(self, error: Exception) -> None:
        """Raises it."""
        self.failures.append(error)
        raise error

    def wait(self, timeout_s: float) -> bool:
        """Nothing is ever under way."""
        return True


class _InlineRepeat:
    def __init__(self, step: Callable[[], bool]) -> None:
        self.step = step
        self.going = True

    def stop(self) -> None:
        self.going = False


class BackgroundRunner:
    """A daemon thread for each call, so that the kernel stays free for the next click."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self, job: Callable[[], None]) -> None:
        """Comes back at once."""
        # The context says to which cell or click a message of the kernel belongs.
        context = contextvars.copy_context()
        thread = threading.Thread(target=context.run, args=(job,), name="oneentry-widget", daemon=True)
        with self._lock:
            self._threads = [one for one in self._threads if one.is_alive()]
            self._threads.append(thread)
            thread.start()

    def repeat(self, step: Callable[[], bool], *, every_s: float) -> Repeat:
        """The first step is done after ``every_s`` seconds."""
        return _BackgroundRepeat(step, every_s)

    def unexpected(self, error: Exception) -> None:
        """The widget shows it and keeps it; there is nobody here to raise it to."""

    def wait(self, timeout_s: float) -> bool:
        """Joins the threads of the calls, and of those that they start; not what repeats."""
        deadline = time.monotonic() + timeout_s
        while True:
            with self._lock:
                threads = [one for one in self._threads if one.is_alive() and one is not threading.current_thread()]
            if not threads:
                return True
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            threads[0].join(left)


class _BackgroundRepeat:
    def __init__(self, step: Callable[[], bool], every_s: float) -> None:
        self._stopped = threading.Event()
        self._step = step
        self._every_s = every_s
        context = contextvars.copy_context()
        self.thread = threading.Thread(target=context.run, args=(self._go,), name="oneentry-follow", daemon=True)
        self.thread.start()

    def _go(self) -> None:
        while not self._stopped.wait(self._every_s) and self._step():
            pass

    def stop(self) -> None:
        self._stopped.set()


def usual_runner() -> Runner:
    """A thread in a notebook's kernel; at once everywhere else."""
    try:
        from IPython import get_ipython
    except ImportError:  # pragma: no cover  (ipywidgets brings IPython)
        return InlineRunner()
    shell = get_ipython()
    return BackgroundRunner() if getattr(shell, "kernel", None) is not None else InlineRunner()
