"""Request bodies to place, change and preview an order. Pure.

A changed order is sent as a whole, so what was read of it is converted to what can be sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ..errors import InputError
from ..resources.answers import NOTHING, changed_answers, full_example, new_answers, unsendable_answer
from ..resources.formdata import Form
from ..values.arguments import check_bonus, check_id, check_items, check_marker, check_text, unknown_marker
from ..values.money import parse_money
from ..values.words import sounds_cancelled
from .models import Order, Status, Storage

# Members of an order's discounts (docs/api/orders.md#orders-discount-config).
_DISCOUNT_CONFIG = ("bonus", "bonusApplied", "coupon")


def new_order(
    storage: Storage,
    form: Form,
    lang: str,
    *,
    values: Mapping[str, Any] | None,
    products: Mapping[int, int],
    account: str | None,
) -> dict[str, Any]:
    """Returns the body for a new order, without status, currency and discounts.

    Raises:
        InputError: an argument is not valid.
    """
    entries = new_answers(form, values)
    return {
        "formIdentifier": form.marker,
        "paymentAccountIdentifier": account_of(storage, account),
        "formData": {lang: entries},
        "products": encode_products(products),
    }


def changed_order(
    order: Order,
    form: Form | None,
    lang: str,
    *,
    values: Mapping[str, Any] | None,
    products: Mapping[int, int] | None,
    account: str | None = None,
) -> dict[str, Any]:
    """Returns the body that replaces an order, without status, currency and discounts. None keeps what is there.

    Args:
        form: definition of the order's form; None if it cannot be had, and no ``values`` are changed.

    Raises:
        InputError: an argument is not valid, or what is to be kept could not be read, so it cannot be sent again.
    """
    if account is None and not isinstance(order.raw.get("paymentAccountIdentifier"), str | None):
        raise _unsendable(order, "paymentAccountIdentifier", name="payment_account", example="<marker>")
    answers = changed_answers(form, order.raw.get("formData"), lang, values)
    _check_form_data(order, form, values)
    return {
        "formIdentifier": order.form_marker if form is None else form.marker,
        "paymentAccountIdentifier": order.payment_account if account is None else account,
        "formData": answers,
        "products": _kept_products(order) if products is None else encode_products(products),
    }


def kept_members(order: Order, *, status: str | None) -> dict[str, Any]:
    """Returns status, currency, coupon, personal discounts and bonus of an order, which would be lost if not sent.

    A currency that could not be read is left out, so that the server keeps its own (docs/api/orders.md#orders-update).

    Args:
        status: marker of the new status; None keeps the order's.

    Raises:
        InputError: one of them could not be read, so it cannot be sent again.
    """
    if status is None and not isinstance(order.raw.get("statusIdentifier"), str | None):
        raise _unsendable(order, "statusIdentifier", name="status", example="<marker>")
    marker = order.status if status is None else status
    return {
        **({} if marker is None else {"statusIdentifier": marker}),
        **({"currency": order.currency} if order.currency else {}),
        **_kept_discounts(order),
    }


def cancelled_status(storage: str, statuses: Sequence[Status]) -> str:
    """Returns the marker of the only status whose marker says that it means cancelled.

    Raises:
        InputError: no status, or several, look like it; the message lists all.
    """
    fitting = [one.marker for one in statuses if sounds_cancelled(one.marker)]
    if len(fitting) != 1:
        raise InputError(
            f"Storage '{storage}' has {len(fitting) or 'no'} statuses that look like cancelled. "
            f"Say which: status=... ({', '.join(one.marker for one in statuses)}).",
            name="status",
        )
    return fitting[0]


def encode_products(products: Mapping[int, int]) -> list[dict[str, int]]:
    """Returns the ``products`` of a request, from product number to quantity.

    Raises:
        InputError: ``products`` is not a dict of whole numbers above 0.
    """
    if not isinstance(products, Mapping):
        raise InputError("products must be a dict of product number to quantity, such as {14: 1}.", name="products")
    return [
        {
            "productId": check_id(product, "product number"),
            "quantity": check_id(quantity, f"quantity of product {product}"),
        }
        for product, quantity in products.items()
    ]


def encode_discounts(
    coupon: str | None, personal_discounts: Iterable[str], bonus: Decimal | int | str | None
) -> dict[str, Any]:
    """Returns the members of a request for coupon, personal discounts and bonus, without those that are not used.

    Raises:
        InputError: an argument is not valid.
    """
    body: dict[str, Any] = {}
    if coupon is not None:
        body["couponCode"] = check_text(coupon, "coupon")
    if markers := [
        check_marker(one, "each of personal_discounts") for one in check_items(personal_discounts, "personal_discounts")
    ]:
        body["additionalDiscountsMarkers"] = markers
    if bonus is not None:
        body["bonusAmount"] = check_bonus(bonus)
    return body


def account_of(storage: Storage, marker: str | None) -> str:
    """Returns the payment account that is named, else the only one of the storage.

    Any account may be named for a storage that is linked to none; the server decides.

    Raises:
        InputError: the storage has no such account, or it has not exactly one and none is named.
    """
    accounts = storage.payment_accounts
    if marker is None:
        if len(accounts) == 1:
            return accounts[0]
        offered = f"can be paid through {', '.join(accounts)}" if accounts else "is linked to no payment account"
        hint = "" if accounts else " See shop.payments.accounts()."
        raise InputError(
            f"Storage '{storage.marker}' {offered}. Say which: payment_account=...{hint}", name="payment_account"
        )
    if check_marker(marker, "payment_account") not in accounts and accounts:
        raise unknown_marker(
            "payment account", marker, accounts, name="payment_account", where=f"Storage '{storage.marker}'"
        )
    return marker


def _kept_products(order: Order) -> list[dict[str, int]]:
    """Returns the products of an order to send again, without gifts, which the server adds.

    Raises:
        InputError: a line could not be read, so it cannot be sent again; or an order that costs something has none.
    """
    listed = order.raw.get("products")
    if listed in NOTHING and (listed != [] or (order.total or 0) > 0):
        raise InputError(
            f"The server gave order {order.id} without its products, so they cannot be sent again, and the API "
            "replaces an order as a whole. Pass all of its products to shop.orders.update: products={14: 1}.",
            name="products",
        )
    kept = [
        {"productId": line.product_id, "quantity": line.quantity}
        for line in order.lines
        if not line.is_gift and line.product_id is not None and line.quantity is not None
    ]
    if order.quantity is None or not order.tells_gifts or len(kept) < sum(not line.is_gift for line in order.lines):
        raise InputError(
            f"Order {order.id} has lines whose product, quantity or gift mark cannot be read, so they cannot be sent "
            "again, and the API replaces an order as a whole. Pass all of its products to shop.orders.update: "
            "products={14: 1}.",
            name="products",
        )
    return kept


def _kept_discounts(order: Order) -> dict[str, Any]:
    """Returns coupon, personal discounts and bonus of an order that was read.

    Raises:
        InputError: one of them could not be read, so it cannot be sent again.
    """
    config = order.raw.get("discountConfig") or {}
    if not isinstance(config, Mapping):
        raise _unsendable(order, "discountConfig")
    for member, value in config.items():
        if member not in _DISCOUNT_CONFIG and value not in NOTHING and _names_discount(member):
            raise _unsendable(order, f"discountConfig.{member}")
    kept: dict[str, Any] = {}
    coupon, markers = config.get("coupon"), config.get("additionalDiscountsMarkers")
    code = coupon.get("code") if isinstance(coupon, Mapping) else coupon
    if code not in NOTHING or (coupon not in NOTHING and isinstance(coupon, Mapping) and "code" not in coupon):
        if not isinstance(code, str):
            raise _unsendable(order, "discountConfig.coupon")
        kept["couponCode"] = code
    if markers not in NOTHING:
        if not isinstance(markers, list) or not all(isinstance(marker, str) for marker in markers):
            raise _unsendable(order, "discountConfig.additionalDiscountsMarkers")
        kept["additionalDiscountsMarkers"] = list(markers)
    amount = _kept_bonus(order, config)
    if amount > 0:
        kept["bonusAmount"] = amount
    return kept


def _kept_bonus(order: Order, config: Mapping[str, Any]) -> Decimal:
    """Returns the bonus that an order was paid with; 0 for none.

    Stored orders have it beside ``bonus``, and previews within it (docs/api/orders.md#orders-discount-config).

    Raises:
        InputError: it could not be read.
    """
    member, value = "bonusApplied", config.get("bonusApplied")
    if value is None and config.get("bonus") not in NOTHING:
        member, within = "bonus", config["bonus"]
        if not isinstance(within, Mapping) or "bonusApplied" not in within:
            raise _unsendable(order, "discountConfig.bonus")
        value = within["bonusApplied"]
    try:
        amount = parse_money(value) or Decimal(0)
    except ValueError:
        raise _unsendable(order, f"discountConfig.{member}") from None
    if amount < 0:
        raise _unsendable(order, f"discountConfig.{member}")
    return amount


def _names_discount(member: object) -> bool:
    return isinstance(member, str) and any(word in member.lower() for word in ("coupon", "bonus"))


def _unsendable(order: Order, member: str, *, name: str | None = None, example: str = "") -> InputError:
    """Returns the error for a member that could not be read; ``name`` is the argument that replaces it, if any."""
    advice = (
        f"Pass it to shop.orders.update: {name}={example}."
        if name
        else "Only the shop can change it, in the admin panel."
    )
    return InputError(
        f"'{member}' of order {order.id} cannot be read, so it cannot be sent again, and the API replaces an order as "
        f"a whole. {advice}",
        name=name or "order",
    )


def _check_form_data(order: Order, form: Form | None, values: Mapping[str, Any] | None) -> None:
    """Checks that all answers of a form can be sent again, or are replaced by ``values`` for all of its fields.

    Raises:
        InputError: an answer could not be read.
    """
    odd = unsendable_answer(order.raw.get("formData"))
    if odd is None:
        return
    replacement = full_example(form, values)
    if replacement is not None:
        raise _unsendable(order, odd, name="form", example=replacement)
