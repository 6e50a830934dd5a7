"""The accounts whose bearer the fuzzer sends, and bodies and parameters that exist in their shop."""

from __future__ import annotations

import json
from typing import Any

import httpx

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.api import contract

API = "/api/content"
DEVICE = json.dumps({"fingerprint": "UQ_fuzzer", "deviceInfo": {"os": "Linux", "browser": "none", "location": "en-US"}})
CLOSES_ACCOUNT, ENDS_SIGN_IN = {"archiveUser", "deleteUser"}, {"changePassword", "logout", "logoutAll"}


class Account:
    """Whose bearer the fuzzer sends: the demo user's, and a throw-away account's where the account is to go."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        headers = {"x-app-token": sandbox.app_token, "x-device-metadata": DEVICE}
        self._http = httpx.Client(base_url=sandbox.url + API, headers=headers, timeout=30)
        self._token, self._made = "", 0

    def close(self) -> None:
        self._http.close()

    def token(self, operation: str) -> str:
        """An access token that works, for a call of an operation."""
        if operation in CLOSES_ACCOUNT:
            self._made += 1
            login = f"throw-away-{self._made}@example.com"
            entry = {"marker": "name_reg", "type": "string", "value": "Throw Away"}
            body = {"langCode": "en_US", **credentials(login, "a-secret"), "formData": {"en_US": [entry]}}
            assert self._post("sign-up", body).status_code == 201
            return self._sign_in(login, "a-secret")
        if not self._token:
            if self._post("auth", credentials(self._sandbox.user, self._sandbox.password)).status_code == 401:
                self._sandbox.reset()  # the fuzzer found out how to change the password
            self._token = self._sign_in(self._sandbox.user, self._sandbox.password)
        return self._token

    def after(self, operation: str, status: int) -> None:
        """Note that a call may have ended the sign-in."""
        if operation in ENDS_SIGN_IN and status < 300:
            self._token = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    def records(self, path: str) -> list[dict[str, Any]]:
        """A list of the demo user's."""
        self.token("getUser")
        items: list[dict[str, Any]] = self._http.get(path, headers=self.headers).json()["items"]
        return items

    def submit(self, count: int) -> list[int]:
        """Fill in a form as the demo user, and return the ids."""
        self.token("createSubmission")
        sent = [self._http.post("/form-data", json=_ADDRESS, headers=self.headers) for _ in range(count)]
        return [one.json()["formData"]["id"] for one in sent]

    def upload(self, count: int) -> list[str]:
        """Upload files, and return their paths."""
        files = [("files", (f"{number}.txt", b"fuzz")) for number in range(count)]
        return [one["filename"] for one in self._http.post("/files", files=files).json()]

    def _sign_in(self, login: str, password: str) -> str:
        answer = self._post("auth", credentials(login, password))
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["accessToken"]
        return token

    def _post(self, name: str, body: dict[str, Any]) -> httpx.Response:
        return self._http.post(f"/users-auth-providers/marker/email/users/{name}", json=body)


def credentials(login: str, password: str) -> dict[str, Any]:
    return {"authData": [{"marker": "email_reg", "value": login}, {"marker": "password_reg", "value": password}]}


def _order(**more: Any) -> dict[str, Any]:
    name = {"marker": "name", "type": "string", "value": "Christina Thomas"}
    return {
        "formIdentifier": "order",
        "paymentAccountIdentifier": "cash",
        "formData": {"en_US": [name]},
        "products": [{"productId": 14, "quantity": 1}],
    } | more


_FIELDS = [{"marker": marker, "type": "string", "value": "1"} for marker in ("street", "city")]
_ADDRESS = {
    "formIdentifier": "addresses",
    "formModuleConfigId": 3,
    "moduleEntityIdentifier": "account",
    "formData": {"en_US": _FIELDS},
}

