"""The default scenario: values of the seed, history, and equal bytes for equal seeds."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
from collections import Counter

import pytest

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.data.options import Options
from oneentry_toolkit.sandbox.scenario.instance import open_instance

SESSION_46 = {
    "id": 46,
    "createdDate": "2025-04-30T20:15:30.506Z",
    "updatedDate": "2025-04-30T20:15:30.506Z",
    "type": "session",
    "status": "waiting",
    "paymentAccountId": 1,
    "orderId": 89,
    "paymentUrl": None,
}


def test_seed_scenario(shop, order_body, connect, phone):
    """The four requests of the seed scenario are answered as docs/api/behaviour.md#behaviour-scenario prints them."""
    pair = connect(shop.sandbox, device=phone).sign_in()
    assert (pair["userIdentifier"], pair["authProviderIdentifier"]) == ("your-user@email.com", "email")
    assert shop.post("/orders-storage/marker/orders/orders", order_body()) == {
        "id": 89,
        "formIdentifier": "order",
        "paymentAccountIdentifier": "cash",
        "formData": {"en_US": [{"type": "string", "marker": "name", "value": "Christina Thomas"}]},
        "products": [{"productId": 14, "quantity": 1}],
        "currency": "USD",
        "totalSum": 340,
        "createdDate": "2025-04-30T20:15:29.254Z",
    }
    body = {"orderId": 89, "type": "session", "automaticTaxEnabled": False}
    assert shop.post("/payments/sessions", body) == SESSION_46
    assert shop.get("/payments/sessions/order/89") == SESSION_46


def test_clock_moves_with_each_order_and_session(shop, order_body):
    """The shop's clock moves 1.252 s with each order or session created, and not with anything else."""
    dates = []
    for _ in range(3):
        shop.get("/users/me")
        dates.append(shop.post("/orders-storage/marker/orders/orders", order_body())["createdDate"][-10:])
    assert dates == ["15:29.254Z", "15:30.506Z", "15:31.758Z"]


def test_real_clock_dates_new_orders(connect, order_body):
    shop = connect(clock="real")
    shop.sign_in()
    assert shop.post("/orders-storage/marker/orders/orders", order_body())["createdDate"] > "2025-05"
    assert shop.get("/orders-storage/marker/orders/orders", offset=1, limit=1)["items"][0]["createdDate"] < "2025-05"


def test_history_has_88_orders_over_two_years(shared):
    orders = shared.sql("SELECT id, user_id, storage_id, is_completed, body FROM orders ORDER BY id")
    bodies = [json.loads(order[4]) for order in orders]
    assert [order[0] for order in orders] == list(range(1, 89))
    assert [body["id"] for body in bodies] == list(range(1, 89))
    assert Counter(order[1] for order in orders)[16] == 36
    assert len({order[1] for order in orders}) == 6
    assert {order[2] for order in orders if order[1] == 16} == {1, 2, 3}
    assert {order[3] for order in orders} == {None, 0, 1}
    dates = [body["createdDate"] for body in bodies]
    assert dates == sorted(dates)
    assert dates[0] < "2023-07" and "2025-04-30" <= dates[-1] < "2025-04-30T20:15:29.254Z"


def test_history_has_45_payment_sessions_in_every_state(shared):
    """45 payment sessions in every state on three accounts, each of an order that says the same."""
    sessions = [json.loads(row[0]) for row in shared.sql("SELECT body FROM payment_sessions ORDER BY id")]
    orders = {row[0]: row[1:] for row in shared.sql("SELECT id, is_completed, account, due, body FROM orders")}
    assert [session["id"] for session in sessions] == list(range(1, 46))
    assert {session["status"] for session in sessions} == {"waiting", "completed", "canceled", "expired"}
    assert {session["paymentAccountId"] for session in sessions} == {1, 2, 3}
    created = [session["createdDate"] for session in sessions]
    assert created == sorted(created)
    accounts = {1: "cash", 2: "stripe", 3: "paypal"}
    for session in sessions:
        is_completed, account, due, body = orders[session["orderId"]]
        assert accounts[session["paymentAccountId"]] == account
        assert session["createdDate"] > json.loads(body)["createdDate"]
        if account != "cash":
            assert session["amount"] == float(due)
        if session["status"] == "completed":
            assert is_completed == 1
        if session["status"] == "waiting":
            assert is_completed is None


def test_history_totals_equal_the_lines(shared):
    for total, terms, text in shared.sql("SELECT total, terms, body FROM orders"):
        body = json.loads(text)
        lines = sum(line["price"] * line["quantity"] for line in body["products"])
        off = 0.9 if terms else 1
        assert float(total) == pytest.approx(lines * off, abs=0.005)
        assert body["totalSum"] == f"{float(total):.2f}"


