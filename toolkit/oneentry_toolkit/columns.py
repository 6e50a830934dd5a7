"""Bytes of list pages to typed Arrow columns, without an object per item.

Arrow's own JSON reader does it, outside of Python's lock, from a schema that is made of the declared columns
(``frames.py``). It refuses whatever does not fit: a number where text belongs, a date without a meaning. Such pages are
read item by item (``Reader``), which knows every shape that the API has, or names the one that it does not.
Both ways give the same columns (``tests/unit/test_columns.py``). See ``docs/decisions/0009-bytes-to-columns.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from .errors import ResponseFormatError
from .frames import DECIMALS, LINES, ORDERS, TIME, Column, alike, array, arrow_type, from_rows
from .order import Order
from .paging import read_page, read_total
from .reading import Reader

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


class _Nothing(msgspec.Struct):
    """An item, unread."""


class _Head(msgspec.Struct):
    """A page of which only the length and the total matter."""

    items: list[_Nothing]
    total: int | str | None = None


class _Entry(msgspec.Struct):
    """An answer in an order form, whatever its value is."""

    marker: Any = None
    value: Any = None


class _Form(msgspec.Struct, rename="camel"):
    form_data: list[_Entry] | None = None


class _FormPage(msgspec.Struct):
    items: list[_Form]


class _RawPage(msgspec.Struct):
    items: list[msgspec.Raw]


_read_page = msgspec.json.Decoder(_Head).decode
_read_head = msgspec.json.Decoder(_Head | list[_Nothing]).decode
_read_forms = msgspec.json.Decoder(_FormPage, float_hook=Decimal).decode
_read_raw = msgspec.json.Decoder(_RawPage | list[msgspec.Raw]).decode


_DATES = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z")  # what Python's dates can be


class Seen:
    """The numbers of the items that came so far: eight bytes each, for lists of millions."""

    def __init__(self, numbers: Sequence[int] | np.ndarray[Any, Any] = ()) -> None:
        self._numbers = numbers
        self._sorted: np.ndarray[Any, Any] | None = None

    def new(self, numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any] | None:
        """Which of these come for the first time, as a mask; None if all do."""
        import numpy as np

        if self._sorted is None:
            self._sorted = np.unique(np.asarray(self._numbers, dtype="int64"))
        kept, first = np.unique(numbers, return_index=True)
        at = np.searchsorted(self._sorted, kept)
        known = at < len(self._sorted)
        known[known] = self._sorted[at[known]] == kept[known]
        self._sorted = np.insert(self._sorted, at[~known], kept[~known])
        if len(kept) == len(numbers) and not known.any():
            return None
        mask = np.zeros(len(numbers), dtype=bool)
        mask[first[~known]] = True
        return mask


@dataclass
class Chunk:
    """The columns of some pages.

    Attributes:
        counts, totals: items, and the total that was said, of each page.
        columns: of the items, by name.
        form: what was answered in order forms, by marker: Arrow text, or a list of whatever it is.
        lines: columns of the lines of orders, by name.
        parents: for each line, the place of its order.
        start: offset of the first page.
    """

    counts: list[int]
    totals: list[int | None]
    seen: Seen
    columns: dict[str, pa.Array]
    form: dict[str, pa.Array | list[Any]] = field(default_factory=dict)
    lines: dict[str, pa.Array] = field(default_factory=dict)
    parents: np.ndarray[Any, Any] | None = None
    start: int = 0

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def drop_repeats(self) -> int:
        """Drops the items that came before, and gives the number of those that are left."""
        mask = self.seen.new(next(iter(self.columns.values())).to_numpy())
        if mask is not None:
            self.keep(mask)
        return len(self)

    def cut(self, limit: int | None, before: int) -> None:
        """Leaves as many items as fit under the limit of all, when so many came before."""
        import numpy as np

        if limit is not None and before + len(self) > limit:
            self.keep(np.arange(len(self)) < limit - before)

    def keep(self, mask: np.ndarray[Any, Any]) -> None:
        """Leaves only the items, and their lines, for which the mask is true."""
        import pyarrow as pa

        arrow_mask = pa.array(mask)
        self.columns = {name: column.filter(arrow_mask) for name, column in self.columns.items()}
        self.form = {
            marker: [value for value, kept in zip(column, mask, strict=True) if kept]
            if isinstance(column, list)
            else column.filter(arrow_mask)
            for marker, column in self.form.items()
        }
        if self.parents is not None:
            lines = mask[self.parents]
            places = mask.cumsum() - 1
            self.parents = places[self.parents[lines]]
            arrow_mask = pa.array(lines)
            self.lines = {name: column.filter(arrow_mask) for name, column in self.lines.items()}


class _Misfit(Exception):  # noqa: N818  (never leaves this module)
    """A page is not what the quick way can read."""


class Decoder:
    """Bytes of pages to a ``Chunk``. Threads may share one.

    Args:
        columns: the declared ones of the items.
        read: makes the object of an item, for pages that do not fit the schema.
        parse: makes plain values of a page, or raises the error that the user sees.
        operation: for error messages.
        lang: of the titles.
        constants: columns that are the same for all items and no members of theirs, such as the storage.
        seen: the items that came before.
        raw: adds the column ``raw`` with the JSON text of each item.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        read: Callable[[Reader], Any],
        parse: Callable[[bytes], Any],
        operation: str,
        lang: str,
        constants: Mapping[str, str] | None = None,
        seen: Seen | None = None,
        raw: bool = False,
    ) -> None:
        self._columns = columns
        self._read = read
        self._parse = parse
        self._operation = operation
        self._lang = lang
        self._constants = dict(constants or {})
        self._seen = seen or Seen()
        self._raw = raw

    def head(self, body: bytes) -> tuple[int, int | None]:
        """How many items a page has, and how many there are in all if it says so.

        Raises:
            ResponseFormatError: the page is no list.
        """
        try:
            page = _read_head(body)
        except (msgspec.MsgspecError, RecursionError):
            items, total = read_page(self._parse(body), self._operation)
            return len(items), total
        return (len(page), None) if isinstance(page, list) else (len(page.items), read_total(page.total))

    def decode(self, bodies: list[bytes]) -> Chunk:
        """The columns of these pages.

        Raises:
            ResponseFormatError: an item has a shape that nobody knows; says where.
        """
        import pyarrow as pa

        try:
            chunk = self._quick(bodies)
        except (pa.ArrowException, _Misfit):
            chunk = _joined([self._page(body) for body in bodies])
        if self._raw:
            chunk.columns["raw"] = pa.array(_raw_texts(bodies), pa.string())
        return chunk

    def _page(self, body: bytes) -> Chunk:
        import pyarrow as pa

        try:
            return self._quick([body])
        except (pa.ArrowException, _Misfit):
            items, total = read_page(self._parse(body), self._operation)
            found = [
                self._read(Reader(item, operation=self._operation, lang=self._lang, path=f"$.items[{index}]"))
                for index, item in enumerate(items)
            ]
            try:
                return self._of_objects(found, total)
            except (pa.ArrowException, OverflowError):
                raise ResponseFormatError(
                    f"{self._operation} answered with numbers that are too large for a column. "
                    "Read these items as objects (`list`) instead of a frame.",
                    operation=self._operation,
                ) from None

    def _quick(self, bodies: list[bytes]) -> Chunk:
        page = _Pages(bodies, self._members())
        return Chunk(page.counts, page.totals, self._seen, self._of_items(page.items))

    def _of_objects(self, found: list[Any], total: int | None) -> Chunk:
        columns = from_rows([one for one in self._columns if one.name not in self._constants], found)
        return Chunk([len(found)], [total], self._seen, columns | self._repeated(len(found)))

    def _members(self) -> list[pa.Field]:
        """What to read of an item."""
        import pyarrow as pa

        return [
            pa.field(column.key, _titles_type(self._lang) if _is_title(column) else _json_type(column))
            for column in self._columns
            if column.key.isidentifier()
        ]

    def _of_items(self, items: pa.StructArray) -> dict[str, pa.Array]:
        found = {
            column.name: _title(items.field(column.key), self._lang)
            if _is_title(column)
            else _typed(items.field(column.key), column)
            for column in self._columns
            if column.key.isidentifier()
        }
        return found | self._repeated(len(items))

    def _repeated(self, count: int) -> dict[str, pa.Array]:
        import numpy as np
        import pyarrow as pa

        codes = pa.array(np.zeros(count, dtype="int32"))
        return {name: pa.DictionaryArray.from_arrays(codes, [value]) for name, value in self._constants.items()}


