"""What an order is: storages, statuses, orders, their lines and previews, as answers give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..values.arguments import check_id
from ..values.display import counted, html_card, html_table, one_line
from ..values.money import format_money, is_amount, times
from ..values.reader import Reader


@dataclass(frozen=True, kw_only=True)
class Storage:
    """A place where orders go; a project may have several, each with its own form, statuses and accounts.

    Attributes:
        id: number of the storage; None if it cannot be read.
        marker: its textual identifier, such as ``orders``.
        title: in the shop's language.
        form: marker of the order form; None if it has none.
        payment_accounts: markers of the accounts that its orders may be paid with.
        raw: the storage as it came.
    """

    id: int | None
    marker: str
    title: str
    form: str | None
    payment_accounts: tuple[str, ...]
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> Storage:
        """Reads a ``Storage`` from a response."""
        marker = reader.marker()
        accounts = (one.text("identifier") for one in reader.objects("paymentAccountIdentifiers"))
        return cls(
            id=reader.integer("id"),
            marker=marker,
            title=reader.title() or marker,
            form=reader.text("formIdentifier"),
            payment_accounts=tuple(one for one in accounts if one),
            raw=reader.raw,
        )

    def __repr__(self) -> str:
        return one_line("Storage", self.marker, (self.title,))


@dataclass(frozen=True, kw_only=True)
class Status:
    """A status that orders of a storage may have. The owner of the project defines them.

    Attributes:
        marker: its textual identifier, such as ``inProgress``.
        title: in the shop's language.
        is_default: new orders get it.
        raw: the status as it came.
    """

    marker: str
    title: str
    is_default: bool
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> Status:
        """Reads a ``Status`` from a response."""
        marker = reader.marker()
        return cls(
            marker=marker, title=reader.title() or marker, is_default=reader.flag("isDefault") is True, raw=reader.raw
        )

    def __repr__(self) -> str:
        return one_line("Status", self.marker, (self.title, "default" if self.is_default else ""))


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """A line of an order.

    Attributes:
        product_id: number of the product; None if it cannot be read, as in lines whose product was deleted.
        quantity: pieces; None if it cannot be read, as in lines that are sold by weight.
        title, sku: when it was ordered; None in the answer to ``create``, which only echoes what was sent.
        price: exact, of one piece, frozen when it was ordered; None where ``title`` is.
        discount_price: exact, of one piece after discounts; None where the server sends none
            (docs/api/open-questions.md#question-line-discounts).
        is_gift: added by a discount; None on older servers.
    """

    product_id: int | None
    quantity: int | None
    title: str | None = None
    sku: str | None = None
    price: Decimal | None = None
    is_gift: bool | None = None
    discount_price: Decimal | None = None

    @classmethod
    def read(cls, reader: Reader) -> OrderLine:
        """Reads an ``OrderLine`` from a response."""
        # Read orders carry the product as `id`, created ones as `productId` (docs/api/traps.md#trap-2).
        line = cls(
            product_id=reader.expected("id" if reader.raw.get("productId") is None else "productId"),
            quantity=reader.expected("quantity"),
            title=reader.text("title"),
            sku=reader.text("sku"),
            price=reader.money("price"),
            is_gift=reader.flag("isGift"),
            discount_price=reader.money("discountPrice"),
        )
        if line.amount is None and None not in (line.price, line.quantity) and reader.oddities is not None:
            reader.odd("price", "is too large to be multiplied")
        return line

    def __repr__(self) -> str:
        price = format_money(self.price, None)
        return one_line("OrderLine", _number(self.product_id), (self.title or "", f"quantity {self.quantity}", price))

    @property
    def amount(self) -> Decimal | None:
        """Price times quantity, before discounts; None if one of them is not known."""
        if self.price is None or self.quantity is None:
            return None
        amount = times(self.price, self.quantity)
        return amount if is_amount(amount) else None


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order.

    Attributes:
        id: number of the order.
        storage: marker of its storage.
        created: when it was placed, in UTC; None where the server does not say.
        status, status_title: marker and title of its status; None where the server does not say.
        payment_status, payment_status_title: of the payment, which the server derives; None on older servers, in the
            answer to ``create``, and where none is assigned.
        fulfillment_status, fulfillment_status_title: of the delivery; None where ``payment_status`` may be.
        payment_strategy: ``once``, ``recurring`` or ``split``; other values are possible. None on older servers.
        form: marker to value of the order form.
        form_marker: marker of the order form.
        total: exact, as the server computed it.
        currency: as typed in the admin panel; None where the server sends none.
        payment_account, payment_account_title: marker and title of the payment account.
        lines: what was ordered.
        paid: True only if the server says so; "unknown" and "no" both count as not paid (docs/api/traps.md#trap-7).
        payment_url: where to pay; None where there is no link.
        raw: the order as it came, with members that have no attribute here.
    """

    id: int
    storage: str
    created: datetime | None
    status: str | None
    status_title: str | None
    payment_status: str | None
    payment_status_title: str | None
    fulfillment_status: str | None
    fulfillment_status_title: str | None
    payment_strategy: str | None
    form: Mapping[str, Any] = field(repr=False, hash=False)
    form_marker: str | None
    total: Decimal | None
    currency: str | None
    payment_account: str | None
    payment_account_title: str | None
    lines: tuple[OrderLine, ...]
    paid: bool
    payment_url: str | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader, storage: str) -> Order:
        """Reads an ``Order`` from a response."""
        order = cls(
            id=reader.id(),
            storage=storage,
            created=reader.time("createdDate"),
            status=reader.text("statusIdentifier"),
            status_title=reader.title("statusLocalizeInfos"),
            payment_status=reader.text("paymentStatusIdentifier"),
            payment_status_title=reader.title("paymentStatusLocalizeInfos"),
            fulfillment_status=reader.text("fulfillmentStatusIdentifier"),
            fulfillment_status_title=reader.title("fulfillmentStatusLocalizeInfos"),
            payment_strategy=reader.text("paymentStrategy"),
            form=reader.form_values(),
            form_marker=reader.text("formIdentifier"),
            total=reader.money("totalSum"),
            currency=reader.text("currency") or None,
            payment_account=reader.text("paymentAccountIdentifier"),
            payment_account_title=reader.title("paymentAccountLocalizeInfos"),
            lines=tuple(OrderLine.read(line) for line in reader.objects("products")),
            paid=reader.flag("isCompleted") is True,
            payment_url=reader.text("paymentUrl"),
            raw=reader.raw,
        )
        quantities = [line.quantity for line in order.lines if line.quantity is not None]
        if not _is_int64(sum(quantities)) and reader.oddities is not None:
            reader.odd("products", "has quantities that are too large to be added")
        return order

    @property
    def line_count(self) -> int:
        """Number of lines."""
        return len(self.lines)

    @property
    def quantity(self) -> int | None:
        """Pieces in all lines; None if a line or its quantity cannot be read."""
        listed = self.raw.get("products")
        if listed is not None and listed != {} and not (isinstance(listed, list) and len(listed) == len(self.lines)):
            return None
        quantities = [line.quantity for line in self.lines if line.quantity is not None]
        total = sum(quantities)
        return total if len(quantities) == len(self.lines) and _is_int64(total) else None

    @property
    def tells_gifts(self) -> bool:
        """Whether each line says readably that it is a gift or not, or says nothing, as on older servers."""
        listed = self.raw.get("products")
        lines = listed if isinstance(listed, list) else []
        return all(isinstance(one.get("isGift"), bool | None) for one in lines if isinstance(one, Mapping))

    def __repr__(self) -> str:
        paid = "paid" if self.paid else ""
        return one_line("Order", str(self.id), (self.status or "", format_money(self.total, self.currency), paid))

    def _repr_html_(self) -> str:
        card = html_card(
            f"Order {self.id}",
            (
                ("storage", self.storage),
                ("created", self.created),
                ("status", self.status_title or self.status),
                ("payment status", self.payment_status_title or self.payment_status),
                ("fulfillment status", self.fulfillment_status_title or self.fulfillment_status),
                ("payment strategy", self.payment_strategy),
                ("total", format_money(self.total, self.currency)),
                ("paid", self.paid),
                ("payment account", self.payment_account_title or self.payment_account),
                ("pay at", self.payment_url),
                *self.form.items(),
            ),
        )
        rows = (
            (line.product_id, line.title, line.quantity, format_money(line.price, self.currency, named=False))
            for line in self.lines
        )
        return card + html_table(("product", "title", "quantity", "price"), rows, noun="line")


