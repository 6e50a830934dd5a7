"""What Dask has to know of money: examples to plan with, and tokens that tell exact amounts apart.

Dask has no entry point for this, so it is told as soon as both are imported, in whatever order and in every process.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from .dtype import MoneyDtype

if TYPE_CHECKING:
    from .array import MoneyArray

_told = False


def tell() -> None:
    """Registers the type with Dask, if Dask is imported and does not know it yet."""
    global _told
    if _told or "dask.dataframe" not in sys.modules:
        return
    extensions = sys.modules.get("dask.dataframe.extensions")
    if extensions is None or not hasattr(extensions, "make_scalar"):  # Dask is being imported
        return
    _told = True
    from .array import MoneyArray

    tokens: Any = sys.modules["dask.base"].normalize_token
    extensions.make_array_nonempty.register(MoneyDtype)(_example)
    extensions.make_scalar.register(Decimal)(lambda _: Decimal(1))
    # Dask would compare the floats that NumPy gets.
    tokens.register(MoneyArray)(_token)


def _example(_dtype: MoneyDtype) -> MoneyArray:
    from .array import MoneyArray

    return MoneyArray(np.array([1_000_000, 2_000_000]))


def _token(array: MoneyArray) -> Any:
    from dask.base import normalize_token

    return "money", normalize_token(array.units), normalize_token(array.isna())
