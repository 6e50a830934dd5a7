"""Order storages, their statuses, and payment accounts of a project, as parts of a scenario."""

from __future__ import annotations

from typing import Any

from .answers import Document, whole
from .texts import TextReader, without_secrets

_PAGES = {"success_url": "successUrl", "cancel_url": "cancelUrl"}


def describe_account(account: Document, texts: TextReader) -> Document:
    """Returns a payment account of a scenario: of its settings only the pages that a payment returns to."""
    described: Document = {
        "id": account["id"],
        "type": account.get("type"),
        "title": texts.text(account.get("localizeInfos"), account["identifier"]),
    }
    if account.get("isVisible") is False:
        described["visible"] = False
    for name, member in _PAGES.items():
        for settings in (account.get("testSettings"), account.get("settings")):
            address = settings.get(member) if isinstance(settings, dict) else None
            if isinstance(address, str) and address:
                described.setdefault(name, without_secrets(address))
    return described


def describe_storage(storage: Document, statuses: list[Document], texts: TextReader) -> Document:
    """Returns an order storage of a scenario, with its statuses: first that of a new order, then by position."""
    described: Document = {
        "id": storage["id"],
        "title": texts.text(storage.get("localizeInfos"), storage["identifier"]),
        "form": storage.get("formIdentifier"),
    }
    accounts = storage.get("paymentAccountIdentifiers")
    if isinstance(accounts, list):
        markers = [one.get("identifier") for one in accounts if isinstance(one, dict)]
        if markers:
            described["accounts"] = list(dict.fromkeys(markers))
    named = [one for one in statuses if isinstance(one.get("identifier"), str) and one["identifier"]]
    found = {one["identifier"]: _status(one, texts) for one in sorted(named, key=_place)}
    if found:
        described["statuses"] = found
    return described


def _place(status: Document) -> tuple[bool, int]:
    position: Any = status.get("position")
    return status.get("isDefault") is not True, position if isinstance(position, int) else 0


def _status(status: Document, texts: TextReader) -> Document:
    described: Document = {
        "id": whole(status.get("id")),
        "title": texts.text(status.get("localizeInfos"), status["identifier"]),
    }
    if status.get("isUsed") is False:
        described["used"] = False
    return described
