"""Discounts, coupons and bonuses."""

from __future__ import annotations

from decimal import Decimal

from ..data import clock
from ..data.catalogue import Catalogue, Definition, Document
from ..data.money import number
from ..data.store import Tx
from ..errors import RefusedError
from .call import Call, localized
from .pricing import Coupon, discounted, is_current

_ADDS = {"ACCRUAL", "REVERSAL_USAGE"}
_IN_CONFIG = (
    "id identifier type localizeInfos startDate endDate discountValue exclusions position conditionLogic gifts"
    " userGroups userExclusions conditions"
).split()


def list_discounts(call: Call) -> object:
    """Returns the discounts, optionally of one type."""
    wanted = call.query.get("type")
    bodies = [body for body in call.catalogue.discounts.bodies if wanted in (None, body["type"])]
    return {"items": [_localized(call, body) for body in call.page(bodies)], "total": len(bodies)}


def get_discount(call: Call) -> object:
    """Returns a discount by its marker."""
    discount = call.catalogue.discounts.by_identifier.get(call.path["marker"])
    if discount is None:
        raise RefusedError(404, "Discount not found")
    return _localized(call, discount.body)


def validate_coupon(call: Call) -> object:
    """Checks whether a coupon code exists and is not used; an unknown code is not an error."""
    with call.store.read() as tx:
        row = tx.execute(
            "SELECT id, discount_id, code, is_reusable, order_id, used_at FROM coupons WHERE code = ?",
            (call.query["code"],),
        ).fetchone()
        if row is None:
            return {"valid": False, "error": "Coupon not found"}
        error = _why_not(row[3], row[4], None, call.catalogue.discounts.by_id[row[1]], clock.now(tx))
    coupon = {
        "id": row[0],
        "discountId": row[1],
        "code": row[2],
        "usedAt": row[5],
        "isUsed": row[5] is not None,
        "isReusable": bool(row[3]),
        "orderId": row[4],
    }
    if error is not None:
        return {"valid": False, "coupon": coupon, "error": error}
    return {"valid": True, "coupon": coupon}


def get_bonus_balance(call: Call) -> object:
    """Returns the caller's bonus balance."""
    with call.store.read() as tx:
        return {"balance": number(balance(tx, call.caller.id))}


def list_bonus_history(call: Call) -> object:
    """Returns the caller's bonus movements, newest first."""
    wanted = call.query
    admin = wanted.get("isAdmin")
    with call.store.read() as tx:
        rows = tx.execute(
            "SELECT user_id, amount, type, is_admin, order_id, discount_id, comment, expires_at, created_at"
            " FROM bonuses WHERE user_id = :user AND (:type IS NULL OR type = :type)"
            " AND (:from IS NULL OR created_at >= :from) AND (:to IS NULL OR created_at <= :to)"
            " AND (:discount IS NULL OR discount_id = :discount) AND (:admin IS NULL OR is_admin = :admin)"
            " ORDER BY id DESC",
            {
                "user": call.caller.id,
                "type": wanted.get("type"),
                "from": wanted.get("dateFrom"),
                "to": wanted.get("dateTo"),
                "discount": _bounded(wanted.get("discountId")),
                "admin": None if admin is None else int(admin),
            },
        ).fetchall()
    if wanted.get("moduleId") is not None:  # all bonuses of this shop come from orders
        rows = [row for row in rows if row[4] is not None and wanted["moduleId"] == _ORDERS_MODULE]
    items = [_movement(row) for row in rows]
    return {"items": items[: call.most_records], "total": len(items)}


_ORDERS_MODULE = 1


def _movement(row: tuple[object, ...]) -> Document:
    user_id, amount, kind, is_admin, order_id, discount_id, comment, expires_at, created_at = row
    optional = {
        "discountId": discount_id,
        "moduleId": None if order_id is None else _ORDERS_MODULE,
        "entityIdentifier": None if order_id is None else str(order_id),
        "comment": comment,
        "triggerType": "EVENT" if kind == "ACCRUAL" and not is_admin else None,
        "expiresAt": expires_at,
        "createdAt": created_at,
    }
    return {
        "balanceId": user_id,
        "amount": number(Decimal(str(amount))),
        "type": kind,
        "isAdmin": bool(is_admin),
        **{name: value for name, value in optional.items() if value is not None},
    }


