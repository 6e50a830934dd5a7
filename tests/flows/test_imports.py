"""What a new interpreter imports on its way to an order, and to its frames."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import oneentry_toolkit as oe

from .conftest import PASSWORD, USER

ORDER = """
shop.users.sign_in({user!r}, {password!r})
order = shop.orders.create("orders", products={{14: 1}}, form={{"name": "Ada"}}, payment_account="cash")
assert shop.orders.get(order.id, "orders").form == {{"name": "Ada"}}
"""
FRAMES = """
assert len(shop.orders.frames(page_size=2, workers=4).orders) > 2
"""


def imported(sandbox: oe.Sandbox, tokens: Path, program: str) -> set[str]:
    """Names of the modules that a program of another process has imported."""
    program = (
        "import sys\n"
        "import oneentry_toolkit as oe\n"
        f"shop = oe.connect({sandbox.url!r}, {sandbox.app_token!r}, tokens=oe.FileTokens({str(tokens)!r}))\n"
        f"{program.format(user=USER, password=PASSWORD)}"
        "shop.close()\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tokens.parent
    )
    assert done.stderr == ""
    return set(done.stdout.split())


@pytest.mark.slow
def test_an_order_imports_no_generated_model(sandbox: oe.Sandbox, tmp_path: Path) -> None:
    """Nor anything else of the generated client, nor the parts of the toolkit that are not used."""
    found = imported(sandbox, tmp_path / "sign-in.json", ORDER)
    assert {
        name for name in found if name.partition(".")[0] in ("oneentry_client", "attrs", "pandas", "pyarrow")
    } == set()
    assert not found & {"oneentry_toolkit.checkout", "oneentry_toolkit.widgets", "oneentry_toolkit.payments.sessions"}
    assert sandbox.stats()["requests"]["createOrder"] == 1


@pytest.mark.slow
def test_an_ended_sign_in_is_renewed_and_kept(sandbox: oe.Sandbox, tmp_path: Path) -> None:
    """By the process that meets the 401; the next one has nothing to renew."""
    tokens = tmp_path / "sign-in.json"
    with oe.connect(url=sandbox.url, app_token=sandbox.app_token, tokens=oe.FileTokens(tokens)) as shop:
        shop.users.sign_in(USER, PASSWORD)
    before = tokens.read_text()
    sandbox.expire_tokens()
    for _ in range(2):
        assert "oneentry_client.models" not in imported(sandbox, tokens, FRAMES)
    assert sandbox.stats()["requests"]["refresh"] == 1
    assert tokens.read_text() != before
