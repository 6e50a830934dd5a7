"""How orders are paid: their payment sessions, and the time from an order to its payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..frames.given import need_frame
from ..values.words import is_paid
from .repeated import warn_of_repeated

if TYPE_CHECKING:
    import pandas as pd

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
    """Joins each order with its latest payment session.

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.

    Returns:
        The rows and columns of ``orders``, then ``sessions`` (int64, number of sessions) and the columns of the
        latest session with the prefix ``session.``; missing if the order has no session. Columns that an earlier call
        added are replaced, so that a cell may run again.
    """
    import pandas as pd

    orders = need_frame(orders, "orders", "order_id")
    has_account = isinstance(sessions, pd.DataFrame) and "payment_account_id" in sessions
    account = ["payment_account_id"] if has_account else []
    sessions = _of_known_orders(need_frame(sessions, "sessions", "session_id", "order_id", *account))
    latest = sessions.sort_values("session_id").drop_duplicates("order_id", keep="last").set_index("order_id")
    latest = latest.rename(columns={"session_id": "id"}).add_prefix("session.")
    kept = [one for one in orders.columns if one != "sessions" and not str(one).startswith("session.")]
    joined = orders[kept].join(latest, on="order_id")
    for name in ("session.id", "session.payment_account_id"):
        if name in joined:
            joined[name] = joined[name].astype("Int64")
    counts = sessions["order_id"].value_counts()
    joined.insert(len(kept), "sessions", joined["order_id"].map(counts).fillna(0).astype("int64"))
    joined.attrs = dict(orders.attrs)
    return joined


def funnel(orders: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Counts orders by step: placed, payment begun, paid.

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.

    Returns:
        One row a step: ``step`` (str), ``orders`` (int64), ``share`` (float64, of the orders placed; missing if none).
    """
    import pandas as pd

    orders = need_frame(orders, "orders", "order_id", "paid")
    warn_of_repeated(orders, "orders")
    # A frame of lines has an order_id too: without this check it would be counted as sessions.
    sessions = need_frame(sessions, "sessions", "session_id", "order_id")
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


def time_to_payment(orders: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Time from each order to its payment.

    The payment is the order's earliest payment session whose status says that it is paid (``completed``, ``paid``),
    and its time is that session's ``updated``: the API has no time of payment. Therefore

    - an order that was paid without a session (in cash, by hand in the admin panel) has no time and no row;
    - a session that was changed after it was completed (a refund, say) looks later than it was;
    - if clocks differ, a time can be negative. It is kept.

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.

    Returns:
        One row for each order with such a session, in the order of ``orders``: ``order_id`` (int64), ``storage``
        (category), ``created`` (of the order) and ``paid_at`` (datetime64[us, UTC]), ``time_to_payment``
        (timedelta64[us]), ``payment_account`` (category, of the session). ``attrs["paid_without_time"]``: number of
        paid orders without a row.
    """
    orders = need_frame(orders, "orders", "order_id", "storage", "created", "paid")
    warn_of_repeated(orders, "orders")
    sessions = need_frame(sessions, "sessions", "session_id", "order_id", "updated", "status", "payment_account")
    paid_words = [one for one in sessions["status"].dropna().unique() if is_paid(str(one))]
    done = _of_known_orders(sessions[sessions["status"].isin(paid_words) & sessions["updated"].notna()])
    first = done.sort_values(["updated", "session_id"]).drop_duplicates("order_id").set_index("order_id")
    first = first[["updated", "payment_account"]].rename(columns={"updated": "paid_at"})
    timed = orders[["order_id", "storage", "created"]].join(first, on="order_id")
    timed = timed[timed["created"].notna() & timed["paid_at"].notna()].reset_index(drop=True)
    timed.insert(4, "time_to_payment", (timed["paid_at"] - timed["created"]).astype("timedelta64[us]"))
    paid_ids = orders.loc[orders["paid"], "order_id"]
    timed.attrs = {"paid_without_time": int((~paid_ids.isin(timed["order_id"])).sum())}
    return timed


def time_to_payment_counts(orders: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Counts ``time_to_payment`` in steps from under a minute to over a week.

    Args:
        orders: from ``shop.orders.frame()``.
        sessions: from ``shop.payments.frame()``.

    Returns:
        One row a step, in order: ``time`` (str), ``orders`` (int64), ``share`` (float64, of the orders with a time;
        missing if there is none). Steps include their lower limit. "before the order" is present only if it occurs.
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


def _of_known_orders(sessions: pd.DataFrame) -> pd.DataFrame:
    """Returns the sessions whose order is known, with an ``order_id`` that joins those of orders."""
    known = sessions[sessions["order_id"].notna()]
    return known.assign(order_id=known["order_id"].astype("int64"))