class OrderDecoder(Decoder):
    """The same for orders: with their form and their lines."""

    def __init__(
        self,
        storage: str,
        *,
        storage_title: str,
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
            constants={"storage": storage, "storage_title": storage_title},
            seen=seen,
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
        line = [pa.field(_line_key(one), _json_type(one)) for one in LINES if _line_key(one).isidentifier()]
        members = [
            *self._members(),
            pa.field("products", pa.list_(pa.struct([*line, pa.field("productId", pa.int64())]))),
        ]
        if not odd_answers:
            members.append(pa.field("formData", pa.list_(pa.struct([("marker", text), ("value", text)]))))
        pages = _Pages(bodies, members)
        columns = self._of_items(pages.items)
        blank = pc.equal(columns["currency"].dictionary, "")
        if pc.any(blank).as_py():
            columns["currency"] = _without_blanks(columns["currency"])
        form = _odd_answers(bodies) if odd_answers else _answers(pages.items.field("formData"))
        counts, parents, products = _flat(pages.items.field("products"))
        lines = _line_columns(products, counts)
        columns["line_count"] = pa.array(counts)
        columns["quantity"] = pa.array(_sums(lines["quantity"], counts))
        chunk = Chunk(pages.counts, pages.totals, self._seen, columns, form, lines, parents)
        return _with_order_columns(chunk)

    def _of_objects(self, found: list[Any], total: int | None) -> Chunk:
        import numpy as np

        chunk = super()._of_objects(found, total)
        markers = dict.fromkeys(marker for order in found for marker in order.form)
        chunk.form = {marker: [order.form.get(marker) for order in found] for marker in markers}
        lines = [line for order in found for line in order.lines]
        chunk.lines = from_rows([column for column in LINES if column.key.startswith("products[].")], lines)
        chunk.lines["line"] = array([place for order in found for place in range(order.line_count)], "int64")
        chunk.parents = np.repeat(np.arange(len(found)), [order.line_count for order in found])
        return _with_order_columns(chunk)


class _Pages:
    """What Arrow reads of some pages.

    Raises:
        pyarrow.ArrowException, _Misfit: a page does not fit the schema.
    """

    def __init__(self, bodies: list[bytes], members: list[pa.Field]) -> None:
        import pyarrow as pa
        import pyarrow.json

        heads = _heads(bodies)
        text = b"\n".join(bodies)
        _check_text(text)
        schema = pa.schema([("items", pa.list_(pa.struct(members)))])
        table = pyarrow.json.read_json(
            pa.BufferReader(text),
            read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(text) + 1),
            parse_options=pyarrow.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
        )
        if table.num_rows != len(bodies):
            raise _Misfit
        lists = table["items"].combine_chunks()
        self.items: pa.StructArray = lists.flatten()
        if lists.null_count or self.items.null_count:
            raise _Misfit
        self.counts: list[int] = lists.value_lengths().to_pylist()
        self.totals = [read_total(head.total) for head in heads]


