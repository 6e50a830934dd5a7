"""The state of a checkout: its lock, exclusive calls and subscribers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..transport.forks import ForkSafeLock
from .state import CALLS, CheckoutSnapshot, CheckoutState, Problem, after, check_call

_log = logging.getLogger(__name__)
Callback = Callable[[CheckoutSnapshot], object]


class Machine:
    """The state of a checkout. Thread-safe.

    Attributes:
        lock: held while several attributes are read or changed; never during a request.
        state: the current state.
        busy: the running exclusive call; None if there is none.
        message: what happened last and what to do next.
    """

    def __init__(self, show: Callable[[], CheckoutSnapshot]) -> None:
        self.lock = ForkSafeLock()
        self.state = CheckoutState.EDITING
        self.busy: str | None = None
        self.message = ""
        self._show = show
        self._callbacks: list[Callback] = []
        # Subscribers get snapshots in the order in which they were taken, in any thread.
        self._telling = ForkSafeLock()

    @property
    def can(self) -> frozenset[str]:
        """Names of the calls that are possible now."""
        return frozenset() if self.busy else CALLS[self.state]

    def check(self, call: str, problems: tuple[Problem, ...] = ()) -> None:
        """Checks that a call is possible now.

        Raises:
            CheckoutStateError: the call is not possible.
        """
        with self.lock:
            check_call(self.state, call, problems=problems, busy=self.busy)

    @contextmanager
    def exclusively(
        self, call: str, message: str, problems: Callable[[], tuple[Problem, ...]] | None = None
    ) -> Iterator[None]:
        """Runs a call exclusively.

        Raises:
            CheckoutStateError: the call is not possible now, for example because another one is running.
        """
        begun = False
        try:
            with self.lock:
                self.check(call, problems() if problems else ())
                before = self.message
                begun, self.busy, self.message = True, call, message
            self.tell()
            yield
        finally:
            if begun:
                self.busy = None  # first, since Ctrl-C may interrupt the rest: another call must be possible
                with self.lock:
                    if self.message == message:  # the call has set no message
                        self.message = before
                self.tell()

    def move(self, event: str, message: str) -> None:
        """Applies an event to the state."""
        with self.lock:
            self.state, self.message = after(self.state, event), message

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Calls ``callback`` with every new snapshot, in its thread; returns a function that unsubscribes."""
        with self.lock:
            self._callbacks.append(callback)

        def unsubscribe() -> None:
            with self.lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return unsubscribe

    def tell(self) -> None:
        """Calls the subscribers with a new snapshot. Their exceptions are logged and do not stop the checkout."""
        with self._telling:
            with self.lock:
                callbacks, snapshot = list(self._callbacks), self._show() if self._callbacks else None
            for callback in callbacks:
                try:
                    callback(snapshot)  # type: ignore[arg-type]
                except Exception:  # noqa: BLE001  (an error of the subscriber)
                    _log.warning("A subscriber of the checkout failed; the checkout goes on.", exc_info=True)
