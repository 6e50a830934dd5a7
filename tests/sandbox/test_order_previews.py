"""Previews of orders, and orders that keep what their preview promised: discounts, bonuses, coupons, gifts."""

from __future__ import annotations

from .till import ORDERS


def preview(shop, *products, **more):
    body = {"products": [{"productId": product, "quantity": quantity} for product, quantity in products]} | more
    return shop.post("/orders-storage/orders/preview?langCode=en_US", body)


def test_preview_sums_and_stores_nothing(shared):
    answer = preview(shared, (14, 1), (2, 3))
    config = answer.pop("discountConfig")
    assert answer == {
        "totalSum": 377.5,
        "totalSumWithDiscount": 377.5,
        "bonusApplied": 0,
        "totalDue": 377.5,
        "currency": "USD",
        "orderPreview": [
            {"id": 14, "price": 340, "quantity": 1, "discountPrice": None, "isGift": False},
            {"id": 2, "price": 12.5, "quantity": 3, "discountPrice": None, "isGift": False},
        ],
    }
    assert (config["orderDiscounts"], config["productDiscounts"], config["coupon"]) == ([], [], None)
    assert preview(shared)["totalDue"] == 0
    assert shared.sql("SELECT max(id) FROM orders") == [(88,)]


def test_preview_shows_the_product_discount_of_a_line(shared):
    answer = preview(shared, (6, 2), (14, 1))
    assert [line["discountPrice"] for line in answer["orderPreview"]] == [16.2, None]
    assert (answer["totalSum"], answer["totalSumWithDiscount"]) == (376, 372.4)
    assert [one["identifier"] for one in answer["discountConfig"]["productDiscounts"]] == ["brewing_days"]


def test_preview_applies_10_percent_of_the_coupon(shared):
    answer = preview(shared, (14, 1), couponCode="WELCOME10")
    assert (answer["totalSum"], answer["totalSumWithDiscount"], answer["totalDue"]) == (340, 306, 306)
    assert answer["discountConfig"]["coupon"] == {
        "code": "WELCOME10",
        "valid": True,
        "applied": True,
        "discountId": 3,
        "discountIdentifier": "welcome",
    }


def test_preview_with_unmet_coupon_conditions_is_not_an_error(shared):
    small = preview(shared, (14, 1), couponCode="BIGBASKET")
    assert small["totalDue"] == 340
    assert (small["discountConfig"]["coupon"]["valid"], small["discountConfig"]["coupon"]["applied"]) == (True, False)
    big = preview(shared, (14, 2), couponCode="BIGBASKET")
    assert (big["totalDue"], big["discountConfig"]["coupon"]["applied"]) == (544, True)


def test_preview_applies_personal_discount_by_marker(shared):
    assert preview(shared, (14, 1), additionalDiscountsMarkers=["personal_discount", "nope"])["totalDue"] == 325
    assert preview(shared, (14, 1), additionalDiscountsMarkers=["nope"])["totalDue"] == 340


def test_preview_adds_the_gift_line(shared):
    answer = preview(shared, (14, 1), couponCode="GIFTMUG")
    assert answer["orderPreview"][1] == {"id": 8, "price": 14, "quantity": 1, "discountPrice": 0, "isGift": True}
    assert answer["totalDue"] == 340
    assert answer["discountConfig"]["coupon"]["applied"] is True


def test_preview_caps_bonuses_and_needs_the_minimum(shared):
    answer = preview(shared, (14, 1), bonusAmount=1000)
    assert (answer["bonusApplied"], answer["totalDue"]) == (49.25, 290.75)
    assert answer["discountConfig"]["bonus"] == {
        "availableBalance": 49.25,
        "bonusApplied": 49.25,
        "maxBonusDiscount": 49.25,
        "minBonusAmount": 1,
        "minOrderAmountForBonus": 20,
    }
    assert preview(shared, (1, 1), bonusAmount=20)["bonusApplied"] == 12.45
    assert preview(shared, (14, 1), bonusAmount=0.5)["bonusApplied"] == 0
    assert preview(shared, (2, 1), bonusAmount=10)["bonusApplied"] == 0


