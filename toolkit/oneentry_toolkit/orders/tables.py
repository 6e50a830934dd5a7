"""Orders as Arrow tables of one schema, for what is written or computed piece by piece.

A DataFrame can take its ``form.<marker>`` columns from the answers that it finds; a file of many parts cannot. So here
the columns come from the definitions of the forms, and answers to anything else are in ``form_other``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from ..frames.chunks import Chunk, whole_answers
from ..frames.schema import DECIMALS, LINES, MONEY, NULLABLE, ORDERS, Column, arrow_type
from ..values.money import at_least_cents

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
        user: number of the user whose orders they are, for ``attrs`` of the frames that pandas reads; None if it is
            not known.
    """

    fields: tuple[str, ...]
    raw: bool = False
    user: int | None = None

    @property
    def orders(self) -> pa.Schema:
        """Of a table of orders."""
        import pyarrow as pa

        text = pa.string()
        more = [*(f"form.{marker}" for marker in self.fields), OTHER, *(["raw"] if self.raw else [])]
        return pa.schema([*_declared(ORDERS), *((name, text) for name in more)], self._for_pandas(ORDERS))

    @property
    def lines(self) -> pa.Schema:
        """Of a table of lines."""
        import pyarrow as pa

        return pa.schema(_declared(LINES), self._for_pandas(LINES))

    def _for_pandas(self, columns: Sequence[Column]) -> dict[bytes, bytes]:
        """Returns the metadata that pandas reads: ``attrs``, and the columns of whole numbers that may be missing.

        Without it the latter become floats.
        """
        import pandas as pd
        import pyarrow as pa

        example = pd.DataFrame({one.name: pd.array([], pd.Int64Dtype()) for one in columns if one.dtype == NULLABLE})
        metadata = dict(pa.Schema.from_pandas(example, preserve_index=False).metadata or {})
        if self.user is not None:
            metadata[b"PANDAS_ATTRS"] = _encode({"user": self.user})
        return metadata

    def orders_of(self, chunk: Chunk) -> pa.Table:
        """Returns the orders of a chunk.

        An amount with more than six decimals, or more than 32 digits before them, is missing, and recorded in the
        chunk.
        """
        count = len(chunk)
        columns = dict(chunk.columns)
        for marker in self.fields:
            columns[f"form.{marker}"] = _text(chunk.form.get(marker), count)
        columns[OTHER] = _others({k: v for k, v in chunk.form.items() if k not in self.fields}, count)
        columns["total"], misfits = _fitting(columns["total"])
        chunk.note(misfits, lambda _row: "totalSum", _TOO_LONG)
        return _table(columns, self.orders)

    def lines_of(self, chunk: Chunk) -> pa.Table:
        """Returns the lines of a chunk, with amounts as in ``orders_of``."""
        columns = dict(chunk.lines)
        assert chunk.parents is not None
        for name in (column.name for column in LINES if column.dtype == MONEY):
            columns[name], misfits = _fitting(columns[name])
            for line in misfits:
                member = f"products[{columns['line'][line]}].{name}"
                chunk.note([int(chunk.parents[line])], lambda _row, member=member: member, _TOO_LONG)  # type: ignore[misc]
        return _table(columns, self.lines)


_TOO_LONG = "has more digits than this kind of table holds"


def _fitting(amounts: pa.Array) -> tuple[pa.Array, list[int]]:
    """Returns amounts in the type of a table's columns, and the places of those that do not fit, which are missing."""
    import pyarrow as pa

    kind = arrow_type(MONEY)
    try:
        return amounts.cast(kind), []
    except pa.ArrowInvalid:
        values = amounts.to_pylist()
    # One amount with many decimals gives zeros to all others of the array, and Arrow takes none that the type has not.
    shortest = [None if value is None else at_least_cents(value) for value in values]
    misfits = [place for place, value in enumerate(shortest) if value is not None and not _fits(value)]
    for place in misfits:
        shortest[place] = None
    return pa.array(shortest, kind), misfits


def _fits(amount: Decimal) -> bool:
    return amount.adjusted() < 38 - DECIMALS and -int(amount.as_tuple().exponent) <= DECIMALS


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
