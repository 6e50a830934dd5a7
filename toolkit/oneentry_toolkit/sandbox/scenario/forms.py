"""Forms and auth providers of a shop, as documents of the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..data.catalogue import GUEST_GROUP, Document, Row
from .parts import Texts, numbered

_FLAGS = ("isLogin", "isSignUp", "isNotificationEmail", "isNotificationPhonePush", "isNotificationPhoneSMS")
_REQUIRED: Document = {"requiredValidator": {"strict": True}}
PROVIDER_CONFIG: Document = {
    "accessTokenTtlSec": "36000",
    "refreshTokenTtlMc": "604800",
    "deleteNoneActiveUsersAfterDays": "2",
    "systemCodeTlsSec": "120",
    "systemCodeLength": "6",
    "oauthAuthUrl": None,
    "systemCodeOnlyNumbers": None,
}
"""What a provider answers as its `config` unless the scenario says otherwise."""


def forms(shop: Document, texts: Texts) -> Iterator[Row]:
    """Yields the forms. Their notes have the fields in languages other than the shop's own."""
    ids = iter(range(1, 1 + sum(len(form.get("used_for", ())) for form in shop["forms"].values())))
    for number, marker, form in numbered(shop["forms"]):
        fields = form.get("fields", {})
        configs = [_config(one, one.get("id") or next(ids)) for one in form.get("used_for", ())]
        title = form.get("title", marker)
        success = form.get("success_message", "Form submitted successfully" if configs else "")
        infos = {
            language: {
                "title": texts.of(title, language),
                "titleForSite": "",
                "successMessage": texts.of(success, language),
                "unsuccessMessage": "",
                "urlAddress": "",
                "database": "0",
                "script": "0",
            }
            for language in texts.each(title, success)
        }
        body = {
            "id": number,
            "attributeSetId": number + 1 if fields else None,
            "type": form.get("type", "order"),
            "localizeInfos": infos,
            "version": 0,
            "position": number,
            "identifier": marker,
            "processingType": "script",
            "templateId": None,
            "attributes": _fields(fields, texts, texts.own) or {},
            "total": str(len(fields)),
            "moduleFormConfigs": configs,
            **form.get("document", {}),
        }
        notes: Document = {"isPrivate": form.get("private", True)}
        translated = {language: _fields(fields, texts, language) for language in _languages(fields, texts)[1:]}
        if translated:
            notes["attributes"] = translated
        yield "form", number, marker, body, notes


def providers(shop: Document, texts: Texts) -> Iterator[Row]:
    """Yields the auth providers."""
    for number, marker, provider in numbered(shop["providers"]):
        config = {name: _config_text(value) for name, value in provider.get("config", {}).items()}
        yield (
            "provider",
            number,
            marker,
            {
                "id": number,
                "localizeInfos": texts.titles(provider.get("title", marker)),
                "config": {**PROVIDER_CONFIG, **config},
                "version": 0,
                "identifier": marker,
                "type": provider.get("type", "email"),
                "formIdentifier": provider.get("form"),
                "userGroupIdentifier": provider.get("group", GUEST_GROUP),
                "isActive": provider.get("active", True),
                "isCheckCode": provider.get("check_code", False),
            },
            {},
        )


def _config_text(value: Any) -> str | None:
    """Returns a setting of a provider as the real server keeps it: numeric text, `"1"`, or null."""
    if isinstance(value, bool):
        return "1" if value else None
    return None if value is None else str(value)


def _config(one: Document, number: int) -> Document:
    """Returns what a form is for: entities of a module, or all of them."""
    return {
        "id": number,
        "moduleIdentifier": one["module"],
        "entityIdentifiers": [{"id": entity, "isNested": False} for entity in one.get("entities", ())],
        "isGlobal": one.get("global", False),
        "isAnonymous": one.get("anonymous", True),
        "isRating": one.get("rating", False),
        "allowRerating": one.get("rerating", False),
    }


def _languages(fields: Document, texts: Texts) -> list[str]:
    described = [field for field in fields.values() if isinstance(field, dict)]
    said = [field["title"] for field in described if "title" in field]
    options = [option for field in described for option in field.get("options", ()) if isinstance(option, dict)]
    return texts.each(*said, *(option["title"] for option in options if "title" in option))


def _fields(fields: Document, texts: Texts, language: str) -> list[Document]:
    return [
        _field(marker, {"type": field} if isinstance(field, str) else field, position, texts, language)
        for position, (marker, field) in enumerate(fields.items(), 1)
    ]


def _field(marker: str, field: Document, position: int, texts: Texts, language: str) -> Document:
    flags = field.get("flags", ())
    required = _REQUIRED if field.get("required") else {}
    return {
        "type": field.get("type", "string"),
        "marker": marker,
        "position": position,
        "settings": {},
        "isVisible": True,
        "listTitles": [
            _option({"value": option} if isinstance(option, str) else option, place, texts, language)
            for place, option in enumerate(field.get("options", ()), 1)
        ],
        "validators": {**required, **field.get("validators", {})},
        "localizeInfos": {"title": texts.of(field.get("title", marker), language)},
        "additionalFields": [],
        **{name: True if name in flags else None for name in (*_FLAGS, "isPassword", "isSignUpRequired")},
        **field.get("document", {}),
    }


def _option(option: Document, position: int, texts: Texts, language: str) -> Document:
    value = option["value"]
    return {
        "title": texts.of(option.get("title", str(value)), language),
        "value": value,
        "position": position,
        "extended": {"type": None, "value": None},
    }
