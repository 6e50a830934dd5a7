"""Decodes orders to columns: of the orders, of their lines, and one for each form field."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from ..frames.chunks import Chunk, Seen
from ..frames.decode import Decoder, Misfit, Pages, json_type
from ..frames.findings import RowFindings, missing_of
from ..frames.schema import DECIMALS, LINES, ORDERS, Column, array, arrow_type, from_rows
from ..transport.depth import LEVELS, is_deep
from .models import Order

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


class _Entry(msgspec.Struct):
    """An entry of an order form, with a value of any type."""

    marker: str
    value: Any = None


class _Form(msgspec.Struct, rename="camel"):
    form_data: list[_Entry] | None = None


class _FormPage(msgspec.Struct):
    items: list[_Form]


_OF_ORDER = tuple(one.name for one in LINES if not one.key.startswith("products[]"))
"""Columns of lines that are columns of their order."""

_VALUE_LEVEL = 5
"""Levels of a page that an answer to a form field is within: page, items, order, entries, entry."""

_read_forms = msgspec.json.Decoder(_FormPage, float_hook=Decimal).decode


class OrderDecoder(Decoder):
    """Decodes pages of orders, with their form and their lines."""

    def __init__(
        self,
        storage: str,
        *,
        storage_title: Callable[[], str | None],
        parse: Callable[[bytes], Any],
        operation: str,
        lang: str,
        seen: Seen | None = None,
        raw: bool = False,
    ) -> None:
        super().__init__(
            ORDERS,
            read=lambda reader: Order.read(reader, storage),
            parse=parse,
            operation=operation,
            lang=lang,
            constants={"storage": lambda: storage, "storage_title": storage_title},
            seen=seen,
            checked=("formIdentifier",),
            raw=raw,
        )
        self._odd_answers = False

    def _quick(self, bodies: list[bytes]) -> Chunk:
        import pyarrow as pa

        if not self._odd_answers:
            try:
                return self._read_quick(bodies, odd_answers=False)
            except pa.ArrowException:
                pass
        chunk = self._read_quick(bodies, odd_answers=True)
        self._odd_answers = True  # where one order has an answer that is not text, others have
        return chunk

    def _read_quick(self, bodies: list[bytes], *, odd_answers: bool) -> Chunk:
        import pyarrow as pa
        import pyarrow.compute as pc

        text = pa.string()
        line = [pa.field(_line_key(one), json_type(one)) for one in LINES if _line_key(one).isidentifier()]
        members = [
            *self._members(),
            pa.field("products", pa.list_(pa.struct([*line, pa.field("productId", pa.int64())]))),
        ]
        if not odd_answers:
            members.append(pa.field("formData", pa.list_(pa.struct([("marker", text), ("value", text)]))))
        pages = Pages(bodies, members)
        columns = self._of_items(pages.items)
        blank = pc.equal(columns["currency"].dictionary, "")
        if pc.any(blank).as_py():
            columns["currency"] = _without_blanks(columns["currency"])
        form = _odd_answers(bodies) if odd_answers else _answers(pages.items.field("formData"))
        counts, parents, products = _flat(pages.items.field("products"))
        lines = _line_columns(products, counts)
        columns["line_count"] = pa.array(counts)
        columns["pieces"] = _sums(lines["quantity"], counts, parents)
        findings = _missing_of_lines(lines, parents, len(counts))
        chunk = Chunk(pages.counts, pages.totals, self._seen, columns, form, lines, parents, findings=findings)
        return _with_order_columns(chunk)

    def of_objects(self, found: list[Any]) -> Chunk:
        """Returns the columns of orders that were read as objects."""
        import numpy as np

        chunk = super().of_objects(found)
        markers = dict.fromkeys(marker for order in found for marker in order.form)
        chunk.form = {marker: [order.form.get(marker) for order in found] for marker in markers}
        lines = [line for order in found for line in order.lines]
        chunk.lines = from_rows([column for column in LINES if column.key.startswith("products[].")], lines)
        chunk.lines["line"] = array([place for order in found for place in range(order.line_count)], "int64")
        chunk.parents = np.repeat(np.arange(len(found)), np.array([order.line_count for order in found], dtype="int64"))
        return _with_order_columns(chunk)


def _without_blanks(values: pa.DictionaryArray) -> pa.DictionaryArray:
    import pyarrow.compute as pc

    text = values.cast("string")
    return pc.if_else(pc.equal(text, ""), None, text).dictionary_encode()


def _flat(lists: pa.ListArray) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], pa.StructArray]:
    """Returns the length of each list, the index of the list for each object, and the objects."""
    import numpy as np

    counts = lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype("int64")
    objects = lists.flatten()
    if objects.null_count:
        raise Misfit
    return counts, np.repeat(np.arange(len(counts)), counts), objects


def _line_key(column: Column) -> str:
    return column.key.removeprefix("products[].") if column.key.startswith("products[].") else "()"


def _line_columns(products: pa.StructArray, counts: np.ndarray[Any, Any]) -> dict[str, pa.Array]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    lines = {one.name: products.field(_line_key(one)) for one in LINES if _line_key(one).isidentifier()}
    for name in ("price", "discount_price"):
        lines[name] = lines[name].cast(arrow_type("money"))
    # Read orders carry the product as `id`, created ones as `productId` (docs/api/traps.md#trap-2).
    lines["product_id"] = pc.coalesce(products.field("productId"), lines["product_id"])
    starts = counts.cumsum() - counts
    lines["line"] = pa.array(np.arange(len(products)) - np.repeat(starts, counts))
    # Wide enough for the product of both; amounts beyond are read as objects.
    price, quantity = lines["price"].cast(pa.decimal128(18, DECIMALS)), lines["quantity"].cast(pa.decimal128(19, 0))
    lines["amount"] = pc.multiply(price, quantity)
    return lines


def _missing_of_lines(lines: dict[str, pa.Array], parents: np.ndarray[Any, Any], count: int) -> RowFindings:
    def named(member: str) -> Callable[[int], str]:
        return lambda index: f"products[{lines['line'][index]}].{member}"

    return missing_of([(named("id"), lines["product_id"]), (named("quantity"), lines["quantity"])], parents, count)


def _sums(values: pa.Array, counts: np.ndarray[Any, Any], parents: np.ndarray[Any, Any]) -> pa.Array:
    """Returns the sum for each order; missing if one of its values is."""
    import numpy as np
    import pyarrow as pa

    numbers = (values.fill_null(0) if values.null_count else values).to_numpy()
    if float(np.abs(numbers, dtype="float64").sum()) >= 2**62:
        raise Misfit  # sums would wrap round
    running = np.concatenate(([0], numbers.cumsum()))
    ends = counts.cumsum()
    sums = running[ends] - running[ends - counts]
    if not values.null_count:
        return pa.array(sums)
    missing = np.zeros(len(counts), dtype=bool)
    missing[parents[values.is_null().to_numpy(zero_copy_only=False)]] = True
    return pa.array(sums, mask=missing)


def _with_order_columns(chunk: Chunk) -> Chunk:
    """Adds to the lines what each takes over from its order."""
    import pyarrow as pa

    parents = pa.array(chunk.parents)
    chunk.lines |= {name: chunk.columns[name].take(parents) for name in _OF_ORDER}
    return chunk


def _answers(lists: pa.ListArray) -> dict[str, pa.Array | list[Any]]:
    """Returns text by marker, one for each order; the last one if a marker occurs twice."""
    import numpy as np
    import pyarrow as pa

    counts, parents, entries = _flat(lists)
    markers, values = entries.field("marker").dictionary_encode(), entries.field("value")
    if markers.null_count:
        raise Misfit
    codes = markers.indices.to_numpy()
    found: dict[str, pa.Array | list[Any]] = {}
    for code, marker in enumerate(markers.dictionary.to_pylist()):
        (at,) = np.nonzero(codes == code)
        places = np.full(len(counts), -1)
        places[parents[at]] = at
        found[marker] = values.take(pa.array(places, mask=places < 0))
    return found


def _odd_answers(bodies: list[bytes]) -> dict[str, pa.Array | list[Any]]:
    """Python values by marker, where answers are numbers, lists or objects too."""
    try:
        orders = [order for body in bodies for order in _read_forms(body).items]
    except (msgspec.MsgspecError, ArithmeticError, RecursionError):
        raise Misfit from None
    found: dict[str, pa.Array | list[Any]] = {}
    for place, order in enumerate(orders):
        for entry in order.form_data or ():
            if is_deep(entry.value, LEVELS - _VALUE_LEVEL):
                raise Misfit
            found.setdefault(entry.marker, [None] * len(orders))[place] = entry.value
    return found
