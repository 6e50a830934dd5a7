"""Texts and start values from the definition of a form field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...resources.formdata import FormField


def caption(field: FormField) -> str:
    """Returns the field's title, with an asterisk if it is required."""
    return f"{field.title} *" if field.required or field.is_sign_up_required else field.title


def described(field: FormField) -> str:
    """Returns the hint of a field: its own, then the limits of its validators."""
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
    if endings := file_endings(field):
        parts.append(f"Files: {', '.join(endings)}.")
    size = field.validators.get("checkingFilesValidator")
    if isinstance(size, Mapping) and _limit(size, "maxValue"):
        parts.append(f"At most {_limit(size, 'maxValue')} {size.get('maxUnits') or 'kb'} each.")
    return " ".join(part for part in parts if part)


def placeholder(field: FormField) -> str:
    """Returns the placeholder of a field: its own, or an example of an e-mail address."""
    given = _extra(field, "placeholder")
    if not given and field.validators.get("emailInspectionValidator"):
        return "name@example.com"
    return given


def initial(field: FormField) -> Any:
    """Returns the start value: the field's initial value, else the default of its validator; None if it has none."""
    default = field.validators.get("defaultValueValidator")
    start = field.raw.get("initialValue")
    if start in (None, "", [], {}) and isinstance(default, Mapping):
        start = default.get("fieldDefaultValue")
    return None if start in (None, "", [], {}) else start


def file_endings(field: FormField) -> list[str]:
    """Returns the accepted file extensions, such as ``.png``; empty for all."""
    files = field.validators.get("checkingFilesValidator")
    endings = files.get("extensions") if isinstance(files, Mapping) else None
    return [f".{one.lstrip('.')}" for one in endings if isinstance(one, str)] if isinstance(endings, list) else []


def entities(field: FormField) -> list[tuple[Any, str]]:
    """Returns value and title of each page or product in the field's own list."""
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


def _extra(field: FormField, *names: str) -> str:
    """Returns the first text found under these names, in ``localizeInfos`` or the additional fields; else empty."""
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


def _limit(limits: Mapping[str, Any], name: str) -> int:
    """Returns a limit, which may be text; 0 and "" mean no limit (docs/api/forms.md#forms-validators)."""
    text = str(limits.get(name) or 0)
    return int(text) if text.isdecimal() else 0
