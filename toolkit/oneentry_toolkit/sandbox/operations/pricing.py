"""Prices of baskets: product and order discounts, coupons, gifts, bonuses. Pure, with exact decimals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..data.catalogue import Document
from ..data.money import amount, cents, number

_NOTHING = Decimal(0)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a basket.

    Attributes:
        product_id: Number of the product.
        quantity: Number of pieces.
        price: Price of a piece before discounts.
        discount_price: Price of a piece after product discounts; `None` if none applies.
        is_gift: Whether a discount added the line for free.
    """

    product_id: int
    quantity: int
    price: Decimal
    discount_price: Decimal | None = None
    is_gift: bool = False

    @property
    def due(self) -> Decimal:
        """Returns the line's part of the order's sum."""
        if self.is_gift:
            return _NOTHING
        return (self.price if self.discount_price is None else self.discount_price) * self.quantity


@dataclass(frozen=True, slots=True)
class Coupon:
    """A valid coupon code with its discount."""

    code: str
    discount_id: int


@dataclass(frozen=True, slots=True)
class Basket:
    """A basket to price, and its user.

    Attributes:
        lines: Products with their recorded or current prices.
        products: Product documents by id, for the conditions of discounts.
        coupon: The coupon.
        markers: `additionalDiscountsMarkers`: the requested personal discounts.
        bonus_wanted: `bonusAmount`.
        bonus_balance: The user's bonus balance.
        groups: The user's groups.
        spent: Sum of the user's earlier paid orders (condition `USER_LTV`).
        now: The shop's time, ISO.
        above: Markers of the pages above each page of the catalogue.
    """

    lines: Sequence[Line]
    products: Mapping[int, Document]
    now: str
    coupon: Coupon | None = None
    markers: Collection[str] = ()
    bonus_wanted: Decimal = _NOTHING
    bonus_balance: Decimal = _NOTHING
    groups: Collection[int] = ()
    spent: Decimal = _NOTHING
    above: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Quote:
    """A priced basket.

    Attributes:
        lines: The basket's lines, gifts at the end.
        total: Sum before discounts.
        discounted: Sum after discounts.
        bonus_applied: Amount paid by bonus.
        due: Amount left to pay.
        product_discounts: Discounts that changed a line.
        order_discounts: Discounts that changed the sum or gave gifts.
        coupon_applied: Whether the coupon applied.
        bonus: The resolved bonus terms for `discountConfig`; `None` if no bonus was requested and there is none.
    """

    lines: list[Line]
    total: Decimal
    discounted: Decimal
    bonus_applied: Decimal
    due: Decimal
    product_discounts: list[Document] = field(default_factory=list)
    order_discounts: list[Document] = field(default_factory=list)
    coupon_applied: bool = False
    bonus: Document | None = None


def quote(
    basket: Basket, discounts: Sequence[Document], settings: Document, coupon_only: Collection[int] = ()
) -> Quote:
    """Prices a basket.

    Args:
        basket: The basket.
        discounts: All discounts of the shop, as JSON documents.
        settings: The shop's discount settings.
        coupon_only: Ids of discounts that only work through a coupon.
    """
    total = sum((line.price * line.quantity for line in basket.lines), _NOTHING)
    by_coupon = basket.coupon.discount_id if basket.coupon else None
    within_reach = [one for one in discounts if one["id"] == by_coupon or one["id"] not in coupon_only]
    usable = [one for one in within_reach if _applies(one, basket, total)]
    on_products = [one for one in usable if _applicability(one) == "TO_PRODUCT"]
    lines = list(basket.lines)
    changed: list[Document] = []
    for index, line in enumerate(lines):
        lines[index], used = _line_price(line, on_products, basket, stacking=bool(settings.get("allowStacking")))
        changed += [one for one in used if one not in changed]
    sum_of_lines = sum((line.due for line in lines), _NOTHING)
    discounted, on_order = _order_price(
        sum_of_lines, [one for one in usable if _applicability(one) == "TO_ORDER"], settings
    )
    gifts, givers = _gifts(usable, basket, settings)
    for giver in givers:
        if giver not in on_order and giver not in changed:
            on_order.append(giver)
    discounted = max(discounted, _floor(total, settings))
    applied, bonus = _bonus(basket, discounted, settings)
    return Quote(
        lines=lines + gifts,
        total=total,
        discounted=discounted,
        bonus_applied=applied,
        due=discounted - applied,
        product_discounts=changed,
        order_discounts=on_order,
        coupon_applied=any(one["id"] == by_coupon for one in changed + on_order),
        bonus=bonus,
    )


def discounted(price: Decimal, value: Document | None) -> Decimal:
    """Applies a discount value to a price; the result is from zero to the price."""
    if not value or value.get("value") is None:
        return price
    kind, size = value["discountType"], amount(value["value"])
    if kind == "PERCENTAGE":
        off = cents(price * size / _HUNDRED)
    elif kind == "FIXED_AMOUNT":
        off = size
    elif kind == "FIXED_PRICE":
        off = price - size
    else:
        off = _NOTHING
    if value.get("maxAmount") is not None:
        off = min(off, amount(value["maxAmount"]))
    return price - min(max(off, _NOTHING), price)


def is_current(discount: Document, now: str) -> bool:
    """Whether a discount's dates include a time; without a date there is no limit."""
    start, end = discount["startDate"], discount["endDate"]
    return (start is None or start <= now) and (end is None or now <= end)


