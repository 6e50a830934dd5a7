"""Settings: precedence of the sources, and errors."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from oneentry_toolkit import SettingsError
from oneentry_toolkit.settings import NAMES, Settings, read_settings

PAIR = {"ONEENTRY_URL": "https://shop.example", "ONEENTRY_APP_TOKEN": "app-token"}


def read(
    environ: dict[str, str] | None = None, dotenv: Mapping[str, str | None] | None = None, **given: Any
) -> Settings:
    return read_settings(environ=environ or {}, dotenv=dotenv or {}, **given)


def test_no_url_and_token_selects_the_embedded_sandbox() -> None:
    assert read() == Settings(url=None, app_token=None, lang="en_US", provider=None, timeout_s=30.0)


def test_arguments_win_over_the_environment_and_it_over_dotenv() -> None:
    """Member by member."""
    environ = PAIR | {"ONEENTRY_LANG": "de_DE"}
    dotenv = {
        "ONEENTRY_URL": "https://other.example",
        "ONEENTRY_APP_TOKEN": "t",
        "ONEENTRY_LANG": "fr_FR",
        "ONEENTRY_TIMEOUT_S": "5",
    }
    settings = read(environ, dotenv, lang="it_IT")
    assert (settings.url, settings.lang, settings.timeout_s) == ("https://shop.example", "it_IT", 5.0)
    both = read(environ, dotenv, url="http://127.0.0.1:8000/", app_token="mine")
    assert (both.url, both.app_token) == ("http://127.0.0.1:8000", "mine")


def test_dotenv_is_found_from_the_current_directory_upwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook in a subfolder finds the project's file."""
    (tmp_path / ".env").write_text('ONEENTRY_URL=https://shop.example\nONEENTRY_APP_TOKEN="x y"\nOTHER=1\n')
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    with pytest.raises(SettingsError, match="characters that no token has"):
        read_settings(environ={})


def test_url_and_token_from_two_places_are_refused() -> None:
    """They may belong to two projects, and a token must not go to the other one's host."""
    message = "One of ONEENTRY_URL and ONEENTRY_APP_TOKEN is set in the environment and the other in .env"
    for environ in ({"ONEENTRY_URL": "https://a.example"}, {"ONEENTRY_APP_TOKEN": "t"}):
        with pytest.raises(SettingsError, match=re.escape(message)):
            read(environ, {"ONEENTRY_URL": "https://b.example", "ONEENTRY_APP_TOKEN": "u"})


def test_settings_repr_hides_the_token() -> None:
    assert "app-token" not in repr(read(PAIR))


@pytest.mark.parametrize(
    ("given", "lang"),
    [
        ("en_US", "en_US"), ("en-us", "en_US"), ("de", "de"), ("es_419", "es_419"), ("es-419", "es_419"),
        ("zh_Hans_CN", "zh_Hans_CN"), ("zh-hans-cn", "zh_Hans_CN"), ("sr-Latn-RS", "sr_Latn_RS"), ("yue_HK", "yue_HK"),
        ("zh-Hant", "zh_Hant"), ("ca-ES-valencia", "ca_ES_valencia"), ("de-1996", "de_1996"),
    ],
)  # fmt: skip
def test_languages_of_bcp_47_are_sent_as_oneentry_spells_them(given: str, lang: str) -> None:
    assert read({}, lang=given).lang == lang
    assert read({"ONEENTRY_LANG": given}).lang == lang


@pytest.mark.parametrize(
    "given", ["english", "e", "en_", "_en", "en US", "en__US", "en_US_", "zh_Hans_CNN", "12", "en_US\n"]
)
def test_what_is_no_language_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="language code"):
        read({"ONEENTRY_LANG": given})


