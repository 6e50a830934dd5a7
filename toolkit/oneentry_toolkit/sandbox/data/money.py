"""Exact money: Decimal internally, number or text in JSON."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

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


def decimals(value: Decimal) -> int:
    """Counts the decimals of an amount, without zeros at its end: 1 for 19.90."""
    return len(f"{value:f}".partition(".")[2].rstrip("0"))


@lru_cache(maxsize=256)
def minor_unit(currency: str) -> int:
    """Returns the decimals of a currency by ISO 4217: 0 for JPY, 3 for KWD; 2 for what is no code of the standard."""
    code = currency.strip().upper()
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        return 2
    from iso4217 import Currency  # reads the table of the standard, which takes tens of milliseconds

    try:
        exponent = Currency(code).exponent
    except ValueError:
        return 2
    return 2 if exponent is None else exponent
