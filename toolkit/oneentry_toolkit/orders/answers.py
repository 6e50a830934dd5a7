"""The entries of order forms on their way into columns."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from ..frames.answers import TEXTS, AnswerField, nothing, placed, types_of
from ..frames.chunks import Chunk
from ..frames.decode import Misfit
from ..transport.depth import LEVELS, is_deep
from .models import Order

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


class _Entry(msgspec.Struct):
    """An entry of an order form, with a value of any type, which is not decoded yet."""

    marker: str
    value: msgspec.Raw = msgspec.Raw(b"null")
    type: Any = None


class _Form(msgspec.Struct, rename="camel"):
    form_data: list[_Entry] | None = None


class _FormPage(msgspec.Struct):
    items: list[_Form]


_NULL = b"null"
_VALUE_LEVEL = 5
"""Levels of a page that an answer to a form field is within: page, items, order, entries, entry."""

_read_forms = msgspec.json.Decoder(_FormPage).decode
_read_value = msgspec.json.Decoder(float_hook=Decimal).decode


@dataclass
class Answers:
    """The answers to one field, each value once.

    Attributes:
        codes: for each order, the index of its value; -1 where there is none.
        values: the values: Arrow text, or Python values.
        types: of the field, as the entries say.
    """

    codes: Any
    values: pa.StringArray | list[Any]
    types: set[Any] = field(default_factory=set)


@dataclass
class Entries:
    """The entries of some orders, by marker.

    Attributes:
        count: number of orders.
        found: the answers, by marker.
    """

    count: int
    found: Mapping[str, Answers]

    def add_to(self, chunk: Chunk, fields: Sequence[AnswerField]) -> None:
        """Adds columns to a chunk: those of ``fields``, and what else was answered."""
        own = {f"form.{one.marker}" for one in fields}
        for one in fields:
            columns, problems = self._columns(one)
            chunk.form |= {
                name: column for name, column in columns.items() if name == f"form.{one.marker}" or name not in own
            }
            by_problem: dict[str, list[int]] = {}
            for row, problem in problems.items():
                by_problem.setdefault(problem, []).append(row)
            for problem, rows in by_problem.items():
                chunk.note(rows, lambda _row, marker=one.marker: f"formData.{marker}", problem)  # type: ignore[misc]
        known = {one.marker for one in fields}
        for marker, found in self.found.items():
            if marker not in known:
                chunk.others[marker] = _all_values(found)
                chunk.types[marker] = found.types

    def _columns(self, one: AnswerField) -> tuple[dict[str, pa.Array], dict[int, str]]:
        import pyarrow as pa

        found = self.found.get(one.marker)
        if found is None:
            return nothing(one, self.count), {}
        if isinstance(found.values, list):
            return placed(one, found.values, found.codes)
        if one.kind in TEXTS:
            return {f"form.{one.marker}": _take(found)}, {}
        values = found.values.dictionary_encode()
        codes = pa.array(found.codes, mask=found.codes < 0)
        at = values.indices.take(codes).fill_null(-1).to_numpy()
        return placed(one, values.dictionary.to_pylist(), at)


def entries_of_lists(count: int, parents: np.ndarray[Any, Any], entries: pa.StructArray) -> Entries:
    """Returns the entries of which each value is text; the last one of an order if a marker occurs twice.

    Args:
        count: number of orders.
        parents: the order of each entry.
        entries: with ``marker``, ``type`` and ``value``.

    Raises:
        Misfit: an entry has no marker.
    """
    import numpy as np
    import pyarrow as pa

    markers, values, types = entries.field("marker").dictionary_encode(), entries.field("value"), entries.field("type")
    if markers.null_count:
        raise Misfit
    codes = markers.indices.to_numpy()
    found: dict[str, Answers] = {}
    for code, marker in enumerate(markers.dictionary.to_pylist()):
        (at,) = np.nonzero(codes == code)
        places = np.full(count, -1)
        places[parents[at]] = at
        found[marker] = Answers(places, values, set(types.take(pa.array(at)).unique().to_pylist()))
    return Entries(count, found)


def entries_of_bodies(bodies: list[bytes]) -> Entries:
    """Returns the entries of pages, with values of any type.

    Raises:
        Misfit: they are not of the usual shape, or an answer is nested too deeply.
    """
    try:
        forms = [one.form_data or () for body in bodies for one in _read_forms(body).items]
        raw: dict[str, tuple[list[int], dict[bytes, int], set[Any]]] = {}
        for place, form in enumerate(forms):
            for entry in form:
                known = raw.get(entry.marker)
                if known is None:
                    known = raw[entry.marker] = ([-1] * len(forms), {}, set())
                codes, texts, types = known
                text = bytes(entry.value)
                codes[place] = -1 if text == _NULL else texts.setdefault(text, len(texts))
                types.add(entry.type if isinstance(entry.type, str) else None)
        return Entries(len(forms), {marker: _read(*one) for marker, one in raw.items()})
    except (msgspec.MsgspecError, ArithmeticError, RecursionError):
        raise Misfit from None


def _read(codes: list[int], texts: Mapping[bytes, int], types: set[Any]) -> Answers:
    import numpy as np

    values = [_read_value(text) for text in texts]
    if any(is_deep(value, LEVELS - _VALUE_LEVEL) for value in values):
        raise Misfit
    return Answers(np.array(codes, dtype="int64"), values, types)


def entries_of_orders(orders: Sequence[Order], lang: str) -> Entries:
    """Returns the entries of objects."""
    import numpy as np

    types = types_of((order.raw.get("formData") for order in orders), lang)
    found: dict[str, Answers] = {}
    for marker in dict.fromkeys(marker for order in orders for marker in order.form):
        values = [order.form.get(marker) for order in orders]
        codes = np.array([-1 if one is None else place for place, one in enumerate(values)], dtype="int64")
        found[marker] = Answers(codes, values, types.get(marker, set()))
    return Entries(len(orders), found)


def _all_values(found: Answers) -> pa.Array | list[Any]:
    """Returns one value for each order."""
    if not isinstance(found.values, list):
        return _take(found)
    # Rows must not share what can be changed.
    values = [None if code < 0 else found.values[code] for code in found.codes.tolist()]
    return [copy.deepcopy(one) if isinstance(one, list | dict) else one for one in values]


def _take(found: Answers) -> pa.Array:
    import pyarrow as pa

    return found.values.take(pa.array(found.codes, mask=found.codes < 0))  # type: ignore[union-attr]
