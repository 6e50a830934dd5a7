"""The payment page: cards, PayPal, confirmation, expiry, invalid input and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import httpx
import pytest

from oneentry_toolkit.sandbox.operations import payments
from oneentry_toolkit.sandbox.pages import cards, checkout

from .till import ASKS, DECLINED, EXPIRES, ORDERS, PAYS, Till, card, of_input, serve

pytestmark = pytest.mark.slow  # a sandbox for each; `make test` runs it


@pytest.fixture
def till(connect, order_body) -> Iterator[Till]:
    yield from serve(connect, order_body)


# --- Paying ---


def test_payment_page_shows_lines_discounts_and_total(till):
    order, _, path = till.open((14, 1), (10, 2), couponCode="GIFTMUG")
    answer = till.browser.get(path)
    page = answer.text
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    for text in ("Harbour Pantry", f"Order {order}", "Espresso machine Bora", "× 2", "178.00 USD", "Brewing days"):
        assert text in page
    assert page.count("500.20 USD") == 4  # window title, heading, sum, button
    assert "\N{MINUS SIGN}17.80 USD" in page and "Stoneware mug" in page and "Gift" in page
    assert "<script" not in page and "style=" not in page
    for number in (PAYS, DECLINED, ASKS, EXPIRES):
        assert cards.spaced(number) in page


@pytest.mark.parametrize("number", [PAYS, "4242 4242 4242 4242", "4242-4242-4242-4242"])
def test_accepted_card_completes_the_session_and_redirects(till, number):
    order, session, path = till.open()
    answer = till.browser.post(path, data=card(number))
    assert (answer.status_code, answer.content) == (303, b"")
    assert answer.headers["location"] == till.account()["testSettings"]["successUrl"]
    assert till.state(order, session) == ("completed", True)
    landed = till.browser.get(answer.headers["location"])
    assert landed.status_code == 200 and "Thank you for your order" in landed.text


def test_declined_card_leaves_the_session_open(till):
    """The session stays open, nothing typed is lost but the secrets, and another card pays."""
    order, session, path = till.open()
    answer = till.browser.post(path, data=card(DECLINED))
    assert answer.status_code == 402 and "Your card was declined" in answer.text and 'role="alert"' in answer.text
    assert 'value="12 / 49"' in of_input(answer.text, "expiry")
    assert 'value="Christina Thomas"' in of_input(answer.text, "holder")
    assert till.state(order, session) == ("waiting", None)
    assert till.browser.post(path, data=card()).status_code == 303
    assert till.state(order, session) == ("completed", True)


def test_card_with_confirmation_pays_after_confirming(till):
    order, session, path = till.open()
    asked = till.browser.post(path, data=card(ASKS))
    assert asked.status_code == 303 and asked.headers["location"].startswith(f"{path}/confirm?proof=")
    question = till.browser.get(asked.headers["location"])
    assert question.status_code == 200 and "Confirm your payment" in question.text
    assert till.state(order, session) == ("waiting", None)
    proof = asked.headers["location"].partition("proof=")[2]
    refused = till.browser.post(f"{path}/confirm", data={"proof": proof, "answer": "refuse"})
    assert refused.status_code == 402 and "not confirmed" in refused.text
    assert till.state(order, session) == ("waiting", None)
    confirmed = till.browser.post(f"{path}/confirm", data={"proof": proof, "answer": "confirm"})
    assert confirmed.status_code == 303 and confirmed.headers["location"].endswith("/shop/success")
    assert till.state(order, session) == ("completed", True)


def test_confirmation_without_valid_proof_returns_to_the_form(till, monkeypatch):
    order, session, path = till.open()
    other = till.open()[2]
    foreign = till.browser.post(other, data=card(ASKS)).headers["location"].partition("proof=")[2]
    monkeypatch.setattr(checkout, "_PROOF_LIFETIME_S", -1)
    old = till.browser.post(path, data=card(ASKS)).headers["location"].partition("proof=")[2]
    for proof in ("", "x", "9999999999-", "9999999999-00", "-1-é", "٣-x", "9" * 400 + "-x", foreign, old):
        for answer in (
            till.browser.get(f"{path}/confirm", params={"proof": proof}),
            till.browser.post(f"{path}/confirm", data={"proof": proof, "answer": "confirm"}),
        ):
            assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert till.state(order, session) == ("waiting", None)


def test_expiring_card_answers_410(till):
    order, session, path = till.open()
    for answer in (till.browser.post(path, data=card(EXPIRES)), till.browser.get(path)):
        assert answer.status_code == 410 and "has expired" in answer.text
    assert till.state(order, session) == ("expired", False)
    assert till.browser.post(path, data=card()).status_code == 410
    assert till.state(order, session) == ("expired", False)


def test_cancel_closes_the_session_and_redirects(till):
    order, session, path = till.open()
    answer = till.browser.post(f"{path}/cancel")
    assert (answer.status_code, answer.headers["location"]) == (303, till.account()["testSettings"]["cancelUrl"])
    assert till.state(order, session) == ("canceled", False)
    page = till.browser.get(path)
    assert page.status_code == 200 and "Payment canceled" in page.text
    assert "You gave up paying" in till.browser.get(answer.headers["location"]).text


def test_paypal_page_shows_a_question_and_the_result(till):
    order, session, path = till.open(account="paypal")
    page = till.browser.get(path)
    assert page.status_code == 200 and "Pay with PayPal" in page.text and 'name="number"' not in page.text
    paid = till.browser.post(path)
    assert (paid.status_code, paid.headers["location"]) == (303, path)
    assert "Payment received" in till.browser.get(path).text
    assert till.state(order, session) == ("completed", True)
    order, session, path = till.open(account="paypal")
    assert till.browser.post(f"{path}/cancel").headers["location"] == path
    assert till.state(order, session) == ("canceled", False)


def test_paypal_page_is_not_found_before_its_link_is_shown(connect, order_body):
    shop = connect(paypal_delay_s=60)
    shop.sign_in()
    shop.post(ORDERS, order_body(paymentAccountIdentifier="paypal"))
    session = shop.post("/payments/sessions", {"orderId": 89, "type": "session"})
    path = httpx.URL(payments.payment_url(shop.sandbox.instance.keys.signing, session["id"])).path
    assert httpx.get(shop.sandbox.url + path).status_code == 404
    shop.sql("UPDATE payment_sessions SET link_at = 1 WHERE id = ?", session["id"])
    assert httpx.get(shop.sandbox.url + path).status_code == 200


def test_opening_the_page_expires_an_old_session(till):
    order, session, path = till.open()
    till.shop.sql("UPDATE payment_sessions SET expires_at = 1 WHERE id = ?", session)
    assert till.browser.get(path).status_code == 410
    assert till.state(order, session) == ("expired", False)


def test_second_submit_shows_the_result_and_changes_nothing(till):
    order, session, path = till.open()
    till.browser.post(path, data=card())
    for again in (path, f"{path}/cancel", f"{path}/confirm"):
        answer = till.browser.post(again, data=card(EXPIRES))
        assert answer.status_code == 200 and "Payment received" in answer.text
        assert f'href="{till.shop.sandbox.url}/shop/success"' in answer.text
    assert till.state(order, session) == ("completed", True)
    assert till.shop.sql("SELECT count(*) FROM bonuses WHERE order_id = ?", order) == [(1,)]


def test_paying_one_session_closes_the_other_page(till):
    order, first, path = till.open()
    second = till.shop.post("/payments/sessions", {"orderId": order, "type": "session"})
    till.browser.post(httpx.URL(second["paymentUrl"]).path, data=card())
    assert "Payment canceled" in till.browser.post(path, data=card()).text
    assert till.state(order, first) == ("canceled", True)


def test_parallel_submits_have_one_outcome(connect, order_body, tmp_path):
    shop = connect(db=str(tmp_path / "shop.db"))
    shop.sign_in()
    other = connect(db=str(tmp_path / "shop.db"))
    till = Till(shop, order_body)
    for _ in range(3):
        order, session, path = till.open()

        def submit(number: int, path: str = path) -> int:
            base = (shop, other)[number % 2].sandbox.url
            with httpx.Client(base_url=base, timeout=60) as browser:
                return browser.post(path if number < 12 else f"{path}/cancel", data=card()).status_code

        with ThreadPoolExecutor(16) as threads:
            statuses = sorted(threads.map(submit, range(16)))
        assert statuses == [200] * 15 + [303]
        status, paid = till.state(order, session)
        assert (status, paid) in [("completed", True), ("canceled", False)]
        assert till.shop.sql("SELECT count(*) FROM bonuses WHERE order_id = ?", order) == [(int(paid),)]
    till.browser.close()


# --- What was typed ---


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("number", "", "Enter the card number."),
        ("number", "4242 4242 4242 424x", "A card number has digits only."),
        ("number", "5555555555554444", "Use one of the test numbers. This shop takes no real cards."),
        ("number", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "A card number has digits only."),
        ("expiry", "", "Enter the expiry date."),
        ("expiry", "13/30", "Enter the expiry date as month and year, such as 09 / 31."),
        ("expiry", "soon", "Enter the expiry date as month and year, such as 09 / 31."),
        ("expiry", "01/20", "This card has expired."),
        ("cvc", " ", "Enter the security code."),
        ("cvc", "12", "The security code has 3 or 4 digits."),
        ("holder", "", "Enter the name on the card."),
        ("holder", "x" * 101, "The name has more than 100 letters."),
    ],
)
def test_invalid_field_shows_its_message_and_keeps_the_others(till, field, typed, message):
    order, session, path = till.open()
    answer = till.browser.post(path, data=card(**{field: typed}))
    page = answer.text
    assert answer.status_code == 422 and page.count(message) == 2
    assert f'<a href="#{field}">{message}</a>' in page and 'role="alert"' in page
    assert 'aria-invalid="true"' in of_input(page, field) and f"{field}-error" in of_input(page, field)
    assert f'id="{field}-error"' in page and page.count("aria-invalid") == 1
    assert 'value=""' in of_input(page, "number") and 'value=""' in of_input(page, "cvc")
    for kept in {"expiry", "holder"} - {field}:
        assert f'value="{card()[kept]}"' in of_input(page, kept)
    assert till.state(order, session) == ("waiting", None)


@pytest.mark.parametrize("text", ["1/30", "01/30", "0130", "01 / 2030", "01-30", "1.30"])
def test_expiry_date_formats_and_end_of_month(text):
    assert cards.read(card(expiry=text), date(2030, 1, 31)).verdict is cards.Verdict.PAID
    assert cards.read(card(expiry=text), date(2030, 2, 1)).errors == {"expiry": "This card has expired."}


def test_empty_form_shows_a_message_for_every_field(till):
    path = till.open()[2]
    for sent in ({"data": {}}, {"content": b"\xff\xfe&=&&", "headers": {"content-type": "text/plain"}}):
        answer = till.browser.post(path, **sent)
        assert answer.status_code == 422
        assert re.findall(r'<a href="#(\w+)">', answer.text) == ["number", "expiry", "cvc", "holder"]


def test_card_number_is_not_in_responses_output_or_database(till, capfd, monkeypatch):
    secrets = ("4111111111111111", "4111 1111 1111 1111", "739")
    _, _, path = till.open()
    shown = []
    for fields in (
        card(secrets[0], expiry="x"),
        card(secrets[1], holder=secrets[1]),
        card("", expiry=secrets[0], holder=secrets[0]),
        card(DECLINED, holder=""),
        card(),
    ):
        answer = till.browser.post(path, data=fields)
        shown.append(answer.text + str(answer.headers))
    path = till.open()[2]

    def broken(*_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(checkout, "finish", broken)
    answer = till.browser.post(path, data=card(PAYS))
    assert answer.status_code == 500 and "Something went wrong" in answer.text
    output = capfd.readouterr()
    assert "ZeroDivisionError" in output.err
    with till.shop.sandbox.instance.store.read() as tx:
        kept = "\n".join(tx.iterdump())
    for secret in (secrets[0], secrets[1], PAYS, "4242 4242 4242 4242"):
        assert secret not in output.out + output.err and secret not in kept
    hints = "".join(shown).replace(cards.spaced(PAYS), "")
    for secret in (*secrets[:2], PAYS):
        assert secret not in hints
    assert all('value="739"' not in page for page in shown)


# --- Links ---


def test_unknown_payment_links_answer_404(till):
    _, session, path = till.open()
    name = path.rpartition("/")[2]
    wrong = [name[:-1], name + "0", name.upper(), name[:8] + "0" * 40 + f"{session:x}", "cs_test_", "1", "%00", "é"]
    wrong += ["cs_test_" + name[8:48], f"cs_test_{name[8:48]}{session + 1:x}", f"cs_test_{name[8:48]}" + "f" * 16]
    for one in wrong:
        for method, path in (("GET", f"/pay/{one}"), ("POST", f"/pay/{one}"), ("POST", f"/pay/{one}/cancel")):
            answer = till.browser.request(method, path)
            assert (answer.status_code, "No such payment link" in answer.text) == (404, True)
    for path in (
        "/pay",
        "/pay/",
        "/pay/a/b",
        "/pages/../app.py",
        "/pages/x.css",
        "/docs/x.js",
        "/docs/index.css",
        "/shop",
    ):
        assert till.browser.get(path).status_code == 404


def test_link_of_a_deleted_session_answers_404(till):
    url = payments.payment_url(till.shop.sandbox.instance.keys.signing, 99_999)
    assert till.browser.get(httpx.URL(url).path).status_code == 404


def test_links_of_the_history_show_their_result(till):
    expected = {"waiting": 200, "completed": 200, "canceled": 200, "expired": 410}
    seen = set()
    for item in till.shop.get("/payments/sessions", limit=100)["items"]:
        if item["paymentUrl"]:
            seen.add(item["status"])
            assert till.browser.get(item["paymentUrl"]).status_code == expected[item["status"]]
    assert seen >= {"completed", "waiting"}


def test_wrong_method_answers_405_and_head_equals_get(till):
    path = till.open()[2]
    answer = till.browser.delete(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert till.browser.get(f"{path}/cancel").status_code == 405
    for one in ("/", path, "/docs", "/pages/style.css"):
        head, get = till.browser.head(one), till.browser.get(one)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(get.content))


def test_too_long_form_is_refused(till):
    """A form longer than any of ours is refused, and one with too many fields is an empty one."""
    path = till.open()[2]
    assert till.browser.post(path, data=card(holder="x" * 20_000)).status_code == 413
    assert till.browser.post(path, content="a=1&" * 60).status_code == 422
