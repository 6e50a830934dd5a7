"""Mistakes that a type checker must find: a comment that ignores nothing is an error."""

from __future__ import annotations

import harbour_pantry_types as pantry

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

# Misspelled markers, with a module that `oneentry scenario stubs` made.
storage: pantry.StorageMarker = "order"  # type: ignore[assignment]
status: pantry.OrdersStatus = "upcoming"  # type: ignore[assignment]
account: pantry.AccountMarker = pantry.Accounts.card  # type: ignore[attr-defined]
page: pantry.PageMarker = pantry.Storages.orders  # type: ignore[assignment]
product: pantry.ProductId = 26  # type: ignore[assignment]
field: pantry.OrderForm = {"name": "Ada", "fone": "1"}  # type: ignore[typeddict-unknown-key]
missing: pantry.OrderForm = {"phone": "1"}  # type: ignore[typeddict-item]
option: pantry.OrderForm = {"name": "Ada", "delivery": "pick-up"}  # type: ignore[typeddict-item]
several: pantry.OrderForm = {"name": "Ada", "delivery": ["pickup", "courier"]}  # type: ignore[typeddict-item]
kind: pantry.TicketsForm = {"schedule": [], "tickets": "2"}  # type: ignore[typeddict-item]
secret: pantry.RegForm = {"name_reg": "Ada", "password_reg": "1"}  # type: ignore[typeddict-unknown-key]
path: pantry.AddressesForm = {"street": "S", "city": "C", "floor_plan": "plan.pdf"}  # type: ignore[typeddict-item]
