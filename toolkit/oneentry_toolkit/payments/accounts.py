"""Payment accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..values.display import Guarded, one_line
from ..values.reader import Reader


@dataclass(frozen=True, kw_only=True)
class PaymentAccount:
    """A payment account.

    Attributes:
        id: number of the account; payment sessions refer to it.
        marker: textual identifier, such as ``cash``.
        title: title in the shop's language.
        type: ``stripe``, ``yookassa``, ``midtrans`` or ``custom``; other values are possible. Cash and PayPal are both
            ``custom``; ``marker`` distinguishes them.
        is_connected: ready to take payments; in test mode, too, ``settings.status`` decides it.
        test_mode: no real money moves.
        raw: the JSON object; its ``repr`` masks secrets.
    """

    id: int
    marker: str
    title: str
    type: str | None
    is_connected: bool | None
    test_mode: bool | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> PaymentAccount:
        """Reads a ``PaymentAccount`` from a response."""
        marker = reader.name()
        # Also in test mode: docs/api/traps.md#trap-36.
        settings = reader.raw.get("settings")
        status = settings.get("status") if isinstance(settings, Mapping) else None
        return cls(
            id=reader.id(),
            marker=marker,
            title=reader.title() or marker,
            type=reader.text("type"),
            is_connected=None if status is None else status == "connected",
            test_mode=reader.flag("testMode"),
            raw=Guarded.of(reader.raw),
        )

    def __repr__(self) -> str:
        return one_line("PaymentAccount", str(self.id), (self.marker, self.title))
