"""The body that replaces an order: what is not named is sent back as it was, in every language."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import httpx
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.orders.bodies import changed_order, kept_members
from oneentry_toolkit.orders.models import Order
from oneentry_toolkit.orders.orders import Orders
from oneentry_toolkit.resources.forms import Forms
from oneentry_toolkit.transport.tokens import MemoryTokens
from oneentry_toolkit.values.reader import read_record

from .checkout_shop import field_of, form_of, order_of
from .conftest import MakeClient

FORM = form_of(field_of("name"), field_of("note", "text"), field_of("size", "list"), field_of("robot", "spam"))


def entry(value: Any, marker: str = "name", kind: str = "string") -> dict[str, Any]:
    return {"marker": marker, "type": kind, "value": value}


def sent(form_data: Any, values: dict[str, Any] | None = None, *, form: Any = FORM) -> Any:
    order = order_of(7, {1: 1}, formIdentifier="order")
    order = dataclasses.replace(order, raw={**order.raw, "formData": form_data})
    return changed_order(order, form, "en_US", values=values, products=None)["formData"]


@pytest.mark.parametrize(
    ("form_data", "expected"),
    [
        ([entry("Ann")], {"en_US": [entry("Ann")]}),
        ({"en_US": [entry("Ann")], "fr_FR": [entry("Zoe")]}, {"en_US": [entry("Ann")], "fr_FR": [entry("Zoe")]}),
        ({"fr_FR": [entry("Zoe")], "de_DE": [entry("Uta")]}, {"fr_FR": [entry("Zoe")], "de_DE": [entry("Uta")]}),
        ({"en_US": [], "fr_FR": [entry("Zoe")]}, {"fr_FR": [entry("Zoe")]}),
        ({"en_US": None, "es_419": [entry("Zoe")]}, {"es_419": [entry("Zoe")]}),
        ({"en_US": [entry(None)], "fr_FR": [entry("Zoe")]}, {"fr_FR": [entry("Zoe")]}),
        ([entry("Ann"), entry("x", "gone", "string")], {"en_US": [entry("Ann"), entry("x", "gone")]}),
        ([], {"en_US": []}),
        (None, {"en_US": []}),
    ],
)
def test_what_is_not_named_is_kept(form_data: Any, expected: Any) -> None:
    """With the definition of the form, and without it."""
    assert sent(form_data) == expected
    assert sent(form_data, form=None) == expected


@pytest.mark.parametrize(
    ("form_data", "expected"),
    [
        ({"en_US": [entry("Ann")], "fr_FR": [entry("Zoe")]}, {"en_US": [entry("Bo")], "fr_FR": [entry("Zoe")]}),
        ({"en_US": [], "fr_FR": [entry("Zoe")]}, {"fr_FR": [entry("Bo")]}),
        ({"fr_FR": [entry("Zoe")], "en-US": [entry("Ann")]}, {"en-US": [entry("Bo")], "fr_FR": [entry("Zoe")]}),
        ({"fr_FR": [entry("Zoe")], "en_GB": [entry("Ann")]}, {"en_GB": [entry("Bo")], "fr_FR": [entry("Zoe")]}),
        ({}, {"en_US": [entry("Bo")]}),
    ],
)
def test_a_change_goes_where_the_form_was_read(form_data: Any, expected: Any) -> None:
    assert sent(form_data, {"name": "Bo"}) == expected


def test_values_are_sent_in_the_shape_of_a_request() -> None:
    """Options as values, a text in one notation, no captcha (docs/api/forms.md#forms-field-values)."""
    read = {
        "fr_FR": [
            entry([{"title": "Grand", "value": "l"}], "size", "list"),
            entry([{"htmlValue": "<b>x</b>", "mdValue": "", "plainValue": "x", "params": {}}], "note", "text"),
            entry("token", "robot", "spam"),
        ]
    }
    expected = {"fr_FR": [entry(["l"], "size", "list"), entry([{"htmlValue": "<b>x</b>"}], "note", "text")]}
    assert sent(read) == expected


@pytest.mark.parametrize("status", [403, 404, 500])
def test_cancelling_does_not_need_the_form(make_client: MakeClient, signed_in: MemoryTokens, status: int) -> None:
    """Its entries are sent as they came; to change one, the definition is needed."""
    held = {
        "id": 7, "statusIdentifier": "new", "formIdentifier": "order", "paymentAccountIdentifier": "cash",
        "formData": {"en_US": [], "fr_FR": [entry("Zoe")]}, "products": [{"id": 1, "quantity": 2}],
    }  # fmt: skip
    bodies: list[Any] = []

    def handle(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if "/forms/" in path:
            return httpx.Response(status, json={"statusCode": status, "message": "no"})
        if path.endswith("/order-statuses"):
            return httpx.Response(200, json=[{"identifier": one} for one in ("new", "cancelled")])
        if path.endswith("/orders-storage"):
            return httpx.Response(200, json=[{"id": 1, "identifier": "orders", "formIdentifier": "order"}])
        if request.method == "PUT":
            bodies.append(httpx.Response(200, content=request.content).json())
            return httpx.Response(200, json=held | {"statusIdentifier": "cancelled"})
        return httpx.Response(200, json=held)

    api = make_client(handle, tokens=signed_in)
    orders = Orders(api, "en_US", Forms(api, "en_US"))
    assert orders.get(7).form == {"name": "Zoe"}
    assert orders.cancel(7).status == "cancelled"
    assert bodies == [
        {
            "formIdentifier": "order", "paymentAccountIdentifier": "cash", "formData": {"fr_FR": [entry("Zoe")]},
            "products": [{"productId": 1, "quantity": 2}], "statusIdentifier": "cancelled",
        }
    ]  # fmt: skip
    with pytest.raises(oe.ApiError, match="getForm"):
        orders.update(7, form={"name": "Bo"})
    assert len(bodies) == 1


@pytest.mark.parametrize(
    ("paid", "advice"), [(True, "Order 7 is paid, so it cannot be changed"), (False, "Order 7 is not paid, so there")]
)
def test_a_refused_change_is_explained_by_what_was_read_before_if_no_more_can_be_read(
    make_client: MakeClient, signed_in: MemoryTokens, paid: bool, advice: str
) -> None:
    held = {
        "id": 7, "statusIdentifier": "new", "formIdentifier": "order", "paymentAccountIdentifier": "cash",
        "formData": [entry("Ann")], "products": [{"id": 1, "quantity": 2}], "isCompleted": paid,
    }  # fmt: skip
    refused: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            refused.append(request)
            return httpx.Response(400, json={"statusCode": 400, "message": "the order may have been paid."})
        if request.url.path.endswith("/orders-storage"):
            return httpx.Response(200, json=[{"id": 1, "identifier": "orders", "formIdentifier": "order"}])
        if "/forms/" in request.url.path or refused:
            return httpx.Response(403, json={"statusCode": 403, "message": "no"})
        return httpx.Response(200, json=held)

    api = make_client(handle, tokens=signed_in)
    with pytest.raises(oe.InvalidRequestError, match=advice):
        Orders(api, "en_US", Forms(api, "en_US")).update(7, products={1: 3})


@pytest.mark.parametrize(
    ("form_data", "place"),
    [
        ("x", "formData"),
        ({"en_US": "x", "ru_RU": [entry("R")]}, "formData.en_US"),
        ([entry("A"), 5], r"formData\[1\]"),
        ([entry("A"), {"value": "lost"}], r"formData\[1\]"),
        ({"en_US": [entry("A")], "ru_RU": [entry("R"), {"marker": None, "value": "lost"}]}, r"formData.ru_RU\[1\]"),
    ],
)
def test_answers_that_cannot_be_read_are_not_dropped(form_data: Any, place: str) -> None:
    """Unless the call names all fields of the form; one field alone does not replace the others."""
    for values, form in ((None, FORM), (None, None), ({"name": "Bo"}, FORM)):
        with pytest.raises(oe.InputError, match=f"'{place}' of order 7 cannot be read.*orders.update: form=") as caught:
            sent(form_data, values, form=form)
        assert caught.value.name == "form"
    whole = sent(form_data, {"name": "Bo", "note": "quick", "size": "l"})
    assert [one["value"] for one in next(iter(whole.values())) if one["marker"] == "name"] == ["Bo"]


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_what_holds_nothing_does_not_stop_a_change(nothing: Any) -> None:
    assert sent({"en_US": [entry("Ann"), {"marker": None, "value": nothing}, nothing], "fr_FR": nothing}) == {
        "en_US": [entry("Ann")]
    }
    config = {"coupon": nothing, "additionalDiscountsMarkers": nothing, "bonusApplied": None}
    for raw in (config, nothing):
        assert kept_members(order_of(7, {1: 1}, currency=None, discountConfig=raw), status=None) == {
            "statusIdentifier": "created"
        }


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"bonusApplied": "5.00"}, {"bonusAmount": Decimal("5.00")}),
        ({"bonusApplied": 5}, {"bonusAmount": Decimal(5)}),
        ({"bonusApplied": "0.00"}, {}),
        ({"coupon": "ABC"}, {"couponCode": "ABC"}),
        ({"coupon": {"code": "ABC"}}, {"couponCode": "ABC"}),
        ({"coupon": {"code": None, "valid": False}, "unknown": {"a": 1}}, {}),
        ({"bonus": {"availableBalance": 50, "bonusApplied": 5}}, {"bonusAmount": Decimal(5)}),
        ({"bonus": {"bonusApplied": 0}, "bonusApplied": 5}, {"bonusAmount": Decimal(5)}),
        ({"additionalDiscountsMarkers": ["a"]}, {"additionalDiscountsMarkers": ["a"]}),
    ],
)
def test_discounts_are_kept(config: Any, expected: Any) -> None:
    order = order_of(7, {1: 1}, discountConfig=config)
    assert kept_members(order, status="new") == {"statusIdentifier": "new", "currency": "USD", **expected}


