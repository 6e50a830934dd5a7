"""Creation of instances from options."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ..data.catalogue import Catalogue
from ..data.options import Options
from ..data.store import Store, Tx
from ..errors import SandboxError
from ..operations.call import Instance, Keys
from . import fill, shop

_images: dict[tuple[object, ...], bytes | None] = {}
"""Databases in memory as they were filled, by what shapes them, once a second one was made or one was reset: what comes
next in the process begins as a copy, and a process with one sandbox makes none."""
_MOST_IMAGES = 4


def open_instance(options: Options) -> Instance:
    """Opens the options' database and fills a new one with the scenario.

    Raises:
        ScenarioError: The scenario cannot be read or has mistakes.
        SandboxError: The database cannot be used, or holds another shop.
    """
    with _without_collection():
        return _open(options)


def _open(options: Options) -> Instance:
    described = shop.load(options.scenario)
    store, catalogue = _open_store(options, described)
    try:
        if options.clock is not None:
            with store.write() as tx:
                tx.execute("UPDATE meta SET value = ? WHERE key = 'clock'", (options.clock,))
        with store.read() as tx:
            meta = dict(tx.execute("SELECT key, value FROM meta"))
            catalogue = catalogue or Catalogue.read(tx)
        if meta.get("scenario", "") != described.digest:
            raise SandboxError(_other_shop(options, meta.get("scenario", "")))
    except BaseException:
        store.close()
        raise
    return Instance(store, catalogue, options, Keys(meta["app_token"], meta["signing_key"]))


def _open_store(options: Options, described: shop.Shop) -> tuple[Store, Catalogue | None]:
    """Returns the database, and its definitions if it is new."""
    catalogue: Catalogue | None = None

    def filled(tx: Tx) -> None:
        nonlocal catalogue
        catalogue = fill.fill(tx, options, described)

    if options.db is not None or options.orders:
        return Store(options.db, filled), catalogue
    shape = _shape(options, described)
    image = _images.get(shape)
    store = Store(None, filled, image)
    if image is None:
        _keep(shape, store.image() if shape in _images else None)
    return store, catalogue


def _shape(options: Options, described: shop.Shop) -> tuple[object, ...]:
    return described.digest, options.seed, options.clock or "scenario", options.account_types


def _keep(shape: tuple[object, ...], image: bytes | None) -> None:
    if len(_images) >= _MOST_IMAGES:
        _images.clear()
    _images[shape] = image


def _image(options: Options, described: shop.Shop) -> bytes | None:
    """Returns a database in memory as it is filled, made if need be; `None` if this Python's SQLite cannot copy one."""
    shape = _shape(options, described)
    if _images.get(shape) is None:

        def filled(tx: Tx) -> None:
            fill.fill(tx, options, described)

        store = Store(None, filled)
        _keep(shape, store.image())
        store.close()
    return _images[shape]


def reset(instance: Instance) -> Instance:
    """Replaces all data by the scenario of the instance's database; returns the new instance.

    A scenario file is read again. The database keeps its seed and keys, so that the clients' app token stays valid.
    """
    with _without_collection():
        return _refilled(instance)


def _refilled(instance: Instance) -> Instance:
    described = shop.load(instance.options.scenario)
    with instance.store.read() as tx:
        before = dict(tx.execute("SELECT key, value FROM meta"))
    options = replace(
        instance.options,
        seed=int(before["seed"]),
        orders=int(before.get("orders", instance.options.orders)),
        clock=before["clock"],
        account_types=before.get("account_types", "sdk"),
    )
    image = _image(options, described) if instance.store.in_memory and not options.orders else None
    if image is not None:
        instance.store.restore(image)
    with instance.store.write() as tx:
        if image is None:
            _empty(tx)
            catalogue = fill.fill(tx, options, described)
        else:
            catalogue = Catalogue.read(tx)
        meta = dict(tx.execute("SELECT key, value FROM meta"))
    return replace(instance, catalogue=catalogue, keys=Keys(meta["app_token"], meta["signing_key"]))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Leaves out the garbage collection, which looks at a large shop again and again while it is made.

    With 10,000 products that is more than half of the time. What was made then counts as old, or the first collection
    would look at all of it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # else a program has frozen objects, which are to stay so
                gc.freeze()
                gc.unfreeze()
            gc.enable()


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
