"""Reading a scenario file: YAML or JSON to plain data, and where each part of it stands."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import ScenarioError
from .yaml_text import PARSER, load

Step = str | int
"""A key of a map or an index of a list."""


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
        return yaml.compose(_without_tabs(self.text), Loader=PARSER)

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
        return ScenarioFile(name, text, load(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise ScenarioError(f"{place}: {error.problem or 'this is not YAML'}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ScenarioError(f"{name}: this is not YAML: {str(error).splitlines()[0]}.") from error


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refuse, parse_float=_real)
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


def _real(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:40]} is too large a number")
    return number


def _without_tabs(text: str) -> str:
    # JSON may be indented with tabs, which YAML forbids; inside its texts a tab is written as an escape.
    return text.replace("\t", " ") if text.lstrip()[:1] == "{" else text


def _child(node: Any, step: Step) -> tuple[Any, Any] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
