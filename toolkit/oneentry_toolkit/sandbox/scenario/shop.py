"""A shop that a sandbox is filled with: the built-in one or that of a scenario file."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ..data import clock
from ..data.catalogue import GUEST_GROUP, Document, Row
from ..data.documents import PAGE_BASE
from . import discounts, file, forms, groups, mistakes, products, storages
from .defaults import DISCOUNT_RULES, with_defaults
from .parts import Texts, numbered

_PAGES = {"success_url": f"{PAGE_BASE}/shop/success", "cancel_url": f"{PAGE_BASE}/shop/cancel"}
_MORE_ACCOUNTS: Document = {
    "yookassa": {"type": "yookassa", **_PAGES},
    "midtrans": {"type": "midtrans", **_PAGES, "document": {"settings": {"status": "not_connected"}}},
}


@dataclass(frozen=True)
class User:
    """An account of a shop.

    Attributes:
        password: `None` for an account that never had one.
        groups: Numbers of its groups.
        profile: Entries of its form data.
    """

    id: int
    login: str
    password: str | None
    provider: str
    is_active: bool
    phone: str | None
    groups: list[int]
    profile: list[Document]
    bonuses: list[Document]


class Shop:
    """A shop as a scenario describes it.

    Args:
        data: The scenario, without mistakes.
        digest: Tells it from other scenarios; empty for the built-in one.
    """

    def __init__(self, data: Document, digest: str) -> None:
        self.data = with_defaults(data)
        self.digest = digest
        self.texts = Texts(self.data["languages"])

    def definitions(self) -> list[Row]:
        """Returns every definition."""
        data, texts = self.data, self.texts
        return [
            *groups.groups(data, texts),
            *forms.providers(data, texts),
            *forms.forms(data, texts),
            *storages.storages(data, texts),
            *storages.statuses(data, texts),
            *storages.accounts(data, texts),
            *products.products(data, texts),
            *products.pages(data),
            *products.blocks(data, texts),
            *discounts.discounts(data, texts),
            *(
                ("event", number, name, {"id": number, "identifier": name}, {})
                for number, name in enumerate(data["events"], 1)
            ),
            ("settings", 1, "settings", self._settings(), {}),
        ]

    def coupons(self) -> list[tuple[str, int, bool]]:
        """Returns the coupon codes as (code, number of the discount, may be used again)."""
        return discounts.coupons(self.data)

    def more_accounts(self) -> list[Row]:
        """Returns accounts of the types that the official SDK does not know; the last is not connected.

        Its test side is connected and it is in test mode, which does not help: docs/api/traps.md#trap-36.
        """
        present = self.data["accounts"]
        added = {marker: one for marker, one in _MORE_ACCOUNTS.items() if marker not in present}
        rows = storages.accounts({"accounts": {**present, **added}}, self.texts)
        return [row for row in rows if row[2] in added]

    @functools.cached_property
    def _group_numbers(self) -> dict[str, int]:
        return groups.numbers(self.data)

    @functools.cached_property
    def users(self) -> list[User]:
        """The accounts, in the order of the file."""
        every = {user["login"]: user for user in self.data["users"]}
        return [self._user(number, user) for number, _, user in numbered(every)]

    @property
    def demo_user(self) -> User:
        """The account that is shown to sign in with: the first with a password, else the first."""
        return next((user for user in self.users if user.password), self.users[0])

    @property
    def starts_ms(self) -> int:
        """The shop's clock at the start, in milliseconds since 1970."""
        return clock.to_ms(self.data["starts"])

    def _settings(self) -> Document:
        data, texts = self.data, self.texts
        return {
            "title": data["title"],
            "languages": data["languages"],
            "currency": data["currency"],
            "paymentStatuses": {
                state: {
                    "identifier": one["marker"],
                    "localizeInfos": texts.titles(one.get("title", one["marker"])),
                }
                for state, one in data["payment_statuses"].items()
            },
            "refundStatuses": data["refund_statuses"],
            "discounts": {**DISCOUNT_RULES, **data["discount_rules"]},
            "demoUser": {
                "login": self.demo_user.login,
                "password": self.demo_user.password or "",
                "provider": self.demo_user.provider,
            },
        }

    def _user(self, number: int, user: Document) -> User:
        provider = user.get("provider", next(iter(self.data["providers"])))
        form = self.data["forms"].get(self.data["providers"][provider].get("form"), {})
        markers = user.get("groups", [self.data["providers"][provider].get("group", GUEST_GROUP)])
        types = {name: _type_of(field) for name, field in form.get("fields", {}).items()}
        return User(
            id=number,
            login=user["login"],
            password=user.get("password"),
            provider=provider,
            is_active=user.get("active", True),
            phone=user.get("phone"),
            groups=[self._group_numbers[marker] for marker in markers],
            profile=[
                {"marker": name, "type": types.get(name, "string"), "value": value}
                for name, value in user.get("form", {}).items()
            ],
            bonuses=user.get("bonuses", []),
        )


def _type_of(field: Any) -> str:
    found: str = field if isinstance(field, str) else field.get("type", "string")
    return found


def load(path: str | None) -> Shop:
    """Returns the shop of a scenario file; the built-in one for `None`.

    Raises:
        ScenarioError: The file cannot be read or has mistakes.
    """
    if path is None:
        return built_in()
    found = file.read(path)
    mistakes.check(found)
    return Shop(found.data, hashlib.sha256(found.text.encode()).hexdigest()[:16])


@functools.cache
def built_in() -> Shop:
    """Returns the shop that a sandbox has without a scenario."""
    source = resources.files("oneentry_toolkit.sandbox").joinpath("scenario/harbour-pantry.yaml")
    return Shop(file.parse(source.read_text("utf-8"), "harbour-pantry.yaml").data, "")
