"""Mistakes that a type checker must find: a comment that ignores nothing is an error."""

from __future__ import annotations

import oneentry_toolkit as oe
from oneentry_toolkit import views

shop = oe.connect()
order = shop.orders.get(1)
session = shop.payments.get(1)
shop.orders.create("orders", products=[14])  # type: ignore[arg-type]
shop.orders.list(max_item=5)  # type: ignore[call-arg]
shop.payments.wait(session, timeout=5)  # type: ignore[call-arg]
shop.payments.create_session(order, type="card")  # type: ignore[arg-type]
shop.api.get_orders("orders", 1)  # type: ignore[attr-defined]
shop.api.get_order("orders", "1")  # type: ignore[arg-type]
shop.api.get_order("orders")  # type: ignore[call-arg]
shop.api.list_products(body={}, sort_key="size")  # type: ignore[arg-type]
shop.api.auth("email", body={})  # type: ignore[attr-defined]
views.revenue(shop.orders.frame(), every="decade")  # type: ignore[arg-type]
oe.Sandbox(colour="red")  # type: ignore[call-arg]
oe.Sandbox(order_list="sideways")  # type: ignore[arg-type]
sandbox = oe.Sandbox()
sandbox.add_fault(staus=503)  # type: ignore[call-arg]
sandbox.settle_session(45, "paid")  # type: ignore[arg-type]
oe.Basket  # type: ignore[attr-defined]  # noqa: B018
