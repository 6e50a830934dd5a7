"""What a checkout needs of a shop."""

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


def login_of(shop: Nouns) -> str | None:
    """Login of the user who is signed in; None if no user is."""
    signed_in = shop.users.signed_in
    return None if signed_in is None else signed_in.user
