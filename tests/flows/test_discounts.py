"""Discounts, coupons and bonuses, as a checkout offers them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.resources.discounts import Discount
from oneentry_toolkit.values.reader import Reader


def test_list_returns_discounts_of_all_types_or_one(shop: oe.Shop) -> None:
    every = shop.discounts.list()
    assert [one.marker for one in every][:3] == ["brewing_days", "personal_discount", "welcome"]
    assert every.total == len(every) == 7
    assert [one.marker for one in shop.discounts.list("PERSONAL_DISCOUNT")] == ["personal_discount"]
    assert [one.marker for one in shop.discounts.list("BONUS")] == ["loyalty"]
    personal = shop.discounts.get("personal_discount")
    assert personal == every[1]
    assert (personal.value, personal.value_type, personal.applies_to) == (Decimal(15), "FIXED_AMOUNT", "TO_ORDER")
    assert (personal.worth, shop.discounts.get("welcome").worth, shop.discounts.get("gift_mug").worth) == (
        "15.00", "10 %", "",
    )  # fmt: skip
    assert shop.discounts.get("loyalty").worth == "5 %"
    assert shop.discounts.get("spring_2023").ends == datetime(2023, 6, 30, 23, 59, 59, tzinfo=UTC)
    assert repr(personal) == "<Discount personal_discount: Personal discount, 15.00>"
    assert "Personal discount" in personal._repr_html_()
    with pytest.raises(oe.NotFoundError, match="Discount not found"):
        shop.discounts.get("nothing")


def test_discount_has_its_conditions_and_the_event_of_its_bonus(shop: oe.Shop) -> None:
    brewing, big, loyalty = (shop.discounts.get(one) for one in ("brewing_days", "big_basket", "loyalty"))
    assert [(one.kind, one.amount, one.entities) for one in brewing.conditions] == [("CATEGORY", None, ("brewing",))]
    assert [(one.kind, one.amount, one.entities) for one in big.conditions] == [("MIN_CART_AMOUNT", Decimal(500), ())]
    assert (big.conditions_match, brewing.excluded) == ("AND", ())
    assert (loyalty.bonus_event, loyalty.bonus_expires_days, brewing.bonus_event) == ("ORDER_PAID", None, None)
    assert (loyalty.starts, loyalty.ends) == (None, None)
    assert (repr(brewing.conditions[0]), repr(big.conditions[0])) == (
        "<DiscountCondition CATEGORY: brewing>", "<DiscountCondition MIN_CART_AMOUNT: 500.00>",
    )  # fmt: skip
    assert "brewing" in brewing._repr_html_()


def test_discounts_of_other_servers_are_read() -> None:
    """Words of the SDK's types, markers and numbers as ids, a fixed price (docs/api/discounts.md#discounts-kinds)."""
    body = {
        "id": 1,
        "identifier": "spring",
        "discountValue": {"value": "79.90", "discountType": "FIXED_PRICE", "applicability": "TO_PRODUCT"},
        "conditions": [
            {"type": "USER_LTV", "value": "100"},
            {"conditionType": "ATTRIBUTE", "value": ["red"]},
            {
                "id": 7,
                "discountId": 1,
                "conditionType": "PRODUCT",
                "value": None,
                "entityIds": [{"id": 14}, {"id": "mug"}],
            },
        ],
        "exclusions": [{"id": "gift_cards", "isNested": True}, {"id": None}],
        "bonusEvent": {"id": 1, "triggerEvent": "ORDER_PAID", "bonusExpirationDays": 30},
    }
    found = Discount.read(Reader(body, operation="getDiscount", lang="en_US"))
    assert (found.worth, found.value) == ("price 79.90", Decimal("79.90"))
    assert [(one.kind, one.amount, one.entities) for one in found.conditions] == [
        ("USER_LTV", None, ()), ("ATTRIBUTE", None, ()), ("PRODUCT", None, (14, "mug")),
    ]  # fmt: skip
    assert (found.excluded, found.bonus_event, found.bonus_expires_days) == (("gift_cards",), "ORDER_PAID", 30)

    older = {"id": 2, "identifier": "old", "exclusions": {"ids": [1]}, "conditions": {}, "bonusEvent": None,
             "discountValue": {"value": 10, "discountType": "PERCENT"}}  # fmt: skip
    found = Discount.read(Reader(older, operation="getDiscount", lang="en_US"))
    assert (found.worth, found.value_type, found.excluded, found.conditions) == ("10 %", "PERCENTAGE", (), ())


