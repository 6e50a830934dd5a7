"""Handles requests with the checks of the real server, in its order. Independent of the web framework."""

from __future__ import annotations

import math
import secrets
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from ..data import clock, tokens
from ..data.documents import PAGE_BASE, encode
from ..errors import ContractError, RefusedError
from ..operations import (
    auth,
    carts,
    codes,
    discounts,
    files,
    forms,
    guests,
    orders,
    parts,
    payments,
    products,
    refunds,
    rights,
    submissions,
    users,
)
from ..operations.call import EMPTY, Call, Caller, Device, Instance, Raw
from ..operations.localization import flattened
from .contract import Contract, Match, Operation

Handler = Callable[[Call], object]

HANDLERS: dict[str, Handler] = {
    "listAuthProviders": auth.list_auth_providers,
    "getAuthProvider": auth.get_auth_provider,
    "signUp": auth.sign_up,
    "generateCode": codes.generate_code,
    "checkCode": codes.check_code,
    "activateUser": codes.activate_user,
    "auth": auth.auth,
    "refresh": auth.refresh,
    "logout": auth.logout,
    "logoutAll": auth.logout_all,
    "changePassword": auth.change_password,
    "listActiveSessions": auth.list_active_sessions,
    "oauth": auth.oauth_sign_in,
    "getUser": users.get_user,
    "updateUser": users.update_user,
    "archiveUser": users.archive_user,
    "deleteUser": users.delete_user,
    "addFcmToken": users.add_fcm_token,
    "deleteFcmToken": users.delete_fcm_token,
    "getCart": carts.get_cart,
    "setCart": carts.set_cart,
    "addCartItem": carts.add_cart_item,
    "removeCartItem": carts.remove_cart_item,
    "getWishlist": carts.get_wishlist,
    "setWishlist": carts.set_wishlist,
    "addWishlistItem": carts.add_wishlist_item,
    "removeWishlistItem": carts.remove_wishlist_item,
    "listOrderStorages": orders.list_order_storages,
    "getOrderStorage": orders.get_order_storage,
    "listOrders": orders.list_orders,
    "getOrder": orders.get_order,
    "createOrder": orders.create_order,
    "updateOrder": orders.update_order,
    "listOrderStatuses": orders.list_order_statuses,
    "previewOrder": orders.preview_order,
    "listRefunds": refunds.list_refunds,
    "createRefundRequest": refunds.create_refund_request,
    "cancelRefundRequest": refunds.cancel_refund_request,
    "listPaymentSessions": payments.list_payment_sessions,
    "getPaymentSession": payments.get_payment_session,
    "getPaymentSessionByOrder": payments.get_payment_session_by_order,
    "createPaymentSession": payments.create_payment_session,
    "getPaymentStages": payments.get_payment_stages,
    "listPaymentAccounts": payments.list_payment_accounts,
    "getPaymentAccount": payments.get_payment_account,
    "listForms": forms.list_forms,
    "getForm": forms.get_form,
    "createSubmission": submissions.create_submission,
    "listSubmissions": submissions.list_submissions,
    "updateSubmission": submissions.update_submission,
    "updateSubmissionStatus": submissions.update_submission_status,
    "deleteSubmission": submissions.delete_submission,
    "uploadFiles": files.upload_files,
    "deleteFile": files.delete_file,
    "listProducts": products.list_products,
    "listProductsWithoutPage": products.list_products_without_page,
    "listProductsByPage": products.list_products_by_page,
    "listProductsByPageUrl": products.list_products_by_page_url,
    "listPricesByPageUrl": products.list_prices_by_page_url,
    "listRelatedProducts": products.list_related_products,
    "listProductBlocks": products.list_product_blocks,
    "countProducts": products.count_products,
    "countProductsByPage": products.count_products_by_page,
    "countProductsByPageUrl": products.count_products_by_page_url,
    "listProductsByIds": products.list_products_by_ids,
    "getProduct": products.get_product,
    "searchProducts": products.search_products,
    "listDiscounts": discounts.list_discounts,
    "getDiscount": discounts.get_discount,
    "validateCoupon": discounts.validate_coupon,
    "getBonusBalance": discounts.get_bonus_balance,
    "listBonusHistory": discounts.list_bonus_history,
}
_HASHES_PASSWORDS = {"auth", "signUp", "changePassword", "updateUser"}
_ONLY_READS = {
    "previewOrder",
    "listSubmissions",
    "listProducts",
    "listProductsWithoutPage",
    "listProductsByPage",
    "listProductsByPageUrl",
    "countProducts",
    "countProductsByPage",
    "countProductsByPageUrl",
}
_JSON = {"content-type": "application/json; charset=utf-8"}
_MOST_QUERY_FIELDS = 100
_CALLER = (
    "SELECT u.provider, u.identifier, u.groups"
    " FROM sign_ins s JOIN users u ON u.id = s.user_id"
    " WHERE s.id = :id AND s.user_id = :user AND s.generation = :gen AND u.archived_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request, independent of the web framework.

    Attributes:
        method: HTTP method in capitals.
        path: The path, percent-encoded, without the query.
        query: The raw query string.
        headers: Header values by lower-case name.
        body: The body's bytes.
        base_url: URL of the sandbox as the client sees it.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response.

    Attributes:
        status: HTTP status.
        body: JSON text; empty for no body.
        headers: Header values by lower-case name.
    """

    status: int
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=lambda: _JSON)


class Dispatcher:
    """Handles the requests of one instance. Thread-safe."""

    def __init__(self, instance: Instance, contract: Contract) -> None:
        self.instance = instance
        self._contract = contract

    def match(self, method: str, path: str) -> Match | None:
        """Returns the match of a path in the contract."""
        return self._contract.match("GET" if method == "HEAD" else method, path)

    def may_wait(self, match: Match | None) -> bool:
        """Whether the operation may block: a password to hash, a file to write."""
        operation = match.operation if match else None
        if operation is None:
            return False
        if operation.id in _HASHES_PASSWORDS:
            return True
        writes = operation.method != "GET" and operation.id not in _ONLY_READS
        return writes and not self.instance.store.in_memory

    def handle(self, request: Request, match: Match | None = None) -> Answer:
        """Handles a request; never raises."""
        match = match or self.match(request.method, request.path)
        operation = match.operation if match else None
        try:
            if match is None or operation is None:
                raise RefusedError(404, f"Cannot {request.method} {request.path}")
            answer = self._answer(request, match, operation)
        except RefusedError as refusal:
            answer = self.error(refusal.status, refusal.message)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                return self._internal_error()
            answer = self.error(503, "Service Unavailable")
        except Exception:  # noqa: BLE001 - the client gets an error envelope for any exception
            return self._internal_error()
        if self.instance.options.check_answers and operation is not None:
            try:
                operation.check_answer(answer.status, answer.body)
            except ContractError as error:
                sys.stderr.write(f"sandbox: {request.method} {operation.template}: {error}\n")
                return self.error(500, f"{request.method} {operation.template}: {error}")
        return answer

    def error(self, status: int, message: str | list[str]) -> Answer:
        """Returns a response with the error envelope."""
        try:
            with self.instance.store.read() as tx:
                moment = clock.now(tx)
        except sqlite3.Error:
            moment = clock.to_iso(time.time_ns() // 1_000_000)
        body = {"statusCode": status, "timestamp": moment, "message": message, "pageData": None}
        return Answer(status, encode(body))

    def _internal_error(self) -> Answer:
        traceback.print_exc(file=sys.stderr)
        return self.error(500, "Internal server error")

    def _answer(self, request: Request, match: Match, operation: Operation) -> Answer:
        instance, headers = self.instance, request.headers
        token = headers.get("x-app-token", "")
        if not secrets.compare_digest(token.encode(), instance.keys.app_token.encode()):
            raise RefusedError(403, "Resource is closed")
        metadata = headers.get("x-device-metadata")
        device = None
        if operation.needs_device or (operation.takes_device and (metadata is not None or self._is_lenient)):
            device = self._device(metadata)
        bearer = _bearer(headers.get("authorization", ""))
        user = self._caller(bearer)
        # A client that sends an expired bearer is to renew it, and not to go on as a guest.
        if user is None and (operation.needs_user or (operation.takes_user and bearer)):
            raise RefusedError(401, "Unauthorized")
        groups = instance.catalogue.guest_groups if user is None else user.groups
        most_records = rights.most_records(instance.catalogue, groups, operation.id)
        if instance.options.page_cap is not None:
            most_records = instance.options.page_cap
        guest = guests.read(headers.get("x-guest-id")) if operation.takes_guest and user is None else None
        if user is not None or guest is not None:
            payments.settle_due(instance)
        call = Call(
            instance=instance,
            path=operation.path_values(match.raw_path),
            query=operation.query_values(_query(request.query)),
            body=_body(operation, request),
            user=user,
            guest=guest,
            sent_by=device,
            user_agent=headers.get("user-agent", "")[:200],
            most_records=most_records,
        )
        value = HANDLERS[operation.id](call)
        if value is None or value is EMPTY:
            return Answer(operation.status, b"", {})
        text = value.text if isinstance(value, Raw) else encode(value)
        if instance.options.localization == "flat":
            text = encode(flattened(msgspec.json.decode(text), call.lang))
        if request.base_url:
            text = text.replace(PAGE_BASE.encode(), request.base_url.encode())
        if guest is not None and guest.is_minted:
            return Answer(operation.status, text, {**_JSON, **guests.headers(guest)})
        return Answer(operation.status, text)

    def _device(self, header: str | None) -> Device:
        return _NO_DEVICE if header is None and self._is_lenient else _device(header)

    @property
    def _is_lenient(self) -> bool:
        return self.instance.options.device_metadata == "optional"

    def _caller(self, bearer: str) -> Caller | None:
        if not bearer:
            return None
        claims = tokens.read_access_token(self.instance.keys.signing, bearer)
        if claims is None:
            return None
        values = {"id": claims.sign_in_id, "user": claims.user_id, "gen": claims.generation}
        with self.instance.store.read() as tx:
            row = tx.execute(_CALLER, values).fetchone()
        if row is None:
            return None
        return Caller(claims.user_id, row[0], row[1], claims.sign_in_id, tuple(msgspec.json.decode(row[2])))


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


_NO_DEVICE = Device("", {"os": "", "browser": "", "location": ""})


def _device(header: str | None) -> Device:
    if header is None:
        raise RefusedError(400, "Missing x-device-metadata header")
    try:
        value = msgspec.json.decode(header.encode("latin-1"))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        value = None
    if isinstance(value, dict):
        fingerprint, info = value.get("fingerprint"), value.get("deviceInfo")
        if isinstance(fingerprint, str) and isinstance(info, dict):
            parts = ((name, info.get(name)) for name in ("os", "browser", "location"))
            return Device(fingerprint, {name: part if isinstance(part, str) else "" for name, part in parts})
    raise RefusedError(400, "Invalid x-device-metadata format")


def _query(text: str) -> list[tuple[str, str]]:
    if not text:
        return []
    try:
        return parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=_MOST_QUERY_FIELDS)
    except ValueError as error:
        raise RefusedError(400, "Too many query parameters") from error


def _number(literal: str) -> int | float:
    """Parses a number like JavaScript: 2.0 is the integer 2."""
    value = float(literal)
    if math.isinf(value):
        raise ValueError("too large a number")
    return int(value) if abs(value) <= _SAFE_INTEGER and value.is_integer() else value


_SAFE_INTEGER = 2**53
_BODY = msgspec.json.Decoder(float_hook=_number)


def _body(operation: Operation, request: Request) -> Any:
    if not operation.takes_body:
        return None
    if operation.takes_parts:
        return parts.parse(request.headers.get("content-type", ""), request.body)
    text = request.body
    try:
        body = _BODY.decode(text) if text.strip() else {}
    except (msgspec.DecodeError, UnicodeError, ValueError) as error:
        raise RefusedError(400, "Request body is not valid JSON") from error
    except RecursionError as error:
        raise RefusedError(400, "Request body is nested too deeply") from error
    operation.check_body(body)
    if operation.requires_body and not text.strip():
        raise RefusedError(400, ["body should not be empty"])
    return body
