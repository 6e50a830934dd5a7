"""Refund requests of paid orders."""

from __future__ import annotations

from decimal import Decimal

from ..data import clock
from ..data.catalogue import Document
from ..data.documents import decode, dumps
from ..data.money import amount, cents, number
from ..data.store import Tx
from ..errors import RefusedError
from .call import Call

_WAITING, _CANCELED = "waiting", "canceled"


def list_refunds(call: Call) -> object:
    """Returns the refund requests of one of the caller's orders, canceled ones included."""
    with call.store.read() as tx:
        order_id = _paid_order(call, tx)[0]
        rows = tx.execute(
            "SELECT id, created_at, status, amount, note, products, order_id, storage_id, user_id FROM refunds"
            " WHERE order_id = ? ORDER BY id",
            (order_id,),
        ).fetchall()
    return [
        {
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
        for row in rows
    ]


def create_refund_request(call: Call) -> object:
    """Creates a refund request for products of a paid order; without products, for everything left."""
    body = call.body or {}
    with call.store.write() as tx:
        order_id, storage_id, order = _paid_order(call, tx)
        rows = tx.execute("SELECT status, products FROM refunds WHERE order_id = ?", (order_id,)).fetchall()
        if any(status == _WAITING for status, _ in rows):
            raise RefusedError(400, "Refund request already exists")
        left = _left(order, [decode(products) for status, products in rows if status != _CANCELED])
        wanted = {key: entry["quantity"] for key, entry in (body.get("products") or {}).items()} or left
        unknown = [key for key in wanted if key not in left]
        if unknown:
            raise RefusedError(400, f"Product {', '.join(dict.fromkeys(map(_shown, unknown)))} not found")
        if not any(wanted.values()) or any(quantity > left[key] for key, quantity in wanted.items()):
            raise RefusedError(400, "Refund quantity exceeds the quantity of the order")
        wanted = {key: quantity for key, quantity in wanted.items() if quantity}
        tx.execute(
            "INSERT INTO refunds (order_id, storage_id, user_id, created_at, status, amount, note, products)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                order_id,
                storage_id,
                call.caller.id,
                clock.now(tx),
                _WAITING,
                str(_amount(tx, order_id, order, wanted)),
                body.get("note") or "",
                dumps({key: {"quantity": quantity} for key, quantity in wanted.items()}),
            ),
        )
    return True


def cancel_refund_request(call: Call) -> object:
    """Cancels the waiting request."""
    with call.store.write() as tx:
        order_id = _paid_order(call, tx)[0]
        changed = tx.execute(
            "UPDATE refunds SET status = ? WHERE order_id = ? AND status = ?", (_CANCELED, order_id, _WAITING)
        )
        if not changed.rowcount:
            raise RefusedError(404, "Refund request not found")
    return True


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