def _heads(bodies: list[bytes]) -> list[_Head]:
    """Each body has to be one JSON object: Arrow reads a stream of them, forgives what is between, and dies of null."""
    try:
        return [_read_page(body) for body in bodies]
    except (msgspec.MsgspecError, RecursionError):
        raise _Misfit from None


def _check_text(text: bytes) -> None:
    """Refuses bytes that are no UTF-8, which Arrow's JSON reader lets through."""
    import numpy as np
    import pyarrow as pa

    ends = pa.py_buffer(np.array([0, len(text)], dtype="int64"))
    pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(text)]).validate(full=True)


def _json_type(column: Column) -> pa.DataType:
    import pyarrow as pa

    match column.dtype:
        case "category":
            return pa.string()
        case "money":
            # Arrow's reader wraps amounts round that are too large for the type; these are not for the wider one, and
            # are refused when they become the narrower one.
            return pa.decimal256(76, DECIMALS)
    return arrow_type(column.dtype)


def _typed(values: pa.Array, column: Column) -> pa.Array:
    match column.dtype:
        case "category":
            return values.dictionary_encode()
        case "bool":
            return values.fill_null(False)
        case "int64" if values.null_count:
            raise _Misfit
        case "money":
            return values.cast(arrow_type(column.dtype))
        case dtype if dtype == TIME:
            _check_years(values)
    return values


