"""The draft of an order and its validation. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..orders.models import Storage
from ..resources.catalogue import Product
from ..resources.formdata import Form
from ..resources.validators import form_problems, is_missing, is_secret
from ..values.labels import products_told_apart
from .file import can_be_kept
from .state import CheckoutLine, Problem

# How refusals name fields and products (docs/api/requests.md#requests-error-messages).
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        r"marker '([^']+)'",
        r"missing or incorrect: ([^;]+)",
        r"(?:^|; )(\S+) (?:must|should|value)\b",
        r"\bProducts? ([0-9][0-9, ]*)",
    )
)

BasketKey = tuple[tuple[tuple[int, int], ...], str | None, Decimal | None, tuple[str, ...]]


@dataclass
class Draft:
    """The draft of an order.

    Attributes:
        storages: those of the project; None before they were looked up.
        storage, form: the chosen ones.
        visible: markers of the project's visible payment accounts; None before they were looked up.
        unconnected: markers of payment accounts that are known to take no payments.
        account: marker of the payment account that was chosen by the user.
        lines: product number to line.
        values: marker to value, as filled in.
        coupon, bonus, discounts: to be used.
        refused: field to what the server said about it; forgotten when the field changes.
        bookings: an order without products is meant.
    """

    storages: tuple[Storage, ...] | None = None
    storage: Storage | None = None
    form: Form | None = None
    visible: tuple[str, ...] | None = None
    unconnected: frozenset[str] = frozenset()
    account: str | None = None
    lines: dict[int, CheckoutLine] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict, repr=False)
    coupon: str | None = None
    bonus: Decimal | None = None
    discounts: tuple[str, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)
    bookings: bool = False

    @property
    def offered(self) -> tuple[str, ...] | None:
        """Markers of the payment accounts to choose from; None if they are not known yet.

        Those that the storage is linked to; if it is linked to none, all visible ones: the server decides.
        """
        if self.storage is None:
            return ()
        return self.storage.payment_accounts or self.visible or None

    @property
    def payment_account(self) -> str | None:
        """The chosen payment account, or the only one available; None if there are several and none is chosen."""
        offered = self.offered
        if self.account is not None and (offered is None or self.account in offered):
            return self.account
        return offered[0] if offered is not None and len(offered) == 1 else None

    @property
    def products(self) -> dict[int, int]:
        """Product number to quantity."""
        return {product: line.quantity for product, line in self.lines.items()}

    @property
    def filled(self) -> dict[str, Any]:
        """Marker to value of the form fields that will be sent: without empty texts and lists."""
        return {marker: value for marker, value in self.values.items() if not is_missing(value)}

    @property
    def basket(self) -> BasketKey:
        """The cache key of a preview: everything that the price depends on."""
        return tuple(self.products.items()), self.coupon, self.bonus, self.discounts

    def record(self) -> dict[str, Any]:
        """Returns this part of a saved checkout, without the values of secret fields."""
        secret = {item.marker for item in self.form.fields if is_secret(item)} if self.form else set()
        return {
            "storage": self.storage.marker if self.storage else None,
            "payment_account": self.account,
            "products": [[number, quantity] for number, quantity in self.products.items()],
            "form": {
                marker: value for marker, value in self.values.items() if marker not in secret and can_be_kept(value)
            },
            "coupon": self.coupon,
            "bonus": self.bonus,
            "discounts": self.discounts,
            "bookings": self.bookings,
        }

    def choose(self, storage: Storage, form: Form | None) -> None:
        """Sets the storage and its form; values are kept for fields that the new form has, too."""
        if self.storage is None or self.storage.marker != storage.marker:
            self.refused.clear()
        self.storage, self.form = storage, form
        if self.offered is not None and self.account not in self.offered:
            self.account = None
        self.values = {marker: value for marker, value in self.values.items() if form is not None and marker in form}

    def touched(self, *fields: str) -> None:
        """Removes the server's messages about changed fields; products also change coupon, bonus and discounts."""
        for name in list(self.refused):
            if name in fields or ("products" in fields and not name.startswith("form.")):
                del self.refused[name]

    def problems(self) -> tuple[Problem, ...]:
        """Returns what has to be corrected before the order can be placed."""
        return tuple(Problem(name, message) for name, message in {**self.refused, **self._problems()}.items())

    def _problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self.lines and not self.bookings:
            found["products"] = "The basket is empty."
        labels = products_told_apart(self.lines.values())
        for product, line in self.lines.items():
            if line.price is None:
                found[f"quantity.{product}"] = f"{labels[product]} has no price in the catalogue."
        if self.storage is None:
            markers = ", ".join(one.marker for one in self.storages or ()) or "none that you may see"
            found["storage"] = f"Choose an order storage: {markers}."
            return found
        if self.form is None:
            found["storage"] = f"Storage '{self.storage.marker}' has no form, so it takes no orders. Choose another."
        if self.payment_account is None:
            offered = ", ".join(self.offered or ())
            found["payment_account"] = (
                f"Choose a payment account: {offered}."
                if offered
                else f"Storage '{self.storage.marker}' is linked to no payment account. Choose one of the project's: "
                "accounts() lists them."
            )
        elif self.payment_account in self.unconnected:  # docs/api/traps.md#trap-36
            others = ", ".join(one for one in self.offered or () if one not in self.unconnected)
            found["payment_account"] = (
                f"Payment account '{self.payment_account}' is not connected, so it takes no payments. "
                + (f"Choose another: {others}." if others else "Only the shop can connect it.")
            )
        if self.form is not None:
            found |= {f"form.{marker}": message for marker, message in form_problems(self.form, self.values).items()}
        return found


def line_of(product: Product, quantity: int) -> CheckoutLine:
    """Returns a line of the basket for a product of the catalogue."""
    return CheckoutLine(
        product_id=product.id,
        title=product.title,
        price=product.price,
        quantity=quantity,
        stock=product.status_title or product.status,
    )


def blamed(message: str, draft: Draft, known: Iterable[str]) -> dict[str, str]:
    """Returns the fields that an error message of the server names, with the message; empty if it names none.

    Args:
        message: the server's words (docs/api/requests.md#requests-error-messages); they may change, so this is a help
            and no more.
        draft: what was sent.
        known: the markers of the form.
    """
    named = {
        word
        for pattern in _NAMED
        for found in pattern.finditer(message)
        for word in found[1].replace("'", " ").replace(",", " ").split()
    }
    found = {f"form.{marker}": message for marker in known if marker in named}
    found |= {f"quantity.{product}": message for product in draft.lines if str(product) in named}
    if draft.coupon is not None and "coupon" in message.lower():
        found["coupon"] = message
    if draft.bonus is not None and "bonus" in message.lower():
        found["bonus"] = message
    return found
