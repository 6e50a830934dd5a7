"""Orders that are paid in stages: amount, payment session and progress of each stage.

The state is stored only in the order's document (`split`).
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
    """Returns the payment stages of an order; `None` if no product is paid in stages.

    The amount due is distributed over the lines by price, so that each stage has its part of discounts and bonuses. The
    first stage has everything else: products without stages, and remaining cents.

    Args:
        lines: The lines of the order.
        due: The amount due.
        catalogue: The shop's definitions, which define the stages of products.
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
    """Returns the stages to open payment sessions for, the next one to pay first.

    Args:
        tx: A transaction.
        progress: The order's `split`, with a stage that is not paid.
        ahead: Return all stages without an open session; if False, or if there are none, only the next one to pay.
    """
    left = [stage for stage in progress["stages"] if stage["status"] != _COMPLETED]
    without = [stage for stage in left if open_session(tx, stage) is None]
    return without if ahead and without else left[:1]


def open_session(tx: Tx, stage: Document) -> Document | None:
    """Returns the open payment session of a stage; `None` if there is none."""
    row = tx.execute(
        "SELECT body FROM payment_sessions WHERE id = ? AND status = 'waiting'", (stage["sessionId"],)
    ).fetchone()
    return decode(row[0]) if row else None


def pay(progress: Document, session_id: int) -> bool:
    """Marks a payment session as paid; returns whether all stages are paid."""
    for stage in progress["stages"]:
        if stage["sessionId"] == session_id:
            stage["status"] = _COMPLETED
    progress["completed"] = all(stage["status"] == _COMPLETED for stage in progress["stages"])
    return bool(progress["completed"])


def link(tx: Tx, progress: Document) -> str | None:
    """Returns the payment link of the next stage."""
    for stage in progress["stages"]:
        if stage["status"] != _COMPLETED:
            session = open_session(tx, stage)
            return session["paymentUrl"] if session else None
    return None
