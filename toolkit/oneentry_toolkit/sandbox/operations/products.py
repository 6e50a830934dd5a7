"""Products: filtered lists, reads and search."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from ..data import clock, tokens
from ..data.catalogue import Definition, Document
from ..data.documents import dumps, translated
from ..data.money import amount, text
from ..errors import RefusedError
from .call import Call, localized
from .lines import hold_s
from .messages import shown

_SORT_KEYS: dict[str, Callable[[Document], Any]] = {
    "id": lambda product: product["id"],
    "position": lambda product: product["position"],
    "title": lambda product: translated(product["localizeInfos"], "")["title"].casefold(),
    "date": lambda product: product["id"],
    "price": lambda product: (product["price"] is None, product["price"] or 0),
}


_FILTER_MEMBERS = frozenset(
    "attributeMarker conditionMarker conditionValue statusMarker title pageUrls isNested".split()
)
_log = logging.getLogger(__name__)


def list_products(call: Call) -> object:
    """Returns a page of the products that match all filters of the body and the query."""
    return _listed(call, _matching(call))


def list_products_by_page(call: Call) -> object:
    """Returns a page of the products of a page of the catalogue, by its number."""
    return _listed(call, _on_page(_matching(call), _url_of(call)))


def list_products_by_page_url(call: Call) -> object:
    """Returns a page of the products of a page of the catalogue, by its marker."""
    return _listed(call, _on_page(_matching(call), _known_url(call)))


def list_products_without_page(call: Call) -> object:
    """Returns the products on no page that match the filter, in groups by the value of the filter's attribute."""
    condition = call.body
    _check_known(call, [condition])
    marker = condition.get("attributeMarker")
    groups: dict[str, Document] = {}
    for product in _sorted(call, [one for one in _visible(call) if not one["categories"]]):
        if _passes(product, condition, call.lang):
            attribute = translated(product["attributeValues"], call.lang).get(marker) or {}
            value = attribute.get("value")
            group = groups.setdefault(dumps(value), {"attrValue": value, "items": [], "productIds": [], "total": 0})
            group["items"] += _answers(call, [product])
            group["productIds"].append(str(product["id"]))
            group["total"] += 1
    return call.page(list(groups.values()))


def list_prices_by_page_url(call: Call) -> object:
    """Returns a page of ids and prices of the products of a page of the catalogue."""
    found = _sorted(call, _on_page(_visible(call), _known_url(call)))
    names = ("id", "price", "signedPrice")
    prices = [{name: one[name] for name in names if name in one} for one in _answers(call, call.page(found))]
    return {"items": prices, "total": len(found)}


def list_related_products(call: Call) -> object:
    """Returns a page of the products that a product is related to."""
    related = _product(call)["relatedIds"]
    return _listed(call, [product for product in _visible(call) if product["id"] in related])


def list_product_blocks(call: Call) -> object:
    """Returns the blocks of a product."""
    blocks = call.catalogue.blocks.by_identifier
    return [blocks[marker].body for marker in _product(call)["blocks"] if marker in blocks]


def count_products(call: Call) -> object:
    """Returns how many products match all filters; without a page all three counts are of the whole catalogue."""
    found = len(_matching(call))
    return {"totalAll": found, "totalInCategory": found, "totalInCategoryWithNested": found}


def count_products_by_page(call: Call) -> object:
    """Returns how many products match all filters, at all and on a page with its number."""
    return _counts(call, _url_of(call))


def count_products_by_page_url(call: Call) -> object:
    """Returns how many products match all filters, at all and on a page with its marker."""
    return _counts(call, _known_url(call))


def _counts(call: Call, url: str) -> Document:
    found = _matching(call)
    return {
        "totalAll": len(found),
        "totalInCategory": len(_on_page(found, url)),
        "totalInCategoryWithNested": len(_on_page(found, *_with_nested(call, [url]))),
    }


def _matching(call: Call) -> list[Document]:
    """Returns the products that match all filters of the body and the query."""
    filters = call.body if isinstance(call.body, list) else (call.body or {}).get("filter") or []
    query = call.query
    if query.get("attributeMarker") or query.get("conditionMarker"):
        # The real server ignores statusMarker in the query; it works only in the body.
        names = ("attributeMarker", "conditionMarker", "conditionValue")
        filters = [*filters, {name: query[name] for name in names if name in query}]
    # A body holds up to a hundred thousand filters, and each is tried on each product: equal ones once.
    filters = list({dumps(one): one for one in filters}.values())
    _check_known(call, filters)
    filters = [
        {**one, "pageUrls": _with_nested(call, one["pageUrls"])} if one.get("isNested") and one.get("pageUrls") else one
        for one in filters
    ]
    return [product for product in _visible(call) if all(_passes(product, one, call.lang) for one in filters)]


def _listed(call: Call, products: list[Document]) -> Document:
    """Returns a page of products, with the filters and the order of the query."""
    query = call.query
    if query.get("ids"):
        wanted = _ids(query["ids"])
        products = [product for product in products if product["id"] in wanted]
    if query.get("templateMarker"):
        products = [product for product in products if product["templateIdentifier"] == query["templateMarker"]]
    return {"items": _answers(call, call.page(_sorted(call, products))), "total": len(products)}


def _sorted(call: Call, products: list[Document]) -> list[Document]:
    key, order = call.query.get("sortKey"), call.query.get("sortOrder")
    return sorted(products, key=_SORT_KEYS[key or "position"], reverse=order == "DESC")


def _answers(call: Call, products: list[Document]) -> list[Document]:
    return [_answered(call, product) for product in products]


