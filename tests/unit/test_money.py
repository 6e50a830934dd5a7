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
def test_parse_money_reads_number_and_text_equally(wire: object, amount: Decimal | None) -> None:
    assert parse_money(wire) == amount
    assert str(parse_money(wire)) == str(amount)


@pytest.mark.parametrize("wire", [True, 1.5, "1,50", "abc", "NaN", "Infinity", [], {}, "١٢x"])
def test_parse_money_rejects_floats_and_other_values(wire: object) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_money(wire)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_parse_money_round_trips_text(amount: Decimal) -> None:
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
def test_format_money_shows_at_least_two_decimals_and_all_sent(
    amount: Decimal | None, currency: str | None, shown: str
) -> None:
    assert format_money(amount, currency) == shown
