"""Money that was given back: which refund requests count, and how much of each is of which product."""

from __future__ import annotations

import json
import warnings
from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..errors import CurrencyMismatchError, InputError, MoneyError, OneEntryWarning
from ..frames.given import need_frame
from ..values.words import plain_word, show_status, sounds_refunded
from .currencies import one_currency
from .products import newest_titles
from .repeated import warn_of_repeated

if TYPE_CHECKING:
    import pandas as pd

_CENT = 10_000  # in the units of a money column


def refunds_by_product(
    refunds: pd.DataFrame, lines: pd.DataFrame, *, refunded: str | Iterable[str] | None = None
) -> pd.DataFrame:
    """Sums what was given back by product.

    A refund request has one amount. If it is of several products, it is shared out by the prices and pieces of the
    order's lines, in whole cents, and the rest goes to the product with the largest part. A product whose price is not
    known gets none of it, unless no price is: then pieces decide.

    Args:
        refunds: from ``shop.refunds.frame(orders)``.
        lines: from ``shop.orders.lines_frame()``, for prices and titles.
        refunded: statuses of refund requests that count, as in ``revenue``.

    Returns:
        One row a product, the largest amount first: ``product_id`` (int64), ``title`` (str, of its newest order;
        missing if no line has the product), ``requests`` (int64), ``pieces`` (int64), ``amount`` (exact; missing if no
        request has one). ``attrs["currency"]`` as in ``top_products``; ``attrs["refunds_left_out"]`` as in ``revenue``.

    Raises:
        InputError: a frame is of another kind, or ``refunded`` is not valid.
        CurrencyMismatchError: the refund requests are in several currencies; filter by one first.
    """
    lines = need_frame(lines, "lines", "order_id", "product_id", "title", "price", "quantity", "amount", "currency")
    counted, left_out = counted_refunds(refunds, refunded)
    currency = one_currency(counted) if "currency" in counted else one_currency(lines)
    parts = parts_of(counted, lines)
    products = parts.groupby("product_id", sort=True)
    table = products.agg(requests=("refund_id", "nunique"), pieces=("pieces", "sum"))
    table["amount"] = parts[parts["amount"].notna()].groupby("product_id")["amount"].sum()
    table.insert(0, "title", newest_titles(lines).reindex(table.index))
    table = table.sort_values("amount", ascending=False, kind="stable", na_position="last").reset_index()
    table = table.astype({"product_id": "int64", "title": "str", "requests": "int64", "pieces": "int64"})
    table["amount"] = table["amount"].astype(counted["amount"].dtype)
    table.attrs = {"currency": currency, "refunds_left_out": left_out}
    return table


def counted_refunds(refunds: pd.DataFrame, refunded: str | Iterable[str] | None) -> tuple[pd.DataFrame, dict[str, int]]:
    """Returns the refund requests whose money was given back, and how many others there are of each status.

    Raises:
        InputError: ``refunds`` is not a frame of refund requests, or ``refunded`` is not valid.
    """
    import numpy as np
    import pandas as pd

    currency = ["currency"] if "currency" in getattr(refunds, "columns", ()) else []
    refunds = need_frame(refunds, "refunds", "refund_id", "order_id", "status", "amount", "products", *currency)
    counts = _chosen(refunded)
    warn_of_repeated(refunds, "refunds", stacklevel=4)
    codes, words = pd.factorize(refunds["status"].astype("object"), use_na_sentinel=False)
    statuses = [None if pd.isna(one) else str(one) for one in words]
    is_counted = np.array([counts(one) for one in statuses], dtype="bool")
    numbers = np.bincount(codes, minlength=len(statuses))
    if refunded is not None and len(refunds) and not is_counted.any():
        found = ", ".join(repr(show_status(one)) for one in statuses)
        warnings.warn(
            f"No refund request has a status that refunded={refunded!r} names, so nothing counts as given back. "
            f"They have {found}.",
            OneEntryWarning,
            stacklevel=4,
        )
    others = {show_status(one): int(numbers[at]) for at, one in enumerate(statuses) if not is_counted[at]}
    return refunds[is_counted[codes]], others


def _chosen(refunded: object) -> Any:
    """Returns whether a status counts, as a function."""
    if refunded is None:
        return sounds_refunded
    several = isinstance(refunded, Iterable) and not isinstance(refunded, str)
    words: list[Any] = list(refunded) if several else [refunded]  # type: ignore[call-overload]
    if not all(isinstance(one, str) for one in words):
        raise InputError(
            "refunded must be a status of refund requests, such as 'refunded', or several.", name="refunded"
        )
    chosen = {plain_word(one) for one in words}
    return lambda status: plain_word(status) in chosen


