"""Shops from scenario files: what the operations answer, what is remembered, what starts and what does not."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from oneentry_toolkit.sandbox import Sandbox, SandboxError
from oneentry_toolkit.sandbox.data.options import Options
from oneentry_toolkit.sandbox.scenario.instance import open_instance

SCENARIOS = Path(__file__).parents[1] / "scenarios"
DEVICE = '{"fingerprint": "UQ_scenario", "deviceInfo": {"os": "Linux", "browser": "none", "location": "de"}}'
NAME = {"marker": "name", "type": "string", "value": "Kim"}

Call = Callable[..., Any]


class Visitor:
    """Requests to a sandbox, signed in if need be."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        headers = {"x-app-token": sandbox.app_token, "x-device-metadata": DEVICE}
        self._http = httpx.Client(base_url=f"{sandbox.url}/api/content", headers=headers)

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._http.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def sign_in(self, provider: str, login: str, password: str) -> None:
        """Signs in with the markers of the provider's form."""
        body = {"authData": [{"marker": login, "value": self._sandbox.user}]}
        body["authData"].append({"marker": password, "value": self._sandbox.password})
        pair = self("POST", f"/users-auth-providers/marker/{provider}/users/auth", body)
        self._http.headers["Authorization"] = f"Bearer {pair['accessToken']}"

    def close(self) -> None:
        """Closes the connection."""
        self._http.close()


@pytest.fixture
def visit() -> Iterator[Callable[..., Visitor]]:
    """Starts a sandbox of a scenario file and returns a visitor of it."""
    ends: list[Callable[[], None]] = []

    def start(name: str, **options: Any) -> Visitor:
        sandbox = Sandbox(scenario=SCENARIOS / name, check_answers=True, **options).start()
        visitor = Visitor(sandbox)
        ends.extend([visitor.close, sandbox.stop])
        return visitor

    yield start
    for end in ends:
        end()


def order(storage: str, form: str, account: str, product: int, language: str) -> tuple[str, str, Any]:
    return (
        "POST",
        f"/orders-storage/marker/{storage}/orders",
        {
            "formIdentifier": form,
            "paymentAccountIdentifier": account,
            "formData": {language: [NAME]},
            "products": [{"productId": product, "quantity": 2}],
        },
    )


def test_eight_lines_make_a_shop_that_sells(visit: Callable[..., Visitor]) -> None:
    shop = visit("tiny.yaml")
    shop.sign_in("email", "email", "password")
    placed = shop(*order("b2b", "checkout_form", "cash", 2958, "en_US"))
    assert (placed["id"], placed["totalSum"], placed["currency"]) == (1, 51, "USD")
    assert shop("POST", "/payments/sessions", {"orderId": 1, "type": "session"})["status"] == "waiting"
    statuses = shop("GET", "/orders-storage/marker/b2b/order-statuses")
    assert [one["identifier"] for one in statuses] == ["created", "inProgress", "completed", "canceled"]


def test_a_shop_has_its_own_language_and_currency(visit: Callable[..., Visitor]) -> None:
    shop = visit("fahrrad.yaml")
    fields = shop("GET", "/forms/marker/kasse")["attributes"]
    assert [field["localizeInfos"]["title"] for field in fields] == ["Name", "Abholung", "Termin"]
    english = shop("GET", "/forms/marker/kasse?langCode=en_US")["attributes"][1]
    assert english["localizeInfos"]["title"] == "Pick-up"
    assert [(one["value"], one["title"]) for one in english["listTitles"]] == [
        ("laden", "In the shop"),
        ("lieferung", "Delivery"),
    ]
    bike = shop("GET", "/products/2957?langCode=en_US")
    assert (bike["sku"], bike["localizeInfos"]["en_US"]["title"]) == ("0012", "City bike")
    assert bike["attributeValues"]["en_US"]["farbe"]["value"] == "red"
    assert shop("GET", "/products/quick/search?name=stadt") == [{"id": 2957, "title": "Stadtrad", "pageId": 1}]
    shop.sign_in("kunden", "login", "kennwort")
    placed = shop(*order("laden", "kasse", "karte", 2957, "de_DE"))
    assert (placed["currency"], placed["createdDate"]) == ("EUR", "2026-03-01T09:00:00.000Z")
    read = shop("GET", f"/orders-storage/marker/laden/orders/{placed['id']}")
    assert read["products"][0]["previewImage"][0]["downloadLink"] == "https://files.example/stadtrad.png"


def test_products_on_no_page_are_found_too(visit: Callable[..., Visitor]) -> None:
    shop = visit("tiny.yaml")
    assert shop("GET", "/products/quick/search?name=lock") == [{"id": 2958, "title": "Lock", "pageId": None}]
    (group,) = shop("POST", "/products/empty-page", {"title": "bike"})
    assert (group["attrValue"], group["productIds"], group["total"]) == (None, ["2957"], 1)
    assert group["items"][0]["price"] == 450


