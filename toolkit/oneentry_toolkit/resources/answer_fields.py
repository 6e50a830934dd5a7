"""What the fields of forms mean for the columns of their answers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..frames.answers import AnswerField, kind_of
from ..values.locale import title_of
from .formdata import Form, FormField


def answer_fields(form: Form, lang: str) -> tuple[AnswerField, ...]:
    """Returns the fields of a form that are answered; the titles of pages and products in a language."""
    found = ((item, kind_of(item.type, several=_several(item), options=item.options)) for item in form.fields)
    return tuple(
        AnswerField(item.marker, kind, tuple(_titles(item, lang)) if kind in ("entity", "entities") else ())
        for item, kind in found
        if kind is not None
    )


def _several(item: FormField) -> bool | None:
    found = item.raw.get("multiselect")
    return found if isinstance(found, bool) else None


def _titles(item: FormField, lang: str) -> Iterator[tuple[str, str]]:
    """Yields id and title of the pages and products to choose from, as far as the form has titles."""
    options = item.raw.get("listTitles")
    for option in options if isinstance(options, list) else ():
        if not isinstance(option, Mapping):
            continue
        inner: Any = option.get("value")
        inner = inner if isinstance(inner, Mapping) else {"id": inner}
        number = option.get("id", inner.get("id"))
        title = option.get("title") or inner.get("title") or title_of(option.get("localizeInfos"), lang)
        if isinstance(number, int | str) and isinstance(title, str) and title:
            yield str(number), title
