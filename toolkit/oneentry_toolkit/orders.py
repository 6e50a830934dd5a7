"""Orders: storages, statuses, placing, changing, and the DataFrames of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from . import frames
from .display import Listing
from .errors import AccessDeniedError, InputError, NotFoundError
from .formdata import Form, encode_entries
from .forms import Forms
from .locale import unwrap
from .lookup import (
    Remembered,
    check_id,
    check_items,
    check_marker,
    check_max_items,
    check_text,
    read_all,
    unknown_marker,
)
from .money import format_money
from .order import Order, OrderPreview, Status, Storage
from .paging import Report
from .reading import Reader
from .times import parse_time
from .wire import Wire

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class _LineRow:
    """A row of ``lines_frame``."""

    order_id: int
    storage: str
    line: int
    product_id: int
    title: str | None
    sku: str | None
    price: Decimal | None
    quantity: int
    amount: Decimal | None
    currency: str | None
    is_gift: bool | None


@dataclass(frozen=True, kw_only=True)
class _StatusRow:
    """A row of ``statuses_frame``."""

    storage: str
    storage_title: str
    status: Status

    def __getattr__(self, name: str) -> Any:
        return getattr(self.status, name)


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """Which orders a caller asked for."""

    status: frozenset[str] | None
    paid: bool | None
    after: datetime | None
    before: datetime | None

    def fits(self, order: Order) -> bool:
        if self.status is not None and order.status not in self.status:
            return False
        if self.paid is not None and order.paid is not self.paid:
            return False
        if self.after is not None and (order.created is None or order.created < self.after):
            return False
        return self.before is None or (order.created is not None and order.created < self.before)


class Orders:
    """``shop.orders``. A user sees their own orders only."""

    def __init__(self, wire: Wire, lang: str, forms: Forms) -> None:
        self._wire = wire
        self._lang = lang
        self._forms = forms
        self._storages: Remembered[str, tuple[Storage, ...]] = Remembered(lambda _: tuple(self.storages()), wire)
        self._statuses: Remembered[str, tuple[Status, ...]] = Remembered(
            lambda marker: tuple(self.statuses(marker)), wire
        )

    def storages(self) -> Listing[Storage]:
        """The order storages of the project, as a sequence of ``Storage``."""
        found, report = read_all(
            self._wire, "list_order_storages", read=Storage.read, lang=self._lang, noun="storage", lang_code=self._lang
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
            self._wire,
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

    def list(
        self,
        storage: str | None = None,
        *,
        status: str | Iterable[str] | None = None,
        paid: bool | None = None,
        created_after: datetime | date | str | None = None,
        created_before: datetime | date | str | None = None,
        max_items: int | None = None,
        strict: bool = False,
    ) -> Listing[Order]:
        """Your orders, as a sequence of ``Order`` in the server's order.

        The API cannot filter: with a filter the whole list is read, and what does not fit is left out here.

        Args:
            storage: marker of one storage; None for all, one after the other.
            status: marker of a status, or several.
            paid: only paid ones, or only those that are not.
            created_after, created_before: from this moment on, and up to but without that one. A ``datetime``, a
                ``date`` or ISO text; without a zone it is UTC. Orders without a date fit neither.
            max_items: at most so many; None for all.
            strict: raise instead of warning when the server gives fewer than it says there are.

        Raises:
            SignInRequiredError: nobody is signed in.
            InputError: there is no such storage or status, or a value does not fit.
            IncompleteListError: with ``strict``.

        Warns:
            IncompleteListWarning: the server gave fewer than it says there are.
        """
        wanted = self._wanted(storage, status, paid, created_after, created_before)
        found, _report, total = self._fetch(storage, wanted, max_items, strict)
        return Listing(
            found,
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

    def get(self, order_id: int, storage: str | None = None) -> Order:
        """One order.

        Args:
            order_id: its number.
            storage: marker of its storage; None looks into one storage after the other.

        Raises:
            NotFoundError: there is no such order, or it is not yours.
        """
        number = check_id(order_id, "order_id")
        storages = self._chosen(storage)
        for one in storages[:-1]:
            try:
                return self._read(number, one.marker)
            except (NotFoundError, AccessDeniedError):
                continue
        return self._read(number, storages[-1].marker)

    def create(
        self,
        storage: str,
        *,
        products: Mapping[int, int],
        form: Mapping[str, Any] | None = None,
        payment_account: str | None = None,
        status: str | None = None,
        currency: str | None = None,
        coupon: str | None = None,
        personal_discounts: Iterable[str] = (),
        bonus: Decimal | int | str | None = None,
    ) -> Order:
        """Places an order. It is sent once, and never repeated when no answer comes.

        The form's identifier, field types and language are looked up.

        Args:
            storage: marker of the order storage.
            products: product number to quantity, such as ``{14: 1}``; ``{}`` for bookings.
            form: marker to value for the fields of the storage's form.
            payment_account: marker of one of the storage's accounts; may be left out only if there is just one.
            status: marker of another status than the storage's default.
            currency: another currency than the project's.
            coupon: a coupon code.
            personal_discounts: markers of personal discounts to use.
            bonus: how much of your bonus to use; the server caps it. Not a float: money is exact.

        Returns:
            The order as the server confirms it: its lines have no titles and prices; ``get`` has them.

        Raises:
            InputError: something cannot be right; nothing was sent.
            InvalidRequestError: the server refused, for example an unknown product.
            ConnectionFailedError: no answer came; ``.sent`` tells whether it may have been placed.
        """
        target = self._storage(storage)
        definition = self._form_of(target)
        entries = encode_entries(definition, form, fields=definition.fields, required=lambda item: item.required)
        if definition.fields and not entries:
            raise InputError(
                f"Form '{definition.marker}' cannot be empty: the server wants at least one of "
                f"{', '.join(item.marker for item in definition.fields)}.",
                name="form",
            )
        body: dict[str, Any] = {
            "formIdentifier": definition.marker,
            "paymentAccountIdentifier": _account_of(target, payment_account),
            "formData": {self._lang: entries},
            "products": _encode_products(products),
        }
        if status is not None:
            body["statusIdentifier"] = self._status(target, status)
        if currency is not None:
            body["currency"] = check_text(currency, "currency")
        body |= _discounts(coupon, personal_discounts, bonus)
        answer = self._wire.call("create_order", target.marker, body=body)
        return Order.read(Reader(answer, operation="createOrder", lang=self._lang), target.marker)

    def update(
        self,
        order: Order | int,
        *,
        storage: str | None = None,
        products: Mapping[int, int] | None = None,
        form: Mapping[str, Any] | None = None,
        payment_account: str | None = None,
        status: str | None = None,
    ) -> Order:
        """Changes an order. What you leave out stays as it is.

        The API replaces an order as a whole (reference, trap 4), so it is read first, changed, and sent complete.
        Open payment sessions of the order are cancelled by the server.

        Args:
            order: the order or its number.
            storage: marker of its storage, if only the number is given and you know it.
            products: the new product numbers and quantities, all of them.
            form: marker to value of the fields to change.
            payment_account: marker of another of the storage's accounts.
            status: marker of the new status.

        Raises:
            NotFoundError: there is no such order, or it is not yours.
            InputError: something cannot be right; nothing was changed.
            InvalidRequestError: the server refused, for example because it may have been paid.
        """
        current = self._current(order, storage)
        target = self._storage(current.storage)
        definition = self._forms.known(current.form_marker) if current.form_marker else self._form_of(target)
        changes = encode_entries(definition, form, fields=definition.fields, required=lambda item: False)
        account = current.payment_account if payment_account is None else _account_of(target, payment_account)
        body: dict[str, Any] = {
            "formIdentifier": definition.marker,
            "paymentAccountIdentifier": account,
            "formData": {
                self._lang: _merge_entries(definition, unwrap(current.raw.get("formData"), self._lang), changes)
            },
            "products": _encode_products(products)
            if products is not None
            else [
                {"productId": line.product_id, "quantity": line.quantity} for line in current.lines if not line.is_gift
            ],
        }
        marker = current.status if status is None else self._status(target, status)
        if marker is not None:
            body["statusIdentifier"] = marker
        if current.currency:
            body["currency"] = current.currency
        body |= _kept_discounts(current.raw)
        answer = self._wire.call("update_order", target.marker, current.id, body=body, lang_code=self._lang)
        # The oldest servers answer without the number (reference, section 8.6).
        answer = {"id": current.id, **answer} if isinstance(answer, dict) else answer
        return Order.read(Reader(answer, operation="updateOrder", lang=self._lang), target.marker)

    def cancel(self, order: Order | int, *, storage: str | None = None, status: str | None = None) -> Order:
        """Cancels an order: gives it the storage's cancelled status.

        Args:
            order, storage: as in ``update``.
            status: marker of the status that means cancelled; default: the only one whose marker says so.

        Raises:
            InputError: no status, or several, look like it; the message lists them.
            InvalidRequestError: the server refused, for example because it may have been paid.
        """
        current = self._current(order, storage)
        if status is None:
            known = self._statuses[current.storage]
            fitting = [one.marker for one in known if "cancel" in one.marker.lower()]
            if len(fitting) != 1:
                raise InputError(
                    f"Storage '{current.storage}' has {len(fitting) or 'no'} statuses that look like cancelled. "
                    f"Say which: status=... ({', '.join(one.marker for one in known)}).",
                    name="status",
                )
            status = fitting[0]
        return self.update(current, status=status)

    def preview(
        self,
        products: Mapping[int, int],
        *,
        coupon: str | None = None,
        personal_discounts: Iterable[str] = (),
        bonus: Decimal | int | str | None = None,
    ) -> OrderPreview:
        """What an order would cost, with discounts, coupon, bonus and gifts. Nothing is stored.

        Args: as in ``create``.

        Raises:
            InvalidRequestError: the coupon is unknown, expired or used up, or a product does not exist.
        """
        body = {"products": _encode_products(products), **_discounts(coupon, personal_discounts, bonus)}
        answer = self._wire.call("preview_order", body=body, lang_code=self._lang)
        return OrderPreview.read(Reader(answer, operation="previewOrder", lang=self._lang))

    @frames.documented(frames.ORDERS)
    def frame(
        self,
        storage: str | None = None,
        *,
        status: str | Iterable[str] | None = None,
        paid: bool | None = None,
        created_after: datetime | date | str | None = None,
        created_before: datetime | date | str | None = None,
        max_items: int | None = None,
        strict: bool = False,
        money: frames.Money = "decimal",
    ) -> pd.DataFrame:
        """Your orders as a DataFrame, one row each.

        Args:
            storage, status, paid, created_after, created_before, max_items, strict: as in ``list``.
            money: ``"decimal"`` keeps amounts exact (``Decimal`` objects); ``"float"`` gives float64.

        Returns:
            The columns below, with the same dtypes when there are no rows, then one ``form.<marker>`` column for
            each form field found (``str`` if all its values are text, else ``object``). ``attrs`` says what was
            seen: ``total``, ``pages``, ``repeats_dropped``, ``cap_met``, ``fetched_at``, ``currencies``.

            {columns}

        Raises:
            as ``list``.
        """
        wanted = self._wanted(storage, status, paid, created_after, created_before)
        orders, report, _ = self._fetch(storage, wanted, max_items, strict)
        return frames.build(frames.ORDERS, orders, money=money, extra=[order.form for order in orders], report=report)

    @frames.documented(frames.LINES)
    def lines_frame(
        self,
        storage: str | None = None,
        *,
        status: str | Iterable[str] | None = None,
        paid: bool | None = None,
        created_after: datetime | date | str | None = None,
        created_before: datetime | date | str | None = None,
        max_items: int | None = None,
        strict: bool = False,
        money: frames.Money = "decimal",
    ) -> pd.DataFrame:
        """The lines of your orders as a DataFrame, one row each.

        Args:
            storage, status, paid, created_after, created_before, strict, money: as in ``frame``.
            max_items: the lines of so many orders; None for all.

        Returns:
            These columns, with the same dtypes when there are no rows, and ``attrs`` as in ``frame``:

            {columns}

        Raises:
            as ``list``.
        """
        wanted = self._wanted(storage, status, paid, created_after, created_before)
        orders, report, _ = self._fetch(storage, wanted, max_items, strict)
        rows = [
            _LineRow(
                order_id=order.id,
                storage=order.storage,
                line=number,
                product_id=line.product_id,
                title=line.title,
                sku=line.sku,
                price=line.price,
                quantity=line.quantity,
                amount=line.amount,
                currency=order.currency,
                is_gift=line.is_gift,
            )
            for order in orders
            for number, line in enumerate(order.lines)
        ]
        return frames.build(frames.LINES, rows, money=money, report=report)

    @frames.documented(frames.STATUSES)
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
        return frames.build(frames.STATUSES, rows)

    def _fetch(
        self, storage: str | None, wanted: _Wanted | None, max_items: int | None, strict: bool
    ) -> tuple[Sequence[Order], Report, int | None]:
        """The orders that fit, what was seen on the way, and the server's total if it counts the same orders."""
        limit = check_max_items(max_items)
        found: list[Order] = []
        seen = Report(total=0)
        for one in self._chosen(storage):
            left = None if limit is None else limit - len(found)
            if left == 0:
                seen.total = None
                break
            orders, report = read_all(
                self._wire,
                "list_orders",
                one.marker,
                read=functools.partial(Order.read, storage=one.marker),
                lang=self._lang,
                noun="order",
                max_items=left if wanted is None else None,
                strict=strict,
                lang_code=self._lang,
            )
            found += orders if wanted is None else [order for order in orders if wanted.fits(order)]
            seen.total = None if seen.total is None or report.total is None else seen.total + report.total
            seen.pages += report.pages
            seen.repeats += report.repeats
            seen.capped = seen.capped or report.capped
        return found[:limit], seen, seen.total if wanted is None else None

    def _wanted(
        self,
        storage: str | None,
        status: str | Iterable[str] | None,
        paid: bool | None,
        created_after: datetime | date | str | None,
        created_before: datetime | date | str | None,
    ) -> _Wanted | None:
        """The filter; None if there is nothing to leave out."""
        if status is None and paid is None and created_after is None and created_before is None:
            return None
        markers = None
        if status is not None:
            markers = frozenset([status] if isinstance(status, str) else check_items(status, "status"))
            known = [one.marker for place in self._chosen(storage) for one in self._statuses[place.marker]]
            for marker in markers:
                if check_marker(marker, "status") not in known:
                    raise unknown_marker("status", marker, dict.fromkeys(known), name="status")
        if paid is not None and not isinstance(paid, bool):
            raise InputError("paid must be True, False or None.", name="paid")
        return _Wanted(
            status=markers,
            paid=paid,
            after=_moment(created_after, "created_after"),
            before=_moment(created_before, "created_before"),
        )

    def _read(self, order_id: int, storage: str) -> Order:
        answer = self._wire.call("get_order", storage, order_id, lang_code=self._lang)
        return Order.read(Reader(answer, operation="getOrder", lang=self._lang), storage)

    def _current(self, order: Order | int, storage: str | None) -> Order:
        if isinstance(order, Order):
            return self._read(order.id, order.storage)
        return self.get(order, storage)

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

    def _form_of(self, storage: Storage) -> Form:
        if storage.form is None:
            raise InputError(
                f"Storage '{storage.marker}' has no form, so it takes no orders. Choose another.", name="storage"
            )
        return self._forms.known(storage.form)

    def _status(self, storage: Storage, marker: str) -> str:
        known = [one.marker for one in self._statuses[storage.marker]]
        if check_marker(marker, "status") not in known:
            raise unknown_marker("status", marker, known, name="status", where=f"Storage '{storage.marker}'")
        return marker


