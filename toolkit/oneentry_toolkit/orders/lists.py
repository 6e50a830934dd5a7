"""Orders as they are read: storages, statuses, lists, and the DataFrames of them."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from ..errors import InputError
from ..frames.assemble import Assembly, Money, build, check_money
from ..frames.chunks import Chunk, Seen, whole_answers
from ..frames.fetch import fetch_options, read_chunks, warm_up
from ..frames.schema import LINES, ORDERS, STATUSES, documented
from ..lists.cache import TtlCache
from ..lists.filters import ExportOptions, FetchOptions, OrderFilters, takes
from ..lists.plan import Report
from ..lists.read_all import read_all, say_missing
from ..transport.client import ApiClient
from ..values.arguments import check_items, check_marker, check_max_items, unknown_marker
from ..values.display import Listing
from ..values.money import format_money
from .decode import OrderDecoder
from .filters import OrderFilter, parse_moment
from .models import Order, Status, Storage

if TYPE_CHECKING:
    import pandas as pd


class OrderFrames(NamedTuple):
    """Orders and their lines, from one fetch.

    Attributes:
        orders: as from ``shop.orders.frame()``.
        lines: as from ``shop.orders.lines_frame()``.
    """

    orders: pd.DataFrame
    lines: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class _StatusRow:
    """A row of ``statuses_frame``."""

    storage: str
    storage_title: str
    status: Status

    def __getattr__(self, name: str) -> Any:
        return getattr(self.status, name)


class OrderLists:
    """What ``shop.orders`` reads. A user sees their own orders only."""

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang
        self._storages: TtlCache[str, tuple[Storage, ...]] = TtlCache(lambda _: tuple(self.storages()), api)
        self._statuses: TtlCache[str, tuple[Status, ...]] = TtlCache(lambda marker: tuple(self.statuses(marker)), api)

    def storages(self) -> Listing[Storage]:
        """The order storages of the project, as a sequence of ``Storage``."""
        found, report = read_all(
            self._api, "list_order_storages", read=Storage.read, lang=self._lang, noun="storage", lang_code=self._lang
        )
        return Listing(
            found,
            noun="storage",
            total=report.total,
            columns={
                "marker": lambda one: one.marker,
                "title": lambda one: one.title,
                "form": lambda one: one.form,
                "payment accounts": lambda one: one.payment_accounts,
            },
        )

    def statuses(self, storage: str) -> Listing[Status]:
        """The statuses that orders of a storage may have, as a sequence of ``Status``.

        Raises:
            NotFoundError: there is no such storage.
        """
        found, report = read_all(
            self._api,
            "list_order_statuses",
            check_marker(storage, "storage"),
            read=Status.read,
            lang=self._lang,
            noun="status",
            lang_code=self._lang,
        )
        return Listing(
            found,
            noun="statuse",  # "3 statuses"
            total=report.total,
            columns={
                "marker": lambda one: one.marker,
                "title": lambda one: one.title,
                "default": lambda one: one.is_default,
            },
        )

    @takes(OrderFilters)
    def list(self, storage: str | None = None, **options: Unpack[OrderFilters]) -> Listing[Order]:
        """Your orders, as a sequence of ``Order`` in the server's order.

        The API cannot filter: with a filter the whole list is read, and what does not fit is left out here.

        Args:
            storage: marker of one storage; None for all, one after the other.
            {options}

        Raises:
            SignInRequiredError: nobody is signed in.
            InputError: there is no such storage or status, or a value does not fit.
            IncompleteListError: with ``strict``.

        Warns:
            IncompleteListWarning: the server gave fewer than it says there are.
        """
        wanted = self._wanted(storage, options)
        limit = check_max_items(options.get("max_items"))
        found: list[Order] = []
        total: int | None = 0
        for one in self._chosen(storage):
            left = None if limit is None else limit - len(found)
            if left == 0:
                total = None
                break
            orders, report = read_all(
                self._api,
                "list_orders",
                one.marker,
                read=functools.partial(Order.read, storage=one.marker),
                lang=self._lang,
                noun="order",
                max_items=None if wanted else left,
                strict=options.get("strict", False),
                lang_code=self._lang,
            )
            found += [order for order in orders if wanted.fits(order)] if wanted else orders
            total = None if total is None or report.total is None or wanted else total + report.total
        return Listing(
            found[:limit],
            noun="order",
            total=total,
            columns={
                "id": lambda order: order.id,
                "created": lambda order: order.created,
                "storage": lambda order: order.storage,
                "status": lambda order: order.status_title or order.status,
                "total": lambda order: format_money(order.total, order.currency),
                "paid": lambda order: order.paid,
                "payment account": lambda order: order.payment_account_title or order.payment_account,
                "pieces": lambda order: order.quantity,
            },
        )

    @documented(ORDERS)
    @takes(FetchOptions)
    def frame(
        self,
        storage: str | None = None,
        *,
        money: Money = "decimal",
        raw: bool = False,
        **options: Unpack[FetchOptions],
    ) -> pd.DataFrame:
        """Your orders as a DataFrame, one row each, in the server's order.

        The API cannot filter: with a filter the whole list is read, and what does not fit is left out here.

        Args:
            storage: marker of one storage; None for all, one after the other.
            money: ``"decimal"`` keeps amounts exact (``Decimal`` objects, at least two decimals); ``"float"`` gives
                float64.
            raw: add a column ``raw`` with each order's JSON as the server sent it, for members that have no column.
            {options}

        Returns:
            The columns below, with the same dtypes when there are no rows, then one ``form.<marker>`` column for
            each form field found (``str`` if all its values are text, else ``object``). ``attrs`` says what was
            seen: ``total``, ``pages``, ``repeats_dropped``, ``cap_met``, ``fetched_at``, ``currencies``.

            {columns}

        Raises:
            as ``list``.
        """
        check_money(money)
        return self._fetch(storage, options, lines=False, raw=raw).orders_frame(money)

    @documented(LINES)
    @takes(FetchOptions)
    def lines_frame(
        self, storage: str | None = None, *, money: Money = "decimal", **options: Unpack[FetchOptions]
    ) -> pd.DataFrame:
        """The lines of your orders as a DataFrame, one row each.

        Args:
            storage, money: as in ``frame``.
            {options}

        Returns:
            These columns, with the same dtypes when there are no rows, and ``attrs`` as in ``frame``:

            {columns}

        Raises:
            as ``list``.
        """
        check_money(money)
        return self._fetch(storage, options, orders=False).lines_frame(money)

    @takes(FetchOptions)
    def frames(
        self,
        storage: str | None = None,
        *,
        money: Money = "decimal",
        raw: bool = False,
        **options: Unpack[FetchOptions],
    ) -> OrderFrames:
        """Your orders and their lines as two DataFrames, fetched once.

        Args:
            storage, money, raw: as in ``frame``.
            {options}

        Returns:
            ``OrderFrames``: ``orders`` as from ``frame``, ``lines`` as from ``lines_frame``.

        Raises:
            as ``list``.
        """
        check_money(money)
        found = self._fetch(storage, options, raw=raw)
        return OrderFrames(found.orders_frame(money), found.lines_frame(money))

    @documented(STATUSES)
    def statuses_frame(self, storage: str | None = None) -> pd.DataFrame:
        """The statuses that orders may have as a DataFrame, one row each.

        Args:
            storage: marker of one storage; None for all.

        Returns:
            These columns, with the same dtypes when there are no rows:

            {columns}

        Raises:
            InputError: there is no such storage.
        """
        rows = [
            _StatusRow(storage=one.marker, storage_title=one.title, status=status)
            for one in self._chosen(storage)
            for status in self.statuses(one.marker)
        ]
        return build(STATUSES, rows)

    def _fetch(
        self,
        storage: str | None,
        options: FetchOptions,
        *,
        orders: bool = True,
        lines: bool = True,
        raw: bool = False,
    ) -> _Fetched:
        """The columns of the orders that fit, and what was seen on the way."""
        warm_up()
        wanted = self._wanted(storage, options)
        limit = check_max_items(options.get("max_items"))
        fetched = _Fetched(orders=orders, lines=lines)
        # Whether a storage that was named exists is looked up while its first page is on its way.
        markers = [one.marker for one in self._chosen(None)] if storage is None else [check_marker(storage, "storage")]
        for marker in markers:
            left = None if limit is None else limit - fetched.count
            if left == 0:
                fetched.report.total = None
                break
            report = Report()
            chunks = self._chunks(marker, report, options, max_items=None if wanted else left, raw=raw)
            with contextlib.closing(chunks):  # also when Ctrl-C comes here, and the traceback keeps them alive
                for chunk in chunks:
                    if wanted:
                        chunk.keep(wanted.mask(chunk.columns))
                    fetched.add(chunk, limit)
                    if limit is not None and fetched.count == limit:
                        break
            fetched.report.add(report)
        return fetched

    def _chunks(
        self,
        storage: str,
        report: Report,
        options: FetchOptions | ExportOptions,
        *,
        max_items: int | None = None,
        raw: bool = False,
        seen: Seen | None = None,
        start: int = 0,
        got: int = 0,
    ) -> Generator[Chunk]:
        """The orders of a storage, some pages at a time; whether they are all is said at the end."""
        given = got
        for chunk in read_chunks(
            self._api,
            "list_orders",
            storage,
            decoder=self._decoder(storage, raw=raw, seen=seen),
            report=report,
            noun="order",
            start=start,
            got=got,
            meanwhile=lambda: self._storage(storage),
            lang_code=self._lang,
            **{**fetch_options(options), "max_items": max_items},
        ):
            given += len(chunk)
            yield chunk
        say_missing(report, given, noun="order", strict=options.get("strict", False))

    def _decoder(self, storage: str, *, raw: bool = False, seen: Seen | None = None) -> OrderDecoder:
        return OrderDecoder(
            storage,
            storage_title=lambda: self._storage(storage).title,
            parse=functools.partial(self._api.parse, "list_orders"),
            operation="listOrders",
            lang=self._lang,
            raw=raw,
            seen=seen,
        )

    def _part(self, storage: str, start: int, stop: int, options: FetchOptions | ExportOptions) -> Iterator[Chunk]:
        """The orders from one offset up to, but without, another."""
        return read_chunks(
            self._api,
            "list_orders",
            storage,
            decoder=self._decoder(storage),
            report=Report(),
            noun="order",
            start=start,
            stop=stop,
            lang_code=self._lang,
            **fetch_options(options),
        )

    def _wanted(self, storage: str | None, options: OrderFilters) -> OrderFilter:
        """The filter; false if there is nothing to leave out."""
        status, paid = options.get("status"), options.get("paid")
        markers = None
        if status is not None:
            markers = frozenset([status] if isinstance(status, str) else check_items(status, "status"))
            known = [one.marker for place in self._chosen(storage) for one in self._statuses[place.marker]]
            for marker in markers:
                if check_marker(marker, "status") not in known:
                    raise unknown_marker("status", marker, dict.fromkeys(known), name="status")
        if paid is not None and not isinstance(paid, bool):
            raise InputError("paid must be True, False or None.", name="paid")
        return OrderFilter(
            status=markers,
            paid=paid,
            after=parse_moment(options.get("created_after"), "created_after"),
            before=parse_moment(options.get("created_before"), "created_before"),
        )

    def _chosen(self, storage: str | None) -> tuple[Storage, ...]:
        if storage is not None:
            return (self._storage(storage),)
        storages = self._storages[""]
        if not storages:
            raise InputError("The project has no order storage that you may see.", name="storage")
        return storages

    def _storage(self, marker: str) -> Storage:
        known = {one.marker: one for one in self._storages[""]}
        if check_marker(marker, "storage") not in known:
            raise unknown_marker("order storage", marker, known, name="storage")
        return known[marker]


class _Fetched:
    """The frames in the making."""

    def __init__(self, *, orders: bool, lines: bool) -> None:
        self.count = 0
        self.report = Report(total=0)
        self._orders = Assembly(ORDERS) if orders else None
        self._lines = Assembly(LINES) if lines else None
        self._form: list[tuple[int, dict[str, Any]]] = []

    def add(self, chunk: Chunk, limit: int | None) -> None:
        """Takes what a chunk has, up to the limit of all."""
        chunk.cut(limit, self.count)
        self.count += len(chunk)
        if self._orders is not None:
            self._orders.add(chunk.columns)
            self._form.append((len(chunk), chunk.form))
        if self._lines is not None:
            self._lines.add(chunk.lines)

    def orders_frame(self, money: Money) -> pd.DataFrame:
        """One row an order; can be had once."""
        assert self._orders is not None
        markers = dict.fromkeys(marker for _, form in self._form for marker in form)
        more = {
            f"form.{marker}": whole_answers([(count, form.pop(marker, None)) for count, form in self._form])
            for marker in markers
        }
        return self._orders.frame(more=more, money=money, report=self.report)

    def lines_frame(self, money: Money) -> pd.DataFrame:
        """One row a line; can be had once."""
        assert self._lines is not None
        return self._lines.frame(money=money, report=self.report)
