"""Exact money: what the API sends as a number in one place and as text in another, as one ``Decimal``."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from decimal import Context, Decimal

_AMOUNT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")  # as Arrow reads it
_EXACT = Context(prec=100)
of_cents: Callable[[int], Decimal] = functools.partial(_EXACT.multiply, Decimal("0.01"))
"""A whole number of hundredths as an amount: ``500`` as ``5.00``."""
_DIGITS = 38  # before the point, and after it: what the widest column holds


def parse_money(value: object) -> Decimal | None:
    """An amount as ``Decimal``, exactly as sent; None for null or empty text.

    The API sends ``340`` (a number) when an order is created and ``"340.00"`` (text) when it is read
    (docs/api/traps.md#trap-1). Numbers arrive here as ``int`` or ``Decimal``, since answers are parsed without floats.

    Raises:
        ValueError: the value is not an amount.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str) and not _AMOUNT.fullmatch(value):
        raise ValueError("not an amount")
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError("not an amount")
    try:
        amount = Decimal(value)
    except ArithmeticError:  # an exponent of twenty digits
        raise ValueError("not an amount") from None
    if not amount.is_finite() or amount.adjusted() >= _DIGITS or int(amount.as_tuple().exponent) < -_DIGITS:
        raise ValueError("not an amount")
    return amount


def at_least_cents(amount: Decimal) -> Decimal:
    """The same amount with two decimals, or with as many more as it needs: ``5`` as ``5.00``, ``0.1250`` as ``0.125``.

    A column of amounts looks alike however the server wrote them.
    """
    _sign, digits, exponent = amount.as_tuple()
    places = -int(exponent) if amount else 2
    while places > 2 and digits[-1] == 0:
        digits, places = digits[:-1], places - 1
    return amount.quantize(Decimal(1).scaleb(-max(2, places)), context=_EXACT)


def times(amount: Decimal, count: int) -> Decimal:
    """The amount so many times, exactly: Python's own product is rounded to 28 digits."""
    return _EXACT.multiply(amount, Decimal(count))


def format_money(amount: Decimal | None, currency: str | None) -> str:
    """An amount for people: ``1,340.00 USD``. At least two decimals, never fewer than were sent."""
    if amount is None:
        return ""
    exponent = amount.as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 2)
    return f"{amount:,.{decimals}f} {currency or ''}".strip()
