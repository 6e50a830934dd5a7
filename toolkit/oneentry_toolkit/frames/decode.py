"""Decodes the bytes of list pages to typed Arrow columns, without an object per item.

Arrow's JSON reader does the work without the GIL, from a schema of the declared columns (``schema.py``). It rejects
what does not fit: a number instead of text, an invalid date. Such pages are read item by item (``Reader``), which
accepts every shape that the API has and records what it cannot read.
Both paths return the same columns (``tests/unit/test_columns.py``). See ``docs/decisions/0009-bytes-to-columns.md``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from ..lists.plan import read_page, read_total
from ..values.reader import Reader, read_record
from ..values.unreadable import unnamed_keys
from .chunks import Chunk, Seen, joined
from .findings import RowFindings, RowOddity, missing_of
from .schema import DECIMALS, NULLABLE, TIME, Column, arrow_type, from_rows

if TYPE_CHECKING:
    import pyarrow as pa


class _Nothing(msgspec.Struct):
    """An item that is not decoded."""


class _Head(msgspec.Struct):
    """A page of which only the length and the total are decoded."""

    items: list[_Nothing]
    total: int | str | None = None


class _Total(msgspec.Struct):
    """A page of which only the total is decoded."""

    total: int | str | None = None


class _RawPage(msgspec.Struct):
    items: list[msgspec.Raw]


_read_only_total = msgspec.json.Decoder(_Total).decode
_read_head = msgspec.json.Decoder(_Head | list[_Nothing]).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode
_read_raw = msgspec.json.Decoder(_RawPage | list[msgspec.Raw]).decode


# The total is the last member of a page: digits before the last brace can be nothing else.
_TOTAL = re.compile(rb'\][ \t\r\n]*,[ \t\r\n]*"total"[ \t\r\n]*:[ \t\r\n]*("?)([0-9]{1,18})\1[ \t\r\n]*}[ \t\r\n]*\Z')
_TOTAL_WITHIN = 80

# A number with an exponent of several digits below zero, if a "e-" is one.
_TINY = re.compile(rb'[0-9.][eE]-[0-9]{2,}[\s",}\]]')
_DISGUISED = re.compile(rb"\\u00(?:2[dDeE]|3[0-9]|[46]5)")  # a character of such a number as a JSON escape
_E_MINUS = tuple(int.from_bytes(pair, "little") for pair in (b"e-", b"E-"))

_DATES = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z")  # range of Python's dates


class Misfit(Exception):  # noqa: N818  (never leaves the decoders)
    """The fast path cannot decode a page."""


class Decoder:
    """Decodes the bytes of pages to a ``Chunk``. Thread-safe.

    Args:
        columns: declared columns of the items.
        read: returns the object of an item, for pages that do not fit the schema.
        parse: returns the Python values of a page, or raises the error that the user sees.
        operation: for error messages.
        lang: language of the titles.
        constants: returns columns with one value for all items, such as the storage; called if there are items.
        seen: ids of earlier items.
        checked: text members without a column, which ``read`` reads too.
        raw: add the column ``raw`` with the JSON text of each item.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        read: Callable[[Reader], Any],
        parse: Callable[[bytes], Any],
        operation: str,
        lang: str,
        constants: Mapping[str, Callable[[], str | None]] | None = None,
        seen: Seen | None = None,
        checked: Sequence[str] = (),
        raw: bool = False,
    ) -> None:
        self._columns = columns
        self._checked = checked
        self._read = read
        self._parse = parse
        self._operation = operation
        self._lang = lang
        self._constants = dict(constants or {})
        self._seen = seen or Seen()
        self._raw = raw

    def head(self, body: bytes) -> tuple[int, int | None]:
        """Returns the number of items of a page, and its total if it has one.

        Raises:
            ResponseFormatError: the page is not a list.
        """
        try:
            page = _read_head(body)
        except (msgspec.MsgspecError, RecursionError):
            items, total = read_page(self._parse(body), self._operation)
            return len(items), total
        return (len(page), None) if isinstance(page, list) else (len(page.items), read_total(page.total))

    def decode(self, bodies: list[bytes]) -> Chunk:
        """Returns the columns of pages.

        Raises:
            ResponseFormatError: a page is not a list.
        """
        import numpy as np
        import pyarrow as pa

        try:
            chunk = self._quick(bodies)
        except (pa.ArrowException, Misfit):
            chunk = joined([self._page(body) for body in bodies])
        if self._raw:
            texts = pa.array([text for body in bodies for text in self._raw_texts(body)], pa.string())
            aside = [one.item for one in chunk.findings.aside]
            chunk.columns["raw"] = texts.take(pa.array(np.delete(np.arange(len(texts)), aside))) if aside else texts
        return chunk

    def _page(self, body: bytes) -> Chunk:
        import pyarrow as pa

        try:
            return self._quick([body])
        except (pa.ArrowException, Misfit):
            return self._of_items_one_by_one(*read_page(self._parse(body), self._operation))

    def _of_items_one_by_one(self, items: list[Any], total: int | None) -> Chunk:
        import numpy as np

        found: list[Any] = []
        findings = RowFindings()
        odd_rows: list[int] = []
        for index, item in enumerate(items):
            record, oddities = read_record(item, self._read, operation=self._operation, lang=self._lang)
            at = len(found)
            if record is None:
                findings.aside.append(RowOddity(at, index, oddities[0]))
                continue
            found.append(record)
            if oddities:
                odd_rows.append(at)
                findings.details += [RowOddity(at, index, one) for one in oddities]
        if findings.aside:
            keys: list[object] = [record.id for record in found]
            for one in findings.aside:
                keys.insert(one.item, None)
            unnamed = unnamed_keys(keys, items)
            findings.aside = [one._replace(key=unnamed[one.item]) for one in findings.aside]
        if odd_rows:
            findings.rows = np.zeros(len(found), dtype=bool)
            findings.rows[odd_rows] = True
        chunk = self._of_objects(found)
        chunk.counts, chunk.totals, chunk.findings = [len(items)], [total], findings
        if findings.aside:
            chunk.items = np.delete(np.arange(len(items)), [one.item for one in findings.aside])
        self._add_answers(chunk, found)
        return chunk

    def _add_answers(self, chunk: Chunk, found: list[Any]) -> None:
        """Adds the columns of answers to form fields, if the items have any, and what could not be read of them."""

    def _raw_texts(self, body: bytes) -> list[str]:
        try:
            page = _read_raw(body)
        except (msgspec.MsgspecError, RecursionError):
            # Raises if Arrow accepted invalid JSON in a member without a column. Else, items are nested too deeply, or
            # the page is one of the shapes of an empty list.
            return [_encode(item).decode() for item in read_page(self._parse(body), self._operation)[0]]
        return [bytes(item).decode() for item in (page if isinstance(page, list) else page.items)]

    def _quick(self, bodies: list[bytes]) -> Chunk:
        page = Pages(bodies, self._members())
        columns = self._of_items(page.items)
        expected = [
            (lambda _index, key=one.key: key, columns[one.name]) for one in self._columns if one.dtype == NULLABLE
        ]
        return Chunk(
            page.counts,
            page.totals,
            self._seen,
            columns,
            findings=missing_of(expected, None, len(page.items)),
        )

    def of_objects(self, found: list[Any]) -> Chunk:
        """Returns the columns of records that were read as objects, as ``decode`` gives those of their page."""
        chunk = self._of_objects(found)
        self._add_answers(chunk, found)
        return chunk

    def _of_objects(self, found: list[Any]) -> Chunk:
        columns = from_rows([one for one in self._columns if one.name not in self._constants], found)
        return Chunk([len(found)], [None], self._seen, columns | self._repeated(len(found)))

    def _members(self) -> list[pa.Field]:
        """Returns the members to read of an item."""
        import pyarrow as pa

        return [
            *(
                pa.field(column.key, _titles_type(self._lang) if _is_title(column) else json_type(column))
                for column in self._columns
                if column.key.isidentifier()
            ),
            *(pa.field(key, pa.string()) for key in self._checked),
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

        found = {}
        for name, give in self._constants.items():
            value = give()
            codes = pa.nulls(count, pa.int32()) if value is None else pa.array(np.zeros(count, dtype="int32"))
            found[name] = pa.DictionaryArray.from_arrays(codes, pa.array([] if value is None else [value], pa.string()))
        return found


class Pages:
    """Pages decoded by Arrow.

    Raises:
        pyarrow.ArrowException, Misfit: a page does not fit the schema.
    """

    def __init__(self, bodies: list[bytes], members: list[pa.Field]) -> None:
        import pyarrow as pa
        import pyarrow.json

        # Arrow reads a stream of values, tolerates junk between them, and crashes on one kind of value. Therefore each
        # body becomes the only member of an object, with an unpredictable name: then it has to be one value, and any
        # value other than an object with a list does not fit.
        name = os.urandom(8).hex()
        opening = f'{{"{name}":'.encode()
        text = b"".join([piece for body in bodies for piece in (opening, body, b"}\n")])
        _check_text(text)
        _check_exponents(text)
        page = pa.struct([("items", pa.list_(pa.struct(members)))])
        table = pyarrow.json.read_json(
            pa.BufferReader(text),
            read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(text) + 1),
            parse_options=pyarrow.json.ParseOptions(
                explicit_schema=pa.schema([(name, page)]), unexpected_field_behavior="ignore"
            ),
        )
        pages = table[name].combine_chunks()
        lists = pages.field("items")
        self.items: pa.StructArray = lists.flatten()
        if len(pages) != len(bodies) or pages.null_count or lists.null_count or self.items.null_count:
            raise Misfit
        self.counts: list[int] = lists.value_lengths().to_pylist()
        self.totals = [_total(body) for body in bodies]


