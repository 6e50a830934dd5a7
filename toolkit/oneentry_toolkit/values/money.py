"""Exact amounts: the API sends numbers on some routes and text on others, both become ``Decimal``."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from decimal import Context, Decimal

_AMOUNT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")  # as Arrow reads it
_EXACT = Context(prec=100)
of_cents: Callable[[int], Decimal] = functools.partial(_EXACT.multiply, Decimal("0.01"))
"""Converts a whole number of hundredths to an amount: ``500`` to ``5.00``."""
_DIGITS = 38  # before and after the point: the limits of the widest column


def parse_money(value: object) -> Decimal | None:
    """Returns an amount as ``Decimal``, exactly as sent; None for null or empty text.

    The API sends ``340`` (a number) when an order is created and ``"340.00"`` (text) when it is read
    (docs/api/traps.md#trap-1). Numbers arrive here as ``int`` or ``Decimal``, since answers are parsed without floats.

    Raises:
        ValueError: ``value`` is not an amount.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str) and not _AMOUNT.fullmatch(value):
        raise ValueError("not an amount")
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError("not an amount")
    try:
        amount = Decimal(value)
    except ArithmeticError:  # the exponent has twenty digits
        raise ValueError("not an amount") from None
    if not amount.is_finite() or amount.adjusted() >= _DIGITS or int(amount.as_tuple().exponent) < -_DIGITS:
        raise ValueError("not an amount")
    return amount


def at_least_cents(amount: Decimal) -> Decimal:
    """Returns the amount with at least two decimals: ``5`` as ``5.00``, ``0.1250`` as ``0.125``.

    Amounts of a column then have one format, whichever the server sent.
    """
    _sign, digits, exponent = amount.as_tuple()
    places = -int(exponent) if amount else 2
    while places > 2 and digits[-1] == 0:
        digits, places = digits[:-1], places - 1
    return amount.quantize(Decimal(1).scaleb(-max(2, places)), context=_EXACT)


def times(amount: Decimal, count: int) -> Decimal:
    """Returns ``amount * count`` exactly: the default context would round to 28 digits."""
    return _EXACT.multiply(amount, Decimal(count))


def format_money(amount: Decimal | None, currency: str | None) -> str:
    """Formats an amount as ``1,340.00 USD``, with at least two decimals and all that were sent."""
    if amount is None:
        return ""
    exponent = amount.as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 2)
    return f"{amount:,.{decimals}f} {currency or ''}".strip()
