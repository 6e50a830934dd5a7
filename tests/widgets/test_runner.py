"""Where calls are made."""

from __future__ import annotations

import threading

import pytest

from oneentry_toolkit import OneEntryError
from oneentry_toolkit.widgets import BackgroundRunner, InlineRunner
from oneentry_toolkit.widgets.parts.runner import usual_runner
from tests.no_threads import start_no_threads


def test_inline_does_it_now_and_raises_what_is_unexpected() -> None:
    done: list[int] = []
    runner = InlineRunner()
    runner.start(lambda: done.append(1))
    assert done == [1]
    assert runner.wait(0)
    with pytest.raises(KeyError):
        runner.unexpected(KeyError("x"))
    assert len(runner.failures) == 1


def test_inline_repeats_only_when_ticked_and_until_it_is_over() -> None:
    steps: list[int] = []
    runner = InlineRunner()
    one = runner.repeat(lambda: steps.append(1) or len(steps) < 3, every_s=1)
    other = runner.repeat(lambda: True, every_s=1)
    assert steps == []
    assert runner.tick() == 2
    assert runner.tick() == 2
    assert runner.tick() == 1
    other.stop()
    one.stop()
    assert runner.tick() == 0
    assert len(steps) == 3


def test_background_comes_back_at_once() -> None:
    """The kernel is free while the call waits; `wait` joins it, and what it starts."""
    runner, gate, done = BackgroundRunner(), threading.Event(), threading.Event()

    def job() -> None:
        gate.wait(10)
        runner.start(done.set)

    runner.start(job)
    assert not runner.wait(0)
    gate.set()
    assert runner.wait(10)
    assert done.is_set()


def test_background_repeats_until_stopped() -> None:
    runner, seen = BackgroundRunner(), threading.Event()
    one = runner.repeat(lambda: seen.set() or True, every_s=0.001)
    assert seen.wait(10)
    one.stop()
    one.thread.join(10)  # type: ignore[attr-defined]
    assert not one.thread.is_alive()  # type: ignore[attr-defined]


def test_background_ends_with_its_step() -> None:
    one = BackgroundRunner().repeat(lambda: False, every_s=0.001)
    one.thread.join(10)  # type: ignore[attr-defined]
    assert not one.thread.is_alive()  # type: ignore[attr-defined]


def test_background_without_a_thread_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is run, and nothing is left to wait for."""
    runner, done = BackgroundRunner(), []
    start_no_threads(monkeypatch)
    with pytest.raises(OneEntryError, match="no more threads can be started"):
        runner.start(lambda: done.append(1))
    with pytest.raises(OneEntryError, match="no more threads can be started"):
        runner.repeat(lambda: done.append(1) is None, every_s=0.001)
    assert runner.wait(0)
    monkeypatch.undo()
    runner.start(lambda: done.append(2))
    assert runner.wait(10)
    assert done == [2]


def test_outside_a_notebook_everything_is_inline() -> None:
    assert isinstance(usual_runner(), InlineRunner)


def test_in_a_notebook_calls_are_made_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell with a kernel is a notebook."""
    import IPython

    monkeypatch.setattr(IPython, "get_ipython", lambda: type("Shell", (), {"kernel": object()})())
    assert isinstance(usual_runner(), BackgroundRunner)