def _known_url(call: Call) -> str:
    """Returns the marker of a page in the path.

    Raises:
        RefusedError: 404, there is no such page.
    """
    url: str = call.path["pageUrl"]
    if url not in call.catalogue.pages.by_identifier:
        raise RefusedError(404, "Page not found")
    return url


def _url_of(call: Call) -> str:
    page = call.catalogue.pages.by_id.get(call.path["pageId"])
    if page is None:
        raise RefusedError(404, "Page not found")
    return page.identifier


def _on_page(products: list[Document], *urls: str) -> list[Document]:
    return [product for product in products if any(url in urls for url in product["categories"])]


def _with_nested(call: Call, urls: list[str]) -> list[str]:
    """Returns the markers of pages and of the pages below them."""
    below = [page.identifier for page in call.catalogue.pages.all if page.notes["parent"] in urls]
    return [*urls, *_with_nested(call, below)] if below else urls


def list_products_by_ids(call: Call) -> object:
    """Returns the requested products that exist, in the requested order."""
    by_id = {product["id"]: product for product in _visible(call)}
    return _answers(call, call.page([by_id[number] for number in _ids(call.query["ids"]) if number in by_id]))


def get_product(call: Call) -> object:
    """Returns a product."""
    return _answered(call, _product(call))


def _product(call: Call) -> Document:
    product = call.catalogue.products.by_id.get(call.path["id"])
    if product is None or not product.body["isVisible"]:
        raise RefusedError(404, "Product not found")
    return product.body


def search_products(call: Call) -> object:
    """Returns products with a title that contains a text, case-insensitively."""
    wanted = (call.query.get("name") or "").casefold()
    hits = []
    for product in _visible(call):
        title = translated(product["localizeInfos"], call.lang)["title"]
        if wanted in title.casefold():
            pages = [page["pageId"] for page in product["productPages"]]
            hits.append({"id": product["id"], "title": title, "pageId": pages[0] if pages else None})
    return call.page(hits)


def _visible(call: Call) -> list[Document]:
    return [product.body for product in call.catalogue.products.all if product.body["isVisible"]]


def _answered(call: Call, product: Document) -> Document:
    answer = localized(product, call.query.get("langCode"), "attributeValues")
    storage: Definition | None = call.catalogue.storages.by_identifier.get(call.query.get("signPrice") or "")
    if storage is None or product["price"] is None:
        return answer
    with call.store.read() as tx:
        now = clock.to_ms(clock.now(tx)) // 1000
    signed = tokens.signed_price(
        call.instance.keys.signing,
        product_id=product["id"],
        price=text(amount(product["price"])),
        currency=call.catalogue.settings["currency"],
        storage=storage.identifier,
        expires=now + hold_s(storage),
    )
    return {**answer, "signedPrice": signed}


def _ids(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdecimal() and len(part) < 20 for part in parts):
        raise RefusedError(400, ["ids must be a comma-separated list of numbers"])
    return list(dict.fromkeys(int(part) for part in parts))


def _check_known(call: Call, filters: list[Document]) -> None:
    """Says in the log which parts of filters do nothing; with the option `strict_filters` refuses them.

    Raises:
        RefusedError: 400, naming the parts.
    """
    members = {name for one in filters for name in one if name not in _FILTER_MEMBERS}
    attributes = {one["attributeMarker"] for one in filters if one.get("attributeMarker")}
    if attributes:
        for product in call.catalogue.products.bodies:
            for values in product["attributeValues"].values():
                attributes -= values.keys()
    if not members and not attributes:
        return
    said = [f"property {shown(name)} should not exist" for name in sorted(members)]
    said += [f"attributeMarker {shown(name)} is not an attribute of products" for name in sorted(attributes)]
    said = list(dict.fromkeys(said))
    if call.options.strict_filters:
        raise RefusedError(400, said)
    _log.warning("listProducts: parts of the filter do nothing: %s.", "; ".join(said))


def _passes(product: Document, condition: Document, lang: str) -> bool:
    if condition.get("statusMarker") and product["statusIdentifier"] != condition["statusMarker"]:
        return False
    wanted = condition.get("title")
    if wanted and wanted.casefold() not in translated(product["localizeInfos"], lang)["title"].casefold():
        return False
    pages = condition.get("pageUrls") or []
    if pages and not any(category in pages for category in product["categories"]):
        return False
    if not condition.get("attributeMarker"):
        return True
    attribute = translated(product["attributeValues"], lang).get(condition["attributeMarker"]) or {}
    return _holds(condition.get("conditionMarker") or "exs", attribute.get("value"), condition.get("conditionValue"))


def _holds(marker: str, value: Any, wanted: Any) -> bool:
    if marker in ("exs", "nexs"):
        return (value not in (None, "", [], {})) is (marker == "exs")
    if marker in ("in", "nin"):
        return _contains(value, wanted) is (marker == "in")
    if marker in ("eq", "neq"):
        return _equals(value, wanted) is (marker == "eq")
    try:
        left, right = amount(value), amount(wanted)
    except (ArithmeticError, TypeError, ValueError):
        return False
    return left > right if marker == "mth" else left < right


def _contains(value: Any, wanted: Any) -> bool:
    if isinstance(value, list):
        return any(_contains(item, wanted) for item in value)
    if isinstance(value, dict):
        return any(_contains(item, wanted) for item in value.values())
    return value is not None and str(wanted).casefold() in str(value).casefold()


def _equals(value: Any, wanted: Any) -> bool:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return amount(value) == amount(wanted)
        except (ArithmeticError, TypeError, ValueError):
            return False
    return bool(value == wanted)
