"""Products of the catalogue."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..frames.assemble import Money, check_money
from ..frames.records import PRODUCT_BLOCKS, PRODUCT_GROUPS, PRODUCT_HITS, frame_of
from ..frames.schema import PRICES, PRODUCTS, documented
from ..lists.plan import Report
from ..lists.read_all import read_all, read_items, read_one, say_left_out
from ..transport.client import ApiClient
from ..transport.operations import ENDPOINTS
from ..values.arguments import check_id, check_items, check_marker, check_text
from ..values.display import Amount, Listing, describe_part
from .catalogue import Product, ProductBlock, ProductCounts, ProductGroup, ProductHit, ProductPrice
from .product_filters import encode_filter, encode_filters

if TYPE_CHECKING:
    import pandas as pd


_IDS_AT_ONCE = 100  # ids are part of the URL, whose length servers limit

_products = functools.partial(frame_of, columns=PRODUCTS, extra="attributes", prefix="attribute")
_prices = functools.partial(frame_of, columns=PRICES)
_hits = functools.partial(frame_of, columns=PRODUCT_HITS)
_blocks = functools.partial(frame_of, columns=PRODUCT_BLOCKS, extra="attributes", prefix="attribute")
_groups = functools.partial(frame_of, columns=PRODUCT_GROUPS, lists=("value", "products"))


class Products:
    """``shop.products``."""

    def __init__(self, api: ApiClient, lang: str) -> None:
        self._api = api
        self._lang = lang

    def __repr__(self) -> str:
        return describe_part(self, "shop.products")

    def list(
        self,
        *,
        page: int | str | None = None,
        filters: Iterable[Mapping[str, Any]] = (),
        max_items: int | None = None,
        strict: bool = False,
    ) -> Listing[Product]:
        """Lists the products of the catalogue, or of one page of it.

        Args:
            page: marker (``pageUrl``) or number of a page of the catalogue; None for the whole catalogue. Pages below
                it count with a filter only: ``[{"pageUrls": ["coffee"], "isNested": True}]``.
            filters: the API's own conditions, such as
                ``[{"attributeMarker": "price", "conditionMarker": "mth", "conditionValue": 100}]``
                (docs/api/products.md#products-filter).
            max_items: stop after so many; None for all.
            strict: raise instead of warning when the server returns fewer items than its total, or when a product
                could not be read.

        Raises:
            InvalidRequestError: the server rejected a filter.
            NotFoundError: the page does not exist.
            InputError: an argument is not valid, or a filter has a member that the API does not have.
            IncompleteListError: with ``strict``, the server returned fewer products than its total.
            ResponseFormatError: with ``strict``, a product, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer products than its total.
            UnreadableRecordWarning: without ``strict``, a product, or a member of one, could not be read.
        """
        found, report = self._fetch(page, filters, max_items, strict)
        return self._listing(found, report)

    @documented(PRODUCTS)
    def frame(
        self,
        *,
        page: int | str | None = None,
        filters: Iterable[Mapping[str, Any]] = (),
        max_items: int | None = None,
        money: Money = "exact",
        strict: bool = False,
    ) -> pd.DataFrame:
        """Returns the catalogue, or one page of it, as a DataFrame, one row a product.

        Args:
            page: marker or number of a page of the catalogue, see ``list``; None for the whole catalogue.
            filters: conditions of the API, see ``list``.
            max_items: maximum number of products; None for all.
            money: what prices are, as in ``shop.orders.frame``.
            strict: raise instead of warning when the server returns fewer items than its total, or when a product
                could not be read.

        Returns:
            These columns, with the same dtypes when there are no rows, then one ``attribute.<marker>`` column for each
            attribute found (``str`` if all its values are text, else ``object``), and ``attrs`` as in
            ``shop.orders.frame``:

            {columns}

        Raises:
            InvalidRequestError: the server rejected a filter.
            NotFoundError: the page does not exist.
            InputError: an argument is not valid, or a filter has a member that the API does not have.
            IncompleteListError: with ``strict``, the server returned fewer products than its total.
            ResponseFormatError: with ``strict``, a product, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer products than its total.
            UnreadableRecordWarning: without ``strict``, a product, or a member of one, could not be read.
            MoneyWarning: as in ``shop.orders.frame``.
        """
        check_money(money)
        found, report = self._fetch(page, filters, max_items, strict)
        return _products(found, money=money, report=report)

    def get(self, product_id: int) -> Product:
        """Returns a product.

        Raises:
            NotFoundError: the product does not exist.
        """
        number = check_id(product_id, "product_id")
        answer = self._api.call("get_product", number, lang_code=self._lang)
        return read_one(answer, Product.read, operation="getProduct", lang=self._lang, noun="product", number=number)

    def by_ids(self, product_ids: Iterable[int]) -> Listing[Product]:
        """Returns several products; numbers that do not exist are left out.

        Raises:
            InputError: ``product_ids`` is not a list of product numbers.

        Warns:
            IncompleteListWarning: the server returned fewer products than its total.
            UnreadableRecordWarning: a product, or a member of one, could not be read.
        """
        ids = [check_id(one, "each of product_ids") for one in check_items(product_ids, "product_ids")]
        found: list[Product] = []
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = ",".join(map(str, ids[start : start + _IDS_AT_ONCE]))
            answer = self._api.call("list_products_by_ids", ids=some, lang_code=self._lang)
            found += read_items(answer, Product.read, operation="listProductsByIds", lang=self._lang, noun="product")
        return self._listing(found)

    def search(self, text: str) -> Listing[ProductHit]:
        """Searches products by title; returns ``ProductHit`` objects in the server's order.

        Raises:
            InputError: ``text`` is not a text, or is empty.

        Warns:
            IncompleteListWarning: the server returned fewer products than its total.
        """
        answer = self._api.call("search_products", name=check_text(text, "text"), lang_code=self._lang)
        hits = read_items(answer, ProductHit.read, operation="searchProducts", lang=self._lang, noun="product")
        return Listing(hits, noun="product", columns={"id": "id", "title": "title"}, frame=_hits)

    def related(self, product_id: int, *, max_items: int | None = None, strict: bool = False) -> Listing[Product]:
        """Lists the products that go with a product. The project sets them up, so there may be none.

        Args:
            product_id: number of the product.
            max_items: maximum number of products; None for all.
            strict: raise instead of warning when the server returns fewer items than its total, or when a product
                could not be read.

        Raises:
            NotFoundError: the product does not exist.
            IncompleteListError: with ``strict``, the server returned fewer products than its total.
            ResponseFormatError: with ``strict``, a product, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer products than its total.
            UnreadableRecordWarning: without ``strict``, a product, or a member of one, could not be read.
        """
        number = check_id(product_id, "product_id")
        scope = f"that go with product {number}"
        found, report = self._all("list_related_products", number, scope=scope, max_items=max_items, strict=strict)
        return self._listing(found, report)

    def blocks(self, product_id: int) -> Listing[ProductBlock]:
        """Lists the blocks of a product. The project sets them up, so there may be none.

        Raises:
            NotFoundError: the product does not exist.
        """
        answer = self._api.call("list_product_blocks", number := check_id(product_id, "product_id"))
        found = read_items(
            answer,
            ProductBlock.read,
            operation="listProductBlocks",
            lang=self._lang,
            noun="product block",
            scope=f"of product {number}",
        )
        columns = {"id": "id", "marker": "marker", "title": "title", "type": "type"}
        return Listing(found, noun="product block", columns=columns, frame=_blocks)

    def without_page(self, condition: Mapping[str, Any] | None = None) -> Listing[ProductGroup]:
        """Lists the products that are on no page of the catalogue, in groups.

        What the groups are made by is not known (docs/api/open-questions.md#question-product-counts).

        Args:
            condition: one condition of the API, see ``list``; None for all products.

        Raises:
            InputError: the condition has a member that the API does not have.

        Warns:
            IncompleteListWarning: the server returned fewer products of a group than its total.
        """
        body = {} if condition is None else encode_filter(condition, "condition")
        found, report = read_all(
            self._api, "list_products_without_page", read=ProductGroup.read, lang=self._lang, noun="product group",
            lang_code=self._lang, body=body,
        )  # fmt: skip
        totals = [one.total for one in found if one.total is not None]
        products = sum(len(one.products) for one in found)
        say_left_out(
            products, sum(totals) if len(totals) == len(found) else None, noun="product", scope="without a page"
        )
        columns = {"value": "value", "products": "products", "total": "total"}
        return Listing(
            found, noun="product group", total=report.total, fetch=report.facts(), columns=columns, frame=_groups
        )

    def prices(self, page: str, *, max_items: int | None = None, strict: bool = False) -> Listing[ProductPrice]:
        """Lists the prices of the products of a page, without anything else of them.

        Args:
            page: marker (``pageUrl``) of a page of the catalogue.
            max_items: maximum number of prices; None for all.
            strict: raise instead of warning when the server returns fewer items than its total, or when a price
                could not be read.

        Raises:
            NotFoundError: the page does not exist.
            IncompleteListError: with ``strict``, the server returned fewer prices than its total.
            ResponseFormatError: with ``strict``, a price, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer prices than its total.
            UnreadableRecordWarning: without ``strict``, a price, or a member of one, could not be read.
        """
        found, report = self._prices(page, max_items, strict)
        return Listing(
            found,
            noun="price",
            total=report.total,
            fetch=report.facts(),
            columns={"product": "id", "price": Amount("price")},
            frame=_prices,
        )

    @documented(PRICES)
    def prices_frame(
        self, page: str, *, max_items: int | None = None, money: Money = "exact", strict: bool = False
    ) -> pd.DataFrame:
        """Returns the prices of the products of a page as a DataFrame, one row a product.

        Args:
            page: marker (``pageUrl``) of a page of the catalogue.
            max_items: maximum number of prices; None for all.
            money: what prices are, as in ``shop.orders.frame``.
            strict: raise instead of warning when the server returns fewer items than its total, or when a price
                could not be read.

        Returns:
            These columns, with the same dtypes when there are no rows, and ``attrs`` as in ``shop.orders.frame``:

            {columns}

        Raises:
            NotFoundError: the page does not exist.
            InputError: an argument is not valid.
            IncompleteListError: with ``strict``, the server returned fewer prices than its total.
            ResponseFormatError: with ``strict``, a price, or a member of one, could not be read.

        Warns:
            IncompleteListWarning: without ``strict``, the server returned fewer prices than its total.
            UnreadableRecordWarning: without ``strict``, a price, or a member of one, could not be read.
            MoneyWarning: as in ``shop.orders.frame``.
        """
        check_money(money)
        found, report = self._prices(page, max_items, strict)
        return _prices(found, money=money, report=report)

    def count(self, *, page: int | str | None = None, filters: Iterable[Mapping[str, Any]] = ()) -> ProductCounts:
        """Counts the products of the catalogue, and of a page of it.

        Args:
            page: marker or number of a page of the catalogue; None counts the whole catalogue only.
            filters: conditions of the API, see ``list``.

        Raises:
            NotFoundError: the page does not exist.
            InputError: an argument is not valid, or a filter has a member that the API does not have.
        """
        name, where = _of_page("count_products", page)
        answer = self._api.call(name, *where, body=encode_filters(filters))
        read = functools.partial(ProductCounts.read, has_page=page is not None)
        operation = ENDPOINTS[name].operation
        return read_one(answer, read, operation=operation, lang=self._lang, noun="product counts")

    def _fetch(
        self, page: int | str | None, filters: Iterable[Mapping[str, Any]], max_items: int | None, strict: bool
    ) -> tuple[Sequence[Product], Report]:
        name, where = _of_page("list_products", page)
        scope = f"of page '{page}'" if where else ""
        body = {"filter": encode_filters(filters)}
        return self._all(name, *where, scope=scope, max_items=max_items, strict=strict, body=body)

    def _prices(self, page: str, max_items: int | None, strict: bool) -> tuple[Sequence[ProductPrice], Report]:
        return read_all(
            self._api,
            "list_prices_by_page_url",
            _check_page(page),
            read=ProductPrice.read,
            lang=self._lang,
            noun="price",
            scope=f"of page '{page}'",
            max_items=max_items,
            strict=strict,
            lang_code=self._lang,
        )

    def _all(
        self, name: str, *args: Any, scope: str, max_items: int | None, strict: bool, **body: Any
    ) -> tuple[Sequence[Product], Report]:
        return read_all(
            self._api,
            name,
            *args,
            read=Product.read,
            lang=self._lang,
            noun="product",
            scope=scope,
            max_items=max_items,
            strict=strict,
            lang_code=self._lang,
            **body,
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
            frame=_products,
        )


def _of_page(name: str, page: int | str | None) -> tuple[str, tuple[int | str, ...]]:
    """Returns the operation for the whole catalogue or for a page, and its path parameters.

    Raises:
        InputError: ``page`` is neither a marker nor a number.
    """
    if page is None:
        return name, ()
    if isinstance(page, str):
        return f"{name}_by_page_url", (_check_page(page),)
    return f"{name}_by_page", (check_id(page, "page"),)


def _check_page(page: str) -> str:
    """Returns the marker of a page.

    Raises:
        InputError: it is not text, is empty, or is a path (docs/api/products.md#products-routes).
    """
    if "/" in check_marker(page, "page"):
        raise InputError(
            "page must be the marker of a page (its pageUrl), such as 'coffee', and not a path or an address.",
            name="page",
        )
    return page
