"""Requests that succeed only with a code, a token or a paid order: made for a fuzzer, which cannot guess them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from schemathesis import Case

from oneentry_toolkit.sandbox import Sandbox

_TIMES = 2  # for each operation: passwords take long to hash
_PASSWORD, _NEXT = "a-secret", "another-secret"
_NAME = {"marker": "name_reg", "type": "string", "value": "Made Up"}


class SecretsOfAShop:
    """Puts what only the shop knows into the first valid cases of operations that need it.

    Accounts are made for it, so that the user whom the fuzzer is signed in as keeps password and sign-in.
    """

    def __init__(self, sandbox: Sandbox, device: str) -> None:
        self._sandbox, self._device = sandbox, device
        self._headers = {"x-app-token": sandbox.app_token, "x-device-metadata": device}
        self._times: Counter[str] = Counter()
        self._accounts = 0
        self._of: dict[str, Callable[[Case], None]] = {
            "activateUser": self._activation,
            "cancelRefundRequest": self._refund_to_cancel,
            "changePassword": self._new_password,
            "createRefundRequest": self._paid_order,
            "generateCode": self._account_without_a_code,
            "logout": self._sign_out,
            "oauth": self._oauth,
            "refresh": self._refresh,
            "signUp": self._registration,
        }

    def put_into(self, operation: str, case: Case) -> None:
        """Makes a case succeed, if it is one of the first of an operation that needs a secret."""
        put = self._of.get(operation)
        if put is not None and self._times[operation] < _TIMES:
            self._times[operation] += 1
            put(case)

    def _registration(self, case: Case) -> None:
        case.path_parameters["marker"] = "email"
        case.body = self._sign_up_body(self._login())

    def _activation(self, case: Case) -> None:
        login = self._login()
        body = {
            "formIdentifier": "reg_code",
            "langCode": "en_US",
            "authData": [{"marker": "email_code", "value": login}],
        }
        self._post("users-auth-providers/marker/email_code/users/sign-up", body)
        case.path_parameters["marker"] = "email_code"
        case.body = {"userIdentifier": login, "code": self._code(login)}

    def _account_without_a_code(self, case: Case) -> None:
        case.path_parameters["marker"] = "email"
        case.body = {"userIdentifier": self._account(), "eventIdentifier": "password_reset"}

    def _new_password(self, case: Case) -> None:
        login = self._account()
        asked = {"userIdentifier": login, "eventIdentifier": "password_reset"}
        self._post("users-auth-providers/marker/email/users/generate-code", asked)
        case.path_parameters["marker"] = "email"
        case.body = {**asked, "type": 2, "code": self._code(login), "password1": _NEXT, "password2": _NEXT}

    def _refresh(self, case: Case) -> None:
        case.path_parameters["marker"] = "email"
        case.headers["x-device-metadata"] = self._device
        case.body = {"refreshToken": self._sign_in(self._account(), _PASSWORD)["refreshToken"]}

    def _sign_out(self, case: Case) -> None:
        pair = self._sign_in(self._account(), _PASSWORD)
        case.path_parameters["marker"] = "email"
        case.headers["x-device-metadata"] = self._device
        case.headers["Authorization"] = f"Bearer {pair['accessToken']}"
        case.body = {"refreshToken": pair["refreshToken"]}

    def _oauth(self, case: Case) -> None:
        case.path_parameters["marker"] = "google"
        case.headers["x-device-metadata"] = self._device
        case.body = {**(case.body if isinstance(case.body, dict) else {}), "code": f"pretend:{self._login()}"}

    def _paid_order(self, case: Case) -> None:
        case.path_parameters["id"] = self._paid(case.headers["Authorization"])
        case.body = {"products": {"14": {"quantity": 1}}}

    def _refund_to_cancel(self, case: Case) -> None:
        bearer = case.headers["Authorization"]
        order = self._paid(bearer)
        self._post(f"orders/{order}/refund", {"products": {"14": {"quantity": 1}}}, bearer)
        case.path_parameters["id"] = order

    def _paid(self, bearer: str) -> int:
        name = {"marker": "name", "type": "string", "value": "Made Up"}
        body = {
            "formIdentifier": "order",
            "paymentAccountIdentifier": "stripe",
            "formData": {"en_US": [name]},
            "products": [{"productId": 14, "quantity": 1}],
        }
        order: int = self._post("orders-storage/marker/orders/orders", body, bearer)["id"]
        session = self._post("payments/sessions", {"orderId": order, "type": "session"}, bearer)
        self._sandbox.settle_session(session["id"], "completed")
        return order

    def _account(self) -> str:
        login = self._login()
        self._post("users-auth-providers/marker/email/users/sign-up", self._sign_up_body(login))
        return login

    def _sign_up_body(self, login: str) -> dict[str, Any]:
        form = {"formIdentifier": "reg", "langCode": "en_US", "formData": {"en_US": [_NAME]}}
        return {**form, **self._credentials(login, _PASSWORD)}

    def _sign_in(self, login: str, password: str) -> Any:
        return self._post("users-auth-providers/marker/email/users/auth", self._credentials(login, password))

    @staticmethod
    def _credentials(login: str, password: str) -> dict[str, Any]:
        return {"authData": [{"marker": "email_reg", "value": login}, {"marker": "password_reg", "value": password}]}

    def _login(self) -> str:
        self._accounts += 1
        return f"made-up-{self._accounts}@example.com"

    def _code(self, login: str) -> str:
        return [one["code"] for one in self._sandbox.outbox() if one["to"] == login][-1]

    def _post(self, path: str, body: Any, bearer: str = "") -> Any:
        headers = {**self._headers, **({"Authorization": bearer} if bearer else {})}
        answer = httpx.post(f"{self._sandbox.url}/api/content/{path}", json=body, headers=headers, timeout=30)
        assert answer.status_code == 201, answer.text
        return answer.json() if answer.content else None
