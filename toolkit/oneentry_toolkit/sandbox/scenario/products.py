"""The default scenario's catalogue: what the shop sells, as documents of the API."""

from __future__ import annotations

from typing import Any

from ..data.catalogue import Document
from .parts import attribute, title

_FILES = "https://files.sandbox.invalid/catalog"

# id, sku, title, category, price, status, weight in grams, description
_PRODUCTS: list[tuple[int, str | None, str, str, float | int | None, str | None, int | None, str]] = [
    (1, "HP-COF-001", "House blend, 1 kg", "coffee", 24.9, "in_stock", 1000, "Chocolate and hazelnut, for every day."),
    (2, "HP-COF-002", "Ethiopia Guji, 250 g", "coffee", 12.5, "in_stock", 250, "Peach, jasmine, black tea."),
    (3, "HP-COF-003", "Colombia Huila, 250 g", "coffee", 11, "in_stock", 250, "Red apple and caramel."),
    (4, "HP-COF-004", "Decaf Peru, 250 g", "coffee", 11.9, "in_stock", 250, "Washed with water, sweet as cocoa."),
    (5, "HP-COF-005", "Espresso Nero, 1 kg", "coffee", 27.5, "sale", 1000, "Dark, thick, no acidity."),
    (6, "HP-BRW-001", "Pour-over dripper", "brewing", 18, "in_stock", 380, "Ceramic, for one or two cups."),
    (7, "HP-BRW-002", "Paper filters, 100 pieces", "brewing", 6.4, "in_stock", 120, "Unbleached."),
    (8, "HP-TBL-001", "Stoneware mug", "tableware", 14, "in_stock", 420, "Holds 300 ml and the heat."),
    (9, "HP-BRW-003", "French press, 1 l", "brewing", 39.9, "in_stock", 900, "Glass and steel."),
    (10, "HP-BRW-004", "Hand grinder", "brewing", 89, "in_stock", 650, "Steel burrs, 36 settings."),
    (11, "HP-BRW-005", "Gooseneck kettle", "brewing", 64.5, "sale", 1100, "Pours where you look."),
    (12, "HP-TBL-002", "Espresso cups, set of 4", "tableware", 32, "in_stock", 800, "Thick walls, round bottom."),
    (13, "HP-MCH-001", "Electric grinder", "machines", 189, "in_stock", 3100, "Flat burrs, quiet motor."),
    (14, "HP-MCH-002", "Espresso machine Bora", "machines", 340, "in_stock", 7400, "One boiler, steam wand, 15 bar."),
    (15, "HP-MCH-003", "Filter machine Fjord", "machines", 219, "in_stock", 4200, "Eight cups in six minutes."),
    (16, "HP-MCH-004", "Milk frother", "machines", 59.9, "waiting", 900, "Hot or cold foam."),
    (17, "HP-TBL-003", "Travel cup", "tableware", 21.5, "in_stock", 260, "Closes tight."),
    (18, "HP-TBL-004", "Carafe, 0.6 l", "tableware", 27, "in_stock", 540, "Borosilicate glass."),
    (19, "HP-SUB-001", "Coffee subscription, 1 month", "subscriptions", 22, None, None, "Two bags, roasted this week."),
    (20, "HP-SUB-002", "Coffee subscription, 1 year", "subscriptions", 240, None, None, "Twelve months, one gift mug."),
    (21, None, "Café machine Maestral", "machines", None, "waiting", 48000, "Two groups. Price on request."),
    (22, "HP-TCK-001", "Latte art workshop", "workshops", 45, None, None, "Two hours, six people."),
    (23, "HP-TCK-002", "Home barista course", "workshops", 120, None, None, "A whole Saturday."),
    (24, "HP-TCK-003", "Cupping evening", "workshops", 15.5, None, None, "Taste eight coffees blind."),
    (25, "HP-COF-900", "Winter blend 2023, 250 g", "coffee", 9.9, None, 250, "Sold out, no longer shown."),
]
_HIDDEN = {25}
_GERMAN = {1: ("Hausmischung, 1 kg", "Schokolade und Haselnuss."), 14: ("Espressomaschine Bora", "Ein Kessel, 15 bar.")}
# product -> stages it is paid in, when the option `payment_stages` says so: marker, title, percent
_STAGES: dict[int, list[tuple[str, str, int]]] = {
    14: [("deposit", "Deposit", 30), ("balance", "Balance", 70)],
    20: [(f"quarter_{number}", f"Quarter {number}", 25) for number in (1, 2, 3, 4)],
}
_PICTURES = {1: 1, 6: 1, 8: 1, 10: 2, 12: 1, 13: 1, 14: 3, 15: 1, 18: 1, 20: 1}
_CATALOG = "catalog"
_PAGES = {"coffee": 11, "brewing": 12, "machines": 13, "tableware": 14, "subscriptions": 15, "workshops": 16}
_STOCK = {"in_stock": ("In stock", "Auf Lager"), "sale": ("Sale", "Angebot"), "waiting": ("On its way", "Unterwegs")}


