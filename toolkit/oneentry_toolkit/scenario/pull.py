"""Takes the scenario of a project, or of a scenario file through a sandbox."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import IncompleteListWarning, InputError, SettingsError
from ..lists.read_all import say
from ..resources.forms import Forms
from ..resources.users import Users
from ..sandbox import Sandbox, SandboxError
from ..sandbox.scenario.shop import Shop, load
from ..settings import LANGUAGE
from ..transport.client import ApiClient
from ..transport.tokens import Device, MemoryTokens
from ..values.arguments import check_id
from . import MAX_PRODUCTS
from .answers import AnswerReader
from .assemble import Assembly
from .document import Scenario
from .settle import settled


def pull(
    api: ApiClient,
    *,
    lang: str,
    languages: Iterable[str] | None = None,
    max_products: int = MAX_PRODUCTS,
    says: bool = True,
) -> Scenario:
    """Returns the scenario of a project.

    Args:
        api: the project.
        lang: language of the shop.
        languages: languages to ask for.
        max_products: number of products to read.
        says: warn of what is missing.

    Raises:
        InputError: ``languages`` or ``max_products`` is malformed.
        OneEntryError: nothing could be read, or a request failed for another reason than missing rights.

    Warns:
        IncompleteListWarning: something is missing.
    """
    reader = AnswerReader(
        api,
        lang=lang,
        languages=_checked(languages),
        max_products=check_id(max_products, "max_products"),
    )
    answers = reader.read()
    made = Assembly(answers)
    notes = [*(f"{section}: {reason}" for section, reason in answers.unread.items()), *answers.notes]
    if answers.currency is None:
        notes.append(
            "currency and discount_rules: only a product with a price tells them, and there is none. Write them here."
            if api.tokens.load() is not None
            else "currency and discount_rules: only a signed-in user is told them, for a product with a price. Sign in "
            "(--user), or write them here."
        )
    notes += made.left_out.notes()
    if says:
        for note in notes:
            say(f"The scenario is not complete. {note}", IncompleteListWarning)
    return Scenario(settled(made, answers), tuple(notes), dict(answers.unread))


def pull_file(
    path: str | os.PathLike[str],
    *,
    lang: str,
    languages: Iterable[str] | None = None,
    max_products: int = MAX_PRODUCTS,
) -> Scenario:
    """Returns the scenario of a file as a pull from a sandbox with that file gives it.

    Raises:
        SettingsError: the file cannot be read or has mistakes.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            scenario = load(os.fspath(path))
            copy = os.path.join(folder, "shop.json")
            with open(copy, "w", encoding="utf-8") as file:
                json.dump(_readable(scenario.data), file)
            sandbox = Sandbox(scenario=copy).start()
        except SandboxError as error:
            raise SettingsError(str(error)) from None
        except OSError as error:
            raise SettingsError(f"There is no place for temporary files: {error.strerror or error}.") from error
        return _pulled(sandbox, scenario, lang=lang, languages=languages, max_products=max_products)


def _readable(data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a scenario without its past, and without the limits of its groups: they are for users of the shop."""
    groups = {
        marker: {name: one for name, one in (group or {}).items() if name != "read"}
        for marker, group in data["groups"].items()
    }
    return {**data, "groups": groups, "orders": [], "history": {"orders": 0}}


def _pulled(sandbox: Sandbox, scenario: Shop, **options: Any) -> Scenario:
    with sandbox:
        api = ApiClient(
            url=sandbox.url, app_token=sandbox.app_token, tokens=MemoryTokens(), device=Device(), timeout_s=30
        )
        try:
            sign_in(Users(api, options["lang"], Forms(api, options["lang"]), None), scenario)
            return pull(api, **options, says=False)
        finally:
            api.close()


def sign_in(users: Users, scenario: Shop) -> None:
    """Signs in the user that a scenario has for it, if there is one with a password."""
    user = scenario.demo_user
    form = scenario.data["forms"].get(scenario.data["providers"][user.provider].get("form"), {})
    fields = {name: one for name, one in form.get("fields", {}).items() if isinstance(one, dict)}
    logins = [name for name, one in fields.items() if "isLogin" in one.get("flags", ())]
    if user.password and logins:
        users.sign_in(user.login, user.password, provider=user.provider, login_field=logins[0])


def _checked(languages: Any) -> list[str]:
    """Returns languages to ask for, without repeats.

    Raises:
        InputError: they are not a list of language codes.
    """
    if languages is None:
        return []
    found = [] if isinstance(languages, str) or not isinstance(languages, Iterable) else list(languages)
    if not found or not all(isinstance(one, str) and LANGUAGE.fullmatch(one) for one in found):
        raise InputError("languages must be a list of language codes, such as ['en_US', 'de_DE'].", name="languages")
    return list(dict.fromkeys(found))
