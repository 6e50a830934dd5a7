"""Columns for the answers to form fields: their types come from the fields, not from the answers.

See ``docs/decisions/0174-answers-as-values.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..values import answers, form_data
from .assemble import Assembly
from .schema import TIME, Column, array

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

Kind = Literal[
    "text", "rich", "choice", "choices", "flag", "whole", "number", "moment", "file", "files", "entity", "entities",
    "intervals",
]  # fmt: skip

TEXTS = frozenset({"text", "rich"})
"""Kinds of which text is what it is."""

LIST = "list"
"""The dtype of columns of lists of text."""

# The columns of each kind: a suffix of the name and a dtype.
_COLUMNS: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    "text": (("", "str"),),
    "rich": (("", "str"),),
    "choice": (("", "category"),),
    "choices": (("", LIST), (".text", "str")),
    "flag": (("", "boolean"),),
    "whole": (("", "Int64"),),
    "number": (("", "float64"),),
    "moment": (("", TIME),),
    "file": (("", "str"),),
    "files": (("", LIST), (".text", "str")),
    "entity": (("", "category"), (".text", "str")),
    "entities": (("", LIST), (".text", "str")),
    "intervals": (("", LIST), (".text", "str"), (".start", TIME), (".end", TIME)),
}

_KINDS: Mapping[str, Kind] = {
    "string": "text",
    "text": "rich",
    "textWithHeader": "rich",
    "integer": "whole",
    "real": "number",
    "float": "number",
    "date": "moment",
    "dateTime": "moment",
    "time": "moment",
    "file": "file",
    "image": "file",
    "groupOfImages": "files",
    "timeInterval": "intervals",
}

_YES_NO = ({"true", "false"}, {"yes", "no"})


@dataclass(frozen=True)
class AnswerField:
    """A field of a form, as far as its columns need it.

    Attributes:
        marker: of the field.
        kind: what its answers are.
        titles: id and title of the pages and products that may be chosen, as far as they are known.
    """

    marker: str
    kind: Kind
    titles: tuple[tuple[str, str], ...] = ()


def kind_of(type: str, *, several: bool | None = None, options: Iterable[str] = ()) -> Kind | None:
    """Returns the kind of the answers to a field; None for a field that is not answered.

    Args:
        type: of the field (docs/api/forms.md#forms-field-types).
        several: whether several options may be chosen; None if the server does not say.
        options: values of the options.
    """
    if type in ("button", "spam"):
        return None
    if type in ("list", "radioButton"):
        if {one.casefold() for one in options} in _YES_NO:
            return "flag"
        return "choices" if several and type == "list" else "choice"
    if type == "entity":
        return "entity" if several is False else "entities"
    return _KINDS.get(type, "text")


def united(forms: Iterable[Iterable[AnswerField]]) -> tuple[AnswerField, ...]:
    """Returns the fields of several forms; one whose kind differs between them is text."""
    found: dict[str, AnswerField] = {}
    for field in (one for form in forms for one in form):
        known = found.setdefault(field.marker, field)
        kind = known.kind if known.kind == field.kind else "text"
        found[field.marker] = AnswerField(field.marker, kind, tuple(dict([*known.titles, *field.titles]).items()))
    return tuple(found.values())


def columns_of(fields: Sequence[AnswerField], prefix: str = "form") -> tuple[Column, ...]:
    """Returns the columns of fields. A field of the name of another one's companion takes its place."""
    names = {f"{prefix}.{field.marker}" for field in fields}
    return tuple(
        Column(name, "formData", dtype, f"answer to '{field.marker}'")
        for field in fields
        for name, dtype in _named(field, prefix)
        if name == f"{prefix}.{field.marker}" or name not in names
    )


def _named(field: AnswerField, prefix: str) -> list[tuple[str, str]]:
    return [(f"{prefix}.{field.marker}{suffix}", dtype) for suffix, dtype in _COLUMNS[field.kind]]


def convert(
    field: AnswerField, values: Iterable[Any], prefix: str = "form"
) -> tuple[dict[str, pa.Array], dict[int, str]]:
    """Returns the columns for the values of a field, and what is wrong with those that do not fit, which are missing.

    Args:
        field: the field.
        values: as in the JSON; None where there is no answer.
        prefix: of the columns' names.
    """
    read = _READERS[field.kind]
    titles = dict(field.titles)
    nothing = (None,) * len(_COLUMNS[field.kind])
    rows: list[tuple[Any, ...]] = []
    problems: dict[int, str] = {}
    for place, value in enumerate(values):
        try:
            rows.append(read(value, titles) or nothing)
        except answers.UnfitError as error:
            rows.append(nothing)
            problems[place] = str(error)
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(nothing)
    return {
        name: array(column, dtype) for (name, dtype), column in zip(_named(field, prefix), cells, strict=True)
    }, problems


def placed(
    field: AnswerField, distinct: Iterable[Any], codes: np.ndarray[Any, Any]
) -> tuple[dict[str, pa.Array], dict[int, str]]:
    """Returns the columns for values that are given once each, see ``convert``.

    Args:
        field: the field.
        distinct: the values.
        codes: for each row, the index of its value; -1 where there is no answer.
    """
    import numpy as np
    import pyarrow as pa

    columns, problems = convert(field, distinct)
    at = pa.array(codes, mask=codes < 0)
    rows = np.flatnonzero(np.isin(codes, list(problems))).tolist() if problems else []
    return {name: one.take(at) for name, one in columns.items()}, {row: problems[int(codes[row])] for row in rows}


def nothing(field: AnswerField, count: int) -> dict[str, pa.Array]:
    """Returns the columns of a field without answers."""
    return convert(field, [None] * count)[0]


def found_columns(
    marker: str, values: pa.Array | list[Any], types: Iterable[Any], prefix: str = "form"
) -> dict[str, Any]:
    """Returns the columns of a field whose definition is not known, from the type that the answers name.

    If they name none, or several, or an answer does not fit it, there is one column: text if all answers are, else
    objects.

    Args:
        marker: of the field.
        values: as in the JSON; None where there is no answer.
        types: of the field, as the answers say; None for answers that do not say.
        prefix: of the columns' names.
    """
    import pyarrow as pa

    known = set(types)
    kind = kind_of(str(known.pop())) if len(known) == 1 and None not in known else None
    if kind is None or (kind in TEXTS and isinstance(values, pa.Array)):
        return {f"{prefix}.{marker}": values}
    one = AnswerField(marker, kind)
    columns, problems = convert(one, values if isinstance(values, list) else values.to_pylist(), prefix)
    if problems:
        return {f"{prefix}.{marker}": values}
    held = Assembly(columns_of([one], prefix))
    held.add(columns)
    return held.values()


def types_of(forms: Iterable[Any], lang: str) -> dict[str, set[Any]]:
    """Returns the types that the entries of forms name, by marker; None for an entry that names none.

    Args:
        forms: ``formData`` of records.
        lang: language whose entries are read.
    """
    found: dict[str, set[Any]] = {}
    for form in forms:
        entries = form_data.entries(form, lang)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, Mapping) and isinstance(entry.get("marker"), str):
                kind = entry.get("type")
                found.setdefault(entry["marker"], set()).add(kind if isinstance(kind, str) else None)
    return found


