"""Every published answer, read as the toolkit's own types: what people see of real bodies."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from oneentry_toolkit.lists.plan import read_page
from oneentry_toolkit.orders.models import Order, Status, Storage
from oneentry_toolkit.payments.accounts import PaymentAccount
from oneentry_toolkit.payments.models import PaymentSession
from oneentry_toolkit.resources.catalogue import Product
from oneentry_toolkit.resources.formdata import Form
from oneentry_toolkit.resources.submissions import Submission
from oneentry_toolkit.resources.users import Provider, User
from oneentry_toolkit.values.display import show
from oneentry_toolkit.values.reader import Reader

FOLDER = Path(__file__).parents[1] / "payloads"
decode = msgspec.json.Decoder(float_hook=Decimal).decode


def body(name: str) -> Any:
    """The decoded response: fractions are Decimal."""
    return decode(json.dumps(json.loads((FOLDER / f"{name}.json").read_text())["body"]))


def read(kind: Any, value: Any, lang: str = "en_US") -> Any:
    reader = Reader(value, operation="x", lang=lang)
    if kind is Submission:
        return Submission.read_receipt(reader)
    return Order.read(reader, "orders") if kind is Order else kind.read(reader)


@pytest.mark.parametrize(
    ("name", "kind", "seen"),
    [
        (
            "orders.create.2",
            Order,
            {"id": 89, "total": Decimal(340), "form": {"name": "Christina Thomas"}, "quantity": 1},
        ),
        ("orders.create.4", Order, {"id": 89, "total": Decimal(340), "form": {"name": "Christina Thomas"}}),
        (
            "orders.get.1",
            Order,
            {
                "id": 205,
                "total": Decimal("50.00"),
                "currency": "usd",
                "payment_account_title": "Stripe",
                "created": datetime(2025, 7, 18, 5, 51, 9, 924000, UTC),
                "paid": False,
                "form": {"order_name": "Ivan"},
            },
        ),
        ("payments.session.1", PaymentSession, {"id": 21, "order_id": 43, "status": "waiting", "is_open": True}),
        ("payments.createSession.2", PaymentSession, {"id": 46, "payment_url": None, "account_id": 1}),
        ("payments.account.1", PaymentAccount, {"marker": "cash", "title": "Cash", "is_connected": True}),
        ("forms.get.1", Form, {"marker": "reg", "title": "Registration", "type": "sing_in_up"}),
        ("products.get.1", Product, {"title": "Box", "price": Decimal(50), "status_title": "Sale"}),
        (
            "formData.create.2",
            Submission,
            {"id": 42, "form": {"name": "Jack"}, "config_id": 2, "message": "Form submitted successfully"},
        ),
        (
            "formData.update.2",
            Submission,
            {"id": 1621, "form": {"name": "Test 21"}, "author": "visitor@your-instance.example"},
        ),
        ("users.me.1", User, {"login": "test@test.ru", "form": {"name_reg": "Ivan", "phone_reg": "+19258382556"}}),
    ],
)
def test_one(name: str, kind: Any, seen: dict[str, Any]) -> None:
    """The members that matter, exactly; and it shows itself without falling over."""
    found = read(kind, body(name))
    assert {key: getattr(found, key) for key in seen} == seen
    assert repr(found).startswith(f"<{kind.__name__} ")
    assert found.raw == (body(name)["formData"] if name == "formData.create.2" else body(name))
    if hasattr(found, "_repr_html_"):
        assert "<table>" in found._repr_html_()
    assert show(found)


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("orders.list.1", Order, 1),
        ("orders.list.2", Order, 1),
        ("orders.list.3", Order, 1),
        ("orders.storages.1", Storage, 1),
        ("orders.statuses.1", Status, 2),
        ("payments.accounts.1", PaymentAccount, 2),
        ("payments.sessions.1", PaymentSession, 1),
        ("formData.list.2", Submission, 1),
        ("auth.providers.1", Provider, 1),
    ],
)
def test_many(name: str, kind: Any, count: int) -> None:
    """Lists in an envelope or bare."""
    items, _total = read_page(body(name), "x")
    assert len([read(kind, item) for item in items]) == count


def test_currency_is_often_empty() -> None:
    """Empty text means that the server does not say (docs/api/traps.md#trap-7)."""
    items, total = read_page(body("orders.list.2"), "listOrders")
    order = read(Order, items[0])
    assert total == 1
    assert (order.currency, order.total, order.paid, order.payment_url) == (None, Decimal("300.00"), False, None)


def test_statuses_of_payment_and_fulfillment() -> None:
    """Null means that none is assigned (docs/api/orders.md#orders-order); both are None on older servers."""
    items, _ = read_page(body("orders.list.3"), "listOrders")
    order = read(Order, items[0] | {"paymentStrategy": "split"})
    assert (order.status, order.status_title) == ("inProgress", "In progress")
    assert (order.payment_status, order.payment_status_title) == ("inProgress-payment", "In progress")
    assert (order.fulfillment_status, order.fulfillment_status_title) == (None, None)
    assert order.payment_strategy == "split"
    assert "payment status" in order._repr_html_()
    older = read(Order, body("orders.get.1"))
    assert (older.payment_status, older.fulfillment_status, older.payment_strategy) == (None, None, None)


def test_the_oldest_servers() -> None:
    """A date without a zone, prices as text, one image as an object, pages as an object."""
    old = {
        "id": 1,
        "storageId": 1,
        "createdDate": "2023-01-01 12:12",
        "totalSum": "1.00",
        "products": [{"id": 2, "title": "Box", "price": "1.00", "quantity": 1, "previewImage": {"filename": "a"}}],
        "isHistory": True,
    }
    order = read(Order, old)
    assert order.created == datetime(2023, 1, 1, 12, 12, tzinfo=UTC)
    assert order.lines[0].amount == Decimal("1.00")
    product = read(Product, {"id": 2, "price": None, "productPages": {}, "attributeValues": {}})
    assert (product.price, product.attributes, product.categories) == (None, {}, ())
