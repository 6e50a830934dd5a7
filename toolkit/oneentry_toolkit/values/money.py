"""Exact amounts: the API sends numbers on some routes and text on others, both become ``Decimal``."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from decimal import Context, Decimal

_AMOUNT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")  # as Arrow reads it
_CODE = re.compile("[A-Z]{3}")
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
    if not is_amount(amount):
        raise ValueError("not an amount")
    return amount


def is_amount(amount: Decimal) -> bool:
    """Whether a column can hold an amount: finite, with at most 38 digits before and after the point."""
    return amount.is_finite() and amount.adjusted() < _DIGITS and int(amount.as_tuple().exponent) >= -_DIGITS


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


def decimals_of(currency: str | None) -> int:
    """Returns the number of decimals that ISO 4217 gives a currency: 0 for JPY, 2 for USD, 3 for KWD.

    Args:
        currency: as typed in the admin panel, in any case. What is no code of ISO 4217, such as ``$``, has 2.
    """
    known = _standard(currency or "")
    return 2 if known is None else known


def format_money(amount: Decimal | None, currency: str | None, *, named: bool = True, grouped: bool = True) -> str:
    """Formats an amount with the decimals of its currency: ``1,340.00 USD``, ``1,340 JPY``. Never rounds.

    Args:
        amount: the amount. Digits beyond the decimals of the currency are kept, zeros are not: servers send
            ``"300.00"`` in any currency (docs/api/traps.md#trap-1).
        currency: as the server sends it. If ISO 4217 does not know it, the amount has at least two decimals and all
            that were sent.
        named: whether the currency follows.
        grouped: whether commas separate thousands.
    """
    if amount is None:
        return ""
    _sign, digits, exponent = amount.as_tuple()
    sent = max(0, -exponent) if isinstance(exponent, int) else 0
    known = _standard(currency or "")
    decimals = 2 if known is None else known
    if sent > decimals and (known is None or any(digits[decimals - sent :])):
        decimals = sent
    text = f"{amount:,.{decimals}f}" if grouped else f"{amount:.{decimals}f}"
    return f"{text} {currency or ''}".strip() if named else text


@functools.lru_cache(maxsize=256)
def _standard(currency: str) -> int | None:
    """Returns the decimals of a currency by ISO 4217; None if it is no code of the standard, or has no minor unit."""
    code = currency.strip().upper()
    if not _CODE.fullmatch(code):
        return None
    from iso4217 import Currency  # reads the table of the standard, which takes tens of milliseconds

    try:
        return Currency(code).exponent
    except ValueError:
        return None