def _bounded(value: int | None) -> int | None:
    return value if value is None or -(2**63) <= value < 2**63 else -1


def balance(tx: Tx, user_id: int) -> Decimal:
    """Returns the bonus balance: accruals minus usage."""
    rows = tx.execute("SELECT type, amount FROM bonuses WHERE user_id = ?", (user_id,))
    return sum((Decimal(amount) if kind in _ADDS else -Decimal(amount) for kind, amount in rows), Decimal(0))


def move_bonuses(
    tx: Tx, user_id: int, amount: Decimal, kind: str, *, order_id: int, discount_id: int | None = None
) -> None:
    """Records a movement of an order; an amount of zero is skipped."""
    if amount:
        tx.execute(
            "INSERT INTO bonuses (user_id, amount, type, is_admin, order_id, discount_id, created_at)"
            " VALUES (?, ?, ?, 0, ?, ?, ?)",
            (user_id, str(amount), kind, order_id, discount_id, clock.now(tx)),
        )


def accrue(tx: Tx, catalogue: Catalogue, user_id: int, *, order_id: int, paid: Decimal) -> None:
    """Records the bonuses that a paid order earns; a guest has no balance."""
    if user_id < 0:
        return
    for one in catalogue.discounts.all:
        event = one.body["bonusEvent"]
        if event and event["triggerEvent"] == "ORDER_PAID" and is_current(one.body, clock.now(tx)):
            earned = paid - discounted(paid, one.body["discountValue"])
            move_bonuses(tx, user_id, earned, "ACCRUAL", order_id=order_id, discount_id=one.id)


def find_coupon(tx: Tx, catalogue: Catalogue, code: str | None, order_id: int | None = None) -> Coupon | None:
    """Returns the coupon of a basket.

    Args:
        tx: A transaction.
        catalogue: The shop's definitions.
        code: The code of the request; `None` and `""` mean no coupon.
        order_id: The order to change, which may reuse its own coupon.

    Raises:
        RefusedError: 400, the code is unknown, expired or used up.
    """
    if not code:
        return None
    row = tx.execute("SELECT is_reusable, order_id, discount_id FROM coupons WHERE code = ?", (code,)).fetchone()
    if row is None:
        raise RefusedError(400, "Coupon not found")
    error = _why_not(row[0], row[1], order_id, catalogue.discounts.by_id[row[2]], clock.now(tx))
    if error is not None:
        raise RefusedError(400, error)
    return Coupon(code, row[2])


def use_coupon(tx: Tx, coupon: Coupon | None, order_id: int) -> None:
    """Marks a coupon as used by an order and releases the order's previous one."""
    tx.execute("UPDATE coupons SET order_id = NULL, used_at = NULL WHERE order_id = ?", (order_id,))
    if coupon is not None:
        tx.execute(
            "UPDATE coupons SET order_id = ?, used_at = ? WHERE code = ? AND NOT is_reusable",
            (order_id, clock.now(tx), coupon.code),
        )


def in_config(discount: Document, coupon: Coupon | None) -> Document:
    """Returns a discount in the shape of an order's `discountConfig`."""
    body = {name: discount[name] for name in _IN_CONFIG}
    body["gifts"] = body["gifts"] or []
    body["coupon"] = {"code": coupon.code} if coupon and coupon.discount_id == discount["id"] else None
    return body


def _why_not(is_reusable: int, used_by: int | None, order_id: int | None, discount: Definition, now: str) -> str | None:
    if not is_reusable and used_by is not None and used_by != order_id:
        return "Coupon has already been used"
    if not is_current(discount.body, now):
        return "Coupon has expired"
    return None


def _localized(call: Call, body: Document) -> Document:
    return localized(body, call.query.get("langCode"), "attributeValues")
