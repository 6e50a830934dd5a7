"""The basket of a checkout: what there is to choose, what was chosen, what it costs, what is still to be mended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Protocol

from ..errors import AccessDeniedError, ApiError, CheckoutError, InputError, InvalidRequestError, NotFoundError
from ..orders.models import Order, OrderPreview, Storage
from ..orders.orders import Orders
from ..payments.refunds import RefundRequest, Refunds
from ..payments.sessions import PaymentAccount, Payments, PaymentSession
from ..resources.discounts import Discount, Discounts
from ..resources.formdata import Form
from ..resources.forms import Forms
from ..resources.products import Product, Products
from ..resources.users import Users
from ..values.arguments import (
    check_bonus,
    check_id,
    check_items,
    check_marker,
    check_seconds,
    check_text,
    unknown_marker,
)
from .draft import Draft, blamed, line_of
from .machine import Machine
from .search import Sent
from .state import CheckoutLine, CheckoutSnapshot, CheckoutState, Problem

DRAFT = (CheckoutState.EDITING, CheckoutState.READY)


class Nouns(Protocol):
    """What a checkout needs of a ``Shop``, or of anything with the same methods."""

    @property
    def url(self) -> str:
        """Address of the project."""
        ...

    @property
    def users(self) -> Users:
        """Who is signed in."""
        ...

    @property
    def orders(self) -> Orders:
        """Storages, preview, placing."""
        ...

    @property
    def payments(self) -> Payments:
        """Accounts and sessions."""
        ...

    @property
    def products(self) -> Products:
        """The catalogue."""
        ...

    @property
    def forms(self) -> Forms:
        """What a storage asks for."""
        ...

    @property
    def discounts(self) -> Discounts:
        """Personal discounts and bonus."""
        ...

    @property
    def refunds(self) -> Refunds:
        """Money back."""
        ...


class CheckoutBasket:
    """The part of a ``CheckoutFlow`` before anything is sent, and what all its parts need."""

    def __init__(
        self,
        shop: Nouns,
        *,
        bookings: bool = False,
        quiet_s: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._shop = shop
        self._quiet_s = check_seconds(quiet_s, "quiet_s", zero=True)
        self._clock = clock
        self._now = now
        self._stop = threading.Event()
        self._sleep = sleep or self._stop.wait
        self._machine = Machine(self.snapshot)
        self._draft = Draft(bookings=bookings)
        self._preview: tuple[object, OrderPreview] | None = None
        self._accounts: tuple[PaymentAccount, ...] | None = None
        self._personal: tuple[Discount, ...] | None = None
        self._order: Order | None = None
        self._session: PaymentSession | None = None
        self._refund: RefundRequest | None = None
        self._sent: Sent | None = None
        self._doubt: Sent | None = None
        self._owner: str | None = None
        self._candidates: tuple[Order, ...] = ()
        self._settle()

    # What there is

    @property
    def shop(self) -> Nouns:
        """The shop that it orders from."""
        return self._shop

    @property
    def state(self) -> CheckoutState:
        """Where the checkout is."""
        return self._machine.state

    def problems(self) -> tuple[Problem, ...]:
        """What has to be mended before ``place()`` is possible. Pure: only what was looked up already is used."""
        with self._machine.lock:
            return self._draft.problems() if self.state in DRAFT else ()

    def snapshot(self) -> CheckoutSnapshot:
        """Everything at this moment, frozen. Sends nothing."""
        with self._machine.lock:
            draft = self._draft
            known = self._preview is not None and self._preview[0] == draft.basket
            return CheckoutSnapshot(
                state=self.state,
                storage=draft.storage.marker if draft.storage else None,
                storage_title=draft.storage.title if draft.storage else None,
                payment_account=draft.payment_account,
                lines=tuple(draft.lines.values()),
                form=dict(draft.values),
                coupon=draft.coupon,
                bonus=draft.bonus,
                discounts=draft.discounts,
                preview=self._preview[1] if self._preview and known else None,
                problems=self.problems(),
                order=self._order,
                session=self._session,
                refund=self._refund,
                candidates=self._candidates,
                can=self._machine.can,
                message=self._machine.message,
            )

    def subscribe(self, callback: Callable[[CheckoutSnapshot], object]) -> Callable[[], None]:
        """Calls a function with every new snapshot, in the thread that caused it.

        What goes wrong in it is logged and does not stop the checkout.

        Returns:
            A function that ends it.
        """
        return self._machine.subscribe(callback)

    def storages(self) -> tuple[Storage, ...]:
        """The order storages to choose from, looked up once. The only one there is counts as chosen."""
        if self._draft.storages is None:
            found = tuple(self._shop.orders.storages())
            form = self._form_of(found[0]) if len(found) == 1 else None
            with self._machine.lock:
                self._draft.storages = found
                if len(found) == 1 and self._draft.storage is None and self.state in DRAFT:
                    self._draft.choose(found[0], form)
                self._settle()
            self._machine.tell()
        return self._draft.storages

    def accounts(self) -> tuple[PaymentAccount, ...]:
        """The payment accounts of the chosen storage, in its order; empty before a storage is chosen.

        Raises:
            SignInRequiredError: nobody is signed in.
        """
        storage = self._draft.storage
        if storage is None:
            return ()
        if self._accounts is None:
            self._accounts = tuple(self._shop.payments.accounts())
        known = {one.marker: one for one in self._accounts}
        return tuple(known[marker] for marker in storage.payment_accounts if marker in known)

    def form(self) -> Form | None:
        """The form of the chosen storage; None before a storage is chosen."""
        return self._draft.form

    def personal_discounts(self) -> tuple[Discount, ...]:
        """The personal discounts that may be named with ``use_discounts``, looked up once; empty if none are shown."""
        if self._personal is None:
            try:
                self._personal = tuple(self._shop.discounts.list(type="PERSONAL_DISCOUNT"))
            except (AccessDeniedError, NotFoundError):
                self._personal = ()
        return self._personal

    def bonus_balance(self) -> Decimal | None:
        """Your bonus, asked each time; None where the project does not show it.

        Raises:
            SignInRequiredError: nobody is signed in.
        """
        try:
            return self._shop.discounts.bonus_balance()
        except (AccessDeniedError, NotFoundError):
            return None

    # Editing

    def choose_storage(self, marker: str) -> None:
        """Chooses the order storage; its form and accounts come with it.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: there is no such storage.
        """
        self._machine.check("choose_storage")
        known = {one.marker: one for one in self.storages()}
        if check_marker(marker, "storage") not in known:
            raise unknown_marker("order storage", marker, known, name="storage")
        form = self._form_of(known[marker])
        self._edit("choose_storage", lambda draft: draft.choose(known[marker], form), "storage")

    def pay_with(self, account: str) -> None:
        """Chooses the payment account, one of the chosen storage's.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: no storage is chosen, or it has no such account.
        """
        self._machine.check("pay_with")
        storage = self._chosen_storage()
        if check_marker(account, "payment_account") not in storage.payment_accounts:
            raise unknown_marker(
                "payment account", account, storage.payment_accounts, name="payment_account",
                where=f"Storage '{storage.marker}'",
            )  # fmt: skip
        self._edit("pay_with", lambda draft: setattr(draft, "account", account), "payment_account")

    def add(self, product: int | Product, quantity: int = 1) -> None:
        """Puts a product into the basket, or more of it. A number is looked up in the catalogue.

        Raises:
            CheckoutStateError: the order has been sent.
            NotFoundError: there is no such product.
            InputError: the quantity is not a whole number above 0.
        """
        self._machine.check("add")
        number = product.id if isinstance(product, Product) else check_id(product, "product")
        more = check_id(quantity, "quantity")
        known = product if isinstance(product, Product) else None
        if known is None and number not in self._draft.lines:
            known = self._shop.products.get(number)

        def put(draft: Draft) -> None:
            line = draft.lines.get(number)
            had = line.quantity if line else 0
            total = check_id(had + more, f"quantity of product {number}")
            if known is not None:
                draft.lines[number] = line_of(known, total)
            elif line is not None:
                draft.lines[number] = replace(line, quantity=total)

        self._edit("add", put, "products", f"quantity.{number}")

    def set_quantity(self, product_id: int, quantity: int) -> None:
        """Changes how many pieces of a product are in the basket; 0 takes it out.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: the product is not in the basket, or the quantity is not a whole number from 0 on.
        """
        self._machine.check("set_quantity")
        pieces = 0 if quantity == 0 and not isinstance(quantity, bool) else check_id(quantity, "quantity")

        def change(draft: Draft) -> None:
            line = self._line(draft, product_id)
            if pieces:
                draft.lines[line.product_id] = replace(line, quantity=pieces)
            else:
                del draft.lines[line.product_id]

        self._edit("set_quantity", change, "products", f"quantity.{product_id}")

    def remove(self, product_id: int) -> None:
        """Takes a product out of the basket.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: it is not in the basket.
        """
        self._edit("remove", lambda draft: draft.lines.pop(self._line(draft, product_id).product_id), "products")

    def clear(self) -> None:
        """Empties the basket, and forgets coupon, bonus and personal discounts. Storage, account and form stay.

        Raises:
            CheckoutStateError: the order has been sent.
        """

        def change(draft: Draft) -> None:
            draft.lines.clear()
            draft.coupon, draft.bonus, draft.discounts = None, None, ()

        self._edit("clear", change, "products")

    def fill(self, values: Mapping[str, Any] | None = None, /, **markers: Any) -> None:
        """Fills in fields of the storage's form, by marker. None takes a value back.

        Whether a value fits, ``problems()`` tells; so half a form may be filled in.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: no storage is chosen, or its form has no such field.
        """
        self._machine.check("fill")
        if values is not None and not isinstance(values, Mapping):
            raise InputError('fill takes a dict of marker to value, such as {"name": "Ada"}.', name="form")
        form, given = self._form(), {**(values or {}), **markers}
        for marker in given:
            form[marker]

        def change(draft: Draft) -> None:
            draft.values = {name: one for name, one in {**draft.values, **given}.items() if one is not None}

        self._edit("fill", change, *(f"form.{marker}" for marker in given))

    def unfill(self, marker: str) -> None:
        """Takes back what was filled in for a field.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: no storage is chosen, or its form has no such field.
        """
        self._machine.check("unfill")
        self.fill({marker: None})

    def use_coupon(self, code: str | None) -> None:
        """Uses a coupon code; None uses none. ``preview()`` tells whether it is valid and takes effect.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: the code is not a text, or is empty.
        """
        coupon = None if code is None else check_text(code, "coupon").strip()
        self._edit("use_coupon", lambda draft: setattr(draft, "coupon", coupon), "products", "coupon")

    def use_bonus(self, amount: Decimal | int | str | None) -> None:
        """Pays a part with your bonus; None or 0 uses none. The server caps it, and ``preview()`` tells at how much.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: it is not an exact amount from 0 on.
        """
        bonus = None if amount is None else check_bonus(amount) or None
        self._edit("use_bonus", lambda draft: setattr(draft, "bonus", bonus), "products", "bonus")

    def use_discounts(self, markers: Iterable[str]) -> None:
        """Uses personal discounts, by marker; an empty list uses none. The server ignores those you do not get.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: it is not a list of markers, or names one that ``personal_discounts()`` did not show.
        """
        chosen = tuple(dict.fromkeys(check_marker(one, "each of markers") for one in check_items(markers, "markers")))
        known = [one.marker for one in self._personal or ()]
        for marker in chosen if self._personal is not None else ():
            if marker not in known:
                raise unknown_marker("personal discount", marker, known, name="markers")
        self._edit("use_discounts", lambda draft: setattr(draft, "discounts", chosen), "products", "discounts")

    def preview(self) -> OrderPreview | None:
        """What the order would cost, as the server computes it; None for an empty basket.

        Asked once for each basket and its discounts, and remembered. After ``place()`` the last one is given.

        Raises:
            SignInRequiredError: nobody is signed in.
            InvalidRequestError: the server refuses, for example the coupon; ``problems()`` then says so too.
        """
        with self._machine.lock:
            basket, draft = self._draft.basket, self._draft
            asked = {"coupon": draft.coupon, "personal_discounts": draft.discounts, "bonus": draft.bonus}
            products = draft.products
            if self._preview is not None and self._preview[0] == basket:
                return self._preview[1]
            if not products or self.state not in DRAFT:
                return None
        try:
            found = self._shop.orders.preview(products, **asked)  # type: ignore[arg-type]
        except InvalidRequestError as error:
            with self._machine.lock:
                if self._draft.basket == basket and self.state in DRAFT:
                    self._blame(error)
                    self._settle()
            self._machine.tell()
            raise
        with self._machine.lock:
            if self._draft.basket == basket:
                self._preview = (basket, found)
        self._machine.tell()
        return found

    # Inside

    def _edit(self, call: str, change: Callable[[Draft], object], *fields: str) -> None:
        with self._machine.lock:
            self._machine.check(call)
            change(self._draft)
            self._draft.touched(*fields)
            self._settle()
        self._machine.tell()

    def _settle(self, *, quietly: bool = False) -> None:
        """Has the problems decide between ``EDITING`` and ``READY``; ``quietly`` leaves the message as it is."""
        with self._machine.lock:
            if self.state not in DRAFT:
                return
            problems = self._draft.problems()
            event = "incomplete" if problems else "complete"
            message = problems[0].message if problems else "Everything is there. place() sends the order."
            if quietly:
                message = self._machine.message
            if (self.state is CheckoutState.READY) == bool(problems):
                self._machine.move(event, message)
            self._machine.message = message

    def _blame(self, error: ApiError) -> None:
        form = self._draft.form
        self._draft.refused |= blamed(error.message, self._draft, [item.marker for item in form] if form else ())

    def _check_owner(self) -> None:
        login = self._login()
        if None not in (login, self._owner) and login != self._owner:
            raise CheckoutError(
                f"This checkout belongs to {self._owner}, but {login} is signed in. Sign in as {self._owner}."
            )

    def _login(self) -> str | None:
        return login_of(self._shop)

    def _chosen_storage(self) -> Storage:
        if self._draft.storage is None:
            markers = ", ".join(one.marker for one in self.storages())
            raise InputError(f"Choose an order storage first: choose_storage(...), one of {markers}.", name="storage")
        return self._draft.storage

    def _form(self) -> Form:
        storage = self._chosen_storage()
        if self._draft.form is None:
            raise InputError(f"Storage '{storage.marker}' has no form, so there is nothing to fill in.", name="form")
        return self._draft.form

    def _form_of(self, storage: Storage) -> Form | None:
        return None if storage.form is None else self._shop.forms.get(storage.form)

    @staticmethod
    def _line(draft: Draft, product_id: int) -> CheckoutLine:
        number = check_id(product_id, "product_id")
        if number not in draft.lines:
            basket = ", ".join(map(str, draft.lines)) or "nothing"
            raise InputError(f"Product {number} is not in the basket. It has: {basket}.", name="product_id")
        return draft.lines[number]

    def __repr__(self) -> str:
        return repr(self.snapshot()).replace("<Checkout ", "<CheckoutFlow ", 1)

    def _repr_html_(self) -> str:
        return self.snapshot()._repr_html_()


def login_of(shop: Nouns) -> str | None:
    """Login of the user who is signed in; None if nobody is."""
    signed_in = shop.users.signed_in
    return None if signed_in is None else signed_in.user
