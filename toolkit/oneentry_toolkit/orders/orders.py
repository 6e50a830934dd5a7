"""``shop.orders``: placing, changing and cancelling orders, on top of reading them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from ..errors import AccessDeniedError, InputError, NotFoundError, ResponseFormatError
from ..frames.chunks import Chunk, Seen
from ..frames.fetch import fetch_options
from ..lists.filters import DEFAULTS, ExportOptions, SpanOptions, takes
from ..lists.plan import Report
from ..resources.formdata import Form, encode_entries
from ..resources.forms import Forms
from ..transport.client import ApiClient
from ..values.arguments import check_bonus, check_id, check_items, check_marker, check_text, unknown_marker
from ..values.display import describe_part
from ..values.reader import Reader, form_entries
from .lists import OrderLists
from .models import Order, OrderPreview, Storage

if TYPE_CHECKING:
    from .dask import Span
    from .parquet import OrderFiles


class Orders(OrderLists):
    """``shop.orders``. A user sees their own orders only."""

    def __init__(self, api: ApiClient, lang: str, forms: Forms) -> None:
        super().__init__(api, lang)
        self._forms = forms

    def __repr__(self) -> str:
        return describe_part(self, "shop.orders")

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
        answer = self._api.call("create_order", target.marker, body=body)
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

        The API replaces an order as a whole (docs/api/traps.md#trap-4), so it is read first, changed, and sent
        complete. Open payment sessions of the order are cancelled by the server.

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
            ResponseFormatError: it answered with no order, or with one that has another status than asked for.
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
                self._lang: _merge_entries(definition, form_entries(current.raw.get("formData"), self._lang), changes)
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
        answer = self._api.call("update_order", target.marker, current.id, body=body, lang_code=self._lang)
        if isinstance(answer, dict) and "formIdentifier" in answer:  # it is an order
            # The oldest servers leave the number out (docs/api/orders.md#orders-update).
            answer = {"id": current.id, **answer}
        changed = Order.read(Reader(answer, operation="updateOrder", lang=self._lang), target.marker)
        if status is not None and changed.status not in (None, status):
            raise ResponseFormatError(
                f"updateOrder was accepted for order {current.id}, but its status is '{changed.status}' and not "
                f"'{status}'. Look at it with shop.orders.get({current.id}).",
                operation="updateOrder",
            )
        return changed

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
        answer = self._api.call("preview_order", body=body, lang_code=self._lang)
        return OrderPreview.read(Reader(answer, operation="previewOrder", lang=self._lang))

    @takes(ExportOptions)
    def to_parquet(
        self, folder: str | Path, storage: str | None = None, *, raw: bool = False, **options: Unpack[ExportOptions]
    ) -> OrderFiles:
        """Writes all your orders and their lines into Parquet files, however many they are.

        Memory stays bounded. When it is cut short (a crash, Ctrl-C, a sign-in that ends), call it again with the same
        folder: it goes on where it was, without loss or repeats.

        Args:
            folder: is made if it is not there; gets the folders ``orders`` and ``lines``.
            storage: marker of one storage; None for all.
            raw: add a column ``raw`` with each order's JSON as the server sent it.
            {options}

        Returns:
            ``OrderFiles``: how many rows, and where. ``pandas.read_parquet(folder / "orders")`` has the columns of
            ``frame`` with money as exact Arrow decimals, ``form.<marker>`` columns for the fields of the storages'
            forms (text; what is no text as JSON), and ``form_other`` (JSON) for further answers.

        Raises:
            InputError: the folder holds something else, or a finished export.
            ExportError: a file could not be written, or a finished part is missing or damaged.
            the errors of ``frame``.
        """
        from .parquet import Export
        from .tables import Schemas

        places = self._chosen(storage)
        signed_in = self._api.sign_ins.held()
        about = {
            "url": self._api.url,
            "user": signed_in.user if signed_in else None,
            "lang": self._lang,
            "storages": [place.marker for place in places],
            "raw": raw,
        }
        export = Export(Path(folder), about, Schemas(self._form_fields(places), raw))
        for place in places:
            export.write(
                place.marker,
                functools.partial(self._rest, place.marker, options, raw),
                functools.partial(self._has_tail, place.marker, options),
            )
        return export.finish()

    @takes(SpanOptions)
    def dask_frame(self, storage: str | None = None, *, raw: bool = False, **options: Unpack[SpanOptions]) -> Any:
        """Your orders as a ``dask.dataframe``, fetched by the workers of your Dask cluster when it is computed.

        Needs the extra ``dask``. The workers must reach the server; they get your access token, which ends after a
        while, and nothing that could renew it. A list that moves between this call and the computation is an error:
        ``to_parquet`` follows such a list.

        Args:
            storage: marker of one storage; None for all.
            raw: add a column ``raw`` with each order's JSON as the server sent it.
            {options}

        Returns:
            ``dask.dataframe.DataFrame`` with the columns of ``to_parquet``: money as Arrow decimals, markers as text.
            The list itself is not fetched yet; its length is.

        Raises:
            MissingExtraError: dask is not installed.
            SignInRequiredError: nobody is signed in.
            IncompleteListError: when computed: the list has moved.
            SignInExpiredError: when computed: the access token has ended.
        """
        from .dask import Source, Span, dask_frame
        from .tables import Schemas

        size = check_id(options.get("partition_size", DEFAULTS["partition_size"]), "partition_size")
        places = self._chosen(storage)
        how = fetch_options(options)
        source = Source.of(
            self._api,
            self._lang,
            Schemas(self._form_fields(places), raw),
            page_size=check_id(how["page_size"], "page_size"),
            workers=check_id(how["workers"], "workers"),
        )
        spans: list[Span] = []
        for place in places:
            total = self._total(place.marker)
            spans += [
                Span(place.marker, place.title, start, min(start + size, total), total)
                for start in range(0, total, size)
            ]
        return dask_frame(source, spans)

    def _total(self, storage: str) -> int:
        body = self._api.raw("list_orders", storage, offset=0, limit=1, lang_code=self._lang)
        count, total = self._decoder(storage).head(body)
        if total is None:
            raise ResponseFormatError(
                f"listOrders does not say how many orders storage '{storage}' has ({count} came), so the list cannot "
                "be cut into parts. Use shop.orders.frame() or to_parquet().",
                operation="listOrders",
            )
        return total

    def _form_fields(self, places: Iterable[Storage]) -> tuple[str, ...]:
        """Markers of the fields in the forms of these storages."""
        forms = [self._forms.known(place.form) for place in places if place.form is not None]
        return tuple(dict.fromkeys(field.marker for form in forms for field in form.fields))

    def _rest(
        self, storage: str, options: ExportOptions, raw: bool, seen: Seen, start: int, got: int, report: Report
    ) -> Iterator[Chunk]:
        return self._chunks(storage, report, options, raw=raw, seen=seen, start=start, got=got)

    def _has_tail(self, storage: str, options: ExportOptions, offset: int, tail: list[int]) -> bool:
        """Whether the orders before an offset are still these."""
        numbers: list[int] = []
        for chunk in self._part(storage, offset - len(tail), offset, options):
            numbers += chunk.columns["order_id"].to_pylist()
        return numbers == tail

    def _read(self, order_id: int, storage: str) -> Order:
        answer = self._api.call("get_order", storage, order_id, lang_code=self._lang)
        return Order.read(Reader(answer, operation="getOrder", lang=self._lang), storage)

    def _current(self, order: Order | int, storage: str | None) -> Order:
        if isinstance(order, Order):
            return self._read(order.id, order.storage)
        return self.get(order, storage)

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
        body["bonusAmount"] = check_bonus(bonus)
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
    """Chosen options are read back as values or as whole options; only values can be sent.

    See docs/api/forms.md#forms-field-values.
    """
    if isinstance(value, list):
        return [one["value"] if isinstance(one, Mapping) and {"title", "value"} <= set(one) else one for one in value]
    return value