def _moment(value: datetime | date | str | None, name: str) -> datetime | None:
    if value is None:
        return None
    moment = None
    try:
        if isinstance(value, str):
            moment = parse_time(value)
        elif isinstance(value, datetime):
            moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        moment = None
    if moment is None or moment != moment:  # pandas' NaT is a datetime that is not itself
        raise InputError(f"{name} must be a datetime, a date, or ISO text such as 2026-01-31.", name=name)
    return moment


def _account_of(storage: Storage, marker: str | None) -> str:
    accounts = storage.payment_accounts
    if marker is None:
        if len(accounts) == 1:
            return accounts[0]
        raise InputError(
            f"Storage '{storage.marker}' can be paid through {', '.join(accounts) or 'no account'}. "
            "Say which: payment_account=...",
            name="payment_account",
        )
    if check_marker(marker, "payment_account") not in accounts:
        raise unknown_marker(
            "payment account", marker, accounts, name="payment_account", where=f"Storage '{storage.marker}'"
        )
    return marker


def _encode_products(products: Mapping[int, int]) -> list[dict[str, int]]:
    if not isinstance(products, Mapping):
        raise InputError("products must be a dict of product number to quantity, such as {14: 1}.", name="products")
    return [
        {
            "productId": check_id(product, "product number"),
            "quantity": check_id(quantity, f"quantity of product {product}"),
        }
        for product, quantity in products.items()
    ]


