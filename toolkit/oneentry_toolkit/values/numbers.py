"""Whole numbers: some servers send ids, quantities and totals as text."""

from __future__ import annotations

import re
from decimal import Decimal

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}(\.0*)?")
_INT64_DIGITS = 19


def parse_whole(value: object) -> int:
    """Returns an integer of 64 bits: from ``7``, ``7.0``, ``"7"`` or ``"7.0"``.

    Raises:
        ValueError: ``value`` is no whole number, or takes more than 64 bits.
    """
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        number = int(value.partition(".")[0])
    elif isinstance(value, Decimal) and value.is_finite() and value.adjusted() < _INT64_DIGITS:
        if value != value.to_integral_value():
            raise ValueError("not a whole number")
        number = int(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    else:
        raise ValueError("not a whole number")
    if not -(2**63) <= number < 2**63:
        raise ValueError("more than 64 bits")
    return number
