"""Every request body of the payload corpus is accepted or refused by the sandbox as its source says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from oneentry_toolkit.sandbox.api import contract
from tests.published import EXEMPT, FOLDER

API = "/api/content"
NOT_OURS = "formData's marker '{}' value is missing or incorrect"

# What each body gets from the default scenario, and why. Sources that print another project's markers, accounts or ids
# are refused in the documented words; the seed scenario's own are accepted.
EXPECTED: dict[str, tuple[int, Any]] = {
    # The seed scenario, in the order in which it runs.
    "auth.auth.1": (201, {"userIdentifier": "your-user@email.com", "authProviderIdentifier": "email"}),
    "orders.create.1": (201, {"id": 89, "totalSum": 340, "currency": "USD"}),
    "payments.createSession.1": (201, {"id": 46, "orderId": 89, "status": "waiting", "paymentUrl": None}),
    "orders.create.3": (201, {"id": 90, "totalSum": 24.9, "products": [{"productId": 1, "quantity": 1}]}),
    # A filter by another project's pages and statuses is a good question, and nothing here answers to it.
    "products.list.1": (201, {"items": [], "total": 0}),
    # The cart is the user's.
    "users.cartItem.1": (201, {"items": [{"productId": 1, "qty": 2, "addedAt": "2025-04-30T20:15:33.010Z"}]}),
    # Accounts that this shop does not have.
    "auth.activate.1": (400, "User not found"),
    "auth.changePassword.1": (400, "User not found"),
    "auth.checkCode.1": (400, "User not found"),
    # The event is looked for before the account is: it is not one of this shop's.
    "auth.generateCode.1": (404, 'Event "auth" with formType "send_code" not found'),
    "auth.refresh.1": (400, "Refresh token is not valid"),
    # Another project's registration form: its login field is not ours.
    "auth.signUp.1": (400, NOT_OURS.format("login")),
    # The login in `authData` does no harm beside the password; the profile field is not ours.
    "users.update.1": (400, NOT_OURS.format("last_name")),
    # Another project's storage.
    "orders.update.1": (404, "Orders storage not found"),
    # Another project's form, a form that is not public, and a record that does not exist here.
    "formData.create.1": (404, "Form not found"),
    "formData.list.1": (403, "This form's submissions are not publicly readable"),
    "formData.update.1": (404, "Form data not found"),
    "formData.updateStatus.1": (404, "Form data not found"),
    # Another project's status.
    "products.counts.1": (201, {"totalAll": 0, "totalInCategory": 0, "totalInCategoryWithNested": 0}),
    # An order that does not exist here.
    "orders.refund.1": (404, "Order not found"),
}


def requests() -> dict[str, dict[str, Any]]:
    """The corpus' requests by name, without those that the contract has no operation for."""
    files = [path for path in sorted(FOLDER.glob("*.json")) if path.name not in EXEMPT]
    read = {path.stem: json.loads(path.read_bytes()) for path in files}
    return {name: payload for name, payload in read.items() if payload["kind"] == "request"}


def test_table_has_all_requests_of_the_corpus() -> None:
    assert set(EXPECTED) == set(requests())


def test_every_request_is_answered_as_its_source_says(shop: Any) -> None:
    """The seed's requests succeed with the seed's values, the others are refused for what is not in this shop."""
    payloads = requests()
    for name, (status, expected) in EXPECTED.items():
        method, path = payloads[name]["operation"].split(" ")
        answer = shop(method, path.removeprefix(API), payloads[name]["body"])
        assert answer.status_code == status, f"{name}: {answer.text}"
        body = answer.json()
        if status >= 400:
            assert (body["statusCode"], body["message"]) == (status, expected), name
        else:
            assert body | expected == body, name
        assert contract.load().match(method, path) is not None, name
        if name == "auth.auth.1":
            shop.use(body)  # the sign-in replaces that of the same device, and the rest goes on with it


