"""Values of a scenario that its schema cannot judge: texts in languages, and whole numbers that have a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..data.catalogue import Document
from .file import Step


@dataclass(slots=True)
class Part:
    """A part of the schema in which there is something to judge.

    Attributes:
        is_text: Whether it is a text, or one for each language.
        is_whole: Whether a number must be whole.
        members: The members of a map that matter, by name.
        others: The other members of a map.
        items: The items of a list.
    """

    is_text: bool = False
    is_whole: bool = False
    members: dict[str, Part] = field(default_factory=dict)
    others: Part | None = None
    items: Part | None = None


def parts_of(schema: Document) -> Part:
    """Returns the parts of a schema that matter. The schema says what a text is: a marker may have any name."""
    return _part(schema, schema["$defs"]) or Part()


def _part(kind: Any, definitions: Mapping[str, Document]) -> Part | None:
    if not isinstance(kind, dict):
        return None
    name = kind.get("$ref", "").rpartition("/")[2]
    if name in ("text", "translations"):
        return Part(is_text=True)
    kind = definitions[name] if name else kind
    types = kind.get("type", ())
    members = {name: _part(below, definitions) for name, below in kind.get("properties", {}).items()}
    part = Part(
        is_whole="integer" in types and "number" not in types,
        members={name: below for name, below in members.items() if below is not None},
        others=_part(kind.get("additionalProperties"), definitions),
        items=_part(kind.get("items"), definitions),
    )
    return part if part != Part() else None


def judge(
    data: Any,
    part: Part,
    path: list[Step],
    on_text: Callable[[list[Step], Document], None],
    on_point: Callable[[list[Step], float], None],
) -> None:
    """Calls back for each text in several languages, and for each number that must be whole and has a point.

    Args:
        data: A map, a list or a number with a point.
        part: Its part of the schema.
        path: Where it is; it is the same list for each call.
        on_text: Is called with the place and a text for each language.
        on_point: Is called with the place and the number.
    """
    if isinstance(data, float):
        if part.is_whole:
            on_point(path, data)
    elif isinstance(data, list):
        if part.items is not None:
            for index, one in enumerate(data):
                if isinstance(one, (dict, list, float)):
                    path.append(index)
                    judge(one, part.items, path, on_text, on_point)
                    path.pop()
    elif part.is_text:
        on_text(path, data)
    else:
        below = [(name, part.members[name]) for name in part.members if name in data]
        if part.others is not None:
            below += [(name, part.others) for name in data if name not in part.members]
        for name, one in below:
            if isinstance(value := data[name], (dict, list, float)):
                path.append(name)
                judge(value, one, path, on_text, on_point)
                path.pop()
