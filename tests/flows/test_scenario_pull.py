"""Scenarios that are taken from a server: what is in them, what is not, and that a pull of a pull is the same."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import httpx
import pytest

import oneentry_toolkit as oe
from oneentry_toolkit.errors import AccessDeniedError, ExportError, IncompleteListWarning, InputError
from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.scenario import file
from oneentry_toolkit.scenario.pull import pull
from oneentry_toolkit.scenario.storages import describe_account
from oneentry_toolkit.scenario.texts import TextReader, without_secrets

from .pulls import BUILT_IN, FILES, SCENARIOS, changed, pulled

pytestmark = pytest.mark.slow


@pytest.mark.slow
@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "by token"])
@pytest.mark.parametrize("scenario", FILES, ids=lambda path: path.stem if path else "built-in")
def test_a_pull_of_a_pull_is_the_same(scenario: Path | None, signed_in: bool, tmp_path: Path) -> None:
    first = pulled(scenario, signed_in=signed_in)
    path = first.save(tmp_path / "pulled.yaml")
    second = pulled(path, signed_in=signed_in)
    assert second.text == first.text
    assert list(second.changes_from(first)) == []
    assert file.read(path).data == first.data
    has_prices = any(one.get("price") is not None for one in first.data["products"])  # a preview tells the currency
    assert bool(first.notes) is not (signed_in and has_prices)


@pytest.mark.long
@pytest.mark.parametrize("scenario", FILES, ids=lambda path: path.stem if path else "built-in")
def test_a_pulled_shop_answers_as_the_shop_it_is_of(scenario: Path | None, tmp_path: Path) -> None:
    path = pulled(scenario).save(tmp_path / "pulled.yaml")
    with Sandbox(scenario=scenario) as one, Sandbox(scenario=path) as other:
        for lang in pulled(path).data["languages"]:
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
    path = pulled(SCENARIOS / "fahrrad.yaml").save(tmp_path / "shop.yaml")
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

    with changed(with_secrets) as api:
        taken = pull(api, lang="en_US", says=False)
    for text in (taken.text, json.dumps(taken.data), repr(taken), taken._repr_html_()):
        assert "S3CRET" not in text
    text = pulled(BUILT_IN).text
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

    with changed(change, scenario) as api, warnings.catch_warnings(record=True) as said:
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
    keyed = pulled(path)
    flat = pulled(path, localization="flat", languages=["de_DE", "en_US"])
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
    found = pulled(SCENARIOS / "fahrrad.yaml", localization="flat")
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
    assert pulled(found.save(tmp_path / "few.yaml")).data["products"] == found.data["products"]


def test_what_may_not_be_read_is_a_note(tmp_path: Path) -> None:
    def refused(path: str, answer: Any) -> Any:
        envelope = {"statusCode": 403, "message": "Forbidden resource", "timestamp": "2025-04-30T20:15:29.254Z"}
        return httpx.Response(403, json=envelope) if path in ("/forms", "/discounts") else answer

    with changed(refused) as api:
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


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    found = pulled(SCENARIOS / "tiny.yaml")
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
    found = pulled(SCENARIOS / "tiny.yaml")
    assert repr(found) == "<Scenario: 2 forms, 1 storage, 2 products, 0 notes>"
    assert "products" in found._repr_html_()
