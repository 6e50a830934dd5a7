"""Durability: kills, restarts, two processes on one file, foreign files."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from oneentry_toolkit.sandbox import Sandbox, SandboxError
from oneentry_toolkit.sandbox.data.options import Options
from oneentry_toolkit.sandbox.scenario.instance import open_instance

pytestmark = pytest.mark.long  # starts processes and kills them

DEVICE = json.dumps({"fingerprint": "UQ_kill", "deviceInfo": {}})
ORDERS = "/api/content/orders-storage/marker/orders/orders"


class Process:
    """A sandbox process on a file, and a client that is signed in to it."""

    def __init__(self, path: Path, *arguments: str, fingerprint: str = "UQ_1") -> None:
        command = [sys.executable, "-m", "oneentry_toolkit.sandbox", "--db", str(path), "--json", *arguments]
        self.popen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.popen.stdout is not None
        line = self.popen.stdout.readline()
        assert line, self.popen.communicate()
        self.ready = json.loads(line)
        self.headers = {
            "x-app-token": self.ready["app_token"],
            "x-device-metadata": json.dumps({"fingerprint": fingerprint, "deviceInfo": {}}),
        }
        with self.client() as client:
            pair = client.post(
                "/api/content/users-auth-providers/marker/email/users/auth",
                json={
                    "authData": [
                        {"marker": "email_reg", "value": self.ready["user"]},
                        {"marker": "password_reg", "value": self.ready["password"]},
                    ]
                },
            ).json()
        self.headers["Authorization"] = f"Bearer {pair['accessToken']}"

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.ready["url"], headers=self.headers, timeout=60)

    def end(self, number: int) -> int:
        """Send a signal and wait; the exit status."""
        self.popen.send_signal(number)
        try:
            return self.popen.wait(timeout=30)
        finally:
            for stream in (self.popen.stdout, self.popen.stderr):
                assert stream is not None
                stream.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Starts sandbox processes, on one file unless told otherwise, and ends what is left of them."""
    processes: list[Process] = []

    def make(*arguments: str, fingerprint: str = "UQ_1") -> Process:
        processes.append(Process(tmp_path / "shop.db", *arguments, fingerprint=fingerprint))
        return processes[-1]

    yield make
    for process in processes:
        if process.popen.poll() is None:
            process.end(signal.SIGKILL)


def named(name: str, account: str = "cash") -> dict[str, Any]:
    return {
        "formIdentifier": "order",
        "paymentAccountIdentifier": account,
        "formData": {"en_US": [{"marker": "name", "type": "string", "value": name}]},
        "products": [{"productId": 14, "quantity": 1}],
    }


def buy(process: Process, prefix: str, answered: dict[str, int], count: int = 10_000) -> None:
    """Order one after the other until the server is gone; remember what was answered."""
    with process.client() as client:
        for number in range(count):
            name = f"{prefix}-{number}"
            try:
                answer = client.post(ORDERS, json=named(name))
            except httpx.HTTPError:
                return
            assert answer.status_code == 201, answer.text
            answered[name] = answer.json()["id"]


def all_orders(process: Process) -> list[dict[str, Any]]:
    with process.client() as client:
        orders: list[dict[str, Any]] = client.get(ORDERS, params={"limit": 100_000}).json()["items"]
        return orders


@pytest.mark.parametrize("after", [1, 40, 150])
def test_answered_orders_survive_kill_9_once_each(start, after):
    process = start()
    before = len(all_orders(process))
    answered: dict[str, int] = {}
    threads = [threading.Thread(target=buy, args=[process, f"client-{number}", answered]) for number in range(4)]
    for thread in threads:
        thread.start()
    while len(answered) < after:
        assert process.popen.poll() is None
        threading.Event().wait(0.001)
    process.end(signal.SIGKILL)
    for thread in threads:
        thread.join()

    again = start()
    orders = all_orders(again)
    new = {order["formData"][0]["value"]: order["id"] for order in orders[: len(orders) - before]}
    assert len(new) == len(orders) - before, "twice"
    assert answered.items() <= new.items(), "lost"
    assert len(new) <= len(answered) + len(threads), "more than was ever sent"
    assert [order["id"] for order in orders[: len(new)]] == list(range(88 + len(new), 88, -1))
    assert all(order["totalSum"] == "340.00" and len(order["products"]) == 1 for order in orders[: len(new)])
    assert len({order["createdDate"] for order in orders}) == len(orders)
    with again.client() as client:
        assert client.post(ORDERS, json=named("next")).json()["id"] == 89 + len(new)
    assert again.end(signal.SIGTERM) == 0