@pytest.mark.parametrize(
    ("code", "valid", "error"),
    [
        ("WELCOME10", True, None),
        (" WELCOME10 ", True, None),
        ("SUMMER-KBWZ-2428", True, None),
        ("SPRING23", False, "Coupon has expired"),
        ("nothing", False, "Coupon not found"),
        ("A&B#1 %", False, "Coupon not found"),
    ],
)
def test_coupon_reports_invalid_codes_without_raising(shop: oe.Shop, code: str, valid: bool, error: str | None) -> None:
    check = shop.discounts.coupon(code)
    assert (check.valid, bool(check), check.error) == (valid, valid, error)
    assert check.code == code.strip()
    assert repr(check).startswith(f"<CouponCheck {code.strip()}: {'valid' if valid else 'not valid'}")


def test_coupon_is_invalid_after_an_order_used_it(shop: oe.Shop) -> None:
    code = "SUMMER-KBWZ-2428"
    shop.orders.create("orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash", coupon=code)
    check = shop.discounts.coupon(code)
    assert (check.valid, check.is_used, check.is_reusable, check.discount_id) == (False, True, False, 3)
    assert check.error == "Coupon has already been used"


def test_a_server_that_refuses_unknown_codes(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """Some answer 400 instead (docs/api/discounts.md#discounts-coupon): the same to the caller."""
    sandbox.add_fault(operation="validateCoupon", status=400)
    check = shop.discounts.coupon("x")
    assert (check.valid, check.error) == (False, "Bad Request")


def test_bonus_balance_is_exact_and_equals_the_history(shop: oe.Shop, guest: oe.Shop) -> None:
    assert shop.discounts.bonus_balance() == Decimal("49.25")
    history = shop.discounts.bonus_history()
    assert [(one.type, one.amount) for one in history][:2] == [("EXPIRATION", Decimal(5)), ("ACCRUAL", Decimal("21.8"))]
    assert {one.type for one in shop.discounts.bonus_history("ACCRUAL")} == {"ACCRUAL"}
    assert repr(history[0]) == "<BonusMovement EXPIRATION: 5.00, Not used within a year>"
    assert history[0].created is not None
    with pytest.raises(oe.SignInRequiredError):
        guest.discounts.bonus_balance()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda shop: shop.discounts.list("COUPON"), "type must be one of DISCOUNT, BONUS, PERSONAL_DISCOUNT"),
        (lambda shop: shop.discounts.bonus_history("GIFT"), "type must be one of ACCRUAL"),
        (lambda shop: shop.discounts.coupon(""), "code must be a text that is not empty"),
        (lambda shop: shop.discounts.coupon(5), "code must be a text"),
        (lambda shop: shop.discounts.get(None), "marker must be text"),
    ],
)
def test_invalid_discount_arguments_raise_and_send_nothing(shop: oe.Shop, call: Any, message: str) -> None:
    with pytest.raises(oe.InputError, match=message):
        call(shop)


def test_balances_in_a_list(sandbox: oe.Sandbox, shop: oe.Shop) -> None:
    """Some servers answer with an array (docs/api/discounts.md#discounts-balance)."""
    call = shop._api.call

    def answer(name: str, /, *args: Any, **kwargs: Any) -> Any:
        found = call(name, *args, **kwargs)
        return [found] if name == "get_bonus_balance" else found["items"] if name == "list_bonus_history" else found

    shop._api.call = answer  # type: ignore[method-assign]
    assert shop.discounts.bonus_balance() == Decimal("49.25")
    assert len(shop.discounts.bonus_history()) == 5
