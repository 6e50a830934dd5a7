"""The card form: accepted test numbers and validation. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

MOST_NAME_LETTERS = 100


class Verdict(Enum):
    """Outcome of a payment with a card."""

    PAID = "Pays"
    DECLINED = "Declined: try another"
    CONFIRM = "Asks to confirm"
    EXPIRED = "The link expires"


TEST_CARDS = {
    "4242424242424242": Verdict.PAID,
    "4000000000000002": Verdict.DECLINED,
    "4000002500003155": Verdict.CONFIRM,
    "4000000000000069": Verdict.EXPIRED,
}

_EXPIRY = re.compile(r"([0-9]{1,2})\s*[/.-]?\s*((?:20)?[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Entry:
    """A validated card form.

    Attributes:
        verdict: Outcome of the payment; `None` if there are errors.
        errors: Error messages by field, in the order of the form.
        kept: Values that the form may show again, without card number and security code.
    """

    verdict: Verdict | None
    errors: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


def spaced(number: str) -> str:
    """Formats a card number in groups of four."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def read(form: Mapping[str, str], today: date) -> Entry:
    """Validates the fields `number`, `expiry`, `cvc` and `holder` of a card form."""
    number = re.sub(r"[\s-]", "", form.get("number", ""))
    expiry, cvc, holder = (form.get(name, "").strip() for name in ("expiry", "cvc", "holder"))
    found = {
        "number": _about_number(number),
        "expiry": _about_expiry(expiry, today),
        "cvc": _about_cvc(cvc),
        "holder": _about_holder(holder),
    }
    errors = {name: text for name, text in found.items() if text}
    # The number may have been typed into the wrong field: do not show it again there either.
    kept = {
        name: "" if len(re.findall("[0-9]", text)) > 6 else text
        for name, text in (("expiry", expiry), ("holder", holder))
    }
    return Entry(None if errors else TEST_CARDS[number], errors, kept)


def _about_number(number: str) -> str | None:
    if not number:
        return "Enter the card number."
    if not re.fullmatch("[0-9]+", number):
        return "A card number has digits only."
    if number not in TEST_CARDS:
        return "Use one of the test numbers. This shop takes no real cards."
    return None


def _about_expiry(text: str, today: date) -> str | None:
    if not text:
        return "Enter the expiry date."
    parts = _EXPIRY.fullmatch(text)
    if parts is None or not 1 <= int(parts[1]) <= 12:
        return "Enter the expiry date as month and year, such as 09 / 31."
    if (2000 + int(parts[2][-2:]), int(parts[1])) < (today.year, today.month):
        return "This card has expired."
    return None


def _about_cvc(text: str) -> str | None:
    if not text:
        return "Enter the security code."
    return None if re.fullmatch("[0-9]{3,4}", text) else "The security code has 3 or 4 digits."


def _about_holder(text: str) -> str | None:
    if not text:
        return "Enter the name on the card."
    return None if len(text) <= MOST_NAME_LETTERS else f"The name has more than {MOST_NAME_LETTERS} letters."
