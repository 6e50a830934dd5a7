"""Paying in Chromium, by keyboard alone, and looking at the other pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from oneentry_toolkit.sandbox.api import contract

pytestmark = pytest.mark.slow  # starts a browser; `make test` runs it


PAYS, DECLINED = "4242 4242 4242 4242", "4000 0000 0000 0002"
ASKS, EXPIRES = "4000 0025 0000 3155", "4000 0000 0000 0069"


def tab_to(page, label: str) -> None:
    """Press Tab until the field or button of that name has the focus, and see that the focus shows."""
    page.wait_for_load_state()  # its style may come after its text
    for _ in range(20):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const on = document.activeElement, style = getComputedStyle(on);
                const name = on.labels?.[0]?.textContent ?? on.textContent;
                return [name.trim(), style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        if focused[0] == label:
            assert focused[1] == "solid" and focused[2] >= 2
            return
    pytest.fail(f"Tab does not lead to {label!r}")


def type_card(page, number: str) -> None:
    """Fill the form by keyboard alone, and send it with Enter."""
    tab_to(page, "Card number")
    for text in (number, "12/49", "739", "Christina Thomas"):
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_pay(shop, open_page):
    """A card that pays: the order is paid and the browser is at the account's success address, on another host."""
    order, session, url = shop.order()
    page = open_page(url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay 372.40 USD")
    type_card(page, PAYS)
    expect(page).to_have_url(f"{shop.site}/thanks?from=pay")
    assert shop.state(order, session) == ("completed", True)
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment received")
    page.get_by_role("link", name="Back to the shop").press("Enter")
    expect(page).to_have_url(f"{shop.site}/thanks?from=pay")


def test_the_referrer_stays_secret(shop, open_page):
    """The shop's site does not get to know the address of the payment page."""
    page = open_page(shop.order()[2])
    type_card(page, PAYS)
    expect(page).to_have_url(re.compile("/thanks"))
    assert page.evaluate("document.referrer") == ""


def test_declined_then_paid(shop, open_page):
    """The message has the focus and says what happened; the next card, typed from there, pays."""
    order, session, url = shop.order()
    page = open_page(url)
    type_card(page, DECLINED)
    alert = page.get_by_role("alert")
    expect(alert).to_have_text("Your card was declined. Nothing was charged. Try another card.")
    expect(alert).to_be_focused()
    expect(page.get_by_label("Card number")).to_have_value("")
    expect(page.get_by_label("Name on card")).to_have_value("Christina Thomas")
    assert shop.state(order, session) == ("waiting", None)
    type_card(page, PAYS)
    expect(page).to_have_url(re.compile("/thanks"))
    assert shop.state(order, session) == ("completed", True)


@pytest.mark.parametrize(("answer", "state"), [("Confirm", ("completed", True)), ("Refuse", ("waiting", None))])
def test_confirmation(shop, open_page, answer, state):
    """A card that asks: a second page with two answers, which do what they say."""
    order, session, url = shop.order()
    page = open_page(url)
    type_card(page, ASKS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your payment")
    assert shop.state(order, session) == ("waiting", None)
    tab_to(page, answer)
    page.keyboard.press("Enter")
    if answer == "Confirm":
        expect(page).to_have_url(re.compile("/thanks"))
    else:
        expect(page.get_by_role("alert")).to_contain_text("not confirmed")
    assert shop.state(order, session) == state


def test_expiry(shop, open_page):
    """A card that lets the link expire: the page says so, and still does when it is opened again."""
    order, session, url = shop.order()
    page = open_page(url)
    type_card(page, EXPIRES)
    expect(page.get_by_role("heading", level=1)).to_have_text("This payment link has expired")
    assert page.goto(url).status == 410
    assert shop.state(order, session) == ("expired", False)


def test_cancel(shop, open_page):
    """Cancel is reached by keyboard, cancels, and leads to the account's cancel address."""
    order, session, url = shop.order()
    page = open_page(url)
    tab_to(page, "Cancel and go back")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{shop.site}/basket")
    assert shop.state(order, session) == ("canceled", False)


def test_paypal(shop, open_page):
    """One button pays; the account has no address, so the page itself says that it went well."""
    order, session, url = shop.order(account="paypal")
    page = open_page(url)
    tab_to(page, "Pay with PayPal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment received")
    assert urlsplit(page.url).path == urlsplit(url).path
    assert shop.state(order, session) == ("completed", True)


def test_mistakes(shop, open_page):
    """The summary has the focus, its links lead to the fields, and each field tells its mistake."""
    page = open_page(shop.order()[2])
    tab_to(page, "Pay 372.40 USD")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Problem: "))
    for label, mistake in {
        "Card number": "Enter the card number.",
        "Expiry date": "Enter the expiry date.",
        "Security code": "Enter the security code.",
        "Name on card": "Enter the name on the card.",
    }.items():
        tab_to(page, mistake)
        page.keyboard.press("Enter")
        box = page.get_by_label(label)
        expect(box).to_be_focused()
        expect(box).to_have_attribute("aria-invalid", "true")
        expect(box).to_have_accessible_description(re.compile(re.escape(mistake)))
        page.get_by_role("alert").focus()


def test_fields_tell_what_they_are_for(shop, open_page):
    """Browsers can fill in a stored card, and phones show digits."""
    page = open_page(shop.order()[2])
    wanted = {"Card number": "cc-number", "Expiry date": "cc-exp", "Security code": "cc-csc", "Name on card": "cc-name"}
    for label, token in wanted.items():
        expect(page.get_by_label(label)).to_have_attribute("autocomplete", token)
        if token != "cc-name":
            expect(page.get_by_label(label)).to_have_attribute("inputmode", "numeric")


def test_without_scripts(shop, open_page):
    """Paying and the front page need no scripts."""
    order, session, url = shop.order()
    page = open_page(url, java_script_enabled=False)
    page.get_by_label("Card number").fill(PAYS)
    page.get_by_label("Expiry date").fill("0149")
    page.get_by_label("Security code").fill("1234")
    page.get_by_label("Name on card").fill("C. Thomas")
    page.get_by_role("button", name="Pay 372.40 USD").click()
    expect(page).to_have_url(re.compile("/thanks"))
    assert shop.state(order, session) == ("completed", True)
    page.goto(shop.sandbox.url)
    expect(page.locator("#sessions-table")).to_contain_text("completed")
    expect(page.get_by_role("link", name="Refresh")).to_be_visible()


def test_a_narrow_screen(shop, open_page):
    """At 320 px nothing scrolls sideways: form, mistakes, settled page, front page."""
    url = shop.order((21 - 1, 3), (14, 12))[2]
    page = open_page(url, viewport={"width": 320, "height": 640})

    def fits() -> bool:
        return page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    assert fits()
    page.get_by_role("button", name="Pay ").click()
    assert fits()
    type_card(page, ASKS)
    expect(page.get_by_role("button", name="Confirm")).to_be_in_viewport()
    assert fits()
    for other in (shop.order(account="paypal")[2], shop.sandbox.url, f"{shop.sandbox.url}/pay/none"):
        page.goto(other)
        assert fits(), other


def test_the_front_page_is_live(shop, open_page):
    """An order and its payment show up without a reload, and the focus stays where it was."""
    page = open_page(shop.sandbox.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("A shop to rehearse with")
    order, session, url = shop.order((19, 1))
    link = page.locator(f"#pay-{session}")
    expect(link).to_be_visible(timeout=15_000)
    assert link.get_attribute("href") == urlsplit(url).path
    link.focus()
    shop.order()
    expect(page.locator("#orders-table")).to_contain_text(str(order + 1), timeout=15_000)
    expect(link).to_be_focused()
    link.press("Enter")
    page.wait_for_url(re.compile("/pay/"))  # and for its style sheet
    type_card(page, PAYS)
    expect(page).to_have_url(re.compile("/thanks"))


def test_the_contract_page(shop, open_page):
    """Every operation is listed, and one can be tried out with the token filled in; nothing comes from elsewhere."""
    page = open_page(f"{shop.sandbox.url}/docs")
    expect(page.locator(".opblock")).to_have_count(len(contract.load().operations), timeout=30_000)
    page.locator("#operations-forms-listForms button").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response-col_status").last).to_contain_text("200")


@pytest.mark.parametrize(
    "what", ["form", "mistakes", "declined", "confirm", "paid", "expired", "paypal", "front", "404"]
)
def test_accessibility(shop, open_page, axe, what):
    """axe finds no violation of WCAG 2.2 A and AA or of its best practices."""
    url = {"front": shop.sandbox.url, "404": f"{shop.sandbox.url}/pay/none"}.get(what)
    page = open_page(url or shop.order(account="paypal" if what == "paypal" else "stripe")[2], init_script=axe)
    start = page.url
    if what == "mistakes":
        page.get_by_role("button", name="Pay ").click()
    elif what in ("declined", "confirm", "paid", "expired"):
        type_card(page, {"declined": DECLINED, "confirm": ASKS, "paid": PAYS, "expired": EXPIRES}[what])
        if what == "paid":
            expect(page).to_have_url(re.compile("/thanks"))
            page.goto(start)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    found = page.evaluate("async () => (await axe.run()).violations.map(one => [one.id, one.nodes.map(n => n.html)])")
    assert found == []
