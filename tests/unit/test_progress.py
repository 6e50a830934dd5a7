"""The progress bar: for people who wait, and for nobody else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
import textwrap
from types import SimpleNamespace
from typing import Any

import pytest

from oneentry_toolkit.lists.progress import Progress, is_watched


class Clock:
    """Seconds that pass when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Terminal:
    """A stderr that says what it is."""

    def __init__(self, is_terminal: bool) -> None:
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


@pytest.fixture
def unwatched(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """As in a pipe, but not in a test."""
    monkeypatch.delenv("PYTEST_VERSION")
    monkeypatch.setattr(sys, "stderr", Terminal(False))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    return monkeypatch


def test_nobody_looks_at_a_pipe(unwatched: pytest.MonkeyPatch) -> None:
    """Nor at a process without a stderr, nor at IPython's own terminal shell when it is piped."""
    assert is_watched() is False
    unwatched.setattr(sys, "stderr", None)
    assert is_watched() is False
    unwatched.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace()))
    assert is_watched() is False


def test_a_terminal_and_a_notebook_are_watched(unwatched: pytest.MonkeyPatch) -> None:
    """A notebook's stderr is no terminal, but its shell has a kernel."""
    unwatched.setattr(sys, "stderr", Terminal(True))
    assert is_watched() is True
    unwatched.setattr(sys, "stderr", Terminal(False))
    unwatched.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=object())))
    assert is_watched() is True


def test_a_test_is_not_watched(unwatched: pytest.MonkeyPatch) -> None:
    """Outputs that are compared must be the same each time: pytest, and the kernels that nbval starts."""
    unwatched.setattr(sys, "stderr", Terminal(True))
    unwatched.setenv("PYTEST_VERSION", "9")
    assert is_watched() is False


def test_silent_for_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    """Short waits show nothing; after a second the bar has what came before it too."""
    clock = Clock()
    progress = Progress("order", True, clock=clock)
    progress.add(100, 1000)
    clock.now = 0.99
    progress.add(100, 1000)
    assert capsys.readouterr().err == ""
    clock.now = 1.0
    progress.add(100, 1000)
    assert progress._bar.n == 300
    progress.add(100, 1200)
    assert (progress._bar.n, progress._bar.total) == (400, 1200)
    progress.close()
    assert " 30%|" in (shown := capsys.readouterr().err)
    assert "orders" in shown


@pytest.mark.parametrize("total", [None, 0, 5])
def test_totals_that_are_not_known_or_too_small(total: int | None, capsys: pytest.CaptureFixture[str]) -> None:
    """A count without a percentage."""
    clock = Clock()
    progress = Progress("order", True, clock=clock)
    clock.now = 2.0
    progress.add(100, total)
    progress.add(100, total)
    progress.close()
    assert "orders" in capsys.readouterr().err


def test_never_where_it_is_not_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    """``False`` decides, and in a test nobody is asked."""
    for shown in (False, None):
        clock = Clock()
        progress = Progress("order", shown, clock=clock)
        clock.now = 100.0
        progress.add(1, 2)
        progress.close()
    assert capsys.readouterr().err == ""


SCRIPT = """
    import sys
    from oneentry_toolkit.lists.progress import Progress
    clock = iter([0.0, 0.5, 1.5, 2.5, 3.5]).__next__
    progress = Progress("order", clock=clock)
    for _ in range(4):
        progress.add(250, 1000)
    progress.close()
    print("done", "tqdm" in sys.modules)
"""


def plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}


def test_in_a_terminal() -> None:
    """A real one: the bar is drawn, and taken away at the end."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)],
        env=plain_environment() | {"TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = read_all(ours)
        assert process.stdout is not None
        assert process.stdout.read() == b"done True\n"
    os.close(ours)
    assert "50%|" in shown
    assert shown.endswith("\r")
    assert shown.rstrip("\r").rsplit("\r", 1)[-1].strip() == ""


def test_in_a_pipe() -> None:
    """Not a byte, and tqdm is not even imported."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)],
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("done False\n", "")


def read_all(handle: int) -> str:
    found: list[Any] = []
    try:
        while piece := os.read(handle, 4096):
            found.append(piece)
    except OSError:  # Linux says so when the other side has closed a terminal
        pass
    return b"".join(found).decode()
