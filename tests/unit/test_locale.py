"""Translations, keyed and flat."""

from typing import Any

import pytest

from oneentry_toolkit.values.locale import title_of, unwrap


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
    ],
)
def test_title_of_returns_text_or_none(infos: Any, title: str | None) -> None:
    assert title_of(infos, "en_US") == title
