"""Frames joined and counted: what an analyst asks first. Pure: frames in, frames out, nothing is fetched or changed.

| question | view | takes |
|---|---|---|
| which order was paid by which session? | ``with_latest_session`` | orders, sessions |
| how far do orders get? | ``funnel`` | orders, sessions |
| what did we take? | ``revenue`` | orders |
| where do orders stand? | ``orders_by_status`` | orders |
| how long until paid? | ``time_to_payment``, ``time_to_payment_counts`` | orders, sessions |
| what sells? | ``top_products`` | lines |

Orders come from ``shop.orders.frame()``, lines from ``shop.orders.lines_frame()``, sessions from
``shop.payments.frame()``. Money stays exact; amounts of several currencies are refused, never summed.
``oneentry_toolkit.plots`` draws what the views count.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from .errors import CurrencyMismatchError, InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "funnel",
    "orders_by_status",
    "revenue",
    "time_to_payment",
    "time_to_payment_counts",
    "top_products",
    "with_latest_session",
]

Every = Literal["day", "week", "month", "quarter", "year"]
_PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
By = Literal["amount", "quantity"]

# Upper limits in minutes. The first is for payments that look older than their order.
_DURATIONS: tuple[tuple[str, float], ...] = (
    ("before the order", 0),
    ("under 1 min", 1),
    ("1 to 5 min", 5),
    ("5 to 15 min", 15),
    ("15 to 60 min", 60),
    ("1 to 6 h", 6 * 60),
    ("6 to 24 h", 24 * 60),
    ("1 to 7 days", 7 * 24 * 60),
    ("over 7 days", float("inf")),
)


def with_latest_session(orders: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Orders with the payment session that was opened last for each.

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.

    Returns:
        The rows and columns of ``orders``, then ``sessions`` (int64, how many there were) and the columns of the latest
        one with the prefix ``session.``; missing where there was none.
    """
    _need(orders, "orders", "order_id")
    _need(sessions, "sessions", "session_id", "order_id")
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

    _need(orders, "orders", "order_id", "paid")
    # Lines have an order_id as well: counted as sessions they would be silently wrong.
    _need(sessions, "sessions", "session_id", "order_id")
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

    _need(orders, "orders", "paid", "created", "total", "currency")
    if every not in _PERIODS:
        raise InputError(f"every must be one of {', '.join(_PERIODS)}.", name="every")
    paid = orders[orders["paid"] & orders["created"].notna() & orders["total"].notna()]
    currency = one_currency(paid)
    periods = paid["created"].dt.tz_convert("UTC").dt.tz_localize(None).dt.to_period(_PERIODS[every])
    sums = paid["total"].groupby(periods).sum()
    index = sums.index
    if len(sums):
        index = pd.period_range(index.min(), index.max(), freq=_PERIODS[every])
    dtype = orders["total"].dtype
    nothing = 0.0 if dtype.kind == "f" else Decimal("0.00")
    values = [sums.get(period, nothing) for period in index]
    result = pd.Series(values, index=index.rename(every), dtype=dtype, name=f"revenue {currency}".strip())
    result.attrs = {"currency": currency}
    return result


def orders_by_status(orders: pd.DataFrame) -> pd.DataFrame:
    """How many orders stand where. Each storage has statuses of its own, so each is counted by itself.

    Returns:
        One row for each status that an order has: ``storage`` and ``status`` (category; missing where the server sends
        no status), ``status_title`` (str), ``orders`` (int64), ``share`` (float64, of all orders). Storages as they
        come in ``orders``, in each the most frequent status first.
    """
    import pandas as pd

    _need(orders, "orders", "storage", "status", "status_title")
    groups = orders.groupby(["storage", "status"], observed=True, dropna=False, sort=False)
    counted = groups.agg(status_title=("status_title", "first"), orders=("order_id", "size")).reset_index()
    place = {storage: number for number, storage in enumerate(counted["storage"].drop_duplicates())}
    counted["place"] = [place[storage] for storage in counted["storage"]]
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


