"""The interface of a shop that a checkout needs."""

from __future__ import annotations

from typing import Protocol

from ..orders.orders import Orders
from ..payments.refunds import Refunds
from ..payments.sessions import Payments
from ..resources.discounts import Discounts
from ..resources.forms import Forms
from ..resources.products import Products
from ..resources.users import Users


class Nouns(Protocol):
    """The part of a ``Shop`` that a checkout needs."""

    @property
    def url(self) -> str:
        """Address of the project."""
        ...

    @property
    def users(self) -> Users:
        """The signed-in user."""
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
        """Form definitions."""
        ...

    @property
    def discounts(self) -> Discounts:
        """Personal discounts and bonus."""
        ...

    @property
    def refunds(self) -> Refunds:
        """Refund requests."""
        ...


def login_of(shop: Nouns) -> str | None:
    """Returns the login of the signed-in user; None if no user is signed in."""
    signed_in = shop.users.signed_in
    return None if signed_in is None else signed_in.user
