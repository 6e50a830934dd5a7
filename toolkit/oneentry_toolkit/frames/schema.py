"""Declares the columns of DataFrames, so that dtypes do not depend on the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pyarrow as pa

F = TypeVar("F", bound=Callable[..., Any])

MONEY = "money"
DECIMALS = 6
"""Decimals of an amount in Arrow; an amount with more decimals gets a wider type."""


@dataclass(frozen=True)
class Column:
    """One column of a frame.

    Attributes:
        name: in the DataFrame.
        key: its source in the JSON response.
        dtype: a pandas dtype, or ``money``.
        meaning: for the docstring.
        attribute: attribute of the result object, if it differs from ``name``.
    """

    name: str
    key: str
    dtype: str
    meaning: str
    attribute: str = ""

    def read(self, item: Any) -> Any:
        """Returns the column's value for one object."""
        return getattr(item, self.attribute or self.name)


TIME = "datetime64[us, UTC]"
NULLABLE = "Int64"
"""Whole numbers of which one may be missing, since it could not be read."""

ORDERS = (
    Column("order_id", "id", "int64", "number of the order", "id"),
    Column("storage", "(path)", "category", "marker of the order storage"),
    Column("storage_title", "(orders-storage) localizeInfos", "category", "its title in the shop's language"),
    Column("created", "createdDate", TIME, "when it was placed"),
    Column("status", "statusIdentifier", "category", "marker of the status"),
    Column("status_title", "statusLocalizeInfos", "str", "its title in the shop's language, where the server sends it"),
    Column("payment_status", "paymentStatusIdentifier", "category", "marker, derived; missing on older servers"),
    Column("fulfillment_status", "fulfillmentStatusIdentifier", "category", "marker; missing on older servers"),
    Column("total", "totalSum", MONEY, "to pay, as the server computed it"),
    Column("currency", "currency", "category", "as typed in the admin panel; missing where the server sends none"),
    Column("paid", "isCompleted", "bool", "True only if isCompleted is true; null and false both mean not paid"),
    Column("payment_account", "paymentAccountIdentifier", "category", "marker of the payment account"),
    Column("payment_account_title", "paymentAccountLocalizeInfos", "str", "its title in the shop's language"),
    Column("payment_strategy", "paymentStrategy", "category", "once, recurring or split; missing on older servers"),
    Column("line_count", "products[]", "int64", "number of lines"),
    Column("pieces", "products[].quantity", NULLABLE, "in all lines; missing if one of them is", "quantity"),
    Column("payment_url", "paymentUrl", "str", "where to pay; missing where there is no link"),
)

LINES = (
    Column("order_id", "id", "int64", "number of the order"),
    Column("storage", "(path)", "category", "marker of the order storage"),
    Column("created", "createdDate", TIME, "when the order was placed"),
    Column("status", "statusIdentifier", "category", "marker of the order's status"),
    Column("paid", "isCompleted", "bool", "whether the order is paid"),
    Column("payment_account", "paymentAccountIdentifier", "category", "marker of the order's payment account"),
    Column("line", "products[]", "int64", "position in the order, from 0"),
    Column("product_id", "products[].id", NULLABLE, "number of the product; missing if it was deleted"),
    Column("title", "products[].title", "str", "title when it was ordered"),
    Column("sku", "products[].sku", "str", "the shop's own number"),
    Column("price", "products[].price", MONEY, "of one piece, frozen when it was ordered"),
    Column(
        "discount_price", "products[].discountPrice", MONEY, "of one piece after discounts, where the server sends it"
    ),
    Column("quantity", "products[].quantity", NULLABLE, "pieces; missing if they are no whole number"),
    Column("amount", "products[].price x quantity", MONEY, "of the line, before discounts"),
    Column("currency", "currency", "category", "of the order"),
    Column("is_gift", "products[].isGift", "boolean", "added by a discount; missing on older servers"),
)

STATUSES = (
    Column("storage", "(path)", "category", "marker of the order storage"),
    Column("storage_title", "(orders-storage) localizeInfos", "str", "its title in the shop's language"),
    Column("status", "identifier", "category", "marker of the status", "marker"),
    Column("title", "localizeInfos", "str", "its title in the shop's language"),
    Column("is_default", "isDefault", "bool", "new orders get it"),
)

ACCOUNTS = (
    Column("payment_account_id", "id", "int64", "number of the payment account", "id"),
    Column("payment_account", "identifier", "category", "its marker", "marker"),
    Column("title", "localizeInfos", "str", "its title in the shop's language"),
    Column("type", "type", "category", "stripe or custom; cash and PayPal are both custom"),
    Column("is_connected", "settings.status", "boolean", "ready to take payments; missing if the server does not say"),
    Column("test_mode", "testMode", "boolean", "no real money moves"),
)

