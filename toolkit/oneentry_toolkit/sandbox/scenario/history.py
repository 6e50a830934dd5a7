"""History of the scenario: two years of orders and payment sessions, and generated orders."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..data import clock
from ..data.catalogue import Catalogue, Definition, Document
from ..data.documents import (
    INSERT_ORDER,
    INSERT_SESSION,
    dumps,
    next_order_seq,
    next_session_seq,
    order_document,
    order_product,
    session_document,
)
from ..data.money import amount
from ..data.store import Tx
from ..operations import baskets, payments, statuses
from ..operations.baskets import Priced
from ..operations.pricing import Basket, Coupon, Line
from .shop import DEMO_USER_ID, USERS

ORDERS, SESSIONS = 88, 45
FROM_MS = clock.to_ms("2023-05-02T08:00:00.000Z")
TO_MS = clock.to_ms("2025-04-30T18:30:00.000Z")
_DEMO_ORDERS = 36
_BUYERS = [3, 5, 8, 11, 14]
_AXES = {
    "paymentStrategy": "once",
    "fulfillmentStatusIdentifier": None,
    "fulfillmentStatusLocalizeInfos": None,
}
_COUPONS = {12: "WELCOME10", 31: "SPRING-USED-1", 57: "WELCOME10", 74: "WELCOME10"}  # by order id


@dataclass(slots=True)
class _Past:
    """An order of the history that is not written yet."""

    user_id: int
    storage: Definition
    created_ms: int
    account: Definition
    products: list[Document]
    outcomes: list[str]  # of its payment sessions, in order of time
    priced: Priced

    @property
    def is_completed(self) -> bool | None:
        """True if paid, False if known to be unpaid, `None` if unknown."""
        if "completed" in self.outcomes or "handed over" in self.outcomes:
            return True
        return False if any(outcome in ("canceled", "expired") for outcome in self.outcomes) else None


class History:
    """Two years of orders and payment sessions."""

    def __init__(self, tx: Tx, catalogue: Catalogue, key: str, rng: random.Random) -> None:
        self._tx, self._catalogue, self._key, self._rng = tx, catalogue, key, rng
        self._names = {number: name for number, _, _, name, _, _ in USERS}

    def write(self) -> None:
        """Writes all orders, then all sessions, each ordered by date."""
        sessions: list[tuple[int, int, str, _Past, int]] = []
        for order_id, past in enumerate(self._plan(), 1):
            self._write_order(order_id, past)
            moment = past.created_ms
            for outcome in past.outcomes:
                if outcome != "handed over":
                    moment += self._rng.randrange(20_000, 400_000)
                    sessions.append((moment, order_id, outcome, past, self._rng.randrange(30_000, 900_000)))
        sessions.sort(key=lambda one: one[:2])
        for session_id, (moment, order_id, outcome, past, took) in enumerate(sessions, 1):
            self._write_session(session_id, order_id, outcome, past, moment, took)

    def _plan(self) -> list[_Past]:
        rng, span = self._rng, TO_MS - FROM_MS
        # More orders towards the end: the shop grows. (A root is identical on all machines, a power is not.)
        shares = [rng.random() for _ in range(ORDERS - 1)]
        shares = [math.sqrt(share) if rng.random() < 0.5 else share for share in shares]
        moments = [*sorted(FROM_MS + int(span * share) for share in shares), TO_MS]
        owners = [DEMO_USER_ID] * (_DEMO_ORDERS - 1) + [
            _BUYERS[index % len(_BUYERS)] for index in range(ORDERS - _DEMO_ORDERS)
        ]
        rng.shuffle(owners)
        owners.append(DEMO_USER_ID)
        storages = list(self._catalogue.storages.all)
        plan = [
            self._order(owner, rng.choices(storages, (70, 14, 16))[0], moment, _COUPONS.get(order_id))
            for order_id, (owner, moment) in enumerate(zip(owners, moments, strict=True), 1)
        ]
        for past, outcomes in zip(plan, self._outcomes(len(plan)), strict=True):
            past.outcomes = outcomes
            if outcomes == ["handed over"]:
                past.account = self._catalogue.accounts.by_identifier["cash"]
            elif {"completed", "expired"} & set(outcomes):
                # Sessions that complete or expire went through a payment page.
                past.account = self._catalogue.accounts.by_identifier[rng.choice(("stripe", "stripe", "paypal"))]
            elif outcomes == ["waiting"]:
                # Old payment pages have expired; only the last order's is still open.
                past.account = self._catalogue.accounts.by_identifier["stripe" if past is plan[-1] else "cash"]
        return plan

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

    def _order(self, owner: int, storage: Definition, moment: int, code: str | None) -> _Past:
        rng = self._rng
        shelf = [
            product.body
            for product in self._catalogue.products.all
            if product.body["price"] is not None
            and product.body["isVisible"]
            and product.body["categories"][0] in storage.notes["sells"]
        ]
        picked = rng.sample(shelf, k=min(len(shelf), rng.choice((1, 1, 1, 2, 2, 3)) if storage.id == 1 else 1))
        lines = [order_product(product, rng.choice((1, 1, 1, 2, 2, 3)), "en_US") for product in picked]
        if storage.id == 2:
            lines = [{**line, "quantity": 1} for line in lines]
        account = rng.choice(self._catalogue.accounts.all)
        basket = Basket(
            lines=[Line(line["id"], line["quantity"], amount(line["price"])) for line in lines],
            products={one.id: one.body for one in self._catalogue.products.all},
            now=clock.to_iso(moment),
            coupon=Coupon(code, 3) if code else None,
        )
        return _Past(owner, storage, moment, account, lines, [], baskets.price(self._catalogue, basket))

    def _write_order(self, order_id: int, past: _Past) -> None:
        status, paid = self._status(past), past.is_completed
        order = order_document(
            order_id=order_id,
            storage=past.storage,
            created=clock.to_iso(past.created_ms),
            status=status,
            form_data=self._form_data(past),
            total=past.priced.quote.discounted,
            currency="USD",
            account=past.account,
            products=past.products,
            is_completed=paid,
            terms=past.priced.terms,
            payment=statuses.payment_members(self._catalogue, statuses.payment_of(paid, past.outcomes)),
        )
        seq = next_order_seq(self._tx, past.user_id, past.storage.id)
        self._tx.execute(
            INSERT_ORDER,
            (
                order_id,
                past.user_id,
                past.storage.id,
                seq,
                status.identifier,
                past.account.identifier,
                "USD",
                str(past.priced.quote.discounted),
                str(past.priced.quote.due),
                None if paid is None else int(paid),
                None,
                dumps(past.priced.terms) if past.priced.terms else None,
                dumps(order),
            ),
        )
        self._tx.execute(
            "UPDATE coupons SET order_id = ?, used_at = ? WHERE code = ? AND NOT is_reusable",
            (order_id, order["createdDate"], _COUPONS.get(order_id)),
        )

    def _write_session(self, number: int, order_id: int, outcome: str, past: _Past, moment: int, took: int) -> None:
        linked = past.account.notes["link"] != "never"
        session = session_document(
            session_id=number,
            created=clock.to_iso(moment),
            updated=clock.to_iso(moment if outcome == "waiting" else moment + took),
            kind="session",
            status=outcome,
            account=past.account,
            order_id=order_id,
            payment_url=payments.payment_url(self._key, number) if linked else None,
            amount=past.priced.quote.due,
        )
        self._tx.execute(
            INSERT_SESSION,
            (
                number,
                order_id,
                past.user_id,
                next_session_seq(self._tx, past.user_id),
                outcome,
                past.account.id,
                str(past.priced.quote.due),
                None,
                None,
                dumps(session),
            ),
        )
        if outcome == "waiting" and linked:
            payments.change_order(self._tx, order_id, paymentUrl=session["paymentUrl"])

    def _status(self, past: _Past) -> Definition:
        first, second, *others = self._catalogue.statuses_of(past.storage.id)
        age_days = (TO_MS - past.created_ms) / 86_400_000
        if past.is_completed is False:
            return others[-1]
        if past.is_completed is None:  # not picked up, or not paid yet
            return others[-1] if age_days > 120 else first
        if past.storage.id != 1:
            return second if age_days > 30 else first
        return second if age_days < 3 else others[0] if age_days < 10 else others[1]

    def _form_data(self, past: _Past) -> list[Document]:
        rng = self._rng
        day = date(1970, 1, 1) + timedelta(days=past.created_ms // 86_400_000)
        if past.storage.id == 2:
            yearly = past.products[0]["id"] == 20
            last = day + timedelta(days=365 if yearly else 30)
            return [
                _entry("expired_date", "date", _date_value(last)),
                _entry("subscription_time", "list", ["1_year" if yearly else "1_month"]),
            ]
        if past.storage.id == 3:
            saturday = day + timedelta(days=(5 - day.weekday()) % 7 + 7)
            hour = rng.choice((10, 12, 14, 16))
            slot = [f"{saturday}T{hour}:00:00.000Z", f"{saturday}T{hour + 2}:00:00.000Z"]
            return [
                _entry("schedule", "timeInterval", [slot]),
                _entry("tickets", "integer", past.products[0]["quantity"]),
            ]
        entries = [_entry("name", "string", self._names[past.user_id])]
        if rng.random() < 0.4:
            entries.append(_entry("delivery", "radioButton", [rng.choice(("courier", "pickup"))]))
        if rng.random() < 0.25:
            entries.append(_entry("delivery_date", "date", _date_value(day + timedelta(days=rng.randrange(2, 9)))))
        return entries


def _entry(marker: str, kind: str, value: Any) -> Document:
    return {"marker": marker, "type": kind, "value": value}


def _date_value(day: date) -> Document:
    return {
        "fullDate": f"{day}T00:00:00.000Z",
        "formattedValue": f"{day:%d-%m-%Y}",
        "formatString": "DD-MM-YYYY",
    }


def generate(tx: Tx, catalogue: Catalogue, count: int, rng: random.Random) -> None:
    """Generates orders of the demo user in storage `orders`, fast: bodies are joined from prepared JSON."""
    storage = catalogue.storages.by_identifier["orders"]
    accounts = list(catalogue.accounts.all)
    order_statuses = catalogue.statuses_of(storage.id)
    shelf = [
        product.body
        for product in catalogue.products.all
        if product.body["price"] is not None
        and product.body["isVisible"]
        and product.body["categories"][0] in storage.notes["sells"]
    ]
    lines = [
        [
            (dumps(order_product(product, quantity, "en_US")), amount(product["price"]) * quantity)
            for quantity in (1, 2, 3)
        ]
        for product in shelf
    ]
    form_data = [
        dumps([_entry("name", "string", name), *extra])
        for name in ("Christina Thomas", "C. Thomas", "Christina & Zoë Thomas")
        for extra in ([], [_entry("delivery", "radioButton", ["courier"])])
    ]
    status_json = [(one.identifier, dumps(one.body["localizeInfos"])) for one in order_statuses]
    account_json = [(one.identifier, dumps(one.body["localizeInfos"])) for one in accounts]
    paid_json = [(None, "null"), (0, "false"), (1, "true"), (1, "true")]
    axes_json = {
        paid: dumps({**_AXES, **statuses.payment_members(catalogue, statuses.payment_of(bool(paid), []))})[1:]
        for paid, _ in paid_json
    }
    seq = next_order_seq(tx, DEMO_USER_ID, storage.id, count)
    step = (TO_MS - FROM_MS) / count
    uniform, head = rng.random, f'"storageId":{storage.id},"createdDate":"'
    tail = f'"formIdentifier":"{storage.body["formIdentifier"]}","formData":'
    attributes = f',"attributeSetIdentifier":"{storage.notes["attributeSetIdentifier"]}","totalSum":"'

    def rows() -> Iterator[tuple[object, ...]]:
        for index in range(count):
            order_id = ORDERS + 1 + index
            picked = [lines[int(uniform() * len(lines))][int(uniform() * 3)] for _ in range(1 + int(uniform() * 3))]
            total = f"{sum(price for _, price in picked):.2f}"
            status, status_infos = status_json[int(uniform() * len(status_json))]
            account, account_infos = account_json[int(uniform() * len(account_json))]
            paid, paid_text = paid_json[int(uniform() * len(paid_json))]
            created = clock.to_iso(FROM_MS + int(step * index))
            body = (
                f'{{"id":{order_id},{head}{created}","statusIdentifier":"{status}","statusLocalizeInfos":{status_infos},'
                f"{tail}{form_data[int(uniform() * len(form_data))]}{attributes}{total}"
                f'","currency":"USD","paymentAccountIdentifier":"{account}","paymentAccountLocalizeInfos":{account_infos},'
                f'"products":[{",".join([text for text, _ in picked])}],"paymentUrl":null,'
                f'"isCompleted":{paid_text},{axes_json[paid]}'
            )
            yield (
                order_id,
                DEMO_USER_ID,
                storage.id,
                seq + index,
                status,
                account,
                "USD",
                total,
                total,
                paid,
                None,
                None,
                body,
            )

    tx.executemany(INSERT_ORDER, rows())
