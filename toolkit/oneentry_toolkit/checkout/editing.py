"""The calls of a checkout that change what is to be ordered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ..orders.models import OrderPreview
from ..resources.catalogue import Product
from .basket import Basket


class Editing:
    """The part of a ``CheckoutFlow`` that edits its basket. Possible until the order is sent."""

    _basket: Basket

    def choose_storage(self, marker: str) -> None:
        """Chooses the order storage, and so its form and payment accounts.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: the storage does not exist.
        """
        self._basket.choose_storage(marker)

    def pay_with(self, account: str) -> None:
        """Chooses the payment account: one of ``accounts()``.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: no storage is chosen, or the account does not exist.
        """
        self._basket.pay_with(account)

    def add(self, product: int | Product, quantity: int = 1) -> None:
        """Adds a product to the basket, or increases its quantity. A number is looked up in the catalogue.

        Raises:
            CheckoutStateError: the order has been sent.
            NotFoundError: the product does not exist.
            InputError: the quantity is not a whole number above 0.
        """
        self._basket.add(product, quantity)

    def set_quantity(self, product_id: int, quantity: int) -> None:
        """Sets the quantity of a product in the basket; 0 removes it.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: the product is not in the basket, or the quantity is not a whole number from 0.
        """
        self._basket.set_quantity(product_id, quantity)

    def remove(self, product_id: int) -> None:
        """Removes a product from the basket.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: the product is not in the basket.
        """
        self._basket.remove(product_id)

    def clear(self) -> None:
        """Empties the basket and clears coupon, bonus and personal discounts. Storage, account and form are kept.

        Raises:
            CheckoutStateError: the order has been sent.
        """
        self._basket.clear()

    def fill(self, values: Mapping[str, Any] | None = None, /, **markers: Any) -> None:
        """Sets values of form fields, by marker; None clears a field.

        Values are validated by ``problems()``, so the form can be filled in step by step. A field for files takes what
        ``shop.files.upload`` returns, and no path: nothing is uploaded before the order is complete.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: no storage is chosen, or its form does not have the field.
        """
        self._basket.fill(values, **markers)

    def unfill(self, marker: str) -> None:
        """Clears the value of a form field.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: no storage is chosen, or its form does not have the field.
        """
        self._basket.unfill(marker)

    def use_coupon(self, code: str | None) -> None:
        """Sets the coupon code; None clears it. ``preview()`` shows whether it is valid and applied.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: ``code`` is not a text, or is empty.
        """
        self._basket.use_coupon(code)

    def use_bonus(self, amount: Decimal | int | str | None) -> None:
        """Sets how much bonus to use; None or 0 for none. The server caps it; ``preview()`` shows the amount.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: ``amount`` is not an exact amount from 0.
        """
        self._basket.use_bonus(amount)

    def use_discounts(self, markers: Iterable[str]) -> None:
        """Sets the personal discounts to use, by marker. The server ignores those that do not apply to you.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: ``markers`` is not a list of markers, or has one that ``personal_discounts()`` does not have.
        """
        self._basket.use_discounts(markers)

    def preview(self) -> OrderPreview | None:
        """Returns the price of the basket, computed by the server; None for an empty basket.

        Cached for each basket and its discounts. After ``place()``, returns the last one.

        Raises:
            SignInRequiredError: no user is signed in.
            InvalidRequestError: the server refused, for example the coupon; ``problems()`` then names it, too.
        """
        return self._basket.preview()
