"""The past of a shop from a scenario file: orders that it spells out, and orders by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ..data import clock
from ..data.catalogue import Catalogue, Definition, Document
from ..data.documents import order_product
from . import lines
from .past import PastOrder, PastSession
from .shop import User

_STATES = {"completed": 6, "canceled": 1, "expired": 1, "unpaid": 2}
_YEAR_MS = 365 * 86_400_000
_MOST_LINES = 3


def orders(shop: Document, catalogue: Catalogue, users: Mapping[str, User], rng: random.Random) -> list[PastOrder]:
    """Returns the orders of a shop's past by date.

    Args:
        shop: The scenario, with its defaults.
        catalogue: The shop.
        users: Users by login.
        rng: Where chance comes from.
    """
    found = [_spelled_out(one, catalogue, users) for one in shop["orders"]]
    found += _by_chance(shop, catalogue, users, rng)
    return sorted(found, key=lambda order: order.created_ms)


def _spelled_out(one: Document, catalogue: Catalogue, users: Mapping[str, User]) -> PastOrder:
    storage, user = catalogue.storages.by_identifier[one["storage"]], users[one["user"]]
    marker = one.get("account") or storage.body["paymentAccountIdentifiers"][0]["identifier"]
    moment, status = clock.to_ms(one["created"]), catalogue.status(storage.id, one.get("status"))
    products = [
        order_product(catalogue.products.by_id[int(number)].body, quantity, catalogue.language)
        for number, quantity in one["products"].items()
    ]
    form = catalogue.forms.by_identifier[storage.body["formIdentifier"]]
    types = {field["marker"]: field["type"] for field in form.body["attributes"] or ()}
    return PastOrder(
        user_id=user.id,
        storage=storage,
        created_ms=moment,
        account=catalogue.accounts.by_identifier[marker],
        products=products,
        priced=lines.price(catalogue, products, moment, groups=user.groups),
        status=status or catalogue.default_status(storage.id),
        form_data=[lines.entry(name, types[name], value) for name, value in one.get("form", {}).items()],
        sessions=[
            PastSession(moment + 60_000 * number, outcome, 30_000)
            for number, outcome in enumerate(one.get("sessions", ()), 1)
        ],
        is_completed=_is_completed(one.get("sessions", ())),
    )


def _is_completed(outcomes: list[str]) -> bool | None:
    """Returns True if a session was paid, False if one ended otherwise, `None` if that is open."""
    if "completed" in outcomes:
        return True
    return False if {"canceled", "expired"} & set(outcomes) else None


def _by_chance(
    shop: Document, catalogue: Catalogue, users: Mapping[str, User], rng: random.Random
) -> Iterator[PastOrder]:
    history = shop["history"]
    since, until = span(shop)
    logins = history.get("users") or list(users)
    shares = history.get("storages") or dict.fromkeys(catalogue.storages.by_identifier, 1)
    states = history.get("states") or _STATES
    shelves = {marker: lines.shelf(catalogue, catalogue.storages.by_identifier[marker]) for marker in shares}
    shares = {marker: share for marker, share in shares.items() if shelves[marker]}
    for _ in range(history["orders"]):
        login = rng.choice(logins)
        storage = catalogue.storages.by_identifier[rng.choices(list(shares), list(shares.values()))[0]]
        moment = since + int((until - since) * rng.random())
        state = rng.choices(list(states), list(states.values()))[0]
        shelf = shelves[storage.identifier]
        picked = rng.sample(shelf, k=min(len(shelf), rng.randint(1, _MOST_LINES)))
        products = [order_product(product, rng.randint(1, _MOST_LINES), catalogue.language) for product in picked]
        linked = [one["identifier"] for one in storage.body["paymentAccountIdentifiers"]]
        outcomes = [] if state == "unpaid" else [state]
        yield PastOrder(
            user_id=users[login].id,
            storage=storage,
            created_ms=moment,
            account=catalogue.accounts.by_identifier[rng.choice(linked)],
            products=products,
            priced=lines.price(catalogue, products, moment, groups=users[login].groups),
            status=_status(catalogue, storage, state),
            form_data=form_data(catalogue, storage, login, moment),
            sessions=[PastSession(moment + 60_000, outcome, rng.randrange(30_000, 900_000)) for outcome in outcomes],
            is_completed=_is_completed(outcomes),
        )


def _status(catalogue: Catalogue, storage: Definition, state: str) -> Definition:
    """Returns the status that the storage maps a state to, else its default."""
    mapped = catalogue.status(storage.id, storage.notes["sessionStatuses"].get(state))
    return mapped or catalogue.default_status(storage.id)


def span(shop: Document) -> tuple[int, int]:
    """Returns the first and the last moment of generated orders, in milliseconds since 1970."""
    history = shop["history"]
    until = clock.to_ms(history.get("until", shop["starts"]))
    return clock.to_ms(history["from"]) if "from" in history else until - _YEAR_MS, until


def first_moment(shop: Document) -> int:
    """Returns the first moment of which a shop has orders or may have them."""
    return min([span(shop)[0], *(clock.to_ms(one["created"]) for one in shop["orders"])])


def filled_in(catalogue: Catalogue, login: str, moment: int) -> list[list[Document]]:
    """Returns what the orders of the option `orders` are filled in with: those of the shop's first storage."""
    return [form_data(catalogue, storage, login, moment) for storage in catalogue.storages.all[:1]]


def form_data(catalogue: Catalogue, storage: Definition, login: str, moment: int) -> list[Document]:
    """Returns values for the fields that can be filled in without knowing what they ask for."""
    form = catalogue.forms.by_identifier[storage.body["formIdentifier"]]
    day = date(1970, 1, 1) + timedelta(days=moment // 86_400_000 + 2)
    entries = []
    for field in form.body["attributes"] or ():
        options = [option["value"] for option in field["listTitles"]]
        values: dict[str, Any] = {
            "string": login.partition("@")[0].replace(".", " ").title(),
            "integer": 1,
            "real": 1,
            "float": 1,
            "date": lines.date_value(day),
            "radioButton": options[:1] or None,
            "list": options[:1] or None,
        }
        value = values.get(field["type"])
        if value is not None and "requiredValidator" in field["validators"]:
            entries.append(lines.entry(field["marker"], field["type"], value))
    return entries
