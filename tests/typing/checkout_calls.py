"""A checkout as a user writes it: only type-checked, never run."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_type

import oneentry_toolkit as oe
from oneentry_toolkit.checkout import CheckoutFlow

shop = oe.connect()
flow = shop.checkout("orders", bookings=False, quiet_s=60)
assert_type(flow, oe.CheckoutFlow)
assert_type(shop.resume_checkout("checkout.json"), CheckoutFlow)
assert_type(oe.CheckoutFlow.resume(shop, "checkout.json"), oe.CheckoutFlow)
assert_type(oe.CheckoutFlow.from_cart(shop, "orders", quiet_s=1.0), oe.CheckoutFlow)

assert_type(flow.storages(), tuple[oe.Storage, ...])
flow.choose_storage("orders")
flow.add(14)
flow.add(shop.products.get(15), quantity=2)
flow.set_quantity(14, 3)
flow.remove(15)
flow.clear()
assert_type(flow.form(), oe.Form | None)
flow.fill({"name": "Ada"}, email="ada@example.org")
flow.unfill("email")
assert_type(flow.accounts(), tuple[oe.PaymentAccount, ...])
flow.pay_with("cash")
flow.use_coupon("WELCOME10")
assert_type(flow.personal_discounts(), tuple[oe.Discount, ...])
flow.use_discounts(["silver"])
assert_type(flow.bonus_balance(), Decimal | None)
flow.use_bonus("2.50")
assert_type(flow.preview(), oe.OrderPreview | None)
assert_type(flow.problems(), tuple[oe.Problem, ...])
assert_type(flow.place(), oe.Order)
assert_type(flow.reconcile(89), oe.CheckoutState)
assert_type(flow.pay("session"), oe.PaymentSession)
assert_type(flow.wait(timeout_s=5, until="link"), oe.CheckoutState)
flow.stop_waiting()
assert_type(flow.look(), oe.CheckoutState)
assert_type(flow.refund(note="broken"), oe.RefundRequest)
assert_type(flow.cancel(), oe.Order)
assert_type(flow.state, oe.CheckoutState)
assert_type(flow.snapshot(), oe.CheckoutSnapshot)
assert_type(flow.snapshot().lines, tuple[oe.CheckoutLine, ...])
assert_type(flow.save("checkout.json"), str)


def changed(snapshot: oe.CheckoutSnapshot) -> None:
    print(snapshot.state)


unsubscribe = flow.subscribe(changed)
assert_type(unsubscribe(), None)
assert flow.shop is not None