def _discounts(
    coupon: str | None, personal_discounts: Iterable[str], bonus: Decimal | int | str | None
) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if coupon is not None:
        body["couponCode"] = check_text(coupon, "coupon")
    if markers := [
        check_marker(one, "each of personal_discounts") for one in check_items(personal_discounts, "personal_discounts")
    ]:
        body["additionalDiscountsMarkers"] = markers
    if bonus is not None:
        body["bonusAmount"] = _encode_bonus(bonus)
    return body


def _kept_discounts(order: Mapping[str, Any]) -> dict[str, Any]:
    """Coupon, personal discounts and bonus of a read order, which a replacement without them would lose."""
    config = order.get("discountConfig")
    if not isinstance(config, Mapping):
        return {}
    kept: dict[str, Any] = {}
    coupon, markers, bonus = (config.get(key) for key in ("coupon", "additionalDiscountsMarkers", "bonusApplied"))
    code = coupon.get("code") if isinstance(coupon, Mapping) else None
    if isinstance(code, str) and code:
        kept["couponCode"] = code
    if isinstance(markers, list) and markers:
        kept["additionalDiscountsMarkers"] = [marker for marker in markers if isinstance(marker, str)]
    if isinstance(bonus, int | Decimal) and not isinstance(bonus, bool) and bonus > 0:
        kept["bonusAmount"] = bonus
    return kept


