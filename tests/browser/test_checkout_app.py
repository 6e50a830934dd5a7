"""The whole app in JupyterLab: by mouse, by keyboard alone, when a card is declined, when an answer is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .customer import PASSWORD, PATIENCE_MS, USER, type_card

pytestmark = pytest.mark.slow  # starts a browser and Jupyter; `make test` runs it

PAYS, DECLINED = "4242 4242 4242 4242", "4000 0000 0000 0002"
ORDERS = "/orders-storage/marker/orders/orders"


def test_from_signing_in_to_paid(shop, open_app):
    """Given up, tried again, declined, paid: the app follows by itself what happens on the payment page."""
    customer = open_app()
    customer.order()
    number = customer.placed()
    customer.button("Pay").click()
    customer.sees("Waiting for the payment…")
    with customer.payment_page() as page:
        page.get_by_role("button", name="Cancel and go back").click()
        expect(page).to_have_url(f"{shop.site}/basket")
    customer.sees("The payment was not made.")
    customer.button("Try again").click()
    with customer.payment_page() as page:
        type_card(page, DECLINED)
        expect(page.get_by_role("alert")).to_contain_text("declined")
        customer.sees("Waiting for the payment…")
        type_card(page, PAYS)
        expect(page).to_have_url(re.compile("/thanks"))
    customer.sees("Paid. Thank you.")
    assert shop.json("GET", f"{ORDERS}/{number}")["isCompleted"] is True
    customer.button("My orders").click()
    customer.sees(f"Order {number}")
    customer.button(f"Open order {number}").click()
    expect(customer.app.get_by_role("table", name="Payment sessions")).to_contain_text("completed", timeout=PATIENCE_MS)


@pytest.mark.long
def test_a_lost_answer(shop, open_app):
    """The order arrives, its answer does not: the button finds it, and there is one order, not two."""
    before = shop.json("GET", ORDERS)["total"]
    customer = open_app()
    customer.sign_in()
    customer.choose("Espresso machine Bora")
    customer.fill("Lost Answer", "Cash")
    shop.sandbox.add_fault(operation="createOrder", drop_answer=True)
    customer.place()
    customer.sees("it is not certain whether the order was placed")
    expect(customer.button("Place order")).to_be_disabled()
    customer.button("Find out").click()
    customer.placed()
    found = shop.json("GET", f"{ORDERS}/{customer.placed()}")
    assert "Lost Answer" in [field["value"] for field in found["formData"]]
    assert shop.json("GET", ORDERS)["total"] == before + 1


def focused(page: Page) -> str:
    """What has the focus, by its label or text; fails if the focus cannot be seen."""
    name, style, width = page.evaluate(
        """() => {
            const on = document.activeElement, style = getComputedStyle(on);
            return [(on.labels?.[0] ?? on).textContent.trim(), style.outlineStyle, parseFloat(style.outlineWidth)];
        }"""
    )
    assert on_page(page) is False or (style == "solid" and width >= 2), f"the focus on {name!r} cannot be seen"
    return name


def on_page(page: Page) -> bool:
    """Whether the focus is in the app."""
    return page.evaluate("() => document.activeElement.closest('.oe-view') !== null")


def tab_to(page: Page, label: str) -> None:
    """Presses Tab until what is called so has the focus."""
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        names.append(focused(page))
        if names[-1] == label:
            return
    pytest.fail(f"Tab does not lead to {label!r}, but to {names}")


def test_by_keyboard(open_app):
    """Signing in, choosing and placing need Tab, Enter, arrows and letters; none of them reaches the notebook."""
    customer = open_app()
    page, cells = customer.page, customer.page.locator(".jp-CodeCell")
    expect(cells).to_have_count(1)
    kind = customer.app.get_by_label("Account type")
    kind.focus()
    page.keyboard.type("ddxab00")
    page.keyboard.press("ArrowDown")
    expect(customer.button("Send me a code")).to_be_enabled(timeout=PATIENCE_MS)
    expect(kind).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(customer.app.get_by_label("Password")).to_be_enabled(timeout=PATIENCE_MS)
    expect(cells).to_have_count(1)
    tab_to(page, "E-mail *")
    page.keyboard.type(USER)
    tab_to(page, "Password *")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    customer.sees(f"You are signed in as {USER}.")
    customer.sees("1 to 6 of")
    tab_to(page, "Search the catalogue")
    page.keyboard.type("Bora")
    page.keyboard.press("Enter")
    customer.sees("1 to 1 of 1 product with “Bora”")
    tab_to(page, "Add")
    page.keyboard.press("Enter")
    customer.sees("1 x Espresso machine Bora is in the basket.")
    tab_to(page, "Pay with *")
    page.keyboard.type("Cash")
    tab_to(page, "Name *")
    page.keyboard.type("Ada Lovelace")
    page.keyboard.press("Tab")
    expect(customer.button("Place order")).to_be_enabled(timeout=PATIENCE_MS)
    tab_to(page, "Place order")
    page.keyboard.press("Enter")
    customer.placed()
    expect(cells).to_have_count(1)


LABELS = (
    *(
        "Search the catalogue",
        "Kind of order *",
        "Pay with *",
        "Name *",
        "Phone",
        "Delivery",
        "Delivery date",
        "Comment",
    ),
    *("Coupon code", "Bonus to use", "Personal discounts", "Kind of order", "Status", "Paid", "From", "To", "Sort"),
)
NAMELESS = """app => [...app.querySelectorAll('input, select, textarea, button, a')]
    .filter(one => one.checkVisibility() && !(one.labels?.[0] ?? one).textContent.trim()).map(one => one.outerHTML)"""
AXE = "async app => (await axe.run(app)).violations.map(one => [one.id, one.nodes.map(n => n.html.slice(0, 300))])"


def test_accessibility(open_app, axe):
    """Every field is found by its label; axe finds no violation in either theme, in any state."""
    customer = open_app(init_script=axe)
    page, found = customer.page, {}

    def look(state: str) -> None:
        found[state, "nameless"] = customer.app.evaluate(NAMELESS)
        for theme in ("JupyterLab Dark", "JupyterLab Light"):
            page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
            page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
            found[state, theme] = customer.app.evaluate(AXE)

    look("signing in")
    customer.button("Sign in").click()
    customer.sees("Please fill in what is missing.")
    customer.sees("Password is missing.")
    look("mistakes")
    customer.sign_in()
    customer.sees("1 to 6 of")
    customer.button("My orders").click()
    customer.app.get_by_role("button", name="Open order").first.click()
    expect(customer.button("Close this order")).to_be_enabled(timeout=PATIENCE_MS)
    customer.choose("Espresso machine Bora")
    customer.fill()
    expect(customer.button("Place order")).to_be_enabled(timeout=PATIENCE_MS)
    for label in LABELS:
        expect(customer.app.get_by_label(label, exact=True)).to_be_visible()
    look("ordering")
    customer.place()
    customer.button("Pay").click()
    customer.sees("Open the payment page")
    look("paying")
    assert found == {state: [] for state in found}
