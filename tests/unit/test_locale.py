"""Translations, keyed and flat."""

from typing import Any

import pytest

from oneentry_toolkit.values.locale import title_of, translated, unwrap


@pytest.mark.parametrize(
    ("value", "lang", "inner"),
    [
        ({"en_US": {"title": "Cash"}}, "en_US", {"title": "Cash"}),
        ({"en_US": {"title": "Cash"}, "de_DE": {"title": "Bar"}}, "de_DE", {"title": "Bar"}),
        ({"de_DE": {"title": "Bar"}}, "en_US", {"title": "Bar"}),
        ({"title": "Cash"}, "en_US", {"title": "Cash"}),
        ({"de_DE": 1, "fr_FR": 2}, "en_US", {"de_DE": 1, "fr_FR": 2}),
        ([1], "en_US", [1]),
        (None, "en_US", None),
        ({}, "en_US", {}),
        ({"es_419": 1}, "en_US", 1),
        ({"zh-Hans-CN": 1}, "en_US", 1),
        ({"ca_ES_valencia": 1}, "en_US", 1),
        ({"es-419": 1, "en_US": 2}, "es_419", 1),
        ({"ZH-hans-CN": 1, "en_US": 2}, "zh_Hans_CN", 1),
        ({"en-US": 1, "en_US": 2}, "en_US", 2),
        # A marker, and not the Indonesian language.
        ({"id": {"value": 1}}, "en_US", {"id": {"value": 1}}),
    ],
)
def test_the_rule_of_the_reference(value: Any, lang: str, inner: Any) -> None:
    """docs/api/requests.md#requests-locales"""
    """The wanted language, else the only key if it is a language, else as it is."""
    assert unwrap(value, lang) == inner


@pytest.mark.parametrize(
    ("infos", "title"),
    [
        ({"en_US": {"title": "Cash"}}, "Cash"),
        ({"title": "Cash"}, "Cash"),
        ({"en_US": {}}, None),
        ({}, None),
        (None, None),
        ("Cash", None),
        ({"en_US": {"title": 5}}, None),
        ({"es_419": {"title": "Efectivo"}}, "Efectivo"),
        ({"zh_Hans_CN": {"title": "现金"}}, "现金"),
        ({"sr-Latn-RS": {"title": "Gotovina"}}, "Gotovina"),
        ({"en": {"title": "Cash"}}, "Cash"),
        ({"en_US": {"title": None}, "de_DE": {"title": "Bar"}}, "Bar"),
        ({"en_US": {"title": ""}, "de_DE": {"title": "Bar"}}, "Bar"),
        ({"en_US": {"title": ""}, "de_DE": {"title": ""}}, ""),
        ({"title": "", "en_US": {"title": "Cash"}}, "Cash"),
        ({"title": "", "de_DE": {"title": "Bar"}}, "Bar"),
        ({"title": ""}, ""),
        ({"de_DE": {"title": "Bar"}, "en_GB": {"title": "Cash"}, "fr_FR": {"title": "Espèces"}}, "Cash"),
        ({"de_DE": {}, "fr_FR": {"title": ""}, "it_IT": {"title": "Contanti"}}, "Contanti"),
        ({"en_US": None, "title": "Cash"}, "Cash"),
        ({"name": {"title": "no language"}}, None),
    ],
)
def test_title_of_returns_text_or_none(infos: Any, title: str | None) -> None:
    assert title_of(infos, "en_US") == title


@pytest.mark.parametrize(
    ("value", "inner"),
    [
        ({"en_US": {"price": 1}, "de_DE": {"price": 2}}, {"price": 1}),
        ({"de_DE": {}, "fr_FR": {"price": 2}}, {"price": 2}),
        ({"fr_FR": {"price": 2}, "en_GB": {"price": 3}}, {"price": 3}),
        ({"price": 1}, {"price": 1}),
        ({"de_DE": {}, "fr_FR": {}}, {"de_DE": {}, "fr_FR": {}}),
        (None, None),
    ],
)
def test_translated_falls_back_to_the_closest_language_that_has_something(value: Any, inner: Any) -> None:
    assert translated(value, "en_US") == inner
