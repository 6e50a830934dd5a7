"""The body that replaces an order: what is not named is sent back as it was, in every language."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.orders.bodies import changed_order
from oneentry_toolkit.orders.orders import Orders
from oneentry_toolkit.resources.forms import Forms
from oneentry_toolkit.transport.tokens import MemoryTokens

from .checkout_shop import field_of, form_of, order_of
from .conftest import MakeClient

FORM = form_of(field_of("name"), field_of("note", "text"), field_of("size", "list"), field_of("robot", "spam"))


def entry(value: Any, marker: str = "name", kind: str = "string") -> dict[str, Any]:
    return {"marker": marker, "type": kind, "value": value}


def sent(form_data: Any, values: dict[str, Any] | None = None, *, form: Any = FORM) -> Any:
    order = order_of(7, {1: 1}, formIdentifier="order", formData=form_data)
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
