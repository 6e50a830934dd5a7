"""The requests of all operations without a body, word for word as the generated client builds them.

Made by tools/regen.py from generated_client/, never edited. A generated module cannot be imported without httpx, attrs
and models; these functions can: see docs/decisions/0012-a-quick-start.md. What has a body needs its models anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from oneentry_client.models.list_bonus_history_type import ListBonusHistoryType
    from oneentry_client.models.list_discounts_type import ListDiscountsType


class Unset:
    """As in ``oneentry_client.types``."""

    def __bool__(self) -> Literal[False]:
        return False


UNSET = Unset()


def get_auth_provider(
    marker: str,
    *,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/users-auth-providers/marker/{marker}".format(
            marker=quote(str(marker), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def list_active_sessions(
    marker: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/users-auth-providers/marker/{marker}/users/sessions".format(
            marker=quote(str(marker), safe=""),
        ),
    }

    return _kwargs


def list_auth_providers(
    *,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["offset"] = offset

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/users-auth-providers",
        "params": params,
    }

    return _kwargs


def logout_all(
    marker: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/users-auth-providers/marker/{marker}/users/logout-all".format(
            marker=quote(str(marker), safe=""),
        ),
    }

    return _kwargs


def get_bonus_balance() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/discounts/bonus-balance",
    }

    return _kwargs


def get_discount(
    marker: str,
    *,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/discounts/marker/{marker}".format(
            marker=quote(str(marker), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def list_bonus_history(
    *,
    type_: ListBonusHistoryType | Unset = UNSET,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    discount_id: int | Unset = UNSET,
    module_id: int | Unset = UNSET,
    is_admin: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    params["dateFrom"] = date_from

    params["dateTo"] = date_to

    params["discountId"] = discount_id

    params["moduleId"] = module_id

    params["isAdmin"] = is_admin

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/discounts/bonus-balance/history",
        "params": params,
    }

    return _kwargs


def list_discounts(
    *,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
    type_: ListDiscountsType | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["offset"] = offset

    params["limit"] = limit

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/discounts",
        "params": params,
    }

    return _kwargs


def validate_coupon(
    *,
    code: str,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["code"] = code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/discounts/coupons/validate",
        "params": params,
    }

    return _kwargs


def get_form(
    marker: str,
    *,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/forms/marker/{marker}".format(
            marker=quote(str(marker), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def list_forms(
    *,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["offset"] = offset

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/forms",
        "params": params,
    }

    return _kwargs


def cancel_refund_request(
    id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/content/orders/{id}/refund".format(
            id=quote(str(id), safe=""),
        ),
    }

    return _kwargs


def get_order(
    marker: str,
    id: int,
    *,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/orders-storage/marker/{marker}/orders/{id}".format(
            marker=quote(str(marker), safe=""),
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def get_order_storage(
    marker: str,
    *,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/orders-storage/marker/{marker}".format(
            marker=quote(str(marker), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def list_order_statuses(
    marker: str,
    *,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["offset"] = offset

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/orders-storage/marker/{marker}/order-statuses".format(
            marker=quote(str(marker), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def list_order_storages(
    *,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["offset"] = offset

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/orders-storage",
        "params": params,
    }

    return _kwargs


def list_orders(
    marker: str,
    *,
    lang_code: str | Unset = UNSET,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["offset"] = offset

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/orders-storage/marker/{marker}/orders".format(
            marker=quote(str(marker), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def list_refunds(
    id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/orders/{id}/refund".format(
            id=quote(str(id), safe=""),
        ),
    }

    return _kwargs


def get_payment_account(
    id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/payments/accounts/{id}".format(
            id=quote(str(id), safe=""),
        ),
    }

    return _kwargs


def get_payment_session(
    id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/payments/sessions/{id}".format(
            id=quote(str(id), safe=""),
        ),
    }

    return _kwargs


def get_payment_session_by_order(
    order_id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/payments/sessions/order/{order_id}".format(
            order_id=quote(str(order_id), safe=""),
        ),
    }

    return _kwargs


def list_payment_accounts() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/payments/accounts",
    }

    return _kwargs


def list_payment_sessions(
    *,
    offset: int | Unset = 0,
    limit: int | Unset = 30,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["offset"] = offset

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/payments/sessions",
        "params": params,
    }

    return _kwargs


def get_product(
    id: int,
    *,
    lang_code: str | Unset = UNSET,
    is_normalized: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params["isNormalized"] = is_normalized

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/products/{id}".format(
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def list_products_by_ids(
    *,
    ids: str,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["ids"] = ids

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/products/ids",
        "params": params,
    }

    return _kwargs


def search_products(
    *,
    name: str,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["name"] = name

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/products/quick/search",
        "params": params,
    }

    return _kwargs


def add_fcm_token(
    token: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/content/users/me/fcm-token/{token}".format(
            token=quote(str(token), safe=""),
        ),
    }

    return _kwargs


def archive_user() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/content/users/me",
    }

    return _kwargs


def delete_fcm_token(
    token: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/content/users/me/fcm-token/{token}".format(
            token=quote(str(token), safe=""),
        ),
    }

    return _kwargs


def delete_user() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/content/users/me/account",
    }

    return _kwargs


def get_user(
    *,
    lang_code: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["langCode"] = lang_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/content/users/me",
        "params": params,
    }

    return _kwargs
