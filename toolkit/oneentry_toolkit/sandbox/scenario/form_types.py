"""Forms of a shop as TypedDicts, with the Python types that the toolkit takes for each type of field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..data.catalogue import Document, Row
from .python_text import alias, capitalized, docstring, in_docstring, is_name, listed, literal

_SIGN_UP = ("sing_in_up", "sign_in_up")
_FILES = ("file", "image", "groupOfImages")
FIELD_TYPES = {
    "string": "str",
    "integer": "int",
    "json": "object",
    "real": "NumberValue",
    "float": "NumberValue",
    "date": "DateValue",
    "dateTime": "DateValue",
    "time": "TimeValue",
    "text": "TextValue",
    "textWithHeader": "TextValue",
    "entity": "EntityValue",
    "timeInterval": "IntervalsValue",
    "spam": "CaptchaValue",
    **dict.fromkeys(_FILES, "FileValue"),
}
"""What a client takes for each type of field but those with options: a name in `VALUE_ALIASES` or of Python."""
VALUE_ALIASES = {
    "NumberValue": "int | float | Decimal",
    "DateValue": "datetime.date | str | Mapping[str, object]",
    "TimeValue": "datetime.time | datetime.datetime | str | Mapping[str, object]",
    "TextValue": "str | Mapping[str, object] | Sequence[Mapping[str, object]]",
    "EntityValue": "int | str | Sequence[int | str]",
    "IntervalValue": "tuple[datetime.datetime | str, datetime.datetime | str]",
    "IntervalsValue": "IntervalValue | Sequence[IntervalValue | list[datetime.datetime | str]]",
    "CaptchaValue": "str | Mapping[str, object]",
    "UploadedValue": "Mapping[str, object] | Sequence[Mapping[str, object]]",
    "OneFileValue": "os.PathLike[str] | UploadedFile | Mapping[str, object]",
    "FileValue": "OneFileValue | Sequence[OneFileValue]",
}
"""Type aliases that fields use, those first that others are made of."""
UPLOADED_FILE = '''\
class UploadedFile(Protocol):
    """A file on the server, as ``shop.files.upload`` returns it."""

    @property
    def value(self) -> Mapping[str, object]: ...
'''
# A field of one of these names would hide what its class uses.
_USED_IN_CLASSES = {"str", "int", "object", "Required", "NotRequired", "Sequence", *VALUE_ALIASES}


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes:
        options: Value and title of what can be chosen.
        is_required_at_sign_up: Whether a sign-up needs it, whatever `is_required` says.
    """

    marker: str
    title: str
    kind: str
    options: tuple[tuple[str | int, str], ...]
    is_required: bool
    is_required_at_sign_up: bool
    is_login: bool
    is_password: bool


@dataclass(frozen=True)
class TypedForm:
    """A form, and what it is filled in for.

    Attributes:
        storages: Markers of the storages whose orders it is filled in for.
        providers: Markers of the auth providers whose sign-up it is filled in for.
        is_sent: Whether it is filled in for orders or submissions.
        is_for_sign_up: Whether it is filled in for a sign-up.
    """

    marker: str
    title: str
    fields: tuple[Field, ...]
    storages: list[str]
    providers: list[str]
    is_sent: bool
    is_for_sign_up: bool

    def names(self) -> dict[str, str]:
        """Returns the name that each of its types would have; see `unique_names`."""
        whole = capitalized(self.marker)
        own = whole.removesuffix("Form") or whole
        made = {self._key("option", one): f"{own}{capitalized(one.marker)}Option" for one in self.fields if one.options}
        if self.is_sent:
            made[self._key("form")] = f"{own}Form"
            if any(one.is_required for one in self.fields):
                made[self._key("changes")] = f"{own}FormChanges"
        if self.is_for_sign_up:
            made[self._key("sign-up")] = f"{own}SignUpForm" if self.is_sent else f"{own}Form"
        return made

    def options(self, names: Mapping[str, str]) -> Iterator[str]:
        """Yields a type alias for each field that has options."""
        for one in self.fields:
            if one.options:
                yield alias(names[self._key("option", one)], dict(one.options))

    def types(self, names: Mapping[str, str]) -> Iterator[str]:
        """Yields the source of each TypedDict."""
        if self.is_sent:
            about = f"orders in {listed(self.storages)}" if self.storages else "submissions"
            sent = {one: _demanded(self._type(one, names), one.is_required) for one in self.fields}
            yield self._typed_dict(names[self._key("form")], sent, f"For {about}.", names)
            if changes := names.get(self._key("changes")):
                some = {one: _or_none(self._type(one, names)) for one in self.fields}
                yield self._typed_dict(changes, some, f"To change {about}: any of the fields.", names, total=False)
        if self.is_for_sign_up:
            chosen = sum(one.is_login for one in self.fields) > 1
            asked = {
                one: _demanded(
                    # A sign-up uploads nothing by itself.
                    "UploadedValue" if one.kind in _FILES else self._type(one, names),
                    not one.is_login and (one.is_required or one.is_required_at_sign_up),
                )
                for one in self.fields
                if not one.is_password and (chosen or not one.is_login)
            }
            about = f"For sign-up with {listed(self.providers)}." if self.providers else "For sign-up."
            about += " Login and password are arguments of their own."
            yield self._typed_dict(names[self._key("sign-up")], asked, about, names)

    def _key(self, kind: str, field: Field | None = None) -> str:
        return "\0".join((kind, self.marker, *([field.marker] if field else [])))

    def _type(self, field: Field, names: Mapping[str, str]) -> str:
        if field.kind not in ("list", "radioButton"):
            return FIELD_TYPES.get(field.kind, "object")
        if not field.options:
            return "object"
        option = names[self._key("option", field)]
        return option if field.kind == "radioButton" else f"{option} | Sequence[{option}]"

    def _typed_dict(
        self, name: str, entries: Mapping[Field, str], about: str, names: Mapping[str, str], *, total: bool = True
    ) -> str:
        marker, title = in_docstring(self.marker), in_docstring(self.title)
        called = f"Form '{marker}'." if title == marker else f"{title} (form '{marker}')."
        hidden = {*_USED_IN_CLASSES, *names.values()}
        switch = "" if total else ", total=False"
        if all(is_name(one.marker) and one.marker[:2] != "__" and one.marker not in hidden for one in entries):
            lines = [f"class {name}(TypedDict{switch}):", docstring(called, about, indent="    ")]
            lines += [""] if entries else []
            for one, annotation in entries.items():
                lines.append(f"    {one.marker}: {annotation}")
                lines += [docstring(in_docstring(one.title), indent="    ")] if one.title != one.marker else []
        else:
            lines = [f"{name} = TypedDict(", f'    "{name}",', "    {"]
            lines += [f"        {literal(one.marker)}: {annotation}," for one, annotation in entries.items()]
            lines += ["    },", *([] if total else ["    total=False,"]), ")"]
            lines.append(docstring(called, about))
        return "\n".join(lines) + "\n"