def test_catalogue_has_the_documented_products(shared):
    """Product 14 costs 340 USD without an automatic discount, product 1 has a price, two products speak German."""
    products = {product["id"]: product for product in shared.post("/products/all?limit=100", [])["items"]}
    assert len(products) == 24
    assert products[14]["price"] == 340 and products[1]["price"] == 24.9
    assert products[21]["price"] is None
    assert {number for number, one in products.items() if "de_DE" in one["localizeInfos"]} == {1, 14}
    preview = shared.post("/orders-storage/orders/preview", {"products": [{"productId": 14, "quantity": 1}]})
    assert preview["totalDue"] == 340 and preview["orderPreview"][0]["discountPrice"] is None


def test_status_markers_are_unique_with_one_default(shared):
    markers = []
    for storage in shared.get("/orders-storage"):
        statuses = shared.get(f"/orders-storage/marker/{storage['identifier']}/order-statuses")
        assert [status["isDefault"] for status in statuses].count(True) == 1
        assert len(storage["paymentAccountIdentifiers"]) == 3
        markers += [status["identifier"] for status in statuses]
    assert len(markers) == len(set(markers)) == 11


def dump(options: Options) -> str:
    """The whole database as text."""
    instance = open_instance(options)
    try:
        with instance.store.read() as tx:
            return "\n".join(tx.iterdump())
    finally:
        instance.store.close()


def test_same_seed_same_bytes():
    """Two databases of one seed are equal row by row, with hashes, keys and generated orders."""
    first = dump(Options(orders=200))
    assert first == dump(Options(orders=200))
    assert first != dump(Options(orders=200, seed=2))


def test_same_on_every_machine():
    """The history has the recorded hash on every platform and Python version."""
    instance = open_instance(Options(orders=20))
    with instance.store.read() as tx:
        tables = ("users", "orders", "payment_sessions", "coupons", "bonuses")
        rows = [tx.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]
        rows += tx.execute("SELECT value FROM meta WHERE key IN ('app_token', 'signing_key') ORDER BY 1").fetchall()
    instance.store.close()
    assert hashlib.sha256(repr(rows).encode()).hexdigest()[:16] == RECORDED


RECORDED = "1db915a3a2da6a1c"


@pytest.mark.long
def test_100000_generated_orders_follow_the_history(connect):
    shop = connect(orders=100_000)
    shop.sign_in()
    own = 100_000 + len(shop.sql("SELECT 1 FROM orders WHERE user_id = 16 AND storage_id = 1 AND id <= 88"))
    page = shop.get("/orders-storage/marker/orders/orders", offset=0, limit=2)
    assert page["total"] == own
    assert [order["id"] for order in page["items"]] == [100_088, 100_087]
    last = shop.get("/orders-storage/marker/orders/orders", offset=own - 1, limit=5)
    assert len(last["items"]) == 1 and last["items"][0]["id"] <= 88
    middle = shop.get("/orders-storage/marker/orders/orders", offset=50_000, limit=100)["items"]
    assert all("2023-05-02" <= order["createdDate"] < "2025-04-30T20" for order in middle)


@pytest.mark.parametrize("where", ["orders", "payment_sessions"])
def test_pages_are_ranges(shared, where):
    """A page query searches the index, without scan or sort, for any offset."""
    from oneentry_toolkit.sandbox.operations import orders, payments

    queries = {"orders": orders.PAGE_QUERIES, "payment_sessions": payments.PAGE_QUERIES}[where]
    for query in queries.values():
        values = (16, 1, 5, 9)[: query.count("?")]
        with shared.sandbox.instance.store.read() as tx:
            plan = " / ".join(row[3] for row in tx.execute(f"EXPLAIN QUERY PLAN {query}", values))
        assert f"SEARCH {where} USING INDEX {where}_page" in plan
        assert "TEMP B-TREE" not in plan
        assert f"SCAN {where}" not in plan


def test_file_is_a_sqlite_database_with_application_id(tmp_path):
    path = tmp_path / "shop.db"
    open_instance(Options(db=str(path))).store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x4F455342,)
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (88,)
    connection.close()


def test_files_of_a_database_are_for_their_owner_only(tmp_path):
    path = tmp_path / "shop.db"
    before = os.umask(0)
    try:
        instance = open_instance(Options(db=str(path)))
        with instance.store.write() as tx:
            tx.execute("UPDATE meta SET value = value")
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
        instance.store.close()
    finally:
        os.umask(before)
    assert modes == {"shop.db": 0o600, "shop.db-wal": 0o600, "shop.db-shm": 0o600}


def test_sandboxes_of_a_process_share_no_documents() -> None:
    with Sandbox() as first, Sandbox() as second, Sandbox() as third:
        stripe = [one.instance.catalogue.accounts.by_identifier["stripe"].body for one in (first, second, third)]
        kept = stripe[1]["testSettings"]["successUrl"]
        stripe[0]["testSettings"]["successUrl"] = "https://elsewhere.example/"
        assert [one["testSettings"]["successUrl"] for one in stripe[1:]] == [kept, kept]
    with Sandbox() as later:
        accounts = later.instance.catalogue.accounts
        assert accounts.by_identifier["stripe"].body["testSettings"]["successUrl"] == kept
