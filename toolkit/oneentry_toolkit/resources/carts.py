"""Carts and wishlists that the server keeps, for users and for guests."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..errors import InputError, InvalidRequestError, ResponseFormatError
from ..frames.records import CART, WISHLIST, frame_of
from ..transport.client import ApiClient
from ..transport.forks import ForkSafeLock
from ..transport.operations import ENDPOINTS
from ..values.arguments import check_id, check_items
from ..values.display import Listing, counted, describe_part, one_line
from ..values.reader import Reader
from .catalogue import Product

MOST_LINES = 500
"""Lines of a cart or wishlist: docs/api/users.md#users-cart."""

# Reading and writing a cart are two requests: threads of one client take turns.
_locks: weakref.WeakKeyDictionary[ApiClient, ForkSafeLock] = weakref.WeakKeyDictionary()

_cart = functools.partial(frame_of, columns=CART)
_wishlist = functools.partial(frame_of, columns=WISHLIST)


@dataclass(frozen=True, kw_only=True)
class CartItem:
    """A line of a cart.

    Attributes:
        product_id: number of the product.
        quantity: number of pieces.
        added_at: when the product was added, in UTC; None if the server does not say.
        raw: the JSON object.
    """

    product_id: int
    quantity: int
    added_at: datetime | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> CartItem:
        """Reads a ``CartItem`` from a response."""
        return cls(
            product_id=reader.id("productId"),
            quantity=reader.id("qty"),
            added_at=reader.time("addedAt"),
            raw=reader.raw,
        )

    def __repr__(self) -> str:
        return one_line("CartItem", f"product {self.product_id}", (counted(self.quantity, "piece"),))


@dataclass(frozen=True, kw_only=True)
class WishlistItem:
    """A product on a wishlist.

    Attributes:
        product_id: number of the product.
        added_at: when the product was added, in UTC; None if the server does not say.
        raw: the JSON object.
    """

    product_id: int
    added_at: datetime | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> WishlistItem:
        """Reads a ``WishlistItem`` from a response."""
        return cls(product_id=reader.id("productId"), added_at=reader.time("addedAt"), raw=reader.raw)

    def __repr__(self) -> str:
        return one_line("WishlistItem", f"product {self.product_id}")