@pytest.mark.parametrize(
    ("member", "config"),
    [
        ("discountConfig", "x"),
        ("discountConfig.coupon", {"coupon": {"code": 5}}),
        ("discountConfig.coupon", {"coupon": 5}),
        ("discountConfig.additionalDiscountsMarkers", {"additionalDiscountsMarkers": ["a", 5]}),
        ("discountConfig.additionalDiscountsMarkers", {"additionalDiscountsMarkers": "a"}),
        ("discountConfig.bonusApplied", {"bonusApplied": "some"}),
        ("discountConfig.bonusApplied", {"bonusApplied": True}),
        ("discountConfig.bonusApplied", {"bonusApplied": -5}),
        ("discountConfig.bonus", {"bonus": {"bonusApplied": "some"}}),
        ("discountConfig.bonus", {"bonus": {"amount": 5}}),
        ("discountConfig.coupon", {"coupon": {"couponCode": "ABC", "applied": True}}),
        ("discountConfig.couponCode", {"couponCode": "ABC"}),
        ("discountConfig.coupons", {"coupons": [{"code": "ABC"}]}),
        ("discountConfig.bonusAmount", {"bonusAmount": 5}),
    ],
)
def test_discounts_that_cannot_be_read_are_not_dropped(member: str, config: Any) -> None:
    with pytest.raises(oe.InputError, match=f"'{member}' of order 7 cannot be read.*the shop can"):
        kept_members(order_of(7, {1: 1}, discountConfig=config), status="new")