def columns_of_objects(
    fields: Sequence[AnswerField], forms: Sequence[Mapping[str, Any]], types: Mapping[str, set[Any]]
) -> tuple[dict[str, Any], list[tuple[int, str, str]]]:
    """Returns the columns of filled-in forms, for ``build``, and what does not fit: row, marker and problem.

    Args:
        fields: of the form.
        forms: marker to value.
        types: of further fields, as the answers say.
    """
    held = Assembly(columns_of(fields))
    arrays: dict[str, pa.Array] = {}
    misfits: list[tuple[int, str, str]] = []
    for one in fields:
        columns, problems = convert(one, [form.get(one.marker) for form in forms])
        arrays |= {column.name: columns[column.name] for column in columns_of(fields) if column.name in columns}
        misfits += [(row, one.marker, problem) for row, problem in problems.items()]
    held.add(arrays)
    found = held.values()
    known = {one.marker for one in fields}
    for marker in dict.fromkeys(marker for form in forms for marker in form if marker not in known):
        more = found_columns(marker, [form.get(marker) for form in forms], types.get(marker, ()))
        found |= {name: column for name, column in more.items() if name not in found}
    return found, sorted(misfits)


Titles = Mapping[str, str]
_Reader = Callable[[Any, Titles], tuple[Any, ...] | None]


def _single(read: Callable[[Any], Any]) -> _Reader:
    return lambda value, _: (read(value),)


def _several(read: Callable[[Any], list[str] | None]) -> _Reader:
    def found(value: Any, _titles: Titles) -> tuple[Any, ...]:
        texts = read(value)
        return texts, answers.joined(texts)

    return found


def _entities(value: Any, titles: Titles) -> tuple[Any, ...] | None:
    found = answers.entities_of(value)
    if found is None:
        return None
    return [one.id for one in found], answers.joined([one.title or titles.get(one.id, one.id) for one in found])


def _entity(value: Any, titles: Titles) -> tuple[Any, ...] | None:
    found = _entities(value, titles)
    return found and (answers.joined(found[0]), found[1])


def _intervals(value: Any, _titles: Titles) -> tuple[Any, ...] | None:
    found = answers.intervals_of(value)
    if found is None:
        return None
    texts = [str(one) for one in found]
    return texts, answers.joined(texts), min(one.start for one in found), max(one.end for one in found)


_READERS: Mapping[Kind, _Reader] = {
    "text": _single(answers.text_of),
    "rich": _single(answers.rich_text_of),
    "choice": _single(answers.choice_of),
    "choices": _several(answers.choices_of),
    "flag": _single(answers.flag_of),
    "whole": _single(answers.whole_of),
    "number": _single(answers.number_of),
    "moment": _single(answers.moment_of),
    "file": _single(answers.address_of),
    "files": _several(answers.addresses_of),
    "entity": _entity,
    "entities": _entities,
    "intervals": _intervals,
}
