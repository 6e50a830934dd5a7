"""What the two frames must hold, worked out from the generator's own orders and never through the toolkit.

The rules are those that the docstrings of `shop.orders.frame` and `lines_frame` promise; they are written down here a
second time on purpose, so that a mistake in the toolkit cannot hide itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .data import FIELDS, LANG, NO_FIELD, Order, make_order

if TYPE_CHECKING:
    import pandas as pd

Table = dict[str, list[Any]]
"""Column name to its values, row by row; None where a value is missing."""

FORM = "form."
OTHER = "form_other"
EXAMPLES = 3


@dataclass(frozen=True)
class Tables:
    """The expected content of both frames."""

    orders: Table
    lines: Table


@dataclass(frozen=True)
class AsJson:
    """A value that must be there as JSON text, however that is spaced."""

    value: Any


def expect(orders: Iterable[Order], storage: str, title: str) -> Tables:
    """The tables that these orders make, in their order. `title`: of the storage."""
    rows, form, lines = [], [], []
    for order in orders:
        rows.append(_order_row(order, storage, title))
        form.append({FORM + entry["marker"]: _exact(entry["value"]) for entry in order.get("formData", ())})
        lines += _line_rows(order, storage)
    markers = dict.fromkeys([*(FORM + marker for marker in FIELDS), *(marker for one in form for marker in one)])
    any_order = make_order(0)
    return Tables(
        orders=_columns(rows, list(_order_row(any_order, storage, title)))
        | {marker: [_text(one.get(marker)) for one in form] for marker in markers},
        lines=_columns(lines, list(_line_rows(any_order, storage)[0])),
    )


def in_parquet(orders: Table) -> Table:
    """The orders as `to_parquet` writes them: its form columns are those of the form's fields only."""
    declared = {name: cells for name, cells in orders.items() if not name.startswith(FORM)}
    nothing = [None] * len(orders["order_id"])
    form = {FORM + marker: orders[FORM + marker] for marker in FIELDS}
    other = orders.get(FORM + NO_FIELD, nothing)
    return declared | form | {OTHER: [None if one is None else AsJson({NO_FIELD: _plain(one)}) for one in other]}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, AsJson) else value


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else AsJson(value)


def _order_row(order: Order, storage: str, title: str) -> dict[str, Any]:
    return {
        "order_id": order["id"],
        "storage": storage,
        "storage_title": title,
        "created": datetime.fromisoformat(order["createdDate"]),
        "status": order.get("statusIdentifier"),
        "status_title": _title(order, "statusLocalizeInfos"),
        "payment_status": order.get("paymentStatusIdentifier"),
        "fulfillment_status": order.get("fulfillmentStatusIdentifier"),
        "total": Decimal(order["totalSum"]),
        "currency": order.get("currency") or None,
        "paid": order.get("isCompleted") is True,
        "payment_account": order["paymentAccountIdentifier"],
        "payment_account_title": _title(order, "paymentAccountLocalizeInfos"),
        "payment_strategy": order.get("paymentStrategy"),
        "line_count": len(order["products"]),
        "pieces": sum(line["quantity"] for line in order["products"]),
        "payment_url": order.get("paymentUrl"),
    }


def _line_rows(order: Order, storage: str) -> list[dict[str, Any]]:
    return [
        {
            "order_id": order["id"],
            "storage": storage,
            "created": datetime.fromisoformat(order["createdDate"]),
            "status": order.get("statusIdentifier"),
            "paid": order.get("isCompleted") is True,
            "payment_account": order["paymentAccountIdentifier"],
            "line": number,
            "product_id": line["id"],
            "title": line.get("title"),
            "sku": line.get("sku"),
            "price": _exact(line["price"]),
            "discount_price": None,
            "quantity": line["quantity"],
            "amount": _exact(line["price"]) * line["quantity"],
            "currency": order.get("currency") or None,
            "is_gift": line.get("isGift"),
        }
        for number, line in enumerate(order["products"])
    ]


