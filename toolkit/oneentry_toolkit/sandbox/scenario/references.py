"""Parts of a scenario that refer to each other, and those that must not be there twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from ..data.catalogue import Document
from ..operations.refunds import MARKERS
from . import values
from .discounts import discount_of
from .file import Step

Path = tuple[Step, ...]

_NUMBERED = ("groups", "forms", "providers", "accounts", "storages", "pages", "blocks", "discounts")


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a part of a scenario.

    Attributes:
        path: Keys and indices to the part.
        text: What is wrong, and what is expected.
        of_key: Whether it is the part's key that is wrong, and not its value.
    """

    path: Path
    text: str
    of_key: bool = False

    def __str__(self) -> str:
        where = ""
        for step in self.path:
            where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else step
        return f"{where}: {self.text}" if where else self.text


def nearest(word: str, known: Iterable[str]) -> str:
    """Returns what was probably meant, else what there is, as the end of a sentence."""
    names = list(known)
    close = get_close_matches(word, names, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; there are {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}" if names else "; there are none"


class References:
    """What the parts of a scenario say about each other.

    Args:
        data: A scenario of the right shape, with its defaults.
        schema: The JSON Schema of scenarios.
    """

    def __init__(self, data: Document, schema: Document) -> None:
        self._data, self._schema = data, schema
        self._products = {str(one["id"]): one for one in data["products"]}
        self._logins = dict.fromkeys(one["login"] for one in data["users"])

    def mistakes(self) -> Iterator[Mistake]:
        """Yields names of what is not there, what is there twice, texts in no language of the shop."""
        yield from self._values()
        yield from self._twice()
        for marker, form in self._data["forms"].items():
            yield from self._form(("forms", marker), form)
        for marker, provider in self._data["providers"].items():
            yield from _known(("providers", marker, "form"), provider.get("form"), self._data["forms"], "form")
            yield from _known(("providers", marker, "group"), provider.get("group"), self._data["groups"], "user group")
        for marker, storage in self._data["storages"].items():
            yield from self._storage(("storages", marker), storage)
        for marker, page in self._data["pages"].items():
            yield from self._page(("pages", marker), page or {})
        for index, product in enumerate(self._data["products"]):
            yield from self._product(("products", index), product)
        for marker, discount in self._data["discounts"].items():
            yield from self._discount(("discounts", marker), discount)
        for code, coupon in self._data["coupons"].items():
            path: Path = ("coupons", code) if isinstance(coupon, str) else ("coupons", code, "discount")
            yield from _known(path, discount_of(coupon), self._data["discounts"], "discount")
        for index, user in enumerate(self._data["users"]):
            yield from self._user(("users", index), user)
        for index, order in enumerate(self._data["orders"]):
            yield from self._order(("orders", index), order)
        yield from self._history(self._data["history"])

    def _form(self, path: Path, form: Document) -> Iterator[Mistake]:
        for marker, field in form.get("fields", {}).items():
            types = self._schema["$defs"]["field_type"]["enum"]
            kind = field if isinstance(field, str) else field.get("type", "string")
            yield from _known((*path, "fields", marker), kind, types, "type of a field")
            options = isinstance(field, dict) and "options" in field
            if options != (kind in ("list", "radioButton")):
                said = (
                    "options are of fields of type list and radioButton"
                    if options
                    else "the member 'options' is missing"
                )
                yield Mistake((*path, "fields", marker), said)

    def _storage(self, path: Path, storage: Document) -> Iterator[Mistake]:
        yield from _known((*path, "form"), storage["form"], self._data["forms"], "form")
        yield from _each((*path, "accounts"), storage.get("accounts"), self._data["accounts"], "payment account")
        yield from _each((*path, "sells"), storage.get("sells"), self._data["pages"], "page")
        for state, status in storage.get("session_statuses", {}).items():
            yield from _known((*path, "session_statuses", state), status, storage["statuses"], "status of this storage")

    def _page(self, path: Path, page: Document) -> Iterator[Mistake]:
        pages, above = self._data["pages"], page.get("parent")
        yield from _known((*path, "parent"), above, pages, "page")
        passed: list[str] = []
        while above is not None and above in pages and above not in passed:
            passed.append(above)
            above = (pages[above] or {}).get("parent")
        if path[-1] in passed:
            yield Mistake((*path, "parent"), f"the page {path[-1]!r} is above itself")

    def _product(self, path: Path, product: Document) -> Iterator[Mistake]:
        statuses = self._data["product_statuses"]
        yield from _known((*path, "status"), product.get("status"), statuses, "status of products")
        if "pages" in product:
            yield from _each((*path, "pages"), product["pages"], self._data["pages"], "page")
        if "blocks" in product:
            yield from _each((*path, "blocks"), product["blocks"], self._data["blocks"], "block")
        if "related" in product:
            yield from _each((*path, "related"), product["related"], self._products, "product")
        if "stages" in product and sum(stage["percent"] for stage in product["stages"]) != 100:
            yield Mistake((*path, "stages"), "the percents must add up to 100")

    def _discount(self, path: Path, discount: Document) -> Iterator[Mistake]:
        for index, gift in enumerate(discount.get("gifts", ())):
            yield from _known((*path, "gifts", index, "product"), gift["product"], self._products, "product")
        yield from _each((*path, "groups"), discount.get("groups"), self._data["groups"], "user group")
        if sum(name in discount for name in ("percent", "amount", "price")) > 1:
            yield Mistake(path, "a discount has one of percent, amount and price")

    def _user(self, path: Path, user: Document) -> Iterator[Mistake]:
        providers = self._data["providers"]
        marker = user.get("provider", next(iter(providers)))
        yield from _known((*path, "provider"), user.get("provider"), providers, "auth provider")
        yield from _each((*path, "groups"), user.get("groups"), self._data["groups"], "user group")
        form = self._data["forms"].get(providers.get(marker, {}).get("form"))
        if form is not None:
            asked = form.get("fields", {})
            yield from _keys((*path, "form"), user.get("form"), asked, "field of the sign-up form")
        for index, bonus in enumerate(user.get("bonuses", ())):
            at = (*path, "bonuses", index, "discount")
            yield from _known(at, bonus.get("discount"), self._data["discounts"], "discount")

    def _order(self, path: Path, order: Document) -> Iterator[Mistake]:
        yield from _known((*path, "user"), order["user"], self._logins, "user")
        yield from _known((*path, "storage"), order["storage"], self._data["storages"], "storage")
        yield from _keys((*path, "products"), order["products"], self._products, "product")
        storage = self._data["storages"].get(order["storage"])
        if storage is not None:
            accounts = storage.get("accounts", self._data["accounts"])
            yield from _known((*path, "status"), order.get("status"), storage["statuses"], "status of this storage")
            yield from _known((*path, "account"), order.get("account"), accounts, "payment account of this storage")
            form = self._data["forms"].get(storage["form"])
            if form is not None:
                asked = form.get("fields", {})
                yield from _keys((*path, "form"), order.get("form"), asked, "field of this storage's form")
        for number in order["products"]:
            found = self._products.get(number)
            if found is not None and found.get("price") is None:
                yield Mistake((*path, "products", number), f"product {number} has no price", of_key=True)

    def _history(self, history: Document) -> Iterator[Mistake]:
        yield from _each(("history", "users"), history.get("users"), self._logins, "user")
        yield from _keys(("history", "storages"), history.get("storages"), self._data["storages"], "storage")
        for member in ("storages", "states"):
            if member in history and not sum(history[member].values()):
                yield Mistake(("history", member), "all shares are 0")
        sold = any(one.get("price") is not None and one.get("visible", True) for one in self._data["products"])
        if history["orders"] and not (self._data["storages"] and sold):
            yield Mistake(("history", "orders"), "orders need a storage and a product with a price")

    def _twice(self) -> Iterator[Mistake]:
        for section in _NUMBERED:
            things = {marker: (one or {}).get("id") for marker, one in self._data[section].items()}
            yield from _repeated(((section, marker, "id"), number) for marker, number in things.items())
        configs = [
            (("forms", marker, "used_for", index, "id"), one.get("id"))
            for marker, form in self._data["forms"].items()
            for index, one in enumerate(form.get("used_for", ()))
        ]
        yield from _repeated(configs)
        yield from _repeated(
            (("storages", storage, "statuses", marker, "id"), status.get("id"))
            for storage, one in self._data["storages"].items()
            for marker, status in one["statuses"].items()
            if isinstance(status, dict)
        )
        refunds = {**MARKERS, **self._data["refund_statuses"]}
        for index, (state, marker) in enumerate(refunds.items()):
            if marker in [*refunds.values()][:index]:
                yield Mistake(("refund_statuses", state), f"the marker {marker!r} stands for two states")
        for section, member in (("products", "id"), ("users", "login"), ("users", "id")):
            values = [((section, index, member), one.get(member)) for index, one in enumerate(self._data[section])]
            yield from _repeated(values)

    def _values(self) -> list[Mistake]:
        """Returns texts in no language of the shop, and numbers such as 3.0, which JSON Schema takes for whole."""
        found: list[Mistake] = []
        languages = dict.fromkeys(self._data["languages"])
        own = next(iter(languages))

        def on_text(path: list[Step], text: Document) -> None:
            if not text.keys() <= languages.keys():
                found.extend(_keys(tuple(path), text, languages, "language of the shop"))
            if own not in text:
                found.append(Mistake(tuple(path), f"a text needs the shop's own language, {own}"))

        def on_point(path: list[Step], number: float) -> None:
            found.append(Mistake(tuple(path), f"this must be a whole number: write {number:.0f}"))

        values.judge(self._data, values.parts_of(self._schema), [], on_text, on_point)
        return found


def _known(path: Path, word: str | int | None, names: Iterable[str], what: str) -> Iterator[Mistake]:
    if word is not None and not isinstance(word, float) and str(word) not in names:  # 7.0 is a mistake of its own
        yield Mistake(path, f"there is no {what} {word!r}{nearest(str(word), names)}")


def _each(path: Path, words: list[Any] | None, names: Iterable[str], what: str) -> Iterator[Mistake]:
    for index, word in enumerate(words or ()):
        yield from _known((*path, index), word, names, what)


def _keys(path: Path, things: Mapping[str, Any] | None, names: Iterable[str], what: str) -> Iterator[Mistake]:
    for word in things or ():
        for mistake in _known((*path, word), word, names, what):
            yield Mistake(mistake.path, mistake.text, of_key=True)


def _repeated(values: Iterable[tuple[Path, Any]]) -> Iterator[Mistake]:
    seen = set()
    for path, value in values:
        if value is not None and value in seen:
            yield Mistake(path, f"the {path[-1]} {value!r} is there twice")
        seen.add(value)