def read_forms(rows: Iterable[Row], language: str) -> list[TypedForm]:
    """Returns the forms of a shop.

    Args:
        rows: Definitions of the shop.
        language: Language of the titles.
    """
    every = list(rows)
    return [_read(marker, body, every, language) for kind, _, marker, body, _ in every if kind == "form"]


def _read(marker: str, body: Document, rows: list[Row], language: str) -> TypedForm:
    storages, providers = (
        [name for kind, _, name, one, _ in rows if kind == owner and one.get("formIdentifier") == marker]
        for owner in ("storage", "provider")
    )
    attributes = body.get("attributes")
    fields = [_field(one) for one in attributes if isinstance(one, dict)] if isinstance(attributes, list) else []
    is_for_sign_up = bool(providers) or body.get("type") in _SIGN_UP
    return TypedForm(
        marker=marker,
        title=_title(body.get("localizeInfos"), language) or marker,
        # Buttons are never sent. Of fields that have the same marker, clients know the last.
        fields=tuple({one.marker: one for one in fields if one.marker and one.kind != "button"}.values()),
        storages=storages,
        providers=providers,
        is_sent=bool(storages) or not is_for_sign_up,
        is_for_sign_up=is_for_sign_up,
    )


def _field(body: Document) -> Field:
    marker, kind = body.get("marker"), body.get("type")
    validators = body.get("validators")
    return Field(
        marker=marker if isinstance(marker, str) else "",
        title=_title({"": body.get("localizeInfos")}, "") or str(marker),
        kind=kind if isinstance(kind, str) else "string",
        options=_options(body.get("listTitles")) if kind in ("list", "radioButton") else (),
        is_required=_is_on(validators.get("requiredValidator")) if isinstance(validators, dict) else False,
        is_required_at_sign_up=body.get("isSignUpRequired") is True,
        is_login=body.get("isLogin") is True,
        is_password=body.get("isPassword") is True,
    )


def _is_on(validator: Any) -> bool:
    return validator.get("strict") is not False if isinstance(validator, dict) else validator is True


def _options(listed: Any) -> tuple[tuple[str | int, str], ...]:
    """Returns value and title of each option; nothing for numbers with a fraction, which no literal can be."""
    found = {
        one["value"]: str(one.get("title") or one["value"])
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict) and isinstance(one.get("value"), str | int | float)
    }
    texts = {value: title for value, title in found.items() if isinstance(value, str)}
    # The toolkit knows options by their texts, and takes anything where there are only numbers.
    known = texts or (found if all(isinstance(value, int) for value in found) else {})
    return tuple(known.items())


def _title(infos: Any, language: str) -> str:
    own = infos.get(language) if isinstance(infos, dict) else None
    title = own.get("title") if isinstance(own, dict) else None
    return title if isinstance(title, str) else ""


def _demanded(annotation: str, required: bool) -> str:
    return f"Required[{annotation}]" if required else f"NotRequired[{_or_none(annotation)}]"


def _or_none(annotation: str) -> str:
    return annotation if annotation == "object" else f"{annotation} | None"
