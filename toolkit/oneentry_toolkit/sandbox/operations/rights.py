"""What the groups of a caller may read: docs/api/requests.md#requests-rights."""

from __future__ import annotations

from collections.abc import Iterable

from ..data.catalogue import Catalogue
from ..errors import RefusedError

NOT_GRANTED = "Permission data not found. Provide the permission for requested url"

KINDS: dict[str, tuple[str, ...]] = {
    "providers": ("listAuthProviders", "getAuthProvider"),
    "users": ("getUser",),
    "devices": ("listActiveSessions",),
    "carts": ("getCart",),
    "wishlists": ("getWishlist",),
    "storages": ("listOrderStorages", "getOrderStorage"),
    "statuses": ("listOrderStatuses",),
    "orders": ("listOrders", "getOrder"),
    "refunds": ("listRefunds",),
    "sessions": ("listPaymentSessions", "getPaymentSession", "getPaymentSessionByOrder", "getPaymentStages"),
    "accounts": ("listPaymentAccounts", "getPaymentAccount"),
    "forms": ("listForms", "getForm"),
    "submissions": ("listSubmissions",),
    "products": (
        "listProducts",
        "listProductsWithoutPage",
        "listProductsByPage",
        "listProductsByPageUrl",
        "listPricesByPageUrl",
        "listRelatedProducts",
        "listProductBlocks",
        "countProducts",
        "countProductsByPage",
        "countProductsByPageUrl",
        "listProductsByIds",
        "getProduct",
        "searchProducts",
    ),
    "discounts": ("listDiscounts", "getDiscount", "validateCoupon"),
    "bonuses": ("getBonusBalance", "listBonusHistory"),
}
"""The operations that read each kind of thing, by the kind's name in a scenario."""
_KIND_OF = {operation: kind for kind, operations in KINDS.items() for operation in operations}


def most_records(catalogue: Catalogue, groups: Iterable[int], operation: str) -> int | None:
    """Returns how many records of a list the groups may read; `None` for all. Rights of several groups add up.

    Args:
        catalogue: The shop.
        groups: The groups of the caller.
        operation: The operation's id. What writes is open to every group.

    Raises:
        RefusedError: 403, none of the groups may read it.
    """
    kind = _KIND_OF.get(operation)
    if kind is None:
        return None
    limits = []
    for number in groups:
        read = catalogue.groups.by_id[number].notes["read"]
        limits.append(read[kind] if kind in read else read.get("others"))
    if None in limits:
        return None
    most = max(limits, default=0)
    if not most:
        raise RefusedError(403, NOT_GRANTED)
    return most