@pytest.mark.parametrize(
    ("products", "total"),
    [(None, "340.00"), (None, None), ({}, "340.00"), ([], "340.00"),
     ([{"id": 14, "quantity": 1, "isGift": "true"}], "1"), ([{"id": 14, "quantity": 1, "isGift": 1}], "1")],
)  # fmt: skip
def test_an_order_is_not_emptied_and_no_gift_is_bought(products: Any, total: str | None) -> None:
    """Products that the server left out, or of which it does not tell gifts, have to be passed."""
    raw = dict(order_of(7, {}).raw) | {"products": products, "totalSum": total}
    order, _ = read_record(raw, lambda one: Order.read(one, "orders"), operation="getOrder", lang="en_US")
    assert order is not None
    with pytest.raises(oe.InputError, match=r"[oO]rder 7 ") as caught:
        changed_order(order, FORM, "en_US", values={"name": "Bo"}, products=None)
    assert caught.value.name == "products"
    assert changed_order(order, FORM, "en_US", values=None, products={14: 1})["products"] == [
        {"productId": 14, "quantity": 1}
    ]


def test_an_order_without_products_that_costs_nothing_can_be_changed() -> None:
    order = order_of(7, {}, products=[], totalSum="0.00")
    assert changed_order(order, FORM, "en_US", values={"name": "Bo"}, products=None)["products"] == []


