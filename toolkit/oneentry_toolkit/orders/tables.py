"""Orders as Arrow tables of one schema, for what is written or computed piece by piece.

The columns of answers come from the definitions of the forms, as in a DataFrame, which also has what it finds beyond
them; a file of many parts cannot. So here answers to anything else are in ``form_other``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from ..frames.answers import AnswerField, columns_of
from ..frames.chunks import Chunk
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
        fields: the form fields that have columns.
        raw: whether there is a column ``raw``.
        user: number of the user whose orders they are, for ``attrs`` of the frames that pandas reads; None if it is
            not known.
    """

    fields: tuple[AnswerField, ...]
    raw: bool = False
    user: int | None = None

    @property
    def orders(self) -> pa.Schema:
        """Of a table of orders."""
        import pyarrow as pa

        columns = [*ORDERS, *columns_of(self.fields)]
        more = [(name, pa.string()) for name in (OTHER, *(["raw"] if self.raw else []))]
        return pa.schema([*_declared(columns), *more], self._for_pandas(columns))

    @property
    def lines(self) -> pa.Schema:
        """Of a table of lines."""
        import pyarrow as pa

        return pa.schema(_declared(LINES), self._for_pandas(LINES))

    def _for_pandas(self, columns: Sequence[Column]) -> dict[bytes, bytes]:
        """Returns the metadata that pandas reads: ``attrs``, and which whole numbers and flags may be missing.

        Without it the latter become floats and objects.
        """
        import pandas as pd
        import pyarrow as pa

        nullable = {NULLABLE: pd.Int64Dtype(), "boolean": pd.BooleanDtype()}
        example = pd.DataFrame(
            {one.name: pd.Series([], dtype=nullable[one.dtype]) for one in columns if one.dtype in nullable}
        )
        metadata = dict(pa.Schema.from_pandas(example, preserve_index=False).metadata or {})
        if self.user is not None:
            metadata[b"PANDAS_ATTRS"] = _encode({"user": self.user})
        return metadata

    def orders_of(self, chunk: Chunk) -> pa.Table:
        """Returns the orders of a chunk that was decoded with these fields.

        An amount with more than six decimals, or more than 32 digits before them, is missing, and recorded in the
        chunk.
        """
        count = len(chunk)
        columns = dict(chunk.columns) | chunk.form
        columns[OTHER] = _others(chunk.others, count)
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


def _others(form: dict[str, Any], count: int) -> pa.Array:
    import pyarrow as pa

    values = {marker: one if isinstance(one, list) else one.to_pylist() for marker, one in form.items()}
    found = ({marker: one[place] for marker, one in values.items() if one[place] is not None} for place in range(count))
    return pa.array([_json(one) if one else None for one in found], pa.string())


def _json(value: Any) -> str:
    return _encode(value).decode()
