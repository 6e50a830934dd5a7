"""Reads what a project answers about itself: providers, forms, storages, statuses, accounts, products, discounts."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..errors import (
    AccessDeniedError,
    InvalidRequestError,
    NotFoundError,
    OneEntryError,
    ResponseFormatError,
    SignInRequiredError,
)
from ..lists.plan import Report, read_page
from ..lists.read_all import shortfall, walk
from ..sandbox.data.documents import PAGE_BASE
from ..transport.client import ApiClient
from ..transport.operations import ENDPOINTS
from ..values.locale import by_closeness, is_keyed
from ..values.numbers import parse_whole

Document = dict[str, Any]

_LOCALIZED = ("localizeInfos", "statusLocalizeInfos", "attributeValues")
_REFUSALS = (AccessDeniedError, NotFoundError, SignInRequiredError, ResponseFormatError)
_SIGN_IN = "Only a signed-in user may read them: sign in (--user)."
_SECTIONS = {
    "providers": ("list_auth_providers", "auth provider"),
    "storages": ("list_order_storages", "order storage"),
    "accounts": ("list_payment_accounts", "payment account"),
    "products": ("list_products", "product"),
    "discounts": ("list_discounts", "discount"),
    "forms": ("list_forms", "form"),
}
_HALF_LETTER = re.compile("[\ud800-\udfff]")  # half of a pair, which no file can hold
_MOST_PREVIEWS = 3  # a product may not be for sale
_WITHOUT_LANGUAGE = ("list_payment_accounts", "list_product_blocks")
_WITHOUT_PAGES = ("list_payment_accounts", "list_product_blocks")


@dataclass
class Answers:
    """What a project answers about itself.

    Attributes:
        languages: languages of its texts; the first is the one that most texts have.
        currency: that of prices; None if it could not be read.
        discount_rules: rules for all discounts and bonuses, as a preview has them.
        applied: ids of the discounts that a preview without a coupon has; None if there was no preview.
        sections: the documents of ``providers``, ``forms``, ``storages``, ``accounts``, ``products``, ``discounts`` and
            ``blocks``. Members that are translated are maps of languages; fields of forms are, too.
        statuses: the statuses of each storage, by its marker.
        notes: what may be missing and is not known to be.
        unread: sections that could not be read, wholly or in part, with the reason.
    """

    languages: list[str]
    currency: str | None = None
    discount_rules: Document = field(default_factory=dict)
    applied: set[int] | None = None
    sections: dict[str, list[Document]] = field(default_factory=dict)
    statuses: dict[str, list[Document]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)


class AnswerReader:
    """Reads a project.

    Args:
        api: the project, with or without a sign-in.
        lang: language of answers that do not say theirs.
        languages: languages to ask for; None takes those that the answers have.
        max_products: number of products to read.
    """

    def __init__(self, api: ApiClient, *, lang: str, languages: Iterable[str] | None, max_products: int) -> None:
        self._api = api
        self._lang = lang
        self._wanted = list(languages or ())
        self._max_products = max_products
        self._answers = Answers([])
        self._refused: list[OneEntryError] = []
        self._needs_language = False

    def read(self) -> Answers:
        """Returns what could be read, and why the rest could not.

        Raises:
            OneEntryError: nothing could be read, or a request failed for another reason than missing rights.
        """
        answers = self._answers
        for section, (name, noun) in _SECTIONS.items():
            answers.sections[section] = self._documents(section, name, noun)
        if len(self._refused) == len(_SECTIONS):
            raise self._refused[0]
        for marker in self._markers("storages"):
            scope = f"of storage '{marker}'"
            answers.statuses[marker] = self._documents("storages", "list_order_statuses", "status", marker, scope=scope)
        answers.sections["blocks"] = list(self._blocks())
        answers.languages = self._languages()
        self._translate()
        self._priced()
        return answers

    def _documents(
        self, section: str, name: str, noun: str, *args: Any, scope: str = "", lang: str | None = None
    ) -> list[Document]:
        try:
            try:
                return self._pages(section, name, noun, *args, scope=scope, lang=lang)
            except InvalidRequestError:
                if lang is not None or name in _WITHOUT_LANGUAGE:
                    raise
                found = self._pages(section, name, noun, *args, scope=scope, lang=self._lang)
                self._needs_language = True
                return found
        except (*_REFUSALS, InvalidRequestError) as error:
            self._refused.append(error)
            said = _SIGN_IN if isinstance(error, SignInRequiredError) else str(error)
            self._say(section, said if lang is None else f"In {lang}: {said}")
            return []

    def _pages(
        self, section: str, name: str, noun: str, *args: Any, lang: str | None, scope: str = ""
    ) -> list[Document]:
        """Returns the documents of a list, all of them unless there are too many products."""
        operation = ENDPOINTS[name].operation
        given: dict[str, Any] = {} if name in _WITHOUT_LANGUAGE else {"lang_code": lang}
        most = None
        if name == "list_products":
            given["body"] = {"filter": []}
            most = self._max_products + 1
        report = Report()
        if name in _WITHOUT_PAGES:
            found, _ = read_page(self._api.call(name, *args, **given), operation)
        else:
            pace = self._api.pace(1)

            def fetch(offset: int, limit: int) -> Any:
                return self._api.call(name, *args, pace=pace, offset=offset, limit=limit, **given)

            pages = walk(fetch, report, operation=operation, max_items=most, by_marker=True)
            found = [item for _, item in pages]
        documents = [_with_number(_plain(item, self._api.url)) for item in found if isinstance(item, dict)]
        if len(documents) < len(found):
            self._say(section, f"{len(found) - len(documents)} of {len(found)} are no objects.")
        if most is not None and len(documents) == most:
            del documents[-1]
            self._say(section, f"Only the first {self._max_products} were read; max_products (--products) takes more.")
        elif not report.complete:
            self._say(section, shortfall(report, len(found), noun, scope))
        return documents

    def _say(self, section: str, reason: str) -> None:
        said = self._answers.unread.get(section)
        if said is None:
            self._answers.unread[section] = reason
        elif reason not in said:
            self._answers.unread[section] = f"{said} {reason}"

    def _markers(self, section: str) -> list[str]:
        found = (document.get("identifier") for document in self._answers.sections[section])
        return [marker for marker in found if isinstance(marker, str) and marker]

    def _blocks(self) -> Iterator[Document]:
        """Yields the blocks of the products: one request for each product with a block that is not known yet."""
        known: set[str] = set()
        for product in self._answers.sections["products"]:
            shown = product.get("blocks")
            if (
                not isinstance(shown, list)
                or not isinstance(product.get("id"), int)
                or not {one for one in shown if isinstance(one, str)} - known
            ):
                continue
            known |= {one for one in shown if isinstance(one, str)}
            for block in self._documents("blocks", "list_product_blocks", "block", product.get("id")):
                if block.get("identifier") in known:
                    yield block

    def _languages(self) -> list[str]:
        """Returns the languages of the answers, and of those that were asked for; first the one that most texts have.

        Of two that equally many texts have, the one that was asked for first is first, else that of the shop.
        """
        counted: Counter[str] = Counter()
        for document in self._every_document():
            for member in _LOCALIZED:
                value = document.get(member)
                if isinstance(value, Mapping) and not is_flat(member, value):
                    counted.update(by_closeness(value, self._lang))
        counted.update(dict.fromkeys(self._wanted, 0))
        if not counted:
            return [self._lang]
        preferred = [*self._wanted, self._lang, *sorted(counted)]
        most = max(counted, key=lambda one: (counted[one], -preferred.index(one)))
        return [most, *sorted(set(counted) - {most})]

    def _every_document(self) -> Iterator[Document]:
        for documents in (*self._answers.sections.values(), *self._answers.statuses.values()):
            yield from documents

    def _translate(self) -> None:
        """Makes maps of languages of members that are not. Forms have their fields in one language for each answer."""
        answers = self._answers
        if not self._wanted and (self._needs_language or any(map(_has_flat, self._every_document()))):
            answers.notes.append(
                "languages: the server does not tell the languages of its texts, so only "
                f"{', '.join(answers.languages)} was read. Name all of them: languages=[...] (--languages)."
            )
        by_language = bool(self._wanted) or self._needs_language
        for section, documents in answers.sections.items():
            name, noun = _SECTIONS.get(section, ("", ""))
            in_language: dict[str, list[Document]] = {}
            asks = section == "forms" or by_language or any(map(_has_flat, documents))
            if documents and asks and name and name not in _WITHOUT_LANGUAGE:
                in_language = {lang: self._documents(section, name, noun, lang=lang) for lang in answers.languages}
            answers.sections[section] = _merged(documents, in_language, answers.languages[0])
        for marker, documents in answers.statuses.items():
            in_language = {}
            if documents and (by_language or any(map(_has_flat, documents))):
                in_language = {
                    lang: self._documents("storages", "list_order_statuses", "status", marker, lang=lang)
                    for lang in answers.languages
                }
            answers.statuses[marker] = _merged(documents, in_language, answers.languages[0])

    def _priced(self) -> None:
        """Reads the currency and the rules for discounts. No definition has them: a preview tells a signed-in user."""
        if self._api.tokens.load() is None:
            return
        priced = (one["id"] for one in self._answers.sections["products"] if one.get("price") and one.get("id"))
        for number in itertools.islice(priced, _MOST_PREVIEWS):
            try:
                preview = self._api.call("preview_order", body={"products": [{"productId": number, "quantity": 1}]})
            except (*_REFUSALS, InvalidRequestError):
                continue
            if isinstance(preview, dict):
                self._answers.currency = _currency(preview)
                config = preview.get("discountConfig")
                if isinstance(config, dict):
                    settings = config.get("settings")
                    self._answers.discount_rules = _plain(settings, self._api.url) if isinstance(settings, dict) else {}
                    self._answers.applied = set(_numbers(config.get("orderDiscounts"), config.get("productDiscounts")))
                break
        for marker in self._markers("storages") if self._answers.currency is None else ():
            try:
                orders, _ = read_page(self._api.call("list_orders", marker, limit=1), "listOrders")
            except _REFUSALS:
                continue
            self._answers.currency = self._answers.currency or next(map(_currency, orders), None)


def _currency(priced: Any) -> str | None:
    found = priced.get("currency") if isinstance(priced, dict) else None
    return found.upper() if isinstance(found, str) and found else None


def _numbers(*lists: Any) -> Iterator[int]:
    for found in lists:
        for one in found if isinstance(found, list) else ():
            if isinstance(one, dict) and isinstance(one.get("id"), int):
                yield one["id"]


def is_flat(member: str, value: Mapping[str, Any]) -> bool:
    """Whether a translated member is in one language, without its name."""
    if member == "attributeValues":
        return any(isinstance(one, Mapping) and isinstance(one.get("type"), str) for one in value.values())
    return bool(value) and not is_keyed(value) and not all(isinstance(one, Mapping) for one in value.values())


def _has_flat(document: Document) -> bool:
    members = ((member, document.get(member)) for member in _LOCALIZED)
    return any(isinstance(value, Mapping) and is_flat(member, value) for member, value in members)


def _merged(documents: list[Document], in_language: Mapping[str, list[Document]], own: str) -> list[Document]:
    """Returns documents with their translations, those of other answers included."""
    by_key = {lang: {_key(one): one for one in reversed(found)} for lang, found in in_language.items()}
    return [
        _merged_one(one, {lang: found[_key(one)] for lang, found in by_key.items() if _key(one) in found}, own)
        for one in documents
    ]


def _merged_one(document: Document, same: Mapping[str, Document], own: str) -> Document:
    merged = dict(document)
    for member in _LOCALIZED:
        if isinstance(document.get(member), Mapping):
            merged[member] = _translations(member, document[member], same, own)
    if isinstance(document.get("attributes"), (list, Mapping)):
        translated = {lang: one["attributes"] for lang, one in same.items() if one.get("attributes")}
        merged["attributes"] = translated or {own: document["attributes"]}
    return merged


def _translations(member: str, value: Any, same: Mapping[str, Document], own: str) -> Document:
    found: Document = {}
    for lang, one in ((own, {member: value}), *same.items()):
        there = one.get(member)
        if not isinstance(there, Mapping):
            continue
        if is_flat(member, there):
            if lang in same or not same:
                found[lang] = there
        else:
            found |= there
    return found


def _plain(value: Any, url: str) -> Any:
    """Returns a value of an answer with floats for fractions, which are ``Decimal`` there.

    A sandbox answers with its own address for pages of the shop, and a scenario has another that stands for it.
    """
    if isinstance(value, dict):
        return {_HALF_LETTER.sub("\ufffd", name): _plain(one, url) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, url) for one in value]
    if isinstance(value, str):
        value = _HALF_LETTER.sub("\ufffd", value)
        return PAGE_BASE + value.removeprefix(url) if value.startswith(f"{url}/") else value
    return float(value) if isinstance(value, Decimal) else value


def _with_number(document: Document) -> Document:
    """Returns a document with its id as a number: some servers send it as text."""
    return {**document, "id": whole(document["id"])} if isinstance(document.get("id"), str) else document


def whole(value: Any) -> Any:
    """Returns a whole number that came as text; everything else as it is."""
    try:
        return parse_whole(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _key(document: Document) -> str:
    return repr((document.get("id"), document.get("identifier")))
