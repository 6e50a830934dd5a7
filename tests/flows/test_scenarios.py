"""Scenario files from ``connect()`` and from the command line."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import cli

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ONEENTRY_URL", "ONEENTRY_APP_TOKEN", "ONEENTRY_SANDBOX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_checkout_in_a_shop_of_your_own(capsys: pytest.CaptureFixture[str]) -> None:
    path = SCENARIOS / "tiny.yaml"
    with oe.connect(sandbox=path) as shop:
        assert capsys.readouterr().out == (
            f"The shop of {path} is asked for: using the embedded sandbox "
            "(in memory; sign in as your-user@email.com).\n"
        )
        shop.users.sign_in("your-user@email.com", "123456")
        order = shop.orders.create("b2b", products={2958: 2}, form={"name": "Kim"}, payment_account="cash")
        assert (order.id, order.total) == (1, 51)
        assert shop.payments.create_session(order).status == "waiting"
        assert list(shop.orders.frame("b2b")["form.name"]) == ["Kim"]


def test_the_environment_forces_a_sandbox_over_an_address_in_dotenv(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("ONEENTRY_URL=https://shop.example\nONEENTRY_APP_TOKEN=t\n", "utf-8")
    monkeypatch.setenv("ONEENTRY_SANDBOX", "1")
    with oe.connect() as shop:
        assert shop.products.get(14).title == "Espresso machine Bora"
    assert capsys.readouterr().out.startswith(
        "ONEENTRY_SANDBOX is set, to the built-in shop: using the embedded sandbox"
    )


def test_the_line_names_the_file_that_an_address_comes_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".env").write_text("ONEENTRY_URL=https://shop.example\nONEENTRY_APP_TOKEN=t\n", "utf-8")
    oe.connect().close()
    assert capsys.readouterr().out == f"ONEENTRY_URL is set in {tmp_path / '.env'}: using shop.example.\n"


@pytest.mark.parametrize("page", ["notebooks/nbval_sanitize.cfg", "docs/notebooks-in-ci.md"])
@pytest.mark.slow
def test_notebooks_in_ci_disregard_each_line_that_names_a_sandbox(
    page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pattern = re.findall(r"regex: (ONEENTRY.*|\(ONEENTRY.*)", (SCENARIOS.parents[1] / page).read_text("utf-8"))[0]
    oe.connect().close()
    oe.connect(sandbox=True).close()
    oe.connect(sandbox=SCENARIOS / "tiny.yaml").close()
    monkeypatch.setenv("ONEENTRY_SANDBOX", "1")
    oe.connect().close()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert [line for line in lines if not re.fullmatch(pattern, line)] == []


def test_two_scenarios_are_two_sandboxes_and_one_scenario_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    paths = [SCENARIOS / "tiny.yaml", SCENARIOS / "fahrrad.yaml"]
    with (
        oe.connect(sandbox=paths[0]) as bikes,
        oe.connect(sandbox=paths[1]) as laden,
        oe.connect(sandbox=os.path.relpath(paths[0])) as more,
    ):
        assert [bikes.forms.get("checkout_form").marker, laden.forms.get("kasse").marker] == ["checkout_form", "kasse"]
        assert bikes.sandbox is more.sandbox is not laden.sandbox
    said = capsys.readouterr().out.splitlines()
    assert said[2].startswith(
        f"Using the embedded sandbox of {os.path.relpath(paths[0])} that is running already, with its orders: "
    )


def test_a_list_that_a_group_may_not_read_in_full_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    text = (SCENARIOS / "tiny.yaml").read_text("utf-8")
    path.write_text(
        f"{text}history: {{orders: 30}}\ngroups: {{guest: {{read: {{orders: 10, accounts: none}}}}}}\n", "utf-8"
    )
    with oe.connect(sandbox=path) as shop:
        shop.users.sign_in("your-user@email.com", "123456")
        with pytest.warns(
            oe.IncompleteListWarning, match=r"10 of 30 orders of storage 'b2b'\. A group with restricted"
        ):
            assert len(shop.orders.list("b2b")) == 10
        with pytest.raises(oe.AccessDeniedError, match="Permission data not found"):
            shop.payments.accounts()


def test_mistakes_of_a_file_are_said_by_connect(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text("products:\n  - {id: 1, titel: X}\n", "utf-8")
    with pytest.raises(oe.SettingsError) as caught:
        oe.connect(sandbox=path)
    assert str(caught.value).splitlines() == [
        f"The scenario {path} has 2 mistakes:",
        f"{path}:2:5: products[0]: the member 'title' is missing",
        f"{path}:2:13: products[0].titel: there is no such member; did you mean 'title'?",
    ]


def test_the_command_begins_and_checks_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "shop.yaml"
    assert cli.main(["scenario", "new", str(path)]) == 0
    assert cli.main(["scenario", "check", str(path)]) == 0
    assert capsys.readouterr().out.endswith("has no mistakes: My shop, 1 storage, 2 forms, 2 products, 1 user.\n")
    assert cli.main(["scenario", "new", str(path)]) == 1
    assert "is there already" in capsys.readouterr().err
    path.write_text("currency: euro\n", "utf-8")
    assert cli.main(["scenario", "check", str(path)]) == 1
    assert f"{path}:1:11: currency: 'euro' does not have the form" in capsys.readouterr().err


@pytest.mark.slow
def test_the_built_in_shop_is_a_file_to_begin_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "all.yaml"
    assert cli.main(["scenario", "new", str(path), "--built-in"]) == 0
    with oe.connect(sandbox=path) as copy, oe.connect(sandbox=True) as shop:
        assert copy.products.frame().equals(shop.products.frame())
    capsys.readouterr()
    assert cli.main(["scenario", "schema"]) == 0
    assert "storages" in json.loads(capsys.readouterr().out)["properties"]
