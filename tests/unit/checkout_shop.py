"""A shop in memory with the nouns that a checkout needs: what it has, and what goes wrong, is up to the test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.checkout import CheckoutFlow
from oneentry_toolkit.errors import ConnectionFailedError, InvalidRequestError, NotFoundError, OneEntryError
from oneentry_toolkit.frames.records import frame_of
from oneentry_toolkit.orders.models import Order, OrderPreview, Storage
from oneentry_toolkit.payments.accounts import PaymentAccount
from oneentry_toolkit.payments.models import PaymentSession
from oneentry_toolkit.payments.refunds import RefundRequest
from oneentry_toolkit.resources.catalogue import Product
from oneentry_toolkit.resources.formdata import Form
from oneentry_toolkit.values.display import Listing
from oneentry_toolkit.values.reader import Reader

START = datetime(2025, 4, 30, 20, 0, tzinfo=UTC)


def read(kind: Any, raw: Mapping[str, Any], *more: Any) -> Any:
    return kind.read(Reader(raw, operation="test", lang="en_US"), *more)


def field_of(marker: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"marker": marker, "type": kind, "localizeInfos": {"title": marker.capitalize()}, "validators": {}, **more}


REQUIRED = {"requiredValidator": {"strict": True}}
FIELDS = [field_of("name", validators=REQUIRED), field_of("card_pin"), field_of("when", "date")]


def form_of(*fields: Mapping[str, Any]) -> Form:
    form: Form = read(Form, {"id": 6, "identifier": "order", "type": "order", "attributes": list(fields)})
    return form


def storage_of(number: int, marker: str, *accounts: str) -> Storage:
    raw = {
        "id": number,
        "identifier": marker,
        "localizeInfos": {"en_US": {"title": marker.capitalize()}},
        "formIdentifier": "order",
        "paymentAccountIdentifiers": [{"identifier": one} for one in accounts],
    }
    storage: Storage = read(Storage, raw)
    return storage


def product_of(number: int, price: int | None = 10) -> Product:
    raw = {
        "id": number,
        "localizeInfos": {"en_US": {"title": f"Product {number}"}},
        "price": price,
        "statusLocalizeInfos": {"en_US": {"title": "In stock"}},
    }
    product: Product = read(Product, raw)
    return product


def order_of(number: int, products: Mapping[int, int], /, **more: Any) -> Order:
    raw = {
        "id": number,
        "createdDate": (START + timedelta(seconds=number)).isoformat(),
        "statusIdentifier": "created",
        "formData": [],
        "totalSum": str(10 * sum(products.values())),
        "currency": "USD",
        "paymentAccountIdentifier": "cash",
        "products": [{"id": one, "quantity": many, "isGift": False} for one, many in products.items()],
        **more,
    }
    order: Order = read(Order, raw, "orders")
    return order


def session_of(number: int, order: int, status: str = "waiting", url: str | None = None) -> PaymentSession:
    raw = {"id": number, "orderId": order, "status": status, "type": "session", "paymentAccountId": 1}
    session: PaymentSession = read(PaymentSession, {**raw, "paymentUrl": url})
    return session


def lost(operation: str) -> ConnectionFailedError:
    return ConnectionFailedError(f"{operation} was cut off.", operation=operation, sent=True)


def refused(operation: str, message: str = "no") -> InvalidRequestError:
    return InvalidRequestError(f"{operation} was refused: {message}.", status=400, operation=operation, message=message)


@dataclass
class Clock:
    """Time that passes only by sleeping, or by being told to."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class FakeShop:
    """A shop. ``wrong`` holds, for each operation, what goes wrong next: before the work, or after it."""

    url: str = "https://shop.example"
    login: str | None = "ada@example.com"
    storage_list: tuple[Storage, ...] = (storage_of(1, "orders", "cash", "stripe"), storage_of(2, "tickets", "cash"))
    fields: tuple[Mapping[str, Any], ...] = tuple(FIELDS)
    placed: dict[int, Order] = field(default_factory=dict)
    sessions: dict[int, PaymentSession] = field(default_factory=dict)
    refund_list: list[RefundRequest] = field(default_factory=list)
    wrong: dict[str, list[tuple[str, BaseException]]] = field(default_factory=dict)
    on: dict[str, Callable[[], None]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    next_id: int = 89

    def __post_init__(self) -> None:
        self.users = SimpleNamespace()
        self.orders = SimpleNamespace(
            storages=lambda: self.storage_list, list=self._list, get=self._get, create=self._create,
            cancel=self._cancel, preview=self._preview,
        )  # fmt: skip
        self.payments = SimpleNamespace(
            accounts=self._accounts, create_session=self._pay, sessions_for=self._sessions_for, get=self._session
        )
        self.products = SimpleNamespace(
            get=product_of, by_ids=lambda ids: [product_of(one) for one in ids if one != 404]
        )
        self.forms = SimpleNamespace(get=lambda marker: form_of(*self.fields))
        self.discounts = SimpleNamespace(list=lambda type: (), bonus_balance=lambda: Decimal("12.50"))
        self.refunds = SimpleNamespace(list=lambda order: tuple(self.refund_list), request=self._refund)
        self._sign_in()

    def _sign_in(self) -> None:
        self.users.signed_in = None if self.login is None else SimpleNamespace(user=self.login)

    def sign_in(self, login: str | None) -> None:
        self.login = login
        self._sign_in()

    def fails(self, operation: str, error: BaseException, *, when: str = "before") -> None:
        self.wrong.setdefault(operation, []).append((when, error))

    def does(self, operation: str, work: Callable[[], Any]) -> Any:
        self.calls[operation] += 1
        if operation in self.on:
            self.on[operation]()
        faults = self.wrong.get(operation, [])
        when, error = faults.pop(0) if faults else ("", None)
        if error is not None and when == "before":
            raise error
        done = work()
        if error is not None:
            raise error
        return done

    def _list(self, storage: str, *, max_items: int | None = None, strict: bool = False) -> Listing[Order]:
        found = sorted(self.placed.values(), key=lambda one: -one.id)
        listing = Listing(found[:max_items], noun="order", columns={}, frame=frame_of, total=len(found))
        return self.does("listOrders", lambda: listing)  # type: ignore[no-any-return]

    def _get(self, order_id: int, storage: str) -> Order:
        def work() -> Order:
            if order_id not in self.placed:
                raise NotFoundError("nothing", status=404, operation="getOrder")
            return self.placed[order_id]

        return self.does("getOrder", work)  # type: ignore[no-any-return]

    def _create(self, storage: str, *, products: Mapping[int, int], form: Mapping[str, Any], **asked: Any) -> Order:
        def work() -> Order:
            number, self.next_id = self.next_id, self.next_id + 1
            entries = [{"marker": marker, "value": value} for marker, value in form.items()]
            account = asked["payment_account"]
            self.placed[number] = order_of(number, products, formData=entries, paymentAccountIdentifier=account)
            return self.placed[number]

        return self.does("createOrder", work)  # type: ignore[no-any-return]

    def _cancel(self, order: Order, *, status: str | None = None) -> Order:
        def work() -> Order:
            self.placed[order.id] = replace(self.placed[order.id], status=status or "canceled")
            return self.placed[order.id]

        return self.does("updateOrder", work)  # type: ignore[no-any-return]

    def _preview(self, products: Mapping[int, int], **asked: Any) -> OrderPreview:
        due = 10 * sum(products.values())
        raw = {"totalSum": due, "totalSumWithDiscount": due, "totalDue": due, "currency": "USD", "orderPreview": []}
        return self.does("previewOrder", lambda: read(OrderPreview, raw))  # type: ignore[no-any-return]

    def _accounts(self) -> list[PaymentAccount]:
        markers = ("paypal", "cash", "stripe")
        return [read(PaymentAccount, {"id": number, "identifier": one}) for number, one in enumerate(markers, 1)]

    def _pay(self, order: Order, *, type: str) -> PaymentSession:
        def work() -> PaymentSession:
            session = session_of(46 + len(self.sessions), order.id)
            self.sessions[session.id] = session
            return session

        return self.does("createPaymentSession", work)  # type: ignore[no-any-return]

    def _sessions_for(self, order: Order) -> Iterable[PaymentSession]:
        return self.does(  # type: ignore[no-any-return]
            "getPaymentSessionByOrder",
            lambda: [one for one in self.sessions.values() if one.order_id == order.id],
        )

    def _session(self, session_id: int) -> PaymentSession:
        return self.sessions[session_id]

    def _refund(self, order: Order, *, products: Mapping[int, int] | None, note: str | None) -> RefundRequest:
        def work() -> RefundRequest:
            raw = {"id": len(self.refund_list) + 1, "orderId": order.id, "status": "waiting", "note": note}
            self.refund_list.append(read(RefundRequest, raw))
            return self.refund_list[-1]

        return self.does("createRefundRequest", work)  # type: ignore[no-any-return]

    def settle(self, session_id: int, status: str, *, paid: bool | None = None) -> None:
        """What a payment provider's callback does."""
        session = self.sessions[session_id] = replace(self.sessions[session_id], status=status)
        if paid if paid is not None else status == "completed":
            self.placed[session.order_id] = replace(self.placed[session.order_id], paid=True)


def flow_over(shop: FakeShop, clock: Clock | None = None, **options: Any) -> CheckoutFlow:
    """A checkout over the shop, on a clock that stands still."""
    clock = clock or Clock()
    return CheckoutFlow(shop, clock=clock, now=clock, sleep=clock.sleep, **options)  # type: ignore[arg-type]


def ready(shop: FakeShop, clock: Clock | None = None, **options: Any) -> CheckoutFlow:
    """A checkout that can be placed."""
    flow = flow_over(shop, clock, **options)
    flow.choose_storage("orders")
    flow.add(14, 2)
    flow.fill(name="Ada")
    flow.pay_with("cash")
    return flow


def fails_with(operation: str) -> list[OneEntryError]:
    return [lost(operation), refused(operation)]


def paying(shop: FakeShop, clock: Clock | None = None) -> CheckoutFlow:
    flow = ready(shop, clock)
    flow.place()
    flow.pay()
    return flow


def ended(shop: FakeShop, status: str) -> CheckoutFlow:
    flow = paying(shop)
    shop.settle(46, status)
    flow.look()
    return flow


def cancelled(shop: FakeShop) -> CheckoutFlow:
    flow = ready(shop)
    flow.place()
    flow.cancel()
    return flow


def placed(shop: FakeShop) -> CheckoutFlow:
    flow = ready(shop)
    flow.place()
    return flow


def uncertain(shop: FakeShop, *, when: str = "after", clock: Clock | None = None) -> CheckoutFlow:
    flow = ready(shop, clock)
    shop.fails("createOrder", lost("createOrder"), when=when)
    with pytest.raises(oe.CheckoutUncertainError):
        flow.place()
    return flow


# A checkout in each state, by its name.
MAKE: dict[str, Callable[[FakeShop], CheckoutFlow]] = {
    "editing": flow_over,
    "ready": ready,
    "placed": placed,
    "paying": paying,
    "paid": lambda shop: ended(shop, "completed"),
    "declined": lambda shop: ended(shop, "canceled"),
    "expired": lambda shop: ended(shop, "expired"),
    "cancelled": cancelled,
    "uncertain": uncertain,
}
