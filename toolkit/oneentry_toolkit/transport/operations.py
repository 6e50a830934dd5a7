"""One row for each operation of the contract: how its request is built, and what is known about it.

A request is built from the table in ``_requests``, which imports nothing. The generated modules are imported for
``shop.api`` only, which takes and gives generated models; ``tests/contract/test_endpoints.py`` compares every request
with the generated client's own.
"""

from __future__ import annotations

import importlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import quote

from ..secret import hide
from ._requests import REQUESTS


@dataclass(frozen=True)
class Endpoint:
    """One operation.

    Attributes:
        name: the generated module and function name, such as ``create_order``.
        tag: the contract's tag, which is the generated package.
        success: the documented success status; any 2xx is taken for it (docs/api/requests.md#requests-success).
        user: a signed-in user is needed, according to the documentation; projects may differ.
        repeatable: may be sent again when it is not known whether it arrived, because it changes nothing.
        device: the contract demands ``x-device-metadata``.
        guest: the contract takes ``x-guest-id``.
        owned: what it reads or writes is found again by a user or a guest id only, so it is not sent without either.
    """

    name: str
    tag: str
    success: int = 200
    user: bool = False
    repeatable: bool = False
    device: bool = False
    guest: bool = False
    owned: bool = False

    @property
    def operation(self) -> str:
        """The contract's operation id, such as ``createOrder``."""
        head, *rest = self.name.split("_")
        return head + "".join(word.capitalize() for word in rest)

    @property
    def bearer(self) -> bool:
        """Whether the access token is sent if there is one. Never on sign-in itself (docs/api/traps.md#trap-10)."""
        return self.user or self.tag != "auth"

    def build(self, *args: Any, device: str, **kwargs: Any) -> dict[str, Any]:
        """The request, as the keyword arguments of ``httpx.Client.build_request``.

        Args:
            args: the path parameters, in their order; they may also be given by name.
            device: the value of ``x-device-metadata``, for the operations that demand it.
            kwargs: query parameters, of which those that are None are left out, and ``body``, which is plain JSON data;
                files are tuples of a name, bytes or a stream of bytes, and a media type.

        Raises:
            TypeError: an argument is missing or unknown, or the body is neither an object nor an array.
        """
        request = REQUESTS[self.name]
        path = re.findall(r"{(\w+)}", request.path)
        given = dict(zip(path, args, strict=False)) | kwargs
        body = ("body",) if request.has_body else ()
        if len(given) != len(args) + len(kwargs) or not given.keys() <= {*path, *request.query, *body}:
            raise TypeError("an argument is given twice, or is not known")
        if not given.keys() >= {*path, *request.required, *body}:
            raise TypeError("an argument is missing")
        values = {**request.defaults, **given}
        headers = {"x-device-metadata": device} if self.device else {}
        built: dict[str, Any] = {
            "method": request.method,
            "url": request.path.format(**{name: quote(str(given[name]), safe="") for name in path}),
        }
        if request.query:
            named = {parameter: values.get(name) for name, parameter in request.query.items()}
            built["params"] = {parameter: value for parameter, value in named.items() if value is not None}
        if request.has_body:
            content = given["body"]
            if not isinstance(content, dict | list):
                raise TypeError("the body is neither an object nor an array")
            if request.parts:
                if not isinstance(content, dict) or content.keys() != {request.parts}:
                    raise TypeError("the body is not an object with files only")
                built["files"] = [(request.parts, _part(part)) for part in content[request.parts]]
                headers["Content-Type"] = f"multipart/form-data; boundary={secrets.token_hex(16)}"
            else:
                built["json"] = content
                headers["Content-Type"] = "application/json"
        if headers:
            built["headers"] = headers
        return built

    def parse(self, body: bytes) -> Any:
        """The answer as the generated model.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: the answer does not fit the contract.
        """
        import httpx

        from oneentry_client import Client

        class Answer(httpx.Response):
            """A response whose secrets no model shows."""

            def json(self, **options: Any) -> Any:
                return hide(super().json(**options))

        answer = Answer(self.success, content=body, headers={"content-type": "application/json"})
        return self._module._parse_response(client=Client(base_url="http://unused"), response=answer)

    def body_model(self, body: Any) -> Any:
        """A body of plain values as the generated model, or list of models; models are given back as they are.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: the body does not fit the contract.
        """
        if hasattr(body, "to_dict"):
            return body
        hint = get_type_hints(self._module._get_kwargs)["body"]
        for model in get_args(hint) if isinstance(hint, UnionType) else (hint,):
            if isinstance(body, Mapping) and hasattr(model, "from_dict"):
                return model.from_dict(body)
            if isinstance(body, list | tuple) and get_origin(model) is list:
                (item,) = get_args(model)
                return [each if hasattr(each, "to_dict") else item.from_dict(each) for each in body]
        raise TypeError("neither an object nor an array")

    @property
    def _module(self) -> ModuleType:
        return importlib.import_module(f"oneentry_client.api.{self.tag}.{self.name}")


