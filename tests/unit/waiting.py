"""Waiting for what other threads do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def eventually(holds: Callable[[], bool], within_s: float = 30.0) -> bool:
    """Whether it comes true in time."""
    end = time.monotonic() + within_s
    while not holds() and time.monotonic() < end:
        threading.Event().wait(0.005)
    return holds()
