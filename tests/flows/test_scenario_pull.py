"""Scenarios that are taken from a server: what is in them, what is not, and that a pull of a pull is the same."""

from __future__ import annotations

import json
import random
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import oneentry_toolkit as oe
from oneentry_toolkit.errors import AccessDeniedError, ExportError, IncompleteListWarning, InputError
from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.scenario import file
from oneentry_toolkit.scenario.forms import describe_provider
from oneentry_toolkit.scenario.pull import pull
from oneentry_toolkit.scenario.storages import describe_account
from oneentry_toolkit.scenario.texts import TextReader, without_secrets
from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.tokens import Device, MemoryTokens

SCENARIOS = Path(__file__).parents[1] / "scenarios"
pytestmark = pytest.mark.slow
BUILT_IN = None
FILES = [BUILT_IN, *sorted(SCENARIOS.glob("*.yaml"))]


def _sign_in(shop: oe.Shop, sandbox: Sandbox) -> None:
    """Signs in as the shop's first user, whatever its provider and the fields of the form."""
    catalogue = sandbox.instance.catalogue
    provider = catalogue.providers.by_identifier[catalogue.settings["demoUser"]["provider"]]
    form = catalogue.forms.by_identifier[provider.body["formIdentifier"]]
    login = next(field["marker"] for field in form.body["attributes"] if field["isLogin"])
    shop.users.sign_in(sandbox.user, sandbox.password, provider=provider.identifier, login_field=login)


def _pulled(scenario: Path | None, *, signed_in: bool = True, **options: Any) -> oe.Scenario:
    languages = options.pop("languages", None)
    with (
        Sandbox(scenario=scenario, check_answers=True, **options) as sandbox,
        oe.connect(sandbox.url, sandbox.app_token) as shop,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", IncompleteListWarning)
        if signed_in:
            _sign_in(shop, sandbox)
        return shop.scenario(languages=languages)


Change = Callable[[str, Any], Any]


@contextmanager
def _changed(change: Change, scenario: Path | None = BUILT_IN) -> Iterator[ApiClient]:
    """A client of a sandbox whose answers are changed on their way.

    Args:
        change: returns the answer for a path and the sandbox's answer; a response is sent as it is.
    """
    with Sandbox(scenario=scenario) as sandbox, httpx.Client(base_url=sandbox.url) as behind:

        def handle(request: httpx.Request) -> httpx.Response:
            path = request.url.raw_path.decode()
            headers = {name: value for name, value in request.headers.items() if name != "host"}
            answer = behind.request(request.method, path, content=request.read(), headers=headers)
            made = change(request.url.path.removeprefix("/api/content"), answer.json())
            return made if isinstance(made, httpx.Response) else httpx.Response(answer.status_code, json=made)

        api = ApiClient(
            url="https://shop.example",
            app_token=sandbox.app_token,
            tokens=MemoryTokens(),
            device=Device(),
            timeout_s=30,
            transport=httpx.MockTransport(handle),
        )
        yield api
        api.close()


@pytest.mark.slow
@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "by token"])
@pytest.mark.parametrize("scenario", FILES, ids=lambda path: path.stem if path else "built-in")
def test_a_pull_of_a_pull_is_the_same(scenario: Path | None, signed_in: bool, tmp_path: Path) -> None:
    first = _pulled(scenario, signed_in=signed_in)
    path = first.save(tmp_path / "pulled.yaml")
    second = _pulled(path, signed_in=signed_in)
    assert second.text == first.text
    assert list(second.changes_from(first)) == []
    assert file.read(path).data == first.data
    has_prices = any(one.get("price") is not None for one in first.data["products"])  # a preview tells the currency
    assert bool(first.notes) is not (signed_in and has_prices)


