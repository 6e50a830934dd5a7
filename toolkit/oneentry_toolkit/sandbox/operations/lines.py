"""The lines of an order: products, quantities and prices."""

from __future__ import annotations

import re
from decimal import Decimal

from ..data import clock, tokens
from ..data.catalogue import Catalogue, Definition, Document
from ..data.documents import order_product
from ..data.money import number
from ..errors import RefusedError
from .call import Call

_DURATION = re.compile(r"(?P<count>[0-9]{1,6})(?P<unit>[smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def hold_s(storage: Definition) -> int:
    """Returns for how many seconds a storage holds a signed price: its setting `priceExpiration`, such as `10m`."""
    parts = _DURATION.fullmatch(str(storage.notes.get("priceExpiration", "10m")))
    return int(parts["count"]) * _SECONDS[parts["unit"]] if parts else 0


def products_of(catalogue: Catalogue, lines: list[Document]) -> list[Document]:
    """Returns the products of lines.

    Raises:
        RefusedError: 400, for all products that cannot be ordered.
    """
    found = [catalogue.products.by_id.get(line["productId"]) for line in lines]
    missing = [
        str(line["productId"])
        for line, product in zip(lines, found, strict=True)
        if product is None or not product.body["isVisible"]
    ]
    if missing:
        raise RefusedError(400, f"Product {', '.join(dict.fromkeys(missing))} not found")
    priceless = [str(product.id) for product in found if product and product.body["price"] is None]
    if priceless:
        raise RefusedError(400, f"Product {', '.join(dict.fromkeys(priceless))} has no price")
    return [product.body for product in found if product]


def ordered(call: Call, storage: Definition, lang: str, now: str, recorded: dict[int, Document]) -> list[Document]:
    """Returns the lines of an order: at the signed price, else the recorded, else the current one.

    Args:
        call: The request, which has the lines.
        storage: The order's storage.
        lang: The language of titles.
        now: The shop's time, ISO.
        recorded: Lines that the order has already, by product.

    Raises:
        RefusedError: 400, a product cannot be ordered or is there twice (docs/api/orders.md#orders-lines), or a signed
            price is not valid or has expired.
    """
    given: list[Document] = call.body["products"]
    ids = [line["productId"] for line in given]
    twice = [str(number) for number in dict.fromkeys(ids) if ids.count(number) > 1] if len(set(ids)) < len(ids) else []
    if twice:
        raise RefusedError(400, f"Product {', '.join(twice)} is in the order twice")
    new = [line for line in given if line["productId"] not in recorded]
    current = {product["id"]: order_product(product, 1, lang) for product in products_of(call.catalogue, new)}
    lines = []
    for index, line in enumerate(given):
        made = {**(recorded | current)[line["productId"]], "quantity": line["quantity"]}
        if line.get("signedPrice"):
            made["price"] = number(_signed(call, storage, index, line, now))
        lines.append(made)
    return lines


def _signed(call: Call, storage: Definition, index: int, line: Document, now: str) -> Decimal:
    key = call.instance.keys.signing
    found = tokens.read_signed_price(key, line["signedPrice"], product_id=line["productId"], storage=storage.identifier)
    if found is None:
        raise RefusedError(400, f"products.{index}.signedPrice is not valid")
    price, expires = found
    if clock.to_ms(now) >= expires * 1000:
        raise RefusedError(400, f"products.{index}.signedPrice has expired")
    return price
