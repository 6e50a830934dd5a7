"""Customers who pay: at the payment page, with a browser without scripts and redirects, or at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from oneentry_toolkit.sandbox.operations import payments

ORDERS = "/orders-storage/marker/orders/orders"
PAYS, DECLINED, ASKS, EXPIRES = "4242424242424242", "4000000000000002", "4000002500003155", "4000000000000069"


def card(number: str = PAYS, **fields: str) -> dict[str, str]:
    return {"number": number, "expiry": "12 / 49", "cvc": "739", "holder": "Christina Thomas"} | fields


class Till:
    """A signed-in shop client and a visitor's browser, without scripts and redirects."""

    def __init__(self, shop: Any, order_body: Callable[..., dict[str, Any]]) -> None:
        self.shop, self.order_body = shop, order_body
        self.browser = httpx.Client(base_url=shop.sandbox.url, timeout=30)

    def open(self, *products: tuple[int, int], account: str = "stripe", **more: Any) -> tuple[int, int, str]:
        """A new order with a payment session: order id, session id, path of the payment page."""
        order = self.shop.post(ORDERS, self.order_body(*products, paymentAccountIdentifier=account, **more))
        session = self.shop.post("/payments/sessions", {"orderId": order["id"], "type": "session"})
        return order["id"], session["id"], httpx.URL(session["paymentUrl"]).path

    def state(self, order: int, session: int) -> tuple[str, bool | None]:
        """The session's status and whether the order is paid, as the API answers them."""
        return (
            self.shop.get(f"/payments/sessions/{session}")["status"],
            self.shop.get(f"{ORDERS}/{order}")["isCompleted"],
        )

    def account(self, identifier: str = "stripe") -> Any:
        return next(one for one in self.shop.get("/payments/accounts") if one["identifier"] == identifier)


def of_input(page: str, name: str) -> str:
    found = re.search(rf'<input id="{name}"[^>]*>', page)
    assert found is not None
    return found[0]


def serve(connect: Any, order_body: Callable[..., dict[str, Any]]) -> Iterator[Till]:
    """A till on a sandbox of its own."""
    shop = connect(paypal_delay_s=0)
    shop.sign_in()
    till = Till(shop, order_body)
    yield till
    till.browser.close()


def finish(shop: Any, session: int, outcome: str) -> None:
    """What a payment provider's callback would do."""
    with shop.sandbox.instance.store.write() as tx:
        payments.finish(tx, shop.sandbox.instance.catalogue, session, outcome)


def pay(
    shop: Any,
    order_body: Callable[..., dict[str, Any]],
    *products: tuple[int, int],
    account: str = "stripe",
    **more: Any,
) -> tuple[int, int]:
    """An order of the products, paid: its number and that of its payment session."""
    order = shop.post(ORDERS, order_body(*products, paymentAccountIdentifier=account, **more))
    session = shop.post("/payments/sessions", {"orderId": order["id"], "type": "session"})
    finish(shop, session["id"], "completed")
    return order["id"], session["id"]
