"""What the tests of the contract share: its operations, and bodies published by others to hold against them."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest

from tests.published import EXEMPT, FOLDER

ROOT = Path(__file__).parents[2]
Complaints = Callable[[Mapping[str, Any], Any], list[str]]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def _load_regen() -> ModuleType:
    spec = importlib.util.spec_from_file_location("regen", ROOT / "tools" / "regen.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REGEN = _load_regen()
CONTRACT: dict[str, Any] = REGEN.load_contract()


def resolved(node: Any) -> Any:
    """The node, or what its `$ref` points to."""
    while isinstance(node, Mapping) and "$ref" in node:
        target: Any = CONTRACT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    # References in the contract start at its root, so its components come along.
    return jsonschema_rs.Draft202012Validator(json.loads(schema) | {"components": CONTRACT["components"]})


def _complaints(schema: Mapping[str, Any], body: Any) -> list[str]:
    return [f"{error.instance_path}: {error.message}" for error in _validator(json.dumps(schema)).iter_errors(body)]


@dataclass(frozen=True)
class Operation:
    """One operation of the contract."""

    method: str
    path: str
    spec: Mapping[str, Any] = field(repr=False)
    shared: tuple[Any, ...] = field(repr=False)

    @property
    def id(self) -> str:
        return str(self.spec["operationId"])

    @property
    def snake(self) -> str:
        return re.sub(r"(?=[A-Z])", "_", self.id).lower()

    @property
    def tag(self) -> str:
        (tag,) = self.spec["tags"]
        return str(tag)

    @property
    def parameters(self) -> list[dict[str, Any]]:
        return [resolved(parameter) for parameter in (*self.shared, *self.spec.get("parameters", ()))]

    @property
    def bearer(self) -> bool:
        return all("bearer" in way for way in self.spec.get("security", CONTRACT["security"]))

    @cached_property
    def responses(self) -> dict[int, dict[str, Any]]:
        return {int(status): resolved(response) for status, response in self.spec["responses"].items()}

    @property
    def success(self) -> int:
        (status,) = [status for status in self.responses if 200 <= status < 300]
        return status

    @property
    def answer(self) -> dict[str, Any] | None:
        """The JSON media type of the success answer: its schema and example. None where the answer is empty."""
        return json_of(self.responses[self.success])

    @property
    def request(self) -> dict[str, Any] | None:
        """The JSON media type of the body that is sent, or None."""
        return json_of(resolved(self.spec["requestBody"])) if "requestBody" in self.spec else None

    @property
    def is_upload(self) -> bool:
        """Whether its request is ``multipart/form-data``."""
        return "requestBody" in self.spec and "multipart/form-data" in self.spec["requestBody"]["content"]

    @property
    def example(self) -> Any:
        """A body as a caller gives it: the contract's example, or files as bytes; None without a body."""
        return {"files": [b"Hello"]} if self.is_upload else self.request["example"] if self.request else None

    def fits(self, path: str) -> bool:
        template = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(self.path))
        return re.fullmatch(template, path) is not None


def json_of(holder: Mapping[str, Any]) -> dict[str, Any] | None:
    if "content" not in holder:
        return None
    ((kind, media),) = holder["content"].items()
    assert kind in ("application/json", "multipart/form-data")
    body: dict[str, Any] = media
    return body


OPERATIONS = [
    Operation(method, path, item[method], tuple(item.get("parameters", ())))
    for path, item in CONTRACT["paths"].items()
    for method in METHODS
    if method in item
]
OFFERED = [operation for operation in OPERATIONS if operation.snake not in REGEN.SIGN_IN]


@dataclass(frozen=True)
class Payload:
    """A body from published material."""

    file: str
    kind: str
    called: str
    body: Any = field(repr=False)

    @property
    def method(self) -> str:
        return self.called.split(" ", 1)[0].lower()

    @property
    def path(self) -> str:
        """Without the query, and without the slash at the end that the official SDK puts on one address."""
        return self.called.split(" ", 1)[1].partition("?")[0].rstrip("/")

    @property
    def query(self) -> str:
        return self.called.partition("?")[2]

    @property
    def matches(self) -> list[Operation]:
        """The operations of that address; a literal address wins over one with a parameter."""
        found = [operation for operation in OPERATIONS if operation.method == self.method and operation.fits(self.path)]
        fewest = min((operation.path.count("{") for operation in found), default=0)
        return [operation for operation in found if operation.path.count("{") == fewest]

    @property
    def operation(self) -> Operation:
        (operation,) = self.matches
        return operation

    @property
    def schema(self) -> dict[str, Any]:
        """What the contract says of such a body."""
        if self.kind == "error":
            media = json_of(self.operation.responses[self.body["statusCode"]])
        else:
            media = self.operation.request if self.kind == "request" else self.operation.answer
        assert media is not None
        schema: dict[str, Any] = media["schema"]
        return schema


def _payload(file: Path) -> Payload:
    published = json.loads(file.read_text(encoding="utf-8"))
    return Payload(file.name, published["kind"], published["operation"], published["body"])


PUBLISHED = [_payload(file) for file in sorted(FOLDER.iterdir())]
PAYLOADS = [payload for payload in PUBLISHED if payload.file not in EXEMPT]


@pytest.fixture(scope="session")
def regen() -> ModuleType:
    """tools/regen.py."""
    return REGEN


@pytest.fixture(scope="session")
def complaints() -> Complaints:
    """Why a body does not fit a schema of the contract; empty when it does."""
    return _complaints


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """openapi.yaml."""
    return CONTRACT


@pytest.fixture(scope="session")
def operations() -> list[Operation]:
    """All operations of the contract."""
    return OPERATIONS


@pytest.fixture(params=OPERATIONS, ids=lambda operation: operation.id)
def operation(request: pytest.FixtureRequest) -> Operation:
    """Each operation of the contract."""
    found: Operation = request.param
    return found


@pytest.fixture(params=OFFERED, ids=lambda operation: operation.id)
def offered(request: pytest.FixtureRequest) -> Operation:
    """Each operation that ``shop.api`` offers."""
    found: Operation = request.param
    return found


@pytest.fixture(scope="session")
def payloads() -> list[Payload]:
    """The published bodies of operations that the contract has."""
    return PAYLOADS


@pytest.fixture(params=PAYLOADS, ids=lambda payload: payload.file)
def payload(request: pytest.FixtureRequest) -> Payload:
    """Each published body."""
    found: Payload = request.param
    return found
