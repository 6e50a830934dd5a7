"""Keeps key presses in a widget from the notebook's shortcuts."""

from __future__ import annotations

import anywidget

# JupyterLab and Notebook 7 handle keys pressed in a dropdown or a button as shortcuts: an arrow leaves the dropdown, D
# twice deletes the cell. Lumino ignores an element with this attribute; the attribute on a parent has no effect, since
# the shortcuts' selectors end in ":focus". It is set for each key, so that Ctrl+S still saves the notebook, and on the
# window, because Lumino listens on the document.
#
# Text fields send their value on a "change" event, which fires when they lose the focus. A field that changes without
# the focus (by the browser's undo) gets no such event, nor in some browsers a field that is removed while focused; then
# the event is dispatched here, before the next click or key, or a moment later.
#
# A control that is disabled during a call loses the focus; it is restored unless the focus has moved elsewhere.
_SCRIPT = """
function render() {
  const ours = (one) => Boolean(one?.closest?.(".oe-view"));
  let last = null, later;
  const untold = new Set();
  const tell = () => {
    clearTimeout(later);
    for (const one of untold) {
      if (one === document.activeElement || !one.isConnected) continue;
      untold.delete(one);
      one.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (untold.size) later = setTimeout(tell, 500);
  };
  const typed = ({ target }) => {
    if (!ours(target)) return;
    untold.add(target);
    clearTimeout(later);
    later = setTimeout(tell);
  };
  const told = ({ target }) => { untold.delete(target); };
  const pressed = ({ target, ctrlKey, metaKey, altKey }) => {
    tell();
    if (ours(target)) target.toggleAttribute("data-lm-suppress-shortcuts", !(ctrlKey || metaKey || altKey));
  };
  const focused = ({ target }) => { last = ours(target) ? target : null; };
  const clicked = ({ target }) => {
    tell();
    if (target !== last) last = null;
  };
  const enabled = new MutationObserver(() => {
    const nowhere = [null, document.body].includes(document.activeElement);
    if (last?.isConnected && !last.disabled && nowhere) last.focus({ preventScroll: true });
  });
  window.addEventListener("input", typed, true);
  window.addEventListener("change", told, true);
  window.addEventListener("click", tell, true);
  window.addEventListener("keydown", pressed, true);
  window.addEventListener("focusin", focused, true);
  window.addEventListener("pointerdown", clicked, true);
  enabled.observe(document.body, { subtree: true, attributeFilter: ["disabled"] });
  return () => {
    clearTimeout(later);
    window.removeEventListener("input", typed, true);
    window.removeEventListener("change", told, true);
    window.removeEventListener("click", tell, true);
    window.removeEventListener("keydown", pressed, true);
    window.removeEventListener("focusin", focused, true);
    window.removeEventListener("pointerdown", clicked, true);
    enabled.disconnect();
  };
}
export default { render };
"""


class KeyGuard(anywidget.AnyWidget):
    """An invisible widget. While it is on the page, keys without Ctrl, Alt or Cmd stay in the widgets of this package.

    A changed field sends its value before the next key or click.

    A control that is disabled for a while gets its focus back.
    """

    _esm = _SCRIPT
