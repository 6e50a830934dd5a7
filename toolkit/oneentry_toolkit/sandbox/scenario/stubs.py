"""A typed Python module made from a scenario: markers as literals and constants, forms as TypedDicts."""

from __future__ import annotations

import ast
import shlex
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from ..data.catalogue import Row
from ..operations.refunds import MARKERS
from .form_types import UPLOADED_FILE, VALUE_ALIASES, read_forms
from .python_text import alias, capitalized, constants, docstring, in_docstring, unique_names
from .shop import Shop

HEAD = '"""Markers and forms of '
"""What a module that was made here begins with."""

_SECTIONS = (
    ("storages", "StorageMarker", "Storages", "Order storages."),
    ("forms", "FormMarker", "Forms", "Forms."),
    ("providers", "ProviderMarker", "Providers", "Auth providers."),
    ("accounts", "AccountMarker", "Accounts", "Payment accounts."),
    ("events", "EventMarker", "Events", "Events that codes are sent for."),
    ("discounts", "DiscountMarker", "Discounts", "Discounts."),
    ("pages", "PageMarker", "Pages", "Pages of the catalogue."),
    ("product_statuses", "ProductStatusMarker", "ProductStatuses", "Statuses of products."),
)
_FURTHER = ("PaymentStatusMarker", "RefundStatusMarker", "StatusMarker", "AttributeMarker", "ProductId")
_MOST_PRODUCTS = 1000  # errors of type checkers repeat all values of a type
_TYPING = ("Final", "Literal", "Never", "NotRequired", "Protocol", "Required", "TypeAlias", "TypedDict")
_TAKEN = {
    *_TYPING,
    *VALUE_ALIASES,
    *_FURTHER,
    *("Decimal", "Mapping", "Sequence", "UploadedFile"),
    *(name for section in _SECTIONS for name in section[1:3]),
}


def module(shop: Shop, name: str) -> str:
    """Returns the source of a module with the markers and forms of a shop; equal scenarios make equal modules.

    Args:
        shop: The shop.
        name: Path of its file, of which only the last part is written.
    """
    rows = shop.definitions()
    forms = read_forms(rows, shop.texts.own)
    statuses = {marker: one["statuses"] for marker, one in shop.data["storages"].items()}
    wanted = {
        f"{kind}\0{marker}": f"{capitalized(marker)}{kind}" for marker in statuses for kind in ("Status", "Statuses")
    }
    for form in forms:
        wanted |= form.names()
    names = unique_names(wanted, _TAKEN)
    types = [one for form in forms for one in form.types(names)]
    body = [
        *(_section(shop, *section) for section in _SECTIONS),
        *(
            _typed(
                shop,
                names[f"Status\0{storage}"],
                names[f"Statuses\0{storage}"],
                f"Statuses of orders in '{in_docstring(storage)}'.",
                described,
            )
            for storage, described in statuses.items()
        ),
        "".join(_further(shop, rows)),
        *_values(types),
        *(option for form in forms for option in form.options(names)),
        *types,
    ]
    source = "\n\n".join(body)
    return f"{_head(PurePath(name).name)}\n{_imports(source)}\n\n{source}"


def _head(name: str) -> str:
    said = docstring(
        f"Markers and forms of {in_docstring(name)}, for editors and type checkers.",
        "Do not edit this module. After a change of the scenario file, make it anew: "
        f"oneentry scenario stubs {in_docstring(shlex.quote(name))} --out FILE, with FILE for the path of this module.",
    )
    # Formatters have line lengths of their own, after which the module would not be as it is written.
    return f"{said}\n\n# fmt: off\n# ruff: noqa\n"


def _section(shop: Shop, section: str, marker: str, plural: str, about: str) -> str:
    found = shop.data[section]
    described = found if isinstance(found, dict) else dict.fromkeys(found)
    if section == "product_statuses":
        described = {one: {"title": title} for one, title in found.items()}
    return _typed(shop, marker, plural, about, described)


def _typed(shop: Shop, marker: str, plural: str, about: str, described: Mapping[str, Any]) -> str:
    """Returns a type for markers and a class with a constant for each."""
    titles = {one: _title(shop, one, given) for one, given in described.items()}
    return f"{alias(marker, {one: one for one in titles})}\n\n{constants(plural, about, titles)}"


def _further(shop: Shop, rows: Iterable[Row]) -> Iterable[str]:
    """Yields aliases for what has no constants."""
    data = shop.data
    every = [status for storage in data["storages"].values() for status in storage["statuses"]]
    yield alias("StatusMarker", {one: one for one in every})
    paid = {one["marker"]: _title(shop, one["marker"], one) for one in data["payment_statuses"].values()}
    yield alias("PaymentStatusMarker", paid)
    yield alias("RefundStatusMarker", {one: one for one in {**MARKERS, **data["refund_statuses"]}.values()})
    by_language = [body["attributeValues"] for kind, _, _, body, _ in rows if kind == "product"]
    values = [found for one in by_language if isinstance(one, dict) for found in one.values()]
    yield alias("AttributeMarker", {one: one for found in values if isinstance(found, dict) for one in found})
    if len(data["products"]) > _MOST_PRODUCTS:
        yield f"ProductId: TypeAlias = int  # {len(data['products'])} products are too many to check their numbers\n"
    else:
        yield alias("ProductId", {one["id"]: _title(shop, "", one) for one in data["products"]})


def _values(types: Iterable[str]) -> Iterable[str]:
    """Yields what types need: aliases for values of fields, those first that others are made of."""
    used = _used_in("\n".join(types))
    for name in reversed(VALUE_ALIASES):
        if name in used:
            used |= _used_in(VALUE_ALIASES[name])
    if "UploadedFile" in used:
        yield UPLOADED_FILE
    if aliases := [f"{name}: TypeAlias = {source}\n" for name, source in VALUE_ALIASES.items() if name in used]:
        yield "".join(aliases)


def _imports(source: str) -> str:
    used = _used_in(source)
    typing = ", ".join(name for name in _TYPING if name in used)
    about = ", ".join(name for name in ("Mapping", "Sequence") if name in used)
    lines = [
        "import datetime" if "datetime" in used else "",
        "import os" if "os" in used else "",
        f"from collections.abc import {about}" if about else "",
        "from decimal import Decimal" if "Decimal" in used else "",
        f"from typing import {typing}",
    ]
    return "\n".join(filter(None, lines)) + "\n"


def _used_in(source: str) -> set[str]:
    """Returns the names that a source reads."""
    nodes = ast.walk(ast.parse(source))
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _title(shop: Shop, marker: str, described: Any) -> str:
    """Returns the title of what a scenario describes, in the shop's own language; its marker if it has none."""
    title = described.get("title") if isinstance(described, dict) else described
    return shop.texts.of(title, shop.texts.own) if title else marker
