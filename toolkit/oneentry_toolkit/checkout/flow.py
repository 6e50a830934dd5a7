"""The checkout: one order from an empty basket to paid, declined, expired, cancelled, or uncertain and found again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..errors import AccessDeniedError, CheckoutUncertainError, IncompleteListError, InputError, InvalidRequestError
from ..orders.models import Order
from ..resources.validators import is_secret
from ..values.arguments import check_id
from ..values.money import format_money
from . import file
from .basket import DRAFT, Nouns, login_of
from .draft import line_of
from .payment import CheckoutPayment
from .search import HEAD, Sent, candidates, is_younger, may_have_been_done, newest
from .state import CheckoutLine, CheckoutState

_S = CheckoutState


class CheckoutFlow(CheckoutPayment):
    """One order, from an empty basket to its end. Made by ``shop.checkout()``; sends nothing that is not asked for.

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

    # Placing

    def place(self) -> Order:
        """Places the order: once, whoever calls it how often.

        Returns:
            The order as the server confirms it.

        Raises:
            CheckoutStateError: there are problems, or it is under way or placed already.
            CheckoutUncertainError: no usable answer came; it may have been placed. Call ``reconcile()``.
            InvalidRequestError: the server refused; ``problems()`` says about which field if it said so.
            OneEntryError: it was not sent, or refused; the checkout can still be edited and placed.
        """
        with self._machine.exclusively("place", "The order is being placed.", self.problems):
            self._owner = self._login()
            if self._doubt is not None and self._search(self._doubt)[0]:
                with self._machine.lock:
                    self._sent, self._doubt = self._doubt, None
                    self._machine.move("doubt", "The order that was lost has turned up. Call reconcile().")
                raise CheckoutUncertainError(
                    "An order that may be this one has turned up since, so nothing was sent. Call reconcile().",
                    reference=self._reference(self._sent),
                )
            last = self._newest_order()
            with self._machine.lock:
                draft = self._draft
                sent = Sent(
                    pending="place", at=self._now(), user=self._owner,
                    last_id=last[0] if last else None, last_created=last[1] if last else None,
                )  # fmt: skip
                storage = self._chosen_storage().marker
                asked: dict[str, Any] = {
                    "products": draft.products,
                    "form": draft.filled,
                    "payment_account": draft.payment_account,
                    "coupon": draft.coupon,
                    "personal_discounts": draft.discounts,
                    "bonus": draft.bonus,
                }
            order: Order | None = None
            try:
                with self._machine.lock:
                    self._sent = sent
                    self._machine.move("place", "The order is being placed.")
                self._machine.tell()
                order = self._shop.orders.create(storage, **asked)
                self._placed(order)
            except BaseException as error:  # Ctrl-C may come at any moment
                if order is not None:
                    self._placed(order)
                    raise
                if self.state is not _S.PLACING:
                    self._sent = None
                    raise
                if may_have_been_done(error, "createOrder"):
                    self._uncertain(error)
                with self._machine.lock:
                    self._sent = None
                    self._machine.move("not placed", f"Nothing was placed. {error}")
                    if isinstance(error, InvalidRequestError):
                        self._blame(error)
                    self._settle(quietly=True)
                raise
            return order

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
            sent = self._sent
            if sent is None:
                raise AssertionError("UNCERTAIN without anything sent")
            self._check_owner()
            if sent.pending == "place":
                self._reconcile_order(sent, order_id, not_placed)
            elif sent.pending == "pay":
                self._reconcile_session(sent)
            else:
                self._reconcile_cancel()
        return self.state

    def _reconcile_order(self, sent: Sent, order_id: int | None, not_placed: bool) -> None:
        if order_id is not None:
            order = self._shop.orders.get(check_id(order_id, "order_id"), self._chosen_storage().marker)
            if not is_younger(order, sent):
                raise InputError(
                    f"Order {order.id} existed before this one was sent, so it is another one.", name="order_id"
                )
            self._placed(order)
            return
        orders, exact, complete = self._search(sent)
        with self._machine.lock:
            self._candidates = orders
            numbers = ", ".join(str(one.id) for one in orders)
            if len(orders) == 1 and exact and sent.last_id is not None:
                self._placed(orders[0])
            elif orders and not not_placed:
                fits = "fit" if len(orders) > 1 else "may be it"
                self._machine.message = (
                    f"Order{'s' if len(orders) > 1 else ''} {numbers} {fits}. Look at snapshot().candidates, then call "
                    "reconcile(order_id=...), or reconcile(not_placed=True) if none is it."
                )
            elif not complete and not not_placed:
                self._machine.message = (
                    "No such order is in what the server shows, but it does not show all. Ask the shop, then call "
                    "reconcile(order_id=...) or reconcile(not_placed=True)."
                )
            elif (left := self._too_early(sent)) > 0:
                self._machine.message = (
                    f"No such order is there yet, but the server may still be at work. Call reconcile() again in "
                    f"{left:.0f} s."
                )
            else:
                # Those that the user disowned will not be taken for the lost one again.
                last = max((one.id for one in orders), default=sent.last_id)
                self._sent, self._doubt, self._candidates = None, replace(sent, last_id=last), ()
                self._machine.move("not placed", "Nothing was placed. The order can be placed again.")
                self._settle(quietly=True)

    def _search(self, sent: Sent) -> tuple[tuple[Order, ...], bool, bool]:
        """The orders that may be the lost one, whether they agree in everything, and whether all were looked at."""
        draft, storage = self._draft, self._chosen_storage().marker

        def fitting(orders: Iterable[Order]) -> tuple[tuple[Order, ...], bool]:
            return candidates(
                orders, sent, products=draft.products, account=draft.payment_account, form=draft.form,
                values=draft.filled,
            )  # fmt: skip

        try:
            head = tuple(self._shop.orders.list(storage, max_items=HEAD))
        except AccessDeniedError:
            return (), False, False
        found, exact = fitting(head)
        if exact and newest(head, complete=False) is not None and any(not is_younger(one, sent) for one in head):
            return found, exact, True  # the newest come first, and all that are younger were seen
        try:
            found, exact = fitting(self._shop.orders.list(storage, strict=True))
        except IncompleteListError:
            return found, exact, False
        return found, exact, True

    def _newest_order(self) -> tuple[int, Any] | None:
        """Number and time of the newest order so far: from the head of the list if that tells, else from all of it."""
        storage = self._chosen_storage().marker
        try:
            head = self._shop.orders.list(storage, max_items=HEAD)
            total = getattr(head, "total", None)
            complete = len(head) < HEAD and (total is None or total <= len(head))
            found = newest(tuple(head), complete=complete)
            if found is None:
                found = newest(tuple(self._shop.orders.list(storage, strict=True)), complete=True)
        except (AccessDeniedError, IncompleteListError):
            # Some projects do not let users list their orders; then only the user can tell what was placed.
            return None
        return found

    def _placed(self, order: Order) -> None:
        total = format_money(order.total, order.currency)
        with self._machine.lock:
            self._order, self._sent, self._doubt, self._candidates = order, None, None, ()
            if self.state in (_S.PLACED, _S.PAID):  # an interruption came after it
                return
            self._machine.move("placed", f"Order {order.id} is placed: {total}. pay() opens a payment session.")
            if order.paid:
                self._machine.move("paid", f"Order {order.id} is paid.")

    # Saving

    def save(self, path: str | os.PathLike[str] | None = None) -> str:
        """The checkout as JSON text, for ``shop.resume_checkout``; also written to a file if a path is given.

        It holds no token, password, captcha, card number or payment link. It does hold what was filled in otherwise, so
        the file is one that only its owner can read (mode 0600).

        Raises:
            InputError: the file cannot be written.
        """
        with self._machine.lock:
            draft, sent, form = self._draft, self._sent, self._draft.form
            secret = {item.marker for item in form.fields if is_secret(item)} if form else set()
            # What was on its way when this was saved is in doubt when it comes back.
            lost = sent is not None and (self.state is _S.UNCERTAIN or self._machine.busy is not None)
            record = {
                "url": self._shop.url,
                "user": self._owner or self._login(),
                "state": str(_S.UNCERTAIN if lost else self.state),
                "storage": draft.storage.marker if draft.storage else None,
                "payment_account": draft.account,
                "products": [[number, quantity] for number, quantity in draft.products.items()],
                "form": {
                    marker: value
                    for marker, value in draft.values.items()
                    if marker not in secret and file.can_be_kept(value)
                },
                "coupon": draft.coupon,
                "bonus": draft.bonus,
                "discounts": draft.discounts,
                "bookings": draft.bookings,
                "order": self._order.id if self._order else None,
                "session": self._session.id if self._session else None,
                "refund": self._refund.id if self._refund else None,
                "sent": vars(sent) if sent else None,
                "doubt": vars(self._doubt) if self._doubt else None,
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
            SignInRequiredError: it belongs to a user, and nobody is signed in.
        """
        record = file.load(file.read_text(saved))
        file.check_owner(record, url=shop.url, login=login_of(shop))
        file.check_record(record)
        flow = cls(shop, **options)
        flow._restore(record)
        return flow

    def _restore(self, record: Mapping[str, Any]) -> None:
        draft = self._draft
        draft.bookings = record["bookings"]
        if (storage := record["storage"]) is not None:
            self.choose_storage(storage)
        draft.account, draft.coupon, draft.bonus = record["payment_account"], record["coupon"], record["bonus"]
        draft.discounts = tuple(record["discounts"])
        draft.values = {
            marker: value for marker, value in record["form"].items() if draft.form and marker in draft.form
        }
        wanted = dict(record["products"])
        found = {one.id: one for one in self._shop.products.by_ids(list(wanted))} if wanted else {}
        draft.lines = {
            number: line_of(found[number], quantity)
            if number in found
            else CheckoutLine(product_id=number, title=None, price=None, quantity=quantity)
            for number, quantity in wanted.items()
        }
        self._owner = record["user"]
        self._sent, self._doubt = (
            Sent(**{**one, "sessions": frozenset(one["sessions"])}) if one else None
            for one in (record["sent"], record["doubt"])
        )
        state = CheckoutState(record["state"])
        if record["order"] is not None:
            self._order = self._shop.orders.get(record["order"], storage)
        if record["session"] is not None:
            self._session = self._shop.payments.get(record["session"])
        if record["refund"] is not None and self._order is not None:
            self._refund = next(
                (one for one in self._shop.refunds.list(self._order) if one.id == record["refund"]), None
            )
        with self._machine.lock:
            self._machine.state = state
            self._settle()
            if state not in DRAFT:
                self._machine.message = f"Taken up again. Possible now: {', '.join(sorted(self._machine.can))}."
