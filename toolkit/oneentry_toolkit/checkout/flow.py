"""``CheckoutFlow``: one order from an empty basket to its payment or cancellation."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

from ..errors import InputError
from ..orders.models import Order, Storage
from ..payments.accounts import PaymentAccount
from ..payments.models import PaymentSession
from ..payments.refunds import RefundRequest
from ..resources.discounts import Discount
from ..resources.formdata import Form
from ..values.arguments import check_seconds
from . import file
from .basket import Basket
from .draft import Draft
from .editing import Editing
from .machine import Machine
from .nouns import Nouns, NounsWithCart, check_shop, login_of
from .payment import Payment
from .placement import Placement
from .progress import Progress
from .search import Search
from .state import DRAFT, CheckoutSnapshot, CheckoutState, Problem


class CheckoutFlow(Editing):
    """One order, from an empty basket to its payment or cancellation. Created by ``shop.checkout()``.

    Each call is possible in certain states only; otherwise it raises ``CheckoutStateError``, which names the possible
    calls. The order is sent once: without a response the state is ``UNCERTAIN``, and ``reconcile()`` looks whether it
    was placed. Thread-safe.

    Args:
        shop: the ``Shop``, or an object with the same resources.
        bookings: allow an order without products, as for bookings.
        quiet_s: seconds after sending in which the server may still create the order.
        clock: monotonic clock in seconds, for ``wait``.
        now: seconds since 1970, for times that are saved.
        sleep: used by ``wait`` to pause; the default is ended by ``stop_waiting()``.

    Raises:
        InputError: ``shop`` is no shop or that of a guest, or ``quiet_s`` is no number of seconds.
    """

    def __init__(
        self,
        shop: Nouns,
        *,
        bookings: bool = False,
        quiet_s: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        check_shop(shop)
        self._shop = shop
        self._machine = Machine(self.snapshot)
        self._draft = Draft(bookings=bookings)
        self._progress = Progress(shop, self._machine, now=now, quiet_s=check_seconds(quiet_s, "quiet_s", zero=True))
        self._basket = Basket(shop, self._machine, self._draft)
        self._search = Search(shop, self._draft)
        self._placement = Placement(shop, self._machine, self._basket, self._search, self._progress)
        self._payment = Payment(shop, self._machine, self._progress, clock=clock, sleep=sleep)

    # Current content

    @property
    def shop(self) -> Nouns:
        """The shop of this checkout."""
        return self._shop

    @property
    def state(self) -> CheckoutState:
        """The current state."""
        return self._machine.state

    def problems(self) -> tuple[Problem, ...]:
        """Returns what has to be corrected before ``place()`` is possible. Sends nothing."""
        return self._basket.problems()

    def snapshot(self) -> CheckoutSnapshot:
        """Returns an immutable snapshot of the checkout. Sends nothing."""
        with self._machine.lock:
            draft, progress = self._draft, self._progress
            return CheckoutSnapshot(
                state=self.state,
                storage=draft.storage.marker if draft.storage else None,
                storage_title=draft.storage.title if draft.storage else None,
                payment_account=draft.payment_account,
                lines=tuple(draft.lines.values()),
                form=dict(draft.values),
                coupon=draft.coupon,
                bonus=draft.bonus,
                discounts=draft.discounts,
                preview=self._basket.known_preview,
                problems=self.problems(),
                order=progress.order,
                session=progress.session,
                refund=progress.refund,
                candidates=progress.candidates,
                can=self._machine.can,
                message=self._machine.message,
            )

    def subscribe(self, callback: Callable[[CheckoutSnapshot], object]) -> Callable[[], None]:
        """Calls ``callback`` with every new snapshot, in the thread that caused it.

        Exceptions of the callback are logged and do not stop the checkout.

        Returns:
            A function that unsubscribes.
        """
        return self._machine.subscribe(callback)

    def storages(self) -> tuple[Storage, ...]:
        """Returns the order storages, looked up once; a single one is chosen automatically."""
        return self._basket.storages()

    def accounts(self) -> tuple[PaymentAccount, ...]:
        """Returns the payment accounts of the chosen storage, in its order; empty before a storage is chosen.

        If the storage is linked to none, all visible accounts of the project: the server decides whether one will do.

        Raises:
            SignInRequiredError: no user is signed in.
        """
        return self._basket.accounts()

    def form(self) -> Form | None:
        """Returns the form of the chosen storage; None before a storage is chosen."""
        return self._draft.form

    def personal_discounts(self) -> tuple[Discount, ...]:
        """Returns the personal discounts for ``use_discounts``, looked up once; empty if there are none to show."""
        return self._basket.personal_discounts()

    def bonus_balance(self) -> Decimal | None:
        """Returns your bonus balance, requested each time; None if the project does not show it.

        Raises:
            SignInRequiredError: no user is signed in.
        """
        return self._basket.bonus_balance()

    # Placing

    def place(self) -> Order:
        """Places the order. It is sent at most once, even if several threads call this.

        Returns:
            The order as the server confirms it.

        Raises:
            CheckoutStateError: the order has problems, or is being placed or placed already.
            CheckoutUncertainError: no usable response came; the order may have been placed. Call ``reconcile()``.
            InvalidRequestError: the server refused; ``problems()`` names the field, if the server did.
            OneEntryError: the order was not placed; the checkout can still be edited and placed.
        """
        return self._placement.place()

    def reconcile(self, order_id: int | None = None, *, not_placed: bool = False) -> CheckoutState:
        """Looks whether a request without a response was carried out. Only reads; never sends it again.

        Args:
            order_id: the order, if several candidates match; see ``snapshot().candidates``.
            not_placed: none of the candidates is the order, for example because you placed them elsewhere.

        Returns:
            The new state; ``UNCERTAIN`` if that is not known yet. The snapshot's ``message`` says why: several orders
            match, the list cannot be read completely, or the request is too recent.

        Raises:
            CheckoutStateError: the state is not ``UNCERTAIN``.
            InputError: the order existed before the request was sent.
            OneEntryError: the orders could not be read; call again.
        """
        with self._machine.exclusively("reconcile", "Looking whether the request was carried out."):
            sent = self._progress.sent
            assert sent is not None, "UNCERTAIN is reached with something sent only"
            self._progress.check_owner()
            if sent.pending == "place":
                self._placement.reconcile(sent, order_id, not_placed=not_placed)
            elif sent.pending == "pay":
                self._payment.reconcile_session(sent)
            else:
                self._payment.reconcile_cancel()
        return self.state

    # After the order is placed

    def pay(self, type: Literal["session", "intent"] = "session") -> PaymentSession:
        """Opens a payment session for the order; a new one if the previous one was declined or has expired.

        For an order that is paid in stages, takes the session that the server has opened for the next stage.

        Args:
            type: ``"session"`` for a page to pay on, ``"intent"`` for a card form of your own (Stripe).

        Raises:
            CheckoutStateError: there is no order to pay, or a session is open already.
            CheckoutUncertainError: no usable response came; a session may be open. Call ``reconcile()``.
            OneEntryError: no session was opened; the order is still placed.
        """
        return self._payment.pay(type)

    def look(self) -> CheckoutState:
        """Requests the payment's status once and returns the new state.

        Raises:
            CheckoutStateError: there is no order yet, or another call is running.
            OneEntryError: the status could not be read; the checkout is unchanged.
        """
        return self._payment.look()

    def wait(
        self, timeout_s: float = 60.0, poll_s: float = 1.5, until: Literal["settled", "link"] = "settled"
    ) -> CheckoutState:
        """Polls the payment until it is settled, or until it has a payment link.

        Failures that may pass (no answer, 404, 429, 5xx) do not end it while there is time. Ends early with Ctrl-C, and
        with ``stop_waiting()`` from another thread; the payment goes on either way.

        Args:
            timeout_s: maximum time to wait, in seconds.
            poll_s: seconds between two requests.
            until: ``"settled"`` waits for any final status; ``"link"`` for ``payment_url`` (PayPal's comes some seconds
                late), or a final status.

        Returns:
            The new state; ``PAYING`` if the session is still open. For an order that is paid in stages, ``PLACED`` when
            a stage is paid and the next one needs ``pay()``.

        Raises:
            CheckoutStateError: there is no payment to poll.
            OneEntryError: you may not read the payment; or the last request before the time was up failed.
        """
        return self._payment.wait(timeout_s, poll_s, until)

    def stop_waiting(self) -> None:
        """Ends a ``wait()`` in another thread. The payment is not affected."""
        self._payment.stop_waiting()

    def cancel(self, status: str | None = None) -> Order:
        """Cancels the order and its open payment sessions.

        Args:
            status: marker of the status that means cancelled; default: the only one whose marker says so.

        Raises:
            CheckoutStateError: there is no order, or it is paid; request a ``refund()`` instead.
            InputError: no status, or several, look like cancelled; the message lists them.
            CheckoutUncertainError: no usable response came. Call ``reconcile()``.
            InvalidRequestError: it is paid (``look()``), or a session has expired: then only the shop can cancel it.
        """
        return self._payment.cancel(status)

    def refund(self, *, products: Mapping[int, int] | None = None, note: str | None = None) -> RefundRequest:
        """Requests a refund. An operator of the shop decides; the state stays ``PAID``.

        Args:
            products: product number to quantity; None for everything that is not part of an earlier request.
            note: a message to the shop.

        Raises:
            CheckoutStateError: the order is not paid.
            CheckoutUncertainError: no usable response came, and the list cannot be read; see ``shop.refunds.list``.
            InputError: the order does not have a product or its quantity; nothing was sent.
            OneEntryError: the refund was not requested.
        """
        return self._payment.refund(products=products, note=note)

    # Saving

    def save(self, path: str | os.PathLike[str] | None = None) -> str:
        """Returns the checkout as JSON text, for ``shop.resume_checkout``; ``path`` also writes it to a file.

        The text has no token, password, captcha, card number or payment link. It has the other form values, so only the
        owner can read the file (mode 0600).

        Raises:
            InputError: the file cannot be written.
        """
        with self._machine.lock:
            # A request that is running now is uncertain when the checkout is resumed.
            on_its_way = self.state is CheckoutState.UNCERTAIN or self._machine.busy is not None
            lost = self._progress.sent is not None and on_its_way
            record = {
                "url": self._shop.url,
                "user": self._progress.owner or login_of(self._shop),
                "state": str(CheckoutState.UNCERTAIN if lost else self.state),
                **self._draft.record(),
                **self._progress.record(),
            }
        return file.save(record, path)

    @classmethod
    def from_cart(cls, shop: NounsWithCart, storage: str | None = None, **options: Any) -> CheckoutFlow:
        """Returns a checkout with the products and quantities of ``shop.cart``.

        Later changes of the one do not change the other, and placing the order does not empty the cart: call
        ``shop.cart.clear()`` when it is placed.

        Args:
            shop: the shop, with a user signed in.
            storage: marker of the order storage; None leaves the choice to ``choose_storage``, unless there is one.
            options: keyword arguments of the constructor.

        Raises:
            SignInRequiredError: no user is signed in.
            InputError: the storage does not exist, the catalogue does not show a product of the cart any more, or the
                shop is a guest's.
        """
        flow = cls(shop, **options)
        lines = shop.cart.read()
        products = {one.id: one for one in shop.products.by_ids(line.product_id for line in lines)}
        if gone := [str(line.product_id) for line in lines if line.product_id not in products]:
            raise InputError(
                f"The catalogue does not show these products of the cart: {', '.join(gone)}. Take them out first: "
                f"shop.cart.remove({gone[0]}).",
                name="cart",
            )
        if storage is None:
            flow.storages()
        else:
            flow.choose_storage(storage)
        for line in lines:
            flow.add(products[line.product_id], line.quantity)
        return flow

    @classmethod
    def resume(cls, shop: Nouns, saved: str | os.PathLike[str], **options: Any) -> CheckoutFlow:
        """Returns a saved checkout. Definitions, products, order and payment session are read again.

        A request that was running when it was saved makes it ``UNCERTAIN``: call ``reconcile()``.

        Args:
            shop: the same project, with the same user signed in.
            saved: the text that ``save()`` returned, or the path of the file.
            options: keyword arguments of the constructor.

        Raises:
            InputError: ``saved`` is not a saved checkout, or the shop is a guest's.
            CheckoutError: the checkout belongs to another project or user.
            SignInRequiredError: the checkout belongs to a user, and no user is signed in.
        """
        flow = cls(shop, **options)
        flow._restore(file.load(saved, url=shop.url, login=login_of(shop)))
        return flow

    def _restore(self, record: Mapping[str, Any]) -> None:
        self._basket.restore(record)
        self._progress.restore(record)
        state = CheckoutState(record["state"])
        with self._machine.lock:
            self._machine.state = state
            self._basket.settle()
            if state not in DRAFT:
                self._machine.message = f"Resumed. Possible now: {', '.join(sorted(self._machine.can))}."

    def __repr__(self) -> str:
        return repr(self.snapshot()).replace("<Checkout ", "<CheckoutFlow ", 1)

    def _repr_html_(self) -> str:
        return self.snapshot()._repr_html_()