# The same bodies with what they lack put right: the form of each is accepted, it was only about something else.
AT_HOME: dict[str, Callable[[dict[str, Any]], tuple[str, dict[str, Any], int]]] = {
    "auth.generateCode.1": lambda body: (
        "/users-auth-providers/marker/email_code/users/generate-code",
        body | {"eventIdentifier": "send_code"},
        201,
    ),
    "auth.signUp.1": lambda body: (
        "/users-auth-providers/marker/email/users/sign-up",
        body
        | {
            "authData": [
                {"marker": "email_reg", "value": "test@test.zone"},
                {"marker": "password_reg", "value": "12345"},
            ],
            "formData": {"en_US": [body["formData"]["en_US"][0] | {"marker": "name_reg"}]},
        },
        201,
    ),
    "users.update.1": lambda body: (
        "/users/me",
        body | {"formData": {"en_US": [body["formData"]["en_US"][0] | {"marker": "name_reg"}]}},
        200,
    ),
    "orders.update.1": lambda body: (
        "/orders-storage/marker/orders/orders/89",
        body
        | {
            "formIdentifier": "order",
            "paymentAccountIdentifier": "cash",
            "formData": {"en_US": [body["formData"]["en_US"][0] | {"marker": "name"}]},
        },
        200,
    ),
}


@pytest.mark.parametrize("name", AT_HOME)
def test_the_form_of_a_refused_body_is_accepted(shop: Any, name: str) -> None:
    """With this shop's own markers in place of another project's, a body that was refused is accepted."""
    payload = requests()[name]
    shop.post("/orders-storage/marker/orders/orders", requests()["orders.create.1"]["body"])
    path, body, status = AT_HOME[name](payload["body"])
    answer = shop(payload["operation"].split(" ")[0], path, body)
    assert answer.status_code == status, answer.text


def test_codes_of_the_corpus_on_accounts_that_exist(shop: Any) -> None:
    """A code that was never sent is `false` when checked and a 400 where it would do something; five are too many."""
    users = "/users-auth-providers/marker/email_code/users"
    visitor = "visitor@your-instance.example"
    corpus = {name: payload["body"] for name, payload in requests().items()}
    change = corpus["auth.changePassword.1"]
    assert change["userIdentifier"] == visitor
    assert shop.refused("POST", f"{users}/change-password", change) == (400, "Code is incorrect")
    check, activate = (corpus[name] | {"userIdentifier": visitor} for name in ("auth.checkCode.1", "auth.activate.1"))
    assert shop.post(f"{users}/check-code", check) is False
    assert shop.refused("POST", f"{users}/activate", activate) == (400, "Code is incorrect")

    shop.post(f"{users}/generate-code", corpus["auth.generateCode.1"] | {"eventIdentifier": "send_code"})
    code = shop.code_sent_to(visitor)
    assert shop.post(f"{users}/check-code", check | {"code": code}) is True
    assert shop.post(f"{users}/change-password", change | {"code": code}) is True
    assert shop.refused("POST", f"{users}/change-password", change | {"code": code}) == (400, "Code is incorrect")


def test_a_refund_like_the_corpus_has_it(shop: Any, order_body: Callable[..., dict[str, Any]]) -> None:
    """The corpus' refund is refused until the order is paid, and stored with its note and amount when it is."""
    order = shop.post("/orders-storage/marker/orders/orders", order_body(paymentAccountIdentifier="stripe"))["id"]
    path, body = (
        f"/orders/{order}/refund",
        requests()["orders.refund.1"]["body"] | {"products": {"14": {"quantity": 1}}},
    )
    assert shop.refused("POST", path, body) == (404, "You cannot refund uncompleted order")
    session = shop.post("/payments/sessions", requests()["payments.createSession.1"]["body"] | {"orderId": order})
    shop.sandbox.settle_session(session["id"], "completed")
    assert shop.post(path, body) is True
    [request] = shop.get(path)
    assert (request["note"], request["amount"], request["products"]) == ("test", 340, body["products"])
