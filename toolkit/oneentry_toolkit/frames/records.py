"""Frames of records that were read as objects, and the columns of lists that have no ``frame`` of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .assemble import build
from .schema import MONEY, NULLABLE, TIME, Column

if TYPE_CHECKING:
    import pandas as pd

STORAGES = (
    Column("storage_id", "id", NULLABLE, "number of the order storage", "id"),
    Column("storage", "identifier", "category", "its marker", "marker"),
    Column("title", "localizeInfos", "str", "its title in the shop's language"),
    Column("form", "formIdentifier", "category", "marker of its order form; missing if it has none"),
)

PROVIDERS = (
    Column("provider", "identifier", "category", "marker of the auth provider", "marker"),
    Column("title", "localizeInfos", "str", "its title in the shop's language"),
    Column("type", "type", "category", "email, phone, oauth, ..."),
    Column("form", "formIdentifier", "category", "marker of its registration form; missing if it has none"),
    Column("is_active", "isActive", "bool", "enabled in the admin panel"),
    Column("by_code", "isCheckCode", "bool", "users may sign in by a one-time code"),
)

FORMS = (
    Column("form_id", "id", NULLABLE, "number of the form", "id"),
    Column("form", "identifier", "category", "its marker", "marker"),
    Column("title", "localizeInfos", "str", "its title in the shop's language"),
    Column("type", "type", "category", "order, data, rating, ..."),
)

PRODUCT_HITS = (
    Column("product_id", "id", "int64", "number of the product", "id"),
    Column("title", "title", "str", "its title in the shop's language"),
)

PRODUCT_BLOCKS = (
    Column("block_id", "id", "int64", "number of the block", "id"),
    Column("block", "identifier", "category", "its marker", "marker"),
    Column("title", "localizeInfos", "str", "its title in the shop's language"),
    Column("type", "type", "category", "such as product"),
)

PRODUCT_GROUPS = (Column("total", "total", NULLABLE, "number of products of the group, as the server says"),)

CART = (
    Column("product_id", "productId", "int64", "number of the product"),
    Column("quantity", "qty", "int64", "number of pieces"),
    Column("added", "addedAt", TIME, "when the product was added", "added_at"),
)

WISHLIST = tuple(column for column in CART if column.name != "quantity")

DISCOUNTS = (
    Column("discount_id", "id", "int64", "number of the discount", "id"),
    Column("discount", "identifier", "category", "its marker", "marker"),
    Column("title", "localizeInfos", "str", "its title in the shop's language"),
    Column("type", "type", "category", "DISCOUNT, BONUS or PERSONAL_DISCOUNT"),
    Column("value", "discountValue.value", MONEY, "amount or percentage, see value_type; missing for gifts"),
    Column("value_type", "discountValue.discountType", "category", "PERCENTAGE, FIXED_AMOUNT, FIXED_PRICE or NONE"),
    Column("applies_to", "discountValue.applicability", "category", "TO_PRODUCT or TO_ORDER"),
    Column("max_amount", "discountValue.maxAmount", MONEY, "maximum reduction; missing for no limit"),
    Column("starts", "startDate", TIME, "start of validity; missing for no limit"),
    Column("ends", "endDate", TIME, "end of validity; missing for no limit"),
    Column("bonus_event", "bonusEvent.triggerEvent", "category", "event that gives the bonus"),
    Column("bonus_expires_days", "bonusEvent.bonusExpirationDays", NULLABLE, "days after which that bonus expires"),
)

BONUS_MOVEMENTS = (
    Column("created", "createdAt", TIME, "when it happened"),
    Column("type", "type", "category", "ACCRUAL, USAGE, REDUCE, EXPIRATION, ..."),
    Column("amount", "amount", MONEY, "never negative; type gives the direction"),
    Column("by_admin", "isAdmin", "boolean", "created in the admin panel"),
    Column("discount_id", "discountId", NULLABLE, "number of the discount that caused it; missing otherwise"),
    Column("reference", "entityIdentifier", "str", "what it belongs to, such as the number of an order"),
    Column("comment", "comment", "str", "remark"),
    Column("expires", "expiresAt", TIME, "when a bonus expires"),
)


def frame_of(
    records: Sequence[Any],
    *,
    columns: Sequence[Column],
    lists: Sequence[str] = (),
    extra: str = "",
    prefix: str = "form",
    **how: Any,
) -> pd.DataFrame:
    """Returns the frame of records, one row each.

    Args:
        records: objects with the columns' attributes.
        columns: the declared columns.
        lists: attributes with several values, which follow as columns of lists (``object``).
        extra: attribute with further values by marker, which follow as columns; empty for none.
        prefix: of the columns of ``extra``.
        how: ``money``, as ``build`` takes it.
    """
    import pandas as pd

    more = [getattr(one, extra) for one in records] if extra else ()
    found = build(columns, records, extra=more, prefix=prefix, **how)
    for place, name in enumerate(lists, start=len(columns)):
        values = [_plain(getattr(one, name)) for one in records]
        found.insert(place, name, pd.Series(values, dtype="object", index=found.index))
    return found


_NAMES = ("marker", "id", "kind")
"""Attributes that name a record in a list of another one; the first that it has counts."""


def _plain(value: Any) -> Any:
    return [_name(one) for one in value] if isinstance(value, tuple) else value


def _name(one: Any) -> Any:
    return next((getattr(one, name) for name in _NAMES if hasattr(one, name)), one)
