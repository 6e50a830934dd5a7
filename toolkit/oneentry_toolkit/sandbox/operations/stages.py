"""Orders that are paid in stages: what each stage costs, which payment session is for it, and how far the payment is.

All of it is kept in the order's document, where it is answered (`split`): there is no second truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from ..data.catalogue import Catalogue, Document
from ..data.documents import decode
from ..data.money import CENT, amount, number
from ..data.store import Tx

_PLANNED, _COMPLETED = "planned", "completed"


def split(lines: Sequence[Document], due: Decimal, catalogue: Catalogue) -> Document | None:
    """How an order of these lines is paid in stages; `None` when no product of it is.

    What is due is shared out over the lines by price, so that discounts and bonuses are in every stage. All that is
    not in a later stage is due in the first one: products without stages, and cents that cannot be shared.

    Args:
        lines: The lines of the order.
        due: What is to be paid for it.
        catalogue: The shop's definitions: which product is paid in which stages.
    """
    full = sum((amount(line["price"]) * line["quantity"] for line in lines if not line["isGift"]), Decimal(0))
    found: list[Document] = []
    for line in lines:
        for marker, title, percent in () if line["isGift"] else catalogue.stages_of(line["id"]):
            share = due * amount(line["price"]) * line["quantity"] * percent / (100 * full) if full else Decimal(0)
            found.append(
                {
                    "marker": marker,
                    "sessionId": None,
                    "productId": line["id"],
                    "title": title,
                    "value": share.quantize(CENT, rounding=ROUND_DOWN),
                    "status": _PLANNED,
                }
            )
    if found:
        found[0]["value"] = due - sum((stage["value"] for stage in found[1:]), Decimal(0))
    found = [{**stage, "value": number(stage["value"])} for stage in found if stage["value"] > 0]
    return {"completed": False, "partial": True, "stages": found} if len(found) > 1 else None


def to_open(tx: Tx, progress: Document, *, ahead: bool) -> list[Document]:
    """The stages that a new payment session is for, the next one to pay first; its session is the answer.

    Args:
        tx: A transaction.
        progress: The order's `split`, with a stage that is not paid.
        ahead: All that have no open session; without it, or when all have one, the next one to pay.
    """
    left = [stage for stage in progress["stages"] if stage["status"] != _COMPLETED]
    without = [stage for stage in left if open_session(tx, stage) is None]
    return without if ahead and without else left[:1]


def open_session(tx: Tx, stage: Document) -> Document | None:
    """The payment session of a stage, while it is open."""
    row = tx.execute(
        "SELECT body FROM payment_sessions WHERE id = ? AND status = 'waiting'", (stage["sessionId"],)
    ).fetchone()
    return decode(row[0]) if row else None


def pay(progress: Document, session_id: int) -> bool:
    """Note that a payment session was paid; whether that was all."""
    for stage in progress["stages"]:
        if stage["sessionId"] == session_id:
            stage["status"] = _COMPLETED
    progress["completed"] = all(stage["status"] == _COMPLETED for stage in progress["stages"])
    return bool(progress["completed"])


def link(tx: Tx, progress: Document) -> str | None:
    """Where the next stage is paid."""
    for stage in progress["stages"]:
        if stage["status"] != _COMPLETED:
            session = open_session(tx, stage)
            return session["paymentUrl"] if session else None
    return None
