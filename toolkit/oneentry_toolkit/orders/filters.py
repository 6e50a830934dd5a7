"""Filters of the methods that read orders."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .models import Order

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """Which orders fit."""

    status: frozenset[str] | None
    paid: bool | None
    after: datetime | None
    before: datetime | None

    def __bool__(self) -> bool:
        return any(value is not None for value in (self.status, self.paid, self.after, self.before))

    def fits(self, order: Order) -> bool:
        """Whether an order matches."""
        if self.status is not None and order.status not in self.status:
            return False
        if self.paid is not None and order.paid is not self.paid:
            return False
        if self.after is not None and (order.created is None or order.created < self.after):
            return False
        return self.before is None or (order.created is not None and order.created < self.before)

    def mask(self, columns: Mapping[str, pa.Array]) -> np.ndarray[Any, Any]:
        """Returns which orders match, by their columns."""
        import pyarrow as pa
        import pyarrow.compute as pc

        created = columns["created"]
        tests: list[pa.Array] = []
        if self.status is not None:
            markers = pa.array(sorted(self.status), pa.string())
            tests.append(pc.is_in(columns["status"].cast("string"), value_set=markers))
        if self.paid is not None:
            tests.append(pc.equal(columns["paid"], self.paid))
        if self.after is not None:
            tests.append(pc.greater_equal(created, pa.scalar(self.after, created.type)).fill_null(False))
        if self.before is not None:
            tests.append(pc.less(created, pa.scalar(self.before, created.type)).fill_null(False))
        mask: np.ndarray[Any, Any] = functools.reduce(pc.and_, tests).to_numpy(zero_copy_only=False)
        return mask
