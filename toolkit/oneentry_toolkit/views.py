"""Joins and counts of DataFrames. Pure functions: nothing is fetched, and no argument is changed.

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
``oneentry_toolkit.plots`` draws the views.
"""

from __future__ import annotations

from datetime import tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from .errors import CurrencyMismatchError, InputError
from .frames.given import need_frame
from .values.words import is_paid

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


def revenue(orders: pd.DataFrame, *, every: Every = "month", tz: str | tzinfo | None = None) -> pd.Series[Any]:
    """Sums the totals of paid orders by the day, week, month, quarter or year in which they were placed.

    Args:
        orders: from ``shop.orders.frame()``.
        every: ``day``, ``week``, ``month``, ``quarter`` or ``year``.
        tz: time zone of the shop's days, such as ``"Europe/Berlin"``: an order of 22:30 UTC on 31 March is April's
            there. None takes the zone of ``created``, which is UTC unless it was converted; times without a zone count
            as they stand.

    Returns:
        Exact sums (``Decimal``), indexed by ``Period``; periods without a paid order have 0.
        ``attrs["paid_left_out"]``: number of paid orders without a total or a time, which no sum has.
        ``attrs["tz"]``: name of the zone; empty for times without one.

    Raises:
        InputError: ``orders`` is not a frame of orders, ``every`` or ``tz`` is not known, or ``tz`` is given and the
            times have no zone.
        CurrencyMismatchError: the paid orders are in several currencies; filter by one first.
    """
    import pandas as pd

    orders = need_frame(orders, "orders", "paid", "created", "total", "currency", without_zone=True)
    if every not in _PERIODS:
        raise InputError(f"every must be one of {', '.join(_PERIODS)}.", name="every")
    all_paid = orders[orders["paid"]]
    paid = all_paid[all_paid["created"].notna() & all_paid["total"].notna()]
    currency = one_currency(paid)
    created = _in_zone(paid["created"], tz)
    zone = created.dt.tz
    periods = created.dt.tz_localize(None).dt.to_period(_PERIODS[every])
    sums = paid["total"].groupby(periods).sum()
    index = sums.index
    if len(sums):
        index = pd.period_range(index.min(), index.max(), freq=_PERIODS[every])
    dtype = orders["total"].dtype
    nothing = 0.0 if dtype.kind == "f" else Decimal("0.00")
    values = [sums.get(period, nothing) for period in index]
    result = pd.Series(values, index=index.rename(every), dtype=dtype, name=f"revenue {currency}".strip())
    result.attrs = {
        "currency": currency,
        "paid_left_out": len(all_paid) - len(paid),
        "tz": "" if zone is None else str(zone),
    }
    return result


def _in_zone(times: pd.Series[Any], tz: str | tzinfo | None) -> pd.Series[Any]:
    if tz is None:
        return times
    if times.dt.tz is None:
        raise InputError(
            "orders['created'] has times without a zone, which cannot be converted: leave out tz, or say which zone "
            "they are in, such as orders['created'].dt.tz_localize('UTC').",
            name="tz",
        )
    try:
        if not (isinstance(tz, tzinfo) or (isinstance(tz, str) and tz)):
            raise TypeError("not a zone")
        converted: pd.Series[Any] = times.dt.tz_convert(tz)
    except (AttributeError, KeyError, OSError, TypeError, ValueError):
        raise InputError("tz must be a time zone, such as 'Europe/Berlin' or 'UTC'.", name="tz") from None
    return converted


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
            "quantity": newest["quantity"].sum(min_count=1),
            "amount": newest["amount"].apply(lambda amounts: amounts.dropna().sum() if amounts.notna().any() else None),
        }
    ).reset_index()
    if not comparable:
        table["amount"] = None
    table = table.sort_values(by, ascending=False, kind="stable", na_position="last").head(n).reset_index(drop=True)
    table = table.astype(
        {"product_id": "int64", "title": "str", "orders": "int64", "quantity": "Int64", "amount": dtype}
    )
    table.attrs = {"currency": currency, "lines_without_product": int(lines["product_id"].isna().sum())}
    return table


def _of_known_orders(sessions: pd.DataFrame) -> pd.DataFrame:
    """Returns the sessions whose order is known, with an ``order_id`` that joins those of orders."""
    known = sessions[sessions["order_id"].notna()]
    return known.assign(order_id=known["order_id"].astype("int64"))


def one_currency(frame: pd.DataFrame) -> str:
    """Returns the currency of a frame's amounts; empty if the server sends none.

    Raises:
        CurrencyMismatchError: the frame has several currencies, or only some rows have one.
    """
    frame = need_frame(frame, "frame", "currency")
    found = sorted(frame["currency"].dropna().astype("str").unique())
    if len(found) + bool(len(found) and frame["currency"].isna().any()) > 1:
        names = (*found, *(["none"] if frame["currency"].isna().any() else []))
        raise CurrencyMismatchError(
            f"Amounts in {' and '.join(names)} cannot be one sum. Take one currency at a time, "
            f'such as frame[frame["currency"] == "{found[0]}"].',
            currencies=tuple(names),
        )
    return found[0] if found else ""


def __dir__() -> list[str]:
    return __all__
