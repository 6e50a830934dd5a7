"""Orders as Arrow tables of one schema, for what is written or computed piece by piece.

A DataFrame can take its ``form.<marker>`` columns from the answers that it finds; a file of many parts cannot. So here
the columns come from the definitions of the forms, and answers to anything else are in ``form_other``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from ..frames.chunks import Chunk, whole_answers
from ..frames.schema import LINES, ORDERS, Column, arrow_type

if TYPE_CHECKING:
    import pyarrow as pa

# Numbers with a fraction are Decimals here, and are written with all their digits.
_encode = msgspec.json.Encoder(decimal_format="number").encode

OTHER = "form_other"
"""Answers to fields that no form defines: the JSON text of an object, missing where there are none."""


@dataclass(frozen=True)
class Schemas:
    """The columns of order and line tables.

    Attributes:
        fields: markers of the form fields that have a column.
        raw: whether there is a column ``raw``.
    """

    fields: tuple[str, ...]
    raw: bool = False

    @property
    def orders(self) -> pa.Schema:
        """Of a table of orders."""
        import pyarrow as pa

        text = pa.string()
        more = [*(f"form.{marker}" for marker in self.fields), OTHER, *(["raw"] if self.raw else [])]
        return pa.schema([*_declared(ORDERS), *((name, text) for name in more)])

    @property
    def lines(self) -> pa.Schema:
        """Of a table of lines."""
        import pyarrow as pa

        return pa.schema(_declared(LINES))

    def orders_of(self, chunk: Chunk) -> pa.Table:
        """The orders of a chunk.

        Raises:
            pyarrow.ArrowInvalid: an amount has more than six decimals, or more than 32 digits before them.
        """
        count = len(chunk)
        columns = dict(chunk.columns)
        for marker in self.fields:
            columns[f"form.{marker}"] = _text(chunk.form.get(marker), count)
        columns[OTHER] = _others({k: v for k, v in chunk.form.items() if k not in self.fields}, count)
        return _table(columns, self.orders)

    def lines_of(self, chunk: Chunk) -> pa.Table:
        """The lines of a chunk. Raises as ``orders_of``."""
        return _table(chunk.lines, self.lines)


def _declared(columns: Sequence[Column]) -> list[tuple[str, pa.DataType]]:
    return [(column.name, arrow_type(column.dtype)) for column in columns]


def _table(columns: dict[str, pa.Array], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    return pa.table([columns[name].cast(kind) for name, kind in zip(schema.names, schema.types, strict=True)], schema)


def _text(answers: pa.Array | list[Any] | None, count: int) -> pa.Array:
    """Answers as text: what is no text as JSON."""
    import pyarrow as pa

    if isinstance(answers, list):
        answers = pa.array([one if one is None or isinstance(one, str) else _json(one) for one in answers], pa.string())
    return whole_answers([(count, answers)])


def _others(form: dict[str, Any], count: int) -> pa.Array:
    import pyarrow as pa

    values = {marker: one if isinstance(one, list) else one.to_pylist() for marker, one in form.items()}
    found = ({marker: one[place] for marker, one in values.items() if one[place] is not None} for place in range(count))
    return pa.array([_json(one) if one else None for one in found], pa.string())


def _json(value: Any) -> str:
    return _encode(value).decode()
