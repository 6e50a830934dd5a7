"""Prices baskets with the shop's discounts, and returns the terms that an order stores."""

from __future__ import annotations

from dataclasses import dataclass

from ..data.catalogue import Catalogue, Document
from ..data.documents import order_product
from ..data.money import number
from . import discounts, pricing


@dataclass(frozen=True, slots=True)
class Priced:
    """A priced basket.

    Attributes:
        quote: The sums.
        coupon: The basket's coupon.
        config: The resolved discounts, as in previews.
        terms: The terms that an order stores; `None` if no discount applies.
    """

    quote: pricing.Quote
    coupon: pricing.Coupon | None
    config: Document
    terms: Document | None

    def gifts(self, catalogue: Catalogue, lang: str) -> list[Document]:
        """Returns the gift lines of the order."""
        return [
            order_product(catalogue.products.by_id[line.product_id].body, line.quantity, lang, is_gift=True)
            for line in self.quote.lines
            if line.is_gift
        ]


def price(catalogue: Catalogue, basket: pricing.Basket) -> Priced:
    """Prices a basket with the shop's discounts and settings."""
    coupon_only = {one.id for one in catalogue.discounts.all if one.notes.get("coupon_only")}
    quote = pricing.quote(basket, catalogue.discounts.bodies, catalogue.settings["discounts"], coupon_only)
    config = _config(quote, basket.coupon, catalogue)
    if not (basket.coupon or basket.bonus_wanted or basket.markers or quote.product_discounts or quote.order_discounts):
        return Priced(quote, None, config, None)
    applied, due = number(quote.bonus_applied), number(quote.due)
    stored = {
        **config,
        "additionalDiscountsMarkers": list(basket.markers),
        "bonusApplied": applied,
        "excludedGiftProductIds": [],
        "totalDue": due,
        "totalRaw": number(quote.total),
        "totalSumWithDiscount": number(quote.discounted),
    }
    return Priced(quote, basket.coupon, config, {"discountConfig": stored, "bonusApplied": applied, "totalDue": due})


def asks_for_spending(catalogue: Catalogue) -> bool:
    """Whether a discount depends on the user's previous spending."""
    conditions = [one for discount in catalogue.discounts.bodies for one in discount["conditions"]]
    return any(one["conditionType"] == "USER_LTV" for one in conditions)


def _config(quote: pricing.Quote, coupon: pricing.Coupon | None, catalogue: Catalogue) -> Document:
    resolved = None
    if coupon is not None:
        resolved = {
            "code": coupon.code,
            "valid": True,
            "applied": quote.coupon_applied,
            "discountId": coupon.discount_id,
            "discountIdentifier": catalogue.discounts.by_id[coupon.discount_id].identifier,
        }
    return {
        "bonus": quote.bonus,
        "coupon": resolved,
        "orderDiscounts": [discounts.in_config(one, coupon) for one in quote.order_discounts],
        "productDiscounts": [discounts.in_config(one, coupon) for one in quote.product_discounts],
        "settings": catalogue.settings["discounts"],
    }
