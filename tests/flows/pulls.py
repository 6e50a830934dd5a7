"""What the tests of pulled scenarios share: a pull from a sandbox, and a sandbox whose answers are changed."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

import oneentry_toolkit as oe
from oneentry_toolkit.errors import IncompleteListWarning
from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.transport.client import ApiClient
from oneentry_toolkit.transport.tokens import Device, MemoryTokens

SCENARIOS = Path(__file__).parents[1] / "scenarios"
BUILT_IN = None
FILES = [BUILT_IN, *sorted(SCENARIOS.glob("*.yaml"))]


def sign_in(shop: oe.Shop, sandbox: Sandbox) -> None:
    """Signs in as the shop's first user, whatever its provider and the fields of the form."""
    catalogue = sandbox.instance.catalogue
    provider = catalogue.providers.by_identifier[catalogue.settings["demoUser"]["provider"]]
    form = catalogue.forms.by_identifier[provider.body["formIdentifier"]]
    login = next(field["marker"] for field in form.body["attributes"] if field["isLogin"])
    shop.users.sign_in(sandbox.user, sandbox.password, provider=provider.identifier, login_field=login)


def pulled(scenario: Path | None, *, signed_in: bool = True, **options: Any) -> oe.Scenario:
    languages = options.pop("languages", None)
    with (
        Sandbox(scenario=scenario, check_answers=True, **options) as sandbox,
        oe.connect(sandbox.url, sandbox.app_token) as shop,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", IncompleteListWarning)
        if signed_in:
            sign_in(shop, sandbox)
        return shop.scenario(languages=languages)


Change = Callable[[str, Any], Any]


@contextmanager
def changed(change: Change, scenario: Path | None = BUILT_IN) -> Iterator[ApiClient]:
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
