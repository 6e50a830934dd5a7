"""Creation of instances from options."""

from __future__ import annotations

from dataclasses import replace

from ..data.catalogue import Catalogue
from ..data.options import Options
from ..data.store import Store, Tx
from ..operations.call import Instance, Keys
from . import fill


def open_instance(options: Options) -> Instance:
    """Opens the options' database and fills a new one with the scenario.

    Raises:
        SandboxError: The database cannot be used.
    """
    store = Store(options.db, lambda tx: fill.fill(tx, options))
    try:
        if options.clock is not None:
            with store.write() as tx:
                tx.execute("UPDATE meta SET value = ? WHERE key = 'clock'", (options.clock,))
        with store.read() as tx:
            meta = dict(tx.execute("SELECT key, value FROM meta"))
            catalogue = Catalogue(tx)
    except BaseException:
        store.close()
        raise
    return Instance(store, catalogue, options, Keys(meta["app_token"], meta["signing_key"]))


def reset(instance: Instance) -> Instance:
    """Replaces all data by the scenario of the instance's database; returns the new instance.

    The database keeps its seed and keys, so that the clients' app token stays valid.
    """
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
        fill.fill(tx, options)
        meta = dict(tx.execute("SELECT key, value FROM meta"))
        catalogue = Catalogue(tx)
    return replace(instance, catalogue=catalogue, keys=Keys(meta["app_token"], meta["signing_key"]))


def _empty(tx: Tx) -> None:
    tx.execute("PRAGMA defer_foreign_keys = ON")
    tables = tx.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    for (table,) in tables:
        tx.execute(f"DELETE FROM {table}" + (" WHERE key != 'schema_version'" if table == "meta" else ""))
    tx.execute("DELETE FROM sqlite_sequence")
