"""The documents are correct: settings, commands, methods, examples and links."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import demo
from oneentry_toolkit.settings import NAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "generated_client").glob("*.md")])


def test_readme_lists_every_setting_with_its_meaning() -> None:
    assert re.findall(r"^\| `(ONEENTRY_\w+)` \| (.*) \|$", README, re.M) == list(NAMES.items())


def test_readme_lists_exactly_the_public_methods() -> None:
    from oneentry_toolkit.orders.orders import Orders
    from oneentry_toolkit.payments.refunds import Refunds
    from oneentry_toolkit.payments.sessions import Payments
    from oneentry_toolkit.resources.discounts import Discounts
    from oneentry_toolkit.resources.files import Files
    from oneentry_toolkit.resources.forms import Forms
    from oneentry_toolkit.resources.products import Products
    from oneentry_toolkit.resources.users import Users

    nouns = {
        "users": Users,
        "orders": Orders,
        "payments": Payments,
        "refunds": Refunds,
        "discounts": Discounts,
        "forms": Forms,
        "files": Files,
        "products": Products,
    }
    table = dict(re.findall(r"^\| `(\w+)` \| (`.*`) \|$", README, re.M))
    for noun, owner in nouns.items():
        methods = {name for name, _ in inspect.getmembers(owner, inspect.isfunction) if not name.startswith("_")}
        assert set(re.findall(r"`(\w+)`", table[noun])) == methods - {"known"}


def test_the_readme_shows_the_package_docstring() -> None:
    """The five lines are the same everywhere."""
    example = re.findall(r"```python\n(.*?)```", README, re.S)[0]
    docstring = inspect.cleandoc(oe.__doc__ or "")
    shown = "\n".join(line.strip() for line in re.findall(r"^    (.*)$", docstring, re.M))
    assert shown.split("\n") == [line for line in example.split("\n") if line]


def test_readme_examples_run_on_the_sandbox(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    shown = []
    for example in re.findall(r"```python\n(.*?)```", README, re.S):
        exec(compile(example, "README.md", "exec"), names)
        shown.append(repr(names["session"]).partition(", http")[0].rstrip(">"))
    shop = names["shop"]
    assert isinstance(shop, oe.Shop)
    assert (shown[0], shown[-1]) == ("<PaymentSession 46: waiting, order 89", "<PaymentSession 47: waiting, order 90")
    assert repr(names["files"]) == "<OrderFiles 37 orders: 57 lines>"
    shop.close()
    assert "embedded sandbox" in capsys.readouterr().out


def test_demo_prints_order_session_and_frames(capsys: pytest.CaptureFixture[str]) -> None:
    demo.run()
    shown = capsys.readouterr().out
    assert "<Order 89: 340.00 USD>" in shown
    assert "46  89     waiting" in shown
    assert shown.count(">>> ") >= len(demo.STEPS)
    assert "currency\nUSD " in shown


@pytest.mark.slow
@pytest.mark.parametrize("command", [[], ["demo"], ["sandbox"]])
def test_every_command_has_help_and_is_in_the_readme(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "oneentry_toolkit.cli", *command, "--help"], capture_output=True, text=True, check=True
    )
    assert "usage: oneentry" in done.stdout
    if command == ["sandbox"]:
        assert "oneentry sandbox" in README


@pytest.mark.slow
def test_unknown_command_exits_with_status_2_and_usage() -> None:
    done = subprocess.run([sys.executable, "-m", "oneentry_toolkit.cli", "nothing"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "invalid choice: 'nothing'" in done.stderr


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {"demo", "test", "setup", "lab", "check", "regen", "bench"} <= targets
    assert set(re.findall(r"`?make (\w+)", README)) <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=[str(path.relative_to(ROOT)) for path in DOCUMENTS])
def test_relative_links_have_existing_targets(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_layers_in_the_contract_and_in_the_docs_are_those_of_the_list() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "layers.py", "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_documents_name_the_wheel_with_the_current_version() -> None:
    named = {
        found for document in DOCUMENTS for found in re.findall(r"oneentry_toolkit-([\w.]+?)-py3", document.read_text())
    }
    assert named == {oe.__version__}


def test_changelog_has_the_current_version() -> None:
    assert f"## {oe.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_readme_lists_exactly_the_sandbox_controls() -> None:
    named = set(re.findall(r"`(\w+)\([^`]*\)`", README.split("## The sandbox")[1].split("## Notebooks")[0]))
    named.discard("connect")
    assert named == {
        "outbox", "settle_session", "decide_refund", "expire_tokens", "add_fault", "clear_faults", "set_clock", "stats",
        "reset",
    }  # fmt: skip
    for name in named:
        assert getattr(oe.Sandbox, name).__doc__
