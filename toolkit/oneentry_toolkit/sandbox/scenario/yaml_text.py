"""YAML as JSON values: plain words as JSON has them, and of YAML's types only those that JSON has."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import yaml

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's parser where it was built in
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")
_REAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SCALAR, _MAP_END = yaml.ScalarEvent, yaml.MappingEndEvent
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_DIGITS = "-0123456789"
RESOLVERS: list[tuple[str, re.Pattern[str], list[str]]] = [
    ("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""]),
    ("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"]),
    ("tag:yaml.org,2002:int", re.compile(rf"^{_NUMBER.pattern}$"), [*_DIGITS]),
    ("tag:yaml.org,2002:float", re.compile(rf"^{_REAL.pattern}$"), [*_DIGITS]),
]
"""Plain scalars that are no text, by their first characters, for what writes YAML."""
_TAG = "tag:yaml.org,2002:"
_TYPES: dict[str, Any] = {"null": type(None), "bool": bool, "int": int, "float": (int, float)}


def load(text: str) -> Any:
    """Reads a document. A key is text as it is written; `no`, `on`, `012` and `2024-01-01` are text.

    Raises:
        yaml.MarkedYAMLError: It is not YAML, or not such YAML; with the place.
        yaml.YAMLError: It has characters that YAML forbids.
        ValueError: A number has more digits than Python reads.
        RecursionError: It is nested too deeply.
    """
    parser = PARSER(text)
    try:
        return _Values(parser.get_event).document()
    finally:
        parser.dispose()


class _Values:
    """Makes values from a parser's events as they come: a tree of nodes first would take three times as long.

    Args:
        next_event: Returns the next event.
    """

    def __init__(self, next_event: Callable[[], Any]) -> None:
        self._next = next_event
        self._anchors: dict[str, Any] = {}

    def document(self) -> Any:
        """Returns the value of the only document; `None` if there is none."""
        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._value(self._next())
        self._next()  # the document's end
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _error("but found another document", after)
        return value

    def _value(self, event: Any) -> Any:
        kind = type(event)
        value: Any
        if kind is _SCALAR:
            value = _plain(event.value, event) if event.tag is None and event.implicit[0] else _scalar(event)
        elif kind is yaml.AliasEvent:
            if event.anchor not in self._anchors:
                raise _error(f"found undefined alias {event.anchor!r}", event)
            return self._anchors[event.anchor]
        elif kind is yaml.MappingStartEvent:
            _refuse_unless(event, "map")
            value = self._map()
        else:
            _refuse_unless(event, "seq")
            value = self._list()
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _map(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        following = self._next
        while type(key := following()) is not _MAP_END:
            if type(key) is not _SCALAR:
                raise _error("a key must be text", key)
            if key.value in made:
                raise _error(f"{key.value!r} is there twice", key)
            event = following()
            is_plain = type(event) is _SCALAR and event.anchor is None and event.tag is None and event.implicit[0]
            made[key.value] = _plain(event.value, event) if is_plain else self._value(event)
        return made

    def _list(self) -> list[Any]:
        made = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            made.append(self._value(event))
        return made


def _scalar(event: Any) -> Any:
    """Returns what a scalar is that is in quotes or has a tag."""
    text: str = event.value
    if event.tag is None or event.tag == "!":
        return text
    name = event.tag.removeprefix(_TAG)
    if name == "str":
        return text
    if name not in _TYPES:
        raise _error(f"could not determine a constructor for the tag {event.tag!r}", event)
    value: Any = _plain(text, event)
    if not isinstance(value, _TYPES[name]) or (isinstance(value, bool) and name != "bool"):
        raise _error(f"{text!r} is no {name}", event)
    return float(value) if name == "float" else value


def _plain(text: str, event: Any) -> Any:
    """Returns what a plain scalar is: a number, one of JSON's words, else text."""
    if text and text[0] in _DIGITS:
        if _NUMBER.fullmatch(text):
            return int(text)
        if _REAL.fullmatch(text):
            if math.isinf(number := float(text)):
                raise _error("this number is too large", event)
            return number
    elif text in _WORDS:
        return _WORDS[text]
    return text


def _refuse_unless(event: Any, kind: str) -> None:
    if event.tag not in (None, "!", f"{_TAG}{kind}"):
        raise _error(f"could not determine a constructor for the tag {event.tag!r}", event)


def _error(problem: str, event: Any) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, problem, event.start_mark)
