"""Creation of instances from options."""

from __future__ import annotations

from dataclasses import replace

from ..data.catalogue import Catalogue
from ..data.options import Options
from ..data.store import Store, Tx
from ..errors import SandboxError
from ..operations.call import Instance, Keys
from . import fill, shop

_images: dict[tuple[object, ...], bytes] = {}
"""Databases in memory as they were filled, by what shapes them: the next sandbox of a process starts from a copy."""
_MOST_IMAGES = 4


def open_instance(options: Options) -> Instance:
    """Opens the options' database and fills a new one with the scenario.

    Raises:
        ScenarioError: The scenario cannot be read or has mistakes.
        SandboxError: The database cannot be used, or holds another shop.
    """
    described = shop.load(options.scenario)
    store = _open_store(options, described)
    try:
        if options.clock is not None:
            with store.write() as tx:
                tx.execute("UPDATE meta SET value = ? WHERE key = 'clock'", (options.clock,))
        with store.read() as tx:
            meta = dict(tx.execute("SELECT key, value FROM meta"))
            catalogue = Catalogue(tx)
        if meta.get("scenario", "") != described.digest:
            raise SandboxError(_other_shop(options, meta.get("scenario", "")))
    except BaseException:
        store.close()
        raise
    return Instance(store, catalogue, options, Keys(meta["app_token"], meta["signing_key"]))


def _open_store(options: Options, described: shop.Shop) -> Store:
    def filled(tx: Tx) -> None:
        fill.fill(tx, options, described)

    if options.db is not None or options.orders:
        return Store(options.db, filled)
    shape = (described.digest, options.seed, options.clock, options.account_types)
    image = _images.get(shape)
    store = Store(None, filled, image)
    if image is None and (made := store.image()) is not None:
        if len(_images) >= _MOST_IMAGES:
            _images.clear()
        _images[shape] = made
    return store


def reset(instance: Instance) -> Instance:
    """Replaces all data by the scenario of the instance's database; returns the new instance.

    A scenario file is read again. The database keeps its seed and keys, so that the clients' app token stays valid.
    """
    described = shop.load(instance.options.scenario)
    with instance.store.write() as tx:
        before = dict(tx.execute("SELECT key, value FROM meta"))
        _empty(tx)
        options = replace(
            instance.options,
            seed=int(before["seed"]),
            orders=int(before.get("orders", instance.options.orders)),
            clock=before["clock"],
            account_types=before.get("account_types", "sdk"),
        )
        fill.fill(tx, options, described)
        meta = dict(tx.execute("SELECT key, value FROM meta"))
        catalogue = Catalogue(tx)
    return replace(instance, catalogue=catalogue, keys=Keys(meta["app_token"], meta["signing_key"]))


def _other_shop(options: Options, digest: str) -> str:
    wanted = f"the scenario {options.scenario}" if options.scenario else "the built-in shop"
    held = "the shop of another scenario, or of an earlier state of this one" if digest else "the built-in shop"
    return f"{options.db!r} holds {held}, and not {wanted}. Start it as it was made, or use another file for db."


def _empty(tx: Tx) -> None:
    tx.execute("PRAGMA defer_foreign_keys = ON")
    tables = tx.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    for (table,) in tables:
        tx.execute(f"DELETE FROM {table}" + (" WHERE key != 'schema_version'" if table == "meta" else ""))
    tx.execute("DELETE FROM sqlite_sequence")
