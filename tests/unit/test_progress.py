"""The progress bar: shown in terminals and notebooks only."""

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


def test_is_watched_is_false_for_pipes(unwatched: pytest.MonkeyPatch) -> None:
    """Also without a stderr, and in IPython's terminal shell with a piped stderr."""
    assert is_watched() is False
    unwatched.setattr(sys, "stderr", None)
    assert is_watched() is False
    unwatched.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace()))
    assert is_watched() is False


def test_is_watched_is_true_for_terminals_and_notebooks(unwatched: pytest.MonkeyPatch) -> None:
    unwatched.setattr(sys, "stderr", Terminal(True))
    assert is_watched() is True
    unwatched.setattr(sys, "stderr", Terminal(False))
    unwatched.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=object())))
    assert is_watched() is True


def test_is_watched_is_false_under_pytest_and_nbval(unwatched: pytest.MonkeyPatch) -> None:
    unwatched.setattr(sys, "stderr", Terminal(True))
    unwatched.setenv("PYTEST_VERSION", "9")
    assert is_watched() is False


def test_progress_bar_appears_after_one_second_with_earlier_items(capsys: pytest.CaptureFixture[str]) -> None:
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
def test_progress_with_unknown_or_small_total_shows_a_count(
    total: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    progress = Progress("order", True, clock=clock)
    clock.now = 2.0
    progress.add(100, total)
    progress.add(100, total)
    progress.close()
    assert "orders" in capsys.readouterr().err


def test_progress_false_shows_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
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


def test_bar_is_drawn_in_a_terminal_and_removed_at_the_end() -> None:
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


def test_pipe_gets_no_bytes_and_tqdm_is_not_imported() -> None:
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
