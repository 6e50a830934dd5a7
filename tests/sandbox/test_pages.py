"""The web pages: payment page, front page and contract."""

from __future__ import annotations

import re
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.api import contract
from oneentry_toolkit.sandbox.operations import payments
from oneentry_toolkit.sandbox.pages import cards, checkout, contract_page, front_page
from oneentry_toolkit.sandbox.pages.visits import Visit

pytestmark = pytest.mark.slow  # a sandbox for each; `make test` runs it

ORDERS = "/orders-storage/marker/orders/orders"
PAYS, DECLINED, ASKS, EXPIRES = "4242424242424242", "4000000000000002", "4000002500003155", "4000000000000069"
HOSTILE = '</li><script>alert("1")</script>&\'<img src=x onerror=alert(2)>'


def card(number: str = PAYS, **fields: str) -> dict[str, str]:
    return {"number": number, "expiry": "12 / 49", "cvc": "739", "holder": "Christina Thomas"} | fields


class Till:
    """A signed-in shop client and a visitor's browser, without scripts and redirects."""

    def __init__(self, shop: Any, order_body: Callable[..., dict[str, Any]]) -> None:
        self.shop, self.order_body = shop, order_body
        self.browser = httpx.Client(base_url=shop.sandbox.url, timeout=30)

    def open(self, *products: tuple[int, int], account: str = "stripe", **more: Any) -> tuple[int, int, str]:
        """A new order with a payment session: order id, session id, path of the payment page."""
        order = self.shop.post(ORDERS, self.order_body(*products, paymentAccountIdentifier=account, **more))
        session = self.shop.post("/payments/sessions", {"orderId": order["id"], "type": "session"})
        return order["id"], session["id"], httpx.URL(session["paymentUrl"]).path

    def state(self, order: int, session: int) -> tuple[str, bool | None]:
        """The session's status and whether the order is paid, as the API answers them."""
        return (
            self.shop.get(f"/payments/sessions/{session}")["status"],
            self.shop.get(f"{ORDERS}/{order}")["isCompleted"],
        )

    def account(self, identifier: str = "stripe") -> Any:
        return next(one for one in self.shop.get("/payments/accounts") if one["identifier"] == identifier)


@pytest.fixture
def till(connect, order_body) -> Iterator[Till]:
    shop = connect(paypal_delay_s=0)
    shop.sign_in()
    till = Till(shop, order_body)
    yield till
    till.browser.close()


def of_input(page: str, name: str) -> str:
    found = re.search(rf'<input id="{name}"[^>]*>', page)
    assert found is not None
    return found[0]


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


# --- Safety ---


def test_html_in_titles_is_escaped_on_every_page(connect, order_body, tmp_path):
    file = tmp_path / "shop.db"
    Sandbox(db=str(file)).start().stop()
    with sqlite3.connect(file) as database:
        row = database.execute("SELECT body FROM definitions WHERE kind = 'product' AND id = 14").fetchone()
        body = msgspec.json.decode(row[0])
        body["localizeInfos"]["en_US"]["title"] = HOSTILE
        body["categories"] = [HOSTILE]
        text = msgspec.json.encode(body).decode()
        database.execute("UPDATE definitions SET body = ? WHERE kind = 'product' AND id = 14", (text,))
    database.close()
    shop = connect(db=str(file))
    shop.sign_in()
    till = Till(shop, order_body)
    order, _, path = till.open()
    pages = [till.browser.get(path).text, till.browser.post(path, data=card(holder=HOSTILE * 2, number="1")).text]
    shop.put(f"{ORDERS}/{order}", order_body((14, 1), paymentAccountIdentifier="stripe", currency=HOSTILE))
    path = httpx.URL(shop.post("/payments/sessions", {"orderId": order, "type": "session"})["paymentUrl"]).path
    pages += [till.browser.get(one).text for one in (path, "/", "/pages/live")]
    till.browser.post(path, data=card())
    pages.append(till.browser.get(path).text)
    till.browser.close()
    for page in pages:
        assert escape(HOSTILE) in page
        assert "<script>" not in page and "<img" not in page


def test_only_web_addresses_of_accounts_are_followed(till, monkeypatch):
    """Only web addresses are followed; the policy names their hosts, so that a browser lets the form lead there."""
    settings = till.shop.sandbox.instance.catalogue.accounts.by_identifier["stripe"].body["testSettings"]
    for address, followed in [
        ("https://shop.example:8443/done?x=1#y", True),
        ("http://[::1]:99/", True),
        ("http://127.0.0.1:9", True),
        ("javascript:alert(1)", False),
        ("//evil.example/", False),
        ("https://a.example; script-src *", False),
        ("https://a.example/\r\nset-cookie: x=y", False),
        ("https://a.example\\@b.example/", False),
        ("", False),
        (None, False),
    ]:
        monkeypatch.setitem(settings, "successUrl", address)
        path = till.open()[2]
        policy = till.browser.get(path).headers["content-security-policy"]
        answer = till.browser.post(path, data=card())
        assert answer.status_code == 303
        assert answer.headers["location"] == (address if followed else path)
        forms = next(part for part in policy.split("; ") if part.startswith("form-action"))
        own = f"form-action 'self' {till.shop.sandbox.url}"
        allowed = f" {re.match('[a-z]+://[^/]+', address)[0]}" if followed else ""
        assert sorted(forms.split()) == sorted((own + allowed).split())
        assert "script-src" not in policy and "*" not in policy