def products() -> list[tuple[Document, Document]]:
    """Every product as (document, notes): the notes are what the sandbox knows beyond what it answers."""
    return [(_product(row), {"stages": _STAGES[row[0]]} if row[0] in _STAGES else {}) for row in _PRODUCTS]


def pages() -> list[tuple[int, str, str | None]]:
    """Every page of the catalogue as (number, marker, marker of the page above)."""
    return [(10, _CATALOG, None), *((number, marker, _CATALOG) for marker, number in _PAGES.items())]


def block() -> Document:
    """The block that each product has."""
    return {
        "id": 3289,
        "attributeSetIdentifier": "product_block",
        "localizeInfos": title("You may also like"),
        "version": 1,
        "position": 1,
        "identifier": "product_block",
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
    }


def _pictures(product_id: int) -> list[Document]:
    """A product's pictures, as `image` values."""
    return [
        {
            "filename": f"product-{product_id}-{number}.png",
            "downloadLink": f"{_FILES}/product-{product_id}-{number}.png",
            "size": 48_000 + 1_370 * product_id + number,
            "previewLink": f"{_FILES}/preview/product-{product_id}-{number}.png",
        }
        for number in range(1, _PICTURES.get(product_id, 0) + 1)
    ]


def _product(row: tuple[int, str | None, str, str, Any, str | None, int | None, str]) -> Document:
    number, sku, name, category, price, status, weight, about = row
    values: Document = {"en_US": _attributes(name, price, about, weight, _pictures(number))}
    german = _GERMAN.get(number)
    if german is not None:
        values["de_DE"] = _attributes(german[0], price, german[1], weight, _pictures(number))
    return {
        "id": number,
        "localizeInfos": title(name, german[0] if german else None),
        "statusIdentifier": status,
        "statusLocalizeInfos": title(*_STOCK[status]) if status else {},
        "attributeSetIdentifier": "products",
        "position": number,
        "templateIdentifier": None,
        "shortDescTemplateIdentifier": "product_preview",
        "price": price,
        "additional": {"prices": {"min": price or 0, "max": price or 0}},
        "sku": sku,
        "isSync": True,
        "attributeValues": values,
        "categories": [category],
        "isVisible": number not in _HIDDEN,
        "productPages": [
            {
                "id": 2800 + number,
                "pageId": _PAGES[category],
                "productId": number,
                "positionId": 3100 + number,
                "categoryPath": category,
            }
        ],
        "blocks": ["product_block"],
        "relatedIds": [other for other in (number - 1, number + 1) if 1 <= other < 25],
    }


def _attributes(name: str, price: Any, about: str, weight: int | None, pictures: list[Document]) -> Document:
    text = {"htmlValue": f"<p>{about}</p>", "mdValue": about, "plainValue": about, "params": {}}
    return {
        "product-name": attribute("string", name, 1),
        "price": attribute("real", price, 2),
        "currency_products": attribute("string", "USD", 3),
        "weight": attribute("integer", weight, 4),
        "description": attribute("text", [text], 5),
        "img": attribute("image", pictures, 6),
    }
