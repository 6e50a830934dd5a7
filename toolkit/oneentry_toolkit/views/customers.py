"""Who comes back, and when.

The API shows a user their own orders only, so one sign-in is one customer: several are told apart by the column
``user`` of ``frames_of``, or by an answer such as an e-mail address.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from ..errors import CurrencyMismatchError, InputError
from ..frames.given import need_frame
from .currencies import one_currency
from .periods import PERIODS, Every, check_every, in_zone, periods_of, zone_name
from .repeated import warn_of_repeated

if TYPE_CHECKING:
    import pandas as pd

_DAY_S = 86_400


def cohorts(
    orders: pd.DataFrame,
    *,
    customer: str = "user",
    every: Every = "month",
    tz: str | tzinfo | None = None,
    only_paid: bool = True,
    share: bool = False,
) -> pd.DataFrame:
    """Counts the customers of each month of a first order who ordered again, by the months since then.

    Args:
        orders: from ``frames_of([shop_a, shop_b])``, or ``shop.orders.frame()`` with another ``customer``: the API
            shows a user their own orders only.
        customer: column that tells customers apart, such as ``"form.email"``. Its values count as they are: ``A@b.c``
            and ``a@b.c`` are two.
        every: ``day``, ``week``, ``month``, ``quarter`` or ``year``.
        tz: time zone of the shop's days, as in ``revenue``.
        only_paid: whether only paid orders count.
        share: give shares of the customers of each cohort instead of numbers.

    Returns:
        One row a cohort, indexed by the ``Period`` of the first order (``cohort``); columns 0, 1, 2 ... are the
        periods since then. Cells are Int64, with ``share`` Float64; those after the last period of the frame are
        missing. Column 0 has all customers of the cohort. ``attrs["orders_left_out"]``: number of orders without
        customer or time; ``attrs["tz"]``: as in ``revenue``; ``attrs["customer"]``, ``attrs["every"]``.

    Raises:
        InputError: ``orders`` is not a frame of orders, has no such column, or an argument is not valid.
    """
    import numpy as np
    import pandas as pd

    check_every(every)
    if not isinstance(share, bool):
        raise InputError("share must be True or False.", name="share")
    known, left_out = _known(orders, customer, only_paid, without_zone=True)
    created = in_zone(known["created"], tz)
    number = pd.PeriodIndex(periods_of(created, every)).astype("int64")
    buys = pd.DataFrame({"customer": pd.factorize(known[customer])[0], "at": number}).drop_duplicates()
    buys["first"] = buys.groupby("customer")["at"].transform("min")
    buys["later"] = buys["at"] - buys["first"]
    table = buys.groupby(["first", "later"]).size().unstack(fill_value=0)
    last = int(buys["at"].max()) if len(buys) else -1
    span = range(last - int(table.index.min()) + 1) if len(buys) else range(1)
    table = table.reindex(columns=pd.RangeIndex(span.stop, name=f"{every}s later"), fill_value=0).astype("Int64")
    periods: Any = pd.PeriodIndex
    is_to_come = np.add.outer(table.index.to_numpy("int64"), np.arange(span.stop)) > last
    table = table.mask(is_to_come)
    table = table.set_axis(periods.from_ordinals(table.index.astype("int64"), freq=PERIODS[every], name="cohort"))
    if share:
        table = table.div(table[0], axis=0).astype("Float64")
    table.attrs = {"orders_left_out": left_out, "tz": zone_name(created), "customer": customer, "every": every}
    return table


def repeat_purchases(orders: pd.DataFrame, *, customer: str = "user", only_paid: bool = True) -> pd.DataFrame:
    """Returns how often each customer ordered, and how many days lay between the orders.

    Args:
        orders, customer, only_paid: as in ``cohorts``.

    Returns:
        One row a customer, the most orders first: ``customer``, under the name of the column; ``orders`` (int64);
        ``first`` and ``last`` (times of the first and last order); ``days_between`` (float64, mean; missing for one
        order); ``total`` (exact sum; missing if no order has one, and for all if there are several currencies).
        ``attrs``: ``customers``, ``returning`` (those with two orders or more), ``median_days`` (between an order and
        the next of its customer; None if none came back), ``currency``, ``orders_left_out`` (without customer or time).

    Raises:
        InputError: ``orders`` is not a frame of orders, has no such column, or an argument is not valid.
    """
    import pandas as pd

    known, left_out = _known(orders, customer, only_paid, "total", "currency", without_zone=True)
    try:
        currency, comparable = one_currency(known), True
    except CurrencyMismatchError:
        currency, comparable = "", False
    groups = known.groupby(customer, observed=True, sort=True)
    table = groups.agg(orders=("created", "size"), first=("created", "min"), last=("created", "max"))
    gaps = (table["last"] - table["first"]).dt.total_seconds() / _DAY_S
    table["days_between"] = (gaps / (table["orders"] - 1)).where(table["orders"] > 1)
    summed = known[known["total"].notna()] if comparable else known.head(0)
    table["total"] = summed.groupby(customer, observed=True)["total"].sum()
    table["total"] = table["total"].astype(known["total"].dtype)
    table = table.sort_values(["orders", "first"], ascending=[False, True], kind="stable").reset_index(names=customer)
    table["orders"] = table["orders"].astype("int64")
    between = known.sort_values("created").groupby(customer, observed=True)["created"].diff().dropna()
    median: Any = between.median()
    table.attrs = {
        "customers": len(table),
        "returning": int((table["orders"] > 1).sum()),
        "median_days": None if pd.isna(median) else float(median.total_seconds() / _DAY_S),
        "currency": currency,
        "orders_left_out": left_out,
    }
    return table


def _known(
    orders: pd.DataFrame, customer: str, only_paid: bool, *columns: str, without_zone: bool
) -> tuple[pd.DataFrame, int]:
    """Returns the orders that count and have a customer and a time, and the number of those that have not both.

    Raises:
        InputError: the frame or an argument is not valid.
    """
    if not isinstance(only_paid, bool):
        raise InputError("only_paid must be True or False.", name="only_paid")
    if not isinstance(customer, str):
        raise InputError("customer must be the name of a column, such as 'user' or 'form.email'.", name="customer")
    paid = ["paid"] if only_paid else []
    orders = need_frame(orders, "orders", "order_id", "created", *paid, *columns, without_zone=without_zone)
    if customer not in orders.columns:
        raise InputError(
            f"orders has no column {customer!r} that tells customers apart. The API shows a user their own orders "
            "only: pass the orders of oneentry_toolkit.frames_of([shop_a, shop_b]), which has 'user', or the name of "
            "another column, such as customer='form.email'.",
            name="customer",
        )
    orders = need_frame(orders, "orders", customer)
    counted = orders[orders["paid"]] if only_paid else orders
    known = counted[counted["created"].notna() & counted[customer].notna()]
    warn_of_repeated(known, "orders", stacklevel=4)
    return known, len(counted) - len(known)
