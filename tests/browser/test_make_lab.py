"""`make lab` as a newcomer sees it: the notebooks with their pictures and links, and no question about news."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .jupyter import READY_WITHIN_S, ROOT

pytestmark = pytest.mark.long  # starts a browser and Jupyter


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address that `make lab` prints, in a home of its own."""
    token = secrets.token_hex(16)
    options = f"--no-browser --ip=127.0.0.1 --port=0 --allow-root --IdentityProvider.token={token}"
    homes = {"HOME": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"), "JUPYTER_PREFER_ENV_PATH": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "JUPYTER_"))}
    with subprocess.Popen(
        ["make", "lab", f"VENV={sys.prefix}", f"LAB_ARGS={options}"],
        cwd=ROOT,
        env=kept | homes,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        late = threading.Timer(READY_WITHIN_S, os.killpg, (process.pid, signal.SIGKILL))
        late.start()
        log: list[str] = []
        try:
            for line in process.stderr:
                log.append(line)
                if found := re.search(r"(http://127\.0\.0\.1:\d+/lab/[^?\s]+)", line):
                    break
            else:
                pytest.fail(f"make lab did not start:\n{''.join(log)}")
            late.cancel()
            reading = threading.Thread(target=log.extend, args=(process.stderr,), daemon=True)
            reading.start()
            yield f"{found[1]}?token={token}"
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(READY_WITHIN_S)
            reading.join(READY_WITHIN_S)
        finally:
            late.cancel()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def test_make_lab_opens_a_notebook_without_questions_and_with_pictures(lab: str, browser: Browser) -> None:
    page = browser.new_page()
    failed: list[str] = []
    elsewhere: list[str] = []
    page.on("response", lambda answer: failed.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("request", lambda request: elsewhere.append(request.url) if "127.0.0.1" not in request.url else None)
    page.goto(lab)
    expect(page.get_by_role("heading", name="A checkout, step by step")).to_be_visible(timeout=READY_WITHIN_S * 1000)
    page.get_by_role("listitem", name=re.compile("03_checkout_by_form")).dblclick()
    picture = page.get_by_role("img", name="The app in JupyterLab")
    expect(picture).to_be_visible(timeout=READY_WITHIN_S * 1000)
    page.wait_for_function("picture => picture.naturalWidth > 0", arg=picture.element_handle())
    # The question about news comes a moment after JupyterLab is ready.
    page.wait_for_timeout(3000)
    expect(page.get_by_text("Jupyter news")).to_have_count(0)
    assert failed == []
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []
    page.close()
