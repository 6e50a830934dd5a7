"""Result objects, lists, errors and warnings go to worker processes and to ``dataclasses``, and come back equal."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import errors
from oneentry_toolkit.checkout.state import CheckoutLine
from oneentry_toolkit.frames.records import frame_of
from oneentry_toolkit.orders.models import Order, OrderLine, OrderPreview, PreviewLine, Status, Storage
from oneentry_toolkit.payments.accounts import PaymentAccount
from oneentry_toolkit.payments.models import PaymentSession
from oneentry_toolkit.payments.refunds import RefundRequest
from oneentry_toolkit.resources.catalogue import (
    Product,
    ProductBlock,
    ProductCounts,
    ProductGroup,
    ProductHit,
    ProductPrice,
)
from oneentry_toolkit.resources.discounts import BonusMovement, CouponCheck, Discount
from oneentry_toolkit.resources.formdata import Form, FormField
from oneentry_toolkit.resources.submissions import Submission
from oneentry_toolkit.resources.users import Provider, SignIn, User
from oneentry_toolkit.values.display import Amount, Listing
from oneentry_toolkit.values.reader import Reader

DEEP = 300


def nested(levels: int = DEEP) -> Any:
    value: Any = "x"
    for level in range(levels):
        value = [value] if level % 2 else {"more": value}
    return value


ENTRY = {"marker": "deep", "type": "json", "value": nested()}
FIELD = {"marker": "name", "type": "string", "localizeInfos": {"title": "Name"}, "validators": {"deep": nested()}}
LINE = {"id": 14, "title": "Cup", "sku": "C", "price": "19.50", "quantity": 2}
ANSWERS: dict[str, tuple[Callable[[Reader], Any], dict[str, Any]]] = {
    "order": (
        lambda reader: Order.read(reader, "orders"),
        {
            "id": 89,
            "createdDate": "2025-04-30T20:15:29.254Z",
            "formData": [ENTRY],
            "products": [LINE],
            "currency": "USD",
        },
    ),
    "preview": (OrderPreview.read, {"totalSum": "19.50", "orderPreview": [LINE | {"discountPrice": None}]}),
    "storage": (Storage.read, {"id": 1, "identifier": "orders", "localizeInfos": {"en_US": {"title": "Orders"}}}),
    "status": (Status.read, {"identifier": "new", "localizeInfos": {"en_US": {"title": "New"}}}),
    "session": (PaymentSession.read, {"id": 21, "orderId": 43, "paymentAccountId": 1, "clientSecret": "s3cret"}),
    "account": (PaymentAccount.read, {"id": 1, "identifier": "cash", "testSettings": {"signingSecretKey": "s3cret"}}),
    "refund": (RefundRequest.read, {"id": 1, "orderId": 43, "products": {"14": {"quantity": 1}}, "amount": "19.50"}),
    "discount": (Discount.read, {"id": 1, "identifier": "ten", "conditions": [{"value": nested()}]}),
    "coupon": (lambda reader: CouponCheck.read(reader, "TEN"), {"valid": True, "coupon": {"discountId": 1}}),
    "bonus": (BonusMovement.read, {"amount": "5", "type": "ACCRUAL"}),
    "form": (Form.read, {"id": 1, "identifier": "order", "attributes": [FIELD]}),
    "data form": (
        Form.read,
        {"id": 1, "identifier": "faq", "moduleFormConfigs": [{"id": 2, "entityIdentifiers": [{"id": "blog"}]}]},
    ),
    "submission": (Submission.read, {"id": 1, "formData": [ENTRY], "entityIdentifier": "blog"}),
    "price": (ProductPrice.read, {"id": 14, "price": "5"}),
    "block": (ProductBlock.read, {"id": 1, "identifier": "more", "customSettings": nested()}),
    "group": (ProductGroup.read, {"attrValue": nested(), "items": [{"id": 14, "price": "5"}], "total": 1}),
    "counts": (lambda reader: ProductCounts.read(reader, has_page=True), {"totalAll": 3, "totalInCategory": 1}),
    "product": (Product.read, {"id": 14, "price": "5", "attributeValues": {"en_US": {"deep": {"value": nested()}}}}),
    "hit": (ProductHit.read, {"id": 14, "title": "Cup"}),
    "provider": (Provider.read, {"identifier": "email", "config": {"tokenSecretKey": "s3cret"}}),
    "user": (User.read, {"id": 1, "identifier": "ann", "formData": [ENTRY], "state": {"deep": nested()}}),
}


def read(name: str) -> Any:
    reading, answer = ANSWERS[name]
    return reading(Reader(answer | {"unknown": nested()}, operation="x", lang="en_US"))


VALUES: Iterable[Any] = [pytest.param(read(name), id=name) for name in ANSWERS]


@pytest.mark.parametrize("value", VALUES)
def test_values_survive_pickle_and_copies(value: Any) -> None:
    for again in (
        pickle.loads(pickle.dumps(value)),
        copy.deepcopy(value),
        copy.copy(value),
        dataclasses.replace(value),
    ):
        assert again == value
        assert again.raw == value.raw
        assert repr(again) == repr(value)
        assert "s3cret" not in repr(again) + repr(again.raw)


@pytest.mark.parametrize("value", VALUES)
def test_values_are_shown_however_deep_they_are(value: Any) -> None:
    assert len(repr(value)) < 2_000
    assert len(value._repr_html_() if hasattr(value, "_repr_html_") else "") < 10_000


LONG = "x" * 100_000


@pytest.mark.parametrize(
    ("value", "start"),
    [
        (OrderLine(product_id=14, quantity=2, title=LONG, price=Decimal("19.5")), "<OrderLine 14: xxx"),
        (OrderLine(product_id=14, quantity=2), "<OrderLine 14: quantity 2>"),
        (PreviewLine(product_id=14, quantity=2, price=Decimal(5), discount_price=Decimal("4.5"), is_gift=False),
         "<PreviewLine 14: quantity 2, 4.50>"),
        (FormField(marker="name", type="list", title=LONG, options={"a": LONG}), "<FormField name: "),
        (CheckoutLine(product_id=14, title=LONG, price=None, quantity=2), "<CheckoutLine 14: xxx"),
    ],
)  # fmt: skip
def test_lines_and_fields_are_shown_on_one_short_line(value: Any, start: str) -> None:
    assert repr(value).startswith(start)
    assert len(repr(value)) < 300


def test_orders_and_previews_show_the_decimals_of_their_currency() -> None:
    line = LINE | {"price": "1340.00", "discountPrice": "1000.00"}
    answer = {"id": 1, "currency": "JPY", "totalSum": "2680.00", "products": [line], "orderPreview": [line]}
    reader = Reader(answer, operation="x", lang="en_US")
    order, preview = Order.read(reader, "orders")._repr_html_(), OrderPreview.read(reader)._repr_html_()
    assert ">2,680 JPY<" in order and ">1,340<" in order and ".00" not in order
    assert ">1,340<" in preview and ">1,000<" in preview and ".00" not in preview


@pytest.mark.parametrize("value", VALUES)
def test_asdict_gives_the_members(value: Any) -> None:
    members = dataclasses.asdict(value)
    assert set(members) == {one.name for one in dataclasses.fields(value)}
    assert members["raw"] == value.raw
    assert "s3cret" not in repr(members["raw"])


LISTINGS = {
    "order": (read("order"), {"id": "id", "status": ("status_title", "status"), "total": Amount("total", "currency")}),
    "refund": (read("refund"), {"amount": Amount("amount"), "products": "products"}),
}


@pytest.mark.parametrize("name", LISTINGS)
def test_listings_survive_pickle_and_copies(name: str) -> None:
    value, columns = LISTINGS[name]
    listing = Listing([value] * 25, noun=name, columns=columns, total=40, frame=frame_of)
    for again in (pickle.loads(pickle.dumps(listing)), copy.deepcopy(listing), copy.copy(listing)):
        assert again == listing
        assert again.total == 40
        assert repr(again) == repr(listing)
        assert again[20:]._repr_html_() == listing[20:]._repr_html_()


def test_a_column_of_a_listing_reads_the_first_attribute_that_has_a_value() -> None:
    status = Status(marker="new", title="", is_default=False, raw={})
    shown = Listing(
        [status],
        noun="status",
        columns={"a": ("title", "marker"), "b": ("title", "title"), "c": "is_default"},
        frame=frame_of,
    )
    assert repr(shown).splitlines()[-1].split() == ["new", "no"]


ERRORS = [
    oe.InputError("no", name="form"),
    oe.ConnectionFailedError("no", operation="createOrder", sent=True, timeout_s=5),
    oe.ResponseFormatError("no", operation="listOrders", json_path="$.items[3]"),
    oe.RateLimitedError("no", status=429, operation="listOrders", message="wait", request_id="r"),
    oe.IncompleteListError("no", given=1, total=2),
    oe.CurrencyMismatchError("no", currencies=("USD", "JPY")),
    oe.CheckoutStateError("no", state="editing", call="place", possible=("add",)),
    oe.CheckoutUncertainError("no", reference="an order"),
    oe.PaymentTimeoutError("no", session_id=1, last_status="waiting", timeout_s=5),
    oe.ExportError("no", path="a.csv"),
]
ALL = [getattr(errors, name) for name in errors.__all__]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_keep_what_they_say(error: oe.OneEntryError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error), copy.copy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)


@pytest.mark.parametrize("kind", [one for one in ALL if issubclass(one, Warning)])
def test_warnings_keep_what_they_say(kind: type[oe.OneEntryWarning]) -> None:
    again = pickle.loads(pickle.dumps(kind("10 of 40")))
    assert type(again) is kind
    assert str(again) == "10 of 40"
    assert vars(again) == vars(kind("10 of 40"))


def test_a_sign_in_survives() -> None:
    sign_in = SignIn(user="ann", provider="email")
    assert pickle.loads(pickle.dumps(sign_in)) == sign_in == SignIn(**dataclasses.asdict(sign_in))
