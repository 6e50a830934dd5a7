"""Forms and auth providers of a project, as parts of a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..sandbox.data.catalogue import GUEST_GROUP
from ..sandbox.scenario.forms import PROVIDER_CONFIG
from .answers import Document, whole
from .kept import INTERVALS, only
from .texts import TextReader, without_secrets

_FLAGS = (
    "isLogin",
    "isSignUp",
    "isSignUpRequired",
    "isPassword",
    "isNotificationEmail",
    "isNotificationPhonePush",
    "isNotificationPhoneSMS",
)
_NUMBERS = (
    "accessTokenTtlSec",
    "refreshTokenTtlMc",
    "deleteNoneActiveUsersAfterDays",
    "systemCodeTlsSec",
    "systemCodeLength",
)
_RULE = "Validator"
_CHOICES = ("list", "radioButton")
_REQUIRED = {"strict": True}


def describe_form(form: Document, texts: TextReader) -> Document:
    """Returns a form of a scenario."""
    described: Document = {
        "id": form["id"],
        "type": form.get("type"),
        "title": texts.text(form.get("localizeInfos"), form["identifier"]),
    }
    success = texts.text(form.get("localizeInfos"), "", "successMessage")
    configs = list(_configs(form.get("moduleFormConfigs")))
    if success or configs:
        described["success_message"] = success
    fields = {field["marker"]: _field(field, same, texts) for field, same in _fields(form.get("attributes"), texts)}
    if fields:
        described["fields"] = fields
    if configs:
        described["used_for"] = configs
    return described


def _configs(configs: Any) -> Iterator[Document]:
    for one in configs if isinstance(configs, list) else ():
        if not isinstance(one, dict):
            continue
        described: Document = {"id": whole(one.get("id")), "module": one.get("moduleIdentifier")}
        entities = one.get("entityIdentifiers")
        named = [entity.get("id") for entity in entities if isinstance(entity, dict)] if entities else []
        if named:
            described["entities"] = [str(entity) for entity in named]
        for name, member, default in (
            ("global", "isGlobal", False),
            ("anonymous", "isAnonymous", True),
            ("rating", "isRating", False),
            ("rerating", "allowRerating", False),
        ):
            if isinstance(one.get(member), bool) and one[member] is not default:
                described[name] = one[member]
        yield described


def _fields(by_language: Any, texts: TextReader) -> Iterator[tuple[Document, dict[str, Document]]]:
    """Yields each field in the own language, and in all languages that have it."""
    by_code = {language: list(listed(found)) for language, found in (by_language or {}).items()}
    own = by_code.get(texts.own) or next(iter(by_code.values()), [])
    for field in sorted(own, key=_position):
        same = {
            language: one
            for language in texts.languages
            for one in by_code.get(language, ())
            if one["marker"] == field["marker"]
        }
        yield field, same or {texts.own: field}


def listed(fields: Any) -> Iterator[Document]:
    """Yields the fields of a form that have a marker. Some servers answer with a map of them."""
    found = fields.values() if isinstance(fields, Mapping) else fields
    for field in found if isinstance(found, (list, type({}.values()))) else ():
        if isinstance(field, dict) and isinstance(field.get("marker"), str) and field["marker"]:
            yield field


def _position(field: Document) -> int:
    position = field.get("position")
    return position if isinstance(position, int) else 0


def _field(field: Document, same: Mapping[str, Document], texts: TextReader) -> Document:
    kind = field.get("type")
    titles = {language: title for language, one in same.items() if (title := _title(one))}
    described: Document = {"type": kind, "title": texts.projected(titles, field["marker"])}
    found = field.get("validators")
    validators = {name: one for name, one in (found if isinstance(found, dict) else {}).items() if name.endswith(_RULE)}
    if validators.get("requiredValidator") == _REQUIRED:
        del validators["requiredValidator"]
        described["required"] = True
    flags = [name for name in _FLAGS if field.get(name) is True]
    if flags:
        described["flags"] = flags
    options = [_option(option, same, texts) for option in _options(field)]
    if kind in _CHOICES and options:
        described["options"] = options
    elif kind in _CHOICES:
        # A scenario's choices have options: one without is told by the type alone.
        described |= {"type": "string", "document": {"type": kind}}
    if validators:
        described["validators"] = validators
    infos = field.get("localizeInfos")
    if isinstance(infos, Mapping) and "intervals" in infos:
        described["title"] = titles.get(texts.own, field["marker"])
        described["document"] = {
            "localizeInfos": {"title": described["title"], "intervals": only(infos["intervals"], INTERVALS)},
        }
    return described


def _title(field: Document) -> str | None:
    infos = field.get("localizeInfos")
    title = infos.get("title") if isinstance(infos, Mapping) else None
    return title if isinstance(title, str) and title else None


def _options(field: Document) -> Iterator[Document]:
    found = field.get("listTitles")
    for option in found if isinstance(found, list) else ():
        if isinstance(option, dict) and isinstance(option.get("value"), (str, int, float)):
            yield option


def _option(option: Document, same: Mapping[str, Document], texts: TextReader) -> Document:
    value = option["value"]
    titles = {
        language: one["title"]
        for language, field in same.items()
        for one in _options(field)
        if one["value"] == value and isinstance(one.get("title"), str)
    }
    return {"value": value, "title": texts.projected(titles, str(value))}


def describe_provider(provider: Document, texts: TextReader) -> Document:
    """Returns an auth provider of a scenario. The address of an OAuth provider is taken without its query."""
    described: Document = {
        "id": provider["id"],
        "type": provider.get("type"),
        "title": texts.text(provider.get("localizeInfos"), provider["identifier"]),
    }
    if provider.get("formIdentifier"):
        described["form"] = provider["formIdentifier"]
    if provider.get("userGroupIdentifier") not in (None, GUEST_GROUP):
        described["group"] = provider["userGroupIdentifier"]
    if provider.get("isActive") is False:
        described["active"] = False
    if provider.get("isCheckCode") is True:
        described["check_code"] = True
    found = provider.get("config")
    config = dict(_config(found)) if isinstance(found, Mapping) else {}
    if config:
        described["config"] = config
    return described


def _config(config: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in _NUMBERS:
        value = whole(config.get(name))
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, bool) and value not in (None, "") and str(value) != PROVIDER_CONFIG[name]:
            yield name, value
    if config.get("systemCodeOnlyNumbers") in (True, 1, "1", "true"):
        yield "systemCodeOnlyNumbers", True
    address = config.get("oauthAuthUrl")
    if isinstance(address, str) and address:
        yield "oauthAuthUrl", without_secrets(address)