def _check_years(times: pa.TimestampArray) -> None:
    """Refuses what Python's dates cannot be."""
    import pyarrow as pa
    import pyarrow.compute as pc

    first, last = (pa.scalar(datetime.fromisoformat(one), times.type) for one in _DATES)
    if pc.any(pc.or_(pc.less(times, first), pc.greater(times, last))).as_py():
        raise _Misfit


def _is_title(column: Column) -> bool:
    return column.key.endswith("LocalizeInfos")


def _titles_type(lang: str) -> pa.DataType:
    """Translations, keyed by language or flat."""
    import pyarrow as pa

    title = pa.field("title", pa.string())
    return pa.struct([title, pa.field(lang, pa.struct([title]))])


def _title(infos: pa.StructArray, lang: str) -> pa.Array:
    """The title in the shop's language, as ``locale.title_of`` finds it."""
    import pyarrow.compute as pc

    translated, flat = infos.field(lang), infos.field("title")
    neither = pc.and_(infos.is_valid(), pc.and_(translated.is_null(), flat.is_null()))
    if pc.any(neither).as_py():
        raise _Misfit  # perhaps in another language
    return pc.if_else(translated.is_valid(), translated.field("title"), flat)


def _without_blanks(values: pa.DictionaryArray) -> pa.DictionaryArray:
    import pyarrow.compute as pc

    text = values.cast("string")
    return pc.if_else(pc.equal(text, ""), None, text).dictionary_encode()


def _flat(lists: pa.ListArray) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], pa.StructArray]:
    """How many objects each list has, the place of the list for each object, and the objects."""
    import numpy as np

    counts = lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype("int64")
    objects = lists.flatten()
    if objects.null_count:
        raise _Misfit
    return counts, np.repeat(np.arange(len(counts)), counts), objects


def _line_key(column: Column) -> str:
    return column.key.removeprefix("products[].") if column.key.startswith("products[].") else "()"


def _line_columns(products: pa.StructArray, counts: np.ndarray[Any, Any]) -> dict[str, pa.Array]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    lines = {one.name: products.field(_line_key(one)) for one in LINES if _line_key(one).isidentifier()}
    lines["price"] = lines["price"].cast(arrow_type("money"))
    # Read orders carry the product as `id`, created ones as `productId` (reference, trap 2).
    lines["product_id"] = pc.coalesce(products.field("productId"), lines["product_id"])
    lines["quantity"] = lines["quantity"].fill_null(0)
    if lines["product_id"].null_count:
        raise _Misfit
    starts = counts.cumsum() - counts
    lines["line"] = pa.array(np.arange(len(products)) - np.repeat(starts, counts))
    # Wide enough for the product of both; an amount beyond goes the careful way.
    price, quantity = lines["price"].cast(pa.decimal128(18, DECIMALS)), lines["quantity"].cast(pa.decimal128(19, 0))
    lines["amount"] = pc.multiply(price, quantity)
    return lines


