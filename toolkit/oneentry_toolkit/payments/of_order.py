"""Payment sessions and refund requests of one order: a record of another one is never among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from ..errors import ResponseFormatError
from ..lists.plan import read_page
from ..lists.read_all import read_items
from ..values.reader import Reader, read_record
from ..values.unreadable import Oddity, UnidentifiedError


class _OfOrder(Protocol):
    """A record that may say which order it is of."""

    @property
    def id(self) -> int: ...
    @property
    def order_id(self) -> int | None: ...


R = TypeVar("R", bound=_OfOrder)


def read_of_order(
    answer: Any, read: Callable[[Reader], R], number: int, *, operation: str, lang: str, noun: str
) -> list[R]:
    """Returns the records of an order's list. A record of another order is left out, with a warning.

    Args:
        answer: of the server.
        read: returns the object of a record.
        number: number of the order. Records that do not say which order they are of are believed.
        operation, lang, noun: as for ``read_items``.

    Raises:
        ResponseFormatError: the answer is no list, or all of it is of other orders.

    Warns:
        UnreadableRecordWarning: a record, or a member of it, could not be read, or it is of another order.
    """
    records = [read_record(one, read, operation=operation, lang=lang)[0] for one in read_page(answer, operation)[0]]
    if all(one is not None and is_foreign(one, number) for one in records):
        check_of_order([one for one in records if one], number, operation=operation, noun=noun, advice="Call again.")
    scope = f"of order {number}"
    return read_items(answer, only_of(number, read), operation=operation, lang=lang, noun=noun, scope=scope)


def only_of(number: int, read: Callable[[Reader], R]) -> Callable[[Reader], R]:
    """Returns what reads a record of this order; one of another order counts as not identified."""

    def read_one(reader: Reader) -> R:
        record = read(reader)
        if is_foreign(record, number):
            raise UnidentifiedError(Oddity("orderId", "is that of another order"))
        return record

    return read_one


def check_of_order(records: Iterable[_OfOrder], number: int, *, operation: str, noun: str, advice: str) -> None:
    """Checks that records are of the order that was named.

    Raises:
        ResponseFormatError: one is of another order.
    """
    for one in records:
        if is_foreign(one, number):
            raise ResponseFormatError(
                f"{operation} was asked for order {number} and answered with {noun} {one.id} of order {one.order_id}. "
                f"{advice}",
                operation=operation,
                json_path="$.orderId",
            )


def is_foreign(record: _OfOrder, number: int) -> bool:
    """Whether a record says that it is of another order."""
    return record.order_id not in (None, number)
