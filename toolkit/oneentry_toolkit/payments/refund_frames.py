"""The refund requests of many orders: the API lists those of one order at a time."""

from __future__ import annotations

import contextlib
import json
import os
from collections import deque
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..errors import (
    AccessDeniedError,
    IncompleteListError,
    IncompleteListWarning,
    InputError,
    NotFoundError,
    OneEntryError,
    ResponseFormatError,
)
from ..frames.given import need_frame
from ..lists.plan import CAP, Report, read_page
from ..lists.progress import Progress
from ..lists.read_all import check_findings, say, say_missing, say_unreadable
from ..lists.threads import Threads, wait_for
from ..orders.models import Order
from ..transport.client import ApiClient
from ..values.arguments import check_id
from ..values.display import counted
from ..values.reader import read_record
from .of_order import only_of
from .refunds import RefundRequest, is_unpaid

if TYPE_CHECKING:
    import pandas as pd

_NAMED = 3  # orders that a warning names
_ALIKE_MAX = 8  # as many orders that are refused alike, and none answered, end the fetch


@dataclass(frozen=True)
class Row:
    """One refund request as a row of a frame; the columns are ``frames.schema.REFUNDS``."""

    refund_id: int
    order_id: int
    created: datetime | None
    status: str | None
    amount: Decimal | None
    currency: str | None
    pieces: int
    products: str
    note: str | None


@dataclass
class Found:
    """The refund requests of some orders.

    Attributes:
        rows: in the order of the orders.
        report: of the fetch; its pages are the orders that answered.
        unread: orders whose refund requests could not be read, and why.
        asked: number of orders that were asked for.
    """

    report: Report
    rows: list[Row] = field(default_factory=list)
    unread: list[tuple[int, OneEntryError]] = field(default_factory=list)
    asked: int = 0

    def warn(self, *, strict: bool) -> None:
        """Says what is missing.

        Raises:
            IncompleteListError: with ``strict``, the refund requests of some orders could not be read.

        Warns:
            IncompleteListWarning, UnreadableRecordWarning: without ``strict``.
        """
        given = len(self.rows)
        say_unreadable(self.report.findings, given, noun="refund request", strict=strict)
        say_missing(self.report, given + self.report.findings.set_aside, noun="refund request", strict=strict)
        if not self.unread:
            return
        named = "; ".join(f"order {number}: {error}" for number, error in self.unread[:_NAMED])
        more = f"; and {len(self.unread) - _NAMED:,} more" if len(self.unread) > _NAMED else ""
        message = (
            f"The refund requests of {len(self.unread):,} of {counted(self.asked, 'order')} could not be read: "
            f"{named}{more}"
        )
        if strict:
            raise IncompleteListError(message, given=self.asked - len(self.unread), total=self.asked)
        say(f"{message} strict=True makes this an error.", IncompleteListWarning)


def refundable(
    orders: pd.DataFrame | Iterable[Order | int] | Order | int, *, user: int | None = None
) -> dict[int, str | None]:
    """Returns the orders that can have refund requests, each with its currency if that is known.

    These are the paid ones (docs/api/orders.md#orders-refunds), and numbers, of which it is not known. Of a frame of
    several users, these are the orders of ``user``.

    Raises:
        InputError: ``orders`` is neither a frame of orders nor orders or their numbers.
    """
    if hasattr(orders, "columns"):
        frame: Any = need_frame(orders, "orders", "order_id", "paid")  # type: ignore[arg-type]
        frame = frame[frame["paid"]].drop_duplicates("order_id")
        if user is not None and "user" in frame.columns:
            frame = frame[frame["user"] == user]
        numbers = [int(one) for one in frame["order_id"]]
        if "currency" not in frame.columns:
            return dict.fromkeys(numbers)
        known = zip(frame["currency"], frame["currency"].isna(), strict=True)
        return dict(zip(numbers, (None if gone else str(one) for one, gone in known), strict=True))
    if isinstance(orders, Order | int):
        orders = [orders]
    if isinstance(orders, str | bytes | Mapping) or not isinstance(orders, Iterable):
        raise InputError("orders must be a frame of orders, or orders or their numbers.", name="orders")
    found: dict[int, str | None] = {}
    for one in orders:
        if not isinstance(one, Order):
            found.setdefault(check_id(one, "order"), None)
        elif one.paid:
            found[one.id] = one.currency or None
    return found


