"""What sells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..errors import CurrencyMismatchError, InputError
from ..frames.given import need_frame
from .currencies import one_currency
from .repeated import warn_of_repeated

if TYPE_CHECKING:
    import pandas as pd

By = Literal["amount", "quantity"]


def top_products(lines: pd.DataFrame, *, n: int = 10, by: By = "amount") -> pd.DataFrame:
    """Best-selling products. All lines count; for paid orders only, pass ``shop.orders.lines_frame(paid=True)``.

    Args:
        lines: from ``shop.orders.lines_frame()``.
        n: number of products.
        by: ``amount`` (price times quantity, before discounts on the order) or ``quantity`` (pieces).

    Returns:
        One row a product, best first: ``product_id`` (int64), ``title`` (str, of its newest order), ``orders``
        (int64), ``quantity`` (Int64; missing if no line has one), ``amount`` (exact; missing if no line has a price,
        and all missing if ``by="quantity"`` in several currencies). ``attrs["currency"]``: of the amounts; empty if the
        server sends none. ``attrs["lines_without_product"]``: number of lines whose product is missing, such as a
        deleted one; they are left out.

    Raises:
        InputError: ``lines`` is not a frame of lines, or ``n`` or ``by`` is not valid.
        CurrencyMismatchError: ``by="amount"``, and the lines are in several currencies; filter by one first.
    """
    import pandas as pd

    lines = need_frame(lines, "lines", "order_id", "product_id", "title", "quantity", "amount", "currency")
    warn_of_repeated(lines, "lines")
    if by not in ("amount", "quantity"):
        raise InputError('by must be "amount" or "quantity".', name="by")
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise InputError("n must be a whole number from 1.", name="n")
    try:
        currency, comparable = one_currency(lines), True
    except CurrencyMismatchError:
        if by == "amount":
            raise
        currency, comparable = "", False
    products = lines.groupby("product_id", sort=True)
    dtype = lines["amount"].dtype
    table = pd.DataFrame(
        {
            "title": newest_titles(lines),
            "orders": products["order_id"].nunique(),
            "quantity": products["quantity"].sum(min_count=1),
            "amount": lines[lines["amount"].notna()].groupby("product_id")["amount"].sum(),
        }
    ).reset_index(names="product_id")
    if not comparable:
        table["amount"] = None
    table = table.sort_values(by, ascending=False, kind="stable", na_position="last").head(n).reset_index(drop=True)
    table = table.astype(
        {"product_id": "int64", "title": "str", "orders": "int64", "quantity": "Int64", "amount": dtype}
    )
    table.attrs = {"currency": currency, "lines_without_product": int(lines["product_id"].isna().sum())}
    return table


def newest_titles(lines: pd.DataFrame) -> pd.Series[Any]:
    """Returns the title of each product's newest order that has one, by ``product_id``."""
    return lines.sort_values("order_id", kind="stable").groupby("product_id", sort=True)["title"].last()
