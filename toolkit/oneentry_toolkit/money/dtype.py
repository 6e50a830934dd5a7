"""The pandas dtype ``money``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from pandas.api.extensions import ExtensionDtype, register_extension_dtype

if TYPE_CHECKING:
    import pyarrow as pa

    from .array import MoneyArray

    _ArrayClass = type[MoneyArray]


@register_extension_dtype
class MoneyDtype(ExtensionDtype):
    """The dtype of exact amounts, named ``money``: ``series.astype("money")``.

    Every money column has six decimals and room for amounts below 9.2 trillion (10**12); it shows two decimals, or as
    many more as its values need. A missing value is ``nan``, as in pandas' ``str``.
    """

    type = Decimal
    name = "money"
    _is_numeric = True

    @property
    def na_value(self) -> float:
        """The mark of a missing value, ``nan``."""
        return np.nan

    @classmethod
    def construct_array_type(cls) -> _ArrayClass:
        """Returns the class of the arrays."""
        from .array import MoneyArray

        return MoneyArray

    @classmethod
    def construct_from_string(cls, string: str) -> MoneyDtype:
        """Returns the dtype for the name ``money``.

        Raises:
            TypeError: another name, as pandas wants it.
        """
        if not isinstance(string, str):
            raise TypeError(f"'construct_from_string' expects a string, got {type(string)}")
        if string != cls.name:
            raise TypeError(f"Cannot construct a 'MoneyDtype' from '{string}'")
        return cls()

    def __repr__(self) -> str:
        return self.name

    def __from_arrow__(self, array: pa.Array | pa.ChunkedArray) -> MoneyArray:
        """Converts an Arrow array of decimals, whole numbers or text: what pyarrow calls for a column of this dtype."""
        from . import arrow
        from .array import MoneyArray

        return MoneyArray(*arrow.read(array))

    def _get_common_dtype(self, dtypes: list[Any]) -> MoneyDtype | None:
        # Not with int64: in the sums of a frame, counts would become amounts.
        return self if all(isinstance(one, MoneyDtype) for one in dtypes) else None
