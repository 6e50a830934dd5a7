"""The button that cancels an order, with confirmation and, if needed, a choice of the status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from ...errors import InputError
from ...orders.models import Order, Status
from .look import plain
from .view import NONE, choices, field_of, input_of, offer, row, shown


class Cancelling:
    """A cancel button with a confirmation.

    Args:
        button: creates a button.
        caption: caption of the button.
        cancel: called with the marker of the new status; None to find the cancelled status by its marker.
        changed: called when the display has to be updated.

    Attributes:
        button: the button.
        box: the confirmation, to show below.
        asked: whether the confirmation is shown.
    """

    def __init__(
        self,
        button: Callable[[str, Callable[[], None]], Any],
        caption: str,
        cancel: Callable[[str | None], None],
        changed: Callable[[], None],
    ) -> None:
        self.asked = False
        self._statuses: tuple[Status, ...] = ()
        self._changed = changed
        self._cancel = cancel
        self._question = ipywidgets.HTML()
        self._status = input_of(ipywidgets.Dropdown(description="Status that means cancelled"))
        self._status.observe(lambda _change: changed(), "value")
        self._status_box = field_of(self._status)
        self._yes = button("Yes, cancel it", self._confirm)
        self._no = button("Keep it", self.forget)
        self.button = button(caption, self._ask)
        self.box = row(self._question, self._status_box, self._yes, self._no, bottom=True)

    def render(self, order: Order | None, *, possible: bool, busy: bool) -> None:
        """Shows the button or the confirmation."""
        if not possible and not busy:
            self.asked = False
        offer(self._status, choices((one.marker, one.title) for one in self._statuses), self._status.value)
        self._question.value = plain(f"Cancel order {order.id} for good?") if order is not None else ""
        self.button.disabled = busy or not possible
        self._no.disabled = busy or not self.asked
        self._yes.disabled = self._no.disabled or (bool(self._statuses) and self._status.value == NONE)
        self._status.disabled = busy
        shown(self.button, possible and not self.asked)
        shown(self.box, self.asked)
        shown(self._status_box, bool(self._statuses))

    def tried(self, call: Callable[[], Any], statuses: Callable[[], Sequence[Status]]) -> Any:
        """Makes the call; if the cancelled status is ambiguous, asks again with all statuses to choose from."""
        try:
            answer = call()
        except InputError as error:
            if error.name != "status":
                raise
            self._statuses, self.asked = tuple(statuses()), True
            raise InputError("Choose the status that means cancelled.", name="status") from error
        self._statuses = ()
        return answer

    def forget(self) -> None:
        """Hides the confirmation."""
        self.asked, self._statuses = False, ()
        self._changed()

    def _ask(self) -> None:
        self.asked = True
        self._changed()

    def _confirm(self) -> None:
        self.asked = False
        self._cancel(self._status.value if self._statuses else None)
