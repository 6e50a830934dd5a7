"""The state of a checkout: one lock, one call at a time, and its subscribers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .state import CALLS, CheckoutSnapshot, CheckoutState, Problem, after, check_call

_log = logging.getLogger(__name__)
Callback = Callable[[CheckoutSnapshot], object]


class Machine:
    """The state of a checkout, shared by threads.

    Attributes:
        lock: to hold while reading or changing several things at once; never while waiting for the server.
        state: where the checkout is.
        busy: the call that is under way, if it excludes others.
        message: what happened last and what to do next.
    """

    def __init__(self, show: Callable[[], CheckoutSnapshot]) -> None:
        self.lock = threading.RLock()
        self.state = CheckoutState.EDITING
        self.busy: str | None = None
        self.message = ""
        self._show = show
        self._callbacks: list[Callback] = []
        # Snapshots are told in the order in which they were taken, whichever thread takes them.
        self._telling = threading.RLock()

    @property
    def can(self) -> frozenset[str]:
        """The calls that are possible now."""
        return frozenset() if self.busy else CALLS[self.state]

    def check(self, call: str, problems: tuple[Problem, ...] = ()) -> None:
        """Nothing, if a call is possible now.

        Raises:
            CheckoutStateError: it is not.
        """
        with self.lock:
            check_call(self.state, call, problems=problems, busy=self.busy)

    @contextmanager
    def exclusively(
        self, call: str, message: str, problems: Callable[[], tuple[Problem, ...]] | None = None
    ) -> Iterator[None]:
        """One call at a time: what begins while another is under way is refused.

        Raises:
            CheckoutStateError: the call is not possible now.
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
                self.busy = None  # before anything that Ctrl-C may interrupt: another call must stay possible
                with self.lock:
                    if self.message == message:  # it ended without a word of its own
                        self.message = before
                self.tell()

    def move(self, event: str, message: str) -> None:
        """Takes an event."""
        with self.lock:
            self.state, self.message = after(self.state, event), message

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Has a function called with every new snapshot, in the thread that caused it; gives what ends that."""
        with self.lock:
            self._callbacks.append(callback)

        def unsubscribe() -> None:
            with self.lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return unsubscribe

    def tell(self) -> None:
        """Calls the subscribers with a new snapshot. What goes wrong in one is logged, and never stops the checkout."""
        with self._telling:
            with self.lock:
                callbacks, snapshot = list(self._callbacks), self._show() if self._callbacks else None
            for callback in callbacks:
                try:
                    callback(snapshot)  # type: ignore[arg-type]
                except Exception:  # noqa: BLE001  (whatever it is, it is theirs)
                    _log.warning("A subscriber of the checkout failed; the checkout goes on.", exc_info=True)
