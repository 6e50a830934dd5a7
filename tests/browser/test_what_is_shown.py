"""What a field shows is what Python has when a button is pressed: no event lost, none overtaken by the press."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from .customer import APP, PATIENCE_MS, USER

pytestmark = pytest.mark.slow  # starts a browser and Jupyter; `make test` runs it

LISTENING = """

import json
import threading

heard = []

def note(what):
    def hear(*_):
        heard.append((what, threading.current_thread().name))
        with open("heard.json", "w") as file:
            json.dump(heard, file)
    return hear

form = app._sign_in
form._controls["email_reg"].inputs[0].observe(note("login"), "value")
form._secret.secret.on_msg(note("password"))
form._submit.on_click(note("press"))
"""
# As if these fields were never left: browsers differ in when they say so, such as when a field is taken off the page.
NO_CHANGE = """addEventListener("change", (event) => {
    const label = event.target.labels?.[0]?.textContent;
    if (event.isTrusted && /^(E-mail|Password|Name) [*]$/.test(label)) event.stopImmediatePropagation();
}, true);"""
NEW_VIEW = """async () => {
    const app = window.jupyterapp, panel = app.shell.currentWidget;
    panel.content.activeCellIndex = 0;
    await app.commands.execute('notebook:create-output-view');
}"""


def test_in_the_order_of_the_page(open_app, jupyter):
    """All that the customer does is heard in one thread, also after Python has spoken to some fields only."""
    customer = open_app(code=APP.removesuffix("app") + LISTENING.strip() + "\napp")
    customer.button("Sign in").click()
    customer.sees("Password is missing.")
    customer.sign_in()
    customer.sees(f"You are signed in as {USER}.")
    heard = json.loads((jupyter.folder / "heard.json").read_text(encoding="utf-8"))
    first = [what for what, _ in heard].index("press")
    told = heard[first + 1 :]  # what is told while the page is opened may come before JupyterLab has its other thread
    assert {what for what, _ in told} == {"login", "password", "press"}
    assert len({thread for _, thread in told}) == 1, heard


def test_without_change_events(shop, open_app, tmp_path):
    """Passwords are told key by key, other fields before the next press: signed in, and the order has the name."""
    script = tmp_path / "no_change.js"
    script.write_text(NO_CHANGE, encoding="utf-8")
    customer = open_app(init_script=str(script))
    customer.sign_in()
    customer.sees(f"You are signed in as {USER}.")
    customer.choose("Espresso machine Bora", 2)
    customer.fill("Ada", "Cash")
    expect(customer.button("Place order")).to_be_enabled(timeout=PATIENCE_MS)
    customer.app.get_by_label("Name *").fill("Ada Lovelace")
    customer.place()
    number = customer.placed()
    order = shop.json("GET", f"/orders-storage/marker/orders/orders/{number}")
    assert [field["value"] for field in order["formData"] if field["marker"] == "name"] == ["Ada Lovelace"]


def test_two_views(open_app):
    """Both show the same, and both are emptied."""
    customer = open_app()
    page, fields = customer.page, customer.page.get_by_label("Password *")
    page.evaluate(NEW_VIEW)
    expect(fields).to_have_count(2, timeout=PATIENCE_MS)
    fields.nth(0).fill("from one")
    expect(fields.nth(1)).to_have_value("from one")
    fields.nth(1).fill("from the other")
    expect(fields.nth(0)).to_have_value("from the other")
    customer.button("Sign in").click()
    customer.sees("E-mail is missing.")
    for one in fields.all():
        expect(one).to_have_value("", timeout=PATIENCE_MS)
