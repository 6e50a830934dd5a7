"""Cache of definitions, such as forms, for one minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from ..transport.client import ApiClient

K = TypeVar("K")


V = TypeVar("V")


KEEP_S = 60.0


class TtlCache(Generic[K, V]):
    """A cache with a lifetime of one minute, so that a loop of orders looks a form up once and edits soon show.

    Entries belong to the signed-in user (or to none), since rights differ.
    """

    def __init__(
        self,
        fetch: Callable[[K], V],
        api: ApiClient,
        *,
        keep_s: float = KEEP_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch = fetch
        self._api = api
        self._keep_s = keep_s
        self._clock = clock
        self._kept: dict[K, tuple[float, str | None, V]] = {}

    def __getitem__(self, key: K) -> V:
        now, pair = self._clock(), self._api.sign_ins.held()
        user = None if pair is None else pair.user
        if key in self._kept:
            then, owner, value = self._kept[key]
            if now - then < self._keep_s and owner == user:
                return value
        value = self._fetch(key)
        self._kept[key] = (now, user, value)
        return value
