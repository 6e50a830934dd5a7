"""Form definitions, and conversion of form values to JSON. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from ..errors import InputError
from ..values.display import counted, html_table, one_line
from ..values.labels import told_apart
from ..values.reader import Reader
from ..values.times import wire_time
from ..values.unreadable import problem_of
from .form_configs import FormConfig, read_configs

FILE_TYPES = frozenset({"file", "image", "groupOfImages"})
"""Types of fields that hold uploaded files."""


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field of a form (docs/api/forms.md#forms-field).

    Attributes:
        marker: the name to use in ``form={...}``.
        type: one of the API's types: string, text, integer, date, list, ...
        title: title in the shop's language; the marker if there is none.
        required: a value is required (validator ``requiredValidator``).
        options: value to title, for ``list`` and ``radioButton``.
        is_login, is_password: sign-in credentials; they travel in ``authData``, never in ``formData``.
        is_sign_up_required: required at sign-up, regardless of the validators.
        notification: ``email``, ``phonePush`` or ``phoneSMS`` if the value is also an address for notifications.
        validators: validators of the API; 0 and "" mean no limit.
        raw: the JSON object.
    """

    marker: str
    type: str
    title: str
    required: bool = False
    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_login: bool = False
    is_password: bool = False
    is_sign_up_required: bool = False
    notification: str | None = None
    validators: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> FormField:
        """Reads a ``FormField`` from a response."""
        validators = reader.raw.get("validators")
        validators = validators if isinstance(validators, Mapping) else {}
        marker = reader.text("marker") or ""
        return cls(
            marker=marker,
            type=reader.text("type") or "string",
            title=reader.title() or marker,
            required=_switched_on(validators.get("requiredValidator")),
            options=_options(reader),
            is_login=reader.flag("isLogin") is True,
            is_password=reader.flag("isPassword") is True or _old_password_hint(reader),
            is_sign_up_required=reader.flag("isSignUpRequired") is True,
            notification=next((name for flag, name in _NOTIFICATIONS.items() if reader.flag(flag)), None),
            validators=validators,
            raw=reader.raw,
        )

    @property
    def is_hidden(self) -> bool:
        """Whether the form does not show it (``isVisible`` is false). It can be filled in, and may be required."""
        return self.raw.get("isVisible") is False

    def __repr__(self) -> str:
        return one_line("FormField", self.marker, (self.type, self.title, "required" if self.required else ""))


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form of the project.

    Attributes:
        id: number of the form; None if it cannot be read.
        marker: textual identifier, such as ``order``.
        title: title in the shop's language.
        type: ``order``, ``sing_in_up`` (really spelled so), ``data``, ``collection``, ``rating`` or None.
        fields: in the order of the form.
        configs: what it is for, which a submission names; empty where the server does not say.
        raw: the JSON object.
    """

    id: int | None
    marker: str
    title: str
    type: str | None
    fields: tuple[FormField, ...]
    configs: tuple[FormConfig, ...] = ()
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> Form:
        """Reads a ``Form`` from a response."""
        fields = [FormField.read(item) for item in reader.objects("attributes") if _has_marker(item)]
        positions = [item.raw.get("position") for item in fields]
        if all(isinstance(position, int) for position in positions):
            fields.sort(key=lambda item: item.raw["position"])
        marker = reader.marker()
        return cls(
            id=reader.integer("id"),
            marker=marker,
            title=reader.title() or marker,
            type=reader.text("type"),
            fields=tuple(fields),
            configs=tuple(read_configs(reader)),
            raw=reader.raw,
        )

    def __getitem__(self, marker: str) -> FormField:
        for item in self.fields:
            if item.marker == marker:
                return item
        raise InputError(_unknown_field(self, marker, {item.marker: item for item in self.fields}), name="marker")

    def __contains__(self, marker: object) -> bool:
        return any(item.marker == marker for item in self.fields)

    def __iter__(self) -> Iterator[FormField]:
        return iter(self.fields)

    def __repr__(self) -> str:
        return one_line("Form", self.marker, (self.title, counted(len(self.fields), "field")))

    def _repr_html_(self) -> str:
        rows = ((item.marker, item.type, item.title, item.required, list(item.options)) for item in self.fields)
        return html_table(
            ("marker", "type", "title", "required", "options"), rows, note=f"Form {self.marker}", noun="field"
        )


def labels_of(fields: Iterable[FormField]) -> dict[str, str]:
    """Returns marker to title; a title that several fields have is followed by the marker."""
    return told_apart((item.marker, item.title) for item in fields)


def encode_entries(
    form: Form, values: Mapping[str, Any] | None, *, fields: Iterable[FormField], required: Callable[[FormField], bool]
) -> list[dict[str, Any]]:
    """Returns form values as the ``[{marker, type, value}]`` list of the API.

    Args:
        form: the form, for error messages.
        values: marker to value; None counts as missing.
        fields: the fields that may have a value.
        required: returns whether a field is required.

    Raises:
        InputError: a field is unknown or missing, or a value does not fit the field's type.
    """
    if values is not None and not isinstance(values, Mapping):
        raise InputError('form must be a dict of marker to value, such as {"name": "Ada"}.', name="form")
    given = {marker: value for marker, value in (values or {}).items() if value is not None}
    known = {item.marker: item for item in fields}
    for marker in given:
        if marker not in known:
            raise InputError(_unknown_field(form, marker, known), name=str(marker))
    missing = [item for item in known.values() if required(item) and _is_empty(given.get(item.marker))]
    if missing:
        names = ", ".join(f"'{item.marker}' ({item.type}: {item.title})" for item in missing)
        example = ", ".join(f'"{item.marker}": ...' for item in missing)
        raise InputError(f"Form '{form.marker}' needs {names}. Add form={{{example}}}.", name=missing[0].marker)
    return [
        {"marker": marker, "type": known[marker].type, "value": encode_value(known[marker], value)}
        for marker, value in given.items()
    ]


def encode_value(item: FormField, value: Any) -> Any:
    """One value in the shape that the API has for its field's type (docs/api/forms.md#forms-field-values).

    Accepts plain Python values: a ``date`` or ``datetime`` for date fields, a text for ``text``, one option for a
    ``list``. A value that already has the shape of the API is kept.

    Raises:
        InputError: the value does not fit the field's type.
    """
    try:
        return _ENCODERS.get(item.type, _as_is)(item, value)
    except _MisfitError as misfit:
        raise InputError(f"Field '{item.marker}' ({item.type}) needs {misfit}.", name=item.marker) from None
    except (TypeError, ValueError, OverflowError):
        # Values of pandas and NumPy: NaT, NA, arrays.
        raise InputError(
            f"Field '{item.marker}' ({item.type}) cannot hold a {type(value).__name__}.", name=item.marker
        ) from None


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple) and not value)


class _MisfitError(Exception):
    """A value does not fit; the message says what the field needs and never quotes the value."""


def _as_is(_item: FormField, value: Any) -> Any:
    return value


def _string(_item: FormField, value: Any) -> str:
    if not isinstance(value, str):
        raise _MisfitError("text")
    return value


def _captcha(item: FormField, value: Any) -> Mapping[str, Any]:
    """The token of a solved captcha, with the field's own site key (docs/api/traps.md#trap-37)."""
    if isinstance(value, Mapping) and isinstance(value.get("event"), Mapping):
        return value
    settings = item.raw.get("settings")
    captcha = settings.get("captcha") if isinstance(settings, Mapping) else None
    key = captcha.get("key") if isinstance(captcha, Mapping) else None
    return {"event": {"token": _string(item, value), "siteKey": key if isinstance(key, str) else ""}}


