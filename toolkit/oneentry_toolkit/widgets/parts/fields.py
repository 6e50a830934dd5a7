"""From a form field's definition to its control, for all types of docs/api/forms.md#forms-field-types."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...resources.formdata import FormField
from .choices import ChoiceControl, EntityControl, ManyControl, SlotControl
from .controls import (
    AreaControl,
    Control,
    DateControl,
    DateTimeControl,
    FileControl,
    HeadedControl,
    JsonControl,
    NumberControl,
    TextControl,
    TimeControl,
)
from .definitions import initial
from .file import Upload

_CONTROLS: Mapping[str, Callable[[FormField], Control]] = {
    "string": TextControl,
    "spam": TextControl,
    "integer": NumberControl,
    "real": NumberControl,
    "float": NumberControl,
    "text": AreaControl,
    "textWithHeader": HeadedControl,
    "date": DateControl,
    "dateTime": DateTimeControl,
    "time": TimeControl,
    "radioButton": ChoiceControl,
    "list": ManyControl,
    "entity": EntityControl,
    "timeInterval": SlotControl,
    "json": JsonControl,
}


def control(field: FormField, *, upload: Upload | None = None) -> Control | None:
    """The control of a field; None for those that are not filled in: hidden ones, and buttons, which are not sent."""
    if field.raw.get("isVisible") is False or field.type == "button":
        return None
    if field.type in ("file", "image", "groupOfImages"):
        return FileControl(field, upload)
    made = _CONTROLS.get(field.type, TextControl)(field)
    start = initial(field)
    if start is not None:
        made.show(start)
    return made
