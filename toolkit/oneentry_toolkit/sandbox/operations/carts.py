"""Carts and wishlists of users and guests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..data import clock
from ..data.catalogue import Document
from ..data.store import Tx
from ..errors import RefusedError
from . import guests
from .call import Call, Guest

MOST_LINES = 500
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of list.

    Attributes:
        name: Its name in the database.
        days: How long a guest's list is kept after its last change.
        counts: Whether its lines have a quantity.
    """

    name: str
    days: int
    counts: bool


_CART = _Kind("cart", 30, counts=True)
_WISHLIST = _Kind("wishlist", 90, counts=False)


def get_cart(call: Call) -> object:
    """Returns the cart."""
    return _get(call, _CART)


def set_cart(call: Call) -> object:
    """Replaces the cart."""
    return _set(call, _CART)


def add_cart_item(call: Call) -> object:
    """Sets the quantity of a product in the cart."""
    return _add(call, _CART)


def remove_cart_item(call: Call) -> object:
    """Removes a product from the cart."""
    return _remove(call, _CART)


def get_wishlist(call: Call) -> object:
    """Returns the wishlist."""
    return _get(call, _WISHLIST)


def set_wishlist(call: Call) -> object:
    """Replaces the wishlist."""
    return _set(call, _WISHLIST)


def add_wishlist_item(call: Call) -> object:
    """Adds a product to the wishlist; adding it again has no effect."""
    return _add(call, _WISHLIST)


def remove_wishlist_item(call: Call) -> object:
    """Removes a product from the wishlist."""
    return _remove(call, _WISHLIST)


def move(tx: Tx, guest: Guest, user_id: int) -> None:
    """Gives the cart of a guest to its new account: docs/api/requests.md#requests-guests."""
    owner = guests.find_owner(tx, guest)
    if owner is None:
        return
    _forget_if_over(tx, owner, _CART)
    tx.execute("UPDATE kept_products SET owner = ? WHERE owner = ? AND list = ?", (user_id, owner, _CART.name))


def _get(call: Call, kind: _Kind) -> Document:
    _refuse_unnamed(call)
    with call.store.read() as tx:
        owner = call.user.id if call.user is not None else guests.find_owner(tx, _guest(call))
        if owner is None or _is_over(tx, owner, kind):
            return _document(())
        return _document(_lines(tx, owner, kind))


def _set(call: Call, kind: _Kind) -> Document:
    _refuse_unnamed(call)
    lines: list[Document] = call.body["items"]
    ids = [line["productId"] for line in lines]
    _refuse_unknown(call, ids)
    if len(set(ids)) < len(ids):
        twice = [str(number) for number in dict.fromkeys(ids) if ids.count(number) > 1]
        raise RefusedError(400, f"Product {', '.join(twice)} is in the {kind.name} twice")
    with call.store.write() as tx:
        owner = _owner(call, tx)
        tx.execute("DELETE FROM kept_products WHERE owner = ? AND list = ?", (owner, kind.name))
        for line in lines:
            _put(tx, owner, kind, line)
        return _document(_lines(tx, owner, kind))


def _add(call: Call, kind: _Kind) -> Document:
    _refuse_unnamed(call)
    line: Document = call.body
    _refuse_unknown(call, [line["productId"]])
    with call.store.write() as tx:
        owner = _owner(call, tx)
        _forget_if_over(tx, owner, kind)
        _put(tx, owner, kind, line)
        lines = _lines(tx, owner, kind)
        if len(lines) > MOST_LINES:
            raise RefusedError(400, [f"items must contain no more than {MOST_LINES} elements"])
        return _document(lines)


def _remove(call: Call, kind: _Kind) -> Document:
    _refuse_unnamed(call)
    with call.store.write() as tx:
        owner = call.user.id if call.user is not None else guests.find_owner(tx, _guest(call))
        if owner is None:
            return _document(())
        _forget_if_over(tx, owner, kind)
        tx.execute(
            "DELETE FROM kept_products WHERE owner = ? AND list = ? AND product_id = ?",
            (owner, kind.name, call.path["productId"]),
        )
        return _document(_lines(tx, owner, kind))


def _put(tx: Tx, owner: int, kind: _Kind, line: Document) -> None:
    now = clock.now(tx)
    tx.execute(
        "INSERT INTO kept_products (owner, list, product_id, qty, added_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (owner, list, product_id) DO UPDATE SET qty = excluded.qty, changed_at = excluded.changed_at",
        (owner, kind.name, line["productId"], line["qty"] if kind.counts else 1, now, now),
    )


def _lines(tx: Tx, owner: int, kind: _Kind) -> Sequence[Document]:
    rows = tx.execute(
        "SELECT product_id, qty, added_at FROM kept_products WHERE owner = ? AND list = ? ORDER BY id",
        (owner, kind.name),
    )
    if kind.counts:
        return [{"productId": number, "qty": qty, "addedAt": added} for number, qty, added in rows]
    return [{"productId": number, "addedAt": added} for number, _, added in rows]


def _document(lines: Sequence[Document]) -> Document:
    return {"items": list(lines), "total": len(lines)}


def _is_over(tx: Tx, owner: int, kind: _Kind) -> bool:
    """Whether a guest's list is older than it is kept."""
    if owner > 0:
        return False
    changed = tx.execute(
        "SELECT max(changed_at) FROM kept_products WHERE owner = ? AND list = ?", (owner, kind.name)
    ).fetchone()[0]
    return changed is not None and clock.to_ms(changed) + kind.days * _DAY_MS <= clock.to_ms(clock.now(tx))


def _forget_if_over(tx: Tx, owner: int, kind: _Kind) -> None:
    if _is_over(tx, owner, kind):
        tx.execute("DELETE FROM kept_products WHERE owner = ? AND list = ?", (owner, kind.name))


def _owner(call: Call, tx: Tx) -> int:
    return call.user.id if call.user is not None else guests.make_owner(tx, _guest(call))


def _guest(call: Call) -> Guest:
    if call.guest is None:
        raise RefusedError(401, "Unauthorized")
    return call.guest


def _refuse_unnamed(call: Call) -> None:
    if call.guest is not None and not call.guest.was_sent and call.options.guest_id == "required":
        raise RefusedError(400, "Missing x-guest-id header")


def _refuse_unknown(call: Call, ids: Sequence[int]) -> None:
    products = call.catalogue.products.by_id
    missing = [str(number) for number in ids if number not in products or not products[number].body["isVisible"]]
    if missing:
        raise RefusedError(400, f"Product {', '.join(dict.fromkeys(missing))} not found")