def test_account_and_status_that_cannot_be_read_are_not_dropped(
    make_client: MakeClient, signed_in: MemoryTokens
) -> None:
    """Nothing is sent until they are named in the call; a currency is left out, and all else sent as it was."""
    held = {
        "id": 7, "statusIdentifier": "new", "formIdentifier": "order", "paymentAccountIdentifier": "cash",
        "formData": [entry("Zoe")], "products": [{"id": 1, "quantity": 2}],
    }  # fmt: skip
    odd: dict[str, Any] = {}
    bodies: list[Any] = []

    def handle(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if "/forms/" in path:
            return httpx.Response(403, json={"statusCode": 403, "message": "no"})
        if path.endswith("/order-statuses"):
            return httpx.Response(200, json=[{"identifier": one} for one in ("new", "cancelled")])
        if path.endswith("/orders-storage"):
            accounts = [{"id": 1, "identifier": "cash"}]
            storage = {"id": 1, "identifier": "orders", "formIdentifier": "order"}
            return httpx.Response(200, json=[storage | {"paymentAccountIdentifiers": accounts}])
        if request.method == "PUT":
            bodies.append(httpx.Response(200, content=request.content).json())
            return httpx.Response(200, json=held | {"statusIdentifier": bodies[-1]["statusIdentifier"]})
        return httpx.Response(200, json=held | odd)

    api = make_client(handle, tokens=signed_in)
    orders = Orders(api, "en_US", Forms(api, "en_US"))
    odd |= {"paymentAccountIdentifier": 5}
    with pytest.warns(oe.UnreadableRecordWarning), pytest.raises(oe.InputError, match="payment_account="):
        orders.cancel(7)
    with pytest.warns(oe.UnreadableRecordWarning):
        orders.update(7, payment_account="cash")
    assert bodies.pop()["paymentAccountIdentifier"] == "cash"
    odd |= {"paymentAccountIdentifier": "cash", "statusIdentifier": 5}
    with pytest.warns(oe.UnreadableRecordWarning), pytest.raises(oe.InputError, match="status="):
        orders.update(7, products={1: 1})
    with pytest.warns(oe.UnreadableRecordWarning):
        orders.cancel(7)
    assert bodies.pop()["statusIdentifier"] == "cancelled"
    for currency in (5, True, ["USD"], {"code": "USD"}):
        odd |= {"statusIdentifier": "new", "currency": currency}
        for change in (lambda: orders.cancel(7), lambda: orders.update(7, status="cancelled")):
            with pytest.warns(oe.UnreadableRecordWarning, match="currency is"):
                change()
            assert bodies.pop() == {
                "formIdentifier": "order",
                "paymentAccountIdentifier": "cash",
                "formData": {"en_US": [entry("Zoe")]},
                "products": [{"productId": 1, "quantity": 2}],
                "statusIdentifier": "cancelled",
            }
