"""``oneentry scenario pull`` and ``diff``, and what differs between two scenarios."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import oneentry_toolkit as oe
from oneentry_toolkit import cli
from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.scenario.changes import changes

SCENARIOS = Path(__file__).parents[1] / "scenarios"
pytestmark = pytest.mark.slow
FAHRRAD = SCENARIOS / "fahrrad.yaml"


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    """A server that the settings name, as a live project."""
    with Sandbox(scenario=FAHRRAD) as sandbox:
        monkeypatch.delenv("ONEENTRY_SANDBOX", raising=False)
        monkeypatch.setenv("ONEENTRY_URL", sandbox.url)
        monkeypatch.setenv("ONEENTRY_APP_TOKEN", sandbox.app_token)
        monkeypatch.chdir(tmp_path)
        yield sandbox


def _edited(path: Path, *pairs: tuple[str, str]) -> Path:
    text = FAHRRAD.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return path


def test_pull_writes_a_file_that_serves(live: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["scenario", "pull", "--out", "shop.yaml"]) == 0
    said = capsys.readouterr()
    assert said.out == "Wrote shop.yaml. To serve it: oneentry sandbox --scenario shop.yaml\n"
    assert "Not complete: currency" in said.err
    assert cli.main(["scenario", "check", "shop.yaml"]) == 0
    assert cli.main(["scenario", "diff", "shop.yaml"]) == 0
    assert "The project is as shop.yaml says.\n" in capsys.readouterr().out


def test_pull_prints_without_a_file(live: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["scenario", "pull"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("# A OneEntry project")
    assert "ONEENTRY_URL is set" in said.err
    with oe.connect() as shop, pytest.warns(oe.IncompleteListWarning):
        assert said.out == shop.scenario().text


def test_pull_signs_in(live: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEENTRY_PROVIDER", "kunden")
    monkeypatch.setattr("getpass.getpass", lambda prompt: live.password)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert cli.main(["scenario", "pull", "--user", live.user, "--out", "shop.yaml"]) == 0
    assert capsys.readouterr().err.count("Not complete") == 0
    text = Path("shop.yaml").read_text("utf-8")
    assert "currency: EUR" in text
    assert live.user not in text


def test_pull_replaces_a_file_only_when_told_to(live: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    Path("shop.yaml").write_text("title: Mine\n", "utf-8")
    assert cli.main(["scenario", "pull", "--out", "shop.yaml"]) == 1
    assert "shop.yaml exists" in capsys.readouterr().err
    assert Path("shop.yaml").read_text("utf-8") == "title: Mine\n"
    assert cli.main(["scenario", "pull", "--out", "shop.yaml", "--force"]) == 0
    assert "kundenkonto" in Path("shop.yaml").read_text("utf-8")


def test_pull_needs_a_project(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ONEENTRY_URL", "ONEENTRY_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONEENTRY_SANDBOX", "1")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["scenario", "pull"]) == 1
    assert "Set ONEENTRY_URL and ONEENTRY_APP_TOKEN" in capsys.readouterr().err
    assert cli.main(["scenario", "diff", "shop.yaml"]) == 2


def test_diff_says_what_has_drifted(live: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _edited(
        tmp_path / "ours.yaml",
        ("vorname:", "rufname:"),
        ("fertig: {title: {de_DE: Fertig, en_US: Done}}", "abgeholt: {title: {de_DE: Fertig, en_US: Done}}"),
        ("{completed: fertig}", "{completed: abgeholt}"),
        ("status: fertig", "status: abgeholt"),
        ("price: 450", "price: 440"),
        (
            "termin: {type: date, title: {de_DE: Termin, en_US: Date}}",
            "termin: {type: date, title: Termin, required: true}",
        ),
        ("  - {id: 3000, title: Maßrahmen, price: null}\n", ""),
    )
    assert cli.main(["scenario", "diff", str(path)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "forms.kundenkonto.fields.rufname: renamed to vorname",
        'forms.kasse.fields.termin.title: "Termin" became {"de_DE": "Termin", "en_US": "Date"}',
        "forms.kasse.fields.termin.required: removed",
        "storages.laden.statuses.abgeholt: renamed to fertig",
        "products.2957.price: 440 became 450",
        "products.3000: added",
    ]


def test_diff_of_a_server_with_one_language_at_a_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with Sandbox(scenario=FAHRRAD, localization="flat") as live:
        monkeypatch.setenv("ONEENTRY_URL", live.url)
        monkeypatch.setenv("ONEENTRY_APP_TOKEN", live.app_token)
        both = ["--languages", "de_DE, en_US"]
        assert cli.main(["scenario", "pull", "--out", "shop.yaml", *both]) == 0
        assert cli.main(["scenario", "diff", "shop.yaml", *both]) == 0
    assert "The project is as shop.yaml says." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--products", "0"], "'0' is not a whole number from 1 to 2147483647"),
        (["--products", "1e3"], "'1e3' is not a whole number"),
        (["--languages", ""], "'' is not a list of language codes, such as en_US,de_DE"),
        (["--languages", "english"], "'english' is not a list of language codes"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_read(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["scenario", "pull", *arguments])
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("out", ["no/folder.yaml", "there.yaml"])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_read(
    out: str, live: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("there.yaml").write_text("mine", "utf-8")
    live.stop()
    assert cli.main(["scenario", "pull", "--out", out]) == 1
    assert out in capsys.readouterr().err


def test_diff_reads_the_file_before_the_project(live: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    live.stop()
    assert cli.main(["scenario", "diff", "missing.yaml"]) == 2
    assert "missing.yaml: No such file" in capsys.readouterr().err


def test_diff_into_a_pipe_that_closes_exits_as_the_comparison_does(
    live: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    path = _edited(tmp_path / "ours.yaml", ("price: 450", "price: 440"))
    monkeypatch.setattr("sys.stdout", Closed())
    assert cli.main(["scenario", "diff", str(path)]) == 1
    sys.stdout.close()  # it writes to nowhere now


def test_no_password_at_the_terminal_is_an_error(
    live: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", ends)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert cli.main(["scenario", "pull", "--user", "a"]) == 1
    assert "--user needs the password" in capsys.readouterr().err


@pytest.mark.parametrize("text", [None, "forms: [", "forms: {a: {fields: {b: holo}}}"])
def test_diff_that_fails_exits_with_2(
    text: str | None, live: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ours.yaml"
    if text is not None:
        path.write_text(text, "utf-8")
    assert cli.main(["scenario", "diff", str(path)]) == 2
    assert str(path) in capsys.readouterr().err


def test_diff_compares_only_what_both_have_of_a_list_that_is_cut(
    live: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["scenario", "diff", str(FAHRRAD), "--products", "1"]) == 0
    said = capsys.readouterr()
    assert re.search("Not compared as a whole: products: Only the first 1", said.err)


@pytest.mark.parametrize("read", ["2", "none", "{forms: none, accounts: none}"])
def test_diff_reads_a_file_past_the_limits_of_its_groups(
    read: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _edited(tmp_path / "shop.yaml", ("forms:\n", f"groups: {{guest: {{read: {read}}}}}\n\nforms:\n"))
    monkeypatch.chdir(tmp_path)
    with Sandbox(scenario=FAHRRAD) as live:
        monkeypatch.setenv("ONEENTRY_URL", live.url)
        monkeypatch.setenv("ONEENTRY_APP_TOKEN", live.app_token)
        assert cli.main(["scenario", "diff", str(path)]) == 0
    if read != "2":
        return
    with Sandbox(scenario=path) as live:
        monkeypatch.setenv("ONEENTRY_URL", live.url)
        monkeypatch.setenv("ONEENTRY_APP_TOKEN", live.app_token)
        assert cli.main(["scenario", "diff", str(path)]) == 0
    assert "Not compared as a whole: products: The server gave 2 of 3 products" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"forms": {"a": {"id": 1}}}, {"forms": {"b": {"id": 1}}}, ["forms.a: renamed to b"]),
        (
            {"forms": {"a": {"id": 1, "title": "A"}}},
            {"forms": {"b": {"id": 1, "title": "B"}}},
            ["forms.a: renamed to b", 'forms.b.title: "A" became "B"'],
        ),
        ({"forms": {"a": {"id": 1}}}, {"forms": {"b": {"id": 2}}}, ["forms.a: removed", "forms.b: added"]),
        (
            {"products": [{"id": 1}, {"id": 2}]},
            {"products": [{"id": 2}, {"id": 3}]},
            ["products.1: removed", "products.3: added"],
        ),
        ({"languages": ["de", "en"]}, {"languages": ["de"]}, ['languages: ["de", "en"] became ["de"]']),
        (
            {"forms": {"a": {"fields": {"x": {"title": "X"}, "y": {"title": "Y"}, "z": {"title": "Z"}}}}},
            {"forms": {"a": {"fields": {"z": {"title": "Z"}, "w": {"title": "X"}, "y": {"title": "Y"}}}}},
            ["forms.a.fields: now in the order z, w, y", "forms.a.fields.x: renamed to w"],
        ),
        (
            {"forms": {"a": {"options": [{"value": "x"}, {"value": "y"}]}}},
            {"forms": {"a": {"options": [{"value": "y"}, {"value": "x"}]}}},
            ["forms.a.options: now in the order y, x"],
        ),
        (
            {"storages": {"a": {"statuses": {"x": {}, "y": {}}}}},
            {"storages": {"a": {"statuses": {"y": {}, "x": {}, "z": {}}}}},
            ["storages.a.statuses: now in the order y, x", "storages.a.statuses.z: added"],
        ),
        (
            {"discounts": {"a": {"conditions": [{"conditionType": "X", "value": {"amount": 1}}]}}},
            {"discounts": {"a": {"conditions": [{"conditionType": "X", "value": {"amount": 2}}]}}},
            [
                'discounts.a.conditions: [{"conditionType": "X", "value": {"amount": 1}}] became '
                '[{"conditionType": "X", "value": {"amount": 2}}]'
            ],
        ),
        (
            {"title": f"{'long ' * 20}one"},
            {"title": f"{'long ' * 20}two"},
            ['title: ...long long long long one" became ...long long long long two"'],
        ),
        ({"users": [{"login": "a"}]}, {"users": [{"login": "b"}]}, []),
        ({"currency": "EUR"}, {}, []),
        ({"currency": "EUR"}, {"currency": "USD"}, ['currency: "EUR" became "USD"']),
        ({"pages": {"a": {}}}, {"pages": {"a": {"id": 5}}}, ["pages.a.id: added"]),
        ({"blocks": {"a": None}}, {"blocks": {"a": {"id": 1}}}, []),
        ({"forms": {"a": {"type": "order"}}}, {"forms": {"a": {"id": 1, "type": "data"}}}, []),
        ({"title": None}, {"title": {"en_US": "A"}}, ['title: null became {"en_US": "A"}']),
    ],
)
def test_changes(before: dict[str, Any], after: dict[str, Any], said: list[str]) -> None:
    assert [str(one) for one in changes(before, after, unread=set())] == said


def test_changes_of_what_was_not_read_are_none() -> None:
    before = {
        "forms": {"a": {"title": "A"}, "b": {}},
        "products": [{"id": 1, "price": 1}, {"id": 2}],
        "pages": {"x": {}},
    }
    after = {"forms": {"a": {"title": "B"}}, "products": [{"id": 1, "price": 2}]}
    found = changes(before, after, unread={"forms", "products"})
    assert [str(one) for one in found] == ['forms.a.title: "A" became "B"', "products.1.price: 1 became 2"]
    assert found[0] == oe.ScenarioChange(("forms", "a", "title"), "changed", "A", "B")
