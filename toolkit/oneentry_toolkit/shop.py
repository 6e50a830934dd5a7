"""``connect()`` and ``Shop``: create the resources of a shop and close them."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, Unpack
from urllib.parse import urlsplit

from .extras import need
from .lists.options import DEFAULTS, FetchOptions, ListOptions, takes
from .orders.orders import Orders
from .resources.forms import Forms
from .scenario import MAX_PRODUCTS
from .secret import Secret
from .settings import Settings, read_settings
from .sharing import SHARING, Embedded, connection_of, embedded_sandbox
from .transport.guests import check_guest_id, make_guest_id
from .transport.tokens import MemoryTokens, TokenStore
from .values.display import html_card

if TYPE_CHECKING:
    # pyright accepts a property where a protocol asks for one, as ``CheckoutFlow`` does, and no ``cached_property``.
    from builtins import property as cached_property

    from duckdb import DuckDBPyConnection

    from .checkout import CheckoutFlow
    from .payments.refunds import Refunds
    from .payments.sessions import Payments
    from .resources.carts import Cart, Wishlist
    from .resources.discounts import Discounts
    from .resources.files import Files
    from .resources.products import Products
    from .resources.raw import RawApi
    from .resources.users import Users
    from .scenario.document import Scenario
    from .transport.keeping import Keep
else:
    from functools import cached_property


class Shop:
    """A OneEntry project, as one user sees it. Returned by ``connect()``.

    Its parts are imported when they are first used: an interpreter that only reads orders starts sooner.

    Attributes:
        orders: storages, statuses, orders and their DataFrames.
        forms: forms, their fields, and what they were filled in with.
        url: address of the project.
        lang: language of titles and of forms, such as ``en_US``.
        sandbox: the embedded sandbox, with its controls; None on any other server.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        tokens: TokenStore | None = None,
        embedded: Embedded | None = None,
        guest_id: str | None = None,
    ) -> None:
        self._connection, self._api = connection_of(settings, tokens, embedded, guest_id)
        self._embedded = embedded
        self._has_left = False
        self.url = self._api.url
        self.lang = settings.lang
        self.sandbox = None if embedded is None else embedded.sandbox
        self._settings = settings
        self.forms = Forms(self._api, settings.lang)
        self.orders = Orders(self._api, settings.lang, self.forms)

    @cached_property
    def users(self) -> Users:
        """Sign-up, sign-in and the signed-in user."""
        from .resources.users import Users

        return Users(self._api, self._settings.lang, self.forms, self._settings.provider)

    @cached_property
    def cart(self) -> Cart:
        """The cart that the server keeps."""
        from .resources.carts import Cart

        return Cart(self._api, self._settings.lang)

    @cached_property
    def wishlist(self) -> Wishlist:
        """The wishlist that the server keeps."""
        from .resources.carts import Wishlist

        return Wishlist(self._api, self._settings.lang)

    @cached_property
    def payments(self) -> Payments:
        """Payment accounts, payment sessions and their DataFrame."""
        from .payments.sessions import Payments

        return Payments(self._api, self._settings.lang)

    @cached_property
    def products(self) -> Products:
        """Products of the catalogue."""
        from .resources.products import Products

        return Products(self._api, self._settings.lang)

    @cached_property
    def files(self) -> Files:
        """Files for the fields of forms."""
        from .resources.files import Files

        return Files(self._api, self._settings.lang)

    @cached_property
    def discounts(self) -> Discounts:
        """Discounts, coupons and bonus."""
        from .resources.discounts import Discounts

        return Discounts(self._api, self._settings.lang)

    @cached_property
    def refunds(self) -> Refunds:
        """Refund requests."""
        from .payments.refunds import Refunds

        return Refunds(self._api, self._settings.lang)

    @cached_property
    def api(self) -> RawApi:
        """Every operation of the contract, with JSON responses."""
        from .resources.raw import RawApi

        return RawApi(self._api)

    @property
    def is_sandbox(self) -> bool:
        """Whether the shop runs in the embedded sandbox."""
        return self.sandbox is not None

    @property
    def guest_id(self) -> str | None:
        """The id of the guest that this shop is for; None for other shops.

        Keep it like a password: ``shop.as_guest(guest_id)`` opens the guest's cart.
        """
        return self._api.guest_id

    def as_guest(self, guest_id: str | None = None) -> Shop:
        """Returns a shop on the same project for a visitor without a sign-in.

        A guest has a cart and a wishlist, previews, orders and opens payment sessions, if the project allows it. Orders
        and payment sessions of a guest cannot be read back, so there is no ``checkout``: use ``guest.orders.create``
        and ``guest.payments.create_session``. After signing in to this shop, ``shop.cart.merge(guest.cart)`` takes over
        the cart; ``guest.users.sign_up`` hands it to the new user on the server. Orders stay with the guest.

        Args:
            guest_id: ``guest_id`` of an earlier guest, whose cart it opens; None for a new guest. Servers keep the cart
                of a guest for 30 days and the wishlist for 90.

        Returns:
            The shop of the guest, with connections of its own; close it, or use it in a ``with`` block.

        Raises:
            InputError: ``guest_id`` is not a guest id.
            SettingsError: this shop is closed.
        """
        chosen = make_guest_id() if guest_id is None else check_guest_id(guest_id)
        with SHARING:
            self._api.sender.check_open()
            return Shop(self._settings, tokens=MemoryTokens(), embedded=self._embedded, guest_id=chosen)

    def checkout(self, storage: str | None = None, *, bookings: bool = False, quiet_s: float = 60.0) -> CheckoutFlow:
        """Starts a checkout: one order, from the basket to the payment.

        Args:
            storage: marker of the order storage; None leaves the choice to ``choose_storage``, unless there is one.
            bookings: True for an order without products.
            quiet_s: seconds after a lost response in which the order may still appear.

        Raises:
            InputError: the storage does not exist, or this is the shop of a guest.
        """
        from .checkout import CheckoutFlow

        flow = CheckoutFlow(self, bookings=bookings, quiet_s=quiet_s)
        if storage is None:
            flow.storages()
        else:
            flow.choose_storage(storage)
        return flow

    def resume_checkout(self, saved: str | os.PathLike[str]) -> CheckoutFlow:
        """Resumes a checkout that ``flow.save()`` returned as text or wrote to a file.

        Raises:
            InputError: ``saved`` is not a saved checkout, or this is the shop of a guest.
            CheckoutError: the checkout belongs to another project or user.
            SignInRequiredError: the checkout belongs to a user, and no user is signed in.
        """
        from .checkout import CheckoutFlow

        return CheckoutFlow.resume(self, saved)

    @takes(FetchOptions)
    def duckdb(
        self, storage: str | None = None, *, raw: bool = False, **options: Unpack[FetchOptions]
    ) -> DuckDBPyConnection:
        """Fetches your orders and payment sessions into a DuckDB database in memory, for SQL with exact amounts.

        Args:
            storage: marker of one storage; None for all.
            raw: adds the column ``raw`` to ``orders``, the JSON of each.
            {options}

        Returns:
            A connection with the tables ``orders`` and ``lines`` of ``shop.orders.frames()``, as far as the filters let
            them through, and ``sessions`` of ``shop.payments.frame()``, all of them. Money is ``DECIMAL(38, 6)``, times
            are TIMESTAMPTZ, as ``exports.to_duckdb`` writes them. ``connection.sql("...").df()`` gives frames, in which
            DuckDB makes floats of decimals; ``.fetchall()`` and ``.to_arrow_table()`` are exact.

        Raises:
            MissingExtraError: DuckDB is not installed (the extra ``duckdb``); nothing was fetched.
            the errors of ``shop.orders.frames`` and ``shop.payments.frame``, which also say what they warn of.
        """
        need("duckdb", "duckdb")
        from .exports.database import in_memory

        orders, lines = self.orders.frames(storage, raw=raw, **options)
        how: ListOptions = {
            "strict": options.get("strict", False),
            "page_size": options.get("page_size", DEFAULTS["page_size"]),
            "workers": options.get("workers", DEFAULTS["workers"]),
            "progress": options.get("progress"),
        }
        return in_memory({"orders": orders, "lines": lines, "sessions": self.payments.frame(**how)})

    def scenario(self, *, languages: Iterable[str] | None = None, max_products: int = MAX_PRODUCTS) -> Scenario:
        """Reads the project's definitions as a scenario of the sandbox, for notebooks that run offline as well.

        Read are auth providers, forms, order storages with their statuses, payment accounts, products with their pages
        and blocks, and discounts, as far as the application token and the signed-in user may read them. Users, orders,
        coupon codes, keys of payment providers and members that a scenario does not know are left out; see
        docs/scenarios.md.

        Args:
            languages: languages to ask for, such as ``["en_US", "de_DE"]``; None takes those of the answers. Servers
                that answer with one language at a time need it.
            max_products: the highest number of products to read.

        Returns:
            A ``Scenario``; ``save("shop.yaml")`` writes it, ``connect(sandbox="shop.yaml")`` opens it.

        Raises:
            AccessDeniedError: the application token may read none of it.
            InputError: an argument is malformed.

        Warns:
            IncompleteListWarning: something could not be read, or a scenario cannot describe it; one warning for each.
        """
        from .scenario.pull import pull

        return pull(self._api, lang=self.lang, languages=languages, max_products=max_products)

    def close(self) -> None:
        """Closes the connections and stops the embedded sandbox, if there is one. Does not sign out.

        Shops of the embedded sandbox that share a sign-in, see ``connect``, are closed together.
        """
        self._connection.end()

    def __enter__(self) -> Shop:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # Of two shops of the embedded sandbox, the end of one `with` leaves the other open, also if it comes twice.
        if not self._has_left:
            self._has_left = True
            self._connection.leave()

    def __reduce__(self) -> NoReturn:
        self._api.__reduce__()

    def __repr__(self) -> str:
        return f"<Shop {self._where()}: {self._who()}>"

    def _repr_html_(self) -> str:
        return html_card("OneEntry shop", (("at", self._where()), ("user", self._who()), ("language", self.lang)))

    def _where(self) -> str:
        return "in the embedded sandbox" if self.is_sandbox else urlsplit(self.url).netloc

    def _who(self) -> str:
        if self.guest_id is not None:
            return "a guest"
        signed_in = self.users.signed_in
        return "no user is signed in" if signed_in is None else f"signed in as {signed_in.user}"


