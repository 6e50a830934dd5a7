"""Calls with the markers and forms of modules that ``oneentry scenario stubs`` made."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import harbour_pantry_types as pantry
import odd_names_types as odd

import oneentry_toolkit as oe

shop = oe.connect()
storage: pantry.StorageMarker = "orders"
account: pantry.AccountMarker = pantry.Accounts.cash
machine: pantry.ProductId = 14
form: pantry.OrderForm = {
    "name": "Ada",
    "delivery": "pickup",
    "delivery_date": dt.date(2026, 12, 31),
    "comment": "Ring twice",
    "phone": None,
}
order = shop.orders.create(storage, products={machine: 1}, form=form, payment_account=account)
shipped: pantry.OrdersStatus = pantry.OrdersStatuses.shipped
changes: pantry.OrderFormChanges = {"phone": "+19991234567"}
shop.orders.update(order, storage=pantry.Storages.orders, form=changes, status=shipped)
shop.orders.list(pantry.Storages.tickets, status="upcoming")

subscription: pantry.SubscriptionForm = {"expired_date": "2027-01-01", "subscription_time": ["1_year"]}
starts = dt.datetime(2026, 5, 2, 10, tzinfo=dt.UTC)
tickets: pantry.TicketsForm = {"schedule": [(starts, starts + dt.timedelta(hours=2))], "tickets": 2}
shop.orders.create("subscriptions", products={19: 1}, form=subscription)
shop.orders.create("tickets", products={}, form=tickets)

registration: pantry.RegForm = {"name_reg": "Ada"}
shop.users.sign_up("ada@example.com", "secret-1", form=registration, provider=pantry.Providers.email)
address: pantry.AddressesForm = {"street": "Main street 1", "city": "Bern", "floor_plan": Path("plan.pdf")}
sent = shop.forms.submit(pantry.Forms.addresses, form=address, entity="account")
moved: pantry.AddressesFormChanges = {"city": "Basel"}
shop.forms.update_submission(sent, form=moved)
review: pantry.ReviewsForm = {"score": 5, "photo": [shop.files.upload("photo.jpg"), Path("another.jpg")]}
shop.forms.submit("reviews", form=review, entity=machine)

flow = shop.checkout()
flow.choose_storage(storage)
flow.fill(form)
flow.fill(**changes)
flow.pay_with(account)
personal: list[pantry.DiscountMarker] = [pantry.Discounts.personal_discount]
flow.use_discounts(personal)
shop.orders.preview({machine: 1}, personal_discounts=personal, bonus=Decimal("1.50"))
shop.products.list(page=pantry.Pages.coffee)

odd_form: odd.OrderForm_8758e1 = {"a b": "x", "größe": "M", 'say "hi"': ["it's", "line\nbreak"], "count": 2}
shop.orders.create(odd.Storages.product, products={}, form=odd_form, status=odd.ProductStatuses_5066b0.new_one)
