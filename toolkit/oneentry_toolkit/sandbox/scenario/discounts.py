"""Discounts of a shop, as documents of the API, and their coupons."""

from __future__ import annotations

from collections.abc import Iterator

from ..data import clock
from ..data.catalogue import Document, Row
from .groups import numbers
from .parts import Texts, attribute, numbered

_SINCE, _UNTIL = "2023-01-01T00:00:00.000Z", "2035-12-31T23:59:59.000Z"
_KINDS = {"percent": "PERCENTAGE", "amount": "FIXED_AMOUNT", "price": "FIXED_PRICE"}


def discounts(shop: Document, texts: Texts) -> Iterator[Row]:
    """Yields the discounts. Their notes say whether they need a coupon."""
    groups = numbers(shop)
    given_by_coupons = {discount_of(one) for one in shop["coupons"].values()}
    for number, marker, discount in numbered(shop["discounts"]):
        title = discount.get("title", marker)
        badges = {
            language: {"badge": {**attribute("string", texts.of(title, language), 0), "isProductPreview": False}}
            for language in texts.each(title)
        }
        gifts = [
            {"productId": gift["product"], "quantity": gift.get("quantity", 1)} for gift in discount.get("gifts", ())
        ]
        body = {
            "id": number,
            "type": discount.get("type", "DISCOUNT"),
            "attributeSetId": 31,
            "attributeSetIdentifier": "discounts",
            "conditionLogic": "AND",
            "discountValue": _value(discount),
            "exclusions": None,
            "gifts": gifts or None,
            "giftsReplaceCartItems": False,
            "userGroups": [{"id": groups[group]} for group in discount.get("groups", ())] or None,
            "userExclusions": None,
            "localizeInfos": texts.titles(title),
            "version": 0,
            "total": "1",
            "identifier": marker,
            "startDate": _moment(discount, "starts", _SINCE),
            "endDate": _moment(discount, "ends", _UNTIL),
            "attributeValues": badges,
            "conditions": [
                {"id": 10 * number + place, "discountId": number, **condition}
                for place, condition in enumerate(discount.get("conditions", ()), 1)
            ],
            "bonusEvent": None,
            "position": number,
            **discount.get("document", {}),
        }
        coupon_only = discount.get("coupon_only", marker in given_by_coupons)
        yield "discount", number, marker, body, {"coupon_only": True} if coupon_only else {}


def coupons(shop: Document) -> list[tuple[str, int, bool]]:
    """Returns the coupon codes as (code, number of the discount, may be used again)."""
    numbers = {marker: number for number, marker, _ in numbered(shop["discounts"])}
    return [
        (code, numbers[discount_of(one)], isinstance(one, str) or not one.get("once", False))
        for code, one in shop["coupons"].items()
    ]


def discount_of(coupon: str | Document) -> str:
    """Returns the marker of a coupon's discount."""
    return coupon if isinstance(coupon, str) else str(coupon["discount"])


def _value(discount: Document) -> Document:
    size = next((name for name in _KINDS if name in discount), None)
    return {
        "value": discount[size] if size else None,
        "maxAmount": discount.get("max_amount"),
        "discountType": _KINDS[size] if size else "NONE",
        "applicability": "TO_PRODUCT" if discount.get("applies_to") == "product" else "TO_ORDER",
    }


def _moment(discount: Document, member: str, default: str) -> str | None:
    given = discount.get(member, default)
    return None if given is None else clock.to_iso(clock.to_ms(given))
