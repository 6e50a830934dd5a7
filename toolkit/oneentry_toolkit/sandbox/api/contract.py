"""The contract of the server: routes, parameters and validators from `openapi.json`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any
from urllib.parse import unquote

import msgspec
from jsonschema_rs import Draft202012Validator

from ..data.catalogue import Document
from ..errors import ContractError, RefusedError
from ..operations import messages

_INTEGER = re.compile(r"-?[0-9]{1,30}")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class _Check:
    """A compiled schema of the contract."""

    def __init__(self, schema: Document, document: Document) -> None:
        self.root: Document = {**schema, "components": document["components"]}
        self.validator = Draft202012Validator(self.root)


@dataclass(frozen=True)
class Operation:
    """One operation of the contract.

    Attributes:
        id: Its operation id.
        method: Its HTTP method.
        template: Its path.
        needs_user: Whether a bearer is required.
        takes_user: Whether a bearer is accepted, in place of a guest.
        takes_guest: Whether `x-guest-id` is read.
        needs_device: Whether `x-device-metadata` is required.
        takes_device: Whether it is read if it is there.
        status: Status of a successful answer.
    """

    id: str
    method: str
    template: str
    needs_user: bool
    takes_user: bool
    takes_guest: bool
    needs_device: bool
    takes_device: bool
    status: int
    _definition: Document
    _parameters: tuple[Document, ...]
    _document: Document

    def path_values(self, raw: Sequence[tuple[str, str]]) -> Document:
        """Returns the path parameters, decoded and typed.

        Raises:
            RefusedError: 400, a parameter is not a number.
        """
        values: Document = {}
        for name, segment in raw:
            text = unquote(segment, errors="replace")
            if name in self._integers:
                if not _INTEGER.fullmatch(text):
                    raise RefusedError(400, "Validation failed (numeric string is expected)")
                values[name] = int(text)
            else:
                values[name] = text
        self._refuse(self._path_check, values)
        return values

    def query_values(self, raw: Sequence[tuple[str, str]]) -> Document:
        """Returns the query parameters; declared ones are typed and validated, others stay text."""
        if not raw and not self._required_query:
            return {}
        values: Document = dict(raw)
        for name, kind in self._query_types.items():
            text = values.get(name)
            if text is None:
                continue
            if kind == "integer" and _INTEGER.fullmatch(text):
                values[name] = int(text)
            elif kind == "boolean" and text.lower() in _BOOLEANS:
                values[name] = _BOOLEANS[text.lower()]
        self._refuse(self._query_check, values)
        return values

    @property
    def takes_body(self) -> bool:
        """Whether a request has a body."""
        return "requestBody" in self._definition

    @property
    def takes_parts(self) -> bool:
        """Whether the body of a request is `multipart/form-data`."""
        return self.takes_body and "multipart/form-data" in self._definition["requestBody"]["content"]

    @property
    def requires_body(self) -> bool:
        """Whether a request needs a body."""
        return bool(self._definition["requestBody"].get("required"))

    def check_body(self, body: Any) -> None:
        """Raises if a body does not fit the contract.

        Raises:
            RefusedError: 400, with the real server's message.
        """
        self._refuse(self._body_check, body)

    def check_answer(self, status: int, text: bytes) -> None:
        """Raises if a response does not fit the contract.

        Raises:
            ContractError: The status is not documented, or the body does not fit.
        """
        validators = self._answer_validators
        if status not in validators:
            raise ContractError(f"{self.id}: status {status} is not in the contract")
        validator = validators[status]
        if validator is None:
            if text:
                raise ContractError(f"{self.id}: the contract wants an empty body for {status}")
            return
        for error in validator.iter_errors(msgspec.json.decode(text)):
            where = ".".join(str(part) for part in error.instance_path) or "body"
            raise ContractError(f"{self.id}: {where} of the {status} answer does not fit: {error.message}")

    @cached_property
    def _integers(self) -> frozenset[str]:
        return frozenset(
            one["name"] for one in self._parameters if one["in"] == "path" and one["schema"].get("type") == "integer"
        )

    @cached_property
    def _query_types(self) -> dict[str, str]:
        return {one["name"]: one["schema"].get("type", "") for one in self._parameters if one["in"] == "query"}

    @cached_property
    def _required_query(self) -> bool:
        return any(one.get("required") for one in self._parameters if one["in"] == "query")

    @cached_property
    def _path_check(self) -> _Check:
        return _Check(self._parameters_schema("path"), self._document)

    @cached_property
    def _query_check(self) -> _Check:
        return _Check(self._parameters_schema("query"), self._document)

    @cached_property
    def _body_check(self) -> _Check:
        return _Check(self._definition["requestBody"]["content"]["application/json"]["schema"], self._document)

    @cached_property
    def _answer_validators(self) -> dict[int, Draft202012Validator | None]:
        validators: dict[int, Draft202012Validator | None] = {}
        for status, answer in self._definition["responses"].items():
            content = _resolved(self._document, answer).get("content")
            schema = content["application/json"]["schema"] if content else None
            validators[int(status)] = _Check(schema, self._document).validator if schema is not None else None
        return validators

    def _parameters_schema(self, where: str) -> Document:
        chosen = [one for one in self._parameters if one["in"] == where]
        return {
            "type": "object",
            "properties": {one["name"]: one["schema"] for one in chosen},
            "required": [one["name"] for one in chosen if one.get("required")],
        }

    def _refuse(self, check: _Check, value: Any) -> None:
        try:
            if check.validator.is_valid(value):
                return
            message = messages.refusal(self.id, check.validator.iter_errors(value), check.root)
        except ValueError as error:  # the validator's own depth limit
            raise RefusedError(400, "Request body is nested too deeply") from error
        if message is not None:
            raise RefusedError(400, message)


@dataclass(frozen=True)
class Match:
    """A path of the contract.

    Attributes:
        operation: The operation for the method; `None` when the path has no such method.
        raw_path: Path parameters as they were sent.
    """

    operation: Operation | None
    raw_path: tuple[tuple[str, str], ...]


class Contract:
    """All operations, found by method and path."""

    def __init__(self, document: Document) -> None:
        self.operations: dict[str, Operation] = {}
        self._routes: dict[int, list[tuple[tuple[str, ...], dict[str, Operation]]]] = {}
        for template, item in document["paths"].items():
            by_method: dict[str, Operation] = {}
            for method, definition in item.items():
                if method in ("get", "post", "put", "delete", "patch"):
                    operation = _operation(document, template, method.upper(), item, definition)
                    by_method[operation.method] = self.operations[operation.id] = operation
            segments = tuple(template.strip("/").split("/"))
            self._routes.setdefault(len(segments), []).append((segments, by_method))
        for routes in self._routes.values():
            # Most specific first: literal segments win over parameters, from left to right.
            routes.sort(key=lambda route: [segment.startswith("{") for segment in route[0]])

    def match(self, method: str, path: str) -> Match | None:
        """Returns the operation of a percent-encoded path; trailing slashes are ignored."""
        parts = path.strip("/").split("/")
        for segments, by_method in self._routes.get(len(parts), ()):
            values = []
            for segment, part in zip(segments, parts, strict=True):
                if segment.startswith("{"):
                    if not part:
                        break
                    values.append((segment[1:-1], part))
                elif segment != part:
                    break
            else:
                return Match(by_method.get(method), tuple(values))
        return None


@cache
def load() -> Contract:
    """Loads the contract that ships with the sandbox."""
    return Contract(_document())


def misfits(schema: str, value: Any) -> Iterator[tuple[str | int, ...]]:
    """Yields where a value does not fit a schema of the contract.

    Args:
        schema: Its name, such as `Product`.
        value: What an answer has of it.
    """
    for error in _validator(schema).iter_errors(value):
        yield tuple(error.instance_path)


@cache
def _validator(schema: str) -> Draft202012Validator:
    return _Check({"$ref": f"#/components/schemas/{schema}"}, _document()).validator


@cache
def _document() -> Document:
    text = resources.files("oneentry_toolkit.sandbox").joinpath("openapi.json").read_bytes()
    found: Document = msgspec.json.decode(text)
    return found


def _operation(document: Document, template: str, method: str, item: Document, definition: Document) -> Operation:
    parameters = tuple(
        _resolved(document, one) for one in [*item.get("parameters", []), *definition.get("parameters", [])]
    )
    security: list[Document] = definition["security"] if "security" in definition else document.get("security") or []
    return Operation(
        id=definition["operationId"],
        method=method,
        template=template,
        needs_user=all("bearer" in one for one in security),
        takes_user=any("bearer" in one for one in security),
        takes_guest=any(one["name"] == "x-guest-id" for one in parameters),
        needs_device=any(one["name"] == "x-device-metadata" and one.get("required") for one in parameters),
        takes_device=any(one["name"] == "x-device-metadata" for one in parameters),
        status=min(int(status) for status in definition["responses"] if status.startswith("2")),
        _definition=definition,
        _parameters=parameters,
        _document=document,
    )


def _resolved(document: Document, node: Document) -> Document:
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node
