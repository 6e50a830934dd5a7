"""A field for passwords and codes that keeps the value out of the widget state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from ...secret import Secret

# The value is sent by custom message on every input: not every browser fires "change" when a focused field is removed,
# and none when undo changes a field without the focus. Clearing replaces the <input>, because a browser's undo restores
# a value that a script has cleared, but not a value of a removed element. `cleared` counts this; messages with an older
# count are ignored.
_SCRIPT = """
function render({ model, el }, inputs) {
  const id = "oe-" + Math.random().toString(36).slice(2);
  const make = (tag, set) => Object.assign(document.createElement(tag), set);
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const form = make("form", { className: "oe-secret", noValidate: true });
  const label = make("label", { htmlFor: id });
  const row = make("div", { className: "oe-secret-row" });
  const show = make("button", { type: "button", textContent: "Show" });
  show.setAttribute("aria-controls", id);
  const hint = make("div", { className: "oe-hint", id: id + "-hint" });
  const problem = make("div", { className: "oe-problem", id: id + "-problem" });
  problem.setAttribute("role", "alert");
  let input;
  const tell = (kind) => {
    for (const other of inputs) if (other !== input) other.value = input.value;
    model.send({ kind, value: input.value, cleared: model.get("cleared") });
  };
  const fresh = () => {
    const focused = input && document.activeElement === input;
    const next = make("input", { id, type: "password", spellcheck: false });
    next.setAttribute("autocapitalize", "none");
    next.addEventListener("input", () => tell("typed"));
    next.addEventListener("change", () => tell("left"));
    if (input) input.replaceWith(next); else row.prepend(next);
    inputs.delete(input);
    inputs.add(next);
    input = next;
    show.textContent = "Show";
    dress();
    if (focused) input.focus();
  };
  const dress = () => {
    const text = model.get("problem");
    label.textContent = model.get("label");
    input.autocomplete = model.get("autocomplete");
    input.disabled = show.disabled = model.get("disabled");
    input.setAttribute("aria-required", String(model.get("required")));
    input.setAttribute("aria-invalid", String(Boolean(text)));
    show.setAttribute("aria-label", show.textContent + " what is typed");
    hint.textContent = model.get("hint");
    hint.hidden = !hint.textContent;
    problem.textContent = text;
    problem.hidden = !text;
    const said = [!hint.hidden && hint.id, text && problem.id].filter(Boolean).join(" ");
    if (said) input.setAttribute("aria-describedby", said); else input.removeAttribute("aria-describedby");
  };
  show.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    show.textContent = input.type === "password" ? "Show" : "Hide";
    dress();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== input || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    tell("entered");
  });
  row.append(show);
  form.append(label, row, hint, problem);
  el.append(form);
  const [shown] = inputs;
  fresh();
  if (shown) input.value = shown.value; else model.send({ kind: "empty" });
  const names = ["label", "autocomplete", "disabled", "required", "problem", "hint"];
  model.on("change:cleared", fresh);
  for (const name of names) model.on("change:" + name, dress);
  return () => {
    model.off("change:cleared", fresh);
    inputs.delete(input);
    for (const name of names) model.off("change:" + name, dress);
    input.value = "";
  };
}
export default () => {
  const inputs = new Set();  // one for each view of this field on the page; all have the same value
  return { render: (view) => render(view, inputs) };
};
"""


class SecretField(anywidget.AnyWidget):
    """A field for a password or one-time code, which is not stored in the notebook.

    The value is not a trait: it is in no widget state, no saved notebook and no ``repr``. Python always has the value
    that the page shows. ``take`` returns it once and empties the field.

    Args:
        entered: called when Enter is pressed in the field.
        typed: called when the value changes, on every key.
        left: called when a changed field loses the focus, and before ``entered``.

    Attributes:
        cleared: number of times that the field was emptied; a change empties it on the page.
        label, hint, problem: label, hint and error message of the field.
        autocomplete: hint for password managers: ``current-password``, ``new-password``, ``one-time-code``.
        required, disabled: state of the field.
    """

    _esm = _SCRIPT
    label = traitlets.Unicode("Password").tag(sync=True)
    hint = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    autocomplete = traitlets.Unicode("current-password").tag(sync=True)
    required = traitlets.Bool(True).tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)
    cleared = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        *,
        entered: Callable[[], None] | None = None,
        typed: Callable[[], None] | None = None,
        left: Callable[[], None] | None = None,
        **traits: Any,
    ) -> None:
        super().__init__(**traits)
        self.__typed = ""
        self._changed = typed
        self._calls = {"typed": (typed,), "left": (typed, left), "entered": (typed, left, entered)}
        self.on_msg(self._hear)

    @property
    def is_filled(self) -> bool:
        """Whether the field has a value."""
        return bool(self.__typed)

    def type(self, value: str) -> None:
        """Simulates typing ``value`` and leaving the field: for tests and scripts."""
        self._hear(self, {"kind": "left", "value": value, "cleared": self.cleared}, [])

    def peek(self) -> str:
        """Returns the value and keeps it in the field."""
        return self.__typed

    def take(self) -> str:
        """Returns the value and empties the field, here and on the page."""
        typed = Secret(self.__typed)
        self.clear()
        return typed

    def clear(self) -> None:
        """Empties the field, here and on the page."""
        self.__typed = ""
        self.cleared += 1

    def close(self) -> None:
        """Empties the field and closes the widget."""
        self.clear()
        super().close()

    def __repr__(self) -> str:
        return f"<SecretField {self.label}: {'filled' if self.is_filled else 'empty'}>"

    def _hear(self, _field: Any, content: Any, _buffers: Any) -> None:
        kind, value = (content.get("kind"), content.get("value")) if isinstance(content, dict) else (None, None)
        if kind == "empty" and self.is_filled:
            # A new page, such as after a reload, does not have the old page's value.
            self.clear()
        if kind not in self._calls or not isinstance(value, str) or content.get("cleared") != self.cleared:
            return
        # Also while disabled: a key press may be in transit when the field is disabled, and the page shows it.
        news, self.__typed = value != self.__typed, value
        for call in self._calls[kind]:
            if call is not None and not self.disabled and (news or call is not self._changed):
                call()
