"""A field for passwords and codes whose value is never part of a widget's state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

# The value travels by custom message. Clearing puts a new <input> in the place of the old one, because a browser's
# undo brings back what a script has emptied, but not what was typed into an element that is gone.
_SCRIPT = """
function render({ model, el }) {
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
  const tell = (kind) => model.send({ kind, value: input.value });
  const fresh = () => {
    const focused = input && document.activeElement === input;
    const next = make("input", { id, type: "password", spellcheck: false });
    next.setAttribute("autocapitalize", "none");
    next.addEventListener("change", () => tell("typed"));
    if (input) input.replaceWith(next); else row.prepend(next);
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
  fresh();
  const told = (message) => { if (message && message.clear) fresh(); };
  const names = ["label", "autocomplete", "disabled", "required", "problem", "hint"];
  model.on("msg:custom", told);
  for (const name of names) model.on("change:" + name, dress);
  return () => {
    model.off("msg:custom", told);
    for (const name of names) model.off("change:" + name, dress);
    input.value = "";
  };
}
export default { render };
"""


class SecretField(anywidget.AnyWidget):
    """A password or one-time code, typed in a notebook and left nowhere in it.

    The value is not a trait: it is in no widget state, no saved notebook, no ``repr``. ``take`` gives it once and
    empties the field.

    Args:
        entered: called when Enter is pressed in the field.
        typed: called when something was typed.

    Attributes:
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

    def __init__(
        self, *, entered: Callable[[], None] | None = None, typed: Callable[[], None] | None = None, **traits: Any
    ) -> None:
        super().__init__(**traits)
        self.__typed = ""
        self._entered = entered
        self._changed = typed
        self.on_msg(self._hear)

    @property
    def is_filled(self) -> bool:
        """Whether something was typed."""
        return bool(self.__typed)

    def type(self, value: str) -> None:
        """As if it were typed by hand: for tests and scripts."""
        self._hear(self, {"kind": "typed", "value": value}, [])

    def take(self) -> str:
        """What was typed. The field is empty afterwards, here and on the page."""
        typed = self.__typed
        self.clear()
        return typed

    def clear(self) -> None:
        """Empties the field, here and on the page."""
        self.__typed = ""
        if self.comm is not None:
            self.send({"clear": True})

    def close(self) -> None:
        """Empties the field and takes it off the page."""
        self.clear()
        super().close()

    def __repr__(self) -> str:
        return f"<SecretField {self.label}: {'filled' if self.is_filled else 'empty'}>"

    def _hear(self, _field: Any, content: Any, _buffers: Any) -> None:
        value = content.get("value") if isinstance(content, dict) else None
        if self.disabled or not isinstance(value, str):
            return
        self.__typed = value
        if self._changed is not None:
            self._changed()
        if content.get("kind") == "entered" and self._entered is not None:
            self._entered()