@pytest.mark.parametrize(
    ("environ", "given", "message"),
    [
        (
            {"ONEENTRY_URL": "https://shop.example"},
            {},
            "ONEENTRY_URL is set and ONEENTRY_APP_TOKEN is not. Set ONEENTRY_APP_TOKEN (application token of the "
            "project, from its admin panel), or neither to use the embedded sandbox.",
        ),
        (
            {"ONEENTRY_APP_TOKEN": "t"},
            {},
            "ONEENTRY_APP_TOKEN is set and ONEENTRY_URL is not. Set ONEENTRY_URL (address of the project, such as "
            "https://my-shop.oneentry.cloud), or neither to use the embedded sandbox.",
        ),
        (
            {"ONEENTRY_TOKEN": "t"},
            {},
            "ONEENTRY_TOKEN (in the environment) is not a setting. Did you mean ONEENTRY_APP_TOKEN? "
            f"Known: {', '.join(NAMES)}.",
        ),
        (
            PAIR,
            {"url": "https://other.example"},
            "url was given and app_token was not: the ONEENTRY_APP_TOKEN that is set belongs to another address, "
            "ONEENTRY_URL. Give app_token as well.",
        ),
        (
            {},
            {"url": "https://shop.example"},
            "url was given and app_token was not. Give it as well (application token of the project, from its admin "
            "panel).",
        ),
        (
            {},
            {"app_token": "t"},
            "app_token was given and url was not. Give it as well (address of the project, such as "
            "https://my-shop.oneentry.cloud).",
        ),
        (PAIR, {"app_token": " "}, "app_token must be a text that is not empty; leave it out to use the environment."),
        (PAIR, {"lang": "english"}, "ONEENTRY_LANG must be a language code of the project, such as en_US."),
        (
            PAIR | {"ONEENTRY_TIMEOUT_S": "soon"},
            {},
            "ONEENTRY_TIMEOUT_S must be a number of seconds above 0 and up to a day, such as 30.",
        ),
        (PAIR, {"timeout_s": 0}, "ONEENTRY_TIMEOUT_S must be a number of seconds above 0 and up to a day, such as 30."),
    ],
)
def test_invalid_setting_raises_and_names_it(environ: dict[str, str], given: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(environ, **given)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("shop.example", "must start with https:// or http:// and name a host"),
        ("ftp://shop.example", "must start with https:// or http:// and name a host"),
        ("https://user:secret@shop.example", "must not hold a user name or a password"),
        ("https://shop.example/api/content", "must not hold /api/content"),
        ("https://shop.example?a=1", "must not hold a query"),
        ("https://shop.example:port", "is not an address"),
        ("https://[half", "is not an address"),
    ],
)
def test_malformed_url_raises_without_quoting_it(url: str, said: str) -> None:
    """It may hold a password."""
    with pytest.raises(SettingsError, match=said) as caught:
        read(url=url, app_token="t")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "dotenv", "given", "scenario", "source"),
    [
        ({"ONEENTRY_SANDBOX": "1"}, {}, {}, None, "the environment"),
        ({"ONEENTRY_SANDBOX": "shop.yaml"}, {}, {}, "shop.yaml", "the environment"),
        ({"ONEENTRY_SANDBOX": "1", **PAIR}, {}, {}, None, "the environment"),
        ({"ONEENTRY_SANDBOX": "1"}, PAIR, {}, None, "the environment"),
        (PAIR, {"ONEENTRY_SANDBOX": "1"}, {}, None, ".env"),
        (PAIR, {}, {"sandbox": True}, None, "an argument"),
        ({"ONEENTRY_SANDBOX": "other.yaml"}, PAIR, {"sandbox": Path("shop.yaml")}, "shop.yaml", "an argument"),
    ],
)
def test_a_sandbox_that_is_asked_for_wins_over_an_address(
    environ: dict[str, str], dotenv: dict[str, Any], given: dict[str, Any], scenario: str | None, source: str
) -> None:
    settings = read(environ, dotenv, **given)
    assert (settings.url, settings.app_token, settings.scenario, settings.source) == (None, None, scenario, source)


def test_a_path_in_dotenv_is_relative_to_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("ONEENTRY_SANDBOX=shops/a.yaml\n", "utf-8")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    settings = read_settings(environ={})
    assert settings.scenario == str(tmp_path / "shops" / "a.yaml")
    assert settings.source == str(tmp_path / ".env")


def test_an_empty_variable_hides_that_of_dotenv() -> None:
    assert read({"ONEENTRY_SANDBOX": ""}, {"ONEENTRY_SANDBOX": "1", **PAIR}).url == "https://shop.example"
    assert read({"ONEENTRY_URL": "", "ONEENTRY_APP_TOKEN": ""}, PAIR).url is None
    assert read({"ONEENTRY_LANG": ""}, {"ONEENTRY_LANG": "de_DE"}).lang == "en_US"


def test_no_sandbox_as_an_argument_wins_over_the_environment() -> None:
    settings = read({"ONEENTRY_SANDBOX": "1", **PAIR}, sandbox=False)
    assert (settings.url, settings.source) == ("https://shop.example", "the environment")


@pytest.mark.parametrize(
    ("environ", "given", "message"),
    [
        ({"ONEENTRY_SANDBOX": "1"}, {"url": "https://shop.example", "app_token": "t"}, "asked for by the environment"),
        ({}, {"url": "https://shop.example", "app_token": "t", "sandbox": True}, "asked for by an argument"),
        ({"ONEENTRY_SANDBOX": "true"}, {}, "must be 1 for the built-in shop"),
        ({}, {"sandbox": 1}, "sandbox must be True"),
        ({}, {"sandbox": ""}, "sandbox must be True"),
        ({}, {"sandbox": False}, r"There is no address of a project.*Set ONEENTRY_URL and ONEENTRY_APP_TOKEN"),
        ({"ONEENTRY_SANDBOX": "1"}, {"sandbox": False}, "There is no address of a project"),
    ],
)
def test_an_unclear_wish_for_a_sandbox_is_refused(environ: dict[str, str], given: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        read(environ, **given)
