"""Exact money: Decimal internally, number or text in JSON."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def amount(value: int | float | str | Decimal) -> Decimal:
    """Converts a JSON number or decimal text to an exact amount; a float counts as its printed digits."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def cents(value: Decimal) -> Decimal:
    """Rounds to two digits, half up."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def number(value: Decimal) -> int | Decimal:
    """Converts an amount to a JSON number: 340, not 340.00, and 19.9, not 19.90."""
    whole = value.to_integral_value()
    if value == whole:
        return int(whole)
    return Decimal(f"{value:f}".rstrip("0"))


def text(value: Decimal) -> str:
    """Formats an amount like order reads: `"340.00"`."""
    return f"{cents(value):f}"
