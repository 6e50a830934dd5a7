"""What the page says is heard in the order in which it was said: a value before the press that follows it."""

from __future__ import annotations

from typing import Any

# ipykernel 7.4 remembers for each comm from which subshell Python spoke last, and hears the comm's messages in that
# subshell's thread, whatever the page asks for. JupyterLab from 4.4 sends all widgets' messages to one subshell, so a
# field may be heard there while a button is still heard in the main thread, and a press overtake what was typed before.
_ROUTE = "_reply_subshell_for"


def keep_in_order(widget: Any) -> None:
    """Has the messages of a widget and of all that is in it heard where the page sends them: all in one thread."""
    comm = getattr(widget, "comm", None)
    if hasattr(comm, _ROUTE):
        setattr(comm, _ROUTE, _as_sent)
    for part in getattr(widget, "children", ()):
        keep_in_order(part)


def _as_sent(_data: Any, subshell: str | None) -> str | None:
    return subshell
