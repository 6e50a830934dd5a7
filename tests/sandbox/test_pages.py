"""The web pages: safety of all of them, front page and contract."""

from __future__ import annotations

import re
import sqlite3
import traceback
from collections.abc import Iterator
from html import escape
from pathlib import Path

import httpx
import msgspec
import pytest

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.api import contract
from oneentry_toolkit.sandbox.pages import checkout, contract_page, front_page
from oneentry_toolkit.sandbox.pages.visits import Visit

from .till import ORDERS, Till, card, serve

pytestmark = pytest.mark.slow  # a sandbox for each; `make test` runs it

HOSTILE = '</li><script>alert("1")</script>&\'<img src=x onerror=alert(2)>'


@pytest.fixture
def till(connect, order_body) -> Iterator[Till]:
    yield from serve(connect, order_body)


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
