"""The checkout: one order from an empty basket to paid, declined, expired, cancelled, or uncertain and found again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from ..orders.models import Order, OrderPreview, Storage
from ..payments.refunds import RefundRequest
from ..payments.sessions import PaymentAccount, PaymentSession
from ..resources.discounts import Discount
from ..resources.formdata import Form
from ..resources.products import Product
from ..values.arguments import check_seconds
from . import file
from .basket import Basket
from .draft import Draft
from .machine import Machine
from .nouns import Nouns, login_of
from .payment import Payment
from .placement import Placement
from .progress import Progress
from .search import Search
from .state import DRAFT, CheckoutSnapshot, CheckoutState, Problem


class CheckoutFlow:
    """One order, from an empty basket to its end. Made by ``shop.checkout()``; sends only what you ask it to send.

    Every call is possible in certain states only; a wrong one raises ``CheckoutStateError`` and says which are. An
    order is sent once: if no answer comes the state is ``UNCERTAIN``, and ``reconcile()`` reads what happened.
    Threads may share a flow.

    Args:
        shop: the ``Shop``, or anything with the same nouns.
        bookings: an order without products is meant (the API allows it for bookings).
        quiet_s: seconds after sending in which an order that is not there may still turn up.
        clock: seconds that only go forward, for ``wait``.
        now: seconds since 1970, for what is remembered across kernels.
        sleep: how ``wait`` waits; the default ends at once with ``stop_waiting()``.
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
        self._shop = shop
        self._machine = Machine(self.snapshot)
        self._draft = Draft(bookings=bookings)
        quiet_s = check_seconds(quiet_s, "quiet_s", zero=True)
        self._progress = Progress(shop, self._machine, now=now, quiet_s=quiet_s)
        self._basket = Basket(shop, self._machine, self._draft)
        self._search = Search(shop, self._draft)
        self._placement = Placement(shop, self._machine, self._basket, self._search, self._progress)
        self._payment = Payment(shop, self._machine, self._progress, clock=clock, sleep=sleep)

    # What there is

    @property
    def shop(self) -> Nouns:
        """The shop that it orders from."""
        return self._shop

    @property
    def state(self) -> CheckoutState:
        """Where the checkout is."""
        return self._machine.state

    def problems(self) -> tuple[Problem, ...]:
        """What has to be corrected before ``place()`` is possible. Only what was looked up already is used."""
        return self._basket.problems()

    def snapshot(self) -> CheckoutSnapshot:
        """Everything at this moment, frozen. Sends nothing."""
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
        """Calls a function with every new snapshot, in the thread that caused it.

        What goes wrong in it is logged and does not stop the checkout.

        Returns:
            A function that ends it.
        """
        return self._machine.subscribe(callback)

    def storages(self) -> tuple[Storage, ...]:
        """The order storages to choose from, looked up once. If there is one only, it counts as chosen."""
        return self._basket.storages()

    def accounts(self) -> tuple[PaymentAccount, ...]:
        """The payment accounts of the chosen storage, in its order; empty before a storage is chosen.

        If the storage is linked to none, all visible accounts of the project: the server decides whether one will do.

        Raises:
            SignInRequiredError: no user is signed in.
        """
        return self._basket.accounts()

    def form(self) -> Form | None:
        """The form of the chosen storage; None before a storage is chosen."""
        return self._draft.form

    def personal_discounts(self) -> tuple[Discount, ...]:
        """The personal discounts that may be named with ``use_discounts``, looked up once; empty if none are shown."""
        return self._basket.personal_discounts()

    def bonus_balance(self) -> Decimal | None:
        """Your bonus, asked each time; None where the project does not show it.

        Raises:
            SignInRequiredError: no user is signed in.
        """
        return self._basket.bonus_balance()

    # Editing

    def choose_storage(self, marker: str) -> None:
        """Chooses the order storage; its form and accounts come with it.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: there is no such storage.
        """
        self._basket.choose_storage(marker)

    def pay_with(self, account: str) -> None:
        """Chooses the payment account: one of ``accounts()``.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: no storage is chosen, or there is no such account.
        """
        self._basket.pay_with(account)

    def add(self, product: int | Product, quantity: int = 1) -> None:
        """Puts a product into the basket, or more of it. A number is looked up in the catalogue.

        Raises:
            CheckoutStateError: the order has been sent.
            NotFoundError: there is no such product.
            InputError: the quantity is not a whole number above 0.
        """
        self._basket.add(product, quantity)

    def set_quantity(self, product_id: int, quantity: int) -> None:
        """Changes how many pieces of a product are in the basket; 0 takes it out.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: the product is not in the basket, or the quantity is not a whole number from 0 on.
        """
        self._basket.set_quantity(product_id, quantity)

    def remove(self, product_id: int) -> None:
        """Takes a product out of the basket.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: it is not in the basket.
        """
        self._basket.remove(product_id)

    def clear(self) -> None:
        """Empties the basket, and forgets coupon, bonus and personal discounts. Storage, account and form stay.

        Raises:
            CheckoutStateError: the order has been sent.
        """
        self._basket.clear()

    def fill(self, values: Mapping[str, Any] | None = None, /, **markers: Any) -> None:
        """Fills in fields of the storage's form, by marker. None takes a value back.

        Whether a value fits, ``problems()`` tells; so half a form may be filled in.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: no storage is chosen, or its form has no such field.
        """
        self._basket.fill(values, **markers)

    def unfill(self, marker: str) -> None:
        """Takes back what was filled in for a field.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: no storage is chosen, or its form has no such field.
        """
        self._basket.unfill(marker)

    def use_coupon(self, code: str | None) -> None:
        """Uses a coupon code; None uses none. ``preview()`` tells whether it is valid and takes effect.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: the code is not a text, or is empty.
        """
        self._basket.use_coupon(code)

    def use_bonus(self, amount: Decimal | int | str | None) -> None:
        """Pays a part with your bonus; None or 0 uses none. The server caps it, and ``preview()`` tells at how much.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: it is not an exact amount from 0 on.
        """
        self._basket.use_bonus(amount)

    def use_discounts(self, markers: Iterable[str]) -> None:
        """Uses personal discounts, by marker; an empty list uses none. The server ignores those you do not get.

        Raises:
            CheckoutStateError: the order has been sent.
            InputError: it is not a list of markers, or names one that ``personal_discounts()`` did not show.
        """
        self._basket.use_discounts(markers)

    def preview(self) -> OrderPreview | None:
        """What the order would cost, as the server computes it; None for an empty basket.

        Asked once for each basket and its discounts, and remembered. After ``place()`` the last one is given.

        Raises:
            SignInRequiredError: no user is signed in.
            InvalidRequestError: the server refuses, for example the coupon; ``problems()`` then says so too.
        """
        return self._basket.preview()

    # Placing

    def place(self) -> Order:
        """Places the order. It is sent at most once, also when several threads call this.

        Returns:
            The order as the server confirms it.

        Raises:
            CheckoutStateError: there are problems, or it is under way or placed already.
            CheckoutUncertainError: no usable answer came; it may have been placed. Call ``reconcile()``.
            InvalidRequestError: the server refused; ``problems()`` says about which field if it said so.
            OneEntryError: it was not sent, or refused; the checkout can still be edited and placed.
        """
        return self._placement.place()

    def reconcile(self, order_id: int | None = None, *, not_placed: bool = False) -> CheckoutState:
        """Finds out what became of what was sent without an answer. Only reads; nothing is sent again.

        Args:
            order_id: which of the candidates it is, when several orders fit; ``snapshot().candidates`` has them.
            not_placed: you know that none of the candidates is it, for example because you placed them elsewhere.

        Returns:
            The state it led to; ``UNCERTAIN`` if it is still open, and the snapshot's ``message`` says why:
            several orders fit, the list cannot be read completely, or it is too early to be sure.

        Raises:
            CheckoutStateError: nothing is uncertain.
            InputError: the order of that number existed before.
            OneEntryError: it could not be read; call again.
        """
        with self._machine.exclusively("reconcile", "Looking for what was sent."):
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
        """Opens a payment session for the order; after a declined or expired one, another.

        Of an order that is paid in stages, a session that the server has opened for the next stage is taken.

        Args:
            type: ``"session"`` for a page to pay on, ``"intent"`` for a card form of your own (Stripe).

        Raises:
            CheckoutStateError: there is no order to pay, or a session is open.
            CheckoutUncertainError: no usable answer came; a session may be open. Call ``reconcile()``.
            OneEntryError: it was refused or not sent; the order stays placed.
        """
        return self._payment.pay(type)

    def look(self) -> CheckoutState:
        """Asks the server once how the payment stands, and gives the state that it led to.

        Raises:
            CheckoutStateError: there is no order yet, or a call is under way.
            OneEntryError: it could not be read; nothing has changed.
        """
        return self._payment.look()

    def wait(
        self, timeout_s: float = 60.0, poll_s: float = 1.5, until: Literal["settled", "link"] = "settled"
    ) -> CheckoutState:
        """Follows the payment until it is settled, or until it has a link to pay at.

        Failures that may pass (no answer, 404, 429, 5xx) do not end it while there is time. Ends early with Ctrl-C, and
        with ``stop_waiting()`` from another thread; the payment goes on either way.

        Args:
            timeout_s: seconds to wait at most.
            poll_s: seconds between two looks.
            until: ``"settled"`` for the end of the session, whichever; ``"link"`` for ``payment_url`` (PayPal's comes
                some seconds late) or the end.

        Returns:
            The state then: ``PAYING`` if it is still open. Of an order that is paid in stages: ``PLACED`` when a
            stage is paid and the next needs ``pay()``.

        Raises:
            CheckoutStateError: there is no payment to follow.
            OneEntryError: you may not read the payment; or the last request before the time was up failed.
        """
        return self._payment.wait(timeout_s, poll_s, until)

    def stop_waiting(self) -> None:
        """Ends a ``wait()`` that is under way in another thread. The payment goes on."""
        self._payment.stop_waiting()

    def cancel(self, status: str | None = None) -> Order:
        """Cancels the order; its open payment sessions end with it.

        Args:
            status: marker of the status that means cancelled; default: the only one whose marker says so.

        Raises:
            CheckoutStateError: there is no order, or it is paid: ask for a ``refund()``.
            InputError: no status, or several, look like cancelled; the message lists them.
            CheckoutUncertainError: no usable answer came. Call ``reconcile()``.
            InvalidRequestError: the server refused, for example because it may have been paid: ``look()``.
        """
        return self._payment.cancel(status)

    def refund(self, *, products: Mapping[int, int] | None = None, note: str | None = None) -> RefundRequest:
        """Asks for money back. An operator of the shop decides; the state stays ``PAID``.

        Args:
            products: product number to quantity; None for all that no request is about yet.
            note: a word to the shop.

        Raises:
            CheckoutStateError: the order is not paid.
            CheckoutUncertainError: no usable answer came, and the list cannot be read: see ``shop.refunds.list``.
            OneEntryError: as ``shop.refunds.request``.
        """
        return self._payment.refund(products=products, note=note)

    # Saving

    def save(self, path: str | os.PathLike[str] | None = None) -> str:
        """The checkout as JSON text, for ``shop.resume_checkout``; also written to a file if a path is given.

        It holds no token, password, captcha, card number or payment link. It does hold what was filled in otherwise, so
        the file is one that only its owner can read (mode 0600).

        Raises:
            InputError: the file cannot be written.
        """
        with self._machine.lock:
            # What is on its way now is uncertain when the checkout is resumed.
            on_its_way = self.state is CheckoutState.UNCERTAIN or self._machine.busy is not None
            lost = self._progress.sent is not None and on_its_way
            record = {
                "url": self._shop.url,
                "user": self._progress.owner or login_of(self._shop),
                "state": str(CheckoutState.UNCERTAIN if lost else self.state),
                **self._draft.record(),
                **self._progress.record(),
            }
        text = file.dump(record)
        if path is not None:
            file.write_text(path, text)
        return text

    @classmethod
    def resume(cls, shop: Nouns, saved: str | os.PathLike[str], **options: Any) -> CheckoutFlow:
        """The checkout that ``save()`` kept. Definitions, products, order and payment session are read anew.

        What was on its way when it was saved comes back as ``UNCERTAIN``: call ``reconcile()``.

        Args:
            shop: the same project, with the same user signed in.
            saved: the text, or the path of the file.
            options: as for the constructor.

        Raises:
            InputError: it is not a saved checkout.
            CheckoutError: it belongs to another project or user.
            SignInRequiredError: it belongs to a user, and no user is signed in.
        """
        record = file.load(file.read_text(saved))
        file.check_owner(record, url=shop.url, login=login_of(shop))
        file.check_record(record)
        flow = cls(shop, **options)
        flow._restore(record)
        return flow

    def _restore(self, record: Mapping[str, Any]) -> None:
        self._basket.restore(record)
        self._progress.restore(record)
        state = CheckoutState(record["state"])
        with self._machine.lock:
            self._machine.state = state
            self._basket.settle()
            if state not in DRAFT:
                self._machine.message = f"Taken up again. Possible now: {', '.join(sorted(self._machine.can))}."

    def __repr__(self) -> str:
        return repr(self.snapshot()).replace("<Checkout ", "<CheckoutFlow ", 1)

    def _repr_html_(self) -> str:
        return self.snapshot()._repr_html_()
