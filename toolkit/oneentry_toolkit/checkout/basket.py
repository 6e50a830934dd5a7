"""The basket of a checkout: choices, selection, price and validation."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ..errors import AccessDeniedError, ApiError, InputError, InvalidRequestError, NotFoundError
from ..lists.side import Failures
from ..orders.models import OrderPreview, Storage
from ..payments.accounts import PaymentAccount
from ..resources.catalogue import Product
from ..resources.discounts import Discount
from ..resources.files import file_values
from ..resources.formdata import Form
from ..values.arguments import check_bonus, check_id, check_items, check_marker, check_text, unknown_marker
from .draft import BasketKey, Draft, blamed, line_of
from .machine import Machine
from .nouns import Nouns
from .state import DRAFT, CheckoutLine, CheckoutState, Problem


class Basket:
    """Edits the draft of an order and makes its look-ups. Its problems decide between ``EDITING`` and ``READY``.

    Args:
        shop: the shop to order from.
        machine: the state of the checkout.
        draft: is edited.

    Attributes:
        draft: what is to be ordered. Read it; the methods change it.
    """

    def __init__(self, shop: Nouns, machine: Machine, draft: Draft) -> None:
        self._shop = shop
        self._machine = machine
        self.draft = draft
        self._preview: tuple[BasketKey, OrderPreview] | None = None
        self._accounts: tuple[PaymentAccount, ...] | None = None
        self._personal: tuple[Discount, ...] | None = None
        self.settle()

    def problems(self) -> tuple[Problem, ...]:
        """Returns what has to be corrected, from what was looked up already; empty once the order was sent."""
        with self._machine.lock:
            return self.draft.problems() if self._machine.state in DRAFT else ()

    @property
    def known_preview(self) -> OrderPreview | None:
        """The preview of the current basket; None if it was not requested yet."""
        with self._machine.lock:
            known = self._preview is not None and self._preview[0] == self.draft.basket
            return self._preview[1] if self._preview and known else None

    def storages(self) -> tuple[Storage, ...]:
        """Returns the order storages, looked up once; a single one is chosen automatically."""
        if self.draft.storages is None:
            found = tuple(self._shop.orders.storages())
            form = self._form_of(found[0]) if len(found) == 1 else None
            with self._machine.lock:
                self.draft.storages = found
                if len(found) == 1 and self.draft.storage is None and self._machine.state in DRAFT:
                    self.draft.choose(found[0], form)
                self.settle()
            self._machine.tell()
        return self.draft.storages

    def accounts(self) -> tuple[PaymentAccount, ...]:
        """Returns the payment accounts to choose from: see ``CheckoutFlow.accounts``."""
        storage = self.draft.storage
        if storage is None:
            return ()
        if self._accounts is None:
            found = tuple(self._shop.payments.accounts())
            with self._machine.lock:
                self._accounts = found
                self.draft.visible = tuple(one.marker for one in found if one.raw.get("isVisible") is not False)
                self.draft.unconnected = frozenset(one.marker for one in found if one.is_connected is False)
                self.settle()
            self._machine.tell()
        known = {one.marker: one for one in self._accounts}
        return tuple(known[marker] for marker in self.draft.offered or () if marker in known)

    def form(self) -> Form | None:
        """Returns the form of the chosen storage; None before a storage is chosen."""
        return self.draft.form

    def personal_discounts(self) -> tuple[Discount, ...]:
        """Returns the available personal discounts, looked up once; empty if the project does not show any."""
        if self._personal is None:
            try:
                self._personal = tuple(self._shop.discounts.list(type="PERSONAL_DISCOUNT"))
            except (AccessDeniedError, NotFoundError):
                self._personal = ()
        return self._personal

    def bonus_balance(self) -> Decimal | None:
        """Returns the user's bonus balance, requested each time; None if the project does not show it."""
        try:
            return self._shop.discounts.bonus_balance()
        except (AccessDeniedError, NotFoundError):
            return None

    def choose_storage(self, marker: str) -> None:
        """Chooses the order storage: see ``CheckoutFlow.choose_storage``."""
        self._machine.check("choose_storage")
        known = {one.marker: one for one in self.storages()}
        if check_marker(marker, "storage") not in known:
            raise unknown_marker("order storage", marker, known, name="storage")
        form = self._form_of(known[marker])
        self._edit("choose_storage", lambda draft: draft.choose(known[marker], form), "storage")

    def pay_with(self, account: str) -> None:
        """Chooses the payment account: see ``CheckoutFlow.pay_with``."""
        self._machine.check("pay_with")
        storage = self.chosen_storage()
        check_marker(account, "payment_account")
        if not storage.payment_accounts:
            with contextlib.suppress(*Failures):  # the server knows the account, or does not
                self.accounts()
        offered = self.draft.offered
        if offered is not None and account not in offered:
            where = f"Storage '{storage.marker}'" if storage.payment_accounts else "The project"
            raise unknown_marker("payment account", account, offered, name="payment_account", where=where)
        self._edit("pay_with", lambda draft: setattr(draft, "account", account), "payment_account")

    def add(self, product: int | Product, quantity: int = 1) -> None:
        """Adds a product to the basket: see ``CheckoutFlow.add``."""
        self._machine.check("add")
        number = product.id if isinstance(product, Product) else check_id(product, "product")
        more = check_id(quantity, "quantity")
        known = product if isinstance(product, Product) else None
        if known is None and number not in self.draft.lines:
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
        """Sets the quantity of a product: see ``CheckoutFlow.set_quantity``."""
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
        """Removes a product from the basket: see ``CheckoutFlow.remove``."""
        self._edit("remove", lambda draft: draft.lines.pop(self._line(draft, product_id).product_id), "products")

    def clear(self) -> None:
        """Empties the basket: see ``CheckoutFlow.clear``."""

        def change(draft: Draft) -> None:
            draft.lines.clear()
            draft.coupon, draft.bonus, draft.discounts = None, None, ()

        self._edit("clear", change, "products")

    def fill(self, values: Mapping[str, Any] | None = None, /, **markers: Any) -> None:
        """Sets values of form fields: see ``CheckoutFlow.fill``."""
        self._machine.check("fill")
        if values is not None and not isinstance(values, Mapping):
            raise InputError('fill takes a dict of marker to value, such as {"name": "Ada"}.', name="form")
        form = self._form()
        given = {marker: file_values(one) for marker, one in {**(values or {}), **markers}.items()}
        for marker in given:
            form[marker]

        def change(draft: Draft) -> None:
            draft.values = {name: one for name, one in {**draft.values, **given}.items() if one is not None}

        self._edit("fill", change, *(f"form.{marker}" for marker in given))

    def unfill(self, marker: str) -> None:
        """Clears the value of a form field: see ``CheckoutFlow.unfill``."""
        self._machine.check("unfill")
        self.fill({marker: None})

    def use_coupon(self, code: str | None) -> None:
        """Sets the coupon code: see ``CheckoutFlow.use_coupon``."""
        coupon = None if code is None else check_text(code, "coupon").strip()
        self._edit("use_coupon", lambda draft: setattr(draft, "coupon", coupon), "products", "coupon")

    def use_bonus(self, amount: Decimal | int | str | None) -> None:
        """Sets the bonus to use: see ``CheckoutFlow.use_bonus``."""
        bonus = None if amount is None else check_bonus(amount) or None
        self._edit("use_bonus", lambda draft: setattr(draft, "bonus", bonus), "products", "bonus")

    def use_discounts(self, markers: Iterable[str]) -> None:
        """Sets the personal discounts to use: see ``CheckoutFlow.use_discounts``."""
        chosen = tuple(dict.fromkeys(check_marker(one, "each of markers") for one in check_items(markers, "markers")))
        known = [one.marker for one in self._personal or ()]
        for marker in chosen if self._personal is not None else ():
            if marker not in known:
                raise unknown_marker("personal discount", marker, known, name="markers")
        self._edit("use_discounts", lambda draft: setattr(draft, "discounts", chosen), "products", "discounts")

    def preview(self) -> OrderPreview | None:
        """Returns the price of the basket: see ``CheckoutFlow.preview``."""
        with self._machine.lock:
            basket, draft = self.draft.basket, self.draft
            asked = {"coupon": draft.coupon, "personal_discounts": draft.discounts, "bonus": draft.bonus}
            products = draft.products
            if self._preview is not None and self._preview[0] == basket:
                return self._preview[1]
            if not products or self._machine.state not in DRAFT:
                return None
        try:
            found = self._shop.orders.preview(products, **asked)  # type: ignore[arg-type]
        except InvalidRequestError as error:
            with self._machine.lock:
                if self.draft.basket == basket and self._machine.state in DRAFT:
                    self.blame(error)
                    self.settle()
            self._machine.tell()
            raise
        with self._machine.lock:
            if self.draft.basket == basket:
                self._preview = (basket, found)
        self._machine.tell()
        return found

    def chosen_storage(self) -> Storage:
        """Returns the chosen order storage.

        Raises:
            InputError: no storage is chosen; the message lists them.
        """
        if self.draft.storage is None:
            markers = ", ".join(one.marker for one in self.storages())
            raise InputError(f"Choose an order storage first: choose_storage(...), one of {markers}.", name="storage")
        return self.draft.storage

    def settle(self, *, quietly: bool = False) -> None:
        """Sets the state to ``READY`` or ``EDITING``, depending on the problems; ``quietly`` keeps the message."""
        with self._machine.lock:
            if self._machine.state not in DRAFT:
                return
            problems = self.draft.problems()
            event = "incomplete" if problems else "complete"
            message = problems[0].message if problems else "The order is complete. place() sends it."
            if quietly:
                message = self._machine.message
            if (self._machine.state is CheckoutState.READY) == bool(problems):
                self._machine.move(event, message)
            self._machine.message = message

    def blame(self, error: ApiError) -> None:
        """Adds the server's error message to the problems of the fields that it names."""
        form = self.draft.form
        self.draft.refused |= blamed(error.message, self.draft, [item.marker for item in form] if form else ())

    def restore(self, record: Mapping[str, Any]) -> None:
        """Restores this part of a saved checkout; storage, form and products are read again."""
        draft = self.draft
        draft.bookings = record["bookings"]
        if record["storage"] is not None:
            self.choose_storage(record["storage"])
        draft.account, draft.coupon, draft.bonus = record["payment_account"], record["coupon"], record["bonus"]
        draft.discounts = tuple(record["discounts"])
        draft.values = {
            marker: value for marker, value in record["form"].items() if draft.form and marker in draft.form
        }
        wanted = dict(record["products"])
        found = {one.id: one for one in self._shop.products.by_ids(list(wanted))} if wanted else {}
        draft.lines = {
            number: line_of(found[number], quantity)
            if number in found
            else CheckoutLine(product_id=number, title=None, price=None, quantity=quantity)
            for number, quantity in wanted.items()
        }

    def _edit(self, call: str, change: Callable[[Draft], object], *fields: str) -> None:
        with self._machine.lock:
            self._machine.check(call)
            change(self.draft)
            self.draft.touched(*fields)
            self.settle()
        self._machine.tell()

    def _form(self) -> Form:
        storage = self.chosen_storage()
        if self.draft.form is None:
            raise InputError(f"Storage '{storage.marker}' has no form, so there is nothing to fill in.", name="form")
        return self.draft.form

    def _form_of(self, storage: Storage) -> Form | None:
        return None if storage.form is None else self._shop.forms.get(storage.form)

    @staticmethod
    def _line(draft: Draft, product_id: int) -> CheckoutLine:
        number = check_id(product_id, "product_id")
        if number not in draft.lines:
            basket = ", ".join(map(str, draft.lines)) or "nothing"
            raise InputError(f"Product {number} is not in the basket. It has: {basket}.", name="product_id")
        return draft.lines[number]
