"""The contract is valid, complete, and says the same thing everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from openapi_spec_validator import OpenAPIV31SpecValidator

if TYPE_CHECKING:
    from tests.contract.conftest import Complaints, Operation

ROOT = Path(__file__).parents[2]

PROVIDER = "/users-auth-providers/marker/{marker}"
STORAGE = "/orders-storage/marker/{marker}"
# Tag, operation id, method, path below /api/content, success status, whether a signed-in user is needed.
TABLE = [
    ("auth", "listAuthProviders", "GET", "/users-auth-providers", 200, False),
    ("auth", "getAuthProvider", "GET", PROVIDER, 200, False),
    ("auth", "signUp", "POST", f"{PROVIDER}/users/sign-up", 201, False),
    ("auth", "generateCode", "POST", f"{PROVIDER}/users/generate-code", 201, False),
    ("auth", "checkCode", "POST", f"{PROVIDER}/users/check-code", 201, False),
    ("auth", "activateUser", "POST", f"{PROVIDER}/users/activate", 201, False),
    ("auth", "auth", "POST", f"{PROVIDER}/users/auth", 201, False),
    ("auth", "refresh", "POST", f"{PROVIDER}/users/refresh", 201, False),
    ("auth", "logout", "POST", f"{PROVIDER}/users/logout", 201, True),
    ("auth", "logoutAll", "POST", f"{PROVIDER}/users/logout-all", 201, True),
    ("auth", "changePassword", "POST", f"{PROVIDER}/users/change-password", 201, False),
    ("auth", "listActiveSessions", "GET", f"{PROVIDER}/users/sessions", 200, True),
    ("auth", "oauth", "POST", f"{PROVIDER}/oauth", 201, False),
    ("users", "getUser", "GET", "/users/me", 200, True),
    ("users", "updateUser", "PUT", "/users/me", 200, True),
    ("users", "archiveUser", "DELETE", "/users/me", 200, True),
    ("users", "addFcmToken", "POST", "/users/me/fcm-token/{token}", 201, True),
    ("users", "deleteFcmToken", "DELETE", "/users/me/fcm-token/{token}", 200, True),
    ("users", "deleteUser", "DELETE", "/users/me/account", 200, True),
    ("users", "getCart", "GET", "/users/me/cart", 200, False),
    ("users", "setCart", "PUT", "/users/me/cart", 200, False),
    ("users", "addCartItem", "POST", "/users/me/cart/items", 201, False),
    ("users", "removeCartItem", "DELETE", "/users/me/cart/items/{productId}", 200, False),
    ("users", "getWishlist", "GET", "/users/me/wishlist", 200, False),
    ("users", "setWishlist", "PUT", "/users/me/wishlist", 200, False),
    ("users", "addWishlistItem", "POST", "/users/me/wishlist/items", 201, False),
    ("users", "removeWishlistItem", "DELETE", "/users/me/wishlist/items/{productId}", 200, False),
    ("orders", "listOrderStorages", "GET", "/orders-storage", 200, False),
    ("orders", "getOrderStorage", "GET", STORAGE, 200, False),
    ("orders", "listOrders", "GET", f"{STORAGE}/orders", 200, True),
    ("orders", "getOrder", "GET", f"{STORAGE}/orders/{{id}}", 200, True),
    ("orders", "createOrder", "POST", f"{STORAGE}/orders", 201, False),
    ("orders", "updateOrder", "PUT", f"{STORAGE}/orders/{{id}}", 200, True),
    ("orders", "listOrderStatuses", "GET", f"{STORAGE}/order-statuses", 200, False),
    ("orders", "previewOrder", "POST", "/orders-storage/orders/preview", 201, False),
    ("orders", "listRefunds", "GET", "/orders/{id}/refund", 200, True),
    ("orders", "createRefundRequest", "POST", "/orders/{id}/refund", 201, True),
    ("orders", "cancelRefundRequest", "DELETE", "/orders/{id}/refund", 200, True),
    ("payments", "listPaymentSessions", "GET", "/payments/sessions", 200, True),
    ("payments", "getPaymentSession", "GET", "/payments/sessions/{id}", 200, True),
    ("payments", "getPaymentSessionByOrder", "GET", "/payments/sessions/order/{orderId}", 200, True),
    ("payments", "createPaymentSession", "POST", "/payments/sessions", 201, False),
    ("payments", "getPaymentStages", "GET", "/payments/orders/{id}/stages", 200, True),
    ("payments", "listPaymentAccounts", "GET", "/payments/accounts", 200, True),
    ("payments", "getPaymentAccount", "GET", "/payments/accounts/{id}", 200, True),
    ("forms", "listForms", "GET", "/forms", 200, False),
    ("forms", "getForm", "GET", "/forms/marker/{marker}", 200, False),
    ("forms", "createSubmission", "POST", "/form-data", 201, False),
    ("forms", "listSubmissions", "POST", "/form-data/marker/{marker}", 201, False),
    ("forms", "updateSubmission", "PUT", "/form-data/{id}", 200, True),
    ("forms", "deleteSubmission", "DELETE", "/form-data/{id}", 200, True),
    ("forms", "updateSubmissionStatus", "PUT", "/form-data/{id}/update-status", 200, True),
    ("files", "uploadFiles", "POST", "/files", 201, False),
    ("files", "deleteFile", "DELETE", "/files", 200, True),
    ("products", "listProducts", "POST", "/products/all", 201, False),
    ("products", "listProductsByIds", "GET", "/products/ids", 200, False),
    ("products", "getProduct", "GET", "/products/{id}", 200, False),
    ("products", "searchProducts", "GET", "/products/quick/search", 200, False),
    ("products", "listProductsWithoutPage", "POST", "/products/empty-page", 201, False),
    ("products", "listProductsByPage", "POST", "/products/page/{pageId}", 201, False),
    ("products", "listProductsByPageUrl", "POST", "/products/page/url/{pageUrl}", 201, False),
    ("products", "listPricesByPageUrl", "GET", "/products/page/{pageUrl}/prices", 200, False),
    ("products", "listRelatedProducts", "GET", "/products/{id}/related", 200, False),
    ("products", "listProductBlocks", "GET", "/products/{id}/blocks", 200, False),
    ("products", "countProducts", "POST", "/products/all/counts", 201, False),
    ("products", "countProductsByPage", "POST", "/products/page/{pageId}/counts", 201, False),
    ("products", "countProductsByPageUrl", "POST", "/products/page/url/{pageUrl}/counts", 201, False),
    ("discounts", "listDiscounts", "GET", "/discounts", 200, False),
    ("discounts", "getDiscount", "GET", "/discounts/marker/{marker}", 200, False),
    ("discounts", "validateCoupon", "GET", "/discounts/coupons/validate", 200, False),
    ("discounts", "getBonusBalance", "GET", "/discounts/bonus-balance", 200, True),
    ("discounts", "listBonusHistory", "GET", "/discounts/bonus-balance/history", 200, True),
]
DEVICE = {"auth", "refresh", "logout", "oauth"}
# Who sends no bearer may name a guest; a sign-up takes over its cart.
GUEST = {
    "getCart",
    "setCart",
    "addCartItem",
    "removeCartItem",
    "getWishlist",
    "setWishlist",
    "addWishlistItem",
    "removeWishlistItem",
    "createOrder",
    "previewOrder",
    "createPaymentSession",
}


def test_it_is_valid(contract: dict[str, Any]) -> None:
    """openapi.yaml is an OpenAPI 3.1 document."""
    assert contract["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(contract).iter_errors()] == []


def test_it_has_the_operations(operations: list[Operation]) -> None:
    """Exactly the operations that are agreed, with their tags, methods, paths, statuses and rights."""
    found = [
        (of.tag, of.id, of.method.upper(), of.path.removeprefix("/api/content"), of.success, of.bearer)
        for of in operations
    ]
    assert sorted(found) == sorted(TABLE)
    assert len({of.id for of in operations}) == len(operations)
    assert all(of.path.startswith("/api/content/") for of in operations)


def test_the_architecture_page_has_the_same_operations() -> None:
    """The table of docs/architecture.md is this one; its paths may be shortened to `...` at the start."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    cells = r"^\| (\w+) \| `(\w+)` \| ([A-Z]+) `([^`]+)`( \(device\))? \| (\d+)[^|]* \| (yes|or guest)? ?\|$"
    rows = re.findall(cells, page, flags=re.MULTILINE)

    assert [(tag, name, method, int(status), user == "yes") for tag, name, method, _, _, status, user in rows] == [
        (tag, name, method, status, user) for tag, name, method, _, status, user in TABLE
    ]
    for (_, name, _, path, device, _, user), (_, _, _, whole, _, _) in zip(rows, TABLE, strict=True):
        assert whole.endswith(path.removeprefix("...")) if path.startswith("...") else whole == path
        assert bool(device) == (name in DEVICE)
        assert (user == "or guest") == (name in GUEST)


def test_device_metadata_is_asked_for(operations: list[Operation]) -> None:
    """The four operations that are bound to a device demand the header, and no others."""
    asking = {
        of.id
        for of in operations
        for parameter in of.parameters
        if parameter["name"] == "x-device-metadata" and parameter["in"] == "header" and parameter.get("required")
    }
    assert asking == DEVICE


def test_guests_are_served(operations: list[Operation]) -> None:
    """Where there may be a guest in place of a user, both are in the contract; a sign-up takes the guest's id, too."""
    named = {of.id for of in operations if any(parameter["name"] == "x-guest-id" for parameter in of.parameters)}
    either = {of.id for of in operations if {"bearer" in way for way in of.spec.get("security", ())} == {True, False}}
    assert named == GUEST | {"signUp"}
    assert either == GUEST


def test_every_operation_tells_what_it_does(operation: Operation) -> None:
    """It has a summary and a description, and each parameter has a description."""
    assert operation.spec["summary"]
    assert operation.spec["description"]
    assert all(parameter["description"] for parameter in operation.parameters)


def test_path_parameters_are_declared(operation: Operation) -> None:
    """Exactly the names in the path are path parameters, required and with an example."""
    declared = [parameter for parameter in operation.parameters if parameter["in"] == "path"]
    assert sorted(parameter["name"] for parameter in declared) == sorted(re.findall(r"{(\w+)}", operation.path))
    assert all(parameter["required"] and "example" in parameter for parameter in declared)


def test_the_answer_has_a_fitting_example(operation: Operation, complaints: Complaints) -> None:
    """The success answer shows an example that its schema accepts; only generateCode's is empty."""
    assert (operation.answer is None) == (operation.id == "generateCode")
    if operation.answer is not None:
        assert complaints(operation.answer["schema"], operation.answer["example"]) == []


def test_the_request_has_a_fitting_example(operation: Operation, complaints: Complaints) -> None:
    """A POST or PUT sends a required body with an example that its schema accepts; two have nothing to send."""
    assert (operation.request is not None) == (
        operation.method in {"post", "put"} and operation.id not in {"logoutAll", "addFcmToken"}
    )
    if operation.request is not None:
        assert operation.spec["requestBody"]["required"] is True
        assert operation.is_upload == (operation.id == "uploadFiles")
        assert complaints(operation.request["schema"], operation.request["example"]) == []


def test_refusals_are_documented(operation: Operation, complaints: Complaints) -> None:
    """Every refusal is an ErrorEnvelope with a fitting example; those that any route can give are all there."""
    refusals = {status: answer for status, answer in operation.responses.items() if status != operation.success}
    assert {400, 403, 429, 500} <= refusals.keys()
    assert not operation.bearer or 401 in refusals
    assert "{" not in operation.path or 404 in refusals
    for status, answer in refusals.items():
        media = answer["content"]["application/json"]
        assert media["schema"] == {"$ref": "#/components/schemas/ErrorEnvelope"}
        assert complaints(media["schema"], media["example"]) == []
        assert media["example"]["statusCode"] == status


def schemas_within(node: Any, contract: Mapping[str, Any], seen: set[str]) -> Iterator[Mapping[str, Any]]:
    """Every mapping below a schema, references followed once."""
    if isinstance(node, list):
        for item in node:
            yield from schemas_within(item, contract, seen)
    elif isinstance(node, Mapping):
        yield node
        reference = node.get("$ref")
        if reference is not None and reference not in seen:
            seen.add(reference)
            name = reference.removeprefix("#/components/schemas/")
            yield from schemas_within(contract["components"]["schemas"][name], contract, seen)
        for value in node.values():
            yield from schemas_within(value, contract, seen)


def test_answers_may_have_unknown_members(operation: Operation, contract: dict[str, Any]) -> None:
    """No schema of an answer forbids members or values that a newer server may send."""
    schemas = [
        answer["content"]["application/json"]["schema"]
        for answer in operation.responses.values()
        if "content" in answer
    ]
    for schema in schemas_within(schemas, contract, set()):
        assert schema.get("additionalProperties") is not False
        assert not {"unevaluatedProperties", "maxProperties", "propertyNames", "enum", "const", "not"} & schema.keys()


def test_every_component_is_used(contract: dict[str, Any]) -> None:
    """Nothing in the components is left over, and every reference leads somewhere."""
    text = json.dumps(contract)
    named = set(re.findall(r'"\$ref": "#/components/(\w+)/(\w+)"', text))
    kinds = ("schemas", "parameters", "responses", "headers")
    kept = {(kind, name) for kind in kinds for name in contract["components"][kind]}
    assert named == kept


def test_the_sandbox_has_the_same_contract(regen: ModuleType, contract: dict[str, Any]) -> None:
    """openapi.json holds what openapi.yaml holds, in the same order."""
    shipped = json.loads(regen.CONTRACT_AS_JSON.read_text(encoding="utf-8"))
    assert json.dumps(shipped) == json.dumps(contract)
