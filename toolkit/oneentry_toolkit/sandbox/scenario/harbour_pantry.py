"""The past of the built-in shop: two years of orders and payment sessions. Equal seeds make equal ones."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

from ..data import clock
from ..data.catalogue import Catalogue, Definition, Document
from ..data.documents import order_product
from ..operations.pricing import Coupon
from . import lines
from .past import PastOrder, PastSession

ORDERS, SESSIONS = 88, 45
FROM_MS = clock.to_ms("2023-05-02T08:00:00.000Z")
TO_MS = clock.to_ms("2025-04-30T18:30:00.000Z")
_DEMO_USER, _DEMO_ORDERS = 16, 36
_BUYERS = [3, 5, 8, 11, 14]
_COUPONS = {12: "WELCOME10", 31: "SPRING-USED-1", 57: "WELCOME10", 74: "WELCOME10"}  # by order id


class Plan:
    """The orders of the past.

    Args:
        catalogue: The shop.
        names: What buyers enter as their name, by user.
        rng: Where chance comes from.
    """

    def __init__(self, catalogue: Catalogue, names: dict[int, str], rng: random.Random) -> None:
        self._catalogue, self._names, self._rng = catalogue, names, rng

    def orders(self) -> list[PastOrder]:
        """Returns the orders by date."""
        rng, span = self._rng, TO_MS - FROM_MS
        # More orders towards the end: the shop grows. (A root is identical on all machines, a power is not.)
        shares = [rng.random() for _ in range(ORDERS - 1)]
        shares = [math.sqrt(share) if rng.random() < 0.5 else share for share in shares]
        moments = [*sorted(FROM_MS + int(span * share) for share in shares), TO_MS]
        owners = [_DEMO_USER] * (_DEMO_ORDERS - 1) + [
            _BUYERS[index % len(_BUYERS)] for index in range(ORDERS - _DEMO_ORDERS)
        ]
        rng.shuffle(owners)
        owners.append(_DEMO_USER)
        storages = list(self._catalogue.storages.all)
        orders = [
            self._order(owner, rng.choices(storages, (70, 14, 16))[0], moment, _COUPONS.get(order_id))
            for order_id, (owner, moment) in enumerate(zip(owners, moments, strict=True), 1)
        ]
        outcomes = self._outcomes(len(orders))
        for order, ended in zip(orders, outcomes, strict=True):
            self._settle(order, ended, is_last=order is orders[-1])
        for order, ended in zip(orders, outcomes, strict=True):
            order.form_data = self._form_data(order)
            moment = order.created_ms
            for outcome in ended:
                if outcome != "handed over":
                    moment += rng.randrange(20_000, 400_000)
                    order.sessions.append(PastSession(moment, outcome, rng.randrange(30_000, 900_000)))
        return orders

    def _settle(self, order: PastOrder, outcomes: list[str], *, is_last: bool) -> None:
        """Sets what follows from how its payment sessions ended: account, whether it is paid, status."""
        by_marker = self._catalogue.accounts.by_identifier
        if outcomes == ["handed over"]:
            order.account = by_marker["cash"]
        elif {"completed", "expired"} & set(outcomes):
            # Sessions that complete or expire went through a payment page.
            order.account = by_marker[self._rng.choice(("stripe", "stripe", "paypal"))]
        elif outcomes == ["waiting"]:
            # Old payment pages have expired; only the last order's is still open.
            order.account = by_marker["stripe" if is_last else "cash"]
        if "completed" in outcomes or "handed over" in outcomes:
            order.is_completed = True
        elif any(outcome in ("canceled", "expired") for outcome in outcomes):
            order.is_completed = False
        order.status = self._status(order)

    def _outcomes(self, count: int) -> list[list[str]]:
        twice = [["expired", "completed"]] * 4 + [["canceled", "completed"]] * 1
        once = [["completed"]] * 23 + [["canceled"]] * 5 + [["expired"]] * 3
        waiting = [["waiting"]] * 4
        assert sum(len(one) for one in twice + once + waiting) == SESSIONS
        rest: list[list[str]] = [["handed over"]] * 30
        rest += [[]] * (count - len(twice) - len(once) - len(waiting) - len(rest))
        early = twice + once + rest
        self._rng.shuffle(early)
        return early + waiting  # open orders are the newest

    def _order(self, owner: int, storage: Definition, moment: int, code: str | None) -> PastOrder:
        rng = self._rng
        shelf = lines.shelf(self._catalogue, storage)
        picked = rng.sample(shelf, k=min(len(shelf), rng.choice((1, 1, 1, 2, 2, 3)) if storage.id == 1 else 1))
        products = [order_product(product, rng.choice((1, 1, 1, 2, 2, 3)), "en_US") for product in picked]
        if storage.id == 2:
            products = [{**line, "quantity": 1} for line in products]
        welcome = self._catalogue.discounts.by_identifier["welcome"].id
        return PastOrder(
            user_id=owner,
            storage=storage,
            created_ms=moment,
            account=rng.choice(self._catalogue.accounts.all),
            products=products,
            priced=lines.price(self._catalogue, products, moment, Coupon(code, welcome) if code else None),
            status=self._catalogue.default_status(storage.id),
            coupon=code,
        )

    def _status(self, order: PastOrder) -> Definition:
        first, second, *others = self._catalogue.statuses_of(order.storage.id)
        age_days = (TO_MS - order.created_ms) / 86_400_000
        if order.is_completed is False:
            return others[-1]
        if order.is_completed is None:  # not picked up, or not paid yet
            return others[-1] if age_days > 120 else first
        if order.storage.id != 1:
            return second if age_days > 30 else first
        return second if age_days < 3 else others[0] if age_days < 10 else others[1]

    def _form_data(self, order: PastOrder) -> list[Document]:
        rng = self._rng
        day = date(1970, 1, 1) + timedelta(days=order.created_ms // 86_400_000)
        if order.storage.id == 2:
            yearly = order.products[0]["id"] == 20
            last = day + timedelta(days=365 if yearly else 30)
            return [
                lines.entry("expired_date", "date", lines.date_value(last)),
                lines.entry("subscription_time", "list", ["1_year" if yearly else "1_month"]),
            ]
        if order.storage.id == 3:
            saturday = day + timedelta(days=(5 - day.weekday()) % 7 + 7)
            hour = rng.choice((10, 12, 14, 16))
            slot = [f"{saturday}T{hour}:00:00.000Z", f"{saturday}T{hour + 2}:00:00.000Z"]
            return [
                lines.entry("schedule", "timeInterval", [slot]),
                lines.entry("tickets", "integer", order.products[0]["quantity"]),
            ]
        entries = [lines.entry("name", "string", self._names[order.user_id])]
        if rng.random() < 0.4:
            entries.append(lines.entry("delivery", "radioButton", [rng.choice(("courier", "pickup"))]))
        if rng.random() < 0.25:
            delivery = lines.date_value(day + timedelta(days=rng.randrange(2, 9)))
            entries.append(lines.entry("delivery_date", "date", delivery))
        return entries


def filled_in() -> list[list[Document]]:
    """Returns what the orders of the option `orders` are filled in with."""
    return [
        [lines.entry("name", "string", name), *extra]
        for name in ("Christina Thomas", "C. Thomas", "Christina & Zoë Thomas")
        for extra in ([], [lines.entry("delivery", "radioButton", ["courier"])])
    ]
