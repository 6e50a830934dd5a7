"""Exact money: Decimal inside, number or text on the wire."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def amount(value: int | float | str | Decimal) -> Decimal:
    """An exact amount from a JSON number or a decimal text; a float counts as the digits it prints."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def cents(value: Decimal) -> Decimal:
    """Rounded to two digits, halves up."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def number(value: Decimal) -> int | Decimal:
    """The amount as a JSON number writes it: 340, not 340.00, and 19.9, not 19.90."""
    whole = value.to_integral_value()
    if value == whole:
        return int(whole)
    return Decimal(f"{value:f}".rstrip("0"))


def text(value: Decimal) -> str:
    """The amount as order reads write it: `"340.00"`."""
    return f"{cents(value):f}"
