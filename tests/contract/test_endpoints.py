"""The toolkit's table of operations says what the contract says."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from oneentry_client.models import CreatedOrder, OrderInput
from oneentry_toolkit.transport.operations import ENDPOINTS, Endpoint

if TYPE_CHECKING:
    from tests.contract.conftest import Operation

# POSTs that change nothing.
HARMLESS = {
    "previewOrder",
    "listSubmissions",
    "listProducts",
    "listProductsByPage",
    "listProductsByPageUrl",
    "listProductsWithoutPage",
    "countProducts",
    "countProductsByPage",
    "countProductsByPageUrl",
}
HEADERS = {"x_device_metadata", "x_guest_id"}
DEVICE = '{"fingerprint":"UQ_test","deviceInfo":{}}'


def signature_of(endpoint: Endpoint) -> inspect.Signature:
    """The parameters of the generated function, without the headers that the client of a shop sends by itself."""
    module = importlib.import_module(f"oneentry_client.api.{endpoint.tag}.{endpoint.name}")
    signature = inspect.signature(module._get_kwargs)
    return signature.replace(parameters=[p for p in signature.parameters.values() if p.name not in HEADERS])


def _like_the_toolkit(made: dict[str, Any]) -> None:
    """Replaces what the generated client gives a file without a name, and the stream, which is read once."""
    made["files"] = [(name, ("file", stream.read(), kind)) for name, (_, stream, kind) in made["files"]]


@pytest.fixture
def endpoint(operation: Operation) -> Endpoint:
    """The row of each operation."""
    return ENDPOINTS[operation.snake]


def test_it_covers_the_contract(operations: list[Operation]) -> None:
    """There is a row for each operation, and no other."""
    assert sorted(ENDPOINTS) == sorted(operation.snake for operation in operations)
    assert all(name == row.name for name, row in ENDPOINTS.items())


def test_a_row_says_what_the_contract_says(operation: Operation, endpoint: Endpoint) -> None:
    """Id, tag, success status, whether a user and a device are needed, and whether a guest may name itself."""
    assert endpoint.operation == operation.id
    assert endpoint.tag == operation.tag
    assert endpoint.success == operation.success
    assert endpoint.user == operation.bearer
    assert endpoint.device == any(parameter["name"] == "x-device-metadata" for parameter in operation.parameters)
    assert endpoint.guest == any(parameter["name"] == "x-guest-id" for parameter in operation.parameters)
    assert endpoint.owned == (endpoint.guest and operation.id not in {"signUp", "previewOrder"})


def test_only_what_changes_nothing_is_repeated(operation: Operation, endpoint: Endpoint) -> None:
    """Every GET and the harmless POSTs may be sent again; an order or a payment never is."""
    assert endpoint.repeatable == (operation.method == "get" or operation.id in HARMLESS)


def test_the_token_is_sent_where_it_is_needed(endpoint: Endpoint) -> None:
    """Where a user is needed the token goes along, and it stays away from signing in."""
    assert endpoint.bearer or not endpoint.user
    if endpoint.name in {"auth", "refresh", "oauth", "sign_up", "generate_code", "check_code", "change_password"}:
        assert not endpoint.bearer


def test_a_signature_has_what_a_caller_gives(operation: Operation, endpoint: Endpoint) -> None:
    """The contract's path and query parameters, the required ones without a default, and a body if there is one."""
    wanted = {
        "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in parameter["name"]): parameter
        for parameter in operation.parameters
        if parameter["in"] in {"path", "query"}
    }
    found = dict(signature_of(endpoint).parameters)
    body = found.pop("body", None)

    # The generator calls a parameter that is named like one of Python's own words by that name and an underscore.
    assert {name.rstrip("_") for name in found} == wanted.keys()
    for name, parameter in found.items():
        needed = parameter.default is inspect.Parameter.empty
        assert needed == bool(wanted[name.rstrip("_")].get("required"))
    assert (body is not None) == (operation.request is not None)