def compare(frame: pd.DataFrame, expected: Table, *, name: str, ordered: bool = True) -> list[str]:
    """What is not as it should be: columns, number of rows, then values, column by column. Empty if all is well.

    Args:
        frame: what the toolkit gave.
        expected: from `expect`.
        name: of the frame, for the messages.
        ordered: whether the rows must come in the server's order; else both sides are sorted by order and line.
    """
    if set(frame.columns) != set(expected):
        missing, odd = sorted(set(expected) - set(frame.columns)), sorted(set(frame.columns) - set(expected))
        return [f"{name}: columns missing {missing}, not expected {odd}"]
    found = {column: values(frame[column]) for column in frame.columns}
    rows = len(expected["order_id"])
    if len(frame) != rows:
        lost = Counter(expected["order_id"]) - Counter(found["order_id"])
        extra = Counter(found["order_id"]) - Counter(expected["order_id"])
        return [
            f"{name}: {len(frame):,} rows instead of {rows:,}; "
            f"{sum(lost.values()):,} lost {_few(lost)}, {sum(extra.values()):,} too many {_few(extra)}"
        ]
    if not ordered:
        found, expected = _sorted(found), _sorted(expected)
    return [line for column in expected for line in _differences(f"{name}.{column}", found[column], expected[column])]


def values(column: pd.Series[Any]) -> list[Any]:
    """A column's values as plain Python objects; None for what is missing, whatever the dtype calls it."""
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.cat.categories.dtype)
    plain = column.astype(object)
    if str(column.dtype) == "object":
        # A float that is not itself is NaN.
        return [None if value is pd.NA or (isinstance(value, float) and value != value) else value for value in plain]
    plain = plain.where(column.notna(), None)
    moments = str(column.dtype).startswith(("datetime64", "timestamp"))
    return [value.to_pydatetime() if moments and value is not None else value for value in plain]


def _differences(name: str, found: Sequence[Any], expected: Sequence[Any]) -> list[str]:
    """Values that differ, and values of another kind: 1 is not True, and a float is never exact money."""
    if found == expected and {type(one) for one in found} <= {type(one) for one in expected}:
        return []
    rows = [row for row, pair in enumerate(zip(found, expected, strict=True)) if not _same(*pair)]
    if not rows:
        return []
    shown = "; ".join(f"row {row}: {found[row]!r} instead of {expected[row]!r}" for row in rows[:EXAMPLES])
    return [f"{name}: {len(rows):,} of {len(expected):,} values differ ({shown})"]


def _same(found: Any, expected: Any) -> bool:
    if isinstance(expected, AsJson):
        try:
            return isinstance(found, str) and _same(json.loads(found, parse_float=Decimal), expected.value)
        except ValueError:  # text that is no JSON
            return False
    if isinstance(expected, datetime):
        return isinstance(found, datetime) and found.astimezone(UTC) == expected
    if isinstance(expected, dict):
        keys = isinstance(found, Mapping) and list(found) == list(expected)
        return keys and all(_same(found[key], value) for key, value in expected.items())
    if isinstance(expected, list):
        long = isinstance(found, list) and len(found) == len(expected)
        return long and all(_same(*pair) for pair in zip(found, expected, strict=True))
    return type(found) is type(expected) and bool(found == expected)


def _sorted(table: Table) -> Table:
    keys = ["order_id", *(["line"] if "line" in table else [])]
    rows = sorted(range(len(table["order_id"])), key=lambda row: [table[key][row] for key in keys])
    return {column: [cells[row] for row in rows] for column, cells in table.items()}


def _columns(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Table:
    return {name: [row[name] for row in rows] for name in names}


def _exact(value: Any) -> Any:
    """JSON's numbers with a fraction as the exact decimals that were written, at any depth."""
    if isinstance(value, float):  # which the generator writes as Python shows it
        return Decimal(repr(value))
    if isinstance(value, dict):
        return {key: _exact(one) for key, one in value.items()}
    return [_exact(one) for one in value] if isinstance(value, list) else value


def _title(order: Order, key: str) -> str | None:
    infos = order.get(key)
    return None if infos is None else infos[LANG]["title"]


def _few(counted: Counter[Any]) -> str:
    return str(list(counted)[:EXAMPLES]) if counted else ""
