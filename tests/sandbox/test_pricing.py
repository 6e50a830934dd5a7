"""Prices of baskets, to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from oneentry_toolkit.sandbox.data import money
from oneentry_toolkit.sandbox.operations.pricing import Basket, Coupon, Line, discounted, quote
from oneentry_toolkit.sandbox.pages import markup

PRODUCTS = {
    number: {
        "id": number,
        "price": price,
        "categories": [category],
        "attributeValues": {"en_US": {"colour": {"value": colour}}},
    }
    for number, price, category, colour in [(1, 100, "a", "red"), (2, 19.99, "b", "blue"), (3, 5, "gift", "red")]
}
SETTINGS = {"allowStacking": True, "allowGiftStacking": False, "maxDiscountValue": None}


def basket(*lines: tuple[int, int], **more: Any) -> Basket:
    prices = {number: Decimal(str(one["price"])) for number, one in PRODUCTS.items()}
    return Basket(
        lines=[Line(number, quantity, prices[number]) for number, quantity in lines],
        products=PRODUCTS,
        now="2025-05-01T00:00:00.000Z",
        **more,
    )


def discount(
    number: int = 1, size: Any = 10, kind: str = "PERCENTAGE", where: str = "TO_ORDER", **more: Any
) -> dict[str, Any]:
    value = {"value": size, "maxAmount": None, "discountType": kind, "applicability": where}
    return {
        "id": number,
        "identifier": f"d{number}",
        "type": "DISCOUNT",
        "discountValue": value,
        "startDate": "2025-01-01T00:00:00.000Z",
        "endDate": "2025-12-31T00:00:00.000Z",
        "conditionLogic": "AND",
        "conditions": [],
        "gifts": None,
        "userGroups": None,
        "exclusions": None,
    } | more


def on(kind: str, *entities: int | str, **value: Any) -> dict[str, Any]:
    return {
        "conditionType": kind,
        "value": value or None,
        "entityIds": [{"id": entity, "isNested": False} for entity in entities],
    }


@pytest.mark.parametrize(
    ("price", "value", "after"),
    [
        ("100", {"discountType": "PERCENTAGE", "value": 10}, "90"),
        ("100", {"discountType": "PERCENTAGE", "value": 12.5}, "87.5"),
        ("19.99", {"discountType": "PERCENTAGE", "value": 15}, "16.99"),  # 2.9985 is 3.00
        ("0.05", {"discountType": "PERCENTAGE", "value": 10}, "0.04"),  # half a cent goes up
        ("100", {"discountType": "FIXED_AMOUNT", "value": 15}, "85"),
        ("10", {"discountType": "FIXED_AMOUNT", "value": 15}, "0"),
        ("100", {"discountType": "FIXED_PRICE", "value": 79.9}, "79.9"),
        ("50", {"discountType": "FIXED_PRICE", "value": 79.9}, "50"),
        ("100", {"discountType": "PERCENTAGE", "value": 50, "maxAmount": 20}, "80"),
        ("100", {"discountType": "FIXED_AMOUNT", "value": -5}, "100"),
        ("100", {"discountType": "NONE", "value": 5}, "100"),
        ("100", {"discountType": "NONE", "value": None}, "100"),
        ("100", {"discountType": "PERCENTAGE", "value": None}, "100"),
        ("100", None, "100"),
    ],
)
def test_discounted_applies_one_value_exactly(price, value, after):
    assert discounted(Decimal(price), value) == Decimal(after)


def test_quote_is_exact_where_floats_are_not():
    assert quote(basket((2, 3)), [], SETTINGS).total == Decimal("59.97")
    assert quote(basket((2, 1000)), [discount(size=33.3)], SETTINGS).due == Decimal("13333.33")


def test_product_discount_changes_only_matching_lines():
    cut = discount(where="TO_PRODUCT", conditions=[on("CATEGORY", "b")])
    got = quote(basket((1, 1), (2, 2)), [cut], SETTINGS)
    assert [line.discount_price for line in got.lines] == [None, Decimal("17.99")]
    assert (got.total, got.discounted) == (Decimal("139.98"), Decimal("135.98"))
    assert (got.product_discounts, got.order_discounts) == ([cut], [])


@pytest.mark.parametrize(
    ("conditions", "logic", "reached"),
    [
        ([on("PRODUCT", 1)], "AND", [1]),
        ([on("CATEGORY", "c", "b")], "AND", [2]),
        ([on("PRODUCT", 1), on("CATEGORY", "b")], "AND", []),
        ([on("PRODUCT", 1), on("CATEGORY", "b")], "OR", [1, 2]),
        ([], "AND", [1, 2]),
    ],
)
def test_conditions_on_products_select_lines_by_all_or_any(conditions, logic, reached):
    cut = discount(where="TO_PRODUCT", conditions=conditions, conditionLogic=logic)
    got = quote(basket((1, 1), (2, 1)), [cut], SETTINGS)
    assert [line.product_id for line in got.lines if line.discount_price is not None] == reached


@pytest.mark.parametrize(
    ("conditions", "logic", "applies"),
    [
        ([on("MIN_CART_AMOUNT", amount=100)], "AND", True),
        ([on("MIN_CART_AMOUNT", amount=100.01)], "AND", False),
        ([on("PRODUCT_IN_CART", 1, 7)], "AND", True),
        ([on("PRODUCT_IN_CART", 7)], "AND", False),
        ([on("PRODUCT_IN_CART")], "AND", False),
        ([on("CATEGORY_IN_CART", "a")], "AND", True),
        ([on("CATEGORY_IN_CART", "b")], "AND", False),
        ([on("CATEGORY", "b")], "AND", False),
        ([on("ATTRIBUTE", marker="colour", value="red")], "AND", False),
        ([on("USER_LTV", amount=50)], "AND", True),
        ([on("USER_LTV", amount=51)], "AND", False),
        ([on("USER_ATTRIBUTE", marker="x")], "AND", False),
        ([on("USER_LTV", amount=51), on("MIN_CART_AMOUNT", amount=1)], "OR", True),
        ([on("USER_LTV", amount=51), on("MIN_CART_AMOUNT", amount=1)], "AND", False),
    ],
)
def test_conditions_decide_whether_an_order_discount_applies(conditions, logic, applies):
    cut = discount(conditions=conditions, conditionLogic=logic)
    got = quote(basket((1, 1), spent=Decimal(50)), [cut], SETTINGS)
    assert bool(got.order_discounts) is applies


@pytest.mark.parametrize(
    ("more", "applies"),
    [
        ({"startDate": "2025-05-02T00:00:00.000Z"}, False),
        ({"endDate": "2025-04-30T00:00:00.000Z"}, False),
        ({"startDate": None, "endDate": None}, True),
        ({"userGroups": [{"id": 7}]}, False),
        ({"userGroups": [{"id": 1}]}, True),
        ({"type": "BONUS"}, False),
        ({"type": "PERSONAL_DISCOUNT"}, False),
        ({"type": "PERSONAL_DISCOUNT", "identifier": "mine"}, True),
    ],
)
def test_dates_groups_and_markers_limit_discounts(more, applies):
    got = quote(basket((1, 1), groups=(1,), markers=["mine"]), [discount(**more)], SETTINGS)
    assert bool(got.order_discounts) is applies


@pytest.mark.parametrize("excluded", [1, "a"])
def test_excluded_product_or_category_gets_no_discount(excluded):
    cut = discount(where="TO_PRODUCT", exclusions=[{"id": excluded, "isNested": False}])
    got = quote(basket((1, 1), (2, 1)), [cut], SETTINGS)
    assert [line.discount_price is None for line in got.lines] == [True, False]


def test_stacked_discounts_apply_in_turn_else_the_best_counts():
    cuts = [discount(1, 10), discount(2, 20)]
    assert quote(basket((1, 1)), cuts, SETTINGS).discounted == 72
    alone = quote(basket((1, 1)), cuts, SETTINGS | {"allowStacking": False})
    assert (alone.discounted, alone.order_discounts) == (80, [cuts[1]])
    on_lines = [one | {"discountValue": one["discountValue"] | {"applicability": "TO_PRODUCT"}} for one in cuts]
    assert quote(basket((1, 1)), on_lines, SETTINGS).discounted == 72
    assert quote(basket((1, 1)), on_lines, SETTINGS | {"allowStacking": False}).discounted == 80


def test_total_discount_is_capped_by_the_settings():
    got = quote(basket((1, 1)), [discount(size=80)], SETTINGS | {"maxDiscountValue": 50})
    assert got.discounted == 50


def test_coupon_discount_applies_only_with_the_coupon():
    cut = discount(5)
    assert quote(basket((1, 1)), [cut], SETTINGS, {5}).due == 100
    got = quote(basket((1, 1), coupon=Coupon("C", 5)), [cut], SETTINGS, {5})
    assert (got.due, got.coupon_applied) == (90, True)
    small = discount(5, conditions=[on("MIN_CART_AMOUNT", amount=500)])
    got = quote(basket((1, 1), coupon=Coupon("C", 5)), [small], SETTINGS, {5})
    assert (got.due, got.coupon_applied) == (100, False)


def test_gift_lines_are_free_and_stack_only_if_allowed():
    givers = [discount(number, discountValue=None, gifts=[{"productId": 3, "quantity": 2}]) for number in (1, 2)]
    got = quote(basket((1, 1)), givers, SETTINGS)
    assert [(line.product_id, line.quantity, line.is_gift) for line in got.lines] == [(1, 1, False), (3, 2, True)]
    assert (got.total, got.due, got.order_discounts) == (100, 100, givers[:1])
    assert len(quote(basket((1, 1)), givers, SETTINGS | {"allowGiftStacking": True}).lines) == 3
    nothing = discount(discountValue=None, gifts=[{"productId": 99, "quantity": 1}])
    assert len(quote(basket((1, 1)), [nothing], SETTINGS).lines) == 1


@pytest.mark.parametrize(
    ("wanted", "balance", "settings", "applied"),
    [
        ("0", "50", {}, "0"),
        ("30", "50", {}, "30"),
        ("80", "50", {}, "50"),
        ("800", "500", {}, "100"),
        ("80", "500", {"maxBonusPaymentPercent": 50}, "50"),
        ("5", "50", {"minBonusAmount": 10}, "0"),
        ("30", "50", {"minOrderAmountForBonus": 101}, "0"),
        ("10.005", "50", {}, "10.01"),
        ("1E+12", "50", {}, "50"),
    ],
)
def test_bonus_is_limited_by_balance_share_and_minimum(wanted, balance, settings, applied):
    got = quote(basket((1, 1), bonus_wanted=Decimal(wanted), bonus_balance=Decimal(balance)), [], SETTINGS | settings)
    assert got.bonus_applied == Decimal(applied)
    assert got.due == 100 - got.bonus_applied


@pytest.mark.parametrize(
    ("value", "number", "text"),
    [
        ("340", "340", "340.00"),
        ("340.00", "340", "340.00"),
        ("19.90", "19.9", "19.90"),
        ("0.00", "0", "0.00"),
        ("3.4E+2", "340", "340.00"),
        ("0.10", "0.1", "0.10"),
        ("730142856798.11", "730142856798.11", "730142856798.11"),
        ("1.005", "1.005", "1.01"),
    ],
)
def test_money_is_written_as_number_or_text_with_two_digits(value, number, text):
    assert str(money.number(Decimal(value))) == number
    assert money.text(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        ("1340", "USD", "1,340.00 USD"),
        ("1340.00", "JPY", "1,340 JPY"),
        ("-1.5", "kwd", "\N{MINUS SIGN}1.500 kwd"),
        ("10.1250", "USD", "10.125 USD"),
        ("1.5", "$", "1.50 $"),
        ("1E+3", "", "1,000.00 "),
    ],
)
def test_pages_show_money_with_the_decimals_of_its_currency(value, currency, shown):
    assert markup.money(Decimal(value), currency) == shown
