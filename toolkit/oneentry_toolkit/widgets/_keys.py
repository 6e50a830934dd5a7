"""The keyboard in a widget belongs to the widget, not to the notebook around it."""

from __future__ import annotations

import anywidget

# A dropdown or a button is no text field, so JupyterLab and Notebook 7 take keys pressed there for their own: an arrow
# leaves the dropdown, D twice deletes the cell. Lumino leaves alone an element with this attribute; its parents' do not
# count, since the shortcuts' selectors end in ":focus". It is set key by key, so that Ctrl+S still saves the notebook,
# and on the window, because Lumino listens on the document.
#
# What is disabled while a call is under way loses the focus; it gets it back, unless the focus has gone elsewhere.
_SCRIPT = """
function render() {
  const ours = (one) => Boolean(one?.closest?.(".oe-view"));
  let last = null;
  const pressed = ({ target, ctrlKey, metaKey, altKey }) => {
    if (ours(target)) target.toggleAttribute("data-lm-suppress-shortcuts", !(ctrlKey || metaKey || altKey));
  };
  const focused = ({ target }) => { last = ours(target) ? target : null; };
  const clicked = ({ target }) => { if (target !== last) last = null; };
  const enabled = new MutationObserver(() => {
    const nowhere = [null, document.body].includes(document.activeElement);
    if (last?.isConnected && !last.disabled && nowhere) last.focus({ preventScroll: true });
  });
  window.addEventListener("keydown", pressed, true);
  window.addEventListener("focusin", focused, true);
  window.addEventListener("pointerdown", clicked, true);
  enabled.observe(document.body, { subtree: true, attributeFilter: ["disabled"] });
  return () => {
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

    A control that is disabled for a while gets the focus back that it had.
    """

    _esm = _SCRIPT
