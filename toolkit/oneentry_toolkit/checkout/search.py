"""Search for an order whose response was lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ..errors import (
    AccessDeniedError,
    ApiError,
    IncompleteListError,
    InputError,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
)
from ..orders.models import Order
from ..resources.formdata import Form, encode_value
from .draft import Draft
from .nouns import Nouns
from .progress import Sent

# Orders to look at first; a group with "restricted read" never gets more (docs/api/requests.md#requests-pages).
_HEAD = 10


class Found(NamedTuple):
    """Result of a search.

    Attributes:
        orders: candidates, oldest first.
        exact: whether they match everything that was sent.
        complete: whether all possible candidates were read.
    """

    orders: tuple[Order, ...]
    exact: bool
    complete: bool


class Search:
    """Searches the user's orders in a storage. Only reads.

    Args:
        shop: the shop whose lists are read.
        draft: the draft of the order.
    """

    def __init__(self, shop: Nouns, draft: Draft) -> None:
        self._shop = shop
        self._draft = draft

    def newest(self, storage: str) -> tuple[int, datetime | None] | None:
        """Returns number and time of the newest order; 0 for no orders, None if the list cannot be read completely.

        Reads the first orders, and the whole list only if they do not show it.
        """
        try:
            head = self._shop.orders.list(storage, max_items=_HEAD)
            total = getattr(head, "total", None)
            complete = len(head) < _HEAD and (total is None or total <= len(head))
            found = newest(tuple(head), complete=complete)
            if found is None:
                found = newest(tuple(self._shop.orders.list(storage, strict=True)), complete=True)
        except (ApiError, ResponseFormatError, IncompleteListError) as error:
            # Some projects do not let users list their orders; then only the user can tell what was placed. While a
            # server is away for a while, no order is sent to it: its answer may be lost.
            if isinstance(error, RateLimitedError) or (isinstance(error, ServerError) and error.status != 500):
                raise
            return None
        return found

    def find(self, sent: Sent, storage: str) -> Found:
        """Returns the orders that may be the one that was sent.

        Reads the first orders, and the whole list only if they do not show it.
        """
        try:
            head = tuple(self._shop.orders.list(storage, max_items=_HEAD))
        except AccessDeniedError:
            return Found((), exact=False, complete=False)
        orders, exact = self._fitting(head, sent)
        if exact and newest(head, complete=False) is not None and any(not is_younger(one, sent) for one in head):
            return Found(orders, exact, complete=True)  # the newest come first, and all that are younger were seen
        try:
            whole = self._shop.orders.list(storage, strict=True)
        except IncompleteListError:
            return Found(orders, exact, complete=False)
        orders, exact = self._fitting(whole, sent)
        return Found(orders, exact, complete=_shows_older(whole, sent))

    def _fitting(self, orders: Iterable[Order], sent: Sent) -> tuple[tuple[Order, ...], bool]:
        draft = self._draft
        return candidates(
            orders, sent, products=draft.products, account=draft.payment_account, form=draft.form, values=draft.filled
        )


def newest(orders: Sequence[Order], *, complete: bool) -> tuple[int, datetime | None] | None:
    """Returns the newest of a user's orders, from the first orders of the list or all of them; None if not known.

    Numbers grow with time in every sample of the API. If the numbers of the first orders decrease, the server lists the
    newest order first.
    """
    if not orders:
        return (0, None) if complete else None
    falling = all(one.id > other.id for one, other in itertools.pairwise(orders))
    if not complete and (not falling or len(orders) < 2):
        return None
    last = max(orders, key=lambda one: one.id)
    return last.id, last.created


def candidates(
    orders: Iterable[Order], sent: Sent, *, products: Mapping[int, int], account: str | None, form: Form | None,
    values: Mapping[str, Any],
) -> tuple[tuple[Order, ...], bool]:  # fmt: skip
    """Returns the candidates for the lost order, oldest first, and whether they match everything that was sent.

    All are newer than the orders that were known before. If none matches exactly, orders are included that the server
    may have changed: with gifts in the basket, or other form values. An order that is overlooked would be placed twice.
    """
    like = [one for one in orders if is_younger(one, sent) and _may_have(one, products)]
    like.sort(key=lambda one: one.id)
    exact = tuple(one for one in like if _basket(one) == dict(products) and _agrees(one, account, form, values))
    return (exact, True) if exact else (tuple(like), False)


def is_younger(order: Order, sent: Sent) -> bool:
    """Whether an order is newer than the orders that were known before; both times are the server's."""
    if sent.last_id is not None and order.id <= sent.last_id:
        return False
    return sent.last_created is None or order.created is None or order.created >= sent.last_created


def _shows_older(orders: Iterable[Order], sent: Sent) -> bool:
    """Whether a list shows an order that was known before, if there was one. An empty answer proves nothing."""
    return not sent.last_id or any(not is_younger(one, sent) for one in orders)


def _basket(order: Order) -> dict[int | None, int]:
    """Returns product to quantity; with the key None if a line could not be read, so that it equals no basket."""
    found: dict[int | None, int] = {}
    for line in order.lines:
        if not line.is_gift:
            product = line.product_id if line.quantity is not None else None
            found[product] = found.get(product, 0) + (line.quantity or 0)
    return found if order.quantity is not None else found | {None: 0}


def _may_have(order: Order, products: Mapping[int, int]) -> bool:
    basket = _basket(order)
    if basket == dict(products) or None in basket:
        return True
    # A gift may replace what was ordered (`giftsReplaceCartItems`), and older servers do not mark gifts.
    gifts = any(line.is_gift is not False for line in order.lines)
    return gifts and bool(set(products) & {line.product_id for line in order.lines})


def _agrees(order: Order, account: str | None, form: Form | None, values: Mapping[str, Any]) -> bool:
    if None not in (order.payment_account, account) and order.payment_account != account:
        return False
    for item in form.fields if form is not None else ():
        if item.marker in values and item.type not in ("spam", "button"):
            try:
                mine = _plain(encode_value(item, values[item.marker]))
            except InputError:
                continue  # the form has changed since it was sent
            if mine is not None and mine != _plain(order.form.get(item.marker)):
                return False
    return True


def _plain(value: Any) -> Any:
    """Returns a form value without what a server may add or change; None if it cannot be compared."""
    match value:
        case str():
            return value.strip()
        case bool():
            return None
        case int() | float() | Decimal():
            return Decimal(str(value))
        case Mapping():
            # Dates: the server reads `fullDate` (docs/api/forms.md#forms-dates). Options: value. Texts: text.
            keys = ("fullDate", "value", "plainValue", "htmlValue", "mdValue")
            return next((_plain(value[key]) for key in keys if value.get(key)), None)
        case list() | tuple():
            parts = [_plain(one) for one in value]
            return None if not parts or None in parts else tuple(parts)
    return None
