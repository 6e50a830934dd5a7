"""Statuses of an order that follow from its payment sessions: docs/api/behaviour.md#behaviour-order-life."""

from __future__ import annotations

from collections.abc import Sequence

from ..data.catalogue import Catalogue, Definition, Document

NO_PAYMENT_STATUS: Document = {"paymentStatusIdentifier": None, "paymentStatusLocalizeInfos": None}


def payment_of(is_completed: bool | None, sessions: Sequence[str]) -> str | None:
    """Returns the session status that stands for the payment of an order; `None` if no payment was begun.

    Args:
        is_completed: Whether the order is paid.
        sessions: The statuses of its payment sessions, oldest first.
    """
    if is_completed:
        return "completed"
    if "waiting" in sessions or sessions[-1:] == ["completed"]:  # the latter of an order in stages
        return "waiting"
    return sessions[-1] if sessions else None


def payment_members(catalogue: Catalogue, payment: str | None) -> Document:
    """Returns the members of the payment axis, in the shop's own markers; both `None` if it has none."""
    found = catalogue.settings.get("paymentStatuses", {}).get(payment)
    if found is None:
        return NO_PAYMENT_STATUS
    return {"paymentStatusIdentifier": found["identifier"], "paymentStatusLocalizeInfos": found["localizeInfos"]}


def mapped(catalogue: Catalogue, storage_id: int, payment: str | None) -> Definition | None:
    """Returns the order status that a storage maps a payment to; `None` if the order's status stays."""
    storage = catalogue.storages.by_id[storage_id]
    return catalogue.status(storage_id, storage.notes.get("sessionStatuses", {}).get(payment))
