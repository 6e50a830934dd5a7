"""States of a checkout, their transitions, the calls that are possible in each, and the snapshot. Pure.

Two tables, as in h11: ``CALLS`` and ``EVENTS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from ..errors import CheckoutStateError
from ..orders.models import Order, OrderPreview
from ..payments.models import PaymentSession
from ..payments.refunds import RefundRequest
from ..values.display import counted, html_card, html_table, one_line
from ..values.money import format_money


class CheckoutState(StrEnum):
    """State of a checkout.

    ``EDITING``: something is missing or not valid, see ``problems()``. ``READY``: it can be placed. ``PLACING``: the
    order is being sent. ``PLACED``: it is placed and not paid. ``PAYING``: a payment session is open. ``PAID``,
    ``DECLINED``, ``EXPIRED``, ``CANCELLED``: the outcome; after ``DECLINED`` and ``EXPIRED`` it can be paid again.
    ``UNCERTAIN``: no usable response came to a request; call ``reconcile()``.
    """

    EDITING = "editing"
    READY = "ready"
    PLACING = "placing"
    PLACED = "placed"
    PAYING = "paying"
    PAID = "paid"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNCERTAIN = "uncertain"


_S = CheckoutState
_EDIT = frozenset(
    "add choose_storage clear fill pay_with remove set_quantity unfill use_bonus use_coupon use_discounts".split()
)

CALLS: Mapping[CheckoutState, frozenset[str]] = {
    _S.EDITING: _EDIT,
    _S.READY: _EDIT | {"place"},
    _S.PLACING: frozenset(),
    _S.PLACED: frozenset({"pay", "cancel", "look"}),
    _S.PAYING: frozenset({"look", "wait", "cancel"}),
    _S.PAID: frozenset({"look", "wait", "refund"}),
    _S.DECLINED: frozenset({"pay", "cancel", "look", "wait"}),
    _S.EXPIRED: frozenset({"pay", "cancel", "look", "wait"}),
    _S.CANCELLED: frozenset({"look"}),
    _S.UNCERTAIN: frozenset({"reconcile"}),
}
"""State to the calls that are possible in it. Calls that only read (``problems``, ``preview``, ``save``) always are."""

DRAFT = (_S.EDITING, _S.READY)
"""States in which the order can still be edited."""

_UNPAID = (_S.PLACED, _S.PAYING, _S.DECLINED, _S.EXPIRED)
EVENTS: Mapping[tuple[CheckoutState, str], CheckoutState] = {
    # Editing: what problems() says decides.
    (_S.EDITING, "complete"): _S.READY,
    (_S.READY, "incomplete"): _S.EDITING,
    # Placing.
    (_S.READY, "place"): _S.PLACING,
    (_S.PLACING, "placed"): _S.PLACED,
    (_S.PLACING, "not placed"): _S.READY,
    (_S.PLACING, "no answer"): _S.UNCERTAIN,
    # An order that was considered not placed was found, just before it would have been placed again.
    (_S.READY, "doubt"): _S.UNCERTAIN,
    # Paying. PAYING is also the state while the payment session is being opened.
    (_S.PLACED, "pay"): _S.PAYING,
    (_S.DECLINED, "pay"): _S.PAYING,
    (_S.EXPIRED, "pay"): _S.PAYING,
    (_S.PAYING, "no session"): _S.PLACED,
    (_S.PAYING, "no answer"): _S.UNCERTAIN,
    (_S.PAYING, "stage paid"): _S.PLACED,
    (_S.PAYING, "declined"): _S.DECLINED,
    (_S.PAYING, "expired"): _S.EXPIRED,
    # An order may be paid in another session than the one that is polled, or in cash.
    **{(state, "paid"): _S.PAID for state in (*_UNPAID, _S.CANCELLED)},
    **{(state, "cancelled"): _S.CANCELLED for state in (*_UNPAID, _S.PAID)},
    (_S.PLACED, "no answer"): _S.UNCERTAIN,
    (_S.DECLINED, "no answer"): _S.UNCERTAIN,
    (_S.EXPIRED, "no answer"): _S.UNCERTAIN,
    # Results of reconcile().
    (_S.UNCERTAIN, "placed"): _S.PLACED,
    (_S.UNCERTAIN, "not placed"): _S.READY,
    (_S.UNCERTAIN, "paying"): _S.PAYING,
    (_S.UNCERTAIN, "paid"): _S.PAID,
    (_S.UNCERTAIN, "declined"): _S.DECLINED,
    (_S.UNCERTAIN, "expired"): _S.EXPIRED,
    (_S.UNCERTAIN, "cancelled"): _S.CANCELLED,
}
"""(State, event) to the next state. No other transition is possible."""


def after(state: CheckoutState, event: str) -> CheckoutState:
    """Returns the state after an event.

    Raises:
        KeyError: the event is not possible in this state: a bug of the checkout.
    """
    return EVENTS[state, event]


def check_call(state: CheckoutState, call: str, *, problems: tuple[Problem, ...] = (), busy: str | None = None) -> None:
    """Checks that a call is possible now.

    Args:
        state: the state of the checkout.
        call: name of the method.
        problems: problems of the order, for the message.
        busy: a call that is running in another thread.

    Raises:
        CheckoutStateError: the call is not possible; the message names the state, the call, and the possible calls.
    """
    possible = () if busy else tuple(sorted(CALLS[state]))
    if call in possible:
        return
    why = f" {busy}() is running." if busy else ""
    if call == "place" and problems:
        why = " " + " ".join(f"{one.field}: {one.message}" for one in problems)
    raise CheckoutStateError(
        f"{call}() is not possible while the checkout is {state}.{why} "
        f"Possible now: {', '.join(possible) or 'nothing but to wait for it'}.",
        state=str(state),
        call=call,
        possible=possible,
    )


@dataclass(frozen=True)
class Problem:
    """Something that has to be corrected before the order can be placed.

    Attributes:
        field: ``products``, ``storage``, ``payment_account``, ``coupon``, ``bonus``, ``discounts``,
            ``form.<marker>`` or ``quantity.<product id>``.
        message: what to correct; the form's own message if it has one.
    """

    field: str
    message: str


@dataclass(frozen=True, kw_only=True)
class CheckoutLine:
    """A line of the basket.

    Attributes:
        product_id: number of the product.
        title: title in the shop's language; None if it has none.
        price: price of one piece in the catalogue; None if it is not set. The server's preview may differ.
        quantity: number of pieces.
        stock: title of the product's status, such as ``In stock``; None if it has none.
    """

    product_id: int
    title: str | None
    price: Decimal | None
    quantity: int
    stock: str | None = None

    def __repr__(self) -> str:
        price = format_money(self.price, None)
        return one_line("CheckoutLine", str(self.product_id), (self.title or "", f"quantity {self.quantity}", price))


@dataclass(frozen=True, kw_only=True)
class CheckoutSnapshot:
    """An immutable snapshot of a checkout.

    Attributes:
        state: the state.
        storage, storage_title: marker and title of the chosen order storage; None if none is chosen.
        payment_account: marker of the chosen payment account; None if none is chosen.
        lines: the basket.
        form: marker to value of the form fields. Not in the ``repr``, since it is personal data.
        coupon, bonus, discounts: the reductions to use; ``discounts`` are markers of personal discounts.
        preview: the server's preview of this basket; None if it was not requested yet.
        problems: what has to be corrected.
        order: the placed order.
        session: the payment session that is polled.
        refund: the refund request.
        candidates: orders, one of which may be the one whose response was lost; see ``reconcile(order_id=...)``.
        can: names of the calls that are possible now.
        message: what happened last and what to do next.
    """

    state: CheckoutState
    storage: str | None
    storage_title: str | None
    payment_account: str | None
    lines: tuple[CheckoutLine, ...]
    form: Mapping[str, object] = field(repr=False, hash=False)
    coupon: str | None
    bonus: Decimal | None
    discounts: tuple[str, ...]
    preview: OrderPreview | None
    problems: tuple[Problem, ...]
    order: Order | None
    session: PaymentSession | None
    refund: RefundRequest | None
    candidates: tuple[Order, ...]
    can: frozenset[str]
    message: str

    def __repr__(self) -> str:
        pieces = sum(line.quantity for line in self.lines)
        parts = (counted(pieces, "piece"), self.storage or "", self.message)
        return one_line("Checkout", str(self.state), parts)

    def _repr_html_(self) -> str:
        currency = None if self.preview is None else self.preview.currency
        due = None if self.preview is None else format_money(self.preview.due, currency)
        card = html_card(
            f"Checkout: {self.state}",
            (
                ("storage", self.storage_title or self.storage),
                ("payment account", self.payment_account),
                ("coupon", self.coupon),
                ("bonus", format_money(self.bonus, currency, named=False)),
                ("due", due),
                ("order", None if self.order is None else self.order.id),
                ("payment session", None if self.session is None else self.session.id),
                ("pay at", None if self.session is None else self.session.payment_url),
                *((f"problem: {one.field}", one.message) for one in self.problems),
                ("", self.message),
            ),
        )
        rows = (
            (one.product_id, one.title, one.quantity, format_money(one.price, currency, named=False), one.stock)
            for one in self.lines
        )
        return card + html_table(("product", "title", "quantity", "price", "stock"), rows, noun="line")
