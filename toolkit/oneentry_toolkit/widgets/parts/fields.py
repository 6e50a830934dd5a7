"""Creates the control of a form field, for all types of docs/api/forms.md#forms-field-types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ...resources.formdata import FormField, labels_of
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


def fields_to_fill(fields: Sequence[FormField]) -> list[FormField]:
    """Returns the fields to show, without buttons, which are not sent, and hidden fields that are not needed.

    A hidden field that is required could not be filled in otherwise. Equal titles have the marker in them.
    """
    labels = labels_of(fields)
    return [replace(one, title=labels[one.marker]) for one in fields if one.type != "button" and _is_shown(one)]


def _is_shown(field: FormField) -> bool:
    return not field.is_hidden or field.required or field.is_sign_up_required or field.is_login


def control(field: FormField, *, upload: Upload | None = None) -> Control | None:
    """Returns the control of a field; None for fields that ``fields_to_fill`` leaves out."""
    if field.type == "button" or not _is_shown(field):
        return None
    if field.type in ("file", "image", "groupOfImages"):
        return FileControl(field, upload)
    made = _CONTROLS.get(field.type, TextControl)(field)
    start = initial(field)
    if start is not None:
        made.show(start)
    return made
