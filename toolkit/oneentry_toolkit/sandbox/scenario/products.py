"""The catalogue of a shop, as documents of the API: products, pages and blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

from ..data.catalogue import Document, Row
from .parts import Texts, attribute, numbered


def pages(shop: Document) -> Iterator[Row]:
    """Yields the pages of the catalogue."""
    for number, marker, page in numbered(shop["pages"]):
        yield "page", number, marker, {}, {"parent": page.get("parent")}


def blocks(shop: Document, texts: Texts) -> Iterator[Row]:
    """Yields the blocks that products show."""
    for number, marker, block in numbered(shop["blocks"]):
        yield (
            "block",
            number,
            marker,
            {
                "id": number,
                "attributeSetIdentifier": marker,
                "localizeInfos": texts.titles(block.get("title", marker)),
                "version": 1,
                "position": 1,
                "identifier": marker,
                "type": "product",
                "customSettings": {
                    "sliderDelay": None,
                    "sliderDelayType": None,
                    "productConfig": {"quantity": "9", "countElementsPerRow": "3"},
                    "similarProductRules": [],
                    "condition": {},
                },
                "templateIdentifier": None,
                "isVisible": True,
                "isSync": True,
                "attributeValues": {},
                **block.get("document", {}),
            },
            {},
        )


def products(shop: Document, texts: Texts) -> Iterator[Row]:
    """Yields the products. Their notes have the stages that they are paid in."""
    page_ids = {marker: number for number, marker, _ in numbered(shop["pages"])}
    for one in shop["products"]:
        notes: Document = {}
        if "stages" in one:
            notes["stages"] = [
                (stage["marker"], stage.get("title", stage["marker"]), stage["percent"]) for stage in one["stages"]
            ]
        yield "product", one["id"], f"product-{one['id']}", _product(one, shop, texts, page_ids), notes


def _product(one: Document, shop: Document, texts: Texts, page_ids: dict[str, int]) -> Document:
    number, price, status, on_pages = one["id"], one.get("price"), one.get("status"), one.get("pages", [])
    attributes = one.get("attributes", {})
    languages = texts.each(one["title"], *(attr["values"] for attr in attributes.values() if _has(attr, "values")))
    return {
        "id": number,
        "localizeInfos": texts.titles(one["title"]),
        "statusIdentifier": status,
        "statusLocalizeInfos": texts.titles(shop["product_statuses"][status]) if status else {},
        "attributeSetIdentifier": "products",
        "position": number,
        "templateIdentifier": None,
        "shortDescTemplateIdentifier": "product_preview",
        "price": price,
        "additional": {"prices": {"min": price or 0, "max": price or 0}},
        "sku": one.get("sku"),
        "isSync": True,
        "attributeValues": _attributes(one, attributes, texts, languages),
        "categories": on_pages,
        "isVisible": one.get("visible", True),
        "productPages": [
            {
                "id": 2800 + number + 100_000 * place,
                "pageId": page_ids[page],
                "productId": number,
                "positionId": 3100 + number + 100_000 * place,
                "categoryPath": page,
            }
            for place, page in enumerate(on_pages)
        ],
        "blocks": one.get("blocks", []),
        "relatedIds": one.get("related", []),
        **one.get("document", {}),
    }


def _has(attr: Any, member: str) -> bool:
    return isinstance(attr, dict) and member in attr


def _attributes(one: Document, attributes: Document, texts: Texts, languages: list[str]) -> Document:
    """Returns the attributes by language; those that are not translated are made once."""
    own = texts.own
    made = {marker: _attribute(attr, place, own, own) for place, (marker, attr) in enumerate(attributes.items(), 1)}
    if "pictures" in one:
        made["img"] = attribute("image", [_picture(picture) for picture in one["pictures"]], len(made) + 1)
    by_language = {own: made}
    for language in languages[1:]:
        translated = {
            marker: _attribute(attr, place, language, own)
            for place, (marker, attr) in enumerate(attributes.items(), 1)
            if _has(attr, "values")
        }
        by_language[language] = {**made, **translated}
    return by_language


def _attribute(attr: Any, position: int, language: str, own: str) -> Document:
    if not isinstance(attr, dict):
        return attribute(_type_of(attr), attr, position)
    values = attr.get("values", {})
    value = values.get(language, values.get(own, attr.get("value")))
    kind = attr.get("type") or _type_of(value)
    value = _text(value) if kind == "text" and isinstance(value, str) else value
    return {**attribute(kind, value, position), **attr.get("document", {})}


def _type_of(value: Any) -> str:
    if isinstance(value, bool) or value is None or not isinstance(value, (int, float)):
        return "string"
    return "integer" if isinstance(value, int) else "real"


def _text(value: str) -> list[Document]:
    return [{"htmlValue": f"<p>{value}</p>", "mdValue": value, "plainValue": value, "params": {}}]


def _picture(picture: str | Document) -> Document:
    described: Document = {"url": picture} if isinstance(picture, str) else picture
    folder, _, name = described["url"].rpartition("/")
    return {
        "filename": name,
        "downloadLink": described["url"],
        "size": described.get("size", 40_000 + crc32(described["url"].encode()) % 60_000),
        "previewLink": f"{folder}/preview/{name}",
    }