@pytest.mark.long
@pytest.mark.parametrize("scenario", FILES, ids=lambda path: path.stem if path else "built-in")
def test_a_pulled_shop_answers_as_the_shop_it_is_of(scenario: Path | None, tmp_path: Path) -> None:
    path = _pulled(scenario).save(tmp_path / "pulled.yaml")
    with Sandbox(scenario=scenario) as one, Sandbox(scenario=path) as other:
        for lang in _pulled(path).data["languages"]:
            with (
                oe.connect(one.url, one.app_token, lang=lang) as shop,
                oe.connect(other.url, other.app_token, lang=lang) as copy,
            ):
                assert _forms(copy) == _forms(shop)
                assert list(copy.orders.storages()) == list(shop.orders.storages())
                for storage in shop.orders.storages():
                    assert list(copy.orders.statuses(storage.marker)) == list(shop.orders.statuses(storage.marker))
                assert copy.products.frame().equals(shop.products.frame())
                assert list(copy.discounts.list()) == list(shop.discounts.list())
                assert [provider.marker for provider in copy.users.providers()] == [
                    provider.marker for provider in shop.users.providers()
                ]


def _forms(shop: oe.Shop) -> list[tuple[Any, ...]]:
    return [(form.marker, form.id, form.title, form.type, form.fields) for form in shop.forms.list()]


def test_a_notebook_runs_on_a_pulled_shop(tmp_path: Path) -> None:
    path = _pulled(SCENARIOS / "fahrrad.yaml").save(tmp_path / "shop.yaml")
    with oe.connect(sandbox=path, lang="de_DE") as shop:
        shop.users.sign_in("your-user@email.com", "123456")
        order = shop.orders.create(
            "laden", products={2957: 1}, form={"name": "Kim", "abholung": "laden"}, payment_account="karte"
        )
        assert order.currency == "EUR"
        assert shop.payments.create_session(order).payment_url is not None


def test_secrets_and_persons_stay_out() -> None:
    def with_secrets(path: str, answer: Any) -> Any:
        if path == "/users-auth-providers":
            for provider in answer:
                provider["config"] |= {
                    "tokenSecretKey": "S3CRET-1",
                    "oauthAuthUrl": "https://u:S3CRET-2@id.example/a?k=S3CRET-3",
                }
                provider["S3CRET-4"] = {"key": "S3CRET-5"}
        if path == "/forms":
            for form in answer["items"]:
                form["localizeInfos"]["en_US"]["urlAddress"] = "https://hooks.example/S3CRET-6"
                for field in form["attributes"] or ():
                    field["settings"] = {"captchaKey": "S3CRET-7"}
        if path == "/discounts":
            for discount in answer["items"]:
                discount |= {"coupon": {"code": "S3CRET-8"}, "userExclusions": [{"id": "S3CRET-9"}]}
        return answer

    with _changed(with_secrets) as api:
        taken = pull(api, lang="en_US", says=False)
    for text in (taken.text, json.dumps(taken.data), repr(taken), taken._repr_html_()):
        assert "S3CRET" not in text
    text = _pulled(BUILT_IN).text
    for secret in ("pk_sandbox_public", "not-a-real-signing-secret", "WELCOME10", "anna.keller", "+4915112345678"):
        assert secret not in text


@pytest.mark.parametrize("scenario", [BUILT_IN, SCENARIOS / "fahrrad.yaml", SCENARIOS / "odd-names.yaml"], ids=str)
def test_members_that_a_scenario_does_not_know_stay_out_at_any_depth(scenario: Path | None) -> None:
    # Values of these are the project's own: attributes, rules of fields, blocks and conditions.
    open_members = ("value", "validators", "initialValue", "condition", "similarProductRules")
    planted = 0

    def plant(value: Any) -> None:
        nonlocal planted
        if isinstance(value, list):
            for one in value:
                plant(one)
        if isinstance(value, dict):
            for name, one in value.items():
                if name not in open_members:
                    plant(one)
            planted += 1
            value["leak"] = f"S3CRET-{planted}"

    def change(path: str, answer: Any) -> Any:
        plant(answer)
        return answer

    with _changed(change, scenario) as api, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = pull(api, lang="en_US")
    assert planted > 50
    parts = (
        found.text,
        json.dumps(found.data),
        repr(found),
        found._repr_html_(),
        *map(str, found.notes),
        *map(str, said),
    )
    assert [part[part.index("S3CRET") - 200 :][:300] for part in parts if "S3CRET" in part] == []


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://u:S3CRET-1@shop.example/ok?token=S3CRET-2#S3CRET-3", "https://shop.example/ok"),
        ("https://shop.example:8443/ok", "https://shop.example:8443/ok"),
        ("https://[S3CRET?a=b", "https://[S3CRET"),
        ("/ok?a=b", "/ok"),
        ("", ""),
    ],
)
def test_addresses_are_taken_without_login_and_query(address: str, kept: str) -> None:
    assert without_secrets(address) == kept
    account = {"id": 1, "identifier": "a", "settings": {"successUrl": address}}
    assert describe_account(account, TextReader(["en_US"])).get("success_url", "") == kept