# Bodies that are accepted where they meet the right marker, id and moment.
BODIES: dict[str, list[Any]] = {
    "auth": [credentials("anna.keller@example.com", "password-3")],
    "createOrder": [
        _order(),
        _order(paymentAccountIdentifier="stripe", couponCode="WELCOME10"),
        _order(bonusAmount=2.5),
    ],
    "updateOrder": [_order(statusIdentifier="inProgress"), _order(products=[{"productId": 8, "quantity": 3}])],
    "previewOrder": [{"products": [{"productId": 14, "quantity": 2}], "couponCode": "BIGBASKET"}],
    "generateCode": [
        {"userIdentifier": "your-user@email.com", "eventIdentifier": "send_code"},
        {"userIdentifier": "visitor@your-instance.example", "eventIdentifier": "send_code"},
    ],
    "checkCode": [{"userIdentifier": "your-user@email.com", "eventIdentifier": "send_code", "code": "AAAAAA"}],
    "createSubmission": [_ADDRESS],
    "updateSubmission": [{"formData": _FIELDS}, {"formIdentifier": "addresses", "formData": {"en_US": _FIELDS}}],
    "createRefundRequest": [{"products": {"14": {"quantity": 1}}, "note": "fuzz"}],
    "updateUser": [{"formIdentifier": "reg", "state": {"n": 1}}],
    "setCart": [{"items": [{"productId": 14, "qty": 2}, {"productId": 8, "qty": 1}]}, {"items": []}],
    "addCartItem": [{"productId": 14, "qty": 3}],
    "setWishlist": [{"items": [{"productId": 14}]}, {"items": []}],
    "addWishlistItem": [{"productId": 8}],
    "listProducts": [{"filter": [{"attributeMarker": "price", "conditionMarker": "mth", "conditionValue": 100}]}, []],
}


def existing_parameters(account: Account) -> dict[str, dict[str, list[Any]]]:
    """Parameters that exist in the default scenario, by operation and name."""
    past = account.records("/orders-storage/marker/orders/orders?limit=30")
    orders = [one["id"] for one in past[:2]]
    sessions = [one["id"] for one in account.records("/payments/sessions?limit=2")]
    sent = account.submit(10)
    of_orders: dict[str, list[Any]] = {"id": orders, "marker": ["orders"]}
    values: dict[str, dict[str, list[Any]]] = {
        "countProductsByPage": {"pageId": [13]},
        "countProductsByPageUrl": {"pageUrl": ["machines"]},
        "deleteFile": {"filename": account.upload(10)},
        "deleteSubmission": {"id": sent[2:]},
        "getDiscount": {"marker": ["welcome", "gift_mug"]},
        "getForm": {"marker": ["order", "newsletter"]},
        "getOrder": of_orders,
        "updateOrder": of_orders | {"id": [one["id"] for one in past if not one["isCompleted"]]},
        "getPaymentAccount": {"id": [1, 2, 3]},
        "getPaymentSession": {"id": sessions},
        "getPaymentSessionByOrder": {"orderId": orders},
        "getProduct": {"id": [14, 21]},
        "listPricesByPageUrl": {"pageUrl": ["machines"]},
        "listProductBlocks": {"id": [14, 21]},
        "listProductsByIds": {"ids": ["1,14", "25"]},
        "listProductsByPage": {"pageId": [13]},
        "listProductsByPageUrl": {"pageUrl": ["machines"]},
        "listRelatedProducts": {"id": [14, 21]},
        "listSubmissions": {"marker": ["addresses"]},
        "updateSubmission": {"id": sent[:1]},
        "updateSubmissionStatus": {"id": sent[1:2]},
        "searchProducts": {"name": ["espresso"]},
        "validateCoupon": {"code": ["WELCOME10", "SPRING23"]},
    }
    for name, operation in contract.load().operations.items():
        if "users-auth-providers/marker/" in operation.template:
            values[name] = {"marker": ["email", "email", "email_code"]}
        elif "orders-storage/marker/" in operation.template:
            values.setdefault(name, {"marker": ["orders", "tickets"]})
        elif "/refund" in operation.template:
            values[name] = {"id": [one["id"] for one in past if one["isCompleted"]][:2]}
    return values
