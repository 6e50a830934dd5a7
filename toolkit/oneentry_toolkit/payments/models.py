"""Payment sessions as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..values.display import Guarded, html_card, one_line
from ..values.money import format_money
from ..values.reader import Reader
from ..values.words import outcome


@dataclass(frozen=True, kw_only=True)
class PaymentSession:
    """One attempt to pay an order.

    Attributes:
        id: number of the session.
        order_id: number of the order; None if it cannot be read.
        status: ``waiting``, ``completed``, ``canceled``, ``expired``; other values are possible
            (docs/api/payments.md#payments-session-members).
        type: ``session`` (a page to pay on) or ``intent`` (a card form of your own).
        account_id: number of the payment account; None if it cannot be read.
        payment_url: where to pay. None is final for cash, but only temporary for PayPal (docs/api/traps.md#trap-6).
        amount: exact; None on older servers.
        created, updated: in UTC; ``created`` is None on the oldest servers.
        client_secret: for Stripe intents; never shown in a ``repr``.
        raw: the JSON object; its ``repr`` masks secrets.
    """

    id: int
    order_id: int | None
    status: str
    type: str | None
    account_id: int | None
    payment_url: str | None
    amount: Decimal | None
    created: datetime | None
    updated: datetime | None
    client_secret: str | None = field(repr=False)
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> PaymentSession:
        """Reads a ``PaymentSession`` from a response."""
        return cls(
            id=reader.id(),
            order_id=reader.expected("orderId"),
            status=reader.text("status") or "",
            type=reader.text("type"),
            account_id=reader.expected("paymentAccountId"),
            payment_url=reader.text("paymentUrl"),
            amount=reader.money("amount"),
            created=reader.time("createdDate"),
            updated=reader.time("updatedDate"),
            client_secret=reader.text("clientSecret"),
            raw=Guarded.of(reader.raw),
        )

    @property
    def is_open(self) -> bool:
        """Whether it can still be paid: its status is no word for an end. Words that are not known count as open."""
        return outcome(self.status) is None

    def __repr__(self) -> str:
        return one_line("PaymentSession", str(self.id), (self.status, f"order {self.order_id}", self.payment_url or ""))

    def _repr_html_(self) -> str:
        return html_card(
            f"Payment session {self.id}",
            (
                ("order", self.order_id),
                ("status", self.status),
                ("type", self.type),
                ("payment account", self.account_id),
                ("amount", format_money(self.amount, None)),
                ("pay at", self.payment_url),
                ("created", self.created),
                ("updated", self.updated),
            ),
        )