def test_answers_in_one_language_at_a_time_are_put_together() -> None:
    path = SCENARIOS / "fahrrad.yaml"
    keyed = _pulled(path)
    flat = _pulled(path, localization="flat", languages=["de_DE", "en_US"])
    # A flat answer has each text in the language that was asked for, whether it is translated or not.
    assert _without_equal_texts(flat.data) == _without_equal_texts(keyed.data)
    assert flat.notes == ()


def _without_equal_texts(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"de_DE", "en_US"} and value["de_DE"] == value["en_US"]:
            return value["de_DE"]
        return {name: _without_equal_texts(one) for name, one in value.items()}
    return [_without_equal_texts(one) for one in value] if isinstance(value, list) else value


def test_one_language_without_its_name_is_announced() -> None:
    found = _pulled(SCENARIOS / "fahrrad.yaml", localization="flat")
    assert any(note.startswith("languages: ") for note in found.notes)


def test_a_cap_is_a_note_and_a_warning() -> None:
    with Sandbox(page_cap=10) as sandbox, oe.connect(sandbox.url, sandbox.app_token) as shop:
        shop.users.sign_in(sandbox.user, sandbox.password)
        with pytest.warns(IncompleteListWarning, match="10 of 24 products"):
            found = shop.scenario()
    assert len(found.data["products"]) == 10
    assert "products" in found.unread
    assert "#\n# Not complete:\n" in found.text
    assert "10 of 24 products" in found.text


def test_fewer_products_are_a_note(tmp_path: Path) -> None:
    with oe.connect(sandbox=True) as shop, pytest.warns(IncompleteListWarning):
        found = shop.scenario(max_products=3)
    assert [one["id"] for one in found.data["products"]] == [1, 2, 3]
    assert any("first 3" in note for note in found.notes)
    assert _pulled(found.save(tmp_path / "few.yaml")).data["products"] == found.data["products"]


def test_what_may_not_be_read_is_a_note(tmp_path: Path) -> None:
    def refused(path: str, answer: Any) -> Any:
        envelope = {"statusCode": 403, "message": "Forbidden resource", "timestamp": "2025-04-30T20:15:29.254Z"}
        return httpx.Response(403, json=envelope) if path in ("/forms", "/discounts") else answer

    with _changed(refused) as api:
        found = pull(api, lang="en_US", says=False)
    assert {"forms", "discounts", "accounts"} <= found.unread.keys()
    # Storages and providers name their forms: they are there, without fields.
    assert found.data["forms"]["order"] == {"type": "order"}
    assert found.data["forms"]["reg"] == {"type": "sing_in_up"}
    with Sandbox(scenario=found.save(tmp_path / "shop.yaml")):
        pass


def test_a_project_that_may_not_be_read_at_all_is_an_error() -> None:
    with Sandbox() as sandbox, oe.connect(sandbox.url, "not-the-token") as shop, pytest.raises(AccessDeniedError):
        shop.scenario()


