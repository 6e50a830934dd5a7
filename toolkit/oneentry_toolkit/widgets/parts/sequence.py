"""Handles messages of the page in the order in which they were sent: a value before a later click."""

from __future__ import annotations

from typing import Any

# ipykernel 7.4 stores for each comm which subshell sent last, and handles the comm's messages in its thread, regardless
# of the page's request. JupyterLab from 4.4 sends all widgets' messages to one subshell, so a field may be handled
# there while a button is still handled in the main thread, and a click overtakes the text typed before.
_ROUTE = "_reply_subshell_for"


def keep_in_order(widget: Any) -> None:
    """Handles the messages of a widget and its children in the subshell that the page names: one thread."""
    comm = getattr(widget, "comm", None)
    if hasattr(comm, _ROUTE):
        setattr(comm, _ROUTE, _as_sent)
    for part in getattr(widget, "children", ()):
        keep_in_order(part)


def _as_sent(_data: Any, subshell: str | None) -> str | None:
    return subshell
