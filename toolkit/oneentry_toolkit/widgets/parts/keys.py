"""The keyboard in a widget belongs to the widget, not to the notebook around it."""

from __future__ import annotations

import anywidget

# A dropdown or a button is no text field, so JupyterLab and Notebook 7 take keys pressed there for their own: an arrow
# leaves the dropdown, D twice deletes the cell. Lumino leaves alone an element with this attribute; its parents' do not
# count, since the shortcuts' selectors end in ":focus". It is set key by key, so that Ctrl+S still saves the notebook,
# and on the window, because Lumino listens on the document.
#
# Text fields tell their value when a "change" event says that they were left. A field that is changed without the focus
# (a browser's undo does that) gets no such event, nor in some browsers one that is taken off the page while it has the
# focus; then it is fired here, before the next click or key, or a moment later.
#
# What is disabled while a call is under way loses the focus; it gets it back, unless the focus has gone elsewhere.
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
    """Shows nothing. While it is on the page, keys without Ctrl, Alt or Cmd stay in the widgets of this package.

    A field that shows something new tells it before anything else is pressed.

    A control that is disabled for a while gets the focus back that it had.
    """

    _esm = _SCRIPT
