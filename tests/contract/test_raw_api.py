"""The methods of ``shop.api``: operations of the contract, with the generated client's parameters and results."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import subprocess
import sys
from types import ModuleType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

import pytest

from oneentry_client import models
from oneentry_client.models import ErrorEnvelope
from oneentry_client.types import UNSET, Unset
from oneentry_toolkit.resources._operations import Operations
from oneentry_toolkit.resources.raw import RawApi

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.contract.conftest import Operation

SIGN_IN = {"auth", "refresh", "logout", "logoutAll", "oauth"}


class Recorded:
    """Records what an operation is called with, and answers with the contract's example."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.calls: list[tuple[str, tuple[Any, ...], Mapping[str, Any]]] = []

    def raw(self, name: str, /, *args: Any, **kwargs: Any) -> bytes:
        self.calls.append((name, args, kwargs))
        return self.answer


def module_of(operation: Operation) -> ModuleType:
    return importlib.import_module(f"oneentry_client.api.{operation.tag}.{operation.snake}")


def hints_of(method: Any) -> dict[str, Any]:
    from collections.abc import Mapping, Sequence

    return get_type_hints(method, vars(models) | {"Mapping": Mapping, "Sequence": Sequence, "Any": Any})


def choices(hint: Any) -> set[Any]:
    return set(get_args(hint)) if isinstance(hint, UnionType) or get_origin(hint) is Union else {hint}


@pytest.fixture
def method(offered: Operation) -> Any:
    """The method of each operation that ``shop.api`` offers."""
    return getattr(RawApi, offered.snake)


def test_dir_lists_every_operation_but_those_of_the_sign_in(operations: list[Operation]) -> None:
    offered = sorted(operation.snake for operation in operations if operation.id not in SIGN_IN)
    assert dir(RawApi(Recorded(b""))) == offered  # type: ignore[arg-type]


def test_parameters_are_those_of_the_generated_function(offered: Operation, method: Any) -> None:
    """An optional one may be None instead of ``UNSET``; a body may be plain values."""
    from collections.abc import Mapping, Sequence

    generated = inspect.signature(module_of(offered)._get_kwargs).parameters
    wanted = {name: one for name, one in generated.items() if name not in {"x_device_metadata", "x_guest_id"}}
    found = dict(inspect.signature(method).parameters)
    assert found.pop("self")
    assert list(found) == list(wanted)

    hints = hints_of(method)
    generated_hints = get_type_hints(module_of(offered)._get_kwargs)
    for name, one in wanted.items():
        assert found[name].kind == one.kind
        assert found[name].default == (None if one.default is UNSET else one.default)
        accepted = {type(None) if choice is Unset else choice for choice in choices(generated_hints[name])}
        plain = {Mapping[str, Any]} if name == "body" else set()
        if any(getattr(choice, "__origin__", None) is list for choice in accepted):
            plain.add(Sequence[Mapping[str, Any]])
        assert choices(hints[name]) == accepted | plain


def test_result_is_the_generated_model_of_the_success_answer(offered: Operation, method: Any) -> None:
    generated = choices(get_type_hints(module_of(offered)._parse_response)["return"])
    wanted = generated - {ErrorEnvelope, type(None)} if offered.answer else {type(None)}
    assert choices(hints_of(method)["return"]) == wanted


def test_call_passes_every_argument_and_parses_the_answer(offered: Operation, method: Any) -> None:
    example = offered.answer["example"] if offered.answer else None
    recorded = Recorded(json.dumps(example).encode() if offered.answer else b"")
    given: dict[str, Any] = {
        name: offered.example if name == "body" and offered.request else f"given-{name}"
        for name in list(inspect.signature(method).parameters)[1:]
    }
    path = [name for name in given if f"{{{re.sub('_(.)', lambda found: found[1].upper(), name)}}}" in offered.path]

    answer = getattr(RawApi(recorded), offered.snake)(**given)  # type: ignore[arg-type]

    [(name, args, kwargs)] = recorded.calls
    assert name == offered.snake
    assert list(args) == [given[name] for name in path]
    if offered.is_upload:
        kwargs = {**kwargs, "body": {"files": [stream.read() for _, stream, _ in kwargs["body"]["files"]]}}
    assert dict(kwargs) == {name: value for name, value in given.items() if name not in path}
    sent = (
        [one.to_dict() for one in answer] if isinstance(answer, list) else getattr(answer, "to_dict", lambda: answer)()
    )
    assert sent == example


def test_answer_of_an_old_server_is_read() -> None:
    """Without ``storageId``, which the oldest servers do not send."""
    api = RawApi(Recorded(b'{"id": 55, "createdDate": "2023-01-01 12:12", "totalSum": "300.00"}'))  # type: ignore[arg-type]
    order = api.get_order("orders", 55)
    assert (order.id, order.total_sum) == (55, "300.00")
    assert isinstance(order.storage_id, Unset)


def test_signature_and_docstring_show_on_the_instance() -> None:
    get_order = RawApi(Recorded(b"")).get_order  # type: ignore[arg-type]
    assert str(inspect.signature(get_order)) == (
        "(marker: 'str', id: 'int', *, lang_code: 'str | None' = None) -> 'Order'"
    )
    assert inspect.getdoc(get_order) == "One order (``getOrder``)."


def test_importing_the_methods_imports_no_generated_model() -> None:
    program = (
        "import sys; from oneentry_toolkit.resources.raw import RawApi\n"
        "print(*[name for name in sys.modules if name.startswith('oneentry_client')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_sign_in_operations_of_the_generator_are_those_without_a_method(operations: list[Operation]) -> None:
    without = {operation.id for operation in operations if not hasattr(Operations, operation.snake)}
    assert without == SIGN_IN
