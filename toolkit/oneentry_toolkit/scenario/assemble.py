"""A scenario from the answers of a project."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ..sandbox.api.contract import misfits
from ..sandbox.data import clock
from ..sandbox.scenario import mistakes
from ..sandbox.scenario.shop import Shop
from .answers import Answers, Document
from .catalogue import describe_block, describe_discount, describe_product, moment, pages_of, statuses_of
from .forms import describe_form, describe_provider, listed
from .kept import KEPT, rest
from .left_out import LeftOut
from .storages import describe_account, describe_storage
from .texts import TextReader

_LOGIN, _PASSWORD = "your-user@email.com", "123456"
_MOST_ROUNDS = 100

_MISFIT = "left out, because the API has no such value there"
_SCHEMAS = {
    "form": "Form",
    "provider": "AuthProvider",
    "account": "PaymentAccount",
    "storage": "OrderStorage",
    "block": "ProductBlock",
    "product": "Product",
    "discount": "Discount",
}
_SECTIONS = {
    "form": "forms",
    "provider": "providers",
    "account": "accounts",
    "storage": "storages",
    "block": "blocks",
    "product": "products",
    "discount": "discounts",
}


class Assembly:
    """Makes a scenario.

    Args:
        answers: what a project answers.

    Attributes:
        data: the scenario, without mistakes.
        left_out: what a scenario cannot describe, with the reason, and what stands in for something that was not read.
        stand_ins: section and marker of what stands in.
    """

    def __init__(self, answers: Answers) -> None:
        self.left_out = LeftOut()
        self.stand_ins: set[tuple[str, str]] = set()
        self._answers = answers
        self._now = datetime.now(UTC).isoformat()
        self._sections = {section: list(self._usable(section)) for section in answers.sections}
        self._languages()
        self._texts = TextReader(answers.languages)
        self.data = self._described()
        self._stand_in()
        self._prune()
        self._keep_the_rest()
        self._prune()
        self._fit()
        # As the schema lists them, whatever was found first.
        self.data = {name: self.data[name] for name in mistakes.schema()["properties"] if name in self.data}

    def _languages(self) -> None:
        pattern = mistakes.schema()["properties"]["languages"]["items"]["pattern"]
        fitting = [one for one in self._answers.languages if re.search(pattern, one)]
        for language in self._answers.languages:
            if language not in fitting:
                self.left_out.add(("languages",), f"left out, because a scenario cannot have the language {language!r}")
        self._answers.languages = fitting or ["en_US"]

    def _described(self) -> Document:
        answers, texts = self._answers, self._texts
        data: Document = {"languages": answers.languages}
        if answers.currency is not None:
            data["currency"] = answers.currency
        rules = mistakes.schema()["properties"]["discount_rules"]["properties"]
        data["discount_rules"] = {
            name: answers.discount_rules[name] for name in rules if name in answers.discount_rules
        }
        starts = _latest_start(self._sections["discounts"], self._now)
        if starts is not None:
            data["starts"] = starts
        data["forms"] = self._by_marker("forms", lambda one: describe_form(one, texts))
        data["providers"] = self._by_marker("providers", lambda one: describe_provider(one, texts))
        data["accounts"] = self._by_marker("accounts", lambda one: describe_account(one, texts))
        statuses = answers.statuses
        data["storages"] = self._by_marker(
            "storages", lambda one: describe_storage(one, statuses.get(one["identifier"], []), texts)
        )
        products = self._sections["products"]
        data["pages"] = pages_of(products)
        data["blocks"] = self._by_marker("blocks", lambda one: describe_block(one, texts))
        data["product_statuses"] = statuses_of(products, texts)
        data["products"] = [one for _, one in self._each("products", lambda one: describe_product(one, texts))]
        data["discounts"] = self._by_marker("discounts", self._discount)
        return {name: value for name, value in data.items() if value not in ({}, [])}

    def _discount(self, discount: Document) -> Document:
        """Returns a discount of a scenario. One that applies to everybody and was not applied needs a coupon."""
        described = describe_discount(discount, self._texts)
        given = self._answers
        limits = ("conditions", "exclusions", "userGroups", "userExclusions")
        if (
            given.applied is not None
            and discount["id"] not in given.applied
            and given.discount_rules.get("allowStacking") is True
            and described["type"] == "DISCOUNT"
            and (described["starts"] or "") <= self._now <= (described["ends"] or "9999")
            and not any(discount.get(name) for name in limits)
        ):
            described["coupon_only"] = True
        return described

    def _by_marker(self, section: str, describe: Callable[[Document], Document]) -> Document:
        return {document["identifier"]: described for document, described in self._each(section, describe)}

    def _usable(self, section: str) -> Iterator[Document]:
        """Yields the documents of a section that have an id and, but for products, a marker of their own; by id."""
        found = []
        for document in self._answers.sections[section]:
            if isinstance(document.get("id"), int) and not isinstance(document["id"], bool):
                found.append(document)
            else:
                self.left_out.add((section, _called(document)), "left out, because its id is not a number")
        markers: set[str] = set()
        for document in sorted(found, key=lambda one: one["id"]):
            marker = document.get("identifier")
            if section == "products":
                yield document
            elif not isinstance(marker, str) or not marker:
                self.left_out.add((section, document["id"]), "left out, because it has no marker")
            elif marker in markers:
                self.left_out.add((section, marker), f"there are two; that with the id {document['id']} is left out")
            else:
                markers.add(marker)
                yield document

    def _each(self, section: str, describe: Callable[[Document], Document]) -> Iterator[tuple[Document, Document]]:
        """Yields the documents of a section with their descriptions."""
        for document in self._sections[section]:
            try:
                yield document, describe(document)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                self.left_out.add((section, _called(document)), f"left out, because of a {type(error).__name__}")

    def _stand_in(self) -> None:
        """Puts in what others refer to and what could not be read: forms without fields, accounts with a marker."""
        data = self.data
        for section, kind in (("storages", "order"), ("providers", "sing_in_up")):
            for marker, one in data.get(section, {}).items():
                form = one.get("form")
                if isinstance(form, str) and form not in data.get("forms", {}):
                    data.setdefault("forms", {})[form] = {"type": kind}
                    self.stand_ins.add(("forms", form))
                    self.left_out.add(
                        ("forms", form), f"not read, but {section}.{marker} has it: it has no fields here"
                    )
        for storage in data.get("storages", {}).values():
            for account in storage.get("accounts", ()):
                if isinstance(account, str) and account not in data.get("accounts", {}):
                    data.setdefault("accounts", {})[account] = {}
                    self.stand_ins.add(("accounts", account))
                    self.left_out.add(("accounts", account), "not read, but storages have it: only its marker is known")
        if not data.get("providers"):
            self.left_out.add(("providers",), "none could be read: `email`, with the form `registration`, stands in")
        for marker, one in data.get("storages", {}).items():
            if "statuses" not in one:
                self.left_out.add(
                    ("storages", marker, "statuses"), "none could be read: those of a new sandbox stand in"
                )
        blocks = {
            marker for one in data.get("products", ()) for marker in one.get("blocks", ()) if isinstance(marker, str)
        }
        for marker in sorted(blocks - data.get("blocks", {}).keys()):
            data.setdefault("blocks", {})[marker] = None
            self.stand_ins.add(("blocks", marker))
        groups: Document = {
            one["group"]: {} for one in data.get("providers", {}).values() if isinstance(one.get("group"), str)
        }
        if groups:
            data["groups"] = groups
        provider = _provider_with_passwords(data.get("providers", {}))
        if provider is not None:
            data["users"] = [{"login": _LOGIN, "password": _PASSWORD, "provider": provider}]
        # A relation may lead to a product that is not shown to this user.
        numbers = {one["id"] for one in data.get("products", ())}
        for product in data.get("products", ()):
            if "related" in product:
                product["related"] = [one for one in product["related"] if not isinstance(one, int) or one in numbers]

    def _prune(self) -> None:
        """Takes out what a scenario cannot describe.

        Raises:
            ScenarioError: nothing is left.
        """
        for _ in range(_MOST_ROUNDS):
            found = mistakes.find(self.data)
            if not found:
                return
            by_path = {one.path: one for one in reversed(found)}
            removed = []
            for path in sorted(by_path, key=lambda one: [str(step).rjust(20) for step in one], reverse=True):
                place = self._place(path)
                if _removed(self.data, path):
                    removed.append((place, f"left out, because {by_path[path].text.partition(': write ')[0]}"))
            for place, why in reversed(removed):
                self.left_out.add(place, why)
        raise AssertionError("what is taken out of a scenario leaves it with fewer mistakes")

    def _place(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """Returns a path that names a product by its id and not by its place in the list."""
        if path[0] == "products" and len(path) > 1:
            return ("products", self.data["products"][path[1]].get("id", path[1]), *path[2:])
        return path

    def _keep_the_rest(self) -> None:
        """Adds the members that have no name in a scenario, where a sandbox would answer something else."""
        made: dict[tuple[str, int], Document] = {}
        for kind, number, _, body, _ in Shop(self.data, "").definitions():
            made[kind, number] = body
        for kind, section in _SECTIONS.items():
            described = self.data.get(section, {})
            each = described.values() if isinstance(described, dict) else described
            by_id = {one["id"]: one for one in each if one and "id" in one}
            for document in self._sections[section]:
                found = made.get((kind, document["id"]))
                if found is not None and found["id"] in by_id:
                    one = by_id[found["id"]]
                    kept = rest(found, document, KEPT[kind])
                    if kept:
                        one["document"] = kept
                    if kind == "form":
                        self._keep_fields(one, found, document)

    def _keep_fields(self, form: Document, made: Document, document: Document) -> None:
        fields = form.get("fields", {})
        answered = {one["marker"]: one for one in listed((document.get("attributes") or {}).get(self._texts.own))}
        for one in made["attributes"] or ():
            kept = rest(one, answered.get(one["marker"], {}), KEPT["field"])
            if kept:
                described = fields[one["marker"]]
                described["document"] = {**described.get("document", {}), **kept}

    def _fit(self) -> None:
        """Takes out what is kept as it is and does not fit the contract: a sandbox would not answer it."""
        by_id = {
            (kind, one["id"]): ((section, name), one)
            for kind, section in _SECTIONS.items()
            for name, one in _named(self.data.get(section, {}))
            if one and "id" in one
        }
        for kind, number, _, body, _ in Shop(self.data, "").definitions():
            schema = _SCHEMAS.get(kind)
            members = {str(path[0]) for path in misfits(schema, body) if path} if schema else ()
            if members and (kind, number) in by_id:
                self._fit_one(*by_id[kind, number], members)
                if kind == "form":
                    self._fit_fields(*by_id[kind, number], body)

    def _fit_one(self, path: tuple[str | int, ...], one: Document, members: Iterable[str]) -> None:
        for name in sorted(members):
            if one.get("document", {}).pop(name, _MISSING) is not _MISSING or one.pop(name, _MISSING) is not _MISSING:
                self.left_out.add((*path, name), _MISFIT)
        if "attributeValues" in members:
            for marker, attribute in one.get("attributes", {}).items():
                if isinstance(attribute, dict) and attribute.pop("document", None):
                    self.left_out.add((*path, "attributes", marker, "additionalFields"), _MISFIT)
        if not one.get("document", True):
            del one["document"]

    def _fit_fields(self, path: tuple[str | int, ...], form: Document, body: Document) -> None:
        for field in body["attributes"] or ():
            members = {str(step[0]) for step in misfits("FormField", field) if step}
            described = form["fields"][field["marker"]]
            if isinstance(described, dict):
                self._fit_one((*path, "fields", field["marker"]), described, members)


def _named(things: Any) -> Iterator[tuple[str | int, Any]]:
    """Yields the parts of a section with their markers, or the ids of products."""
    yield from things.items() if isinstance(things, dict) else ((one["id"], one) for one in things)


def _called(document: Document) -> str:
    found = document.get("identifier") or document.get("id")
    return found if isinstance(found, str) else repr(found)


def _latest_start(discounts: list[Document], now: str) -> str | None:
    """Returns the last start of a discount that has begun, if it is after a sandbox's clock; else None."""
    starts = [moment(one.get("startDate")) for one in discounts]
    latest = max((one for one in starts if one is not None and one <= now), default="")
    return latest if latest > clock.START else None


def _provider_with_passwords(providers: Mapping[str, Document]) -> str | None:
    usable = [marker for marker, one in providers.items() if one.get("type", "email") != "oauth"]
    active = [marker for marker in usable if providers[marker].get("active", True)]
    return next(iter([*active, *usable, *providers]), None)


def _removed(data: Any, path: tuple[Any, ...]) -> bool:
    """Takes a part out; False if a part around it is out already.

    Raises:
        IndexError: the path is that of the whole.
    """
    *above, last = path
    for step in above:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    if isinstance(data, list):
        if not isinstance(last, int) or last >= len(data):
            return False
        del data[last]
        return True
    return isinstance(data, dict) and data.pop(last, _MISSING) is not _MISSING


_MISSING = object()
