"""Products of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..frames.assemble import Money, build, check_money
from ..frames.schema import PRODUCTS, documented
from ..lists.plan import Report
from ..lists.read_all import read_all, read_items, read_one
from ..transport.client import ApiClient
from ..values.arguments import check_id, check_items, check_text
from ..values.display import Amount, Listing, describe_part, html_card, one_line
from ..values.locale import is_keyed, translated
from ..values.money import format_money
from ..values.reader import Reader

if TYPE_CHECKING:
    import pandas as pd


_IDS_AT_ONCE = 100  # ids are part of the URL, whose length servers limit


@dataclass(frozen=True, kw_only=True)
class Product:
    """A product of the catalogue (docs/api/products.md#products-product).

    Attributes:
        id: number of the product; orders refer to it.
        title: title in the shop's language; None if there is none.
        price: exact, in the project's currency; None if it is not set (not free).
        sku: the shop's own number.
        status, status_title: marker and title of the product status.
        attributes: marker to value, in the shop's language.
        categories: paths of the product's pages.
        raw: the JSON object.
    """

    id: int
    title: str | None
    price: Decimal | None
    sku: str | None
    status: str | None
    status_title: str | None
    attributes: Mapping[str, Any] = field(repr=False, hash=False)
    categories: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> Product:
        """Reads a ``Product`` from a response."""
        values = translated(reader.raw.get("attributeValues"), reader.lang)
        categories = reader.raw.get("categories")
        return cls(
            id=reader.id(),
            title=reader.title(),
            price=reader.money("price"),
            sku=reader.text("sku"),
            status=reader.text("statusIdentifier"),
            status_title=reader.title("statusLocalizeInfos"),
            attributes={marker: one.get("value") for marker, one in values.items() if isinstance(one, Mapping)}
            if isinstance(values, Mapping) and not is_keyed(values)
            else {},
            categories=tuple(one for one in categories if isinstance(one, str)) if isinstance(categories, list) else (),
            raw=reader.raw,
        )

    def __repr__(self) -> str:
        return one_line("Product", str(self.id), (self.title or "", format_money(self.price, None)))

    def _repr_html_(self) -> str:
        return html_card(
            f"Product {self.id}",
            (
                ("title", self.title),
                ("price", format_money(self.price, None)),
                ("sku", self.sku),
                ("status", self.status_title or self.status),
                ("categories", self.categories),
                *self.attributes.items(),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class ProductHit:
    """A product found by ``search``: its ``id`` and ``title``; ``raw`` is the JSON object."""

    id: int
    title: str | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> ProductHit:
        """Reads a ``ProductHit`` from a response."""
        title = reader.raw.get("title")
        return cls(id=reader.id(), title=title if isinstance(title, str) else reader.title(), raw=reader.raw)

    def __repr__(self) -> str:
        return one_line("ProductHit", str(self.id), (self.title or "",))


class Products:
    """``shop.products``."""

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang

    def __repr__(self) -> str:
        return describe_part(self, "shop.products")

    def list(self, *, filters: Iterable[Mapping[str, Any]] = (), max_items: int | None = None) -> Listing[Product]:
        """Lists the products of the catalogue.

        Args:
            filters: the API's own conditions, such as
                ``[{"attributeMarker": "price", "conditionMarker": "mth", "conditionValue": 100}]``
                (docs/api/products.md#products-filter).
            max_items: stop after so many; None for all.

        Raises:
            InvalidRequestError: the server rejected a filter.
            InputError: ``filters`` or ``max_items`` is not valid.

        Warns:
            IncompleteListWarning: the server returned fewer products than its total.
        """
        found, report = self._fetch(filters, max_items)
        return self._listing(found, report)

    @documented(PRODUCTS)
    def frame(
        self,
        *,
        filters: Iterable[Mapping[str, Any]] = (),
        max_items: int | None = None,
        money: Money = "decimal",
    ) -> pd.DataFrame:
        """Returns the catalogue as a DataFrame, one row a product.

        Args:
            filters: conditions of the API, see ``list``.
            max_items: maximum number of products; None for all.
            money: ``"decimal"`` keeps prices exact (``Decimal`` objects); ``"float"`` gives float64.

        Returns:
            These columns, with the same dtypes when there are no rows, then one ``attribute.<marker>`` column for each
            attribute found (``str`` if all its values are text, else ``object``), and ``attrs`` as in
            ``shop.orders.frame``:

            {columns}

        Raises:
            InvalidRequestError: the server rejected a filter.
            InputError: ``filters``, ``max_items`` or ``money`` is not valid.

        Warns:
            IncompleteListWarning: the server returned fewer products than its total.
        """
        check_money(money)
        found, report = self._fetch(filters, max_items)
        attributes = [one.attributes for one in found]
        return build(PRODUCTS, found, money=money, extra=attributes, prefix="attribute", report=report)

    def get(self, product_id: int) -> Product:
        """Returns a product.

        Raises:
            NotFoundError: the product does not exist.
        """
        number = check_id(product_id, "product_id")
        answer = self._api.call("get_product", number, lang_code=self._lang)
        return read_one(answer, Product.read, operation="getProduct", lang=self._lang, noun="product", number=number)

    def by_ids(self, product_ids: Iterable[int]) -> Listing[Product]:
        """Returns several products; ids that do not exist are left out."""
        ids = [check_id(one, "each of product_ids") for one in check_items(product_ids, "product_ids")]
        found: list[Product] = []
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = ",".join(map(str, ids[start : start + _IDS_AT_ONCE]))
            answer = self._api.call("list_products_by_ids", ids=some, lang_code=self._lang)
            found += read_items(answer, Product.read, operation="listProductsByIds", lang=self._lang, noun="product")
        return self._listing(found)

    def search(self, text: str) -> Listing[ProductHit]:
        """Searches products by title; returns ``ProductHit`` objects in the server's order."""
        answer = self._api.call("search_products", name=check_text(text, "text"), lang_code=self._lang)
        hits = read_items(answer, ProductHit.read, operation="searchProducts", lang=self._lang, noun="product")
        return Listing(hits, noun="product", columns={"id": "id", "title": "title"})

    def _fetch(self, filters: Iterable[Mapping[str, Any]], max_items: int | None) -> tuple[Sequence[Product], Report]:
        return read_all(
            self._api,
            "list_products",
            read=Product.read,
            lang=self._lang,
            noun="product",
            max_items=max_items,
            lang_code=self._lang,
            body={"filter": _encode_filters(filters)},
        )

    def _listing(self, found: Iterable[Product], report: Report | None = None) -> Listing[Product]:
        return Listing(
            found,
            noun="product",
            total=None if report is None else report.total,
            fetch=None if report is None else report.facts(),
            columns={
                "id": "id",
                "title": "title",
                "price": Amount("price"),
                "sku": "sku",
                "status": ("status_title", "status"),
            },
        )


def _encode_filters(filters: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = check_items(filters, "filters")
    if not all(isinstance(one, Mapping) for one in found):
        raise InputError(
            'filters must be a list of conditions, such as [{"attributeMarker": "price", "conditionMarker": "mth", '
            '"conditionValue": 100}].',
            name="filters",
        )
    return [dict(one) for one in found]
