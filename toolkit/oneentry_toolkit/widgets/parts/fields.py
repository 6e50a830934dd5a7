"""From a form field's definition to a control: all of docs/api/forms.md#forms-field-types, each with a fitting one.

A control gives and takes plain Python values, as ``flow.fill`` does. What fits is decided there, not here.
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
from .file import FileField, Upload
from .look import hint, problem
from .secret import SecretField
from .slots import slots
from .view import CHOOSE, NONE, field_of, input_of, shown

_MANY_ROWS = 6


class Control:
    """A field of a form on the page: inputs, a hint, and what is wrong with it.

    Attributes:
        field: the definition.
        box: the widget to show.
        touched: whether a hand has changed it.
        unreadable: whether what a hand wrote there is no value at all, such as letters in a number.
        complaint: what it says is wrong; empty if nothing is.
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
        """What is filled in; None if nothing is.

        Raises:
            InputError: what is there cannot be read.
        """
        return self.inputs[0].value or None

    def show(self, value: Any) -> None:
        """Shows a value, as ``flow.fill`` takes it or as the wire has it; None empties the field."""
        self.inputs[0].value = "" if value is None else str(value)

    def complain(self, text: str) -> None:
        """Says what is wrong, beside the field; an empty text takes it back."""
        if self.complaint != text:
            self.complaint = text
            self._problem.value = problem(text)
            shown(self._problem, bool(text))
            (self.box.add_class if text else self.box.remove_class)("oe-wrong")

    def enable(self, on: bool) -> None:
        """Lets a hand change it or not."""
        for one in self.inputs:
            one.disabled = not on

    def line(self) -> str:
        """The field as plain text: title, what is filled in, what is wrong."""
        return f"{caption(self.field)}: {self._shown_value()}{f'  <- {self.complaint}' if self.complaint else ''}"

    def _shown_value(self) -> str:
        try:
            value = self.value()
        except InputError:
            value = self.inputs[0].value
        return "(empty)" if value is None else show(value)

    def watch(self, changed: Callable[[], None]) -> None:
        """Has ``changed`` called at every change, by a hand or by ``show``."""
        for one in self.inputs:
            one.observe(lambda _change: changed(), "value")

    def _misfit(self, wanted: str) -> InputError:
        return InputError(f"{self.field.title}: {wanted}.", name=self.field.marker)


