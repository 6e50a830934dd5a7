"""Refund requests for paid orders. An operator of the shop decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import InputError, NotFoundError, OneEntryError, ResponseFormatError
from ..frames.assemble import Money, build, check_money
from ..frames.fetch import WORKERS_MAX
from ..frames.schema import REFUNDS, documented
from ..lists.plan import read_page
from ..lists.read_all import say_left_out
from ..orders.models import Order, order_number
from ..transport.client import ApiClient
from ..values.arguments import check_id, check_max_items
from ..values.display import Amount, Listing, describe_part, html_card, one_line
from ..values.money import format_money
from ..values.reader import Reader
from ..values.words import sounds_withdrawn
from .of_order import check_of_order, is_foreign, read_of_order

if TYPE_CHECKING:
    import pandas as pd

_DIGITS = 19  # fewer make a number of 64 bits


@dataclass(frozen=True, kw_only=True)
class RefundRequest:
    """A request for money back (docs/api/orders.md#orders-refunds).

    Attributes:
        id: number of the request.
        order_id: number of the order.
        status: the server's status; the values are not documented. The sandbox has ``waiting`` and ``canceled``.
        amount: exact, as the server computed it; None if it sends none.
        note: the customer's message to the shop.
        products: product number to quantity.
        created: when it was created, in UTC.
        raw: the JSON object.
    """

    id: int
    order_id: int | None
    status: str
    amount: Decimal | None
    note: str
    products: Mapping[int, int] = field(hash=False)
    created: datetime | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> RefundRequest:
        """Reads a ``RefundRequest`` from a response."""
        return cls(
            id=reader.id(),
            order_id=reader.integer("orderId"),
            status=reader.text("status") or "",
            amount=reader.money("amount"),
            note=reader.text("note") or "",
            products=_read_products(reader),
            created=reader.time("createdDate"),
            raw=reader.raw,
        )

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn or rejected, so that its products can be requested again."""
        return sounds_withdrawn(self.status)

    def __repr__(self) -> str:
        return one_line(
            "RefundRequest", str(self.id), (self.status, f"order {self.order_id}", format_money(self.amount, None))
        )

    def _repr_html_(self) -> str:
        return html_card(
            f"Refund request {self.id}",
            (
                ("order", self.order_id),
                ("status", self.status),
                ("amount", format_money(self.amount, None)),
                ("products", {str(product): quantity for product, quantity in self.products.items()}),
                ("note", self.note),
                ("created", self.created),
            ),
        )


class Refunds:
    """``shop.refunds``. Only paid orders are refunded; cancel others with ``shop.orders.cancel``."""

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang

    def __repr__(self) -> str:
        return describe_part(self, "shop.refunds")

    def list(self, order: Order | int) -> Listing[RefundRequest]:
        """Lists the refund requests of an order. A request of another order is left out, with a warning.

        Raises:
            NotFoundError: the order does not exist, belongs to another user, or is not paid.
            ResponseFormatError: the answer is no list, or all of it is of other orders.

        Warns:
            UnreadableRecordWarning: a request, or a member of it, could not be read, or it is of another order.
        """
        number = order_number(order)
        answer = self._call("list_refunds", order)
        found = read_of_order(
            answer, RefundRequest.read, number, operation="listRefunds", lang=self._lang, noun="refund request"
        )
        return self._listing(found, order)

    @documented(REFUNDS)
    def frame(
        self,
        orders: pd.DataFrame | Iterable[Order | int] | Order | int,
        *,
        money: Money = "exact",
        max_items: int | None = None,
        strict: bool = False,
        workers: int = 8,
        progress: bool | None = None,
    ) -> pd.DataFrame:
        """Returns the refund requests of orders as a DataFrame, one row each.

        The API lists them order by order, so this sends one request to the server for each order that can have some:
        the paid ones of a frame or of ``Order`` objects, and all numbers. Filter first to send fewer.

        Args:
            orders: from ``shop.orders.frame()`` or ``shop.orders.list()``, or numbers of orders. Of the frame of
                ``frames_of``, only the orders of this shop's user are asked for.
            money: as in ``shop.orders.frame``.
            max_items: stop after so many refund requests; None for all.
            strict: raise instead of warning when the requests of an order, or a member of one, could not be read.
            workers: orders to ask for in parallel, up to 32.
            progress: whether to show a progress bar; None shows one in notebooks and terminals after a second.

        Returns:
            These columns, with the same dtypes when there are no rows, and ``attrs`` as in ``shop.orders.frame``, with
            ``orders_asked`` and ``orders_unread`` in ``attrs["fetch"]``:

            {columns}

        Raises:
            SignInRequiredError: no user is signed in.
            InputError: an argument is not valid.
            AccessDeniedError, NotFoundError, ResponseFormatError: the refund requests of none of the orders could be
                read; after eight orders that failed, no more are asked for.
            IncompleteListError, ResponseFormatError: with ``strict``.

        Warns:
            IncompleteListWarning: without ``strict``, the refund requests of some orders could not be read, such as
                those of another user, or a list is shorter than its total.
            UnreadableRecordWarning: without ``strict``, a refund request, or a member of one, could not be read.
        """
        from .refund_frames import read_refunds, refundable

        check_money(money)
        limit = check_max_items(max_items)
        if check_id(workers, "workers") > WORKERS_MAX:
            raise InputError(f"workers must be at most {WORKERS_MAX}: more would overload the server.", name="workers")
        if progress is not None and not isinstance(progress, bool):
            raise InputError("progress must be True, False or None.", name="progress")
        found = read_refunds(
            self._api,
            refundable(orders, user=self._api.sign_ins.user_id()),
            lang=self._lang,
            max_items=limit,
            strict=strict,
            workers=workers,
            progress=progress,
        )
        found.warn(strict=strict)
        frame = build(REFUNDS, found.rows, money=money, report=found.report)
        frame.attrs["fetch"] |= {"orders_asked": found.asked, "orders_unread": len(found.unread)}
        return frame

    def _call(self, name: str, order: Order | int, *, wanted: str = "", **body: Any) -> Any:
        """The answer of an operation on the refund requests of an order.

        Args:
            name: of the operation.
            order: the order.
            wanted: the operation that the caller asked for, if this one is a look before it.
            body: of the request.
        """
        number = order_number(order)
        try:
            return self._api.call(name, number, **body)
        except NotFoundError as error:
            if not is_unpaid(error):
                raise
            raise NotFoundError(
                f"{wanted or error.operation} was refused (404): {error.message}. Order {number} is not paid: "
                "cancel it with shop.orders.cancel(order). If it has just been paid, call again in a moment.",
                status=error.status,
                operation=wanted or error.operation,
                message=error.message,
                request_id=error.request_id,
            ) from None

    def _read_strictly(self, order: Order | int) -> Listing[RefundRequest]:
        """Lists as ``list``, but raises if a member cannot be read: pieces would be requested twice."""
        number = order_number(order)
        items, total = read_page(self._call("list_refunds", order, wanted="createRefundRequest"), "listRefunds")
        say_left_out(len(items), total, noun="refund request", scope=f"of order {number}")
        found = [
            RefundRequest.read(Reader(one, operation="listRefunds", lang=self._lang, path=f"$[{place}]"))
            for place, one in enumerate(items)
        ]
        advice = "Nothing was sent; call again."
        check_of_order(found, number, operation="listRefunds", noun="refund request", advice=advice)
        return self._listing(found, order)

    def _listing(self, found: Sequence[RefundRequest], order: Order | int) -> Listing[RefundRequest]:
        currency = order.currency or None if isinstance(order, Order) else None
        return Listing(
            found,
            noun="refund request",
            columns={
                "id": "id",
                "created": "created",
                "status": "status",
                "amount": Amount("amount"),
                "products": "products",
                "note": "note",
            },
            frame=partial(_frame_of, number=order_number(order), currency=currency),
            user=self._api.sign_ins.user_id(),
        )

    def request(
        self, order: Order | int, *, products: Mapping[int, int] | None = None, note: str | None = None
    ) -> RefundRequest:
        """Requests a refund. The request is sent once, without retries; the server computes the amount.

        Args:
            order: the paid order; or its number, if ``products`` is given.
            products: product number to quantity; None for everything that is not part of an earlier request.
            note: a message to the shop.

        Returns:
            The refund request, as read from the list.

        Raises:
            NotFoundError: the order does not exist, belongs to another user, or is not paid.
            InputError: the order does not have a product or its quantity; nothing was sent.
            InvalidRequestError: the server refused, for example because another request is waiting.
            ConnectionFailedError: no response; ``sent`` is True if the refund may have been requested.
            ResponseFormatError: the refund was requested, but the list does not show it or cannot be read.
        """
        before = self._read_strictly(order)
        wanted = _wanted(order, products, before)
        body: dict[str, Any] = {"products": {str(one): {"quantity": quantity} for one, quantity in wanted.items()}}
        if note is not None:
            if not isinstance(note, str):
                raise InputError("note must be a text.", name="note")
            body["note"] = note
        answer = self._call("create_refund_request", order, body=body)
        # The answer is `true` or `{}` (docs/api/orders.md#orders-refunds): only the list knows the number and the
        # amount.
        number = order_number(order)
        done = f"createRefundRequest was {'answered with false' if answer is False else 'accepted'} for order {number}"
        try:
            made = newest_of(self.list(order), number, {one.id for one in before}, wanted)
        except OneEntryError as error:
            raise ResponseFormatError(
                f"{done}, but the result cannot be read: {error} Check again later with shop.refunds.list(order).",
                operation="createRefundRequest",
            ) from error
        if made is None:
            raise ResponseFormatError(
                f"{done}, but the list does not show it. Check again later with shop.refunds.list(order).",
                operation="createRefundRequest",
            )
        return made

    def cancel(self, order: Order | int) -> None:
        """Withdraws the waiting refund request of an order.

        Raises:
            NotFoundError: the order does not exist, or has no waiting request.
        """
        self._call("cancel_refund_request", order)


def is_unpaid(error: OneEntryError) -> bool:
    """Whether an error says that the order is not paid (docs/api/orders.md#orders-refunds)."""
    return isinstance(error, NotFoundError) and "uncompleted" in error.message


def _frame_of(requests: Sequence[RefundRequest], *, number: int, currency: str | None, **how: Any) -> pd.DataFrame:
    """Returns the frame of the refund requests of an order: see ``Refunds.frame``."""
    from .refund_frames import row_of

    return build(REFUNDS, [row_of(one, number, currency) for one in requests], **how)


def newest_of(
    requests: Iterable[RefundRequest], order_id: int, before: Set[int], products: Mapping[int, int] | None
) -> RefundRequest | None:
    """Returns the newest refund request that may be the one just made; None if there is none.

    Args:
        requests: as listed after it.
        order_id: number of the order. Requests of another one are left out.
        before: numbers of the requests that were there before.
        products: product number to quantity that were requested; None if that is not known. Requests of other
            products, made elsewhere at the same time, are left out.
    """
    made = [
        one
        for one in requests
        if one.id not in before
        and not is_foreign(one, order_id)
        and (products is None or not one.products or dict(one.products) == dict(products))
    ]
    return max(made, key=lambda one: one.id, default=None)


def _read_products(reader: Reader) -> dict[int, int]:
    """Reads product to quantity; products whose number or quantity cannot be read are left out."""
    found = {}
    products = reader.nested("products")
    for key in products.raw:
        one = products.nested(key)
        if not (key.isascii() and key.isdecimal() and len(key) < _DIGITS):
            products.misfit(key, "the number of a product", key)
            continue
        quantity = one.id("quantity") if one.oddities is None else one.expected("quantity")
        if quantity is not None:
            found[int(key)] = quantity
    return found


def _wanted(order: Order | int, products: Mapping[int, int] | None, earlier: Listing[RefundRequest]) -> dict[int, int]:
    """Returns product to quantity, checked against the order and its earlier requests."""
    number = order_number(order)
    left = left_to_refund(order, earlier) if isinstance(order, Order) else None
    is_known = isinstance(order, Order) and order.quantity is not None and all(one.product_id for one in order.lines)
    if products is None:
        if left is None:
            raise InputError("Pass products, or the order itself instead of its number.", name="products")
        if not is_known:
            raise InputError(
                f"Order {number} has lines whose product or quantity could not be read, so it is not known "
                "what all of it is. Pass products, such as {14: 1}.",
                name="products",
            )
        wanted = {product: quantity for product, quantity in left.items() if quantity > 0}
        if not wanted:
            raise InputError(f"Nothing of order {number} is left to refund.", name="products")
        return wanted
    if not isinstance(products, Mapping) or not products:
        raise InputError("products must be a dict of product number to quantity, such as {14: 1}.", name="products")
    wanted = {
        check_id(one, "product number"): check_id(quantity, f"quantity of product {one}")
        for one, quantity in products.items()
    }
    if left is not None and is_known:
        for one, quantity in wanted.items():
            if one not in left:
                raise InputError(
                    f"Order {number} has no product {one}. It has: {', '.join(map(str, left)) or 'none'}.",
                    name="products",
                )
            if quantity > left[one]:
                raise InputError(
                    f"Only {max(left[one], 0)} of product {one} can be refunded in order {number}.",
                    name="products",
                )
    return wanted


def left_to_refund(order: Order, requests: Listing[RefundRequest] | tuple[RefundRequest, ...] = ()) -> dict[int, int]:
    """Returns product to quantity that is not part of an active refund request.

    Gifts are not refunded. Lines whose product or quantity could not be read are left out.
    """
    left: dict[int, int] = {}
    for line in order.lines:
        if not line.is_gift and line.product_id is not None and line.quantity is not None:
            left[line.product_id] = left.get(line.product_id, 0) + line.quantity
    for request in requests:
        for product, quantity in request.products.items():
            if product in left and not request.is_withdrawn:
                left[product] -= quantity
    return left
