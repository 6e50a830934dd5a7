"""Runs blocking calls: synchronously in tests and scripts, in threads in a notebook."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable
from typing import Protocol

from ...errors import OneEntryError


class Repeat(Protocol):
    """A repeated step that can be stopped."""

    def stop(self) -> None:
        """Stops the repetition; may be called twice."""


class Runner(Protocol):
    """Runs the calls of a widget."""

    def start(self, job: Callable[[], None]) -> None:
        """Runs ``job``, which shows its own errors. May return before it is done.

        Raises:
            OneEntryError: ``job`` cannot be started; nothing of it was run.
        """

    def repeat(self, step: Callable[[], bool], *, every_s: float) -> Repeat:
        """Runs ``step`` every ``every_s`` seconds until it returns False or is stopped.

        Raises:
            OneEntryError: the repetition cannot be started.
        """

    def unexpected(self, error: Exception) -> None:
        """Called with an unexpected error, after the widget has shown it."""

    def wait(self, timeout_s: float) -> bool:
        """Waits until all jobs are done; returns False on timeout."""


class InlineRunner:
    """Runs jobs synchronously in the caller's thread: for tests, scripts and notebooks with compared outputs.

    Repeated steps run only when ``tick`` is called. Unexpected errors are raised, and kept in ``failures``, since
    ipywidgets swallows exceptions of callbacks.
    """

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self._repeats: list[_InlineRepeat] = []

    def start(self, job: Callable[[], None]) -> None:
        """Runs ``job`` now."""
        job()

    def repeat(self, step: Callable[[], bool], *, every_s: float) -> Repeat:
        """Registers ``step`` for ``tick``."""
        one = _InlineRepeat(step)
        self._repeats.append(one)
        return one

    def tick(self) -> int:
        """Runs each repeated step once; returns the number of steps that continue."""
        for one in tuple(self._repeats):
            if one.going and not one.step():
                one.stop()
        self._repeats = [one for one in self._repeats if one.going]
        return len(self._repeats)

    def unexpected(self, error: Exception) -> None:
        """Records and raises ``error``."""
        self.failures.append(error)
        raise error

    def wait(self, timeout_s: float) -> bool:
        """Returns True: jobs never run in the background."""
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
        """Starts a thread and returns at once.

        Raises:
            OneEntryError: no more threads can be started.
        """
        # The context assigns the kernel's messages to a cell or click.
        context = contextvars.copy_context()
        thread = threading.Thread(target=context.run, args=(job,), name="oneentry-widget", daemon=True)
        with self._lock:
            _start(thread)
            self._threads = [*(one for one in self._threads if one.is_alive()), thread]

    def repeat(self, step: Callable[[], bool], *, every_s: float) -> Repeat:
        """Runs the first step after ``every_s`` seconds.

        Raises:
            OneEntryError: no more threads can be started.
        """
        return _BackgroundRepeat(step, every_s)

    def unexpected(self, error: Exception) -> None:
        """Does nothing: the widget has stored and shown the error, and a thread has no caller to raise it to."""

    def wait(self, timeout_s: float) -> bool:
        """Joins the threads of jobs and of the jobs that they start; repeated steps are not waited for."""
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
        _start(self.thread)

    def _go(self) -> None:
        while not self._stopped.wait(self._every_s) and self._step():
            pass

    def stop(self) -> None:
        self._stopped.set()


def _start(thread: threading.Thread) -> None:
    try:
        thread.start()
    except RuntimeError as error:  # the process has no thread left, or is ending
        raise OneEntryError(
            "Nothing was done: no more threads can be started in this process. End other threads or raise the limit of "
            "the process, then try again."
        ) from error


def usual_runner() -> Runner:
    """Returns a ``BackgroundRunner`` in a notebook's kernel, an ``InlineRunner`` elsewhere."""
    try:
        from IPython import get_ipython
    except ImportError:  # pragma: no cover  (ipywidgets brings IPython)
        return InlineRunner()
    shell = get_ipython()
    return BackgroundRunner() if getattr(shell, "kernel", None) is not None else InlineRunner()
