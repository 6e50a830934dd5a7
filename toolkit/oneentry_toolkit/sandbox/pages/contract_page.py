"""The contract, rendered by the Swagger UI in this package (``swagger_ui/README.md``)."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from .front_page import refuse
from .markup import NOTHING, render
from .visits import Page, Visit

_FILES = {"swagger-ui.css": "text/css; charset=utf-8", "swagger-ui-bundle.js": "text/javascript; charset=utf-8"}


def show(visit: Visit) -> Page:
    """Returns the page, with the token filled in for local visitors."""
    if not visit.names_us:
        return refuse(visit)
    token = render("docs_token", token=visit.instance.keys.app_token) if visit.is_local else NOTHING
    return Page(render("docs", token=token).encode(), scripts=True)


def document(visit: Visit) -> Page:
    """Returns the contract as JSON, with this sandbox as its server."""
    return Page(_document(), kind="application/json; charset=utf-8")


def library_file(visit: Visit) -> Page | None:
    """Returns a file of Swagger UI; `None` if it does not exist."""
    name = visit.path.rpartition("/")[2]
    kind = _FILES.get(name)
    return Page(_library_file(name), kind=kind, headers={"cache-control": "no-cache"}) if kind else None


@cache
def _document() -> bytes:
    text = resources.files("oneentry_toolkit.sandbox").joinpath("openapi.json").read_bytes()
    contract = msgspec.json.decode(text)
    contract["servers"] = [{"url": "/", "description": "This sandbox."}]
    return msgspec.json.encode(contract)


@cache
def _library_file(name: str) -> bytes:
    return resources.files(__package__).joinpath("swagger_ui", name).read_bytes()
