"""The interface of a shop that a checkout needs."""

from __future__ import annotations

from typing import Any, Protocol

from ..errors import InputError
from ..orders.orders import Orders
from ..payments.refunds import Refunds
from ..payments.sessions import Payments
from ..resources.carts import Cart
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


class NounsWithCart(Nouns, Protocol):
    """The part of a ``Shop`` that a checkout of its cart needs."""

    @property
    def cart(self) -> Cart:
        """The cart that the server keeps."""
        ...


def check_shop(shop: Any) -> None:
    """Checks that a checkout can be made over a shop: it looks its order and payment up again, which a guest cannot.

    Raises:
        InputError: it is no shop, or that of a guest.
    """
    if not hasattr(shop, "orders") or not hasattr(shop, "payments"):
        raise InputError(
            f"A checkout is made over a shop, not over a {type(shop).__name__}: connect().checkout().", name="shop"
        )
    if getattr(shop, "guest_id", None) is not None:
        raise InputError(
            "A checkout looks its order and payment up again, which a guest cannot. Use guest.orders.create(...) and "
            "guest.payments.create_session(...), or sign in.",
            name="shop",
        )


def login_of(shop: Nouns) -> str | None:
    """Returns the login of the signed-in user; None if no user is signed in."""
    signed_in = shop.users.signed_in
    return None if signed_in is None else signed_in.user