def _encode_bonus(bonus: Decimal | int | str) -> Decimal:
    wrong = InputError('bonus must be an amount from 0 on, exact: 10, Decimal("9.50") or "9.50".', name="bonus")
    if isinstance(bonus, bool) or not isinstance(bonus, Decimal | int | str):
        raise wrong
    try:
        amount = Decimal(bonus)
    except ArithmeticError:
        raise wrong from None
    if not amount.is_finite() or amount < 0:
        raise wrong
    return amount


def _merge_entries(form: Form, entries: Any, changes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the order has, with the changes, in the shape that can be sent again."""
    types = {item.marker: item.type for item in form.fields}
    merged: dict[str, dict[str, Any]] = {}
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, Mapping) or not isinstance(entry.get("marker"), str) or entry.get("value") is None:
            continue
        kind = types.get(entry["marker"]) or entry.get("type") or "string"
        if kind not in ("spam", "button"):
            merged[entry["marker"]] = {"marker": entry["marker"], "type": kind, "value": _sendable(entry["value"])}
    return list((merged | {change["marker"]: dict(change) for change in changes}).values())


def _sendable(value: Any) -> Any:
    """Chosen options are read back as values or as whole options; only values can be sent (reference, 12.1)."""
    if isinstance(value, list):
        return [one["value"] if isinstance(one, Mapping) and {"title", "value"} <= set(one) else one for one in value]
    return value
