"""Objects that a forked child must not share with its parent: connections, and locks held by threads it does not have.

``os.fork`` copies one thread. See ``docs/decisions/0013-after-a-fork.md``.
"""

from __future__ import annotations

import os
import threading
import weakref
from types import TracebackType
from typing import Protocol


class Inherited(Protocol):
    """An object that has something to replace in a forked child."""

    def after_fork(self) -> None:
        """Replaces what the child must not share. Runs in the child before anything else; must not wait."""


class ForkSafeLock:
    """A reentrant lock. In a forked child, it is free unless the thread that forked holds it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        register(self)

    def after_fork(self) -> None:
        """Replaces the lock if a thread that the child does not have holds it."""
        if self._lock.acquire(blocking=False):
            self._lock.release()
        else:
            self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._lock.release()


_inherited: weakref.WeakSet[Inherited] = weakref.WeakSet()
_kept: list[object] = []


def register(inherited: Inherited) -> None:
    """Calls ``inherited.after_fork()`` in each child that is forked while the object lives."""
    _inherited.add(inherited)


def keep(*abandoned: object) -> None:
    """Keeps objects of the parent in a child until it ends, because finalizing them could wait for a lock."""
    _kept.extend(abandoned)


def release(descriptor: int) -> None:
    """Closes the child's copy of a connection whose owner cannot be told: its descriptor reads as an empty file.

    The server is not told, and goes on with the parent. Without a free descriptor the copy stays open.
    """
    try:
        null = os.open(os.devnull, os.O_RDWR)
    except OSError:
        return
    os.dup2(null, descriptor, inheritable=False)
    os.close(null)


def _after_fork() -> None:
    """Calls all objects, also after one has failed: one left out would share the parent's connection.

    Raises:
        ExceptionGroup: some have failed; Python prints it, and the fork goes on.
    """
    failed: list[Exception] = []
    for one in tuple(_inherited):
        try:
            one.after_fork()
        except Exception as error:  # noqa: BLE001  (raised below)
            failed.append(error)
    if failed:
        raise ExceptionGroup("some objects could not be replaced after a fork", failed)


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_after_fork)
