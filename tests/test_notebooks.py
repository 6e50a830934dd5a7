"""The notebooks: run, small, free of secrets and of this machine, and true against any server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import StartSandbox

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
BYTES_MAX = 200_000


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_what_is_stored(path: Path) -> None:
    """Every cell was run without an error; no token, path, port or widget state is stored; it is small."""
    text = path.read_text(encoding="utf-8")
    notebook: dict[str, Any] = json.loads(text)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell["outputs"]]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert "widgets" not in notebook["metadata"]
    assert len(text) < BYTES_MAX
    assert re.findall(r"eyJ[\w-]{20,}|sandbox-[0-9a-f]{32}|127\.0\.0\.1:\d+|/(?:home|root|tmp|Users)/", text) == []
    assert "123456" not in json.dumps(outputs).replace("+19991234567", "")
    assert notebook["cells"][0]["source"][0].startswith("# ")


def test_every_notebook_is_in_the_readme() -> None:
    """With its name as the link."""
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\(notebooks/([\w.]+)\)", readme) == [path.name for path in NOTEBOOKS]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_it_runs_unchanged_against_a_server_of_its_own(path: Path, start_sandbox: StartSandbox) -> None:
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