def test_sign_in_clock_and_app_token_survive_kill_9(start):
    process = start()
    with process.client() as client:
        first = client.post(ORDERS, json=named("first")).json()
    process.end(signal.SIGKILL)
    again = start(fingerprint="UQ_2")
    assert again.ready["app_token"] == process.ready["app_token"]
    again.headers = process.headers
    with again.client() as client:
        second = client.post(ORDERS, json=named("second")).json()
    assert (first["createdDate"][-10:], second["createdDate"][-10:]) == ("15:29.254Z", "15:30.506Z")


def test_two_processes_on_one_file_share_ids_and_dates(start):
    processes = [start(fingerprint=f"UQ_{number}") for number in range(2)]
    before = len(all_orders(processes[0]))
    answered: dict[str, int] = {}
    threads = [
        threading.Thread(target=buy, args=[processes[number % 2], f"client-{number}", answered, 15])
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answered.values()) == list(range(89, 149))
    views = [all_orders(process) for process in processes]
    assert views[0] == views[1]
    assert len(views[0]) == before + 60
    assert len({order["createdDate"] for order in views[0]}) == len(views[0])
    assert [process.end(signal.SIGINT) for process in processes] == [0, 0]


def test_two_processes_create_one_scenario_in_a_new_file(tmp_path):
    command = [sys.executable, "-m", "oneentry_toolkit.sandbox", "--db", str(tmp_path / "shop.db"), "--json"]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    lines = []
    for process in processes:
        assert process.stdout is not None
        lines.append(json.loads(process.stdout.readline()))
    for process in processes:
        process.terminate()
        assert process.wait(timeout=30) == 0
        assert process.stdout is not None
        process.stdout.close()
    assert len({line["app_token"] for line in lines}) == 1
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (88,)
    connection.close()


def test_a_file_keeps_its_data_whatever_the_options(tmp_path):
    """Opening a file again with other scenario options changes nothing in it; the clock can be chosen anew."""
    path = str(tmp_path / "shop.db")
    open_instance(Options(db=path, seed=3, orders=5)).store.close()
    again = open_instance(Options(db=path, seed=4, orders=500, clock="real"))
    with again.store.read() as tx:
        assert tx.execute("SELECT count(*) FROM orders").fetchone() == (93,)
        assert dict(tx.execute("SELECT key, value FROM meta"))["seed"] == "3"
        assert dict(tx.execute("SELECT key, value FROM meta"))["clock"] == "real"
    again.store.close()
    last = open_instance(Options(db=path))
    with last.store.read() as tx:
        assert dict(tx.execute("SELECT key, value FROM meta"))["clock"] == "real"
    last.store.close()


def test_exception_in_a_write_rolls_back(tmp_path):
    instance = open_instance(Options(db=str(tmp_path / "shop.db")))

    def half() -> None:
        with instance.store.write() as tx:
            tx.execute("DELETE FROM payment_sessions")
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        half()
    with instance.store.read() as tx:
        assert tx.execute("SELECT count(*) FROM payment_sessions").fetchone() == (45,)
    instance.store.close()


def not_a_database(path: Path) -> str:
    path.write_text("just some notes, long enough to be no database " * 50)
    return "file is not a database"


def somebody_elses(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    return "is a database of another program"


def newer(path: Path) -> str:
    open_instance(Options(db=str(path))).store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    connection.close()
    return r"was made by a newer version of the sandbox \(schema 99"


def older(path: Path) -> str:
    open_instance(Options(db=str(path))).store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
    connection.close()
    return r"was made by an older version of the sandbox \(schema 1, .* or another file"


def folder(path: Path) -> str:
    path.mkdir()
    return "unable to open database file"


@pytest.mark.parametrize("prepare", [not_a_database, somebody_elses, newer, older, folder])
def test_foreign_file_raises_and_is_unchanged(tmp_path, prepare):
    path = tmp_path / "other.db"
    message = prepare(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(SandboxError, match=message):
        Sandbox(db=str(path)).start()
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("path", ["{folder}/missing/shop.db", "{folder}/nul\0.db"])
def test_unusable_path_raises_sandbox_error(tmp_path, path):
    with pytest.raises(SandboxError, match=r"Cannot use .* as the sandbox's database"):
        Sandbox(db=path.format(folder=tmp_path)).start()


def test_empty_file_is_filled_with_the_scenario(tmp_path):
    path = tmp_path / "shop.db"
    path.touch()
    open_instance(Options(db=str(path))).store.close()
    assert path.stat().st_size > 0
