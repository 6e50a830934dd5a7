"""Where orders stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..frames.given import need_frame
from .repeated import warn_of_repeated

if TYPE_CHECKING:
    import pandas as pd


def orders_by_status(orders: pd.DataFrame) -> pd.DataFrame:
    """Counts orders by storage and status. Each storage has its own statuses.

    Args:
        orders: from ``shop.orders.frame()``.

    Returns:
        One row for each status that occurs: ``storage`` and ``status`` (category; missing where the server sends
        no status), ``status_title`` (str), ``orders`` (int64), ``share`` (float64, of all orders). Storages in
        the order of ``orders``; in each, the most frequent status first.
    """
    import pandas as pd

    orders = need_frame(orders, "orders", "order_id", "storage", "status", "status_title")
    warn_of_repeated(orders, "orders")
    groups = orders.groupby(["storage", "status"], observed=True, dropna=False, sort=False)
    counted = groups.agg(status_title=("status_title", "first"), orders=("order_id", "size")).reset_index()
    counted["place"] = pd.factorize(counted["storage"], use_na_sentinel=False)[0]
    counted = counted.sort_values(["place", "orders", "status"], ascending=[True, False, True], ignore_index=True)
    return pd.DataFrame(
        {
            "storage": counted["storage"].astype(orders["storage"].dtype),
            "status": counted["status"].astype(orders["status"].dtype),
            "status_title": counted["status_title"].astype("str"),
            "orders": counted["orders"].astype("int64"),
            "share": (counted["orders"] / len(orders) if len(orders) else counted["orders"]).astype("float64"),
        }
    )
