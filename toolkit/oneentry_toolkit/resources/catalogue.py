"""What a catalogue answers with: products, hits of a search, prices, counts, blocks, groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..values.display import html_card, one_line, show
from ..values.locale import is_keyed, translated
from ..values.money import format_money
from ..values.reader import Reader
from ..values.unreadable import UnidentifiedError


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
        categories = reader.raw.get("categories")
        return cls(
            id=reader.id(),
            title=reader.title(),
            price=reader.money("price"),
            sku=reader.text("sku"),
            status=reader.text("statusIdentifier"),
            status_title=reader.title("statusLocalizeInfos"),
            attributes=_attributes(reader),
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


@dataclass(frozen=True, kw_only=True)
class ProductPrice:
    """The price of a product (docs/api/products.md#products-routes).

    Attributes:
        id: number of the product.
        price: exact, in the project's currency; None if it is not set (not free).
        raw: the JSON object.
    """

    id: int
    price: Decimal | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> ProductPrice:
        """Reads a ``ProductPrice`` from a response."""
        return cls(id=reader.id(), price=reader.money("price"), raw=reader.raw)

    def __repr__(self) -> str:
        return one_line("ProductPrice", str(self.id), (format_money(self.price, None),))


@dataclass(frozen=True, kw_only=True)
class ProductCounts:
    """How many products there are (docs/api/products.md#products-routes).

    Attributes:
        total: in the whole catalogue.
        on_page: on the page alone; None without a page, and if the server does not say.
        with_nested: on the page and the pages below it; None where ``on_page`` may be.
        raw: the JSON object.
    """

    total: int
    on_page: int | None
    with_nested: int | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader, *, has_page: bool) -> ProductCounts:
        """Reads ``ProductCounts`` from a response; what the other counts mean without a page is not known."""
        return cls(
            total=reader.id("totalAll"),
            on_page=reader.expected("totalInCategory") if has_page else None,
            with_nested=reader.expected("totalInCategoryWithNested") if has_page else None,
            raw=reader.raw,
        )

    def __repr__(self) -> str:
        page = (
            (f"{self.on_page} on the page, {self.with_nested} with nested pages",) if self.on_page is not None else ()
        )
        return one_line("ProductCounts", str(self.total), page)


@dataclass(frozen=True, kw_only=True)
class ProductBlock:
    """A block of a product: a part of its page that the project has set up (docs/api/products.md#products-routes).

    Attributes:
        id: number of the block.
        marker: textual identifier.
        title: title in the shop's language; None if there is none.
        type: such as ``product``.
        attributes: marker to value, in the shop's language.
        raw: the JSON object, with ``customSettings``.
    """

    id: int
    marker: str
    title: str | None
    type: str | None
    attributes: Mapping[str, Any] = field(repr=False, hash=False)
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> ProductBlock:
        """Reads a ``ProductBlock`` from a response."""
        return cls(
            id=reader.id(),
            marker=reader.name(),
            title=reader.title(),
            type=reader.text("type"),
            attributes=_attributes(reader),
            raw=reader.raw,
        )

    def __repr__(self) -> str:
        return one_line("ProductBlock", str(self.id), (self.marker, self.title or ""))


@dataclass(frozen=True, kw_only=True)
class ProductGroup:
    """Products on no page of the catalogue that have a value in common (docs/api/products.md#products-routes).

    Attributes:
        value: what they have in common, as the server sends it.
        products: the products of the group that the server sent.
        total: number of products of the group; None if the server does not say.
        raw: the JSON object.
    """

    value: Any = field(hash=False)
    products: tuple[Product, ...]
    total: int | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, reader: Reader) -> ProductGroup:
        """Reads a ``ProductGroup`` from a response."""
        return cls(
            value=reader.raw.get("attrValue"),
            products=tuple(_readable(reader)),
            total=reader.integer("total"),
            raw=reader.raw,
        )

    def __repr__(self) -> str:
        return one_line("ProductGroup", show(self.value), (f"{len(self.products)} of {self.total}",))


def _readable(group: Reader) -> Iterator[Product]:
    """Yields the products of a group; one without a readable number is recorded and left out."""
    for one in group.objects("items"):
        try:
            yield Product.read(one)
        except UnidentifiedError as error:
            assert group.oddities is not None
            group.oddities.append(error.oddity)


def _attributes(reader: Reader) -> dict[str, Any]:
    """Returns marker to value of ``attributeValues``, in the shop's language."""
    values = translated(reader.raw.get("attributeValues"), reader.lang)
    if not isinstance(values, Mapping) or is_keyed(values):
        return {}
    return {marker: one.get("value") for marker, one in values.items() if isinstance(one, Mapping)}
