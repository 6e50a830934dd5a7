"""Reading a scenario file: YAML or JSON to plain data, and where each part of it stands."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml

from ..errors import ScenarioError

Step = str | int
"""A key of a map or an index of a list."""

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's parser where it was built in
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")
_REAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class _Loader(_Base):  # type: ignore[misc]  # chosen at run time
    """Reads plain scalars as JSON does: `no`, `on`, `012` and `2024-01-01` are text. A key is text as it is written."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:
        """Constructs a map, and refuses a key that is there twice."""
        made: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be text", key.start_mark)
            if key.value in made:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} is there twice", key.start_mark)
            made[key.value] = self.construct_object(value, deep=True)
        return made


def _as_map(loader: _Loader, node: Any) -> dict[str, Any]:
    return loader.construct_mapping(node, deep=True)


# Of YAML's types only those that JSON has: a tag such as !!timestamp is an error.
_KEPT = ("null", "bool", "int", "float", "str", "seq")
_Loader.yaml_constructors = {
    None: _Base.yaml_constructors[None],
    "tag:yaml.org,2002:map": _as_map,
    **{f"tag:yaml.org,2002:{kind}": _Base.yaml_constructors[f"tag:yaml.org,2002:{kind}"] for kind in _KEPT},
}
_DIGITS = [*"-0123456789"]
RESOLVERS: list[tuple[str, re.Pattern[str], list[str]]] = [
    ("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""]),
    ("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"]),
    ("tag:yaml.org,2002:int", re.compile(rf"^{_NUMBER.pattern}$"), _DIGITS),
    ("tag:yaml.org,2002:float", re.compile(rf"^{_REAL.pattern}$"), _DIGITS),
]
"""Plain scalars that are no text, by their first characters."""
for _tag, _pattern, _first in RESOLVERS:
    _Loader.add_implicit_resolver(_tag, _pattern, _first)


@dataclass(frozen=True)
class ScenarioFile:
    """A file that was read.

    Attributes:
        name: How it is called in messages.
        text: What is in it.
        data: Its content as JSON values.
    """

    name: str
    text: str
    data: Any

    @functools.cached_property
    def _top(self) -> Any:
        return yaml.compose(_without_tabs(self.text), Loader=_Base)

    def place(self, path: Sequence[Step], *, of_key: bool = False) -> tuple[int, int]:
        """Returns line and column of a part, counted from 1; of the nearest part around it if it is not there.

        Args:
            path: Keys and indices from the top.
            of_key: Whether the place of the last key is meant, and not of its value.
        """
        node = self._top
        mark = node.start_mark if node is not None else None
        for number, step in enumerate(path, 1):
            found = _child(node, step)
            if found is None:
                break
            key, node = found
            mark = key.start_mark if of_key and number == len(path) else node.start_mark
        return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def read(path: str | Path) -> ScenarioFile:
    """Reads a file.

    Raises:
        ScenarioError: It cannot be read, or is neither YAML nor JSON; the message has line and column.
    """
    name = str(path)
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ScenarioError(f"Cannot read the scenario {name}: {reason}.") from error
    return parse(text, name)


def parse(text: str, name: str) -> ScenarioFile:
    """Reads text; see `read`."""
    if text.lstrip()[:1] == "{":
        return ScenarioFile(name, text, _json(text, name))
    try:
        return ScenarioFile(name, text, yaml.load(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise ScenarioError(f"{place}: {error.problem or 'this is not YAML'}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ScenarioError(f"{name}: this is not YAML: {str(error).splitlines()[0]}.") from error


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise ScenarioError(f"{name}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise ScenarioError(f"{name}: this is not JSON: {str(error).splitlines()[0]}.") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise ValueError(f"{key!r} is there twice in one object")
            seen.add(key)
    return made


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number of JSON")


def _without_tabs(text: str) -> str:
    # JSON may be indented with tabs, which YAML forbids; inside its texts a tab is written as an escape.
    return text.replace("\t", " ") if text.lstrip()[:1] == "{" else text


def _child(node: Any, step: Step) -> tuple[Any, Any] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
