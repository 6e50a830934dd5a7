"""The notebooks run, are small, and hold no secrets or machine paths."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from nbclient import NotebookClient

import oneentry_toolkit as oe
from oneentry_toolkit.sandbox import Sandbox

from .conftest import StartSandbox

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
BYTES_MAX = 200_000


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_stored_notebook_has_no_errors_secrets_or_machine_paths(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook: dict[str, Any] = json.loads(text)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell["outputs"]]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert "widgets" not in notebook["metadata"]
    assert len(text) < BYTES_MAX
    for output in outputs:
        output.get("data", {}).pop("image/png", None)  # its letters may look like a token
    words = json.dumps(notebook)
    assert re.findall(r"eyJ[\w-]{20,}|sandbox-[0-9a-f]{32}|127\.0\.0\.1:\d+|/(?:home|root|tmp|Users)/", words) == []
    assert "123456" not in json.dumps(outputs).replace("+19991234567", "")
    assert notebook["cells"][0]["source"][0].startswith("# ")


def test_readme_links_every_notebook() -> None:
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\(notebooks/([\w.]+)\)", readme) == [path.name for path in NOTEBOOKS]


@pytest.mark.long
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_notebook_runs_against_a_separate_sandbox_with_equal_outputs(path: Path, start_sandbox: StartSandbox) -> None:
    """Given by the two variables; compared to the letter, but for where the shop is.

    A notebook that plays the customer in the embedded sandbox goes another way elsewhere: there it has to run.
    """
    compared = "--nbval-lax" if "shop.is_sandbox" in path.read_text(encoding="utf-8") else "--nbval"
    with start_sandbox() as server:
        environment = {**os.environ, "ONEENTRY_URL": server["url"], "ONEENTRY_APP_TOKEN": server["app_token"]}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", compared, "--nbval-current-env"]
        sanitize = ["--nbval-sanitize-with", str(FOLDER / "nbval_sanitize.cfg")]
        done = subprocess.run(
            [*command, *sanitize, str(path)], env=environment, capture_output=True, text=True, cwd=FOLDER.parent
        )
    assert done.returncode == 0, done.stdout


OTHER_SHOP = """
import oneentry_toolkit as oe

shop = oe.connect()
===
shop.users.sign_in("your-user@email.com", "123456")
===
form = {"name": "Kim", "abholung": "laden", "termin": "2026-03-02T00:00:00.000Z"}
order = shop.orders.create("laden", products={2957: 1, 2958: 2}, form=form, payment_account="karte")
order
===
[(one.marker, one.title) for one in shop.orders.statuses("laden")]
===
session = shop.payments.create_session(order)
session.id, session.status, session.payment_url is not None
===
shop.orders.frame("laden")[["status", "total", "currency", "form.name"]]
===
[field.title for field in shop.forms.get("kasse").fields]
===
shop.products.frame()[["title", "price", "status"]]
"""


@pytest.mark.slow
def test_notebook_of_another_shop_runs_offline_and_against_the_shop_itself(
    tmp_path: Path, start_sandbox: StartSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other markers, language and currency, on the scenario that was taken from the shop."""
    monkeypatch.setenv("ONEENTRY_LANG", "de_DE")
    source = FOLDER.parent / "tests" / "scenarios" / "fahrrad.yaml"
    with Sandbox(scenario=source) as away, oe.connect(away.url, away.app_token) as shop:
        shop.users.sign_in(away.user, away.password)
        scenario = shop.scenario().save(tmp_path / "shop.yaml")
    path = tmp_path / "notebooks" / "report.ipynb"
    path.parent.mkdir()
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in OTHER_SHOP.split("===")]
    )
    monkeypatch.setenv("ONEENTRY_SANDBOX", str(scenario))
    NotebookClient(notebook, kernel_name="python3").execute()
    nbformat.write(notebook, path)
    saved = path.read_text("utf-8")
    assert all(text in saved for text in ("501.00 EUR", "Abholung", "Stadtrad")), saved

    done = _as_the_guide_says(path)
    assert (done.returncode, "8 passed" in done.stdout) == (0, True), done.stdout
    monkeypatch.delenv("ONEENTRY_SANDBOX")
    with start_sandbox("--scenario", str(scenario)) as live:
        monkeypatch.setenv("ONEENTRY_URL", live["url"])
        monkeypatch.setenv("ONEENTRY_APP_TOKEN", live["app_token"])
        done = _as_the_guide_says(path)
    assert (done.returncode, "8 passed" in done.stdout) == (0, True), done.stdout


GUIDE = (FOLDER.parent / "docs" / "notebooks-in-ci.md").read_text(encoding="utf-8")


def _as_the_guide_says(notebook: Path) -> subprocess.CompletedProcess[str]:
    """Its file and its command, in the folder above the notebook's."""
    settings = re.search(r"```ini\n(.*?)```", GUIDE, re.S)
    command = re.search(r"^python (-m pytest .*)$", GUIDE, re.M)
    assert settings is not None and command is not None
    (notebook.parent / "nbval_sanitize.cfg").write_text(textwrap.dedent(settings[1]), encoding="utf-8")
    return subprocess.run(
        [sys.executable, *command[1].split()], capture_output=True, text=True, cwd=notebook.parents[1], check=False
    )


@pytest.mark.slow
@pytest.mark.long
def test_guide_command_fails_for_changed_outputs(tmp_path: Path, start_sandbox: StartSandbox, monkeypatch) -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("import oneentry_toolkit as oe\n\nshop = oe.connect()"),
            nbformat.v4.new_code_cell('shop.users.sign_in("your-user@email.com", "123456")'),
            nbformat.v4.new_code_cell('shop.orders.frame("orders")["total"].sum()'),
        ]
    )
    path = tmp_path / "notebooks" / "report.ipynb"
    path.parent.mkdir()
    NotebookClient(notebook, kernel_name="python3").execute()
    nbformat.write(notebook, path)
    with start_sandbox() as server, monkeypatch.context() as patch:
        patch.setenv("ONEENTRY_URL", server["url"])
        patch.setenv("ONEENTRY_APP_TOKEN", server["app_token"])
        done = _as_the_guide_says(path)
    assert (done.returncode, "3 passed" in done.stdout) == (0, True), done.stdout
    # Beside the notebook itself, which passes in the embedded sandbox: each is a kernel of its own.
    notebook.cells[2].outputs[0].data["text/plain"] = "Decimal('1.00')"
    nbformat.write(notebook, path.with_name("changed.ipynb"))
    done = _as_the_guide_says(path)
    assert (done.returncode, "1 failed, 5 passed" in done.stdout) == (1, True), done.stdout
    assert "Decimal('1.00')" in done.stdout


def test_guide_workflow_has_the_explained_commands() -> None:
    workflow = re.search(r"```yaml\n(.*?)```", GUIDE, re.S)
    assert workflow is not None
    steps = [step["run"] for step in yaml.safe_load(workflow[1])["jobs"]["notebooks"]["steps"] if "run" in step]
    assert steps == re.findall(r"^python -m .*$", GUIDE, re.M)