def test_a_request_is_built_from_plain_values(operation: Operation, endpoint: Endpoint) -> None:
    """A body of plain values goes out as it is, with the device's header where it is demanded and only there."""
    values: dict[str, Any] = {
        name: 7 if "int" in str(parameter.annotation) else "text"
        for name, parameter in signature_of(endpoint).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    body = {"files": [("a.txt", b"Hello", "text/plain")]} if operation.is_upload else operation.example
    if operation.request:
        values["body"] = body

    built = endpoint.build(device=DEVICE, **values)

    assert built["method"] == operation.method
    if operation.is_upload:
        assert built["files"] == [("files", ("a.txt", b"Hello", "text/plain"))]
    else:
        assert json.dumps(built.get("json"), sort_keys=True) == json.dumps(body, sort_keys=True)
    assert built.get("headers", {}).get("x-device-metadata") == (DEVICE if endpoint.device else None)


def test_a_request_is_the_generated_clients_own(operation: Operation, endpoint: Endpoint) -> None:
    """Method, address, query and headers: with every argument, with the required ones, and with None for the others.

    The generated client gets the body as its model, the toolkit as plain values.
    """
    build = importlib.import_module(f"oneentry_client.api.{operation.tag}.{operation.snake}")._get_kwargs
    every: dict[str, Any] = {}
    for name, parameter in signature_of(endpoint).parameters.items():
        kind = str(parameter.annotation)
        every[name] = True if "bool" in kind else 7 if "int" in kind else "a/b c?ü"
    if operation.request:
        every["body"] = operation.example
    defaults = {name: one.default for name, one in signature_of(endpoint).parameters.items()}
    needed = {name: value for name, value in every.items() if defaults[name] is inspect.Parameter.empty}
    nothing = {name: every[name] if name in needed else None for name in every}

    def generated(given: dict[str, Any]) -> dict[str, Any]:
        more: dict[str, Any] = {"x_device_metadata": DEVICE} if endpoint.device else {}
        if "body" in given:
            more["body"] = endpoint.body_model(given["body"])
        made: dict[str, Any] = build(**{**given, **more})
        if operation.is_upload:
            _like_the_toolkit(made)
        # Without the optional guest id, which is added when the request is sent, no header may be left.
        return {name: value for name, value in made.items() if value or name != "headers"}

    if operation.is_upload:  # a file is read once, and the boundary is another one each time
        every["body"] = needed["body"] = nothing["body"] = {"files": [("file", b"Hello", None)]}
        built = endpoint.build(device=DEVICE, **every)
        assert re.fullmatch(r"multipart/form-data; boundary=[0-9a-f]{32}", built["headers"].pop("Content-Type"))
        assert built | {"headers": {}} == generated(every | {"body": operation.example}) | {"headers": {}}
        return
    for given in (every, needed, nothing):
        built = endpoint.build(device=DEVICE, **given)
        assert built == generated(given)
        assert list(built.get("params", ())) == list(generated(given).get("params", ()))
    in_place = [
        name for name, one in signature_of(endpoint).parameters.items() if one.kind is one.POSITIONAL_OR_KEYWORD
    ]
    by_name = {name: value for name, value in every.items() if name not in in_place}
    assert endpoint.build(*(every[name] for name in in_place), device=DEVICE, **by_name) == generated(every)
    for name in needed:
        with pytest.raises(TypeError):
            endpoint.build(device=DEVICE, **{key: value for key, value in needed.items() if key != name})
    with pytest.raises(TypeError):
        endpoint.build(device=DEVICE, **every, more=1)


def test_building_requests_imports_no_client() -> None:
    """Nor httpx, nor attrs: the models alone are a hundred modules."""
    program = (
        "import sys; from oneentry_toolkit.transport.operations import ENDPOINTS\n"
        "built = ENDPOINTS['list_orders'].build('orders', device='', limit=5)\n"
        "assert built['params'] == {'offset': 0, 'limit': 5}\n"
        "assert ENDPOINTS['create_order'].build('orders', device='', body={})['json'] == {}\n"
        "print(*[name for name in ('attr', 'httpx', 'oneentry_client') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_an_answer_is_parsed(operation: Operation, endpoint: Endpoint) -> None:
    """The contract's example becomes models, and gives the example again."""
    if operation.answer is None:
        assert endpoint.parse(b"") is None
        return
    example = operation.answer["example"]
    answer = endpoint.parse(json.dumps(example).encode())
    if isinstance(answer, list):
        assert [item.to_dict() for item in answer] == example
    else:
        assert (answer.to_dict() if hasattr(answer, "to_dict") else answer) == example


def test_a_model_and_plain_values_are_the_same() -> None:
    """A body may be given either way, and the answer is the contract's model."""
    body = {"formIdentifier": "order", "paymentAccountIdentifier": "cash", "formData": {}, "products": []}
    endpoint = ENDPOINTS["create_order"]
    model = OrderInput.from_dict(body)
    assert endpoint.body_model(model) is model
    assert endpoint.body_model(body) == model
    assert model.to_dict() == body
    assert isinstance(endpoint.parse(b'{"id": 89, "totalSum": 340}'), CreatedOrder)


@pytest.mark.parametrize("body", [{"filter": [{"title": "Box"}]}, [{"title": "Box"}], []])
def test_both_shapes_of_a_filter_are_sent(body: Any) -> None:
    """The catalogue's filter goes out as it is given: an object, or the bare array of older servers."""
    assert ENDPOINTS["list_products"].build(body=body, device=DEVICE)["json"] == body
    model = ENDPOINTS["list_products"].body_model(body)
    assert ([one.to_dict() for one in model] if isinstance(model, list) else model.to_dict()) == body


@pytest.mark.parametrize("body", [5, None, "text", b"", object()])
def test_a_body_that_is_no_json_data_is_refused(body: Any) -> None:
    endpoint = ENDPOINTS["create_order"]
    for refuse in (endpoint.body_model, lambda given: endpoint.build("orders", body=given, device=DEVICE)):
        with pytest.raises(TypeError):
            refuse(body)


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'"text"', b'{"items": [{"total": 1}]}', b"5"])
def test_an_answer_that_does_not_fit_is_refused(content: bytes) -> None:
    """What is no page of orders raises one of the documented kinds, and is never taken for one."""
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        ENDPOINTS["list_orders"].parse(content)
