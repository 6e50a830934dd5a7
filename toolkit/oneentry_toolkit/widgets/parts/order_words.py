"""Texts about a checkout and an order: its table of sums, its problems, its statuses. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ...checkout.state import CheckoutSnapshot
from ...orders.models import Order
from ...payments.accounts import PaymentAccount
from ...payments.stages import PaymentProgress
from ...resources.formdata import Form
from ...values.labels import products_told_apart, told_apart
from ...values.locale import translated
from ...values.money import format_money, times
from .look import plain, table

_STRATEGIES = {"once": "at once", "recurring": "in intervals", "split": "in stages"}
_COLUMNS = ("Product", "Quantity", "Price", "Sum")


def sums(snapshot: CheckoutSnapshot, remark: str) -> str:
    """Returns the basket as a table: as computed by the server, else with catalogue prices and a remark below."""
    if not snapshot.lines:
        return ""
    preview = snapshot.preview
    titles = products_told_apart(snapshot.lines)
    rows: list[tuple[Any, ...]] = []
    if preview is None:
        rows = [
            (
                titles[one.product_id],
                one.quantity,
                _money(one.price, None),
                _money(_times(one.price, one.quantity), None),
            )
            for one in snapshot.lines
        ]
        return table(_COLUMNS, rows, numbers=(1, 2, 3), caption="Your order") + plain(remark)
    currency = preview.currency
    for one in preview.lines:
        price = one.price if one.discount_price is None else one.discount_price
        title = titles.get(one.product_id, f"Product {one.product_id}")
        if one.is_gift:
            rows.append((f"{title} (gift)", one.quantity, "", "free"))
        else:
            rows.append((title, one.quantity, _money(price, currency), _money(_times(price, one.quantity), currency)))
    below: list[tuple[Any, ...]] = []
    less = _minus(preview.total_with_discount, preview.total)
    if less:
        below += [
            ("Before discounts", "", "", _money(preview.total, currency)),
            ("Discount", "", "", _money(less, currency)),
        ]
    if preview.bonus_applied:
        below.append(("Bonus", "", "", _money(-preview.bonus_applied, currency)))
    below.append(("To pay", "", "", format_money(preview.due, currency)))
    return table(_COLUMNS, rows, numbers=(1, 2, 3), caption="Your order", last=below) + plain(remark)


def problem_words(snapshot: CheckoutSnapshot) -> list[str]:
    """Returns the problems as texts for a form: a checkout's own messages name methods."""
    words = []
    for one in snapshot.problems:
        if one.field == "products" and not snapshot.lines:
            words.append("The basket is empty. Choose a product.")
        elif one.field == "storage" and snapshot.storage is None:
            words.append("Choose the kind of order.")
        elif one.field == "payment_account" and snapshot.payment_account is None and "Choose" in one.message:
            words.append("Choose how to pay.")
        else:
            words.append(one.message)
    return words


def coupon_words(snapshot: CheckoutSnapshot) -> str:
    """Returns whether the coupon applies; empty while that is unknown."""
    if snapshot.coupon is None or snapshot.preview is None:
        return ""
    if snapshot.preview.coupon_applied is False:
        return "The coupon is valid, but this order does not meet its conditions."
    return "The coupon is used." if snapshot.preview.coupon_applied else ""


def account_labels(accounts: Iterable[PaymentAccount], markers: Iterable[str]) -> dict[str, str]:
    """Returns marker to label of the accounts to choose from; their markers if no account is known."""
    return told_apart((one.marker, _account_words(one)) for one in accounts) or {one: one for one in markers}


def _account_words(account: PaymentAccount) -> str:
    """Returns a payment account's title with its restrictions."""
    marks = ["not connected"] if account.is_connected is False else []
    marks += ["test mode"] if account.test_mode else []
    return f"{account.title} ({', '.join(marks)})" if marks else account.title


def status_facts(order: Order) -> list[tuple[str, str | None]]:
    """Returns the names and values of an order's statuses and payment strategy; None for what the server leaves out.

    The three statuses are on axes of their own: docs/api/behaviour.md#behaviour-order-life.
    """
    strategy = order.payment_strategy
    return [
        ("Status", order.status_title or order.status),
        ("Payment status", order.payment_status_title or order.payment_status),
        ("Fulfillment status", order.fulfillment_status_title or order.fulfillment_status),
        ("Payment strategy", None if strategy is None else _STRATEGIES.get(strategy, strategy)),
    ]


def stages_table(order: Order) -> str:
    """Returns the stages that an order is paid in as a table; empty if the order says nothing of stages."""
    stages = PaymentProgress.of(order).stages
    rows = [(one.title, one.status, _money(one.amount, order.currency)) for one in stages]
    return table(("Stage", "Status", "Amount"), rows, numbers=(2,), caption="Payment stages") if rows else ""


def form_words(form: Form | None, name: str, lang: str) -> str:
    """Returns a message of the form, such as its ``successMessage``; empty if it has none."""
    infos = translated(form.raw.get("localizeInfos"), lang) if form is not None else None
    text = infos.get(name) if isinstance(infos, Mapping) else None
    return text.strip() if isinstance(text, str) else ""


def _money(amount: Decimal | None, currency: str | None = None) -> str:
    return format_money(amount, currency, named=False)


def _times(price: Decimal | None, quantity: int) -> Decimal | None:
    return None if price is None else times(price, quantity)


def _minus(amount: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if amount is None or other is None else amount - other