def time_to_payment(orders: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """How long it took from an order to its payment.

    The payment is the order's earliest payment session with the status ``completed``, and its time is that session's
    ``updated``: the API has no time of payment. So

    - an order that was paid without a session (in cash, by hand in the admin panel) has no time and no row;
    - a session that was changed after it was completed (a refund, say) looks later than it was;
    - if clocks differ, a time can be negative. It is left as it is.

    Returns:
        One row for each order with such a session, in the order of ``orders``: ``order_id`` (int64), ``storage``
        (category), ``created`` (of the order) and ``paid_at`` (datetime64[us, UTC]), ``time_to_payment``
        (timedelta64[us]), ``payment_account`` (category, of the session). ``attrs["paid_without_time"]``: how many paid
        orders have no row.
    """
    _need(orders, "orders", "order_id", "storage", "created", "paid")
    _need(sessions, "sessions", "session_id", "order_id", "updated", "status")
    done = sessions[(sessions["status"] == "completed") & sessions["updated"].notna()]
    first = done.sort_values(["updated", "session_id"]).drop_duplicates("order_id").set_index("order_id")
    first = first[["updated", "payment_account"]].rename(columns={"updated": "paid_at"})
    timed = orders[["order_id", "storage", "created"]].join(first, on="order_id")
    timed = timed[timed["created"].notna() & timed["paid_at"].notna()].reset_index(drop=True)
    timed.insert(4, "time_to_payment", (timed["paid_at"] - timed["created"]).astype("timedelta64[us]"))
    paid_ids = orders.loc[orders["paid"], "order_id"]
    timed.attrs = {"paid_without_time": int((~paid_ids.isin(timed["order_id"])).sum())}
    return timed


def time_to_payment_counts(orders: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """``time_to_payment`` counted in steps that people think in, from under a minute to over a week.

    Returns:
        One row a step, in order: ``time`` (str), ``orders`` (int64), ``share`` (float64, of the orders with a time;
        missing if there is none). Steps include their lower limit. "before the order" is there only if it happened.
        ``attrs``: ``paid_without_time`` as in ``time_to_payment``; ``median_s`` in seconds, None without orders.
    """
    import pandas as pd

    timed = time_to_payment(orders, sessions)
    minutes = timed["time_to_payment"].dt.total_seconds() / 60
    limits = [limit for _, limit in _DURATIONS]
    steps = pd.cut(minutes, [float("-inf"), *limits], right=False, labels=[name for name, _ in _DURATIONS])
    counts = steps.value_counts(sort=False)
    if counts.iloc[0] == 0:
        counts = counts.iloc[1:]
    shares = [count / len(timed) if len(timed) else None for count in counts]
    result = pd.DataFrame(
        {
            "time": pd.Series([str(name) for name in counts.index], dtype="str"),
            "orders": pd.Series(counts.tolist(), dtype="int64"),
            "share": pd.Series(shares, dtype="float64"),
        }
    )
    result.attrs = {**timed.attrs, "median_s": float(minutes.median() * 60) if len(timed) else None}
    return result


def top_products(lines: pd.DataFrame, *, n: int = 10, by: By = "amount") -> pd.DataFrame:
    """What sells most. All lines count: ``shop.orders.lines_frame(paid=True)`` gives those of paid orders only.

    Args:
        lines: from ``shop.orders.lines_frame()``.
        n: how many products.
        by: ``amount`` (price times quantity, before discounts on the order) or ``quantity`` (pieces).

    Returns:
        One row a product, the best first: ``product_id`` (int64), ``title`` (str, of its newest order), ``orders`` and
        ``quantity`` (int64), ``amount`` (exact; missing if no line has a price, and all missing if ``by="quantity"`` in
        several currencies). ``attrs["currency"]``: of the amounts; empty if the server sends none.

    Raises:
        CurrencyMismatchError: by amount, and the lines are in several currencies; take one at a time.
    """
    import pandas as pd

    _need(lines, "lines", "order_id", "product_id", "title", "quantity", "amount", "currency")
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
    newest = lines.sort_values("order_id", kind="stable").groupby("product_id", sort=True)
    dtype = lines["amount"].dtype
    table = pd.DataFrame(
        {
            "title": newest["title"].last(),
            "orders": newest["order_id"].nunique(),
            "quantity": newest["quantity"].sum(),
            "amount": newest["amount"].apply(lambda amounts: amounts.dropna().sum() if amounts.notna().any() else None),
        }
    ).reset_index()
    if not comparable:
        table["amount"] = None
    table = table.sort_values(by, ascending=False, kind="stable", na_position="last").head(n).reset_index(drop=True)
    table = table.astype(
        {"product_id": "int64", "title": "str", "orders": "int64", "quantity": "int64", "amount": dtype}
    )
    table.attrs = {"currency": currency}
    return table


def one_currency(frame: pd.DataFrame) -> str:
    """The currency of a frame's money; empty text if the server sends none.

    Raises:
        CurrencyMismatchError: there are several, or some rows have one and others none.
    """
    _need(frame, "frame", "currency")
    found = sorted(frame["currency"].dropna().astype("str").unique())
    if len(found) + bool(len(found) and frame["currency"].isna().any()) > 1:
        names = (*found, *(["none"] if frame["currency"].isna().any() else []))
        raise CurrencyMismatchError(
            f"Amounts in {' and '.join(names)} cannot be one sum. Take one currency at a time, "
            f'such as frame[frame["currency"] == "{found[0]}"].',
            currencies=tuple(names),
        )
    return found[0] if found else ""


# What a frame is of, by a column that only that kind has, and where it comes from.
_KINDS = {
    "session_id": ("payment sessions", "shop.payments.frame()"),
    "line": ("order lines", "shop.orders.lines_frame()"),
    "paid": ("orders", "shop.orders.frame()"),
    "is_default": ("statuses", "shop.orders.statuses_frame()"),
    "is_connected": ("payment accounts", "shop.payments.accounts_frame()"),
    "product_id": ("products", "shop.products.frame()"),
}
_SOURCES = {"orders": "shop.orders.frame()", "lines": "shop.orders.lines_frame()", "sessions": "shop.payments.frame()"}


def _need(frame: pd.DataFrame, name: str, *columns: str) -> None:
    """Refuses what is not the frame that a view takes, and says what it is and what to pass."""
    import pandas as pd

    wanted = f"pass {_SOURCES[name]}" if name in _SOURCES else "pass a frame of orders, lines or payment sessions"
    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"{name} is a {type(frame).__name__} and not a DataFrame: {wanted}.", name=name)
    missing = next((column for column in columns if column not in frame.columns), None)
    if missing is None:
        return
    if missing in frame.index.names:
        raise InputError(f"{name} has '{missing}' as its index: pass {name}.reset_index().", name=name)
    given = next((kind for column, kind in _KINDS.items() if column in frame.columns), None)
    if given is None or given[1] == _SOURCES.get(name):
        raise InputError(f"{name} has no column '{missing}': {wanted}.", name=name)
    raise InputError(
        f"{name} has no column '{missing}': it is a frame of {given[0]} ({given[1]}); {wanted}.", name=name
    )


def __dir__() -> list[str]:
    return __all__
