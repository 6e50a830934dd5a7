"""Scenarios that are taken from servers whose answers are odd: equal after another pull, or named."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import oneentry_toolkit as oe
from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.scenario import file
from oneentry_toolkit.scenario.forms import describe_provider
from oneentry_toolkit.scenario.pull import pull
from oneentry_toolkit.scenario.texts import TextReader
from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.tokens import Device, MemoryTokens

from .pulls import SCENARIOS, changed, pulled

pytestmark = pytest.mark.slow


def test_odd_answers_are_left_out_and_named(tmp_path: Path) -> None:
    def odd(path: str, answer: Any) -> Any:
        if path == "/forms" and answer["items"]:
            fields = answer["items"][2]["attributes"]
            fields[0]["type"] = "hologram"
            fields[1]["validators"] = "none"
            fields[2]["listTitles"] = [{"value": {"a": 1}}, 7]
            answer["items"] += [{"id": 90, "identifier": "order"}, {"id": "x", "identifier": "late"}, None, 5]
        if path == "/products/all" and answer["items"]:
            first, second, third, fourth, *_ = answer["items"]
            first["price"] = "24.90"
            second |= {"price": -1, "attributeValues": 3, "categories": {"a": 1}}
            third |= {"localizeInfos": None, "statusIdentifier": 7}
            fourth["attributeValues"]["en_US"]["weight"]["type"] = "grams"
        if path == "/orders-storage" and answer:
            answer[0]["paymentAccountIdentifiers"] = None
            answer[1]["formIdentifier"] = None
        if path == "/discounts" and answer["items"]:
            answer["items"][0]["discountValue"] = {"value": "x", "discountType": "PERCENT"}
            answer["items"][1]["startDate"] = "soon"
        return answer

    with changed(odd) as api:
        found = pull(api, lang="en_US", says=False)
    said = "\n".join(found.notes)
    for place in (
        "forms.order.fields.name",
        "forms.order: there are two",
        "forms.late: left out",
        "storages.subscriptions",
    ):
        assert place in said, place
    assert "2 of 13 are no objects" in said
    by_id = {one["id"]: one for one in found.data["products"]}
    assert by_id[1]["price"] == 24.9
    assert by_id[3]["title"] == "Product 3"
    assert len(by_id) == 24
    path = found.save(tmp_path / "odd.yaml")
    with oe.connect(sandbox=path) as shop:
        assert len(shop.products.list()) == 24
    assert pulled(path, signed_in=False).changes_from(found) == []


@pytest.mark.long
@pytest.mark.parametrize("member", ["type", "formIdentifier", "identifier", "config", "attributes", "localizeInfos"])
@pytest.mark.parametrize("odd", [None, "hologram", {"a": 1}], ids=str)
def test_what_a_sandbox_would_put_in_is_in_the_scenario(member: str, odd: Any, tmp_path: Path) -> None:
    def change(path: str, answer: Any) -> Any:
        listed = answer["items"] if isinstance(answer, dict) and "items" in answer else answer
        for one in listed if isinstance(listed, list) else ():
            if member in one:
                one[member] = odd
        return answer

    with changed(change, SCENARIOS / "fahrrad.yaml") as api:
        found = pull(api, lang="de_DE", says=False)
    again = pulled(found.save(tmp_path / "shop.yaml"), signed_in=False)
    assert again.changes_from(found) == []
    assert found.changes_from(again) == []


def test_what_the_api_has_no_value_for_is_not_kept(tmp_path: Path) -> None:
    def change(path: str, answer: Any) -> Any:
        if not (answer["items"] if isinstance(answer, dict) and "items" in answer else answer):
            return answer
        if path == "/discounts":
            answer["items"][0] |= {"attributeSetId": 3.5, "bonusEvent": {"id": "x"}, "conditions": [{"type": 5}]}
        if path == "/forms":
            answer["items"][0]["attributes"][0] |= {"isVisible": "yes", "additionalFields": "none"}
            answer["items"][1]["templateId"] = "page"
        if path == "/orders-storage":
            answer[0]["generalTypeId"] = "x"
        if path == "/products/all":
            answer["items"][0] |= {"position": "first", "additional": []}
            answer["items"][1]["attributeValues"]["en_US"]["weight"]["additionalFields"] = 5
        return answer

    with changed(change) as api:
        found = pull(api, lang="en_US", says=False)
    said = "\n".join(found.notes)
    for place in ("discounts.{}.attributeSetId", "storages.{}.generalTypeId", "products.1.position"):
        section = place.partition(".")[0]
        first = next(iter(found.data[section])) if section != "products" else ""
        assert place.format(first) in said
    # A sandbox that holds its answers against the contract serves the file.
    again = pulled(found.save(tmp_path / "shop.yaml"), signed_in=False)
    assert again.changes_from(found) == []


ODD: list[Any] = [None, "", [], {}, 0, -1, 3.5, 1e300, True, "2", "a b", "no", "\x85", [None], [[]], [{}], {"a": 1}]
ODD += [
    {"en_US": None},
    {"de_DE": {"title": None}},
    {"es_419": {"title": "Hola"}},
    {"title": "flat"},
    "2024-01-01",
    "=",
    2**40,
]


@pytest.mark.long
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_answers_changed_by_chance_are_equal_after_a_pull_or_named(
    chance: random.Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    left = [chance.randint(1, 4)]

    def change(path: str, answer: Any) -> Any:
        at, place = answer, None
        while isinstance(at, (dict, list)) and at and (place is None or chance.random() < 0.8):
            above, place = at, chance.choice([*at] if isinstance(at, dict) else range(len(at)))
            at = at[place]
        if place is not None and left[0]:
            left[0] -= 1
            above[place] = chance.choice(ODD)
        return answer

    with changed(change, SCENARIOS / "fahrrad.yaml") as api:
        try:
            found = pull(api, lang="de_DE", says=False)
        except oe.OneEntryError:
            return  # a list that is none
    path = found.save(tmp_path_factory.mktemp("odd") / "shop.yaml")
    assert pulled(path, signed_in=False).changes_from(found) == []


def test_what_is_left_out_may_have_a_marker_of_digits() -> None:
    def change(path: str, answer: Any) -> Any:
        if path == "/orders-storage" and answer:
            answer[0]["identifier"], answer[0]["formIdentifier"] = "2", 5
        return answer

    with changed(change) as api:
        found = pull(api, lang="en_US", says=False)
    assert any(note.startswith("storages.2.form: left out") for note in found.notes)
    assert "2" not in found.data["storages"]


def test_what_many_products_lack_is_one_note() -> None:
    def change(path: str, answer: Any) -> Any:
        for number, one in enumerate(answer["items"] if path == "/products/all" else ()):
            one |= {"sku": 5, "price": -1 - number}
        return answer

    with changed(change) as api:
        found = pull(api, lang="en_US", says=False)
    assert [note for note in found.notes if note.startswith("products")] == [
        "products.1.sku, products.2.sku, products.3.sku and 21 more: left out, because this must be null or text, "
        "not number",
        "products.1.price, products.2.price, products.3.price and 21 more: left out, because -1 is less than 0 "
        "(the first; the others are alike)",
    ]


@pytest.mark.parametrize("odd", [[], {}, None, True, "x", 1.5, "99", -1])
def test_ids_of_any_type_are_read_or_named(odd: Any, tmp_path: Path) -> None:
    def change(path: str, answer: Any) -> Any:
        listed = answer["items"] if isinstance(answer, dict) and "items" in answer else answer
        if isinstance(listed, list) and listed and isinstance(listed[0], dict):
            listed[0]["id"] = odd
            if path == "/products/all":
                listed[1] |= {"relatedIds": [odd, "3"], "categories": [odd], "blocks": [odd], "statusIdentifier": odd}
        return answer

    with changed(change) as api:
        found = pull(api, lang="en_US", says=False)
    if odd != "99":
        for section in ("forms", "providers", "storages", "accounts", "products", "discounts"):
            assert any(note.startswith(section) for note in found.notes), section
    assert next(one for one in found.data["products"] if one["id"] == 2)["related"][-1] == 3
    with Sandbox(scenario=found.save(tmp_path / "shop.yaml")):
        pass


def test_old_servers_name_pages_in_product_pages_only() -> None:
    def old(path: str, answer: Any) -> Any:
        if path == "/products/all":
            for product in answer["items"]:
                del product["categories"]
                product["productPages"] = {str(n): place for n, place in enumerate(product["productPages"])}
        return answer

    with changed(old) as api, changed(lambda path, answer: answer) as new:
        found, expected = pull(api, lang="en_US", says=False), pull(new, lang="en_US", says=False)
    assert found.data["pages"] == expected.data["pages"]
    assert found.data["products"] == expected.data["products"]


def test_a_language_that_is_refused_is_a_note() -> None:
    def change(path: str, answer: Any) -> Any:
        if path == "/discounts":
            answer["items"][0]["localizeInfos"]["es_419"] = {"title": "Hola"}
        return answer

    with changed(change) as api:
        found = pull(api, lang="en_US", says=False)
    assert any("In es_419: " in note for note in found.notes)
    assert any("cannot have the language 'es_419'" in note for note in found.notes)
    assert found.data["languages"] == ["en_US", "de_DE"]
    assert found.data["forms"]["order"]["fields"]


@pytest.mark.parametrize("languages", [None, ["en_US", "de_DE"]])
def test_servers_that_need_a_language_are_asked_for_one(languages: list[str] | None) -> None:
    with Sandbox(scenario=SCENARIOS / "fahrrad.yaml") as sandbox, httpx.Client(base_url=sandbox.url) as behind:

        def handle(request: httpx.Request) -> httpx.Response:
            path = request.url.raw_path.decode()
            if "langCode" not in request.url.params and not path.endswith(("/blocks", "/accounts")):
                message = "langCode must match /^[a-zA-Z_]{2,5}$/"
                return httpx.Response(400, json={"statusCode": 400, "message": message})
            headers = {name: value for name, value in request.headers.items() if name != "host"}
            answer = behind.request(request.method, path, content=request.read(), headers=headers)
            return httpx.Response(answer.status_code, json=answer.json())

        api = ApiClient(
            url="https://shop.example",
            app_token=sandbox.app_token,
            tokens=MemoryTokens(),
            device=Device(),
            timeout_s=30,
            transport=httpx.MockTransport(handle),
        )
        found = pull(api, lang="de_DE", languages=languages, says=False)
        api.close()
    expected = pulled(SCENARIOS / "fahrrad.yaml", signed_in=False)
    assert found.changes_from(expected) == []
    assert any(note.startswith("languages: ") for note in found.notes) is (languages is None)


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"systemCodeLength": 8, "refreshTokenTtlMc": 5.0}, {"refreshTokenTtlMc": 5, "systemCodeLength": 8}),
        (
            {"systemCodeLength": "8", "systemCodeOnlyNumbers": "1"},
            {"systemCodeLength": 8, "systemCodeOnlyNumbers": True},
        ),
        ({"accessTokenTtlSec": "36000", "systemCodeLength": None, "systemCodeOnlyNumbers": "false"}, None),
        ({"accessTokenTtlSec": True, "systemCodeLength": "", "tokenSecretKey": "x"}, None),
        (None, None),
        ("none", None),
    ],
)
def test_settings_of_providers_are_read_in_every_type(config: Any, said: Any) -> None:
    provider = {"id": 1, "identifier": "email", "type": "email", "config": config}
    assert describe_provider(provider, TextReader(["en_US"])).get("config") == said


def test_half_letters_are_replaced(tmp_path: Path) -> None:
    def change(path: str, answer: Any) -> Any:
        if path == "/discounts":
            answer["items"][0]["identifier"] = "half"
            answer["items"][1]["localizeInfos"]["en_US"]["title"] = "a\x85b\u2028c"
            return httpx.Response(200, text=json.dumps(answer).replace("half", "half\\ud83d"))
        return answer

    with changed(change) as api:
        found = pull(api, lang="en_US", says=False)
    assert "half\ufffd" in found.data["discounts"]
    assert file.read(found.save(tmp_path / "shop.yaml")).data == found.data
