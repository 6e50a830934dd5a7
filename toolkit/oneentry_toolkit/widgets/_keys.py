"""Keys pressed in a widget belong to the widget, not to the notebook around it."""

from __future__ import annotations

import anywidget

# A dropdown or a button is no text field, so JupyterLab and Notebook 7 take keys pressed there for their own: an arrow
# leaves the dropdown, Enter opens the cell's editor, D twice deletes the cell. Lumino leaves alone what has this
# attribute. It is set key by key, so that Ctrl+S still saves the notebook; on the window, because Lumino listens on the
# document.
_SCRIPT = """
function render() {
  const mine = (event) => {
    const view = event.target?.closest?.(".oe-view");
    view?.toggleAttribute("data-lm-suppress-shortcuts", !(event.ctrlKey || event.metaKey || event.altKey));
  };
  window.addEventListener("keydown", mine, true);
  return () => window.removeEventListener("keydown", mine, true);
}
export default { render };
"""


class KeyGuard(anywidget.AnyWidget):
    """Shows nothing; while it is on the page, keys without Ctrl, Alt or Cmd stay in the widgets of this package."""

    _esm = _SCRIPT
