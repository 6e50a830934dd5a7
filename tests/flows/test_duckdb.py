"""``shop.duckdb()``: orders, lines and payment sessions as tables of exact decimals."""

from __future__ import annotations

import sys
from decimal import Decimal

import duckdb
import pytest

import oneentry_toolkit as oe


def test_tables_hold_the_frames_exactly(shop: oe.Shop) -> None:
    orders, lines = shop.orders.frames()
    sessions = shop.payments.frame()
    with shop.duckdb() as connection:
        for name, frame, amount in (
            ("orders", orders, "total"),
            ("lines", lines, "amount"),
            ("sessions", sessions, "amount"),
        ):
            table = connection.table(name)
            assert table.columns == list(frame.columns)
            assert str(table.types[table.columns.index(amount)]) == "DECIMAL(38,6)"
            (found,) = connection.execute(f"SELECT count(*), sum({amount}) FROM {name}").fetchall()
            assert found == (len(frame), sum((Decimal(one) for one in frame[amount].dropna()), Decimal(0)))
        joined = "SELECT count(*) FROM orders JOIN lines USING (order_id) LEFT JOIN sessions USING (order_id)"
        assert connection.execute(joined).fetchall()[0][0] >= len(lines)


def test_filters_are_those_of_the_orders(shop: oe.Shop) -> None:
    with shop.duckdb("orders", paid=True, raw=True) as connection:
        assert connection.execute("SELECT DISTINCT storage, paid FROM orders").fetchall() == [("orders", True)]
        assert connection.execute("SELECT bool_and(raw LIKE '{%') FROM orders").fetchall() == [(True,)]
        assert connection.execute("SELECT count(*) FROM sessions").fetchall() == [(len(shop.payments.frame()),)]
    with pytest.raises(TypeError, match="payed"):
        shop.duckdb(payed=True)  # type: ignore[call-arg]
    with pytest.raises(oe.InputError, match="no order storage"):
        shop.duckdb("nowhere")


def test_without_duckdb_nothing_is_fetched(shop: oe.Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setattr(shop.orders, "frames", lambda *_, **__: pytest.fail("orders were fetched"))
    with pytest.raises(oe.MissingExtraError, match=r'pip install "duckdb>=\S+" "pytz>=\S+"$'):
        shop.duckdb()


def test_duckdb_names_no_money_type_itself(shop: oe.Shop) -> None:
    """Why there is ``shop.duckdb``: DuckDB reads the types of pandas that it knows, and no others."""
    orders = shop.orders.frame()
    orders["total"] = oe.money.from_decimals(orders["total"])
    with duckdb.connect() as connection:
        connection.register("taken", oe.exports.to_arrow(orders))
        assert connection.execute("SELECT sum(total) FROM taken").fetchall() == [(orders["total"].sum(),)]
        with pytest.raises(duckdb.Error, match="'money' not recognized"):
            connection.register("orders", orders[["order_id", "total"]])
