"""Error messages of the real server, which name members and never quote a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from jsonschema_rs import ValidationError

from ..data.catalogue import Document

_TYPES = {
    "string": "must be a string",
    "integer": "must be a number conforming to the specified constraints",
    "number": "must be a number conforming to the specified constraints",
    "boolean": "must be a boolean value",
    "array": "must be an array",
    "object": "must be an object",
    "null": "must be null",
}
_SPECIAL = {
    ("createOrder", "paymentAccountIdentifier"): "Order must have a payment",
    ("updateOrder", "paymentAccountIdentifier"): "Order must have a payment",
}


def refusal(operation: str, errors: Iterable[ValidationError], document: Document) -> str | list[str] | None:
    """Returns the `message` for a body or query that does not fit the contract.

    Args:
        operation: The operation id, since some operations have their own messages.
        errors: The validator's errors.
        document: The contract, to look up the type of a missing member.

    Returns:
        One text or a list of texts; `None` if only form data is invalid, which has its own validation.
    """
    found: list[str] = []
    for path, text in _flat(errors, document):
        if path[:1] == ["formData"] and len(path) > 1:
            continue
        if path == ["formData"] and text != "should not be empty":
            continue
        name = ".".join(path)
        special = _SPECIAL.get((operation, name))
        if special is not None and text in ("should not be empty", _TYPES["string"]):
            return special
        if text == "is not allowed" and operation == "listSubmissions":
            text, name = "should not exist", f"property {name}"
        if text == "is not allowed":
            return f"{name} {text}"
        found.append(f"{name or 'body'} {text}")
    return list(dict.fromkeys(found)) or None


def shown(name: str) -> str:
    """Returns a client-chosen name, shortened: a longer text may be a secret."""
    return name if re.fullmatch(r"[\w.-]{1,40}", name) else "unknown"


def _flat(errors: Iterable[ValidationError], document: Document) -> Iterable[tuple[list[str], str]]:
    for error in errors:
        path = [shown(str(part)) for part in error.instance_path]
        kind: Any = error.kind
        name = kind.name
        if name in ("oneOf", "anyOf") and kind.context:
            yield from _flat(_closest(kind.context), document)
        elif name == "required":
            schema = _schema(document, error.schema_path[:-1])
            wanted = _type_of(document, schema.get("properties", {}).get(kind.property, {}))
            text = _TYPES[wanted] if wanted in ("integer", "number", "array") else "should not be empty"
            yield [*path, kind.property], text
        elif name == "additionalProperties":
            for extra in kind.unexpected:
                yield [*path, shown(extra)], "is not allowed"
        elif name == "type":
            types = [kind.types] if isinstance(kind.types, str) else list(kind.types)
            yield path, _TYPES[next((one for one in types if one != "null"), "null")]
        elif name in ("minLength", "minItems"):
            yield path, "should not be empty"
        elif name == "maxItems":
            yield path, f"must contain no more than {kind.limit} elements"
        elif name == "pattern":
            yield path, f"must match /{kind.pattern}/"
        elif name == "enum":
            options = ", ".join(str(option) for option in kind.options)
            yield path, f"must be one of the following values: {options}"
        elif name == "minimum":
            yield path, f"must not be less than {kind.limit}"
        elif name == "maximum":
            yield path, f"must not be greater than {kind.limit}"
        else:
            yield path, "is not valid"


def _closest(branches: Sequence[Sequence[ValidationError]]) -> Sequence[ValidationError]:
    """Returns the closest alternative: its type fits, and it has the fewest errors."""
    return min(branches, key=lambda errors: (any(not one.instance_path for one in errors), len(errors)))


def _schema(document: Document, path: Sequence[str | int]) -> Document:
    node: Any = document
    for part in path:
        node = node[part]
    return node if isinstance(node, dict) else {}


def _type_of(document: Document, schema: Document) -> str:
    while "$ref" in schema:
        schema = _schema(document, schema["$ref"].removeprefix("#/").split("/"))
    kind = schema.get("type", "")
    return kind if isinstance(kind, str) else next((one for one in kind if one != "null"), "")
