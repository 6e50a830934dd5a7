"""Forms, products, discounts, coupons, bonuses."""

from __future__ import annotations

from typing import Any

import jwt
import pytest


def test_forms_are_listed_with_their_fields(shared):
    """All forms with their fields; an empty form has an object in place of the list."""
    page = shared.get("/forms", limit=100)
    forms = {form["identifier"]: form for form in page["items"]}
    assert page["total"] == len(forms) == 9
    assert forms["newsletter"]["attributes"] == {}
    assert forms["reg"]["type"] == "sing_in_up"
    assert shared.get("/forms/marker/order", langCode="en_US") == forms["order"]
    assert shared.refused("GET", "/forms/marker/nope") == (404, "Form not found")
    assert len(shared.get("/forms", offset=5)["items"]) == 4


def test_registration_form_flags_login_and_password(shared):
    fields = {field["marker"]: field for field in shared.get("/forms/marker/reg")["attributes"]}
    assert [marker for marker, field in fields.items() if field["isLogin"]] == ["email_reg"]
    assert [marker for marker, field in fields.items() if field["isPassword"]] == ["password_reg"]
    assert [marker for marker, field in fields.items() if field["isSignUpRequired"]] == ["name_reg"]
    assert [marker for marker, field in fields.items() if field["isNotificationPhoneSMS"]] == ["phone_reg"]


def test_product_is_read_and_hidden_products_are_not_found(shared):
    product = shared.get("/products/14")
    assert set(product["attributeValues"]) == {"en_US", "de_DE"}
    assert len(product["attributeValues"]["en_US"]["img"]["value"]) == 3
    assert shared.get("/products/2")["attributeValues"]["en_US"]["img"]["value"] == []
    for number in (25, 4000):
        assert shared.refused("GET", f"/products/{number}") == (404, "Product not found")


def test_lang_code_filters_attributes(shared):
    """With a langCode only that locale's attributes are left, where the product has it; titles keep all locales."""
    german = shared.get("/products/14", langCode="de_DE")
    assert set(german["attributeValues"]) == {"de_DE"}
    assert set(german["localizeInfos"]) == {"en_US", "de_DE"}
    assert set(shared.get("/products/2", langCode="de_DE")["attributeValues"]) == {"en_US"}


def test_flat_localization_removes_the_locale_level_everywhere(connect):
    client = connect(localization="flat")
    client.sign_in()
    product = client.get("/products/14", langCode="de_DE")
    assert product["localizeInfos"] == {"title": "Espressomaschine Bora"}
    assert product["attributeValues"]["price"]["value"] == 340
    order = client.get("/orders-storage/marker/orders/orders", limit=1)["items"][0]
    assert set(order["statusLocalizeInfos"]) == {"title"}
    assert isinstance(client.get("/users/me")["formData"], list)
    assert client.get("/products/2", langCode="de_DE")["localizeInfos"] == {"en_US": {"title": "Ethiopia Guji, 250 g"}}


def ids(shared, body, query=""):
    return [product["id"] for product in shared.post(f"/products/all?limit=100{query}", body)["items"]]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"attributeMarker": "price", "conditionMarker": "mth", "conditionValue": 200}, [14, 15, 20]),
        ({"attributeMarker": "price", "conditionMarker": "lth", "conditionValue": "11"}, [7]),
        ({"attributeMarker": "price", "conditionMarker": "eq", "conditionValue": "11.0"}, [3]),
        ({"attributeMarker": "price", "conditionMarker": "nexs"}, [21]),
        ({"attributeMarker": "product-name", "conditionMarker": "in", "conditionValue": "GRINDER"}, [10, 13]),
        ({"attributeMarker": "description", "conditionMarker": "in", "conditionValue": "foam"}, [16]),
        ({"attributeMarker": "weight", "conditionMarker": "mth", "conditionValue": 4000}, [14, 15, 21]),
        ({"pageUrls": ["workshops"]}, [22, 23, 24]),
        ({"statusMarker": "sale"}, [5, 11]),
        ({"title": "mug"}, [8]),
        ({"title": "", "pageUrls": []}, list(range(1, 25))),
    ],
)
def test_each_filter_condition_in_both_body_shapes(shared, condition, expected):
    assert ids(shared, [condition]) == expected
    assert ids(shared, {"filter": [condition]}) == expected


UNKNOWN = [{"pageUrl": "machines"}, {"attributeMarker": "sku", "conditionMarker": "nin", "conditionValue": None}]
SAID = ["property pageUrl should not exist", "attributeMarker sku is not an attribute of products"]


def test_unknown_filters_are_named_in_the_log(shared, caplog):
    """What public storefronts send and the shop does not have finds everything, which the log says."""
    assert ids(shared, UNKNOWN) == list(range(1, 25))
    assert [record.getMessage() for record in caplog.records] == [
        f"listProducts: parts of the filter do nothing: {'; '.join(SAID)}."
    ]
    caplog.clear()
    ids(shared, [{"attributeMarker": "price", "conditionMarker": "exs"}, {"isNested": True}])
    assert not caplog.records


def test_unknown_filters_are_refused_on_request(connect):
    client = connect(strict_filters=True)
    assert client.refused("POST", "/products/all", UNKNOWN) == (400, SAID)
    odd = [{"x" * 99: 1}]
    assert client.refused("POST", "/products/all", odd) == (400, ["property unknown should not exist"])


def test_negated_filters_return_the_other_products(shared):
    for marker, other, value in (("eq", "neq", 340), ("in", "nin", "34")):
        condition = {"attributeMarker": "price", "conditionValue": value}
        found = ids(shared, [condition | {"conditionMarker": marker}])
        rest = ids(shared, [condition | {"conditionMarker": other}])
        assert 14 in found and sorted(found + rest) == list(range(1, 25))


