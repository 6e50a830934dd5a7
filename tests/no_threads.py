"""A process that has no thread left for the toolkit."""

from __future__ import annotations

import threading

import pytest


def start_no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has each start of a thread of the toolkit fail as Python does it."""
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name.startswith("oneentry-"):
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
