"""What the status of a payment session, an order or a refund request means. Pure.

The server's enum of a session is ``waiting``, ``completed``, ``canceled``, ``expired``, but the set is open
(docs/api/payments.md#payments-session-members): these lists also have the words of payment providers. Case, blanks,
hyphens and underscores make no difference. A word that is in no list counts as open.
See ``docs/decisions/0156-words-of-payments.md``.
"""

from __future__ import annotations

import re
from typing import Literal

Outcome = Literal["paid", "declined", "expired"]

PAID = frozenset({"complete", "completed", "paid", "succeeded", "success"})
DECLINED = frozenset(
    {"aborted", "canceled", "cancelled", "declined", "denied", "failed", "payment failed", "refused", "rejected"}
)
EXPIRED = frozenset({"expired", "timed out"})
OPEN = frozenset({"created", "new", "open", "pending", "processing", "waiting"})
"""Words that are known to be open; any other word that is in no list counts as open, too."""
REFUNDED = PAID | {"paid back", "partially refunded", "refunded", "reimbursed"}
"""Words of a refund request that say that the money was given back."""

_BETWEEN = re.compile(r"[\s_-]+")


def plain_word(status: str | None) -> str:
    """Returns a status in lower case, with single blanks between its words; empty if there is none."""
    return _BETWEEN.sub(" ", status or "").strip().lower()


def outcome(status: str | None) -> Outcome | None:
    """Returns how a payment with this status has ended; None if it is open, or the word is not known."""
    word = plain_word(status)
    if word in PAID:
        return "paid"
    if word in DECLINED:
        return "declined"
    return "expired" if word in EXPIRED else None


def show_status(status: str | None) -> str:
    """Returns a status as a text shows it; ``no status`` if the server sent none."""
    return status or "no status"


def is_paid(status: str | None) -> bool:
    """Whether a status means that the payment was made."""
    return outcome(status) == "paid"


def is_known(status: str | None) -> bool:
    """Whether a status is in one of the lists."""
    return outcome(status) is not None or plain_word(status) in OPEN


def sounds_cancelled(marker: str | None) -> bool:
    """Whether the marker of an order's status says that it is cancelled. Each project chooses its own markers."""
    return "cancel" in plain_word(marker)


def sounds_withdrawn(status: str | None) -> bool:
    """Whether the status of a refund request says that it was withdrawn or refused. Its words are not documented."""
    word = plain_word(status)
    return outcome(word) == "declined" or any(part in word for part in ("cancel", "declin", "reject", "withdr"))


def sounds_refunded(status: str | None) -> bool:
    """Whether the status of a refund request says that the money was given back; approved is not yet."""
    return plain_word(status) in REFUNDED