def test_a_fault_on_the_way_is_an_error_and_no_shorter_scenario() -> None:
    with oe.connect(sandbox=True) as shop:
        assert shop.sandbox is not None
        shop.sandbox.add_fault(operation="listDiscounts", times=100, status=500)
        with pytest.raises(oe.ServerError):
            shop.scenario()


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

    with _changed(odd) as api:
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
    assert _pulled(path, signed_in=False).changes_from(found) == []


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

    with _changed(change, SCENARIOS / "fahrrad.yaml") as api:
        found = pull(api, lang="de_DE", says=False)
    again = _pulled(found.save(tmp_path / "shop.yaml"), signed_in=False)
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

    with _changed(change) as api:
        found = pull(api, lang="en_US", says=False)
    said = "\n".join(found.notes)
    for place in ("discounts.{}.attributeSetId", "storages.{}.generalTypeId", "products.1.position"):
        section = place.partition(".")[0]
        first = next(iter(found.data[section])) if section != "products" else ""
        assert place.format(first) in said
    # A sandbox that holds its answers against the contract serves the file.
    again = _pulled(found.save(tmp_path / "shop.yaml"), signed_in=False)
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

    with _changed(change, SCENARIOS / "fahrrad.yaml") as api:
        try:
            found = pull(api, lang="de_DE", says=False)
        except oe.OneEntryError:
            return  # a list that is none
    path = found.save(tmp_path_factory.mktemp("odd") / "shop.yaml")
    assert _pulled(path, signed_in=False).changes_from(found) == []


def test_what_is_left_out_may_have_a_marker_of_digits() -> None:
    def change(path: str, answer: Any) -> Any:
        if path == "/orders-storage" and answer:
            answer[0]["identifier"], answer[0]["formIdentifier"] = "2", 5
        return answer

    with _changed(change) as api:
        found = pull(api, lang="en_US", says=False)
    assert any(note.startswith("storages.2.form: left out") for note in found.notes)
    assert "2" not in found.data["storages"]


def test_what_many_products_lack_is_one_note() -> None:
    def change(path: str, answer: Any) -> Any:
        for number, one in enumerate(answer["items"] if path == "/products/all" else ()):
            one |= {"sku": 5, "price": -1 - number}
        return answer

    with _changed(change) as api:
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

    with _changed(change) as api:
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

    with _changed(old) as api, _changed(lambda path, answer: answer) as new:
        found, expected = pull(api, lang="en_US", says=False), pull(new, lang="en_US", says=False)
    assert found.data["pages"] == expected.data["pages"]
    assert found.data["products"] == expected.data["products"]


def test_a_language_that_is_refused_is_a_note() -> None:
    def change(path: str, answer: Any) -> Any:
        if path == "/discounts":
            answer["items"][0]["localizeInfos"]["es_419"] = {"title": "Hola"}
        return answer

    with _changed(change) as api:
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
    expected = _pulled(SCENARIOS / "fahrrad.yaml", signed_in=False)
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

    with _changed(change) as api:
        found = pull(api, lang="en_US", says=False)
    assert "half\ufffd" in found.data["discounts"]
    assert file.read(found.save(tmp_path / "shop.yaml")).data == found.data


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    found = _pulled(SCENARIOS / "tiny.yaml")
    path = tmp_path / "shop.yaml"
    path.write_text("mine", "utf-8")
    with pytest.raises(ExportError, match=r"exists.*scenario diff.*overwrite"):
        found.save(path)
    assert path.read_text("utf-8") == "mine"
    assert found.save(path, overwrite=True) == path
    assert path.read_text("utf-8") == found.text
    with pytest.raises(ExportError, match="there is no folder"):
        found.save(tmp_path / "no" / "folder.yaml")


@pytest.mark.parametrize("languages", ["en_US", [], ["not a language"], [1], 5])
def test_languages_are_checked(languages: Any) -> None:
    with oe.connect(sandbox=True) as shop, pytest.raises(InputError, match="languages must be a list"):
        shop.scenario(languages=languages)


@pytest.mark.parametrize("most", [0, -1, 1.5, "10", True])
def test_the_number_of_products_is_checked(most: Any) -> None:
    with oe.connect(sandbox=True) as shop, pytest.raises(InputError, match="max_products"):
        shop.scenario(max_products=most)


def test_a_scenario_shows_what_is_in_it() -> None:
    found = _pulled(SCENARIOS / "tiny.yaml")
    assert repr(found) == "<Scenario: 2 forms, 1 storage, 2 products, 0 notes>"
    assert "products" in found._repr_html_()