def connect(
    url: str | None = None,
    app_token: str | None = None,
    *,
    lang: str | None = None,
    provider: str | None = None,
    timeout_s: float | None = None,
    max_answer_mb: float | None = None,
    tokens: TokenStore | None = None,
    keep: Keep | None = None,
    sandbox: bool | str | os.PathLike[str] | None = None,
) -> Shop:
    """Connects to a shop, or starts the embedded sandbox.

    Arguments win over the environment (``ONEENTRY_URL``, ``ONEENTRY_APP_TOKEN``, ``ONEENTRY_SANDBOX``,
    ``ONEENTRY_LANG``, ``ONEENTRY_PROVIDER``, ``ONEENTRY_TIMEOUT_S``, ``ONEENTRY_MAX_ANSWER_MB``), which wins over a
    ``.env`` file in the current directory or above; an empty variable counts as not set and hides that of the file.
    With neither address nor app token, an embedded sandbox is started. If ``url`` is not given, one line is printed
    that names the shop and the file that the setting came from, so that an order does not reach a live project by
    mistake.

    A process has one embedded sandbox for each scenario. While a shop of it is open, ``connect()`` gives a shop on the
    same one, with its orders and the sign-in of that shop, so that a cell may run again. ``shop.close()`` ends it, and
    the next call starts a new one. A shop with ``tokens``, or with other limits, has a sign-in of its own there.

    Args:
        url: address of the project, such as ``https://my-shop.oneentry.cloud``.
        app_token: application token of the project.
        lang: language of titles and of forms; default ``en_US``.
        provider: marker of the auth provider to sign in with; default ``email``, or the only one.
        timeout_s: seconds for each attempt, from connecting to the last byte of the answer; default 30. Bytes that
            arrive do not extend it. Reads are tried up to four times; no attempt is begun after 60 seconds.
        max_answer_mb: highest size of an answer, unpacked, in megabytes; default 256. Memory is used up to some times
            the size of an answer.
        tokens: where the sign-in is stored; default in memory, ``FileTokens(path)`` for a file.
        keep: the same by name: ``"file"`` for a file in your user folder, ``"keyring"`` for the keyring of the system
            (extra ``keyring``), one for each project. Your notebooks on the project then share the sign-in, also after
            a restart. The sign-in to an embedded sandbox ends with the sandbox in any case.
        sandbox: True for the embedded sandbox whatever address the environment or ``.env`` names, the path of a
            scenario file for the shop that it describes (docs/scenarios.md), False for no sandbox in any case: without
            an address it is an error. ``ONEENTRY_SANDBOX`` does the same: ``1``, or a path.

    Returns:
        A ``Shop``. No user is signed in, unless ``tokens``, ``keep`` or an open shop of the embedded sandbox holds a
        sign-in. No request has been sent.

    Raises:
        SettingsError: only one of ``url`` and ``app_token`` is set, neither is set and ``sandbox`` is False, a value is
            malformed, an ``ONEENTRY_*`` name is unknown, or the surroundings do not allow it: ``.env``, certificates, a
            proxy, a sandbox that cannot start, a kept sign-in that cannot be read or that Voila's visitors would share.
        InputError: ``keep`` is no such name, or ``tokens`` is given as well.
        MissingExtraError: ``keep="keyring"``, and the library is not installed.
    """
    app_token = Secret.of(app_token)  # no frame of a traceback shows it
    if keep is not None:
        from .transport.keeping import check_keep

        check_keep(keep, tokens=tokens)
    settings = read_settings(
        url=url,
        app_token=app_token,
        lang=lang,
        provider=provider,
        timeout_s=timeout_s,
        max_answer_mb=max_answer_mb,
        sandbox=sandbox,
    )
    if settings.url is not None:
        if url is None:
            where = "" if settings.source == "the environment" else f" in {settings.source}"
            print(f"ONEENTRY_URL is set{where}: using {urlsplit(settings.url).netloc}.")  # noqa: T201  (as below)
        if keep is not None:
            from .transport.keeping import store_of

            tokens = store_of(keep, settings.url)
        return Shop(settings, tokens=tokens)
    with SHARING:
        embedded, is_new = embedded_sandbox(settings.scenario)
        try:
            settings = dataclasses.replace(
                settings, url=embedded.sandbox.url, app_token=Secret(embedded.sandbox.app_token)
            )
            shop = Shop(settings, tokens=tokens, embedded=embedded)
        finally:
            embedded.leave()
    of = "" if settings.scenario is None else f" of {settings.scenario}"
    print(  # noqa: T201  (names the shop)
        f"{_why_a_sandbox(settings)}: using the embedded sandbox (in memory; sign in as {embedded.sandbox.user})."
        if is_new
        else f"Using the embedded sandbox{of} that is running already, with its orders: {shop._who()}. "
        "For a new one, call shop.close() first."
    )
    return shop


def _why_a_sandbox(settings: Settings) -> str:
    if not settings.source:
        return "ONEENTRY_URL and ONEENTRY_APP_TOKEN are not set"
    shop = "the built-in shop" if settings.scenario is None else f"the shop of {settings.scenario}"
    if settings.source == "an argument":
        return f"{shop[0].upper()}{shop[1:]} is asked for"
    where = "" if settings.source == "the environment" else f" in {settings.source}"
    return f"ONEENTRY_SANDBOX is set{where}, to {shop}"
