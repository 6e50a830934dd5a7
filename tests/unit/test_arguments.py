"""Numbers that a caller may pass."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from oneentry_toolkit import InputError
from oneentry_toolkit.values.arguments import SECONDS_MAX, check_seconds


@pytest.mark.parametrize("value", [1, 0.5, SECONDS_MAX, np.float64(2.5), np.int64(3), Fraction(1, 2)])
def test_seconds(value: Any) -> None:
    """Of any real type, as a plain float."""
    assert (type(check_seconds(value, "s", zero=False)), check_seconds(value, "s", zero=True)) == (float, float(value))


@pytest.mark.parametrize(
    "value",
    [
        *(-1, -0.1, 10**400, -(10**400), 1e300, float("inf"), float("-inf"), float("nan"), SECONDS_MAX + 1),
        *(True, "5", None, [], Decimal(5), Decimal("NaN"), 1j, np.float64("nan")),
    ],
)
def test_what_is_no_number_of_seconds(value: Any) -> None:
    """Named, and never another error: not for numbers that no float can hold."""
    for zero, floor in ((True, ""), (False, " above 0")):
        with pytest.raises(InputError, match=f"^s must be a number of seconds{floor}, up to a year.$"):
            check_seconds(value, "s", zero=zero)


def test_no_seconds_at_all() -> None:
    assert check_seconds(0, "s", zero=True) == 0.0
    with pytest.raises(InputError):
        check_seconds(0, "s", zero=False)
