"""The base class of controls, and controls for texts, numbers, dates, JSON, files and passwords.

A control has plain Python values, as ``flow.fill`` takes them. They are validated there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import ipywidgets

from ...errors import InputError
from ...resources.formdata import FormField
from ...values.display import show
from ...values.times import parse_time
from .definitions import caption, described, file_endings, placeholder
from .file import FileField, Upload
from .look import hint, problem
from .secret import SecretField
from .view import field_of, input_of, shown


class Control:
    """A form field on the page: its inputs, hint and error message.

    Attributes:
        field: the definition of the field.
        box: the widget to show.
        touched: whether the user has changed it.
        unreadable: whether the input cannot be converted to a value, such as letters in a number.
        complaint: the error message; empty if there is none.
    """

    def __init__(self, field: FormField, *inputs: Any, more: str = "") -> None:
        self.field = field
        self.inputs = inputs
        self.touched = self.unreadable = False
        self.complaint = ""
        self._hint = ipywidgets.HTML(hint(" ".join(part for part in (described(field), more) if part)))
        self._problem = ipywidgets.HTML()
        self.box = field_of(*inputs, self._hint, self._problem)
        shown(self._hint, bool(self._hint.value))
        shown(self._problem, False)

    def value(self) -> Any:
        """Returns the value; None if the field is empty.

        Raises:
            InputError: the input cannot be converted to a value.
        """
        return self.inputs[0].value or None

    def show(self, value: Any) -> None:
        """Shows a value, as ``flow.fill`` takes it or as the API returns it; None empties the field."""
        self.inputs[0].value = "" if value is None else str(value)

    def complain(self, text: str) -> None:
        """Shows an error message beside the field; an empty text removes it."""
        if self.complaint != text:
            self.complaint = text
            self._problem.value = problem(text)
            shown(self._problem, bool(text))
            (self.box.add_class if text else self.box.remove_class)("oe-wrong")

    def enable(self, on: bool) -> None:
        """Enables or disables the inputs."""
        for one in self.inputs:
            one.disabled = not on

    def line(self) -> str:
        """Returns the field as plain text: title, value and error message."""
        return f"{caption(self.field)}: {self._shown_value()}{f'  <- {self.complaint}' if self.complaint else ''}"

    def _shown_value(self) -> str:
        try:
            value = self.value()
        except InputError:
            value = self.inputs[0].value
        return "(empty)" if value is None else show(value)

    def watch(self, changed: Callable[[], None]) -> None:
        """Calls ``changed`` at every change, by the user or by ``show``."""
        for one in self.inputs:
            one.observe(lambda _change: changed(), "value")

    def _misfit(self, wanted: str) -> InputError:
        return InputError(f"{self.field.title}: {wanted}.", name=self.field.marker)


class TextControl(Control):
    """``string`` and ``spam``: one line."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field, line_input(field, caption(field)))


class NumberControl(Control):
    """``integer``, ``real``, ``float``: one line, since an empty number field is not 0 (docs/api/traps.md#trap-19)."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field, line_input(field, caption(field)))

    def value(self) -> Any:
        text = self.inputs[0].value.strip()
        if not text:
            return None
        whole = self.field.type == "integer"
        try:
            return int(text) if whole else Decimal(text)
        except (ValueError, InvalidOperation):
            raise self._misfit("write a whole number, such as 2" if whole else "write a number, such as 2.5") from None


class AreaControl(Control):
    """``text``: several lines."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field, _area(field, caption(field)))

    def show(self, value: Any) -> None:
        part = value[0] if isinstance(value, list | tuple) and value else value
        if isinstance(part, Mapping):
            part = next((part[key] for key in ("plainValue", "mdValue", "htmlValue") if part.get(key)), None)
        super().show(part)


class HeadedControl(Control):
    """``textWithHeader``: a header and several lines."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field, line_input(field, f"{field.title}: header"), _area(field, caption(field)))

    def value(self) -> Any:
        header, body = (one.value for one in self.inputs)
        return [{"header": header, "htmlValue": body}] if header or body else None

    def show(self, value: Any) -> None:
        part = value[0] if isinstance(value, list | tuple) and value else value
        part = {"header": "", "htmlValue": part or ""} if not isinstance(part, Mapping) else part
        self.inputs[0].value, self.inputs[1].value = str(part.get("header") or ""), str(part.get("htmlValue") or "")


class DateControl(Control):
    """``date``: a calendar."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field, input_of(ipywidgets.DatePicker(description=caption(field))))

    def show(self, value: Any) -> None:
        moment = moment_of(value)
        self.inputs[0].value = value if type(value) is date else None if moment is None else moment.date()


class DateTimeControl(Control):
    """``dateTime``: a calendar and a clock, in UTC as the API has it."""

    def __init__(self, field: FormField) -> None:
        picker = input_of(ipywidgets.NaiveDatetimePicker(description=caption(field)))
        super().__init__(field, picker, more="Time in UTC.")

    def value(self) -> Any:
        value = self.inputs[0].value
        return None if value is None else value.replace(tzinfo=UTC)

    def show(self, value: Any) -> None:
        moment = moment_of(value)
        self.inputs[0].value = None if moment is None else moment.replace(tzinfo=None)