class TextControl(Control):
    """``string`` and ``spam``: one line."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field, _line(field, caption(field)))


class NumberControl(Control):
    """``integer``, ``real``, ``float``: one line, since an empty number field is not 0 (docs/api/traps.md#trap-19)."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field, _line(field, caption(field)))

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
        super().__init__(field, _line(field, f"{field.title}: header"), _area(field, caption(field)))

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
        moment = _moment(value)
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
        moment = _moment(value)
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
                value = _moment(value)
        moment = _moment(value)
        self.inputs[0].value = value if isinstance(value, time) else None if moment is None else moment.time()


class ChoiceControl(Control):
    """``radioButton``: one of the options. A dropdown, because radio buttons get no label from ipywidgets."""

    def __init__(self, field: FormField) -> None:
        options = [(CHOOSE, NONE), *((title, value) for value, title in field.options.items())]
        super().__init__(field, input_of(ipywidgets.Dropdown(description=caption(field), options=options)))

    def _shown_value(self) -> str:
        return self.field.options.get(self.inputs[0].value, "(empty)")

    def show(self, value: Any) -> None:
        first = _chosen(value)
        self.inputs[0].value = first[0] if first and first[0] in self.field.options else NONE


class ManyControl(Control):
    """``list``: any of the options."""

    def __init__(self, field: FormField) -> None:
        options = [(title, value) for value, title in field.options.items()]
        select = ipywidgets.SelectMultiple(
            description=caption(field), options=options, rows=max(2, min(len(options), _MANY_ROWS))
        )
        super().__init__(field, input_of(select), more="Several may be chosen, with Ctrl or Command held.")

    def value(self) -> Any:
        return list(self.inputs[0].value) or None

    def _shown_value(self) -> str:
        return ", ".join(self.field.options[one] for one in self.inputs[0].value) or "(empty)"

    def show(self, value: Any) -> None:
        self.inputs[0].value = tuple(one for one in _chosen(value) if one in self.field.options)


class EntityControl(Control):
    """``entity``: pages or products, from the field's own list; their numbers where it has none."""

    def __init__(self, field: FormField) -> None:
        self._known = dict(_entities(field))
        if self._known:
            select = ipywidgets.SelectMultiple(
                description=caption(field),
                options=[(title, value) for value, title in self._known.items()],
                rows=max(2, min(len(self._known), _MANY_ROWS)),
            )
            super().__init__(field, input_of(select), more="Several may be chosen, with Ctrl or Command held.")
        else:
            super().__init__(
                field, _line(field, caption(field)), more="Page numbers, or products such as p-1-123; commas between."
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


class FileControl(Control):
    """``file``, ``image``, ``groupOfImages``: files to upload, or the addresses of files that are uploaded already.

    The contract has no operation that uploads (docs/decisions/0163-files.md), so choosing a file needs a function.
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
                accept=",".join(_endings(field)),
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
            return [known.get(line) or {"filename": _file_name(line), "downloadLink": line} for line in lines] or None
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


class SecretControl(Control):
    """A password. Its value is taken once, by who needs it; it is not part of what is filled in."""

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
        """Nothing is ever shown."""

    def watch(self, changed: Callable[[], None]) -> None:
        """There is nothing to see."""

    def complain(self, text: str) -> None:
        self.complaint = self.secret.problem = text


def control(field: FormField, *, upload: Upload | None = None) -> Control | None:
    """The control of a field; None for those that nobody fills in: hidden ones, and buttons, which are not sent."""
    if field.raw.get("isVisible") is False or field.type == "button":
        return None
    if field.type in ("file", "image", "groupOfImages"):
        return FileControl(field, upload)
    made = _CONTROLS.get(field.type, TextControl)(field)
    start = _initial(field)
    if start is not None:
        made.show(start)
    return made


def caption(field: FormField) -> str:
    """The field's title with its required mark."""
    return f"{field.title} *" if field.required or field.is_sign_up_required else field.title


def described(field: FormField) -> str:
    """What the definition says for who fills it in: its own hint, then what its validators ask."""
    parts = [_extra(field, "hint", "description", "help")]
    limits = field.validators.get("stringInspectionValidator")
    if isinstance(limits, Mapping):
        least, most, exact = (_limit(limits, name) for name in ("stringMin", "stringMax", "stringLength"))
        if exact:
            parts.append(f"Exactly {exact} characters.")
        elif least and most:
            parts.append(f"{least} to {most} characters.")
        elif least or most:
            parts.append(f"At least {least} characters." if least else f"At most {most} characters.")
    if endings := _endings(field):
        parts.append(f"Files: {', '.join(endings)}.")
    size = field.validators.get("checkingFilesValidator")
    if isinstance(size, Mapping) and _limit(size, "maxValue"):
        parts.append(f"At most {_limit(size, 'maxValue')} {size.get('maxUnits') or 'kb'} each.")
    return " ".join(part for part in parts if part)


def _placeholder(field: FormField) -> str:
    given = _extra(field, "placeholder")
    if not given and field.validators.get("emailInspectionValidator"):
        return "name@example.com"
    return given


def _extra(field: FormField, *names: str) -> str:
    """What the definition carries for people beside its title: in ``localizeInfos``, or as an additional field."""
    infos = field.raw.get("localizeInfos")
    extra = field.raw.get("additionalFields")
    more = {
        one.get("marker"): one.get("value")
        for one in (extra.values() if isinstance(extra, Mapping) else extra if isinstance(extra, list) else ())
        if isinstance(one, Mapping)
    }
    for source in (infos if isinstance(infos, Mapping) else {}, more):
        for name in names:
            text = source.get(name)
            if isinstance(text, str) and text.strip():
                return text.strip()
    return ""


def _initial(field: FormField) -> Any:
    """What the field starts with: its initial value, else the default of its validator."""
    default = field.validators.get("defaultValueValidator")
    start = field.raw.get("initialValue")
    if start in (None, "", [], {}) and isinstance(default, Mapping):
        start = default.get("fieldDefaultValue")
    return None if start in (None, "", [], {}) else start


def _line(field: FormField, text: str) -> Any:
    return input_of(ipywidgets.Text(description=text, placeholder=_placeholder(field), continuous_update=False))


def _area(field: FormField, text: str, *, rows: int = 3) -> Any:
    area = ipywidgets.Textarea(description=text, placeholder=_placeholder(field), continuous_update=False, rows=rows)
    return input_of(area)


def _limit(limits: Mapping[str, Any], name: str) -> int:
    """Numbers often come as text; 0 and "" mean no limit (docs/api/forms.md#forms-validators)."""
    text = str(limits.get(name) or 0)
    return int(text) if text.isdecimal() else 0


def _endings(field: FormField) -> list[str]:
    files = field.validators.get("checkingFilesValidator")
    endings = files.get("extensions") if isinstance(files, Mapping) else None
    return [f".{one.lstrip('.')}" for one in endings if isinstance(one, str)] if isinstance(endings, list) else []


def _file_name(address: str) -> str:
    return address.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or address


def _chosen(value: Any) -> list[Any]:
    """Values of chosen options; a read order may give whole options (docs/api/forms.md#forms-field-values)."""
    values = list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
    return [one["value"] if isinstance(one, Mapping) and "value" in one else one for one in values]


def _entities(field: FormField) -> list[tuple[Any, str]]:
    options = field.raw.get("listTitles")
    found = []
    for one in options if isinstance(options, list) else ():
        if not isinstance(one, Mapping):
            continue
        value = one.get("value", one.get("id"))
        value = value.get("id") if isinstance(value, Mapping) else value
        if isinstance(value, int | str) and not isinstance(value, bool) and value != "":
            found.append((value, str(one.get("title") or value)))
    return found


def _moment(value: Any) -> datetime | None:
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


def _first_pair(value: Any) -> tuple[datetime, datetime] | None:
    if not isinstance(value, list | tuple) or not value:
        return None
    pair = value[0] if isinstance(value[0], list | tuple) else value
    edges = [_moment(edge) for edge in pair]
    return (edges[0], edges[1]) if len(edges) == 2 and edges[0] is not None and edges[1] is not None else None


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
