"""Frames of orders and statuses that were read as objects."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..frames.answers import AnswerField
from ..frames.assemble import build
from ..frames.schema import STATUSES
from ..lists.read_all import say_unreadable
from ..transport.messages import parse
from ..transport.operations import ENDPOINTS
from ..values.unreadable import Findings
from .decode import OrderDecoder
from .fetched import Fetched
from .models import Order, Status

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class StatusRow:
    """A status and its storage: a row of ``shop.orders.statuses_frame``."""

    storage: str
    storage_title: str | None
    status: Status

    def __getattr__(self, name: str) -> Any:
        return getattr(self.status, name)


def frame_of_orders(
    orders: Sequence[Order],
    *,
    lang: str,
    titles: Mapping[str, str],
    fields: Sequence[AnswerField] = (),
    money: Any = "exact",
) -> pd.DataFrame:
    """Returns the frame of orders, with the columns of ``shop.orders.frame``.

    Args:
        orders: one row each.
        lang: language of the titles.
        titles: of the storages, by marker.
        fields: of their forms.
        money: as in ``shop.orders.frame``.

    Warns:
        UnreadableRecordWarning: an answer does not fit its field.
    """
    fetched = Fetched(orders=True, lines=False, money=money, fields=lambda: fields)
    findings = Findings()
    for storage, some in itertools.groupby(orders, key=lambda order: order.storage):
        decoder = OrderDecoder(
            storage,
            storage_title=functools.partial(titles.get, storage),
            fields=lambda: fields,
            parse=functools.partial(parse, ENDPOINTS["list_orders"]),
            operation="listOrders",
            lang=lang,
        )
        chunk = decoder.of_objects(list(some))
        chunk.report_to(findings)
        fetched.add(chunk)
    say_unreadable(findings, len(orders), noun="order")
    return fetched.orders_frame()


def frame_of_statuses(
    statuses: Sequence[Status], *, storage: str, title: str | None = None, **how: Any
) -> pd.DataFrame:
    """Returns the frame of the statuses of a storage, with the columns of ``shop.orders.statuses_frame``."""
    return build(STATUSES, [StatusRow(storage=storage, storage_title=title, status=one) for one in statuses], **how)
