"""Choice of products: search, pictures, prices, quantities and basket."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ipywidgets

from ..resources.catalogue import Product
from ..values.arguments import ID_MAX
from ..values.display import counted
from ..values.labels import told_apart
from ..values.money import format_money, times
from .parts.look import heading, plain, product as product_html, web_address
from .parts.runner import Runner
from .parts.source import source_of
from .parts.view import View, discard, field_of, input_of, row, shown

if TYPE_CHECKING:
    from ..checkout import CheckoutFlow
    from ..shop import Shop

_AT_ONCE = 6
_MOST = 120  # products read from the catalogue; search finds the rest
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")


@dataclass(frozen=True)
class _Line:
    """A line of the basket, of the flow or of the widget."""

    product_id: int
    title: str
    price: Decimal | None
    quantity: int


class ProductPicker(View):
    """Shows the catalogue and the basket.

    With a checkout, the basket is the checkout's. With a shop, it is the widget's own: pass ``picker.products`` to
    ``shop.orders.create``.

    Args:
        source: a ``CheckoutFlow`` or a ``Shop``.
        runner: runs the calls; default: in the background in a notebook, synchronously elsewhere.
    """

    def __init__(self, source: CheckoutFlow | Shop, *, runner: Runner | None = None) -> None:
        super().__init__(runner)
        self._shop, self._flow = source_of(source)
        self._own: dict[int, _Line] = {}
        self._found: tuple[Product, ...] = ()
        self._asked = ""
        self._more = 0
        self._first = 0
        self._drawn: object = None
        self._result_rows: list[tuple[Any, Any]] = []
        self._basket_rows: dict[int, tuple[Any, Any, Any, Any]] = {}
        # The value is sent on Enter, or when the field loses the focus.
        self._text = input_of(
            ipywidgets.Text(description="Search the catalogue", placeholder="part of a title", continuous_update=False)
        )
        self._watch(self._text, self._look_up)
        self._search = self._button("Search", self._look_up, main=True)
        self._count = ipywidgets.HTML()
        self._results = ipywidgets.VBox()
        self._back = self._button("Previous", lambda: self._turn(-_AT_ONCE))
        self._next = self._button("Next", lambda: self._turn(_AT_ONCE))
        self._pages = row(self._back, self._next)
        self._basket_title = ipywidgets.HTML()
        self._basket = ipywidgets.VBox()
        self._lay_out(
            ipywidgets.HTML(heading("Products")),
            row(field_of(self._text), self._search, bottom=True),
            self._count,
            self._results,
            self._pages,
            self._basket_title,
            self._basket,
        )
        if self._flow is not None:
            self._endings.append(self._flow.subscribe(lambda _snapshot: self._guard(self.refresh)))
        self._look_up(here=True)

    @property
    def products(self) -> dict[int, int]:
        """The basket: product number to quantity."""
        return {line.product_id: line.quantity for line in self._lines()}

    def _headline(self) -> str:
        pieces = sum(self.products.values())
        return f"ProductPicker: {counted(len(self._found), 'product')}, {counted(pieces, 'piece')} in the basket"

    def _body(self) -> Sequence[str]:
        labels = self._labels()
        lines = [f"{labels[one.id]}: {_price(one)}" for one in self._page()]
        basket = [f"in the basket: {one.quantity} x {labels[one.product_id]}" for one in self._lines()]
        return [*lines, *basket]

    # Look-ups.

    def _look_up(self, *, here: bool = False) -> None:
        text = self._text.value.strip()

        def look() -> tuple[tuple[Product, ...], int]:
            if not text:
                listing = self._shop.products.list(max_items=_MOST)
                return tuple(listing), max((listing.total or 0) - len(listing), 0)
            hits = [hit.id for hit in self._shop.products.search(text)]
            known = {one.id: one for one in self._shop.products.by_ids(hits[:_MOST])} if hits else {}
            return tuple(known[one] for one in hits if one in known), max(len(hits) - _MOST, 0)

        def found(answer: tuple[tuple[Product, ...], int]) -> None:
            self._found, self._more = answer
            self._asked, self._first = text, 0
            if not self._found:
                self._say(f"No product has “{text}” in its title." if text else "The catalogue is empty.", "empty")

        self._act("Looking through the catalogue…", look, found, here=here)

    def _page(self) -> tuple[Product, ...]:
        return self._found[self._first : self._first + _AT_ONCE]

    def _lines(self) -> list[_Line]:
        if self._flow is None:
            return list(self._own.values())
        return [
            _Line(line.product_id, line.title or f"Product {line.product_id}", line.price, line.quantity)
            for line in self._flow.snapshot().lines
        ]

    def _labels(self) -> dict[int, str]:
        """Product number to title, of what was found and of the basket; equal titles have the number in them."""
        basket = {line.product_id: line.title for line in self._lines()}
        return told_apart(basket | {one.id: one.title or f"Product {one.id}" for one in self._found})

    def _may(self, call: str) -> bool:
        return self._flow is None or call in self._flow.snapshot().can

    # Rendering.

    def _render(self) -> None:
        page, labels = self._page(), self._labels()
        drawn = [(one, labels[one.id]) for one in page]
        if self._drawn != drawn:
            self._drawn = drawn
            self._draw(page, labels)
        may_add = self._may("add") and not self.busy
        for quantity, add in self._result_rows:
            quantity.disabled = add.disabled = not may_add
        last = self._first + len(page)
        few = f"{self._first + 1} to {last} of {counted(len(self._found), 'product')}" if page else ""
        if self._asked and page:
            few += f" with “{self._asked}”"
        if self._more and page:
            few += f"; {self._more} more are found by searching"
        self._count.value = plain(few)
        shown(self._count, bool(few))
        shown(self._pages, len(self._found) > _AT_ONCE)
        self._back.disabled = self.busy or self._first == 0
        self._next.disabled = self.busy or last >= len(self._found)
        self._text.disabled = self._search.disabled = self.busy
        self._draw_basket()

    def _draw(self, page: tuple[Product, ...], labels: Mapping[int, str]) -> None:
        old = self._results.children
        self._result_rows = []
        rows = []
        for one in page:
            title = labels[one.id]
            quantity, holder = _quantity(1, title, least=1)
            add = self._button("Add", self._adder(one, quantity))
            add.tooltip = f"Add {title} to the basket"
            detail = ", ".join(part for part in (_price(one), one.status_title or one.status or "") if part)
            line = row(ipywidgets.HTML(product_html(title, detail, picture_of(one))), holder, add)
            line.add_class("oe-line")
            rows.append(line)
            self._result_rows.append((quantity, add))
        self._results.children = tuple(rows)
        discard(old)

    def _draw_basket(self) -> None:
        labels = self._labels()
        lines = {line.product_id: replace(line, title=labels[line.product_id]) for line in self._lines()}
        gone = [one for one in self._basket_rows if one not in lines]
        closing = [self._basket_rows.pop(one)[0] for one in gone]
        for number, line in lines.items():
            if number not in self._basket_rows:
                self._basket_rows[number] = self._basket_row(line)
            _box, text, quantity, remove = self._basket_rows[number]
            amount = None if line.price is None else times(line.price, line.quantity)
            text.value = product_html(line.title, format_money(amount, None) or "no price yet", None)
            if quantity.value != line.quantity:
                quantity.value = line.quantity
            quantity.disabled = self.busy or not self._may("set_quantity")
            remove.disabled = self.busy or not self._may("remove")
        boxes = tuple(self._basket_rows[number][0] for number in lines)
        if self._basket.children != boxes:
            self._basket.children = boxes
        discard(closing)
        pieces = sum(line.quantity for line in lines.values())
        content = counted(pieces, "piece") if pieces else "still empty"
        self._basket_title.value = heading(f"Basket: {content}", 4)

    def _basket_row(self, line: _Line) -> tuple[Any, Any, Any, Any]:
        number = line.product_id
        quantity, holder = _quantity(line.quantity, line.title, least=1)
        self._watch(quantity, lambda: self._set(number, quantity.value))
        remove = self._button("Remove", lambda: self._remove(number))
        remove.tooltip = f"Take {line.title} out of the basket"
        text = ipywidgets.HTML()
        box = row(text, holder, remove)
        box.add_class("oe-line")
        return box, text, quantity, remove

    # Actions of the buttons.

    def _turn(self, by: int) -> None:
        self._first = max(0, min(self._first + by, max(len(self._found) - 1, 0)))
        self.refresh()

    def _adder(self, one: Product, quantity: Any) -> Callable[[], None]:
        return lambda: self._add(one, int(quantity.value))

    def _add(self, one: Product, quantity: int) -> None:
        title = self._labels()[one.id]
        done = f"{quantity} x {title} {'is' if quantity == 1 else 'are'} in the basket."
        flow = self._flow
        if flow is not None:
            self._act("Adding…", lambda: flow.add(one.id, quantity), lambda _none: self._say(done, "done"))
            return
        before = self._own[one.id].quantity if one.id in self._own else 0
        self._own[one.id] = _Line(one.id, one.title or f"Product {one.id}", one.price, before + quantity)
        self._say(done, "done")
        self.refresh()
        self._tell()

    def _set(self, number: int, quantity: int) -> None:
        flow = self._flow
        if flow is not None:
            self._act("Changing the quantity…", lambda: flow.set_quantity(number, quantity))
            return
        line = self._own[number]
        self._own[number] = _Line(number, line.title, line.price, quantity)
        self.refresh()
        self._tell()

    def _remove(self, number: int) -> None:
        flow = self._flow
        if flow is not None:
            self._act("Removing…", lambda: flow.remove(number))
            return
        del self._own[number]
        self.refresh()
        self._tell()


def picture_of(one: Product) -> str | None:
    """Returns the URL of a product's first picture, preferably the preview; None if it has none."""
    for value in one.attributes.values():
        for image in value if isinstance(value, list | tuple) else [value]:
            if isinstance(image, Mapping) and str(image.get("filename") or "").lower().endswith(_PICTURES):
                address = web_address(image.get("previewLink")) or web_address(image.get("downloadLink"))
                if address is not None:
                    return address
    return None


def _price(one: Product) -> str:
    return format_money(one.price, None) or "price on request"


def _quantity(value: int, title: str, *, least: int) -> tuple[Any, Any]:
    """Returns a number input and the box that holds it."""
    box = ipywidgets.BoundedIntText(description="Quantity", value=value, min=least, max=ID_MAX, tooltip=title)
    return box, field_of(input_of(box))
