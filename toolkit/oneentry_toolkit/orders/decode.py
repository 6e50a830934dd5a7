"""Decodes orders to columns: of the orders, of their lines, and of the answers to form fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ..frames.answers import AnswerField
from ..frames.chunks import Chunk, Seen
from ..frames.decode import Decoder, Misfit, Pages, json_type
from ..frames.findings import RowFindings, missing_of
from ..frames.schema import DECIMALS, LINES, ORDERS, Column, array, arrow_type, from_rows
from .answers import Entries, entries_of_bodies, entries_of_lists, entries_of_orders
from .models import Order

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


_OF_ORDER = tuple(one.name for one in LINES if not one.key.startswith("products[]"))
"""Columns of lines that are columns of their order."""


class OrderDecoder(Decoder):
    """Decodes pages of orders, with their form and their lines.

    Args:
        storage: marker of their storage.
        storage_title: returns its title.
        fields: returns the fields of the form that have columns; called before the first page is decoded.
        parse, operation, lang, seen, raw: as for ``Decoder``.
    """

    def __init__(
        self,
        storage: str,
        *,
        storage_title: Callable[[], str | None],
        fields: Callable[[], Sequence[AnswerField]] = tuple,
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
        self._fields = fields
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
            members.append(
                pa.field("formData", pa.list_(pa.struct([("marker", text), ("type", text), ("value", text)])))
            )
        pages = Pages(bodies, members)
        columns = self._of_items(pages.items)
        blank = pc.equal(columns["currency"].dictionary, "")
        if pc.any(blank).as_py():
            columns["currency"] = _without_blanks(columns["currency"])
        form = entries_of_bodies(bodies) if odd_answers else _entries(pages.items.field("formData"))
        counts, parents, products = _flat(pages.items.field("products"))
        lines = _line_columns(products, counts)
        columns["line_count"] = pa.array(counts)
        columns["pieces"] = _sums(lines["quantity"], counts, parents)
        findings = _missing_of_lines(lines, parents, len(counts))
        chunk = Chunk(pages.counts, pages.totals, self._seen, columns, lines=lines, parents=parents, findings=findings)
        form.add_to(chunk, self._fields())
        return _with_order_columns(chunk)

    def _of_objects(self, found: list[Any]) -> Chunk:
        import numpy as np

        chunk = super()._of_objects(found)
        lines = [line for order in found for line in order.lines]
        chunk.lines = from_rows([column for column in LINES if column.key.startswith("products[].")], lines)
        chunk.lines["line"] = array([place for order in found for place in range(order.line_count)], "int64")
        chunk.parents = np.repeat(np.arange(len(found)), np.array([order.line_count for order in found], dtype="int64"))
        return _with_order_columns(chunk)

    def _add_answers(self, chunk: Chunk, found: list[Any]) -> None:
        entries_of_orders(found, self._lang).add_to(chunk, self._fields())


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


def _entries(lists: pa.ListArray) -> Entries:
    """Returns the entries of order forms of which each value is text."""
    counts, parents, entries = _flat(lists)
    return entries_of_lists(len(counts), parents, entries)
