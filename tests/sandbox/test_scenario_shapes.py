"""Scenario files by the hundred: what has no mistakes starts, and answers inside of the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.scenario import file, mistakes

DEVICE = '{"fingerprint": "UQ_shapes", "deviceInfo": {"os": "Linux", "browser": "none", "location": "de"}}'
LANGUAGES = ["en_US", "de_DE", "fr_FR"]

words = st.text(st.characters(categories=["Lu", "Ll", "Nd", "Zs", "Po"]), min_size=1, max_size=12).filter(str.strip)
markers = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1, max_size=12)
prices = st.one_of(st.integers(0, 10_000), st.decimals(0, 10_000, places=2).map(float), st.none())


def texts(languages: list[str]) -> st.SearchStrategy[Any]:
    """A text, or a text for each of some languages, the shop's own among them."""
    others = st.dictionaries(st.sampled_from(languages), words, max_size=len(languages))
    return st.one_of(words, st.tuples(words, others).map(lambda pair: {**pair[1], languages[0]: pair[0]}))


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario without mistakes."""
    languages = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True))
    text = texts(languages)
    options = st.lists(st.fixed_dictionaries({"value": words}, optional={"title": text}), min_size=1, max_size=3)
    fields = st.one_of(
        st.sampled_from(["string", "text", "integer", "date", "file"]),
        st.fixed_dictionaries({"type": st.sampled_from(["string", "real"])}, optional={"title": text}),
        st.fixed_dictionaries({"type": st.sampled_from(["list", "radioButton"]), "options": options}),
    )
    forms = draw(
        st.dictionaries(
            markers.filter(lambda marker: marker != "registration"),
            st.fixed_dictionaries({"fields": st.dictionaries(markers, fields, max_size=4)}, optional={"title": text}),
            min_size=1,
            max_size=3,
        )
    )
    pages = draw(st.dictionaries(markers, st.none(), max_size=3))
    statuses = draw(st.dictionaries(markers, text, max_size=2))
    accounts = draw(
        st.dictionaries(
            markers,
            st.fixed_dictionaries({"type": st.sampled_from(["stripe", "custom"])}, optional={"title": text}),
            min_size=1,
            max_size=3,
        )
    )
    product = st.fixed_dictionaries(
        {"id": st.integers(1, 9_999), "title": text, "price": prices},
        optional={
            "visible": st.booleans(),
            "pages": st.lists(st.sampled_from([*pages]), max_size=2, unique=True) if pages else st.just([]),
            "attributes": st.dictionaries(markers, st.one_of(words, st.integers(0, 99), st.booleans()), max_size=2),
            "pictures": st.just(["https://files.example/one.png"]),
            "status": st.sampled_from([*statuses]) if statuses else st.none(),
        },
    )
    products = draw(st.lists(product, max_size=4, unique_by=lambda one: one["id"]))
    order_status = st.one_of(st.none(), words, st.fixed_dictionaries({}, optional={"title": text}))
    storage = st.fixed_dictionaries(
        {"form": st.sampled_from([*forms])},
        optional={
            "title": text,
            "statuses": st.dictionaries(markers, order_status, min_size=1, max_size=3),
            "accounts": st.lists(st.sampled_from([*accounts]), min_size=1, max_size=2, unique=True),
        },
    )
    storages = draw(st.dictionaries(markers, storage, min_size=1, max_size=3))
    limit = st.one_of(st.integers(1, 30), st.just("all"))
    read = st.one_of(limit, st.dictionaries(st.sampled_from(["others", "forms", "orders", "products"]), limit))
    group = st.one_of(st.none(), st.fixed_dictionaries({}, optional={"title": text, "read": read}))
    groups = draw(st.dictionaries(st.one_of(st.just("guest"), markers), group, max_size=3))
    user: dict[str, Any] = {"login": "kim@shop.example", "password": "secret-1"}
    if groups:
        user["groups"] = draw(st.lists(st.sampled_from([*groups]), min_size=1, unique=True))
    discount = st.fixed_dictionaries({"percent": st.integers(0, 100)}, optional={"title": text})
    sold = any(one["price"] is not None and one.get("visible", True) for one in products)
    return {
        "title": draw(words),
        "languages": languages,
        "currency": draw(st.sampled_from(["EUR", "JPY", "KWD"])),
        "groups": groups,
        "users": [user],
        "forms": forms,
        "accounts": accounts,
        "storages": storages,
        "pages": pages,
        "product_statuses": statuses,
        "products": products,
        "discounts": draw(st.dictionaries(markers, discount, max_size=2)),
        "history": {"orders": draw(st.integers(0, 5)) if sold else 0},
    }


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=scenarios(), is_json=st.booleans())
def test_what_has_no_mistakes_starts_and_answers_inside_of_the_contract(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any], is_json: bool
) -> None:
    path: Path = tmp_path_factory.mktemp("shapes") / "shop.yaml"
    text = json.dumps(data, ensure_ascii=False, indent="\t" if is_json else None)
    path.write_text(text if is_json else "# JSON is YAML\n" + text, "utf-8")
    mistakes.check(file.read(path))
    with Sandbox(scenario=path, check_answers=True) as sandbox:
        headers = {"x-app-token": sandbox.app_token, "x-device-metadata": DEVICE}
        with httpx.Client(base_url=f"{sandbox.url}/api/content", headers=headers) as http:
            body = {
                "authData": [
                    {"marker": "email", "value": sandbox.user},
                    {"marker": "password", "value": sandbox.password},
                ]
            }
            pair = http.post("/users-auth-providers/marker/email/users/auth", json=body).json()
            http.headers["Authorization"] = f"Bearer {pair['accessToken']}"
            for language in data["languages"]:
                read = ["/forms", "/users-auth-providers", "/orders-storage", "/discounts", "/payments/accounts"]
                read += [f"/forms/marker/{marker}" for marker in data["forms"]]
                read += [f"/orders-storage/marker/{one}/order-statuses" for one in data["storages"]]
                read += [f"/orders-storage/marker/{one}/orders" for one in data["storages"]]
                read += [f"/products/{one['id']}" for one in data["products"] if one.get("visible", True)]
                read += ["/products/quick/search", "/payments/sessions"]
                for one in read:
                    answer = http.get(one, params={"langCode": language, "name": "a"})
                    assert answer.status_code == 200, (one, answer.text)
            assert httpx.get(sandbox.url).status_code == 200
            for marker, storage in data["storages"].items():
                order = {
                    "formIdentifier": storage["form"],
                    "paymentAccountIdentifier": (storage.get("accounts") or [*data["accounts"]])[0],
                    "formData": {data["languages"][0]: []},
                    "products": [{"productId": one["id"], "quantity": 1} for one in data["products"]],
                }
                assert http.post(f"/orders-storage/marker/{marker}/orders", json=order).status_code in (201, 400)
