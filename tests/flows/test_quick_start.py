"""A new interpreter to its first frames: nothing on the way that is only for what goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER

# What the careful way and the rooms that nobody entered stand on.
HEAVY = [
    *("attr", "attrs", "click", "dotenv", "httpx", "ipywidgets", "matplotlib", "rich", "stamina", "tenacity", "tqdm"),
    *(
        "oneentry_client",
        "oneentry_toolkit.checkout",
        "oneentry_toolkit.transport.http",
        "oneentry_toolkit.payments.sessions",
    ),
    *(
        "oneentry_toolkit.orders.dask",
        "oneentry_toolkit.orders.parquet",
        "oneentry_toolkit.resources.raw",
        "oneentry_toolkit.resources.users",
    ),
]


@pytest.fixture
def kept(sandbox: oe.Sandbox, tmp_path: Path) -> Path:
    """A sign-in in a file."""
    path = tmp_path / "sign-in.json"
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, tokens=oe.FileTokens(path)) as shop:
        shop.users.sign_in(USER, PASSWORD)
    return path


def frames(sandbox: oe.Sandbox, kept: Path) -> dict[str, object]:
    """What a new interpreter got, and which heavy modules it has."""
    program = (
        "import json, sys\n"
        "import oneentry_toolkit as oe\n"
        f"shop = oe.connect({sandbox.url!r}, {sandbox.app_token!r}, tokens=oe.FileTokens({str(kept)!r}))\n"
        "found = shop.orders.frames(page_size=2, workers=4)\n"
        f"heavy = [name for name in {HEAVY} if name in sys.modules]\n"
        "shop.close()\n"
        "print(json.dumps([found.orders['order_id'].tolist(), len(found.lines), heavy]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=kept.parent)
    assert done.stderr == ""
    orders, lines, heavy = json.loads(done.stdout)
    return {"orders": orders, "lines": lines, "heavy": heavy}


def test_frames_import_little(sandbox: oe.Sandbox, shop: oe.Shop, kept: Path) -> None:
    """All is there, each request was sent once, and nothing heavy was imported."""
    expected = list(shop.orders.list())
    before = sandbox.stats()["requests"]
    found = frames(sandbox, kept)
    after = sandbox.stats()["requests"]
    assert found["orders"] == [order.id for order in expected]
    assert found["lines"] == sum(len(order.lines) for order in expected)
    assert found["heavy"] == []
    assert after["listOrderStorages"] == before["listOrderStorages"] + 1
    assert after["refresh"] == before["refresh"]


@pytest.mark.slow
@pytest.mark.parametrize("operation", ["listOrderStorages", "listOrders"])
@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 429, "retry_after_s": 0}, {"drop_answer": True}])
def test_a_fault_costs_only_time(
    sandbox: oe.Sandbox, shop: oe.Shop, kept: Path, operation: str, fault: dict[str, object]
) -> None:
    """The careful way is imported then, and brings the same."""
    expected = [order.id for order in shop.orders.list()]
    sandbox.add_fault(operation=operation, times=1, **fault)
    found = frames(sandbox, kept)
    assert found["orders"] == expected
    assert "httpx" in str(found["heavy"])


@pytest.mark.slow
def test_an_ended_sign_in_is_renewed_and_kept(sandbox: oe.Sandbox, kept: Path) -> None:
    """By the first who meets the 401; the next interpreter starts quickly again."""
    before = kept.read_text()
    sandbox.expire_tokens()
    assert frames(sandbox, kept)["orders"]
    assert sandbox.stats()["requests"]["refresh"] == 1
    assert kept.read_text() != before
    assert frames(sandbox, kept)["heavy"] == []
