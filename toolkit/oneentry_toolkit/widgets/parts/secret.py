"""A field for passwords and codes whose value is never part of a widget's state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

# The value travels by custom message, at every input: not every browser fires "change" when a field that has the focus
# is taken off the page, and none for what undo changes in a field without the focus. Clearing puts a new <input> in the
# place of the old one, because a browser's undo brings back what a script has emptied, but not what was typed into an
# element that is gone. `cleared` says how often that was; what was typed before the page knew of it counts for nothing.
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
  const inputs = new Set();  // one for each view of this field on the page; all show the same
  return { render: (view) => render(view, inputs) };
};
"""


class SecretField(anywidget.AnyWidget):
    """A password or one-time code, typed in a notebook and left nowhere in it.

    The value is not a trait: it is in no widget state, no saved notebook, no ``repr``. Python always has what the page
    shows. ``take`` gives it once and empties the field.

    Args:
        entered: called when Enter is pressed in the field.
        typed: called when the field shows something else, at every key.
        left: called when the field is left after something was typed, and before ``entered``.

    Attributes:
        cleared: how often the field was emptied; the page empties it when that changes.
        label, hint, problem: the field's name, what helps, and what is wrong.
        autocomplete: what password managers are told: ``current-password``, ``new-password``, ``one-time-code``.
        required, disabled: as they say.
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
        """Whether something was typed."""
        return bool(self.__typed)

    def type(self, value: str) -> None:
        """As if it were typed by hand and the field left: for tests and scripts."""
        self._hear(self, {"kind": "left", "value": value, "cleared": self.cleared}, [])

    def peek(self) -> str:
        """What was typed. The field stays as it is."""
        return self.__typed

    def take(self) -> str:
        """What was typed. The field is empty afterwards, here and on the page."""
        typed = self.__typed
        self.clear()
        return typed

    def clear(self) -> None:
        """Empties the field, here and on the page."""
        self.__typed = ""
        self.cleared += 1

    def close(self) -> None:
        """Empties the field and takes it off the page."""
        self.clear()
        super().close()

    def __repr__(self) -> str:
        return f"<SecretField {self.label}: {'filled' if self.is_filled else 'empty'}>"

    def _hear(self, _field: Any, content: Any, _buffers: Any) -> None:
        kind, value = (content.get("kind"), content.get("value")) if isinstance(content, dict) else (None, None)
        if kind == "empty" and self.is_filled:
            # A new page, such as after a reload, does not show what was typed in the old one.
            self.clear()
        if kind not in self._calls or not isinstance(value, str) or content.get("cleared") != self.cleared:
            return
        # Also while disabled: a key may be on its way when that is said, and the page shows it.
        news, self.__typed = value != self.__typed, value
        for call in self._calls[kind]:
            if call is not None and not self.disabled and (news or call is not self._changed):
                call()