def _total(body: bytes) -> int | None:
    """Returns the total of a page that is valid JSON."""
    found = _TOTAL.search(body, max(0, len(body) - _TOTAL_WITHIN))
    try:
        return int(found[2]) if found else read_total(_read_only_total(body).total)
    except (msgspec.MsgspecError, RecursionError):
        raise Misfit from None


def _check_text(text: bytes) -> None:
    """Raises ``Misfit`` for bytes that are not UTF-8, which Arrow's JSON reader accepts."""
    import numpy as np
    import pyarrow as pa

    ends = pa.py_buffer(np.array([0, len(text)], dtype="int64"))
    pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(text)]).validate(full=True)


def _check_exponents(text: bytes) -> None:
    """Raises ``Misfit`` for negative exponents of two or more digits: Arrow misreads some and crashes on others."""
    import numpy as np

    if b"\\" in text and _DISGUISED.search(text):
        raise Misfit
    # Comparing all bytes at once is faster than searching for a pair.
    for start in (0, 1):
        pairs = np.frombuffer(text, "<u2", (len(text) - start) // 2, start)
        for pair in _E_MINUS:
            for place in np.flatnonzero(pairs == pair).tolist():
                if _TINY.match(text, start + 2 * place - 1):
                    raise Misfit


def json_type(column: Column) -> pa.DataType:
    """Returns the Arrow type to read a column's member with."""
    import pyarrow as pa

    match column.dtype:
        case "category":
            return pa.string()
        case "money":
            # Arrow counts the digits, then shifts them to these decimals; an overflow wraps around silently. Therefore
            # the precision leaves room for the shift, and an amount with more digits is rejected.
            return pa.decimal128(38 - DECIMALS, DECIMALS)
    return arrow_type(column.dtype)


def _typed(values: pa.Array, column: Column) -> pa.Array:
    match column.dtype:
        case "category":
            return values.dictionary_encode()
        case "bool":
            return values.fill_null(False)
        case "int64" if values.null_count:
            raise Misfit
        case "money":
            return values.cast(arrow_type(column.dtype))
        case dtype if dtype == TIME:
            _check_years(values)
    return values


def _check_years(times: pa.TimestampArray) -> None:
    """Raises ``Misfit`` for times outside of the range of Python's dates."""
    import pyarrow as pa
    import pyarrow.compute as pc

    first, last = (pa.scalar(datetime.fromisoformat(one), times.type) for one in _DATES)
    if pc.any(pc.or_(pc.less(times, first), pc.greater(times, last))).as_py():
        raise Misfit


def _is_title(column: Column) -> bool:
    return column.key.endswith("LocalizeInfos")


def _titles_type(lang: str) -> pa.DataType:
    """Returns the type of translations, keyed by language or flat."""
    import pyarrow as pa

    title = pa.field("title", pa.string())
    return pa.struct([title, *(pa.field(one, pa.struct([title])) for one in _spellings(lang))])


def _spellings(lang: str) -> list[str]:
    """Returns the names that translations to a language may have: ``es_419`` and ``es-419``."""
    return list(dict.fromkeys((lang, lang.replace("_", "-"))))


def _title(infos: pa.StructArray, lang: str) -> pa.Array:
    """Returns the title in the shop's language, by the rule of ``locale.title_of``."""
    import pyarrow.compute as pc

    title = infos.field("title")
    for one in reversed(_spellings(lang)):
        title = pc.if_else(infos.field(one).is_valid(), infos.field(one).field("title"), title)
    if pc.any(pc.and_(infos.is_valid(), pc.or_kleene(title.is_null(), pc.equal(title, "")))).as_py():
        raise Misfit  # the title may be in another language
    return title