def test_preview_says_what_bonuses_the_user_has(shared, connect):
    """A shop front offers bonuses after the first preview, which sends no amount."""
    bonus = preview(shared, (14, 1))["discountConfig"]["bonus"]
    assert (bonus["availableBalance"], bonus["bonusApplied"], bonus["maxBonusDiscount"]) == (49.25, 0, 49.25)
    assert preview(shared, (14, 1))["totalDue"] == 340
    other = connect(shared.sandbox)
    other.sign_in("anna.keller@example.com", "password-3")
    assert preview(other, (14, 1))["discountConfig"]["bonus"] is None


def test_preview_refuses_unknown_products_and_coupons(shared):
    body = {"products": [{"productId": 9171, "quantity": 1}]}
    assert shared.refused("POST", "/orders-storage/orders/preview", body) == (400, "Product 9171 not found")
    body = {"couponCode": "NOPE"}
    assert shared.refused("POST", "/orders-storage/orders/preview", body) == (400, "Coupon not found")


def test_order_keeps_the_preview_amounts(shop, order_body):
    """An order keeps what its preview promised: totals, coupon, bonuses, gifts; an update gives them back."""
    body = order_body((14, 1), couponCode="WELCOME10", bonusAmount=40)
    answer = shop.post(ORDERS, body)
    assert (answer["totalSum"], answer["bonusApplied"], answer["totalDue"]) == (306, 40, 266)
    assert (answer["couponCode"], answer["bonusAmount"]) == ("WELCOME10", 40)
    assert answer["discountConfig"]["totalRaw"] == 340
    order = shop.get(f"{ORDERS}/89")
    assert (order["totalSum"], order["totalSumRaw"]) == ("306.00", "340.00")
    assert order["discountConfig"]["coupon"]["code"] == "WELCOME10"
    assert shop.get("/discounts/bonus-balance") == {"balance": 9.25}
    assert shop.put(f"{ORDERS}/89", order_body((14, 1), bonusAmount=5))["totalDue"] == 335
    assert shop.get("/discounts/bonus-balance") == {"balance": 44.25}
    kinds = [item["type"] for item in shop.get("/discounts/bonus-balance/history")["items"]]
    assert kinds[:3] == ["USAGE", "REVERSAL_USAGE", "USAGE"]


def test_single_use_coupon_is_reserved_until_released(shop, order_body):
    code = "SUMMER-KBWZ-2428"
    shop.post(ORDERS, order_body(couponCode=code))
    checked = shop.get("/discounts/coupons/validate", code=code)
    assert (checked["valid"], checked["coupon"]["isUsed"], checked["coupon"]["orderId"]) == (False, True, 89)
    assert shop.refused("POST", ORDERS, order_body(couponCode=code)) == (400, "Coupon has already been used")
    assert shop.put(f"{ORDERS}/89", order_body((14, 2), couponCode=code))["totalSum"] == 612
    shop.put(f"{ORDERS}/89", order_body())
    assert shop.get("/discounts/coupons/validate", code=code)["valid"] is True


def test_gift_lines_stay_gifts(shop, order_body):
    """A gift is a line of the order at catalogue price, not in its total, and an update asks for it anew."""
    shop.post(ORDERS, order_body(couponCode="GIFTMUG"))
    order = shop.get(f"{ORDERS}/89")
    assert [(line["id"], line["isGift"]) for line in order["products"]] == [(14, False), (8, True)]
    assert order["totalSum"] == "340.00"
    shop.put(f"{ORDERS}/89", order_body((8, 1)))
    order = shop.get(f"{ORDERS}/89")
    assert [(line["id"], line["isGift"]) for line in order["products"]] == [(8, False)]
    assert order["totalSum"] == "14.00"
