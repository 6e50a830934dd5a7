"""Pictures of the app in JupyterLab, in each state, light, dark and narrow: `python -m tools.screenshots [FOLDER]`.

To be looked at: tests see that something is there, not that it looks right.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from oneentry_toolkit.sandbox import Sandbox
from tests.browser.customer import APP, PATIENCE_MS, USER, Customer
from tests.browser.jupyter import launch_chromium, run_all, serve_jupyter

FOLDER = Path(__file__).parents[1] / "build" / "screenshots"
SLOW_MS = 15_000  # how long a call takes while three pictures of "busy" are taken
NARROW_PX = 360


def photographer(page: Page, customer: Customer, folder: Path) -> Callable[[str], None]:
    number = 0

    def theme(name: str) -> None:
        page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", name)
        page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=name)

    def take(state: str) -> None:
        nonlocal number
        number += 1
        for look in ("light", "dark", "narrow"):
            theme("JupyterLab Dark" if look == "dark" else "JupyterLab Light")
            width = f"{NARROW_PX}px" if look == "narrow" else ""
            customer.app.evaluate("(app, width) => { app.style.width = width; }", width)
            path = folder / f"{number:02}-{state}-{look}.png"
            customer.app.screenshot(path=path)
            print(path.name)
        customer.app.evaluate("app => { app.style.width = ''; }")

    return take


def walk(sandbox: Sandbox, customer: Customer, take: Callable[[str], None]) -> None:
    take("sign-in-empty")
    customer.button("Sign in").click()
    customer.sees("Password is missing.")
    take("sign-in-missing")
    customer.sign_in(USER, "not-the-password")
    expect(customer.app.get_by_role("alert").filter(has_text="Problem")).to_contain_text("refused", timeout=PATIENCE_MS)
    take("sign-in-error")
    sandbox.add_fault(operation="auth", latency_ms=SLOW_MS)
    customer.sign_in()
    customer.sees("Signing in…")
    take("sign-in-busy")
    customer.sees("1 to 6 of")
    expect(customer.button("Next")).to_be_enabled(timeout=PATIENCE_MS)
    take("shop-empty")
    search = customer.app.get_by_label("Search the catalogue")
    search.fill("tea from the moon")
    search.press("Enter")
    customer.sees("No product has")
    take("nothing-found")
    customer.choose("House blend, 1 kg", 2)
    customer.choose("Espresso machine Bora")
    customer.app.get_by_label("Phone").fill("+1 999 123 45 67 89 10")
    customer.fill()
    customer.sees("Phone")
    take("form-mistake")
    customer.app.get_by_label("Phone").fill("+19991234567")
    customer.app.get_by_label("Phone").press("Tab")
    expect(customer.button("Place order")).to_be_enabled(timeout=PATIENCE_MS)
    customer.sees("To pay")
    take("form-ready")
    sandbox.add_fault(operation="createOrder", latency_ms=SLOW_MS)
    customer.place()
    customer.sees("The order is being placed…")
    take("placing-busy")
    customer.sees("is placed")
    take("placed")
    customer.button("Pay").click()
    customer.sees("Time left to pay")
    take("paying")
    sandbox.settle_session(46, "completed")
    customer.sees("Paid. Thank you.")
    take("paid")
    customer.button("New order").click()
    customer.sees("Basket: still empty")
    customer.choose("Espresso machine Bora")
    customer.fill()
    sandbox.add_fault(operation="createOrder", drop_answer=True)
    customer.place()
    customer.sees("it is not certain whether the order was placed")
    take("lost-answer")
    customer.button("Find out").click()
    customer.sees("is placed")
    customer.button("My orders").click()
    customer.app.get_by_role("button", name="Open order 89").click(timeout=PATIENCE_MS)
    expect(customer.button("Close this order")).to_be_enabled(timeout=PATIENCE_MS)
    customer.button("Ask for a refund").click()
    customer.sees("Give back")
    take("orders-and-refund")


def main() -> None:
    folder = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch, Sandbox(paypal_delay_s=0) as sandbox, launch_chromium() as browser:
        environment = {"ONEENTRY_URL": sandbox.url, "ONEENTRY_APP_TOKEN": sandbox.app_token}
        with serve_jupyter(Path(scratch), environment=environment) as jupyter:
            window = browser.new_context(viewport={"width": 1200, "height": 3600}, reduced_motion="reduce")
            window.set_default_timeout(PATIENCE_MS)
            page = window.new_page()
            page.goto(jupyter.address("lab", jupyter.write(APP)))
            run_all(page)
            customer = Customer(page)
            walk(sandbox, customer, photographer(page, customer, folder))
            window.close()
    print(f"Now look at them: {folder}")


if __name__ == "__main__":
    main()
