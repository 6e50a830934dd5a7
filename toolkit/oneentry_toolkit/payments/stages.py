"""Stages that an order is paid in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ..orders.models import Order
from ..values.display import html_card, html_table, one_line
from ..values.money import format_money
from ..values.reader import Reader, read_record
from ..values.words import is_paid


@dataclass(frozen=True, kw_only=True)
class PaymentStage:
    """A part of an order that is paid on its own (docs/api/payments.md#payments-stages).

    Attributes:
        marker: textual identifier of the stage, such as ``deposit``.
        title: its title; the marker if it has none.
        amount: exact; the amounts of all stages add up to the order's total.
        status: ``planned`` or ``completed``; other values are possible.
        session_id: number of its payment session; None while it has none.
        product_id: number of the product that is paid in stages.
    """

    marker: str
    title: str
    amount: Decimal | None
    status: str
    session_id: int | None
    product_id: int | None

    @classmethod
    def read(cls, reader: Reader) -> PaymentStage:
        """Reads a ``PaymentStage`` from a response."""
        marker = reader.text("marker") or ""
        return cls(
            marker=marker,
            title=reader.text("title") or marker,
            amount=reader.money("value"),
            status=reader.text("status") or "",
            session_id=reader.integer("sessionId"),
            product_id=reader.integer("productId"),
        )

    @property
    def is_paid(self) -> bool:
        """Whether its status says that it is paid."""
        return is_paid(self.status)

    def __repr__(self) -> str:
        return one_line("PaymentStage", self.marker, (self.title, self.status, format_money(self.amount, None)))


@dataclass(frozen=True, kw_only=True)
class PaymentProgress:
    """How far an order is paid that may be paid in stages.

    Attributes:
        completed: nothing is left to pay.
        in_stages: paid in stages and not at once.
        stages: in the server's order; empty if the order is paid at once.
        raw: the JSON object.
    """

    completed: bool
    in_stages: bool
    stages: tuple[PaymentStage, ...]
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> PaymentProgress:
        """Reads a ``PaymentProgress`` from a response."""
        stages = tuple(PaymentStage.read(one) for one in reader.objects("stages"))
        return cls(
            completed=reader.flag("completed") is True,
            in_stages=reader.flag("partial") is True,
            stages=stages,
            raw=reader.raw,
        )

    @classmethod
    def of(cls, order: Order) -> PaymentProgress:
        """Returns what the order says of its stages as ``split`` and ``isPartial``, without a request.

        What cannot be read is left out. ``isPartial`` says no more than that a part is paid
        (docs/api/orders.md#orders-order), so there may be ``in_stages`` without any stages.
        """
        split = order.raw.get("split")
        found, _oddities = read_record(
            split if isinstance(split, Mapping) else {}, cls.read, operation="getOrder", lang=""
        )
        assert found is not None  # nothing in it is an identity
        return replace(
            found,
            completed=found.completed or order.paid,
            in_stages=found.in_stages or order.raw.get("isPartial") is True,
        )

    @property
    def left(self) -> tuple[PaymentStage, ...]:
        """Stages that are not paid."""
        return () if self.completed else tuple(one for one in self.stages if not one.is_paid)

    def __repr__(self) -> str:
        said = "completed" if self.completed else f"{len(self.left)} of {len(self.stages)} stages left"
        return one_line("PaymentProgress", said if self.stages or self.completed else "not paid", ())

    def _repr_html_(self) -> str:
        card = html_card("Payment progress", (("completed", self.completed), ("in stages", self.in_stages)))
        rows = ((one.title, format_money(one.amount, None), one.status, one.session_id) for one in self.stages)
        return card + html_table(("stage", "amount", "status", "session"), rows, noun="stage")
