"""Reads storages, statuses and orders, as objects and as columns."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..errors import AccessDeniedError, ApiError, InputError, NotFoundError, ServerError
from ..frames.answers import AnswerField
from ..frames.assemble import Money
from ..frames.chunks import Chunk, Seen
from ..frames.fetch import fetch_options, read_chunks, warm_up
from ..frames.records import STORAGES, frame_of
from ..lists.cache import TtlCache
from ..lists.options import ExportOptions, FetchOptions, OrderFilters
from ..lists.plan import Report
from ..lists.reach import Reach, find_reach
from ..lists.read_all import check_findings, read_all, read_one, say_missing, say_unreadable
from ..lists.side import look_up
from ..transport.client import ApiClient
from ..values.arguments import check_id, check_items, check_marker, check_max_items, parse_moment, unknown_marker
from ..values.display import Amount, Listing
from ..values.unreadable import Findings
from .decode import OrderDecoder
from .fetched import Fetched
from .filters import OrderFilter
from .listings import StatusRow, frame_of_orders, frame_of_statuses
from .models import Order, Status, Storage, of_storage

FieldsOf = Callable[[Sequence[Storage]], Sequence[AnswerField]]


class OrderReader:
    """Reads the orders of the signed-in user, for ``Orders``.

    Args:
        api: the client of the project.
        lang: language of the titles.
        fields_of: returns the fields in the forms of storages, which have columns in frames of orders.
    """

    def __init__(self, api: ApiClient, lang: str, fields_of: FieldsOf) -> None:
        self._api = api
        self._lang = lang
        self._fields_of = fields_of
        self._known_storages: TtlCache[str, tuple[Storage, ...]] = TtlCache(lambda _: tuple(self.storages()), api)
        self._known_statuses: TtlCache[str, tuple[Status, ...]] = TtlCache(
            lambda marker: tuple(self.statuses(marker)), api
        )

    def storages(self) -> Listing[Storage]:
        """Lists the order storages of the project."""
        found, report = read_all(
            self._api, "list_order_storages", read=Storage.read, by_marker=True, lang=self._lang, noun="storage",
            lang_code=self._lang,
        )  # fmt: skip
        return Listing(
            found,
            noun="storage",
            total=report.total,
            fetch=report.facts(),
            columns={
                "marker": "marker",
                "title": "title",
                "form": "form",
                "payment accounts": "payment_accounts",
            },
            frame=functools.partial(frame_of, columns=STORAGES, lists=("payment_accounts",)),
        )

    def statuses(self, storage: str) -> Listing[Status]:
        """Lists the statuses that orders of a storage may have."""
        found, report = read_all(
            self._api,
            "list_order_statuses",
            check_marker(storage, "storage"),
            read=Status.read,
            by_marker=True,
            lang=self._lang,
            noun="status",
            scope=of_storage(storage),
            lang_code=self._lang,
        )
        return Listing(
            found,
            noun="status",
            total=report.total,
            fetch=report.facts(),
            columns={
                "marker": "marker",
                "title": "title",
                "default": "is_default",
            },
            frame=functools.partial(frame_of_statuses, storage=storage),
            look_up=lambda: {"title": self.named(storage).title or None},
        )

    def storage(self, marker: str) -> Storage:
        """Returns a storage by its marker, from a cache of one minute.

        Raises:
            InputError: the storage does not exist.
        """
        known = {one.marker: one for one in self._known_storages[""]}
        if check_marker(marker, "storage") not in known:
            raise unknown_marker("order storage", marker, known, name="storage")
        return known[marker]

    def named(self, marker: str) -> Storage:
        """Returns a storage by its marker; without title, form and accounts, if the storages cannot be looked up.

        Raises:
            InputError: the storage does not exist.

        Warns:
            MissingDetailWarning: the storages cannot be looked up.
        """
        bare = Storage(id=0, marker=check_marker(marker, "storage"), title="", form=None, payment_accounts=(), raw={})
        return look_up(lambda: self.storage(marker), "Titles and forms of order storages", bare)

    def chosen(self, storage: str | None) -> tuple[Storage, ...]:
        """Returns the storage of a marker, see ``named``; all storages for None.

        Raises:
            InputError: the storage does not exist, or the project has none.
        """
        if storage is not None:
            return (self.named(_check_storage(storage)),)
        storages = self._known_storages[""]
        if not storages:
            raise InputError("The project has no order storage that you may see.", name="storage")
        return storages

    def known_statuses(self, storage: str) -> tuple[Status, ...]:
        """Returns the statuses of a storage, from a cache of one minute."""
        return self._known_statuses[storage]

    def known_status(self, storage: str, marker: str) -> str:
        """Checks the marker of a status and returns it; unchecked if the statuses cannot be looked up.

        Raises:
            InputError: the storage does not have the status.

        Warns:
            MissingDetailWarning: the statuses cannot be looked up.
        """
        check_marker(marker, "status")
        known = self._markers_of_statuses(storage)
        if known is not None and marker not in known:
            raise unknown_marker("status", marker, known, name="status", where=f"Storage '{storage}'")
        return marker

    def _markers_of_statuses(self, storage: str) -> list[str] | None:
        return look_up(
            lambda: [one.marker for one in self._known_statuses[storage]], f"The statuses of storage '{storage}'", None
        )

    def status_rows(self, storage: str | None) -> list[StatusRow]:
        """Returns the statuses of one storage, or of all for None."""
        return [
            StatusRow(storage=one.marker, storage_title=one.title, status=status)
            for one in self.chosen(storage)
            for status in self.statuses(one.marker)
        ]

    def find(self, order_id: int, storage: str | None) -> Order:
        """Returns an order: see ``Orders.get``."""
        if isinstance(order_id, str) and isinstance(storage, int):
            raise InputError('The number of the order comes first: shop.orders.get(5, "orders").', name="order_id")
        number = check_id(order_id, "order_id")
        storages = self.chosen(storage)
        failure: ApiError | None = None
        for one in storages:
            try:
                return self.order(number, one.marker)
            except (AccessDeniedError, NotFoundError, ServerError) as error:
                # A storage that fails says more than one that does not have the order.
                failure = error if failure is None or isinstance(failure, NotFoundError) else failure
        assert failure is not None, "there is at least one storage"
        raise failure

    def order(self, order_id: int, storage: str) -> Order:
        """Returns an order of a storage."""
        answer = self._api.call("get_order", storage, order_id, lang_code=self._lang)
        return read_one(
            answer,
            functools.partial(Order.read, storage=storage),
            operation="getOrder",
            lang=self._lang,
            noun="order",
            number=order_id,
        )

    def orders(self, storage: str | None, options: OrderFilters) -> Listing[Order]:
        """Lists the matching orders: see ``Orders.list``."""
        wanted = self._wanted(storage, options)
        limit = check_max_items(options.get("max_items"))
        found: list[Order] = []
        whole, read = Report(total=0), 0
        places = self.chosen(storage)
        user = self._api.sign_ins.user_id()
        for one in places:
            left = None if limit is None else limit - len(found)
            if left == 0:
                whole.total = None
                break
            orders, report = read_all(
                self._api,
                "list_orders",
                one.marker,
                read=functools.partial(Order.read, storage=one.marker),
                lang=self._lang,
                noun="order",
                scope=of_storage(one.marker),
                max_items=None if wanted else left,
                strict=options.get("strict", False),
                says=False,
                lang_code=self._lang,
            )
            whole.add(report)
            read += len(orders)
            found += [order for order in orders if wanted.fits(order)] if wanted else orders
        say_unreadable(whole.findings, read, noun="order", strict=options.get("strict", False))
        return Listing(
            found[:limit],
            noun="order",
            total=None if wanted else whole.total,
            fetch=whole.facts(),
            columns={
                "id": "id",
                "created": "created",
                "storage": "storage",
                "status": ("status_title", "status"),
                "total": Amount("total", "currency"),
                "paid": "paid",
                "payment account": ("payment_account_title", "payment_account"),
                "pieces": "quantity",
            },
            frame=functools.partial(
                frame_of_orders, lang=self._lang, titles={one.marker: one.title for one in places if one.title}
            ),
            look_up=lambda: {"fields": self._fields_of(places)},
            user=user,
        )

    def fetch(
        self,
        storage: str | None,
        options: FetchOptions,
        *,
        orders: bool = True,
        lines: bool = True,
        raw: bool = False,
        stopped: Callable[[], bool] | None = None,
        money: Money = "exact",
    ) -> Fetched:
        """Fetches the columns of the matching orders and of their lines: see ``Orders.frame``.

        When ``stopped`` gives True, it ends early, without what is left.
        """
        warm_up()
        wanted = self._wanted(storage, options)
        limit = check_max_items(options.get("max_items"))
        places = functools.cache(lambda: self.chosen(storage))
        fields = functools.cache(lambda: self._fields_of(places()) if orders else ())
        fetched = Fetched(orders=orders, lines=lines, money=money, fields=fields)
        fetched.report.user = self._api.sign_ins.user_id()
        strict = options.get("strict", False)
        given = 0
        # Whether a storage that was named exists is looked up while its first page is on its way.
        markers = [one.marker for one in places()] if storage is None else [_check_storage(storage)]
        for marker in markers:
            left = None if limit is None else limit - fetched.count
            if left == 0:
                fetched.report.total = None
                break
            report = Report(findings=Findings(scope=of_storage(marker)))
            chunks = self._chunks(marker, report, options, places, fields, max_items=None if wanted else left, raw=raw)
            with contextlib.closing(chunks):  # also when Ctrl-C comes here, and the traceback keeps them alive
                for chunk in chunks:
                    # What could not be read counts for all orders that were looked at.
                    chunk.cut(None if wanted else limit, fetched.count)
                    given += len(chunk)
                    fetched.count += 0 if wanted else chunk.item_count
                    chunk.report_to(report.findings)
                    if strict:
                        check_findings(report.findings, noun="order", operation="listOrders")
                    if wanted:
                        chunk.keep(wanted.mask(chunk.columns))
                        chunk.cut(limit, fetched.count)
                        fetched.count += len(chunk)
                    fetched.add(chunk)
                    if (limit is not None and fetched.count == limit) or (stopped is not None and stopped()):
                        break
            fetched.report.add(report)
        say_unreadable(fetched.report.findings, given, noun="order", strict=strict)
        return fetched

    def rest(
        self,
        place: Storage,
        options: ExportOptions,
        fields: Sequence[AnswerField],
        raw: bool,
        seen: Seen,
        start: int,
        got: int,
        report: Report,
    ) -> Iterator[Chunk]:
        """Yields the orders of a storage from an offset, some pages at a time; ``got`` of them came before."""
        return self._chunks(
            place.marker, report, options, lambda: (place,), lambda: fields, raw=raw, seen=seen, start=start, got=got
        )

    def has_tail(self, storage: str, options: ExportOptions, offset: int, tail: list[int]) -> bool:
        """Whether the orders just before an offset are still those with these numbers."""
        numbers: list[int] = []
        for chunk in self._part(storage, offset - len(tail), offset, options):
            numbers += chunk.columns["order_id"].to_pylist()
        # Orders that were set aside have no number: there may be fewer.
        return bool(numbers) and numbers == tail[-len(numbers) :]

    def reach(self, storage: str) -> Reach:
        """How far the list of a storage can be read."""
        decoder = self._decoder(storage)
        numbers: dict[int, int | None] = {}  # by offset; None for an order that cannot be identified

        def fetch(offset: int, limit: int) -> tuple[int, int | None]:
            body = self._api.raw("list_orders", storage, offset=offset, limit=limit, lang_code=self._lang)
            chunk = decoder.decode([body])
            if chunk.item_count:
                numbers[offset] = None if chunk.findings.aside else chunk.columns["order_id"][0].as_py()
            return chunk.counts[0], chunk.totals[0]

        reach = find_reach(fetch)
        return replace(reach, first=numbers.get(0), last=numbers[max(numbers)] if numbers else None)

    def _chunks(
        self,
        storage: str,
        report: Report,
        options: FetchOptions | ExportOptions,
        places: Callable[[], Sequence[Storage]],
        fields: Callable[[], Sequence[AnswerField]],
        *,
        max_items: int | None = None,
        raw: bool = False,
        seen: Seen | None = None,
        start: int = 0,
        got: int = 0,
    ) -> Generator[Chunk]:
        """Yields the orders of a storage, some pages at a time; reports missing orders at the end."""
        given = got

        def title() -> str | None:
            return next((one.title for one in places() if one.marker == storage), "") or None

        for chunk in read_chunks(
            self._api,
            "list_orders",
            storage,
            decoder=self._decoder(storage, title=title, fields=fields, raw=raw, seen=seen),
            report=report,
            noun="order",
            start=start,
            got=got,
            meanwhile=lambda: (places(), fields()),
            lang_code=self._lang,
            **{**fetch_options(options), "max_items": max_items},
        ):
            given += chunk.item_count
            yield chunk
        say_missing(report, given, noun="order", scope=of_storage(storage), strict=options.get("strict", False))

    def _part(self, storage: str, start: int, stop: int, options: FetchOptions | ExportOptions) -> Iterator[Chunk]:
        """Yields the orders from one offset up to another, which is not included."""
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

    def _decoder(
        self,
        storage: str,
        *,
        title: Callable[[], str | None] = lambda: None,
        fields: Callable[[], Sequence[AnswerField]] = tuple,
        raw: bool = False,
        seen: Seen | None = None,
    ) -> OrderDecoder:
        return OrderDecoder(
            storage,
            storage_title=title,
            fields=fields,
            parse=functools.partial(self._api.parse, "list_orders"),
            operation="listOrders",
            lang=self._lang,
            raw=raw,
            seen=seen,
        )

    def _wanted(self, storage: str | None, options: OrderFilters) -> OrderFilter:
        """Returns the filter; false if it matches all orders."""
        status, paid = options.get("status"), options.get("paid")
        markers = None
        if status is not None:
            markers = frozenset([status] if isinstance(status, str) else check_items(status, "status"))
            for marker in markers:
                check_marker(marker, "status")
            found = [self._markers_of_statuses(place.marker) for place in self.chosen(storage)]
            known = dict.fromkeys(marker for each in found for marker in each or ())
            for marker in markers if None not in found else ():
                if marker not in known:
                    raise unknown_marker("status", marker, known, name="status")
        if paid is not None and not isinstance(paid, bool):
            raise InputError("paid must be True, False or None.", name="paid")
        return OrderFilter(
            status=markers,
            paid=paid,
            after=parse_moment(options.get("created_after"), "created_after"),
            before=parse_moment(options.get("created_before"), "created_before"),
        )


def _check_storage(storage: Any) -> str:
    if isinstance(storage, int | Order):
        raise InputError(
            "storage must be text, a marker of the project. For one order, call shop.orders.get(order_id).",
            name="storage",
        )
    return check_marker(storage, "storage")