def test_a_paid_session_moves_the_order_as_its_storage_says(visit: Callable[..., Visitor]) -> None:
    shop = visit("fahrrad.yaml")
    shop.sign_in("kunden", "login", "kennwort")
    for storage, account, expected in (("laden", "karte", "fertig"), ("werkstatt", "rechnung", "neu")):
        placed = shop(*order(storage, "kasse", account, 2958, "de_DE"))
        session = shop("POST", "/payments/sessions", {"orderId": placed["id"], "type": "session"})
        shop._sandbox.settle_session(session["id"], "completed")
        read = shop("GET", f"/orders-storage/marker/{storage}/orders/{placed['id']}")
        assert (read["statusIdentifier"], read["paymentStatusIdentifier"]) == (expected, "bezahlt")
    infos = read["statusLocalizeInfos"]
    assert infos == {"de_DE": {"title": "Neu in der Werkstatt"}}


def test_the_past_is_what_the_file_says(visit: Callable[..., Visitor]) -> None:
    shop = visit("fahrrad.yaml")
    with shop._sandbox.instance.store.read() as tx:
        paid = Counter(row[0] for row in tx.execute("SELECT is_completed FROM orders"))
        row = tx.execute(
            "SELECT status, account, total, is_completed, user_id FROM orders WHERE body LIKE '%2026-02-01T10:00:00%'"
        ).fetchone()
        ended = [one[0] for one in tx.execute("SELECT status FROM payment_sessions ORDER BY id")]
        dates = [one[0] for one in tx.execute("SELECT json_extract(body, '$.createdDate') FROM orders ORDER BY id")]
    assert sum(paid.values()) == 41
    assert paid[1] > paid[None] > 0
    assert row == ("fertig", "karte", "501.0", 1, 1)
    assert Counter(ended) == {"completed": paid[1], "expired": 1}
    assert dates == sorted(dates)
    assert dates[0] >= "2025-09-01"
    assert dates[-1] <= "2026-02-28"


def test_equal_seeds_make_equal_pasts() -> None:
    def bodies(seed: int) -> list[Any]:
        instance = open_instance(Options(scenario=str(SCENARIOS / "fahrrad.yaml"), seed=seed))
        try:
            with instance.store.read() as tx:
                return tx.execute("SELECT body FROM orders ORDER BY id").fetchall()
        finally:
            instance.store.close()

    assert bodies(5) == bodies(5) != bodies(6)


def test_a_second_sandbox_begins_like_the_first_and_shares_nothing() -> None:
    def dump() -> list[str]:
        instance = open_instance(Options(seed=11))
        try:
            with instance.store.write() as tx:
                lines = list(tx.iterdump())
                tx.execute("DELETE FROM payment_sessions")
            return lines
        finally:
            instance.store.close()

    first = dump()
    assert dump() == first == dump()


def test_orders_can_be_added_to_any_shop(visit: Callable[..., Visitor]) -> None:
    shop = visit("fahrrad.yaml", orders=300)
    shop.sign_in("kunden", "login", "kennwort")
    page = shop("GET", "/orders-storage/marker/laden/orders?limit=1")
    assert page["total"] >= 300
    assert page["items"][0]["currency"] == "EUR"


def test_a_form_is_filled_in_and_read_back(visit: Callable[..., Visitor]) -> None:
    shop = visit("fahrrad.yaml")
    entry = {"marker": "text", "type": "text", "value": [{"plainValue": "Gut"}]}
    body = {"formIdentifier": "bewertung", "formModuleConfigId": 1, "moduleEntityIdentifier": "2957"}
    sent = shop("POST", "/form-data", {**body, "formData": {"de_DE": [entry]}})
    assert sent["actionMessage"] == "Danke!"
    assert shop("POST", "/form-data/marker/bewertung", {})["total"] == 1


def test_a_reset_reads_the_file_again(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    shutil.copy(SCENARIOS / "tiny.yaml", path)
    with Sandbox(scenario=path) as sandbox:
        path.write_text(path.read_text("utf-8").replace("25.50", "30"), "utf-8")
        sandbox.reset()
        assert sandbox.instance.catalogue.products.by_id[2958].body["price"] == 30
        path.write_text("products: [{id: 1}]", "utf-8")
        with pytest.raises(SandboxError, match=r"shop\.yaml:1:12: products\[0\]: the member 'title' is missing"):
            sandbox.reset()
        assert sandbox.instance.catalogue.products.by_id[2958].body["price"] == 30


def test_a_database_keeps_its_shop(tmp_path: Path) -> None:
    db = tmp_path / "shop.db"
    with Sandbox(scenario=SCENARIOS / "tiny.yaml", db=db):
        pass
    with Sandbox(scenario=SCENARIOS / "tiny.yaml", db=db) as sandbox:
        assert 2957 in sandbox.instance.catalogue.products.by_id
    for other, said in ((None, "the built-in shop"), (SCENARIOS / "fahrrad.yaml", "fahrrad.yaml")):
        with pytest.raises(SandboxError, match=f"another scenario.*not .*{said}.*use another file"):
            Sandbox(scenario=other, db=db).start()


def test_accounts_of_all_types_join_those_of_the_file(visit: Callable[..., Visitor]) -> None:
    shop = visit("fahrrad.yaml", account_types="all")
    shop.sign_in("kunden", "login", "kennwort")
    accounts = shop("GET", "/payments/accounts")
    assert [(one["identifier"], one["settings"]["status"]) for one in accounts[2:]] == [
        ("yookassa", "connected"),
        ("midtrans", "not_connected"),
    ]
    assert len({one["id"] for one in accounts}) == 4
