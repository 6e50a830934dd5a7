"""A notebook saved from JupyterLab with its widgets' state holds no password, no code and no token."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .customer import APP, PASSWORD, PATIENCE_MS, USER
from .jupyter import save

pytestmark = pytest.mark.slow  # starts a browser and Jupyter; `make test` runs it

WRONG, NOT_SENT, CODE = "wrong-horse-battery", "never-sent-staple", "code-975310"


def everything(jupyter) -> dict[Path, str]:
    """All that Jupyter has written where notebooks are: their files and their checkpoints."""
    files = [path for path in jupyter.folder.rglob("*") if path.is_file()]
    return {path: path.read_text(encoding="utf-8", errors="replace") for path in files}


def undo(page, times: int = 8) -> None:
    for _ in range(times):
        page.keyboard.press("ControlOrMeta+Z")


def test_after_use(open_app, jupyter, tmp_path):
    """Refused, accepted, not sent: none of the passwords is in the files; undo brings none back."""
    kept = tmp_path / "sign-in.json"
    connected = f"oe.connect(tokens=oe.FileTokens({str(kept)!r}))"
    customer = open_app(code=APP.replace("oe.connect()", connected))
    page, password, email = customer.page, customer.app.get_by_label("Password"), customer.app.get_by_label("E-mail")

    customer.sign_in(USER, WRONG)
    expect(customer.app.get_by_role("alert").filter(has_text="Problem")).to_be_visible(timeout=PATIENCE_MS)
    expect(password).to_be_enabled(timeout=PATIENCE_MS)
    expect(password).to_have_value("")
    for field in (password, email):
        field.focus()
        undo(page)
        assert WRONG not in page.evaluate("[...document.querySelectorAll('input')].map(one => one.value)")
    save(page)

    customer.sign_in()
    customer.sees(f"You are signed in as {USER}.")
    customer.choose("Espresso machine Bora")
    pair = json.loads(kept.read_text(encoding="utf-8"))
    tokens = [pair["access_token"], pair["refresh_token"]]
    save(page)

    customer.button("Sign out").click()
    expect(password).to_be_visible(timeout=PATIENCE_MS)
    expect(password).to_have_value("")
    email.focus()
    undo(page)
    page.keyboard.press("Tab")
    undo(page)
    assert PASSWORD not in page.evaluate("[...document.querySelectorAll('input')].map(one => one.value)")

    password.fill(NOT_SENT)
    email.focus()
    customer.app.get_by_role("button", name="Show what is typed").click()
    expect(password).to_have_attribute("type", "text")
    save(page)

    state = json.loads(jupyter.saved(customer.notebook))["metadata"]["widgets"]
    models = state["application/vnd.jupyter.widget-state+json"]["state"]
    assert "AnyModel" in {one["model_name"] for one in models.values()}, "the state was not saved: nothing is proved"
    for path, text in everything(jupyter).items():
        assert [one for one in (WRONG, PASSWORD, NOT_SENT, *tokens) if one in text] == [], path


def test_a_code_not_sent(open_app, jupyter):
    """A one-time code that was typed and left is in no file either."""
    customer = open_app()
    customer.app.get_by_label("Account type").select_option(label="E-mail code")
    code = customer.app.get_by_label("One-time code")
    code.fill(CODE)
    code.press("Tab")
    save(customer.page)
    assert "One-time code" in jupyter.saved(customer.notebook), "the state was not saved: nothing is proved"
    assert [path for path, text in everything(jupyter).items() if CODE in text] == []
