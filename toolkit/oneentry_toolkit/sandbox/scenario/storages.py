"""Order storages with their statuses, and payment accounts of a shop, as documents of the API."""

from __future__ import annotations

from collections.abc import Iterator

from ..data.catalogue import Document, Row
from .parts import Texts, numbered

_TITLES = {"stripe": "Stripe", "yookassa": "YooKassa", "midtrans": "Midtrans"}


def accounts(shop: Document, texts: Texts) -> Iterator[Row]:
    """Yields the payment accounts."""
    for number, marker, account in numbered(shop["accounts"]):
        kind = account.get("type", "custom")
        pages = {"cancelUrl": account.get("cancel_url"), "successUrl": account.get("success_url")}
        body = {
            "id": number,
            "identifier": marker,
            "isVisible": account.get("visible", True),
            "localizeInfos": texts.titles(account.get("title", _TITLES.get(marker, marker))),
            "type": kind,
            "isUsed": True,
            "testMode": True,
            "settings": {"status": "connected"},
            "testSettings": {"status": "connected", **{name: url for name, url in pages.items() if url is not None}},
            "updatedDate": f"2025-02-25T08:{(50 + number + 4) % 60:02}:43.957Z",
            **account.get("document", {}),
        }
        yield "account", number, marker, body, {"link": account.get("link", "never" if kind == "custom" else "at_once")}


def storages(shop: Document, texts: Texts) -> Iterator[Row]:
    """Yields the order storages. Their notes have what no answer shows."""
    for number, marker, storage in numbered(shop["storages"]):
        body = {
            "id": number,
            "localizeInfos": texts.titles(storage.get("title", marker)),
            "position": number,
            "identifier": marker,
            "formIdentifier": storage["form"],
            "generalTypeId": 21,
            "paymentAccountIdentifiers": [
                {"identifier": account} for account in storage.get("accounts") or shop["accounts"]
            ],
            **storage.get("document", {}),
        }
        notes = {
            "attributeSetIdentifier": storage["form"],
            "sells": storage.get("sells"),
            "priceExpiration": storage.get("price_expiration", "10m"),
            "sessionStatuses": storage.get("session_statuses", {}),
        }
        yield "storage", number, marker, body, notes


def statuses(shop: Document, texts: Texts) -> Iterator[Row]:
    """Yields the order statuses of all storages, each named by its storage's number and its marker."""
    owners = [(number, storage["statuses"]) for number, _, storage in numbered(shop["storages"])]
    every = {f"{number}:{marker}": status for number, found in owners for marker, status in found.items()}
    places = {f"{number}:{marker}": place for number, found in owners for place, marker in enumerate(found, 1)}
    for number, name, _ in numbered(every):
        owner, marker = name.split(":", 1)
        given = every[name]
        described: Document = {"title": given or marker} if given is None or isinstance(given, str) else given
        body = {
            "id": number,
            "identifier": marker,
            "localizeInfos": texts.titles(described.get("title", marker)),
            "position": places[name],
            "isDefault": places[name] == 1,
            "isUsed": described.get("used", True),
        }
        yield "status", number, name, body, {"storageId": int(owner)}