PRODUCTS = (
    Column("product_id", "id", "int64", "number of the product", "id"),
    Column("title", "localizeInfos", "str", "title in the shop's language"),
    Column("price", "price", MONEY, "exact; missing means not set, which is not free"),
    Column("sku", "sku", "str", "the shop's own number"),
    Column("status", "statusIdentifier", "category", "marker of the product status"),
    Column("status_title", "statusLocalizeInfos", "str", "its title in the shop's language"),
)

PRICES = (
    Column("product_id", "id", "int64", "number of the product", "id"),
    Column("price", "price", MONEY, "exact; missing means not set, which is not free"),
)

SUBMISSIONS = (
    Column("submission_id", "id", "int64", "number of the submission", "id"),
    Column("form", "formIdentifier", "category", "marker of the form", "form_marker"),
    Column("created", "time", TIME, "when it was sent"),
    Column("status", "status", "category", "sent, moderation, approved, banned, deleted; other values are possible"),
    Column("entity", "entityIdentifier", "category", "what it is about: marker of a page, number of a product"),
    Column("config_id", "formModuleConfigId", NULLABLE, "number of the form's configuration"),
    Column("author", "userIdentifier", "str", "login of who sent it; missing for visitors"),
    Column("answers_to", "parentId", NULLABLE, "number of the submission that it answers; missing if there is none"),
    Column("by_admin", "isUserAdmin", "boolean", "sent in the admin panel; missing if the server does not say"),
)

SESSIONS = (
    Column("session_id", "id", "int64", "number of the payment session", "id"),
    Column("order_id", "orderId", NULLABLE, "number of the order"),
    Column("created", "createdDate", TIME, "when it was opened; missing on the oldest servers"),
    Column("updated", "updatedDate", TIME, "when it last changed"),
    Column("type", "type", "category", "session (a page to pay on) or intent (a card form of your own)"),
    Column("status", "status", "category", "waiting, completed, canceled, expired; other values are possible"),
    Column("payment_account_id", "paymentAccountId", NULLABLE, "number of the payment account", "account_id"),
    Column("payment_account", "(payments/accounts)", "category", "its marker; missing if you may not see it"),
    Column("amount", "amount", MONEY, "to pay; missing on older servers"),
    Column("payment_url", "paymentUrl", "str", "where to pay; missing where there is no link (yet)"),
)

REFUNDS = (
    Column("refund_id", "id", "int64", "number of the refund request"),
    Column("order_id", "orderId", "int64", "number of the order"),
    Column("created", "createdDate", TIME, "when it was requested"),
    Column("status", "status", "category", "marker; each project has its own, such as waiting or refunded"),
    Column("amount", "amount", MONEY, "to give back, as the server computed it"),
    Column("currency", "(order) currency", "category", "of the order; missing if only its number was given"),
    Column("pieces", "products{}.quantity", "int64", "pieces of all products"),
    Column("products", "products{}", "str", 'product number to quantity as JSON, such as {"146": 1}'),
    Column("note", "note", "str", "the customer's message to the shop"),
)


def arrow_type(dtype: str) -> pa.DataType:
    """Returns the Arrow type of a column with this dtype."""
    import pyarrow as pa

    match dtype:
        case "money":
            return pa.decimal128(38, DECIMALS)
        case "category":
            return pa.dictionary(pa.int32(), pa.string())
        case "int64" | "Int64":
            return pa.int64()
        case "bool" | "boolean":
            return pa.bool_()
        case "str":
            return pa.string()
        case "float64":
            return pa.float64()
        case "list":
            return pa.list_(pa.string())
    return pa.timestamp("us", "UTC")


def from_rows(columns: Sequence[Column], rows: Sequence[Any]) -> dict[str, pa.Array]:
    """Returns the declared columns of objects, by name."""
    return {column.name: array([column.read(row) for row in rows], column.dtype) for column in columns}


def array(values: Sequence[Any], dtype: str) -> pa.Array:
    """Converts Python values to a column's Arrow array."""
    import pyarrow as pa

    try:
        return pa.array(values, type=arrow_type(dtype))
    except pa.ArrowInvalid:
        if dtype != MONEY:
            raise
        return pa.array(values, type=pa.decimal256(76, 38))


def alike(pieces: list[pa.Array]) -> list[pa.Array]:
    """Casts pieces to one type; a wider amount widens the others."""
    types = {piece.type for piece in pieces}
    if len(types) < 2:
        return pieces
    widest = max(types, key=lambda one: one.bit_width)
    return [piece.cast(widest) for piece in pieces]


def documented(*tables: Sequence[Column]) -> Callable[[F], F]:
    """Replaces ``{columns}`` in a docstring with the table of columns."""
    rows = [
        f"{column.name} ({column.dtype}): {column.meaning}. JSON: {column.key}." for table in tables for column in table
    ]

    def decorate(function: F) -> F:
        # Python 3.13 strips the indentation of docstrings, earlier versions keep it.
        indented = re.compile(r"^( *)\{columns\}$", re.M)
        function.__doc__ = indented.sub(lambda at: "\n".join(at[1] + row for row in rows), function.__doc__ or "")
        return function

    return decorate
