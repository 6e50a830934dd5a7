"""What generated orders are made of: products that a storage sells, priced lines, form values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from ..data import clock
from ..data.catalogue import Catalogue, Definition, Document
from ..data.money import amount
from ..operations import baskets
from ..operations.baskets import Priced
from ..operations.pricing import Basket, Coupon, Line


def shelf(catalogue: Catalogue, storage: Definition) -> list[Document]:
    """Returns the products that a storage sells: those on its pages that are visible and have a price."""
    pages = storage.notes["sells"]
    return [
        product.body
        for product in catalogue.products.all
        if product.body["price"] is not None
        and product.body["isVisible"]
        and (pages is None or any(page in pages for page in product.body["categories"]))
    ]


def price(
    catalogue: Catalogue,
    products: list[Document],
    moment_ms: int,
    coupon: Coupon | None = None,
    groups: Collection[int] = (),
) -> Priced:
    """Returns the price of lines at a moment, with the discounts of then.

    Args:
        catalogue: The shop.
        products: The lines.
        moment_ms: The moment, in milliseconds since 1970.
        coupon: The coupon.
        groups: The buyer's groups.
    """
    basket = Basket(
        lines=[Line(line["id"], line["quantity"], amount(line["price"])) for line in products],
        products={one.id: one.body for one in catalogue.products.all},
        now=clock.to_iso(moment_ms),
        coupon=coupon,
        groups=groups,
        above=catalogue.above,
    )
    return baskets.price(catalogue, basket)


def entry(marker: str, kind: str, value: Any) -> Document:
    """Returns an entry of form data."""
    return {"marker": marker, "type": kind, "value": value}


def date_value(day: date) -> Document:
    """Returns the value of a field of type `date`."""
    return {
        "fullDate": f"{day}T00:00:00.000Z",
        "formattedValue": f"{day:%d-%m-%Y}",
        "formatString": "DD-MM-YYYY",
    }
