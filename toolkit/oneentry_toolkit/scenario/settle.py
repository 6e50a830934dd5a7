"""A scenario as a pull from a sandbox with it gives it, so that a pull of a pull is the same."""

from __future__ import annotations

from ..sandbox.scenario.shop import Shop
from .answers import Answers, Document
from .assemble import Assembly

_SECTIONS = {
    "form": "forms",
    "provider": "providers",
    "storage": "storages",
    "account": "accounts",
    "product": "products",
    "block": "blocks",
    "discount": "discounts",
}


def settled(made: Assembly, answers: Answers) -> Document:
    """Returns a scenario with what a sandbox puts in where the scenario says nothing.

    Ids that a sandbox would give are left out: they are not those of the project.

    Args:
        made: the scenario.
        answers: what it was made from.
    """
    data = Assembly(_answers_of(Shop(made.data, ""), answers)).data
    for section in ("forms", "providers", "accounts", "storages", "pages", "blocks", "discounts"):
        before = made.data.get(section, {})
        for marker, one in data.get(section, {}).items():
            known = before.get(marker)
            if (section, marker) in made.stand_ins:
                data[section][marker] = known
                continue
            _without_new_id(one, known)
            for status, described in one.get("statuses", {}).items():
                _without_new_id(described, (known or {}).get("statuses", {}).get(status))
    return data


def _without_new_id(described: Document, known: Document | None) -> None:
    if "id" not in (known or {}):
        described.pop("id", None)


def _answers_of(shop: Shop, answers: Answers) -> Answers:
    """Returns what a sandbox answers about itself, as it is read from a project."""
    own = shop.texts.own
    found = Answers(
        list(shop.texts.languages),
        currency=answers.currency,
        discount_rules=answers.discount_rules,
        applied=answers.applied,
        sections={section: [] for section in _SECTIONS.values()},
    )
    markers: dict[int, str] = {}
    for kind, number, marker, body, notes in shop.definitions():
        if kind == "form":
            body = {**body, "attributes": {own: body["attributes"], **notes.get("attributes", {})}}
        if kind == "storage":
            markers[number] = marker
        if kind == "status":
            found.statuses.setdefault(markers[notes["storageId"]], []).append(body)
        elif kind in _SECTIONS:
            found.sections[_SECTIONS[kind]].append(body)
    return found
