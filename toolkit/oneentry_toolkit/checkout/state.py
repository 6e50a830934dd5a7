"""A checkout on paper: its states, what leads from one to the next, what may be called when, and how it shows itself.

Pure, in the spirit of h11: two tables decide, and ``CheckoutFlow`` only asks them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from ..errors import CheckoutStateError
from ..orders.models import Order, OrderPreview
from ..payments.refunds import RefundRequest
from ..payments.sessions import PaymentSession
from ..values.display import html_card, html_table, one_line
from ..values.money import format_money


class CheckoutState(StrEnum):
    """Where a checkout is.

    ``EDITING``: something is missing or wrong, ``problems()`` says what. ``READY``: it can be placed.
    ``PLACING``: the order is on its way. ``PLACED``: it exists and is not paid. ``PAYING``: a payment session is open.
    ``PAID``, ``DECLINED``, ``EXPIRED``, ``CANCELLED``: how it ended; ``DECLINED`` and ``EXPIRED`` let one pay again.
    ``UNCERTAIN``: something was sent and no usable answer came; only ``reconcile()`` leads on.
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
"""State to the calls that are possible in it. What only looks (``problems``, ``preview``, ``save`` ...) always is."""

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
    # What was taken for not placed turned up after all, just before it would have been placed again.
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
    # An order may be paid in another session than the one that is followed, or at the counter.
    **{(state, "paid"): _S.PAID for state in (*_UNPAID, _S.CANCELLED)},
    **{(state, "cancelled"): _S.CANCELLED for state in (*_UNPAID, _S.PAID)},
    (_S.PLACED, "no answer"): _S.UNCERTAIN,
    (_S.DECLINED, "no answer"): _S.UNCERTAIN,
    (_S.EXPIRED, "no answer"): _S.UNCERTAIN,
    # What reconcile() finds.
    (_S.UNCERTAIN, "placed"): _S.PLACED,
    (_S.UNCERTAIN, "not placed"): _S.READY,
    (_S.UNCERTAIN, "paying"): _S.PAYING,
    (_S.UNCERTAIN, "paid"): _S.PAID,
    (_S.UNCERTAIN, "declined"): _S.DECLINED,
    (_S.UNCERTAIN, "expired"): _S.EXPIRED,
    (_S.UNCERTAIN, "cancelled"): _S.CANCELLED,
}
"""(State, event) to the next state. What is not here cannot happen."""


def after(state: CheckoutState, event: str) -> CheckoutState:
    """The state after an event.

    Raises:
        KeyError: the event cannot happen in this state; a mistake of the flow, never of its user.
    """
    return EVENTS[state, event]


def check_call(state: CheckoutState, call: str, *, problems: tuple[Problem, ...] = (), busy: str | None = None) -> None:
    """Nothing, if a call is possible now.

    Args:
        state: where the checkout is.
        call: name of the method.
        problems: what is still to be mended, for the message.
        busy: another call that is under way in another thread.

    Raises:
        CheckoutStateError: it is not; the message names the state, the call, and what is possible.
    """
    possible = () if busy else tuple(sorted(CALLS[state]))
    if call in possible:
        return
    why = f" {busy}() is under way." if busy else ""
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
    """Something that has to be mended before the order can be placed.

    Attributes:
        field: ``products``, ``storage``, ``payment_account``, ``coupon``, ``bonus``, ``discounts``,
            ``form.<marker>`` or ``quantity.<product id>``.
        message: what is wrong, for people; the form's own words where it has some.
    """

    field: str
    message: str


@dataclass(frozen=True, kw_only=True)
class CheckoutLine:
    """A line of the basket.

    Attributes:
        product_id: number of the product.
        title: in the shop's language; None if it has none there.
        price: of one piece, from the catalogue; None means that it is not set. The server's preview decides.
        quantity: pieces.
        stock: what the API tells: the title of the product's status, such as ``In stock``; None if it has none.
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
    """A checkout at one moment; it never changes.

    Attributes:
        state: where it is.
        storage, storage_title: marker and title of the chosen order storage; None before the choice.
        payment_account: marker of the chosen payment account; None before the choice.
        lines: the basket.
        form: marker to value, as they were filled in. Not in the ``repr``: people's data.
        coupon, bonus, discounts: what is to be used; ``discounts`` are markers of personal ones.
        preview: what the server computed for this basket; None if it was not asked yet.
        problems: what is to be mended.
        order: the placed order.
        session: the payment session that is followed.
        refund: the refund request that was made.
        candidates: orders, one of which may be the one whose answer was lost; choose with ``reconcile(order_id=...)``.
        can: names of the calls that are possible now.
        message: what happened last and what to do next, for people.
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
        parts = (f"{pieces} piece{'' if pieces == 1 else 's'}", self.storage or "", self.message)
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