def test_security_headers_of_pages(till):
    """Nothing from elsewhere, no frames, no referrer, no other site reads it; scripts only where there are ours."""
    path = till.open()[2]
    for one in (path, "/", "/pages/live", "/docs", "/docs/openapi.json", "/pages/style.css", "/shop/success", "/pay/x"):
        headers = till.browser.get(one, headers={"origin": "https://evil.example"}).headers
        policy = headers["content-security-policy"].split("; ")
        assert policy[0] == "default-src 'none'" and "frame-ancestors 'none'" in policy
        assert ("script-src 'self'" in policy) is (one in ("/", "/docs"))
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer" and headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers and "set-cookie" not in headers
    assert till.browser.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "shop.localhost",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.0.0.1",
        "",
        "a b",
        "[::1",
        "::1",
    ],
)
def test_foreign_host_name_shows_no_token_or_orders(till, host):
    for path in ("/", "/pages/live", "/docs"):
        answer = till.browser.get(path, headers={"host": host})
        assert answer.status_code in (400, 403)
        assert till.shop.sandbox.app_token not in answer.text and "your-user@" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1", "LOCALHOST", "[::1]:8080", "127.9.9.9"])
def test_local_host_names_show_the_page(till, host):
    answer = till.browser.get("/", headers={"host": host})
    assert answer.status_code == 200 and f"http://{host}" in answer.text


def test_remote_visitors_see_no_token_password_or_payment_link(till):
    till.open()
    instance = till.shop.sandbox.instance
    visit = Visit(instance, "/", host="192.0.2.7:8000", client="192.0.2.9", server="192.0.2.7")
    for page in (front_page.show(visit), contract_page.show(visit)):
        text = page.body.decode()
        assert page.status == 200
        assert instance.keys.app_token not in text and "/pay/" not in text and till.shop.sandbox.password not in text
    assert (
        front_page.show(Visit(instance, "/", host="evil.example", client="192.0.2.9", server="192.0.2.7")).status == 403
    )


def test_locked_database_shows_busy_page(till, monkeypatch, capfd):
    """A file in use is said to be; another database error is a fault, with its traceback in the output."""
    path = till.open()[2]
    for text, status in (("database is locked", 503), ("disk I/O error", 500)):

        def fail(*_: object, text: str = text) -> None:
            raise sqlite3.OperationalError(text)

        monkeypatch.setattr(checkout, "finish", fail)
        assert till.browser.post(path, data=card()).status_code == status
    assert capfd.readouterr().err.count(traceback.__name__.title()) == 1


# --- Front page and contract ---


def test_front_page_shows_connection_catalogue_and_orders(till):
    order, session, path = till.open((6, 2))
    page = till.browser.get("/").text
    sandbox = till.shop.sandbox
    for text in (
        f'shop = oe.connect(url="{sandbox.url}", app_token="{sandbox.app_token}")',
        f"ONEENTRY_URL={sandbox.url}",
        f"ONEENTRY_APP_TOKEN={sandbox.app_token}",
        "Espresso machine Bora",
        "340.00 USD",
        "Price on request",
        "anna.keller@example.com",
        "subscription_form",
        'href="/docs"',
        'href="/_sandbox/outbox"',
        f'id="pay-{session}" href="{path}"',
        f'<th scope="row">{order}</th>',
    ):
        assert text in page or escape(text) in page, text
    assert "Winter blend 2023" not in page  # not visible in the shop
    assert "scrypt" not in page and "password-3" not in page


def test_live_part_follows_changes(till):
    order, session, path = till.open()
    before = till.browser.get("/pages/live").text
    assert before in till.browser.get("/").text
    assert f'id="pay-{session}"' in before
    till.browser.post(path, data=card())
    after = till.browser.get("/pages/live").text
    assert f'id="pay-{session}"' not in after and ">paid<" in after and ">completed<" in after
    count = till.shop.sql("SELECT count(*) FROM orders")[0][0]
    assert f"of {count}" in after and order == count


def test_contract_page_serves_files_and_json(till):
    page = till.browser.get("/docs")
    assert page.status_code == 200 and till.shop.sandbox.app_token in page.text
    for one, kind in [
        ("/docs/swagger-ui.css", "text/css; charset=utf-8"),
        ("/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("/pages/docs.js", "text/javascript; charset=utf-8"),
        ("/pages/docs.css", "text/css; charset=utf-8"),
        ("/pages/icon.svg", "image/svg+xml"),
    ]:
        assert one == "/pages/icon.svg" or one in page.text
        answer = till.browser.get(one)
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    got = till.browser.get("/docs/openapi.json").json()
    shipped = msgspec.json.decode(Path(contract.__file__).parents[1].joinpath("openapi.json").read_bytes())
    assert got == shipped | {"servers": [{"url": "/", "description": "This sandbox."}]}
