"""Data of a payment page: session, order and account; and the end of a payment."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass
from decimal import Decimal

from ..data.catalogue import Document
from ..data.documents import decode, translated
from ..data.money import amount
from ..errors import RefusedError
from ..operations import payments
from ..operations.call import Instance

SHOP_NAME = "Sandbox shop"
_PROOF_LIFETIME_S = 900


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an order: title, quantity and sum before discounts."""

    title: str
    quantity: int
    price: Decimal
    is_gift: bool


@dataclass(frozen=True, slots=True)
class Checkout:
    """An open or closed payment.

    Attributes:
        name: The page's name in its URL, `cs_test_...`.
        session_id: The payment session.
        status: The session's status.
        order_id: The order.
        shop: The shop's name.
        lines: The lines of the order.
        reductions: Name and amount of each reduction of the sum.
        total: The amount to pay.
        currency: The order's currency.
        by_card: Whether to show a card form or only a confirmation.
        account: The payment account's title.
        success_url: The account's URL to redirect to after a payment.
        cancel_url: The account's URL to redirect to after a cancellation.
    """

    name: str
    session_id: int
    status: str
    order_id: int
    shop: str
    lines: tuple[Line, ...]
    reductions: tuple[tuple[str, Decimal], ...]
    total: Decimal
    currency: str
    by_card: bool
    account: str
    success_url: str | None
    cancel_url: str | None


def find(instance: Instance, name: str) -> Checkout | None:
    """Returns the checkout of a page's name; `None` if the link does not exist."""
    session_id = payments.session_of_link(instance.keys.signing, name)
    if session_id is None:
        return None
    catch_up(instance)
    with instance.store.read() as tx:
        row = tx.execute(
            "SELECT s.status, s.amount, s.account_id, s.body, o.id, o.body FROM payment_sessions s"
            " JOIN orders o ON o.id = s.order_id WHERE s.id = ?",
            (session_id,),
        ).fetchone()
    if row is None:
        return None
    status, total, account_id, session, order_id, order = row
    if not decode(session)["paymentUrl"]:  # the link is not shown yet
        return None
    account = instance.catalogue.accounts.by_id[account_id]
    order = decode(order)
    settings = account.body["testSettings" if account.body["testMode"] else "settings"]
    return Checkout(
        name=name,
        session_id=session_id,
        status=status,
        order_id=order_id,
        shop=shop_name(instance),
        lines=tuple(_line(product) for product in order["products"]),
        reductions=tuple(_reductions(order, amount(total))),
        total=amount(total),
        currency=order["currency"],
        by_card=account.notes["link"] == "at_once",
        account=localized(account.body["localizeInfos"]),
        success_url=settings.get("successUrl"),
        cancel_url=settings.get("cancelUrl"),
    )


def finish(instance: Instance, checkout: Checkout, outcome: str) -> bool:
    """Closes the session and updates its order; returns `False` if it is already closed."""
    try:
        with instance.store.write() as tx:
            payments.finish(tx, instance.catalogue, checkout.session_id, outcome)
    except RefusedError:
        return False
    return True


def catch_up(instance: Instance) -> None:
    """Shows delayed links and expires sessions, like each request of the API."""
    payments.settle_due(instance)


def proof(instance: Instance, checkout: Checkout) -> str:
    """Returns a signed proof that a card was accepted for this session and only has to be confirmed."""
    expires = int(time.time()) + _PROOF_LIFETIME_S
    return f"{expires}-{_signature(instance, checkout, expires)}"


def is_proven(instance: Instance, checkout: Checkout, text: str) -> bool:
    """Whether a proof is valid for this session and not expired."""
    expires, _, signature = text.partition("-")
    if not (expires.isascii() and expires.isdecimal() and len(expires) <= 12 and signature.isascii()):
        return False
    genuine = hmac.compare_digest(signature, _signature(instance, checkout, int(expires)))
    return genuine and int(expires) >= time.time()


def shop_name(instance: Instance) -> str:
    """Returns the shop's name."""
    return str(instance.catalogue.settings.get("title") or SHOP_NAME)


def localized(infos: Document) -> str:
    """Returns the title in English, which the pages are in, else in the shop's language."""
    return str(translated(infos, "en_US").get("title", ""))


def _line(product: Document) -> Line:
    gift = bool(product.get("isGift"))
    price = Decimal(0) if gift else amount(product["price"] or 0) * product["quantity"]
    return Line(str(product["title"]), product["quantity"], price, gift)


def _reductions(order: Document, total: Decimal) -> list[tuple[str, Decimal]]:
    config = order.get("discountConfig")
    progress = order.get("split")
    found = _discounts(config) if config else []
    if progress:
        due = sum((amount(stage["value"]) for stage in progress["stages"]), Decimal(0))
        found.append(("Other stages", due - total))
    return [(text, value) for text, value in found if value]


def _discounts(config: Document) -> list[tuple[str, Decimal]]:
    named = [one for one in (*config["productDiscounts"], *config["orderDiscounts"]) if one.get("discountValue")]
    names = ", ".join(localized(one["localizeInfos"]) for one in named) or "Discount"
    off = amount(config["totalRaw"]) - amount(config["totalSumWithDiscount"])
    paid_with_bonuses = amount(config["bonusApplied"])
    return [(names, off), ("Bonuses", paid_with_bonuses)]


def _signature(instance: Instance, checkout: Checkout, expires: int) -> str:
    text = f"confirm-{checkout.session_id}-{expires}"
    return hmac.new(instance.keys.signing.encode(), text.encode(), hashlib.sha256).hexdigest()