class Cart:
    """``shop.cart``: the signed-in user's, or that of a guest (``shop.as_guest()``).

    It is kept by the server and not emptied by an order. Each method returns the cart as it is afterwards.
    """

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang
        self._lock = _locks.setdefault(api, ForkSafeLock())

    def __repr__(self) -> str:
        return describe_part(self, "shop.cart")

    def read(self) -> Listing[CartItem]:
        """Returns the lines of the cart.

        Raises:
            SignInRequiredError: no user is signed in, and this is no guest's shop.
        """
        return self._call("get_cart")

    def set(self, product: int | Product, quantity: int) -> Listing[CartItem]:
        """Sets the quantity of a product; 0 removes it. May be repeated.

        Raises:
            InvalidRequestError: the cart is full, or the product cannot be bought.
            InputError: an argument is not valid.
        """
        number = _number(product)
        if not isinstance(quantity, bool) and quantity == 0:
            return self.remove(number)
        body = {"productId": number, "qty": check_id(quantity, "quantity")}
        try:
            return self._call("add_cart_item", body=body)
        except InvalidRequestError as error:
            there = [line.product_id for line in self.read()]
            if number in there or len(there) < MOST_LINES:
                raise
            raise InvalidRequestError(
                _full("cart", len(there)), status=error.status, operation=error.operation, message=error.message
            ) from error

    def add(self, product: int | Product, quantity: int = 1) -> Listing[CartItem]:
        """Adds a product, or increases its quantity.

        The API only sets quantities, so the cart is read first. Threads of this shop take turns. Another device that
        adds the same product in between is overwritten. After a ``ConnectionFailedError`` with ``sent``, read the cart
        before you repeat it.

        Raises:
            InvalidRequestError: the product cannot be bought.
            InputError: an argument is not valid, or the cart is full.
        """
        number, more = _number(product), check_id(quantity, "quantity")
        with self._lock:
            there = {line.product_id: line.quantity for line in self.read()}
            if number not in there and len(there) >= MOST_LINES:
                raise InputError(_full("cart", len(there)), name="product")
            total = check_id(there.get(number, 0) + more, "quantity")
            return self._call("add_cart_item", body={"productId": number, "qty": total})

    def remove(self, product: int | Product) -> Listing[CartItem]:
        """Removes a product; does nothing if it is not in the cart. May be repeated."""
        return self._call("remove_cart_item", _number(product))

    def replace(self, quantities: Mapping[int, int]) -> Listing[CartItem]:
        """Replaces the whole cart by product numbers and their quantities. May be repeated.

        Raises:
            InvalidRequestError: a product cannot be bought. The cart is unchanged.
            InputError: a number or quantity is not valid, or there are too many.
        """
        if not isinstance(quantities, Mapping):
            raise InputError("quantities must be a dict of product numbers and quantities: {14: 2}.", name="quantities")
        wanted = {
            check_id(number, "each product"): check_id(quantity, "each quantity")
            for number, quantity in quantities.items()
        }
        return self._replace(wanted)

    def clear(self) -> Listing[CartItem]:
        """Empties the cart. May be repeated."""
        return self._replace({})

    def merge(self, other: Cart) -> Listing[CartItem]:
        """Takes over the cart of a guest after a sign-in, and empties it: ``shop.cart.merge(guest.cart)``.

        Servers move a guest's cart at a sign-up only (docs/api/requests.md#requests-guests). A product that is in both
        gets the larger quantity, so that a repeated merge changes nothing.

        Raises:
            InputError: ``other`` is not the cart of another shop of this project, or both together are too many lines.
            InvalidRequestError: a product cannot be bought any more. Both carts are unchanged.
        """
        _check_other(self._api, other, Cart, "cart")
        theirs = {line.product_id: line.quantity for line in other.read()}
        with self._lock:
            mine = {line.product_id: line.quantity for line in self.read()}
            both = mine | {number: max(quantity, mine.get(number, 0)) for number, quantity in theirs.items()}
            merged = self.read() if both == mine else self._replace(both)
        if theirs:
            other.clear()
        return merged

    def _replace(self, wanted: Mapping[int, int]) -> Listing[CartItem]:
        _check_count("cart", len(wanted))
        items = [{"productId": number, "qty": quantity} for number, quantity in wanted.items()]
        return self._call("set_cart", body={"items": items})

    def _call(self, name: str, /, *path: int, **arguments: Any) -> Listing[CartItem]:
        lines = [CartItem.read(reader) for reader in _items(self._api, self._lang, name, *path, **arguments)]
        columns = {"product": "product_id", "quantity": "quantity", "added": "added_at"}
        user = self._api.sign_ins.user_id()
        return Listing(lines, noun="line", columns=columns, total=len(lines), frame=_cart, user=user)


