"""A shop of one's own has its own words everywhere: nothing of the built-in shop is in the code that answers."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import oneentry_toolkit.sandbox as package
from oneentry_toolkit.sandbox.scenario import file

from .conftest import Client

ROOT = Path(package.__file__).parent
SHOP = (Path(__file__).parents[1] / "scenarios" / "fahrrad.yaml").read_text("utf-8")
ANSWERS = ("operations", "pages", "control", "api", "http", "data")
OF_THE_API = {
    *("email", "phone", "comment", "price", "name", "description", "message"),  # members
    *("completed", "canceled", "waiting"),  # states of a payment session
    *("orders", "active", "en_US"),  # a table; a word and the language of the pages
}
"""Markers of the built-in shop that are words of the API or of the sandbox itself as well."""

Start = Callable[..., Client]


@pytest.fixture
def start(tmp_path: Path, connect: Callable[..., Client]) -> Start:
    """Starts the shop with changes, signed in as its first user."""

    def begin(*changes: tuple[str, str], more: str = "", **options: Any) -> Client:
        text = SHOP
        for old, new in changes:
            assert text.count(old) == 1
            text = text.replace(old, new)
        (tmp_path / "shop.yaml").write_text(text + more, "utf-8")
        shop = connect(scenario=tmp_path / "shop.yaml", **options)
        entries = [{"marker": "login", "value": shop.sandbox.user}]
        entries.append({"marker": "kennwort", "value": shop.sandbox.password})
        shop.use(shop.post("/users-auth-providers/marker/kunden/users/auth", {"authData": entries}))
        return shop

    return begin


def order(product: int, account: str = "karte", quantity: int = 1) -> dict[str, Any]:
    return {
        "formIdentifier": "kasse",
        "paymentAccountIdentifier": account,
        "formData": {"de_DE": [{"marker": "name", "type": "string", "value": "Kim"}]},
        "products": [{"productId": product, "quantity": quantity}],
    }


def markers(built_in: dict[str, Any]) -> Iterator[str]:
    """The markers, languages, currency and logins of a shop."""
    sections = "forms providers accounts storages pages blocks product_statuses discounts coupons"
    for section in sections.split():
        yield from built_in[section]
    for form in built_in["forms"].values():
        yield from form.get("fields", {})
    for storage in built_in["storages"].values():
        yield from storage["statuses"]
    for product in built_in["products"]:
        yield from product.get("attributes", {})
    yield from (one["marker"] for one in built_in["payment_statuses"].values())
    yield from (user["login"] for user in built_in["users"])
    yield from built_in["languages"]
    yield from (built_in["currency"], built_in["title"], "img")


def test_no_code_that_answers_names_something_of_the_built_in_shop() -> None:
    known = set(markers(file.read(ROOT / "scenario" / "harbour-pantry.yaml").data)) - OF_THE_API
    found = [
        (str(path.relative_to(ROOT)), node.lineno, node.value)
        for folder in ANSWERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in known
    ]
    assert found == []


def test_the_front_page_has_the_shops_currency_and_provider(start: Start) -> None:
    shop = start()
    page = httpx.get(shop.sandbox.url).text
    assert "450.00 EUR" in page
    assert "provider=" not in page
    more = "  dritte: {form: kundenkonto}\n\naccounts:\n"
    page = httpx.get(start(("\naccounts:\n", more)).sandbox.url).text
    assert 'sign_in("kunde@shop.example", "geheim-1", provider="kunden")' in page


def test_a_line_shows_the_first_picture_of_whatever_marker(start: Start) -> None:
    picture = {"filename": "a.png", "downloadLink": "https://files.example/a.png", "size": 1, "previewLink": ""}
    photos = f"foto: {{type: groupOfImages, value: [{json.dumps(picture)}]}}, stufe: {{type: integer, value: 9}}"
    shop = start(("stufe: {type: integer, value: 9}", photos))
    placed = shop.post("/orders-storage/marker/laden/orders", order(2958))
    (line,) = shop.get(f"/orders-storage/marker/laden/orders/{placed['id']}")["products"]
    assert line["previewImage"] == [picture]


@pytest.mark.parametrize(("nested", "total"), [("true", 20.4), ("false", 25.5)])
def test_a_discount_of_a_page_reaches_the_pages_below_it_if_it_says_so(start: Start, nested: str, total: float) -> None:
    """Product 2958 is on ``teile``, which is below ``raeder``."""
    condition = f"{{conditionType: CATEGORY, entityIds: [{{id: raeder, isNested: {nested}}}]}}"
    added = f"discounts:\n  raeder: {{percent: 20, applies_to: product, conditions: [{condition}]}}\n"
    shop = start(("discounts:\n", added))
    assert shop.post("/orders-storage/marker/laden/orders", order(2958))["totalSum"] == total
    assert shop.post("/orders-storage/marker/laden/orders", order(2957))["totalSum"] == 360


def test_users_are_older_than_their_orders(start: Start) -> None:
    shop = start(("created: 2026-02-01", "created: 2019-02-01"), ("from: 2025-09-01", "from: 2025-09-02"))
    created = [row[0] for row in shop.sql("SELECT created_at FROM users")]
    assert created
    assert max(created) < shop.sql("SELECT min(json_extract(body, '$.createdDate')) FROM orders")[0][0]


def test_refund_requests_have_the_shops_own_statuses(start: Start) -> None:
    shop = start(more="refund_statuses: {waiting: beantragt, paid: erstattet}\n")
    placed = shop.post("/orders-storage/marker/laden/orders", order(2958))
    session = shop.post("/payments/sessions", {"orderId": placed["id"], "type": "session"})
    shop.sandbox.settle_session(session["id"], "completed")
    shop.post(f"/orders/{placed['id']}/refund", {"products": {"2958": {"quantity": 1}}})
    (request,) = shop.get(f"/orders/{placed['id']}/refund")
    assert request["status"] == "beantragt"
    assert shop.sandbox.decide_refund(request["id"], "approved")["status"] == "approved"
    assert shop.sandbox.decide_refund(request["id"], "paid")["status"] == "erstattet"
