"""A progress bar for long requests, in notebooks and terminals only."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

_AFTER_S = 1.0


class Progress:
    """A progress bar of items, which appears after a second.

    Args:
        noun: the unit, in the singular.
        shown: whether to show the bar; None shows it in a notebook or a terminal, not in a pipe or a test.
        clock: monotonic clock, in seconds.
    """

    def __init__(self, noun: str, shown: bool | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._noun = noun
        self._shown = is_watched() if shown is None else shown
        self._clock = clock
        self._began = clock()
        self._count = 0
        self._bar: Any = None

    def add(self, count: int, total: int | None) -> None:
        """Adds ``count`` items, of ``total`` in all."""
        self._count += count
        if self._bar is None and self._shown and self._clock() - self._began >= _AFTER_S:
            from tqdm.auto import tqdm

            self._bar = tqdm(
                total=total,
                initial=self._count,
                unit=f" {self._noun}s",
                unit_scale=True,
                leave=False,
                dynamic_ncols=True,
            )
        elif self._bar is not None:
            self._bar.total = total
            self._bar.update(count)

    def close(self) -> None:
        """Removes the bar."""
        if self._bar is not None:
            self._bar.close()


def is_watched() -> bool:
    """Whether output is interactive: a terminal, or a notebook that no test runs."""
    if "PYTEST_VERSION" in os.environ:  # pytest sets it, and the kernels that nbval starts inherit it
        return False
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return hasattr(shell, "kernel") or (sys.stderr is not None and sys.stderr.isatty())