class TimeControl(Control):
    """``time``: a clock, in UTC as the API has it."""

    def __init__(self, field: FormField) -> None:
        picker = input_of(ipywidgets.TimePicker(description=caption(field), step=60))
        super().__init__(field, picker, more="Time in UTC.")

    def value(self) -> Any:
        # Midnight is a time too.
        return self.inputs[0].value

    def show(self, value: Any) -> None:
        if isinstance(value, str):
            try:
                value = time.fromisoformat(value)
            except ValueError:
                value = moment_of(value)
        moment = moment_of(value)
        self.inputs[0].value = value if isinstance(value, time) else None if moment is None else moment.time()


class JsonControl(Control):
    """``json``: any JSON."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field, _area(field, caption(field)), more='JSON, such as {"gift": true}.')

    def value(self) -> Any:
        text = self.inputs[0].value.strip()
        if not text:
            return None
        try:
            return json.loads(text)
        except ValueError:
            raise self._misfit('write JSON, such as {"gift": true} or "a text"') from None

    def show(self, value: Any) -> None:
        self.inputs[0].value = "" if value is None else json.dumps(value, ensure_ascii=False, default=str)


class FileControl(Control):
    """``file``, ``image``, ``groupOfImages``: files to upload, or the addresses of files that are uploaded already.

    Choosing a file needs a function that uploads (docs/decisions/0163-files.md).
    """

    def __init__(self, field: FormField, upload: Upload | None = None) -> None:
        self._upload = upload
        self._files: list[Mapping[str, Any]] = []
        self._changed: Callable[[], None] = lambda: None
        if upload is None:
            super().__init__(
                field, _area(field, caption(field), rows=2), more="Addresses of uploaded files, one a line."
            )
        else:
            chooser = FileField(
                label=caption(field),
                accept=",".join(file_endings(field)),
                multiple=field.type != "image",
                required=field.required,
                chosen=self._take,
            )
            self._names = ipywidgets.HTML()
            super().__init__(field, chooser)
            self.box.children = (chooser, self._names, self._hint, self._problem)

    def value(self) -> Any:
        if self._upload is None:
            lines = [line.strip() for line in self.inputs[0].value.splitlines() if line.strip()]
            known = {str(one.get("downloadLink")): one for one in self._files}
            return [
                known.get(line) or {"filename": _file_name(line), "downloadLink": line, "size": 0} for line in lines
            ] or None
        return list(self._files) or None

    def show(self, value: Any) -> None:
        parts = value if isinstance(value, list | tuple) else [value]
        self._files = [one for one in parts if isinstance(one, Mapping)]
        if self._upload is None:
            self.inputs[0].value = "\n".join(str(one.get("downloadLink") or "") for one in self._files)
        else:
            self._names.value = hint("Chosen: " + ", ".join(self._file_names())) if self._files else ""

    def watch(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        if self._upload is None:
            super().watch(changed)

    def _file_names(self) -> list[str]:
        return [str(one.get("filename") or one.get("downloadLink")) for one in self._files]

    def _take(self, files: Sequence[tuple[str, bytes]]) -> None:
        if self._upload is None:
            return
        try:
            uploaded = [dict(self._upload(name, data)) for name, data in files]
        except Exception as error:  # noqa: BLE001  (the caller's own function; said beside the field)
            self.complain(f"The upload failed: {error}")
            return
        self.show(uploaded)
        self._changed()


class SecretControl(Control):
    """A password. Its value is in ``secret`` only, not in ``value()``."""

    def __init__(
        self,
        field: FormField,
        *,
        autocomplete: str,
        entered: Callable[[], None] | None = None,
        typed: Callable[[], None] | None = None,
        left: Callable[[], None] | None = None,
    ) -> None:
        self.secret = SecretField(
            label=caption(field),
            hint=described(field),
            required=field.required,
            autocomplete=autocomplete,
            entered=entered,
            typed=typed,
            left=left,
        )
        super().__init__(field, self.secret)
        shown(self._hint, False)  # the secret field says it, and joins it to its input

    def value(self) -> Any:
        return None

    def _shown_value(self) -> str:
        return "(typed)" if self.secret.is_filled else "(empty)"

    def show(self, value: Any) -> None:
        """Does nothing: a secret is never shown."""

    def watch(self, changed: Callable[[], None]) -> None:
        """Does nothing: a secret is not a trait that changes."""

    def complain(self, text: str) -> None:
        self.complaint = self.secret.problem = text


def line_input(field: FormField, text: str) -> Any:
    """Returns an input of one line with a label."""
    return input_of(ipywidgets.Text(description=text, placeholder=placeholder(field), continuous_update=False))


def moment_of(value: Any) -> datetime | None:
    """Returns a time in UTC, from a ``datetime``, a ``date`` or the API's object; None for anything else."""
    if isinstance(value, Mapping):
        value = value.get("fullDate")
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    try:
        return parse_time(value)
    except ValueError:
        return None


def _area(field: FormField, text: str, *, rows: int = 3) -> Any:
    area = ipywidgets.Textarea(description=text, placeholder=placeholder(field), continuous_update=False, rows=rows)
    return input_of(area)


def _file_name(address: str) -> str:
    return address.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or address
