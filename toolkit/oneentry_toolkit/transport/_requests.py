"""The request of each operation of the contract: what ``Endpoint.build`` makes a request from.

Made by tools/regen.py from openapi.yaml, never edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Request(NamedTuple):
    """The request of an operation. Names in braces and the keys of ``query`` are the arguments of the generated client.

    Attributes:
        method: in lower case.
        path: with the path parameters in braces.
        query: argument to the name of the query parameter.
        required: query arguments that must be given.
        defaults: of query arguments.
        has_body: whether a body is sent, as JSON unless there are ``parts``.
        parts: member of the body whose items are sent as parts of ``multipart/form-data``; empty for JSON.
    """

    method: str
    path: str
    query: Mapping[str, str] = {}
    required: tuple[str, ...] = ()
    defaults: Mapping[str, int] = {}
    has_body: bool = False
    parts: str = ""


REQUESTS: Mapping[str, Request] = {
    "activate_user": Request("post", "/api/content/users-auth-providers/marker/{marker}/users/activate", has_body=True),
    "add_cart_item": Request("post", "/api/content/users/me/cart/items", has_body=True),
    "add_fcm_token": Request("post", "/api/content/users/me/fcm-token/{token}"),
    "add_wishlist_item": Request("post", "/api/content/users/me/wishlist/items", has_body=True),
    "archive_user": Request("delete", "/api/content/users/me"),
    "auth": Request("post", "/api/content/users-auth-providers/marker/{marker}/users/auth", has_body=True),
    "cancel_refund_request": Request("delete", "/api/content/orders/{id}/refund"),
    "change_password": Request(
        "post", "/api/content/users-auth-providers/marker/{marker}/users/change-password", has_body=True
    ),
    "check_code": Request("post", "/api/content/users-auth-providers/marker/{marker}/users/check-code", has_body=True),
    "count_products": Request("post", "/api/content/products/all/counts", has_body=True),
    "count_products_by_page": Request("post", "/api/content/products/page/{page_id}/counts", has_body=True),
    "count_products_by_page_url": Request("post", "/api/content/products/page/url/{page_url}/counts", has_body=True),
    "create_order": Request("post", "/api/content/orders-storage/marker/{marker}/orders", has_body=True),
    "create_payment_session": Request("post", "/api/content/payments/sessions", has_body=True),
    "create_refund_request": Request("post", "/api/content/orders/{id}/refund", has_body=True),
    "create_submission": Request("post", "/api/content/form-data", has_body=True),
    "delete_fcm_token": Request("delete", "/api/content/users/me/fcm-token/{token}"),
    "delete_file": Request(
        "delete",
        "/api/content/files",
        query={"filename": "filename", "type_": "type", "entity": "entity", "id": "id"},
        required=("filename",),
    ),
    "delete_submission": Request("delete", "/api/content/form-data/{id}"),
    "delete_user": Request("delete", "/api/content/users/me/account"),
    "generate_code": Request(
        "post", "/api/content/users-auth-providers/marker/{marker}/users/generate-code", has_body=True
    ),
    "get_auth_provider": Request(
        "get", "/api/content/users-auth-providers/marker/{marker}", query={"lang_code": "langCode"}
    ),
    "get_bonus_balance": Request("get", "/api/content/discounts/bonus-balance"),
    "get_cart": Request("get", "/api/content/users/me/cart"),
    "get_discount": Request("get", "/api/content/discounts/marker/{marker}", query={"lang_code": "langCode"}),
    "get_form": Request("get", "/api/content/forms/marker/{marker}", query={"lang_code": "langCode"}),
    "get_order": Request(
        "get", "/api/content/orders-storage/marker/{marker}/orders/{id}", query={"lang_code": "langCode"}
    ),
    "get_order_storage": Request("get", "/api/content/orders-storage/marker/{marker}", query={"lang_code": "langCode"}),
    "get_payment_account": Request("get", "/api/content/payments/accounts/{id}"),
    "get_payment_session": Request("get", "/api/content/payments/sessions/{id}"),
    "get_payment_session_by_order": Request("get", "/api/content/payments/sessions/order/{order_id}"),
    "get_payment_stages": Request("get", "/api/content/payments/orders/{id}/stages"),
    "get_product": Request(
        "get", "/api/content/products/{id}", query={"lang_code": "langCode", "is_normalized": "isNormalized"}
    ),
    "get_user": Request("get", "/api/content/users/me", query={"lang_code": "langCode"}),
    "get_wishlist": Request("get", "/api/content/users/me/wishlist"),
    "list_active_sessions": Request("get", "/api/content/users-auth-providers/marker/{marker}/users/sessions"),
    "list_auth_providers": Request(
        "get",
        "/api/content/users-auth-providers",
        query={"lang_code": "langCode", "offset": "offset", "limit": "limit"},
        defaults={"offset": 0, "limit": 30},
    ),
    "list_bonus_history": Request(
        "get",
        "/api/content/discounts/bonus-balance/history",
        query={
            "type_": "type",
            "date_from": "dateFrom",
            "date_to": "dateTo",
            "discount_id": "discountId",
            "module_id": "moduleId",
            "is_admin": "isAdmin",
        },
    ),
    "list_discounts": Request(
        "get",
        "/api/content/discounts",
        query={"lang_code": "langCode", "offset": "offset", "limit": "limit", "type_": "type"},
        defaults={"offset": 0, "limit": 30},
    ),
    "list_forms": Request(
        "get",
        "/api/content/forms",
        query={"lang_code": "langCode", "offset": "offset", "limit": "limit"},
        defaults={"offset": 0, "limit": 30},
    ),
    "list_order_statuses": Request(
        "get",
        "/api/content/orders-storage/marker/{marker}/order-statuses",
        query={"lang_code": "langCode", "offset": "offset", "limit": "limit"},
        defaults={"offset": 0, "limit": 30},
    ),
    "list_order_storages": Request(
        "get",
        "/api/content/orders-storage",
        query={"lang_code": "langCode", "offset": "offset", "limit": "limit"},
        defaults={"offset": 0, "limit": 30},
    ),
    "list_orders": Request(
        "get",
        "/api/content/orders-storage/marker/{marker}/orders",
        query={"lang_code": "langCode", "offset": "offset", "limit": "limit"},
        defaults={"offset": 0, "limit": 30},
    ),
    "list_payment_accounts": Request("get", "/api/content/payments/accounts"),
    "list_payment_sessions": Request(
        "get",
        "/api/content/payments/sessions",
        query={"offset": "offset", "limit": "limit"},
        defaults={"offset": 0, "limit": 30},
    ),
    "list_prices_by_page_url": Request(
        "get",
        "/api/content/products/page/{page_url}/prices",
        query={
            "lang_code": "langCode",
            "offset": "offset",
            "limit": "limit",
            "sort_key": "sortKey",
            "sort_order": "sortOrder",
            "sign_price": "signPrice",
        },
        defaults={"offset": 0, "limit": 30},
    ),
    "list_product_blocks": Request("get", "/api/content/products/{id}/blocks"),
    "list_products": Request(
        "post",
        "/api/content/products/all",
        query={
            "lang_code": "langCode",
            "offset": "offset",
            "limit": "limit",
            "sort_key": "sortKey",
            "sort_order": "sortOrder",
            "sign_price": "signPrice",
        },
        defaults={"offset": 0, "limit": 30},
        has_body=True,
    ),
    "list_products_by_ids": Request(
        "get", "/api/content/products/ids", query={"ids": "ids", "lang_code": "langCode"}, required=("ids",)
    ),
    "list_products_by_page": Request(
        "post",
        "/api/content/products/page/{page_id}",
        query={
            "lang_code": "langCode",
            "offset": "offset",
            "limit": "limit",
            "sort_key": "sortKey",
            "sort_order": "sortOrder",
            "sign_price": "signPrice",
        },
        defaults={"offset": 0, "limit": 30},
        has_body=True,
    ),
    "list_products_by_page_url": Request(
        "post",
        "/api/content/products/page/url/{page_url}",
        query={
            "lang_code": "langCode",
            "offset": "offset",
            "limit": "limit",
            "sort_key": "sortKey",
            "sort_order": "sortOrder",
            "sign_price": "signPrice",
        },
        defaults={"offset": 0, "limit": 30},
        has_body=True,
    ),
    "list_products_without_page": Request(
        "post",
        "/api/content/products/empty-page",
        query={
            "lang_code": "langCode",
            "offset": "offset",
            "limit": "limit",
            "sort_key": "sortKey",
            "sort_order": "sortOrder",
            "sign_price": "signPrice",
        },
        defaults={"offset": 0, "limit": 30},
        has_body=True,
    ),
    "list_refunds": Request("get", "/api/content/orders/{id}/refund"),
    "list_related_products": Request(
        "get",
        "/api/content/products/{id}/related",
        query={
            "lang_code": "langCode",
            "offset": "offset",
            "limit": "limit",
            "sort_key": "sortKey",
            "sort_order": "sortOrder",
            "sign_price": "signPrice",
        },
        defaults={"offset": 0, "limit": 30},
    ),
    "list_submissions": Request(
        "post",
        "/api/content/form-data/marker/{marker}",
        query={
            "form_module_config_id": "formModuleConfigId",
            "is_extended": "isExtended",
            "lang_code": "langCode",
            "offset": "offset",
            "limit": "limit",
        },
        defaults={"offset": 0, "limit": 30},
        has_body=True,
    ),
    "logout": Request("post", "/api/content/users-auth-providers/marker/{marker}/users/logout", has_body=True),
    "logout_all": Request("post", "/api/content/users-auth-providers/marker/{marker}/users/logout-all"),
    "oauth": Request("post", "/api/content/users-auth-providers/marker/{marker}/oauth", has_body=True),
    "preview_order": Request(
        "post", "/api/content/orders-storage/orders/preview", query={"lang_code": "langCode"}, has_body=True
    ),
    "refresh": Request("post", "/api/content/users-auth-providers/marker/{marker}/users/refresh", has_body=True),
    "remove_cart_item": Request("delete", "/api/content/users/me/cart/items/{product_id}"),
    "remove_wishlist_item": Request("delete", "/api/content/users/me/wishlist/items/{product_id}"),
    "search_products": Request(
        "get", "/api/content/products/quick/search", query={"name": "name", "lang_code": "langCode"}, required=("name",)
    ),
    "set_cart": Request("put", "/api/content/users/me/cart", has_body=True),
    "set_wishlist": Request("put", "/api/content/users/me/wishlist", has_body=True),
    "sign_up": Request("post", "/api/content/users-auth-providers/marker/{marker}/users/sign-up", has_body=True),
    "update_order": Request(
        "put", "/api/content/orders-storage/marker/{marker}/orders/{id}", query={"lang_code": "langCode"}, has_body=True
    ),
    "update_submission": Request("put", "/api/content/form-data/{id}", query={"lang_code": "langCode"}, has_body=True),
    "update_submission_status": Request("put", "/api/content/form-data/{id}/update-status", has_body=True),
    "update_user": Request("put", "/api/content/users/me", has_body=True),
    "upload_files": Request(
        "post",
        "/api/content/files",
        query={
            "type_": "type",
            "entity": "entity",
            "id": "id",
            "width": "width",
            "height": "height",
            "compress": "compress",
            "template": "template",
        },
        has_body=True,
        parts="files",
    ),
    "validate_coupon": Request(
        "get", "/api/content/discounts/coupons/validate", query={"code": "code"}, required=("code",)
    ),
}
