"""Calls as a user writes them: only type-checked, never run. A change that breaks their types shows here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import assert_type

import pandas as pd

import oneentry_toolkit as oe
from oneentry_client import models

shop = oe.connect("https://my-shop.oneentry.cloud", "token", lang="de_DE", timeout_s=5, tokens=oe.FileTokens("tokens"))
assert_type(shop, oe.Shop)
assert_type(shop.is_sandbox, bool)
assert_type(shop.users.sign_in("a", "b"), oe.SignIn)
assert_type(shop.users.sign_up("a", "b", form={"name": "c"}).is_active, bool | None)
assert_type(shop.users.me().id, int)
assert_type(shop.users.expires_at, datetime | None)

order = shop.orders.create(
    "orders", products={14: 1}, form={"name": "Ada"}, payment_account="cash", bonus=Decimal("1.5")
)
assert_type(order, oe.Order)
assert_type(order.total, Decimal | None)
assert_type(order.lines, tuple[oe.OrderLine, ...])
orders: Sequence[oe.Order] = shop.orders.list("orders", max_items=5)
assert_type(shop.orders.list()[0], oe.Order)
assert_type([one.id for one in shop.orders.list()[:3]], list[int])
assert_type(shop.orders.update(order, products={14: 2}), oe.Order)
assert_type(shop.orders.cancel(89, storage="orders"), oe.Order)
assert_type(shop.orders.preview({14: 1}, coupon="X", bonus="2.50").due, Decimal | None)
assert_type(shop.orders.frame(money="float"), pd.DataFrame)
assert_type(shop.orders.lines_frame("orders"), pd.DataFrame)

session = shop.payments.create_session(order, type="intent")
assert_type(session, oe.PaymentSession)
assert_type(shop.payments.wait(session, until="link", timeout_s=1), oe.PaymentSession)
assert_type(shop.payments.sessions_for(order)[0].status, str)
assert_type(shop.payments.account("cash"), oe.PaymentAccount)
assert_type(shop.payments.frame(), pd.DataFrame)
assert_type(shop.products.get(14).price, Decimal | None)
assert_type(shop.forms.get("order")["name"], oe.FormField)

assert_type(shop.api.get_order("orders", 1, lang_code="de_DE"), models.Order)
assert_type(shop.api.create_order("orders", body={"products": []}), models.CreatedOrder)
assert_type(shop.api.list_products(body=models.ProductQuery(), sort_key="price"), models.ProductPage)

with oe.Sandbox(orders=10, page_cap=10, localization="flat") as sandbox:
    assert_type(sandbox.url, str)
    sandbox.add_fault(operation="createOrder", drop_answer=True)

try:
    shop.orders.get(1)
except oe.NotFoundError as error:
    assert_type(error.status, int)
except oe.ConnectionFailedError as error:
    assert_type(error.sent, bool)

# Mistakes that a type checker must find.
shop.orders.create("orders", products=[14])  # type: ignore[arg-type]
shop.orders.list(max_item=5)  # type: ignore[call-arg]
shop.payments.wait(session, timeout=5)  # type: ignore[call-arg]
shop.payments.create_session(order, type="card")  # type: ignore[arg-type]
shop.api.get_orders("orders", 1)  # type: ignore[attr-defined]
shop.api.get_order("orders", "1")  # type: ignore[arg-type]
shop.api.list_products(body={}, sort_key="size")  # type: ignore[arg-type]
oe.Sandbox(colour="red")  # type: ignore[call-arg]
oe.Sandbox(order_list="sideways")  # type: ignore[arg-type]
sandbox.add_fault(staus=503)  # type: ignore[call-arg]
sandbox.settle_session(45, "paid")  # type: ignore[arg-type]
