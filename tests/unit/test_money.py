"""Exact money."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from oneentry_toolkit.values.money import decimals_of, format_money, parse_money


@pytest.mark.parametrize(
    ("value", "amount"),
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
def test_parse_money_reads_number_and_text_equally(value: object, amount: Decimal | None) -> None:
    assert parse_money(value) == amount
    assert str(parse_money(value)) == str(amount)


@pytest.mark.parametrize("value", [True, 1.5, "1,50", "abc", "NaN", "Infinity", [], {}, "١٢x"])
def test_parse_money_rejects_floats_and_other_values(value: object) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_money(value)


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
        (Decimal("1340"), "JPY", "1,340 JPY"),
        (Decimal("1340.00"), "jpy", "1,340 jpy"),
        (Decimal("1340.50"), "JPY", "1,340.50 JPY"),
        (Decimal("0.001"), "JPY", "0.001 JPY"),
        (Decimal("-1.5"), "KWD", "-1.500 KWD"),
        (Decimal("1.50000"), "KWD", "1.500 KWD"),
        (Decimal("10.1250"), "USD", "10.1250 USD"),
        (Decimal("10.000"), "USD", "10.00 USD"),
        (Decimal("1E+3"), "IQD", "1,000.000 IQD"),
        (Decimal("1"), "CLF", "1.0000 CLF"),
        (Decimal("1"), "XAU", "1.00 XAU"),
        (Decimal("1.500"), "KD", "1.500 KD"),
        (Decimal("1.5"), "$", "1.50 $"),
        (Decimal("1.5"), "dollars of Oz", "1.50 dollars of Oz"),
        (Decimal("9" * 38 + ".00"), "JPY", f"{int('9' * 38):,} JPY"),
    ],
)
def test_format_money_shows_the_decimals_of_the_currency_and_all_digits_sent(
    amount: Decimal | None, currency: str | None, shown: str
) -> None:
    assert format_money(amount, currency) == shown


def test_format_money_without_name_or_commas() -> None:
    assert format_money(Decimal("1340"), "JPY", named=False) == "1,340"
    assert format_money(Decimal("1340.5"), "KWD", named=False, grouped=False) == "1340.500"


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12),
    st.sampled_from(["JPY", "USD", "KWD", "CLF", "$", None]),
)
def test_a_shown_amount_is_never_rounded(amount: Decimal, currency: str | None) -> None:
    assert Decimal(format_money(amount, currency, named=False, grouped=False)) == amount


def test_decimals_of_currencies() -> None:
    assert [decimals_of(one) for one in ("JPY", "USD", "KWD", " bhd ", "UYW", "XXX", "$", "", None, "HRK")] == [
        0, 2, 3, 3, 4, 2, 2, 2, 2, 2,
    ]  # fmt: skip
