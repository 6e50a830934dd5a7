"""What is bought together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..errors import InputError
from ..frames.given import need_frame
from .products import newest_titles

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

PairsBy = Literal["orders", "lift"]


def baskets(
    lines: pd.DataFrame, *, n: int = 10, by: PairsBy = "orders", min_orders: int = 1, only_paid: bool = True
) -> pd.DataFrame:
    """Returns the pairs of products that are bought together in one order.

    Gifts, which a discount added, do not count, and neither do lines without a product.

    Args:
        lines: from ``shop.orders.lines_frame()``.
        n: number of pairs.
        by: sort by ``orders``, or by ``lift``, which is high by chance for pairs of few orders: use ``min_orders`` with
            it.
        min_orders: leave out pairs of fewer orders.
        only_paid: whether only lines of paid orders count.

    Returns:
        One row a pair, the first first: ``product_id`` and ``other_id`` (int64, the lower number first), ``title`` and
        ``other_title`` (str, of the newest order), ``orders`` (int64, with both), ``support`` (float64, share of all
        orders that have both), ``lift`` (float64: how many times as often as if the two were bought independently; 1
        means no connection). ``attrs["orders"]``: number of orders that count.

    Raises:
        InputError: ``lines`` is not a frame of lines, or an argument is not valid.
    """
    import numpy as np
    import pandas as pd

    _check(n, by, min_orders, only_paid)
    paid = ["paid"] if only_paid else []
    gift = ["is_gift"] if "is_gift" in getattr(lines, "columns", ()) else []
    lines = need_frame(lines, "lines", "order_id", "product_id", "title", *paid, *gift)
    counted = lines[lines["product_id"].notna() & (lines["paid"] if only_paid else True)]
    if gift:
        counted = counted[~counted["is_gift"].fillna(False).astype("bool")]
    both = counted[["order_id", "product_id"]].astype("int64").drop_duplicates().sort_values(["order_id", "product_id"])
    codes, products = pd.factorize(both["product_id"], sort=True)
    with_product = np.bincount(codes, minlength=len(products))
    keys, counts = _pairs(both["order_id"].to_numpy(), codes, len(products))
    keys, counts = keys[counts >= min_orders], counts[counts >= min_orders]
    first, other = np.divmod(keys, max(1, len(products)))
    total = int(both["order_id"].nunique())
    expected = with_product[first] * with_product[other] / max(1, total)
    table = pd.DataFrame(
        {
            "product_id": products[first].astype("int64"),
            "other_id": products[other].astype("int64"),
            "orders": counts.astype("int64"),
            "support": counts / max(1, total),
            "lift": counts / expected,
        }
    )
    order = ["orders", "lift"] if by == "orders" else ["lift", "orders"]
    table = table.sort_values(order, ascending=False, kind="stable").head(n).reset_index(drop=True)
    titles = newest_titles(counted)
    for place, name in ((1, "product_id"), (3, "other_id")):
        title = table[name].map(titles).astype("str")
        table.insert(place, "title" if name == "product_id" else "other_title", title)
    table.attrs = {"orders": total}
    return table


def _check(n: object, by: object, min_orders: object, only_paid: object) -> None:
    for name, value in (("n", n), ("min_orders", min_orders)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise InputError(f"{name} must be a whole number from 1.", name=name)
    if by not in ("orders", "lift"):
        raise InputError('by must be "orders" or "lift".', name="by")
    if not isinstance(only_paid, bool):
        raise InputError("only_paid must be True or False.", name="only_paid")


def _pairs(orders: np.ndarray[Any, Any], codes: np.ndarray[Any, Any], count: int) -> Any:
    """Returns each pair of products as ``first * count + other``, ascending, and its number of orders.

    Args:
        orders: the order of each row, ascending.
        codes: the product of each row, from 0 and ascending within an order.
        count: number of products.
    """
    import numpy as np

    keys, counts = np.empty(0, dtype="int64"), np.empty(0, dtype="int64")
    distance = 1
    rows = np.arange(len(orders))
    # Rows of one order that are so many places apart; as many rounds as the largest order has products.
    while len(rows := rows[rows < len(orders) - distance]):
        rows = rows[orders[rows] == orders[rows + distance]]
        found = codes[rows] * count + codes[rows + distance]
        joined, places = np.unique(np.concatenate([keys, found]), return_inverse=True)
        weights = np.concatenate([counts, np.ones(len(found), dtype="int64")])
        keys, counts = joined, np.bincount(places, weights=weights, minlength=len(joined)).astype("int64")
        distance += 1
    return keys, counts
