"""Fills an empty database with a shop. Equal scenarios and seeds write equal bytes."""

from __future__ import annotations

import functools
import hashlib
import random

from ..data import clock, tokens
from ..data.catalogue import Catalogue, Document, Row
from ..data.documents import dumps
from ..data.options import Options
from ..data.store import Tx
from ..operations import auth
from . import bulk, harbour_pantry, history, past
from .shop import Shop

_DAY_MS = 86_400_000


def fill(tx: Tx, options: Options, shop: Shop) -> Catalogue:
    """Writes a shop into an empty database, and returns its definitions."""
    seed = str(options.seed)
    settings = {
        "seed": seed,
        "orders": str(options.orders),
        "clock": options.clock or "scenario",
        "account_types": options.account_types,
        "clock_ms": str(shop.starts_ms),
        "app_token": f"sandbox-{_derived(seed, 'app token')[:32]}",
        "signing_key": _derived(seed, "signing key"),
        "scenario": shop.digest,
    }
    tx.executemany("INSERT INTO meta VALUES (?, ?)", settings.items())
    rows = shop.definitions()
    _add_definitions(tx, rows)
    tx.executemany("INSERT INTO coupons (code, discount_id, is_reusable) VALUES (?, ?, ?)", shop.coupons())
    catalogue = Catalogue(sorted(rows, key=lambda row: row[:2]))
    _add_users(tx, catalogue, shop, seed)
    _add_orders(tx, catalogue, shop, options, settings["signing_key"])
    _add_bonuses(tx, catalogue, shop)
    if options.account_types == "all":
        _add_accounts(tx, catalogue, shop)
    elif shop.digest:
        return catalogue
    # The built-in shop is kept for the next sandbox of the process: each has documents of its own.
    return Catalogue.read(tx)


def _derived(seed: str, purpose: str) -> str:
    return hashlib.sha256(f"oneentry sandbox, seed {seed}: {purpose}".encode()).hexdigest()


def _add_definitions(tx: Tx, rows: list[Row]) -> None:
    tx.executemany(
        "INSERT INTO definitions VALUES (?, ?, ?, ?, ?)",
        ((kind, number, name, dumps(body), dumps(notes)) for kind, number, name, body, notes in rows),
    )


def _add_orders(tx: Tx, catalogue: Catalogue, shop: Shop, options: Options, key: str) -> None:
    rng = random.Random(f"{options.seed}:history")
    user, is_built_in = shop.demo_user, not shop.digest
    if is_built_in:
        names = {one.id: one.profile[0]["value"] for one in shop.users}
        past.write(tx, catalogue, key, harbour_pantry.Plan(catalogue, names, rng).orders())
    else:
        users = {one.login: one for one in shop.users}
        past.write(tx, catalogue, key, history.orders(shop.data, catalogue, users, rng))
    if options.orders:
        between = (harbour_pantry.FROM_MS, harbour_pantry.TO_MS) if is_built_in else history.span(shop.data)
        filled_in = harbour_pantry.filled_in() if is_built_in else history.filled_in(catalogue, user.login, between[1])
        rng = random.Random(f"{options.seed}:generated")
        bulk.write(tx, catalogue, user.id, options.orders, between, filled_in, rng)


def _add_bonuses(tx: Tx, catalogue: Catalogue, shop: Shop) -> None:
    for user in shop.users:
        for bonus in user.bonuses:
            discount = catalogue.discounts.by_identifier.get(bonus.get("discount", ""))
            tx.execute(
                "INSERT INTO bonuses (user_id, type, amount, is_admin, discount_id, comment, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    user.id,
                    bonus["type"],
                    bonus["amount"],
                    int(bonus.get("by_admin", False)),
                    discount.id if discount else None,
                    bonus.get("comment"),
                    clock.to_iso(clock.to_ms(bonus["at"])),
                ),
            )


def _add_accounts(tx: Tx, catalogue: Catalogue, shop: Shop) -> None:
    """Adds the accounts of rarer types to all storages; after the history, which is then that of every shop."""
    added = shop.more_accounts()
    _add_definitions(tx, added)
    markers = [{"identifier": name} for _, _, name, _, _ in added]
    for storage in catalogue.storages.all:
        linked = storage.body["paymentAccountIdentifiers"] + markers
        changed = dumps({**storage.body, "paymentAccountIdentifiers": linked})
        tx.execute("UPDATE definitions SET body = ? WHERE kind = 'storage' AND id = ?", (changed, storage.id))


def _add_users(tx: Tx, catalogue: Catalogue, shop: Shop, seed: str) -> None:
    first_ms = history.first_moment(shop.data) if shop.digest else harbour_pantry.FROM_MS
    for user in sorted(shop.users, key=lambda one: one.id):
        notification: Document = {"email": user.login, "phonePush": []}
        if user.phone:
            notification["phoneSMS"] = user.phone
        salt = bytes.fromhex(_derived(seed, f"salt {user.id}")[:32])
        auth.add_user(
            tx,
            provider=catalogue.providers.by_identifier[user.provider],
            login=user.login,
            password=_hashed(user.password, salt) if user.password else None,
            active=user.is_active,
            form_data={catalogue.language: user.profile},
            notification=notification,
            locale=catalogue.language,
            groups=user.groups,
            now=clock.to_iso(first_ms - _DAY_MS * max(1, 20 - user.id)),
            user_id=user.id,
        )


@functools.cache
def _hashed(password: str, salt: bytes) -> str:
    """Hashes a password of the scenario; cached, since each start and reset hashes the same few."""
    return tokens.hash_password(password, salt)
