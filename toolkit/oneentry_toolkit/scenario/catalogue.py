"""Products, their pages, blocks and statuses, and discounts of a project, as parts of a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ..sandbox.data import clock
from .answers import Document, whole
from .kept import ADDITIONAL_FIELDS, CONDITION, only
from .texts import TextReader

_KINDS = {"PERCENTAGE": "percent", "PERCENT": "percent", "FIXED_AMOUNT": "amount", "FIXED_PRICE": "price"}


def describe_product(product: Document, texts: TextReader) -> Document:
    """Returns a product of a scenario. Pictures are attributes, with their addresses."""
    attributes = product.get("attributeValues")
    by_language = attributes if isinstance(attributes, Mapping) else {}
    languages = frozenset(one for one in texts.languages if isinstance(by_language.get(one), Mapping))
    described: Document = {
        "id": product["id"],
        "title": texts.text(product.get("localizeInfos"), f"Product {product['id']}", at_least=languages),
        "price": number(product.get("price")),
    }
    for name, member in (("sku", "sku"), ("status", "statusIdentifier")):
        if product.get(member) is not None:
            described[name] = product[member]
    if product.get("isVisible") is False:
        described["visible"] = False
    related = product.get("relatedIds")
    listed = {
        "pages": _categories(product),
        "blocks": product.get("blocks"),
        "related": [whole(one) for one in related] if isinstance(related, list) else None,
    }
    for name, values in listed.items():
        if isinstance(values, list) and values:
            described[name] = _once(values)
    found = dict(_attributes(by_language, languages, texts))
    if found:
        described["attributes"] = found
    return described


def _attributes(
    by_language: Mapping[str, Any], languages: frozenset[str], texts: TextReader
) -> Iterator[tuple[str, Any]]:
    ordered = sorted(languages, key=texts.languages.index)
    first: dict[str, Document] = {}
    for language in ordered:
        for marker, attribute in by_language[language].items():
            if isinstance(attribute, dict):
                first.setdefault(marker, attribute)
    for marker, attribute in sorted(first.items(), key=lambda one: _position(one[1])):
        values = {
            language: by_language[language][marker].get("value")
            for language in ordered
            if isinstance(by_language[language].get(marker), dict)
        }
        kind = attribute.get("type")
        full = texts.filled({key: _value(kind, value) for key, value in values.items()}, None, languages)
        described: Document = {"type": kind}
        if all(value == full[texts.own] for value in full.values()):
            described["value"] = full[texts.own]
        else:
            described["values"] = full
        more = only(attribute.get("additionalFields"), ADDITIONAL_FIELDS)
        if more:
            described["document"] = {"additionalFields": more}
        yield marker, _short(described)


def _value(kind: Any, value: Any) -> Any:
    """Returns the value of an attribute: a text that has nothing but its plain notation is that."""
    if kind == "text" and isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        plain = value[0].get("plainValue")
        if value == [{"htmlValue": f"<p>{plain}</p>", "mdValue": plain, "plainValue": plain, "params": {}}]:
            return plain
    return value


def _once(values: list[Any]) -> list[Any]:
    """Returns values without repeats. They may be of any type."""
    return list({repr(one): one for one in values}.values())


def _short(attribute: Document) -> Any:
    """Returns an attribute, or only its value if that tells its type."""
    if attribute.keys() != {"type", "value"}:
        return attribute
    value = attribute["value"]
    kinds = {str: "string", int: "integer", float: "real"}
    return value if kinds.get(type(value)) == attribute["type"] else attribute


def _position(attribute: Document) -> int:
    position = attribute.get("position")
    return position if isinstance(position, int) else 0


def pages_of(products: list[Document]) -> Document:
    """Returns the pages that products are on, with their ids where the products tell them."""
    found: dict[str, Document] = {}
    for product in products:
        numbers = {place.get("categoryPath"): whole(place.get("pageId")) for place in _places(product)}
        for marker in _categories(product):
            if isinstance(marker, str):
                page = found.setdefault(marker, {})
                if isinstance(numbers.get(marker), int):
                    page.setdefault("id", numbers[marker])
    return dict(sorted(found.items(), key=lambda one: (one[1].get("id", 0), one[0])))


def _categories(product: Document) -> list[Any]:
    """Returns the markers of a product's pages. Old servers name them in ``productPages`` only."""
    found = product.get("categories")
    return found if isinstance(found, list) else [place["categoryPath"] for place in _places(product)]


def _places(product: Document) -> list[Document]:
    """Returns ``productPages``, which old servers answer as an object."""
    found = product.get("productPages")
    if isinstance(found, dict):
        found = [found] if "categoryPath" in found else [*found.values()]
    listed = found if isinstance(found, list) else []
    return [one for one in listed if isinstance(one, dict) and isinstance(one.get("categoryPath"), str)]


def statuses_of(products: list[Document], texts: TextReader) -> Document:
    """Returns the statuses that products have, with their titles."""
    found: dict[str, Any] = {}
    for product in products:
        marker = product.get("statusIdentifier")
        if isinstance(marker, str) and marker not in found:
            found[marker] = texts.text(product.get("statusLocalizeInfos"), marker)
    return dict(sorted(found.items()))


def describe_block(block: Document, texts: TextReader) -> Document:
    """Returns a block of a scenario."""
    return {"id": block["id"], "title": texts.text(block.get("localizeInfos"), block["identifier"])}


def describe_discount(discount: Document, texts: TextReader) -> Document:
    """Returns a discount of a scenario."""
    described: Document = {
        "id": discount["id"],
        "title": texts.text(discount.get("localizeInfos"), discount["identifier"]),
        "type": discount.get("type"),
    }
    size = discount.get("discountValue")
    if isinstance(size, dict):
        kind = _KINDS.get(str(size.get("discountType")))
        value = number(size.get("value"))
        if kind is not None and value is not None:
            described[kind] = value
        if number(size.get("maxAmount")) is not None:
            described["max_amount"] = number(size["maxAmount"])
        if size.get("applicability") == "TO_PRODUCT":
            described["applies_to"] = "product"
    conditions = discount.get("conditions")
    found = [_condition(one) for one in conditions if isinstance(one, dict)] if isinstance(conditions, list) else []
    if found:
        described["conditions"] = found
    gifts = discount.get("gifts")
    if isinstance(gifts, list) and gifts:
        described["gifts"] = [
            {"product": whole(one.get("productId")), "quantity": whole(one.get("quantity", 1))}
            for one in gifts
            if isinstance(one, dict)
        ]
    return described | {"starts": moment(discount.get("startDate")), "ends": moment(discount.get("endDate"))}


def _condition(condition: Document) -> Document:
    if "conditionType" not in condition and isinstance(condition.get("type"), str):
        condition = {**condition, "conditionType": condition["type"]}  # as the official SDK's type names it
    found: Document = only(condition, CONDITION)
    if found.get("conditionType") == "USER_ATTRIBUTE":
        found.pop("value", None)  # it may be a person's address
    return found


def moment(value: Any) -> str | None:
    """Returns a moment as a scenario has it; None if it is none."""
    try:
        return clock.to_iso(clock.to_ms(value))
    except (AttributeError, TypeError, ValueError, OverflowError):
        return None


def number(value: Any) -> int | float | None:
    """Returns an amount as a number; None if it is none."""
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except InvalidOperation:
            return None
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        value = int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
