"""Exact money."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from oneentry_toolkit.values.money import format_money, parse_money


@pytest.mark.parametrize(
    ("wire", "amount"),
    [
        (340, Decimal(340)),
        (Decimal("10.10"), Decimal("10.10")),
        ("300.00", Decimal("300.00")),
        ("300", Decimal("300")),
        ("0", Decimal(0)),
        ("-5.5", Decimal("-5.5")),
        (None, None),
        ("", None),
    ],
)
def test_number_and_text_are_the_same_amount(wire: object, amount: Decimal | None) -> None:
    """What the API sends as a number here and as text there is read alike, digits kept."""
    assert parse_money(wire) == amount
    assert str(parse_money(wire)) == str(amount)


@pytest.mark.parametrize("wire", [True, 1.5, "1,50", "abc", "NaN", "Infinity", [], {}, "١٢x"])
def test_what_is_no_amount_is_refused(wire: object) -> None:
    """Nothing is guessed; floats, which cannot be exact, are refused too."""
    with pytest.raises(ValueError, match="not an amount"):
        parse_money(wire)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_text_survives(amount: Decimal) -> None:
    """Reading the text of an amount gives the amount."""
    assert parse_money(str(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (Decimal(1340), "USD", "1,340.00 USD"),
        (Decimal("0.1"), "usd", "0.10 usd"),
        (Decimal("1.2345"), None, "1.2345"),
        (None, "USD", ""),
        (Decimal(5), "", "5.00"),
    ],
)
def test_people_see_at_least_two_decimals(amount: Decimal | None, currency: str | None, shown: str) -> None:
    """No digit that was sent is hidden."""
    assert format_money(amount, currency) == shown
