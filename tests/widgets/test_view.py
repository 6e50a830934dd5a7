"""What all widgets have in common."""

from __future__ import annotations

import gc
import threading
from typing import Any

import ipywidgets
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.widgets import BackgroundRunner, InlineRunner, ProductPicker, Runner, __all__ as names
from oneentry_toolkit.widgets.parts.sequence import keep_in_order
from oneentry_toolkit.widgets.parts.view import View
from tests.no_threads import start_no_threads


class Counter(View):
    """Counts presses, slowly or badly."""

    def __init__(self, runner: Runner | None, call: Any) -> None:
        super().__init__(runner)
        self.calls = 0
        self._call = call
        self.press = self._button("Press", self._count)
        self.number = ipywidgets.IntText()
        self._watch(self.number, self._changed)
        self._lay_out(self.press, self.number)
        self.refresh()

    def _count(self) -> None:
        self.calls += 1
        self._act("Counting…", self._call, lambda answer: self._say(f"Counted {answer}.", "done"))

    def _changed(self) -> None:
        raise oe.InputError("Not that number.", name="number")

    def _headline(self) -> str:
        return f"Counter: {self.calls}"

    def _render(self) -> None:
        self.press.disabled = self.busy
        self.number.value = self.calls


def fail(error: BaseException) -> Any:
    raise error


def test_done(runner: InlineRunner) -> None:
    """What was done is said, and told to those who asked."""
    view, told = Counter(runner, lambda: 7), []
    end = view.on_change(lambda: told.append(1))
    view.press.click()
    assert (view.message, view.busy, told) == ("Counted 7.", False, [1])
    assert 'role="status"' in view._note.value
    end()
    end()
    view.press.click()
    assert told == [1]


def test_an_error_of_the_toolkit_is_shown_by_its_text(runner: InlineRunner) -> None:
    """Escaped, as an alert."""
    view = Counter(runner, lambda: fail(oe.InputError("<b>No</b>.", name="x")))
    view.press.click()
    assert view.message == "<b>No</b>."
    assert 'role="alert"' in view._note.value and "&lt;b&gt;No" in view._note.value
    assert not view.press.disabled


def test_an_unexpected_error_is_shown_and_raised() -> None:
    """By its class: its text may hold anything. It is kept to look at, and the inline runner raises it."""
    runner = InlineRunner()
    view = Counter(runner, lambda: fail(KeyError("hunter2")))
    view.press.click()
    assert "unexpected" in view.message and "KeyError" in view.message and "hunter2" not in view._note.value
    assert isinstance(view.error, KeyError)
    assert runner.failures == [view.error]
    assert not view.busy


def test_an_error_in_a_change_is_shown(runner: InlineRunner) -> None:
    """Only a hand's change counts, not one that rendering makes."""
    view = Counter(runner, lambda: 1)
    view.press.click()
    assert view.number.value == 1
    assert view.message == "Counted 1."
    view.number.value = 5
    assert view.message == "Not that number."


def test_a_button_cannot_be_pressed_twice() -> None:
    """While the call is under way the button is disabled, and a click that comes all the same does nothing."""
    gate = threading.Event()
    view = Counter(BackgroundRunner(), lambda: gate.wait(10))
    view.press.click()
    assert view.busy and view.press.disabled and view.message == "Counting…"
    assert "oe-busy" in view._note.value
    view.press.disabled = False
    view.press.click()
    assert view.calls == 1
    gate.set()
    assert view.wait(10)
    assert (view.calls, view.busy, view.message) == (1, False, "Counted True.")


