"""The check of a scenario file: every mistake with its line and column, before anything starts."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

import jsonschema_rs

from ..data import clock
from ..errors import ScenarioError
from .defaults import with_defaults
from .file import ScenarioFile
from .references import Mistake, Path, References, nearest

_MOST_SHOWN = 20
_TYPES = {
    "string": "text",
    "object": "a map",
    "array": "a list",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def check(file: ScenarioFile) -> None:
    """Checks a whole file.

    Raises:
        ScenarioError: With every mistake, each with its line and column.
    """
    found = find(file.data)
    if not found:
        return
    placed = sorted((file.place(one.path, of_key=one.of_key), str(one)) for one in found)
    lines = [f"{file.name}:{line}:{column}: {text}" for (line, column), text in placed]
    shown = lines[:_MOST_SHOWN]
    if len(lines) > _MOST_SHOWN:
        shown.append(f"and {len(lines) - _MOST_SHOWN} more")
    head = "1 mistake" if len(lines) == 1 else f"{len(lines)} mistakes"
    raise ScenarioError("\n".join([f"The scenario {file.name} has {head}:", *shown]), lines)


def find(data: Any) -> list[Mistake]:
    """Returns the mistakes of a scenario."""
    # What refers to what can only be followed in a scenario whose parts have their types.
    return list(_of_shape(data)) or list(References(with_defaults(data), schema()).mistakes())


@functools.cache
def schema() -> dict[str, Any]:
    """Returns the JSON Schema of scenario files."""
    text = resources.files("oneentry_toolkit.sandbox").joinpath("scenario/schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@functools.cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema(), formats={"moment": _is_moment}, validate_formats=True)


def _is_moment(text: str) -> bool:
    """Whether a calendar has a moment; what does not look like one is a mistake of its pattern."""
    try:
        clock.to_ms(text)
    except (ValueError, OverflowError):
        return re.fullmatch(schema()["$defs"]["moment"]["pattern"], text) is None
    return True


def _of_shape(data: Any) -> Iterator[Mistake]:
    if data is None:
        yield Mistake((), "the file is empty; a shop is a map with members such as forms, storages and products")
        return
    for error in _validator().iter_errors(data):
        path: Path = _path_in(data, error.instance_path)
        kind, more = error.kind.name, error.kind.as_dict()
        if kind == "additionalProperties":
            for name in more["unexpected"]:
                known = _schema_at(error.schema_path[:-1]).get("properties", {})
                yield Mistake((*path, name), f"there is no such member{nearest(name, known)}", of_key=True)
        elif kind == "propertyNames":
            yield Mistake(path, "a key is not valid")
        else:
            yield Mistake(path, _SAID.get(kind, _said_by_the_library)(error, more))


def _path_in(data: Any, steps: Sequence[str | int]) -> Path:
    """Returns a path with keys as text: the library takes a key of digits for an index."""
    path: list[str | int] = []
    for step in steps:
        path.append(str(step) if isinstance(data, dict) else step)
        data = data[path[-1]]
    return tuple(path)


def _schema_at(path: Sequence[Any]) -> Any:
    found: Any = schema()
    for step in path:
        found = found[step]
    return found


def _said_by_the_library(error: Any, more: Mapping[str, Any]) -> str:
    return str(error.message)


def _said_of_type(error: Any, more: Mapping[str, Any]) -> str:
    wanted = " or ".join(_TYPES[one] for one in more["types"])
    value, found = error.instance, _type_of(error.instance)
    hint = (
        f": write '{json.dumps(value)}' in quotes"
        if "string" in more["types"] and found in ("number", "true or false")
        else ""
    )
    return f"this must be {wanted}, not {found}{hint}"


def _type_of(value: Any) -> str:
    kinds: list[tuple[type | tuple[type, ...], str]] = [
        (bool, "true or false"),
        (str, "text"),
        ((int, float), "number"),
        (dict, "a map"),
        (list, "a list"),
    ]
    return next((name for kind, name in kinds if isinstance(value, kind)), "nothing")


def _said_of_enum(error: Any, more: Mapping[str, Any]) -> str:
    words = ["null" if one is None else str(one) for one in more["options"]]
    return f"{error.instance!r} is not one of the values that are possible here{nearest(str(error.instance), words)}"


def _said_of_pattern(error: Any, more: Mapping[str, Any]) -> str:
    said = _schema_at(error.schema_path[:-1]).get("description", "")
    return f"{error.instance!r} does not have the form that is expected" + (f": {said.rstrip('.')}" if said else "")


_SAID: dict[str, Callable[[Any, Mapping[str, Any]], str]] = {
    "type": _said_of_type,
    "enum": _said_of_enum,
    "pattern": _said_of_pattern,
    "format": lambda error, more: f"no calendar has {error.instance!r}",
    "required": lambda error, more: f"the member {more['property']!r} is missing",
    "minimum": lambda error, more: f"{error.instance} is less than {more['limit']}",
    "maximum": lambda error, more: f"{error.instance} is more than {more['limit']}",
    "minItems": lambda error, more: f"the list must have at least {more['limit']}",
    "minProperties": lambda error, more: f"the map must have at least {more['limit']}",
    "minLength": lambda error, more: "the text must not be empty",
    "uniqueItems": lambda error, more: "something is in the list twice",
    "anyOf": lambda error, more: (
        f"{error.instance!r} is neither a moment in UTC, such as 2025-04-30T20:15:29Z, nor null"
    ),
}
