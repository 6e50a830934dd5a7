"""What was taken."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable
from datetime import tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..frames.given import need_frame
from .currencies import one_currency
from .periods import PERIODS, Every, in_zone, periods_of, zone_name
from .products import newest_titles
from .refunded import without_refunds
from .repeated import warn_of_repeated

if TYPE_CHECKING:
    import pandas as pd


def revenue(
    orders: pd.DataFrame,
    *,
    by: str = "month",
    every: Every | None = None,
    tz: str | tzinfo | None = None,
    net: bool = False,
    refunds: pd.DataFrame | None = None,
    refunded: str | Iterable[str] | None = None,
) -> pd.Series[Any]:
    """Sums what paid orders brought, by the month in which they were placed or by a column: gross, or net of refunds.

    Net sums are less what was given back, at the order: a refund in May for an order of April lowers April. With lines,
    the amount of a refund request is shared out to its products as in ``refunds_by_product``.

    Args:
        orders: from ``shop.orders.frame()``. Lines (``shop.orders.lines_frame()``) are taken too and needed for
            ``by="product"``: then the amounts of lines are summed, which are before discounts on the order.
        by: ``day``, ``week``, ``month``, ``quarter`` or ``year`` in which the orders were placed; ``product``; or a
            column, such as ``status``, ``storage``, ``payment_account`` or ``form.delivery``. Rename a column that is
            itself called ``month`` or ``product``.
        every: an alias of ``by`` for periods, kept for programs that have it.
        tz: time zone of the shop's days, such as ``"Europe/Berlin"``: an order of 22:30 UTC on 31 March is April's
            there. None takes the zone of ``created``, which is UTC unless it was converted; times without a zone count
            as they stand. For periods only.
        net: take off what was given back.
        refunds: from ``shop.refunds.frame(orders)``, for ``net=True``.
        refunded: the status, or statuses, of refund requests whose money was given back. Each project has its own;
            None takes those that say so: ``refunded``, ``partially refunded``, ``paid back``, ``reimbursed``, ``paid``,
            ``complete``, ``completed``, ``succeeded``, ``success``, in any spelling. ``approved`` does not count.

    Returns:
        Exact sums, of the dtype of the amounts: ``money``, objects of ``Decimal``, or float64 from floats. The name is
        ``gross revenue`` or ``net revenue``, of lines with ``before discounts`` after it, and the currency. The index
        is

        - for a period, ``Period``; periods without a paid order have 0;
        - for ``product``, ``product_id`` and ``title`` (of its newest order), the highest sum first;
        - for a column, its values, named as the column: text by sum, the highest first; numbers, times and ordered
          categories in their order. Orders without a value have the row NaN. With ``by="currency"``, several
          currencies are no error.

        ``attrs["paid_left_out"]``: number of paid orders (or lines) without a total, or without a time for a period,
        which no sum has. ``attrs["currency"]``: empty if the server sends none, or by currency. ``attrs["tz"]``: name
        of the zone for periods; empty for times without one. With ``net``, also ``refunds_counted``,
        ``refunds_left_out`` (number of other requests by status), ``refunds_without_amount``, and
        ``refunds_without_order`` (orders, or products of orders, that have refunds and are not in the frame).

    Raises:
        InputError: ``orders`` is not a frame of orders or lines, ``by`` or ``tz`` is not known, or ``tz`` is given and
            the times have no zone; or ``net`` has no ``refunds``, or the reverse.
        CurrencyMismatchError: the paid orders are in several currencies; filter by one first, or take
            ``by="currency"``.

    Warns:
        OneEntryWarning: rows repeat an order or a line, as after a merge with sessions, and each of them counts.
    """
    what = _check_by(by, every)
    name, amounts = ("lines", "amount") if is_lines(orders) else ("orders", "total")
    is_period = what in PERIODS
    if tz is not None and not is_period:
        raise InputError(f"tz is for periods, and '{what}' is a column: leave it out.", name="tz")
    _check_net(net, refunds, refunded)
    keys = {"orders": ["order_id"], "lines": ["order_id", "product_id", "price"]}[name] if net else []
    columns = dict.fromkeys(["paid", amounts, "currency", *keys, *_columns_for(what, orders, name)])
    orders = need_frame(orders, name, *columns, without_zone=True)
    paid = orders[orders["paid"]].reset_index(drop=True)  # Dask and concat leave labels more than once
    warn_of_repeated(paid, "lines" if name == "lines" else "orders")
    summed = paid[paid[amounts].notna() & (paid["created"].notna() if is_period else True)]
    currency = "" if what == "currency" else one_currency(summed)
    facts: dict[Hashable, Any] = {}
    if refunds is not None:
        summed, facts = without_refunds(summed, amounts, name, refunds, refunded)
    zone = ""
    if is_period:
        created = in_zone(summed["created"], tz, name)
        zone = zone_name(created)
        sums = _by_period(summed[amounts], created, what)
    elif what == "product":
        sums = _by_product(summed)
    else:
        sums = _by_column(summed[amounts], summed[what])
    kind = f"{'net' if net else 'gross'} revenue{'' if name == 'orders' else ' before discounts'}"
    result = sums.rename(f"{kind} {currency}".strip())
    result.attrs = {**facts, "currency": currency, "paid_left_out": len(paid) - len(summed), "tz": zone}
    return result


def is_lines(frame: Any) -> bool:
    """Whether a frame is one of order lines, by its columns."""
    columns = getattr(frame, "columns", ())
    return "product_id" in columns and "amount" in columns and "total" not in columns


def _check_net(net: bool, refunds: object, refunded: object) -> None:
    if not isinstance(net, bool):
        raise InputError("net must be True or False.", name="net")
    if net and refunds is None:
        raise InputError("net=True needs refunds: pass refunds=shop.refunds.frame(orders).", name="refunds")
    if not net and (refunds is not None or refunded is not None):
        raise InputError("refunds and refunded are for net revenue: pass net=True with them.", name="net")


def _check_by(by: object, every: object) -> str:
    if every is None:
        if not isinstance(by, str):
            raise InputError(f"by must be {', '.join(PERIODS)}, product, or the name of a column.", name="by")
        return by
    if not isinstance(every, str) or every not in PERIODS:
        raise InputError(f"every must be one of {', '.join(PERIODS)}.", name="every")
    if by not in ("month", every):
        raise InputError(f"by={by!r} and every={every!r} differ: pass by only.", name="every")
    return every


def _columns_for(what: str, frame: Any, name: str) -> list[str]:
    """Returns the columns that ``by`` needs.

    Raises:
        InputError: the frame cannot have them.
    """
    if what in PERIODS:
        return ["created"]
    if what == "product":
        if name == "orders" and "total" in getattr(frame, "columns", ()):
            raise InputError(
                'by="product" needs the lines of orders: pass shop.orders.lines_frame() instead of orders.', name="by"
            )
        return ["order_id", "product_id", "title"]
    columns = [one for one in getattr(frame, "columns", ()) if isinstance(one, str)]
    if columns and what not in columns and what not in frame.index.names:
        close = difflib.get_close_matches(what, [*PERIODS, "product", *columns], n=1)
        hint = f" Did you mean '{close[0]}'?" if close else f" {name} has the columns {', '.join(columns)}."
        raise InputError(
            f"by={what!r} is neither {', '.join(PERIODS)} or product, nor a column of {name}.{hint}", name="by"
        )
    if columns.count(what) == 1 and frame[what].dtype == "object" and any(isinstance(one, list) for one in frame[what]):
        text = f" Use '{what}.text', which has one text for each order." if f"{what}.text" in columns else ""
        raise InputError(
            f"{name}['{what}'] has lists, of which an order would count for each value.{text} If it should, pass "
            f"{name}.explode('{what}'); the sums then add up to more than the whole.",
            name="by",
        )
    return [what]


def _by_period(amounts: pd.Series[Any], created: pd.Series[Any], every: str) -> pd.Series[Any]:
    import pandas as pd

    sums = amounts.groupby(periods_of(created, every)).sum()
    if len(sums):
        every_one = pd.period_range(sums.index.min(), sums.index.max(), freq=PERIODS[every], name=every)
        nothing: Any = 0.0 if amounts.dtype.kind == "f" else Decimal("0.00")
        sums = sums.reindex(every_one, fill_value=nothing)
    return sums.astype(amounts.dtype)


def _by_product(lines: pd.DataFrame) -> pd.Series[Any]:
    import pandas as pd

    sums = _by_column(lines["amount"], lines["product_id"].astype("Int64"), by_sum=True)
    titles = newest_titles(lines).reindex(sums.index)
    return sums.set_axis(pd.MultiIndex.from_arrays([sums.index, titles], names=["product_id", "title"]))


def _by_column(amounts: pd.Series[Any], keys: pd.Series[Any], *, by_sum: bool = False) -> pd.Series[Any]:
    import pandas as pd

    sums = amounts.groupby(keys, observed=True, dropna=False, sort=False).sum().astype(amounts.dtype)
    dtype: Any = keys.dtype
    has_order = dtype.ordered if isinstance(dtype, pd.CategoricalDtype) else dtype.kind in "iufmM" or dtype == "money"
    if has_order and not by_sum:
        return sums.sort_index()
    return sums.sort_values(ascending=False, kind="stable")
