"""The default scenario: a small shop with two years of history. Equal seeds write equal bytes."""

from __future__ import annotations

import functools
import hashlib
import random

from ..data import clock, tokens
from ..data.catalogue import Catalogue, Document
from ..data.documents import dumps
from ..data.options import Options
from ..data.store import Tx
from ..operations import auth
from . import history, shop
from .shop import DEMO_PASSWORD, DEMO_USER, DEMO_USER_ID, USERS

__all__ = ["DEMO_PASSWORD", "DEMO_USER", "fill"]

_BONUSES = [
    ("ACCRUAL", "25.00", 1, None, "Welcome to the shop", "2023-05-02T09:00:00.000Z"),
    ("ACCRUAL", "17.45", 0, 6, None, "2023-11-18T10:12:40.118Z"),
    ("USAGE", "10.00", 0, None, None, "2024-02-03T15:47:02.561Z"),
    ("ACCRUAL", "21.80", 0, 6, None, "2024-09-21T12:30:11.904Z"),
    ("EXPIRATION", "5.00", 0, None, "Not used within a year", "2025-01-01T00:00:00.000Z"),
]


def fill(tx: Tx, options: Options) -> None:
    """Writes the scenario into an empty database."""
    seed = str(options.seed)
    settings = {
        "seed": seed,
        "orders": str(options.orders),
        "clock": options.clock or "scenario",
        "account_types": options.account_types,
        "clock_ms": str(clock.to_ms(clock.START)),
        "app_token": f"sandbox-{_derived(seed, 'app token')[:32]}",
        "signing_key": _derived(seed, "signing key"),
    }
    tx.executemany("INSERT INTO meta VALUES (?, ?)", settings.items())
    for kind, number, name, body, notes in shop.definitions():
        tx.execute("INSERT INTO definitions VALUES (?, ?, ?, ?, ?)", (kind, number, name, dumps(body), dumps(notes)))
    tx.executemany("INSERT INTO coupons (code, discount_id, is_reusable) VALUES (?, ?, ?)", shop.coupons())
    catalogue = Catalogue(tx)
    _add_users(tx, catalogue, seed)
    past = random.Random(f"{seed}:history")
    history.History(tx, catalogue, settings["signing_key"], past).write()
    tx.executemany(
        "INSERT INTO bonuses (user_id, type, amount, is_admin, discount_id, comment, created_at)"
        f" VALUES ({DEMO_USER_ID}, ?, ?, ?, ?, ?, ?)",
        _BONUSES,
    )
    if options.orders:
        history.generate(tx, catalogue, options.orders, random.Random(f"{seed}:generated"))
    if options.account_types == "all":
        _add_accounts(tx, catalogue)


def _derived(seed: str, purpose: str) -> str:
    return hashlib.sha256(f"oneentry sandbox, seed {seed}: {purpose}".encode()).hexdigest()


def _add_accounts(tx: Tx, catalogue: Catalogue) -> None:
    """Adds the accounts of rarer types to all storages; after the history, which is then that of every shop."""
    added = shop.more_accounts()
    for body, notes in added:
        row = ("account", body["id"], body["identifier"], dumps(body), dumps(notes))
        tx.execute("INSERT INTO definitions VALUES (?, ?, ?, ?, ?)", row)
    markers = [{"identifier": body["identifier"]} for body, _ in added]
    for storage in catalogue.storages.all:
        linked = storage.body["paymentAccountIdentifiers"] + markers
        changed = dumps({**storage.body, "paymentAccountIdentifiers": linked})
        tx.execute("UPDATE definitions SET body = ? WHERE kind = 'storage' AND id = ?", (changed, storage.id))


def _add_users(tx: Tx, catalogue: Catalogue, seed: str) -> None:
    for number, provider, login, name, phone, active in USERS:
        profile = [{"marker": "name_reg", "type": "string", "value": name}]
        if phone:
            profile.append({"marker": "phone_reg", "type": "string", "value": phone})
        notification: Document = {"email": login, "phonePush": []}
        if phone:
            notification["phoneSMS"] = phone
        password = DEMO_PASSWORD if number == DEMO_USER_ID else f"password-{number}"
        salt = bytes.fromhex(_derived(seed, f"salt {number}")[:32])
        auth.add_user(
            tx,
            provider=catalogue.providers.by_identifier[provider],
            login=login,
            password=_hashed(password, salt) if provider == "email" else None,
            active=active,
            form_data={"en_US": profile},
            notification=notification,
            locale="en_US",
            now=clock.to_iso(history.FROM_MS - 86_400_000 * (20 - number)),
            user_id=number,
        )


@functools.cache
def _hashed(password: str, salt: bytes) -> str:
    """Hashes a password of the scenario; cached, since each start and reset hashes the same few."""
    return tokens.hash_password(password, salt)
