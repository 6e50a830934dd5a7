"""Base class of the widgets: one call at a time, display of errors, and content as text."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import ipywidgets

from ...errors import CheckoutUncertainError, OneEntryError, SignInError
from ...lists.read_all import hear_shortfalls
from ...values.labels import told_apart
from .keys import KeyGuard
from .look import STYLE, note
from .runner import Runner, usual_runner
from .sequence import keep_in_order

T = TypeVar("T")

CHOOSE = "(choose)"
NONE = ""
"""Value of a dropdown's option without a choice. With None, ipywidgets shows an empty dropdown."""


class View(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """Base class of widgets: renders a shop or a flow and forwards clicks; it has no rules and no requests.

    Attributes:
        error: the last unexpected error, to inspect or raise again; None if there was none.
    """

    _closed = True  # until it is made: ipywidgets closes a widget whose arguments were refused, too

    def __init__(self, runner: Runner | None) -> None:
        super().__init__()
        self.add_class("oe-view")
        self.error: Exception | None = None
        self._runner = usual_runner() if runner is None else runner
        self._lock = threading.RLock()
        self._doing = ""
        self._message: tuple[str, str] = ("", "")
        self._rendering: int | None = None
        self._listeners: list[Callable[[], None]] = []
        self._endings: list[Callable[[], None]] = []
        self._closed = False
        self._note = ipywidgets.HTML()
        self._style = ipywidgets.HTML(STYLE)
        self._keys = KeyGuard()
        for one in (self._style, self._keys):
            one.add_class("oe-style")

    @property
    def busy(self) -> bool:
        """Whether a call is running; buttons are disabled meanwhile."""
        return bool(self._doing)

    @property
    def message(self) -> str:
        """The current message: progress, result or error."""
        return self._doing or self._words()[1]

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Calls ``callback`` after each change; returns a function that unsubscribes."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback) if callback in self._listeners else None

    def wait(self, timeout_s: float = 30.0) -> bool:
        """Waits until no call is running, for scripts; returns False on timeout."""
        return self._runner.wait(timeout_s)

    def refresh(self) -> None:
        """Renders the current state again. Sends no request."""
        with self._lock:
            if self._closed:
                return
            with self._by_itself():
                self._render()
                kind, text = self._words()
                html = note(self._doing, "busy") if self._doing else note(text, kind)
                if self._note.value != html:
                    self._note.value = html
                keep_in_order(self)

    def text(self) -> str:
        """Returns the content as plain text, without secrets."""
        return "\n".join(line for line in (self._headline(), *self._body(), self.message) if line)

    def close(self) -> None:
        """Closes the widget and its parts, and stops polling."""
        if self._closed:
            return
        self._closed = True
        for end in self._endings:
            end()
        self._listeners.clear()
        discard(self.children)
        super().close()

    def __repr__(self) -> str:
        return f"<{self._headline()}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        if isinstance(bundle, dict):
            bundle["text/plain"] = self.text()
        return bundle

    # Overridden by subclasses.

    def _headline(self) -> str:
        raise NotImplementedError

    def _body(self) -> Sequence[str]:
        return ()

    def _render(self) -> None:
        raise NotImplementedError

    def _standing(self) -> tuple[str, str]:
        """Returns kind and text of the state, shown if there is no recent message."""
        return ("", "")

    # Used by subclasses.

    def _words(self) -> tuple[str, str]:
        return self._message if self._message[1] else self._standing()

    def _lay_out(self, *parts: Any) -> None:
        self.children = (self._style, self._keys, *parts, self._note)

    def _say(self, text: str, kind: str = "") -> None:
        self._message = (kind, text)

    @contextmanager
    def _by_itself(self) -> Iterator[None]:
        """Marks changes in this thread as made by the widget and not by the user."""
        outer, self._rendering = self._rendering, threading.get_ident()
        try:
            yield
        finally:
            self._rendering = outer

    def _is_rendering(self) -> bool:
        """Whether a change is made by ``_render`` and not by the user."""
        return self._rendering == threading.get_ident()

    def _button(self, caption: str, press: Callable[[], None], *, main: bool = False) -> Any:
        """Returns a button; clicks are ignored while it is disabled or a call is running."""
        button = ipywidgets.Button(description=caption)
        if main:
            button.add_class("oe-main")

        def pressed(_button: Any) -> None:
            # A second click may be in transit when the first one disables the button.
            if not button.disabled and not self.busy:
                self._guard(press)

        button.on_click(pressed)
        return button

    def _watch(self, widget: Any, changed: Callable[[], None], name: str = "value") -> None:
        """Calls ``changed`` when the user changes the widget."""
        widget.observe(lambda _change: None if self._is_rendering() else self._guard(changed), name)

    def _guard(self, call: Callable[[], None]) -> None:
        """Makes the call and shows its error: ipywidgets would swallow it."""
        try:
            call()
        except Exception as error:  # noqa: BLE001  (shown, and passed to the runner)
            self._show_error(error)

    def _act(
        self, doing: str, call: Callable[[], T], then: Callable[[T], None] | None = None, *, here: bool = False
    ) -> None:
        """Makes a blocking call, one at a time, and shows its progress.

        Args:
            doing: message during the call.
            call: the call, made by the runner.
            then: called with the result, before rendering.
            here: make the call in this thread, such as in the cell that creates the widget.
        """
        with self._lock:
            if self._doing or self._closed:
                return
            self._doing = doing
            self._message = ("", "")

        def job() -> None:
            failure: Exception | None = None
            missing: list[str] = []
            try:
                with hear_shortfalls(missing.append):
                    result = call()
                if then is not None:
                    then(result)
                if missing:
                    self._say(" ".join(missing), "error")
            except Exception as error:  # noqa: BLE001  (as in _guard)
                failure = error
            with self._lock:
                self._doing = ""
            if failure is not None:
                self._show_error(failure)
            else:
                self._guard(self.refresh)
                self._tell()

        self.refresh()
        try:
            if here:
                job()
            else:
                self._runner.start(job)
        except BaseException:  # such as Ctrl-C during the call, or a runner that cannot start it
            with self._lock:
                is_left, self._doing = bool(self._doing), ""
            if is_left:
                self.refresh()
            raise

    def _tell(self) -> None:
        for callback in tuple(self._listeners):
            self._guard(callback)

    def _show_error(self, error: Exception) -> None:
        if isinstance(error, OneEntryError):
            # The state's message is better: the error names methods, the widget has a button.
            self._say("" if isinstance(error, CheckoutUncertainError) else str(error), "error")
            self.refresh()
            if isinstance(error, SignInError):
                self._tell()
            return
        if error is self.error:
            raise error  # already shown; the runner raised it
        self.error = error
        self._say(
            f"Something unexpected went wrong ({type(error).__name__}). Please report it; the details are in "
            "the widget's attribute error.",
            "error",
        )
        try:
            self.refresh()
        finally:
            self._runner.unexpected(error)


def field_of(*parts: Any) -> Any:
    """Returns an input with its messages."""
    box = ipywidgets.VBox(children=parts)
    box.add_class("oe-field")
    return box


def choices(titles: Iterable[tuple[Any, str]]) -> list[tuple[str, Any]]:
    """Returns label and value of each option, from value and title; equal titles have their value in the label."""
    return [(label, value) for value, label in told_apart(titles).items()]


def offer(dropdown: Any, options: Sequence[tuple[str, Any]], value: Any) -> None:
    """Sets options and value of a dropdown; ``(choose)`` without a value."""
    chosen = value if value in [one for _, one in options] else NONE
    wanted = tuple(options) if chosen != NONE else ((CHOOSE, NONE), *options)
    if tuple(dropdown.options) != wanted:
        dropdown.options = wanted
    if dropdown.value != chosen:
        dropdown.value = chosen


def input_of(widget: Any) -> Any:
    """Styles a widget with its label above and full width; returns it."""
    widget.add_class("oe-input")
    widget.style = {"description_width": "initial"}
    widget.layout.width = "auto"
    return widget


def row(*parts: Any, bottom: bool = False) -> Any:
    """Returns a row of parts, wrapped if narrow; ``bottom`` aligns their lower edges."""
    box = ipywidgets.Box(children=parts)
    box.add_class("oe-row")
    if bottom:
        box.add_class("oe-bottom")
    return box


def shown(widget: Any, on: bool) -> None:
    """Shows or hides a part; hidden parts are not in the tab order."""
    display = None if on else "none"
    if widget.layout.display != display:
        widget.layout.display = display


def discard(widgets: Sequence[Any]) -> None:
    """Closes widgets and their children, so that the kernel frees them."""
    for one in widgets:
        if isinstance(one, View):
            one.close()
            continue
        discard(getattr(one, "children", ()))
        one.close()