def read_refunds(
    api: ApiClient,
    orders: Mapping[int, str | None],
    *,
    lang: str,
    max_items: int | None,
    strict: bool,
    workers: int,
    progress: bool | None,
) -> Found:
    """Returns the refund requests of orders, one request to the server for each order.

    Raises:
        ResponseFormatError: with ``strict``, a refund request, or a member of one, could not be read.
        the error of an order, if all were refused or misread, or if it is none of these.
    """
    found = Found(Report(total=0, unpaged=True, user=api.sign_ins.user_id()))
    bar = Progress("order", progress)
    answers = _answers(api, list(orders), workers=min(workers, max(1, len(orders))))
    try:
        with contextlib.closing(answers):
            for number, answer in answers:
                found.asked += 1
                bar.add(1, len(orders))
                try:
                    if isinstance(answer, OneEntryError):
                        raise answer
                    items, total = read_page(answer, "listRefunds")
                except (AccessDeniedError, NotFoundError, ResponseFormatError) as error:
                    if not is_unpaid(error):
                        found.unread.append((number, error))
                        _check_hopeless(found, len(orders))
                    continue
                _add(found, number, items, total, orders[number], lang)
                if strict:
                    check_findings(found.report.findings, noun="refund request", operation="listRefunds")
                if max_items is not None and len(found.rows) >= max_items:
                    del found.rows[max_items:]
                    break
    finally:
        bar.close()
    return found


def _answers(api: ApiClient, numbers: Sequence[int], *, workers: int) -> Generator[tuple[int, Any]]:
    """Yields the answer of each order, in their order, with so many requests under way; an error as itself."""
    pace = api.pace(workers)
    threads = Threads(workers, "oneentry-refunds")
    process = os.getpid()

    def ask(number: int) -> Any:
        try:
            return api.call("list_refunds", number, pace=pace)
        except OneEntryError as error:
            return error

    def begin(number: int) -> tuple[int, Future[Any]]:
        return number, threads.submit(lambda: ask(number))

    waiting = iter(numbers)
    under_way: deque[tuple[int, Future[Any]]] = deque()
    try:
        while True:
            while len(under_way) < workers and (number := next(waiting, None)) is not None:
                under_way.append(begin(number))
            if not under_way:
                return
            number, future = under_way.popleft()
            yield number, wait_for(future, process)
    finally:
        pace.close()
        threads.end()


def _check_hopeless(found: Found, count: int) -> None:
    """Raises the first error if every order was refused or misread so far, and enough were asked."""
    if len(found.unread) == found.asked >= min(count, _ALIKE_MAX):
        raise found.unread[0][1]


def _add(found: Found, number: int, items: Sequence[Any], total: int | None, currency: str | None, lang: str) -> None:
    report = found.report
    report.pages += 1
    short = total is not None and total > len(items)
    report.complete = report.complete and not short
    report.capped = report.capped or (short and len(items) == CAP)
    report.total = (report.total or 0) + (total if short and total is not None else len(items))
    for place, item in enumerate(items):
        request, oddities = read_record(item, only_of(number, RefundRequest.read), operation="listRefunds", lang=lang)
        report.findings.record(None if request is None else request.id, place, oddities, set_aside=request is None)
        if request is not None:
            found.rows.append(row_of(request, number, currency))


def row_of(request: RefundRequest, number: int, currency: str | None) -> Row:
    """Returns the row of a refund request of an order, with the currency of the order."""
    return Row(
        refund_id=request.id,
        order_id=number,
        created=request.created,
        status=request.status or None,
        amount=request.amount,
        currency=currency,
        pieces=sum(request.products.values()),
        products=json.dumps({str(product): quantity for product, quantity in request.products.items()}),
        note=request.note or None,
    )