class Wishlist:
    """``shop.wishlist``: the signed-in user's, or that of a guest (``shop.as_guest()``).

    It is kept by the server. Each method returns the wishlist as it is afterwards, and may be repeated.
    """

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang
        self._lock = _locks.setdefault(api, ForkSafeLock())

    def __repr__(self) -> str:
        return describe_part(self, "shop.wishlist")

    def read(self) -> Listing[WishlistItem]:
        """Returns the products on the wishlist.

        Raises:
            SignInRequiredError: no user is signed in, and this is no guest's shop.
        """
        return self._call("get_wishlist")

    def add(self, product: int | Product) -> Listing[WishlistItem]:
        """Adds a product; does nothing if it is on the wishlist.

        Raises:
            InvalidRequestError: the wishlist is full, or the product cannot be bought.
            InputError: ``product`` is not a number or a ``Product``.
        """
        number = _number(product)
        try:
            return self._call("add_wishlist_item", body={"productId": number})
        except InvalidRequestError as error:
            there = [line.product_id for line in self.read()]
            if number in there or len(there) < MOST_LINES:
                raise
            raise InvalidRequestError(
                _full("wishlist", len(there)), status=error.status, operation=error.operation, message=error.message
            ) from error

    def remove(self, product: int | Product) -> Listing[WishlistItem]:
        """Removes a product; does nothing if it is not on the wishlist."""
        return self._call("remove_wishlist_item", _number(product))

    def replace(self, products: Iterable[int | Product]) -> Listing[WishlistItem]:
        """Replaces the whole wishlist; a product that is named twice counts once.

        Raises:
            InvalidRequestError: a product cannot be bought. The wishlist is unchanged.
            InputError: one is not a number or a ``Product``, or there are too many.
        """
        return self._replace(dict.fromkeys(_number(one) for one in check_items(products, "products")))

    def clear(self) -> Listing[WishlistItem]:
        """Empties the wishlist."""
        return self._replace(())

    def merge(self, other: Wishlist) -> Listing[WishlistItem]:
        """Takes over the wishlist of a guest after a sign-in or sign-up, and empties it.

        Raises:
            InputError: ``other`` is not the wishlist of another shop of this project, or both together are too many.
            InvalidRequestError: a product cannot be bought any more. Both wishlists are unchanged.
        """
        _check_other(self._api, other, Wishlist, "wishlist")
        theirs = [line.product_id for line in other.read()]
        with self._lock:
            mine = dict.fromkeys(line.product_id for line in self.read())
            both = mine | dict.fromkeys(theirs)
            merged = self.read() if both == mine else self._replace(both)
        if theirs:
            other.clear()
        return merged

    def _replace(self, wanted: Iterable[int]) -> Listing[WishlistItem]:
        items = [{"productId": number} for number in wanted]
        _check_count("wishlist", len(items))
        return self._call("set_wishlist", body={"items": items})

    def _call(self, name: str, /, *path: int, **arguments: Any) -> Listing[WishlistItem]:
        lines = [WishlistItem.read(reader) for reader in _items(self._api, self._lang, name, *path, **arguments)]
        columns = {"product": "product_id", "added": "added_at"}
        user = self._api.sign_ins.user_id()
        return Listing(lines, noun="product", columns=columns, total=len(lines), frame=_wishlist, user=user)


def _items(api: ApiClient, lang: str, name: str, /, *path: int, **arguments: Any) -> list[Reader]:
    """The lines of an answer. One that cannot be read raises: left out, it would be lost when the list is replaced."""
    operation = ENDPOINTS[name].operation
    answer = Reader(api.call(name, *path, **arguments), operation=operation, lang=lang)
    items = answer.raw.get("items")
    if not isinstance(items, list):
        raise ResponseFormatError(
            f"{operation} answered without a list of items. Check that ONEENTRY_URL is a OneEntry project.",
            operation=operation,
            json_path="$.items",
        )
    return [Reader(item, operation=operation, lang=lang, path=f"$.items[{at}]") for at, item in enumerate(items)]


def _number(product: int | Product) -> int:
    return product.id if isinstance(product, Product) else check_id(product, "product")


def _check_count(noun: str, count: int) -> None:
    if count > MOST_LINES:
        raise InputError(f"A {noun} holds no more than {MOST_LINES} products, not {count}. Leave some out.", name=noun)


def _full(noun: str, count: int) -> str:
    return (
        f"The {noun} is full: it holds {count} products, and no more than {MOST_LINES} fit. Remove one first: "
        f"shop.{noun}.remove(product)."
    )


def _check_other(api: ApiClient, other: Any, kind: type[Cart | Wishlist], noun: str) -> None:
    if not isinstance(other, kind):
        raise InputError(f"other must be the {noun} of a guest: guest.{noun}.", name="other")
    if other._api is api:
        raise InputError(f"other is this very {noun}. Pass that of a guest: guest.{noun}.", name="other")
    if other._api.url != api.url:
        raise InputError(f"other is the {noun} of another project, with other products.", name="other")