def test_products_match_all_filters_of_body_and_query(shared):
    """Filters narrow each other down, the query's as well; statusMarker in the query is ignored."""
    dear = {"attributeMarker": "price", "conditionMarker": "mth", "conditionValue": 100}
    assert ids(shared, [dear, {"pageUrls": ["machines"]}]) == [13, 14, 15]
    query = "&attributeMarker=price&conditionMarker=lth&conditionValue=200&statusMarker=sale"
    assert ids(shared, [dear], query) == [13, 23]
    assert ids(shared, [], "&ids=14,1,4000") == [1, 14]


def test_products_are_sorted_and_total_counts_matches(shared):
    assert ids(shared, {}) == list(range(1, 25))
    by_price = ids(shared, [], "&sortKey=price&sortOrder=DESC")
    assert by_price[:3] == [21, 14, 20]
    assert ids(shared, [], "&sortKey=title")[0] == 21
    page = shared.post("/products/all?offset=22&limit=5", [])
    assert ([product["id"] for product in page["items"]], page["total"]) == ([23, 24], 24)


def test_signed_price_is_returned_on_request(shared):
    product = shared.post("/products/all?signPrice=orders&ids=14", [])["items"][0]
    claims = jwt.decode(product["signedPrice"], options={"verify_signature": False})
    assert (claims["productId"], claims["price"]) == (14, "340.00")
    assert "signedPrice" not in shared.post("/products/all?signPrice=nope", [])["items"][0]
    assert "signedPrice" not in shared.post("/products/all?signPrice=orders&ids=21", [])["items"][0]


def test_search_matches_titles_case_insensitively(shared):
    assert shared.get("/products/quick/search", name="ESPRESSO machine") == [
        {"id": 14, "title": "Espresso machine Bora", "pageId": 13}
    ]
    assert [hit["id"] for hit in shared.get("/products/quick/search", name="mischung", langCode="de_DE")] == [1]
    assert shared.get("/products/quick/search", name="nothing of the sort") == []
    assert shared.get("/products/quick/search", name="100 %; DROP TABLE orders") == []


def test_discounts_are_returned_by_type_and_marker(shared):
    """Discounts by type and by marker; `total` of one is text."""
    page = shared.get("/discounts", limit=100)
    assert page["total"] == len(page["items"]) == 7
    personal = shared.get("/discounts", type="PERSONAL_DISCOUNT")
    assert [one["identifier"] for one in personal["items"]] == ["personal_discount"]
    assert shared.get("/discounts/marker/personal_discount", marker="", langCode="en_US") == personal["items"][0]
    assert personal["items"][0]["total"] == "1"
    assert shared.refused("GET", "/discounts/marker/nope") == (404, "Discount not found")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("NOPE", "Coupon not found"),
        ("welcome10", "Coupon not found"),
        ("SPRING23", "Coupon has expired"),
        ("SPRING-USED-1", "Coupon has already been used"),
    ],
)
def test_invalid_coupon_is_answered_with_a_reason(shared, code, error):
    answer = shared.get("/discounts/coupons/validate", code=code)
    assert (answer["valid"], answer["error"]) == (False, error)


def test_valid_coupon_is_described(shared):
    assert shared.get("/discounts/coupons/validate", code="WELCOME10") == {
        "valid": True,
        "coupon": {
            "id": 1,
            "discountId": 3,
            "code": "WELCOME10",
            "usedAt": None,
            "isUsed": False,
            "isReusable": True,
            "orderId": None,
        },
    }


def test_bonus_balance_equals_the_sum_of_the_history(shared):
    assert shared.get("/discounts/bonus-balance") == {"balance": 49.25}
    history = shared.get("/discounts/bonus-balance/history")
    assert history["total"] == len(history["items"]) == 5
    signs = {"ACCRUAL": 1, "USAGE": -1, "EXPIRATION": -1}
    assert sum(signs[item["type"]] * item["amount"] for item in history["items"]) == 49.25

    def kinds(**query):
        return [item["type"] for item in shared.get("/discounts/bonus-balance/history", **query)["items"]]

    assert kinds(type="USAGE") == ["USAGE"]
    assert kinds(isAdmin="true") == ["ACCRUAL"]
    assert kinds(discountId=6) == ["ACCRUAL", "ACCRUAL"]
    assert kinds(dateFrom="2024-01-01", dateTo="2024-12-31") == ["ACCRUAL", "USAGE"]
    assert kinds(moduleId=1) == []


def test_counts_tell_a_page_from_the_pages_below_it(shared: Any) -> None:
    assert shared("POST", "/products/page/url/catalog/counts", []).json() == {
        "totalAll": 24,
        "totalInCategory": 0,
        "totalInCategoryWithNested": 24,
    }
    assert shared("POST", "/products/page/11/counts", []).json()["totalInCategory"] == 5
    for nested, total in ((True, 24), (False, 0)):
        filters = [{"pageUrls": ["catalog"], "isNested": nested}]
        assert shared("POST", "/products/all", {"filter": filters}).json()["total"] == total


def test_pages_prices_and_related_products(shared: Any) -> None:
    page = shared("POST", "/products/page/url/coffee", {"filter": []}).json()
    prices = shared("GET", "/products/page/coffee/prices").json()
    assert prices == {"items": [{"id": one["id"], "price": one["price"]} for one in page["items"]], "total": 5}
    assert [one["id"] for one in shared("GET", "/products/14/related").json()["items"]] == [13, 15]
    assert [one["identifier"] for one in shared("GET", "/products/14/blocks").json()] == ["product_block"]
    assert shared("POST", "/products/page/url/nope", []).json()["message"] == "Page not found"
