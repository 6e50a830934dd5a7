"""Frames for the tests of what an analyst uses: a row says only what matters, the rest is as in a shop.

The columns and dtypes are those that `frames.py` declares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from oneentry_toolkit.frames import schema as frames

Row = Mapping[str, Any]

_ORDER = {
    "order_id": 1, "storage": "orders", "storage_title": "Orders",
    "created": "2025-04-30 20:15:29.254", "status": "created",
    "status_title": "Created", "total": "340.00", "currency": "USD", "paid": False, "payment_account": "cash",
    "payment_account_title": "Cash", "line_count": 1, "pieces": 1, "payment_url": None,
}  # fmt: skip
_LINE = {
    "order_id": 1, "storage": "orders", "created": "2025-04-30 20:15:29.254", "status": "created", "paid": False,
    "payment_account": "cash", "line": 0, "product_id": 14, "title": "Espresso machine Bora", "sku": "HP-1",
    "price": "340.00", "quantity": 1, "amount": "340.00", "currency": "USD", "is_gift": None,
}  # fmt: skip
_SESSION = {
    "session_id": 1, "order_id": 1, "created": "2025-04-30 20:16", "updated": "2025-04-30 20:20", "type": "session",
    "status": "completed", "payment_account_id": 1, "payment_account": "cash", "amount": "340.00", "payment_url": None,
}  # fmt: skip
_REFUND = {
    "refund_id": 1, "order_id": 1, "created": "2025-05-02 09:00", "status": "refunded", "amount": "10.00",
    "currency": "USD", "pieces": 1, "products": '{"14": 1}', "note": None,
}  # fmt: skip


def orders_frame(*rows: Row) -> pd.DataFrame:
    return _frame(frames.ORDERS, _ORDER, rows)


def lines_frame(*rows: Row) -> pd.DataFrame:
    return _frame(frames.LINES, _LINE, rows)


def sessions_frame(*rows: Row) -> pd.DataFrame:
    return _frame(frames.SESSIONS, _SESSION, rows)


def refunds_frame(*rows: Row) -> pd.DataFrame:
    return _frame(frames.REFUNDS, _REFUND, rows)


def products_frame(*rows: Row) -> pd.DataFrame:
    return _frame(frames.PRODUCTS, {"product_id": 14, "title": "Espresso machine Bora", "price": "340.00"}, rows)


def _frame(columns: Sequence[frames.Column], usual: Row, rows: Sequence[Row]) -> pd.DataFrame:
    full = [{**usual, **row} for row in rows]
    data = {}
    for column in columns:
        empty = {"int64": 0, "bool": False}.get(column.dtype)
        values = [row.get(column.name, empty) for row in full]
        match column.dtype:
            case "money":
                amounts = [None if value is None else Decimal(value) for value in values]
                data[column.name] = pd.Series(amounts, dtype="object")
            case "category":
                known = pd.Index(sorted({value for value in values if value is not None}), dtype="str")
                data[column.name] = pd.Series(pd.Categorical(values, categories=known))
            case frames.TIME:
                times = pd.Series([pd.Timestamp(value) for value in values], dtype="datetime64[us]")
                data[column.name] = times.dt.tz_localize("UTC")
            case dtype:
                data[column.name] = pd.Series(values, dtype=dtype)
    extra = {name: [row.get(name) for row in full] for row in full for name in row if name.startswith("form.")}
    for name, values in extra.items():
        data[name] = pd.Series(values, dtype="object")
    return pd.DataFrame(data)
