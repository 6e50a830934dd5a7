"""Every published body fits the contract, which therefore describes servers and not wishes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from tests.contract.conftest import PUBLISHED, resolved
from tests.published import EXEMPT, FOLDER

if TYPE_CHECKING:
    from tests.contract.conftest import Complaints, Payload


# Members that a server refuses to go without, from the published tables of fields.
ORDER = {"formIdentifier", "paymentAccountIdentifier", "formData", "products"}
REQUIRED: dict[str, set[str]] = {
    "createSubmission": {"formIdentifier", "formModuleConfigId", "moduleEntityIdentifier", "formData"},
    "listSubmissions": set(),
    "updateSubmission": {"formData"},
    "updateSubmissionStatus": {"status"},
    "addCartItem": {"productId", "qty"},
    "activateUser": {"userIdentifier", "code"},
    "auth": {"authData"},
    "changePassword": {"userIdentifier", "eventIdentifier", "code", "type", "password1", "password2"},
    "checkCode": {"userIdentifier", "eventIdentifier", "code"},
    "createOrder": ORDER,
    "createPaymentSession": {"orderId", "type"},
    "createRefundRequest": {"products"},
    "generateCode": {"userIdentifier", "eventIdentifier"},
    "listProducts": set(),
    "refresh": {"refreshToken"},
    "signUp": {"langCode", "authData"},
    "updateOrder": ORDER,
    "updateUser": {"formIdentifier"},
}


def test_every_file_is_judged(payloads: list[Payload]) -> None:
    """All 71 files but the exempt ones are among the bodies that the other tests go through."""
    files = {file.name for file in FOLDER.iterdir()}
    assert len(files) == 71
    assert EXEMPT.keys() < files
    assert {payload.file for payload in payloads} == files - EXEMPT.keys()
    assert Counter(payload.kind for payload in payloads) == {"request": 20, "response": 38, "error": 5}


def test_an_exempt_body_has_no_operation() -> None:
    """As soon as the contract has its operation, a body is judged like the others."""
    assert {payload.file: payload.matches for payload in PUBLISHED if payload.file in EXEMPT and payload.matches} == {}


def test_every_file_has_its_operation(payloads: list[Payload]) -> None:
    """The address in each file is that of exactly one operation."""
    assert {payload.file: len(payload.matches) for payload in payloads if len(payload.matches) != 1} == {}


def test_the_address_is_documented(payload: Payload, complaints: Complaints) -> None:
    """What a file has in its query is a parameter of its operation, with a value that fits."""
    schemas = {
        parameter["name"]: parameter["schema"]
        for parameter in payload.operation.parameters
        if parameter["in"] == "query"
    }
    for name, value in parse_qsl(payload.query, strict_parsing=bool(payload.query)):
        number = schemas[name].get("type") == "integer"
        assert complaints(schemas[name], int(value) if number else value) == []


def test_the_body_fits(payload: Payload, complaints: Complaints) -> None:
    """The body is what its operation sends, answers or refuses with."""
    assert complaints(payload.schema, payload.body) == []


def test_the_kind_of_the_body_matters(payloads: list[Payload], complaints: Complaints) -> None:
    """A refusal is not taken for a success, nor the other way round, where the contract can tell them apart."""
    envelope = {"$ref": "#/components/schemas/ErrorEnvelope"}
    for payload in payloads:
        if payload.kind == "error":
            answer = payload.operation.answer
            assert answer is not None
            # An order as it was taken has no member that every server sends.
            kinds = answer["schema"].get("oneOf", [answer["schema"]])
            told_apart = all("required" in resolved(kind) for kind in kinds)
            assert (complaints(answer["schema"], payload.body) != []) == told_apart
        else:
            assert complaints(envelope, payload.body) != []


def test_required_members_are_required(payloads: list[Payload], complaints: Complaints) -> None:
    """Without a member that servers insist on, what is sent does not fit; every other member may be left out."""
    sent = [payload for payload in payloads if payload.kind == "request" and isinstance(payload.body, dict)]
    assert {payload.operation.id for payload in sent} == REQUIRED.keys()
    for payload in sent:
        shorter = {name: {key: payload.body[key] for key in payload.body if key != name} for name in payload.body}
        needed = {name for name, body in shorter.items() if complaints(payload.schema, body)}
        assert needed == REQUIRED[payload.operation.id], payload.file
