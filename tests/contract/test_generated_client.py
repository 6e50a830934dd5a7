"""The generated client is what the contract makes, and loses nothing of what servers send or users give."""

from __future__ import annotations

import copy
import importlib
import json
import re
import shutil
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import httpx
import pytest

from oneentry_client import AuthenticatedClient, Client
from oneentry_client.api.orders import get_order
from oneentry_client.errors import UnexpectedStatus
from oneentry_client.models import ErrorEnvelope

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.conftest import Complaints, Operation, Payload

# Also not a word of any set that a contract could list.
OTHER_VALUES: tuple[Any, ...] = (None, True, 10.5, 7, "a word of a newer server", [], {})
NEWER = {"sentByANewerServer": {"deep": [None, 10.5, {"deeper": "text"}]}}


def module_of(operation: Operation) -> ModuleType:
    return importlib.import_module(f"oneentry_client.api.{operation.tag}.{operation.snake}")


def parsed(operation: Operation, status: int, content: bytes) -> Any:
    """What the generated client makes of an answer."""
    answer = httpx.Response(status, content=content, headers={"content-type": "application/json"})
    client = Client(base_url="http://unused", raise_on_unexpected_status=True)
    return module_of(operation)._parse_response(client=client, response=answer)


def as_model(operation: Operation, body: Any) -> Any:
    """The body as the model that the generated function asks for."""
    hint = get_type_hints(module_of(operation)._get_kwargs)["body"]
    for choice in (hint,) if get_origin(hint) is list else get_args(hint) or (hint,):
        if isinstance(body, list) and get_args(choice):
            (item,) = get_args(choice)
            return [item.from_dict(each) for each in body]
        if isinstance(body, dict) and not get_args(choice):
            return choice.from_dict(body)
    raise AssertionError(f"{operation.id} takes no {type(body)}")


def plain(value: Any) -> Any:
    """Models as the plain values that are sent."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def text(body: Any) -> str:
    """Unlike Python's ==, this tells true from 1 and 10 from 10.0."""
    return json.dumps(body, sort_keys=True)


def answered(operation: Operation, body: Any) -> Any:
    """An answer's body after it went through the generated client."""
    return plain(parsed(operation, operation.success, json.dumps(body).encode()))


def sent(operation: Operation, body: Any) -> Any:
    """A request's body after it went through the generated client."""
    model = as_model(operation, body)
    address = {parameter["name"]: parameter.get("example") for parameter in operation.parameters}
    in_path = {"marker": "marker", "id": "id", "pageId": "page_id", "pageUrl": "page_url"}
    known = {in_path[name]: address[name] for name in in_path if name in address}
    if "x-device-metadata" in address:
        known["x_device_metadata"] = address["x-device-metadata"]
    return module_of(operation)._get_kwargs(**known, body=model)["json"]


def variants(body: Any) -> Iterator[Any]:
    """The body with one value replaced, removed, or joined by an unknown one, for every place in it."""
    for place in places(body):
        for value in OTHER_VALUES:
            yield replaced(body, place, value)
        found = at(body, place)
        if isinstance(found, dict):
            yield replaced(body, place, found | NEWER)
            for name in found:
                yield replaced(body, place, {key: value for key, value in found.items() if key != name})
        if isinstance(found, list) and found:
            yield replaced(body, place, found * 2)


