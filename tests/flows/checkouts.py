"""Checkouts that are ready to be placed."""

from __future__ import annotations

from datetime import date
from typing import Any

import oneentry_toolkit as oe


def ready(shop: oe.Shop, account: str = "stripe", **options: Any) -> oe.CheckoutFlow:
    flow = shop.checkout("orders", **options)
    flow.add(14)
    flow.fill(name="Ada Lovelace", delivery="courier", delivery_date=date(2025, 5, 3), comment="Ring twice", phone="")
    flow.pay_with(account)
    return flow
