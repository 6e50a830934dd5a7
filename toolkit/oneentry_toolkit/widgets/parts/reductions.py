"""The fields for coupon, bonus and personal discounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ipywidgets

from ...checkout.state import CheckoutSnapshot
from ...errors import InputError
from ...resources.discounts import Discount
from ...values.money import format_money
from .look import hint, problem
from .order_words import coupon_words
from .view import choices, field_of, input_of, row, shown

if TYPE_CHECKING:
    from ...checkout import CheckoutFlow

Watch = Callable[[Any, Callable[[], None]], None]


class Reductions:
    """Fields for coupon, bonus and personal discounts; unavailable ones are hidden.

    Attributes:
        box: the widget to show.
        unreadable: error message if the bonus is not an amount; empty otherwise.
    """

    def __init__(self, flow: CheckoutFlow, watch: Watch, changed: Callable[[], None]) -> None:
        self._flow = flow
        self._changed = changed
        self._personal: tuple[Discount, ...] = ()
        self._balance: Decimal | None = None
        self.unreadable = ""
        self._coupon = input_of(ipywidgets.Text(description="Coupon code", continuous_update=False))
        self._bonus = input_of(ipywidgets.Text(description="Bonus to use", continuous_update=False))
        self._discounts = input_of(ipywidgets.SelectMultiple(description="Personal discounts", rows=2))
        self._coupon_said, self._bonus_said = ipywidgets.HTML(), ipywidgets.HTML()
        self._bonus_box = field_of(self._bonus, self._bonus_said)
        self._discounts_box = field_of(self._discounts)
        self.box = row(field_of(self._coupon, self._coupon_said), self._bonus_box, self._discounts_box)
        watch(self._coupon, lambda: flow.use_coupon(self._coupon.value.strip() or None))
        watch(self._bonus, self._use_bonus)
        watch(self._discounts, lambda: flow.use_discounts(list(self._discounts.value)))

    def know(self, personal: Sequence[Discount], balance: Decimal | None) -> None:
        """Sets the personal discounts and the bonus balance."""
        self._personal, self._balance = tuple(personal), balance

    def render(self, snapshot: CheckoutSnapshot, *, busy: bool) -> None:
        """Shows the reductions in use and the server's remarks."""
        said = {one.field: one.message for one in snapshot.problems}
        if self._coupon.value.strip() != (snapshot.coupon or ""):
            self._coupon.value = snapshot.coupon or ""
        bonus = "" if snapshot.bonus is None else str(snapshot.bonus)
        if not self.unreadable and self._bonus.value.strip() != bonus:
            self._bonus.value = bonus
        options = tuple(choices((one.marker, f"{one.title} {one.worth}".strip()) for one in self._personal))
        if tuple(self._discounts.options) != options:
            self._discounts.options = options
        chosen = tuple(marker for _, marker in options if marker in snapshot.discounts)
        if self._discounts.value != chosen:
            self._discounts.value = chosen
        self._coupon_said.value = problem(said.get("coupon", "")) or hint(coupon_words(snapshot))
        self._bonus_said.value = problem(self.unreadable or said.get("bonus", "")) or hint(
            f"You have {format_money(self._balance, None)}." if self._balance else ""
        )
        shown(self._bonus_box, bool(self._balance))
        shown(self._discounts_box, bool(options))
        for one, call in (
            (self._coupon, "use_coupon"), (self._bonus, "use_bonus"), (self._discounts, "use_discounts")
        ):  # fmt: skip
            one.disabled = busy or call not in snapshot.can

    def lines(self, snapshot: CheckoutSnapshot) -> list[str]:
        """Returns the reductions as plain text."""
        used = (
            ("Coupon code", snapshot.coupon),
            ("Bonus to use", None if snapshot.bonus is None else str(snapshot.bonus)),
            ("Personal discounts", ", ".join(snapshot.discounts)),
        )
        return [f"{name}: {value}" for name, value in used if value]

    def _use_bonus(self) -> None:
        try:
            self._flow.use_bonus(self._bonus.value.strip() or None)
            self.unreadable = ""
        except InputError:
            self.unreadable = "Write an amount, such as 5 or 2.50."
        self._changed()
