"""Discounts, coupons and bonuses, as a checkout offers them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

import oneentry_toolkit as oe


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
    assert shop.discounts.get("spring_2023").ends == datetime(2023, 6, 30, 23, 59, 59, tzinfo=UTC)
    assert repr(personal) == "<Discount personal_discount: Personal discount, 15.00>"
    assert "Personal discount" in personal._repr_html_()
    with pytest.raises(oe.NotFoundError, match="Discount not found"):
        shop.discounts.get("nothing")


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
        (lambda shop: shop.discounts.get(None), "marker must be a text"),
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
