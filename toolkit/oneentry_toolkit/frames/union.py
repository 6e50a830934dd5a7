"""Frames of one kind below each other, such as the orders of several users, with the dtypes that each of them has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


_NULLABLE = {"int64": "Int64", "bool": "boolean"}


def below_each_other(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Returns the rows of all frames, without ``attrs``: columns in the order in which they first occur.

    ``pandas.concat`` makes objects of categories that differ, and of whole numbers and flags that a frame lacks. Here a
    category has the categories of all, in alphabetical order, and what a frame lacks is missing in the dtype of the
    others; columns whose dtypes differ otherwise are objects.

    Args:
        frames: at least one, each with an index that counts its rows.
    """
    import pandas as pd

    names = dict.fromkeys(name for frame in frames for name in frame.columns)
    joined = {name: _joined([frame.get(name) for frame in frames], [len(frame) for frame in frames]) for name in names}
    return pd.DataFrame(joined, index=pd.RangeIndex(sum(map(len, frames))), copy=False)


def _joined(pieces: Sequence[pd.Series[Any] | None], lengths: Sequence[int]) -> Any:
    """Returns the values of one column; ``None`` stands for a frame without it."""
    import pandas as pd

    # An empty column of objects says nothing of its values: no record had one.
    found = [piece for piece in pieces if piece is not None]
    told = [piece for piece in found if len(piece) or piece.dtype != "object"] or found
    kinds = dict.fromkeys("category" if isinstance(one.dtype, pd.CategoricalDtype) else one.dtype for one in told)
    kind: Any = next(iter(kinds)) if len(kinds) == 1 else "object"
    if len(found) < len(pieces):
        kind = _NULLABLE.get(str(kind), kind)
    if kind == "category":
        named = sorted({name for one in told for name in one.cat.categories})
        kind = pd.CategoricalDtype(pd.Index(named, dtype="str" if all(isinstance(one, str) for one in named) else None))
    same = [
        _missing(length, kind) if piece is None else piece.astype(kind)
        for piece, length in zip(pieces, lengths, strict=True)
    ]
    return pd.concat(same, ignore_index=True).array


def _missing(length: int, kind: Any) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series([None] * length, dtype=kind)
