"""The contract, rendered by Swagger UI out of a package's files: nothing is downloaded.

The package's own code is for another web framework and is never imported; only its files are read.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import msgspec

from ..errors import SandboxError
from .front_page import refuse
from .markup import NOTHING, render
from .visits import Page, Visit

PACKAGE = "flask_swagger_ui"
_FILES = {"swagger-ui.css": "text/css; charset=utf-8", "swagger-ui-bundle.js": "text/javascript; charset=utf-8"}


def show(visit: Visit) -> Page:
    """The page; where the token may be seen, it is filled in, so that operations can be tried out."""
    if not visit.names_us:
        return refuse(visit)
    token = render("docs_token", token=visit.instance.keys.app_token) if visit.is_local else NOTHING
    return Page(render("docs", token=token).encode(), scripts=True)


def document(visit: Visit) -> Page:
    """The contract as JSON; its server is this sandbox."""
    return Page(_document(), kind="application/json; charset=utf-8")


def library_file(visit: Visit) -> Page | None:
    """One of Swagger UI's files; `None` for anything else."""
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
    package = find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise SandboxError(f"The package {PACKAGE.replace('_', '-')} is not installed: install it to see the contract.")
    return (Path(package.submodule_search_locations[0]) / "dist" / name).read_bytes()