@dataclass(frozen=True, kw_only=True)
class OrderPreview:
    """What an order would cost. Nothing is stored.

    Attributes:
        total: before discounts.
        total_with_discount: after them.
        bonus_applied: how much of the bonus is taken; the server caps it.
        due: what is left to pay.
        currency: as typed in the admin panel; None where the server sends none.
        lines: product, quantity, price, discounted price (None without a discount), gift or not.
        coupon_applied: True if the coupon takes effect, False if it is valid but its conditions are not met,
            None if there was none.
        raw: the preview as it came.
    """

    total: Decimal | None
    total_with_discount: Decimal | None
    bonus_applied: Decimal | None
    due: Decimal | None
    currency: str | None
    lines: tuple[PreviewLine, ...]
    coupon_applied: bool | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> OrderPreview:
        """Reads an ``OrderPreview`` from a response."""
        config = reader.raw.get("discountConfig")
        coupon = config.get("coupon") if isinstance(config, Mapping) else None
        applied = coupon.get("applied") if isinstance(coupon, Mapping) else None
        return cls(
            total=reader.money("totalSum"),
            total_with_discount=reader.money("totalSumWithDiscount"),
            bonus_applied=reader.money("bonusApplied"),
            due=reader.money("totalDue"),
            currency=reader.text("currency") or None,
            lines=tuple(PreviewLine.read(line) for line in reader.objects("orderPreview")),
            coupon_applied=applied if isinstance(applied, bool) else None,
            raw=reader.raw,
        )

    def __repr__(self) -> str:
        return one_line(
            "OrderPreview",
            format_money(self.due, self.currency),
            (counted(len(self.lines), "line"),),
        )

    def _repr_html_(self) -> str:
        rows = (
            (
                line.product_id,
                line.quantity,
                format_money(line.price, self.currency, named=False),
                format_money(line.discount_price, self.currency, named=False),
                line.is_gift,
            )
            for line in self.lines
        )
        return html_card(
            "Order preview",
            (
                ("total", format_money(self.total, self.currency)),
                ("with discount", format_money(self.total_with_discount, self.currency)),
                ("bonus", format_money(self.bonus_applied, self.currency)),
                ("due", format_money(self.due, self.currency)),
                ("coupon takes effect", self.coupon_applied),
            ),
        ) + html_table(("product", "quantity", "price", "discounted", "gift"), rows, noun="line")


