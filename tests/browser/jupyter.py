"""Chromium and a Jupyter server with default settings: JupyterLab, Notebook 7 and Voila in one process."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import nbformat
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READY_WITHIN_S = 120
"""A kernel's start and a page's first paint on a machine that is busy with other tests."""

# The names of JupyterLab's settings are those of its settings editor.
_LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    # Saving is what a test does by hand.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
_RUN_ALL = """async () => {
    const app = window.jupyterapp;
    await app.restored;
    const panel = app.shell.currentWidget;
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
    await app.commands.execute('notebook:run-all-cells');
}"""
_SAVE = "async () => { await window.jupyterapp.shell.currentWidget.context.save(); }"


@contextmanager
def launch_chromium() -> Iterator[Browser]:
    """This machine's Chromium, driven by Playwright.

    Raises:
        RuntimeError: there is none; the message says how to install it.
    """
    found = subprocess.run([ROOT / "tools" / "chromium.sh"], capture_output=True, text=True)
    if found.returncode:
        raise RuntimeError(found.stderr.strip())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.stdout.strip(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Jupyter:
    """A running server. ``folder`` is what it shows."""

    url: str
    folder: Path
    token: str = field(repr=False)
    log: list[str] = field(repr=False)

    def write(self, *cells: str) -> str:
        """A new notebook with these cells; gives its name."""
        name = f"{secrets.token_hex(4)}.ipynb"
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
            metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        )
        nbformat.write(notebook, self.folder / name)
        return name

    def address(self, front_end: str, name: str) -> str:
        """Where a front end shows a notebook: ``lab``, ``notebook`` or ``voila``."""
        # Without a workspace of its own JupyterLab opens the tabs of the test before.
        where = {"lab": f"lab/workspaces/{name[:8]}/tree", "notebook": "notebooks", "voila": "voila/render"}[front_end]
        return f"{self.url}/{where}/{name}?token={self.token}"

    def saved(self, name: str) -> str:
        """The notebook's file as it is now."""
        return (self.folder / name).read_text(encoding="utf-8")

    def end_kernels(self) -> None:
        """Ends all kernels."""
        with httpx.Client(base_url=self.url, headers={"authorization": f"token {self.token}"}, timeout=30) as http:
            for one in http.get("/api/kernels").json():
                http.delete(f"/api/kernels/{one['id']}")


def run_all(page: Page) -> None:
    """Runs the notebook that JupyterLab or Notebook 7 shows, when its kernel is ready and not before."""
    page.wait_for_function(
        "() => window.jupyterapp?.shell?.currentWidget?.sessionContext", timeout=READY_WITHIN_S * 1000
    )
    page.evaluate(_RUN_ALL)


def save(page: Page) -> None:
    """Saves the notebook that JupyterLab or Notebook 7 shows."""
    page.evaluate(_SAVE)


@contextmanager
def serve_jupyter(
    folder: Path, *, environment: Mapping[str, str], lab_settings: Mapping[str, Any] | None = None
) -> Iterator[Jupyter]:
    """Starts the server in a folder of its own, and ends it with its kernels.

    Args:
        folder: an empty folder.
        environment: more variables for the server and its kernels.
        lab_settings: more settings of JupyterLab, by plugin.
    """
    homes = {name: folder / name.lower() for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    homes |= {"IPYTHONDIR": folder / "ipython", "HOME": folder / "home", "MPLCONFIGDIR": folder / "matplotlib"}
    shown = folder / "shown"
    for one in (shown, *homes.values()):
        one.mkdir(parents=True)
    overrides = homes["JUPYTER_CONFIG_DIR"] / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir()
    overrides.write_text(json.dumps({**_LAB_SETTINGS, **(lab_settings or {})}), encoding="utf-8")
    token = secrets.token_hex(16)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root"),
        f"--ServerApp.root_dir={shown}",
        "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        "--ServerApp.terminals_enabled=False",
        "--VoilaConfiguration.show_tracebacks=True",
    ]
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ONEENTRY_")},
        **{name: str(home) for name, home in homes.items()},
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_TOKEN": token,
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        **environment,
    }
    with subprocess.Popen(command, cwd=shown, env=variables, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        late = threading.Timer(READY_WITHIN_S, process.kill)
        late.start()
        log: list[str] = []
        reading = threading.Thread(target=log.extend, args=(process.stderr,), daemon=True)
        try:
            address = _first_address(process.stderr, log)
            late.cancel()
            if address is None:
                raise RuntimeError(f"Jupyter did not start:\n{''.join(log)}")
            reading.start()
            yield Jupyter(address, shown, token, log)
        finally:
            late.cancel()
            process.terminate()
            try:
                process.wait(READY_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
            if reading.ident is not None:
                reading.join(READY_WITHIN_S)


def _first_address(lines: Any, log: list[str]) -> str | None:
    for line in lines:
        log.append(line)
        if found := re.search(r"(http://127\.0\.0\.1:\d+)/lab", line):
            return found[1]
    return None