def _sums(values: pa.Array, counts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    import numpy as np

    numbers = values.to_numpy()
    if float(np.abs(numbers, dtype="float64").sum()) >= 2**62:
        raise _Misfit  # sums would wrap round
    running = np.concatenate(([0], numbers.cumsum()))
    ends = counts.cumsum()
    sums: np.ndarray[Any, Any] = running[ends] - running[ends - counts]
    return sums


def _with_order_columns(chunk: Chunk) -> Chunk:
    """With what each line takes over from its order."""
    import pyarrow as pa

    parents = pa.array(chunk.parents)
    chunk.lines |= {name: chunk.columns[name].take(parents) for name in ("order_id", "storage", "currency")}
    return chunk


def _answers(lists: pa.ListArray) -> dict[str, pa.Array | list[Any]]:
    """Text by marker, one for each order: the last one where a marker comes twice, as in ``Reader.form_values``."""
    import numpy as np
    import pyarrow as pa

    counts, parents, entries = _flat(lists)
    markers, values = entries.field("marker").dictionary_encode(), entries.field("value")
    codes = markers.indices.fill_null(-1).to_numpy()
    found: dict[str, pa.Array | list[Any]] = {}
    for code, marker in enumerate(markers.dictionary.to_pylist()):
        (at,) = np.nonzero(codes == code)
        places = np.full(len(counts), -1)
        places[parents[at]] = at
        found[marker] = values.take(pa.array(places, mask=places < 0))
    return found


def _odd_answers(bodies: list[bytes]) -> dict[str, pa.Array | list[Any]]:
    """The same where answers are numbers, lists or objects too: Python values."""
    try:
        orders = [order for body in bodies for order in _read_forms(body).items]
    except (msgspec.MsgspecError, ArithmeticError, RecursionError):
        raise _Misfit from None
    found: dict[str, pa.Array | list[Any]] = {}
    for place, order in enumerate(orders):
        for entry in order.form_data or ():
            if isinstance(entry.marker, str):
                found.setdefault(entry.marker, [None] * len(orders))[place] = entry.value
    return found


def _raw_texts(bodies: list[bytes]) -> list[str]:
    pages = [_read_raw(body) for body in bodies]
    return [bytes(item).decode() for page in pages for item in (page if isinstance(page, list) else page.items)]


def _joined(chunks: list[Chunk]) -> Chunk:
    import numpy as np

    if len(chunks) == 1:
        return chunks[0]
    first = chunks[0]
    starts = np.cumsum([0, *(len(chunk) for chunk in chunks[:-1])])
    markers = dict.fromkeys(marker for chunk in chunks for marker in chunk.form)
    return Chunk(
        [count for chunk in chunks for count in chunk.counts],
        [total for chunk in chunks for total in chunk.totals],
        first.seen,
        {name: _whole([chunk.columns[name] for chunk in chunks]) for name in first.columns},
        {marker: whole_answers([(len(chunk), chunk.form.get(marker)) for chunk in chunks]) for marker in markers},
        {name: _whole([chunk.lines[name] for chunk in chunks]) for name in first.lines},
        None
        if first.parents is None
        else np.concatenate([start + chunk.parents for start, chunk in zip(starts, chunks, strict=True)]),
    )


def _whole(pieces: list[pa.Array]) -> pa.Array:
    import pyarrow as pa

    return pa.chunked_array(alike(pieces)).unify_dictionaries().combine_chunks()


def whole_answers(pieces: Sequence[tuple[int, pa.Array | list[Any] | None]]) -> pa.Array | list[Any]:
    """Answers to one field, piece after piece: how many orders, and what they have, None for nothing."""
    import pyarrow as pa

    if any(isinstance(piece, list) for _, piece in pieces):
        return [
            value
            for count, piece in pieces
            for value in ([None] * count if piece is None else piece if isinstance(piece, list) else piece.to_pylist())
        ]
    return pa.chunked_array(
        [pa.nulls(count, pa.string()) if piece is None else piece for count, piece in pieces]
    ).combine_chunks()