@dataclass(frozen=True, kw_only=True)
class PreviewLine:
    """A line of an ``OrderPreview``; amounts are exact, ``discount_price`` is None without a discount."""

    product_id: int
    quantity: int
    price: Decimal | None
    discount_price: Decimal | None
    is_gift: bool

    def __repr__(self) -> str:
        price = format_money(self.price if self.discount_price is None else self.discount_price, None)
        gift = "gift" if self.is_gift else ""
        return one_line("PreviewLine", _number(self.product_id), (f"quantity {self.quantity}", price, gift))

    @classmethod
    def read(cls, reader: Reader) -> PreviewLine:
        """Reads a ``PreviewLine`` from a response."""
        return cls(
            product_id=reader.id(),
            quantity=reader.integer("quantity") or 0,
            price=reader.money("price"),
            discount_price=reader.money("discountPrice"),
            is_gift=reader.flag("isGift") is True,
        )


def order_number(order: Order | int) -> int:
    """Returns the number of an order.

    Raises:
        InputError: ``order`` is neither an order nor a number.
    """
    return order.id if isinstance(order, Order) else check_id(order, "order")


def of_storage(marker: str) -> str:
    """Returns the words for what a list belongs to, for messages."""
    return f"of storage '{marker}'"


def _is_int64(number: int) -> bool:
    """Whether a number fits into a column."""
    return -(2**63) <= number < 2**63


def _number(product_id: int | None) -> str:
    return "without product" if product_id is None else str(product_id)
