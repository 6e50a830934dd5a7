"""JSON documents of orders and payment sessions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from .catalogue import Definition, Document
from .money import number, text
from .store import Tx

PAGE_BASE = "https://pay.sandbox.invalid"
"""Placeholder of the sandbox's URL in stored documents: the URL is only known when a response is written."""

decode = msgspec.json.decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


def encode(value: object) -> bytes:
    """Encodes a value as JSON."""
    try:
        return _encode(value)
    except OverflowError:  # an integer beyond 64 bits, which clients may send in free-form members
        return json.dumps(value, default=float, ensure_ascii=False, separators=(",", ":")).encode()


def dumps(value: object) -> str:
    """Encodes a value as JSON text for the database."""
    return encode(value).decode()


def translated(texts: Document, lang: str) -> Document:
    """Returns what a document has in a language, else in the shop's own, which each document has first."""
    found: Document = texts[lang] if lang in texts else next(iter(texts.values()), {})
    return found


def order_document(
    *,
    order_id: int,
    storage: Definition,
    created: str,
    status: Definition,
    form_data: list[Document],
    total: Decimal,
    currency: str,
    account: Definition,
    products: Sequence[Document],
    is_completed: bool | None,
    terms: Document | None,
    payment: Document,
    split: Document | None = None,
) -> Document:
    """Returns an order in the shape of lists and reads; `split` only if it is paid in stages.

    `payment` has the members of the payment axis. No status of the fulfilment axis is ever assigned.
    """
    document = {
        "id": order_id,
        "storageId": storage.id,
        "createdDate": created,
        "statusIdentifier": status.identifier,
        "statusLocalizeInfos": status.body["localizeInfos"],
        "formIdentifier": storage.body["formIdentifier"],
        "formData": form_data,
        "attributeSetIdentifier": storage.notes["attributeSetIdentifier"],
        "totalSum": text(total),
        "currency": currency,
        "paymentAccountIdentifier": account.identifier,
        "paymentAccountLocalizeInfos": account.body["localizeInfos"],
        "products": products,
        "paymentUrl": None,
        "isCompleted": is_completed,
        "paymentStrategy": "once" if split is None else "split",
        "fulfillmentStatusIdentifier": None,
        "fulfillmentStatusLocalizeInfos": None,
        **payment,
    }
    if terms is not None:
        document["totalSumRaw"] = text(Decimal(str(terms["discountConfig"]["totalRaw"])))
        document["discountConfig"] = terms["discountConfig"]
    if split is not None:
        document |= {"isPartial": True, "split": split}
    return document


def order_product(product: Document, quantity: int, lang: str, *, is_gift: bool = False) -> Document:
    """Returns a line of an order with the current title and price, which do not change later."""
    infos = product["localizeInfos"]
    return {
        "id": product["id"],
        "title": translated(infos, lang)["title"],
        "sku": product["sku"],
        "previewImage": _preview(translated(product["attributeValues"], lang)),
        "price": product["price"],
        "quantity": quantity,
        "isGift": is_gift,
    }


def _preview(attributes: Document) -> list[Document] | None:
    """Returns the first picture of a product: of its first attribute with one, whatever the attribute's marker."""
    for one in attributes.values():
        if one.get("type") in ("image", "groupOfImages") and one.get("value"):
            return one["value"][:1] if isinstance(one["value"], list) else [one["value"]]
    return None


def session_document(
    *,
    session_id: int,
    created: str,
    updated: str,
    kind: str,
    status: str,
    account: Definition,
    order_id: int,
    payment_url: str | None,
    amount: Decimal,
    client_secret: str | None = None,
) -> Document:
    """Returns a payment session; only accounts that charge have an amount."""
    document: Document = {
        "id": session_id,
        "createdDate": created,
        "updatedDate": updated,
        "type": kind,
        "status": status,
        "paymentAccountId": account.id,
        "orderId": order_id,
        "paymentUrl": payment_url,
    }
    if account.notes["link"] != "never":
        document["amount"] = number(amount)
    if client_secret is not None:
        document["clientSecret"] = client_secret
    return document


def next_id(tx: Tx, table: str) -> int:
    """Returns the id of a table's next row."""
    row = tx.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return 1 if row is None else row[0] + 1


def next_order_seq(tx: Tx, user_id: int, storage_id: int, count: int = 1) -> int:
    """Reserves `count` positions in a user's orders of a storage and returns the first."""
    row = tx.execute(
        "INSERT INTO order_totals VALUES (?, ?, ?)"
        " ON CONFLICT (user_id, storage_id) DO UPDATE SET total = total + excluded.total RETURNING total",
        (user_id, storage_id, count),
    ).fetchone()
    return int(row[0]) - count + 1


def next_session_seq(tx: Tx, user_id: int) -> int:
    """Reserves and returns the next position in a user's payment sessions."""
    row = tx.execute(
        "INSERT INTO session_totals VALUES (?, 1)"
        " ON CONFLICT (user_id) DO UPDATE SET total = total + 1 RETURNING total",
        (user_id,),
    ).fetchone()
    return int(row[0])


ORDER_COLUMNS = (
    "id, user_id, storage_id, seq, status, account, currency, total, due, is_completed, form_data, terms, body"
)
SESSION_COLUMNS = "id, order_id, user_id, seq, status, account_id, amount, link_at, expires_at, body"
INSERT_ORDER = f"INSERT INTO orders ({ORDER_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_SESSION = f"INSERT INTO payment_sessions ({SESSION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