def parts_of(refunds: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Returns the part of each product in each refund request.

    Args:
        refunds: refund requests that count.
        lines: of the orders.

    Returns:
        ``refund_id``, ``order_id``, ``product_id`` (int64), ``pieces``, ``amount``: a request's amount, shared out.
    """
    import pandas as pd

    products = [_products_of(one) for one in refunds["products"]]
    many = refunds[["refund_id", "order_id", "amount"]].reset_index(drop=True)
    places = [place for place, one in enumerate(products) for _ in one]
    parts = many.iloc[places].reset_index()
    parts["product_id"] = pd.Series([int(number) for one in products for number in one], dtype="int64")
    parts["pieces"] = pd.Series([pieces for one in products for pieces in one.values()], dtype="int64")
    keys = ["order_id", "product_id"]
    prices = lines[[*keys, "price"]].dropna(subset=keys).astype(dict.fromkeys(keys, "Int64")).drop_duplicates(keys)
    joined = parts[keys].astype("Int64").merge(prices, on=keys, how="left")
    prices_of = joined["price"].astype("float64").fillna(0.0)
    weight = prices_of * parts["pieces"]
    total = weight.groupby(parts["index"]).transform("sum")
    weight = weight.where(total > 0, parts["pieces"].astype("float64"))
    share = weight / weight.groupby(parts["index"]).transform("sum")
    parts["amount"] = _shared(parts["amount"], share, parts["index"])
    return parts.drop(columns="index")


def _products_of(text: Any) -> Mapping[str, int]:
    try:
        found: Any = json.loads(text) if isinstance(text, str) else text
        if isinstance(found, dict) and all(isinstance(pieces, int) and int(key) >= 0 for key, pieces in found.items()):
            return found
    except ValueError:
        pass
    raise InputError(
        "refunds['products'] must be text such as '{\"146\": 1}', as shop.refunds.frame(orders) has it.", name="refunds"
    )


def _shared(amounts: pd.Series[Any], share: pd.Series[Any], request: pd.Series[Any]) -> pd.Series[Any]:
    """Returns shares of amounts in whole cents; the largest of a request is what the others leave of it."""
    import numpy as np
    import pandas as pd

    from ..money import MoneyArray

    exactly: Any = exact(amounts)
    if exactly.dtype.kind == "f":
        floats: pd.Series[Any] = exactly * share
        return floats
    largest = share.groupby(request).idxmax().to_numpy()
    if exactly.dtype == "money":
        units = exactly.array.units
        parts = np.floor(units * share.to_numpy() / _CENT).astype("int64") * _CENT
    else:  # amounts that a money column does not hold, one by one
        units = exactly.where(exactly.notna(), Decimal(0)).to_numpy()
        shares = zip(units, share, strict=True)
        parts = np.array([(one * Decimal(part)).quantize(Decimal("0.01")) for one, part in shares], dtype="object")
    parts[largest] = 0
    parts[largest] = units[largest] - pd.Series(parts).groupby(request.to_numpy()).transform("sum").to_numpy()[largest]
    missing = exactly.isna().to_numpy()
    if exactly.dtype == "money":
        return pd.Series(MoneyArray(parts, missing), index=amounts.index).astype(amounts.dtype)
    return pd.Series(parts, index=amounts.index, dtype="object").where(~missing, None)


def exact(amounts: pd.Series[Any]) -> pd.Series[Any]:
    """Returns exact amounts as a money column, which is faster; floats, and amounts that do not fit, as they are."""
    if amounts.dtype.kind == "f":
        return amounts
    from ..money import MoneyDtype

    try:
        return amounts.astype(MoneyDtype())
    except MoneyError:
        return amounts


def without_refunds(
    frame: pd.DataFrame, amounts: str, name: str, refunds: pd.DataFrame, refunded: str | Iterable[str] | None
) -> tuple[pd.DataFrame, dict[Hashable, Any]]:
    """Returns a frame whose amounts are less what was given back, and what is said about that in ``attrs``.

    Args:
        frame: paid orders or lines with amounts; its index has each label once.
        amounts: name of the column.
        name: ``orders`` or ``lines``.
        refunds: from ``shop.refunds.frame(orders)``.
        refunded: statuses that count.

    Raises:
        InputError: ``refunds`` is not a frame of refund requests, or has floats and the frame is exact, or the reverse.
        CurrencyMismatchError: a refund request is in another currency than the frame.
    """
    counted, left_out = counted_refunds(refunds, refunded)
    is_float = frame[amounts].dtype.kind == "f"
    if len(counted) and (counted["amount"].dtype.kind == "f") != is_float:
        raise InputError(
            f"{name}['{amounts}'] and refunds['amount'] are exact in one frame and floats in the other, which have no "
            "exact difference: fetch both with the same money=, or convert one.",
            name="refunds",
        )
    known = counted[counted["amount"].notna()]
    keys = ["order_id"] if name == "orders" else ["order_id", "product_id"]
    parts = known if name == "orders" else parts_of(known, frame)
    parts = parts[[*keys, "amount"]].astype(dict.fromkeys(keys, "Int64"))
    parts["amount"] = exact(parts["amount"])
    given_back = parts.groupby(keys)["amount"].sum().reset_index()
    at = frame[keys].astype(dict.fromkeys(keys, "Int64"))
    # A product that is twice in an order has all of it on its first line.
    is_first = ~at.duplicated() & at.notna().all(axis=1)
    back = at[is_first].reset_index().merge(given_back, on=keys, how="inner").set_index("index")["amount"]
    _check_currency(frame, known)
    net = exact(frame[amounts])
    if len(back):
        net = net.copy()
        net.loc[back.index] = net.loc[back.index] - back.astype(net.dtype)
    facts: dict[Hashable, Any] = {
        "refunds_counted": len(counted),
        "refunds_left_out": left_out,
        "refunds_without_amount": len(counted) - len(known),
        "refunds_without_order": len(given_back) - len(back),
    }
    return frame.assign(**{amounts: net.astype(frame[amounts].dtype)}), facts


def _check_currency(frame: pd.DataFrame, refunds: pd.DataFrame) -> None:
    """Checks that each refund request has the currency of its order.

    Raises:
        CurrencyMismatchError: one has another.
    """
    if "currency" not in refunds:
        return
    known = refunds[refunds["currency"].notna()]
    of_order = frame.drop_duplicates("order_id").set_index("order_id")["currency"]
    expected = known["order_id"].map(of_order.astype("object"))
    odd = expected.notna() & (expected != known["currency"].astype("object"))
    if odd.any():
        names = sorted({str(expected[odd].iloc[0]), str(known["currency"][odd].iloc[0])})
        raise CurrencyMismatchError(
            f"A refund request and its order are in {' and '.join(names)}: amounts of two currencies have no "
            "difference.",
            currencies=tuple(names),
        )
