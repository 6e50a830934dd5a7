"""Frames joined and counted: what an analyst asks first. Pure: frames in, frames out, nothing is fetched."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from .errors import CurrencyMismatchError, InputError

if TYPE_CHECKING:
    import pandas as pd

Every = Literal["day", "week", "month", "quarter", "year"]
_PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def with_latest_session(orders: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Orders with the payment session that was opened last for each.

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.

    Returns:
        The rows and columns of ``orders``, then ``sessions`` (int64, how many there were) and the columns of the latest
        one with the prefix ``session.``; missing where there was none.
    """
    _has(orders, "order_id", "orders")
    _has(sessions, "session_id", "sessions")
    latest = sessions.sort_values("session_id").drop_duplicates("order_id", keep="last").set_index("order_id")
    latest = latest.rename(columns={"session_id": "id"}).add_prefix("session.")
    joined = orders.join(latest, on="order_id")
    joined["session.id"] = joined["session.id"].astype("Int64")
    joined["session.payment_account_id"] = joined["session.payment_account_id"].astype("Int64")
    counts = sessions["order_id"].value_counts()
    joined.insert(len(orders.columns), "sessions", joined["order_id"].map(counts).fillna(0).astype("int64"))
    joined.attrs = dict(orders.attrs)
    return joined


def funnel(orders: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """How many orders got how far: placed, payment begun, paid.

    Returns:
        One row a step: ``step`` (str), ``orders`` (int64), ``share`` (float64, of those placed; missing if none was).
    """
    import pandas as pd

    _has(orders, "paid", "orders")
    _has(sessions, "order_id", "sessions")
    begun = orders["order_id"].isin(sessions["order_id"])
    counts = [len(orders), int((begun | orders["paid"]).sum()), int(orders["paid"].sum())]
    shares = [count / len(orders) if len(orders) else None for count in counts]
    return pd.DataFrame(
        {
            "step": pd.Series(["placed", "payment begun", "paid"], dtype="str"),
            "orders": pd.Series(counts, dtype="int64"),
            "share": pd.Series(shares, dtype="float64"),
        }
    )


def revenue(orders: pd.DataFrame, *, every: Every = "month") -> pd.Series[Any]:
    """What the paid orders brought, by the day, week, month, quarter or year in which they were placed (UTC).

    Returns:
        Exact sums (``Decimal``), indexed by ``Period``; periods without a paid order are there with 0.

    Raises:
        CurrencyMismatchError: the paid orders are in several currencies; take one at a time.
    """
    import pandas as pd

    _has(orders, "paid", "orders")
    if every not in _PERIODS:
        raise InputError(f"every must be one of {', '.join(_PERIODS)}.", name="every")
    paid = orders[orders["paid"] & orders["created"].notna() & orders["total"].notna()]
    currency = one_currency(paid)
    periods = paid["created"].dt.tz_localize(None).dt.to_period(_PERIODS[every])
    sums = paid["total"].groupby(periods).sum()
    index = sums.index
    if len(sums):
        index = pd.period_range(index.min(), index.max(), freq=_PERIODS[every])
    values = [sums.get(period, Decimal(0)) for period in index]
    result = pd.Series(values, index=index.rename(every), dtype="object", name=f"revenue {currency}".strip())
    result.attrs = {"currency": currency}
    return result


def one_currency(frame: pd.DataFrame) -> str:
    """The currency of a frame's money; empty text if the server sends none.

    Raises:
        CurrencyMismatchError: there are several, or some rows have one and others none.
    """
    _has(frame, "currency", "frame")
    found = sorted(frame["currency"].dropna().astype("str").unique())
    if len(found) + bool(len(found) and frame["currency"].isna().any()) > 1:
        names = (*found, *(["none"] if frame["currency"].isna().any() else []))
        raise CurrencyMismatchError(
            f"Amounts in {' and '.join(names)} cannot be one sum. Take one currency at a time, "
            f'such as frame[frame["currency"] == "{found[0]}"].',
            currencies=tuple(names),
        )
    return found[0] if found else ""


def _has(frame: pd.DataFrame, column: str, name: str) -> None:
    if column not in getattr(frame, "columns", ()):
        raise InputError(f"{name} has no column '{column}'; take it from shop.orders or shop.payments.", name=name)
