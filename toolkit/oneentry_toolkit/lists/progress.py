"""A progress bar for what takes long: in a notebook and in a terminal, and nowhere else."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

_AFTER_S = 1.0


class Progress:
    """How many items came, as a bar that appears after a second.

    Args:
        noun: what is counted.
        shown: True and False decide; None shows it to people: in a notebook or a terminal, not in a pipe or a test.
        clock: seconds that only grow.
    """

    def __init__(self, noun: str, shown: bool | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._noun = noun
        self._shown = is_watched() if shown is None else shown
        self._clock = clock
        self._began = clock()
        self._count = 0
        self._bar: Any = None

    def add(self, count: int, total: int | None) -> None:
        """So many more came, of so many in all."""
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
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.close()


def is_watched() -> bool:
    """Whether a person looks on: a notebook that no test runs, or a terminal."""
    if "PYTEST_VERSION" in os.environ:  # pytest sets it, and the kernels that nbval starts inherit it
        return False
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return hasattr(shell, "kernel") or (sys.stderr is not None and sys.stderr.isatty())
