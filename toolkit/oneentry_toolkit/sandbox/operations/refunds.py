"""Refund requests of paid orders."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..data import clock
from ..data.catalogue import Catalogue, Document
from ..data.documents import decode, dumps
from ..data.money import amount, cents, number
from ..data.store import Tx
from ..errors import RefusedError
from .call import Call

DECISIONS = ("approved", "rejected", "paid")
MARKERS = {
    "waiting": "waiting",
    "canceled": "canceled",
    "approved": "approved",
    "rejected": "rejected",
    "paid": "refunded",
}
"""The status of a request in each state, for a shop that has no markers of its own."""
_COLUMNS = "id, created_at, status, amount, note, products, order_id, storage_id, user_id"


def list_refunds(call: Call) -> object:
    """Returns the refund requests of one of the caller's orders, whatever their status."""
    with call.store.read() as tx:
        order_id = _paid_order(call, tx)[0]
        rows = tx.execute(f"SELECT {_COLUMNS} FROM refunds WHERE order_id = ? ORDER BY id", (order_id,)).fetchall()
    return [_document(row) for row in rows]


def create_refund_request(call: Call) -> object:
    """Creates a refund request for products of a paid order."""
    body, marker = call.body or {}, _markers(call.catalogue)
    if not body.get("products"):
        raise RefusedError(400, ["products should not be empty"])
    with call.store.write() as tx:
        order_id, storage_id, order = _paid_order(call, tx)
        rows = tx.execute("SELECT status, products FROM refunds WHERE order_id = ?", (order_id,)).fetchall()
        if any(status == marker["waiting"] for status, _ in rows):
            raise RefusedError(400, "Refund request already exists")
        gone = (marker["canceled"], marker["rejected"])
        left = _left(order, [decode(products) for status, products in rows if status not in gone])
        wanted = {key: entry["quantity"] for key, entry in body["products"].items()}
        unknown = [key for key in wanted if key not in left]
        if unknown:
            raise RefusedError(400, f"Product {', '.join(dict.fromkeys(map(_shown, unknown)))} not found")
        if any(quantity > left[key] for key, quantity in wanted.items()):
            raise RefusedError(400, "Refund quantity exceeds the quantity of the order")
        tx.execute(
            "INSERT INTO refunds (order_id, storage_id, user_id, created_at, status, amount, note, products)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                order_id,
                storage_id,
                call.caller.id,
                clock.now(tx),
                marker["waiting"],
                str(_amount(tx, order_id, order, wanted)),
                body.get("note") or "",
                dumps({key: {"quantity": quantity} for key, quantity in wanted.items()}),
            ),
        )
    return True


def cancel_refund_request(call: Call) -> object:
    """Cancels the waiting request."""
    marker = _markers(call.catalogue)
    with call.store.write() as tx:
        order_id = _paid_order(call, tx)[0]
        changed = tx.execute(
            "UPDATE refunds SET status = ? WHERE order_id = ? AND status = ?",
            (marker["canceled"], order_id, marker["waiting"]),
        )
        if not changed.rowcount:
            raise RefusedError(404, "Refund request not found")
    return True


def decide(tx: Tx, catalogue: Catalogue, refund_id: int, decision: str) -> Document:
    """Decides a request like an operator and returns it as it is answered.

    Args:
        tx: A write transaction.
        catalogue: The shop's definitions, which have the markers of the statuses.
        refund_id: The request.
        decision: One of `DECISIONS`; a request that waits or is approved can be paid, one that waits be decided.

    Raises:
        RefusedError: 404 if the request does not exist, 400 if it is decided already.
    """
    marker = _markers(catalogue)
    found = f"SELECT {_COLUMNS} FROM refunds WHERE id = ?"
    row = tx.execute(found, (refund_id,)).fetchone()
    if row is None:
        raise RefusedError(404, "Refund request not found")
    open_for = {marker["waiting"], marker["approved"]} if decision == "paid" else {marker["waiting"]}
    if row[2] not in open_for:
        raise RefusedError(400, f"Refund request is {row[2]}")
    tx.execute("UPDATE refunds SET status = ? WHERE id = ?", (marker[decision], refund_id))
    return _document(tx.execute(found, (refund_id,)).fetchone())


def _markers(catalogue: Catalogue) -> dict[str, str]:
    # A project's own words: docs/api/orders.md#orders-refunds.
    markers: dict[str, str] = MARKERS | catalogue.settings["refundStatuses"]
    return markers


def _document(row: tuple[Any, ...]) -> Document:
    return {
        "id": row[0],
        "createdDate": row[1],
        "status": row[2],
        "amount": number(Decimal(row[3])),
        "note": row[4],
        "products": decode(row[5]),
        "orderId": row[6],
        "orderStorageId": row[7],
        "userId": row[8],
        "orderStorage": None,
        "user": None,
    }


def _paid_order(call: Call, tx: Tx) -> tuple[int, int, Document]:
    row = tx.execute(
        "SELECT id, storage_id, body, is_completed FROM orders WHERE id = ? AND user_id = ?",
        (call.row_id("id"), call.caller.id),
    ).fetchone()
    if row is None:
        raise RefusedError(404, "Order not found")
    if not row[3]:
        raise RefusedError(404, "You cannot refund uncompleted order")
    return row[0], row[1], decode(row[2])


def _left(order: Document, requests: list[Document]) -> dict[str, int]:
    """Returns the quantities not yet in a refund request, by product id as text."""
    left: dict[str, int] = {}
    for line in order["products"]:
        if not line["isGift"]:
            left[str(line["id"])] = left.get(str(line["id"]), 0) + line["quantity"]
    for request in requests:
        for key, entry in request.items():
            left[key] -= entry["quantity"]
    return left


def _amount(tx: Tx, order_id: int, order: Document, wanted: dict[str, int]) -> Decimal:
    """Returns the amount paid for products: discounts and bonuses are distributed over the lines by price."""
    paid_lines = [line for line in order["products"] if not line["isGift"]]
    prices = {str(line["id"]): amount(line["price"]) for line in paid_lines}
    full = sum((amount(line["price"]) * line["quantity"] for line in paid_lines), Decimal(0))
    due = Decimal(tx.execute("SELECT due FROM orders WHERE id = ?", (order_id,)).fetchone()[0])
    asked = sum((prices[key] * quantity for key, quantity in wanted.items()), Decimal(0))
    return cents(asked * due / full) if full else Decimal(0)


def _shown(key: str) -> str:
    return key if key.isdecimal() and len(key) < 20 else "unknown"
