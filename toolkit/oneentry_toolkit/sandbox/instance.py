"""Putting an instance together from its options."""

from __future__ import annotations

from . import scenarios
from .call import Instance, Keys
from .catalogue import Catalogue
from .options import Options
from .store import Store


def open_instance(options: Options) -> Instance:
    """Open the options' database, with the scenario in it when it is new.

    Raises:
        SandboxError: The database cannot be used.
    """
    store = Store(options.db, lambda tx: scenarios.fill(tx, options))
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
