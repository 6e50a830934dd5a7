"""What a customer does in the app, by what is written on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

PATIENCE_MS = 60_000
"""For anything that goes through a kernel on a busy machine."""

USER, PASSWORD = "your-user@email.com", "123456"
APP = """\
import oneentry_toolkit as oe
from oneentry_toolkit.widgets import CheckoutApp

shop = oe.connect()
app = CheckoutApp(shop, storage="orders")
app"""


class Customer:
    """A page with the app of ``APP`` in it.

    Attributes:
        app: the app on the page.
        notebook: the notebook's name.
    """

    def __init__(self, page: Page, *, notebook: str = "") -> None:
        self.page = page
        self.notebook = notebook
        self.app = page.locator(".oe-view").first
        expect(self.button("Sign in")).to_be_enabled(timeout=PATIENCE_MS)

    def button(self, name: str) -> Locator:
        """The button that is called so, among what can be seen."""
        return self.app.get_by_role("button", name=name, exact=True)

    def sees(self, text: str) -> None:
        """Waits until the app says so."""
        expect(self.app.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=PATIENCE_MS)

    def sign_in(self, user: str = USER, password: str = PASSWORD) -> None:
        self.app.get_by_label("E-mail").fill(user)
        self.app.get_by_label("Password").fill(password)
        self.button("Sign in").click()

    def line(self, title: str) -> Locator:
        """The product in what was found; in the basket it is ``last``."""
        return self.app.locator(".oe-line").filter(has_text=title)

    def choose(self, title: str, quantity: int = 1) -> None:
        """Searches for a product and adds it."""
        search = self.app.get_by_label("Search the catalogue")
        expect(search).to_be_enabled(timeout=PATIENCE_MS)
        search.fill(title)
        search.press("Enter")
        expect(self.line(title)).to_have_count(1, timeout=PATIENCE_MS)
        expect(self.app.get_by_text(f"1 to 1 of 1 product with “{title}”")).to_be_visible(timeout=PATIENCE_MS)
        self.line(title).get_by_label("Quantity").fill(str(quantity))
        self.line(title).get_by_label("Quantity").press("Tab")
        self.line(title).get_by_role("button", name="Add").click()
        self.sees(f"{quantity} x {title}")

    def fill(self, name: str = "Christina Thomas", pay_with: str = "Stripe") -> None:
        """The form's only required field, and how to pay."""
        box = self.app.get_by_label("Name *")
        box.fill(name)
        box.press("Tab")
        account = self.app.get_by_label("Pay with *")
        expect(account).to_be_enabled(timeout=PATIENCE_MS)
        account.select_option(label=account.locator("option").filter(has_text=pay_with).first.inner_text())

    def place(self) -> None:
        """Presses the form's own button."""
        expect(self.button("Place order")).to_be_enabled(timeout=PATIENCE_MS)
        self.button("Place order").click()

    def placed(self) -> int:
        """Waits for the order to be placed: its number."""
        words = re.compile(r"Order (\d+) is placed")
        text = self.app.get_by_text(words).first
        text.wait_for(timeout=PATIENCE_MS)
        return int(words.search(text.inner_text())[1])

    def order(self, pay_with: str = "Stripe") -> None:
        """From signing in to an order that is placed."""
        self.sign_in()
        self.choose("Espresso machine Bora")
        self.fill(pay_with=pay_with)
        self.place()
        self.placed()

    @contextmanager
    def payment_page(self) -> Iterator[Page]:
        """The page to pay on, in a tab of its own; closed afterwards."""
        with self.page.context.expect_page() as opened:
            self.app.get_by_role("link", name="Open the payment page").click(timeout=PATIENCE_MS)
        yield opened.value
        opened.value.close()


def type_card(page: Page, number: str) -> None:
    """Fills in a card on the sandbox's payment page, and sends it."""
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry date").fill("12/49")
    page.get_by_label("Security code").fill("739")
    page.get_by_label("Name on card").fill("Christina Thomas")
    page.get_by_role("button", name="Pay ").click()