def _number(item: FormField, value: Any) -> int | Decimal:
    whole = item.type == "integer"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _MisfitError("a whole number" if whole else "a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _MisfitError("a number") from None
    if not number.is_finite() or (whole and number != number.to_integral_value()):
        raise _MisfitError("a whole number" if whole else "a number that is finite")
    if number == 0 and item.required:
        # The server takes 0 in a required field for missing (docs/api/traps.md#trap-19).
        raise _MisfitError("a number other than 0: the server takes 0 in a required field for missing")
    return int(number) if number == number.to_integral_value() else number


_FORMATS = {
    "date": ("DD-MM-YYYY", "%d-%m-%Y"),
    "dateTime": ("DD-MM-YYYY HH:mm", "%d-%m-%Y %H:%M"),
    "time": ("HH:mm", "%H:%M"),
}


def _moment(item: FormField, value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        if not all(isinstance(value.get(key), str) for key in ("fullDate", "formattedValue", "formatString")):
            raise _MisfitError("fullDate, formattedValue and formatString, all three as text")
        return value
    if isinstance(value, str):
        try:
            value = time.fromisoformat(value) if item.type == "time" else datetime.fromisoformat(value)
        except ValueError:
            raise _MisfitError("a date such as datetime.date(2026, 12, 31), or its ISO text") from None
    if isinstance(value, date) and item.type == "date":
        # Keep the date of the value's own time zone: 00:30 in Dubai is not the day before.
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    elif isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    elif isinstance(value, date) and item.type != "time":
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    elif isinstance(value, time) and item.type == "time" and value.tzinfo is None:
        moment = datetime.combine(date(1970, 1, 1), value, tzinfo=UTC)
    else:
        raise _MisfitError("a time such as datetime.time(18, 30)" if item.type == "time" else "a date or a datetime")
    name, pattern = _FORMATS[item.type]
    return {"fullDate": wire_time(moment), "formattedValue": moment.strftime(pattern), "formatString": name}


def _rich_text(item: FormField, value: Any) -> list[Any]:
    if isinstance(value, str):
        key = {"header": "", "htmlValue": value} if item.type == "textWithHeader" else {"plainValue": value}
        return [key]
    return _list_of(Mapping, "text, or a list of objects such as [{'plainValue': ...}]")(item, value)


def _choice(item: FormField, value: Any) -> list[Any]:
    chosen = list(value) if isinstance(value, list | tuple) else [value]
    # Orders return option objects where requests take their values.
    chosen = [one["value"] if isinstance(one, Mapping) and "value" in one else one for one in chosen]
    if item.type == "radioButton" and len(chosen) != 1:
        raise _MisfitError("exactly one option")
    if item.options and any(option not in item.options for option in chosen):
        raise _MisfitError(f"one of its options: {', '.join(item.options)}")
    return chosen


def _intervals(_item: FormField, value: Any) -> list[list[str]]:
    wanted = "a list of (start, end) pairs of datetimes"
    if not isinstance(value, list | tuple):
        raise _MisfitError(wanted)
    if len(value) == 2 and all(isinstance(edge, datetime) for edge in value):
        value = [value]
    pairs = []
    for pair in value:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise _MisfitError(wanted)
        if not all(isinstance(edge, datetime | str) for edge in pair):
            raise _MisfitError(wanted)
        pairs.append([wire_time(edge) if isinstance(edge, datetime) else edge for edge in pair])
    return pairs


def _list_of(kind: type, wanted: str) -> Callable[[FormField, Any], list[Any]]:
    def encode(_item: FormField, value: Any) -> list[Any]:
        values = list(value) if isinstance(value, list | tuple) else [value]
        if not all(isinstance(part, kind) and not isinstance(part, bool) for part in values):
            raise _MisfitError(wanted)
        return values

    return encode


def _button(_item: FormField, _value: Any) -> Any:
    raise _MisfitError("no value: a button is not sent")


_mappings = _list_of(Mapping, "an uploaded file: shop.files.upload(path).value")


def _file(item: FormField, value: Any) -> list[Any]:
    """Uploaded files; of one whose size is not known, 0: the server wants the member, and no ``contentType``."""
    return [
        {"size": 0} | {key: one for key, one in file.items() if key != "contentType"} for file in _mappings(item, value)
    ]


_ENCODERS: Mapping[str, Callable[[FormField, Any], Any]] = {
    "string": _string,
    "spam": _captcha,
    "text": _rich_text,
    "textWithHeader": _rich_text,
    "integer": _number,
    "real": _number,
    "float": _number,
    "date": _moment,
    "dateTime": _moment,
    "time": _moment,
    "list": _choice,
    "radioButton": _choice,
    "entity": _list_of(int | str, "ids: page numbers, or products such as 'p-1-123'"),  # type: ignore[arg-type]
    "timeInterval": _intervals,
    **dict.fromkeys(FILE_TYPES, _file),
    "button": _button,
}

_NOTIFICATIONS = {
    "isNotificationEmail": "email",
    "isNotificationPhonePush": "phonePush",
    "isNotificationPhoneSMS": "phoneSMS",
}


def _switched_on(validator: Any) -> bool:
    """``{"strict": true}``, ``{}`` or ``true``; not null, false or ``{"strict": false}``.

    See docs/api/forms.md#forms-validators.
    """
    if isinstance(validator, Mapping):
        return validator.get("strict") is not False
    return validator is True


def _has_marker(reader: Reader) -> bool:
    """Whether a field has a marker; one without cannot be filled, and is recorded."""
    marker = reader.raw.get("marker")
    if (isinstance(marker, str) and marker) or reader.oddities is None:
        return True
    reader.odd("marker", problem_of(marker, "text") if marker != "" else "is empty")
    return False


def _options(reader: Reader) -> dict[str, str]:
    options = {}
    for option in reader.objects("listTitles"):
        value = option.raw.get("value")
        if isinstance(value, str):
            options[value] = str(option.raw.get("title") or value)
    return options


def _old_password_hint(reader: Reader) -> bool:
    """Servers without ``isPassword`` say it in an additional field ``type`` (docs/api/forms.md#forms-field-flags)."""
    extra = reader.raw.get("additionalFields")
    return isinstance(extra, list) and any(
        isinstance(one, Mapping) and one.get("marker") == "type" and one.get("value") == "password" for one in extra
    )


def _unknown_field(form: Form, marker: object, known: Mapping[str, FormField]) -> str:
    import difflib

    close = difflib.get_close_matches(str(marker), known, n=1)
    hint = f" Did you mean '{close[0]}'?" if close else ""
    return f"Form '{form.marker}' has no field '{marker}'.{hint} Its fields: {', '.join(known) or 'none'}."