def places(body: Any, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield here
    if isinstance(body, dict):
        for name, value in body.items():
            yield from places(value, (*here, name))
    elif isinstance(body, list):
        for number, value in enumerate(body):
            yield from places(value, (*here, number))


def at(body: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        body = body[step]
    return body


def replaced(body: Any, place: tuple[str | int, ...], value: Any) -> Any:
    if not place:
        return value
    changed = copy.deepcopy(body)
    at(changed, place[:-1])[place[-1]] = value
    return changed


FIELD = {"marker": "name", "type": "string", "value": "Ivan"}
ORDER = {"id": 55, "storageId": 1, "totalSum": "300", "currency": "", "products": []}
SESSION = {"id": 46, "type": "session", "status": "waiting", "paymentAccountId": 1, "orderId": 89, "paymentUrl": None}
# What servers of different ages are documented to answer, beyond the published bodies.
KNOWN_ANSWERS: list[tuple[str, Any]] = [
    ("checkCode", False),
    ("createRefundRequest", {}),
    ("createRefundRequest", True),
    ("getUser", {"id": 8, "identifier": "test@test.ru", "formData": [FIELD], "groups": ["1"], "total": 1}),
    ("signUp", {"id": 1, "identifier": "test", "isActive": False, "formData": {"en_US": [FIELD]}, "importId": None}),
    ("auth", {"accessToken": "a.b.c", "refreshToken": "1745494429101-2834edf8"}),
    ("signUp", {"id": 1, "identifier": "test", "notificationData": {"phonePush": "+19991234567"}}),
    ("listAuthProviders", [{"id": 2, "identifier": "g", "formIdentifier": None, "config": {"oauthAuthUrl": None}}]),
    (
        "getAuthProvider",
        {"id": 1, "identifier": "email", "config": {"systemCodeLength": 8, "systemCodeOnlyNumbers": True}},
    ),
    ("getOrderStorage", {"id": 1, "identifier": None, "position": None, "paymentAccountIdentifiers": []}),
    ("getOrder", {"id": 55, "createdDate": "2023-01-01 12:12", "formData": [], "totalSum": "300.00"}),
    ("getOrder", ORDER | {"formData": {"en_US": [FIELD]}, "isCompleted": None, "createdDate": "2023-01-01 12:12"}),
    ("getOrder", ORDER | {"products": [{"id": 1, "price": "1.00", "quantity": 1, "previewImage": {"filename": "a"}}]}),
    ("getOrder", ORDER | {"products": [{"id": 1, "price": 1.5, "previewImage": [{"size": 1}, {}], "isGift": True}]}),
    ("getOrder", ORDER | {"split": {"completed": False, "partial": True, "stages": [{"marker": "a", "value": 150}]}}),
    ("getOrder", ORDER | {"statusLocalizeInfos": {"title": "Paid"}, "paymentStatusLocalizeInfos": None}),
    ("createOrder", {"formIdentifier": "order", "totalSum": "300.00", "products": [{"productId": 1, "quantity": 2}]}),
    ("updateOrder", {"formIdentifier": "order", "totalSum": 345}),
    ("previewOrder", {"formIdentifier": "order", "products": [{"productId": 1, "quantity": 2}], "totalSum": 10.5}),
    ("previewOrder", {"totalSum": 300, "discountConfig": {"coupon": {"code": "A", "valid": True, "applied": False}}}),
    ("getPaymentSessionByOrder", []),
    ("getPaymentSessionByOrder", [SESSION, SESSION | {"amount": 10.5, "clientSecret": "pi_1"}]),
    ("getPaymentSession", {"id": 46, "type": "session", "status": "waiting", "orderId": 89, "paymentUrl": None}),
    ("getPaymentSession", SESSION | {"orderId": None}),
    (
        "createPaymentSession",
        {"id": 46, "updatedDate": "2025-04-30", "version": 0, "identifier": "x", "paymentUrl": "u"},
    ),
    ("getPaymentSession", SESSION | {"lineItems": [], "sessionId": None, "intent": {"amount": 1, "currency": "usd"}}),
    ("getPaymentAccount", {"id": 1, "identifier": "stripe", "testSettings": {"sessionTimeout": 30, "status": None}}),
    ("listForms", [{"id": 4, "identifier": "reg", "attributes": {}}, {"id": 5, "identifier": "order"}]),
    ("getForm", {"id": 4, "identifier": "reg", "localizeInfos": [], "attributes": [{"marker": "a", "type": "json"}]}),
    ("getForm", {"id": 4, "identifier": "reg", "attributes": [{"marker": "a", "type": "list", "multiselect": False}]}),
    (
        "getProduct",
        {"id": 1, "price": None, "statusLocalizeInfos": {}, "productPages": {"id": 1}, "signedPrice": "a.b"},
    ),
    ("getProduct", {"id": 1, "attributeValues": {"price": {"type": "integer", "value": None}}, "relatedIds": [2]}),
    (
        "getDiscount",
        {"id": 1, "identifier": "gift", "discountValue": None, "gifts": {"id": 2}, "userGroups": [{"id": 1}]},
    ),
    ("getDiscount", {"id": 1, "identifier": "a", "conditions": [{"conditionType": "X", "value": {"amount": 100}}]}),
    (
        "getDiscount",
        {
            "id": 1,
            "identifier": "coffee",
            "startDate": None,
            "discountValue": {"value": None, "maxAmount": "10.00", "discountType": "NONE", "applicability": "TO_ORDER"},
            "conditions": [
                {
                    "id": 3,
                    "discountId": 1,
                    "conditionType": "CATEGORY",
                    "entityIds": [{"id": "coffee", "isNested": True}],
                },
                {"id": 4, "discountId": 1, "conditionType": "PRODUCT", "value": None, "entityIds": [{"id": 14}]},
                {"type": "USER_LTV", "value": "100", "entityIds": None},
            ],
            "exclusions": [{"id": "gift_cards", "isNested": False}],
            "userExclusions": [],
            "bonusEvent": {"id": 1, "triggerEvent": "ORDER_PAID", "bonusExpirationDays": 30},
        },
    ),
    ("getDiscount", {"id": 1, "identifier": "old", "exclusions": {"x": 1}, "userExclusions": {}, "userGroups": {}}),
    ("validateCoupon", {"valid": False, "error": "Coupon not found"}),
    ("getBonusBalance", [{"balance": 10.5}]),
    ("getBonusBalance", {"balance": "1500.00"}),
    ("listBonusHistory", [{"balanceId": 1, "amount": 10.5, "type": "ACCRUAL", "isAdmin": False, "expiresAt": None}]),
]


# --- What there is ---


@pytest.mark.slow
def test_it_is_up_to_date(regen: ModuleType) -> None:
    """The client, the table of requests, the methods of ``shop.api`` and the sandbox's contract, byte for byte."""
    assert regen.differences() == [], "run `make regen`"


@pytest.mark.slow
def test_differences_are_seen(regen: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was edited, lost or left over is named, so the test above proves something; regenerating mends it."""
    committed, client, contract_as = regen.CLIENT, tmp_path / "oneentry_client", tmp_path / "openapi.json"
    requests, operations = tmp_path / "requests.py", tmp_path / "operations.py"
    # Generating takes seconds, and its result is what is committed, says the test above.
    monkeypatch.setattr(regen, "_generate", lambda contract, folder: shutil.copytree(committed, folder))
    monkeypatch.setattr(regen, "ROOT", tmp_path)
    monkeypatch.setattr(regen, "CLIENT", client)
    monkeypatch.setattr(regen, "CONTRACT_AS_JSON", contract_as)
    monkeypatch.setattr(regen, "REQUESTS", requests)
    monkeypatch.setattr(regen, "OPERATIONS", operations)
    regen.make(client, contract_as, requests, operations)
    assert regen.differences() == []

    (client / "client.py").write_text("# edited\n")
    (client / "models" / "old.py").write_text("# of an earlier contract\n")
    (client / "py.typed").unlink()
    contract_as.write_bytes(contract_as.read_bytes() + b"\n")
    requests.unlink()
    operations.write_text("# edited\n")
    assert regen.differences() == [
        "differs: oneentry_client/client.py",
        "extra: oneentry_client/models/old.py",
        "missing: oneentry_client/py.typed",
        "differs: openapi.json",
        "differs: operations.py",
        "missing: requests.py",
    ]

    regen.make(client, contract_as, requests, operations)
    assert regen.differences() == []


def test_another_folder_is_not_replaced(regen: ModuleType, tmp_path: Path) -> None:
    """A folder with something else in it, given by mistake, stays as it is."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(regen.RegenError, match="not replaced"):
        regen.make_client(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.slow
def test_nothing_is_skipped_in_silence(regen: ModuleType, tmp_path: Path) -> None:
    """A contract that the generator would make less of is refused."""
    broken = tmp_path / "openapi.yaml"
    whole = regen.CONTRACT.read_text(encoding="utf-8")
    broken.write_text(whole.replace("schemas/ProductHit", "schemas/Nowhere"), encoding="utf-8")
    with pytest.raises(regen.RegenError, match="quick/search"):
        regen.make_client(tmp_path / "oneentry_client", broken)
    assert not (tmp_path / "oneentry_client").exists()


def test_nothing_is_said_twice(regen: ModuleType, tmp_path: Path) -> None:
    """A contract with the same key twice in a mapping is refused."""
    broken = tmp_path / "openapi.yaml"
    broken.write_text("paths: {}\nsecurity: []\npaths: {}\n", encoding="utf-8")
    with pytest.raises(regen.RegenError, match="there twice: paths"):
        regen.contract_as_json(broken)


def test_it_has_a_module_for_each_operation(regen: ModuleType, operations: list[Operation]) -> None:
    """Every operation has its module by tag and name, and there is no other."""
    folder = regen.CLIENT / "api"
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*.py") if file.name != "__init__.py"}
    assert found == {f"{operation.tag}/{operation.snake}.py" for operation in operations}
    assert (regen.CLIENT / "py.typed").is_file()


def test_a_module_builds_the_documented_request(operation: Operation) -> None:
    """Method, address, query and headers are those of the contract, and what a caller gives is encoded."""
    module = module_of(operation)
    values: dict[str, Any] = {
        parameter["name"]: 7 if parameter["schema"]["type"] == "integer" else "a/b c?"
        for parameter in operation.parameters
        if parameter["in"] == "path" or parameter.get("required")
    }
    if operation.request is not None:
        values["body"] = as_model(operation, operation.example)

    built = module._get_kwargs(
        **{re.sub(r"(?=[A-Z])", "_", name.replace("-", "_")).lower(): value for name, value in values.items()}
    )

    path = operation.path
    for parameter in operation.parameters:
        name = parameter["name"]
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", str(values[name]).replace("a/b c?", "a%2Fb%20c%3F"))
        elif parameter["in"] == "header" and parameter.get("required"):
            assert built["headers"][name] == values[name]
        elif parameter.get("required"):
            assert built["params"][name] == values[name]
    assert (built["method"], built["url"]) == (operation.method, path)
    assert ("json" in built) == (operation.request is not None and not operation.is_upload)
    assert ("files" in built) == operation.is_upload


# --- Nothing is lost ---


def test_published_bodies_survive(payload: Payload) -> None:
    """What the generated client reads from a published body gives that body again."""
    operation = payload.operation
    if payload.kind == "request":
        assert text(sent(operation, payload.body)) == text(payload.body)
    elif payload.kind == "response":
        assert text(answered(operation, payload.body)) == text(payload.body)
    else:
        refusal = parsed(operation, payload.body["statusCode"], json.dumps(payload.body).encode())
        assert isinstance(refusal, ErrorEnvelope)
        assert text(refusal.to_dict()) == text(payload.body)


@pytest.mark.long
def test_variants_of_published_bodies_survive(payload: Payload, complaints: Complaints) -> None:
    """Also with any one value changed to null, a float, an unknown word and so on, or with unknown members."""
    through = {"request": sent, "response": answered}.get(payload.kind, refused)
    survived = 0
    for body in variants(payload.body):
        if complaints(payload.schema, body) == []:
            assert text(through(payload.operation, body)) == text(body)
            survived += 1
    assert survived


def refused(operation: Operation, body: Any) -> Any:
    """A refusal's body after it went through the generated client."""
    return plain(parsed(operation, min(set(operation.responses) - {operation.success}), json.dumps(body).encode()))


@pytest.mark.slow
def test_variants_of_examples_survive(operation: Operation, complaints: Complaints) -> None:
    """Also for the contract's examples, which every operation has."""
    for media, through in ((operation.answer, answered), (operation.request, sent)):
        if media is None or (operation.is_upload and through is sent):
            continue
        assert text(through(operation, media["example"])) == text(media["example"])
        for body in variants(media["example"]):
            if complaints(media["schema"], body) == []:
                assert text(through(operation, body)) == text(body)


@pytest.mark.parametrize(("name", "body"), KNOWN_ANSWERS)
def test_answers_of_old_and_new_servers_survive(
    operations: list[Operation], complaints: Complaints, name: str, body: Any
) -> None:
    """They fit the contract and come out as they went in."""
    (operation,) = [operation for operation in operations if operation.id == name]
    assert operation.answer is not None
    assert complaints(operation.answer["schema"], body) == []
    assert text(answered(operation, body)) == text(body)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"message": ["products.0.productId must be a number", "formData should not be empty"]},
        {"timestamp": "2026-01-04T01:20:52.612Z", "pageData": None},
        {"pageData": {"title": {"en_US": "Closed"}}, "error": "Forbidden", **NEWER},
    ],
)
def test_refusals_survive(operation: Operation, members: dict[str, Any]) -> None:
    """Every documented refusal becomes an envelope, whatever members it has."""
    for status in set(operation.responses) - {operation.success}:
        body = {"statusCode": status, "message": "No"} | members
        refusal = parsed(operation, status, json.dumps(body).encode())
        assert isinstance(refusal, ErrorEnvelope)
        assert text(refusal.to_dict()) == text(body)


def test_an_empty_answer_is_read(operations: list[Operation]) -> None:
    """generateCode's answer, which has no body, is no error."""
    (operation,) = [operation for operation in operations if operation.answer is None]
    assert parsed(operation, operation.success, b"") is None


# --- What plain users of it meet, as generated_client/README.md says ---


def answering(status: int, content: bytes) -> AuthenticatedClient:
    client = AuthenticatedClient(base_url="http://unused", token="t", raise_on_unexpected_status=True)
    transport = httpx.MockTransport(lambda _request: httpx.Response(status, content=content))
    return client.set_httpx_client(httpx.Client(base_url="http://unused", transport=transport))


@pytest.mark.parametrize("status", [419, 499, 520, 599])
def test_status_that_python_does_not_know_is_a_value_error(status: int) -> None:
    """Also with ``raise_on_unexpected_status``, and from every form of the function."""
    for function in (get_order.sync, get_order.sync_detailed):
        with pytest.raises(ValueError, match="is not a valid HTTPStatus"):
            function("orders", 1, client=answering(status, b""))


def test_undocumented_status_that_python_knows_is_unexpected() -> None:
    with pytest.raises(UnexpectedStatus):
        get_order.sync("orders", 1, client=answering(503, b"<html>"))
    quiet = answering(503, b"<html>")
    quiet.raise_on_unexpected_status = False
    assert get_order.sync("orders", 1, client=quiet) is None


def test_refusal_is_returned_and_page_of_a_gateway_is_a_value_error() -> None:
    refusal = get_order.sync("orders", 1, client=answering(404, b'{"statusCode": 404, "message": "Order not found"}'))
    assert isinstance(refusal, ErrorEnvelope)
    with pytest.raises(ValueError, match="Expecting value"):
        get_order.sync("orders", 1, client=answering(500, b"<html>"))


def test_answer_without_a_required_member_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="id"):
        get_order.sync("orders", 1, client=answering(200, b"{}"))