def _part(part: Any) -> tuple[str, bytes, str | None]:
    """Returns name, content and media type of a file; a stream is read from where it is.

    A part without a name is no file for a server, so that a file without one gets one.

    Raises:
        TypeError: it is not a file.
    """
    name, content, kind = part
    content = content.read() if hasattr(content, "read") else content
    if not isinstance(content, bytes):
        raise TypeError("a file is not bytes")
    return name or "file", content, kind


def _row(name: str, tag: str, success: int = 200, *flags: str) -> Endpoint:
    return Endpoint(name, tag, success, **dict.fromkeys(flags, True))


ENDPOINTS: Mapping[str, Endpoint] = {
    row.name: row
    for row in (
        _row("list_auth_providers", "auth", 200, "repeatable"),
        _row("get_auth_provider", "auth", 200, "repeatable"),
        _row("sign_up", "auth", 201, "guest"),
        _row("generate_code", "auth", 201),
        _row("check_code", "auth", 201),
        _row("activate_user", "auth", 201),
        _row("auth", "auth", 201, "device"),
        _row("refresh", "auth", 201, "device"),
        _row("logout", "auth", 201, "user", "device"),
        _row("logout_all", "auth", 201, "user"),
        _row("change_password", "auth", 201),
        _row("list_active_sessions", "auth", 200, "user", "repeatable"),
        _row("oauth", "auth", 201, "device"),
        _row("get_user", "users", 200, "user", "repeatable"),
        _row("update_user", "users", 200, "user"),
        _row("archive_user", "users", 200, "user"),
        _row("delete_user", "users", 200, "user"),
        _row("add_fcm_token", "users", 201, "user"),
        _row("delete_fcm_token", "users", 200, "user"),
        _row("get_cart", "users", 200, "repeatable", "guest", "owned"),
        _row("set_cart", "users", 200, "guest", "owned"),
        _row("add_cart_item", "users", 201, "guest", "owned"),
        _row("remove_cart_item", "users", 200, "guest", "owned"),
        _row("get_wishlist", "users", 200, "repeatable", "guest", "owned"),
        _row("set_wishlist", "users", 200, "guest", "owned"),
        _row("add_wishlist_item", "users", 201, "guest", "owned"),
        _row("remove_wishlist_item", "users", 200, "guest", "owned"),
        _row("list_order_storages", "orders", 200, "repeatable"),
        _row("get_order_storage", "orders", 200, "repeatable"),
        _row("list_orders", "orders", 200, "user", "repeatable"),
        _row("get_order", "orders", 200, "user", "repeatable"),
        _row("create_order", "orders", 201, "guest", "owned"),
        _row("update_order", "orders", 200, "user"),
        _row("list_order_statuses", "orders", 200, "repeatable"),
        _row("preview_order", "orders", 201, "repeatable", "guest"),
        _row("list_refunds", "orders", 200, "user", "repeatable"),
        _row("create_refund_request", "orders", 201, "user"),
        _row("cancel_refund_request", "orders", 200, "user"),
        _row("list_payment_sessions", "payments", 200, "user", "repeatable"),
        _row("get_payment_session", "payments", 200, "user", "repeatable"),
        _row("get_payment_session_by_order", "payments", 200, "user", "repeatable"),
        _row("create_payment_session", "payments", 201, "guest", "owned"),
        _row("get_payment_stages", "payments", 200, "user", "repeatable"),
        _row("list_payment_accounts", "payments", 200, "user", "repeatable"),
        _row("get_payment_account", "payments", 200, "user", "repeatable"),
        _row("list_forms", "forms", 200, "repeatable"),
        _row("get_form", "forms", 200, "repeatable"),
        _row("create_submission", "forms", 201, "device"),
        _row("list_submissions", "forms", 201, "repeatable"),
        _row("update_submission", "forms", 200, "user"),
        _row("update_submission_status", "forms", 200, "user"),
        _row("delete_submission", "forms", 200, "user"),
        _row("upload_files", "files", 201),
        _row("delete_file", "files", 200, "user"),
        _row("list_products", "products", 201, "repeatable"),
        _row("list_products_by_page", "products", 201, "repeatable"),
        _row("list_products_by_page_url", "products", 201, "repeatable"),
        _row("list_products_without_page", "products", 201, "repeatable"),
        _row("list_prices_by_page_url", "products", 200, "repeatable"),
        _row("list_related_products", "products", 200, "repeatable"),
        _row("list_product_blocks", "products", 200, "repeatable"),
        _row("count_products", "products", 201, "repeatable"),
        _row("count_products_by_page", "products", 201, "repeatable"),
        _row("count_products_by_page_url", "products", 201, "repeatable"),
        _row("list_products_by_ids", "products", 200, "repeatable"),
        _row("get_product", "products", 200, "repeatable"),
        _row("search_products", "products", 200, "repeatable"),
        _row("list_discounts", "discounts", 200, "repeatable"),
        _row("get_discount", "discounts", 200, "repeatable"),
        _row("validate_coupon", "discounts", 200, "repeatable"),
        _row("get_bonus_balance", "discounts", 200, "user", "repeatable"),
        _row("list_bonus_history", "discounts", 200, "user", "repeatable"),
    )
}
