"""``shop.orders``: reads, places, changes and cancels orders."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from ..frames.answers import AnswerField, united
from ..frames.assemble import Money, build, check_money
from ..frames.fetch import fetch_options
from ..frames.schema import LINES, ORDERS, STATUSES, documented
from ..lists.options import DEFAULTS, ExportOptions, FetchOptions, OrderFilters, SpanOptions, takes
from ..lists.read_all import check_findings, say_unreadable
from ..lists.side import look_up
from ..resources.answer_fields import answer_fields
from ..resources.forms import Forms
from ..transport.client import ApiClient
from ..values.arguments import check_id
from ..values.display import Listing, describe_part
from ..values.reader import Reader
from .bodies import encode_discounts, encode_products
from .fetched import OrderFrames
from .models import Order, OrderPreview, Status, Storage
from .read import OrderReader
from .write import OrderWriter

if TYPE_CHECKING:
    import pandas as pd

    from .parquet import OrderFiles


class Orders:
    """``shop.orders``: the orders of the signed-in user, since the API shows a user their own only."""

    def __init__(self, api: ApiClient, lang: str, forms: Forms) -> None:
        self._api = api
        self._lang = lang
        self._forms = forms
        self._reader = OrderReader(api, lang, self._answer_fields)
        self._writer = OrderWriter(api, lang, forms, self._reader)

    def __repr__(self) -> str:
        return describe_part(self, "shop.orders")

    def storages(self) -> Listing[Storage]:
        """Lists the order storages of the project."""
        return self._reader.storages()

    def statuses(self, storage: str) -> Listing[Status]:
        """Lists the statuses that orders of a storage may have.

        Raises:
            NotFoundError: the storage does not exist.
        """
        return self._reader.statuses(storage)

    @takes(OrderFilters)
    def list(self, storage: str | None = None, **options: Unpack[OrderFilters]) -> Listing[Order]:
        """Lists your orders, in the server's order: the API shows a user their own only.

        The API cannot filter: with a filter, the whole list is read and filtered here.

        Args:
            storage: marker of one storage; None for all, one after the other.
            {options}

        Raises:
            SignInRequiredError: no user is signed in.
            InputError: the storage or a status does not exist, or an argument is not valid.
            IncompleteListError: with ``strict``, the server returned fewer items than its total.
            ResponseFormatError: with ``strict``, an order, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer items than its total.
            UnreadableRecordWarning: without ``strict``, an order, or a member of one, could not be read.
        """
        return self._reader.orders(storage, options)

    @documented(ORDERS)
    @takes(FetchOptions)
    def frame(
        self,
        storage: str | None = None,
        *,
        money: Money = "exact",
        raw: bool = False,
        **options: Unpack[FetchOptions],
    ) -> pd.DataFrame:
        """Returns your orders as a DataFrame, one row each: the API shows a user their own only.

        They are in the server's order. For the orders of several users, such as all of a shop, sign each of them in and
        call ``oneentry_toolkit.frames_of([shop_a, shop_b])``.

        The API cannot filter: with a filter, the whole list is read and filtered here.

        Args:
            storage: marker of one storage; None for all, one after the other.
            money: what amounts are: ``"exact"``, numbers of the dtype ``money`` (``oneentry_toolkit.money``) with exact
                sums; ``"decimal"``, exact objects of ``Decimal`` (dtype ``object``); ``"float"``, float64.
            raw: add a column ``raw`` with each order's JSON as the server sent it, for members that have no column.
            {options}

        Returns:
            The columns below, with the same dtypes when there are no rows, then a column ``form.<marker>`` for each
            field in the forms of the storages, with the type of the field:

            - one choice (``radioButton``, ``list``): its value, a category; ``boolean`` if the options are yes and no;
            - several choices (a ``list`` that says so), pages and products (``entity``), several images: lists of text
              (values, ids, addresses), with a column ``form.<marker>.text`` (joined; titles of pages and products);
            - numbers: ``Int64`` or ``float64``; dates and times: ``datetime64[us, UTC]``;
            - time intervals: lists of ``start/end``, with ``.text``, and the columns ``.start`` and ``.end``;
            - files: their addresses; text: ``str``, and anything else as JSON text.

            An answer that does not fit its field's type is missing, with a warning; ``raw=True`` has it. Answers to
            fields that no form defines have columns by the type that they name, else as they are (``object``).
            ``attrs["user"]`` is your number as a user, as ``shop.users.me().id``; missing if the access token does not
            say. ``attrs["fetch"]`` says what was seen: ``total``, ``pages``, ``repeats_dropped``, ``cap_met``,
            ``fetched_at``, ``currencies``, ``unreadable`` (orders with a member that could not be read),
            ``set_aside`` (orders that could not be identified and are not in the frame), ``details`` (the first of
            them: ``id``, ``place`` in the list, ``member``, ``problem``).

            {columns}

        Raises:
            SignInRequiredError: no user is signed in.
            InputError: the storage or a status does not exist, or an argument is not valid.
            IncompleteListError: with ``strict``, the server returned fewer items than its total.
            ResponseFormatError: with ``strict``, an order, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer items than its total.
            UnreadableRecordWarning: without ``strict``, an order, or a member of one, could not be read.
            MissingDetailWarning: storages or forms cannot be looked up: titles are missing, or answers have the types
                that they name.
            MoneyWarning: an amount has more than six decimals, or is 9.2 trillion or more: its column has objects of
                ``Decimal`` then.
        """
        check_money(money)
        return self._reader.fetch(storage, options, lines=False, raw=raw, money=money).orders_frame()

    @documented(LINES)
    @takes(FetchOptions)
    def lines_frame(
        self, storage: str | None = None, *, money: Money = "exact", **options: Unpack[FetchOptions]
    ) -> pd.DataFrame:
        """Returns the lines of your orders as a DataFrame, one row each: the API shows a user their own orders only.

        Args:
            storage, money: as in ``frame``.
            {options}

        Returns:
            These columns, with the same dtypes when there are no rows, and ``attrs`` as in ``frame``:

            {columns}

        Raises:
            the errors of ``frame``, which also says what it warns of.
        """
        check_money(money)
        return self._reader.fetch(storage, options, orders=False, money=money).lines_frame()

    @takes(FetchOptions)
    def frames(
        self,
        storage: str | None = None,
        *,
        money: Money = "exact",
        raw: bool = False,
        **options: Unpack[FetchOptions],
    ) -> OrderFrames:
        """Returns your orders and their lines as two DataFrames, fetched once: the API shows a user their own only.

        ``oneentry_toolkit.frames_of([shop_a, shop_b])`` joins those of several users.

        Args:
            storage, money, raw: as in ``frame``.
            {options}

        Returns:
            ``OrderFrames``: ``orders`` as from ``frame``, ``lines`` as from ``lines_frame``. ``orders.merge(lines)``,
            without ``on=``, joins them on all the columns that both have, which mean the same: none is doubled.

        Raises:
            the errors of ``frame``, which also says what it warns of.
        """
        check_money(money)
        return self._reader.fetch(storage, options, raw=raw, money=money).both()

    @documented(STATUSES)
    def statuses_frame(self, storage: str | None = None) -> pd.DataFrame:
        """Returns the statuses that orders may have as a DataFrame, one row each.

        Args:
            storage: marker of one storage; None for all.

        Returns:
            These columns, with the same dtypes when there are no rows:

            {columns}

        Raises:
            InputError: the storage does not exist.
        """
        return build(STATUSES, self._reader.status_rows(storage))

    def get(self, order_id: int, storage: str | None = None) -> Order:
        """Returns an order.

        Args:
            order_id: number of the order.
            storage: marker of its storage; None searches all storages.

        Raises:
            NotFoundError: the order does not exist, or belongs to another user.
        """
        return self._reader.find(order_id, storage)

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
        """Places an order. The request is sent once, without retries.

        The form's identifier, field types and language are looked up.

        Args:
            storage: marker of the order storage.
            products: product number to quantity, such as ``{14: 1}``; ``{}`` for bookings.
            form: marker to value for the fields of the storage's form; a ``pathlib.Path`` of a file is uploaded.
            payment_account: marker of one of the storage's accounts; optional if it has exactly one.
            status: marker of another status than the storage's default.
            currency: another currency than the project's.
            coupon: a coupon code.
            personal_discounts: markers of personal discounts to use.
            bonus: how much of your bonus to use; the server caps it. No float, since money is exact.

        Returns:
            The order as the server confirms it. Its lines have no titles and prices; ``get`` returns them.

        Raises:
            InputError: an argument is not valid; nothing was sent.
            InvalidRequestError: the server refused, for example an unknown product.
            ConnectionFailedError: no response; ``sent`` is True if the order may have been placed.
        """
        return self._writer.create(
            storage,
            values=form,
            products=products,
            account=payment_account,
            status=status,
            currency=currency,
            discounts=encode_discounts(coupon, personal_discounts, bonus),
        )

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
        """Changes an order. What you do not pass is kept, the form in every language that the server sends.

        The API replaces an order as a whole (docs/api/traps.md#trap-4), so it is read first, changed, and sent
        complete. Open payment sessions of the order are cancelled by the server.

        Args:
            order: the order or its number.
            storage: marker of its storage, to avoid a search if ``order`` is a number.
            products: all product numbers and quantities of the changed order.
            form: marker to value of the fields to change; in the shop's language, unless the form was filled in
                another one only.
            payment_account: marker of another of the storage's accounts.
            status: marker of the new status.

        Raises:
            NotFoundError: the order does not exist, or belongs to another user.
            InputError: an argument is not valid; nothing was changed.
            InvalidRequestError: the server refused: the order is paid, or a payment session of it has expired, and
                then only the shop can change it. The message says which, and what to do.
            ResponseFormatError: the response is no order, or has another status than requested.
        """
        return self._writer.update(
            self._current(order, storage), values=form, products=products, account=payment_account, status=status
        )

    def cancel(self, order: Order | int, *, storage: str | None = None, status: str | None = None) -> Order:
        """Cancels an order: sets the storage's cancelled status.

        Args:
            order: the order or its number.
            storage: marker of its storage, to avoid a search if ``order`` is a number.
            status: marker of the status that means cancelled; default: the only one whose marker says so.

        Raises:
            InputError: no status, or several, look like it; the message lists them.
            InvalidRequestError: the server refused: the order is paid, or a payment session of it has expired, and
                then only the shop can cancel it. The message says which, and what to do.
        """
        return self._writer.cancel(self._current(order, storage), status)

    def preview(
        self,
        products: Mapping[int, int],
        *,
        coupon: str | None = None,
        personal_discounts: Iterable[str] = (),
        bonus: Decimal | int | str | None = None,
    ) -> OrderPreview:
        """Returns the price of an order, with discounts, coupon, bonus and gifts. Nothing is stored.

        Args:
            products, coupon, personal_discounts, bonus: as for ``create``.

        Raises:
            InvalidRequestError: the coupon is unknown, expired or used up, or a product does not exist.
        """
        body = {"products": encode_products(products), **encode_discounts(coupon, personal_discounts, bonus)}
        answer = self._api.call("preview_order", body=body, lang_code=self._lang)
        return OrderPreview.read(Reader(answer, operation="previewOrder", lang=self._lang))

    @takes(ExportOptions)
    def to_parquet(
        self, folder: str | Path, storage: str | None = None, *, raw: bool = False, **options: Unpack[ExportOptions]
    ) -> OrderFiles:
        """Writes all your orders and their lines to Parquet files, with bounded memory: the API shows a user their own.

        For a whole shop, write a folder for each user; ``pandas.read_parquet`` gives ``attrs["user"]``, which says
        whose it is.

        If it is interrupted (a crash, Ctrl-C, a sign-in that ends), call it again with the same folder: it resumes
        without loss or duplicates.

        Args:
            folder: created if needed; gets the folders ``orders`` and ``lines``.
            storage: marker of one storage; None for all.
            raw: add a column ``raw`` with each order's JSON as the server sent it.
            {options}

        Returns:
            ``OrderFiles``: how many rows, and where. ``pandas.read_parquet(folder / "orders")`` has the columns of
            ``frame`` with money as exact Arrow decimals, and ``form_other`` (JSON) for answers to fields that no form
            defines.

        Raises:
            InputError: the folder has other files, or a finished export; the storage does not exist, or an argument is
                not valid.
            ExportError: a file could not be written, or a finished part is missing or damaged.
            SignInRequiredError: no user is signed in.
            IncompleteListError: with ``strict``, the server returned fewer items than its total.
            ResponseFormatError: with ``strict``, an order, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer items than its total.
            UnreadableRecordWarning: without ``strict``, an order, or a member of one, could not be read.
            MissingDetailWarning: storages or forms cannot be looked up, so titles or columns of answers are missing.
        """
        from .parquet import Export, folder_of
        from .tables import Schemas

        places = self._reader.chosen(storage)
        signed_in = self._api.sign_ins.held()
        about = {
            "url": self._api.url,
            "user": signed_in.user if signed_in else None,
            "lang": self._lang,
            "storages": [place.marker for place in places],
            "raw": raw,
        }
        strict = options.get("strict", False)
        schemas = Schemas(self._answer_fields(places, "Columns for the fields of"), raw, self._api.sign_ins.user_id())
        export = Export(folder_of(folder), about, schemas)
        for place in places:
            export.write(
                place.marker,
                functools.partial(self._reader.rest, place, options, export.schemas.fields, raw),
                functools.partial(self._reader.has_tail, place.marker, options),
                functools.partial(check_findings, noun="order", operation="listOrders") if strict else lambda _: None,
            )
        files = export.finish()
        say_unreadable(export.findings, files.orders, noun="order", strict=strict)
        return files

    @takes(SpanOptions)
    def dask_frame(self, storage: str | None = None, *, raw: bool = False, **options: Unpack[SpanOptions]) -> Any:
        """Returns your orders as a ``dask.dataframe``, fetched by the workers of your Dask cluster when computed.

        Needs the extra ``dask``. The workers must reach the server; they get your access token, which ends after a
        while, and nothing that could renew it: those in this process get a new one from the shop, and for others you
        make the frame again. A list that moves between this call and the computation is an error:
        ``to_parquet`` follows such a list.

        Args:
            storage: marker of one storage; None for all.
            raw: add a column ``raw`` with each order's JSON as the server sent it.
            {options}

        Returns:
            ``dask.dataframe.DataFrame`` with the columns of ``to_parquet``: amounts have the dtype ``money``,
            markers are text. The list itself is not fetched yet; its length is.

        Warns:
            IncompleteListWarning: the server gives fewer orders than its total; the frame has those.

        Raises:
            InputError: there would be too many partitions.
            ResponseFormatError: the server does not say how many orders there are, or not truly.
            MissingExtraError: dask is not installed.
            SignInRequiredError: no user is signed in.
            IncompleteListError: when computed: the list has moved.
            SignInExpiredError: when computed: the access token has ended, and a worker in another process used it.
        """
        from .dask import Source, cut, dask_frame
        from .tables import Schemas

        size = check_id(options.get("partition_size", DEFAULTS["partition_size"]), "partition_size")
        places = self._reader.chosen(storage)
        how = {name: check_id(fetch_options(options)[name], name) for name in ("page_size", "workers")}
        spans = [
            span for place in places for span in cut(place.marker, place.title, self._reader.reach(place.marker), size)
        ]
        # What was asked renewed a sign-in that had ended; workers cannot.
        source = Source.of(
            self._api, self._lang, Schemas(self._answer_fields(places, "Columns for the fields of"), raw), **how
        )
        return dask_frame(source, spans)

    def _current(self, order: Order | int, storage: str | None) -> Order:
        if isinstance(order, Order):
            return self._reader.order(order.id, order.storage)
        return self.get(order, storage)

    def _answer_fields(
        self, places: Iterable[Storage], missing: str = "Types of the answers to"
    ) -> tuple[AnswerField, ...]:
        """Returns the fields in the forms of storages, one request for each form that is not known yet."""
        forms = dict.fromkeys(place.form for place in places if place.form is not None)
        return united(self._fields_of(form, missing) for form in forms)

    def _fields_of(self, form: str, missing: str) -> tuple[AnswerField, ...]:
        return look_up(lambda: answer_fields(self._forms.known(form), self._lang), f"{missing} form '{form}'", ())