def test_a_call_that_cannot_be_started_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread is left: the widget says so, and its buttons can be pressed again."""
    view = Counter(BackgroundRunner(), lambda: 7)
    with monkeypatch.context() as patch:
        start_no_threads(patch)
        view.press.click()
    assert "no more threads can be started" in view.message and 'role="alert"' in view._note.value
    assert not view.busy and not view.press.disabled and view.error is None
    view.press.click()
    assert view.wait(10)
    assert view.message == "Counted 7."


@pytest.mark.parametrize("here", [True, False])
def test_a_call_that_is_interrupted_is_over(runner: InlineRunner, *, here: bool) -> None:
    """Ctrl-C, while a script or the kernel makes the call."""
    view = Counter(runner, lambda: 7)
    with pytest.raises(KeyboardInterrupt):
        view._act("Counting…", lambda: fail(KeyboardInterrupt()), here=here)  # type: ignore[arg-type]
    assert (view.busy, view.press.disabled, view.message) == (False, False, "")


def test_as_text(runner: InlineRunner) -> None:
    """Equal on every run; a notebook keeps what it shows."""
    view = Counter(runner, lambda: 1)
    view.press.click()
    assert repr(view) == "<Counter: 1>"
    assert view.text() == "Counter: 1\nCounted 1."
    assert view._repr_mimebundle_()["text/plain"] == view.text()


def test_closing_takes_all_parts_away(runner: InlineRunner) -> None:
    view = Counter(runner, lambda: 1)
    view.close()
    view.close()
    view.press.click()
    view.refresh()
    assert view.calls == 1 and not view.busy
    assert view.comm is None and view.press.comm is None and view.number.comm is None


def test_what_a_widget_is_made_over(runner: InlineRunner) -> None:
    with pytest.raises(oe.InputError, match=r"over a shop .* not over a str"):
        ProductPicker("shop", runner=runner)  # type: ignore[arg-type]


def test_no_name_of_ipywidgets_is_taken(shop: oe.Shop, runner: InlineRunner) -> None:
    """A method of the same name would break the widget in ways that are hard to see."""
    import oneentry_toolkit.widgets as widgets

    allowed = {"close", "text", "refresh", "wait"} - set(dir(ipywidgets.VBox)) | {"close"}
    own = set(dir(ipywidgets.VBox))
    for name in names:
        kind = getattr(widgets, name)
        if isinstance(kind, type) and issubclass(kind, View):
            mine = {one for one in (*vars(kind), *vars(View)) if not one.startswith("__")}
            assert mine & own <= allowed | {"_repr_mimebundle_"} | set(vars(ipywidgets.VBox)), name
    picker = ProductPicker(shop, runner=runner)
    assert not {one for one in vars(picker) if one in own}


def test_everything_public_is_documented() -> None:
    import inspect

    import oneentry_toolkit.widgets as widgets

    assert names == sorted(names)
    for name in names:
        kind = getattr(widgets, name)
        assert kind.__doc__
        for method, code in vars(kind).items():
            if not method.startswith("_") and (inspect.isfunction(code) or isinstance(code, property)):
                assert code.__doc__, f"{name}.{method}"


def test_messages_are_heard_where_the_page_sends_them() -> None:
    """In one thread and so in order, wherever Python spoke from last; kernels that do not route are left alone."""

    class Comm:
        def _reply_subshell_for(self, _data: object, _default: str) -> str:
            return "where Python spoke from"

    class Part:
        def __init__(self, comm: object, *children: Part) -> None:
            self.comm, self.children = comm, children

    old, inner = object(), Comm()
    whole = Part(Comm(), Part(None, Part(inner)), Part(old))
    keep_in_order(whole)
    assert inner._reply_subshell_for({}, "the page's") == "the page's"
    assert whole.comm._reply_subshell_for({}, "the page's") == "the page's"  # type: ignore[attr-defined]
    assert not hasattr(old, "_reply_subshell_for")


NEEDS_A_USER = (oe.widgets.CheckoutApp, oe.widgets.OrdersExplorer, oe.widgets.RefundForm, oe.widgets.SignInForm)
MADE_OVER = (*NEEDS_A_USER, oe.widgets.CheckoutForm, oe.widgets.PaymentPanel, oe.widgets.ProductPicker)


@pytest.mark.slow
@pytest.mark.parametrize("widget", MADE_OVER)
def test_a_widget_over_nothing_or_something_else_is_an_error_and_no_more(
    widget: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ipywidgets closes a widget that was never made, and Python prints what is raised then."""
    printed: list[Any] = []
    monkeypatch.setattr("sys.unraisablehook", printed.append)
    for source, error in (((), TypeError), (("x",), oe.InputError)):
        with pytest.raises(error):
            widget(*source)
        gc.collect()
    assert printed == []


@pytest.mark.parametrize("widget", NEEDS_A_USER)
def test_the_shop_of_a_guest_is_refused_where_a_user_signs_in(guest: oe.Shop, widget: Any) -> None:
    with (
        guest.as_guest() as visitor,
        pytest.raises(oe.InputError, match=f"{widget.__name__} is for a user who signs in"),
    ):
        widget(visitor)
    with guest.as_guest() as visitor:
        assert "24 products" in ProductPicker(visitor, runner=InlineRunner()).text()
