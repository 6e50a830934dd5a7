"""``frames_of()``: the orders and lines of several users in two frames. The API shows a user their own orders only."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from .errors import (
    IncompleteListWarning,
    InputError,
    OneEntryError,
    OneEntryWarning,
    SettingsError,
    SignInRequiredError,
)
from .frames.assemble import Money, check_money
from .frames.attrs import joined_attrs
from .frames.union import below_each_other
from .lists.options import FetchOptions, takes
from .lists.progress import Progress
from .lists.read_all import hear_warnings, say
from .lists.threads import Threads, wait_for
from .orders.fetched import OrderFrames
from .shop import Shop
from .values.arguments import check_id

if TYPE_CHECKING:
    import pandas as pd

_USERS_MAX = 16  # at a time


@dataclass
class _Read:
    """What came of one shop.

    Attributes:
        user: number of its user; None if it could not be read.
        frames: None if they could not be read.
        failure: why not.
        warnings: what was said on the way, with the classes of the warnings.
    """

    place: int
    user: int | None = None
    frames: OrderFrames | None = None
    failure: OneEntryError | None = None
    warnings: list[tuple[str, type[OneEntryWarning]]] = field(default_factory=list)

    @property
    def whose(self) -> str:
        return f"user {self.user}" if self.user is not None else f"the user of shops[{self.place}]"


@takes(FetchOptions)
def frames_of(
    shops: Iterable[Shop],
    storage: str | None = None,
    *,
    money: Money = "exact",
    raw: bool = False,
    users_at_once: int = 4,
    **options: Unpack[FetchOptions],
) -> OrderFrames:
    """Returns the orders of several users, and their lines, as two DataFrames with a column ``user``.

    The API shows a user their own orders only, so a view of a whole shop takes the sign-in of each of its users.

    Args:
        shops: of one project and in one language, each signed in as another user.
        storage, money, raw: as in ``shop.orders.frame``.
        users_at_once: users to read at a time, up to 16; each with ``workers`` pages in parallel.
        {options}

    Returns:
        ``OrderFrames``. ``user`` (int64), the number of the user, is the first column of both frames, which have the
        users in the order of ``shops``; the others are as from ``shop.orders.frames``. ``max_items`` counts for each
        user. ``attrs["users"]`` has the numbers of the users who were read, ``attrs["fetch"]`` sums of what was seen,
        and ``failed``: ``user`` and ``problem`` of each who could not be read.

    Raises:
        InputError: two shops are signed in as one user, they differ in project or language, or an argument is not
            valid.
        SignInRequiredError: no user is signed in to one of the shops.
        the errors of ``shop.orders.frame``, if it fails for all users; with ``strict``, if it fails for one.

    Warns:
        IncompleteListWarning: without ``strict``, a user's orders could not be read; the frames have the others'.
        the warnings of ``shop.orders.frame``, each with the number of the user.
    """
    check_money(money)
    chosen = _checked(shops)
    if check_id(users_at_once, "users_at_once") > _USERS_MAX:
        raise InputError(
            f"users_at_once must be at most {_USERS_MAX}: more would overload the server.", name="users_at_once"
        )
    stop = threading.Event()
    reads = [_Read(place) for place in range(len(chosen))]
    bar = Progress("user", options.get("progress"))
    how: FetchOptions = {**options, "progress": False}  # one bar for all

    def name(shop: Shop, read: _Read) -> None:
        signed_in = shop.users.signed_in
        read.user = shop.users.me().id if signed_in is None or signed_in.id is None else signed_in.id

    def fetch(shop: Shop, read: _Read) -> None:
        read.frames = shop.orders._reader.fetch(storage, how, raw=raw, money=money, stopped=stop.is_set).both()

    try:
        _each(name, chosen, reads, users_at_once)
        _refuse_twins(reads)
        _each(fetch, chosen, reads, users_at_once, lambda: bar.add(1, len(reads)))
    finally:
        stop.set()
        bar.close()
    found = {read.user: read.frames for read in reads if read.user is not None and read.frames is not None}
    failed = [read for read in reads if read.failure is not None]
    if failed and failed[0].failure and (options.get("strict") or not found):
        raise failed[0].failure
    for read in reads:
        for message, kind in read.warnings:
            say(f"Of {read.whose}: {message}", kind)
    for read in failed:
        say(f"The orders of {read.whose} are missing: {read.failure}", IncompleteListWarning)
    problems = [{"user": read.user, "problem": str(read.failure)} for read in failed]
    orders = _join({user: frames.orders for user, frames in found.items()}, problems)
    return OrderFrames(orders, _join({user: frames.lines for user, frames in found.items()}, problems))


def _checked(shops: Iterable[Shop]) -> list[Shop]:
    """Returns the shops.

    Raises:
        InputError: there is none, or they do not belong together.
        SignInRequiredError: no user is signed in to one of them.
    """
    found = [] if isinstance(shops, Shop | str) or not isinstance(shops, Iterable) else list(shops)
    if not found or not all(isinstance(shop, Shop) for shop in found):
        raise InputError("shops must be a list of shops, one for each user: frames_of([shop_a, shop_b]).", name="shops")
    for what, kinds in (("project", [shop.url for shop in found]), ("language", [shop.lang for shop in found])):
        if len(set(kinds)) > 1:
            raise InputError(
                f"shops must be of one {what}, and are of {' and '.join(dict.fromkeys(kinds))}: call frames_of() for "
                "each, and keep the frames apart.",
                name="shops",
            )
    for place, shop in enumerate(found):
        if shop.guest_id is not None:
            raise InputError(f"shops[{place}] is the shop of a guest, whose orders cannot be read.", name="shops")
        if shop.users.signed_in is None:
            raise SignInRequiredError(
                f"No user is signed in to shops[{place}]: sign in to each shop, or connect(tokens=FileTokens(path)) "
                "with a file for each user."
            )
    return found


def _refuse_twins(reads: Sequence[_Read]) -> None:
    known: dict[int, int] = {}
    for read in reads:
        if read.user is None:
            continue
        if read.user in known:
            raise InputError(
                f"shops[{known[read.user]}] and shops[{read.place}] are signed in as the same user ({read.user}): the "
                "orders would be counted twice. Pass one of them.",
                name="shops",
            )
        known[read.user] = read.place


def _each(
    do: Callable[[Shop, _Read], None],
    shops: Sequence[Shop],
    reads: Sequence[_Read],
    at_once: int,
    done: Callable[[], object] = lambda: None,
) -> None:
    """Calls ``do`` for each shop that has not failed, some at a time, and notes the failures.

    Raises:
        InputError, SettingsError: the call itself is wrong; what fails for one user is noted in ``reads``.
    """

    def one(shop: Shop, read: _Read) -> None:
        with hear_warnings(lambda message, kind: read.warnings.append((message, kind))):
            try:
                do(shop, read)
            except (InputError, SettingsError):
                raise
            except OneEntryError as error:
                read.failure = error

    threads = Threads(at_once, "oneentry-user")
    process = os.getpid()
    try:
        pairs = zip(shops, reads, strict=True)
        waiting = [threads.submit(partial(one, shop, read)) for shop, read in pairs if read.failure is None]
        for future in waiting:
            wait_for(future, process)
            done()
    finally:
        threads.end()


def _join(frames: Mapping[int, pd.DataFrame], failed: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Returns the frames of users, by their numbers, as one."""
    import numpy as np

    joined = below_each_other(list(frames.values()))
    joined.insert(0, "user", np.repeat(np.array(list(frames), "int64"), [len(frame) for frame in frames.values()]))
    joined.attrs = joined_attrs([frame.attrs["fetch"] for frame in frames.values()], list(frames), failed)
    return joined
