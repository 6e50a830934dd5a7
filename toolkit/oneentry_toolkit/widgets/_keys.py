"""Keys pressed in a widget belong to the widget, not to the notebook around it."""

from __future__ import annotations

import anywidget

# A dropdown or a button is no text field, so JupyterLab and Notebook 7 take keys pressed there for their own: an arrow
# leaves the dropdown, D twice deletes the cell. Lumino leaves alone an element with this attribute; its parents' do not
# count, since the shortcuts' selectors end in ":focus". It is set key by key, so that Ctrl+S still saves the notebook,
# and on the window, because Lumino listens on the document.
_SCRIPT = """
function render() {
  const mine = ({ target, ctrlKey, metaKey, altKey }) => {
    if (target?.closest?.(".oe-view")) {
      target.toggleAttribute("data-lm-suppress-shortcuts", !(ctrlKey || metaKey || altKey));
    }
  };
  window.addEventListener("keydown", mine, true);
  return () => window.removeEventListener("keydown", mine, true);
}
export default { render };
"""


class KeyGuard(anywidget.AnyWidget):
    """Shows nothing; while it is on the page, keys without Ctrl, Alt or Cmd stay in the widgets of this package."""

    _esm = _SCRIPT
