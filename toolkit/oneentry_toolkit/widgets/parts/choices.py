"""Controls with a choice: options, pages, products and time slots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import ipywidgets

from ...resources.formdata import FormField
from ...values.labels import told_apart
from .controls import Control, line_input, moment_of
from .definitions import caption, entities
from .slots import slots
from .view import CHOOSE, NONE, input_of

_MANY_ROWS = 6


class ChoiceControl(Control):
    """``radioButton``: one of the options. A dropdown, because radio buttons get no label from ipywidgets."""

    def __init__(self, field: FormField) -> None:
        options = [(CHOOSE, NONE), *((label, value) for value, label in told_apart(field.options).items())]
        super().__init__(field, input_of(ipywidgets.Dropdown(description=caption(field), options=options)))

    def _shown_value(self) -> str:
        return told_apart(self.field.options).get(self.inputs[0].value, "(empty)")

    def show(self, value: Any) -> None:
        first = _chosen(value)
        self.inputs[0].value = first[0] if first and first[0] in self.field.options else NONE


class ManyControl(Control):
    """``list``: any of the options."""

    def __init__(self, field: FormField) -> None:
        options = [(label, value) for value, label in told_apart(field.options).items()]
        select = ipywidgets.SelectMultiple(
            description=caption(field), options=options, rows=max(2, min(len(options), _MANY_ROWS))
        )
        super().__init__(field, input_of(select), more="Several may be chosen, with Ctrl or Command held.")

    def value(self) -> Any:
        return list(self.inputs[0].value) or None

    def _shown_value(self) -> str:
        labels = told_apart(self.field.options)
        return ", ".join(labels[one] for one in self.inputs[0].value) or "(empty)"

    def show(self, value: Any) -> None:
        self.inputs[0].value = tuple(one for one in _chosen(value) if one in self.field.options)


class EntityControl(Control):
    """``entity``: pages or products, from the field's own list; their numbers where it has none."""

    def __init__(self, field: FormField) -> None:
        self._known = told_apart(entities(field))
        if self._known:
            select = ipywidgets.SelectMultiple(
                description=caption(field),
                options=[(title, value) for value, title in self._known.items()],
                rows=max(2, min(len(self._known), _MANY_ROWS)),
            )
            super().__init__(field, input_of(select), more="Several may be chosen, with Ctrl or Command held.")
        else:
            super().__init__(
                field,
                line_input(field, caption(field)),
                more="Page numbers, or products such as p-1-123; commas between.",
            )

    def value(self) -> Any:
        if self._known:
            return list(self.inputs[0].value) or None
        parts = [part.strip() for part in self.inputs[0].value.split(",") if part.strip()]
        return [int(part) if part.isdecimal() else part for part in parts] or None

    def show(self, value: Any) -> None:
        chosen = _chosen(value)
        if self._known:
            self.inputs[0].value = tuple(one for one in chosen if one in self._known)
        else:
            self.inputs[0].value = ", ".join(map(str, chosen))


class SlotControl(Control):
    """``timeInterval``: a day, then a slot of it."""

    def __init__(self, field: FormField) -> None:
        self._slots = slots(field.raw)
        self._days = sorted({start.date() for start, _ in self._slots})
        mark = " *" if field.required else ""
        options = [(CHOOSE, NONE), *((f"{day:%a %d %b %Y}", day) for day in self._days)]
        self._day = input_of(ipywidgets.Dropdown(description=f"{field.title}: day{mark}", options=options))
        self._slot = input_of(ipywidgets.Dropdown(description=f"{field.title}: time{mark}", options=[(CHOOSE, NONE)]))
        more = "Times in UTC." if self._slots else "There is nothing to book at the moment."
        super().__init__(field, self._day, self._slot, more=more)
        self._day.observe(lambda _change: self._offer(), "value")

    def value(self) -> Any:
        return None if self._slot.value == NONE else [self._slot.value]

    def show(self, value: Any) -> None:
        pair = _first_pair(value)
        self._day.value = pair[0].date() if pair in self._slots and pair is not None else NONE
        self._slot.value = pair if pair in self._slots else NONE

    def _offer(self) -> None:
        of_day = [(f"{a:%H:%M} to {b:%H:%M}", (a, b)) for a, b in self._slots if a.date() == self._day.value]
        # A day with one slot leaves nothing to choose.
        self._slot.options = of_day if len(of_day) == 1 else [(CHOOSE, NONE), *of_day]
        self._slot.value = self._slot.options[0][1]


def _chosen(value: Any) -> list[Any]:
    """Returns the values of chosen options; a read order may have objects (docs/api/forms.md#forms-field-values)."""
    values = list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
    return [one["value"] if isinstance(one, Mapping) and "value" in one else one for one in values]


def _first_pair(value: Any) -> tuple[datetime, datetime] | None:
    if not isinstance(value, list | tuple) or not value:
        return None
    pair = value[0] if isinstance(value[0], list | tuple) else value
    edges = [moment_of(edge) for edge in pair]
    return (edges[0], edges[1]) if len(edges) == 2 and edges[0] is not None and edges[1] is not None else None