def _applies(discount: Document, basket: Basket, total: Decimal) -> bool:
    if discount["type"] == "BONUS" or not is_current(discount, basket.now):
        return False
    by_coupon = basket.coupon is not None and basket.coupon.discount_id == discount["id"]
    if discount["type"] == "PERSONAL_DISCOUNT" and not by_coupon and discount["identifier"] not in basket.markers:
        return False
    groups = discount.get("userGroups")
    if groups and not any(group["id"] in basket.groups for group in groups):
        return False
    conditions = discount.get("conditions") or []
    if _applicability(discount) == "TO_PRODUCT":  # conditions on products then select lines, see _reaches
        conditions = [one for one in conditions if not _is_about_lines(one)]
    if not conditions:
        return True
    results = [_holds(one, basket, total) for one in conditions]
    return any(results) if discount.get("conditionLogic") == "OR" else all(results)


def _is_about_lines(condition: Document) -> bool:
    return condition["conditionType"] in ("PRODUCT", "CATEGORY")


def _holds(condition: Document, basket: Basket, total: Decimal) -> bool:
    kind, value = condition["conditionType"], condition.get("value") or {}
    if kind == "MIN_CART_AMOUNT":
        return total >= amount(value.get("amount", 0))
    if kind == "USER_LTV":
        return basket.spent >= amount(value.get("amount", 0))
    return any(_describes(condition, basket.products[line.product_id], basket) for line in basket.lines)


def _reaches(discount: Document, product: Document, basket: Basket) -> bool:
    """Whether a discount's conditions on lines match this product."""
    conditions = [one for one in discount.get("conditions") or [] if _is_about_lines(one)]
    excluded = discount.get("exclusions") or []
    if _is_product_of(excluded, product) or _is_in_category_of(excluded, product, basket):
        return False
    if not conditions:
        return True
    results = [_describes(one, product, basket) for one in conditions]
    return any(results) if discount.get("conditionLogic") == "OR" else all(results)


def _describes(condition: Document, product: Document, basket: Basket) -> bool:
    kind, entities = condition["conditionType"], condition.get("entityIds") or []
    if kind in ("PRODUCT", "PRODUCT_IN_CART"):
        return _is_product_of(entities, product)
    return kind in ("CATEGORY", "CATEGORY_IN_CART") and _is_in_category_of(entities, product, basket)


def _is_product_of(entities: Sequence[Document], product: Document) -> bool:
    return any(entity["id"] == product["id"] for entity in entities)


def _is_in_category_of(entities: Sequence[Document], product: Document, basket: Basket) -> bool:
    """Whether a product is on one of the pages, or below one that is meant with all below it."""
    # A category is named by its marker.
    on: list[str] = product["categories"]
    below = {above for page in on for above in basket.above.get(page, ())}
    return any(one["id"] in on or (one.get("isNested") and one["id"] in below) for one in entities)


def _line_price(
    line: Line, discounts: Sequence[Document], basket: Basket, *, stacking: bool
) -> tuple[Line, list[Document]]:
    price = line.price
    used: list[Document] = []
    for discount in discounts:
        if _reaches(discount, basket.products[line.product_id], basket):
            start = price if stacking else line.price
            after = discounted(start, discount["discountValue"])
            if after < price:
                used = [*used, discount] if stacking else [discount]
                price = after
    if not used:
        return line, []
    return Line(line.product_id, line.quantity, line.price, discount_price=price), used


def _order_price(total: Decimal, discounts: Sequence[Document], settings: Document) -> tuple[Decimal, list[Document]]:
    price = total
    used: list[Document] = []
    for discount in discounts:
        start = price if settings.get("allowStacking") else total
        after = discounted(start, discount["discountValue"])
        if after < price:
            used = [*used, discount] if settings.get("allowStacking") else [discount]
            price = after
    return price, used


def _gifts(discounts: Sequence[Document], basket: Basket, settings: Document) -> tuple[list[Line], list[Document]]:
    lines: list[Line] = []
    givers: list[Document] = []
    for discount in discounts:
        gifts = discount.get("gifts") or []
        if not gifts or (givers and not settings.get("allowGiftStacking")):
            continue
        givers.append(discount)
        for gift in gifts:
            product = basket.products.get(gift["productId"])
            if product is not None and product["price"] is not None:
                price = amount(product["price"])
                lines.append(Line(product["id"], gift["quantity"], price, discount_price=_NOTHING, is_gift=True))
    return lines, givers


def _floor(total: Decimal, settings: Document) -> Decimal:
    # maxDiscountValue is taken as the maximum total discount in percent of the sum.
    most = settings.get("maxDiscountValue")
    return _NOTHING if most is None else total - cents(total * amount(most) / _HUNDRED)


def _bonus(basket: Basket, total: Decimal, settings: Document) -> tuple[Decimal, Document | None]:
    if not basket.bonus_wanted and not basket.bonus_balance:
        return _NOTHING, None
    share = settings.get("maxBonusPaymentPercent")
    most = total if share is None else cents(total * amount(share) / _HUNDRED)
    most = min(most, basket.bonus_balance)
    least, least_order = settings.get("minBonusAmount"), settings.get("minOrderAmountForBonus")
    applied = cents(max(min(basket.bonus_wanted, most), _NOTHING))
    if (least is not None and applied < amount(least)) or (least_order is not None and total < amount(least_order)):
        applied = _NOTHING
    return applied, {
        "availableBalance": number(basket.bonus_balance),
        "bonusApplied": number(applied),
        "maxBonusDiscount": number(most),
        "minBonusAmount": least,
        "minOrderAmountForBonus": least_order,
    }


def _applicability(discount: Document) -> str | None:
    value = discount.get("discountValue")
    return value["applicability"] if value else None
